"""Speed side by side: the installed wandb and ours, the same inputs, one process each, in turns.

    peers.py PEERS      PEERS is the program of this folder; needs a Python that has wandb, numpy and pillow

Ours is create() + log() + the history line on disk. Theirs is wandb.Image(...) or wandb.Html(...), bound to an offline
run, and its JSON; the history line is not in their time. Prints a markdown table. The ratio is to be read, not the times.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_DISABLE_CODE="true", WANDB_DISABLE_GIT="true",
                  WANDB_ERROR_REPORTING="false")

import numpy
import PIL
import wandb

SECONDS = 1.0
MIN_TIMES = 5
ROUNDS = 2


def maker(case):
    """What makes a new value of a case; its input is read beforehand where it is in memory."""
    kind, file = case["kind"], case["file"]
    if kind == "array":
        height, width, channels = case["shape"]
        shape = (height, width, channels) if channels > 1 else (height, width)
        array = numpy.fromfile(file, dtype=numpy.uint8).reshape(shape)
        return lambda: wandb.Image(array)
    if kind == "image file":
        return lambda: wandb.Image(file)
    if kind == "html file":
        return lambda: wandb.Html(file, inject=False)
    text = pathlib.Path(file).read_text(encoding="utf-8")
    return lambda: wandb.Html(text)


class Theirs:
    def __init__(self, run):
        self.run, self.step = run, 0

    def time(self, case):
        make, times = maker(case), []
        while len(times) < MIN_TIMES or sum(times) < SECONDS:
            start = time.perf_counter()
            value = make()
            value.bind_to_run(self.run, "value", self.step)
            data = value.to_json(self.run)
            times.append(time.perf_counter() - start)
            self.step += 1
        return statistics.median(times), data["size"]


class Ours:
    def __init__(self, program, folder):
        self.process = subprocess.Popen([program, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.cases = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"peers: the program ended with {self.process.wait()}")
        return json.loads(line)

    def time(self, name):
        print(name, file=self.process.stdin, flush=True)
        answer = self.answer()
        return answer["seconds"], answer["bytes"]


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(program, folder)
        run = wandb.init(project="peers", dir=folder, settings=wandb.Settings(console="off", x_disable_stats=True))
        theirs = Theirs(run)
        print(f"wandb {wandb.__version__}, Pillow {PIL.__version__}\n")
        print("| Input | ours, ms | wandb, ms | wandb / ours | ours, bytes | wandb, bytes | ours / wandb |")
        print("|---|--:|--:|--:|--:|--:|--:|")
        for name, case in ours.cases.items():
            pairs = [(ours.time(name), theirs.time(case)) for _ in range(ROUNDS)]
            (a, our_bytes), (b, their_bytes) = min(p[0] for p in pairs), min(p[1] for p in pairs)
            print(f"| {name} | {a * 1e3:.2f} | {b * 1e3:.2f} | {b / a:.1f} | {our_bytes} | {their_bytes} |"
                  f" {our_bytes / their_bytes:.2f} |", flush=True)
        run.finish()
        ours.process.stdin.close()
        ours.process.wait()


if __name__ == "__main__":
    main()
