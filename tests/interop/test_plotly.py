"""Plotly, both ways: what the builder makes, files, texts, arrays, table cells, lists, random figures.

The reference cannot read a figure back, so plotly itself reads ours: go.Figure checks every member.
"""
import base64
import hashlib
import json
import pathlib

import numpy
import plotly.graph_objects as go
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_RUN, CPP_TO_PYTHON, PYTHON_ROUND_TRIP, PYTHON_RUN, PYTHON_TO_CPP, Survey
from values import SEED, Values

wandb = py.wandb
CORPUS = pathlib.Path(__file__).parent.parent.parent / "plugins" / "plotly" / "corpus"
TYPES = ["scatter", "scattergl", "scatter", "bar", "bar", "histogram", "heatmap", "box", "surface", "scatter3d"]
SHORT = {"f8": "float64", "f4": "float32", "i1": "int8", "u1": "uint8", "i2": "int16", "u2": "uint16", "i4": "int32",
         "u4": "uint32"}
WHY_UNREADABLE = "the reference's Plotly cannot be read back: it is made from a figure, not from a file"
WHY_BLANKS = "0.15 writes blanks into the file"


def entry(name):
    return f"{name}.plotly-file.json"


def figure_in(folder, name):
    """The figure's text in an artifact of ours."""
    return (folder / json.loads((folder / entry(name)).read_text())["path"]).read_text(encoding="utf-8")


def numbers_of(array):
    """Numbers of a figure: plotly gives lists, tuples, arrays or typed arrays."""
    if isinstance(array, dict):
        numbers = numpy.frombuffer(base64.b64decode(array["bdata"]), SHORT[array["dtype"]])
        if "shape" in array:
            numbers = numbers.reshape([int(size) for size in str(array["shape"]).split(",")])
        return numbers.astype(float).tolist()
    return numpy.asarray(array, float).tolist()


def text_of(figure):
    """A figure's JSON as its file has it."""
    return json.dumps(figure.to_plotly_json(), separators=(",", ":"), ensure_ascii=False)


def same(a, b):
    return numpy.array_equal(numpy.asarray(a), numpy.asarray(b), equal_nan=True)


@pytest.mark.parametrize("name", ["builder", "builder_typed"])
def test_builder(tmp_path, name):
    """What plot::Figure writes for each kind of trace: the facade's test holds it to these files."""
    text = (CORPUS / f"{name}.plotly.json").read_text(encoding="utf-8")
    cpp.write(tmp_path / "cpp", [{"name": "f", "type": "plotly-file", "source": {"text": text}}])
    figure = go.Figure(json.loads(figure_in(tmp_path / "cpp" / "artifact", "f")))
    sees = Survey(f"plotly, {'typed arrays' if 'typed' in name else 'lists'}", CPP_TO_PYTHON)
    sees.keeps("what plotly checks, every trace of the builder", [trace.type for trace in figure.data], TYPES)
    sees.keeps("text", figure_in(tmp_path / "cpp" / "artifact", "f"), text)
    assert figure.layout.title.text == "every trace" and figure.layout.scene.zaxis.title.text == "height"
    numbers = [numbers_of(figure.data[index][key]) for index, key in ((0, "x"), (0, "y"), (2, "y"), (6, "z"), (9, "z"))]
    walk, large = [0.1, -2.5, 1e-7, 4], [1, 300, 70000, 5]
    sees.keeps("numbers", numbers, [walk, large, walk, [[1.5, 2, 3], [0.25, 5, 6]], large])


ARRAYS = {
    "float64": numpy.array([0.1, -1e300, 5e-324, 0]),
    "float32": numpy.array([[0.1, 2], [3, 4]], "f4"),
    "float16": numpy.array([0.5, 65504], "f2"),
    "int8": numpy.array([-128, 127], "i1"),
    "uint8": numpy.array([0, 255], "u1"),
    "int16": numpy.array([-32768, 5], "i2"),
    "uint16": numpy.array([65535], "u2"),
    "int32": numpy.array([[[1, 2], [3, 4]], [[5, 6], [7, -8]]], "i4"),
    "uint32": numpy.array([4294967295], "u4"),
    "int64": numpy.array([1, -70000]),
    "uint64": numpy.array([3], "u8"),
    "large": numpy.array([2**53, 1]),
    "strided": numpy.arange(12.0).reshape(3, 4).T,
    "empty": numpy.array([], "f8"),
}


