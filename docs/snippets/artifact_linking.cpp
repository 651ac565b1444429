#include <wbm/artifact_links.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry media;
    auto samples = wbm::Artifact::create("store/samples");
    const wbm::ValuePtr page = media.create("html-file", wbm::bytes("<p>one page</p>"));
    samples.add(page, "page");
    samples.finalize();

    // The artifact is finalized, so another one gets a reference to it, not a second copy.
    auto report = wbm::Artifact::create("report");
    std::cout << report.add(page, "page").ref.substr(0, 24) << "...\n";
    report.finalize();

    // A directory that is to stand alone asks for copies.
    auto alone = wbm::Artifact::create("alone");
    alone.set_linking(wbm::Linking::copy);
    alone.add(page, "page");
    alone.finalize();

    // This process knows where its artifacts are. Another one says where to look.
    auto known = std::make_shared<wbm::LocalArtifacts>();
    known->add_folder("store");
    auto later = wbm::Artifact::open_logged("report");
    later.set_links(known);
    const wbm::ValuePtr same = later.get("page", media);
    std::cout << same->type() << " from " << same->origin()->root.filename() << '\n';
    return later.verify().empty() && alone.unverified().empty() && *same == *page ? 0 : 1;
}
