#include <wbm/media/table.hpp>
#include <wbm/media/table_joined.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Table owners({"id", "name"});
    owners.add_data("a", "Ada");
    owners.add_data("b", "Bob");
    owners.set_pk("id");

    // Keys of a row of another table, and row numbers of it.
    wbm::Table cars({"plate", "owner", "seller"});
    cars.add_data("X 1", "b", owners.index_ref(0));
    cars.add_data("X 2", "a", owners.index_ref(1));
    cars.set_fk("owner", owners, "id");

    auto artifact = wbm::Artifact::create("art");
    artifact.add(owners, "owners");
    artifact.add(cars, "cars");
    artifact.add(wbm::JoinedTable(cars, owners, "owner", "id"), "cars and owners");

    // The tables below a folder of the artifact, shown as one.
    for (int part = 0; part < 3; ++part) {
        wbm::Table table({"n"});
        table.add_data(part);
        artifact.add(table, "parts/" + std::to_string(part));
    }
    artifact.add(wbm::PartitionedTable("parts"), "all");
    artifact.finalize();

    const wbm::JoinedTable joined(artifact.get("cars and owners", wbm::default_registry()));
    std::cout << joined.join_key().first << " = " << joined.join_key().second << '\n';
}
