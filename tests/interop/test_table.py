"""Tables, both ways: cells of every kind, arrays, times, values, keys, joined and partitioned tables, runs."""
import datetime
import json
import math

import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_RUN, CPP_TO_PYTHON, PYTHON_ROUND_TRIP, PYTHON_RUN, PYTHON_TO_CPP, Survey

wandb = py.wandb
R = numpy.random.default_rng(14)
UTC = datetime.timezone.utc
MOMENT = datetime.datetime(2020, 1, 2, 3, 4, 5, 678000, UTC)
PRECISE = MOMENT.replace(microsecond=678901)
WHY_MODE = "versions before log modes write none; C++ writes it for all"
WHY_NAN = "NaN is null in the reference's artifacts"
WHY_MICROSECONDS = "the reference's artifacts hold milliseconds; C++ keeps the rest under `_wbm`"
WHY_SHORT = "the reference writes arrays of one dimension with up to 150 numbers as lists"
WHY_INNER = "the reference does not read values inside lists and dicts"
WHY_UNREAD = "the reference cannot read one of its own that has such cells"

# One column of each: what JSON says of its cells.
KINDS = {
    "integers": [1, -7, 0, 2**53 + 1, -2**63, None],
    "integers of 64 bits without sign": [2**64 - 1, 1],
    "reals": [0.5, -1e300, 5e-324, 1e16, 3.0, 0.1, None],
    "integers and reals": [1, 0.5, None],
    "infinities": [math.inf, -math.inf],
    "booleans": [True, False, None],
    "texts": ["cat", "é ☃ 😀", "", "a\"b\\c\n\t\x01", None],
    "nulls": [None, None],
    "lists": [[1, 2], [0.5], [], None],
    "lists of texts": [["a"], ["b", "c"]],
    "lists of lists": [[[1], [2, 3]], [[4]]],
    "lists with nulls": [[1, None], [None, 2]],
    "dicts": [{"a": 1, "b": "x"}, {"a": 2.5, "b": "y"}, None],
    "dicts of lists and dicts": [{"a": {"b": [1, 2]}}, {"a": {"b": [3]}}],
    "lists of dicts": [[{"a": 1}], [{"a": 2}, {"a": 3}]],
}
MIXED = [1, "a", True, [1], {"b": 2}, None]
ARRAYS = {
    "short": R.random((4, 3)),
    "150 numbers": R.random((2, 150)),
    "151 numbers": R.random((2, 151)),
    "matrices": R.random((3, 2, 4)),
    "float32": R.random((3, 2, 2)).astype(numpy.float32),
    "int64": R.integers(-5, 5, (3, 2, 2)),
    "uint8": R.integers(0, 255, (2, 3, 3), numpy.uint8),
    "bool": R.integers(0, 2, (3, 2, 2)).astype(bool),
}


def name_of(case):
    return case.replace(" ", "_")


def table_spec(name, columns, rows, parts=(), **options):
    return {"name": name, "type": "table", "source": {"json": rows}, "options": {"columns": columns, **options},
            "parts": dict(parts)}


def entry(name):
    return f"{name}.table.json"


def rows_of(read, name):
    answer = read[entry(name)]["rows"]
    assert "error" not in answer, answer
    return answer["value"]


def json_of(folder, name):
    found = json.loads((folder / entry(name)).read_text())
    if not py.NEW:
        found.pop("log_mode", None)
    return found


def put(tables, folder):
    artifact = wandb.Artifact("tables", "dataset")
    for name, table in tables.items():
        artifact.add(table, name)
    return py.save_artifact(artifact, folder)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Every kind of plain cell by C++ and by Python, and the copy of Python's by C++."""
    folder = tmp_path_factory.mktemp("table")
    specs = [table_spec(name_of(case), ["c"], [[cell] for cell in cells]) for case, cells in KINDS.items()]
    specs.append(table_spec("mixed", ["c"], [[cell] for cell in MIXED], allow_mixed_types=True))
    answer = cpp.write(folder, specs)
    assert not [each for each in answer["artifact"].values() if "error" in each], answer
    tables = {name_of(case): wandb.Table(columns=["c"], data=[[cell] for cell in cells]) for case, cells in KINDS.items()}
    tables["mixed"] = wandb.Table(columns=["c"], data=[[cell] for cell in MIXED], allow_mixed_types=True)
    theirs = put(tables, folder / "python")
    return {"ours": folder / "artifact", "theirs": theirs, "copy": cpp.copy(theirs, folder / "copy"), "tables": tables,
            "ours read": cpp.read(folder / "artifact"), "theirs read": cpp.read(theirs),
            "equal": cpp.equal(folder / "artifact", theirs)}


