#!/usr/bin/env python3
"""Checks every #include line against the direction that CONTRIBUTING.md gives.

Usage: include_direction.py SOURCE_ROOT"""
import os
import re
import sys

LOWER = ["base", "wire", "crypto", "rsn", "onex", "boundary"]
# The OS half. Its rooms may see one another, without a cycle, and never the miniport.
OS_HALF = ["msm", "nwifi", "acm", "ihv"]
SEES = {
    "base": ["base"],
    "boundary": ["base", "boundary"],
    "wire": ["base", "wire"],
    "crypto": ["base", "wire", "crypto"],
    "rsn": ["base", "wire", "crypto", "rsn", "boundary"],
    "onex": ["base", "wire", "crypto", "rsn", "onex"],
    "miniport": LOWER + ["miniport"],
    "explain": ["base", "wire", "crypto", "rsn", "explain"],
    "log": ["base", "boundary", "log"],
    "referee": ["base", "wire", "boundary", "referee"],
    "station": LOWER + ["miniport"] + OS_HALF + ["station"],
}
SEES.update({room: LOWER + OS_HALF for room in OS_HALF})
# Rooms within a room: what each sees besides the hall (the files of src/miniport itself), which
# puts them together and so sees all. What a room may not see it may not name either: no function,
# type, constant or macro of its headers, and no member of struct miniport that is of such a type.
SUBROOMS = {"miniport": {"datapath": [], "mlme": ["datapath"], "oid": ["datapath", "mlme"]}}
# Outside the core: folders of the root, the rooms of the core that each sees (but for the air:
# none), and the other folders. All see the public headers.
OUTSIDE = {"air": ["base", "wire", "crypto", "rsn", "onex"],
           "driver": ["base", "boundary", "wire", "crypto", "rsn"]}
# What the second miniport shares with the first: the configuration of chapter 95 and what is made
# of it, and what a BSS says of itself. Nothing that does something.
SHARED = {"driver": {"miniport/agree.h", "miniport/algorithm.h", "miniport/mib.h",
                     "miniport/mlme/bss.h", "miniport/peers.h", "miniport/sae_wishes.h",
                     "miniport/steering.h"}}
EDGE = {
    "air": [],
    "driver": [],
    "extensions": [],
    "radio": [],
    "host": [],
    "replay": ["host"],
    "tell": [],
    "service": ["host"],
    "world": ["host", "radio"],
    "service": ["host"],
    "control": ["service", "tell", "host"],
    "daemon": ["control", "service", "world", "driver", "radio", "replay", "tell", "host"],
    "supplicant": ["daemon", "control", "service", "world", "driver", "radio", "tell", "host"],
    "script": ["world", "tell", "replay", "host"],
    "cmd": ["daemon", "control", "service", "script", "world", "tell", "replay", "host", "radio",
            "driver"],
}
# What the core may take from the system: nothing that does I/O, keeps time or allocates.
SYSTEM = {"assert.h", "limits.h", "stdbool.h", "stddef.h", "stdint.h", "string.h"}
# Libraries of one room, OpenSSL of one folder in it.
LIBRARIES = {"crypto": ("openssl/", "intel-ipsec-mb.h", "immintrin.h")}

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


def sources(root, *folders):
    for folder in folders:
        for path, _, names in os.walk(os.path.join(root, folder)):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    yield os.path.relpath(os.path.join(path, name), root)


def includes(root, file):
    with open(os.path.join(root, file), encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            m = INCLUDE.match(line)
            if m:
                yield number, m.group(1) == "<", m.group(2)


def core_fault(room, edges, system, name):
    if name.startswith("extsta/"):
        return None if system else "public headers are included with <>"
    if system:
        if name in SYSTEM or name.startswith(LIBRARIES.get(room, ())):
            return None
        return "not for the core"
    other = name.split("/")[0] if "/" in name else room
    if other not in SEES.get(room, []):
        return "%s does not see %s" % (room, other)
    edges.setdefault(room, set()).add(other)
    return None


def check_core(root):
    faults, edges = [], {}
    for file in sources(root, "src"):
        room = file.split(os.sep)[1]
        if room not in SEES:
            faults.append("%s: a room this test does not know" % file)
            continue
        for number, system, name in includes(root, file):
            fault = core_fault(room, edges, system, name)
            if fault:
                faults.append("%s:%d: %s: %s" % (file, number, name, fault))
    return faults, edges


COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.S)
DECLARED = [re.compile(p, re.M) for p in (
    r"^(?!static|typedef|#)[a-z][\w \*]*?\b(\w+)\(",  # functions
    r"^static inline [\w \*]*?\b(\w+)\(",
    r"^(?:struct|enum) (\w+) \{",
    r"^    ([A-Z][A-Z0-9_]+)(?: = [^,]*)?,",  # enumerators
    r"^#define (\w+)",
    r"^extern const struct \w+ (?:\w+, )*(\w+)")]