@pytest.mark.parametrize("typed", [False, True])
def test_arrays(tmp_path, typed):
    """Arrays of every kind, in the place where plotly takes arrays of any shape."""
    values = Values(0, tmp_path / "inputs")
    specs = [{"name": name, "type": "plotly-file", "source": {"text": '{"data":[{"type":"scatter","customdata":"@a"}]}'},
              "options": {"typed_arrays": True} if typed else {}, "parts": {"a": values.array(array)}}
             for name, array in ARRAYS.items()]
    answer = cpp.write(tmp_path / "cpp", specs)
    assert not [each for each in answer["artifact"].values() if "error" in each], answer
    sees = Survey(f"plotly, {'typed arrays' if typed else 'lists'}", CPP_TO_PYTHON)
    for name, array in ARRAYS.items():
        figure = go.Figure(json.loads(figure_in(tmp_path / "cpp" / "artifact", name)))
        sees.keeps("arrays of each type and shape", numbers_of(figure.data[0].customdata), array.astype(float).tolist())


@pytest.mark.skipif(not py.NEW, reason="its plotly.js is older than typed arrays")
def test_typed_arrays_are_plotlys(tmp_path):
    """Byte for byte what plotly makes of the same arrays."""
    values = Values(0, tmp_path / "inputs")
    arrays = {name: each for name, each in ARRAYS.items() if name not in ("float16", "empty")}
    cpp.write(tmp_path / "cpp", [{"name": name, "type": "plotly-file", "source": {"text": '{"data":[{"customdata":"@a"}]}'},
                                  "options": {"typed_arrays": True}, "parts": {"a": values.array(array)}}
                                 for name, array in arrays.items()])
    for name, array in arrays.items():
        ours = json.loads(figure_in(tmp_path / "cpp" / "artifact", name))["data"][0]["customdata"]
        theirs = go.Figure(go.Scatter(customdata=array)).to_plotly_json()["data"][0]["customdata"]
        theirs = theirs if isinstance(theirs, dict) else numpy.asarray(theirs).tolist()
        Survey("plotly, typed arrays", CPP_TO_PYTHON).keeps("text of the array, as plotly writes it", ours, theirs)


def test_gaps(tmp_path):
    """NaN: a gap either way."""
    values = Values(0, tmp_path / "inputs")
    part = {"a": values.array(numpy.array([1.0, numpy.nan, numpy.inf]))}
    text = '{"data":[{"type":"scatter","y":"@a"}]}'
    cpp.write(tmp_path / "cpp", [
        {"name": "lists", "type": "plotly-file", "source": {"text": text}, "parts": part},
        {"name": "typed", "type": "plotly-file", "source": {"text": text}, "parts": part,
         "options": {"typed_arrays": True}}])
    folder = tmp_path / "cpp" / "artifact"
    assert json.loads(figure_in(folder, "lists"))["data"][0]["y"] == [1.0, None, None]
    typed = numbers_of(go.Figure(json.loads(figure_in(folder, "typed"))).data[0].y)
    Survey("plotly, typed arrays", CPP_TO_PYTHON).keeps("NaN", same(typed, [1, numpy.nan, numpy.inf]), True)
    sees = Survey("plotly, lists", CPP_TO_PYTHON)
    sees.loses("NaN", json.loads(figure_in(folder, "lists"))["data"][0]["y"], [1.0, numpy.nan, numpy.inf],
               "no browser reads bare NaN, so it is null, which plotly draws as the same gap")


FIGURES = {
    "plain": lambda: go.Figure(go.Scatter(x=[1, 2, 3], y=[3.5, 1, 2], name="é ☃")),
    "numpy": lambda: go.Figure(go.Scatter(x=numpy.arange(5), y=numpy.arange(5) ** 2 / 3)),
    "heatmap": lambda: go.Figure(go.Heatmap(z=numpy.arange(12).reshape(3, 4)), layout={"title": "t"}),
    "frames": lambda: go.Figure(data=[go.Bar(y=[1])], frames=[go.Frame(data=[go.Bar(y=[2])])]),
    "empty": lambda: go.Figure(),
}