@pytest.mark.parametrize("case", [*KINDS, "mixed"])
def test_plain_cells(plain, case):
    name = name_of(case)
    cells = KINDS.get(case, MIXED)
    kind = f"table, {case}"
    found = py.open_artifact(plain["ours"]).get(name)
    sees = Survey(kind, CPP_TO_PYTHON)
    sees.keeps("cells", [row[0] for row in found.data], cells)
    sees.keeps("types of cells", [type(row[0]) for row in found.data], [type(cell) for cell in cells])
    sees.keeps("everything (wandb's ==)", bool(found == plain["tables"][name]), True)
    sees.keeps("JSON", json_of(plain["ours"], name), json_of(plain["theirs"], name))
    back = Survey(kind, PYTHON_TO_CPP)
    back.keeps("cells", [row[0] for row in rows_of(plain["theirs read"], name)], cells)
    back.keeps("everything (C++'s ==)", plain["equal"][entry(name)], {"equal": True})
    again = py.open_artifact(plain["copy"]).get(name)
    Survey(kind, PYTHON_ROUND_TRIP).keeps("everything (wandb's ==)", bool(again == plain["tables"][name]), True)


def test_bytes(plain):
    """An entry is the same, byte for byte, and so is its digest."""
    ours, theirs, copy = (py.open_artifact(plain[which]).manifest for which in ("ours", "theirs", "copy"))
    digests = [{path: each.digest for path, each in manifest.entries.items()} for manifest in (ours, theirs, copy)]
    Survey("table", CPP_TO_PYTHON).keeps_if(py.NEW, "bytes of entries", digests[0], digests[1], WHY_MODE)
    Survey("table", PYTHON_ROUND_TRIP).keeps("bytes of entries", digests[2], digests[1])


def test_nan(tmp_path):
    rows = [[math.nan], [1.5]]
    cpp.write(tmp_path / "cpp", [table_spec("t", ["c"], rows)])
    found = py.open_artifact(tmp_path / "cpp" / "artifact").get("t")
    theirs = put({"t": wandb.Table(columns=["c"], data=rows)}, tmp_path / "python")
    Survey("table, NaN", CPP_TO_PYTHON).loses("NaN", str(found.data[0][0]), "nan", WHY_NAN)
    Survey("table, NaN", CPP_TO_PYTHON).keeps("JSON", json_of(tmp_path / "cpp" / "artifact", "t"), json_of(theirs, "t"))
    Survey("table, NaN", PYTHON_TO_CPP).loses("NaN", str(rows_of(cpp.read(theirs), "t")[0][0]), "nan", WHY_NAN)


def test_times(tmp_path):
    day = datetime.date(1999, 12, 31)
    cpp.write(tmp_path / "cpp", [table_spec("t", ["time", "day", "precise"], [
        [{"$time": int(MOMENT.timestamp() * 1000)}, {"$time": day.isoformat()}, {"$time": PRECISE.isoformat()}],
        [None, None, None]])])
    table = wandb.Table(columns=["time", "day", "precise"], data=[[MOMENT, day, PRECISE], [None, None, None]])
    theirs = put({"t": table}, tmp_path / "python")
    sees = Survey("table, times", CPP_TO_PYTHON)
    found = py.open_artifact(tmp_path / "cpp" / "artifact").get("t")
    sees.keeps("milliseconds", found.data[0][0], MOMENT)
    sees.keeps("dates, as times", found.data[0][1], datetime.datetime(1999, 12, 31, tzinfo=UTC))
    sees.loses("microseconds", found.data[0][2], PRECISE, WHY_MICROSECONDS)
    sees.keeps("JSON", cpp.without_ours(json_of(tmp_path / "cpp" / "artifact", "t")), json_of(theirs, "t"))
    read = cpp.read(theirs)
    back = Survey("table, times", PYTHON_TO_CPP)
    back.keeps("milliseconds", rows_of(read, "t")[0][0], int(MOMENT.timestamp() * 1000))
    again = py.open_artifact(cpp.copy(theirs, tmp_path / "copy")).get("t")
    Survey("table, times", PYTHON_ROUND_TRIP).keeps("everything (wandb's ==)", bool(again == py.open_artifact(theirs).get("t")), True)
    assert rows_of(cpp.read(tmp_path / "cpp" / "artifact"), "t")[1] == [None, None, None]


