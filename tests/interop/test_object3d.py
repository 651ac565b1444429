"""Object3D, both ways: points, scenes, boxes and meshes."""
import json
import pathlib

import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_RUN, CPP_TO_PYTHON, PYTHON_ROUND_TRIP, PYTHON_TO_CPP, Survey

wandb = py.wandb
WHY_CAPTION = "the reference's Object3D drops its caption when it is read"
CORNERS = [[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)]
BOX = {"corners": CORNERS, "label": "Box é", "color": [123, 255, 111], "score": 0.75}
VECTOR = {"start": [0, 0, 0], "end": [0.1, 0.2, 0.5]}
MESHES = pathlib.Path(__file__).resolve().parents[2] / "plugins" / "object3d" / "corpus"
KEPT = ("cube.obj", "triangle.stl", "two.stl", "triangle.gltf", "triangle.glb", "triangle.babylon")


def arrays():
    random = numpy.random.default_rng(7)
    cases = {f"{dtype} x {columns}": (random.standard_normal((9, columns)) * 100).astype(dtype)
             for dtype in ("float64", "float32", "int64", "int8") for columns in (3, 4, 6)}
    cases["edges"] = numpy.array([[0.1, 1e-5, 1e-4], [-0.0, 1e16, 1e15], [5e-324, 1.7976931348623157e308, 1 / 3]])
    cases["float32 edges"] = numpy.array([[0.1, 1e-7, 3.4e38], [16777216, -0.0, 1e20]], "float32")
    cases["bool"] = numpy.array([[True, False, True]])
    cases["no points"] = numpy.zeros((0, 3))
    return cases


ARRAYS = arrays()


def name_of(case):
    return case.replace(" ", "_")


def bytes_of(value):
    return pathlib.Path(value._path).read_bytes()


def scene(points=ARRAYS["float64 x 3"]):
    return {"type": "lidar/beta", "points": points, "boxes": numpy.array([BOX, {**BOX, "label": "two"}]),
            "vectors": numpy.array([VECTOR])}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The same objects by C++ and by Python: two folders, and the copy of Python's by C++."""
    folder = tmp_path_factory.mktemp("object3d")
    specs, made = [], {}
    artifact = wandb.Artifact("object3d", "dataset")
    for case, array in ARRAYS.items():
        numpy.save(folder / f"{name_of(case)}.npy", array)
        specs.append({"name": name_of(case), "type": "object3D-file", "source": {"npy": str(folder / f"{name_of(case)}.npy")}})
        made[case] = wandb.Object3D(array)
    numpy.save(folder / "points.npy", ARRAYS["float64 x 3"])
    specs.append({"name": "scene", "type": "object3D-file", "parts": {"points": {"npy": str(folder / "points.npy")}},
                  "source": {"json": {"type": "lidar/beta", "points": "@points",
                                      "boxes": [BOX, {**BOX, "label": "two"}], "vectors": [VECTOR]}}})
    made["scene"] = wandb.Object3D(scene())
    for case, value in made.items():
        artifact.add(value, name_of(case))
    answer = cpp.write(folder, specs)
    assert not [each for each in answer["artifact"].values() if "error" in each], answer
    theirs = py.save_artifact(artifact, folder / "python")
    return folder / "artifact", theirs, cpp.copy(theirs, folder / "copy"), made


@pytest.mark.parametrize("case", [*ARRAYS, "scene"])
def test_points(both, case):
    ours, theirs, copy, made = both
    name, kind = name_of(case), "object3d, scene" if case == "scene" else "object3d, points"
    read = py.open_artifact(ours).get(name)
    expected = bytes_of(made[case])
    if py.NEW:
        Survey(kind, CPP_TO_PYTHON).keeps("bytes", bytes_of(read), expected)
    else:
        assert json.loads(bytes_of(read)) == json.loads(expected)
    there = cpp.read(theirs)
    entry = f"{name}.object3D-file.json"
    assert (theirs / there.json(entry)["path"]).read_bytes() == expected
    Survey(kind, PYTHON_TO_CPP).keeps("bytes", (copy / cpp.read(copy).json(entry)["path"]).read_bytes(), expected)
    if case != "no points":
        points = ARRAYS["float64 x 3"] if case == "scene" else ARRAYS[case]
        Survey(kind, PYTHON_TO_CPP).keeps("numbers", there.array(entry).tolist(), points.tolist())
        mine = cpp.read(ours).array(entry)
        assert mine.dtype == points.dtype and mine.tolist() == points.tolist()
    back = py.open_artifact(copy).get(name)
    Survey(kind, PYTHON_ROUND_TRIP).keeps("everything (wandb's ==)", back == made[case], True)


