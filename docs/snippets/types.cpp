#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;
    for (const auto& [name, type] : media.type_mapping())
        std::cout << name << " from " << type.plugin << (type.loaded ? " (loaded)" : "") << '\n';
    for (const auto& plugin : media.plugins())
        std::cout << plugin.library << ": " << wbm::to_string(plugin.state) << ' ' << plugin.reason << '\n';
}
