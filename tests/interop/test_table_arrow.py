"""Tables as Arrow streams, both ways: pyarrow, nanoarrow, polars, duckdb. Each is skipped where it is not installed."""
import ctypes
import datetime
import decimal
import json
import os
import pathlib

import pytest

LIBRARY = pathlib.Path(os.environ["WBM_INTEROP_PROGRAMS"]) / "table_arrow_bridge.so"
UTC = datetime.timezone.utc


class Stream(ctypes.Structure):
    """struct ArrowArrayStream: four functions and what they need."""
    _fields_ = [("functions", ctypes.c_void_p * 4), ("private_data", ctypes.c_void_p)]


@pytest.fixture(scope="module")
def bridge():
    if not LIBRARY.exists():
        pytest.skip("table_arrow_bridge is not built")
    library = ctypes.CDLL(str(LIBRARY))
    library.bridge_error.restype = library.bridge_rows.restype = ctypes.c_char_p
    library.bridge_read.restype = ctypes.c_void_p
    library.bridge_read.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    library.bridge_rows.argtypes = library.bridge_free.argtypes = [ctypes.c_void_p]
    library.bridge_write.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    library.bridge_equal.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    return library


class Table:
    """A table of C++."""

    def __init__(self, bridge, source, **options):
        self.bridge = bridge
        capsule = source.__arrow_c_stream__()
        pointer = ctypes.pythonapi.PyCapsule_GetPointer
        pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
        self.handle = bridge.bridge_read(pointer(capsule, b"arrow_array_stream"), json.dumps(options).encode())
        if not self.handle:
            raise ValueError(bridge.bridge_error().decode())

    def __del__(self):
        self.bridge.bridge_free(self.handle)

    def __eq__(self, other):
        return self.bridge.bridge_equal(self.handle, other.handle) == 1

    def rows(self):
        text = self.bridge.bridge_rows(self.handle)
        assert text, self.bridge.bridge_error()
        return json.loads(text)

    def column(self):
        return [row[0] for row in self.rows()]

    def __arrow_c_stream__(self, requested_schema=None):
        return self.stream()

    def stream(self, **options):
        """A capsule that nobody needs to free: who imports it moves the stream out."""
        stream = Stream()
        assert self.bridge.bridge_write(self.handle, json.dumps(options).encode(), ctypes.byref(stream)) == 0, \
            self.bridge.bridge_error()
        new = ctypes.pythonapi.PyCapsule_New
        new.restype, new.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        capsule = new(ctypes.addressof(stream), b"arrow_array_stream", None)
        _alive.append(stream)
        return capsule


_alive = []


class Chosen:
    """Rows and columns of a table."""

    def __init__(self, table, **options):
        self.table, self.options = table, options

    def __arrow_c_stream__(self, requested_schema=None):
        return self.table.stream(**self.options)


def ms(year, month, day, *time):
    return int(datetime.datetime(year, month, day, *time, tzinfo=UTC).timestamp() * 1000)


