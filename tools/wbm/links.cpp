#include "links.hpp"

#include "globals.hpp"
#include "output.hpp"

#include <wbm/error.hpp>

#include <charconv>
#include <string_view>
#include <utility>

namespace wbm::tool {

namespace {

/// As LocalArtifacts::add() takes a server id: base64, from the hex of a URL.
std::string id_of(std::string_view hex) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string id;
    unsigned bits = 0, count = 0;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned byte = 0;
        std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
        bits = bits << 8 | byte;
        for (count += 8; count >= 6; count -= 6) id += digits[bits >> (count - 6) & 63U];
    }
    if (count > 0) id += digits[bits << (6 - count) & 63U];
    while (id.size() % 4 != 0) id += '=';
    return id;
}

/// Where the id of `ID=DIR` ends; 0 for a DIR alone.
std::size_t id_length(std::string_view one) {
    const std::size_t end = one.find('=');
    if (end == std::string_view::npos || one.find('/') < end) return 0;
    const bool is_hex = end % 2 == 0 && one.find_first_not_of("0123456789abcdef") == end;
    if (end == 0 || !is_hex)
        throw UsageError("--links " + in_quotes(one) +
                         ": what stands before the = is no server id in lower-case hex; write ./ before a folder's "
                         "name that has a =");
    return end;
}

bool is_artifact_url(std::string_view url) {
    return url.starts_with("wandb-artifact://") || url.starts_with("wandb-client-artifact://");
}

}  // namespace

std::shared_ptr<const LocalArtifacts> read_links(const std::vector<std::string>& given) {
    if (given.empty()) return nullptr;
    auto links = std::make_shared<LocalArtifacts>();
    for (const std::string& one : given) {
        const std::size_t length = id_length(one);
        const std::string directory = length == 0 ? one : one.substr(length + 1);
        if (length != 0)
            links->add(directory, id_of(std::string_view(one).substr(0, length)));
        else if (is_artifact(directory))
            links->add(directory);
        else if (links->add_folder(directory) == 0)
            throw MediaError(Status::not_found, "--links " + in_quotes(directory) +
                                                    ": no artifact directly below it has a client id; for one that a "
                                                    "server knows give ID=DIR");
    }
    return links;
}

Holder follow(Artifact artifact, ArtifactEntry entry, const std::shared_ptr<const LocalArtifacts>& links) {
    if (is_artifact_url(entry.ref)) (void)artifact.fetch(entry.path);  // refuses circles, and what is not there
    while (links != nullptr && is_artifact_url(entry.ref)) {
        const auto directory = links->find(entry.ref);
        if (!directory) break;
        const std::string path = entry.ref.substr(entry.ref.find('/', entry.ref.find("://") + 3) + 1);
        artifact = Artifact::open_logged(*directory);
        artifact.set_links(links);
        entry = artifact.get_entry(path);
    }
    return {std::move(artifact), std::move(entry)};
}

}  // namespace wbm::tool
