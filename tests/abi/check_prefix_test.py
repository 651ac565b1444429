#!/usr/bin/env python3
"""What holds the boundary must see each kind of change, and allow growth: the comparison of texts, the compiler's, the
list of snapshots.

    check_prefix_test.py INCLUDE LIST FROZEN C_COMPILER DLPACK_INCLUDE
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import check_prefix
import layout_source
import snapshot

INCLUDE, LIST, FROZEN = map(pathlib.Path, sys.argv[1:4])
COMPILER, DLPACK = sys.argv[4:6]
FIRST = FROZEN / "abi1-first"


def flat(text):
    """The text with one blank where there are several, and none around a star: formatting is no change."""
    return re.sub(r"[ \t]*\*[ \t]*", "*", re.sub(r"[ \t]+", " ", text))


class Changed(unittest.TestCase):
    """Tests that change a copy of today's headers."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.include = self.folder / "include"
        shutil.copytree(INCLUDE, self.include)

    def change(self, old, new, header="wbm/plugin.h"):
        old, new = flat(old), flat(new)
        text = flat((self.include / header).read_text(encoding="utf-8"))
        self.assertIn(old, text)
        (self.include / header).write_text(text.replace(old, new, 1), encoding="utf-8")


class Texts(Changed):
    def after(self, *change):
        self.change(*change)
        return list(check_prefix.problems(self.include, LIST))

    def test_an_appended_field_is_fine(self):
        end = "const wbm_type *const *types;              /* NULL terminated */\n"
        self.assertEqual(self.after(end, end + "  void (*later)(void);\n"), [])

    def test_a_new_constant_is_fine(self):
        self.assertEqual(self.after("WBM_FROM_URL = 64 ", "WBM_FROM_URL = 64, WBM_FROM_LATER = 128 "), [])

    def test_a_new_header_is_fine(self):
        (self.include / "wbm/ext/later.h").write_text('#define WBM_EXT_LATER "wbm.later/1"\n', encoding="utf-8")
        self.assertEqual(list(check_prefix.problems(self.include, LIST)), [])

    def test_other_comments_and_formatting_are_fine(self):
        new = "int32_t /* other words */\n kind ;\n\n wbm_str\nname ;"
        self.assertEqual(self.after("int32_t kind;\n wbm_str name;", new), [])

    def test_moved_fields(self):
        found = self.after("  int32_t kind;\n  wbm_str name;", "  wbm_str name;\n  int32_t kind;")
        self.assertEqual(found, ["struct wbm_part: field 1 was 'int32_t kind', it is 'wbm_str name'"])

    def test_a_field_in_between(self):
        found = self.after("int32_t kind;\n wbm_str name;", "int32_t kind;\n int32_t more;\n wbm_str name;")
        self.assertEqual(found, ["struct wbm_part: field 2 was 'wbm_str name', it is 'int32_t more'"])

    def test_another_name(self):
        self.assertEqual(len(self.after("uint32_t count;", "uint32_t number;")), 1)

    def test_another_type(self):
        self.assertEqual(len(self.after("uint32_t count;", "uint64_t count;")), 1)

    def test_a_removed_field(self):
        self.assertEqual(len(self.after("  void (*stop)(void);", "  ")), 1)

    def test_a_removed_last_field(self):
        found = self.after("void (*drop_store)(const wbm_store* kept);", "", "wbm/ext/values.h")
        self.assertEqual(len(found), 1)
        self.assertTrue(found[0].endswith("it is 'missing'"), found)

    def test_a_removed_struct(self):
        change = "typedef struct wbm_ext_probe {", "typedef struct wbm_ext_other {"
        self.assertEqual(len(self.after(*change, "wbm/ext/probe.h")), 1)

    def test_a_removed_header(self):
        (self.include / "wbm/ext/stream.h").unlink()
        found = list(check_prefix.problems(self.include, LIST))
        self.assertEqual(len(found), 3)  # the struct, the opaque one, the id
        self.assertIn('WBM_EXT_STREAM was "wbm.stream/1", it is missing', found)

    def test_a_changed_signature(self):
        self.assertEqual(len(self.after("void (*destroy)(wbm_value *v);", "void (*destroy)(wbm_value **v);")), 1)

    def test_a_struct_by_value_that_grows(self):
        found = self.after("  size_t size;\n} wbm_str;", "  size_t size;\n  int flags;\n} wbm_str;")
        self.assertEqual(found, ["struct wbm_str never grows, but it has 'int flags'"])

    def test_a_changed_constant(self):
        self.assertEqual(self.after("WBM_IO = 4,", "WBM_IO = 6,"), ["WBM_IO was 4, it is 6"])

    def test_another_entry(self):
        self.assertEqual(len(self.after('"wbm_plugin_v1"', '"wbm_plugin_v2"')), 1)

    def test_another_id_of_an_extension(self):
        found = self.after('"wbm.rows/1"', '"wbm.rows/2"', "wbm/ext/rows.h")
        self.assertEqual(found, ['WBM_EXT_ROWS was "wbm.rows/1", it is "wbm.rows/2"'])

    def test_a_changed_typedef(self):
        self.assertEqual(len(self.after("typedef int32_t wbm_status;", "typedef int64_t wbm_status;")), 1)

    def test_a_changed_typedef_of_a_function(self):
        self.assertEqual(len(self.after("(*wbm_plugin_entry)(void);", "(*wbm_plugin_entry)(int);")), 1)

    def test_an_opaque_struct_that_is_gone(self):
        found = self.after("typedef struct wbm_value wbm_value;", "typedef void wbm_value;")
        self.assertEqual(found, ["opaque wbm_value was struct, it is missing"])

    def test_a_changed_macro(self):
        self.assertEqual(len(self.after("#define WBM_HAS(type, obj, field)", "#define WBM_HAS(obj, field)")), 1)

    def test_a_changed_extension(self):
        self.assertEqual(len(self.after("uint32_t max_items;", "uint64_t max_items;", "wbm/ext/batch.h")), 1)

    def test_a_new_struct_without_size(self):
        new = "typedef struct wbm_new {\n  int a;\n} wbm_new;\n"
        found = self.after("typedef struct wbm_host {", new + "typedef struct wbm_host {")
        self.assertEqual(found, ["struct wbm_new may grow, so it must begin with 'uint32_t size'"])

    def test_a_header_that_is_too_long(self):
        self.assertEqual(len(self.after("#ifndef WBM_PLUGIN_H", "\n" * 200 + "#ifndef WBM_PLUGIN_H")), 1)

    def test_a_folder_is_a_frozen_boundary_too(self):
        self.change("uint32_t max_items;", "uint64_t max_items;", "wbm/ext/batch.h")
        self.assertEqual(len(list(check_prefix.problems(self.include, FIRST))), 1)

    def test_a_list_that_is_empty(self):
        empty = self.folder / "empty.txt"
        empty.write_text("# nothing\n", encoding="utf-8")
        self.assertEqual(list(check_prefix.problems(self.include, empty)), [f"{empty} holds no boundary"])


