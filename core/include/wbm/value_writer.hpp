// wbm/value_writer.hpp - ValueWriter: a value made piece by piece, so that it is never in memory as a whole.
#pragma once

#include <wbm/part.hpp>
#include <wbm/value.hpp>

#include <cstdint>
#include <memory>

namespace wbm {

/// Made by Registry::open_writer(). One that is destroyed before finish() gives the value up. [one thread at a time]
class ValueWriter {
public:
    class State;
    explicit ValueWriter(std::unique_ptr<State> state) noexcept;
    ~ValueWriter();
    ValueWriter(ValueWriter&&) noexcept;
    ValueWriter& operator=(ValueWriter&&) noexcept;

    /// Adds one array, such as a frame. It is read before the call returns. Throws MediaError: invalid or unsupported
    /// for a piece that the type does not take, after which the next may follow; invalid after finish() or after a
    /// failure that ended the writer.
    void add(const Part& array);
    /// Ends the value; the writer is then empty. Throws MediaError: what the type refuses, such as no piece at all.
    [[nodiscard]] ValuePtr finish();
    /// How many pieces were added.
    [[nodiscard]] std::uint64_t count() const noexcept;

private:
    std::unique_ptr<State> state_;
};

}  // namespace wbm