@pytest.fixture(scope="module")
def arrays(tmp_path_factory):
    folder = tmp_path_factory.mktemp("arrays")
    specs, tables = [], {}
    for case, stack in ARRAYS.items():
        parts = {}
        for index, array in enumerate(stack):
            numpy.save(folder / f"{name_of(case)}{index}.npy", array)
            parts[str(index)] = {"npy": str(folder / f"{name_of(case)}{index}.npy")}
        specs.append(table_spec(name_of(case), ["n", "array"], [[i, {"$part": str(i)}] for i in range(len(stack))], parts))
        tables[name_of(case)] = wandb.Table(columns=["n", "array"], data=[[i, array] for i, array in enumerate(stack)])
    answer = cpp.write(folder, specs)
    assert not [each for each in answer["artifact"].values() if "error" in each], answer
    theirs = put(tables, folder / "python")
    return folder / "artifact", theirs, cpp.copy(theirs, folder / "copy")


@pytest.mark.parametrize("case", ARRAYS)
def test_arrays(arrays, case):
    ours, theirs, copy = arrays
    name, stack = name_of(case), ARRAYS[case]
    kind = f"table, arrays: {case}"
    cells = [numpy.asarray(row[1]) for row in py.open_artifact(ours).get(name).data]
    sees = Survey(kind, CPP_TO_PYTHON)
    sees.keeps("numbers", [cell.tolist() for cell in cells], stack.tolist())
    sees.keeps("dtype", [cell.dtype for cell in cells], [array.dtype for array in stack])
    found = rows_of(cpp.read(theirs), name)
    Survey(kind, PYTHON_TO_CPP).keeps("numbers", [row[1] for row in found], stack.tolist())
    again = py.open_artifact(copy).get(name)
    Survey(kind, PYTHON_ROUND_TRIP).keeps("everything (wandb's ==)", bool(again == py.open_artifact(theirs).get(name)), True)
    if stack[0].ndim == 1 and stack[0].size <= 150:
        cell = py.open_artifact(ours).get(name).data[0][1]
        sees.loses("the array itself", type(cell), numpy.ndarray, WHY_SHORT)
        assert rows_of(cpp.read(ours), name)[0][1] == stack[0].tolist()


def media_specs(folder):
    numpy.save(folder / "picture.npy", R.integers(2, 256, (5, 7, 3), numpy.uint8))
    numpy.save(folder / "sound.npy", (R.random(800) * 2 - 1).astype(numpy.float32))
    numpy.save(folder / "numbers.npy", R.random(50))
    picture, sound, numbers = (numpy.load(folder / f"{name}.npy") for name in ("picture", "sound", "numbers"))
    return {
        "image": ({"type": "image-file", "source": {"npy": str(folder / "picture.npy")}, "options": {"caption": "c"}},
                  wandb.Image(picture, caption="c")),
        "audio": ({"type": "audio-file", "source": {"npy": str(folder / "sound.npy")},
                   "options": {"sample_rate": 8000, "caption": "s"}},
                  wandb.Audio(sound, sample_rate=8000, caption="s")),
        "html": ({"type": "html-file", "source": {"text": "<h1>é</h1>"}}, wandb.Html("<h1>é</h1>")),
        "histogram": ({"type": "histogram", "source": {"npy": str(folder / "numbers.npy")}, "options": {"num_bins": 8}},
                      wandb.Histogram(numbers.tolist(), num_bins=8)),
    }


def content_of(value):
    """What a value holds, as far as both languages see it."""
    if isinstance(value, wandb.Image):
        return numpy.asarray(value.image).tolist(), value._caption
    if isinstance(value, wandb.Audio):
        return open(value._path, "rb").read()[:4], value._caption
    if isinstance(value, wandb.Html):
        return open(value._path, "rb").read()
    return value


def type_read(folder):
    """The class of the first value that Python reads, or of what it raises."""
    try:
        return type(py.open_artifact(folder).get("t").data[0][1])
    except (TypeError, ValueError, KeyError, AttributeError, NotImplementedError) as refusal:
        return type(refusal)


