"""The code in the documents is the code that is compiled, and their links lead somewhere.

A block after the comment `<!-- snippet: PATH -->` must be that file's text; every relative link must exist.
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
documents = sorted([*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("sdk/**/*.md"), *root.glob("tests/**/*.md")])
problems = []
shown = set()

for document in documents:
    text = document.read_text(encoding="utf-8")
    name = document.relative_to(root)
    for path, block in re.findall(r"<!-- snippet: (\S+) -->\n```\w*\n(.*?)```", text, re.S):
        shown.add(path)
        source = root / path
        if not source.is_file():
            problems.append(f"{name}: the snippet {path} does not exist")
        elif source.read_text(encoding="utf-8") != block:
            problems.append(f"{name}: the block is not the text of {path}")
    if len(re.findall(r"<!-- snippet:", text)) != len(re.findall(r"<!-- snippet: \S+ -->\n```\w*\n", text)):
        problems.append(f"{name}: a snippet comment has no code block right after it")
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.S)
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", prose):
        if not re.match(r"[a-z]+:", link) and not (document.parent / link).exists():
            problems.append(f"{name}: the link {link} leads nowhere")

for source in sorted((root / "docs/snippets").glob("*.cpp")):
    if source.relative_to(root).as_posix() not in shown:
        problems.append(f"docs/snippets/{source.name} is shown in no document")

print("\n".join(problems) or f"{len(documents)} documents, {len(shown)} snippets: all as compiled")
sys.exit(1 if problems else 0)
