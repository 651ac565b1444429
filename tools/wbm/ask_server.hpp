// ask_server.hpp - what an HTTP server says of a URL.
#pragma once

#include <wbm/artifact.hpp>

#include <string>

namespace wbm::tool {

/// Asks with HEAD, or with a GET that is ended after the headers where a server has no HEAD, for the ETag and the
/// Content-Length. At most 10 seconds and 5 redirects, http:// and https:// only. Throws UsageError for another scheme;
/// MediaError: not_found when the server says so; invalid for a URL that is none; io; Interrupted.
[[nodiscard]] Artifact::RemoteFile ask_server(const std::string& url);

}  // namespace wbm::tool
