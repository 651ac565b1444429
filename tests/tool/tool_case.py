"""What the cases in tool_test.py share: a temporary folder, a way to run wbm, and input files made by hand."""

import json
import os
import shutil
import struct
import subprocess
import tempfile
import unittest
import zlib

WBM = ""
PLUGINS = ""        # the built plugins: html, image
PROBE_PLUGINS = ""  # the plugin of probe.cpp


def png(width, height, shade):
    """An RGB picture; `shade` makes its pixels differ from another's."""
    row = b"\0" + bytes((x * 7 + shade) % 256 for x in range(width * 3))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(row * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def npy(descr, shape, data, fortran=False, version=1):
    """A .npy file, written by NumPy's format description."""
    header = "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }" % (
        descr, fortran, "".join("%d, " % n for n in shape))
    prefix = 10 if version == 1 else 12
    header = header.encode() + b" " * (-(prefix + len(header) + 1) % 64) + b"\n"
    size = struct.pack("<H" if version == 1 else "<I", len(header))
    return b"\x93NUMPY" + bytes([version, 0]) + size + header + data


def read_npy(content):
    """(descr, fortran, shape, data) of a version 1 file."""
    assert content[:8] == b"\x93NUMPY\x01\x00", content[:8]
    size = struct.unpack("<H", content[8:10])[0]
    header = eval(content[10:10 + size].decode(), {"__builtins__": {}}, {"True": True, "False": False})
    return header["descr"], header["fortran_order"], header["shape"], content[10 + size:]


class Result:
    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout
        self.err = process.stderr.decode()

    @property
    def text(self):
        return self.out.decode()

    @property
    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return "exit code %d\n--- out\n%s\n--- err\n%s" % (self.code, self.out.decode(errors="replace"), self.err)


class ToolCase(unittest.TestCase):
    """Each case has an empty folder of its own as current folder, cache and home."""

    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="wbm-tool-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": self.folder,
            "XDG_CACHE_HOME": self.path(".cache"),
            "XDG_DATA_HOME": self.path(".data"),
            "WBM_PLUGIN_PATH": PLUGINS + ":" + PROBE_PLUGINS,
        }
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, name, content):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        return name

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def tree(self, name="."):
        """Every file and folder below, hidden ones too, but for the registry's cache."""
        found = []
        for folder, folders, files in os.walk(self.path(name)):
            if ".cache" in folders:
                folders.remove(".cache")
            found += [os.path.relpath(os.path.join(folder, one), self.folder) for one in folders + files]
        return sorted(found)

    def run_tool(self, *arguments, stdin=b"", **environment):
        process = subprocess.run([WBM, *arguments], input=stdin, capture_output=True, cwd=self.folder,
                                 env={**self.environment, **environment}, timeout=120)
        return Result(process)

    def done(self, *arguments, **options):
        result = self.run_tool(*arguments, **options)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.err, "", result)
        return result

    def refused(self, code, text, *arguments, **options):
        """Fails with one sentence on standard error that has `text`, and the same with --json as an object."""
        result = self.run_tool(*arguments, **options)
        self.assertEqual(result.code, code, result)
        self.assertEqual(result.out, b"", result)
        self.assertRegex(result.err, r"\Awbm: [^\n]+\n\Z")
        self.assertIn(text, result.err)
        as_json = self.run_tool("--json", *arguments, **options)
        self.assertEqual(as_json.code, code, as_json)
        self.assertEqual(as_json.out, b"", as_json)
        error = json.loads(as_json.err)["error"]
        self.assertEqual("wbm: " + error["message"] + "\n", result.err)
        expected = {2: ["usage"], 3: ["invalid", "unsupported", "not_found"], 4: ["io"]}[code]
        self.assertIn(error["status"], expected)
        return error

    def add_two_images(self):
        self.write("cat.png", png(8, 4, 0))
        self.write("dog.png", png(6, 5, 3))
        self.done("add", "art", "cat", "cat.png", "--options", '{"caption": "a cat"}')
        self.done("add", "art", "dog", "dog.png")
