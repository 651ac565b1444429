"""The Python half: drives the installed wandb without a server.

A draft artifact is saved to a folder as an upload and a download would leave it; a folder is opened as an artifact that
is logged and already downloaded, so that the reference's own get() and from_json() read our files.
"""
import json
import os
import pathlib
import shutil

os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_DISABLE_CODE="true", WANDB_DISABLE_GIT="true",
                  WANDB_ERROR_REPORTING="false")

import wandb
from wandb.sdk.artifacts.artifact_manifest import ArtifactManifest
from wandb.sdk.artifacts.artifact_state import ArtifactState
from wandb.sdk.data_types.base_types.wb_value import WBValue
from wandb.sdk.data_types.helper_types.bounding_boxes_2d import BoundingBoxes2D
from wandb.sdk.data_types.helper_types.image_mask import ImageMask
from wandb.sdk.data_types.utils import val_to_json

MANIFEST = "wandb_manifest.json"
VERSION = wandb.__version__
NEW = tuple(int(part) for part in VERSION.split(".")[:2]) >= (0, 20)


def open_artifact(folder, server_id="QXJ0aWZhY3Q6MQ=="):
    """A logged artifact whose files are in `folder`."""
    folder = pathlib.Path(folder)
    artifact = wandb.Artifact(folder.name, "dataset")
    artifact._manifest = ArtifactManifest.from_manifest_json(json.loads((folder / MANIFEST).read_text()))
    artifact._state = ArtifactState.COMMITTED
    artifact._id = server_id
    artifact._final = True
    artifact._default_root = lambda include_version=True: str(folder)
    artifact.download = lambda *_, **__: str(folder)  # get() of a table wants the whole artifact
    return artifact


def save_artifact(artifact, folder):
    """Puts a draft's files and its manifest into `folder`; returns the folder."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True)
    for path, entry in artifact.manifest.entries.items():
        if entry.local_path is None:
            continue
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(entry.local_path, target)
    (folder / MANIFEST).write_text(json.dumps(artifact.manifest.to_manifest_json(), indent=4))
    return folder


def digest_of(folder):
    """The digest that the reference computes from a folder's manifest."""
    return ArtifactManifest.from_manifest_json(json.loads((pathlib.Path(folder) / MANIFEST).read_text())).digest()


def forget_source(value):
    """Makes a value that was read look like a new one. Adding it as it is gives a reference, which needs a server."""
    value._artifact_source = None
    for member in (getattr(value, "_classes", None), *(getattr(value, "_masks", None) or {}).values(),
                   *(getattr(value, "_boxes", None) or {}).values()):
        if isinstance(member, WBValue):
            member._artifact_source = None
    return value


def start_run(folder):
    os.makedirs(folder, exist_ok=True)
    return wandb.init(project="interop", dir=str(folder), settings=wandb.Settings(console="off"))


def log_to_run(run, key, step, value):
    """The JSON that run.log({key: value}) has for the value; the value's files are in the run then."""
    return val_to_json(run, key, value, namespace=step)


def save_history(run, folder, rows):
    """A folder as our Run has it: the run's files, and the rows as history.jsonl."""
    folder = pathlib.Path(folder)
    shutil.copytree(run.dir, folder / "files")
    (folder / "history.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder
