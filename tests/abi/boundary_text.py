"""Reads the boundary's C headers: what a compiled plugin depends on, whatever their formatting and comments.

    read(include)     of the headers below a folder that holds `wbm/plugin.h`
    read_list(text)   of a list that list_text() wrote
"""
import pathlib
import re
from dataclasses import dataclass, field


@dataclass
class Boundary:
    structs: dict = field(default_factory=dict)  # name: [declarations of its fields]
    constants: dict = field(default_factory=dict)  # name: value; "typedef name", "macro name", "opaque name" as well


def headers(include):
    """The boundary's headers below a folder, plugin.h first; drafts (wbm/ext/draft) are no part of it."""
    include = pathlib.Path(include)
    return [include / "wbm/plugin.h", *sorted((include / "wbm/ext").glob("*.h"))]


def spelled(declaration):
    """Where blanks stand and lines break does not matter."""
    words = " ".join(re.findall(r"\w+|[^\w\s]", declaration))
    return words.replace("( ", "(").replace(" )", ")").replace(" ,", ",").replace(") (", ")(")


def add_macros(boundary, text):
    for name, arguments, value in re.findall(r"^#define\s+(\w+)(\([^)]*\))?[ \t]*(.*?)[ \t]*$", text, flags=re.M):
        if not name.startswith(("WBM_", "ARROW_FLAG_")) or name in ("WBM_EXPORT", "WBM_ENTRY"):
            continue  # other words for the compiler
        if arguments:
            boundary.constants[f"macro {name}"] = spelled(arguments)
        elif value:
            boundary.constants[name] = value


def add_header(boundary, text):
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    add_macros(boundary, text)
    text = re.sub(r"^\s*#(.*\\\n)*.*$", "", text, flags=re.M)
    for name, body in re.findall(r"struct\s+(\w+)\s*\{(.*?)\}", text, flags=re.S):
        fields = [spelled(declaration) for declaration in body.split(";")]
        boundary.structs[name] = [declaration for declaration in fields if declaration]
    for body in re.findall(r"enum\s*\{(.*?)\}", text, flags=re.S):
        boundary.constants |= dict(re.findall(r"(\w+)\s*=\s*(\d+)", body))
    for name in re.findall(r"typedef\s+struct\s+(\w+)\s+\1\s*;", text):
        boundary.constants[f"opaque {name}"] = "struct"
    for alias in re.findall(r"typedef\s+(?!struct)([^;{}]+);", text):
        declaration = spelled(alias)
        name = re.search(r"\(\* (\w+)\)|(\w+)$", declaration)
        boundary.constants[f"typedef {name[1] or name[2]}"] = declaration
    for function in re.findall(r"^WBM_EXPORT\s+([^;]+);", text, flags=re.M):
        boundary.constants["the entry function"] = spelled(function)


def read(include):
    boundary = Boundary()
    for header in headers(include):
        add_header(boundary, header.read_text(encoding="utf-8"))
    return boundary


def list_text(boundary):
    lines = ["# The boundary of WBM_ABI 1. Written by check_prefix.py --write; do not edit."]
    lines += [f"{name} = {value}" for name, value in boundary.constants.items()]
    for name, fields in boundary.structs.items():
        lines += [f"struct {name}", *(f"    {declaration}" for declaration in fields)]
    return "\n".join(lines) + "\n"


def read_list(text):
    boundary, current = Boundary(), None
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("struct "):
            current = boundary.structs.setdefault(line.removeprefix("struct "), [])
        elif line.startswith("    "):
            current.append(line.strip())
        else:
            name, value = line.split(" = ", 1)
            boundary.constants[name] = value
    return boundary
