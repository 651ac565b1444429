#include "artifact_url.hpp"

#include <wbm/error.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "file_io.hpp"
#include "store_path.hpp"

namespace wbm {
namespace {

constexpr std::string_view server_scheme = "wandb-artifact://";
constexpr std::string_view client_scheme = "wandb-client-artifact://";
constexpr std::string_view latest_suffix = ":latest";
constexpr std::string_view id_letters = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t client_id_length = 128;
constexpr std::size_t hex_id_length = 512;

[[noreturn]] void refuse_url(std::string_view url, std::string_view reason) {
    throw MediaError(Status::invalid, "reference " + quoted(url) + ": " + std::string(reason));
}

bool is_hex_id(std::string_view id) noexcept {
    return !id.empty() && id.size() <= hex_id_length && id.size() % 2 == 0 &&
           id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string draw_client_id() {
    // The bytes above the last whole multiple of 36 are passed over, or some letters would come more often.
    constexpr unsigned fair = 256 / id_letters.size() * id_letters.size();
    std::string id;
    while (id.size() < client_id_length) {
        std::array<unsigned char, 192> bytes{};
        if (::getentropy(bytes.data(), bytes.size()) != 0) throw_io_error("draw a random id for", "an artifact", errno);
        for (const unsigned char byte : bytes)
            if (byte < fair && id.size() < client_id_length) id += id_letters[byte % id_letters.size()];
    }
    return id;
}

bool is_client_id(std::string_view id) noexcept {
    return !id.empty() && id.size() <= client_id_length && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

std::optional<ArtifactUrl> read_artifact_url(std::string_view url) {
    ArtifactUrl parts;
    parts.is_client = url.starts_with(client_scheme);
    if (!parts.is_client && !url.starts_with(server_scheme)) return std::nullopt;
    const std::string_view rest = url.substr(parts.is_client ? client_scheme.size() : server_scheme.size());
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos)
        refuse_url(url, "it names no entry; write the entry's path behind the artifact's id");
    std::string_view id = rest.substr(0, slash);
    parts.is_latest = parts.is_client && id.ends_with(latest_suffix);
    if (parts.is_latest) id.remove_suffix(latest_suffix.size());
    if (!parts.is_client && !is_hex_id(id))
        refuse_url(url, quoted(id) + " is not a server's id in lower-case hex; take the artifact's id from the server");
    if (parts.is_client && !is_client_id(id))
        refuse_url(url, quoted(id) + " is not a client id, which has up to 128 letters and digits; see client_id()");
    parts.id = id;
    try {
        parts.path = store_path(rest.substr(slash + 1), PathUse::reference);
    } catch (const MediaError& error) {
        refuse_url(url, error.what());
    }
    return parts;
}

std::string artifact_url(std::string_view id_hex, std::string_view path) {
    return std::string(server_scheme).append(id_hex).append("/").append(path);
}

std::string client_artifact_url(std::string_view client_id, std::string_view path) {
    return std::string(client_scheme).append(client_id).append("/").append(path);
}

}  // namespace wbm
