// packed.hpp - the bytes of a volume from front to back, unpacked when they are gzip, with no more of them in memory
// than are asked for.
#pragma once

#include <wbm/sdk.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace nifti {

class Unpacked {
public:
    /// Of a file or of bytes, which must outlive this. `name` is what errors call it.
    static Unpacked of_file(const std::string& path);
    static Unpacked of_bytes(std::string_view bytes, std::string name);
    static Unpacked of(const wbm::MediaFile& file);
    Unpacked(Unpacked&& other) noexcept;
    ~Unpacked();

    [[nodiscard]] const std::string& name() const noexcept;
    [[nodiscard]] bool is_packed() const noexcept;
    /// Bytes of the file as it is.
    [[nodiscard]] std::uint64_t stored_bytes() const noexcept;

    /// Fills `out`; returns less than `size` only at the end. Throws wbm::invalid for broken gzip.
    std::size_t read(char* out, std::size_t size);
    /// Passes over `size` bytes; returns how many there were.
    std::uint64_t skip(std::uint64_t size);

private:
    struct State;
    explicit Unpacked(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// One gzip member, the same for the same bytes: no time and no system in it.
[[nodiscard]] std::string pack(std::string_view bytes);

}  // namespace nifti
