#include "case.hpp"

#include "case_text.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <new>
#include <stdexcept>

namespace wbm::conformance {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 1> python_only_calls = {"wandb.Plotly.make_plot_media"};

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

// json::read() makes doubles of integers beyond 64 bits; a tag keeps their digits.
std::string with_tagged_long_integers(std::string_view text) {
    constexpr std::size_t longest_plain = 18;
    std::string out;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (in_string || c == '"') {
            const bool escape = in_string && c == '\\';
            if (!escape && c == '"') in_string = !in_string;
            out += text.substr(i, escape ? 2 : 1);
            i += escape ? 2 : 1;
            continue;
        }
        const auto end = std::min(text.find_first_not_of("-+.eE0123456789", i), text.size());
        const std::string_view number = text.substr(i, end - i);
        const bool is_long = number.size() > longest_plain && number.find_first_of(".eE") == number.npos;
        if (is_long)
            out.append("{\"$integer\":\"").append(number).append("\"}");
        else
            out += number.empty() ? text.substr(i, 1) : number;
        i += std::max<std::size_t>(number.size(), 1);
    }
    return out;
}

}  // namespace

std::string read_text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in || fs::is_directory(file))
        throw MediaError(Status::not_found, "file " + file.string() + ": cannot be opened");
    return {std::istreambuf_iterator<char>(in), {}};
}

Case Case::load(const fs::path& folder, const fs::path& out) {
    std::string text = read_text(folder / "case.json");
    replace_all(text, "$CASE", folder.string());
    const json::object doc = json::read_object(with_tagged_long_integers(text));
    Case c;
    c.folder = folder;
    c.out = out;
    c.op = std::string(doc.at("op").as_string());
    if (const auto* key = doc.if_contains("key"); key != nullptr && key->is_string())
        c.key = std::string(key->get_string());
    if (const auto* step = doc.if_contains("step"); step != nullptr && step->is_int64()) c.step = step->get_int64();
    c.call = doc.at("call");
    return c;
}

void check_portable(const json::value& call) {
    if (call.is_array()) {
        for (const auto& child : call.get_array()) check_portable(child);
    } else if (call.is_object()) {
        const json::object& node = call.get_object();
        if (node.contains("$python")) throw Unportable{"the call uses a live Python object"};
        if (const auto* name = node.if_contains("$call"); name != nullptr && name->is_string())
            for (const auto only : python_only_calls)
                if (std::string_view(name->get_string()) == only)
                    throw Unportable{std::string(only) + " needs Python libraries"};
        for (const auto& member : node) check_portable(member.value());
    }
}

void Output::write(std::string_view name, std::string_view content) const {
    std::ofstream file(folder_ / name, std::ios::binary);
    file << content;
    if (!file.flush()) throw MediaError(Status::io, "output " + std::string(name) + ": cannot be written");
}

void Output::write(std::string_view name, const json::object& content) const {
    write(name, json::write(content, json::Style::fast, json::NonFinite::allow));
}

bool Output::stage(std::string_view name, const std::function<void()>& work) {
    try {
        work();
        return true;
    } catch (const Unportable&) {
        throw;
    } catch (...) {
        json::object error{{"stage", name}};
        for (auto& member : refusal()) error.insert(member);
        errors_.push_back(std::move(error));
        return false;
    }
}

void Output::finish() const {
    if (errors_.size() == 1) write("error.json", errors_.front());
    if (errors_.size() < 2) return;
    json::array all;
    for (const auto& error : errors_) all.push_back(error);
    write("error.json", json::write(json::value(std::move(all))));
}

json::object refusal() {
    try {
        throw;
    } catch (const MediaError& e) {
        return {{"status", to_string(e.status())}, {"message", e.what()}};
    } catch (const json::Error& e) {
        return {{"status", "invalid"}, {"message", e.what()}};
    } catch (const std::exception& e) {
        return {{"status", "internal"}, {"message", e.what()}};
    }
}

}  // namespace wbm::conformance
