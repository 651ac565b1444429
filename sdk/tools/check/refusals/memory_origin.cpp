#include "check/refusals/memory_origin.hpp"

#include <dlfcn.h>
#include <execinfo.h>

#include <algorithm>
#include <cstring>
#include <string_view>

namespace wbm::tool {
namespace {

/// The file whose code is at this address; null when nobody knows.
const char* file_at(void* address) noexcept {
    Dl_info info{};
    return dladdr(address, &info) != 0 ? info.dli_fname : nullptr;
}

std::string_view base_name(std::string_view path) { return path.substr(path.find_last_of('/') + 1); }

/// What every program has, and what only passes calls on.
bool is_runtime(const char* file) {
    constexpr std::array<std::string_view, 7> names{"libc.so",     "libc-",    "libstdc++.so", "libc++",
                                                    "libgcc_s.so", "ld-linux", "linux-vdso"};
    static const char* const program = file_at(reinterpret_cast<void*>(&file_at));
    if (program != nullptr && std::strcmp(file, program) == 0) return true;
    const std::string_view name = base_name(file);
    return std::any_of(names.begin(), names.end(), [&](std::string_view one) { return name.starts_with(one); });
}

}  // namespace

CallStack CallStack::here() noexcept {
    CallStack stack;
    stack.depth = backtrace(stack.frames.data(), static_cast<int>(stack.frames.size()));
    return stack;
}

std::string foreign_library(const CallStack& stack, const std::string& plugin) {
    for (int i = 0; i < stack.depth; ++i) {
        const char* file = file_at(stack.frames[static_cast<std::size_t>(i)]);
        if (file == nullptr || is_runtime(file)) continue;
        return plugin == file ? std::string() : std::string(base_name(file));
    }
    return {};
}

}  // namespace wbm::tool
