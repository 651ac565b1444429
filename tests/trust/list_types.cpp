// Prints the types that a program finds; tests run it with rights that its caller lacks.
#include <wbm/registry.hpp>

#include <iostream>

int main() {
    for (const auto& [name, type] : wbm::Registry().type_mapping()) std::cout << name << '\n';
}
