"""Image, both ways: arrays of every kind, files of every format, captions, boxes, masks, classes."""
import pathlib

import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_TO_PYTHON, PYTHON_ROUND_TRIP, PYTHON_TO_CPP, Survey

wandb = py.wandb
R = numpy.random.default_rng(7)
WHY_STRETCH = "versions differ: some stretch 0..1 and -1..1 to 0..255, each in its way, the newest casts to 8 bits"
WHY_16 = "the reference has 8 bits only"
STRETCHED = ("0 and 1", "bool", "float 0..1", "float32 0..1", "float -1..1")

# Where the reference and C++ see a file differently. A line goes when the two agree again.
DIFFERENCES = {
    "webp_exif.webp": "C++ turns the picture as its EXIF says, the reference does not",
    "webp_animated_opaque.webp": "C++ turns the picture as its EXIF says, the reference does not",
    "ico_several.ico": "of two frames of one size C++ takes the one with more colours, Pillow the first by colour depth",
}

ARRAYS = {
    "8 bit gray": R.integers(0, 256, (9, 14), numpy.uint8),
    "8 bit gray, alpha": R.integers(0, 256, (9, 14, 2), numpy.uint8),
    "8 bit RGB": R.integers(0, 256, (9, 14, 3), numpy.uint8),
    "8 bit RGBA": R.integers(0, 256, (9, 14, 4), numpy.uint8),
    "0 and 1": R.integers(0, 2, (9, 14), numpy.uint8),
    "bool": R.integers(0, 2, (9, 14)).astype(bool),
    "float 0..1": R.random((9, 14, 3)),
    "float32 0..1": R.random((9, 14, 3)).astype(numpy.float32),
    "float -1..1": R.random((9, 14, 3)) * 2 - 1,
    "float 0..255": R.random((9, 14, 3)) * 255,
    "int64 0..255": R.integers(0, 256, (9, 14, 3)),
    "16 bit gray": R.integers(0, 65536, (9, 14), numpy.uint16),
    "16 bit gray to 255": R.integers(0, 256, (9, 14), numpy.uint16),
    "one row": R.integers(0, 256, (2, 30, 3), numpy.uint8),
}
TWO_CHANNELS = "8 bit gray, alpha"
FORMATS = {"png": True, "bmp": True, "jpg": False, "jpeg": False}  # format: are the pixels exact?


def saved(folder, name, array):
    file = folder / f"{name.replace(' ', '_').replace('.', '_').replace(',', '')}.npy"
    numpy.save(file, array)
    return {"npy": str(file)}


def pixels(image):
    return numpy.asarray(image.image)


def name_of(case):
    return case.replace(" ", "_").replace(".", "_").replace(",", "")


@pytest.fixture(scope="module")
def from_cpp(tmp_path_factory):
    """Every array as an image with a caption that C++ wrote, opened in Python; and what C++ reads of it."""
    folder = tmp_path_factory.mktemp("image")
    values = [{"name": name_of(case), "type": "image-file", "source": saved(folder, case, array),
               "options": {"caption": case, "grouping": 3, **({"mode": "LA"} if case == TWO_CHANNELS else {})}}
              for case, array in ARRAYS.items()]
    values += [{"name": name_of(case) + "_cast", "type": "image-file", "source": saved(folder, case, ARRAYS[case]),
                "options": {"normalize": False}} for case in STRETCHED]
    values += [{"name": kind, "type": "image-file", "source": saved(folder, kind, ARRAYS["8 bit RGB"]),
                "options": {"file_type": kind}} for kind in FORMATS]
    cpp.write(folder, values)
    return py.open_artifact(folder / "artifact"), cpp.read(folder / "artifact")


@pytest.fixture(scope="module")
def from_python(tmp_path_factory):
    """Every array as an image that Python wrote, and what C++ reads of it and of its copy by C++."""
    folder = tmp_path_factory.mktemp("python-image")
    artifact = wandb.Artifact("images", "dataset")
    made = {}
    for case, array in ARRAYS.items():
        if case == TWO_CHANNELS:  # the reference has no such mode
            continue
        made[case] = wandb.Image(array, caption=case, grouping=3)
        artifact.add(made[case], name_of(case))
    py.save_artifact(artifact, folder / "artifact")
    cpp.copy(folder / "artifact", folder / "copy")
    return made, cpp.read(folder / "artifact"), py.open_artifact(folder / "copy")


def entry(case):
    return name_of(case) + ".image-file.json"


