// Check 48: files and texts that claim to be huge end in a value or a status, within bounds of memory and time.
#include "check/refusals/bomb_fields.hpp"
#include "check/refusals/hostile_input.hpp"
#include "check/refusals/worker.hpp"
#include "check/values/input_cases.hpp"

#include <wbm/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>

namespace wbm::tool {
namespace {

using testing::FakeStore;
using testing::Source;
using testing::Type;
using testing::Value;
using Clock = std::chrono::steady_clock;

constexpr std::size_t materials_of_a_type = 3;
constexpr std::size_t header_bytes = 128;  // where every number is made huge
constexpr auto time_of_a_material = std::chrono::milliseconds(100);
constexpr auto patience = std::chrono::seconds(20);
constexpr std::size_t max_numbers = 40;  // of one JSON text

/// Values that are made and written, whatever comes of it.
class Bombs {
public:
    Bombs(const Type& type, const Material& material, Board& board)
        : type_(type), material_(material), board_(board), store_(material.store_kind()) {}

    void run() {
        if (material_.sample->kind == WBM_FROM_PATH || material_.sample->kind == WBM_FROM_BYTES) try_bytes();
        try_json();
    }

private:
    template <class Make>
    void attempt(const std::string& what, const Make& make) {
        board_.begin(board_.begun() + 1, what);
        (void)refusal_of([&] {
            const Value value = make();
            (void)refusal_of([&] { return type_.to_json(value, store_); });
            return type_.equal(value, value);
        });
    }

    void attempt_bytes(const std::string& what, const std::string& bytes) {
        attempt(what, [&] {
            if (material_.sample->kind == WBM_FROM_BYTES) return type_.create(Source::bytes(bytes));
            const auto name = std::filesystem::path(main_text(material_)).filename();
            return type_.create(Source::path(store_.put(name.string(), bytes).string()));
        });
    }

    /// First the fields that are known to be sizes, then every number in the first bytes as far as time goes.
    void try_bytes() {
        const std::string bytes = main_bytes(material_);
        const auto begin = Clock::now();
        for (const SizeField& field : size_fields(bytes))
            for (const unsigned long long size : {0x7fffffffULL, 0xffffffffULL, ~0ULL}) {
                if (Clock::now() - begin > 2 * time_of_a_material) return;
                attempt_bytes(described(field, size), with_size(bytes, field, size));
            }
        const std::vector<SizeField> fields = header_fields(bytes.size());
        // A step that has no common divisor with their number visits each once, and all places early.
        std::size_t step = fields.size() * 5 / 8 + 1;
        while (std::gcd(step, fields.size()) > 1) ++step;
        const auto middle = Clock::now();
        for (std::size_t i = 0; i < fields.size() && Clock::now() - middle < time_of_a_material; ++i) {
            const SizeField& field = fields[i * step % fields.size()];
            for (const unsigned long long size : {0x7fffffffULL, ~0ULL})
                attempt_bytes(described(field, size), with_size(bytes, field, size));
        }
    }

    static std::vector<SizeField> header_fields(std::size_t size) {
        std::vector<SizeField> fields;
        for (std::size_t at = 0; at < std::min(size, header_bytes); ++at)
            for (const std::size_t width : {4U, 8U})
                for (const bool big_endian : {false, true})
                    if (at + width <= size) fields.push_back({at, width, big_endian, "bytes"});
        return fields;
    }

    static std::string described(const SizeField& field, unsigned long long size) {
        std::array<char, 160> text{};
        std::snprintf(text.data(), text.size(), "with 0x%llx in the %zu bytes at %zu, %s-endian (%s)",
                      field.width == 4 ? size & 0xffffffffULL : size, field.width, field.offset,
                      field.big_endian ? "big" : "little", field.name);
        return text.data();
    }

    /// The numbers of a text, one after the other, claim 10^15; then all of them do.
    void try_json() {
        const Value value = type_.create(material_.sample->source());
        const std::string json = type_.to_json(value, store_);
        std::vector<std::size_t> places;  // where the digits of numbers begin
        for (std::size_t at = json.find_first_of(":[,"); at != std::string::npos;
             at = json.find_first_of(":[,", at + 1))
            if (at + 1 < json.size() && json[at + 1] >= '0' && json[at + 1] <= '9') places.push_back(at + 1);
        places.resize(std::min(places.size(), max_numbers));
        for (const char* size : {"1000000000000000", "2147483647"}) {
            std::string all = json;
            for (auto place = places.rbegin(); place != places.rend(); ++place) {
                std::string one = json;
                replace_number(one, *place, size);
                replace_number(all, *place, size);
                attempt_json(one);
            }
            attempt_json(all);
        }
    }

    void attempt_json(const std::string& json) {
        attempt("from_json() of " + shortened(json), [&] { return type_.from_json(json, store_); });
    }

    static void replace_number(std::string& json, std::size_t place, const char* number) {
        const std::size_t end = json.find_first_not_of("0123456789.eE+-", place);
        json.replace(place, end - place, number);
    }

    Type type_;
    const Material& material_;
    Board& board_;
    FakeStore store_;
};

void check_bombs(const Subject& subject, const Material& material) {
    Board board;
    const WorkerEnd end = run_worker(
        board,
        [&] {
            const Session session(subject);
            Bombs(session.type(material.type), material, board).run();
        },
        patience);
    require(end.kind == WorkerEnd::Kind::done,
            board.note() + ": " + end.text + "; compare what a file claims with its size before memory is taken");
}

}  // namespace

std::vector<Case> bomb_cases(const Subject& subject) {
    std::vector<Case> cases;
    for (const Material* material : few_materials(subject, materials_of_a_type))
        cases.emplace_back(material->label, [&subject, material] { check_bombs(subject, *material); });
    return cases;
}

}  // namespace wbm::tool