def columns_of(pa):
    """name: (an array with nulls, the cells that C++ makes of it)"""
    moment = datetime.datetime(2020, 1, 2, 3, 4, 5, 678901)
    return {
        **{f"int {type_}": (pa.array([1, None, 100], type_), [1, None, 100]) for type_ in
           (pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64())},
        "uint64 beyond int64": (pa.array([1, 2**64 - 1], pa.uint64()), [1, 2**64 - 1]),
        **{f"{type_}": (pa.array([0.5, None, -2.0], type_), [0.5, None, -2.0]) for type_ in
           (pa.float16(), pa.float32(), pa.float64())},
        "bool": (pa.array([True, None, False] * 5), [True, None, False] * 5),
        "null": (pa.nulls(3), [None] * 3),
        **{f"text {type_}": (pa.array(["a", None, "日本", "a text that no view has in itself"], type_),
                             ["a", None, "日本", "a text that no view has in itself"]) for type_ in
           (pa.string(), pa.large_string(), pa.string_view())},
        **{f"bytes {type_}": (pa.array([b"\xff\x00", None, b"\xfeb"], type_), [[255, 0], None, [254, 98]]) for type_ in
           (pa.binary(), pa.large_binary(), pa.binary(2), pa.binary_view())},
        "date32": (pa.array([datetime.date(1999, 12, 31), None]), [ms(1999, 12, 31), None]),
        "date64": (pa.array([datetime.date(1999, 12, 31)], pa.date64()), [ms(1999, 12, 31)]),
        "timestamp s": (pa.array([1577934245, None], pa.timestamp("s")), [1577934245000, None]),
        "timestamp us zone": (pa.array([moment.replace(tzinfo=UTC)], pa.timestamp("us", "Europe/Berlin")), [1577934245678.901]),
        "timestamp ns": (pa.array([1577934245678000000], pa.timestamp("ns")), [1577934245678]),
        "time32": (pa.array([datetime.time(3, 4, 5), None], pa.time32("s")), ["03:04:05", None]),
        "time64": (pa.array([datetime.time(3, 4, 5, 678901)]), ["03:04:05.678901"]),
        "duration": (pa.array([datetime.timedelta(seconds=1.5), None]), [1.5, None]),
        **{f"{type_}": (pa.array([decimal.Decimal("123.45"), None, decimal.Decimal("-0.01")], type_), [123.45, None, -0.01])
           for type_ in (pa.decimal128(12, 2), pa.decimal256(40, 2))},
        "decimal whole": (pa.array([decimal.Decimal(2**63 - 1)], pa.decimal128(38, 0)), [2**63 - 1]),
        "list": (pa.array([[1, 2], None, []]), [[1, 2], None, []]),
        "large list": (pa.array([["a"], None], pa.large_list(pa.string())), [["a"], None]),
        "fixed list": (pa.array([[1.0, 2.0], None, [3.0, 4.0]], pa.list_(pa.float32(), 2)), [[1.0, 2.0], None, [3.0, 4.0]]),
        "fixed list of fixed lists": (pa.array([[[1], [2]]], pa.list_(pa.list_(pa.int16(), 1), 2)), [[[1], [2]]]),
        "struct": (pa.array([{"x": 1, "y": None}, None, {"x": None, "y": "b"}]), [{"x": 1, "y": None}, None, {"x": None, "y": "b"}]),
        "list of structs": (pa.array([[{"x": 1}], []]), [[{"x": 1}], []]),
        "map": (pa.array([[("a", 1), ("b", 2)], None], pa.map_(pa.string(), pa.int64())), [{"a": 1, "b": 2}, None]),
        "map of numbers": (pa.array([[(1, 2)]], pa.map_(pa.int64(), pa.int64())), [[[1, 2]]]),
        "dictionary": (pa.array(["a", None, "b", "a"]).dictionary_encode(), ["a", None, "b", "a"]),
    }


def test_pyarrow_columns_to_cpp(bridge):
    pa = pytest.importorskip("pyarrow")
    for name, (array, cells) in columns_of(pa).items():
        found = Table(bridge, pa.table({"a": array})).column()
        assert found == cells, name
        assert Table(bridge, pa.table({"a": array.slice(1)})).column() == cells[1:], f"{name}, a slice"
        both = pa.chunked_array([array, array.slice(len(array)), array.slice(1)])
        assert Table(bridge, pa.table({"a": both})).column() == cells + cells[1:], f"{name}, batches"


def test_pyarrow_round_trip(bridge):
    pa = pytest.importorskip("pyarrow")
    for name, (array, _) in columns_of(pa).items():
        table = Table(bridge, pa.table({"a": array, "b": pa.array(range(len(array)))}))
        out = pa.table(table)
        out.validate(full=True)
        assert out.num_rows == len(array) and out.column_names == ["a", "b"], name
        again = Table(bridge, out)
        assert again.rows() == table.rows(), name
        pa.table(Chosen(table, first=1, columns=["a"])).validate(full=True)


def test_pyarrow_types_of_cpp(bridge):
    pa = pytest.importorskip("pyarrow")
    of = {name: pa.table(Table(bridge, pa.table({"a": array}))).schema.field("a") for name, (array, _) in columns_of(pa).items()}
    item = lambda type_: pa.field("item", type_)
    for name, type_ in {"int int8": pa.int64(), "uint64 beyond int64": pa.uint64(), "float": pa.float64(), "bool": pa.bool_(),
                        "null": pa.null(), "text string_view": pa.large_string(), "date32": pa.timestamp("ms", "UTC"),
                        "timestamp us zone": pa.timestamp("us", "UTC"), "list": pa.large_list(item(pa.int64())),
                        "fixed list": pa.list_(item(pa.float32()), 2), "bytes fixed_size_binary[2]": pa.list_(item(pa.uint8()), 2),
                        "struct": pa.struct([("x", pa.int64()), ("y", pa.large_string())])}.items():
        assert of[name].type == type_, name
    assert json.loads(of["fixed list of fixed lists"].metadata[b"wbm.shape"]) == [2, 1]
    assert json.loads(of["bool"].metadata[b"wbm.dtype"])["wb_type"] == "union"


