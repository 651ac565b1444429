"""Frames, both ways: pyarrow as the judge of our Parquet files, and the files and records of others.

The newest reference has no data frames; the record is that of the oldest (wire spec 21). Its files are fastparquet's.
"""
import ctypes
import datetime
import decimal
import json

import numpy
import pytest

import cpp_side as cpp
import plugin_side
from survey import Survey

pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
parquet = pytest.importorskip("pyarrow.parquet")
PLUGIN = cpp.PROGRAMS.parent / "plugins" / "data_frame.so"
pytestmark = pytest.mark.skipif(not PLUGIN.exists(), reason="the plugin data_frame is not built")

TO_PYARROW = "C++ → pyarrow"
FROM_PYARROW = "pyarrow → C++"


def table(rows=1000):
    random = numpy.random.default_rng(5)
    return pyarrow.table({
        "id": pyarrow.array(range(rows), pyarrow.int64()),
        "x": pyarrow.array(random.normal(size=rows)),
        "f": pyarrow.array(random.normal(size=rows).astype("float32")),
        "small": pyarrow.array(random.integers(-128, 128, rows), pyarrow.int8()),
        "large": pyarrow.array([2**64 - 1 - i for i in range(rows)], pyarrow.uint64()),
        "text": pyarrow.array([None if i % 7 == 0 else f"é {i % 50}" for i in range(rows)]),
        "flag": pyarrow.array([None if i % 5 == 0 else i % 2 == 0 for i in range(rows)]),
        "bytes": pyarrow.array([bytes([i % 256]) * (i % 3) for i in range(rows)]),
        "when": pyarrow.array([1000 * i for i in range(rows)], pyarrow.timestamp("ns", "Europe/Paris")),
        "day": pyarrow.array([datetime.date(2020, 1, 1)] * rows),
        "took": pyarrow.array(range(rows), pyarrow.duration("ms")),
        "price": pyarrow.array([decimal.Decimal(i).scaleb(-2) for i in range(rows)], pyarrow.decimal128(12, 2)),
        "list": pyarrow.array([None if i % 11 == 0 else list(range(i % 4)) for i in range(rows)]),
        "struct": pyarrow.array([{"a": i, "b": [str(i)]} for i in range(rows)]),
        "map": pyarrow.array([[("k", i)] for i in range(rows)], pyarrow.map_(pyarrow.string(), pyarrow.int64())),
        "category": pyarrow.array([f"c{i % 4}" for i in range(rows)]).dictionary_encode(),
    })


@pytest.fixture(scope="module")
def library():
    return ctypes.CDLL(str(PLUGIN))


def made(library, source, options=None, batch_rows=300):
    """A frame of a pyarrow table, by way of an Arrow stream."""
    stream = ctypes.create_string_buffer(5 * ctypes.sizeof(ctypes.c_void_p))
    address = ctypes.addressof(stream)
    reader = pyarrow.RecordBatchReader.from_batches(source.schema, source.to_batches(max_chunksize=batch_rows))
    reader._export_to_c(address)
    return plugin_side.Value(library, plugin_side.FROM_ARROW, address, options or {})


def rows_of(frame, options=None):
    stream = ctypes.create_string_buffer(5 * ctypes.sizeof(ctypes.c_void_p))
    frame.arrow(ctypes.addressof(stream), options or {})
    return pyarrow.RecordBatchReader._import_from_c(ctypes.addressof(stream)).read_all()


@pytest.mark.parametrize("compression", ["zstd", "snappy", "gzip", "none"])
def test_pyarrow_reads_ours(library, tmp_path, compression):
    source = table()
    record, content = made(library, source, {"compression": compression, "row_group_rows": 400}).log()
    (tmp_path / "a.parquet").write_bytes(content)
    file = parquet.ParquetFile(tmp_path / "a.parquet")
    sees = Survey("data frame, of an Arrow stream", TO_PYARROW)
    sees.keeps("types", file.schema_arrow.equals(source.schema), True)
    sees.keeps("values", file.read().equals(source.combine_chunks()), True)
    sees.keeps("row groups", [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)], [400, 400, 200])
    wanted = "UNCOMPRESSED" if compression == "none" else compression.upper()
    sees.keeps("compression", file.metadata.row_group(0).column(0).compression, wanted)
    assert list(record) == ["id", "_type", "format", "project", "entity", "run", "path", "_wbm"]
    assert record["_wbm"]["columns"] == source.column_names


