#include <wbm/store.hpp>

namespace wbm {

std::string Store::json_of(const StoredFile& file) const {
    constexpr auto style = json::Style::fast;
    std::string text;
    text.reserve(file.path.size() + file.sha256.size() + 64);
    if (kind() == Kind::artifact) {
        text += "{\"path\":";
        json::append_string(text, file.path, style);
        text += ",\"sha256\":";
        json::append_string(text, file.sha256, style);
    } else {
        text += "{\"sha256\":";
        json::append_string(text, file.sha256, style);
        if (file.size) text.append(",\"size\":").append(std::to_string(*file.size));
        text += ",\"path\":";
        json::append_string(text, file.path, style);
    }
    return text += '}';
}

}  // namespace wbm
