#include <wbm/media/table.hpp>

#include <functional>
#include <iostream>

static int refused = 0;

static void attempt(const std::function<void()>& work) {
    try {
        work();
    } catch (const wbm::MediaError& e) {
        std::cout << wbm::to_string(e.status()) << ": " << e.what() << '\n';
        ++refused;
    }
}

int main() {
    wbm::Table table({"step", "note"});
    table.add_data(0, "fine");
    attempt([&] { table.add_data(1); });
    attempt([&] { table.add_data(1, "caf\xe9"); });           // Latin-1
    attempt([&] { table.add_data(1, wbm::path("a.png")); });  // wbm::Image(file) is a cell
    attempt([&] { (void)table.cell(0, "loss"); });
    attempt([&] { (void)table.get_column<double>("note"); });
    attempt([&] { table.set_fk("note", table, "step"); });

    table.add_data("one", "no number");  // whether cells fit is known when the value is made
    attempt([&] { table.check(); });
    return refused == 7 ? 0 : 1;
}
