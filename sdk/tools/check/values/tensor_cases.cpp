// Check 36: arrays of every number type and layout are taken or refused, and never written to.
#include "check/refusals/hostile_input.hpp"
#include "check/values/input_cases.hpp"
#include "check/values/tensor_memory.hpp"
#include "check/values/tensor_view.hpp"

#include <wbm/sdk/array.hpp>

namespace wbm::tool {
namespace {

using testing::Type;
using testing::Value;

/// create() from this array, whose elements are in guarded memory. Nothing when the type refuses.
std::optional<Value> create_from(const Type& type, const DLTensor& tensor, const GuardedMemory& memory) {
    const wbm_part part{sizeof(wbm_part), WBM_FROM_TENSOR, {nullptr, 0}, {nullptr, 0}, &tensor, nullptr, nullptr};
    const wbm_part* const parts[] = {&part};
    const wbm_input input{sizeof(wbm_input), 1, parts, {nullptr, 0}};
    char mark = 0;
    auto* const untouched = reinterpret_cast<wbm_value*>(&mark);
    wbm_value* out = untouched;
    testing::TextSink error;
    wbm_status status = WBM_OK;
    memory.watch([&] { status = type.table().create(&input, &out, error.sink()); });
    if (status == WBM_OK) {
        require(out != untouched && out != nullptr, "create() returned WBM_OK but gave no value");
        return Value(&type.table(), out);
    }
    require(out == untouched, "create() refused but wrote to *out");
    require(status > WBM_OK && status <= WBM_INTERNAL, "create() returned " + std::to_string(status));
    require(!error.text().empty(), "create() refused without a word");
    return std::nullopt;
}

/// Names in a failure which array it was.
template <class Call>
auto with(const std::string& label, const Call& call) {
    try {
        return call();
    } catch (const std::exception& error) {
        throw Failure(label + ": " + error.what());
    }
}

std::optional<Value> create_from(const Type& type, TensorView view) {
    return with(view.label, [&] {
        const GuardedMemory memory(view.bytes, view.descending ? GuardedMemory::At::front : GuardedMemory::At::back);
        const DLTensor tensor{memory.data() + view.first,
                              {kDLCPU, 0},
                              static_cast<int>(view.shape.size()),
                              view.dtype,
                              view.shape.data(),
                              view.strides.data(),
                              0};
        return create_from(type, tensor, memory);
    });
}

/// The first array of each number type that is taken must be kept; all must be taken or refused.
void check_dtypes(const Type& type) {
    RoundTrips round_trips(type, WBM_RUN);
    for (const DLDataType dtype : all_dtypes()) {
        bool was_kept = false;
        for (const auto& shape : common_shapes()) {
            const TensorView view = dense_view(dtype, shape);
            const std::optional<Value> value = create_from(type, view);
            if (!value || was_kept) continue;
            with(view.label, [&] { return round_trips.keep(*value); });
            was_kept = true;
        }
    }
}

/// Where an array and another layout of it are taken, the values must be equal.
void check_layouts(const Type& type) {
    const auto compare = [&](const Value& dense, const TensorView& view) {
        const std::optional<Value> other = create_from(type, view);
        require(!other || type.equal(dense, *other),
                view.label + ": the value is not equal to that of the same elements without gaps; mind the strides");
    };
    for (const DLDataType dtype : common_dtypes())
        for (const auto& shape : common_shapes()) {
            if (const auto dense = create_from(type, dense_view(dtype, shape)))
                for (const TensorView& view : other_views(dtype, shape)) compare(*dense, view);
            if (const auto dense = create_from(type, dense_view(dtype, shape, true)))
                compare(*dense, repeating_view(dtype, shape));
        }
}

/// Arrays without elements: what their data point to must not be read.
void check_empty(const Type& type) {
    RoundTrips round_trips(type, WBM_RUN);
    const GuardedMemory memory("", GuardedMemory::At::back);
    for (const DLDataType dtype : common_dtypes())
        for (std::vector<std::int64_t> shape :
             {std::vector<std::int64_t>{0}, {0, 3}, {4, 0, 3}, {0, 0}, {0, 4, 5, 3}, {2, 0, 5, 3}})
            for (char* data : {static_cast<char*>(nullptr), memory.forbidden()}) {
                std::vector<std::int64_t> strides(shape.size(), 1);
                const DLTensor tensor{
                    data, {kDLCPU, 0}, static_cast<int>(shape.size()), dtype, shape.data(), strides.data(), 0};
                const std::string label = dtype_name(dtype) + " " + shape_text(tensor);
                with(label, [&] {
                    if (const auto value = create_from(type, tensor, memory)) (void)round_trips.keep(*value);
                });
            }
}

/// One number, without an axis.
void check_scalars(const Type& type) {
    RoundTrips round_trips(type, WBM_RUN);
    std::int64_t none = 0;
    for (const DLDataType dtype : common_dtypes())
        with("a " + dtype_name(dtype) + " without an axis", [&] {
            const GuardedMemory memory(dense_view(dtype, {1}).bytes, GuardedMemory::At::back);
            const DLTensor tensor{memory.data(), {kDLCPU, 0}, 0, dtype, &none, &none, 0};
            if (const auto value = create_from(type, tensor, memory)) (void)round_trips.keep(*value);
        });
}

/// Memory that the CPU cannot read: nothing but a refusal helps. A host does not give such arrays (wbm/plugin.h), so
/// this breaks no rule.
Finding check_devices(const Type& type) {
    const GuardedMemory memory("", GuardedMemory::At::back);
    for (const DLDataType dtype : common_dtypes())
        for (const auto& shape : common_shapes()) {
            TensorView view = dense_view(dtype, shape);
            const DLTensor tensor{memory.forbidden(),
                                  {kDLCUDA, 0},
                                  static_cast<int>(shape.size()),
                                  dtype,
                                  view.shape.data(),
                                  view.strides.data(),
                                  0};
            try {
                (void)create_from(type, tensor, memory);
            } catch (const Failure&) {
                return {Finding::Kind::remark,
                        "of a " + view.label +
                            " in the memory of another device it reads the elements; a host gives "
                            "none, but look at tensor->device to be safe"};
            }
        }
    return {};
}

}  // namespace

std::vector<Case> tensor_cases(const Subject& subject) {
    std::vector<Case> cases;
    for (const auto look : {&check_dtypes, &check_layouts, &check_empty, &check_scalars})
        for (Case& one : cases_of_types(subject, look, WBM_FROM_TENSOR)) cases.push_back(std::move(one));
    for (std::size_t i = 0; i < subject.types().size(); ++i)
        if ((subject.types()[i].inputs & WBM_FROM_TENSOR) != 0)
            cases.emplace_back(subject.types()[i].name,
                               [&subject, i] { return check_devices(Session(subject).type(i)); });
    return cases;
}

}  // namespace wbm::tool
