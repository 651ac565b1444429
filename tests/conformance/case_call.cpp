#include "case_call.hpp"

#include "case.hpp"
#include "case_array.hpp"
#include "case_factory.hpp"
#include "case_graph.hpp"
#include "case_picture.hpp"
#include "case_table.hpp"
#include "case_types_table.hpp"

#include <algorithm>
#include <deque>
#include <optional>

namespace wbm::conformance {
namespace {

namespace fs = std::filesystem;

bool contains(const std::vector<std::string_view>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_number_text(std::string_view text) {
    return !text.empty() && text.find_first_not_of("-.0123456789") == text.npos;
}

[[noreturn]] void refuse(const PythonClass& python, std::string_view argument, const std::string& reason) {
    throw MediaError(Status::invalid, std::string(python.name) + ": argument " + std::string(argument) + " " + reason);
}

/// Differences that Python's objects have and JSON text has not, so that no plugin could see them.
void refuse_python_only(const PythonClass& python, const json::value& node, std::string_view member) {
    const auto tag = tag_of(node);
    if (member == "class_id" && tag == "$np") refuse(python, member, "is a numpy scalar, expected an integer");
    if (member == "box_data" && tag == "$tuple") refuse(python, member, "is a tuple, expected a list");
    if (member == "class_labels" && node.is_object() && tag.empty())
        for (const auto& label : node.get_object())
            if (is_number_text(label.key()))
                refuse(python, member, "has the text \"" + std::string(label.key()) + "\" as a key");
    if (tag == "$dict" && member != "class_labels")
        for (const auto& pair : node.get_object().at(tag).as_array())
            if (!pair.at(0).is_string())
                refuse(python, member, "has the key " + json::write(pair.at(0)) + ", expected text");
}

/// The arguments of one call, and what the parts made of them borrow.
class Arguments {
public:
    Arguments(Builder& builder, const PythonClass& python, const json::object& call)
        : builder_(builder), python_(python) {
        const auto& positional = call.at("args").as_array();
        if (positional.size() > python.parameters.size()) refuse(python, "list", "has too many elements");
        for (std::size_t i = 0; i < positional.size(); ++i) given_.emplace(python.parameters[i], &positional[i]);
        for (const auto& [name, value] : call.at("kwargs").as_object()) {
            if (!contains(python.parameters, name)) refuse(python, name, "is not known");
            given_.insert_or_assign(name, &value);
        }
    }

    ValuePtr create() {
        static const json::value none;
        const auto source = given_.find(python_.parameters.front());
        if (source == given_.end() && !python_.source_may_miss)
            refuse(python_, python_.parameters.front(), "is missing");
        const Part part = source_part(source == given_.end() ? none : *source->second);
        if (part.kind() == Part::Kind::path)
            for (const auto name : python_.ignored_for_paths) given_.erase(std::string(name));
        return builder_.registry().create(python_.type, part, options(), parts_);
    }

private:
    Part source_part(const json::value& node) {
        const auto tag = tag_of(node);
        if (contains(python_.refused_sources, tag))
            refuse(python_, python_.parameters.front(), "is a " + std::string(tag) + ", expected another source");
        if (tag == "$open" && python_.open_file_is_path)
            return wbm::path(builder_.path(node.get_object().at(tag).as_object()));
        if (node.is_string()) return text_part(std::string(node.get_string()));
        if (Builder::is_value(node)) return wbm::value(builder_.value(node));
        if (tag == "$pil") return picture_part(node.get_object());
        if (auto part = file_or_array(node)) return *part;
        return json_part(node);
    }

    std::optional<Part> file_or_array(const json::value& node) {
        const auto tag = tag_of(node);
        if (tag == "$path") return wbm::path(builder_.path(node.get_object()));
        if (tag == "$json") return json_text(read_text(builder_.folder() / std::string(node.at(tag).as_string())));
        if (tag == "$npy" || tag == "$ndarray")
            return arrays_.emplace_back(read_array(node.get_object(), builder_.folder())).part();
        if (tag == "$open" || tag == "$BytesIO")
            return wbm::bytes(texts_.emplace_back(read_text(builder_.path(node.get_object().at(tag).as_object()))));
        if (tag == "$StringIO") return wbm::bytes(texts_.emplace_back(node.get_object().at(tag).as_string()));
        if (tag == "$bytes_b64")
            return wbm::bytes(texts_.emplace_back(decode_base64(node.get_object().at(tag).as_string())));
        return std::nullopt;
    }

    Part text_part(const std::string& text) {
        if (python_.text == Text::json) return json_text(json::write(json::value(text)));
        if (python_.text == Text::url_or_path) {
            for (const auto scheme : {"gs://", "s3://", "http://", "https://"})
                if (text.starts_with(scheme)) return url(text);
            return wbm::path(builder_.folder() / text);
        }
        const auto literal = given_.find("data_is_not_path");
        const bool may_be_path = literal == given_.end() || *literal->second != json::value(true);
        std::error_code ignored;
        const fs::path file = builder_.folder() / text;
        if (may_be_path && text.ends_with(".html") && fs::is_regular_file(file, ignored)) return wbm::path(file);
        return wbm::bytes(texts_.emplace_back(text));
    }

    /// A Pillow picture is used as it is: without a change of range.
    Part picture_part(const json::object& node) {
        auto picture = read_picture(node, builder_.folder());
        if (auto* file = std::get_if<std::string>(&picture)) return wbm::bytes(texts_.emplace_back(std::move(*file)));
        more_options_ = {{"normalize", false}};
        return arrays_.emplace_back(std::move(std::get<NpyArray>(picture))).part();
    }

    Part json_part(const json::value& node) { return json_text(text_of(node, special())); }

    json::object options() {
        json::object options;
        for (const auto& [name, node] : given_) {
            if (name == python_.parameters.front() || node->is_null() || contains(python_.not_options, name)) continue;
            options[name] = json::read(text_of(*node, special(), name));
        }
        for (const auto& member : more_options_) options.insert_or_assign(member.key(), member.value());
        return options;
    }

    /// Arrays and files inside JSON become named parts.
    Special special() {
        return [this](std::string& out, const json::value& node, std::string_view member) {
            refuse_python_only(python_, node, member);
            if (tag_of(node) == "$call") {
                const json::object& call = node.get_object();
                const auto* inner = find_class(call.at("$call").as_string());
                if (inner == nullptr || !inner->plain_in_options)
                    refuse(python_, member, "is an object that no option takes");
                out += text_of(call.at("args").at(0), special(), member);
                return true;
            }
            auto part =
                tag_of(node) == "$StringIO" || tag_of(node) == "$bytes_b64" ? std::nullopt : file_or_array(node);
            if (!part) return false;
            const std::string name = "part" + std::to_string(parts_.size());
            parts_.emplace_back(name, *part);
            json::append_string(out, "@" + name, json::Style::fast);
            return true;
        };
    }

    Builder& builder_;
    const PythonClass& python_;
    std::map<std::string, const json::value*, std::less<>> given_;
    std::deque<std::string> texts_;  // deques: what parts borrow must not move
    std::deque<NpyArray> arrays_;
    std::vector<NamedPart> parts_;
    json::object more_options_;
};

}  // namespace

bool Builder::is_value(const json::value& node) noexcept {
    const auto tag = tag_of(node);
    return tag == "$call" || tag == "$shared";
}

bool Builder::is_value_list(const json::value& node) noexcept {
    return node.is_array() && std::all_of(node.get_array().begin(), node.get_array().end(), is_value);
}

ValuePtr Builder::value(const json::value& node) {
    if (!is_value(node))
        throw MediaError(Status::invalid, "object " + text_of(node).substr(0, 60) + ": expected a media value");
    const json::object& object = node.get_object();
    if (tag_of(node) == "$call") return create(object);
    const std::string name(object.at("$shared").as_string());
    const auto known = shared_.find(name);
    if (known != shared_.end()) return known->second;
    return shared_.emplace(name, value(object.at("value"))).first->second;
}

std::vector<ValuePtr> Builder::values(const json::value& list) {
    std::vector<ValuePtr> all;
    for (const auto& node : list.as_array()) all.push_back(value(node));
    return all;
}

fs::path Builder::path(const json::object& node) const { return folder_ / std::string(node.at("$path").as_string()); }

ValuePtr Builder::create(const json::object& given) {
    const json::object call = constructor_call(given);
    const std::string name(call.at("$call").as_string());
    if (name == "wandb.Table") return create_table(*this, call);
    if (name == "wandb.data_types.JoinedTable") return create_joined_table(*this, call);
    if (name == "wandb.data_types.PartitionedTable")
        return registry_.create("partitioned-table",
                                json_text(json::write(json::object{{"parts_path", call.at("args").at(0)}})));
    if (is_graph_call(call)) return create_graph(*this, call);
    const auto* python = find_class(name);
    if (python == nullptr) throw MediaError(Status::unsupported, "no plugin has the type of " + name);
    if (const auto* then = call.if_contains("then"); then != nullptr && !then->as_array().empty())
        throw MediaError(Status::unsupported, name + ": values are immutable, there is no method " +
                                                  std::string(then->at(0).at(0).as_string()));
    return Arguments(*this, *python, call).create();
}

}  // namespace wbm::conformance
