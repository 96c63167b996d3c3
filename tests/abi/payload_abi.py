#!/usr/bin/env python3
"""Holds what the writer of payloads encodes, octet for octet, against the tables of the ABI
(abi/structs.csv beside the project, or below $EXTSTA_SHARED): each field at its offset, with
its size, little-endian (EtherTypes big-endian); no field of a structure left out; the header
with the right revision and size. The reader gets back what was written.

Usage: payload_abi.py SOURCE_ROOT ENCODED   (ENCODED is built from encoded.c)"""
import re
import subprocess
import sys

from abi_tables import read, tables

# Members that stand for trailing data, or say nothing (reserved: written as zero).
SILENT = {"Header", "uReserved", "ullReserved", "FHSS"}
# Of revision 1 the reader takes less: (structure, what a buffer has at least).
LEAST = {"DOT11_ASSOCIATION_COMPLETION_PARAMETERS": 88, "DOT11_CONNECTION_START_PARAMETERS": 8}
VALUE = 0x8887868584838281


class Structures:
    def __init__(self, folder):
        self.rows = {}
        for row in read(folder, "structs"):
            self.rows.setdefault(row["struct"], []).append(row)

    def field(self, struct, name):
        """The row of a member, or of a member of a member."""
        first, _, rest = name.partition(".")
        row = next(r for r in self.rows[struct] if r["field"] == first)
        return self.field(row["c_type"], rest) if rest else row

    def place(self, struct, name):
        """Its offset and size."""
        first, _, rest = name.partition(".")
        row = self.field(struct, first)
        at, size = int(row["offset_x64"]), int(row["size"])
        if rest:
            inner, size = self.place(row["c_type"], rest)
            at += inner
        return at, size

    def members(self, struct):
        return [r["field"] for r in self.rows[struct]
                if not r["field"].startswith("<") and "." not in r["field"]]

    def trailing(self, struct, fixed):
        """Members that begin where the trailing data do."""
        return {r["field"] for r in self.rows[struct] if r["offset_x64"].isdigit()
                and int(r["offset_x64"]) >= fixed}

    def size(self, struct):
        return int(self.rows[struct][0]["total_size"])

    def revisions(self, struct):
        return " ".join(r["revision_constants"] for r in self.rows[struct])


def expected(field, size):
    """The distinctive value of encoded.c as a field of this type has it."""
    little = [((VALUE + 0x0101010101010101 * i) % 2**64).to_bytes(8, "little") for i in range(size // 8 + 1)]
    if field["field"] == "usEtherType":
        return little[0][:size][::-1] # as on the air (DEC-10)
    if field["c_type"] == "BOOLEAN":
        return b"\x01"
    if size <= 8:
        return little[0][:size]
    if field["c_type"].startswith(("DOT11_MAC_FRAME", "DOT11_PHY_FRAME", "<struct>")):
        return b"".join(little)[:size]
    return bytes(0x81 + i % 0x7e for i in range(size))


def check_field(s, struct, name, at, octets):
    want_at, size = s.place(struct, name)
    want = expected(s.field(struct, name), size).hex()
    if int(at) != want_at or octets != want:
        return ["%s is %s at %s, and should be %s at %d" % (name, octets, at, want, want_at)]
    return []


def check_structure(s, struct, fixed, revision, least, octets):
    bad, size = [], s.size(struct)
    known = re.findall(r"(\w+)_REVISION_(\d+)=(\d+)", s.revisions(struct))
    if "Header" in s.members(struct):
        want = "80%02x%s" % (int(revision), size.to_bytes(2, "little").hex())
        if octets != want:
            bad.append("the header is %s, not %s" % (octets, want))
        if known and revision not in {v for _, _, v in known}:
            bad.append("revision %s is none of %s" % (revision, known))
    elif revision != "0":
        bad.append("there is no header")
    trailing = s.trailing(struct, int(fixed))
    starts = {s.place(struct, f)[0] for f in trailing} | {size}
    if int(fixed) not in starts:
        bad.append("trailing data begin at %s, where no member does" % fixed)
    ends = [sum(s.place(struct, f)) for f in s.members(struct) if f not in trailing]
    if int(least) not in {LEAST.get(struct, max(ends)), int(fixed)}:
        bad.append("at least %s octets, and the last member ends at %d" % (least, max(ends)))
    return bad


def main():
    root, encoded = sys.argv[1:]
    folder = tables(root)
    if not folder:
        print("1..0 # SKIP the tables (../shared/abi) are not here")
        return
    s, tests, seen, names, sizes = Structures(folder), {}, {}, {}, {}
    lines = subprocess.run([encoded], capture_output=True, text=True, check=True).stdout
    for line in lines.splitlines():
        kind, form, name, *rest = line.split()
        if kind == "structure":
            names[form], sizes[form], seen[form] = name, int(rest[0]), set()
            tests[form] = check_structure(s, name, *rest)
            continue
        bad, struct = tests[form], names[form]
        if kind.startswith("!"):
            bad.append("%s is not read back" % name)
        seen[form].add(name.split(".")[0])
        kind = kind.lstrip("!")
        if kind == "field":
            bad += check_field(s, struct, name, *rest)
        elif kind == "whole":
            seen[form] |= set(s.members(struct))
            if rest != ["0", expected({"field": "", "c_type": "<struct>"}, s.size(struct)).hex()]:
                bad.append("the array is written otherwise")
        elif int(rest[0]) != s.place(struct, name)[0]:
            bad.append("%s is written at %s" % (name, rest[0]))
        elif kind == "offset" and int.from_bytes(bytes.fromhex(rest[1]), "little") != int(rest[2]):
            bad.append("%s is %s, not %s" % (name, rest[1], rest[2]))
    for form, struct in names.items():
        silent = SILENT | s.trailing(struct, sizes[form])
        left = [m for m in s.members(struct) if m not in seen[form] | silent]
        if left:
            tests[form].append("nobody writes " + ", ".join(left))
    print("1..%d" % len(tests))
    for i, (form, bad) in enumerate(tests.items(), 1):
        for line in bad:
            print("# " + line)
        print("%s %d - octets of %s" % ("not ok" if bad else "ok", i, names[form]))


main()