def test_run(tmp_path, run):
    """The same figures logged by both, and a list of figures."""
    texts = {name: text_of(make()) for name, make in FIGURES.items()}
    spec = {name: {"type": "plotly-file", "source": {"text": text}} for name, text in texts.items()}
    answer = cpp.write(tmp_path / "cpp", [{"name": name, **each} for name, each in spec.items()],
                       batches={"list": [spec["plain"], spec["heatmap"]]})
    ours = cpp.without_ours({key: each["json"] for key, each in {**answer["run"], **answer["batches"]}.items()})
    made = {name: wandb.Plotly(make()) for name, make in FIGURES.items()}
    made["list"] = [wandb.Plotly(FIGURES["plain"]()), wandb.Plotly(FIGURES["heatmap"]())]
    theirs = {key: py.log_to_run(run, key, step, value) for step, (key, value) in enumerate(made.items())}
    for key in made:
        kind = "list of figures" if key == "list" else "plotly"
        Survey(kind, CPP_RUN).keeps_if(py.NEW, "members, names, sizes and hashes of files", ours[key], theirs[key],
                                       WHY_BLANKS)
        if key != "list":
            assert list(ours[key]) == list(theirs[key]), "the members stand in the same order"
    history = py.save_history(run, tmp_path / "python", [{"_step": step, key: theirs[key]}
                                                         for step, key in enumerate(FIGURES)])
    read = cpp.read(history)
    sees = Survey("plotly", PYTHON_RUN)
    for name in FIGURES:
        text = (history / "files" / theirs[name]["path"]).read_bytes()
        sees.keeps("text", read.array(name).tobytes(), text)
        sees.keeps("JSON", read.json(name), theirs[name])
    sees.keeps("traces and points", [(read[name]["fields"]["traces"], read[name]["fields"]["points"]) for name in FIGURES],
               [(1, 3), (1, 5), (1, 12), (1, 1), (0, 0)])
    sees.keeps("title", read["heatmap"]["fields"]["title"], "t")


def test_bare_nan(tmp_path, run):
    """The reference's bare NaN is read; a figure made of it anew has null."""
    theirs = py.log_to_run(run, "nan", 900, wandb.Plotly(go.Figure(go.Scatter(y=[1.0, float("nan")]))))
    history = py.save_history(run, tmp_path / "python", [{"_step": 0, "nan": theirs}])
    text = (history / "files" / theirs["path"]).read_text()
    assert "NaN" in text
    Survey("plotly", PYTHON_RUN).keeps("bare NaN", cpp.read(history).array("nan").tobytes(), text.encode())
    cpp.write(tmp_path / "cpp", [{"name": "f", "type": "plotly-file", "source": {"text": text}}])
    assert json.loads(figure_in(tmp_path / "cpp" / "artifact", "f"))["data"][0]["y"] == [1.0, None]


def with_entry(folder, name, cell):
    """Puts a cell's JSON into an artifact as an entry of its own."""
    text = json.dumps(cell)
    (folder / name).write_text(text)
    manifest = json.loads((folder / py.MANIFEST).read_text())
    digest = base64.b64encode(hashlib.md5(text.encode()).digest()).decode()
    manifest["contents"][name] = {"digest": digest, "size": len(text)}
    (folder / py.MANIFEST).write_text(json.dumps(manifest))


def test_table_cell(tmp_path):
    """In the reference's artifacts a figure is a cell of a table."""
    artifact = wandb.Artifact("table", "dataset")
    artifact.add(wandb.Table(columns=["figure"], data=[[wandb.Plotly(FIGURES["plain"]())]]), "t")
    theirs = py.save_artifact(artifact, tmp_path / "python")
    cell = json.loads((theirs / "t.table.json").read_text())["data"][0][0]
    with_entry(theirs, entry("cell"), cell)
    read = cpp.read(theirs)
    sees = Survey("plotly, table cell", PYTHON_TO_CPP)
    sees.keeps("text", read.array(entry("cell")).tobytes(), (theirs / cell["path"]).read_bytes())
    sees.keeps("JSON", read.json(entry("cell")), cell)
    cpp.write(tmp_path / "cpp", [{"name": "cell", "type": "plotly-file", "source": {"text": text_of(FIGURES["plain"]())}}])
    ours = cpp.without_ours(cpp.read(tmp_path / "cpp" / "artifact").json(entry("cell")))
    Survey("plotly, table cell", CPP_TO_PYTHON).keeps_if(py.NEW, "JSON, name of the file", ours, cell, WHY_BLANKS)


