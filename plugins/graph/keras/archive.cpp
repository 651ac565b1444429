#include "archive.hpp"

#include "../limits.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace wbm::graph {
namespace {

struct Free {
    void operator()(archive* a) const { archive_read_free(a); }
};
using Reading = std::unique_ptr<archive, Free>;

[[noreturn]] void fail(archive* a, const Source& source) {
    const char* reason = archive_error_string(a);
    std::string text = reason == nullptr ? "it is damaged" : reason;
    if (!json::is_utf8(text)) text = "it is damaged";
    throw invalid(source.name + " is no sound .keras archive: " + text + "; save the model again");
}

Reading open(const Source& source) {
    Reading reading(archive_read_new());
    if (reading == nullptr) throw std::bad_alloc();
    // The directory at a zip's end says all sizes, so weights are stepped over without unpacking them.
    constexpr std::size_t block = 1 << 16;
    if (archive_read_support_format_zip_seekable(reading.get()) != ARCHIVE_OK) fail(reading.get(), source);
    const int status = source.path.empty()
                           ? archive_read_open_memory(reading.get(), source.bytes.data(), source.bytes.size())
                           : archive_read_open_filename(reading.get(), source.path.c_str(), block);
    if (status != ARCHIVE_OK) fail(reading.get(), source);
    return reading;
}

std::string unpack(archive* a, const char* entry, const Source& source) {
    std::string content;
    std::string piece(1 << 16, '\0');
    for (;;) {
        const la_ssize_t count = archive_read_data(a, piece.data(), piece.size());
        if (count < 0) fail(a, source);
        if (count == 0) return content;
        content.append(piece, 0, static_cast<std::size_t>(count));
        if (content.size() > max_config_bytes)
            throw invalid(std::string("\"") + entry + "\" of " + source.name + " unpacks to more than " +
                          std::to_string(max_config_bytes) + " bytes");
    }
}

}  // namespace

KerasArchive read_keras_archive(const Source& source) {
    const Reading reading = open(source);
    KerasArchive found;
    bool has_config = false;
    for (std::size_t i = 0;; ++i) {
        archive_entry* entry = nullptr;
        const int status = archive_read_next_header(reading.get(), &entry);
        if (status == ARCHIVE_EOF) break;
        if (status < ARCHIVE_WARN) fail(reading.get(), source);
        if (i == max_archive_entries)
            throw invalid(source.name + " has more than " + std::to_string(max_archive_entries) + " entries");
        const char* path = archive_entry_pathname(entry);
        const std::string_view name = path == nullptr ? "" : path;
        if (name == "config.json") {
            found.config = unpack(reading.get(), "config.json", source);
            has_config = true;
        } else if (name == "metadata.json") {
            found.metadata = unpack(reading.get(), "metadata.json", source);
        }
        if (has_config && !found.metadata.empty()) break;
    }
    if (!has_config)
        throw invalid(source.name + " is no .keras archive: it has no \"config.json\"; save it with model.save()");
    return found;
}

}  // namespace wbm::graph
