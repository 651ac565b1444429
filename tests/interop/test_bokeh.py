"""Bokeh, both ways: plots and widgets of the real Bokeh, files, and documents of older versions."""
import json
import pathlib

import numpy
import pytest
from bokeh import models
from bokeh.document import Document
from bokeh.plotting import figure

import wandb_side as py
import cpp_side as cpp
from survey import CPP_RUN, CPP_TO_PYTHON, PYTHON_ROUND_TRIP, PYTHON_RUN, PYTHON_TO_CPP, Survey

wandb = py.wandb
WHY_CAPTION = "the reference's Bokeh has no caption"
BOKEH_2 = pathlib.Path(__file__).resolve().parents[2] / "plugins" / "bokeh" / "corpus" / "bokeh2.bokeh.json"


def line():
    plot = figure(width=100, height=100, title="é 日本 😀")
    plot.line([1, 2, 3], [1, 4, 9.5])
    plot.scatter([1e-7, float("nan"), -0.0], [1e300, 2, float("inf")])
    return plot


def arrays():
    plot = figure(width=200, height=100)
    plot.scatter(numpy.linspace(0, 1, 50), numpy.arange(50) ** 2, color=["red", "#00ff00"] * 25)
    return plot


PLOTS = {"line": line, "arrays": arrays, "slider": lambda: models.Slider(start=0, end=10, value=1, title="é"),
         "column": lambda: models.Column(models.Div(text="<b>\"x\"</b>"), models.Div(text="two"))}


def document_of(model):
    """What Bokeh writes, after the round trip that the reference makes."""
    document = Document()
    document.add_root(model)
    return Document.from_json(document.to_json(deferred=False)).to_json(deferred=False)


def write_file(path, document):
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def models_of(document):
    found = set()

    def walk(each):
        if isinstance(each, dict):
            if each.get("type") == "object" and "id" in each:
                found.add(each["id"])
            for member in each.values():
                walk(member)
        elif isinstance(each, list):
            for member in each:
                walk(member)

    walk(document["roots"])
    return len(found)


def bytes_of(value):
    return pathlib.Path(value._path).read_bytes()


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The same plots by C++ and by Python, and the copy of Python's by C++. Only the newest reference takes models of
    this Bokeh; the old one takes files."""
    folder = tmp_path_factory.mktemp("bokeh")
    artifact = wandb.Artifact("bokeh", "dataset")
    specs, made, documents = [], {}, {}
    for name, make in PLOTS.items():
        model = make()
        if py.NEW:
            made[name] = wandb.data_types.Bokeh(model)
            documents[name] = json.loads(bytes_of(made[name]))
        else:
            documents[name] = document_of(model)
            made[name] = wandb.data_types.Bokeh(str(write_file(folder / f"{name}.bokeh.json", documents[name])))
        artifact.add(made[name], name)
        specs.append({"name": name, "type": "bokeh-file", "source": {"json": documents[name]}})
    answer = cpp.write(folder / "cpp", specs)
    assert not [each for each in answer["artifact"].values() if "error" in each], answer
    theirs = py.save_artifact(artifact, folder / "python")
    return folder / "cpp" / "artifact", theirs, cpp.copy(theirs, folder / "copy"), made, documents


@pytest.mark.parametrize("name", PLOTS)
def test_plots(both, name):
    ours, theirs, copy, made, documents = both
    entry = f"{name}.bokeh-file.json"
    read = py.open_artifact(ours).get(name)
    Survey("bokeh", CPP_TO_PYTHON).keeps("document", read.b_obj.to_json(deferred=False),
                                         py.open_artifact(theirs).get(name).b_obj.to_json(deferred=False))
    if py.NEW:
        Survey("bokeh", CPP_TO_PYTHON).keeps("bytes", bytes_of(read), bytes_of(made[name]))
    there = cpp.read(theirs)
    sees = Survey("bokeh", PYTHON_TO_CPP)
    fields = there[entry]["fields"]
    sees.keeps("title, version, counts", [fields[key] for key in ("title", "version", "roots", "models")],
               ["Bokeh Application", documents[name]["version"], 1, models_of(documents[name])])
    assert cpp.read(ours)[entry]["fields"]["models"] == models_of(documents[name])
    sees.keeps("bytes", (copy / cpp.read(copy).json(entry)["path"]).read_bytes(), bytes_of(made[name]))
    back = py.open_artifact(copy).get(name)
    Survey("bokeh", PYTHON_ROUND_TRIP).keeps("everything (wandb's ==)", back == made[name], True)


def test_digest(both):
    """The newest reference writes the same text, so names and digests of files are the same."""
    ours, theirs, copy, _, _ = both
    assert py.digest_of(theirs) == py.digest_of(copy)
    if py.NEW:
        files = [{path: entry.digest for path, entry in py.open_artifact(each).manifest.entries.items()
                  if path.startswith("media/")} for each in (ours, theirs)]
        Survey("bokeh", CPP_TO_PYTHON).keeps("entry paths, digests", files[0], files[1])


def test_file(tmp_path):
    """A file is kept byte for byte by both, in artifacts under the same name."""
    file = write_file(tmp_path / "p.bokeh.json", document_of(line()))
    cpp.write(tmp_path / "cpp", [{"name": "p", "type": "bokeh-file", "source": {"path": str(file)}}])
    artifact = wandb.Artifact("file", "dataset")
    artifact.add(wandb.data_types.Bokeh(str(file)), "p")
    theirs = py.save_artifact(artifact, tmp_path / "python")
    read = py.open_artifact(tmp_path / "cpp" / "artifact").get("p")
    sees = Survey("bokeh, file", CPP_TO_PYTHON)
    sees.keeps("bytes", bytes_of(read), file.read_bytes())
    entries = [json.loads((folder / "p.bokeh-file.json").read_text()) for folder in (tmp_path / "cpp" / "artifact", theirs)]
    sees.keeps("JSON", cpp.without_ours(entries[0]), entries[1])


def test_bokeh_2(tmp_path):
    """The older form, which no Bokeh of today reads: sorted and laid out as the reference's code does it."""
    document = json.loads(BOKEH_2.read_text())
    cpp.write(tmp_path / "cpp", [{"name": "old", "type": "bokeh-file", "source": {"json": document}}])
    document["roots"]["references"].sort(key=lambda model: model["id"])
    artifact = tmp_path / "cpp" / "artifact"
    content = (artifact / json.loads((artifact / "old.bokeh-file.json").read_text())["path"]).read_text()
    if py.NEW:
        with (tmp_path / "theirs.json").open("w") as file:
            wandb.util.json_dump_safer(document, file)
        Survey("bokeh, of Bokeh 2", CPP_TO_PYTHON).keeps("text", content, (tmp_path / "theirs.json").read_text())
    else:
        assert json.loads(content) == document


