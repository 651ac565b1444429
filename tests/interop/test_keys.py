"""Keys, captions and lists at the edges: names of files and members of JSON, as the newest and the old one have them."""
import re

import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_RUN, Survey

wandb = py.wandb
R = numpy.random.default_rng(3)
SMALL, LARGE = R.integers(2, 256, (4, 5, 3), numpy.uint8), R.integers(2, 256, (6, 7, 3), numpy.uint8)
KEYS = ["plain", "a/b", "x.y", "a..b", "é k", "q?", "a\\b"]
NEWEST_KEYS = ["../x", "/o/", ".", "a//b"]  # 0.15 lets them leave the folder
LISTS = {"many": 110, "mixed": None, "captioned": None}


def without_hashes(data):
    """A JSON without what depends on the encoder of pictures."""
    if isinstance(data, dict):
        return {key: without_hashes(member) for key, member in data.items() if key not in ("sha256", "size")}
    if isinstance(data, list):
        return [without_hashes(member) for member in data]
    return re.sub("_[0-9a-f]{20}[.]", "_HASH.", data) if isinstance(data, str) else data


def images(kind):
    """The same list as SPECs and as the reference's images."""
    if kind == "many":
        return [("small", {})] * LISTS[kind]
    if kind == "mixed":
        return [("small", {}), ("large", {})]
    return [("small", {"caption": "first"}), ("small", {}), ("large", {"caption": ""})]


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    sources = {}
    for name, array in (("small", SMALL), ("large", LARGE)):
        numpy.save(folder / f"{name}.npy", array)
        sources[name] = {"type": "image-file", "source": {"npy": str(folder / f"{name}.npy")}}
    specs = [{"name": key, **sources["small"]} for key in KEYS + NEWEST_KEYS]
    specs.append({"name": "empty", **sources["small"], "options": {"caption": "", "grouping": 0}})
    batches = {kind: [{**sources[name], "options": options} for name, options in images(kind)] for kind in LISTS}
    answer = cpp.write(folder, specs, batches=batches)
    # A name such as "../x" is no entry of an artifact, but it is a key of a run.
    return {**answer["run"], **answer["batches"]}


@pytest.mark.parametrize("key", KEYS + NEWEST_KEYS)
def test_keys(ours, run, key):
    if not py.NEW and key in NEWEST_KEYS:
        pytest.skip("0.15 uses such a key as it is, and leaves the folder")
    step = (KEYS + NEWEST_KEYS).index(key)
    theirs = py.log_to_run(run, key, step, wandb.Image(SMALL))
    Survey("keys of a run", CPP_RUN).keeps("names of files", without_hashes(ours[key]["json"]), without_hashes(theirs))


def test_empty_caption(ours, run):
    theirs = py.log_to_run(run, "empty", len(KEYS + NEWEST_KEYS), wandb.Image(SMALL, caption="", grouping=0))
    Survey("image, array", CPP_RUN).keeps_if(py.NEW, "empty caption", without_hashes(ours["empty"]["json"]),
                                             without_hashes(theirs), "0.15 takes an empty caption for none")


@pytest.mark.parametrize("kind", LISTS)
def test_lists(ours, run, kind):
    arrays = {"small": SMALL, "large": LARGE}
    values = [wandb.Image(arrays[name], **options) for name, options in images(kind)]
    step = len(KEYS + NEWEST_KEYS) + 1 + list(LISTS).index(kind)
    theirs = py.log_to_run(run, kind, step, values)
    Survey("list of images", CPP_RUN).keeps("limit, sizes, captions", without_hashes(cpp.without_ours(ours[kind]["json"])),
                                            without_hashes(theirs))
