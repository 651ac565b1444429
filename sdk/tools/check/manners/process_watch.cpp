#include "check/manners/process_watch.hpp"

#include <wbm/ext/fields.h>
#include <wbm/ext/tensor.h>
#include <wbm/json.hpp>
#include <wbm/sdk/members.hpp>

#include "check/life/process_fork.hpp"
#include "check/life/process_values.hpp"
#include "check/runner.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace wbm::tool {
namespace {

namespace fs = std::filesystem;
using testing::FakeStore;
using testing::Source;
using testing::TextSink;
using testing::Type;
using testing::Value;

constexpr std::chrono::milliseconds time_for_sound_input{700}, time_for_broken_input{700};
constexpr std::size_t most_line_bytes = 200;
constexpr std::uintmax_t most_copied_bytes = 64U << 20U;

/// The folders and files of one watched process. They go with the object.
struct Places {
    FakeStore folder{WBM_RUN};
    fs::path home = folder.root() / "home", current = folder.root() / "current", temporary = folder.root() / "tmp",
             samples = folder.root() / "samples";
    fs::path standard_output = folder.root() / "stdout", standard_error = folder.root() / "stderr";

    Places() {
        for (const fs::path& one : {home, current, temporary, samples}) fs::create_directory(one);
    }
    [[nodiscard]] bool may_hold(const fs::path& file) const {
        const fs::path relative = file.lexically_relative(temporary);
        return (!relative.empty() && *relative.begin() != "..") || file == standard_output || file == standard_error;
    }
};

/// The first file below a folder that was empty, from there.
std::string first_below(const fs::path& folder) {
    for (const auto& entry : fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied))
        if (!entry.is_directory()) return entry.path().lexically_relative(folder).string();
    return {};
}

using Listing = std::map<std::string, std::string>;

/// The files of a folder, each with its size and time.
Listing listing(const fs::path& folder) {
    Listing files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::ostringstream is;
        is << fs::file_size(entry) << ' ' << static_cast<long long>(entry.last_write_time().time_since_epoch().count());
        files[entry.path().filename().string()] = is.str();
    }
    return files;
}

/// The first file that is gone, new or another one.
std::string first_change(const Listing& before, const Listing& now) {
    for (const auto& [name, is] : before)
        if (const auto found = now.find(name); found == now.end() || found->second != is) return name;
    for (const auto& one : now)
        if (before.count(one.first) == 0) return one.first;
    return {};
}

fs::path path_of(const Sample& sample) {
    Source source = sample.source();
    return view(source.input()->parts[0]->text);
}

/// Copies of the author's samples, but not of what the plugin has written beside them since.
void copy_samples(const Subject& subject, const fs::path& to) {
    std::uintmax_t bytes = 0;
    for (const Sample& sample : subject.samples()) {
        if (!sample.is_file || sample.kind != WBM_FROM_PATH) continue;
        const fs::path file = path_of(sample);
        if ((bytes += fs::file_size(file)) <= most_copied_bytes) fs::copy_file(file, to / file.filename());
    }
}

std::string first_line(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    for (std::string line; std::getline(in, line);)
        if (line.find_first_not_of(" \t\r") != std::string::npos) return line.substr(0, most_line_bytes);
    return {};
}

std::set<std::string> open_files() {
    std::set<std::string> numbers;
    for (const auto& entry : fs::directory_iterator("/proc/self/fd")) numbers.insert(entry.path().filename().string());
    return numbers;
}

/// A regular file open for writing that is not below the temporary folder and was not open before: whoever started this
/// program may have left it some.
std::string open_elsewhere(const Places& places, const std::set<std::string>& before) {
    for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        if (before.count(entry.path().filename().string()) != 0) continue;
        const fs::path file = fs::read_symlink(entry.path(), gone);
        if (gone || !fs::is_regular_file(entry.path(), gone) || places.may_hold(file)) continue;
        const int flags = fcntl(std::atoi(entry.path().filename().c_str()), F_GETFL);
        if (flags >= 0 && (flags & O_ACCMODE) != O_RDONLY) return file.string();
    }
    return {};
}

void redirect(const fs::path& file, int fd) {
    const int opened = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    require(opened >= 0 && dup2(opened, fd) == fd, "the output cannot be redirected");
    close(opened);
}

void move_to(const Places& places) {
    for (const char* name :
         {"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"})
        setenv(name, places.home.c_str(), 1);
    setenv("TMPDIR", places.temporary.c_str(), 1);
    fs::current_path(places.current);
    redirect(places.standard_output, STDOUT_FILENO);
    redirect(places.standard_error, STDERR_FILENO);
}

void ask_extensions(const Type& type, const Value& value) {
    const auto find = type.table().extension;
    if (find == nullptr) return;
    TextSink json, error;
    const auto* fields = static_cast<const wbm_ext_fields*>(find(WBM_EXT_FIELDS));
    if (fields != nullptr) (void)fields->get(value.get(), json.sink(), error.sink());
    const auto* tensor = static_cast<const wbm_ext_tensor*>(find(WBM_EXT_TENSOR));
    DLManagedTensor* out = nullptr;
    if (tensor != nullptr && tensor->get(value.get(), {nullptr, 0}, &out, error.sink()) == WBM_OK &&
        out->deleter != nullptr)
        out->deleter(out);
}

