"""Audio, both ways: arrays of every kind, files of every format, captions, lists, URLs."""
import json
import pathlib

import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import CPP_RUN, CPP_TO_PYTHON, PYTHON_ROUND_TRIP, PYTHON_TO_CPP, Survey

soundfile = pytest.importorskip("soundfile")
wandb = py.wandb
R = numpy.random.default_rng(7)
CORPUS = pathlib.Path(__file__).parents[2] / "plugins" / "audio" / "corpus"
WHY_FACTS = "the reference's artifacts have neither sample rate nor duration, and its reader looks at no file"
WHY_ORIGINAL = "the reference reads the 16-bit file only"

ARRAYS = {
    "float32": (R.random(400, numpy.float32) * 2 - 1),
    "float32 stereo": (R.random((300, 2), numpy.float32) * 2 - 1),
    "float64": R.random(400) * 2 - 1,
    "float64 beyond 1": R.random(400) * 4 - 2,
    "float64 tiny": (R.random(400) * 2 - 1) * 1e-9,
    "int16 stereo": R.integers(-32768, 32768, (300, 2), numpy.int16),
    "int32": R.integers(-2**31, 2**31, 300, numpy.int32),
    "6 channels": (R.random((100, 6)) * 2 - 1),
    "one sample": numpy.array([0.5]),
    "not contiguous": (R.random((300, 4)) * 2 - 1)[::2, ::-2],
}
RATES = {"float64": 44100, "int32": 11025}


def rate_of(case):
    return RATES.get(case, 8000)


def name_of(case):
    return case.replace(" ", "_")


def entry(case):
    return name_of(case) + ".audio-file.json"


def bytes_of(audio):
    return pathlib.Path(audio._path).read_bytes()


def spec(folder, case, **options):
    file = folder / (name_of(case) + ".npy")
    numpy.save(file, ARRAYS[case])
    return {"name": name_of(case), "type": "audio-file", "source": {"npy": str(file)},
            "options": {"sample_rate": rate_of(case), **options}}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Every array as an audio by C++ and by Python, and the copy of Python's by C++."""
    folder = tmp_path_factory.mktemp("audio")
    answer = cpp.write(folder / "cpp", [spec(folder, case, caption=case) for case in ARRAYS])
    assert not [each for each in answer["artifact"].values() if "error" in each], answer
    artifact = wandb.Artifact("audio", "dataset")
    made = {}
    for case, array in ARRAYS.items():
        made[case] = wandb.Audio(array, sample_rate=rate_of(case), caption=case)
        artifact.add(made[case], name_of(case))
    theirs = py.save_artifact(artifact, folder / "python")
    return folder / "cpp" / "artifact", theirs, cpp.copy(theirs, folder / "copy"), made


@pytest.mark.parametrize("case", ARRAYS)
def test_arrays(both, case):
    ours, theirs, copy, made = both
    expected = bytes_of(made[case])
    audio = py.open_artifact(ours).get(name_of(case))
    sees = Survey("audio, array", CPP_TO_PYTHON)
    sees.keeps("bytes of the WAV file", bytes_of(audio), expected)
    sees.keeps("caption", audio._caption, case)
    sees.keeps("everything (wandb's ==)", audio == made[case], True)
    sees.loses("sample rate, duration", (audio._sample_rate, audio._duration),
               (made[case]._sample_rate, made[case]._duration), WHY_FACTS)
    read = cpp.read(theirs)
    back = Survey("audio, array", PYTHON_TO_CPP)
    fields = read[entry(case)]["fields"]
    back.keeps("caption", fields["caption"], case)
    back.keeps("sample rate, duration (from the file)", (fields["sample_rate"], fields["duration"]),
               (made[case]._sample_rate, made[case]._duration))
    samples, rate = soundfile.read(made[case]._path, dtype="int16")
    back.keeps("samples", read.array(entry(case)), samples)
    assert rate == fields["sample_rate"]
    again = py.open_artifact(copy).get(name_of(case))
    Survey("audio, array", PYTHON_ROUND_TRIP).keeps("everything (wandb's ==)", again == made[case], True)


def test_digests(both):
    """The same arrays give the same files, names and digests in both languages."""
    ours, theirs, copy, _ = both
    ours, theirs, copy = ({path: each.digest for path, each in py.open_artifact(folder).manifest.entries.items()
                           if path.startswith("media/")} for folder in (ours, theirs, copy))
    Survey("audio, array", CPP_TO_PYTHON).keeps("paths and digests of the files", ours, theirs)
    assert set(theirs.values()) == set(copy.values())


