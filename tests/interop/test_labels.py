"""Values without pictures: classes, bounding-boxes, mask and metadata on their own."""
import json
import pathlib

import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_TO_PYTHON, PYTHON_ROUND_TRIP, PYTHON_TO_CPP, Survey
from test_annotations import BOXES, IDS, LABELS, mask_pixels

wandb = py.wandb
CLASS_SET = [{"id": 1, "name": "cat"}, {"id": 0, "name": "it's \"café\""}, {"id": 12, "name": "tree", "color": [1, 2]}]
WHY_LABELS = "the reference's artifacts have no labels of a layer"
TEXT_LABELS = {str(number): name for number, name in LABELS.items()}


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    folder = tmp_path_factory.mktemp("labels")
    numpy.save(folder / "ids.npy", IDS)
    answer = cpp.write(folder, [
        {"name": "c", "type": "classes", "source": {"json": CLASS_SET}},
        {"name": "b", "type": "bounding-boxes", "source": {"json": {"box_data": BOXES, "class_labels": TEXT_LABELS}}},
        {"name": "m", "type": "mask", "source": {"npy": str(folder / "ids.npy")},
         "options": {"class_labels": TEXT_LABELS}},
    ])
    assert not [each for each in answer["artifact"].values() if "error" in each], answer
    return py.open_artifact(folder / "artifact")


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("python-labels")
    made = {"c": wandb.Classes(CLASS_SET),
            "b": py.BoundingBoxes2D({"box_data": BOXES, "class_labels": LABELS}, "b"),
            "m": py.ImageMask({"mask_data": IDS, "class_labels": LABELS}, "m")}
    artifact = wandb.Artifact("labels", "dataset")
    for name, value in made.items():
        artifact.add(value, name)
    saved = py.save_artifact(artifact, folder / "python")
    return made, saved, cpp.read(saved), py.open_artifact(cpp.copy(saved, folder / "copy"))


def test_classes(ours, theirs):
    Survey("classes", CPP_TO_PYTHON).keeps("class set", ours.get("c")._class_set, CLASS_SET)
    made, saved, read, copy = theirs
    Survey("classes", PYTHON_TO_CPP).keeps("JSON", read.json("c.classes.json"),
                                           json.loads((saved / "c.classes.json").read_text()))
    Survey("classes", PYTHON_ROUND_TRIP).keeps("everything (wandb's ==)", copy.get("c") == made["c"], True)


def test_boxes(ours, theirs):
    boxes = ours.get("b")
    sees = Survey("bounding-boxes", CPP_TO_PYTHON)
    sees.keeps("boxes", boxes._val, BOXES)
    sees.loses("labels", boxes._class_labels, LABELS, WHY_LABELS)
    made, saved, read, copy = theirs
    stored = json.loads((saved / "b.bounding-boxes.json").read_text())
    Survey("bounding-boxes", PYTHON_TO_CPP).keeps("JSON", read.json("b.bounding-boxes.json"), stored)
    Survey("bounding-boxes", PYTHON_ROUND_TRIP).keeps("boxes", copy.get("b")._val, made["b"]._val)


def test_mask(ours, theirs):
    Survey("mask", CPP_TO_PYTHON).keeps("pixels", mask_pixels(ours.get("m")), IDS)
    made, saved, read, copy = theirs
    sees = Survey("mask", PYTHON_TO_CPP)
    sees.keeps("JSON", read.json("m.mask.json"), json.loads((saved / "m.mask.json").read_text()))
    sees.keeps("pixels", read.array("m.mask.json"), IDS)
    Survey("mask", PYTHON_ROUND_TRIP).keeps("everything (wandb's ==)", copy.get("m") == made["m"], True)


def test_metadata(tmp_path, run):
    """JSONMetadata is no value of artifact.add(); a run has it."""
    from wandb.sdk.data_types.base_types.json_metadata import JSONMetadata

    content = {"a": [1, 2.5, "é"], "b": {"c": None, "d": True}}
    value = JSONMetadata(content)
    theirs = py.log_to_run(run, "meta", 900, value)
    answer = cpp.write(tmp_path, [{"name": "meta", "type": "metadata", "source": {"json": content}}])
    ours = answer["run"]["meta"]["json"]
    sees = Survey("metadata", "C++ run, as Python writes it")
    assert ours["_type"] == theirs["_type"] and set(ours) == set(theirs)
    stored = (tmp_path / "run" / "files" / ours["path"]).read_bytes()
    written = (pathlib.Path(run.dir) / theirs["path"]).read_bytes()
    sees.keeps("content", json.loads(stored), json.loads(written))
    sees.keeps_if(py.NEW, "bytes", stored, written, "0.15 writes blanks into JSON files")
