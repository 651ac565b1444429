"""Traces, both ways: the texts that each language makes of the same tree. Random trees come from WBM_INTEROP_SEED.

The reference keeps traces in runs and in cells of tables; an artifact of its own holds none, and it reads none back.
"""
import json

import pytest
from wandb.sdk.data_types import trace_tree

import wandb_side as py
import cpp_side as cpp
import values
from survey import CPP_RUN, CPP_TO_PYTHON, PYTHON_RUN, PYTHON_TO_CPP, ROUND_TRIP, Survey

wandb = py.wandb
WHY_READ = "the reference reads no trace back, not even its own: it looks for a file"
KINDS, CODES = list(trace_tree.SpanKind), list(trace_tree.StatusCode)
INTEGERS = [0, -1, 2**31, 2**53 + 1, -2**63, 2**64, 3**60, -10**40]
NUMBERS = [0.0, -0.0, 1.5, 1e-7, 1e15, 1e16, 1 / 3, 5e-324, 1.7976931348623157e308, float("nan"), float("inf"), -float("inf")]
TEXTS = ["", "é", "日本 😀", "\"q\" \\ / \b\f\n\r\t\x01\x7f", "NaN", "\u2028", "<b>&"]


class Trees(values.Values):
    """Random spans, as the reference has them and as JSON."""

    def any_of(self, items):
        return items[self.number(0, len(items) - 1)]

    def value(self, depth):
        kind = self.number(0, 7 if depth else 4)
        if kind >= 6:
            return self.members(depth - 1)
        if kind == 5:
            return [self.value(depth - 1) for _ in range(self.number(0, 4))]
        return [None, self.chance(0.5), self.any_of(INTEGERS), self.any_of(NUMBERS), self.any_of(TEXTS)][kind]

    def members(self, depth):
        return {self.any_of(TEXTS) + str(index): self.value(depth) for index in range(self.number(0, 4))}

    def maybe(self, value):
        return value if self.chance(0.6) else None

    def span(self, depth):
        count = self.number(0, 3) if depth else 0
        return trace_tree.Span(
            span_id=self.maybe(self.text()), name=self.maybe(self.any_of(TEXTS)),
            start_time_ms=self.maybe(self.number(0, 2**53)), end_time_ms=self.maybe(-self.number(0, 2**40)),
            status_code=self.maybe(self.any_of(CODES)), status_message=self.maybe(self.text()),
            attributes=self.maybe(self.members(3)),
            results=self.maybe([trace_tree.Result(self.maybe(self.members(2)), self.maybe(self.members(2)))
                                for _ in range(self.number(0, 3))]),
            child_spans=self.maybe([self.span(depth - 1) for _ in range(count)]), span_kind=self.maybe(self.any_of(KINDS)))


def json_of(span):
    """The span as a C++ user gives it: without the members that are not set, in another order, kinds in small letters."""
    given = {key: member for key, member in reversed(vars(span).items()) if member is not None}
    for key in ("status_code", "span_kind"):
        if key in given:
            given[key] = given[key].value.lower()
    if "results" in given:
        given["results"] = [dict(vars(each)) for each in given["results"]]
    if "child_spans" in given:
        given["child_spans"] = [json_of(each) for each in given["child_spans"]]
    return given


def spec_of(name, span, model):
    # As text, so that integers of any length arrive.
    text = json.dumps({"root_span": json_of(span), "model_dict": model})
    return {"name": name, "type": "wb_trace_tree", "source": {"text": text}}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The same traces by C++ (in an artifact and a run) and by Python (as JSON)."""
    folder = tmp_path_factory.mktemp("trace_tree")
    trees = Trees(values.SEED, folder / "inputs")
    made = {"empty": (trace_tree.Span(), None), "model": (trace_tree.Span(name="m"), {})}
    for index in range(values.COUNT):
        made[f"v{index}"] = (trees.span(4), trees.maybe(trees.members(4)))
    answer = cpp.write(folder, [spec_of(name, *each) for name, each in made.items()])
    assert not [each for each in answer["artifact"].values() if "error" in each], (values.SEED, answer)
    return folder, answer, {name: trace_tree.WBTraceTree(*each) for name, each in made.items()}


def test_texts(both, run):
    """Every text is the reference's, to the byte."""
    folder, answer, made = both
    read = cpp.read(folder / "artifact")
    for step, (name, value) in enumerate(made.items()):
        theirs = py.log_to_run(run, name, step, value)
        Survey("trace", CPP_RUN).keeps("JSON", answer["run"][name]["json"], theirs)
        Survey("trace", CPP_TO_PYTHON).keeps("texts, hash", read.json(f"{name}.wb_trace_tree.json"), theirs)


