"""The wbm command on what Python wrote: get, ls, verify, diff."""
import json

import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from test_annotations import PICTURE

wandb = py.wandb


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    artifact = wandb.Artifact("tool", "dataset")
    artifact.add(wandb.Image(PICTURE, caption="é", grouping=2), "picture")
    artifact.add(wandb.Image(PICTURE, caption="other"), "other")
    artifact.add(wandb.Html("<p>x</p>"), "page")
    return py.save_artifact(artifact, tmp_path_factory.mktemp("tool") / "artifact")


def test_get(folder, tmp_path):
    fields = json.loads(cpp.wbm("get", folder, "picture", "--fields", "--json"))
    fields = fields.get("fields", fields)
    assert (fields["caption"], fields["grouping"], fields["width"], fields["height"]) == ("é", 2, 17, 12)
    cpp.wbm("get", folder, "picture", "--tensor", tmp_path / "picture.npy", "--file", tmp_path / "picture.png")
    assert (numpy.load(tmp_path / "picture.npy") == PICTURE).all()
    assert (numpy.asarray(wandb.Image(str(tmp_path / "picture.png")).image) == PICTURE).all()
    cpp.wbm("get", folder, "page", "--file", tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text().endswith("<p>x</p>")


def test_json_is_the_entry(folder):
    """`wbm get --json` gives the JSON that Python wrote."""
    for name in ("picture.image-file.json", "page.html-file.json"):
        assert json.loads(cpp.wbm("get", folder, name, "--json")) == json.loads((folder / name).read_text())


def test_verify_and_list(folder):
    cpp.wbm("verify", folder)
    listed = cpp.wbm("ls", folder)
    for path in py.open_artifact(folder).manifest.entries:
        assert path in listed


def test_diff(folder, tmp_path):
    copy = cpp.copy(folder, tmp_path / "copy")
    for name in ("picture", "other", "page"):
        cpp.wbm("diff", folder, name, copy, name)
    assert "caption" in cpp.wbm("diff", folder, "picture", folder, "other", status=1)


def test_add(folder, tmp_path):
    """What `wbm add` makes of an array and a file, Python reads."""
    numpy.save(tmp_path / "picture.npy", PICTURE)
    (tmp_path / "page.html").write_text("<html><head></head>x</html>")
    cpp.wbm("add", tmp_path / "artifact", "p", tmp_path / "picture.npy", "--type", "image",
            "--options", '{"caption":"c"}')
    cpp.wbm("add", tmp_path / "artifact", "h", tmp_path / "page.html")
    opened = py.open_artifact(tmp_path / "artifact")
    assert opened.get("p") == wandb.Image(PICTURE, caption="c")
    assert opened.get("h") is not None
    assert opened.manifest.digest() == cpp.read(tmp_path / "artifact").digest
