"""The commands that work on artifacts and runs: what they print, what they change, what they leave alone."""

import json
import os
import shutil

from tool_case import ToolCase, png


class Add(ToolCase):
    def test_prints_the_entry(self):
        self.write("cat.png", png(8, 4, 0))
        line = self.done("add", "art", "cat", "cat.png").text
        self.assertRegex(line, r"\Acat\.image-file\.json  \d+ B  md5 \S{24}\n\Z")

    def test_prints_the_entry_as_json(self):
        self.write("cat.png", png(8, 4, 0))
        entry = self.done("add", "art", "cat", "cat.png", "--json").json
        self.assertEqual(sorted(entry), ["digest", "path", "size"])
        self.assertEqual(entry["path"], "cat.image-file.json")
        stored = json.loads(self.read("art/wandb_manifest.json"))["contents"]["cat.image-file.json"]
        self.assertEqual((entry["digest"], entry["size"]), (stored["digest"], stored["size"]))
        self.assertEqual(entry["size"], len(self.read("art/cat.image-file.json")))

    def test_adds_to_an_artifact_that_exists(self):
        self.add_two_images()
        contents = json.loads(self.read("art/wandb_manifest.json"))["contents"]
        self.assertEqual(len(contents), 4)
        self.assertLessEqual({"cat.image-file.json", "dog.image-file.json"}, set(contents))

    def test_same_value_again_changes_nothing(self):
        self.add_two_images()
        before = {name: self.read(name) for name in self.tree("art") if os.path.isfile(self.path(name))}
        again = self.done("add", "art", "dog", "dog.png", "--json").json
        self.assertEqual(again["path"], "dog.image-file.json")
        after = {name: self.read(name) for name in self.tree("art") if os.path.isfile(self.path(name))}
        self.assertEqual(before, after)

    def test_other_value_under_a_name_needs_overwrite(self):
        self.add_two_images()
        before = self.tree("art")
        self.refused(3, "the artifact already has \"cat.image-file.json\" with another value; give --overwrite",
                     "add", "art", "cat", "dog.png")
        self.refused(3, "already has \"cat.image-file.json\"", "add", "art", "./cat", "dog.png")
        self.assertEqual(self.tree("art"), before)
        self.done("add", "art", "cat", "dog.png", "--overwrite")
        self.done("diff", "art", "cat", "art", "dog")

    def test_failure_leaves_no_folder(self):
        self.write("cat.png", b"no picture")
        self.refused(3, "image-file", "add", "deep/new/art", "cat", "cat.png")
        self.write("cat.png", png(8, 4, 0))
        self.refused(3, "..", "add", "deep/new/art", "../cat", "cat.png")
        self.refused(3, "cat", "add", "deep/new/art/", "/cat", "cat.png")
        self.assertEqual(self.tree(), ["cat.png"])

    def test_failure_leaves_an_artifact_as_it_was(self):
        self.add_two_images()
        before = self.tree("art")
        manifest = self.read("art/wandb_manifest.json")
        self.write("new.png", png(9, 9, 5))
        self.refused(3, "..", "add", "art", "../new", "new.png")
        self.assertEqual(self.tree("art"), before)
        self.assertEqual(self.read("art/wandb_manifest.json"), manifest)

    def test_refuses_a_folder_of_something_else(self):
        self.write("home/notes.txt", "mine")
        self.write("cat.png", png(8, 4, 0))
        self.refused(3, "not empty", "add", "home", "cat", "cat.png")
        self.assertEqual(self.tree("home"), ["home/notes.txt"])
        os.mkdir(self.path("empty"))
        self.done("add", "empty", "cat", "cat.png")

    def test_a_file_in_the_way(self):
        self.write("cat.png", png(8, 4, 0))
        self.write("art", "a file")
        result = self.run_tool("add", "art", "cat", "cat.png")
        self.assertIn(result.code, (3, 4), result)
        self.assertEqual(self.read("art"), b"a file")

    def test_commands_names_are_no_reserved_words(self):
        self.write("cat.png", png(8, 4, 0))
        self.done("add", "types", "log", "cat.png")
        self.done("ls", "types")

    def test_link(self):
        self.write("cat.png", png(8, 4, 0))
        inode = os.stat(self.path("cat.png")).st_ino
        for option, is_linked in (([], False), (["--link"], True)):
            self.done("add", "art%d" % is_linked, "cat", "cat.png", *option)
            self.assertEqual(self.done("verify", "art%d" % is_linked, "--json").json["problems"], [])
            path = self.done("get", "art%d" % is_linked, "cat", "--json").json["path"]
            stored = os.stat(self.path("art%d" % is_linked, path))
            self.assertEqual(stored.st_ino == inode, is_linked)
        self.assertEqual(os.stat(self.path("cat.png")).st_nlink, 2)
        self.refused(3, "already has", "add", "art1", "cat", "-", "--type", "image", "--link", stdin=png(6, 5, 3))
        os.remove(self.path("cat.png"))
        self.assertEqual(self.done("verify", "art1", "--json").json["problems"], [])

    def test_names_beginning_with_a_dash(self):
        self.write("cat.png", png(8, 4, 0))
        self.done("add", "art", "--", "-cat", "cat.png")
        self.assertIn("-cat.image-file.json", self.done("ls", "art").text)


