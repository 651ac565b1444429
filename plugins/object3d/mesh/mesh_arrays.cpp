#include "mesh_arrays.hpp"

#include "../arrays/numbers.hpp"
#include "../limits.hpp"
#include "glb.hpp"
#include "mesh.hpp"

#include <cmath>
#include <cstring>
#include <limits>

namespace wbm::object3d {
namespace {

bool is_integer(DLDataType dtype) { return dtype.code == kDLInt || dtype.code == kDLUInt; }

std::string shape_of(const Table& table) {
    return std::to_string(table.rows()) + " x " + std::to_string(table.columns());
}

/// The numbers as float32; `is_exact` when none of them is rounded.
std::vector<float> rounded(const std::vector<double>& numbers, const char* what, std::size_t columns, bool& is_exact) {
    std::vector<float> all;
    all.reserve(numbers.size());
    for (const double number : numbers) {
        if (std::fabs(number) > static_cast<double>(std::numeric_limits<float>::max()))
            throw invalid(std::string(what) + '[' + std::to_string(all.size() / columns) +
                          "] is beyond what a mesh file can hold; scale the mesh down");
        all.push_back(static_cast<float>(number));
        is_exact = is_exact && static_cast<double>(all.back()) == number;
    }
    return all;
}

/// A 64-bit integer beyond 2^53 is rounded already as a double.
bool may_be_rounded(DLDataType dtype) { return is_integer(dtype) && dtype.bits == 64; }

std::vector<std::uint32_t> indices(const Table& faces, std::size_t vertices) {
    if (!is_integer(faces.dtype()))
        throw unsupported("\"faces\" has elements of type " + dtype_name(faces.dtype()) + "; give integers");
    if (faces.columns() != 3)
        throw invalid("\"faces\" has shape " + shape_of(faces) + "; give F x 3 numbers of vertices");
    if (faces.rows() > max_faces) throw invalid("\"faces\" has more than " + std::to_string(max_faces) + " rows");
    std::vector<std::uint32_t> all;
    const std::vector<double> numbers = faces.numbers("faces");
    all.reserve(numbers.size());
    for (const double number : numbers) {
        if (number < 0 || number >= static_cast<double>(vertices))
            throw invalid("faces[" + std::to_string(all.size() / 3) + "][" + std::to_string(all.size() % 3) + "] is " +
                          std::to_string(static_cast<std::int64_t>(number)) + ", there are " +
                          std::to_string(vertices) + " vertices; the first is 0");
        all.push_back(static_cast<std::uint32_t>(number));
    }
    return all;
}

void check_colors(const Table& colors, std::size_t vertices) {
    if (colors.rows() != vertices || (colors.columns() != 3 && colors.columns() != 4))
        throw invalid("\"colors\" has shape " + shape_of(colors) + "; give " + std::to_string(vertices) +
                      " x 3 (red, green, blue) or x 4 (and alpha)");
    const DLDataType dtype = colors.dtype();
    const bool is_byte = dtype.code == kDLUInt && dtype.bits == 8;
    if (!is_byte && dtype.code != kDLFloat && dtype.code != kDLBfloat)
        throw unsupported("\"colors\" has elements of type " + dtype_name(dtype) + "; give uint8, or floats of 0 to 1");
}

/// r, g, b, a of each vertex; opaque when there is no alpha.
template <class T>
std::vector<T> with_alpha(const std::vector<T>& colors, std::size_t columns, T opaque) {
    std::vector<T> all(colors.size() / columns * 4, opaque);
    for (std::size_t i = 0; i < colors.size(); ++i) all[i / columns * 4 + i % columns] = colors[i];
    return all;
}

GlbColors colors_of(const Table& colors, bool& is_exact) {
    const std::size_t columns = colors.columns();
    GlbColors made;
    const std::vector<double> numbers = colors.numbers("colors");
    if (is_integer(colors.dtype())) {
        made.bytes = with_alpha(std::vector<std::uint8_t>(numbers.begin(), numbers.end()), columns, std::uint8_t{255});
        return made;
    }
    for (std::size_t i = 0; i < numbers.size(); ++i)
        if (numbers[i] < 0 || numbers[i] > 1)
            throw invalid("colors[" + std::to_string(i / columns) + "][" + std::to_string(i % columns) + "] is " +
                          brief(json::value(numbers[i])) + "; floats are 0 to 1, give uint8 for 0 to 255");
    made.floats = with_alpha(rounded(numbers, "colors", columns, is_exact), columns, 1.0F);
    return made;
}

/// The stored elements as the array had them: `stored_columns` of each row in the file.
template <class From>
Array unpacked(const KeptArray& kept, std::string_view stored, std::size_t stored_columns) {
    const auto rows = static_cast<std::size_t>(kept.shape[0]);
    const auto columns = static_cast<std::size_t>(kept.shape[1]);
    if (columns > stored_columns || stored.size() < rows * stored_columns * sizeof(From))
        throw invalid("the object's glb does not have an array of the shape that \"_wbm\" says; it is damaged");
    return with_type(kept.dtype, [&]<class T>() {
        std::vector<std::byte> elements(rows * columns * sizeof(T));
        for (std::size_t i = 0; i < rows * columns; ++i) {
            From number{};
            std::memcpy(&number, stored.data() + (i / columns * stored_columns + i % columns) * sizeof(From),
                        sizeof number);
            const T element = from_double<T>(static_cast<double>(number));
            std::memcpy(elements.data() + i * sizeof(T), &element, sizeof element);
        }
        return Array(kept.dtype, kept.shape, std::move(elements));
    });
}

std::size_t rows_of(const KeptArrays& arrays, const char* part) {
    const auto found = arrays.find(part);
    return found == arrays.end() ? 0 : static_cast<std::size_t>(found->second.shape[0]);
}

}  // namespace

MadeMesh mesh_of_arrays(const DLTensor& vertices, const DLTensor& faces, const DLTensor* colors) {
    const Table vertex_table(vertices, "the array of vertices");
    const Table face_table(faces, "\"faces\"");
    if (vertex_table.columns() != 3 || vertex_table.rows() == 0)
        throw invalid("the array of vertices has shape " + shape_of(vertex_table) + "; give V x 3 coordinates");
    if (vertex_table.rows() > max_vertices)
        throw invalid("the array of vertices has more than " + std::to_string(max_vertices) + " rows");
    Mesh mesh;
    mesh.parts = 1;
    bool is_exact = !may_be_rounded(vertex_table.dtype());
    mesh.positions = rounded(vertex_table.numbers("vertices"), "vertices", 3, is_exact);
    mesh.triangles = indices(face_table, vertex_table.rows());
    MadeMesh made;
    made.arrays.emplace("vertices", KeptArray::of(vertex_table, !is_exact));
    made.arrays.emplace("faces", KeptArray::of(face_table, false));
    GlbColors glb_colors;
    if (colors != nullptr) {
        const Table color_table(*colors, "\"colors\"");
        check_colors(color_table, vertex_table.rows());
        bool are_exact = true;
        glb_colors = colors_of(color_table, are_exact);
        made.arrays.emplace("colors", KeptArray::of(color_table, !are_exact));
    }
    made.glb = write_glb(mesh.positions, mesh.triangles, glb_colors);
    made.facts = mesh_facts(mesh);
    return made;
}

Array array_of_glb(std::string_view glb, const KeptArrays& arrays, const std::string& part) {
    const KeptArray& kept = arrays.at(part);
    const GlbParts parts = glb_parts(glb, rows_of(arrays, "vertices"), rows_of(arrays, "faces"));
    if (part == "vertices") return unpacked<float>(kept, parts.positions, 3);
    if (part == "faces") return unpacked<std::uint32_t>(kept, parts.triangles, 3);
    if (is_integer(kept.dtype)) return unpacked<std::uint8_t>(kept, parts.colors, 4);
    return unpacked<float>(kept, parts.colors, 4);
}

}  // namespace wbm::object3d
