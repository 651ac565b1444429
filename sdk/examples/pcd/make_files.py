"""Makes samples/ and broken/ anew: `pip install pypcd4 && python make_files.py`.

The samples are written by pypcd4, which has nothing in common with the plugin, but for a few that no writer makes.
expected.json has what pypcd4 reads from each, broken/reasons.txt why each broken file is refused; the unit test holds
the plugin to both.
"""
import hashlib
import json
import pathlib
import struct

import numpy
from pypcd4 import Encoding, PointCloud

FOLDER = pathlib.Path(__file__).parent
BY_HAND = ("padded.pcd", "old.pcd", "features.pcd")  # what PCL writes and reads, and no Python package does
SCAN = ("x", "y", "z", "intensity", "ring", "time")
SCAN_TYPES = (numpy.float32, numpy.float32, numpy.float32, numpy.float32, numpy.uint16, numpy.float64)


def scan(rings=14, steps=120):
    """A spinning lidar in a yard: ground, walls at 12 m, two pillars. Beams that hit nothing give NaN."""
    points = []
    for ring in range(rings):
        elevation = numpy.radians(-22 + 2.4 * ring)
        for step in range(steps):
            azimuth = 2 * numpy.pi * step / steps
            direction = numpy.array([numpy.cos(elevation) * numpy.cos(azimuth),
                                     numpy.cos(elevation) * numpy.sin(azimuth), numpy.sin(elevation)])
            wall = 12 / max(abs(direction[0]), abs(direction[1]))
            ground = -1.8 / direction[2] if direction[2] < 0 else numpy.inf
            distance, brightness = min((wall, 60.0), (ground, 18.0))
            for pillar in ((5, 2), (-3, -6)):
                along = pillar[0] * numpy.cos(azimuth) + pillar[1] * numpy.sin(azimuth)
                beside = abs(pillar[0] * numpy.sin(azimuth) - pillar[1] * numpy.cos(azimuth))
                if along > 0 and beside < 0.7 and along / numpy.cos(elevation) < distance:
                    distance, brightness = along / numpy.cos(elevation), 140.0
            hit = direction * distance if direction[2] * distance < 2.6 else numpy.full(3, numpy.nan)
            points.append((*hit, brightness + (step * 7 + ring * 3) % 11, ring, 0.1 * step / steps))
    return numpy.array(points)


def cloud(columns, fields, types, count=None):
    """A PointCloud of one array for each field."""
    return PointCloud.from_points([numpy.asarray(c).astype(t) for c, t in zip(columns, types)], fields, types, count)


def camera(height=12, width=16):
    """An organised, coloured cloud of a depth camera: a ball before a wall, with a shadow without depth."""
    v, u = numpy.mgrid[0:height, 0:width]
    x, y = (u - width / 2 + 0.5) / 8, (v - height / 2 + 0.5) / 8
    ball = x ** 2 + y ** 2 < 0.3
    z = numpy.where(ball, 1.5 - numpy.sqrt(numpy.maximum(0.3 - x ** 2 - y ** 2, 0)), 2.0)
    z[(x < -0.55) & (x > -0.7) & (abs(y) < 0.4)] = numpy.nan
    colours = numpy.stack([numpy.where(ball, 220, 60), numpy.where(ball, 90, 110 + 5 * v), 40 + 8 * u], -1)
    packed = PointCloud.encode_rgb(colours.reshape(-1, 3).astype(numpy.uint8))
    made = cloud([(x * z).ravel(), (y * z).ravel(), z.ravel(), packed], ("x", "y", "z", "rgb"), (numpy.float32,) * 4)
    made.metadata.width, made.metadata.height = width, height
    made.metadata.viewpoint = (0.5, 0, 1.2, 0.5, -0.5, 0.5, -0.5)
    return made


