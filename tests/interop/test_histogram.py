"""Histograms, both ways: numpy.histogram as the judge of ours, to the last bit, and the JSON that both write.

The reference refuses to add a histogram to an artifact and to read one. Its history and the cells of its tables have
the same JSON, which C++ reads.
"""
import json
import os
import warnings

import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_RUN, CPP_TO_PYTHON, PYTHON_RUN, Survey
from values import SEED

wandb = py.wandb
COUNT = int(os.environ.get("WBM_INTEROP_HISTOGRAMS", "240"))
NUMPY_2 = int(numpy.__version__.split(".")[0]) >= 2
# NumPy 1 does not round the edges of float16 and float32, and takes ranges that are too small; the rules for the number
# of bins are those of 2.4.
RULES = tuple(int(part) for part in numpy.__version__.split(".")[:2]) >= (2, 4)
DTYPES = ["float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bool"]
if NUMPY_2:
    DTYPES += ["float32", "float16"]
NAMES = ["auto", "fd", "doane", "scott", "stone", "rice", "sturges", "sqrt"]


def integers(random, dtype, count):
    info = numpy.iinfo(dtype)
    middle = int(random.integers(info.min, info.max, endpoint=True, dtype=dtype))
    width = int(random.choice([1, 3, 100, 10**6, 2**62]))
    low, high = [(info.min, info.max), (max(info.min, middle - width), min(info.max, middle + width)),
                 (middle, middle)][random.integers(3)]
    return random.integers(low, high, count, endpoint=True, dtype=dtype)


def reals(random, dtype, count):
    info = numpy.finfo(dtype)
    kind = random.integers(7)
    if kind == 0:
        numbers = random.normal(size=count) * 10.0 ** random.integers(-6, 6)
    elif kind == 1:  # denormals
        numbers = random.random(count) * float(info.smallest_subnormal) * float(random.choice([3, 100, 1e5]))
    elif kind == 2:  # up to the largest, where a range may overflow
        numbers = (random.random(count) - 0.5) * float(info.max) * float(random.choice([0.3, 0.9, 1.5]))
    elif kind == 3:  # equal
        numbers = numpy.full(count, random.normal() * 10.0 ** random.integers(-8, 12))
    elif kind == 4:  # a small range far from 0
        numbers = 10.0 ** random.integers(-3, 8) + random.random(count) * 10.0 ** random.integers(-14, -1)
    elif kind == 5:  # on edges
        numbers = random.integers(-50, 50, count) / float(random.choice([1, 2, 3, 10, 64]))
    else:  # any bits
        numbers = numpy.frombuffer(random.bytes(count * numpy.dtype(dtype).itemsize), dtype)
    with numpy.errstate(over="ignore"):
        numbers = numbers.astype(dtype)
    return numbers[numpy.isfinite(numbers)]


def numbers_of(random, dtype):
    count = int(random.choice([0, 1, 2, 10, 33, 1000, 1024, 3000]))
    if dtype == "bool":
        return random.random(count) < 0.5
    return reals(random, dtype, count) if dtype.startswith("f") else integers(random, dtype, count)


def bins_of(random, numbers):
    kind = random.random()
    if kind < 0.6 or not len(numbers):
        return int(random.choice([1, 2, 3, 32, 64, 100, 512]))
    if kind < 0.8 and RULES:
        return str(random.choice(NAMES))
    if numbers.dtype.kind == "f" and random.random() < 0.5:
        return sorted(float(edge) for edge in random.choice(numbers, 12))
    return sorted(int(edge) for edge in random.integers(-130, 300, 20))


def by_numpy(numbers, bins):
    """What the reference makes of them, or None."""
    with warnings.catch_warnings(), numpy.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return wandb.Histogram(numbers, num_bins=bins).to_json()
        except (ValueError, IndexError, OverflowError):
            return None


def json_of(answer, name):
    return answer["run"][name]["json"]


