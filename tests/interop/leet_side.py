"""Shows a run of ours in `wandb leet`, the reference's own viewer, in a pseudo-terminal.

    leet_side.py RUN WORK < WANTED

RUN is a run that C++ wrote. Its media files are put into an offline run of wandb in WORK and its history rows are logged
there, as they are; then leet opens that run's file, and its media pane is opened. Succeeds when every line of WANTED
comes on the screen after that: a caption, a series' name, or a colour as the terminal gets it, such as 48;2;255;0;0.
Prints what is missing. (WANTED is no argument: wandb logs those, and leet shows them.)
"""
import fcntl
import json
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import struct
import sys
import termios
import time

import wandb_side as py

MEDIA_PANE = b"3"
SECONDS = 30
ANSWERS = {b"\x1b[6n": b"\x1b[1;1R", b"\x1b[c": b"\x1b[?62;c", b"\x1b]11;?": b"\x1b]11;rgb:0000/0000/0000\x1b\\"}


def write_run(source, work):
    """An offline run with our rows and files; its .wandb file."""
    run = py.start_run(work)
    shutil.copytree(source / "files" / "media", pathlib.Path(run.dir) / "media")
    for line in (source / "history.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        step = row.pop("_step")
        run.log({**row, "loss": 1.0 / (step + 1)}, step=step)
    folder = pathlib.Path(run.dir).parent
    run.finish()
    return next(folder.glob("*.wandb"))


def start_leet(file, work):
    core = pathlib.Path(py.wandb.__file__).parent / "bin" / "wandb-core"
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", HOME=str(work), WANDB_CONFIG_DIR=str(work))
        os.execv(core, [str(core), "leet", "run", "-no-observability", "-run-file", str(file), str(work / "wandb")])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
    return pid, terminal


def watch(terminal, wanted, seconds, screen):
    """Collects the output in `screen` until every wanted text is in it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not all(text in screen for text in wanted):
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            new = os.read(terminal, 65536)
        except OSError:  # leet has ended
            break
        screen += new
        for question, answer in ANSWERS.items():
            if question in new:
                os.write(terminal, answer)
    return [text.decode() for text in wanted if text not in screen]


def main():
    source, work = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    wanted = sys.stdin.buffer.read().splitlines()
    pid, terminal = start_leet(write_run(source, work), work)
    screen = bytearray()
    try:
        missing = watch(terminal, [b"loss"], SECONDS, screen)  # the run is loaded
        screen.clear()
        os.write(terminal, MEDIA_PANE)
        missing += watch(terminal, wanted, SECONDS, screen)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    if missing:
        text = re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b" ", bytes(screen)).decode("utf-8", "replace")
        sys.exit(f"leet does not show {missing}; the end of its output:\n{text[-3000:]}")


if __name__ == "__main__":
    main()
