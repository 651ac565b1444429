"""wbm probe: what files hold."""

from tool_case import ToolCase, png


class Probe(ToolCase):
    def setUp(self):
        super().setUp()
        self.write("cat.png", png(8, 4, 0))
        self.write("page.html", "<p>x</p>")

    def test_says_type_and_facts(self):
        text = self.done("probe", "cat.png", "page.html").text
        self.assertRegex(text, r"\Acat\.png: image-file: format png, width 8, height 4, size \d+\n"
                               r"page\.html: html-file: format html, size 8\n\Z")

    def test_json(self):
        rows = self.done("probe", "--json", "cat.png").json
        self.assertEqual(rows, [{"file": "cat.png", "status": "ok", "type": "image-file",
                                 "facts": {"format": "png", "width": 8, "height": 4, "size": len(png(8, 4, 0))}}])

    def test_standard_input_and_a_named_type(self):
        self.assertIn("image-file: format png", self.done("probe", "-", stdin=png(8, 4, 0)).text)
        self.assertIn("html-file: format html", self.done("probe", "-", "--type", "html", stdin=b"words").text)

    def test_a_broken_file_is_found_and_the_others_are_looked_at(self):
        self.write("cut.png", png(8, 4, 0)[:40])
        found = self.run_tool("probe", "cut.png", "page.html")
        self.assertEqual(found.code, 1)
        self.assertRegex(found.text, r'\Acut\.png: invalid: image-file: the file "cut\.png" is a broken PNG file')
        self.assertIn("page.html: html-file", found.text)
        rows = self.run_tool("probe", "cut.png", "--json").json
        self.assertEqual((rows[0]["status"], rows[0]["type"]), ("invalid", "image-file"))
        self.assertNotIn("facts", rows[0])

    def test_foreign_content_and_unknown_files(self):
        self.write("a.png", "no picture")
        self.write("b.xyz", "nothing")
        found = self.run_tool("probe", "a.png", "b.xyz", "missing.png")
        self.assertEqual(found.code, 1)
        self.assertIn('a.png: unsupported: image-file: the file "a.png" is in none of the formats of pictures\n',
                      found.text)
        self.assertIn('b.xyz: not_found: no plugin claims files like "b.xyz"; name the type that it is\n', found.text)
        self.assertRegex(found.text, r'missing\.png: not_found: .*missing\.png')

    def test_nothing_is_written(self):
        before = self.tree()
        self.done("probe", "cat.png")
        self.assertEqual(self.tree(), before)
