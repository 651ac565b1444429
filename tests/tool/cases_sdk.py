"""new and check: what wbm hands on to the SDK's program, and the projects that it writes."""

import json
import os
import shutil

import tool_case
from tool_case import ToolCase

SDK_COMMANDS = ["new", "check"]
CPP_FILES = [".github/install-sdk.sh", ".github/workflows/ci.yml", ".gitignore", "CMakeLists.txt", "README.md",
             "point_cloud.cpp", "point_cloud_test.cpp", "samples/columns.npy", "samples/points.npy"]


class Sdk(ToolCase):
    def setUp(self):
        super().setUp()
        self.plugin = os.path.join(tool_case.PLUGINS, "html.so")

    def files(self, folder):
        return sorted(os.path.relpath(self.path(one), self.path(folder)) for one in self.tree(folder)
                      if os.path.isfile(self.path(one)))

    def fails(self, text, *arguments, **environment):
        """The SDK's program says one sentence, ends with 1, and nothing is written."""
        before = self.tree()
        result = self.run_tool(*arguments, **environment)
        self.assertEqual((result.code, result.out), (1, b""), result)
        self.assertRegex(result.err, r"\Awbm-plugin: [^\n]+\n\Z")
        self.assertIn(text, result.err)
        self.assertEqual(self.tree(), before)

    def program_in(self, folder):
        """The SDK's program where nothing of the build tree is beside it."""
        os.makedirs(self.path(folder))
        beside = os.path.join(os.path.dirname(tool_case.WBM), "wbm-plugin")
        return shutil.copy2(beside, self.path(folder, "wbm-plugin"))

    def wbm_alone(self):
        """wbm without the SDK's program beside it."""
        self.environment["LD_LIBRARY_PATH"] = os.path.join(os.path.dirname(tool_case.WBM), "../lib")
        os.makedirs(self.path("alone"))
        whole, tool_case.WBM = tool_case.WBM, shutil.copy2(tool_case.WBM, self.path("alone", "wbm"))
        self.addCleanup(setattr, tool_case, "WBM", whole)

    def test_new_writes_a_project(self):
        said = self.done("new", "point_cloud").text
        self.assertIn("Wrote point_cloud: the media type point-cloud-file in C++, 9 files.", said)
        self.assertIn("wbm add art first samples/points.npy --type point-cloud-file\n", said)
        self.assertEqual(self.files("point_cloud"), CPP_FILES)
        source = self.read("point_cloud/point_cloud.cpp").decode()
        for words in ('type = "point-cloud-file"', "struct PointCloud {", '"media/point_cloud"',
                      'WBM_PLUGIN("com.example.point_cloud", "1.0.0", PointCloud)'):
            self.assertIn(words, source)
        self.assertEqual(self.tree(), ["point_cloud"] + [one for one in self.tree() if one.startswith("point_cloud/")])

    def test_new_takes_id_and_folder(self):
        os.makedirs(self.path("plugins"))
        said = self.done("new", "waves", "--lang", "c", "--id", "org.other.waves-1", "--into", "plugins").text
        self.assertIn("Wrote plugins/waves: the media type waves-file in C,", said)
        self.assertIn("  cd plugins/waves\n", said)
        self.assertIn('.id = "org.other.waves-1"', self.read("plugins/waves/waves.c").decode())
        self.assertIn("WAVES_SUPPORT_H", self.read("plugins/waves/support.h").decode())
        self.assertTrue(os.access(self.path("plugins/waves/.github/install-sdk.sh"), os.X_OK))

    def test_new_keeps_samples_and_orders_the_lock_file(self):
        self.done("new", "zebra", "--lang", "rust")
        self.done("new", "apple")
        self.assertEqual(self.read("zebra/samples/points.npy"), self.read("apple/samples/points.npy"))
        lock = self.read("zebra/Cargo.lock").decode()
        names = [line[8:-1] for line in lock.splitlines() if line.startswith("name = ")]
        self.assertEqual(names, sorted(names))
        self.assertIn("zebra", names)
        self.assertRegex(lock, r"[^\n]\n\Z")

    def test_no_placeholder_is_left(self):
        for language in ("cpp", "c", "rust"):
            self.done("new", "waves_" + language, "--lang", language)
            for name in self.files("waves_" + language):
                self.assertNotIn("pointcloud", name.lower())
                self.assertNotIn(b"pointcloud", self.read("waves_%s/%s" % (language, name)).lower(), name)

    def test_new_refuses_names(self):
        for name, nearest in (("Point-Cloud 2", "point_cloud_2"), ("9lives", "lives"), ("_x", "x"), ("../up", "up"),
                              ("", "pointcloud"), ("a" * 65, "a" * 64), ("caf\u00e9", "caf")):
            self.fails("is no name for a project; use 1 to 64 small letters, digits and _, a letter first, such as "
                       '"%s"' % nearest, "new", "--", name)
        for language, name, why in (("cpp", "class", "a keyword of C++"), ("c", "struct", "a keyword of C"),
                                    ("rust", "crate", "a keyword of Rust"), ("cpp", "test", "a target that CMake makes"),
                                    ("rust", "string", "taken by a crate or type"), ("c", "json", "taken by a header")):
            self.fails('"%s" is %s' % (name, why), "new", name, "--lang", language)
            self.fails('take another name, such as "%s_data"' % name, "new", name, "--lang", language)
        self.done("new", "class", "--lang", "c")  # no keyword there
        self.fails('--id "nodots" is no reverse domain name; write one such as "com.example.x"', "new", "x", "--id",
                   "nodots")
        self.fails('there is no template for --lang "java"; write cpp, c or rust', "new", "x", "--lang", "java")

    def test_new_leaves_what_is_there(self):
        self.write("point_cloud", "mine")
        os.makedirs(self.path("empty"))
        os.symlink("nowhere", self.path("link"))
        for name in ("point_cloud", "empty", "link"):
            self.fails("%s exists; take another name, or another folder with --into" % name, "new", name)
        self.assertEqual(self.read("point_cloud"), b"mine")
        self.fails("there is no folder missing; make it, or take another with --into", "new", "x", "--into", "missing")
        self.fails("nothing can be written into the folder /proc", "new", "x", "--into", "/proc")

    def test_installed_templates(self):
        self.program_in("prefix/bin")
        self.wbm_alone()
        path = {"PATH": self.path("prefix/bin")}
        self.fails("the templates are missing: there is no folder " + self.path("prefix/share/wbm-sdk/template/cpp"),
                   "new", "waves", **path)
        self.write("prefix/share/wbm-sdk/template/cpp/pointcloud.txt", "POINTCLOUD PointCloud pointcloud-file")
        self.done("new", "two_waves", **path)
        self.assertEqual(self.read("two_waves/two_waves.txt"), b"TWO_WAVES TwoWaves two-waves-file")

    def test_a_failure_leaves_nothing(self):
        self.program_in("prefix/bin")
        self.wbm_alone()
        self.write("prefix/share/wbm-sdk/template/cpp/a.txt", "a")
        os.symlink("nowhere", self.path("prefix/share/wbm-sdk/template/cpp/b.txt"))
        self.fails("b.txt", "new", "waves", PATH=self.path("prefix/bin"))

    def test_check_hands_the_exit_code_back(self):
        result = self.done("check", self.plugin, "--only", "native-library")
        self.assertIn("ok 1 - native-library", result.text)
        self.assertEqual(json.loads(self.done("--json", "check", self.plugin, "--only", "1").text)["failed"], 0)
        self.write("broken.so", "no library")
        result = self.run_tool("check", "broken.so", "--only", "1")
        self.assertEqual(result.code, 1, result)
        self.assertIn("not ok 1", result.text)

    def test_help_is_the_program_s(self):
        for command in SDK_COMMANDS:
            text = self.done(command, "--help").text
            self.assertIn("Usage: wbm-plugin %s [OPTIONS]" % command, text)
            self.assertIn("Examples:\n", text)
            self.assertIn("  %s  " % command, self.done("--help").text)

    def test_every_word_is_handed_on(self):
        self.wbm_alone()
        self.write("bin/wbm-plugin", '#!/bin/sh\nprintf "%s|" "$@"\nexit 7\n')
        os.chmod(self.path("bin/wbm-plugin"), 0o755)
        result = self.run_tool("check", "a b", "--plugin-dir", "x", "-h", "--", "--y", "", PATH=self.path("bin"))
        self.assertEqual((result.code, result.text), (7, "check|a b|--plugin-dir|x|-h|--|--y||"), result)

    def test_without_the_program(self):
        self.wbm_alone()
        for command in SDK_COMMANDS:
            self.refused(3, '"wbm %s" is done by the program wbm-plugin, which is neither beside wbm nor on the PATH; '
                            "install the SDK (Debian: wbm-tools and libwbm-dev)" % command, command, "x",
                         PATH=self.path("nowhere"))
        self.refused(2, "new: --plugin-dir is not for this command; leave it out", "--plugin-dir", ".", "new", "x")
        self.write("bin/wbm-plugin", "no program")
        self.refused(4, "wbm-plugin cannot run: Permission denied", "new", "x", PATH=self.path("bin"))
