#!/usr/bin/env python3
"""Why it really failed and ended, and who really sent it: explain against causes.json.

usage: causes_test.py EXTSTA SOURCE-ROOT [--calibration]

Prints TAP: explain agrees with 95 % of the table, nothing that disagrees is told with 80 % or more,
and what it says with 90 to 100 % is right in 97 %, with 70 to 89 % in 80 %. Every disagreement is
listed, whether it is tolerated or not. With --calibration: the two tables for `make bench`, no
verdict. Skipped where $EXTSTA_SHARED or ../shared is not there."""
import collections
import glob
import os
import re
import sys

import causes

AGREE, SURE = 95.0, 80
NO_KIND = {"beacon-flood"}  # told by nobody, and what it is nevertheless
BANDS = (("90 to 100 %", 90, 101, 97.0), ("70 to 89 %", 70, 90, 80.0),
         ("50 to 69 %", 50, 70, None), ("below 50 %", 0, 50, None))


def share(part, whole):
    return 100.0 * part / whole if whole else 100.0


def bands(verdicts):
    """[(name, claims, percent that is right, wanted)] over all claims that can be judged."""
    table = []
    for name, low, high, wanted in BANDS:
        said = [right for v in verdicts for figure, right in v.claims if low <= figure < high]
        table.append((name, len(said), share(sum(said), len(said)), wanted))
    return table


def agreement(verdicts, chosen):
    """Rows agreed with, rows there are, of those that `chosen` takes."""
    good = sum(chosen(row) for v in verdicts for row in v.satisfied)
    return good, good + sum(chosen(row) for v in verdicts for row in v.missed)


def is_trouble(row):
    return row["what"] not in ("none", "left")


def say_row(row):
    return "%s %s at frame %s, %s: %s" % (row["who"], row["what"],
                                          "-".join(str(f) for f in row["frames"]), row["cause"],
                                          row["how"])


def say_story(figure, s):
    return "said with %s %%: %s%s %s [%d-%d] %s" % (
        figure, "forged, " if s.get("forged") else "", s["what"], s.get("name"),
        s["first_frame"], s["last_frame"], s.get("text", "")[:110])


def disagreements(verdicts):
    for v in verdicts:
        for row in v.missed:
            if row["what"] != "none":
                yield "%s %s not told: %s" % (v.capture, row.get("sta", ""), say_row(row))
        for figure, s in v.wrong:
            yield "%s %s %s" % (v.capture, s.get("sta", ""), say_story(figure, s))


def tables(verdicts):
    for what, chosen in (("all rows", lambda row: True), ("rows of trouble", is_trouble)):
        good, there = agreement(verdicts, chosen)
        yield "%-16s %4d of %4d agreed with, %5.1f %%" % (what, good, there, share(good, there))
    for name, told, percent, wanted in bands(verdicts):
        yield "said with %-12s %5d, right %5.1f %%%s" % (
            name, told, percent, " (wanted %d)" % wanted if wanted else "")


def check(verdicts):
    """[(whether, what)] of the test."""
    sure = [s for v in verdicts for figure, s in v.wrong if figure >= SURE]
    yield not sure, "nothing that disagrees is told with %d %% or more (%d are)" % (SURE, len(sure))
    for what, chosen in (("all rows", lambda row: True), ("rows of trouble", is_trouble)):
        good, there = agreement(verdicts, chosen)
        yield (share(good, there) >= AGREE,
               "%.1f %% of %s agreed with, %.0f wanted" % (share(good, there), what, AGREE))
    for name, told, percent, wanted in bands(verdicts):
        if wanted:
            yield (percent >= wanted, "of %d claims with %s %.1f %% are right, %.0f wanted"
                   % (told, name, percent, wanted))


def table_problem(table, shared, root):
    """What is wrong with the table itself, or None."""
    with open(os.path.join(root, "docs", "causes.md")) as f:
        names = set(re.findall("^### (.*)$", f.read(), re.M)) | NO_KIND
    for rows in table.values():
        for row in rows:
            unknown = {row["cause"], *row.get("also", [])} - names if "cause" in row else set()
            if unknown:
                return "%s: no such cause: %s" % (row["capture"], ", ".join(unknown))
    here = {"reference/" + os.path.basename(path).removesuffix(".truth.json") for path in
            glob.glob(os.path.join(shared, "captures", "reference", "*.truth.json"))}
    here |= {"public/" + os.path.basename(path).removesuffix(".expected.json") for path in
             glob.glob(os.path.join(shared, "captures", "public", "*.expected.json"))}
    missing = sorted(here - set(table))
    return "no row for " + ", ".join(missing) if missing else None


def main():
    extsta, root = sys.argv[1:3]
    shared = os.environ.get("EXTSTA_SHARED", os.path.join(root, "..", "shared"))
    table = causes.load()
    verdicts = [v for capture, rows in table.items()
                if (v := causes.examine(extsta, shared, capture, rows))]
    if not verdicts:
        print("no captures in %s" % shared if "--calibration" in sys.argv
              else "1..0 # SKIP no captures in %s" % shared)
        return 0
    if "--calibration" in sys.argv:
        print("%d captures of others, causes known" % len(verdicts))
        print("\n".join("  " + line for line in tables(verdicts)))
        return 0
    problem = table_problem(table, shared, root)
    results = [(not problem, problem or "each capture has rows, each name is a cause"),
               *check(verdicts)]
    print("1..%d" % len(results))
    for number, (good, what) in enumerate(results, 1):
        print("%sok %d - %s" % ("" if good else "not ", number, what))
    for line in [*tables(verdicts), *disagreements(verdicts)]:
        print("# " + line)
    unjudged = sum((v.unjudged for v in verdicts), collections.Counter())
    print("# not in the table: " + ", ".join("%s %d" % x for x in sorted(unjudged.items())))
    return 0 if all(good for good, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