class Log(ToolCase):
    def setUp(self):
        super().setUp()
        self.write("cat.png", png(8, 4, 0))
        self.write("dog.png", png(8, 4, 3))
        self.write("page.html", "<p>")

    def history(self):
        return [json.loads(line) for line in self.read("run/history.jsonl").splitlines()]

    def test_prints_what_the_history_has(self):
        printed = self.done("log", "run", "samples", "cat.png").json
        self.assertEqual(printed["_type"], "image-file")
        self.assertEqual(self.history()[0]["samples"], printed)
        self.assertEqual(self.read("run/files/" + printed["path"]), self.read("cat.png"))
        self.assertEqual(self.done("log", "run", "samples", "cat.png", "--json").json["_type"], "image-file")

    def test_steps(self):
        self.done("log", "run", "a", "cat.png")
        self.done("log", "run", "a", "cat.png")
        self.done("log", "run", "a", "dog.png", "--step", "7")
        self.done("log", "run", "b", "dog.png", "--step", "7")
        self.done("log", "run", "a", "dog.png")
        self.assertEqual([line["_step"] for line in self.history()], [0, 1, 7, 8])
        self.assertEqual(sorted(self.history()[2]), ["_step", "a", "b"])
        before = self.tree("run")
        self.refused(3, "comes before the last step 8", "log", "run", "a", "cat.png", "--step", "3")
        self.refused(3, "negative", "log", "run", "a", "cat.png", "--step", "-1")
        self.refused(2, "--step", "log", "run", "a", "cat.png", "--step", "two")
        self.assertEqual(self.tree("run"), before)

    def test_several_sources_are_a_list(self):
        printed = self.done("log", "run", "samples", "cat.png", "dog.png").json
        self.assertEqual((printed["_type"], printed["count"]), ("images/separated", 2))
        plain = self.done("log", "run", "plain", "cat.png", "page.html", "--type", "note-blob").json
        self.assertEqual([one["_type"] for one in plain], ["note-blob", "note-blob"])

    def test_link(self):
        for step, option, is_linked in (("0", [], False), ("1", ["--link"], True)):
            printed = self.done("log", "run", "s", "cat.png", "--step", step, *option).json
            stored = os.stat(self.path("run/files", printed["path"]))
            self.assertEqual(stored.st_ino == os.stat(self.path("cat.png")).st_ino, is_linked)
        self.done("log", "run", "s", "-", "--type", "image", "--link", stdin=png(4, 4, 1))
        self.assertEqual(self.done("verify", "run", "--json").json["problems"], [])

    def test_options_apply_to_every_source(self):
        self.done("log", "run", "s", "cat.png", "dog.png", "--options", '{"caption": "pet"}')
        self.assertEqual(self.history()[0]["s"]["captions"], ["pet", "pet"])

    def test_failure_leaves_no_folder(self):
        self.write("bad.png", b"no picture")
        self.refused(3, "image-file", "log", "runs/7", "k", "cat.png", "bad.png", "--type", "image")
        self.refused(3, "key", "log", "runs/7", "_step", "cat.png")
        self.refused(3, "", "log", "runs/7", "k", "s3://b/a.png", "--type", "image")
        self.assertEqual(self.tree(), ["bad.png", "cat.png", "dog.png", "page.html"])


