"""Draws a map as SVG from the two arrays of a geojson-file; needs nothing but Python.

    wbm get ART map --tensor map.npy
    wbm get ART map --tensor stretches.npy --tensor-options '{"part": "stretches"}'
    python3 draw.py map.npy stretches.npy > map.svg
"""
import ast
import math
import struct
import sys

WIDTH, MARGIN = 760, 34
COLOURS = ("#7fae72", "#c9b458", "#b98a5e", "#8c9fbf", "#a87ca0")


def read_npy(path):
    """Shape and numbers of a little-endian C-order array of float64 or int64."""
    with open(path, "rb") as file:
        magic, length = file.read(8), struct.unpack("<H", file.read(2))[0]
        header = ast.literal_eval(file.read(length).decode())
        data = file.read()
    assert magic[:6] == b"\x93NUMPY" and not header["fortran_order"]
    return header["shape"], struct.unpack(f"<{len(data) // 8}{'d' if 'f8' in header['descr'] else 'q'}", data)


def projection(positions):
    """From degrees to the picture: true to scale at the middle latitude."""
    west, east = min(p[0] for p in positions), max(p[0] for p in positions)
    south, north = min(p[1] for p in positions), max(p[1] for p in positions)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * shrink)
    height = 2 * MARGIN + scale * (north - south)
    place = lambda x, y: (MARGIN + (x - west) * shrink * scale, height - MARGIN - (y - south) * scale)
    return place, height, (west, south, east, north)


def grid(place, box):
    """A line for each whole degree."""
    west, south, east, north = box
    for x in range(math.ceil(west), math.floor(east) + 1):
        (a, b), (_, d) = place(x, south), place(x, north)
        yield f'<path d="M{a:.1f} {b + 14:.1f}V{d - 14:.1f}" class="g"/><text x="{a + 3:.1f}" y="{b + 14:.1f}">{x}°</text>'
    for y in range(math.ceil(south), math.floor(north) + 1):
        (a, b), (c, _) = place(west, y), place(east, y)
        yield f'<path d="M{a - 14:.1f} {b:.1f}H{c + 14:.1f}" class="g"/><text x="{a - 14:.1f}" y="{b - 3:.1f}">{y}°</text>'


def shapes(place, positions, stretches):
    """Areas of a feature are one path, so that inner rings are holes; then lines, then points."""
    areas, lines, points = {}, [], []
    for feature, first, count in stretches:
        part = positions[first:first + count]
        line = "M" + "L".join("%.1f %.1f" % place(x, y) for x, y in part)
        if count > 3 and part[0] == part[-1]:
            areas[feature] = areas.get(feature, "") + line + "Z"
        elif count > 1:
            lines.append(f'<path d="{line}" class="l"/>')
        else:
            points.append('<circle cx="%.1f" cy="%.1f" r="4.5" class="p"/>' % place(*part[0]))
    for feature, path in areas.items():
        yield f'<path d="{path}" fill="{COLOURS[feature % len(COLOURS)]}" class="a"/>'
    yield from lines + points


def main():
    """Prints the picture."""
    (count, columns), numbers = read_npy(sys.argv[1])
    positions = [numbers[columns * i:columns * i + 2] for i in range(count)]
    _, flat = read_npy(sys.argv[2])
    stretches = [flat[i:i + 3] for i in range(0, len(flat), 3)]
    place, height, box = projection(positions)
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" font-family="sans-serif" '
          'font-size="11"><style>.g{stroke:#fff;opacity:.6}.a{fill-rule:evenodd;stroke:#4d6b57}text{fill:#5b7684}'
          '.l{fill:none;stroke:#b3382c;stroke-width:2;stroke-dasharray:7 4}.p{fill:#fff;stroke:#b3382c;stroke-width:2}'
          '</style>')
    print(f'<rect width="{WIDTH}" height="{height:.0f}" rx="8" fill="#c7dde6"/>')
    print("\n".join([*grid(place, box), *shapes(place, positions, stretches)]))
    print("</svg>")


if __name__ == "__main__":
    main()