def test_random_numbers(tmp_path):
    """Counts and edges of random arrays of every type, denormal, huge, equal, in tiny ranges."""
    random = numpy.random.default_rng(SEED)
    inputs, values = [], []
    for index in range(COUNT):
        numbers = numbers_of(random, DTYPES[index % len(DTYPES)])
        bins = bins_of(random, numbers)
        file = tmp_path / f"{index}.npy"
        numpy.save(file, numbers)
        inputs.append((numbers, bins))
        values.append({"name": f"v{index}", "type": "histogram", "source": {"npy": str(file)},
                       "options": {"num_bins": bins}})
    answer = cpp.write(tmp_path / "cpp", values)
    sees = Survey("histogram, random", CPP_RUN)
    for index, (numbers, bins) in enumerate(inputs):
        name, expected = f"v{index}", by_numpy(numbers, bins)
        what = f"seed {SEED}, v{index}: {numbers.dtype}, {len(numbers)} numbers, bins {bins}"
        if expected is None:
            assert "error" in answer["artifact"][name], what
        elif NUMPY_2 or "error" not in answer["artifact"][name]:
            assert "error" not in answer["artifact"][name], (what, answer["artifact"][name])
            found = json_of(answer, name)
            assert list(found) == ["_type", "values", "bins"], what
            assert found["bins"] == expected["bins"], what
            sees.keeps("counts and edges of NumPy, to the last bit", found, expected)


LISTS = [[1, 2, 3], [[1, 2], [3, 4]], 5, [], [True, False], [1, 2.5, True], [2**63, 2**64 - 1], [1, 2**63], [0.1, -0.1]]


def test_lists(tmp_path):
    """Python's lists, as numpy.asarray takes them."""
    answer = cpp.write(tmp_path / "cpp", [{"name": f"v{i}", "type": "histogram", "source": {"json": each},
                                           "options": {"num_bins": 4}} for i, each in enumerate(LISTS)])
    sees = Survey("histogram, of a list", CPP_RUN)
    for index, each in enumerate(LISTS):
        sees.keeps("JSON", json_of(answer, f"v{index}"), by_numpy(each, 4))


PAIRS = [([1, 2, 4], [3, 10, 20, 0]), ([0.25, 0.5], [0.0, 1.5, 2.5]), ([], [0]), ([-1, 2], [5, 1, 2])]


def test_counts_and_edges(tmp_path):
    values = []
    for index, (counts, edges) in enumerate(PAIRS):
        values.append({"name": f"list{index}", "type": "histogram", "source": {"json": None},
                       "options": {"np_histogram": [counts, edges]}})
        for part in ("counts", "edges"):
            numpy.save(tmp_path / f"{part}{index}.npy", numpy.array(counts if part == "counts" else edges))
        values.append({"name": f"array{index}", "type": "histogram", "source": {"json": None},
                       "options": {"np_histogram": ["@counts", "@edges"]},
                       "parts": {part: {"npy": str(tmp_path / f"{part}{index}.npy")} for part in ("counts", "edges")}})
    answer = cpp.write(tmp_path / "cpp", values)
    sees = Survey("histogram, of counts and edges", CPP_RUN)
    for index, (counts, edges) in enumerate(PAIRS):
        sees.keeps("JSON, of lists", json_of(answer, f"list{index}"),
                   wandb.Histogram(np_histogram=(counts, edges)).to_json())
        arrays = (numpy.array(counts), numpy.array(edges))
        sees.keeps("JSON, of arrays", json_of(answer, f"array{index}"), wandb.Histogram(np_histogram=arrays).to_json())


REFUSED = [({"json": [1, 2]}, {"num_bins": 0}), ({"json": [1, 2]}, {"num_bins": 513}),
           ({"json": [1]}, {"num_bins": 2.5}), ({"json": [[1, 2], [3]]}, {}), ({"json": [1]}, {"num_bins": "Auto"}),
           ({"json": [1]}, {"num_bins": [1, 0]}),
           ({"json": None}, {"np_histogram": [[1, 2], [0, 1]]}), ({"json": None}, {"np_histogram": [[1], [2], [3]]}),
           ({"json": None}, {})]


def test_refusals(tmp_path):
    """What one refuses, the other does."""
    answer = cpp.write(tmp_path / "cpp", [{"name": f"v{i}", "type": "histogram", "source": source, "options": options}
                                          for i, (source, options) in enumerate(REFUSED)])
    for index, (source, options) in enumerate(REFUSED):
        assert "error" in answer["artifact"][f"v{index}"], (source, options)
        with pytest.raises((ValueError, TypeError)):
            wandb.Histogram(source["json"], **options)


def test_not_finite(tmp_path):
    numpy.save(tmp_path / "a.npy", numpy.array([1, numpy.nan, 2, numpy.inf]))
    source = {"npy": str(tmp_path / "a.npy")}
    answer = cpp.write(tmp_path / "cpp", [
        {"name": "refused", "type": "histogram", "source": source},
        {"name": "skipped", "type": "histogram", "source": source, "options": {"skip_nonfinite": True, "num_bins": 2}}])
    assert "1 NaN and 1 infinities among 4" in answer["artifact"]["refused"]["error"]
    with pytest.raises(ValueError):
        wandb.Histogram(numpy.load(tmp_path / "a.npy"))
    found = json_of(answer, "skipped")
    assert found.pop("_wbm") == {"skipped_nonfinite": 2}
    assert found == wandb.Histogram([1.0, 2.0], num_bins=2).to_json()


