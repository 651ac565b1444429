#include "check/life/process_values.hpp"

#include <algorithm>
#include <latch>

namespace wbm::tool {

using testing::FakeStore;
using testing::Source;
using testing::Type;
using testing::Value;

std::string Living::text() const {
    const FakeStore store(store_kind);
    return type.to_json(value, store);
}

Living make(const Session& session, const Material& material) {
    const Type type = session.type(material.type);
    Source source = material.sample->source();
    Value value = type.create(source);
    return {type, std::move(source), std::move(value), material.store_kind(), material.label};
}

std::vector<const Material*> few_materials(const Subject& subject, std::size_t type) {
    FewMaterials all, chosen;
    for (const bool of_files : {true, false})
        for (const Material& material : subject.materials())
            if (material.type == type && material.sample->is_file == of_files) all.push_back(&material);
    const auto is_new = [&](const Material* one, bool second_of_a_kind) {
        return std::none_of(chosen.begin(), chosen.end(), [&](const Material* other) {
            return second_of_a_kind ? other == one : other->sample->kind == one->sample->kind;
        });
    };
    for (const bool second_of_a_kind : {false, true})
        for (const Material* one : all)
            if (chosen.size() < few && is_new(one, second_of_a_kind)) chosen.push_back(one);
    return chosen;
}

std::vector<const Material*> few_materials(const Subject& subject) {
    FewMaterials all;
    for (std::size_t type = 0; type < subject.types().size(); ++type)
        for (const Material* material : few_materials(subject, type)) all.push_back(material);
    return all;
}

void use(const Session& session, const Material& material) {
    const Living made = make(session, material);
    const FakeStore store(made.store_kind);
    const Value back = made.type.from_json(made.type.to_json(made.value, store), store);
    (void)made.type.equal(made.value, back);
}

std::vector<Case> cases_of_few(const Subject& subject,
                               const std::function<Finding(const Session&, const FewMaterials&)>& look) {
    std::vector<Case> cases;
    for (std::size_t type = 0; type < subject.types().size(); ++type)
        if (FewMaterials materials = few_materials(subject, type); !materials.empty())
            cases.emplace_back(subject.types()[type].name, [&subject, look, materials = std::move(materials)] {
                return look(Session(subject), materials);
            });
    return cases;
}

std::function<std::vector<Case>(const Subject&)> once_with_few(void (*look)(const Subject&, const FewMaterials&)) {
    return [look](const Subject& subject) {
        FewMaterials materials = few_materials(subject);
        if (materials.empty()) return std::vector<Case>();
        return one_case([&subject, look, materials = std::move(materials)] { look(subject, materials); });
    };
}

void in_threads(const std::function<void(std::size_t)>& work) {
    std::latch all_are_there(threads);
    std::vector<std::future<void>> running;
    for (std::size_t i = 0; i < threads; ++i)
        running.push_back(std::async(std::launch::async, [&, i] {
            all_are_there.arrive_and_wait();
            work(i);
        }));
    for (auto& one : running) one.wait();
    for (auto& one : running) one.get();
}

}  // namespace wbm::tool
