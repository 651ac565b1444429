#!/usr/bin/env python3
"""The programs never run a plugin in their own process to look at it, and a set-uid program ignores its environment.

    trust_test.py WBM WBM_PLUGIN MARKER LIST_TYPES

MARKER is a plugin that writes the process's id into the file WBM_TEST_MARK, LIST_TYPES prints what a program finds.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

WBM, WBM_PLUGIN, MARKER, LIST_TYPES = (pathlib.Path(given).resolve() for given in sys.argv[1:5])
NOBODY = 65534


class Trust(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.mark = self.folder / "mark"
        self.plugins = self.folder / "plugins"
        self.plugins.mkdir()
        self.library = self.plugins / "marker.so"
        shutil.copy(MARKER, self.library)
        subprocess.check_call([WBM_PLUGIN, "describe", self.library, "--output", self.plugins / "marker.json"])
        self.environment = {**os.environ, "WBM_TEST_MARK": str(self.mark), "HOME": str(self.folder),
                            "XDG_CACHE_HOME": str(self.folder / "cache"), "XDG_DATA_HOME": str(self.folder / "data"),
                            "WBM_PLUGIN_PATH": str(self.plugins)}

    def run_program(self, *command, **options):
        """Runs it. Returns its id, what it printed, and the ids of the processes that the plugin's code ran in."""
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment,
                                   text=True, **options)
        out, err = process.communicate(timeout=200)
        marks = [int(line) for line in self.mark.read_text().split()] if self.mark.exists() else []
        self.mark.unlink(missing_ok=True)
        return process.pid, out + err, marks

    def test_the_mark_shows_that_code_ran_here(self):
        (self.folder / "x.bin").write_bytes(b"x")
        pid, out, marks = self.run_program(WBM, "add", self.folder / "artifact", "x", self.folder / "x.bin", "--type",
                                           "marker")
        self.assertEqual(marks, [pid], out)

    def test_describing_and_checking_run_it_in_children(self):
        for command in ([WBM_PLUGIN, "describe", self.library], [WBM, "describe", self.library],
                        [WBM_PLUGIN, "check", self.library, "--fuzz-seconds", "1"],
                        [WBM, "check", self.library, "--fuzz-seconds", "1"]):
            with self.subTest(command=command[1:]):
                pid, out, marks = self.run_program(*command)
                self.assertTrue(marks, out)
                self.assertNotIn(pid, marks)

    def test_listing_runs_nothing(self):
        for command in ("types", "plugins"):
            with self.subTest(command=command):
                _, out, marks = self.run_program(WBM, command)
                self.assertIn("marker", out)
                self.assertEqual(marks, [])

    @unittest.skipUnless(os.geteuid() == 0, "only root can make a set-uid program")
    def test_a_set_uid_program_ignores_its_environment(self):
        os.chmod(self.folder, 0o755)
        program = self.folder / "list_types"
        shutil.copy(LIST_TYPES, program)
        os.chmod(program, 0o755)
        other = {"user": NOBODY, "group": NOBODY}
        if subprocess.run([program], env=self.environment, capture_output=True, **other).returncode != 0:
            self.skipTest("another user cannot read the libraries of this build")
        self.assertIn("marker", self.run_program(program, **other)[1].split())
        os.chmod(program, 0o4755)
        self.assertNotIn("marker", self.run_program(program, **other)[1].split())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
