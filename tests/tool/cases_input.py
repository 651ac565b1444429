"""What a SOURCE may be: arrays in .npy files, standard input, pipes, URLs; options, parts and types."""

import json
import os
import struct
import subprocess

import tool_case
from tool_case import ToolCase, npy, png


class Npy(ToolCase):
    NUMBERS = [[1.0, 2.5, -3.0], [4.0, 5.0, 6e300]]

    def seen(self, content, name="a.npy"):
        self.write(name, content)
        self.done("add", "art", "a", name, "--type", "probe", "--overwrite")
        return self.done("get", "art", "a", "--fields", "--json").json["main"]

    def check_numbers(self, seen):
        self.assertEqual(seen, {"kind": "tensor", "dtype": "float64", "shape": "[2, 3]",
                                "values": self.NUMBERS[0] + self.NUMBERS[1]})

    def test_c_order(self):
        data = struct.pack("<6d", *self.NUMBERS[0], *self.NUMBERS[1])
        self.check_numbers(self.seen(npy("<f8", (2, 3), data)))

    def test_fortran_order(self):
        columns = [row[i] for i in range(3) for row in self.NUMBERS]
        self.check_numbers(self.seen(npy("<f8", (2, 3), struct.pack("<6d", *columns), fortran=True)))

    def test_big_endian(self):
        data = struct.pack(">6d", *self.NUMBERS[0], *self.NUMBERS[1])
        self.check_numbers(self.seen(npy(">f8", (2, 3), data)))

    def test_big_endian_fortran_version_2(self):
        columns = [row[i] for i in range(3) for row in self.NUMBERS]
        self.check_numbers(self.seen(npy(">f8", (2, 3), struct.pack(">6d", *columns), fortran=True, version=2)))

    def test_is_known_by_content_not_by_name(self):
        data = npy("<f8", (2, 3), struct.pack("<6d", *self.NUMBERS[0], *self.NUMBERS[1]))
        self.check_numbers(self.seen(data, "numbers.dat"))
        self.write("fake.npy", "<p>no array</p>")
        error = self.refused(2, "no type claims \"fake.npy\": give --type", "add", "art", "b", "fake.npy")
        self.assertEqual(error["status"], "usage")

    def test_needs_a_type_and_lists_those_that_take_arrays(self):
        self.write("a.npy", npy("|u1", (2, 2), bytes(4)))
        error = self.refused(2, "\"a.npy\" is an array, which can be several types: give --type; these take arrays:",
                             "add", "art", "a", "a.npy")
        names = error["message"].split("these take arrays: ")[1].split(", ")
        self.assertEqual(names, ["audio-file", "histogram", "image-file", "mask", "object3D-file", "probe-file", "table",
                                 "video-file"])
        self.assertFalse(os.path.exists(self.path("art")))

    def test_broken_array_leaves_nothing(self):
        self.write("a.npy", npy("<f8", (2, 3), bytes(40)))
        self.refused(3, "a.npy", "add", "art", "a", "a.npy", "--type", "probe")
        self.write("o.npy", npy("|O", (1,), bytes(8)))
        self.refused(3, "o.npy", "add", "art", "a", "o.npy", "--type", "probe")
        self.assertEqual(self.tree(), ["a.npy", "o.npy"])

    def test_a_type_without_arrays_gets_the_file(self):
        self.write("a.npy", npy("|u1", (2, 2), bytes(4)))
        self.done("add", "art", "a", "a.npy", "--type", "note-blob")
        self.done("get", "art", "a", "--file", "out.npy")
        self.assertEqual(self.read("out.npy"), self.read("a.npy"))


