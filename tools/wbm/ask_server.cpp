#include "ask_server.hpp"

#include "globals.hpp"
#include "interrupt.hpp"
#include "output.hpp"

#include <wbm/error.hpp>
#include <wbm/version.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <new>
#include <string_view>

namespace wbm::tool {

namespace {

constexpr long seconds = 10;
constexpr long redirects = 5;
constexpr std::size_t etag_bytes = 1024;

struct Answer {
    CURLcode result = CURLE_OK;
    long status = 0;
    std::string etag;
    curl_off_t size = -1;
    std::string error;
};

/// One header line. Each answer of a chain of redirects begins with its status line.
std::size_t take_header(char* data, std::size_t size, std::size_t count, void* etag) noexcept {
    constexpr std::string_view name = "etag:";
    std::string_view line(data, size * count);
    auto& kept = *static_cast<std::string*>(etag);
    try {
        if (line.starts_with("HTTP/")) kept.clear();
        const bool is_etag =
            line.size() > name.size() && std::equal(name.begin(), name.end(), line.begin(), [](char a, char b) {
                return a == std::tolower(static_cast<unsigned char>(b));
            });
        if (!is_etag) return size * count;
        line.remove_prefix(name.size());
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        kept = line.substr(0, line.find_last_not_of(" \t\r\n") + 1);
        return size * count;
    } catch (...) {
        return 0;  // ends the transfer
    }
}

/// The first bytes of a GET's body: all that was wanted has come.
std::size_t refuse_body(char*, std::size_t, std::size_t, void*) noexcept { return 0; }

int watch_signals(void*, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept { return is_interrupted() ? 1 : 0; }

Answer request(CURL* curl, const std::string& url, bool is_head) {
    Answer answer;
    char error[CURL_ERROR_SIZE] = {};
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_NOBODY, is_head ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, redirects);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, seconds);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, seconds);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "wbm/" WBM_VERSION);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer.etag);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &refuse_body);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &watch_signals);
    answer.result = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &answer.size);
    if (!is_head && answer.result == CURLE_WRITE_ERROR) answer.result = CURLE_OK;
    if (answer.result != CURLE_OK) answer.error = error[0] != '\0' ? error : curl_easy_strerror(answer.result);
    return answer;
}

[[noreturn]] void refuse(Status status, const std::string& url, const std::string& reason) {
    throw MediaError(status, "reference " + in_quotes(url) + ": " + reason);
}

}  // namespace

Artifact::RemoteFile ask_server(const std::string& url) {
    if (!url.starts_with("http://") && !url.starts_with("https://"))
        throw UsageError("--ask is for http:// and https://, not for " + in_quotes(url) +
                         "; give --etag and --size yourself");
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
    if (curl == nullptr) throw std::bad_alloc();
    Answer answer = request(curl.get(), url, true);
    const bool has_no_head = answer.status == 405 || answer.status == 501;
    if (answer.result == CURLE_OK && has_no_head) answer = request(curl.get(), url, false);
    check_interrupt();
    if (answer.result != CURLE_OK) {
        const bool is_no_url = answer.result == CURLE_URL_MALFORMAT || answer.result == CURLE_UNSUPPORTED_PROTOCOL;
        refuse(is_no_url ? Status::invalid : Status::io, url,
               "asking the server failed: " + answer.error + "; try again, or leave out --ask");
    }
    if (answer.status < 200 || answer.status > 299) {
        const bool is_gone = answer.status == 404 || answer.status == 410;
        refuse(is_gone ? Status::not_found : Status::io, url,
               "the server answered " + std::to_string(answer.status) + "; give a URL that it has, or leave out --ask");
    }
    if (answer.etag.size() > etag_bytes)
        refuse(Status::invalid, url, "the server's ETag is longer than 1024 bytes; leave out --ask");
    Artifact::RemoteFile remote{.etag = std::move(answer.etag)};
    if (answer.size >= 0) remote.size = static_cast<std::uint64_t>(answer.size);
    return remote;
}

}  // namespace wbm::tool