def test_caption(tmp_path):
    cpp.write(tmp_path / "cpp", [{"name": "c", "type": "bokeh-file", "source": {"json": document_of(line())},
                                  "options": {"caption": "a line"}}])
    value = py.open_artifact(tmp_path / "cpp" / "artifact").get("c")
    Survey("bokeh", CPP_TO_PYTHON).loses("caption", getattr(value, "_caption", None), "a line", WHY_CAPTION)
    assert cpp.read(tmp_path / "cpp" / "artifact")["c.bokeh-file.json"]["fields"]["caption"] == "a line"


def test_runs(tmp_path, run):
    """What a run's history holds, as each language writes it."""
    file = write_file(tmp_path / "p.bokeh.json", document_of(arrays()))
    value = wandb.data_types.Bokeh(str(file))
    theirs = py.log_to_run(run, "bokeh_file", 0, value)
    answer = cpp.write(tmp_path / "cpp", [{"name": "bokeh_file", "type": "bokeh-file", "source": {"path": str(file)}}])
    Survey("bokeh, file", CPP_RUN).keeps("JSON", cpp.without_ours(answer["run"]["bokeh_file"]["json"]), theirs)
    assert (tmp_path / "cpp" / "run" / "files" / theirs["path"]).read_bytes() == file.read_bytes()
    rows = [{"bokeh_file": theirs, "_step": 0}]
    py.save_history(run, tmp_path / "python", rows)
    read = cpp.read(tmp_path / "python")
    Survey("bokeh, file", PYTHON_RUN).keeps("size, hash", [read["bokeh_file"]["fields"][key] for key in ("size", "sha256")],
                                            [theirs["size"], theirs["sha256"]])
    assert read["bokeh_file"]["fields"]["roots"] == 1


@pytest.mark.parametrize("content", ["nope", "[]", "{}", '{"roots": [], "title": "t"}', '{"roots": 5, "version": "3", "title": "t"}'])
def test_both_refuse(tmp_path, content):
    file = tmp_path / "bad.bokeh.json"
    file.write_text(content)
    answer = cpp.write(tmp_path / "cpp", [{"name": "b", "type": "bokeh-file", "source": {"path": str(file)}}])
    assert "error" in answer["artifact"]["b"]
    with pytest.raises(Exception):
        wandb.data_types.Bokeh(str(file))
