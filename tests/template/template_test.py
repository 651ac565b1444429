"""Writes a project with `wbm new`, builds it against the installed SDK, tests and checks it, logs and reads a value.

template_test.py --build DIR --source DIR --work DIR --generator NAME --launcher=PROGRAM CASE

CASE is install, then one of PROJECTS, then together. Ends with 77 when a compiler is missing; with CI set that fails.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

# The name of each project, its language, and the compilers that build it.
PROJECTS = {
    "cpp_gcc": ("cpp", {"CC": "gcc", "CXX": "g++"}),
    "cpp_clang": ("cpp", {"CC": "clang-14", "CXX": "clang++-14"}),
    "cpp_libcxx": ("cpp", {"CC": "clang-14", "CXX": "clang++-14"}),
    "c_gcc": ("c", {"CC": "gcc", "CXX": "g++"}),
    "c_clang": ("c", {"CC": "clang-14", "CXX": "clang++-14"}),
    "rust": ("rust", {}),
}
LIBCXX = ["-DCMAKE_CXX_FLAGS=-stdlib=libc++"]
COMPONENTS = ["wbm", "wbm-dev", "wbm-sdk", "wbm-tools"]  # all but the plugins
CHECK_FLAGS = ["--fuzz-seconds", "0"]  # the conformance test in each project does fuzz
SKIPPED = 77


class Skip(Exception):
    """Something is missing that the case needs. str() says what."""


def run(*command, cwd=None, **environment):
    """Runs a command and returns its standard output; raises with all that it said when it fails."""
    done = subprocess.run([str(word) for word in command], cwd=cwd, env={**os.environ, **environment},
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError("%s: %d\n%s%s" % (" ".join(map(str, command)), done.returncode, done.stdout, done.stderr))
    return done.stdout


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            raise Skip(program + " is missing")


class Case:
    """One project, from `wbm new` to a value that is read back."""

    def __init__(self, arguments, case):
        self.arguments = arguments
        self.case = case
        self.work = Path(arguments.work)
        self.prefix = self.work / "prefix"
        self.name = "cloud_" + case
        self.type = self.name.replace("_", "-") + "-file"
        self.folder = self.work / self.name
        self.language, self.compilers = PROJECTS.get(case, ("cpp", PROJECTS["cpp_gcc"][1]))

    def wbm(self, *words, **environment):
        return run(self.prefix / "bin/wbm", *words, **environment)

    def cmake(self, source, build, prefix, *options, targets=()):
        """Configures and builds."""
        run("cmake", "-G", self.arguments.generator, "-S", source, "-B", build, "-DCMAKE_BUILD_TYPE=Release",
            "-DCMAKE_PREFIX_PATH=%s" % prefix, "-DCMAKE_C_COMPILER_LAUNCHER=" + self.arguments.launcher,
            "-DCMAKE_CXX_COMPILER_LAUNCHER=" + self.arguments.launcher, *options, **self.compilers)
        wanted = ["--target", *targets] if targets else []
        run("cmake", "--build", build, "-j2", *wanted)

    def generate(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        said = self.wbm("new", self.name, "--lang", self.language, "--into", self.work)
        for word in (self.name, self.type, "wbm add"):
            assert word in said, said
        for file in self.folder.rglob("*"):
            assert "pointcloud" not in file.name.lower(), "%s has the template's name" % file
            if file.is_file():
                assert b"pointcloud" not in file.read_bytes().lower(), "%s has the template's name" % file

    def test_cmake_project(self):
        need(*self.compilers.values())
        build = self.folder / "build"
        if self.case == "cpp_libcxx":
            # GoogleTest is a library of the other standard library, so the unit test is left out.
            options = [*LIBCXX, "-DCMAKE_DISABLE_FIND_PACKAGE_GTest=ON"]
            self.cmake(self.folder, build, self.libcxx_sdk(), *options)
            assert "libc++.so" in run("ldd", self.plugin()), "it is not built with libc++"
            return
        self.cmake(self.folder, build, self.prefix, "-DWBM_CHECK_FUZZ_SECONDS=1")
        run("ctest", "--test-dir", build, "--output-on-failure", "--no-tests=error")
        if self.language == "c":
            needed = run("ldd", self.plugin())
            assert "libjansson" in needed and "libstdc++" not in needed, needed

    def libcxx_sdk(self):
        """The SDK of clang and libc++: its archive is of one standard library. Built by itself, without core."""
        probe = subprocess.run(["clang++-14", "-stdlib=libc++", "-fsyntax-only", "-x", "c++", "-"],
                               input="#include <string>", text=True, capture_output=True)
        if probe.returncode != 0:
            raise Skip("libc++-14-dev is missing")
        build, prefix = self.work / "sdk_libcxx", self.work / "prefix_libcxx"
        self.cmake(Path(self.arguments.source) / "sdk", build, prefix, *LIBCXX, targets=["wbm_sdk"])
        # A program is of any standard library: the one that is there saves half the build.
        shutil.copy2(self.prefix / "bin/wbm-plugin", build)
        run("cmake", "--install", build, "--prefix", prefix)
        return prefix

    def test_crate(self):
        os.environ["PATH"] += os.pathsep + os.path.expanduser("~/.cargo/bin")  # where rustup puts it
        need("cargo", "make", "cc")
        fetched = subprocess.run(["cargo", "fetch", "--locked"], cwd=self.folder, capture_output=True, text=True)
        if fetched.returncode != 0:
            raise Skip("cargo cannot fetch the crates: " + fetched.stderr)
        environment = {"WBM_PLUGIN": str(self.prefix / "bin/wbm-plugin"), "CARGO_NET_OFFLINE": "true"}
        said = run("make", "test", "CHECK_FLAGS=" + " ".join(CHECK_FLAGS), cwd=self.folder, **environment)
        assert "layout_is_the_header_s ... ok" in said, said
        exported = run("nm", "-D", "--defined-only", self.plugin()).split("\n")
        assert [line.split()[-1] for line in exported if line] == ["wbm_plugin_v1"], exported

    def plugin(self):
        return self.folder / "build" / (self.name + ".so")

    def use(self):
        """Checks the plugin, finds its type, logs arrays in either order and reads them back."""
        self.wbm("check", self.plugin(), "--samples", self.folder / "samples", *CHECK_FLAGS)
        here = {"WBM_PLUGIN_PATH": str(self.folder / "build")}
        types = json.loads(self.wbm("--json", "types", **here))
        found = [one for one in types if one["type"] == self.type]
        assert [one["plugin"] for one in found] == ["com.example." + self.name], types
        artifact = self.work / ("artifact_" + self.name)
        shutil.rmtree(artifact, ignore_errors=True)
        for sample in ("points", "columns"):
            self.wbm("add", artifact, sample, self.folder / "samples" / (sample + ".npy"), "--type", self.type,
                     "--options", '{"caption": "five points"}', **here)
        value = json.loads(self.wbm("get", artifact, "points", "--json", **here))
        assert (value["_type"], value["caption"]) == (self.type, "five points"), value
        elements = (self.folder / "samples/points.npy").read_bytes()[-5 * 3 * 4:]
        assert (artifact / value["path"]).read_bytes() == elements, "the file has other numbers"
        assert self.wbm("diff", artifact, "points", artifact, "columns", **here) == "equal\n"
        self.wbm("verify", artifact, **here)


def install(case):
    """What every case needs, in a folder of its own. Refuses templates that have grown apart."""
    shutil.rmtree(case.work, ignore_errors=True)
    case.work.mkdir(parents=True)
    for component in COMPONENTS:
        run("cmake", "--install", case.arguments.build, "--prefix", case.prefix, "--component", component)
    templates = case.prefix / "share/wbm-sdk/template"
    scripts = [(templates / one / ".github/install-sdk.sh").read_bytes() for one in ("cpp", "c", "rust")]
    assert len(set(scripts)) == 1, "the templates' install-sdk.sh differ"
    check_rust_layout(Path(case.arguments.source), templates)


def check_rust_layout(source, templates):
    """The Rust template's numbers are those that the header is held to."""
    def lines(file, size, at):
        found = set()
        for line in file.read_text().splitlines():
            word, bracket, rest = line.strip().partition("(")
            if bracket and word in (size, at):
                found.add(("size" if word == size else "at", rest.rstrip(");")))
        return found

    frozen = lines(source / "tests/abi/layout.c", "SIZE", "AT")
    rust = lines(templates / "rust/wbm-plugin/src/layout.rs", "size!", "at!")
    strange = {one for one in rust if not one[1].startswith("DLTensor")} - frozen
    assert len(rust) > 50 and not strange, "not in tests/abi/layout.c: %s" % sorted(strange)


