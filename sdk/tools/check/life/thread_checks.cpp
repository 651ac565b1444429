// Checks 52 to 58: many threads, and processes that fork.
#include "check/check.hpp"
#include "check/life/process_fork.hpp"
#include "check/life/process_store.hpp"
#include "check/life/process_values.hpp"

#include <wbm/ext/fields.h>
#include <wbm/ext/tensor.h>

#include <algorithm>
#include <map>
#include <memory>

namespace wbm::tool {
namespace {

using testing::FakeStore;
using testing::TextSink;
using testing::Type;
using testing::Value;

constexpr std::chrono::milliseconds race_time{60};  // for what is tried many times
constexpr int least_rounds = 2;                     // also when it takes longer
constexpr std::size_t most_compared_bytes = 16U << 20U;

// ---- 52 ----

/// What a value's const calls say.
struct Answers {
    std::string json, fields, tensor;
    bool is_equal = false;
};

template <class Table>
const Table* extension(const Type& type, const char* id) {
    const wbm_type& table = type.table();
    const auto* found = static_cast<const Table*>(table.extension == nullptr ? nullptr : table.extension(id));
    return found != nullptr && WBM_HAS(Table, found, get) ? found : nullptr;
}

std::string refusal(wbm_status status, const TextSink& error) {
    return "refused with " + std::to_string(status) + ": " + error.text();
}

std::string fields_of(const Living& made) {
    const auto* table = extension<wbm_ext_fields>(made.type, WBM_EXT_FIELDS);
    if (table == nullptr) return {};
    TextSink json, error;
    const wbm_status status = table->get(made.value.get(), json.sink(), error.sink());
    return status == WBM_OK ? json.text() : refusal(status, error);
}

void free_tensor(DLManagedTensor* tensor) noexcept {
    if (tensor->deleter != nullptr) tensor->deleter(tensor);
}

std::string tensor_of(const Living& made) {
    const auto* table = extension<wbm_ext_tensor>(made.type, WBM_EXT_TENSOR);
    if (table == nullptr) return {};
    TextSink error;
    DLManagedTensor* out = nullptr;
    const wbm_status status = table->get(made.value.get(), {nullptr, 0}, &out, error.sink());
    if (status != WBM_OK) return refusal(status, error);
    require(out != nullptr, made.label + ": wbm.tensor/1 gave no array");
    const std::unique_ptr<DLManagedTensor, void (*)(DLManagedTensor*)> owner(out, &free_tensor);
    const DLTensor& array = out->dl_tensor;
    const std::size_t bytes = element_count(array) * array.dtype.bits * array.dtype.lanes / 8;
    const char* elements = static_cast<const char*>(array.data) + array.byte_offset;
    std::string text = shape_text(array);
    if (bytes > 0) text.append(elements, std::min(bytes, most_compared_bytes));
    return text;
}

Answers ask(const Living& made, const Living& twin, const QuickStore& quick) {
    return {made.type.to_json(made.value, quick.store()), fields_of(made), tensor_of(made),
            made.type.equal(made.value, twin.value)};
}

void compare(const Answers& is, const Answers& alone, const std::string& label) {
    const auto same = [&](bool holds, const std::string& call) {
        require(holds, label + ": " + call +
                           " on one value gives another answer while other threads call too; does a "
                           "const call change the value or a static?");
    };
    same(is.json == alone.json, "to_json()");
    same(is.fields == alone.fields, "wbm.fields/1");
    same(is.tensor == alone.tensor, "wbm.tensor/1");
    same(is.is_equal == alone.is_equal, "equal()");
}

Finding check_shared_values(const Session& session, const FewMaterials& materials) {
    for (const Material* material : materials) {
        const Living made = make(session, *material);
        const std::string label = "from " + material->sample->label;  // the case has the type's name
        const Living twin = make(session, *material);
        const Answers alone = ask(made, twin, QuickStore(made.store_kind));
        in_threads([&](std::size_t) {
            const QuickStore quick(made.store_kind);
            const auto begin = Clock::now();
            for (int round = 0; round < least_rounds || Clock::now() - begin < race_time / few; ++round) try {
                    compare(ask(made, twin, quick), alone, label);
                } catch (const testing::Refused& refused) {
                    throw Failure(label + ": refused only while other threads call too: " + refused.what());
                }
        });
    }
    return {};
}

// ---- 53 ----

/// Values of all types and materials at once, each thread its own.
void check_many_threads(const Subject& subject, const FewMaterials& materials) {
    const Session session(subject);
    std::vector<std::string> alone;
    for (const Material* material : materials) alone.push_back(make(session, *material).text());
    in_threads([&](std::size_t thread) {
        std::map<int, QuickStore> stores;
        const auto begin = Clock::now();
        for (std::size_t i = thread; i < thread + least_rounds || Clock::now() - begin < race_time; ++i) {
            const Material& material = *materials[i % materials.size()];
            try {
                const Living made = make(session, material);
                const FakeStore& store = stores.try_emplace(made.store_kind, made.store_kind).first->second.store();
                const std::string json = made.type.to_json(made.value, store);
                require(json == alone[i % materials.size()],
                        material.label + ": to_json() gives another text while other threads make values");
                const Value back = made.type.from_json(json, store);
                (void)made.type.equal(made.value, back);
            } catch (const testing::Refused& refused) {
                throw Failure(material.label + ": refused only while other threads make values too: " + refused.what());
            }
        }
    });
}

// ---- 58 ----

struct Kept {
    Living made;
    Value back;
    std::string text;
    bool is_equal;
};

void use_kept(const Kept& kept) {
    require(kept.made.text() == kept.text, kept.made.label + ": to_json() gives another text");
    require(kept.made.type.equal(kept.made.value, kept.back) == kept.is_equal,
            kept.made.label + ": equal() gives another answer");
}

void check_fork(const Subject& subject, const FewMaterials& materials) {
    const Session session(subject);
    std::vector<Kept> all;
    std::vector<std::unique_ptr<FakeStore>> stores;
    for (const Material* material : materials) {
        Living made = make(session, *material);
        stores.push_back(std::make_unique<FakeStore>(made.store_kind));
        std::string text = made.type.to_json(made.value, *stores.back());
        Value back = made.type.from_json(text, *stores.back());
        const bool is_equal = made.type.equal(made.value, back);
        all.push_back({std::move(made), std::move(back), std::move(text), is_equal});
    }
    const ForkEnd end = run_forked([&] {
        for (const Kept& kept : all) use_kept(kept);
        all.clear();
        for (const Material* material : materials) use(session, *material);
        if (session.plugin().stop != nullptr) session.plugin().stop();
        return std::string();
    });
    require(end.is_sound, "a process that was forked while values lived: " + end.text +
                              "; it has one thread, and locks that others held stay locked");
    for (const Kept& kept : all) use_kept(kept);
}

std::vector<Case> shared_value_cases(const Subject& subject) { return cases_of_few(subject, &check_shared_values); }

}  // namespace

std::vector<Check> thread_checks() {
    return {
        {52,
         "shared-value",
         "const calls on one value from 8 threads say what one thread hears",
         {29},
         &shared_value_cases,
         no_material},
        {53,
         "many-threads",
         "8 threads make and destroy values at once",
         {29},
         once_with_few(&check_many_threads),
         no_material},
        {58, "fork", "values live on in a process that was forked", {29}, once_with_few(&check_fork), no_material},
    };
}

}  // namespace wbm::tool
