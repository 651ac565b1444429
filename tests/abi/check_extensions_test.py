#!/usr/bin/env python3
"""check_extensions.py must see what is missing on either side.

    check_extensions_test.py PROJECT_FOLDER
"""
import pathlib
import shutil
import sys
import tempfile
import unittest

import check_extensions

ROOT = pathlib.Path(sys.argv[1])
HEADERS = ["sdk/include/wbm/plugin.h", "sdk/include/wbm/ext", "tests/abi/frozen"]
PARTS = [*HEADERS, "docs/abi.md", "docs/abi", "docs/extensions"]


class Extensions(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for part in PARTS:
            (self.root / part).parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            copy(ROOT / part, self.root / part)

    def problems(self):
        return list(check_extensions.problems(self.root))

    def after(self, file, old, new):
        text = (self.root / file).read_text(encoding="utf-8")
        self.assertIn(old, text)
        (self.root / file).write_text(text.replace(old, new), encoding="utf-8")
        return self.problems()

    def test_today_is_sound(self):
        self.assertEqual(self.problems(), [])

    def test_a_header_without_a_row_and_a_page(self):
        header = self.root / "sdk/include/wbm/ext/later.h"
        header.write_text('#define WBM_EXT_LATER "wbm.later/1"\n', encoding="utf-8")
        self.assertEqual(self.problems(), [
            "wbm.later/1 is missing in the table of docs/abi.md",
            "docs/extensions/later.md is missing: the page of wbm/ext/later.h",
            "docs/abi/reference.md leaves WBM_EXT_LATER out; teach tools/abi-reference to read it"])

    def test_a_header_that_is_gone(self):
        (self.root / "sdk/include/wbm/ext/rows.h").unlink()
        self.assertEqual(self.problems(), [
            "wbm.rows/1 is in docs/abi.md but in no header; an extension is never removed",
            "docs/extensions/rows.md is the page of no header"])

    def test_a_page_that_is_gone(self):
        (self.root / "docs/extensions/rows.md").unlink()
        self.assertEqual(self.problems(), ["docs/extensions/rows.md is missing: the page of wbm/ext/rows.h"])

    def test_a_page_that_is_not_listed(self):
        self.assertEqual(self.after("docs/extensions/README.md", "](rows.md)", "](tensor.md)"),
                         ["docs/extensions/README.md does not list rows.md"])

    def test_another_stage(self):
        self.assertEqual(self.after("docs/abi.md", "| `wbm.rows/1` | stable", "| `wbm.rows/1` | draft"),
                         ["wbm.rows/1 is stable by the place and comment of wbm/ext/rows.h, docs/abi.md says draft"])

    def test_a_deprecated_header(self):
        found = self.after("sdk/include/wbm/ext/rows.h", "/* wbm/ext/rows.h - ", "/* Deprecated: use another.\n ")
        place = "by the place and comment of wbm/ext/rows.h"
        self.assertEqual(found, [f"wbm.rows/1 is deprecated {place}, docs/abi.md says stable"])

    def test_a_deprecated_field_deprecates_no_header(self):
        change = "/* Writes rows", "/* Deprecated: ask. Writes rows"
        self.assertEqual(self.after("sdk/include/wbm/ext/rows.h", *change), [])

    def test_a_draft(self):
        draft = self.root / "sdk/include/wbm/ext/draft"
        draft.mkdir()
        (self.root / "sdk/include/wbm/ext/rows.h").rename(draft / "rows.h")
        place = "by the place and comment of wbm/ext/draft/rows.h"
        self.assertEqual(self.problems(), [f"wbm.rows/1 is draft {place}, docs/abi.md says stable"])

    def test_another_version(self):
        row = "| `wbm.rows/1` | stable | "
        self.assertEqual(self.after("docs/abi.md", row + "0.1.0", row + "0.2.0"),
                         ["wbm.rows/1 is there since 0.1.0, docs/abi.md says 0.2.0"])

    def test_another_side(self):
        row = "| `wbm.values/1` | stable | 0.1.0 | "
        self.assertEqual(self.after("docs/abi.md", row + "host", row + "type"),
                         ["wbm.values/1 is offered by a host, docs/abi.md says type"])

    def test_an_id_that_is_not_the_files(self):
        found = self.after("sdk/include/wbm/ext/rows.h", '"wbm.rows/1"', '"wbm.cells/1"')
        self.assertIn("wbm/ext/rows.h must define one id, wbm.rows/1; it has: wbm.cells/1", found)

    def test_a_successor_has_a_header_of_its_own(self):
        self.assertEqual(check_extensions.expected_id("rows2"), "wbm.rows/2")

    def test_a_reference_that_leaves_something_out(self):
        found = self.after("docs/abi/reference.md", "wbm_ext_rows", "something")
        self.assertEqual(found, ["docs/abi/reference.md leaves wbm_ext_rows out; teach tools/abi-reference to read it"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
