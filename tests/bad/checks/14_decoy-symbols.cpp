// Its Boost.JSON is a shared library: whichever the process has first is called.
#include "base.h"

#include <boost/json/parse.hpp>

extern "C" wbm_status start_and_parse(const wbm_host* host, wbm_sink error) {
    boost::system::error_code failed;
    (void)boost::json::parse("[1]", failed);
    return sound_plugin()->start(host, error);
}

static void change(wbm_plugin* plugin, wbm_type*) { plugin->start = &start_and_parse; }
BAD_PLUGIN(&change)
