"""Runs: the same values logged by both give the same JSON and files; C++ reads what Python logged."""
import json
import pathlib

import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_RUN, PYTHON_RUN, Survey
from test_annotations import BOXES, IDS, LABELS, PICTURE

wandb = py.wandb
FOLDER = pathlib.Path(__file__).parents[2] / "plugins" / "image" / "corpus"
TEXT_LABELS = {str(number): name for number, name in LABELS.items()}
ENCODED = {"sha256", "size", "path", "filenames"}  # what depends on the encoder of a picture


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("inputs")
    numpy.save(folder / "picture.npy", PICTURE)
    numpy.save(folder / "ids.npy", IDS)
    (folder / "page.html").write_text("<html><head></head>é</html>", encoding="utf-8")
    return folder


def image_spec(inputs, **options):
    return {"type": "image-file", "source": {"npy": str(inputs / "picture.npy")}, "options": options}


def full_spec(inputs):
    return {**image_spec(inputs, caption="full", grouping=4,
                         boxes={"predictions": {"box_data": BOXES, "class_labels": TEXT_LABELS}},
                         masks={"ground truth": {"mask_data": "@ids", "class_labels": TEXT_LABELS}}),
            "parts": {"ids": {"npy": str(inputs / "ids.npy")}}}


def full_image():
    return wandb.Image(PICTURE, caption="full", grouping=4,
                       boxes={"predictions": {"box_data": BOXES, "class_labels": LABELS}},
                       masks={"ground truth": {"mask_data": IDS, "class_labels": LABELS}})


@pytest.fixture(scope="module")
def both(tmp_path_factory, run, inputs):
    """Each key logged by C++ and by Python, at the same steps."""
    folder = tmp_path_factory.mktemp("runs")
    jpg = str(FOLDER / "gray.jpg")
    specs = [{"name": "png", **image_spec(inputs, caption="a caption")},
             {"name": "file", "type": "image-file", "source": {"path": jpg}, "options": {"caption": "f"}},
             {"name": "full", **full_spec(inputs)},
             {"name": "html", "type": "html-file", "source": {"text": "<h1>é</h1>"}},
             {"name": "page", "type": "html-file", "source": {"path": str(inputs / "page.html")},
              "options": {"inject": False}}]
    values = [wandb.Image(PICTURE, caption="a caption"), wandb.Image(jpg, caption="f"), full_image(),
              wandb.Html("<h1>é</h1>"), wandb.Html(str(inputs / "page.html"), inject=False)]
    batches = {"images": [image_spec(inputs, caption="one"), full_spec(inputs), image_spec(inputs)],
               "uncaptioned": [image_spec(inputs)],
               "pages": [{"type": "html-file", "source": {"text": text}} for text in ("one", "two")]}
    lists = [[wandb.Image(PICTURE, caption="one"), full_image(), wandb.Image(PICTURE)], [wandb.Image(PICTURE)],
             [wandb.Html("one"), wandb.Html("two")]]
    answer = cpp.write(folder, specs, batches=batches)
    theirs = {spec["name"]: py.log_to_run(run, spec["name"], step, value)
              for step, (spec, value) in enumerate(zip(specs, values))}
    for step, (key, members) in enumerate(zip(batches, lists), start=len(specs)):
        theirs[key] = py.log_to_run(run, key, step, members)
    ours = {key: each["json"] for key, each in {**answer["run"], **answer["batches"]}.items()}
    return folder / "run", cpp.without_ours(ours), theirs, values


def without_encoded(data):
    if isinstance(data, dict):
        return {key: without_encoded(member) for key, member in data.items() if key not in ENCODED}
    return [without_encoded(member) for member in data] if isinstance(data, list) else data


KINDS = {"png": "image, array", "file": "image, jpg file", "full": "image with boxes and masks", "html": "html, text",
         "page": "html, file", "images": "list of images", "uncaptioned": "list of images", "pages": "list of html"}


@pytest.mark.parametrize("key", KINDS)
def test_same_json(both, key):
    _, ours, theirs, _ = both
    sees = Survey(KINDS[key], CPP_RUN)
    sees.keeps("members", without_encoded(ours[key]), without_encoded(theirs[key]))
    if key in ("file", "html", "page", "pages"):
        sees.keeps("names, sizes and hashes of files", ours[key], theirs[key])
    if py.NEW:
        assert list(ours[key]) == list(theirs[key]), "the members stand in the same order"


def files_of(data):
    """Each {path, sha256, size} in a JSON."""
    if isinstance(data, dict):
        if "path" in data and "sha256" in data:
            yield data
        for member in data.values():
            yield from files_of(member)
    if isinstance(data, list):
        for member in data:
            yield from files_of(member)


def test_names_of_files(both):
    """Media files have the names that the reference gives for their content."""
    import hashlib

    folder, ours, theirs, _ = both
    for key in KINDS:
        for file in files_of(ours[key]):
            stored = (folder / "files" / file["path"]).read_bytes()
            assert hashlib.sha256(stored).hexdigest() == file["sha256"] and len(stored) == file["size"]
            assert file["sha256"][:20] in file["path"]
        shapes = [[each["path"].replace(each["sha256"][:20], "HASH") for each in files_of(data[key])]
                  for data in (ours, theirs)]
        assert shapes[0] == shapes[1]


def test_boxes_file(both, run):
    folder, ours, theirs, _ = both
    files = [pathlib.Path(base) / data["full"]["boxes"]["predictions"]["path"]
             for base, data in ((folder / "files", ours), (run.dir, theirs))]
    texts = [file.read_bytes() for file in files]
    sees = Survey("image with boxes and masks", CPP_RUN)
    sees.keeps("boxes", json.loads(texts[0]), json.loads(texts[1]))


def test_config(both, run):
    """The class labels of layers in the run's config."""
    folder = both[0]
    ours = json.loads((folder / "config.json").read_text())["_wandb"]
    kinds = ("mask/class_labels", "bounding_box/class_labels")
    assert set(kinds) <= set(ours)
    for kind in kinds:
        one = ours[kind]["full_wandb_delimeter_" + ("ground truth" if kind.startswith("mask") else "predictions")]
        assert one == {"type": kind, "key": one["key"], "value": TEXT_LABELS}


def test_cpp_reads(both, run, tmp_path):
    _, _, theirs, values = both
    rows = [{"_step": step, key: data} for step, (key, data) in enumerate(theirs.items())]
    rows.append({"_step": len(rows), "loss": 0.5, "text": "é"})
    folder = py.save_history(run, tmp_path / "run", rows)
    read = cpp.read(folder)
    assert read.problems == []
    assert cpp.wbm("verify", folder)
    for key, value in zip(theirs, values):
        sees = Survey(KINDS[key], PYTHON_RUN)
        assert read[key]["known"]
        if isinstance(value, wandb.Image):
            fields = read[key]["fields"]
            sees.keeps("caption", fields["caption"], value._caption)
            sees.keeps("size", (fields["width"], fields["height"]), (value._width, value._height))
            sees.keeps("pixels", read.array(key), numpy.asarray(value.image))
        else:
            sees.keeps("bytes' hash", read[key]["fields"]["sha256"], value._sha256)
        again = theirs[key]
        sees.keeps_if(py.NEW or key != "full", "JSON written again", cpp.without_ours(read.json(key)), again,
                      "the file of boxes is written as the newest writes it")
