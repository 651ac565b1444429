"""What all commands share: help, the command line, plugins, output, signals."""

import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time

import tool_case
from cases_sdk import SDK_COMMANDS
from tool_case import ToolCase, npy, png

COMMANDS = ["add", "log", "get", "ls", "verify", "diff", "probe", "types", "plugins", "describe"]


class Help(ToolCase):
    def test_version(self):
        self.assertRegex(self.done("--version").text, r"\Awbm \d+\.\d+\.\d+\n\Z")

    def test_tool(self):
        text = self.done("--help").text
        listed = re.findall(r"(?m)^  ([a-z]+)  +\S", text.split("Commands:")[1].split("\n\n")[0])
        self.assertEqual(listed, COMMANDS + SDK_COMMANDS)
        for words in ("Exit codes:", "WBM_PLUGIN_PATH", "--plugin-dir", "--json"):
            self.assertIn(words, text)

    def test_every_command(self):
        for command in COMMANDS:
            text = self.done(command, "--help").text
            self.assertEqual(text, self.done(command, "-h").text)
            self.assertIn("Exit codes:", text)
            self.assertIn("Usage: wbm %s [OPTIONS]" % command, text)
            self.assertLessEqual(max(len(line) for line in text.splitlines()), 120)
            self.assertIn(len(self.examples(command)), (2, 3, 4))

    def examples(self, command):
        block = self.done(command, "--help").text.split("Examples:\n")[1]
        return [line.strip() for line in block.splitlines() if line.strip()]

    def test_examples_run(self):
        self.write("cat.png", png(8, 4, 0))
        self.write("report.html", "<p>report</p>")
        self.write("frame.npy", npy("|u1", (4, 8, 3), bytes(96)))
        for name in ("html.so", "html.json"):
            os.makedirs(self.path("plugins"), exist_ok=True)
            shutil.copy2(os.path.join(tool_case.PLUGINS, name), self.path("plugins", name))
        folder = os.path.dirname(tool_case.WBM)
        environment = {**self.environment, "PATH": folder + ":" + self.environment["PATH"]}
        for command in COMMANDS:
            for line in self.examples(command):
                self.assertIn("wbm ", line)
                done = subprocess.run(["sh", "-c", line], cwd=self.folder, env=environment, capture_output=True,
                                      timeout=60)
                self.assertEqual((done.returncode, done.stderr), (0, b""), line)
        self.assertLessEqual({"cat.npy", "copy.png", "runs/7/history.jsonl"}, set(self.tree()))


class Usage(ToolCase):
    def test_nothing(self):
        self.refused(2, "a command is missing; see \"wbm --help\"")

    def test_unknown_command(self):
        self.refused(2, "\"frobnicate\" is not a command; see \"wbm --help\"", "frobnicate", "x")
        self.refused(2, "\"frobnicate\" is not a command", "--plugin-dir", "plugins", "frobnicate")

    def test_missing_argument(self):
        self.refused(2, "add: SOURCE is required; see \"wbm add --help\"", "add", "art", "cat")
        self.refused(2, "log: SOURCE is required; see \"wbm log --help\"", "log", "run", "k")
        self.refused(2, "diff: NAME_B is required", "diff", "a", "x", "b")
        for command in COMMANDS:
            if command not in ("types", "plugins"):
                self.refused(2, command + ": ", command)

    def test_too_many_arguments(self):
        self.refused(2, "cow.png", "add", "art", "cat", "cat.png", "cow.png")
        self.refused(2, "extra", "types", "extra")

    def test_unknown_option(self):
        self.refused(2, "--colour", "ls", "art", "--colour")
        self.refused(2, "--colour", "--colour", "ls", "art")
        self.refused(2, "\"-x\" is not an option; see \"wbm --help\"", "-x")

    def test_options_that_exclude_each_other(self):
        self.refused(2, "--fields", "get", "art", "cat", "--fields", "--tensor", "x.npy")
        self.refused(2, "--fields", "get", "art", "cat", "--file", "x", "--fields")

    def test_json_may_stand_anywhere(self):
        for arguments in (("--json", "types"), ("types", "--json")):
            self.assertIsInstance(self.done(*arguments).json, list)

    def test_control_characters_in_errors(self):
        self.refused(3, "\"a\\x1b[31m\\x0ab\\xff\"", "verify", b"a\x1b[31m\nb\xff")