@pytest.mark.parametrize("type_", ["image", "audio", "html", "histogram"])
def test_values(tmp_path, type_):
    spec, value = media_specs(tmp_path)[type_]
    cpp.write(tmp_path / "cpp", [table_spec("t", ["n", "value"], [[1, {"$part": "v"}], [2, None]], {"v": {"value": spec}})])
    ours = tmp_path / "cpp" / "artifact"
    kind = f"table, values: {type_}"
    theirs = put({"t": wandb.Table(columns=["n", "value"], data=[[1, value], [2, None]])}, tmp_path / "python")
    read = rows_of(cpp.read(theirs), "t")
    mine = rows_of(cpp.read(ours), "t")
    sees, back = Survey(kind, CPP_TO_PYTHON), Survey(kind, PYTHON_TO_CPP)
    back.keeps("values", read[0][1]["_type"], mine[0][1]["_type"])
    back.keeps("nulls", read[1][1], None)
    copied = cpp.copy(theirs, tmp_path / "copy")
    if type_ == "histogram":
        for folder in (theirs, ours):
            sees.loses("values", type_read(folder), wandb.Histogram, WHY_UNREAD)
        return
    copy = py.open_artifact(copied)
    expected = py.open_artifact(theirs).get("t")
    found = py.open_artifact(ours).get("t")
    sees.keeps("values", content_of(found.data[0][1]), content_of(expected.data[0][1]))
    sees.keeps("nulls", found.data[1], [2, None])
    Survey(kind, PYTHON_ROUND_TRIP).keeps("values", content_of(copy.get("t").data[0][1]), content_of(expected.data[0][1]))


def test_values_in_lists(tmp_path):
    spec, value = media_specs(tmp_path)["html"]
    cpp.write(tmp_path / "cpp", [table_spec("t", ["v"], [[[{"$part": "v"}, {"$part": "v"}]]], {"v": {"value": spec}})])
    assert [each["_type"] for each in rows_of(cpp.read(tmp_path / "cpp" / "artifact"), "t")[0][0]] == ["html-file"] * 2
    theirs = put({"t": wandb.Table(columns=["v"], data=[[[value, value]]])}, tmp_path / "python")
    Survey("table, values in lists", PYTHON_TO_CPP).keeps(
        "values", [each["_type"] for each in rows_of(cpp.read(theirs), "t")[0][0]], ["html-file"] * 2)
    for folder in (tmp_path / "cpp" / "artifact", theirs):
        try:
            found = type(py.open_artifact(folder).get("t").data[0][0][0])
        except TypeError as refusal:
            found = type(refusal)
        Survey("table, values in lists", CPP_TO_PYTHON).loses("values", found, wandb.Html, WHY_INNER)


@pytest.fixture(scope="module")
def linked(tmp_path_factory):
    """A table whose columns are keys and row numbers of another, by both."""
    folder = tmp_path_factory.mktemp("keys")
    owners = {"columns": ["id", "name"], "data": [["a", "Ada"], ["b", "Bob"]]}
    spec = {"type": "table", "source": {"json": owners}, "options": {"primary_key": "id"}}
    cpp.write(folder, [{"name": "owners", **spec}, table_spec(
        "cars", ["owner", "row"], [["b", {"$index": 1, "table": "t"}], ["a", {"$index": 0, "table": "t"}]],
        {"t": {"value": spec}}, foreign_keys={"owner": {"table": "@t", "column": "id"}})])
    first = wandb.Table(**owners)
    first.set_pk("id")
    second = wandb.Table(columns=["owner", "row"], data=[])
    for owner, index in (("b", 1), ("a", 0)):
        second.add_data(owner, first.index_ref(index))
    second.set_fk("owner", first, "id")
    theirs = put({"owners": first, "cars": second}, folder / "python")
    return folder / "artifact", theirs, cpp.copy(theirs, folder / "copy")


def test_keys(linked):
    ours, theirs, copy = linked
    sees = Survey("table, keys", CPP_TO_PYTHON)
    expected = py.open_artifact(theirs).get("cars")
    for survey, folder in ((sees, ours), (Survey("table, keys", PYTHON_ROUND_TRIP), copy)):
        artifact = py.open_artifact(folder)
        cars = artifact.get("cars")
        survey.keeps("cells", cars.data, expected.data)
        survey.keeps("kinds of keys", {name: type(each).__name__ for name, each in cars._column_types.params["type_map"].items()},
                     {name: type(each).__name__ for name, each in expected._column_types.params["type_map"].items()})
        survey.keeps("rows behind keys", [row[1].get_row() for row in cars.data], [row[1].get_row() for row in expected.data])
        survey.keeps("primary key", artifact.get("owners")._pk_col, "id")
    read = cpp.read(theirs)
    back = Survey("table, keys", PYTHON_TO_CPP)
    back.keeps("cells", rows_of(read, "cars"), [["b", 1], ["a", 0]])
    types = read[entry("cars")]["fields"]["column_types"]["params"]["type_map"]
    back.keeps("kinds of keys", [types[name]["wb_type"] for name in ("owner", "row")], ["foreignKey", "foreignIndex"])


