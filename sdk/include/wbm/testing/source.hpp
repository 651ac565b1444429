// wbm/testing/source.hpp - create()'s input, with memory of its own.
#pragma once

#include <wbm/plugin.h>
#include <wbm/json.hpp>
#include <wbm/sdk/array.hpp>
#include <wbm/sdk/input.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm::testing {

/// A main part, named parts and options: `Source::path("cat.png").with_options({{"caption", "a cat"}})`.
class Source {
public:
    [[nodiscard]] static Source path(std::string file) { return Source(WBM_FROM_PATH, std::move(file)); }
    [[nodiscard]] static Source bytes(std::string content) { return Source(WBM_FROM_BYTES, std::move(content)); }
    [[nodiscard]] static Source json(std::string text) { return Source(WBM_FROM_JSON, std::move(text)); }
    [[nodiscard]] static Source url(std::string text) { return Source(WBM_FROM_URL, std::move(text)); }

    /// A row-major array: Source::tensor<float>({1, 2, 3}, {1, 3}).
    template <class T>
    [[nodiscard]] static Source tensor(const std::vector<T>& elements, std::vector<std::int64_t> shape) {
        return tensor(dtype_of<T>(), wbm::bytes(elements), std::move(shape));
    }
    [[nodiscard]] static Source tensor(DLDataType dtype, std::string_view elements, std::vector<std::int64_t> shape) {
        Source source(WBM_FROM_TENSOR, std::string(elements));
        Piece& piece = source.pieces_.front();
        piece.dtype = dtype;
        piece.strides.resize(shape.size());
        std::int64_t step = 1;
        for (std::size_t i = shape.size(); i-- > 0; step *= shape[i]) piece.strides[i] = step;
        piece.shape = std::move(shape);
        return source;
    }

    /// Other strides, in elements, and the element where the array begins: for views of the elements.
    Source& with_strides(std::vector<std::int64_t> strides, std::size_t first = 0) {
        pieces_.front().strides = std::move(strides);
        pieces_.front().first = first;
        return *this;
    }
    /// Adds the main part of another source under a name.
    Source& with_part(std::string name, const Source& other) {
        pieces_.push_back(other.pieces_.front());
        pieces_.back().name = std::move(name);
        return *this;
    }
    Source& with_options(const json::object& options) { return with_options_text(json::write(options)); }
    Source& with_options_text(std::string text) {
        options_ = std::move(text);
        return *this;
    }

    [[nodiscard]] int kind() const noexcept { return pieces_.front().kind; }

    /// The C form. It points into this object: valid until the next call of a member that is not const.
    [[nodiscard]] const wbm_input* input() {
        parts_.clear();
        pointers_.clear();
        for (Piece& piece : pieces_) parts_.push_back(piece.part());
        for (const wbm_part& part : parts_) pointers_.push_back(&part);
        input_ = {sizeof(wbm_input), static_cast<std::uint32_t>(parts_.size()), pointers_.data(), str(options_)};
        return &input_;
    }

    /// Overwrites everything that input() gave, as a program may as soon as create() has returned.
    void overwrite() {
        for (Piece& piece : pieces_) std::fill(piece.data.begin(), piece.data.end(), '\xdb');
        std::fill(options_.begin(), options_.end(), '\xdb');
    }

private:
    struct Piece {
        int kind;
        std::string name;
        std::string data;  // text, or the elements of an array
        DLDataType dtype{};
        std::vector<std::int64_t> shape;
        std::vector<std::int64_t> strides;
        std::size_t first = 0;
        DLTensor tensor{};

        wbm_part part() {
            if (kind != WBM_FROM_TENSOR)
                return {sizeof(wbm_part), kind, str(name), str(data), nullptr, nullptr, nullptr};
            char* start = data.data() + first * dtype.bits * dtype.lanes / 8;
            tensor = {start, {kDLCPU, 0}, static_cast<int>(shape.size()), dtype, shape.data(), strides.data(), 0};
            return {sizeof(wbm_part), kind, str(name), {nullptr, 0}, &tensor, nullptr, nullptr};
        }
    };

    Source(int kind, std::string data) { pieces_.push_back({kind, "", std::move(data), {}, {}, {}, 0, {}}); }

    std::list<Piece> pieces_;
    std::string options_;
    std::vector<wbm_part> parts_;
    std::vector<const wbm_part*> pointers_;
    wbm_input input_{};
};

}  // namespace wbm::testing
