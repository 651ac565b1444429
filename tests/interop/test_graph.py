"""Graph, both ways: built ones, Keras and ONNX models. The reference logs graphs to runs and cannot read them."""
import hashlib
import json
import pathlib

import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_RUN, CPP_TO_PYTHON, PYTHON_RUN, Survey
from values import SEED, Values

wandb = py.wandb
TYPE = "graph-file"
SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "plugins" / "graph" / "corpus"
WHY_UNREADABLE = "the reference cannot read a graph: it makes a TorchGraph of the entry, which takes no file"
LATER = ("functions", "child_parameters", "is_constant")
GRAPHS = {
    "empty": {"nodes": [], "edges": []},
    "golden": {"nodes": [{"id": "a", "name": "Node A", "size": [4]},
                         {"id": "b", "name": "Node B", "class_name": "Conv", "size": [16, 3], "parameters": [["w", [3, 3]]],
                          "output_shape": [1, 2], "is_output": True, "num_parameters": 7}], "edges": [["a", "b"]]},
    "torch": {"format": "torch", "nodes": [{"id": 139872, "class_name": "Linear(4, 2)", "parameters": [["weight", [2, 4]]],
                                            "output_shape": [[1, 2]], "num_parameters": [8], "is_constant": False,
                                            "child_parameters": 8, "functions": ["relu"]}], "edges": []},
    "text": {"nodes": [{"id": "é"}, {"id": "日本", "name": "a \"b\" \\ \n \u2028 😀"}], "edges": [["é", "日本"], ["é", "日本"]]},
    "numbers": {"nodes": [{"id": 0, "output_shape": [0.1, 1e-7, 1e16, -0.0, 2**53]}, {"id": -1, "num_parameters": 2**62}],
                "edges": [[0, -1]]},
}


def graph_of(j):
    """The same graph made by Python."""
    graph = wandb.Graph(j.get("format", "keras"))
    for attributes in j["nodes"]:
        node = graph.add_node(**{key: each for key, each in attributes.items() if key not in LATER})
        for key, each in attributes.items():
            if key in LATER:
                setattr(node, key, each)
    for edge in j["edges"]:
        graph.add_edge(graph[edge[0]], graph[edge[1]])
    return graph


def spec(name, j, **more):
    return {"name": name, "type": TYPE, "source": {"json": j}, **more}


def compare_runs(folder, run, graphs, kind):
    """Logs graphs in both languages: JSON and bytes are the same, and C++ reads Python's run."""
    answer = cpp.write(folder / "cpp", [spec(name, j) for name, j in graphs.items()])
    rows = []
    for step, (name, j) in enumerate(graphs.items()):
        theirs = py.log_to_run(run, name, step, graph_of(j))
        ours = cpp.without_ours(answer["run"][name]["json"])
        bytes_ = [(folder / "cpp" / "run" / "files" / ours["path"]).read_bytes(),
                  (pathlib.Path(run.dir) / theirs["path"]).read_bytes()]
        if py.NEW:
            Survey(kind, CPP_RUN).keeps("JSON", ours, theirs)
            Survey(kind, CPP_RUN).keeps("bytes", *bytes_)
        else:
            assert list(ours) == list(theirs)  # the old reference lays its text out otherwise
            Survey(kind, CPP_RUN).keeps("the graph's file, parsed", *map(json.loads, bytes_))
        rows.append({"_step": step, name: theirs})
    read = cpp.read(py.save_history(run, folder / "python", rows))
    for name, j in graphs.items():
        fields = read[name]["fields"]
        sees = Survey(kind, PYTHON_RUN)
        sees.keeps("counts", [fields["nodes"], fields["edges"]], [len(j["nodes"]), len(j["edges"])])
        sees.keeps("format", fields["format"], j.get("format", "keras"))
        ids = [node.get("id") for node in j["nodes"]]
        pairs = [[ids.index(edge[0]), ids.index(edge[1])] for edge in j["edges"]]
        sees.keeps("edges", read.array(name).reshape(-1, 2).tolist(), pairs)
        sees.keeps("JSON", read.json(name)["sha256"], next(row for row in rows if name in row)[name]["sha256"])


def test_runs(tmp_path, run):
    compare_runs(tmp_path, run, GRAPHS, "graph")


