"""wbm add of CSV, TSV and JSON lines: the extension says that it is a table."""

import os

from tool_case import ToolCase


class Tables(ToolCase):
    def added(self, name, content, *options):
        self.write(name, content)
        self.done("add", "art", "t", name, "--overwrite", *options)
        return self.done("get", "art", "t", "--json").json

    def test_extensions(self):
        rows = [[1, "x"], [2, None]]
        for name, content in (("a.csv", "n,t\n1,x\n2,\n"), ("a.TSV", "n\tt\n1\tx\n2\t\n"),
                              ("a.jsonl", '{"n": 1, "t": "x"}\n{"n": 2}\n'), ("a.ndjson", '{"n":1,"t":"x"}\n{"n":2,"t":null}')):
            table = self.added(name, content)
            self.assertEqual((table["_type"], table["columns"], table["data"]), ("table", ["n", "t"], rows), name)

    def test_options(self):
        table = self.added("a.csv", "1;x\n", "--options", '{"header": false, "delimiter": ";", "columns": ["n", "t"]}')
        self.assertEqual((table["columns"], table["data"]), (["n", "t"], [[1, "x"]]))
        table = self.added("a.txt", "n\n1\n", "--type", "table", "--options", '{"format": "csv"}')
        self.assertEqual(table["data"], [[1]])

    def test_broken_text_leaves_nothing(self):
        self.write("a.csv", "n,t\n1\n")
        self.refused(3, "line 2 has 1 fields, the table has 2 columns", "add", "art", "t", "a.csv")
        self.assertFalse(os.path.exists(self.path("art")))
