"""Speed side by side: the installed wandb and ours, the same inputs, one process each, in turns.

    peers.py PEERS [README]     PEERS is the program of this folder; the table in README is written anew

Needs a Python that has wandb, numpy, pillow, soundfile, moviepy, imageio and rdkit. Ours is create() + log() + the history
line on disk. Theirs is wandb.Image(...), wandb.Audio(...) and so on, bound to an offline run, and its JSON; the history
line is not in their time. Prints a markdown table. The ratio is to be read, not the times.
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

BEGIN, END = "<!-- made by tools/bench --peers --write: do not edit -->\n", "<!-- end of what is made -->\n"
SECONDS = 1.0
MIN_TIMES = 5
ROUNDS = 2


def maker(case):
    """What makes a new value of a case; its input is read beforehand where it is in memory."""
    file = case["file"]
    known = {"wandb": wandb, "file": file}
    if file.endswith(".npy"):
        known["array"] = numpy.load(file)
    elif file.endswith(".html"):
        known["text"] = pathlib.Path(file).read_text(encoding="utf-8")
    return eval("lambda: " + case["python"], known)


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


def write_table(readme, rows):
    """The README's table: how many times as fast, and the size of the file."""
    document = readme.read_text(encoding="utf-8")
    before, begin, rest = document.partition(BEGIN)
    after = rest.partition(END)[2]
    if not begin:
        sys.exit(f"peers: {readme} has no line {BEGIN.strip()}")
    lines = [f"| To a run, beside wandb {wandb.__version__} | times as fast | size of the file |", "|---|--:|--:|"]
    lines += [f"| {name} | {theirs / ours:{'.0f' if theirs / ours >= 10 else '.1f'}} | {ratio:.2f} |"
              for name, ours, theirs, ratio in rows]
    temporary = readme.with_suffix(".tmp")
    temporary.write_text(before + BEGIN + "\n".join(lines) + "\n" + END + after, encoding="utf-8")
    temporary.replace(readme)


def compare(program, folder):
    """Prints a line for each case; gives (name, our seconds, their seconds, our bytes / theirs)."""
    ours, rows = Ours(program, folder), []
    run = wandb.init(project="peers", dir=folder, settings=wandb.Settings(console="off", x_disable_stats=True))
    theirs = Theirs(run)
    print(f"wandb {wandb.__version__}, Pillow {PIL.__version__}\n")
    print("| Input | ours, ms | wandb, ms | wandb / ours | ours, bytes | wandb, bytes | ours / wandb |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for name, case in ours.cases.items():
        pairs = [(ours.time(name), theirs.time(case)) for _ in range(ROUNDS)]
        (a, our_bytes), (b, their_bytes) = min(p[0] for p in pairs), min(p[1] for p in pairs)
        rows.append((name, a, b, our_bytes / their_bytes))
        print(f"| {name} | {a * 1e3:.2f} | {b * 1e3:.2f} | {b / a:.1f} | {our_bytes} | {their_bytes} |"
              f" {our_bytes / their_bytes:.2f} |", flush=True)
    run.finish()
    ours.process.stdin.close()
    ours.process.wait()
    return rows


def main():
    with tempfile.TemporaryDirectory() as folder:
        rows = compare(os.path.abspath(sys.argv[1]), folder)
    if len(sys.argv) > 2:
        write_table(pathlib.Path(sys.argv[2]), rows)


if __name__ == "__main__":
    main()
