"""Video, both ways. Films that Python encodes need moviepy, which only the newest wandb's venv has."""
import pathlib

import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_RUN, CPP_TO_PYTHON, PYTHON_ROUND_TRIP, PYTHON_RUN, PYTHON_TO_CPP, ROUND_TRIP, Survey

wandb = py.wandb
FILES = ("h264_index_first.mp4", "vp9.webm", "theora_sound.ogg", "testcard.gif")
FORMATS = ("gif", "mp4", "webm")
WHY_CAPTION = "the reference's Video drops its caption when it is read"
WHY_SIZE = "the reference's Video knows the size of arrays alone, and forgets it when it is read"
FRAMES, HEIGHT, WIDTH = 5, 32, 48


def film():
    """T x C x H x W of slowly changing blocks, which survive any codec."""
    t, c, y, x = numpy.indices((FRAMES, 3, HEIGHT, WIDTH))
    return (x // 8 * 20 + y // 8 * 25 + c * 20 + t * 3).astype(numpy.uint8)


def content(video):
    return pathlib.Path(video._path).read_bytes()


def is_near(found, expected):
    """Do two films show the same? Codecs lose a little."""
    return found.shape == expected.shape and bool(numpy.abs(found.astype(int) - expected.astype(int)).mean() < 6)


@pytest.fixture(scope="module")
def files(tmp_path_factory, data):
    """The same files by C++ and by Python, and the copy of Python's by C++."""
    folder = tmp_path_factory.mktemp("video")
    paths = {name.replace(".", "-"): data / "video" / "corpus" / name for name in FILES}
    answer = cpp.write(folder, [{"name": name, "type": "video-file", "source": {"path": str(path)},
                                 "options": {"caption": name}} for name, path in paths.items()])
    assert not [each for each in answer["artifact"].values() if "error" in each], answer
    artifact = wandb.Artifact("video", "dataset")
    made = {}
    for name, path in paths.items():
        made[name] = wandb.Video(str(path), caption=name, format=path.suffix[1:])
        artifact.add(made[name], name)
    theirs = py.save_artifact(artifact, folder / "python")
    return paths, folder / "artifact", theirs, cpp.copy(theirs, folder / "copy"), made


@pytest.mark.parametrize("file", FILES)
def test_files(files, file):
    paths, ours, theirs, copy, made = files
    name = file.replace(".", "-")
    expected = paths[name].read_bytes()
    there = Survey("video, file", CPP_TO_PYTHON)
    opened = py.open_artifact(ours).get(name)
    there.keeps("bytes", content(opened), expected)
    there.loses("caption", opened._caption, name, WHY_CAPTION)
    read = cpp.read(theirs)
    entry = f"{name}.video-file.json"
    here = Survey("video, file", PYTHON_TO_CPP)
    here.keeps("bytes", (theirs / read.json(entry)["path"]).read_bytes(), expected)
    fields = read[entry]["fields"]
    here.keeps("caption", fields.get("caption"), name)
    here.keeps("format", fields.get("format"), paths[name].suffix[1:])
    here.keeps("size of the frames", (fields["width"], fields["height"]), (64, 48))
    here.keeps("number of frames", len(read.array(entry)), 6)
    mine = cpp.without_ours(cpp.read(ours).json(entry))
    here.keeps("JSON", read.json(entry), mine)
    back = py.open_artifact(copy).get(name)
    Survey("video, file", PYTHON_ROUND_TRIP).keeps("everything (wandb's ==)", back == made[name], True)


def test_digests(files):
    """Of C++'s copy; C++'s own artifact says more of each film."""
    _, _, theirs, copy, _ = files
    assert py.digest_of(theirs) == py.digest_of(copy)


@pytest.fixture(scope="module")
def arrays(tmp_path_factory):
    folder = tmp_path_factory.mktemp("video-arrays")
    numpy.save(folder / "film.npy", film())
    answer = cpp.write(folder, [{"name": kind, "type": "video-file", "source": {"npy": str(folder / "film.npy")},
                                 "options": {"format": kind, "fps": 10, "caption": kind}} for kind in FORMATS])
    assert not [each for each in answer["artifact"].values() if "error" in each], answer
    return folder


@pytest.mark.parametrize("kind", FORMATS)
def test_arrays_of_cpp(arrays, kind, tmp_path):
    """Python keeps what C++ encoded, and C++ finds its film again."""
    opened = py.open_artifact(arrays / "artifact").get(kind)
    there = Survey("video, array", CPP_TO_PYTHON)
    there.loses("caption", opened._caption, kind, WHY_CAPTION)
    there.loses("size of the frames", (opened._width, opened._height), (WIDTH, HEIGHT), WHY_SIZE)
    first = content(opened)
    artifact = wandb.Artifact("back", "dataset")
    artifact.add(py.forget_source(opened), kind)
    read = cpp.read(py.save_artifact(artifact, tmp_path / "python"))
    entry = f"{kind}.video-file.json"
    back = Survey("video, array", ROUND_TRIP)
    back.keeps("bytes", (tmp_path / "python" / read.json(entry)["path"]).read_bytes(), first)
    back.keeps("frames, nearly", is_near(read.array(entry), film().transpose(0, 2, 3, 1)), True)
    back.keeps("number of frames", len(read.array(entry)), FRAMES)
    back.keeps("format", read[entry]["fields"]["format"], kind)


@pytest.mark.parametrize("kind", FORMATS)
def test_arrays_of_python(kind, tmp_path):
    """Films that Python encodes."""
    pytest.importorskip("moviepy.editor")
    artifact = wandb.Artifact("theirs", "dataset")
    artifact.add(wandb.Video(film(), fps=10, format=kind, caption="a film"), "film")
    read = cpp.read(py.save_artifact(artifact, tmp_path / "python"))
    entry = "film.video-file.json"
    fields = read[entry]["fields"]
    here = Survey("video, array", PYTHON_TO_CPP)
    here.keeps("caption", fields["caption"], "a film")
    here.keeps("format", fields["format"], kind)
    here.keeps("size of the frames", (fields["width"], fields["height"]), (WIDTH, HEIGHT))
    here.keeps("frames, nearly", is_near(read.array(entry), film().transpose(0, 2, 3, 1)), True)
    if kind != "gif":
        here.keeps("frames per second", round(fields["fps"], 3), 10)


@pytest.mark.parametrize("batch", (1, 2, 3, 4, 5, 8))
def test_grid(batch, tmp_path):
    """A batch is shown in the grid of the reference."""
    films = numpy.stack([numpy.full((2, 3, 8, 12), 20 * index + 10, numpy.uint8) for index in range(batch)])
    numpy.save(tmp_path / "films.npy", films)
    cpp.write(tmp_path, [{"name": "films", "type": "video-file", "source": {"npy": str(tmp_path / "films.npy")}}])
    expected = wandb.Video._prepare_video(None, films)
    read = cpp.read(tmp_path / "artifact")
    found = read.array("films.video-file.json")
    sees = Survey("video, batch", "in C++, as Python shows it")
    sees.keeps("grid", found, numpy.asarray(expected).astype(numpy.uint8))


def test_runs(run, data, tmp_path):
    """What a run's history holds: a film and a list of films, as each language writes them."""
    paths = [str(data / "video" / "corpus" / name) for name in ("vp8.webm", "testcard.gif")]
    specs = [{"type": "video-file", "source": {"path": path}} for path in paths]
    specs[0]["options"] = {"caption": "c"}
    answer = cpp.write(tmp_path / "cpp", [{"name": "film", **specs[0]}], batches={"films": specs, "plain": specs[1:]})
    ours = {key: cpp.without_ours(each["json"]) for key, each in {**answer["run"], **answer["batches"]}.items()}

    def made(index):
        return wandb.Video(paths[index], caption="c" if index == 0 else None, format=paths[index].split(".")[-1])

    values = {"film": made(0), "films": [made(0), made(1)], "plain": [made(1)]}
    rows = []
    for step, (key, value) in enumerate(values.items()):
        theirs = py.log_to_run(run, key, step, value)
        Survey("video, file" if key == "film" else "video, list", CPP_RUN).keeps("JSON", ours[key], theirs)
        rows.append({key: theirs, "_step": step})
    read = cpp.read(py.save_history(run, tmp_path / "python", rows[:1]))
    (name,) = [each for each in read.values if "film" in each]
    here = Survey("video, file", PYTHON_RUN)
    here.keeps("caption", read[name]["fields"]["caption"], "c")
    here.keeps("number of frames", len(read.array(name)), 6)
