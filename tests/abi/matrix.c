/* Every unit, whatever its language and standard, must see the same layout. */
#include <stdio.h>

unsigned long abi_c11_a(void), abi_c11_b(void), abi_c17_a(void), abi_c17_b(void), abi_c23_a(void), abi_c23_b(void);
unsigned long abi_cxx11_a(void), abi_cxx11_b(void), abi_cxx14_a(void), abi_cxx14_b(void);
unsigned long abi_cxx17_a(void), abi_cxx17_b(void), abi_cxx20_a(void), abi_cxx20_b(void);

int main(void) {
    unsigned long (*const units[])(void) = {abi_c11_a,   abi_c11_b,   abi_c17_a,   abi_c17_b,   abi_c23_a,
                                            abi_c23_b,   abi_cxx11_a, abi_cxx11_b, abi_cxx14_a, abi_cxx14_b,
                                            abi_cxx17_a, abi_cxx17_b, abi_cxx20_a, abi_cxx20_b};
    const unsigned long expected = units[0]();
    int failed = 0;
    size_t i;
    for (i = 0; i < sizeof units / sizeof units[0]; ++i) {
        if (units[i]() == expected) continue;
        printf("unit %zu sees another layout: %lu, not %lu\n", i, units[i](), expected);
        failed = 1;
    }
    return failed;
}
