#!/usr/bin/env python3
"""wbm-plugin check passes a sound plugin and says of each flawed one what is wrong with it, and only that.

    check_test.py TOOL FOLDER EXTENDED    the folder has flawed_<number>.so; EXTENDED is a sound plugin in C++
"""
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

TOOL, FOLDER, EXTENDED = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
EVERY_CHECK = [1, 2, 3, 4, 5, 7, 8, 10, 11, 12, 17, 19, 20, 21, 22, 23, 24, 25, 28, 29, 30, 31, 32, 33, 34, 35, 37, 38, 41,
               42, 43, 45, 47, 56, 57]
# The flaw is the number of a check. What else must fail with it:
ALSO = {
    2: {10},                   # the entry has another name
    12: {10},                  # a unique symbol is exported
    28: {29, 33},              # lost in both stores, and in the second text
    33: {29, 30, 31, 32, 34},  # these look at both stores
    57: {25, 56},              # all start it more than once
}
BAILS_OUT = {2, 8, 11, 17, 19, 21, 22}


class Check(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.samples = self.folder / "samples"
        self.samples.mkdir()
        (self.samples / "a.bin").write_bytes(bytes(range(64)))
        self.manifest = json.loads(subprocess.check_output([TOOL, "describe", FOLDER / "flawed_0.so"]))

    def library(self, flaw, **changes):
        """A copy of a library with a manifest that fits it, but for the changes."""
        copy = self.folder / "flawed.so"
        shutil.copy(FOLDER / f"flawed_{flaw}.so", copy)
        sha256 = hashlib.sha256(copy.read_bytes()).hexdigest()
        manifest = {**self.manifest, "library": "flawed.so", "sha256": sha256, **changes}
        (self.folder / "flawed.json").write_text(json.dumps(manifest))
        return copy

    def run_check(self, library):
        result = subprocess.run([TOOL, "check", library, self.samples], capture_output=True, text=True)
        lines = result.stdout.splitlines()
        failed = {int(n) for n in re.findall(r"^not ok (\d+) - .+  # .+$", result.stdout, re.M)}
        ok = {int(n) for n in re.findall(r"^ok (\d+) - ", result.stdout, re.M)}
        self.assertEqual(len(failed), result.stdout.count("not ok"), result.stdout)
        self.assertIn(f", {len(failed)} failed", lines[-1], result.stdout)
        self.assertEqual(result.returncode, 1 if failed else 0, result.stdout + result.stderr)
        return failed, ok, result.stdout

    def test_a_sound_plugin_in_c(self):
        failed, ok, out = self.run_check(self.library(0))
        self.assertEqual(failed, set(), out)
        self.assertEqual(sorted(ok), EVERY_CHECK, out)
        self.assertNotIn("SKIP", out)
        self.assertEqual(out.splitlines()[-1], f"{len(EVERY_CHECK)} passed, 0 failed")

    def test_a_sound_plugin_that_uses_all_of_the_boundary(self):
        copy = self.folder / "extended.so"
        shutil.copy(EXTENDED, copy)
        subprocess.check_call([TOOL, "describe", copy, "--output", self.folder / "extended.json"])
        types = json.loads((self.folder / "extended.json").read_text())["types"]
        self.assertEqual([(one["name"], one.get("list")) for one in types], [("labelled", None), ("boxes", True)])
        failed, ok, out = self.run_check(copy)
        self.assertEqual(failed, set(), out)
        self.assertEqual(sorted(ok), EVERY_CHECK, out)
        self.assertRegex(out, "boxes takes [1-9]")
        self.assertRegex(out, "labelled takes [1-9]")

    def test_each_flaw_is_seen(self):
        flaws = sorted(int(re.search(r"\d+", f.name)[0]) for f in FOLDER.glob("flawed_*.so"))
        # The others look at the manifest, or at a file that is no library: below.
        self.assertEqual(flaws, [0] + [n for n in EVERY_CHECK if n not in {1, 3, 4, 5}])
        for flaw in flaws[1:]:
            with self.subTest(flaw=flaw):
                failed, ok, out = self.run_check(self.library(flaw))
                if flaw == 37:  # memory that is gone may say anything
                    self.assertIn(37, failed, out)
                    continue
                self.assertEqual(failed, {flaw} | ALSO.get(flaw, set()), out)
                self.assertEqual("Bail out!" in out, flaw in BAILS_OUT, out)
                if flaw not in BAILS_OUT:
                    self.assertEqual(sorted(failed | ok), EVERY_CHECK, out)

    def test_manifests(self):
        for changes, number in (({"manifest": 99}, 3), ({"library": "other.so"}, 4), ({"library": "../flawed.so"}, 4),
                                ({"sha256": "0" * 64}, 5), ({"version": "2.0.0"}, 23)):
            with self.subTest(changes=changes):
                failed, _, out = self.run_check(self.library(0, **changes))
                self.assertEqual(failed, {number}, out)
        self.library(0)
        (self.folder / "flawed.json").unlink()
        failed, _, out = self.run_check(self.folder / "flawed.so")
        self.assertEqual(failed, {3}, out)

    def test_files_that_are_no_libraries(self):
        library = self.library(0)
        content = library.read_bytes()
        for broken in (b"", b"#!/bin/sh\n", content[:100], content[: len(content) // 2], content[:-1000]):
            library.write_bytes(broken)
            failed, _, out = self.run_check(self.folder / "flawed.so")
            self.assertIn(5, failed, out)
            self.assertTrue(failed & {1, 11}, out)
            self.assertIn("Bail out!", out)

    def test_describe_refuses(self):
        for name in ("flawed_2.so", "flawed_20.so", "flawed_22.so"):
            output = self.folder / "never.json"
            command = [TOOL, "describe", FOLDER / name, "--output", output]
            result = subprocess.run(command, capture_output=True, text=True)
            self.assertEqual(result.returncode, 1)
            self.assertIn(name, result.stderr)
            self.assertFalse(output.exists())
        self.assertEqual(list(self.folder.glob(".wbm*")), [])

    def test_describe_adds_facts(self):
        output = self.folder / "out.json"
        subprocess.check_call([TOOL, "describe", FOLDER / "flawed_0.so", "--output", output, "--license", "MIT",
                               "--description", 'with "quotes"'])
        manifest = json.loads(output.read_text())
        self.assertEqual((manifest["license"], manifest["description"]), ("MIT", 'with "quotes"'))
        self.assertEqual((manifest["library"], manifest["types"][0]["name"]), ("flawed_0.so", "flawed"))
        self.assertEqual(manifest["sha256"], hashlib.sha256((FOLDER / "flawed_0.so").read_bytes()).hexdigest())
        self.assertEqual(output.stat().st_mode & 0o777, 0o644)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
