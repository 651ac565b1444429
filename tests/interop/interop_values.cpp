// interop_values - the C++ half of the interop tests: performs what the Python half asks for and answers in JSON.
//   interop_values write SPEC OUT     writes OUT/artifact and OUT/run from the values that SPEC lists
//   interop_values read FOLDER OUT    reads every value of an artifact or a run; arrays go to OUT as .npy
//   interop_values copy FROM TO       reads every value of an artifact and writes it to a new one
//   interop_values equal A B          compares the values of two artifacts as their types do
// What a value's type refuses is part of the answer, {"error": ...}; other failures end the program with status 1.
#include <wbm/wbm.hpp>

#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "temp_dir.hpp"

namespace {

namespace fs = std::filesystem;
namespace json = wbm::json;

wbm::RegistryOptions only_ours() {
    wbm::RegistryOptions options;
    options.directories = {WBM_PLUGINS};
    options.search_standard_places = false;
    options.use_cache = false;
    return options;
}

json::object read_json(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + file.string());
    return json::read_object(std::string(std::istreambuf_iterator<char>(in), {}));
}

std::string text_of(const json::object& from, std::string_view key) {
    return std::string(std::string_view(from.at(key).as_string()));
}

/// Does `work` and gives its answer, or the refusal as {"error", "status"}.
json::object answer_of(const std::function<json::object()>& work) {
    try {
        return work();
    } catch (const wbm::MediaError& e) {
        return {{"error", e.what()}, {"status", wbm::to_string(e.status())}};
    }
}

wbm::ValuePtr create(const json::object& spec, wbm::Registry& registry);

/// One source of a SPEC: {"npy": file}, {"path": file}, {"text": ...}, {"json": anything}, {"url": ...}, or
/// {"value": SPEC of another value}.
class Source {
public:
    Source(const json::object& spec, wbm::Registry& registry) : spec_(spec) {
        if (spec.contains("value")) value_ = create(spec.at("value").as_object(), registry);
        if (spec.contains("npy")) array_ = wbm::read_npy(text_of(spec, "npy"));
        if (spec.contains("text")) text_ = text_of(spec, "text");
    }
    [[nodiscard]] wbm::Part part() const {
        if (value_ != nullptr) return wbm::value(value_);
        if (spec_.contains("npy")) return array_.part();
        if (spec_.contains("path")) return wbm::path(text_of(spec_, "path"));
        if (spec_.contains("text")) return wbm::bytes(std::string_view(text_));
        if (spec_.contains("url")) return wbm::url(text_of(spec_, "url"));
        return wbm::json_text(json::write(spec_.at("json"), json::Style::fast, json::NonFinite::allow));
    }

private:
    json::object spec_;
    wbm::ValuePtr value_;
    wbm::NpyArray array_;
    std::string text_;
};

wbm::ValuePtr create(const json::object& spec, wbm::Registry& registry) {
    const Source source(spec.at("source").as_object(), registry);
    json::object options;
    if (const auto* given = spec.if_contains("options")) options = given->as_object();
    std::vector<Source> kept;
    std::vector<std::string> names;
    if (const auto* parts = spec.if_contains("parts"))
        for (const auto& [name, part] : parts->as_object()) {
            kept.emplace_back(part.as_object(), registry);
            names.emplace_back(name);
        }
    std::vector<wbm::NamedPart> parts;
    for (std::size_t i = 0; i < kept.size(); ++i) parts.emplace_back(names[i], kept[i].part());
    return registry.create(text_of(spec, "type"), source.part(), options, parts);
}

/// A value that the SPEC gives as JSON, of a type that need not be known.
wbm::ValuePtr restore(const json::object& spec, wbm::Registry& registry, const wbm::Store& store) {
    return registry.init_from_json(json::write(spec.at("restore")), store);
}

json::object log_batches(const json::object& spec, wbm::Run& run, wbm::Registry& registry, std::int64_t step) {
    json::object answers;
    if (const auto* batches = spec.if_contains("batches"))
        for (const auto& batch : batches->as_object()) {
            const std::string name(batch.key());
            answers[name] = answer_of([&] {
                std::vector<wbm::ValuePtr> values;
                for (const auto& member : batch.value().as_array())
                    values.push_back(create(member.as_object(), registry));
                return json::object{{"json", json::read(run.log(name, values, step++))}};
            });
        }
    return answers;
}

json::object write_values(const fs::path& spec_file, const fs::path& out, wbm::Registry& registry) {
    const json::object spec = read_json(spec_file);
    wbm::Artifact artifact = wbm::Artifact::create(out / "artifact", {.name = "from-cpp", .type = "dataset"});
    wbm::Run run(out / "run");
    json::object in_artifact, in_run;
    std::int64_t step = 0;
    for (const auto& each : spec.at("values").as_array()) {
        const json::object& value_spec = each.as_object();
        const std::string name = text_of(value_spec, "name");
        wbm::ValuePtr value;
        in_artifact[name] = answer_of([&] {
            value =
                value_spec.contains("restore") ? restore(value_spec, registry, artifact) : create(value_spec, registry);
            return json::object{{"entry", artifact.add(value, name).path}};
        });
        if (value && !value_spec.contains("artifact_only"))
            in_run[name] = answer_of([&] { return json::object{{"json", json::read(run.log(name, value, step))}}; });
        ++step;
    }
    if (const auto* files = spec.if_contains("files"))
        for (const auto& [name, file] : files->as_object())
            artifact.add_file(std::string_view(file.as_string()), std::string_view(name));
    if (const auto* references = spec.if_contains("references"))
        for (const auto& [name, url] : references->as_object())
            artifact.add_reference(std::string_view(url.as_string()), std::string_view(name));
    json::object batches = log_batches(spec, run, registry, step);
    artifact.finalize();
    run.flush();
    return {{"artifact", in_artifact}, {"run", in_run}, {"batches", batches}, {"digest", artifact.digest()}};
}

