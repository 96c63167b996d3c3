#!/usr/bin/env python3
"""Writes the corpus of the fuzz target recording: short recordings as they are, and the entries of
their blocks, bare, behind the letter 'e'. Needs zstd.

usage: make_recording_corpus.py EXTSTA [DIRECTORY]   (default: corpus/recording beside this file)"""
import os
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
HEAD = 'ap{name="A", bssid="02:00:00:00:00:0a", ssid="net", passphrase="twelve monkeys", channel=6, at={0, 0}}\n'
RUNS = {
    "connect": HEAD + 's = station{name="s", at={5, 0}}\ns:connect{ssid="net", passphrase="twelve monkeys"}\nrun(3)\n',
    "two": HEAD + 'a = station{name="a", at={5, 0}}\nb = station{name="b", at={6, 0}}\n'
           'a:connect{ssid="net", passphrase="wrong monkeys"}\nrun(1)\nb:scan()\nrun(2)\na:disconnect()\nrun(1)\n',
    "peers": 'for i = 1, 2 do\n  s = station{name="s" .. i, at={i, 0}}\n'
             '  s:connect{ssid="adhoc", type="ibss"}\nend\nrun(2)\n',
}


def blocks(octets):
    at = struct.unpack_from("<H", octets, 10)[0]
    while at + 32 <= len(octets):
        kind, coding, stored = octets[at + 4], octets[at + 5], struct.unpack_from("<I", octets, at + 8)[0]
        body = octets[at + 32:at + 32 + stored]
        if kind == 1:
            yield subprocess.run(["zstd", "-dc"], input=body, capture_output=True,
                                 check=True).stdout if coding else body
        at += 32 + stored


def main():
    extsta = os.path.abspath(sys.argv[1])
    folder = sys.argv[2] if len(sys.argv) > 2 else os.path.join(HERE, "corpus", "recording")
    os.makedirs(folder, exist_ok=True)
    for name, script in RUNS.items():
        with tempfile.TemporaryDirectory() as temporary:
            lua, rec = os.path.join(temporary, "x.lua"), os.path.join(temporary, "rec")
            open(lua, "w").write(script)
            done = subprocess.run([extsta, "run", lua, "--record", rec], capture_output=True, text=True)
            if not os.path.exists(rec) or os.path.getsize(rec) < 100:
                sys.exit("%s: %s" % (name, done.stderr))
            octets = open(rec, "rb").read()
        open(os.path.join(folder, name), "wb").write(octets)
        open(os.path.join(folder, name + "-entries"), "wb").write(b"e" + b"".join(blocks(octets))[:20000])


main()
