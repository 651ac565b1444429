"""Artifacts: plain files, references, digests, types that C++ does not know, names."""
import json
import pathlib

import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_TO_PYTHON, PYTHON_ROUND_TRIP, PYTHON_TO_CPP, Survey

wandb = py.wandb
NAMES = ["plain.txt", "a b.txt", "é/☃.bin", "d/e/f.tar.gz", "no extension", "note: y?.txt", "json.json"]


def contents(name):
    return (name * 3).encode() + bytes(range(256))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    made = {}
    for number, name in enumerate([*NAMES, "empty"]):
        made[name] = folder / str(number)
        made[name].write_bytes(b"" if name == "empty" else contents(name))
    return made


def saved_by_python(files, folder):
    artifact = wandb.Artifact("files", "dataset")
    for name, file in files.items():
        artifact.add_file(str(file), name)
    return artifact, py.save_artifact(artifact, folder)


def test_files(files, tmp_path):
    cpp.write(tmp_path / "cpp", [], files={name: str(file) for name, file in files.items()})
    opened = py.open_artifact(tmp_path / "cpp" / "artifact")
    sees = Survey("plain files", CPP_TO_PYTHON)
    sees.keeps("names", sorted(opened.manifest.entries), sorted(files))
    for name, file in files.items():
        got = (opened.get_entry if py.NEW else opened.get_path)(name).download()
        sees.keeps("bytes", pathlib.Path(got).read_bytes(), file.read_bytes())
    artifact, theirs = saved_by_python(files, tmp_path / "python")
    sees.keeps("artifact digest", py.digest_of(tmp_path / "cpp" / "artifact"), artifact.digest)
    back = Survey("plain files", PYTHON_TO_CPP)
    read = cpp.read(theirs)
    back.keeps("artifact digest", read.digest, artifact.digest)
    back.keeps("size", read.size, sum(file.stat().st_size for file in files.values()))
    back.keeps("wbm verify", read.problems, [])
    assert cpp.wbm("verify", theirs)


def test_reference_verifies(files, tmp_path):
    """The reference's own verify() of our files; it refuses files without an entry, so the manifest is taken away."""
    cpp.write(tmp_path / "cpp", [{"name": "h", "type": "html-file", "source": {"text": "x"}}],
              files={name: str(file) for name, file in files.items()})
    folder = tmp_path / "cpp" / "artifact"
    opened = py.open_artifact(folder)
    (folder / py.MANIFEST).unlink()
    opened.verify(str(folder))
    (folder / "plain.txt").write_bytes(b"other")
    with pytest.raises(ValueError):
        opened.verify(str(folder))


def test_verify_finds_damage(files, tmp_path):
    _, theirs = saved_by_python(files, tmp_path / "python")
    (theirs / "plain.txt").write_bytes(b"other")
    assert "plain.txt" in cpp.wbm("verify", theirs, status=1)


def test_manifest_text(files, tmp_path):
    """What C++ writes, the reference reads and writes again without a difference that matters."""
    cpp.write(tmp_path / "cpp", [], files={name: str(file) for name, file in files.items()})
    ours = json.loads((tmp_path / "cpp" / "artifact" / py.MANIFEST).read_text())
    again = py.open_artifact(tmp_path / "cpp" / "artifact").manifest.to_manifest_json()
    assert again["contents"] == ours["contents"]
    assert again["version"] == ours["version"] and again["storagePolicy"] == ours["storagePolicy"]
    assert again["storagePolicyConfig"]["storageLayout"] == "V2"


def test_file_references(tmp_path):
    folder = tmp_path / "far"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("a")
    (folder / "sub" / "b.txt").write_text("b")
    artifact = wandb.Artifact("refs", "dataset")
    artifact.add_reference(folder.as_uri(), name="all")
    artifact.add_reference((folder / "a.txt").as_uri())
    cpp.write(tmp_path / "cpp", [], references={"all": folder.as_uri(), "": (folder / "a.txt").as_uri()})
    ours = py.open_artifact(tmp_path / "cpp" / "artifact").manifest.entries
    theirs = artifact.manifest.entries
    sees = Survey("file:// references", CPP_TO_PYTHON)
    sees.keeps("paths, digests and sizes", {p: (e.digest, e.size) for p, e in ours.items()},
               {p: (e.digest, e.size) for p, e in theirs.items()})
    sees.keeps_if(py.NEW, "URLs", {p: e.ref for p, e in ours.items()}, {p: e.ref for p, e in theirs.items()},
                  "0.15 puts the entry's name into the URLs of a directory, which then name no file")
    read = cpp.read(py.save_artifact(artifact, tmp_path / "python"))
    Survey("file:// references", PYTHON_TO_CPP).keeps("artifact digest", read.digest, artifact.digest)
    if py.NEW:
        assert read.problems == []