def whole_numbers():
    """Every type that a field can have."""
    names = ("x", "y", "z", "i1", "i2", "i4", "u1", "u2", "u4")
    types = (numpy.float64,) * 3 + (numpy.int8, numpy.int16, numpy.int32, numpy.uint8, numpy.uint16, numpy.uint32)
    columns = [numpy.linspace(-1, 1, 5) / (3 + i) for i in range(3)]
    for t in types[3:]:
        info = numpy.iinfo(t)
        columns.append(numpy.array([info.min, 0, 1, info.max // 2, info.max], dtype=t))
    return cloud(columns, names, types)


def by_hand(header, data=b""):
    """A file from its lines."""
    return "\n".join(["# .PCD v0.7 - Point Cloud Data file format", "VERSION 0.7", *header, ""]).encode() + data


def write_samples(folder):
    """The clouds, and what pypcd4 reads from them."""
    (folder / "types").mkdir(parents=True, exist_ok=True)  # the conformance test looks into no folders
    points = scan()
    lidar = cloud(points.T, SCAN, SCAN_TYPES)
    lidar.save(folder / "yard.pcd", Encoding.BINARY_COMPRESSED)
    few = cloud(points[400:420].T, SCAN, SCAN_TYPES)
    for encoding in (Encoding.ASCII, Encoding.BINARY, Encoding.BINARY_COMPRESSED):
        few.save(folder / f"few_{encoding.value}.pcd", encoding)
        whole_numbers().save(folder / f"types/{encoding.value}.pcd", encoding)
    camera().save(folder / "camera.pcd", Encoding.BINARY)
    none = cloud([[], [], []], ("x", "y", "z"), (numpy.float32,) * 3)
    none.save(folder / "empty.pcd", Encoding.BINARY)
    expected = {str(path.relative_to(folder)): facts(path) for path in sorted(folder.glob("**/*.pcd"))
                if path.name not in BY_HAND}
    (FOLDER / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")

    padded = b"".join(struct.pack("<3f4x3f", i, i + 1, i + 2, 0, 0, 1) for i in range(4))
    (folder / "padded.pcd").write_bytes(by_hand(
        ["FIELDS x y z _ normal", "SIZE 4 4 4 1 4", "TYPE F F F U F", "COUNT 1 1 1 4 3", "WIDTH 4", "HEIGHT 1",
         "VIEWPOINT 0 0 0 1 0 0 0", "POINTS 4", "DATA binary"], padded))
    (folder / "old.pcd").write_bytes(b"# .PCD v.5 - Point Cloud Data file format\r\nVERSION .5\r\nFIELDS x y z\r\n"
                                     b"SIZE 4 4 4\r\nTYPE F F F\r\nCOUNT 1 1 1\r\nWIDTH 2\r\nHEIGHT 1\r\nPOINTS 2\r\n"
                                     b"DATA ascii\r\n0.5 1 -2e-1\r\n\r\nnan nan nan\r\n")
    (folder / "features.pcd").write_bytes(by_hand(
        ["FIELDS fpfh", "SIZE 4", "TYPE F", "COUNT 3", "WIDTH 2", "HEIGHT 1", "POINTS 2", "DATA ascii",
         "1 2 3", "4 5 6", ""]))


def facts(path):
    """Points, types, bounds, and digests of x, y, z as float32 and of all numbers as float64, point after point."""
    read = PointCloud.from_path(path)
    xyz = numpy.ascontiguousarray(read.numpy(("x", "y", "z")).astype("<f4"))
    every = numpy.ascontiguousarray(numpy.stack([read.pc_data[f].astype("<f8") for f in read.fields], 1))
    known = {"points": read.metadata.points, "width": read.metadata.width, "height": read.metadata.height,
             "fields": list(read.fields), "types": [numpy.dtype(t).name for t in read.types],
             "xyz": hashlib.sha256(xyz.tobytes()).hexdigest(), "all": hashlib.sha256(every.tobytes()).hexdigest()}
    columns = numpy.stack([read.pc_data[f].astype("f8") for f in ("x", "y", "z")], 1) if len(xyz) else xyz
    if len(xyz):
        known["bounds"] = {"min": numpy.nanmin(columns, 0).tolist(), "max": numpy.nanmax(columns, 0).tolist()}
        known["nan_points"] = int(numpy.isnan(columns).any(1).sum())
    return known


def header(**lines):
    """The lines of a sound header of one point with other ones; None leaves a line out."""
    sound = {"FIELDS": "x y z", "SIZE": "4 4 4", "TYPE": "F F F", "COUNT": "1 1 1", "WIDTH": "1", "HEIGHT": "1",
             "VIEWPOINT": "0 0 0 1 0 0 0", "POINTS": "1", "DATA": "ascii"} | lines
    return [f"{key} {value}" for key, value in sound.items() if value is not None]


def broken():
    """File name: (content, what the refusal says)."""
    point = b"1 2 3\n"
    floats = struct.pack("<3f", 1, 2, 3)
    return {
        "empty": (b"", ", line 1: the header ends without a DATA line"),
        "page": (b"<html>\n</html>\n", ', line 1: "<html>" begins no line of a PCD header'),
        "no_data_line": (by_hand(header(DATA=None)), "the header ends without a DATA line"),
        "no_fields": (by_hand(header(FIELDS=None, SIZE=None, TYPE=None, COUNT=None)), "no FIELDS line before DATA"),
        "size_first": (by_hand(["SIZE 4"]), "line 3: SIZE comes before FIELDS"),
        "two_sizes": (by_hand(header(SIZE="4 4"), point), "line 4: SIZE has 2 words, and there are 3 FIELDS"),
        "same_field": (by_hand(header(FIELDS="x y x"), point), 'line 3: FIELDS has "x" twice'),
        "twice": (by_hand(["WIDTH 1", "WIDTH 1"]), "line 4: WIDTH comes twice"),
        "type_d": (by_hand(header(TYPE="F F D"), point), 'line 5: TYPE is "D", expected I, U or F'),
        "half_floats": (by_hand(header(SIZE="2 2 2"), point), 'the field "x" has SIZE 2 and TYPE F, which is no number'),
        "size_three": (by_hand(header(SIZE="4 4 3"), point), 'the field "z" has SIZE 3 and TYPE F'),
        "count_zero": (by_hand(header(COUNT="1 1 0"), point), "COUNT is 0, and a field has 1 number or more"),
        "count_huge": (by_hand(header(COUNT="1 1 99999"), point), 'COUNT is "99999", expected a number up to 65536'),
        "width_negative": (by_hand(header(WIDTH="-1"), point), 'WIDTH is "-1", expected a number up to 268435456'),
        "points_disagree": (by_hand(header(POINTS="2"), point), "WIDTH x HEIGHT is 1 x 1, and POINTS is 2"),
        "viewpoint_short": (by_hand(header(VIEWPOINT="0 0 0"), point), "VIEWPOINT has 3 words, expected 7"),
        "viewpoint_nan": (by_hand(header(VIEWPOINT="0 0 0 nan 0 0 0"), point), 'VIEWPOINT has "nan"'),
        "version_one": (by_hand(header(), point).replace(b"VERSION 0.7", b"VERSION 1.0"), 'VERSION is "1.0"'),
        "data_zip": (by_hand(header(DATA="zip"), point), 'DATA is "zip", expected ascii, binary or binary_compressed'),
        "missing_line": (by_hand(header(WIDTH="2", POINTS="2"), b"1.25 2.25 3.25\n"),
                         "POINTS is 2, and there are 1 lines of points"),
        "line_more": (by_hand(header(), point * 2), "POINTS is 1, and there are more lines of points"),
        "two_numbers": (by_hand(header(), b"1.5 2.5\n"), "point 0: there are 2 numbers, expected 3"),
        "word": (by_hand(header(), b"1 two 3\n"), 'point 0: the field "y" is "two", which is no float32'),
        "number_and_letter": (by_hand(header(), b"1 2x 3\n"), 'point 0: the field "y" is "2x", which is no float32'),
        "beyond_type": (by_hand(header(TYPE="F F U", SIZE="4 4 1"), b"1 2 256\n"),
                        'point 0: the field "z" is "256", which is no uint8'),
        "million_lines": (by_hand(header(WIDTH="1000000", POINTS="1000000"), point), "is cut short: 1000000 points"),
        "cut_binary": (by_hand(header(DATA="binary"), floats[:-1]), "its points take 12 bytes, and 11 follow its header"),
        "ten_gigabytes": (by_hand(header(WIDTH="268435456", POINTS="268435456", DATA="binary"), floats),
                          "the points take more than 2147483648 bytes"),
        "goes_on": (by_hand(header(DATA="binary"), floats + bytes(5000)), "goes on for 5000 bytes behind its last point"),
        "cut_sizes": (by_hand(header(DATA="binary_compressed"), b"\1\0\0"), "is cut short: its points take 8 bytes"),
        "cut_lzf": (by_hand(header(DATA="binary_compressed"), struct.pack("<2I", 13, 12) + b"\x0b"),
                    "is cut short: its points take 13 bytes, and 1 follow"),
        "other_size": (by_hand(header(DATA="binary_compressed"), struct.pack("<2I", 13, 24) + b"\x0b" + floats),
                       "the compressed points take 24 bytes, and its header says 12"),
        "broken_lzf": (by_hand(header(DATA="binary_compressed"), struct.pack("<2I", 13, 12) + b"\xff" + floats),
                       "the compressed points are broken LZF data"),
        "bomb": (by_hand(header(WIDTH="100000000", POINTS="100000000", DATA="binary_compressed"),
                         struct.pack("<2I", 3, 1200000000) + b"\0\0\0"), "3 bytes of LZF cannot hold 1200000000"),
        "long_header": (b"# a comment\n" * 7000, "the header ends without a DATA line"),
    }


def write_broken(folder):
    """The files and their reasons."""
    folder.mkdir(exist_ok=True)
    lines = []
    for name, (content, reason) in broken().items():
        (folder / f"{name}.pcd").write_bytes(content)
        lines.append(f"{name}.pcd: {reason}\n")
    (folder / "reasons.txt").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    write_samples(FOLDER / "samples")
    write_broken(FOLDER / "broken")
