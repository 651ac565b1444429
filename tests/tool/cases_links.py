"""References: add --reference and --ask, and --links in get and verify."""

import contextlib
import http.server
import json
import os
import threading

from tool_case import ToolCase, png

HELLO_DIGEST = "XUFAKrxLKna5cZ2REBfFkg=="


class Server(http.server.BaseHTTPRequestHandler):
    """Answers as the path says: /ok, /plain, /nohead, /gone, /error, /to/<place>, /loop, /slow."""

    def log_message(self, *_):
        pass

    def answer(self):
        self.server.seen.append((self.command, self.path))
        if self.path == "/nohead" and self.command == "HEAD":
            return self.headers_only(405)
        if self.path in ("/ok", "/nohead"):
            return self.headers_only(200, ETag='"5e1-abc"', Content_Length="1505")
        if self.path == "/plain":
            return self.headers_only(200)
        if self.path == "/weak":
            return self.headers_only(200, eTAG='  W/"x"  ', Content_Length="0")
        if self.path == "/to/ok":
            return self.headers_only(302, Location="/ok", ETag="of the redirect", Content_Length="7")
        if self.path == "/to/file":
            return self.headers_only(302, Location="file:///etc/hostname")
        if self.path == "/loop":
            return self.headers_only(302, Location="/loop")
        if self.path == "/long":
            return self.headers_only(200, ETag="x" * 2000)
        return self.headers_only({"/gone": 404, "/error": 500}[self.path])

    def headers_only(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command == "GET" and status == 200:
            with contextlib.suppress(OSError):
                self.wfile.write(b"x" * 1505)

    do_GET = answer
    do_HEAD = answer


class Links(ToolCase):
    def serve(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
        server.seen = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.environment.update(no_proxy="*", NO_PROXY="*")
        return server, "http://127.0.0.1:%d" % server.server_port

    def contents(self, name="art"):
        return json.loads(self.read(name + "/wandb_manifest.json"))["contents"]

    def manifest(self, name, contents, own=None):
        self.write(name + "/wandb_manifest.json", json.dumps(
            {"version": 1, "storagePolicy": "wandb-storage-policy-v1", "storagePolicyConfig": {"_wbm": own or {}},
             "contents": contents}))

    def source_and_copy(self):
        """An artifact with a cat, known as hex 6162, and one that refers to it and to a file of it."""
        self.write("cat.png", png(8, 4, 0))
        self.done("add", "all/source", "cat", "cat.png", "--options", '{"caption": "a cat"}')
        contents = self.contents("all/source")
        self.manifest("art", {
            "pet.image-file.json": {"digest": contents["cat.image-file.json"]["digest"], "size": 0,
                                    "ref": "wandb-artifact://6162/cat.image-file.json"},
            "plain": {"digest": contents["cat.image-file.json"]["digest"], "size": 0,
                      "ref": "wandb-artifact://6162/cat.image-file.json"}})

    def test_reference(self):
        line = self.done("add", "art", "--reference", "https://host/a/big.bin").text
        self.assertEqual(line, "big.bin  -  https://host/a/big.bin\n")
        self.assertEqual(self.contents(), {"big.bin": {"digest": "https://host/a/big.bin",
                                                       "ref": "https://host/a/big.bin"}})

    def test_what_a_server_said(self):
        out = self.done("add", "art", "one", "--reference", "s3://bucket/key", "--etag", '"e1"', "--size", "7",
                        "--version-id", "v1", "--json").json
        self.assertEqual(out, [{"path": "one", "digest": "e1", "size": 7, "ref": "s3://bucket/key",
                                "extra": {"etag": "e1", "versionID": "v1"}}])
        self.done("add", "art", "two", "--reference", "gs://bucket/key", "--etag", "e2", "--version-id", "17")
        self.assertEqual(self.contents()["two"]["extra"], {"versionID": 17})
        self.refused(3, "is no generation", "add", "art", "x", "--reference", "gs://bucket/key", "--version-id", "v")
        self.refused(3, "with other content", "add", "art", "one", "--reference", "s3://bucket/other")
        self.done("add", "art", "one", "--reference", "s3://bucket/other", "--overwrite")
        self.assertEqual(self.contents()["one"]["ref"], "s3://bucket/other")

    def test_files(self):
        self.write("in/a.txt", "hello")
        url = "file://" + self.path("in")
        self.assertEqual(self.done("add", "art", "d", "--reference", url).text, "d/a.txt  5 B  %s/a.txt\n" % url)
        self.assertEqual(self.contents()["d/a.txt"]["digest"], HELLO_DIGEST)
        self.assertEqual(self.done("verify", "art").text, "ok: 1 entry, 5 B\n")
        self.write("in/a.txt", "HELLO")
        result = self.run_tool("verify", "art")
        self.assertEqual(result.code, 1, result)
        self.assertIn("which has other content than the manifest says", result.text)

    def test_wrong_command_lines(self):
        url = "s3://bucket/key"
        self.refused(2, "takes no SOURCE", "add", "art", "name", "cat.png", "--reference", url)
        self.refused(2, "are for values", "add", "art", "--reference", url, "--type", "image")
        self.refused(2, "--links is for a --reference", "add", "art", "n", "cat.png", "--links", "all")
        self.refused(2, "--etag", "add", "art", "n", "cat.png", "--etag", "x")
        self.refused(2, "--ask", "add", "art", "--reference", "http://host/x", "--ask", "--etag", "x")
        self.refused(2, "--ask is for http:// and https://", "add", "art", "--reference", url, "--ask")
        self.refused(2, "--size", "add", "art", "--reference", url, "--size", "-1")
        self.refused(2, "NAME is required", "add", "art")
        self.assertEqual(self.tree(), [])

    def test_refusal_leaves_nothing(self):
        self.refused(3, "is not known here", "add", "art", "--reference", "wandb-artifact://6162/x")
        self.refused(3, "it has no scheme", "add", "art", "--reference", "/data/x")
        self.assertEqual(self.tree(), [])

    def test_ask(self):
        server, host = self.serve()
        entry = self.done("add", "art", "--reference", host + "/ok", "--ask", "--json").json[0]
        self.assertEqual(entry, {"path": "ok", "digest": "5e1-abc", "size": 1505, "ref": host + "/ok",
                                 "extra": {"etag": '"5e1-abc"'}})
        self.assertEqual(server.seen, [("HEAD", "/ok")])

    def test_ask_without_head(self):
        server, host = self.serve()
        entry = self.done("add", "art", "--reference", host + "/nohead", "--ask", "--json").json[0]
        self.assertEqual((entry["digest"], entry["size"]), ("5e1-abc", 1505))
        self.assertEqual(server.seen, [("HEAD", "/nohead"), ("GET", "/nohead")])

    def test_ask_for_what_the_server_does_not_say(self):
        host = self.serve()[1]
        entry = self.done("add", "art", "--reference", host + "/plain", "--ask", "--json").json[0]
        self.assertEqual(entry, {"path": "plain", "digest": host + "/plain", "ref": host + "/plain"})
        entry = self.done("add", "art", "--reference", host + "/weak", "--ask", "--json").json[0]
        self.assertEqual((entry["digest"], entry["size"], entry["extra"]), ('W/"x', 0, {"etag": 'W/"x"'}))

    def test_ask_follows_redirects_to_http_alone(self):
        host = self.serve()[1]
        entry = self.done("add", "art", "r", "--reference", host + "/to/ok", "--ask", "--json").json[0]
        self.assertEqual((entry["digest"], entry["size"], entry["ref"]), ("5e1-abc", 1505, host + "/to/ok"))
        before = self.tree()
        self.refused(3, "asking the server failed", "add", "art", "--reference", host + "/to/file", "--ask")
        self.refused(4, "redirects", "add", "art", "--reference", host + "/loop", "--ask")
        self.assertEqual(self.tree(), before)

    def test_ask_is_refused(self):
        host = self.serve()[1]
        self.refused(3, "the server answered 404", "add", "art", "--reference", host + "/gone", "--ask")
        self.refused(4, "the server answered 500", "add", "art", "--reference", host + "/error", "--ask")
        self.refused(3, "ETag is longer than 1024 bytes", "add", "art", "--reference", host + "/long", "--ask")
        self.refused(4, "asking the server failed", "add", "art", "--reference", "http://127.0.0.1:1/x", "--ask")
        self.assertEqual(self.tree(), [])

    def test_get_through_a_reference(self):
        self.source_and_copy()
        self.refused(3, "which is not here", "get", "art", "pet", "--fields")
        self.refused(3, "give that artifact with --links", "get", "art", "pet", "--file", "x")
        links = ("--links", "6162=all/source")
        self.assertEqual(self.done("get", "art", "pet", "--fields", "--json", *links).json["caption"], "a cat")
        self.assertEqual(self.done("get", "art", "pet", "--json", *links).out,
                         self.read("all/source/cat.image-file.json") + b"\n")
        self.done("get", "art", "pet", "--file", "out.png", *links)
        self.assertEqual(self.read("out.png"), self.read("cat.png"))
        self.done("get", "art", "plain", "--file", "out.json", *links)
        self.assertEqual(self.read("out.json"), self.read("all/source/cat.image-file.json"))

    def test_verify_with_links(self):
        self.source_and_copy()
        text = self.done("verify", "art").text
        self.assertRegex(text, r'\Anot checked: "pet.image-file.json" is a reference to "wandb-artifact://6162/\S+", an '
                               r"artifact that is not known here[^\n]+\nnot checked: [^\n]+\nok: 2 entries, 0 B\n\Z")
        self.assertEqual(len(self.done("verify", "art", "--json").json["not_checked"]), 2)
        links = ("--links", "6162=all/source")
        self.assertEqual(self.done("verify", "art", *links).text, "ok: 2 entries, 0 B\n")
        self.write("all/source/cat.image-file.json", "{}")
        result = self.run_tool("verify", "art", *links)
        self.assertEqual(result.code, 1, result)
        self.assertRegex(result.text, r'(?m)^"plain" is a reference to .* has 2 bytes')
        self.refused(2, "is a run; leave it out", "verify", self.a_run(), *links)

    def a_run(self):
        self.done("log", "run", "k", "cat.png")
        return "run"

    def test_links_to_a_folder(self):
        self.manifest("all/one", {"x": {"digest": HELLO_DIGEST, "size": 5}}, {"client_id": "c1", "finalized": True})
        self.write("all/one/x", "hello")
        url = "wandb-client-artifact://c1/x"
        for links in ("all", "all/one"):
            entry = self.done("add", "art", links, "--reference", url, "--links", links, "--json").json[0]
            self.assertEqual((entry["ref"], entry["digest"], entry["size"]), (url, HELLO_DIGEST, 0))
        os.mkdir(self.path("empty"))
        self.refused(3, "no artifact directly below it has a client id", "verify", "art", "--links", "empty")
        self.refused(3, "there is no such directory", "verify", "art", "--links", "nowhere")
        self.refused(2, "is no server id in lower-case hex", "verify", "art", "--links", "XY=all")