class List(ToolCase):
    def test_artifact(self):
        self.add_two_images()
        lines = self.done("ls", "art").text.splitlines()
        self.assertRegex(lines[0], r"\AENTRY +SIZE +TYPE\Z")
        self.assertRegex(lines[1], r"\Acat\.image-file\.json +\d+ B +image-file\Z")
        self.assertRegex(lines[3], r"\Amedia/images/\S+\.png +\d+ B +file\Z")
        self.assertRegex(lines[-1], r"\A4 entries, \d+ B, digest [0-9a-f]{32}\Z")
        column = lines[0].index("TYPE")
        self.assertTrue(all(line[column - 1] == " " and line[column] != " " for line in lines[1:-1]))

    def test_artifact_as_json(self):
        self.add_two_images()
        out = self.done("ls", "art", "--json").json
        self.assertEqual((out["kind"], len(out["entries"])), ("artifact", 4))
        self.assertEqual(out["size"], sum(entry["size"] for entry in out["entries"]))
        self.assertEqual([entry.get("type") for entry in out["entries"]], ["image-file", "image-file", None, None])

    def test_run(self):
        self.write("cat.png", png(8, 4, 0))
        self.done("log", "run", "a", "cat.png")
        self.done("log", "run", "b/c", "cat.png", "cat.png", "--step", "5")
        with open(self.path("run/history.jsonl"), "a") as file:
            file.write('{"_step":9,"loss":0.5,"name":"x"}\n')
        rows = [line.split(None, 3) for line in self.done("ls", "run").text.splitlines()]
        self.assertEqual(rows[0], ["STEP", "KEY", "TYPE", "VALUE"])
        self.assertEqual([row[:3] for row in rows[1:-1]],
                         [["0", "a", "image-file"], ["5", "b/c", "images/separated"],
                          ["9", "loss", "number"], ["9", "name", "text"]])
        self.assertEqual((rows[2][3], rows[3][3]), ("count 2", "0.5"))
        steps = self.done("ls", "run", "--json").json["steps"]
        self.assertEqual(steps[2], {"step": 9, "keys": [{"key": "loss", "type": "number"},
                                                       {"key": "name", "type": "text"}]})

    def test_neither(self):
        self.write("x/notes.txt", "mine")
        for command in ("ls", "verify"):
            text = "\"x\" is neither an artifact (no wandb_manifest.json) nor a run (no history.jsonl)"
            error = self.refused(3, text, command, "x")
            self.assertEqual(error["status"], "not_found")
            self.refused(3, "there is no folder \"gone\"", command, "gone")
        self.assertEqual(self.tree(), ["x", "x/notes.txt"])


