"""wbm get: what it shows, and the files that it writes."""

import json
import os

from tool_case import ToolCase, read_npy


class Get(ToolCase):
    def setUp(self):
        super().setUp()
        self.add_two_images()

    def test_summary(self):
        lines = dict(line.split(None, 1) for line in self.done("get", "art", "cat").text.splitlines())
        self.assertEqual(lines["entry"], "cat.image-file.json")
        self.assertRegex(lines["type"], r"\Aimage-file \(org\.wbmedia\.image \d+\.\d+\.\d+\)\Z")
        self.assertRegex(lines["file"], r"\Amedia/images/\S+\.png  \d+ B\Z")
        self.assertEqual((lines["width"], lines["height"], lines["caption"]), ("8", "4", "a cat"))
        self.assertEqual(lines["array"], "yes")

    def test_json_is_the_stored_text(self):
        self.assertEqual(self.done("get", "art", "cat", "--json").out, self.read("art/cat.image-file.json") + b"\n")
        self.assertEqual(self.done("get", "art", "cat.image-file.json", "--json").json["width"], 8)

    def test_fields(self):
        self.assertRegex(self.done("get", "art", "cat", "--fields").text, r"(?m)^caption +a cat$")
        self.assertEqual(self.done("get", "art", "cat", "--fields", "--json").json["height"], 4)

    def test_tensor(self):
        text = self.done("get", "art", "cat", "--tensor", "cat.npy").text
        self.assertEqual(text, "wrote cat.npy: uint8, 4 x 8 x 3\n")
        descr, fortran, shape, data = read_npy(self.read("cat.npy"))
        self.assertEqual((descr, fortran, shape), ("|u1", False, (4, 8, 3)))
        self.assertEqual(data, bytes(x * 7 % 256 for x in range(24)) * 4)
        facts = self.done("get", "art", "cat", "--tensor", "new.npy", "--json").json["written"]
        self.assertEqual(facts, [{"file": "new.npy", "size": len(self.read("new.npy")), "dtype": "uint8",
                                  "shape": [4, 8, 3]}])

    def test_tensor_in_a_mode(self):
        for mode, shape in (("L", (4, 8)), ("RGBA", (4, 8, 4)), ("LAB", (4, 8, 3))):
            self.done("get", "art", "cat", "--tensor", "%s.npy" % mode, "--mode", mode)
            descr, _, written, data = read_npy(self.read("%s.npy" % mode))
            self.assertEqual((descr, written), ("|u1", shape))
            self.done("get", "art", "cat", "--tensor", "json.npy", "--tensor-options", '{"mode": "%s"}' % mode, "--force")
            self.assertEqual(self.read("json.npy"), self.read("%s.npy" % mode))
        self.write("options.json", '{"mode": "L"}')
        self.done("get", "art", "cat", "--tensor", "file.npy", "--tensor-options", "@options.json", "--frame", "0")
        self.assertEqual(self.read("file.npy"), self.read("L.npy"))

    def test_tensor_options_reach_the_type(self):
        self.done("add", "art", "p", "-", "--type", "probe", stdin=b"x")

        def options(*arguments):
            self.done("get", "art", "p", "--tensor", "p.npy", "--force", *arguments)
            return json.loads(read_npy(self.read("p.npy"))[3])

        self.assertEqual(options(), {})
        self.assertEqual(options("--mode", "LAB", "--frame", "3"), {"mode": "LAB", "frame": 3})
        self.assertEqual(options("--frame=-1"), {"frame": -1})
        self.assertEqual(options("--tensor-options", '{"a": [1, null]}', "--mode", ""), {"a": [1, None], "mode": ""})

    def test_tensor_options_are_refused_by_name(self):
        before = self.tree()
        image = ("get", "art", "cat", "--tensor", "x.npy")
        error = self.refused(3, "image-file: option \"mode\" is \"XYZ\"", *image, "--mode", "XYZ")
        self.assertEqual(error["status"], "invalid")
        self.refused(3, "image-file: option \"frame\" is -1", *image, "--frame=-1")
        self.refused(3, "not frame 7", *image, "--frame", "7")
        self.refused(3, "image-file: option \"moed\" is not known", *image, "--tensor-options", '{"moed": "L"}')
        self.refused(2, "--tensor-options must be one JSON object", *image, "--tensor-options", "[1]")
        self.refused(2, "--tensor-options \"@broken\" must be one JSON object",
                     *image, "--tensor-options", "@" + self.write("broken", "{"))
        os.remove(self.path("broken"))
        for option, value in (("mode", "L"), ("frame", "0")):
            self.refused(2, "--%s and --tensor-options both give \"%s\"; give it once" % (option, option),
                         *image, "--" + option, value, "--tensor-options", '{"%s": 0}' % option)
        self.refused(2, "--frame", *image, "--frame", "one")
        for option in (("--mode", "L"), ("--frame", "0"), ("--tensor-options", "{}")):
            self.refused(2, "%s requires --tensor" % option[0], "get", "art", "cat", *option)
        self.assertEqual(self.tree(), before)

    def test_tensor_goes_round(self):
        self.done("get", "art", "cat", "--tensor", "cat.npy")
        self.done("add", "art", "again", "cat.npy", "--type", "image", "--options", '{"caption": "a cat"}')
        self.assertEqual(self.done("diff", "art", "cat", "art", "again").text, "equal\n")

    def test_file(self):
        line = self.done("get", "art", "cat", "--file", "copy.png").text
        self.assertRegex(line, r"\Awrote copy\.png: \d+ B from media/images/\S+\n\Z")
        self.assertEqual(self.read("copy.png"), self.read("cat.png"))

    def test_tensor_and_file_together(self):
        written = self.done("get", "art", "cat", "--tensor", "a.npy", "--file", "a.png", "--json").json["written"]
        self.assertEqual([one["file"] for one in written], ["a.npy", "a.png"])

    def test_replaces_only_with_force(self):
        self.write("out", "precious")
        for option in ("--tensor", "--file"):
            self.refused(3, "the file \"out\" exists; give --force to replace it", "get", "art", "cat", option, "out")
            self.assertEqual(self.read("out"), b"precious")
        self.done("get", "art", "cat", "--file", "out", "--force")
        self.assertEqual(self.read("out"), self.read("cat.png"))

    def test_failed_output_leaves_nothing(self):
        self.done("add", "art", "page", "-", "--type", "html", stdin=b"<p>")
        before = self.tree()
        self.refused(3, "html-file", "get", "art", "page", "--tensor", "page.npy")
        self.refused(4, "missing/page.html", "get", "art", "page", "--file", "missing/page.html")
        self.refused(3, "\"art\" is a folder", "get", "art", "page", "--file", "art")
        self.assertEqual(self.tree(), before)

    def test_value_without_a_file(self):
        self.done("add", "art", "note", "-", "--type", "note-json", stdin=b"1")
        error = self.refused(3, "the value \"note\" of type note-json keeps no file",
                             "get", "art", "note", "--file", "x")
        self.assertEqual(error["status"], "not_found")

    def test_plain_file(self):
        path = self.done("get", "art", "cat", "--json").json["path"]
        self.assertIn("plain file", self.done("get", "art", path).text)
        self.assertEqual(self.done("get", "art", path, "--json").json["path"], path)
        self.done("get", "art", path, "--file", "copy.png")
        self.assertEqual(self.read("copy.png"), self.read("cat.png"))
        self.refused(3, "is a plain file, not a value", "get", "art", path, "--fields")
        self.refused(3, "is a plain file, not a value", "get", "art", path, "--tensor", "x.npy")

    def test_unknown_type(self):
        self.done("add", "art", "n", "-", "--type", "note-json", stdin=b'{"a": 1.50}')
        nobody = {"WBM_PLUGIN_PATH": self.folder}
        stored = self.read("art/n.note-json.json") + b"\n"
        self.assertEqual(self.done("get", "art", "n", "--json", **nobody).out, stored)
        self.assertIn("no plugin knows it", self.done("get", "art", "n", **nobody).text)
        self.assertEqual(self.done("get", "art", "n", "--fields", "--json", **nobody).json["_type"], "note-json")
        self.assertRegex(self.done("ls", "art", **nobody).text, r"n\.note-json\.json +\d+ B +note-json\n")
        self.done("get", "art", "cat", "--file", "copy.png", **nobody)
        self.assertEqual(self.read("copy.png"), self.read("cat.png"))

    def test_missing(self):
        error = self.refused(3, "bird", "get", "art", "bird")
        self.assertEqual(error["status"], "not_found")
        self.refused(3, "", "get", "nowhere", "cat")
        self.refused(3, "", "get", "art", "../cat.png", "--file", "x")

    def test_missing_media_file(self):
        os.remove(self.path("art", self.done("get", "art", "cat", "--json").json["path"]))
        self.refused(3, "media/images/", "get", "art", "cat", "--file", "x")
        self.assertNotIn("x", self.tree())
        self.assertEqual(self.done("get", "art", "cat", "--json").json["width"], 8)
