#!/usr/bin/env python3
"""Lets the compiler compare a frozen boundary with today's: offsets, sizes, constants.

    layout_source.py FROZEN_FOLDER OUTPUT_FOLDER

Writes OUTPUT_FOLDER/old/old_wbm/..., the frozen headers with every name of theirs changed so that they can be included
beside today's, and OUTPUT_FOLDER/layout.c with static assertions, to be compiled with OUTPUT_FOLDER/old and today's.
"""
import pathlib
import re
import sys

import boundary_text
from check_prefix import BY_VALUE, FOREIGN


def renamed(text):
    """The header under other names: old_wbm_str, OLD_WBM_OK, OLD_ARROW_..., <old_wbm/plugin.h>."""
    text = re.sub(r"\b(wbm_|Arrow|wbm/)(?=\w)", r"old_\1", text)
    return re.sub(r"\b(WBM_|ARROW_)(?=\w)", r"OLD_\1", text)


def field_names(declarations):
    """The names in declarations such as `const char * format, * name` and `void (* release)(struct ArrowSchema *)`."""
    for declaration in declarations:
        function = re.search(r"\(\* (\w+)\)", declaration)
        yield from [function[1]] if function else re.findall(r"(\w+)(?=,|$)", declaration)


def struct_assertions(name, declarations):
    now, old = f"struct {name}", f"struct old_{name}"
    compare = "==" if name in BY_VALUE | FOREIGN else "<="
    yield f'_Static_assert(sizeof({old}) {compare} sizeof({now}), "{name} is smaller, or may not grow");'
    for field in field_names(declarations):
        yield f'_Static_assert(offsetof({old}, {field}) == offsetof({now}, {field}), "{name}.{field} has moved");'
        sizes = [f"sizeof((({struct}*)0)->{field})" for struct in (old, now)]
        yield f'_Static_assert({sizes[0]} == {sizes[1]}, "{name}.{field} has another size");'


def constant_assertions(constants):
    for name, value in constants.items():
        if " " not in name and not value.startswith('"'):
            yield f'_Static_assert((long long)OLD_{name} == (long long){name}, "{name} has another value");'


def layout(frozen):
    boundary = boundary_text.read(frozen)
    names = [header.relative_to(frozen / "wbm").as_posix() for header in boundary_text.headers(frozen)]
    lines = ["/* Written by layout_source.py. */"]
    lines += [f"#include <old_wbm/{name}>\n#include <wbm/{name}>" for name in names]
    for name, declarations in boundary.structs.items():
        lines += struct_assertions(name, declarations)
    return "\n".join([*lines, *constant_assertions(boundary.constants), ""])


def main():
    frozen, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for header in boundary_text.headers(frozen):
        copy = output / "old" / "old_wbm" / header.relative_to(frozen / "wbm")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(renamed(header.read_text(encoding="utf-8")), encoding="utf-8")
    (output / "layout.c").write_text(layout(frozen), encoding="utf-8")


if __name__ == "__main__":
    main()