class Plugins(ToolCase):
    def test_types(self):
        lines = self.done("types").text.splitlines()
        self.assertEqual(lines[0].split(), ["TYPE", "PLUGIN", "VERSION", "INPUTS", "EXTENSIONS", "LOADED", "LIBRARY"])
        rows = {line.split()[0]: line.split() for line in lines[1:]}
        rows.pop("data-frame", None)  # not where Arrow C++ is missing
        self.assertEqual(list(rows), ["audio-file", "bokeh-file", "bounding-boxes", "classes", "eval-table", "graph-file", "histogram",
                                      "html-file", "image-file", "joined-table", "mask", "metadata", "molecule-file",
                                      "note-blob", "note-json", "object3D-file", "partitioned-table", "plotly-file",
                                      "probe-file", "table", "video-file", "wb_trace_tree"])
        library = os.path.join(tool_case.PROBE_PLUGINS, "probe.so")
        self.assertEqual(rows["probe-file"],
                         ["probe-file", "test.wbmedia.probe", "1.2.3", "bytes,tensor,url", "-", "no", library])
        self.assertEqual(rows["note-blob"][3:5], ["path", ".blob"])

    def test_types_as_json(self):
        types = {one["type"]: one for one in self.done("types", "--json").json}
        self.assertEqual(types["note-json"]["inputs"], ["json"])
        self.assertFalse(types["note-json"]["loaded"])
        self.assertEqual(types["image-file"]["batch"], "images/separated")
        self.assertIn(".png", types["image-file"]["extensions"])

    def test_plugins(self):
        lines = self.done("plugins").text.splitlines()
        self.assertEqual(lines[0].split(), ["STATE", "ID", "VERSION", "TYPES", "PATH"])
        rows = {line.split()[1]: line.split() for line in lines[1:]}
        self.assertEqual(rows["test.wbmedia.probe"][0], "ready")
        self.assertEqual(set(rows["test.wbmedia.probe"][3].split(",")), {"probe-file", "note-json", "note-blob"})

    def test_shadowed_and_refused(self):
        os.mkdir(self.path("first"), 0o755)
        for name in ("probe.so", "probe.json"):
            shutil.copy2(os.path.join(tool_case.PROBE_PLUGINS, name), self.path("first", name))
        self.write("second/broken.json", "{")
        result = self.done("--plugin-dir", "first", "plugins", "--plugin-dir", "second", "--json")
        found = {one["library"] or one["manifest"]: one for one in result.json}
        self.assertEqual(found[self.path("first/probe.so")]["state"], "ready")
        shadowed = found[os.path.join(tool_case.PROBE_PLUGINS, "probe.so")]
        self.assertEqual(shadowed["state"], "shadowed")
        self.assertNotEqual(shadowed["reason"], "")
        refused = [one for one in result.json if one["state"] == "refused"]
        self.assertEqual([one["manifest"] for one in refused], [self.path("second/broken.json")])
        text = self.done("plugins", "--plugin-dir", "first", "--plugin-dir", "second").text
        self.assertIn("refused: " + self.path("second/broken.json") + ": " + refused[0]["reason"], text)

    def test_no_plugins(self):
        environment = {"WBM_PLUGIN_PATH": self.folder}
        self.assertIn("no plugins were found", self.done("plugins", **environment).text)
        self.assertIn("no types", self.done("types", **environment).text)
        self.assertEqual(self.done("types", "--json", **environment).json, [])

    def test_build_tree_is_searched_unless_the_environment_says_where(self):
        del self.environment["WBM_PLUGIN_PATH"]
        names = [one["type"] for one in self.done("types", "--json").json]
        self.assertIn("image-file", names)
        self.assertNotIn("probe-file", names)

    def test_missing_folder(self):
        error = self.refused(3, "--plugin-dir \"gone\" is not a folder that can be read",
                             "--plugin-dir", "gone", "types")
        self.assertEqual(error["status"], "not_found")

    def test_describe(self):
        library = os.path.join(tool_case.PROBE_PLUGINS, "probe.so")
        manifest = self.done("describe", library, "--json").json
        self.assertEqual((manifest["id"], manifest["version"]), ("test.wbmedia.probe", "1.2.3"))
        self.assertEqual([one["name"] for one in manifest["types"]], ["probe-file", "note-json", "note-blob"])
        self.assertNotIn("sha256", manifest)
        text = self.done("describe", library).text
        self.assertEqual(json.loads(text), manifest)
        self.assertGreater(text.count("\n"), 5)

    def test_describe_of_something_else(self):
        self.write("x.so", b"\x7fELF no library")
        self.refused(3, "x.so", "describe", "x.so")
        self.refused(3, "gone.so", "describe", "gone.so")


