"""Random objects for values.py and test_random.py: points and scenes. Python cannot add meshes to an artifact."""
import json
import pathlib

import numpy

TYPE = "object3D-file"
NAME = "object3d"
# What Python does not give back: it drops the caption, and "_wbm" with all that is known of the content.
FORGETS_DTYPE = True
FORGETS = ("bounds", "boxes", "caption", "dtype", "kind", "oriented_boxes", "points", "vectors")
DTYPES = ("float64", "float32", "int64", "int16", "uint8")


def points(values):
    shape = (values.number(0, 40), (3, 4, 6)[values.number(0, 2)])
    dtype = DTYPES[values.number(0, len(DTYPES) - 1)]
    if dtype.startswith("float"):
        return (values.random.standard_normal(shape) * 10.0 ** values.number(-6, 6)).astype(dtype)
    low = 0 if dtype == "uint8" else -100
    return values.random.integers(low, 100, shape).astype(dtype)


def box(values):
    look = {"color": [values.number(0, 255) for _ in range(3)], "label": values.text(), "score": values.fraction()}
    if values.chance(0.5):
        return {"corners": values.random.standard_normal((8, 3)).tolist(), **look}
    return {"center": values.random.standard_normal(3).tolist(), "size": values.random.random(3).tolist(),
            "orientation": (values.random.random(4) + 0.01).tolist(), **look}


def spec(values):
    options = {"caption": values.text()} if values.chance(0.6) else {}
    if values.chance(0.5):
        return {"type": TYPE, "source": values.array(points(values)), "options": options}
    scene = {"type": "lidar/beta", "boxes": [box(values) for _ in range(values.number(0, 4))],
             "vectors": [{"start": values.random.random(3).tolist(), "end": [1, 2, 3]}] * values.number(0, 2),
             "points": "@points"}
    return {"type": TYPE, "source": {"json": scene}, "options": options,
            "parts": {"points": values.array(points(values))}}


def python_finds(spec, value):
    """Checks what Python read against the SPEC."""
    content = pathlib.Path(value._path).read_bytes()
    file = json.loads(content)
    if "npy" in spec["source"]:
        assert file == numpy.load(spec["source"]["npy"]).tolist()
        return
    scene = spec["source"]["json"]
    assert list(file) == ["type", "vectors", "points", "boxes"]
    assert file["points"] == numpy.load(spec["parts"]["points"]["npy"]).tolist()
    assert file["vectors"] == scene["vectors"] and len(file["boxes"]) == len(scene["boxes"])
    for found, given in zip(file["boxes"], scene["boxes"]):
        assert numpy.shape(found["corners"]) == (8, 3)
        assert all(found[key] == given[key] for key in ("color", "label", "score"))