@pytest.mark.parametrize("options", [{"compression": "snappy", "row_group_size": 64}, {"compression": "brotli"},
                                     {"compression": "lz4", "data_page_version": "2.0"},
                                     {"use_dictionary": False, "compression": "zstd", "version": "1.0"},
                                     {"write_page_checksum": True, "store_schema": False}])
def test_ours_reads_pyarrows(library, tmp_path, options):
    parquet.write_table(table(), tmp_path / "a.parquet", **options)
    expected = parquet.read_table(tmp_path / "a.parquet")
    frame = plugin_side.Value(library, plugin_side.FROM_PATH, tmp_path / "a.parquet", {})
    sees = Survey("data frame, a file", FROM_PYARROW)
    sees.keeps("types", rows_of(frame).schema.equals(expected.schema), True)
    sees.keeps("values", rows_of(frame).equals(expected), True)
    chosen = rows_of(frame, {"columns": ["struct", "id"], "first": 130, "count": 333})
    sees.keeps("chosen rows and columns", chosen.equals(expected.select(["struct", "id"]).slice(130, 333)), True)
    assert frame.log()[0]["_wbm"]["rows"] == 1000


def test_pandas_and_fastparquet(library, tmp_path):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [1.5, None, 2.5], "b": ["x", "y", "z"], "wandb_run_id": ["r"] * 3}, index=[5, 6, 7])
    frame.to_parquet(tmp_path / "pandas.parquet", engine="pyarrow")
    ours = made(library, parquet.read_table(tmp_path / "pandas.parquet")).log()[1]
    (tmp_path / "ours.parquet").write_bytes(ours)
    pandas.testing.assert_frame_equal(pandas.read_parquet(tmp_path / "ours.parquet"), frame)
    fastparquet = pytest.importorskip("fastparquet")
    fastparquet.write(str(tmp_path / "fast.parquet"), frame)
    read = rows_of(plugin_side.Value(library, plugin_side.FROM_PATH, tmp_path / "fast.parquet", {}))
    assert read.column("b").to_pylist() == ["x", "y", "z"]
    pandas.testing.assert_frame_equal(fastparquet.ParquetFile(str(tmp_path / "ours.parquet")).to_pandas()[["a"]],
                                      frame[["a"]], check_names=False, check_index_type=False)


def test_through_an_artifact_and_a_run(tmp_path):
    parquet.write_table(table(50), tmp_path / "a.parquet")
    answer = cpp.write(tmp_path / "cpp", [{"name": "frame", "type": "data-frame", "source": {"path": str(tmp_path / "a.parquet")},
                                           "options": {"project": "p"}}])
    assert "error" not in answer["artifact"]["frame"], answer
    read = cpp.read(tmp_path / "cpp" / "artifact")
    written = read.json("frame.data-frame.json")
    assert set(written) == {"_type", "format", "id", "project", "path", "sha256", "_wbm"}
    stored = tmp_path / "cpp" / "artifact" / written["path"]
    assert stored.read_bytes() == (tmp_path / "a.parquet").read_bytes()
    assert parquet.read_table(stored).equals(parquet.read_table(tmp_path / "a.parquet"))


def test_the_oldest_references_record(tmp_path):
    """A record of wandb 0.10 in an artifact: its path is of another machine, and it is kept as it is."""
    record = {"id": "k2j9x0ab", "_type": "data-frame", "format": "parquet", "project": "p", "entity": None, "run": "r",
              "path": "/home/me/wandb/run-1/files/media/data_frames/t-k2j9x0ab.parquet"}
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "history.jsonl").write_text(json.dumps({"_step": 0, "frame": record}) + "\n")
    read = cpp.read(folder)
    [found] = [value for value in read.values.values()]
    assert found["json"]["value"] == record
