// handles.hpp - owners of what an Arrow stream gives: each is released once, whatever happens.
#pragma once

#include <wbm/ext/arrow.h>

namespace wbm::table {

/// Releases a struct of the Arrow C interfaces, if it holds something, and marks it as released even where the
/// producer forgets to.
template <class T>
void release(T& arrow) noexcept {
    if (arrow.release == nullptr) return;
    arrow.release(&arrow);
    arrow.release = nullptr;
}

template <class T>
class Owned {
public:
    Owned() noexcept = default;
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
    ~Owned() { release(arrow_); }

    [[nodiscard]] T* get() noexcept { return &arrow_; }
    [[nodiscard]] const T& operator*() const noexcept { return arrow_; }
    [[nodiscard]] const T* operator->() const noexcept { return &arrow_; }
    [[nodiscard]] bool is_empty() const noexcept { return arrow_.release == nullptr; }

private:
    T arrow_{};
};

/// Somebody else's, to be released at the end.
template <class T>
class Borrowed {
public:
    explicit Borrowed(T& arrow) noexcept : arrow_(arrow) {}
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    ~Borrowed() { release(arrow_); }
    [[nodiscard]] T* get() const noexcept { return &arrow_; }

private:
    T& arrow_;
};

}  // namespace wbm::table
