#!/usr/bin/env python3
"""check_prefix.py must see each kind of change, and allow growth."""
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

import check_prefix

INCLUDE, GOLDEN = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).read_text(encoding="utf-8")


def flat(text):
    """The text with one blank where there are several, and none around a star: formatting is no change."""
    return re.sub(r"[ \t]*\*[ \t]*", "*", re.sub(r"[ \t]+", " ", text))


class Changes(unittest.TestCase):
    def after(self, old, new, header="wbm/plugin.h"):
        old, new = flat(old), flat(new)
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "include"
            shutil.copytree(INCLUDE, copy)
            text = flat((copy / header).read_text(encoding="utf-8"))
            self.assertIn(old, text)
            (copy / header).write_text(text.replace(old, new, 1), encoding="utf-8")
            return list(check_prefix.problems(copy, GOLDEN))

    def test_an_appended_field_is_fine(self):
        end = "const wbm_type *const *types;              /* NULL terminated */\n"
        self.assertEqual(self.after(end, end + "  void (*later)(void);\n"), [])

    def test_a_new_constant_is_fine(self):
        self.assertEqual(self.after("WBM_FROM_URL = 64 ", "WBM_FROM_URL = 64, WBM_FROM_LATER = 128 "), [])

    def test_moved_fields(self):
        found = self.after("  int32_t kind;\n  wbm_str name;", "  wbm_str name;\n  int32_t kind;")
        self.assertEqual(found, ["struct wbm_part: field 1 was 'int32_t kind', it is 'wbm_str name'"])

    def test_another_type(self):
        self.assertEqual(len(self.after("uint32_t count;", "uint64_t count;")), 1)

    def test_a_removed_field(self):
        self.assertEqual(len(self.after("  void (*stop)(void);", "  ")), 1)

    def test_a_changed_signature(self):
        self.assertEqual(len(self.after("void (*destroy)(wbm_value *v);", "void (*destroy)(wbm_value **v);")), 1)

    def test_a_struct_by_value_that_grows(self):
        found = self.after("  size_t size;\n} wbm_str;", "  size_t size;\n  int flags;\n} wbm_str;")
        self.assertEqual(found, ["struct wbm_str never grows, but it has 'int flags'"])

    def test_a_changed_constant(self):
        self.assertEqual(self.after("WBM_IO = 4,", "WBM_IO = 6,"), ["WBM_IO was 4, it is 6"])
        self.assertEqual(len(self.after('"wbm_plugin_v1"', '"wbm_plugin_v2"')), 1)

    def test_a_changed_extension(self):
        self.assertEqual(len(self.after("uint32_t max_items;", "uint64_t max_items;", "wbm/ext/batch.h")), 1)

    def test_a_new_struct_without_size(self):
        new = "typedef struct wbm_new {\n  int a;\n} wbm_new;\n"
        found = self.after("typedef struct wbm_host {", new + "typedef struct wbm_host {")
        self.assertEqual(found, ["struct wbm_new may grow, so it must begin with 'uint32_t size'"])

    def test_a_header_that_is_too_long(self):
        self.assertEqual(len(self.after("#ifndef WBM_PLUGIN_H", "\n" * 200 + "#ifndef WBM_PLUGIN_H")), 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
