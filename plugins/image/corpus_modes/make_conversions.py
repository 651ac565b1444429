"""Writes conversions.txt with the Pillow that is installed (13.0.0 for the file here): python3 make_conversions.py

The pictures are 64 x 64. The modes of Pillow share their bytes where they can: SOURCES says which file is what.
"""
import hashlib
import pathlib
import warnings

import numpy
import PIL
from PIL import Image

HERE = pathlib.Path(__file__).parent
TARGETS = ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "HSV", "I", "F", "I;16"]
# name: file, mode, transparency
SOURCES = {
    "rgb": ("rgb", "RGB", None),
    "rgba": ("rgba", "RGBA", None),
    "l": ("l", "L", None),
    "la": ("la", "LA", None),
    "one": ("one", "1", None),
    "p": ("p", "P", None),
    "p_tr_int": ("p", "P", 2),
    "p_tr_bytes": ("p", "P", bytes.fromhex("004080ff20")),
    "rgb_tr": ("rgb", "RGB", (255, 0, 0)),
    "l_tr": ("l", "L", 128),
    "cmyk": ("rgba", "CMYK", None),
    "ycbcr": ("rgb", "YCbCr", None),
    "hsv": ("rgb", "HSV", None),
    "lab": ("rgb", "LAB", None),
    "i": ("i", "I", None),
    "f": ("f", "F", None),
    "i16": ("i16", "I;16", None),
}


def source(name):
    file, mode, transparency = SOURCES[name]
    content = (HERE / f"{file}.bin").read_bytes()
    if mode == "1":
        image = Image.frombytes("L", (64, 64), content).convert("1", dither=0)
    else:
        image = Image.frombytes(mode, (64, 64), content)
    if mode == "P":
        image.putpalette((HERE / "p.palette").read_bytes())
    if transparency is not None:
        image.info["transparency"] = transparency
    return image


def samples(image):
    array = numpy.array(image)
    return (array.astype(numpy.uint8) * 255 if image.mode == "1" else array).tobytes()


def palette(image):
    """256 colours with their alpha, black where Pillow has none."""
    colors = numpy.zeros((256, 4), numpy.uint8)
    colors[:, 3] = 255
    known = numpy.frombuffer(bytes(image.getpalette("RGBA")), numpy.uint8).reshape(-1, 4)
    colors[: len(known)] = known
    transparency = image.info.get("transparency")
    if isinstance(transparency, int):
        colors[transparency, 3] = 0
    elif transparency is not None:
        colors[: len(transparency), 3] = list(transparency)
    return colors.tobytes()


def main():
    warnings.simplefilter("ignore")  # Pillow warns of transparency that is lost
    lines = [f"# Pillow {PIL.__version__}: source, target, SHA-256 of the samples, of the palette; or refused"]
    for name in SOURCES:
        for target in TARGETS:
            try:
                result = source(name).convert(target)
            except ValueError:
                lines.append(f"{name} {target} refused")
                continue
            parts = [name, target, hashlib.sha256(samples(result)).hexdigest()]
            if target == "P":
                parts.append(hashlib.sha256(palette(result)).hexdigest())
            lines.append(" ".join(parts))
    (HERE / "conversions.txt").write_text("\n".join(lines) + "\n")


main()
