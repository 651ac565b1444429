"""Times Pillow's PNG encoder at its defaults on raw pictures, for png_bench.

Each argument is "<mode>:<width>:<height>:<file>", its bytes being the samples. Prints one line for each:
"<best seconds> <median seconds> <bytes of the PNG file>", after a first line with Pillow's version.
"""

import io
import statistics
import sys
import time

import PIL
from PIL import Image, features

SECONDS = 1.0  # for each picture; at least MIN_RUNS
MIN_RUNS = 5


def save(picture):
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def main():
    print(PIL.__version__, "zlib", features.version("zlib"))
    for argument in sys.argv[1:]:
        mode, width, height, path = argument.split(":", 3)
        with open(path, "rb") as file:
            picture = Image.frombytes(mode, (int(width), int(height)), file.read())
        size = len(save(picture))
        times = []
        while len(times) < MIN_RUNS or sum(times) < SECONDS:
            start = time.perf_counter()
            save(picture)
            times.append(time.perf_counter() - start)
        print(min(times), statistics.median(times), size, flush=True)


if __name__ == "__main__":
    main()