def test_joined(tmp_path):
    left = {"columns": ["id", "x"], "data": [["a", 1], ["b", 2]]}
    right = {"columns": ["id", "y"], "data": [["b", 3], ["a", 4]]}
    parts = {name: {"value": {"type": "table", "source": {"json": each}}} for name, each in (("l", left), ("r", right))}
    cpp.write(tmp_path / "cpp", [{"name": "j", "type": "joined-table", "artifact_only": True, "parts": parts,
                                  "source": {"json": {"table1": "@l", "table2": "@r", "join_key": "id"}}}])
    joined = wandb.JoinedTable(wandb.Table(**left), wandb.Table(**right), "id")
    theirs = put({"j": joined}, tmp_path / "python")
    found = py.open_artifact(tmp_path / "cpp" / "artifact").get("j")
    sees = Survey("joined-table", CPP_TO_PYTHON)
    sees.keeps("join key", found._join_key, "id")
    sees.keeps("tables (wandb's ==)", found._table1 == joined._table1 and found._table2 == joined._table2, True)
    read = cpp.read(theirs)["j.joined-table.json"]["fields"]
    back = Survey("joined-table", PYTHON_TO_CPP)
    back.keeps("join key", read["join_key"], "id")
    back.keeps("columns", [read[side]["columns"] for side in ("table1", "table2")], [left["columns"], right["columns"]])
    again = py.open_artifact(cpp.copy(theirs, tmp_path / "copy")).get("j")
    Survey("joined-table", PYTHON_ROUND_TRIP).keeps("everything (wandb's ==)", again == joined, True)


def test_partitioned(tmp_path):
    parts = [{"columns": ["a", "b"], "data": [[index, f"row {index}"]]} for index in range(3)]
    cpp.write(tmp_path / "cpp", [
        *({"name": f"parts/{index}", "type": "table", "source": {"json": part}} for index, part in enumerate(parts)),
        {"name": "all", "type": "partitioned-table", "artifact_only": True, "source": {"json": {"parts_path": "parts"}}}])
    rows = [part["data"][0] for part in parts]
    found = py.open_artifact(tmp_path / "cpp" / "artifact").get("all")
    sees = Survey("partitioned-table", CPP_TO_PYTHON)
    sees.keeps("folder", found.parts_path, "parts")
    sees.keeps("rows", [row for _, row in found.iterrows()], rows)
    tables = {f"parts/{index}": wandb.Table(**part) for index, part in enumerate(parts)}
    theirs = put({**tables, "all": wandb.data_types.PartitionedTable("parts")}, tmp_path / "python")
    read = cpp.read(theirs)["all.partitioned-table.json"]
    back = Survey("partitioned-table", PYTHON_TO_CPP)
    back.keeps("folder", read["fields"]["parts_path"], "parts")
    back.keeps("rows", read.get("rows", {}).get("value"), rows)
    again = py.open_artifact(cpp.copy(theirs, tmp_path / "copy")).get("all")
    Survey("partitioned-table", PYTHON_ROUND_TRIP).keeps("rows", [row for _, row in again.iterrows()], rows)


def test_runs(tmp_path, run):
    """The file and the history of a run, as each language writes them."""
    cells = [[1, "é", None, math.nan], [2, "b", True, 0.5]]
    columns = ["n", "text", "flag", "real"]
    theirs = py.log_to_run(run, "rows", 3, wandb.Table(columns=columns, data=cells))
    answer = cpp.write(tmp_path / "cpp", [*({"name": f"before{step}", "type": "html-file", "source": {"text": "x"}}
                                            for step in range(3)), table_spec("rows", columns, cells)])
    ours = cpp.without_ours(answer["run"]["rows"]["json"])
    places = {"artifact_path", "_latest_artifact_path"}  # of the artifact that the reference logs beside it
    sees = Survey("table", CPP_RUN)
    shown = {key: each for key, each in ours.items() if py.NEW or key != "log_mode"}
    if py.NEW:
        sees.keeps("JSON", shown, {key: each for key, each in theirs.items() if key not in places})
    else:
        sees.keeps("JSON but of the file", {key: shown[key] for key in ("_type", "ncols", "nrows")},
                   {key: theirs[key] for key in ("_type", "ncols", "nrows")})
    py.save_history(run, tmp_path / "python", [{"rows": theirs, "_step": 3}])
    files = [(folder / "files" / each["path"]).read_bytes() for folder, each in
             ((tmp_path / "cpp" / "run", ours), (tmp_path / "python", theirs))]
    sees.keeps_if(py.NEW, "bytes of the file", files[0], files[1], "older versions write JSON with other blanks")
    sees.keeps("cells of the file", repr(json.loads(files[0])), repr(json.loads(files[1])))
    read = cpp.read(tmp_path / "python")["rows"]
    Survey("table", PYTHON_RUN).keeps("cells", repr(read["rows"]["value"]), repr(cells))
