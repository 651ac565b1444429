"""Images with boxes, masks and classes, as the typed C++ facade writes them and as Python does."""
import json
import pathlib

import numpy

import wandb_side as py
import cpp_side as cpp
from survey import CPP_TO_PYTHON, PYTHON_ROUND_TRIP, PYTHON_TO_CPP, Survey

wandb = py.wandb
H, W = 12, 17
LABELS = {0: "ground", 1: "cat", 2: "café"}
Y, X = numpy.mgrid[0:H, 0:W]
PICTURE = ((Y[..., None] * 31 + X[..., None] * 7 + numpy.arange(3) * 50) % 251).astype(numpy.uint8)
IDS = ((X + Y) % 3).astype(numpy.uint8)
BOXES = [{"position": {"minX": 0.1, "maxX": 0.5, "minY": 0.25, "maxY": 0.75}, "class_id": 1, "box_caption": "left",
          "scores": {"score": 0.5, "area": 3.0}},
         {"position": {"middle": [8.0, 6.0], "width": 4.0, "height": 3.0}, "class_id": 2, "domain": "pixel"}]


def mask_pixels(mask):
    from PIL import Image as Pillow

    with Pillow.open(mask._path) as picture:
        return numpy.asarray(picture)


def class_names(image):
    return {each["id"]: each["name"] for each in image._classes._class_set}


def test_facade(facade):
    """What a C++ application logs with wbm::Image, read by Python."""
    expected = json.loads((facade / "expected.json").read_text())
    artifact = py.open_artifact(facade / "artifact")
    assert (expected["height"], expected["width"]) == (H, W)
    plain = artifact.get("plain")
    assert plain._caption == expected["plain"]["caption"]
    assert (numpy.asarray(plain.image) == PICTURE).all()
    full = artifact.get("full")
    sees = Survey("image with boxes and masks", CPP_TO_PYTHON)
    sees.keeps("caption", full._caption, expected["full"]["caption"])
    sees.keeps("grouping", full._grouping, expected["full"]["grouping"])
    sees.keeps("pixels", numpy.asarray(full.image), PICTURE)
    sees.keeps("boxes", full._boxes["predictions"]._val, BOXES)
    sees.keeps("mask pixels", mask_pixels(full._masks["ground truth"]), IDS)
    sees.keeps("classes", class_names(full), LABELS)
    sees.loses("labels of the box layer", full._boxes["predictions"]._class_labels, LABELS,
               "the reference's artifacts have no labels of a layer; those of the image hold them")
    assert artifact.get("lossy").format == expected["lossy"]["format"]
    assert "<h1>é</h1>" in pathlib.Path(artifact.get("page")._path).read_text("utf-8")
    assert py.digest_of(facade / "artifact") == expected["digest"]


def annotated():
    return wandb.Image(PICTURE, caption="full", grouping=4, classes=[{"id": 7, "name": "tree"}],
                       boxes={"predictions": {"box_data": BOXES, "class_labels": LABELS}},
                       masks={"ground truth": {"mask_data": IDS, "class_labels": LABELS}})


def test_python(tmp_path):
    image = annotated()
    artifact = wandb.Artifact("annotated", "dataset")
    artifact.add(image, "full")
    folder = py.save_artifact(artifact, tmp_path / "python")
    read = cpp.read(folder)
    assert read.problems == [] and read.digest == artifact.digest
    theirs = json.loads((folder / "full.image-file.json").read_text())
    ours = read.json("full.image-file.json")
    sees = Survey("image with boxes and masks", PYTHON_TO_CPP)
    for member, what in (("caption", "caption"), ("grouping", "grouping"), ("boxes", "boxes"), ("masks", "masks"),
                         ("classes", "classes")):
        sees.keeps(what, ours[member], theirs[member])
    sees.keeps("pixels", read.array("full.image-file.json"), PICTURE)
    assert ours == theirs

    copy = cpp.copy(folder, tmp_path / "copy")
    assert py.digest_of(copy) == artifact.digest
    back = py.open_artifact(copy).get("full")
    again = Survey("image with boxes and masks", PYTHON_ROUND_TRIP)
    # Reading puts the classes of boxes first, so not even the reference's own artifact gives an equal image.
    again.keeps("everything (wandb's ==)", back == py.open_artifact(folder).get("full"), True)
    again.keeps("boxes", back._boxes["predictions"]._val, BOXES)
    again.keeps("mask pixels", mask_pixels(back._masks["ground truth"]), IDS)
    again.keeps("classes", class_names(back), {**LABELS, 7: "tree"})


def test_same_json(tmp_path):
    """The same call in both languages gives the same JSON; only the encoder of the pictures is another."""
    numpy.save(tmp_path / "picture.npy", PICTURE)
    numpy.save(tmp_path / "ids.npy", IDS)
    labels = {str(number): name for number, name in LABELS.items()}
    cpp.write(tmp_path / "cpp", [{
        "name": "full", "type": "image-file", "source": {"npy": str(tmp_path / "picture.npy")},
        "parts": {"ids": {"npy": str(tmp_path / "ids.npy")}},
        "options": {"caption": "full", "grouping": 4, "classes": [{"id": 7, "name": "tree"}],
                    "boxes": {"predictions": {"box_data": BOXES, "class_labels": labels}},
                    "masks": {"ground truth": {"mask_data": "@ids", "class_labels": labels}}}}])
    ours = json.loads((tmp_path / "cpp" / "artifact" / "full.image-file.json").read_text())
    artifact = wandb.Artifact("annotated", "dataset")
    artifact.add(annotated(), "full")
    folder = py.save_artifact(artifact, tmp_path / "python")
    theirs = json.loads((folder / "full.image-file.json").read_text())
    files = {"sha256", "path"}

    def strip(data):
        if isinstance(data, dict):
            return {key: strip(member) for key, member in data.items() if key not in files or "class_set" in data}
        return [strip(member) for member in data] if isinstance(data, list) else data

    assert strip(cpp.without_ours(ours)) == strip(theirs)
    assert cpp.without_ours(ours)["classes"] == theirs["classes"], "same file of classes: name, text and digest"


def test_path_mask(tmp_path):
    """A mask that is a user's file."""
    from PIL import Image as Pillow

    Pillow.fromarray(IDS).save(tmp_path / "ids.png")
    classes = [{"id": number, "name": name} for number, name in LABELS.items()]
    image = wandb.Image(PICTURE, classes=classes, masks={"m": {"path": str(tmp_path / "ids.png")}})
    artifact = wandb.Artifact("masks", "dataset")
    artifact.add(image, "full")
    folder = py.save_artifact(artifact, tmp_path / "python")
    copy = cpp.copy(folder, tmp_path / "copy")
    assert py.digest_of(copy) == artifact.digest
    back = py.open_artifact(copy).get("full")
    sees = Survey("image with a mask file", PYTHON_ROUND_TRIP)
    sees.keeps("mask bytes", pathlib.Path(back._masks["m"]._path).read_bytes(), (tmp_path / "ids.png").read_bytes())
    sees.keeps("entry paths", sorted(py.open_artifact(copy).manifest.entries), sorted(artifact.manifest.entries))