def text_of(root, file):
    with open(os.path.join(root, file), encoding="utf-8") as f:
        return f.read()


def declared(root, room, sub):
    """Names that the headers of a sub-room declare, and the members of the room's own struct that
    are of its types."""
    folder = os.path.join("src", room, sub)
    text = "\n".join(text_of(root, f) for f in sources(root, folder) if f.endswith(".h"))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    names = {name for pattern in DECLARED for name in pattern.findall(text)}
    hall = text_of(root, os.path.join("src", room, room + ".h"))
    members = {member for kind, member in re.findall(r"^    struct (\w+) \*?(\w+);", hall, re.M)
               if kind in names}
    return names, members


def check_subrooms(root):
    faults = []
    for room, subs in SUBROOMS.items():
        parts = {d for d in os.listdir(os.path.join(root, "src", room))
                 if os.path.isdir(os.path.join(root, "src", room, d))}
        faults += ["src/%s/%s: a room this test does not know" % (room, d)
                   for d in parts - set(subs)]
        names = {sub: declared(root, room, sub) for sub in subs}
        for sub, seen in subs.items():
            hidden = [s for s in subs if s != sub and s not in seen]
            for file in sources(root, os.path.join("src", room, sub)):
                for number, _, name in includes(root, file):
                    faults += ["%s:%d: %s: %s does not see %s" % (file, number, name, sub, h)
                               for h in hidden if name.startswith("%s/%s/" % (room, h))]
                code = COMMENT.sub("", text_of(root, file))
                words = set(re.findall(r"\w+", code))
                members = set(re.findall(r"mp->(\w+)", code))
                for h in hidden:
                    faults += ["%s: %s is of %s" % (file, n, h)
                               for n in sorted(words & names[h][0] | members & names[h][1])]
    return faults


def check_cycles(edges):
    """Rooms of the OS half that, directly or through others, see themselves."""
    faults = []
    for room in OS_HALF:
        seen, next_rooms = set(), [r for r in edges.get(room, ()) if r != room]
        while next_rooms:
            r = next_rooms.pop()
            if r not in seen:
                seen.add(r)
                next_rooms += [n for n in edges.get(r, ()) if n != r]
        if room in seen:
            faults.append("%s is in a cycle of rooms" % room)
    return faults


def generated(folder, name):
    """Made by the build from a file of the same folder."""
    return (folder, name) in {("cmd", "demo_script.h"), ("cmd", "contract_data.h"), ("tell", "report_page.h"),
                              ("tell", "run_report_page.h")}


def check_outside(root):
    """Includes outside the core name a file only: it is the own folder's, or its owner's."""
    faults = []
    rooms = {d for d in os.listdir(os.path.join(root, "src"))
             if os.path.isdir(os.path.join(root, "src", d))}
    owners = {}
    for folder in EDGE:
        for file in sources(root, folder):
            owners.setdefault(os.path.basename(file), set()).add(folder)
    for folder, allowed in EDGE.items():
        for file in sources(root, folder):
            for number, system, name in includes(root, file):
                room = name.split("/")[0]
                if system or generated(folder, name) or folder in owners.get(name, ()):
                    continue
                if room in rooms and room in OUTSIDE.get(folder, ()):
                    continue
                if name in SHARED.get(folder, ()):
                    continue
                if not owners.get(name, set()) & set(allowed):
                    faults.append("%s:%d: %s: not for %s" % (file, number, name, folder))
    return faults


def check_silent(root):
    """A daemon links these: they report by values and callbacks, and print nothing."""
    faults = []
    prints = re.compile(r"\bstd(out|err)\b|\b(v?printf|puts|putchar|perror)\(")
    for file in sources(root, "host", "replay", "service", "world", "air", "radio", "driver"):
        with open(os.path.join(root, file), encoding="utf-8") as f:
            for number, line in enumerate(f, 1):
                if prints.search(line):
                    faults.append("%s:%d: %s" % (file, number, line.strip()))
    return faults


def check_public(root):
    faults = []
    for file in sources(root, "include"):
        for number, system, name in includes(root, file):
            if not system or not (name.startswith("extsta/") or name in SYSTEM):
                faults.append("%s:%d: %s in a public header" % (file, number, name))
    return faults


def main():
    root = sys.argv[1]
    core, edges = check_core(root)
    results = [("rooms of the core include in one direction", core),
               ("rooms of the driver see and name only what is below", check_subrooms(root)),
               ("rooms of the OS half do not include in a circle", check_cycles(edges)),
               ("the edge includes in one direction, and the public headers only", check_outside(root)),
               ("host, replay, service, world, air, radio and driver print nothing", check_silent(root)),
               ("public headers include public and language headers only", check_public(root))]
    print("1..%d" % len(results))
    for i, (what, faults) in enumerate(results, 1):
        for fault in faults:
            print("# " + fault)
        print("%s %d - %s" % ("not ok" if faults else "ok", i, what))


main()
