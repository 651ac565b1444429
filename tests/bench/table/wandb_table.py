"""Times wandb.Table for table_bench: making, writing to an artifact and reading back, in clock and processor time.

    wandb_table.py rows COUNT
    wandb_table.py images COUNT PIXELS       PIXELS: a file of COUNT pictures, 64 x 64 x 3 bytes each

Prints "<seconds to make and write> <of processor> <seconds to read> <of processor>".
"""
import json
import os
import shutil
import sys
import tempfile
import time

os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_DISABLE_CODE="true", WANDB_DISABLE_GIT="true")

import numpy
import wandb
from wandb.sdk.artifacts.artifact import Artifact

SIDE = 64


class Downloaded:
    """The artifact as a reader has it: files in a folder, nothing to fetch. Only what Table.from_json asks for."""

    def __init__(self, artifact, folder):
        self.manifest = artifact.manifest
        self.folder = folder
        for name, entry in artifact.manifest.entries.items():
            place = os.path.join(folder, name)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            shutil.copyfile(entry.local_path, place)

    def get_entry(self, name):
        folder = self.folder

        class Entry:
            def download(self, *_args, **_kwargs):
                return os.path.join(folder, name)

        return Entry()

    def download(self, *_args, **_kwargs):
        return self.folder


def timed(work):
    start, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - start, time.process_time() - processor


def rows_table(count):
    return wandb.Table(columns=["i", "f", "s", "b"],
                       data=[[i, i * 0.37, f"row {i}", i % 3 == 0] for i in range(count)])


def image_table(pixels):
    return wandb.Table(columns=["id", "image"], data=[[i, wandb.Image(one)] for i, one in enumerate(pixels)])


def main():
    wandb.Table.MAX_ARTIFACT_ROWS = 10_000_000
    count = int(sys.argv[2])
    if sys.argv[1] == "rows":
        make = lambda: rows_table(count)
    else:
        pixels = numpy.fromfile(sys.argv[3], dtype=numpy.uint8).reshape(count, SIDE, SIDE, 3)
        make = lambda: image_table(pixels)
    artifact = Artifact("bench", "dataset")
    _, write, write_processor = timed(lambda: artifact.add(make(), "t"))
    with tempfile.TemporaryDirectory() as folder:
        downloaded = Downloaded(artifact, folder)

        def read():
            with open(os.path.join(folder, "t.table.json"), encoding="utf-8") as file:
                return wandb.Table.from_json(json.load(file), downloaded)

        table, seconds, processor = timed(read)
        assert len(table.data) == count
    print(write, write_processor, seconds, processor, flush=True)


if __name__ == "__main__":
    main()
