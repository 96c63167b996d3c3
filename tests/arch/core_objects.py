#!/usr/bin/env python3
"""Checks the object files of the core library: no calls into the C library's I/O, clock,
random or allocation functions, and no mutable data.

Usage: core_objects.py SOURCE_ROOT LIBRARY.a B_SANITIZE"""
import collections
import os
import re
import subprocess
import sys

# All the core takes from the C library: functions of memory and strings.
ALLOWED = {"memcpy", "memmove", "memset", "memcmp", "memchr", "strlen", "strcmp", "strncmp", "strstr",
           "explicit_bzero",
           "__memcpy_chk", "__memmove_chk", "__memset_chk", "__stack_chk_fail",
           "_GLOBAL_OFFSET_TABLE_",
           # assert(): a broken invariant of our own ends the program
           "__assert_fail"}
# One room each: the libraries it is made to wrap. Of RAND_* only what puts the embedder's randomness
# in the place of OpenSSL's own.
LIBRARIES = {"crypto": re.compile(
    r"^(EVP_|OSSL_|CRYPTO_|OPENSSL_|ERR_|BN_|EC_|HMAC|AES_|CMAC_|DES_|MD4_|MD5_|SHA\d+_|RC4|imb_|IMB_|"
    r"SSL_|TLS_(client|server)_method|X509_|i2d_X509$|PEM_(read_bio|X509_INFO)_|BIO_(new|free|ctrl|read|write|s_mem)|"
    r"ASN1_|GENERAL_NAME|RAND_(set_DRBG_type|get0_(public|private))$|"
    r"alloc_mb_mgr|free_mb_mgr|init_mb_mgr)")}
# In case a header of ours has a member or a macro argument of such a name.
FORBIDDEN = set("""malloc calloc realloc free posix_memalign aligned_alloc printf fprintf sprintf
snprintf vsnprintf puts putchar fopen fread fwrite read write open close socket send recv time
gettimeofday clock_gettime clock rand srand random getrandom getenv exit abort""".split())
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


def declared(root):
    """Names the project's own headers mention: whether they are defined is the linker's test."""
    names = set()
    for folder in ("src", "include"):
        for path, _, files in os.walk(os.path.join(root, folder)):
            for file in files:
                if file.endswith(".h"):
                    with open(os.path.join(path, file), encoding="utf-8") as f:
                        names.update(re.findall(r"\b([a-z]\w+)\(", f.read()))
    return names


def room(member):
    return member.split("_")[0]


def mutable(section):
    return (re.match(r"^(\.data|\.bss|\.tbss|\.tdata|\.sbss|\.sdata|\*COM\*)", section) and
            not section.startswith(".data.rel.ro"))


def main():
    root, library, sanitize = sys.argv[1:4]
    if sanitize != "none":
        print("1..0 # SKIP sanitizers add symbols of their own")
        return
    every = list(symbols(library))
    known = {name for _, flags, section, _, name in every if section != "*UND*"}
    known |= ALLOWED | declared(root) - FORBIDDEN
    foreign, data = collections.defaultdict(set), []
    for member, flags, section, size, name in every:
        if section == "*UND*" and name not in known:
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
