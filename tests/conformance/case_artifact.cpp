// Op artifact: the calls on one artifact, in order.
#include "case_call.hpp"

#include <wbm/artifact.hpp>

#include "case.hpp"

#include <optional>

namespace wbm::conformance {
namespace {

namespace fs = std::filesystem;

std::string text_member(const json::object& node, std::string_view name) {
    const auto* member = node.if_contains(name);
    return member != nullptr && member->is_string() ? std::string(member->get_string()) : std::string();
}

Artifact::Info info_of(const json::object& node) {
    Artifact::Info info;
    info.name = text_member(node, "name");
    info.type = text_member(node, "type");
    info.description = text_member(node, "description");
    if (const auto* metadata = node.if_contains("metadata"); metadata != nullptr && !metadata->is_null()) {
        const json::value plain = json::read(text_of(*metadata));
        if (!plain.is_object())  // Info takes nothing else: the C++ compiler would refuse it
            throw MediaError(Status::invalid, "artifact: metadata " + json::write(plain) + " is no object");
        info.metadata = plain.get_object();
    }
    return info;
}

/// The arguments of one step, by position or name.
class StepArguments {
public:
    explicit StepArguments(const json::array& step) : args_(step.at(1).as_array()), kwargs_(step.at(2).as_object()) {}

    const json::value* find(std::size_t position, std::string_view name) const {
        if (position < args_.size()) return &args_[position];
        const auto* given = kwargs_.if_contains(name);
        return given != nullptr && !given->is_null() ? given : nullptr;
    }

    const json::value& at(std::size_t position, std::string_view name) const {
        const auto* found = find(position, name);
        if (found == nullptr)
            throw MediaError(Status::invalid, "artifact: argument " + std::string(name) + " is missing");
        return *found;
    }

    std::string text(std::size_t position, std::string_view name) const {
        const auto* found = find(position, name);
        return found == nullptr ? std::string() : std::string(found->as_string());
    }

    bool flag(std::string_view name) const {
        const auto* found = kwargs_.if_contains(name);
        return found != nullptr && found->is_bool() && found->get_bool();
    }

private:
    const json::array& args_;
    const json::object& kwargs_;
};

class Steps {
public:
    Steps(Builder& builder, Artifact& artifact) : builder_(builder), artifact_(artifact) {}

    void perform(const json::array& step) {
        const std::string_view method = step.at(0).as_string();
        const StepArguments given(step);
        if (method == "add")
            artifact_.add(builder_.value(given.at(0, "obj")), given.text(1, "name"), given.flag("overwrite"));
        else if (method == "add_file")
            artifact_.add_file(file(given.at(0, "local_path")), given.text(1, "name"),
                               {.is_temporary = given.flag("is_tmp"), .overwrite = given.flag("overwrite")});
        else if (method == "add_dir")
            artifact_.add_dir(file(given.at(0, "local_path")), given.text(1, "name"));
        else if (method == "add_reference")
            artifact_.add_reference(given.text(0, "uri"), given.text(1, "name"));
        else if (method == "new_file")
            artifact_.new_file(given.text(0, "name"), content(given.at(1, "content")));
        else if (method == "remove")
            artifact_.remove(given.text(0, "item"));
        else if (method == "finalize")
            finalize();
        else if (method == "mark_logged")
            mark_logged(given.text(0, "id"));
        else if (method == "get")
            (void)artifact_.get(given.text(0, "name"), builder_.registry());
        else if (method == "get_entry")
            (void)artifact_.get_entry(given.text(0, "name"), &builder_.registry());
        else
            throw MediaError(Status::unsupported, "artifact: there is no method " + std::string(method));
    }

    [[nodiscard]] bool is_final() const noexcept { return is_final_; }

private:
    fs::path file(const json::value& node) const {
        return node.is_string() ? builder_.folder() / std::string(node.get_string()) : builder_.path(node.as_object());
    }

    static std::string content(const json::value& node) {
        return node.is_string() ? std::string(node.get_string())
                                : decode_base64(node.as_object().at("$bytes_b64").as_string());
    }

    void finalize() {
        artifact_.finalize();
        is_final_ = true;
    }

    void mark_logged(const std::string& id) {
        const fs::path directory = artifact_.directory();
        finalize();
        artifact_ = Artifact::open_logged(directory, id);
    }

    Builder& builder_;
    Artifact& artifact_;
    bool is_final_ = false;
};

}  // namespace

void run_artifact(const Case& c, Output& out, Registry& registry) {
    out.stage("artifact", [&] {
        const json::object& call = c.call.as_object();
        Artifact artifact = Artifact::create(out.folder() / "artifact", info_of(call.at("artifact").as_object()));
        const json::object metadata = artifact.info().metadata;
        Builder builder(registry, c.folder);
        Steps steps(builder, artifact);
        for (const auto& step : call.at("steps").as_array()) steps.perform(step.as_array());
        if (!steps.is_final()) artifact.save();
        out.write("artifact_info.json",
                  json::object{{"digest", artifact.digest()}, {"size", artifact.size()}, {"metadata", metadata}});
    });
}

}  // namespace wbm::conformance
