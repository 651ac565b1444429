#!/usr/bin/env python3
"""Runs the conformance checker over the recorded cases that are in scope.

    run_corpus.py --runner build/dev/bin/wbm_case [--all] [--verbose] [-j N]

The corpus is $WBM_CORPUS, or `shared/corpus` beside the project; without one this says so and exits with 77 (skipped).
scope.json lists the cases that have to pass, deviations.json the deliberate differences with their reasons.
Exit status 1 when a case in scope fails, or when a pattern of scope.json matches nothing.
"""
import argparse, collections, fnmatch, json, os, pathlib, subprocess, sys

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77


def find_corpus():
    given = os.environ.get("WBM_CORPUS")
    places = [pathlib.Path(given)] if given else [HERE.parents[2] / "shared" / "corpus"]
    return next((p for p in places if (p / "check.py").is_file() and (p / "cases").is_dir()), None)


def check(args, corpus, groups):
    """What check.py says of all cases of these groups."""
    command = [sys.executable, str(corpus / "check.py"), "--runner", args.runner, "--json", "-j", str(args.jobs),
               "--group", ",".join(sorted(groups)), "--deviations", str(HERE / "deviations.json")]
    if args.memory_mb is not None:
        command += ["--memory-mb", str(args.memory_mb)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"check.py ended with {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def in_scope(case, scope):
    matches = lambda patterns: any(fnmatch.fnmatchcase(case, p) for p in patterns)
    return matches(scope["in"]) and not matches(scope["out"])


def report(said, scope, verbose):
    """Prints a line a group and each failure; True when nothing in scope fails."""
    inside = [f for f in said["failures"] if in_scope(f["id"], scope)]
    outside = [f for f in said["failures"] if not in_scope(f["id"], scope)]
    beyond = collections.Counter(f["id"].split("/")[0] for f in outside)
    for group, counts in sorted(said["groups"].items()):
        failed = counts.get("failed", 0) - beyond[group]
        print(f"{group:18}{counts.get('passed', 0):6} passed {failed:6} failed {counts.get('skipped', 0):6} skipped"
              f" {counts.get('deviating', 0):6} deviating {beyond[group]:6} failed out of scope")
    for failure in inside + (outside if verbose else []):
        for problem in failure["problems"]:
            print(f"FAIL {failure['id']} [{problem['stage']}] {problem['text']}")
    return not inside


def main():
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("--runner", required=True, help="the program wbm_case")
    ap.add_argument("--all", action="store_true", help="every group of the corpus, not only those of scope.json")
    ap.add_argument("--verbose", action="store_true", help="also list the failures that are out of scope")
    ap.add_argument("--memory-mb", type=int, help="address space per case, 0 for no limit (sanitizers)")
    ap.add_argument("-j", "--jobs", type=int, default=os.cpu_count(), help="cases at a time")
    args = ap.parse_args()
    corpus = find_corpus()
    if corpus is None:
        print("skipped: there is no corpus; set WBM_CORPUS to the folder with check.py and cases/")
        sys.exit(SKIPPED)
    scope = json.loads((HERE / "scope.json").read_text())
    cases = [f"{p.parent.parent.name}/{p.parent.name}" for p in corpus.glob("cases/*/*/case.json")]
    idle = [p for p in scope["in"] + list(scope["out"]) if not fnmatch.filter(cases, p)]
    for pattern in idle:
        print(f"scope.json: no case matches {pattern}")
    wanted = [c for c in cases if args.all or in_scope(c, scope)]
    good = report(check(args, corpus, {c.split("/")[0] for c in wanted}), scope, args.verbose)
    sys.exit(0 if good and not idle else 1)


if __name__ == "__main__":
    main()