def test_entry(tmp_path):
    """An entry of its own is ours alone; Python finds the file."""
    cpp.write(tmp_path / "cpp", [{"name": "f", "type": "plotly-file", "source": {"text": text_of(FIGURES["plain"]())},
                                  "options": {"caption": "c"}}])
    folder = tmp_path / "cpp" / "artifact"
    artifact = wandb.Artifact("figure", "dataset")
    with pytest.raises((TypeError, ValueError)):  # as before 0.28 and since
        artifact.add(wandb.Plotly(FIGURES["plain"]()), "f")
    opened = py.open_artifact(folder)
    try:
        found = opened.get("f")
    except ValueError:
        found = None
    sees = Survey("plotly, entry", CPP_TO_PYTHON)
    sees.loses("the figure, by Artifact.get", found, "a figure", WHY_UNREADABLE)
    sees.keeps("the figure, by its file", go.Figure(json.loads(figure_in(folder, "f"))).to_plotly_json(),
               FIGURES["plain"]().to_plotly_json())
    assert cpp.read(folder)[entry("f")]["fields"]["caption"] == "c"
    copy = cpp.copy(folder, tmp_path / "copy")
    assert cpp.equal(folder, copy)[entry("f")] == {"equal": True} and py.digest_of(copy) == py.digest_of(folder)


def test_file(tmp_path):
    """A file that Python's plotly wrote is kept byte for byte."""
    file = tmp_path / "figure.plotly.json"
    FIGURES["numpy"]().write_json(str(file), pretty=True)
    cpp.write(tmp_path / "cpp", [{"name": "f", "type": "plotly-file", "source": {"path": str(file)}}])
    Survey("plotly, file", CPP_TO_PYTHON).keeps("bytes", figure_in(tmp_path / "cpp" / "artifact", "f"), file.read_text())


def random_figure(values):
    """A figure of random traces, and the arrays in it."""
    data, arrays = [], {}
    for index in range(values.number(1, 4)):
        count = values.number(1, 50)
        numbers = [values.random.normal(size=count), values.random.integers(-1000, 1000, count),
                   values.random.random(count).astype("f4")]
        trace = {"type": ["scatter", "bar", "box"][values.number(0, 2)], "name": values.text()}
        for key in ("x", "y"):
            arrays[f"{key}{index}"] = numbers[values.number(0, 2)]
            trace[key] = f"@{key}{index}"
        data.append(trace)
    return {"data": data, "layout": {"title": {"text": values.text()}}}, arrays


def test_random_figures(tmp_path):
    values = Values(SEED, tmp_path / "inputs")
    figures = [random_figure(values) for _ in range(30)]
    specs = [{"name": f"f{index}", "type": "plotly-file", "source": {"json": figure},
              "options": {"typed_arrays": values.chance(0.5)},
              "parts": {name: values.array(array) for name, array in arrays.items()}}
             for index, (figure, arrays) in enumerate(figures)]
    answer = cpp.write(tmp_path / "cpp", specs)
    assert not [each for each in answer["artifact"].values() if "error" in each], (SEED, answer)
    sees = Survey("plotly, random", CPP_TO_PYTHON)
    for index, (figure, arrays) in enumerate(figures):
        found = go.Figure(json.loads(figure_in(tmp_path / "cpp" / "artifact", f"f{index}")))
        for trace, expected in zip(found.data, figure["data"]):
            sees.keeps("texts", (trace.type, trace.name), (expected["type"], expected["name"]))
            for key in ("x", "y"):
                sees.keeps("numbers", numbers_of(trace[key]), arrays[expected[key][1:]].astype(float).tolist())
        sees.keeps("title", found.layout.title.text, figure["layout"]["title"]["text"])
    back = cpp.copy(tmp_path / "cpp" / "artifact", tmp_path / "copy")
    assert py.digest_of(back) == answer["digest"]


def test_from_our_file(tmp_path, run):
    """Python makes a figure of our file and logs it; C++ reads that."""
    text = text_of(FIGURES["numpy"]())
    cpp.write(tmp_path / "cpp", [{"name": "f", "type": "plotly-file", "source": {"text": text}}])
    figure = go.Figure(json.loads(figure_in(tmp_path / "cpp" / "artifact", "f")))
    theirs = py.log_to_run(run, "back", 901, wandb.Plotly(figure))
    history = py.save_history(run, tmp_path / "python", [{"_step": 0, "back": theirs}])
    Survey("plotly", PYTHON_ROUND_TRIP).keeps("the figure, through plotly", json.loads(cpp.read(history).array("back").tobytes()),
                                              json.loads(text))