class Verify(ToolCase):
    def test_good_artifact(self):
        self.add_two_images()
        self.assertRegex(self.done("verify", "art").text, r"\Aok: 4 entries, \d+ B\n\Z")
        out = self.done("verify", "art", "--json").json
        self.assertEqual((out["ok"], out["kind"], out["entries"], out["problems"]), (True, "artifact", 4, []))

    def test_damaged_artifact(self):
        self.add_two_images()
        path = self.done("get", "art", "cat", "--json").json["path"]
        os.chmod(self.path("art", path), 0o644)
        self.write("art/" + path, b"other bytes")
        self.write("art/stray.txt", "stray")
        os.remove(self.path("art/dog.image-file.json"))
        result = self.run_tool("verify", "art")
        self.assertEqual((result.code, result.err), (1, ""), result)
        for name in (path, "stray.txt", "dog.image-file.json"):
            self.assertRegex(result.text, r"(?m)^\"%s\" " % name)
        as_json = self.run_tool("verify", "art", "--json")
        self.assertEqual(as_json.code, 1)
        self.assertFalse(as_json.json["ok"])
        self.assertEqual(as_json.json["problems"], result.text.splitlines())

    def test_run(self):
        self.write("cat.png", png(8, 4, 0))
        printed = self.done("log", "run", "a", "cat.png").json
        self.assertEqual(self.done("verify", "run").text, "ok: 1 step\n")
        self.assertEqual(self.done("verify", "run", "--json").json["steps"], 1)
        os.remove(self.path("run/files", printed["path"]))
        result = self.run_tool("verify", "run")
        self.assertEqual(result.code, 1, result)
        self.assertIn(printed["path"], result.text)

    def test_broken_manifest_is_refused(self):
        self.write("art/wandb_manifest.json", "{")
        self.refused(3, "wandb_manifest.json", "verify", "art")
        self.write("evil/wandb_manifest.json", json.dumps(
            {"version": 1, "storagePolicy": "wandb-storage-policy-v1", "storagePolicyConfig": {},
             "contents": {"../../etc/passwd": {"digest": "x", "size": 1}}}))
        self.refused(3, "..", "ls", "evil")


class Diff(ToolCase):
    def setUp(self):
        super().setUp()
        self.add_two_images()

    def different(self, *arguments):
        result = self.run_tool("diff", *arguments)
        self.assertEqual((result.code, result.err), (1, ""), result)
        return result

    def test_equal_in_two_artifacts(self):
        shutil.copytree(self.path("art"), self.path("two"))
        self.assertEqual(self.done("diff", "art", "cat", "two", "cat").text, "equal\n")
        self.assertEqual(self.done("diff", "art", "cat", "two", "cat", "--json").json,
                         {"equal": True, "contents_differ": False, "fields": {}})

    def test_fields(self):
        rows = [line.split() for line in self.different("art", "cat", "art", "dog").text.splitlines()]
        self.assertIn(["width", "8", "6"], rows)
        self.assertIn(["height", "4", "5"], rows)
        self.assertIn(["caption", "a", "cat", "-"], rows)
        self.assertNotIn("format", [row[0] for row in rows])
        self.assertRegex(self.different("art", "dog", "art", "cat").text, r"(?m)^caption +- +a cat$")
        fields = self.different("art", "cat", "art", "dog", "--json").json["fields"]
        self.assertEqual((fields["width"], fields["caption"]), ([8, 6], ["a cat", None]))

    def test_contents(self):
        for name, text in (("one", b"1"), ("two", b"2")):
            self.done("add", "art", name, "-", "--type", "note-json", stdin=text)
        self.assertEqual(self.different("art", "one", "art", "two").text, "contents differ\n")
        self.assertTrue(self.different("art", "one", "art", "two", "--json").json["contents_differ"])

    def test_types(self):
        self.done("add", "art", "page", "-", "--type", "html", stdin=b"<p>")
        lines = self.different("art", "cat", "art", "page").text.splitlines()
        self.assertEqual(lines[1].split(), ["type", "image-file", "html-file"])

    def test_plain_files(self):
        cat = self.done("get", "art", "cat", "--json").json["path"]
        dog = self.done("get", "art", "dog", "--json").json["path"]
        self.assertEqual(self.done("diff", "art", cat, "art", cat).text, "equal\n")
        self.assertEqual(self.different("art", cat, "art", dog).text, "contents differ\n")
        self.different("art", "cat", "art", cat)

    def test_missing(self):
        self.refused(3, "bird", "diff", "art", "cat", "art", "bird")