def test_drive_letter(tmp_path):
    """A name that looks like a Windows drive. The newest refuses it, as C++ does; 0.15 wrote it."""
    (tmp_path / "f").write_bytes(b"f")
    artifact = wandb.Artifact("names", "dataset")
    if py.NEW:
        with pytest.raises(ValueError):
            artifact.add_file(str(tmp_path / "f"), "x:y.txt")
        return
    artifact.add_file(str(tmp_path / "f"), "x:y.txt")
    folder = py.save_artifact(artifact, tmp_path / "python")
    listed = json.loads(cpp.wbm("ls", folder, "--json"))["entries"]
    sees = Survey("plain files", PYTHON_TO_CPP)
    sees.keeps("a name such as x:y.txt", [entry["path"] for entry in listed], ["x:y.txt"])
    sees.keeps("its content", cpp.read(folder).problems, [])


def test_table(tmp_path):
    """A table with media in its cells, as C++ read it and wrote it again."""
    pixels = numpy.arange(48, dtype=numpy.uint8).reshape(4, 4, 3)
    table = wandb.Table(columns=["n", "picture", "é"], data=[[1, wandb.Image(pixels), "x"], [2.5, None, "☃"]])
    artifact = wandb.Artifact("tables", "dataset")
    artifact.add(table, "t")
    folder = py.save_artifact(artifact, tmp_path / "python")
    read = cpp.read(folder)
    assert read.problems == [] and read.digest == artifact.digest
    value = cpp.read(folder)["t.table.json"]
    Survey("table", PYTHON_TO_CPP).keeps("type", value["type"], "table")
    copy = cpp.copy(folder, tmp_path / "copy")
    back = Survey("table", PYTHON_ROUND_TRIP)
    back.keeps("JSON text", (copy / "t.table.json").read_bytes(), (folder / "t.table.json").read_bytes())
    opened = py.open_artifact(copy)
    opened.download = lambda *args, **kwargs: str(copy)
    got = opened.get("t")
    back.keeps("cells", [row[0] for row in got.data] + [row[2] for row in got.data], [1, 2.5, "x", "☃"])
    back.keeps("pixels in cells", numpy.asarray(got.data[0][1].image), pixels)


@pytest.mark.skipif(not py.NEW, reason="0.15 has no other digests")
def test_xxh128(tmp_path):
    """Since 0.29 an artifact may have XXH128 digests; each entry says so in extra."""
    (tmp_path / "f.txt").write_text("hello")
    artifact = wandb.Artifact("x", "dataset", digest_algorithm="XXH128")
    artifact.add_file(str(tmp_path / "f.txt"), "f.txt")
    artifact.add(wandb.Html("x"), "h")
    folder = py.save_artifact(artifact, tmp_path / "python")
    read = cpp.read(folder)
    sees = Survey("artifact with XXH128 digests", PYTHON_TO_CPP)
    sees.keeps("values", read["h.html-file.json"]["type"], "html-file")
    sees.keeps("wbm verify", read.problems, [])
    sees.keeps("digest of the artifact", read.digest, artifact.digest)


def test_names_of_values(tmp_path):
    """Suffix rules: the same names give the same entries."""
    names = ["x", "a/b", "x.html-file.json", "é☃", "with blank"]
    artifact = wandb.Artifact("names", "dataset")
    for name in names:
        artifact.add(wandb.Html(name), name)
    cpp.write(tmp_path, [{"name": name, "type": "html-file", "source": {"text": name}} for name in names])
    assert sorted(py.open_artifact(tmp_path / "artifact").manifest.entries) == sorted(artifact.manifest.entries)
    assert py.digest_of(tmp_path / "artifact") == artifact.digest
