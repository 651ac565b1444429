// wbm/testing/round_trip.hpp - writes a value and reads it back, as a run and an artifact do.
#pragma once

#include <wbm/testing/fake_store.hpp>
#include <wbm/testing/type.hpp>

#include <list>
#include <string>
#include <utility>

namespace wbm::testing {

/// What `store` gives back for the value. Throws BrokenRule when that is not equal, or when writing either one again
/// gives another text; Refused when the type refuses. The value's files are in `store`.
[[nodiscard]] inline Value round_trip(const Type& type, const wbm_value* value, const FakeStore& store) {
    const std::string json = type.to_json(value, store);
    const std::string twice = type.to_json(value, store);
    if (twice != json) throw BrokenRule("to_json() of one value gives first " + json + " and then " + twice);
    Value back = type.from_json(json, store);
    if (!type.equal(value, back.get()) || !type.equal(back.get(), value))
        throw BrokenRule("the value read from " + json + " is not equal to the one that was written");
    FakeStore second(store.table()->kind);
    second.keep_names_of(store);
    const std::string again = type.to_json(back, second);
    if (again != json) throw BrokenRule("to_json() of the value read from " + json + " gives " + again);
    return back;
}

/// The same for a struct, in a run and in an artifact; returns what the artifact gave. Its files live until the program
/// ends, so that the result may be compared and read.
template <class T>
[[nodiscard]] T round_trip(const T& value) {
    static std::list<FakeStore> stores;
    const Type type = type_of<T>();
    const auto* opaque = reinterpret_cast<const wbm_value*>(&value);
    (void)round_trip(type, opaque, stores.emplace_back(WBM_RUN));
    const Value back = round_trip(type, opaque, stores.emplace_back(WBM_ARTIFACT));
    return std::move(*reinterpret_cast<T*>(back.get()));
}

}  // namespace wbm::testing
