// scale.hpp - the edges of equal bins, and the bin of a number: NumPy's steps, one by one.
#pragma once

#include "arithmetic.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace wbm::histogram {

/// Equal bins in the arithmetic `A`.
template <class A>
class Scale {
public:
    using Real = typename A::Real;

    /// `width`: last - first, which for 64-bit integers is not the difference of the two as doubles.
    Scale(Real first, Real last, Real width, std::size_t bins)
        : first_(first), width_(width), bins_(static_cast<Real>(bins)), edges_(bins + 1) {
        const Real delta = A::round(last - first);
        step_ = A::round(delta / bins_);
        for (std::size_t i = 0; i < bins; ++i) {
            const Real number = static_cast<Real>(i);
            const Real offset = step_ == 0 ? A::round(A::round(number / bins_) * delta) : A::round(number * step_);
            edges_[i] = A::round(offset + first);
        }
        edges_[bins] = last;
    }

    [[nodiscard]] const std::vector<Real>& edges() const noexcept { return edges_; }
    [[nodiscard]] std::size_t bins() const noexcept { return edges_.size() - 1; }
    [[nodiscard]] Real first() const noexcept { return first_; }
    [[nodiscard]] Real width() const noexcept { return width_; }
    /// 0 where bins are so narrow that edges are not first + i * step.
    [[nodiscard]] Real step() const noexcept { return step_; }

    [[nodiscard]] bool edges_rise() const noexcept {
        for (std::size_t i = 0; i + 1 < edges_.size(); ++i)
            if (!(edges_[i] < edges_[i + 1])) return false;
        return true;
    }

    /// The bin of x, which is one of the numbers between first and last. The bin is computed, then corrected by at most
    /// one against the edges. nullopt where the computed one is none at all: NumPy fails there.
    [[nodiscard]] std::optional<std::size_t> bin_of(Real x) const noexcept {
        const Real place = A::round(A::round(A::round(x - first_) / width_) * bins_);
        if (!(place >= 0 && place < bins_ + 1)) return std::nullopt;
        auto bin = static_cast<std::size_t>(place);
        if (bin == bins()) --bin;
        if (x < edges_[bin] && bin > 0) --bin;
        if (x >= edges_[bin + 1] && bin != bins() - 1) ++bin;
        return bin;
    }

private:
    Real first_;
    Real width_;
    Real bins_;
    Real step_;
    std::vector<Real> edges_;
};

}  // namespace wbm::histogram
