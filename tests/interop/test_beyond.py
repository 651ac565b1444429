"""What C++ keeps beside W&B's own format: numbers that 8 bits do not hold, shapes. Python reads the rest of the value."""
import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_TO_PYTHON, ROUND_TRIP, Survey

wandb = py.wandb
R = numpy.random.default_rng(11)
WHY = "the reference drops members that it does not know; C++ alone keeps them"
ARRAYS = {
    "float32 beyond 0..1": (R.random((6, 8)) * 9 - 4).astype(numpy.float32),
    "int16": R.integers(-300, 300, (6, 8), numpy.int16),
    "float64 RGB": R.random((6, 8, 3)),
}
SHAPES = {"polygons": [{"points": [[0.1, 0.1], [0.5, 0.2], [0.3, 0.9]], "class_id": 1}]}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """By C++, its copy by C++, and its copy by Python."""
    folder = tmp_path_factory.mktemp("beyond")
    values = []
    for index, (case, array) in enumerate(ARRAYS.items()):
        numpy.save(folder / f"{index}.npy", array)
        values.append({"name": f"a{index}", "type": "image-file", "source": {"npy": str(folder / f"{index}.npy")},
                       "options": {"caption": case}})
    numpy.save(folder / "shapes.npy", R.integers(0, 256, (20, 20, 3), numpy.uint8))
    values.append({"name": "shapes", "type": "image-file", "source": {"npy": str(folder / "shapes.npy")},
                   "options": {"geometry": {"outlines": {**SHAPES, "class_labels": {"1": "cat"}}}}})
    answer = cpp.write(folder, values)
    assert not [each for each in answer["artifact"].values() if "error" in each], answer
    opened = py.open_artifact(folder / "artifact")
    artifact = wandb.Artifact("back", "dataset")
    for value in values:
        artifact.add(py.forget_source(opened.get(value["name"])), value["name"])
    return (cpp.read(folder / "artifact"), cpp.read(cpp.copy(folder / "artifact", folder / "copy")),
            cpp.read(py.save_artifact(artifact, folder / "python")), opened)


@pytest.mark.parametrize("case", ARRAYS)
def test_numbers(folders, case):
    first, copy, back, opened = folders
    index = list(ARRAYS).index(case)
    name = f"a{index}.image-file.json"
    assert (first.array(name) == ARRAYS[case]).all() and (copy.array(name) == ARRAYS[case]).all()
    image = opened.get(f"a{index}")
    sees = Survey(f"image, array: {case}", CPP_TO_PYTHON)
    sees.keeps("caption", image._caption, case)
    sees.keeps("size", (image._width, image._height), (8, 6))
    again = Survey(f"image, array: {case}", ROUND_TRIP)
    again.keeps("picture", back.json(name)["sha256"], first.json(name)["sha256"])
    again.loses("numbers", back.array(name), ARRAYS[case], WHY)


def test_shapes(folders):
    first, copy, back, opened = folders
    name = "shapes.image-file.json"
    ours = first.json(name)
    assert copy.json(name) == ours
    image = opened.get("shapes")
    sees = Survey("image with shapes", CPP_TO_PYTHON)
    sees.keeps("boxes around them", {layer: boxes._val for layer, boxes in image._boxes.items()}, ours["boxes"])
    sees.keeps("classes", image._classes._class_set, [{"id": 1, "name": "cat"}])
    again = Survey("image with shapes", ROUND_TRIP)
    again.keeps("boxes around them", back.json(name)["boxes"], ours["boxes"])
    again.loses("shapes", back.json(name).get("_wbm"), ours.get("_wbm"), WHY)
