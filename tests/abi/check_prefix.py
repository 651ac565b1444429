#!/usr/bin/env python3
"""Compares the boundary's headers with a frozen list: fields may be appended, nothing else may change.

    check_prefix.py INCLUDE_FOLDER GOLDEN            check
    check_prefix.py INCLUDE_FOLDER GOLDEN --write    freeze what the headers say (when appended fields are final)
"""
import pathlib
import re
import sys

HEADERS = ["wbm/plugin.h"] + [f"wbm/ext/{name}.h" for name in ("batch", "fields", "probe", "tensor", "values", "rows", "writer", "arrow")]
BY_VALUE = {"wbm_str", "wbm_sink"}  # passed by value: they never grow
FOREIGN = {"ArrowSchema", "ArrowArray", "ArrowArrayStream"}  # the Arrow specification's: they never grow
LINE_BUDGET = 200


def spelled(declaration):
    """Where the blanks stand does not matter."""
    return " ".join(declaration.replace("*", " * ").split())


def read(include):
    """All headers as {struct: [field declarations]} and {constant: value}."""
    structs, constants = {}, {}
    for name in HEADERS:
        text = (include / name).read_text(encoding="utf-8")
        text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
        for define in re.finditer(r'^#define\s+(WBM_\w+)\s+("[^"]*"|\d+u?)\s*$', text, flags=re.M):
            constants[define.group(1)] = define.group(2)
        text = re.sub(r"^\s*#.*$", "", text, flags=re.M)
        for struct in re.finditer(r"struct\s+(\w+)\s*\{(.*?)\}", text, flags=re.S):
            fields = [spelled(field) for field in struct.group(2).split(";")]
            structs[struct.group(1)] = [field for field in fields if field]
        for enum in re.finditer(r"enum\s*\{(.*?)\}", text, flags=re.S):
            for constant in re.finditer(r"(\w+)\s*=\s*(\d+)", enum.group(1)):
                constants[constant.group(1)] = constant.group(2)
        for alias in re.finditer(r"typedef\s+(?!struct)([^;{}]+);", text):
            declaration = spelled(alias.group(1))
            constants["typedef " + re.search(r"(\w+)\)?(\(.*\))?$", declaration).group(1)] = declaration
    return structs, constants


def golden_text(structs, constants):
    lines = ["# The boundary of WBM_ABI 1. Written by check_prefix.py --write; do not edit."]
    lines += [f"{name} = {value}" for name, value in constants.items()]
    for name, fields in structs.items():
        lines.append(f"struct {name}")
        lines += [f"    {field}" for field in fields]
    return "\n".join(lines) + "\n"


def read_golden(text):
    structs, constants, current = {}, {}, None
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("struct "):
            current = structs.setdefault(line[len("struct "):], [])
        elif line.startswith("    "):
            current.append(line.strip())
        else:
            name, value = line.split(" = ", 1)
            constants[name] = value
    return structs, constants


def problems(include, golden):
    structs, constants = read(include)
    frozen_structs, frozen_constants = read_golden(golden)
    if not frozen_structs or not frozen_constants:
        yield "the frozen list is empty"
    for name, frozen in frozen_structs.items():
        now = structs.get(name, [])
        if now[: len(frozen)] != frozen:
            at = next((i for i, field in enumerate(frozen) if now[i : i + 1] != [field]), 0)
            yield f"struct {name}: field {at} was '{frozen[at]}', it is '{now[at] if at < len(now) else 'missing'}'"
        elif name in BY_VALUE | FOREIGN and len(now) != len(frozen):
            yield f"struct {name} never grows, but it has '{now[len(frozen)]}'"
    for name, now in structs.items():
        if name not in BY_VALUE | FOREIGN and now[0] != "uint32_t size":
            yield f"struct {name} may grow, so it must begin with 'uint32_t size'"
    for name, value in frozen_constants.items():
        if constants.get(name) != value:
            yield f"{name} was {value}, it is {constants.get(name, 'missing')}"
    lines = len((include / "wbm/plugin.h").read_text(encoding="utf-8").splitlines())
    if lines > LINE_BUDGET:
        yield f"wbm/plugin.h has {lines} lines; its budget is {LINE_BUDGET}"


def main():
    include, golden = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    if sys.argv[3:] == ["--write"]:
        golden.write_text(golden_text(*read(include)), encoding="utf-8")
        return 0
    found = list(problems(include, golden.read_text(encoding="utf-8")))
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
