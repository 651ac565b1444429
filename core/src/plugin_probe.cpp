#include "plugin_probe.hpp"

#include <wbm/error.hpp>

#include "boundary.hpp"
#include "plugin_input.hpp"

namespace wbm {

json::object probe_file(const LoadedType& type, const wbm_part& file) {
    if (type.probe == nullptr)
        throw MediaError(Status::unsupported, std::string(type.name) +
                                                  ": its plugin cannot look into files (no wbm.probe/1); make a value "
                                                  "of the file and ask for its fields()");
    if (file.kind != WBM_FROM_PATH && file.kind != WBM_FROM_BYTES)
        throw MediaError(Status::unsupported, std::string(type.name) + ": the source is " +
                                                  std::string(kind_in_words(file.kind)) +
                                                  "; give a file's path or its bytes");
    TextSink text;
    ErrorSink error;
    const wbm_status status = call_plugin(type, "probe", [&] { return type.probe->probe(&file, text.c(), error.c()); });
    if (status != WBM_OK) throw plugin_error(type, status, error);
    if (text.overflowed()) throw plugin_bug(type, "probe wrote more JSON than fits");
    try {
        return json::read_object(text.text());
    } catch (const json::Error& broken) {
        throw plugin_bug(type, std::string("probe wrote a text that is not a JSON object: ") + broken.what());
    }
}

}  // namespace wbm