class Compiler(Changed):
    """The generated assertions, for what the text would not show as well."""

    def compile(self):
        old = self.folder / "layout"
        subprocess.run([sys.executable, "-B", layout_source.__file__, FIRST, old], check=True)
        folders = [f"-I{folder}" for folder in (old / "old", self.include, DLPACK)]
        command = [COMPILER, "-std=c11", "-fsyntax-only", *folders, old / "layout.c"]
        english = os.environ | {"LC_ALL": "C"}
        return subprocess.run(command, capture_output=True, text=True, env=english, check=False).stderr

    def after(self, *change):
        self.change(*change)
        return self.compile()

    def test_today_is_sound(self):
        self.assertEqual(self.compile(), "")

    def test_a_field_that_moved(self):
        errors = self.after("int32_t kind; /* WBM_RUN or WBM_ARTIFACT */", "int32_t kind; void* more;")
        self.assertIn("wbm_store.ctx has moved", errors)
        self.assertNotIn("wbm_store.kind", errors)

    def test_a_type_of_another_size(self):
        errors = self.after("uint32_t max_items;", "uint64_t max_items;", "wbm/ext/batch.h")
        self.assertIn("wbm_ext_batch.max_items has another size", errors)

    def test_a_typedef_of_another_size(self):
        errors = self.after("size_t size;\n} wbm_str;", "uint32_t size;\n} wbm_str;")
        self.assertIn("wbm_str.size has another size", errors)

    def test_a_struct_by_value_that_grows(self):
        errors = self.after("size_t size;\n} wbm_str;", "size_t size;\n int f;\n} wbm_str;")
        self.assertIn("wbm_str is smaller, or may not grow", errors)

    def test_a_changed_constant(self):
        self.assertIn("WBM_IO has another value", self.after("WBM_IO = 4,", "WBM_IO = 2 + 4,"))


class Snapshots(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.frozen = pathlib.Path(folder.name) / "frozen"
        shutil.copytree(FROZEN, self.frozen)

    def problems(self):
        return list(snapshot.problems(self.frozen))

    def test_today_is_sound(self):
        self.assertEqual(self.problems(), [])

    def test_a_changed_comment(self):
        file = self.frozen / "abi1-first/wbm/plugin.h"
        file.write_text(file.read_text(encoding="utf-8").replace("Plain C11.", "Plain C."), encoding="utf-8")
        reason = "was changed; a released header is never edited: restore it"
        self.assertEqual(self.problems(), [f"frozen/abi1-first/wbm/plugin.h {reason}"])

    def test_a_file_that_is_gone(self):
        (self.frozen / "abi1-first/wbm/ext/arrow.h").unlink()
        self.assertEqual(len(self.problems()), 1)

    def test_a_file_that_nobody_listed(self):
        (self.frozen / "abi1-first/wbm/ext/rows.h").write_text("", encoding="utf-8")
        self.assertEqual(len(self.problems()), 1)

    def test_an_empty_list(self):
        (self.frozen / snapshot.LIST).write_text("", encoding="utf-8")
        self.assertIn("SHA256SUMS is empty; it lists every released header", self.problems())

    def test_headers_that_changed_under_a_version_with_a_snapshot(self):
        found = list(snapshot.current_problems(self.frozen, INCLUDE, "abi1-first"))
        self.assertIn("wbm/plugin.h is not what frozen/abi1-first has; before that version is tagged make the snapshot "
                      "--again, afterwards raise the version", found)
        self.assertEqual(list(snapshot.current_problems(self.frozen, INCLUDE, "9.9.9")), [])

    def test_a_release_adds_one(self):
        snapshot.make(self.frozen, INCLUDE, "9.9.9")
        self.assertEqual(self.problems(), [])
        self.assertEqual(list(check_prefix.problems(INCLUDE, self.frozen / "9.9.9")), [])

    def test_a_release_is_made_once(self):
        with self.assertRaises(SystemExit):
            snapshot.make(self.frozen, INCLUDE, "abi1-first")
        self.assertEqual(self.problems(), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