class Sources(ToolCase):
    def main(self, *arguments, **options):
        self.done("add", "art", "x", *arguments, "--overwrite", **options)
        return self.done("get", "art", "x", "--fields", "--json").json

    def test_standard_input(self):
        self.assertEqual(self.main("-", "--type", "probe-file", stdin=b"some text")["main"],
                         {"kind": "bytes", "text": "some text"})

    def test_standard_input_may_be_an_array(self):
        content = npy("<f8", (1, 2), struct.pack("<2d", 7, 8))
        self.assertEqual(self.main("-", "--type", "probe", stdin=content)["main"]["values"], [7.0, 8.0])

    def test_standard_input_of_a_known_kind_needs_no_type(self):
        self.done("add", "art", "cat", "-", stdin=png(8, 4, 0))
        self.assertEqual(self.done("get", "art", "cat", "--fields", "--json").json["width"], 8)

    def test_standard_input_of_no_kind_needs_a_type(self):
        self.refused(2, "no type claims standard input: give --type", "add", "art", "x", "-", stdin=b"\x01\x02")

    def test_standard_input_only_once(self):
        self.refused(2, "standard input (\"-\") can be read only once", "log", "run", "k", "-", "-", "--type", "probe")
        self.refused(2, "standard input (\"-\") can be read only once",
                     "add", "art", "x", "-", "--type", "probe", "--part", "a=-")

    def test_pipe(self):
        self.write("page.html", "<p>hello</p>")
        script = 'exec "$0" add art page /dev/fd/3 --type html 3< <(cat page.html)'
        done = subprocess.run(["bash", "-c", script, tool_case.WBM], cwd=self.folder, env=self.environment,
                              capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.done("get", "art", "page", "--file", "out.html")
        self.assertIn(b"<p>hello</p>", self.read("out.html"))

    def test_endless_device_is_bounded(self):
        self.refused(3, "gives more than 1073741824 bytes", "add", "art", "x", "/dev/zero", "--type", "probe")

    def test_url(self):
        for url in ("https://example.org/a.png", "http://example.org/a.png", "s3://bucket/a.png", "gs://bucket/a.png"):
            self.assertEqual(self.main(url, "--type", "probe")["main"], {"kind": "url", "text": url})

    def test_url_schemes_are_case_sensitive(self):
        self.refused(3, "there is no file \"S3://bucket/a.png\"",
                     "add", "art", "x", "S3://bucket/a.png", "--type", "image")

    def test_url_in_an_artifact_is_a_reference(self):
        self.done("add", "art", "far", "https://example.org/a.png", "--type", "image")
        path = self.done("get", "art", "far", "--json").json["path"]
        self.assertRegex(self.done("get", "art", path).text, r"(?m)^reference +https://example\.org/a\.png$")
        self.assertEqual([entry["path"] for entry in self.done("ls", "art", "--json").json["entries"]
                          if entry.get("ref") == "https://example.org/a.png"], [path])
        self.refused(3, "https://example.org/a.png", "get", "art", "far", "--file", "a.png")

    def test_missing_file_and_folder(self):
        self.refused(3, "there is no file \"cat.png\"", "add", "art", "x", "cat.png")
        os.mkdir(self.path("folder.png"))
        self.refused(3, "\"folder.png\" is a folder; name a file", "add", "art", "x", "folder.png")
        self.assertEqual(self.tree(), ["folder.png"])

    def test_json_for_a_type_that_takes_only_json(self):
        self.write("note.txt", '{"deep": [1, 2]}')
        self.done("add", "art", "n", "note.txt", "--type", "note-json")
        self.assertEqual(self.done("get", "art", "n", "--json").json["note"], {"deep": [1, 2]})
        self.done("add", "art", "m", "-", "--type", "note-json", stdin=b"[3]")
        self.assertEqual(self.done("get", "art", "m", "--json").json["note"], [3])

    def test_options_as_text_and_as_file(self):
        self.assertEqual(self.main("-", "--type", "probe", "--options", '{"a": 1}')["options"], {"a": 1})
        self.write("options.json", '{"b": [true]}\n')
        self.assertEqual(self.main("-", "--type", "probe", "--options", "@options.json")["options"], {"b": [True]})

    def test_bad_options(self):
        add = ("add", "art", "x", "-", "--type", "probe", "--options")
        self.refused(2, "--options must be one JSON object: JSON, line 1", *add, '{"a": ')
        self.refused(2, "--options must be one JSON object", *add, "[1]")
        self.refused(3, "there is no file \"missing.json\"", *add, "@missing.json")
        self.write("bad.json", "{")
        self.refused(2, "--options \"@bad.json\" must be one JSON object", *add, "@bad.json")
        self.assertFalse(os.path.exists(self.path("art")))

    def test_option_that_the_type_refuses(self):
        self.write("cat.png", png(8, 4, 0))
        self.refused(3, "captoin", "add", "art", "cat", "cat.png", "--options", '{"captoin": "x"}')
        self.assertFalse(os.path.exists(self.path("art")))

    def test_parts(self):
        self.write("mask.npy", npy("<f8", (1, 1), struct.pack("<d", 4)))
        seen = self.main("-", "--type", "probe", "--part", "pred=mask.npy", "--part", "place=s3://b/k=v",
                         "--options", '{"use": "@pred"}', stdin=b"main")
        self.assertEqual(seen["pred"]["values"], [4.0])
        self.assertEqual(seen["place"], {"kind": "url", "text": "s3://b/k=v"})
        self.assertEqual(seen["main"]["text"], "main")

    def test_a_part_does_not_take_the_next_word(self):
        self.write("a.npy", npy("|u1", (1,), b"x"))
        self.done("add", "--type", "probe", "--part", "p=a.npy", "art", "x", "-")
        self.assertIn("p", self.done("get", "art", "x", "--fields", "--json").json)
        logged = self.done("log", "--type", "probe", "run", "k", "--part", "p=a.npy", "a.npy", "a.npy").json
        self.assertEqual(["p" in one["seen"] for one in logged], [True, True])

    def test_bad_parts(self):
        for text in ("pred", "=mask.npy", "pred="):
            self.refused(2, "--part \"%s\" must be NAME=SOURCE" % text,
                         "add", "art", "x", "-", "--type", "probe", "--part", text)
        self.write("a", "a")
        self.refused(2, "--part \"p\" is given twice", "add", "art", "x", "-", "--type", "probe",
                     "--part", "p=a", "--part", "p=a")
        self.refused(3, "there is no file \"gone\"", "add", "art", "x", "-", "--type", "probe", "--part", "p=gone")

    def test_short_type_names(self):
        self.write("cat.png", png(8, 4, 0))
        self.done("add", "art", "cat", "cat.png", "--type", "image")
        self.refused(2, "--type \"note\" can be note-blob or note-json; give the whole name",
                     "add", "art", "x", "cat.png", "--type", "note")
        error = self.refused(3, "imge-file", "add", "art", "x", "cat.png", "--type", "imge-file")
        self.assertIn("image-file", error["message"])
        self.assertEqual(error["status"], "not_found")

    def test_an_input_that_the_type_does_not_take(self):
        error = self.refused(3, "note-blob", "add", "art", "x", "https://example.org/a", "--type", "note-blob")
        self.assertEqual(error["status"], "invalid")
        self.assertFalse(os.path.exists(self.path("art")))

    def test_garbage_is_refused_by_the_type(self):
        self.write("cat.png", b"\x89PNG\r\n\x1a\n" + bytes(50))
        error = self.refused(3, "image-file", "add", "art", "cat", "cat.png")
        self.assertIn("plugin", error)
        self.assertEqual(self.tree(), ["cat.png"])

    def test_log_json_is_one_line(self):
        out = self.done("log", "run", "k", "-", "--type", "probe", "--options", '{"t": "a\\nb"}').out
        self.assertEqual(out.count(b"\n"), 1)
        self.assertEqual(json.loads(out)["seen"]["options"], {"t": "a\nb"})
