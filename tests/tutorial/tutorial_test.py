#!/usr/bin/env python3
"""Follows docs/tutorial.md as a newcomer would: runs its commands, writes its files, looks for what it says is printed.

    tutorial_test.py TUTORIAL BUILD [CMAKE_ARGUMENT...]    BUILD is installed into a folder of the test's own
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

BLOCK = re.compile(r"<!-- (run|prints|write: (\S+)) -->\n```\w*\n(.*?)```", re.S)


def steps(text):
    """What to do, in order: ("run" or "prints" or "write", file, content)."""
    found = [(kind.split(":")[0], file, content) for kind, file, content in BLOCK.findall(text)]
    marked = len(re.findall(r"<!-- (?:run|prints|write)", text))
    if marked != len(found) or not found:
        sys.exit(f"{marked} blocks are marked, but {len(found)} can be followed")
    return found


class Newcomer:
    """Somebody with an empty home folder and the installed product."""

    def __init__(self, folder, build):
        prefix = folder / "prefix"
        subprocess.run(["cmake", "--install", build, "--prefix", prefix], check=True, stdout=subprocess.DEVNULL)
        self.home = folder / "home"
        self.home.mkdir()
        keep = {name: os.environ[name] for name in ("CCACHE_DIR", "LANG") if name in os.environ}
        self.environment = {**keep, "HOME": str(self.home), "CMAKE_PREFIX_PATH": str(prefix), "CMAKE_BUILD_TYPE": "Release",
                            "PATH": f"{prefix}/bin:{os.environ['PATH']}"}
        self.here = self.home
        self.printed = ""

    def write(self, file, content):
        path = self.here / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def run(self, script):
        """Runs a block; where it ends and what it exports is where the next one begins."""
        state = self.home / ".state"
        script = f"set -e\n{script}\n{{ pwd; env -0; }} > {state}\n"
        result = subprocess.run(["bash", "-c", script], cwd=self.here, env=self.environment, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.printed = result.stdout
        if result.returncode != 0:
            sys.exit(f"the tutorial's commands failed:\n{script}\n{result.stdout}")
        folder, rest = state.read_text().split("\n", 1)
        self.here = pathlib.Path(folder)
        self.environment = dict(pair.split("=", 1) for pair in rest.split("\0") if "=" in pair)

    def must_have_printed(self, expected):
        for line in expected.splitlines():
            if line not in self.printed:
                sys.exit(f"the tutorial says that this is printed:\n{line}\nbut it was:\n{self.printed}")


def main():
    tutorial, build = pathlib.Path(sys.argv[1]), sys.argv[2]
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        newcomer = Newcomer(folder, build)
        begin = time.monotonic()
        for kind, file, content in steps(tutorial.read_text(encoding="utf-8")):
            if kind == "run":
                newcomer.run(content)
            elif kind == "write":
                newcomer.write(file, content)
            else:
                newcomer.must_have_printed(content)
        print(f"followed in {time.monotonic() - begin:.0f} s of the machine's time")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
