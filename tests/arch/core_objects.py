#!/usr/bin/env python3
"""Checks the object files of the core library: no calls into the C library's I/O, clock,
random or allocation functions, and no mutable data.

Usage: core_objects.py LIBRARY.a"""
import collections
import re
import subprocess
import sys

# All the core takes from the C library: functions of memory and strings.
ALLOWED = {"memcpy", "memmove", "memset", "memcmp", "memchr", "strlen", "strcmp", "strncmp",
           "__memcpy_chk", "__memmove_chk", "__memset_chk", "__stack_chk_fail",
           "_GLOBAL_OFFSET_TABLE_"}
# One room each: the libraries it is made to wrap. RAND_* is not among them: randomness
# comes from the embedder.
LIBRARIES = {"crypto": re.compile(
    r"^(EVP_|OSSL_|CRYPTO_|OPENSSL_|ERR_|BN_|EC_|EC_GROUP_|HMAC|AES_|imb_|IMB_|alloc_mb_mgr|"
    r"free_mb_mgr|init_mb_mgr)")}
SYMBOL = re.compile(r"^[0-9a-f]+ (.{7}) (\S+)\s+([0-9a-f]+)\s+(?:\.hidden )?(.*)$")


def symbols(library):
    """Yields (object, flags, section, size, name)."""
    text = subprocess.run(["objdump", "-t", library], capture_output=True, text=True,
                          check=True).stdout
    member = None
    for line in text.splitlines():
        m = re.match(r"^(\S.*):\s+file format", line)
        if m:
            member = m.group(1).split("/")[-1]
            continue
        m = SYMBOL.match(line)
        if m:
            yield member, m.group(1), m.group(2), int(m.group(3), 16), m.group(4)


def room(member):
    return member.split("_")[0]


def mutable(section):
    return (re.match(r"^(\.data|\.bss|\.tbss|\.tdata|\.sbss|\.sdata|\*COM\*)", section) and
            not section.startswith(".data.rel.ro"))


def main():
    library = sys.argv[1]
    if len(sys.argv) > 2 and sys.argv[2] != "none":
        print("1..0 # SKIP sanitizers add symbols of their own")
        return
    every = list(symbols(library))
    defined = {name for _, flags, section, _, name in every if section != "*UND*"}
    foreign, data = collections.defaultdict(set), []
    for member, flags, section, size, name in every:
        if section == "*UND*" and name not in defined and name not in ALLOWED:
            wrapped = LIBRARIES.get(room(member))
            if not (wrapped and wrapped.match(name)):
                foreign[name].add(member)
        if mutable(section) and size and "d" not in flags[4:6]:
            data.append("%s: %s in %s" % (member, name, section))
    members = {m for m, *_ in every}
    results = [
        ("the library has the core's objects", [] if len(members) > 5 else ["too few"]),
        ("no core object calls I/O, clock, random or allocation of the C library",
         ["%s, called by %s" % (n, " ".join(sorted(m))) for n, m in sorted(foreign.items())]),
        ("no core object has mutable globals", sorted(data)),
    ]
    print("1..%d" % len(results))
    for i, (what, faults) in enumerate(results, 1):
        for fault in faults:
            print("# " + fault)
        print("%s %d - %s" % ("not ok" if faults else "ok", i, what))


main()