def random_graph(values):
    count = values.number(0, 12)
    ids = [values.text() + str(i) if values.chance(0.7) else i for i in range(count)]
    nodes = []
    for each in ids:
        node = {"id": each}
        if values.chance(0.6):
            node["name"] = values.text()
        if values.chance(0.6):
            node["class_name"] = values.text()
        if values.chance(0.4):
            node["size"] = [values.number(1, 64) for _ in range(values.number(0, 4))]
        if values.chance(0.4):
            node["output_shape"] = [None if values.chance(0.2) else values.number(1, 64) for _ in range(values.number(1, 4))]
        if values.chance(0.3):
            node["is_output"] = values.chance(0.5)
        if values.chance(0.5):
            node["num_parameters"] = values.number(0, 2**40) if values.chance(0.7) else [values.number(0, 99), values.fraction()]
        for key in LATER:
            if values.chance(0.1):
                node[key] = {"functions": [values.text()], "child_parameters": values.number(0, 99), "is_constant": True}[key]
        nodes.append(node)
    edges = [[ids[i], ids[j]] for i in range(count) for j in range(i + 1, count) if values.chance(0.2)]
    return {"format": values.text(), "nodes": nodes, "edges": edges}


def test_random(tmp_path, run):
    values = Values(SEED, tmp_path / "inputs")
    compare_runs(tmp_path, run, {f"random_graph_{i}": random_graph(values) for i in range(30)}, "graph, random")


def test_artifacts(tmp_path):
    """Ours may be in artifacts; the reference refuses to write them there, and cannot read any graph."""
    answer = cpp.write(tmp_path / "cpp", [spec("g", GRAPHS["golden"], options={"caption": "a graph"})])
    assert "error" not in answer["artifact"]["g"], answer
    folder = tmp_path / "cpp" / "artifact"
    path = json.loads((folder / "g.graph-file.json").read_text())["path"]
    assert hash_of(folder / path) == "0c5dcd242cdf371239"
    assert path.startswith("media/graph/") and path.endswith(".graph.json")
    opened = py.open_artifact(folder)
    found = (opened.get_entry if py.NEW else opened.get_path)(path).download()
    Survey("graph", CPP_TO_PYTHON).keeps("bytes", pathlib.Path(found).read_bytes(), (folder / path).read_bytes())
    try:
        seen = opened.get("g")
        nodes = len(seen.nodes) if seen is not None else None
    except Exception as problem:  # not a graph that it knows how to make
        nodes = repr(type(problem))
    Survey("graph", CPP_TO_PYTHON).loses("nodes and edges", nodes, 2, WHY_UNREADABLE)
    with pytest.raises((TypeError, ValueError)):
        wandb.Artifact("g", "dataset").add(graph_of(GRAPHS["golden"]), "g")
    read = cpp.read(folder)
    assert read["g.graph-file.json"]["fields"]["caption"] == "a graph" and read.problems == []
    copy = cpp.copy(folder, tmp_path / "copy")
    assert cpp.equal(folder, copy)["g.graph-file.json"] == {"equal": True}