def test_table(both, tmp_path):
    """A table of the reference holds the very JSON that our entry has."""
    folder, _, made = both
    artifact = wandb.Artifact("table", "dataset")
    artifact.add(wandb.Table(columns=["t"], data=[[each] for each in made.values()]), "t")
    table = json.loads((py.save_artifact(artifact, tmp_path / "python") / "t.table.json").read_text())
    allowed = table["column_types"]["params"]["type_map"]["t"]["params"]["allowed_types"]
    assert {"wb_type": "wb_trace_tree"} in allowed
    for name, (cell,) in zip(made, table["data"]):
        entry = json.loads((folder / "artifact" / f"{name}.wb_trace_tree.json").read_text())
        Survey("trace", CPP_TO_PYTHON).keeps("as the cell of a table", entry, cell)


def test_python_to_cpp(both, run, tmp_path):
    """A run of the reference, read and written again by C++."""
    _, _, made = both
    rows = [{name: py.log_to_run(run, name, step, value), "_step": step} for step, (name, value) in enumerate(made.items())]
    py.save_history(run, tmp_path / "python", rows)
    read = cpp.read(tmp_path / "python")
    for row, (name, value) in zip(rows, made.items()):
        fields = read[name]["fields"]
        sees = Survey("trace", PYTHON_RUN)
        sees.keeps("JSON", read.json(name), row[name])
        span = value._root_span
        known = {"name": span.name, "span_id": span.span_id, "status_code": span.status_code and span.status_code.value,
                 "span_kind": span.span_kind and span.span_kind.value, "start_time_ms": span.start_time_ms,
                 "end_time_ms": span.end_time_ms}
        sees.keeps("names, times, kind, status", {key: fields.get(key) for key in known}, known)
        sees.keeps("number of spans", fields["spans"], count(span))


def count(span):
    return 1 + sum(count(child) for child in span.child_spans or [])


def test_restored(both, tmp_path):
    """JSON of the reference, restored into an artifact of ours and copied: the same text."""
    _, _, made = both
    specs = [{"name": name, "restore": value.to_json(None)} for name, value in made.items()]
    cpp.write(tmp_path / "cpp", specs)
    copy = cpp.copy(tmp_path / "cpp" / "artifact", tmp_path / "copy")
    for name, value in made.items():
        kept = json.loads((copy / f"{name}.wb_trace_tree.json").read_text())
        Survey("trace", PYTHON_TO_CPP).keeps("texts, hash", kept, value.to_json(None))
    equal = cpp.equal(tmp_path / "cpp" / "artifact", copy)
    Survey("trace", ROUND_TRIP).keeps("everything (C++'s ==), by way of JSON", {json.dumps(each) for each in equal.values()},
                                      {'{"equal": true}'})


def test_reading_back(both):
    folder, _, _ = both
    try:
        found = py.open_artifact(folder / "artifact").get("empty")
    except KeyError:
        found = None
    Survey("trace", CPP_TO_PYTHON).loses("reading back", type(found).__name__, "WBTraceTree", WHY_READ)


def test_trace(run, tmp_path):
    """The builder: what the reference's Trace makes of calls, C++ makes of the same members."""
    Trace = trace_tree.Trace
    root = Trace("root", kind="Agent", status_code="success", metadata={"a": 1}, inputs={"q": "x"}, model_dict={"n": 1})
    child = Trace("child", kind="llm", model_dict={"_kind": "openai"}, start_time_ms=1, end_time_ms=2)
    child.outputs = {"o": [1]}
    root.add_child(child)
    root.inputs = {"q": "y"}
    root.add_inputs_and_outputs({}, {"z": None})
    root.metadata = {"b": float("nan")}
    theirs = py.log_to_run(run, "builder", 0, trace_tree.WBTraceTree(root._span, root._model_dict))
    answer = cpp.write(tmp_path, [spec_of("builder", root._span, root._model_dict)])
    Survey("trace", CPP_RUN).keeps("JSON", answer["run"]["builder"]["json"], theirs)


@pytest.mark.parametrize("member", [{"kind": "robot"}, {"status_code": "ok"}, {"inputs": [1]}, {"metadata": 5}])
def test_both_refuse(tmp_path, member):
    with pytest.raises(AssertionError):
        trace_tree.Trace("t", **member)
    names = {"kind": "span_kind", "metadata": "attributes"}
    span = {names.get(key, key): each for key, each in member.items()}
    if "inputs" in span:
        span = {"results": [span]}
    answer = cpp.write(tmp_path, [{"name": "t", "type": "wb_trace_tree", "source": {"json": {"root_span": span}}}])
    assert "error" in answer["artifact"]["t"]
