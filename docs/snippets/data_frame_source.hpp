// data_frame_source.hpp - a stream of record batches by hand, for programs that have no Arrow library: the columns
// "step" (int64) and "loss" (double), in one batch.
#pragma once

#include <wbm/ext/arrow.h>

#include <cstdint>
#include <vector>

struct Losses {
    std::vector<std::int64_t> step;
    std::vector<double> loss;
    bool is_given = false;

    ArrowSchema* schema_children[2] = {};
    ArrowSchema schema_child[2] = {};
    ArrowArray* array_children[2] = {};
    ArrowArray array_child[2] = {};
    const void* buffers[3][2] = {};

    static Losses& of(ArrowArrayStream* stream) { return *static_cast<Losses*>(stream->private_data); }

    static int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
        Losses& self = of(stream);
        const char* names[2] = {"step", "loss"};
        const char* formats[2] = {"l", "g"};
        for (int i = 0; i < 2; ++i) {
            self.schema_child[i] = {formats[i], names[i], nullptr, 0, 0, nullptr, nullptr, release_schema, nullptr};
            self.schema_children[i] = &self.schema_child[i];
        }
        *out = {"+s", "", nullptr, 0, 2, self.schema_children, nullptr, release_schema, nullptr};
        return 0;
    }
    static int get_next(ArrowArrayStream* stream, ArrowArray* out) {
        Losses& self = of(stream);
        *out = {};
        if (self.is_given) return 0;  // the end: an array that is released
        self.is_given = true;
        const auto rows = static_cast<std::int64_t>(self.step.size());
        self.buffers[0][1] = self.step.data();
        self.buffers[1][1] = self.loss.data();
        for (int i = 0; i < 2; ++i) {
            self.array_child[i] = {rows, 0, 0, 2, 0, self.buffers[i], nullptr, nullptr, release_array, nullptr};
            self.array_children[i] = &self.array_child[i];
        }
        *out = {rows, 0, 0, 1, 2, self.buffers[2], self.array_children, nullptr, release_array, nullptr};
        return 0;
    }
    // The vectors own everything, and they outlive the call that reads them.
    static void release_schema(ArrowSchema* schema) { schema->release = nullptr; }
    static void release_array(ArrowArray* array) { array->release = nullptr; }

    ArrowArrayStream stream() {
        return {get_schema, get_next, [](ArrowArrayStream*) -> const char* { return nullptr; },
                [](ArrowArrayStream* s) { s->release = nullptr; }, this};
    }
};
