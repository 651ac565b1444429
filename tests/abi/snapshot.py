#!/usr/bin/env python3
"""The snapshots of released headers, frozen/<version>/wbm/...: makes one, and checks that none was changed.

    snapshot.py check FROZEN INCLUDE VERSION            every file is in FROZEN/SHA256SUMS as it was, and no other is;
                                                        the snapshot of the project's version is what its headers are
    snapshot.py make FROZEN INCLUDE VERSION             a release: copies plugin.h and ext/*.h, adds them to the list
    snapshot.py make FROZEN INCLUDE VERSION --again     the same before the version is tagged, in place of its first one
"""
import hashlib
import pathlib
import shutil
import sys

import boundary_text

LIST = "SHA256SUMS"


def sums(frozen):
    """{path: SHA-256} of every header below the folder."""
    files = sorted(file for file in frozen.rglob("*.h"))
    return {file.relative_to(frozen).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def listed(frozen):
    """{path: SHA-256} of the list, which `sha256sum -c` reads too."""
    lines = (frozen / LIST).read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def problems(frozen):
    """One sentence for each snapshot that is not what its release was."""
    now, before = sums(frozen), listed(frozen)
    if not before:
        yield f"{LIST} is empty; it lists every released header"
    for path in sorted(now.keys() | before.keys()):
        if path not in now:
            yield f"frozen/{path} is missing; a released header is kept for ever: restore it"
        elif path not in before:
            yield f"frozen/{path} is not in {LIST}; make a snapshot with snapshot.py, not by hand"
        elif now[path] != before[path]:
            yield f"frozen/{path} was changed; a released header is never edited: restore it"


def current_problems(frozen, include, version):
    """Where the project's version has a snapshot, its headers are those: released headers change with the version."""
    folder = frozen / version
    if not folder.is_dir():
        return
    for header in boundary_text.headers(include):
        copy = folder / header.relative_to(include)
        if not copy.is_file() or copy.read_bytes() != header.read_bytes():
            name = header.relative_to(include)
            yield (f"{name} is not what frozen/{version} has; before that version is tagged make the snapshot --again, "
                   "afterwards raise the version")


def make(frozen, include, version, again=False):
    folder = frozen / version
    if folder.exists() and not again:
        sys.exit(f"{folder} is there; a snapshot is made once (--again only before the version is tagged)")
    shutil.rmtree(folder, ignore_errors=True)
    for header in boundary_text.headers(include):
        copy = folder / header.relative_to(include)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(header.read_bytes())
    lines = [f"{digest}  {path}\n" for path, digest in sums(frozen).items()]
    (frozen / LIST).write_text("".join(lines), encoding="utf-8")


def main():
    command, frozen = sys.argv[1], pathlib.Path(sys.argv[2])
    if command == "make":
        make(frozen, pathlib.Path(sys.argv[3]), sys.argv[4], sys.argv[5:] == ["--again"])
        return 0
    found = [*problems(frozen), *current_problems(frozen, pathlib.Path(sys.argv[3]), sys.argv[4])]
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