def test_digest(both):
    """The newest reference writes the same text, so files, names and digests of files are the same."""
    ours, theirs, copy, _ = both
    assert py.digest_of(theirs) == py.digest_of(copy)
    if py.NEW:
        files = [{path for path in py.open_artifact(each).manifest.entries if path.startswith("media/")}
                 for each in (ours, theirs)]
        Survey("object3d, points", CPP_TO_PYTHON).keeps("entry paths", files[0], files[1])


def test_nan(tmp_path):
    """The reference writes bare NaN; we read it, and refuse to write it."""
    artifact = wandb.Artifact("nan", "dataset")
    array = numpy.array([[0.0, numpy.nan, numpy.inf], [1, 2, 3]])
    artifact.add(wandb.Object3D(array), "nan")
    theirs = py.save_artifact(artifact, tmp_path / "python")
    found = cpp.read(theirs).array("nan.object3D-file.json")
    Survey("object3d, points", PYTHON_TO_CPP).keeps("NaN and infinities", numpy.array_equal(found, array, equal_nan=True), True)
    numpy.save(tmp_path / "nan.npy", array)
    answer = cpp.write(tmp_path / "cpp", [{"name": "n", "type": "object3D-file", "source": {"npy": str(tmp_path / "nan.npy")}}])
    assert "points[0][1] is NaN" in json.dumps(answer["artifact"]["n"]["error"])


@pytest.mark.parametrize("file", KEPT)
def test_meshes(tmp_path, file):
    """Files are kept byte for byte; the reference keeps no meshes in artifacts, but reads ours."""
    answer = cpp.write(tmp_path / "cpp", [{"name": "m", "type": "object3D-file", "source": {"path": str(MESHES / file)}}])
    assert "error" not in answer["artifact"]["m"], answer
    value = py.open_artifact(tmp_path / "cpp" / "artifact").get("m")
    Survey("object3d, mesh", CPP_TO_PYTHON).keeps("bytes", bytes_of(value), (MESHES / file).read_bytes())
    artifact = wandb.Artifact("mesh", "dataset")
    with pytest.raises(ValueError):
        artifact.add(wandb.Object3D(str(MESHES / file)), "m")


def test_mesh_of_arrays(tmp_path):
    vertices = numpy.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], "float32")
    numpy.save(tmp_path / "v.npy", vertices)
    numpy.save(tmp_path / "f.npy", numpy.array([[0, 1, 2]]))
    cpp.write(tmp_path / "cpp", [{"name": "m", "type": "object3D-file", "source": {"npy": str(tmp_path / "v.npy")},
                                  "options": {"faces": "@f"}, "parts": {"f": {"npy": str(tmp_path / "f.npy")}}}])
    content = bytes_of(py.open_artifact(tmp_path / "cpp" / "artifact").get("m"))
    assert content[:4] == b"glTF" and vertices.tobytes() in content
    Survey("object3d, mesh", CPP_TO_PYTHON).keeps("arrays, as glb", content[:4], b"glTF")


BOXES = {"straight": {"center": [3, 4, 5], "size": [6, 8, 10], "orientation": [1, 0, 0, 0]},
         "turned": {"center": [5, 3, 4], "size": [6, 8, 10], "orientation": [1, 1, 1, 1]},
         "any": {"center": [0.1, -0.2, 0.3], "size": [1.5, 2.25, 0.125], "orientation": [0.9, 0.1, 0.3, 0.05]},
         "negative": {"center": [0.1, -0.2, 0.3], "size": [1.5, 2.25, 0.125], "orientation": [0.9, -0.1, 0.3, -0.05]}}


