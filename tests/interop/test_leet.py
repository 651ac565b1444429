"""The reference's viewer of runs shows what C++ logged: captions and pixels."""
import pathlib
import subprocess
import sys

import numpy
import pytest

import wandb_side as py
import cpp_side as cpp
from survey import Survey

LEET = "C++ run, shown by wandb leet"
RED, GREEN = (201, 17, 103), (3, 180, 77)

pytestmark = pytest.mark.skipif(not py.NEW, reason="0.15 has no leet")


def picture(folder, name, colour):
    numpy.save(folder / f"{name}.npy", numpy.full((24, 32, 3), colour, numpy.uint8))
    return {"type": "image-file", "source": {"npy": str(folder / f"{name}.npy")},
            "options": {"caption": f"this is {name}"}}


def colour_code(colour):
    return "8;2;{};{};{}".format(*colour)


def shows(run, work, *wanted):
    done = subprocess.run([sys.executable, str(pathlib.Path(__file__).parent / "leet_side.py"), str(run), str(work)],
                          input="\n".join(wanted), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return True


def test_image(tmp_path):
    cpp.write(tmp_path, [{"name": "camera", **picture(tmp_path, "red", RED)}])
    sees = Survey("image, array", LEET)
    shown = shows(tmp_path / "run", tmp_path / "wandb", "camera", "this is red •", colour_code(RED))
    sees.keeps("key, caption and pixels", shown, True)


def test_batch(tmp_path):
    cpp.write(tmp_path, [], batches={"pair": [picture(tmp_path, "red", RED), picture(tmp_path, "green", GREEN)]})
    sees = Survey("list of images", LEET)
    shown = shows(tmp_path / "run", tmp_path / "wandb", "pair[0]", "pair[1]", "this is red •", colour_code(RED),
                  colour_code(GREEN))
    sees.keeps("key, caption and pixels", shown, True)