@pytest.mark.parametrize("case", ARRAYS)
def test_arrays_from_cpp(from_cpp, case):
    artifact, read = from_cpp
    array = ARRAYS[case]
    image = artifact.get(name_of(case))
    sees = Survey(f"image, array: {case}", CPP_TO_PYTHON)
    sees.keeps("caption", image._caption, case)
    sees.keeps("grouping", image._grouping, 3)
    sees.keeps("size", (image._width, image._height), (array.shape[1], array.shape[0]))
    if case.startswith("8 bit") or case == "one row":
        sees.keeps("pixels", pixels(image), array)
    elif case == "16 bit gray":
        sees.keeps("16 bit", pixels(image).astype(numpy.uint16), array)
    elif case == "16 bit gray to 255":
        sees.keeps("16 bit (times 257)", pixels(image).astype(numpy.uint16), array * numpy.uint16(257))
    else:
        theirs = pixels(wandb.Image(array))
        theirs_too = case not in STRETCHED or (not py.NEW and "-1" not in case)
        sees.keeps_if(theirs_too, "pixels as wandb.Image makes them", pixels(image), theirs, WHY_STRETCH)
        if py.NEW and case in STRETCHED and "-1" not in case:
            cast = artifact.get(name_of(case) + "_cast")
            sees.keeps("pixels as wandb.Image makes them (normalize: false)", pixels(cast), theirs)
    if array.dtype != numpy.uint8 and "0 and 1" not in case and array.dtype != bool:
        assert (read.array(entry(case)) == array).all(), "C++ itself keeps every number"


@pytest.mark.parametrize("kind", FORMATS)
def test_formats_from_cpp(from_cpp, kind):
    image = from_cpp[0].get(kind)
    sees = Survey(f"image, array stored as {kind}", CPP_TO_PYTHON)
    sees.keeps("format", image.format, kind)
    array = ARRAYS["8 bit RGB"]
    if FORMATS[kind]:
        sees.keeps("pixels", pixels(image), array)
    else:
        sees.keeps("pixels as C++ decodes them", pixels(image), from_cpp[1].array(kind + ".image-file.json"))
        sees.keeps("size", pixels(image).shape, array.shape)


@pytest.mark.parametrize("case", [c for c in ARRAYS if c != TWO_CHANNELS])
def test_arrays_from_python(from_python, case):
    made, read, copy = from_python
    image, value = made[case], read[entry(case)]
    sees = Survey(f"image, array: {case}", PYTHON_TO_CPP)
    sees.keeps("caption", value["fields"]["caption"], case)
    sees.keeps("grouping", value["fields"]["grouping"], 3)
    sees.keeps("size", (value["fields"]["width"], value["fields"]["height"]), (image._width, image._height))
    sees.keeps("pixels", read.array(entry(case)), pixels(image))
    back = copy.get(name_of(case))
    again = Survey(f"image, array: {case}", PYTHON_ROUND_TRIP)
    again.keeps("everything (wandb's ==)", back == image, True)
    if case == "16 bit gray":
        sees.loses("16 bit", read.array(entry(case)).astype(numpy.uint16), ARRAYS[case], WHY_16)