def history(tmp_path, run, values):
    """A run that Python logged them to, as C++ reads it."""
    row = {"_step": 0, **{name: py.log_to_run(run, name, 0, value) for name, value in values.items()}}
    return cpp.read(py.save_history(run, tmp_path / "python", [json.loads(json.dumps(row))]))


def test_python_run(tmp_path, run):
    """What Python logs is read whole, and written again as it was."""
    made = {"normal": wandb.Histogram(numpy.random.default_rng(1).normal(size=999)),
            "single": wandb.Histogram(numpy.linspace(0, 1, 50, dtype="float32"), num_bins=7),
            "given": wandb.Histogram(np_histogram=([1, 2], [0, 1, 2])),
            "odd": wandb.Histogram(np_histogram=([1.5, float("nan")], [0, float("inf"), -1]))}
    read = history(tmp_path, run, made)
    sees = Survey("histogram", PYTHON_RUN)
    for name, value in made.items():
        written = json.dumps(read.json(name))
        sees.keeps("JSON", written, json.dumps(value.to_json()))
        fields = read[name]["fields"]
        assert json.dumps([fields["histogram"], fields["bins"]]) == json.dumps([value.histogram, value.bins])
    sees.keeps("counts as an array", read.array("normal"), numpy.array(made["normal"].histogram))
    sees.keeps("densities as an array", numpy.nan_to_num(read.array("odd"), nan=-1.0), numpy.array([1.5, -1.0]))
    assert read.problems == []


def test_run_list(tmp_path, run):
    """A list of histograms is a list of their JSON in both."""
    specs = [{"type": "histogram", "source": {"json": each}, "options": {"num_bins": 2}} for each in ([1, 2, 3], [4])]
    answer = cpp.write(tmp_path / "cpp", [], batches={"k": specs})
    theirs = py.log_to_run(run, "k", 0, [wandb.Histogram([1, 2, 3], num_bins=2), wandb.Histogram([4], num_bins=2)])
    Survey("histogram, a list", CPP_RUN).keeps("JSON", answer["batches"]["k"]["json"], theirs)


def test_packed(tmp_path):
    """The form in which W&B's server gives histograms of a run: what its own UI computes edges from."""
    packed = {"_type": "histogram", "values": [3, 5, 7, 1],
              "packedBins": {"min": -0.03076171875, "size": 0.000957489013671875, "count": 4}}
    answer = cpp.write(tmp_path / "cpp", [
        {"name": "server", "type": "histogram", "restore": packed},
        {"name": "made", "type": "histogram", "source": {"json": [0, 1, 4]},
         "options": {"packed": True, "num_bins": 4}}])
    assert json_of(answer, "server") == packed
    edges = [packed["packedBins"]["min"] + i * packed["packedBins"]["size"] for i in range(5)]
    assert cpp.read(tmp_path / "cpp" / "run")["server"]["fields"]["bins"] == edges
    assert json_of(answer, "made") == {"_type": "histogram", "values": [1, 1, 0, 1],
                                       "packedBins": {"min": 0, "size": 1, "count": 4}}


def test_artifact(tmp_path):
    """C++ keeps histograms in artifacts; the reference neither adds nor reads them."""
    answer = cpp.write(tmp_path / "cpp", [{"name": "h", "type": "histogram", "source": {"json": [1, 2, 3]}}])
    opened = py.open_artifact(tmp_path / "cpp" / "artifact")
    assert opened.manifest.digest() == answer["digest"]
    with pytest.raises((ValueError, TypeError)):
        wandb.Artifact("a", "dataset").add(wandb.Histogram([1, 2, 3]), "h")
    try:
        found = opened.get("h").to_json()
    except NotImplementedError:
        found = None
    Survey("histogram", CPP_TO_PYTHON).loses("everything", found, wandb.Histogram([1, 2, 3]).to_json(),
                                             "the reference cannot read histograms; its files are sound JSON")
    copy = cpp.copy(tmp_path / "cpp" / "artifact", tmp_path / "copy")
    assert cpp.read(copy).digest == answer["digest"]