class Output(ToolCase):
    def test_full_disk(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([tool_case.WBM, "types"], stdout=full, stderr=subprocess.PIPE, env=self.environment,
                                  cwd=self.folder)
        self.assertEqual(done.returncode, 4)
        self.assertIn(b"wbm: cannot write to standard output: No space left", done.stderr)

    def test_names_cannot_command_a_terminal(self):
        self.done("add", "art", "a\x1b[2Jb\u009b\n", "-", "--type", "probe")
        text = self.done("ls", "art").text
        self.assertIn("a\\x1b[2Jb\\xc2\\x9b\\x0a.probe-file.json", text)
        self.assertNotIn("\x1b", text)

    def test_wide_names_are_aligned(self):
        for name in ("\u00e9\u00e9\u00e9", "eee"):
            self.done("add", "art", name, "-", "--type", "probe")
        rows = self.done("ls", "art").text.splitlines()[1:3]
        self.assertEqual(rows[0].index("probe-file", 20), rows[1].index("probe-file", 20))

    def progress(self, size, terminal):
        with open(self.path("big.blob"), "wb") as file:
            file.truncate(size)
        main, other = pty.openpty()
        try:
            errors = other if terminal else subprocess.PIPE
            done = subprocess.run([tool_case.WBM, "add", "art", "b%d" % terminal, "big.blob"], env=self.environment,
                                  stdout=subprocess.DEVNULL, stderr=errors, cwd=self.folder, timeout=120)
            self.assertEqual(done.returncode, 0)
            drawn = os.read(main, 1 << 20).decode() if select.select([main], [], [], 0)[0] else ""
            return drawn if terminal else done.stderr.decode()
        finally:
            os.close(main)
            os.close(other)

    def test_progress_on_a_terminal_only(self):
        drawn = self.progress(80_000_000, True)
        self.assertRegex(drawn, r"adding  \[[#.]{24}\] \d+%  \S+ \S?B of 80\.0 MB")
        self.assertTrue(drawn.endswith("\r\x1b[K"), repr(drawn[-20:]))
        self.assertEqual(self.progress(80_000_000, False), "")

    def test_no_progress_for_short_work(self):
        self.assertEqual(self.progress(1000, True), "")


class Signals(ToolCase):
    def start(self, *arguments, **options):
        return subprocess.Popen([tool_case.WBM, *arguments], cwd=self.folder, env=self.environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def wait_for(self, condition):
        end = time.monotonic() + 30
        while not condition():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.01)

    @staticmethod
    def catches(process, number):
        with open("/proc/%d/status" % process.pid) as status:
            return int(re.search(r"SigCgt:\s*(\w+)", status.read())[1], 16) >> (number - 1) & 1

    def stopped_while_reading(self, number):
        process = self.start("add", "art", "x", "-", "--type", "probe", stdin=subprocess.PIPE)
        process.stdin.write(b"some")
        process.stdin.flush()
        # Caught signals: before the handler is there, the default would end the process just so.
        self.wait_for(lambda: self.catches(process, number))
        process.send_signal(number)
        errors = process.communicate(timeout=30)[1]
        self.assertEqual(process.returncode, -number)
        self.assertEqual(errors, b"wbm: interrupted\n")
        self.assertEqual(self.tree(), [])

    def test_interrupt_while_reading(self):
        self.stopped_while_reading(signal.SIGINT)

    def test_terminate_while_reading(self):
        self.stopped_while_reading(signal.SIGTERM)

    def test_interrupt_while_adding_leaves_nothing(self):
        with open(self.path("big.blob"), "wb") as file:
            file.truncate(1_000_000_000)
        self.done("add", "art", "note", "-", "--type", "note-json", stdin=b"1")
        before = self.tree()
        process = self.start("add", "art", "big", "big.blob")
        self.wait_for(lambda: self.tree() != before)
        process.send_signal(signal.SIGINT)
        errors = process.communicate(timeout=60)[1]
        self.assertEqual((process.returncode, errors), (-signal.SIGINT, b"wbm: interrupted\n"))
        self.assertEqual(self.tree(), before)
        self.done("verify", "art")

    def test_interrupt_while_adding_to_a_new_artifact(self):
        with open(self.path("big.blob"), "wb") as file:
            file.truncate(1_000_000_000)
        process = self.start("add", "deep/art", "big", "big.blob")
        self.wait_for(lambda: len(self.tree()) > 3)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGINT)
        self.assertEqual(self.tree(), ["big.blob"])

    def test_interrupt_while_verifying(self):
        with open(self.path("big.blob"), "wb") as file:
            file.truncate(200_000_000)
        self.done("add", "art", "big", "big.blob")
        process = self.start("verify", "art")
        self.wait_for(lambda: self.catches(process, signal.SIGINT))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGINT)

    def test_interrupt_while_copying_out(self):
        with open(self.path("big.blob"), "wb") as file:
            file.truncate(400_000_000)
        self.done("add", "art", "big", "big.blob")
        before = self.tree()
        process = self.start("get", "art", "big", "--file", "copy.blob")
        self.wait_for(lambda: self.tree() != before)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGINT)
        self.assertEqual(self.tree(), before)