@pytest.mark.parametrize("case", BOXES)
def test_box3d(tmp_path, case):
    if not hasattr(wandb, "box3d"):
        pytest.skip("this version has no box3d")
    look = {"color": [1, 2, 3], "label": "a", "score": 0.5}
    theirs = wandb.box3d(**{key: numpy.array(each, float) for key, each in BOXES[case].items()}, color=(1, 2, 3), label="a",
                         score=0.5)
    options = {"reference_rotation": True} if case == "negative" else {}
    cpp.write(tmp_path / "cpp", [{"name": "b", "type": "object3D-file", "options": options,
                                  "source": {"json": {"type": "lidar/beta", "boxes": [{**BOXES[case], **look}]}}}])
    ours = json.loads(bytes_of(py.open_artifact(tmp_path / "cpp" / "artifact").get("b")))["boxes"][0]
    kind = "object3d, box3d with reference_rotation" if options else "object3d, box3d"
    assert list(ours) == list(theirs) and ours["color"] == [1, 2, 3] and ours["label"] == "a"
    Survey(kind, CPP_TO_PYTHON).keeps("corners", numpy.allclose(ours["corners"], theirs["corners"], rtol=1e-14, atol=1e-15), True)


def test_caption(tmp_path):
    numpy.save(tmp_path / "p.npy", ARRAYS["int64 x 3"])
    cpp.write(tmp_path / "cpp", [{"name": "c", "type": "object3D-file", "source": {"npy": str(tmp_path / "p.npy")},
                                  "options": {"caption": "a cloud"}}])
    value = py.open_artifact(tmp_path / "cpp" / "artifact").get("c")
    Survey("object3d, points", CPP_TO_PYTHON).loses("caption", getattr(value, "_caption", None), "a cloud", WHY_CAPTION)
    if not py.NEW:
        return
    artifact = wandb.Artifact("caption", "dataset")
    artifact.add(wandb.Object3D(ARRAYS["int64 x 3"], caption="a cloud"), "c")
    read = cpp.read(py.save_artifact(artifact, tmp_path / "python"))
    Survey("object3d, points", PYTHON_TO_CPP).keeps("caption", read["c.object3D-file.json"]["fields"].get("caption"), "a cloud")


def test_runs(tmp_path, run):
    """What a run's history holds: values and lists, as each language writes them."""
    numpy.save(tmp_path / "p.npy", ARRAYS["float64 x 6"])
    point_spec = {"type": "object3D-file", "source": {"npy": str(tmp_path / "p.npy")}}
    file_spec = {"type": "object3D-file", "source": {"path": str(MESHES / "cube.obj")}}
    answer = cpp.write(tmp_path / "cpp", [{"name": "o3d_points", **point_spec}, {"name": "o3d_file", **file_spec}],
                       batches={"o3d_list": [point_spec, file_spec]})
    ours = {key: cpp.without_ours(each["json"]) for key, each in {**answer["run"], **answer["batches"]}.items()}
    values = {"o3d_points": wandb.Object3D(ARRAYS["float64 x 6"]), "o3d_file": wandb.Object3D(str(MESHES / "cube.obj"))}
    values["o3d_list"] = [wandb.Object3D(ARRAYS["float64 x 6"]), wandb.Object3D(str(MESHES / "cube.obj"))]
    for step, (key, value) in enumerate(values.items()):
        theirs = py.log_to_run(run, key, step, value)
        kind = {"o3d_points": "object3d, points", "o3d_file": "object3d, mesh", "o3d_list": "object3d, list"}[key]
        if py.NEW or key == "o3d_file":
            Survey(kind, CPP_RUN).keeps("JSON", ours[key], theirs)
            paths = [each["path"] for each in theirs.get("objects", [theirs])]
            Survey(kind, CPP_RUN).keeps("bytes", [(tmp_path / "cpp" / "run" / "files" / path).read_bytes() for path in paths],
                                        [(pathlib.Path(run.dir) / path).read_bytes() for path in paths])
        else:
            assert list(ours[key]) == list(theirs)  # the old reference lays its text out otherwise
