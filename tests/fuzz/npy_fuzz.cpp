// Any bytes: parse_npy() reads them or throws MediaError. What it reads, to_npy() writes, and that reads back the same.
#include <wbm/error.hpp>
#include <wbm/npy.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const wbm::NpyArray array = wbm::parse_npy({reinterpret_cast<const char*>(data), size});
        const wbm::Part part = array.part();
        const std::string written = wbm::to_npy(*part.tensor());
        const wbm::NpyArray again = wbm::parse_npy(written);
        const wbm::Part part_again = again.part();
        if (again.shape != array.shape || wbm::to_npy(*part_again.tensor()) != written) std::abort();
    } catch (const wbm::MediaError&) {
        // A refusal; any other exception is a finding.
    }
    return 0;
}
