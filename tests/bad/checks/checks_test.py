#!/usr/bin/env python3
"""wbm-plugin check passes sound plugins and says of each flawed one what is wrong with it, and only that.

    checks_test.py TOOL FOLDER EXTENDED [sanitized]

The folder has NN_<id>.so for check NN; EXTENDED is a sound plugin in C++. A tool that is built with a sanitizer cannot make
memory fail, and sees some flaws in other places as well.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

TOOL, FOLDER, EXTENDED = (pathlib.Path(given).resolve() for given in sys.argv[1:4])
MANUAL = pathlib.Path(__file__).resolve().parents[3] / "docs/checks.md"
SANITIZED = sys.argv[4:5] == ["sanitized"]
SOUND = FOLDER / "00_sound.so"
# The flaw of these is in the manifest or in a file that is no library: the tests below make them.
MADE_HERE = {1, 3, 4, 5, 64}
# Their flaw is told and fails nobody: time is no rule.
WARNINGS = {16, 65}


def listed():
    """Every check as (number, id)."""
    out = subprocess.check_output([TOOL, "check", "--list"], text=True)
    return [(int(n), name) for n, name in re.findall(r"^ *(\d+)  (\S+) +\S", out, re.M)]


class Check(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.samples = self.folder / "samples"
        self.samples.mkdir()
        (self.samples / "a.bin").write_bytes(bytes(range(64)))
        self.manifest = json.loads(subprocess.check_output(
            [TOOL, "describe", SOUND, "--license", "MIT", "--description", "bytes, for tests"]))

    def library(self, source, name="flawed", **changes):
        """A copy of a library with a manifest that fits it, but for the changes."""
        copy = self.folder / name / "flawed.so"
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(source, copy)
        sha256 = hashlib.sha256(copy.read_bytes()).hexdigest()
        manifest = {**self.manifest, "library": "flawed.so", "sha256": sha256, **changes}
        copy.with_suffix(".json").write_text(json.dumps({k: v for k, v in manifest.items() if v is not None}))
        return copy

    def add_golden(self):
        """A value as the first release wrote it: without its hash."""
        first = self.samples / "golden" / "0.1.0"
        (first / "media/flawed").mkdir(parents=True)
        (first / "media/flawed/first.bin").write_bytes(b"first")
        (first / "first.json").write_text('{"_type": "flawed", "path": "media/flawed/first.bin"}')

    def run_check(self, library, *options, fuzz_seconds=0):
        """Runs the kit. Returns {check's number: (result, reason)}."""
        environment = {**os.environ, "XDG_CACHE_HOME": str(library.parent / "cache")}
        command = [TOOL, "check", library, "--samples", self.samples, "--json", "--fuzz-seconds",
                   str(fuzz_seconds), *options]
        run = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=library.parent)
        report = json.loads(run.stdout)
        found = {one["number"]: (one["result"], one["reason"]) for one in report["checks"]}
        failed = [n for n, (result, _) in found.items() if result == "failed"]
        self.assertEqual(report["failed"], len(failed))
        self.assertEqual(run.returncode, 1 if failed else 0, run.stdout + run.stderr)
        for number in failed:
            self.assertTrue(found[number][1], f"check {number} failed without a reason")
        return found

    @staticmethod
    def of_kind(found, kind):
        return {number: reason for number, (result, reason) in found.items() if result == kind}

    def test_every_check_has_a_flawed_plugin(self):
        names = listed()
        self.assertEqual([n for n, _ in names], sorted({n for n, _ in names}))
        plugins = {(int(f.name[:2]), f.name[3:-3]) for f in FOLDER.glob("*.so")}
        self.assertEqual(plugins | {(n, i) for n, i in names if n in MADE_HERE},
                         set(names) | {(0, "sound")})

    def test_the_manual_has_every_check(self):
        out = subprocess.check_output([TOOL, "check", "--list"], text=True)
        checks = re.findall(r"^ *(\d+)  (\S+) +(.+)$", out, re.M)
        rows = re.findall(r"^\| (\d+) \| `(\S+)` \| (.+?) \| .+ \|$", MANUAL.read_text(encoding="utf-8"), re.M)
        self.assertEqual(rows, checks)

    def test_a_sound_plugin(self):
        self.add_golden()
        found = self.run_check(self.library(SOUND), "--beside", str(EXTENDED.parent), fuzz_seconds=2)
        self.assertEqual(self.of_kind(found, "failed"), {})
        self.assertEqual(self.of_kind(found, "warning"), {})
        self.assertEqual(set(self.of_kind(found, "skipped")), {44} if SANITIZED else set())
        self.assertEqual([n for n, _ in listed()], sorted(found))

    def test_a_sound_plugin_that_uses_all_of_the_boundary(self):
        copy = self.folder / "extended.so"
        shutil.copy(EXTENDED, copy)
        subprocess.check_call([TOOL, "describe", copy, "--output", self.folder / "extended.json", "--license", "MIT",
                               "--description", "all of the boundary"])
        types = json.loads((self.folder / "extended.json").read_text())["types"]
        self.assertEqual([(one["name"], one.get("list")) for one in types], [("labelled", None), ("boxes", True)])
        found = self.run_check(copy)
        self.assertEqual(self.of_kind(found, "failed"), {})
        self.assertRegex(found[28][1], "labelled takes [1-9]")
        self.assertRegex(found[28][1], "boxes takes [1-9]")

    def test_each_flaw_is_seen_and_nothing_else(self):
        self.add_golden()
        plugins = [f for f in sorted(FOLDER.glob("*.so")) if f != SOUND]

        def run(plugin):
            library = self.library(plugin, plugin.stem)
            if int(plugin.name[:2]) == 65:  # it is compared with the run before
                self.run_check(library, "--only", "65")
            seconds = 1 if int(plugin.name[:2]) == 49 else 0
            if SANITIZED:  # the whole kit takes ten times as long then
                only = ["--only", str(int(plugin.name[:2])), "--beside", EXTENDED.parent]
                return plugin, self.run_check(library, *only, fuzz_seconds=seconds)
            return plugin, self.run_check(library, "--beside", EXTENDED.parent, fuzz_seconds=seconds)

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for plugin, found in pool.map(run, plugins):
                number = int(plugin.name[:2])
                with self.subTest(flaw=plugin.stem):
                    failed, warned = self.of_kind(found, "failed"), self.of_kind(found, "warning")
                    if SANITIZED:
                        self.assertTrue(number in failed or number in warned or number == 44, found)
                        continue
                    self.assertEqual(set(failed), set() if number in WARNINGS else {number}, failed)
                    self.assertEqual(set(warned), {number} if number in WARNINGS else set(), warned)
                    self.assertEqual([n for n, _ in listed()], sorted(found))

    def test_manifests(self):
        for changes, number in (({"manifest": 99}, 3), ({"library": "other.so"}, 4), ({"library": "../flawed.so"}, 4),
                                ({"sha256": "0" * 64}, 5), ({"version": "2.0.0"}, 23), ({"license": None}, 64),
                                ({"description": None}, 64)):
            with self.subTest(changes=changes):
                self.assertEqual(set(self.of_kind(self.run_check(self.library(SOUND, **changes)), "failed")), {number})
        library = self.library(SOUND)
        library.with_suffix(".json").unlink()
        self.assertEqual(set(self.of_kind(self.run_check(library), "failed")), {3})

    def test_files_that_are_no_libraries(self):
        library = self.library(SOUND)
        content = library.read_bytes()
        for broken in (b"", b"#!/bin/sh\n", content[:100]):
            library.write_bytes(broken)
            sha256 = hashlib.sha256(broken).hexdigest()
            library.with_suffix(".json").write_text(json.dumps({**self.manifest, "library": "flawed.so", "sha256": sha256}))
            failed = self.of_kind(self.run_check(library), "failed")
            self.assertIn(1, failed)
        for broken in (content[: len(content) // 2], content[:-1000]):
            library.write_bytes(broken)
            self.assertTrue({1, 5} & set(self.of_kind(self.run_check(library), "failed")))

    def test_only_some(self):
        found = self.run_check(self.library(SOUND), "--only", "round-trip", "--only", "41")
        self.assertEqual(sorted(found), [28, 41])
        found = self.run_check(self.library(SOUND), "--only", "second-text", "--in-process")
        self.assertEqual(found, {29: ("passed", "")})
        run = subprocess.run([TOOL, "check", SOUND, "--only", "nonsense"], capture_output=True, text=True)
        self.assertEqual(run.returncode, 1)
        self.assertIn('there is no check "nonsense"; wbm-plugin check --list shows them all', run.stderr)

    def test_tap(self):
        library = self.library(FOLDER / "29_second-text.so")
        command = [TOOL, "check", library, self.samples, "--only", "28", "--only", "29", "--only", "12"]
        out = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
        self.assertEqual(out[:3], ["TAP version 13", "1..3", "ok 1 - unique-symbols: no symbol that is unique in the process"])
        self.assertTrue(out[3].startswith("ok 2 - round-trip: "), out)
        self.assertTrue(out[5].startswith("not ok 3 - second-text: "), out)
        self.assertRegex(out[6], "^#   flawed from .+: to_json")
        self.assertEqual(out[7], "# 2 passed, 1 failed")

    def test_a_need_that_fails_skips(self):
        found = self.run_check(self.library(FOLDER / "22_required-functions.so"))
        self.assertEqual(found[28], ("skipped", "it needs check 22, required-functions"))

    def test_describe_refuses(self):
        for name in ("02_entry-defined.so", "20_identity.so", "22_required-functions.so"):
            output = self.folder / "never.json"
            command = [TOOL, "describe", FOLDER / name, "--output", output]
            result = subprocess.run(command, capture_output=True, text=True)
            self.assertEqual(result.returncode, 1)
            self.assertIn(name, result.stderr)
            self.assertFalse(output.exists())
        self.assertEqual(list(self.folder.glob(".wbm*")), [])

    def test_describe_adds_facts(self):
        output = self.folder / "out.json"
        subprocess.check_call([TOOL, "describe", SOUND, "--output", output, "--license", "MIT",
                               "--description", 'with "quotes"'])
        manifest = json.loads(output.read_text())
        self.assertEqual((manifest["license"], manifest["description"]), ("MIT", 'with "quotes"'))
        self.assertEqual((manifest["library"], manifest["types"][0]["name"]), ("00_sound.so", "flawed"))
        self.assertEqual(manifest["sha256"], hashlib.sha256(SOUND.read_bytes()).hexdigest())
        self.assertEqual(output.stat().st_mode & 0o777, 0o644)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
