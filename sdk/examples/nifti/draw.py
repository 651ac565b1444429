"""Draws three slices through the middle of a nifti-file as SVG; needs nothing but Python.

    wbm get ART head --tensor head.npy
    python3 draw.py head.npy 5.5 5 5 LAS > head.svg      # the spacing and orientation that wbm get --fields says
"""
import ast
import struct
import sys

SHADES, GAP, SCALE = 20, 26, 1.25
FORMS = {"u1": "B", "i1": "b", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "i8": "q", "u8": "Q", "f4": "f", "f8": "d"}
OTHER = dict(zip("RLAPSI", "LRPAIS"))


def read_npy(path):
    """Shape and numbers of a little-endian C-order array."""
    with open(path, "rb") as file:
        magic, length = file.read(8), struct.unpack("<H", file.read(2))[0]
        header = ast.literal_eval(file.read(length).decode())
        data = file.read()
    assert magic[:6] == b"\x93NUMPY" and not header["fortran_order"]
    form = FORMS[header["descr"][1:]]
    return header["shape"], struct.unpack(f"<{len(data) // struct.calcsize(form)}{form}", data)


def slice_of(shape, numbers, axis):
    """The middle slice across an axis as rows, the last axis upwards."""
    strides = (shape[1] * shape[2], shape[2], 1)
    across, up = [a for a in range(3) if a != axis]
    first = shape[axis] // 2 * strides[axis]
    return [[numbers[first + i * strides[across] + j * strides[up]] for i in range(shape[across])]
            for j in reversed(range(shape[up]))], across, up


def cells(rows, lowest, highest):
    """A path for each shade, made of runs of voxels: far smaller than a rectangle for each."""
    paths = {}
    for y, row in enumerate(rows):
        shades = [min(SHADES - 1, int(SHADES * (v - lowest) / max(highest - lowest, 1e-9))) for v in row] + [None]
        start = 0
        for x in range(1, len(shades)):
            if shades[x] != shades[start]:
                paths.setdefault(shades[start], []).append(f"M{start} {y}h{x - start}v1h{start - x}z")
                start = x
    for shade, runs in sorted(paths.items()):
        if shade > 0:
            grey = 255 * shade // (SHADES - 1)
            yield f'<path fill="rgb({grey},{grey},{grey})" d="{"".join(runs)}"/>'


def main():
    """Prints the picture."""
    shape, numbers = read_npy(sys.argv[1])
    spacing, codes = [float(s) for s in sys.argv[2:5]], sys.argv[5]
    lowest, highest = min(numbers), max(numbers)
    out, x, tallest = [], GAP, 0
    for axis in (0, 1, 2):
        rows, across, up = slice_of(shape, numbers, axis)
        width, height = shape[across] * spacing[across] * SCALE, shape[up] * spacing[up] * SCALE
        out.append(f'<g transform="translate({x:.1f} {GAP}) scale({spacing[across] * SCALE:g} {spacing[up] * SCALE:g})" '
                   f'shape-rendering="crispEdges">{"".join(cells(rows, lowest, highest))}</g>')
        for letter, a, b in ((OTHER[codes[across]], x - 10, GAP + height / 2), (codes[across], x + width + 10, GAP + height / 2),
                             (codes[up], x + width / 2, GAP - 6), (OTHER[codes[up]], x + width / 2, GAP + height + 16)):
            out.append(f'<text x="{a:.1f}" y="{b:.1f}">{letter}</text>')
        x, tallest = x + width + 2 * GAP, max(tallest, height)
    total, bottom = x - GAP, tallest + 2 * GAP
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total:.0f} {bottom:.0f}" font-family="sans-serif" '
          f'font-size="13" fill="#e6c34a" text-anchor="middle"><rect width="{total:.0f}" height="{bottom:.0f}" rx="8" fill="#000"/>')
    print("\n".join(out))
    print("</svg>")


if __name__ == "__main__":
    main()