/// Everything there is to know of one value. `other` is a store of the same kind, which gets the value anew.
json::object describe(const wbm::WBValue& value, wbm::Store& other, const fs::path& array_file) {
    json::object answer{{"type", value.type()}, {"known", value.is_known()}, {"fields", value.fields()}};
    answer["json"] = answer_of([&] { return json::object{{"value", json::read(value.to_json_text(other))}}; });
    if (value.has_tensor())
        answer["tensor"] = answer_of([&] {
            const std::string bytes = wbm::to_npy(value.tensor().dl());
            std::ofstream(array_file, std::ios::binary) << bytes;
            return json::object{{"npy", array_file.string()}};
        });
    if (value.has_rows()) answer["rows"] = answer_of([&] { return json::object{{"value", value.rows()}}; });
    return answer;
}

/// Calls `use` with the name of each value of an artifact; the files of values are not values.
void for_each_value(const wbm::Artifact& artifact, const std::function<void(const std::string&)>& use) {
    constexpr std::string_view end = ".json";
    for (const auto& entry : artifact.entries())
        if (entry.path.rfind("media/", 0) != 0 && entry.path.size() > end.size() &&
            entry.path.compare(entry.path.size() - end.size(), end.size(), end) == 0)
            use(entry.path);
}

json::object read_artifact(const fs::path& folder, const fs::path& out, wbm::Registry& registry) {
    const wbm::Artifact artifact = wbm::Artifact::open_logged(folder);
    json::object values;
    for_each_value(artifact, [&](const std::string& path) {
        json::object answer = answer_of([&] {
            const wbm::ValuePtr value = artifact.get(path, registry);
            if (!value) return json::object();
            const wbm::test::TempDir scratch;
            wbm::Artifact other = wbm::Artifact::create(scratch / "other");
            return describe(*value, other, out / (std::to_string(values.size()) + ".npy"));
        });
        if (!answer.empty()) values[path] = std::move(answer);
    });
    json::array problems;
    for (const auto& problem : artifact.verify()) problems.emplace_back(problem);
    return {{"values", values}, {"digest", artifact.digest()}, {"size", artifact.size()}, {"problems", problems}};
}

json::object read_run(const fs::path& folder, const fs::path& out, wbm::Registry& registry) {
    const wbm::Run run = wbm::Run::open_to_read(folder);
    const wbm::test::TempDir scratch;
    wbm::Run other(scratch / "other");
    json::object values;
    for (const auto& line : run.history())
        for (const auto& each : line) {
            const json::value& member = each.value();
            if (!member.is_object() || !member.get_object().contains("_type")) continue;
            const std::string name(each.key());
            values[name] = answer_of([&] {
                const auto value = registry.init_from_json(member.get_object(), run.files());
                const auto slot = other.slot(name, line.at("_step").to_number<std::int64_t>());
                return describe(*value, *slot, out / (std::to_string(values.size()) + ".npy"));
            });
        }
    json::array problems;
    for (const auto& problem : run.verify()) problems.emplace_back(problem);
    return {{"values", values}, {"problems", problems}};
}

json::object copy_values(const fs::path& from, const fs::path& to, wbm::Registry& registry) {
    const wbm::Artifact source = wbm::Artifact::open(from);
    wbm::Artifact copy = wbm::Artifact::create(to);
    json::object answers;
    for_each_value(source, [&](const std::string& path) {
        answers[path] = answer_of([&] {
            const wbm::ValuePtr value = source.get(path, registry);
            if (!value) return json::object{{"entry", nullptr}};
            return json::object{{"entry", copy.add(value, path).path}};
        });
    });
    copy.finalize();
    return {{"values", answers}, {"digest", copy.digest()}};
}

json::object compare(const fs::path& a, const fs::path& b, wbm::Registry& registry) {
    const wbm::Artifact first = wbm::Artifact::open_logged(a);
    const wbm::Artifact second = wbm::Artifact::open_logged(b);
    json::object answers;
    for_each_value(first, [&](const std::string& path) {
        answers[path] = answer_of([&] {
            const wbm::ValuePtr x = first.get(path, registry);
            const wbm::ValuePtr y = second.get(path, registry);
            if (!x || !y) return json::object{{"equal", nullptr}};
            return json::object{{"equal", *x == *y}};
        });
    });
    return {{"values", answers}};
}

json::object perform(const std::string& command, const fs::path& first, const fs::path& second) {
    wbm::Registry registry(only_ours());
    if (command == "write") return write_values(first, second, registry);
    if (command == "copy") return copy_values(first, second, registry);
    if (command == "equal") return compare(first, second, registry);
    if (command != "read") throw std::runtime_error("there is no command " + command);
    fs::create_directories(second);
    return fs::exists(first / "wandb_manifest.json") ? read_artifact(first, second, registry)
                                                     : read_run(first, second, registry);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: interop_values write|read|copy|equal FOLDER_OR_SPEC FOLDER\n";
        return 2;
    }
    try {
        std::cout << json::write(perform(argv[1], fs::absolute(argv[2]), fs::absolute(argv[3])), json::Style::fast,
                                 json::NonFinite::allow)
                  << '\n';
    } catch (const std::exception& e) {
        std::cerr << "interop_values: " << e.what() << '\n';
        return 1;
    }
}
