#include <wbm/ext/arrow.h>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;

    // The extension says what the file is; bytes say it with the option "format".
    const auto table = media.create("table", wbm::bytes("step,loss,note\n1,0.5,start\n2,0.25,\n"), {{"format", "csv"}});

    // Out: the numbers and texts are not copied; the stream keeps them, also when the table is gone.
    ArrowArrayStream stream{};
    table->arrow(stream, {{"columns", {"step", "loss"}}, {"first", 1}});

    // In: create() takes the stream over and releases it. Any Arrow library gives one.
    const auto back = media.create("table", wbm::arrow(stream));
    const std::string rows = wbm::json::write(wbm::json::value(back->rows()));
    std::cout << rows << '\n';
    return rows == "[[2,0.25]]" ? 0 : 1;
}
