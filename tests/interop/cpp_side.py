"""The C++ half: runs interop_values, interop_facade and wbm of the build."""
import json
import os
import pathlib
import subprocess

import numpy

PROGRAMS = pathlib.Path(os.environ["WBM_INTEROP_PROGRAMS"])
MANIFEST = "wandb_manifest.json"


def run(program, *arguments, status=0):
    done = subprocess.run([str(PROGRAMS / program), *map(str, arguments)], capture_output=True, text=True, timeout=300)
    assert done.returncode == status, f"{program} {arguments}: status {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def wbm(*arguments, status=0):
    return run("wbm", *arguments, status=status)


def write(folder, values, **more):
    """Writes values to folder/artifact and folder/run; gives what became of each."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    spec = folder / "spec.json"
    spec.write_text(json.dumps({"values": values, **more}))
    return json.loads(run("interop_values", "write", spec, folder))


class Read:
    """What C++ finds in an artifact or a run."""

    def __init__(self, folder, arrays):
        answer = json.loads(run("interop_values", "read", folder, arrays))
        self.values = answer["values"]
        self.problems = answer["problems"]
        self.digest = answer.get("digest")
        self.size = answer.get("size")

    def __getitem__(self, name):
        value = self.values[name]
        assert "error" not in value, value
        return value

    def array(self, name):
        tensor = self[name]["tensor"]
        assert "error" not in tensor, tensor
        return numpy.load(tensor["npy"])

    def json(self, name):
        written = self[name]["json"]
        assert "error" not in written, written
        return written["value"]


def read(folder):
    folder = pathlib.Path(folder)
    return Read(folder, folder.parent / (folder.name + "-arrays"))


def copy(source, target):
    answer = json.loads(run("interop_values", "copy", source, target))
    refused = {name: each for name, each in answer["values"].items() if "error" in each}
    assert not refused, refused
    return pathlib.Path(target)


def equal(first, second):
    return json.loads(run("interop_values", "equal", first, second))["values"]


def without_ours(data):
    """JSON without the members that are ours only."""
    if isinstance(data, dict):
        return {key: without_ours(member) for key, member in data.items() if key != "_wbm"}
    if isinstance(data, list):
        return [without_ours(member) for member in data]
    return data
