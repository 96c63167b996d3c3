#!/usr/bin/env python3
"""What the interop case two_drivers makes of a station's indications, without a VM: an end that no
step has brought about is a fault, unless the access point's log shows that it was asked twice.

Usage: two_drivers_test.py INTEROP_FOLDER   TAP."""
import importlib.util
import json
import os
import sys

sys.path.insert(0, sys.argv[1])
spec = importlib.util.spec_from_file_location(
    "two_drivers", os.path.join(sys.argv[1], "cases", "two_drivers.py"))
two_drivers = importlib.util.module_from_spec(spec)
spec.loader.exec_module(two_drivers)
from matrix import rows  # noqa: E402

OK, UNREACHABLE, BY_REQUEST = "0x00000000", "0x00000002", "0x00000007"
CONNECT = [("CONNECTION_START", ""), ("ASSOCIATION_START", ""), ("ASSOCIATION_COMPLETION", OK),
           ("CONNECTION_COMPLETION", OK)]
ROAM = [("ROAMING_START", "0x0000000c"), ("ASSOCIATION_START", ""), ("ASSOCIATION_COMPLETION", OK),
        ("ROAMING_COMPLETION", OK)]
NOBODY = [("ROAMING_START", "0x0000000c"), ("ASSOCIATION_START", ""),
          ("ASSOCIATION_COMPLETION", UNREACHABLE), ("ROAMING_COMPLETION", "0x00000006")]


def end(reason):
    return [("DISASSOCIATION", reason)]


class Result:
    def __init__(self, told, asked, console=""):
        self.console = console
        self.lines = "".join(json.dumps({
            "line": "indication", "name": "NDIS_STATUS_DOT11_" + n,
            "reason" if n in ("DISASSOCIATION", "ROAMING_START") else "status": value}) + "\n"
            for n, value in told)
        self.log = "association request: STA=02:00:00:00:0a:01 capab_info=0x1\n" * asked

    def text(self, name):
        return self.lines if name.endswith(".json") else self.log


class Both(Result):
    """The first's lines, and the second's."""

    def __init__(self, two, one, other):
        super().__init__(one, 4)
        self.file, self.other = two.file, Result(other, 4)

    def text(self, name):
        return super().text(name) if name.startswith(self.file) else self.other.text(name)


row = next(r for r in rows.every_row() if r.name == "open - off none")
two = two_drivers.Two(row, "nl80211")
WANTED = (CONNECT + end("0x00010005") + ROAM + end("0x00020004") + ROAM + end(UNREACHABLE) + NOBODY +
          ROAM + end(BY_REQUEST))
SENT_AWAY = CONNECT + end("0x0001000f") + ROAM + WANTED[len(CONNECT):]
GAVE_UP = CONNECT + end(BY_REQUEST) + WANTED
TWICE = CONNECT + end("0x00010005") + ROAM + WANTED[len(CONNECT):]
AGAIN = "STEP %s again ok\n" % two.file
BY_CONNECT = [(n, "0x00010004" if v == "0x00020004" else v) for n, v in WANTED]
CASES = [
    ("what the steps bring about", WANTED, 4, True),
    ("an end that nobody has brought about", SENT_AWAY, 5, False),
    ("the same of an access point that was asked twice", SENT_AWAY, 6, True),
    ("a station that leaves by itself", GAVE_UP, 5, False),
    ("the same where the access point was asked twice", GAVE_UP, 6, True),
    ("an end that was not told", [t for t in WANTED if t != ("DISASSOCIATION", "0x00020004")], 9, False),
    ("another reason", CONNECT + end("0x00010006") + WANTED[len(CONNECT) + 1:], 4, False),
    ("sent away once more", TWICE, 5, False),
    ("the same, since the PMK was not kept", TWICE, 5, True, AGAIN),
    ("a disassociation that is told as a deauthentication", BY_CONNECT, 4, False),
]
failed = 0
by_connect = two_drivers.Two(row, "connect")
assert not two_drivers.ends(by_connect, Result(BY_CONNECT, 4))  # DISCONNECT does not say which
assert not two_drivers.same(two, by_connect, Both(two, WANTED, BY_CONNECT))
print("1..%d" % len(CASES))
for number, (name, lines, asked, good, *console) in enumerate(CASES, 1):
    result = Result(lines, asked, *console)
    wrong = two_drivers.ends(two, result)
    if good and not wrong:  # what is left is what another driver has to say, too
        wrong = two_drivers.told(two, result) != two_drivers.told(two, Result(WANTED, 4))
    failed += good != (not wrong)
    print("%sok %d - %s" % ("" if good == (not wrong) else "not ", number, name))
    if good != (not wrong):
        print("# %s" % wrong)
sys.exit(1 if failed else 0)