def hash_of(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()[:18]


def test_refusals(tmp_path):
    """What Python refuses with an exception, C++ does by name."""
    bad = {"attribute": {"nodes": [{"id": "a", "foo": 1}], "edges": []}, "size": {"nodes": [{"id": "a", "size": 4}], "edges": []}}
    for j in bad.values():
        with pytest.raises(TypeError):
            graph_of(j)
    answer = cpp.write(tmp_path, [spec(name, j) for name, j in bad.items()])
    assert "\"foo\"" in json.dumps(answer["artifact"]["attribute"]["error"]).replace("\\", "")
    assert "size" in answer["artifact"]["size"]["error"]


class Layer:
    """What Graph.from_keras looks at of a layer."""

    def __init__(self, name, output_shape, count):
        self.name, self.output_shape, self.count, self._inbound_nodes = name, output_shape, count, []

    def count_params(self):
        return self.count


class Inbound:
    def __init__(self, layer):
        self.inbound_layers = layer


def duck_model(layers):
    """A live model for the reference: (class, name, output shape, parameters, inbound names)."""
    made = {}
    for class_name, name, shape, count, inbound in layers:
        layer = type(class_name, (Layer,), {})(name, shape, count)
        layer._inbound_nodes = [Inbound(made[each]) for each in inbound]
        made[name] = layer
    model = type("Sequential", (), {})()
    model.layers = list(made.values())
    return model


KERAS = {
    "functional.json": [("InputLayer", "pixels", (None, 8, 8, 3), 0, ()), ("Conv2D", "conv_a", (None, 6, 6, 4), 112, ["pixels"]),
                        ("Conv2D", "conv_b", (None, 6, 6, 4), 112, ["pixels"]), ("Add", "add", (None, 6, 6, 4), 0, ["conv_a", "conv_b"]),
                        ("BatchNormalization", "bn", (None, 6, 6, 4), 16, ["add"]), ("MaxPooling2D", "pool", (None, 3, 3, 4), 0, ["bn"]),
                        ("Flatten", "flatten", (None, 36), 0, ["pool"]), ("Dense", "scores", (None, 2), 74, ["flatten"])],
    "keras2.json": [("InputLayer", "input_1", (None, 28, 28, 1), 0, ()), ("Conv2D", "conv2d", (None, 14, 14, 8), 80, ["input_1"]),
                    ("BatchNormalization", "batch_normalization", (None, 14, 14, 8), 32, ["conv2d"]),
                    ("GlobalAveragePooling2D", "gap", (None, 8), 0, ["batch_normalization"]), ("Dense", "dense", (None, 10), 90, ["gap"]),
                    ("Dense", "aux", (None, 1), 8, ["gap"])],
}


@pytest.mark.parametrize("file", [*KERAS, "small.keras"])
def test_from_keras(tmp_path, run, file):
    """A model's JSON gives what the reference's from_keras makes of the live model."""
    model = KERAS["functional.json" if file == "small.keras" else file]
    theirs = py.log_to_run(run, "keras_" + file.partition(".")[0], 0, wandb.Graph.from_keras(duck_model(model)))
    answer = cpp.write(tmp_path, [{"name": "k", "type": TYPE, "source": {"path": str(SAMPLES / file)}}])
    ours = (tmp_path / "run" / "files" / answer["run"]["k"]["json"]["path"]).read_bytes()
    expected = (pathlib.Path(run.dir) / theirs["path"]).read_bytes()
    sees = Survey("graph, from Keras", CPP_RUN)
    sees.keeps("what from_keras makes", json.loads(ours), json.loads(expected))
    if py.NEW:
        sees.keeps("bytes", ours, expected)


ONNX = ("small.onnx", "branches.onnx", "loop.onnx", "external.onnx")


@pytest.mark.parametrize("file", ONNX)
def test_onnx(tmp_path, file):
    """Nodes, edges and parameters are those that the onnx package finds."""
    onnx = pytest.importorskip("onnx")
    graph = onnx.load(str(SAMPLES / file), load_external_data=False).graph
    weights = {each.name: int(numpy.prod(list(each.dims), dtype=numpy.int64)) for each in graph.initializer}
    answer = cpp.write(tmp_path, [{"name": "o", "type": TYPE, "source": {"path": str(SAMPLES / file)}}])
    found = json.loads((tmp_path / "run" / "files" / answer["run"]["o"]["json"]["path"]).read_bytes())
    top = {node["id"]: node for node in found["nodes"] if "/" not in node["id"]}
    inputs = [each.name for each in graph.input if each.name not in weights]
    operators = [each.op_type if each.domain in ("", "ai.onnx") else f"{each.domain}.{each.op_type}" for each in graph.node]
    assert [node["class_name"] for node in top.values()] == ["Input"] * len(inputs) + operators
    ids = list(top)
    makers = dict(zip(inputs, ids))
    makers.update({output: id_ for node, id_ in zip(graph.node, ids[len(inputs):]) for output in node.output})
    edges = [[makers[each], id_] for node, id_ in zip(graph.node, ids[len(inputs):]) for each in node.input if each in makers]
    assert [edge for edge in found["edges"] if "/" not in edge[0] + edge[1]] == edges
    outputs = {each.name for each in graph.output}
    for node, id_ in zip(graph.node, ids[len(inputs):]):
        taken = [each for each in node.input if each in weights]
        assert [each[0] for each in top[id_].get("parameters", [])] == taken
        assert top[id_].get("is_output", False) == bool(outputs & set(node.output))
        for each in taken:  # counted where it is first taken
            weights[each], count = 0, weights[each]
            top[id_]["num_parameters"] -= count
        assert top[id_]["num_parameters"] == 0