def together(case):
    """One program of g++ with every plugin that was built."""
    folders = [case.work / ("cloud_" + one) / "build" for one in PROJECTS]
    there = [folder for folder in folders if list(folder.glob("cloud_*.so"))]
    if len(there) < len(folders) and os.environ.get("CI"):
        raise RuntimeError("not built: %s" % [str(one) for one in folders if one not in there])
    case.cmake(Path(__file__).parent / "app", case.work / "app", case.prefix)
    artifact = case.work / "artifact_together"
    shutil.rmtree(artifact, ignore_errors=True)
    said = run(case.work / "app/together", artifact, *there)
    assert said == "%d plugins\n" % len(there), said


def run_case(arguments):
    case = Case(arguments, arguments.case)
    if arguments.case == "install":
        install(case)
    elif arguments.case == "together":
        together(case)
    else:
        case.generate()
        if case.language == "rust":
            case.test_crate()
        else:
            case.test_cmake_project()
        case.use()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for option in ("--build", "--source", "--work", "--generator", "--launcher"):
        parser.add_argument(option, required=True)
    parser.add_argument("case", choices=["install", *PROJECTS, "together"])
    arguments = parser.parse_args()
    os.environ["XDG_CACHE_HOME"] = os.path.join(arguments.work, "cache")
    os.environ["XDG_DATA_HOME"] = os.path.join(arguments.work, "data")
    os.environ["CCACHE_DIR"] = os.environ.get("CCACHE_DIR", os.path.expanduser("~/.cache/ccache"))
    for name in ("WBM_PLUGIN_PATH", "CARGO_TARGET_DIR", "MAKEFLAGS"):
        os.environ.pop(name, None)
    try:
        run_case(arguments)
    except Skip as missing:
        print("skipped:", missing)
        return 1 if os.environ.get("CI") else SKIPPED
    except (AssertionError, RuntimeError) as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
