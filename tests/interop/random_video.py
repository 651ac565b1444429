"""Random films, for test_random.py. Without captions, which the reference forgets."""
import pathlib

import numpy

TYPE = "video-file"
NAME = "video"
FORGETS_IN_JSON = ("height", "width")
FORMATS = {"gif": b"GIF89a", "mp4": b"ftyp", "webm": b"\x1a\x45\xdf\xa3", "ogg": b"OggS"}
RATES = [1, 2, 4, 5, 10, 20, 25]  # whole hundredths of a second, which every format holds


def spec(values):
    channels = (1, 3, 4)[values.number(0, 2)]
    # Even sides, for the reference forgets how large an odd film in MP4 was; narrower ones cannot be Ogg.
    height, width = 2 * values.number(2, 20), 2 * values.number(9, 20)
    frames = values.number(1, 6)
    layout = ("TCHW", "THWC", "BTCHW")[values.number(0, 2)]
    shape = {"TCHW": (frames, channels, height, width), "THWC": (frames, height, width, channels),
             "BTCHW": (values.number(1, 5), frames, channels, height, width)}[layout]
    options = {"layout": layout, "format": list(FORMATS)[values.number(0, 3)],
               "fps": RATES[values.number(0, len(RATES) - 1)]}
    array = values.random.integers(0, 256, shape, numpy.uint8)
    return {"type": TYPE, "source": values.array(array), "options": options}


def python_finds(spec, value):
    """Checks what Python read against the SPEC. It reads the file alone."""
    kind = spec["options"]["format"]
    content = pathlib.Path(value._path).read_bytes()
    assert value._path.endswith("." + kind) and FORMATS[kind] in content[:8]
