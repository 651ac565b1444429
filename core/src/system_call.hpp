// system_call.hpp - the one way in which files' system calls are made. For the sources that make them.
#pragma once

#include <cerrno>
#include <filesystem>

#include "file_io.hpp"

namespace wbm {

/// Makes a system call, again while a signal interrupts it; -1 and errno when it fails or the hook says so.
template <class Call>
auto attempt(IoCall kind, const std::filesystem::path& path, Call call) -> decltype(call()) {
    if (const int injected = ask_io_hook(kind, path.c_str()); injected != 0) {
        errno = injected;
        return -1;
    }
    while (true) {
        const auto result = call();
        if (result != -1 || errno != EINTR) return result;
    }
}

}  // namespace wbm
