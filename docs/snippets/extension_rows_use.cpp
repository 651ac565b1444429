#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;
    media.add(wbm_plugin_v1());
    const auto ledger = media.create("ledger", wbm::json_text(R"([["rent",-500],["pay",2000],["tea",-3]])"));
    if (!ledger->has_rows()) return 1;
    for (const auto& row : ledger->rows({{"first", 1}, {"count", 2}})) std::cout << wbm::json::write(row) << '\n';
    try {
        (void)ledger->cell_value({0, 1});
    } catch (const wbm::MediaError& error) {
        return error.status() == wbm::Status::not_found ? 0 : 1;
    }
    return 1;
}
