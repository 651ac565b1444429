#!/usr/bin/env python3
"""The table of extensions in docs/abi.md is what the headers are, each has its page, the reference leaves nothing out.

    check_extensions.py PROJECT_FOLDER
"""
import pathlib
import re
import sys
from dataclasses import dataclass

import boundary_text

ROW = re.compile(r"^\| `(\S+)` \| (\w+) \| (\S+) \| (\w+) \| \[(\w+)\]\(extensions/(\w+)\.md\) \|$", re.M)
STAGES = {"draft", "stable", "deprecated"}


@dataclass
class Header:
    path: str  # "wbm/ext/rows.h"
    name: str  # "rows"
    id: str  # "wbm.rows/1"
    stage: str
    offered_by: str


def read_header(file, include):
    text = file.read_text(encoding="utf-8")
    ids = re.findall(r'^#define WBM_EXT_\w+ "([^"]+)"', text, flags=re.M)
    opening = text[: text.index("*/")] if "*/" in text else ""
    stage = "draft" if file.parent.name == "draft" else "deprecated" if "Deprecated:" in opening else "stable"
    offered_by = "host" if "A host extension:" in text else "type"
    return Header(file.relative_to(include).as_posix(), file.stem, ", ".join(ids), stage, offered_by)


def headers(root):
    include = root / "sdk/include"
    return [read_header(file, include) for file in sorted((include / "wbm/ext").rglob("*.h"))]


def releases(root):
    """Released versions in order, each with the ids of its extensions."""
    all_folders = (root / "tests/abi/frozen").iterdir()
    folders = [folder for folder in all_folders if re.fullmatch(r"\d+\.\d+\.\d+", folder.name)]
    folders.sort(key=lambda folder: [int(number) for number in folder.name.split(".")])
    return {folder.name: set(boundary_text.read(folder).constants.values()) for folder in folders}


def expected_id(name):
    """wbm.rows/1 for rows.h; wbm.rows/2 for rows2.h, an incompatible successor."""
    base, revision = re.fullmatch(r"(.*?)(\d*)", name).groups()
    return f"wbm.{base}/{revision or 1}"


def since(identifier, released):
    return next((version for version, ids in released.items() if f'"{identifier}"' in ids), "next")


def row_problems(row, header, released):
    identifier, stage, version, offered_by, name, page = row
    if stage not in STAGES or stage != header.stage:
        yield f"{identifier} is {header.stage} by the place and comment of {header.path}, docs/abi.md says {stage}"
    if version != since(identifier, released):
        yield f"{identifier} is there since {since(identifier, released)}, docs/abi.md says {version}"
    if offered_by != header.offered_by:
        yield f"{identifier} is offered by a {header.offered_by}, docs/abi.md says {offered_by}"
    if (name, page) != (header.name, header.name):
        yield f"{identifier} has its page at docs/extensions/{header.name}.md, docs/abi.md names another"


def table_problems(root, found):
    text = (root / "docs/abi.md").read_text(encoding="utf-8")
    rows = {row[0]: row for row in ROW.findall(text)}
    by_id, released = {header.id: header for header in found}, releases(root)
    for header in found:
        if header.id != expected_id(header.name):
            yield f"{header.path} must define one id, {expected_id(header.name)}; it has: {header.id or 'none'}"
    for identifier in sorted(rows.keys() | by_id.keys()):
        if identifier not in by_id:
            yield f"{identifier} is in docs/abi.md but in no header; an extension is never removed"
        elif identifier not in rows:
            yield f"{identifier} is missing in the table of docs/abi.md"
        else:
            yield from row_problems(rows[identifier], by_id[identifier], released)


def page_problems(root, found):
    folder = root / "docs/extensions"
    pages = {page.stem for page in folder.glob("*.md")} - {"README"}
    names = {header.name for header in found}
    index = (folder / "README.md").read_text(encoding="utf-8")
    for name in sorted(names - pages):
        yield f"docs/extensions/{name}.md is missing: the page of wbm/ext/{name}.h"
    for name in sorted(pages - names):
        yield f"docs/extensions/{name}.md is the page of no header"
    for name in sorted(names & pages):
        if f"]({name}.md)" not in index:
            yield f"docs/extensions/README.md does not list {name}.md"


def reference_problems(root):
    boundary = boundary_text.read(root / "sdk/include")
    text = (root / "docs/abi/reference.md").read_text(encoding="utf-8")
    names = [*boundary.structs, *(name.split()[-1] for name in boundary.constants if name != "the entry function")]
    for name in names:
        if not re.search(rf"\b{name}\b", text):
            yield f"docs/abi/reference.md leaves {name} out; teach tools/abi-reference to read it"


def problems(root):
    found = headers(root)
    if not found:
        yield "there are no headers in sdk/include/wbm/ext"
    yield from table_problems(root, found)
    yield from page_problems(root, found)
    yield from reference_problems(root)


def main():
    found = list(problems(pathlib.Path(sys.argv[1])))
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