def test_pyarrow_many_batches(bridge):
    pa = pytest.importorskip("pyarrow")
    many = pa.table({"i": pa.array(range(200_000)), "t": pa.array([f"row {i}" for i in range(200_000)])})
    table = Table(bridge, pa.Table.from_batches(many.to_batches(max_chunksize=1000)))
    out = pa.table(table)
    assert out.column("i").to_pylist() == many.column("i").to_pylist()
    assert out.column("t").to_pylist() == many.column("t").to_pylist()
    assert [len(chunk) for chunk in out.column("i").chunks] == [65536, 65536, 65536, 3392]
    assert pa.table(Chosen(table, first=65_530, count=12)).column("i").to_pylist() == list(range(65_530, 65_542))


def test_the_stream_outlives_the_table(bridge):
    pa = pytest.importorskip("pyarrow")
    table = Table(bridge, pa.table({"i": [1, 2, 3], "t": ["a", "b", None]}))
    reader = pa.RecordBatchReader.from_stream(table)
    batch = reader.read_next_batch()
    del table, reader
    assert batch.to_pylist() == [{"i": 1, "t": "a"}, {"i": 2, "t": "b"}, {"i": 3, "t": None}]


def test_refusals(bridge):
    pa = pytest.importorskip("pyarrow")
    with pytest.raises(ValueError, match="column \"a\" has the Arrow type .* run-end"):
        Table(bridge, pa.table({"a": pa.RunEndEncodedArray.from_arrays([2], [1])}))

    def batches():
        yield pa.record_batch({"a": [1]})
        raise OSError("the source went away")

    reader = pa.RecordBatchReader.from_batches(pa.schema([("a", pa.int64())]), batches())
    with pytest.raises(ValueError, match="could not be read: error .*the source went away"):
        Table(bridge, reader)


def test_nanoarrow(bridge):
    na = pytest.importorskip("nanoarrow")
    from nanoarrow import c_array_stream
    source = na.c_array([1, None, 3], na.int32())
    rows = na.c_array_from_buffers(na.struct({"a": na.int32(), "b": na.string()}), 3, [None],
                                   children=[source, na.c_array(["x", "y", "z"], na.string())])
    table = Table(bridge, c_array_stream(rows))
    assert table.rows() == [[1, "x"], [None, "y"], [3, "z"]]
    back = na.ArrayStream(table).read_all()
    assert back.to_pylist() == [{"a": 1, "b": "x"}, {"a": None, "b": "y"}, {"a": 3, "b": "z"}]


def test_polars(bridge):
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({"i": [1, None, 3], "t": ["a", "a text that is not short", None], "b": [True, None, False],
                          "l": [[1, 2], None, []], "c": pl.Series(["x", "y", "x"], dtype=pl.Categorical),
                          "w": pl.Series([datetime.datetime(2020, 1, 2, tzinfo=UTC), None, None])})
    table = Table(bridge, frame)
    assert table.rows() == [[1, "a", True, [1, 2], "x", ms(2020, 1, 2)],
                            [None, "a text that is not short", None, None, "y", None], [3, None, False, [], "x", None]]
    back = pl.DataFrame(table)
    assert back.rows() == frame.rows()
    assert Table(bridge, back) == table


def test_duckdb(bridge):
    duckdb = pytest.importorskip("duckdb")
    pa = pytest.importorskip("pyarrow")  # duckdb takes a stream of another library through it
    relation = duckdb.sql("select * from (values (1, 'a', [1, 2], {'x': 1.5::double}), (null, null, null, null)) t(i, t, l, s)")
    table = Table(bridge, relation)
    assert table.rows() == [[1, "a", [1, 2], {"x": 1.5}], [None, None, None, None]]
    reader = pa.RecordBatchReader.from_stream(table)
    assert duckdb.sql("select i, t, l, s.x from reader").fetchall() == [(1, "a", [1, 2], 1.5), (None, None, None, None)]