def corpus():
    folder = pathlib.Path(__file__).parents[2] / "plugins" / "image" / "corpus"
    return sorted(file for file in folder.iterdir() if file.suffix in
                  (".png", ".jpg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".ico"))


@pytest.fixture(scope="module")
def files_from_cpp(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    answer = cpp.write(folder, [{"name": file.name, "type": "image-file", "source": {"path": str(file)}}
                                for file in corpus()])
    return answer, py.open_artifact(folder / "artifact"), cpp.read(folder / "artifact")


@pytest.mark.parametrize("file", corpus(), ids=lambda file: file.name)
def test_files(request, files_from_cpp, file):
    """A user's file is kept byte for byte, and Python decodes from it what C++ does."""
    from PIL import Image as Pillow

    answer, artifact, read = files_from_cpp
    assert "entry" in answer["artifact"][file.name], answer["artifact"][file.name]
    if file.name in DIFFERENCES:
        request.applymarker(pytest.mark.xfail(reason=DIFFERENCES[file.name], strict=True))
    try:
        with Pillow.open(file) as picture:
            picture.load()
    except OSError as problem:
        pytest.skip(f"Pillow does not decode it: {problem}")
    image = artifact.get(file.name)
    kind = file.suffix[1:]
    sees = Survey(f"image, {kind} file", CPP_TO_PYTHON)
    stored = pathlib.Path(image._path).read_bytes()
    sees.keeps("bytes", stored, file.read_bytes())
    fields = read[file.name + ".image-file.json"]["fields"]
    sees.keeps("size", (image._width, image._height), (fields["width"], fields["height"]))
    ours = read.array(file.name + ".image-file.json")
    if image.image.mode in ("L", "RGB", "RGBA", "LA") and ours.dtype == numpy.uint8:
        sees.keeps("pixels", ours, pixels(image))


@pytest.mark.parametrize("kind", ["jpg", "png", "tif"])
def test_orientation(request, tmp_path, kind):
    """A file whose EXIF says that it lies on its side."""
    from PIL import Image as Pillow

    if kind != "tif":  # Pillow itself turns TIFF
        request.applymarker(pytest.mark.xfail(reason=DIFFERENCES["webp_exif.webp"], strict=True))
    picture = Pillow.fromarray(ARRAYS["8 bit RGB"])
    exif = picture.getexif()
    exif[0x0112] = 6
    picture.save(tmp_path / f"side.{kind}", exif=exif)
    cpp.write(tmp_path / "cpp", [{"name": "s", "type": "image-file", "source": {"path": str(tmp_path / f"side.{kind}")}}])
    fields = cpp.read(tmp_path / "cpp" / "artifact")["s.image-file.json"]["fields"]
    theirs = wandb.Image(str(tmp_path / f"side.{kind}"))
    Survey(f"image, {kind} file that its EXIF turns", CPP_TO_PYTHON).keeps(
        "size", (fields["width"], fields["height"]), (theirs._width, theirs._height))


def test_python_file(tmp_path):
    """A file that Python added by path: the same entry name, the same bytes."""
    source = pathlib.Path(__file__).parents[2] / "plugins" / "image" / "corpus" / "gray.jpg"
    artifact = wandb.Artifact("files", "dataset")
    artifact.add(wandb.Image(str(source), caption="by path"), "f")
    folder = py.save_artifact(artifact, tmp_path / "python")
    cpp.write(tmp_path / "cpp", [{"name": "f", "type": "image-file", "source": {"path": str(source)},
                                  "options": {"caption": "by path"}}])
    entries = py.open_artifact(tmp_path / "cpp" / "artifact").manifest.entries
    ours, theirs = (py.open_artifact(f).manifest.entries for f in (tmp_path / "cpp" / "artifact", folder))
    sees = Survey("image, jpg file", PYTHON_TO_CPP)
    sees.keeps("entry paths and digests", {path: e.digest for path, e in ours.items()},
               {path: e.digest for path, e in theirs.items()})
    sees.keeps("artifact digest", py.digest_of(tmp_path / "cpp" / "artifact"), artifact.digest)
    assert len(entries) == 2


def test_url(tmp_path, web):
    """An image that stays on a server: Python fetches what C++ referred to."""
    served, url = web
    picture = pathlib.Path(__file__).parents[2] / "plugins" / "image" / "corpus" / "gray.png"
    (served / "cat.png").write_bytes(picture.read_bytes())
    address = f"{url}/cat.png"
    cpp.write(tmp_path / "cpp", [{"name": "u", "type": "image-file", "source": {"url": address},
                                  "options": {"caption": "far"}}])
    image = py.open_artifact(tmp_path / "cpp" / "artifact").get("u")
    sees = Survey("image, URL", CPP_TO_PYTHON)
    sees.keeps("caption", image._caption, "far")
    sees.keeps("bytes", pathlib.Path(image._path).read_bytes(), picture.read_bytes())

    artifact = wandb.Artifact("urls", "dataset")
    artifact.add(wandb.Image(address, caption="far"), "u")
    folder = py.save_artifact(artifact, tmp_path / "python")
    read = cpp.read(folder)
    back = Survey("image, URL", PYTHON_TO_CPP)
    back.keeps("caption", read["u.image-file.json"]["fields"]["caption"], "far")
    written = cpp.read(cpp.copy(folder, tmp_path / "copy"))
    back.keeps("JSON", written.json("u.image-file.json"), read.json("u.image-file.json"))
    entry_of = py.open_artifact(tmp_path / "copy").manifest.entries[read.json("u.image-file.json")["path"]]
    back.keeps("reference", entry_of.ref, address)


def test_url_with_etag(tmp_path, web):
    """Most servers send ETags. The reference's digest of a reference is the ETag then; ours is the URL, unfetched."""
    served, url = web
    picture = pathlib.Path(__file__).parents[2] / "plugins" / "image" / "corpus" / "gray.png"
    (served / "tagged.png").write_bytes(picture.read_bytes())
    address = f"{url}/etag/tagged.png"
    cpp.write(tmp_path / "cpp", [{"name": "u", "type": "image-file", "source": {"url": address}}])
    try:
        found = pathlib.Path(py.open_artifact(tmp_path / "cpp" / "artifact").get("u")._path).read_bytes()
    except ValueError as refusal:
        found = str(refusal)
    Survey("image, URL with an ETag", CPP_TO_PYTHON).loses(
        "bytes", found, picture.read_bytes(),
        "the reference compares the ETag with the digest, which C++ cannot know without fetching; add_reference() with"
        " checksum=False has the same fate")
    artifact = wandb.Artifact("urls", "dataset")
    artifact.add(wandb.Image(address), "u")
    folder = py.save_artifact(artifact, tmp_path / "python")
    copy = cpp.copy(folder, tmp_path / "copy")
    path = cpp.read(copy).json("u.image-file.json")["path"]
    entries = [py.open_artifact(each).manifest.entries[path] for each in (folder, copy)]
    sees = Survey("image, URL with an ETag", PYTHON_ROUND_TRIP)
    sees.keeps("reference", entries[1].ref, entries[0].ref)
    sees.keeps("digest, size, ETag", (entries[1].digest, entries[1].size, entries[1].extra),
               (entries[0].digest, entries[0].size, entries[0].extra))
    again = pathlib.Path(py.open_artifact(copy).get("u")._path)
    sees.keeps("bytes", again.read_bytes(), picture.read_bytes())
