#include "check/subject.hpp"

#include <wbm/json.hpp>
#include <wbm/sdk/members.hpp>

#include "check/runner.hpp"
#include "check/samples.hpp"

namespace wbm::tool {
namespace {

constexpr std::size_t max_links = 1000;

/// The table, as far as the parent needs it.
std::string types_text(const std::filesystem::path& file) {
    const PluginLibrary library(file);
    json::array types;
    for (const wbm_type* const* type = library.plugin().types; *type != nullptr; ++type)
        types.push_back(json::object{{"name", (*type)->name}, {"inputs", (*type)->inputs}});
    return json::write(json::value(std::move(types)));
}

}  // namespace

Subject::Subject(const SubjectOptions& options)
    : options_(options),
      library_(std::filesystem::absolute(options.library)),
      manifest_(std::filesystem::path(library_).replace_extension(".json")),
      samples_(make_samples(options.samples)) {}

std::filesystem::path Subject::copy_library(const std::filesystem::path& folder, const std::string& name) const {
    namespace fs = std::filesystem;
    std::size_t links = 0;
    for (const auto& entry : fs::directory_iterator(library_.parent_path())) {
        const fs::path link = folder / entry.path().filename();
        if (++links <= max_links && !fs::exists(fs::symlink_status(link))) fs::create_symlink(entry.path(), link);
    }
    fs::copy_file(library_, folder / name, fs::copy_options::overwrite_existing);
    return folder / name;
}

const std::vector<TypeFacts>& Subject::types() const {
    if (types_) return *types_;
    std::vector<TypeFacts> found;
    const json::value types = json::read(in_child([&] { return types_text(library_); }));
    for (const auto& type : types.get_array()) {
        const json::object& o = type.get_object();
        found.push_back({text(o, "name"), o.at("inputs").to_number<std::uint32_t>(), 0, {}});
    }
    return types_.emplace(std::move(found));
}

const std::vector<Material>& Subject::materials() const {
    if (materials_) return *materials_;
    materials_.emplace();
    for (std::size_t i = 0; i < types().size(); ++i) find_materials_of(i);
    return *materials_;
}

void Subject::find_materials_of(std::size_t index) const {
    TypeFacts& type = (*types_)[index];
    for (const Sample& sample : samples_) {
        if ((type.inputs & static_cast<std::uint32_t>(sample.kind)) == 0) continue;
        try {
            (void)in_child([&] {
                const Session session(*this);
                (void)session.type(index).create(sample.source());
                return std::string();
            });
            materials_->push_back({index, &sample, type.name + " from " + sample.label});
            ++type.taken;
        } catch (const Failure& failure) {
            if (sample.is_file || type.refusal.empty()) type.refusal = failure.what();
        }
    }
}

Session::Session(const std::filesystem::path& library) : library_(library), plugin_(&library_.plugin()) {
    if (plugin_->start == nullptr) return;
    testing::TextSink error;
    const wbm_status status = plugin_->start(host_.table(), error.sink());
    require(status == WBM_OK, "start() returned " + std::to_string(status) + ": " + error.text());
}

Session::~Session() {
    if (plugin_->stop != nullptr) plugin_->stop();
}

bool has_fact(const testing::Type& type, const char* name) {
    return type.table().facts != nullptr && boolean_or(json::read_object(type.table().facts), name, false);
}

std::vector<Case> cases_of_materials(const Subject& subject,
                                     const std::function<void(const Session&, const Material&)>& look,
                                     const std::function<bool(const Material&)>& wanted) {
    std::vector<Case> cases;
    for (const Material& material : subject.materials())
        if (wanted == nullptr || wanted(material))
            cases.emplace_back(material.label, [&subject, &material, look] { look(Session(subject), material); });
    return cases;
}

std::vector<Case> cases_of_types(const Subject& subject, const std::function<void(const testing::Type&)>& look,
                                 std::uint32_t inputs) {
    std::vector<Case> cases;
    for (std::size_t i = 0; i < subject.types().size(); ++i)
        if (inputs == ~0U || (subject.types()[i].inputs & inputs) != 0)
            cases.emplace_back(subject.types()[i].name, [&subject, i, look] { look(Session(subject).type(i)); });
    return cases;
}

}  // namespace wbm::tool
