#include "check/library/decoy.hpp"

#include <fstream>
#include <stdexcept>
#include <string>

// WBM_DECOY is the file that the build made: sdk/tools/check/library/decoy.cmake.
__asm__(
    ".section .rodata\n"
    ".balign 16\n"
    "wbm_decoy_begin:\n"
    ".incbin \"" WBM_DECOY
    "\"\n"
    "wbm_decoy_end:\n"
    ".globl wbm_decoy_begin, wbm_decoy_end\n"
    ".hidden wbm_decoy_begin, wbm_decoy_end\n"
    ".text\n");

extern "C" const char wbm_decoy_begin[], wbm_decoy_end[];

namespace wbm::tool {

std::filesystem::path write_decoy(const std::filesystem::path& folder) {
    std::filesystem::path file = folder / "decoy.so";
    std::ofstream out(file, std::ios::binary);
    out.write(wbm_decoy_begin, wbm_decoy_end - wbm_decoy_begin);
    if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
    return file;
}

}  // namespace wbm::tool
