#!/usr/bin/env python3
"""Writes the corpus of the fuzz target log: of each kind of line the first that a few scenarios
bring about, the kinds in files of a few lines each; and some that are broken by hand.

usage: make_log_corpus.py EXTSTA [DIRECTORY]      (default: corpus/log beside this file)"""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SCENARIOS = ["demo.lua", "seq/SEQ-05-scripted-extension.lua", "seq/SEQ-22-radio-off-by-switch.lua",
             "seq/SEQ-24-hardware-reset.lua", "seq/SEQ-08-nothing-found.lua", "wanted.lua"]
BROKEN = {
    "no-head": b"\0" b'{"time":"0.0","sta":"a","line":"halt"}\n',
    "grammar": b"\1" b'{"line":"x","y":[1,{"z":null}]}\n{"line":"x",}\n{"line":"x","y":-0.1e+7}\n',
    "names": b"\1" b'{"time":"1","sta":"\\ud83d\\ude00","line":"notify","what":"connected",'
             b'"peer":"02:00:00:00:00:0a","status":0,"profile":"caf\\\\xe9","profile_hex":"636166e9"}\n',
    "numbers": b"\1" b'{"time":"18446744073709.551615","line":"gap","count":4294967295,"types":99}\n',
    "secret": b"\1" b'{"time":"1","line":"oid","name":"OID_DOT11_CIPHER_DEFAULT_KEY","kind":"set",'
              b'"id":1,"octets":"00<secret:70000>01"}\n',
    "unknown-type": b"\1" b'{"time":"1","line":"notify","what":99,"peer":"02:00:00:00:00:0a","status":1}\n',
}


def kind(line):
    o = json.loads(line)
    return o["line"], next((o[k] for k in ("name", "what", "handler", "function", "event") if k in o), "")


def main():
    extsta = os.path.abspath(sys.argv[1])
    folder = sys.argv[2] if len(sys.argv) > 2 else os.path.join(HERE, "corpus", "log")
    scenarios = os.path.join(HERE, "..", "..", "scenarios")
    seen = {}
    for name in SCENARIOS:
        path = os.path.join(scenarios, name)
        with tempfile.TemporaryDirectory() as temporary:
            log = os.path.join(temporary, "log")
            subprocess.run([extsta, "run", path, "--quiet", "--log", log], check=False)
            for line in open(log, "rb"):
                if len(line) < 3000:
                    seen.setdefault(kind(line), line)
    os.makedirs(folder, exist_ok=True)
    groups = {}
    for (line, _), text in sorted(seen.items()):
        groups.setdefault(line, []).append(text)
    for i, (line, texts) in enumerate(groups.items()):
        # in pieces of an odd length: behind a head
        start = bytes([1 + 2 * (i % 100)])
        with open(os.path.join(folder, line), "wb") as out:
            out.write(start + b"".join(texts))
    for name, text in BROKEN.items():
        with open(os.path.join(folder, name), "wb") as out:
            out.write(text)


if __name__ == "__main__":
    main()
