"""Draws a point cloud as SVG, coloured by its fourth column; needs nothing but Python.

    wbm get ART yard --tensor yard.npy --tensor-options '{"fields": ["x", "y", "z", "intensity"]}'
    python3 draw.py yard.npy > yard.svg
"""
import ast
import math
import struct
import sys

WIDTH, MARGIN, TURN, TILT, BINS = 760, 24, math.radians(28), math.radians(42), 24
RAMP = ((46, 42, 112), (38, 110, 142), (42, 168, 132), (160, 208, 74), (253, 231, 60))


def read_npy(path):
    """The rows of a little-endian C-order array of float32."""
    with open(path, "rb") as file:
        magic, length = file.read(8), struct.unpack("<H", file.read(2))[0]
        header = ast.literal_eval(file.read(length).decode())
        data = file.read()
    assert magic[:6] == b"\x93NUMPY" and header["descr"] == "<f4" and not header["fortran_order"]
    count, columns = header["shape"]
    numbers = struct.unpack(f"<{count * columns}f", data)
    return [numbers[i:i + columns] for i in range(0, len(numbers), columns)]


def seen_from_above(x, y, z):
    """Turned about the upright axis, then tilted; parallel rays."""
    right = x * math.cos(TURN) - y * math.sin(TURN)
    away = x * math.sin(TURN) + y * math.cos(TURN)
    return right, -(away * math.sin(TILT) + z * math.cos(TILT))


def colour(share):
    """Of a number between 0 and 1."""
    at = share * (len(RAMP) - 1)
    low = min(int(at), len(RAMP) - 2)
    return "#%02x%02x%02x" % tuple(round(a + (b - a) * (at - low)) for a, b in zip(RAMP[low], RAMP[low + 1]))


def main():
    """Prints the picture."""
    points = [p for p in read_npy(sys.argv[1]) if all(map(math.isfinite, p[:3]))]
    flat = [seen_from_above(*p[:3]) for p in points]
    left, right = min(p[0] for p in flat), max(p[0] for p in flat)
    top, bottom = min(p[1] for p in flat), max(p[1] for p in flat)
    scale = (WIDTH - 2 * MARGIN) / (right - left)
    height = 2 * MARGIN + scale * (bottom - top) + 20
    lowest, highest = min(p[3] for p in points), max(p[3] for p in points)
    dots = [[] for _ in range(BINS)]
    for (x, y), p in zip(flat, points):
        share = math.sqrt((p[3] - lowest) / (highest - lowest))  # most returns are weak
        dots[min(BINS - 1, int(share * BINS))].append(
            f"M{MARGIN + (x - left) * scale:.1f} {MARGIN + (y - top) * scale:.1f}h0")
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" font-family="sans-serif" '
          f'font-size="12" fill="#c5cad6"><rect width="{WIDTH}" height="{height:.0f}" rx="8" fill="#12151f"/>'
          '<g stroke-width="3.4" stroke-linecap="round">')
    for i, paths in enumerate(dots):
        if paths:
            print(f'<path stroke="{colour(i / (BINS - 1))}" d="{"".join(paths)}"/>')
    print("</g>")
    for i in range(BINS):
        print(f'<rect x="{MARGIN + 44 + 5 * i}" y="{height - 26:.0f}" width="5" height="10" fill="{colour(i / (BINS - 1))}"/>')
    print(f'<text x="{MARGIN + 36}" y="{height - 17:.0f}" text-anchor="end">{lowest:g}</text>'
          f'<text x="{MARGIN + 52 + 5 * BINS}" y="{height - 17:.0f}">{highest:g} intensity, {len(points)} points</text></svg>')


if __name__ == "__main__":
    main()
