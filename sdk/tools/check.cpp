#include "check.hpp"
namespace wbm::tool {
bool check_plugin(const std::filesystem::path&, const std::filesystem::path&, std::ostream& out) {
    out << "0 passed, 0 failed\n";
    return true;
}
}  // namespace wbm::tool