/// Whether it answers well is for other checks.
template <class Call>
void whatever_it_says(const Call& call) {
    try {
        call();
    } catch (const std::exception&) {  // a refusal
    }
}

void use_source(const Type& type, Source source, int store_kind) {
    const Value value = type.create(source);
    ask_extensions(type, value);
    const FakeStore store(store_kind);
    const std::string json = type.to_json(value, store);
    whatever_it_says([&] { (void)type.from_json(std::string_view(json).substr(0, json.size() / 2), store); });
    const Value back = type.from_json(json, store);
    ask_extensions(type, back);
    (void)type.equal(value, back);
}

/// A sample that is a file, from its copy.
Source source_of(const Material& material, const Places& places) {
    if (material.sample->kind != WBM_FROM_PATH) return material.sample->source();
    const fs::path copy = places.samples / path_of(*material.sample).filename();
    return fs::exists(copy) ? Source::path(copy.string()) : material.sample->source();
}

/// The sample's content cut, and with a few bytes changed: libraries warn of such files.
void use_broken(const Type& type, const Material& material) {
    Source source = material.sample->source();
    const int kind = material.sample->kind;
    if (kind != WBM_FROM_PATH && kind != WBM_FROM_BYTES) return;
    const std::string text(view(source.input()->parts[0]->text));
    const std::string content = kind == WBM_FROM_PATH ? read_file(text) : text;
    std::string changed = content;
    for (std::size_t i = 1; i <= 8 && !changed.empty(); ++i) changed[changed.size() * i / 9] ^= 0x55;
    const FakeStore folder(WBM_RUN);
    for (const std::string& broken :
         {content.substr(0, content.size() / 2), content.substr(0, content.size() * 9 / 10), changed})
        whatever_it_says([&] {
            const Source made = kind == WBM_FROM_BYTES
                                    ? Source::bytes(broken)
                                    : Source::path(folder.put(fs::path(text).filename().string(), broken).string());
            use_source(type, made, material.store_kind());
        });
}

void use_all(const Session& session, const Subject& subject, const FewMaterials& few_of_each, const Places& places) {
    const auto with_each = [&](std::chrono::milliseconds time, const auto& look) {
        for (const Material* material : few_of_each) look(session.type(material->type), *material);
        const auto begin = Clock::now();
        for (const Material& material : subject.materials())
            if (Clock::now() - begin < time) look(session.type(material.type), material);
    };
    with_each(time_for_sound_input, [&](const Type& type, const Material& material) {
        whatever_it_says([&] { use_source(type, source_of(material, places), material.store_kind()); });
    });
    with_each(time_for_broken_input, [&](const Type& type, const Material& material) {
        whatever_it_says([&] { use_broken(type, material); });
    });
    const FakeStore store(WBM_RUN);
    for (std::size_t type = 0; type < subject.types().size(); ++type)
        for (const char* json : {"", "[]", "{", "{}", "{\"_type\":7}"})
            whatever_it_says([&] { (void)session.type(type).from_json(json, store); });
}

/// Returns a file that is open for writing while values live.
std::string work(const Subject& subject, const FewMaterials& few_of_each, const Places& places) {
    move_to(places);
    const std::set<std::string> before = open_files();
    std::string open_file;
    {
        const Session session(subject);
        use_all(session, subject, few_of_each, places);
        open_file = open_elsewhere(places, before);
    }
    std::fflush(nullptr);
    return open_file;
}

json::object watch_here(const Subject& subject) {
    const Places places;
    const FewMaterials few_of_each = few_materials(subject);
    copy_samples(subject, places.samples);
    const Listing before = listing(places.samples);
    const ForkEnd end = run_forked([&] { return work(subject, few_of_each, places); });
    std::string stray = end.is_sound ? end.text : std::string();
    if (const std::string found = first_below(places.home); !found.empty()) stray = "$HOME/" + found;
    if (const std::string found = first_below(places.current); !found.empty()) stray = found + " in the current folder";
    if (const std::string found = first_change(before, listing(places.samples)); !found.empty())
        stray = found + " beside the samples";
    return {{"output", first_line(places.standard_output)},
            {"error", first_line(places.standard_error)},
            {"stray", stray},
            {"leftover", first_below(places.temporary)},
            {"trouble", end.is_sound ? std::string() : end.text}};
}

}  // namespace

Watched watch(const Subject& subject) {
    const json::object seen = json::read_object(in_child([&] { return json::write(watch_here(subject)); }));
    return {text(seen, "output"), text(seen, "error"), text(seen, "stray"), text(seen, "leftover"),
            text(seen, "trouble")};
}

}  // namespace wbm::tool
