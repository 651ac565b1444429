"""Random values: C++ writes, Python reads and writes, C++ reads; equal at the end.

WBM_INTEROP_SEED sets the seed, which every run prints; WBM_INTEROP_VALUES how many there are (100).
"""
import json
import pathlib

import numpy

import wandb_side as py
import cpp_side as cpp
from survey import ROUND_TRIP, Survey
from test_annotations import mask_pixels
from values import COUNT, SEED, TYPES, Values

wandb = py.wandb
ENTRIES = {"image-file": "image", "html-file": "html", "classes": "classes", "bounding-boxes": "bounding-boxes",
           "mask": "mask", **{type_.TYPE: type_.NAME for type_ in TYPES}}
FORGETS = {type_.TYPE: getattr(type_, "FORGETS", ()) for type_ in TYPES}
FORGETS_IN_JSON = {type_.TYPE: getattr(type_, "FORGETS_IN_JSON", ()) for type_ in TYPES}
# Members that the old version does not write and whose absence says the same.
UNSAID = {} if py.NEW else {type_.TYPE: getattr(type_, "UNSAID_BEFORE_0_20", ()) for type_ in TYPES}
FORGETS_DTYPE = {type_.TYPE for type_ in TYPES if getattr(type_, "FORGETS_DTYPE", False)}
OWN_CHECKS = {type_.TYPE: type_.python_finds for type_ in TYPES}


def python_finds(spec, value):
    """Checks what Python read against the SPEC."""
    options = spec.get("options", {})
    if spec["type"] in OWN_CHECKS:
        OWN_CHECKS[spec["type"]](spec, value)
    elif spec["type"] == "image-file":
        array = numpy.load(spec["source"]["npy"])
        assert (numpy.asarray(value.image) == array).all()
        assert value._caption == options.get("caption") and value._grouping == options.get("grouping")
        for layer, boxes in options.get("boxes", {}).items():
            assert value._boxes[layer]._val == boxes["box_data"]
        for layer, mask in options.get("masks", {}).items():
            ids = numpy.load(spec["parts"][mask["mask_data"][1:]]["npy"])
            assert (mask_pixels(value._masks[layer]) == ids).all()
        for one in options.get("classes", []):
            assert one in value._classes._class_set
    elif spec["type"] == "html-file":
        text = pathlib.Path(value._path).read_text("utf-8")
        assert text.endswith(spec["source"]["text"][len("<html><head>"):])
    elif spec["type"] == "classes":
        assert value._class_set == spec["source"]["json"]
    elif spec["type"] == "bounding-boxes":
        assert value._val == spec["source"]["json"]["box_data"]
    else:
        assert (mask_pixels(value) == numpy.load(spec["source"]["npy"])).all()


def without_labels(fields):
    """Fields without the labels of layers."""
    if not isinstance(fields, dict):
        return fields
    return {key: without_labels(each) for key, each in fields.items() if key not in ("class_labels", "box_labels")}


def members_of(read, name, type_):
    """What has to be the same at the end. The order of classes and the labels of a layer are what Python changes."""
    fields = {key: each for key, each in read[name].get("fields", {}).items() if key not in FORGETS.get(type_, ())}
    if "classes" in fields and isinstance(fields["classes"], list):
        fields["classes"] = sorted(json.dumps(each, sort_keys=True) for each in fields["classes"])
    written = cpp.without_ours(read.json(name))
    if isinstance(written, dict):
        written.pop("classes", None)
        for key in ("path", *FORGETS.get(type_, ()), *FORGETS_IN_JSON.get(type_, ()), *UNSAID.get(type_, ())):
            written.pop(key, None)
        for mask in (written.get("masks") or {}).values():
            mask.pop("path")
    return without_labels(fields), written


def test_random_values(tmp_path):
    specs = Values(SEED, tmp_path / "inputs").spec(COUNT)
    answer = cpp.write(tmp_path / "cpp", specs)
    refused = {name: each for name, each in answer["artifact"].items() if "error" in each}
    assert not refused, (SEED, refused)
    opened = py.open_artifact(tmp_path / "cpp" / "artifact")
    assert opened.manifest.digest() == answer["digest"]
    artifact = wandb.Artifact("back", "dataset")
    for spec in specs:
        value = opened.get(spec["name"])
        python_finds(spec, value)
        artifact.add(py.forget_source(value), spec["name"])
    back = py.save_artifact(artifact, tmp_path / "python")
    first, last = cpp.read(tmp_path / "cpp" / "artifact"), cpp.read(back)
    assert last.problems == [] and last.digest == artifact.digest
    for spec in specs:
        name = f"{spec['name']}.{spec['type']}.json"
        kind = ENTRIES[spec["type"]]
        sees = Survey(f"{kind}, random", ROUND_TRIP)
        ours, theirs = members_of(first, name, spec["type"]), members_of(last, name, spec["type"])
        sees.keeps("fields", theirs[0], ours[0])
        sees.keeps("JSON", theirs[1], ours[1])
        if "tensor" in first[name]:
            keeps_array(sees, spec["type"], last.array(name), first.array(name))
    check_equality(specs, cpp.equal(tmp_path / "cpp" / "artifact", back))


def keeps_array(sees, type_, found, expected):
    """The numbers, and their dtype unless Python forgets it."""
    if type_ in FORGETS_DTYPE:
        sees.keeps("numbers of the array", found.tolist(), expected.tolist())
    else:
        sees.keeps("array", found, expected)


def check_equality(specs, answers):
    """C++'s own ==. Values of which Python forgets something that C++ compares are others after it."""
    for spec in specs:
        labelled = spec["type"] == "mask" or {"boxes", "masks"} & set(spec.get("options", {}))
        if "kind" in FORGETS.get(spec["type"], ()) or FORGETS_IN_JSON.get(spec["type"]):
            sees = Survey(f"{ENTRIES[spec['type']]}, random", ROUND_TRIP)
            sees.loses("everything (C++'s ==)", answers[f"{spec['name']}.{spec['type']}.json"], {"equal": True},
                       "the reference drops captions and what C++ keeps beside the file")
            continue
        answer = answers[f"{spec['name']}.{spec['type']}.json"]
        sees = Survey(f"{ENTRIES[spec['type']]}, random{', with labels' if labelled else ''}", ROUND_TRIP)
        sees.keeps_if(not labelled, "everything (C++'s ==)", answer, {"equal": True},
                      "the reference's artifacts have no labels of a layer; those of the image hold them")