def test_uncaptioned(tmp_path):
    """The reference cannot read what its newest version writes; it reads ours."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    cpp.write(tmp_path / "cpp", [spec(folder, "float64")])
    audio = py.open_artifact(tmp_path / "cpp" / "artifact").get("float64")
    Survey("audio without caption", CPP_TO_PYTHON).keeps("caption", audio._caption, None)
    artifact = wandb.Artifact("audio", "dataset")
    made = wandb.Audio(ARRAYS["float64"], sample_rate=44100)
    artifact.add(made, "float64")
    theirs = py.save_artifact(artifact, tmp_path / "python")
    fields = cpp.read(theirs)[entry("float64")]["fields"]
    back = Survey("audio without caption", PYTHON_TO_CPP)
    back.keeps("caption", fields.get("caption"), None)
    back.keeps("sample rate", fields["sample_rate"], 44100)
    copy = py.open_artifact(cpp.copy(theirs, tmp_path / "copy")).get("float64")
    Survey("audio without caption", PYTHON_ROUND_TRIP).keeps("everything (wandb's ==)", copy == made, True)


def corpus():
    return sorted(file for file in CORPUS.iterdir() if file.is_file())


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audio-files")
    answer = cpp.write(folder / "cpp", [{"name": file.name, "type": "audio-file", "source": {"path": str(file)},
                                         "options": {"caption": "c"}} for file in corpus()])
    assert not [each for each in answer["artifact"].values() if "error" in each], answer
    return folder / "cpp" / "artifact", cpp.read(folder / "cpp" / "artifact")


@pytest.mark.parametrize("file", corpus(), ids=lambda file: file.name)
def test_files(files, file):
    """A user's file is kept byte for byte under the reference's name, and soundfile decodes from it what C++ does."""
    folder, read = files
    sees = Survey("audio, file", CPP_TO_PYTHON)
    audio = py.open_artifact(folder).get(file.name)
    sees.keeps("bytes", bytes_of(audio), file.read_bytes())
    sees.keeps("caption", audio._caption, "c")
    artifact = wandb.Artifact("audio", "dataset")
    artifact.add(wandb.Audio(str(file), caption="c"), file.name)
    sees.keeps("entry path", read.json(file.name + ".audio-file.json")["path"] in artifact.manifest.entries, True)
    fields = read[file.name + ".audio-file.json"]["fields"]
    info = soundfile.info(str(file))
    if file.name == "no_count.mp3":  # no frame counts the others: soundfile guesses from the first, C++ counts
        assert fields["frames"] == 5 * 576 != info.frames
        return
    sees.keeps("sample rate, channels, frames", (fields["sample_rate"], fields["channels"], fields["frames"]),
               (info.samplerate, info.channels, info.frames))
    ours = read.array(file.name + ".audio-file.json")
    theirs, _ = soundfile.read(str(file), dtype=str(ours.dtype))
    if ours.dtype.kind == "i" or info.subtype in ("FLOAT", "DOUBLE"):
        sees.keeps("samples", ours, theirs)
    else:  # decoders of other versions round in other ways
        assert ours.shape == theirs.shape and numpy.abs(ours - theirs).max() < 1e-3


@pytest.mark.parametrize("kind", ["flac", "ogg", "opus", "mp3"])
def test_file_types(tmp_path, kind):
    """What C++ encodes is decoded by soundfile."""
    tone = (numpy.sin(numpy.arange(16000) * 0.05) * 0.5).astype(numpy.float32)
    numpy.save(tmp_path / "tone.npy", tone)
    cpp.write(tmp_path / "cpp", [{"name": "t", "type": "audio-file", "source": {"npy": str(tmp_path / "tone.npy")},
                                  "options": {"sample_rate": 16000, "file_type": kind, "caption": "t"}}])
    audio = py.open_artifact(tmp_path / "cpp" / "artifact").get("t")
    samples, rate = soundfile.read(audio._path, dtype="float32")
    sees = Survey(f"audio, array stored as {kind}", CPP_TO_PYTHON)
    sees.keeps("sample rate, frames", (rate, len(samples)), (16000, 16000))
    error = samples[4000:12000] - tone[4000:12000]
    assert numpy.sqrt((error ** 2).mean()) < 0.05


def test_original(tmp_path):
    """Numbers beside the 16 bits: C++ gives them back."""
    array = ARRAYS["float64 beyond 1"]
    cpp.write(tmp_path / "cpp", [spec(tmp_path, "float64 beyond 1", keep_original=True, caption="o")])
    assert (cpp.read(tmp_path / "cpp" / "artifact").array(entry("float64 beyond 1")) == array).all()
    audio = py.open_artifact(tmp_path / "cpp" / "artifact").get(name_of("float64 beyond 1"))
    samples, _ = soundfile.read(audio._path)
    Survey("audio, array with keep_original", CPP_TO_PYTHON).loses("the array", samples, array, WHY_ORIGINAL)


def test_float_file(tmp_path):
    array = ARRAYS["float32 stereo"] * 3
    numpy.save(tmp_path / "f.npy", array)
    cpp.write(tmp_path / "cpp", [{"name": "f", "type": "audio-file", "source": {"npy": str(tmp_path / "f.npy")},
                                  "options": {"sample_rate": 8000, "subtype": "FLOAT", "caption": "f"}}])
    audio = py.open_artifact(tmp_path / "cpp" / "artifact").get("f")
    samples, _ = soundfile.read(audio._path, dtype="float32")
    Survey("audio, array stored as FLOAT", CPP_TO_PYTHON).keeps("the array", samples, array)


def test_url(tmp_path, web):
    served, url = web
    (served / "a.wav").write_bytes((CORPUS / "pcm16.wav").read_bytes())
    address = f"{url}/a.wav"
    answer = cpp.write(tmp_path / "cpp", [{"name": "u", "type": "audio-file", "source": {"url": address},
                                           "options": {"caption": "far"}}])
    assert "reference" in answer["run"]["u"]["error"]
    audio = py.open_artifact(tmp_path / "cpp" / "artifact").get("u")
    sees = Survey("audio, URL", CPP_TO_PYTHON)
    sees.keeps("caption", audio._caption, "far")
    sees.keeps("bytes", bytes_of(audio), (CORPUS / "pcm16.wav").read_bytes())
    artifact = wandb.Artifact("urls", "dataset")
    artifact.add(wandb.Audio(address, caption="far"), "u")
    folder = py.save_artifact(artifact, tmp_path / "python")
    read = cpp.read(folder)
    back = Survey("audio, URL", PYTHON_TO_CPP)
    back.keeps("caption", read["u.audio-file.json"]["fields"]["caption"], "far")
    written = cpp.read(cpp.copy(folder, tmp_path / "copy"))
    back.keeps("JSON", written.json("u.audio-file.json"), read.json("u.audio-file.json"))


def test_run(tmp_path, run):
    """The same values logged by both: the same JSON, alone and in lists."""
    file = str(CORPUS / "mono.flac")
    specs = [spec(tmp_path, "float32 stereo", caption="a"), spec(tmp_path, "int32"),
             {"name": "file", "type": "audio-file", "source": {"path": file}, "options": {"sample_rate": 5, "caption": ""}}]

    def values():
        return [wandb.Audio(ARRAYS["float32 stereo"], sample_rate=8000, caption="a"),
                wandb.Audio(ARRAYS["int32"], sample_rate=11025), wandb.Audio(file, sample_rate=5, caption="")]

    answer = cpp.write(tmp_path / "cpp", specs, batches={"all": specs, "bare": [specs[1]]})
    sees = Survey("audio", CPP_RUN)
    for step, (each, value) in enumerate(zip(specs, values())):
        theirs = py.log_to_run(run, each["name"], step, value)
        if not py.NEW and theirs["caption"] is None:
            del theirs["caption"]  # the newest leaves it out
        ours = cpp.without_ours(answer["run"][each["name"]]["json"])
        ours = ours.get(each["name"], ours)
        sees.keeps("JSON", ours, theirs)
    for step, (name, list_) in enumerate({"all": values(), "bare": [values()[1]]}.items(), len(specs)):
        theirs = json.loads(json.dumps(py.log_to_run(run, name, step, list_)))
        ours = cpp.without_ours(answer["batches"][name]["json"])
        ours = ours.get(name, ours)
        if not py.NEW:
            for each in theirs["audio"]:
                if each["caption"] is None:
                    del each["caption"]
        sees.keeps("JSON of a list", ours, theirs)
