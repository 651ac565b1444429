#include "only_in_artifacts.hpp"

namespace wbm::table {

const json::object& object_with(const json::value& v, const char* what) {
    if (!v.is_object()) throw invalid("the source must be an object with " + std::string(what) + ", it is " + brief(v));
    return v.get_object();
}

void refuse_run(const Store& target, const std::string& which) {
    if (target.is_run())
        throw invalid("a run cannot hold the tables " + which + ", which are entries of an artifact; add it to one");
}

void refuse_artifact(const Store& target, const std::string& url) {
    if (target.is_artifact())
        throw unsupported("this was read from a run, which has only the address " + brief(json::value(url)) +
                          "; get the value from that artifact and add it");
}

std::optional<std::string> entry_url(const json::object& j, std::string_view member) {
    if (j.contains(member)) return std::nullopt;
    return optional_text(j, "artifact_path");
}

}  // namespace wbm::table
