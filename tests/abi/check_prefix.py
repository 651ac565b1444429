#!/usr/bin/env python3
"""Compares the boundary's headers with frozen ones: fields may be appended, nothing else may change.

    check_prefix.py INCLUDE FROZEN           check; FROZEN is a list (plugin_v1.txt) or a folder of headers
    check_prefix.py INCLUDE FROZEN --write   write the list of what the headers say (when appended fields are final)
"""
import pathlib
import sys

import boundary_text

BY_VALUE = {"wbm_str", "wbm_sink"}  # passed by value: they never grow
FOREIGN = {"ArrowSchema", "ArrowArray", "ArrowArrayStream"}  # the Arrow specification's: they never grow
LINE_BUDGET = 200


def load(frozen):
    """A frozen boundary, from a list or from a folder that holds `wbm/plugin.h`."""
    if frozen.is_dir():
        return boundary_text.read(frozen)
    return boundary_text.read_list(frozen.read_text(encoding="utf-8"))


def struct_problems(now, frozen):
    for name, before in frozen.structs.items():
        after = now.structs.get(name, [])
        if after[: len(before)] != before:
            at = next((i for i, field in enumerate(before) if after[i : i + 1] != [field]), 0)
            yield f"struct {name}: field {at} was '{before[at]}', it is '{after[at] if at < len(after) else 'missing'}'"
        elif name in BY_VALUE | FOREIGN and len(after) != len(before):
            yield f"struct {name} never grows, but it has '{after[len(before)]}'"
    for name, fields in now.structs.items():
        if name not in BY_VALUE | FOREIGN and fields[0] != "uint32_t size":
            yield f"struct {name} may grow, so it must begin with 'uint32_t size'"


def problems(include, frozen):
    """One sentence for each thing that a plugin built with the frozen headers would not understand."""
    now, before = boundary_text.read(include), load(frozen)
    if not before.structs or not before.constants:
        yield f"{frozen} holds no boundary"
    yield from struct_problems(now, before)
    for name, value in before.constants.items():
        if now.constants.get(name) != value:
            yield f"{name} was {value}, it is {now.constants.get(name, 'missing')}"
    lines = len((include / "wbm/plugin.h").read_text(encoding="utf-8").splitlines())
    if lines > LINE_BUDGET:
        yield f"wbm/plugin.h has {lines} lines; its budget is {LINE_BUDGET}"


def main():
    include, frozen = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    if sys.argv[3:] == ["--write"]:
        frozen.write_text(boundary_text.list_text(boundary_text.read(include)), encoding="utf-8")
        return 0
    found = list(problems(include, frozen))
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
