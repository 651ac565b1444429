// Checks 10 to 12: what the library shares with the rest of the process.
#include "check_groups.hpp"
#include "elf_file.hpp"

namespace wbm::tool {
namespace {

void check_exported(const Subject& subject) {
    std::string others;
    std::size_t count = 0;
    for (const auto& symbol : ElfFile::read(subject.library).symbols) {
        if (!symbol.is_exported || symbol.name == WBM_ENTRY_SYMBOL) continue;
        if (++count <= 3) others += (others.empty() ? "" : ", ") + symbol.name;
    }
    require(count == 0,
            "it also exports " + std::to_string(count) + ": " + others + "; link it with the SDK's version script");
}

void check_unique(const Subject& subject) {
    for (const auto& symbol : ElfFile::read(subject.library).symbols)
        require(!symbol.is_unique, symbol.name +
                                       " is one for the whole process; compile with -fvisibility=hidden and link "
                                       "with the SDK's version script");
}

}  // namespace

bool check_symbols(Report& report, const Subject& subject) {
    report.check(10, "exactly one exported symbol", [&] { check_exported(subject); });
    bool loads = false;
    const std::string sentence = "every symbol that it needs is found";
    if (report.has_failed(1) || report.has_failed(8)) {
        report.skip(11, sentence, "it cannot be loaded");
    } else if (report.has_failed(2)) {
        report.skip(11, sentence, "it has no entry");
    } else {
        loads = report.check(11, sentence, [&] { const PluginLibrary opened(subject.library); });
    }
    report.check(12, "no symbol that is unique in the process", [&] { check_unique(subject); });
    return loads;
}

}  // namespace wbm::tool
