#!/usr/bin/env python3
"""The man pages format without a warning, every command of the program has one, and every
option of its help is in it; so are those of extsta-supplicant in its own. TAP.

Usage: man_pages.py SOURCE_ROOT EXTSTA EXTSTA_SUPPLICANT"""
import glob
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from tally import end, ok  # noqa: E402

root, program, supplicant = sys.argv[1:4]


def sh(*cmd):
    return subprocess.run(cmd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


pages = sorted(glob.glob(os.path.join(root, "docs/man/*.[158]")))
for page in pages:
    name = os.path.basename(page)
    if not shutil.which("man"):
        ok(True, name + " # SKIP man is not installed")
        continue
    done = sh("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page)
    ok(done.returncode == 0 and not done.stderr, name + " formats without a warning",
       done.stderr)

# a page may be for several commands: its NAME section says which
home = {}
for page in pages:
    text = open(page, encoding="utf-8").read().replace("\\-", "-")
    names = re.search(r"^\.SH NAME\n(.*?) - ", text, re.M | re.S)
    for name in re.split(r",\s*", names.group(1)) if names else []:
        home[name.strip()] = text
commands = re.findall(r"^  (\w+) {2,}\S", sh(program, "--help").stdout.split("Commands:")[1], re.M)
ok(len(commands) >= 4, "the help lists the commands", str(commands))
for command in commands:
    text = home.get("extsta-" + command)
    if text is None:
        ok(False, "extsta %s has a man page" % command)
        continue
    help_text = sh(program, command, "--help").stdout
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", help_text))
    missing = sorted(o for o in options if o not in text)
    ok(not missing, "the options of extsta %s are in its man page" % command,
       "missing: " + " ".join(missing))
    # `extsta demo [options]` in the synopsis promises all options of the page
    synopsis = re.search(r"^\.SH SYNOPSIS\n(.*?)^\.SH", text, re.M | re.S).group(1)
    lines = [b for b in synopsis.split(".br\n") if re.match(r"\.B extsta %s\b" % command, b)]
    promised = set(re.findall(r"--[a-z][a-z-]+", " ".join(lines)))
    if any("options" in line for line in lines):
        section = re.search(r"^\.SH OPTIONS\n(.*?)^\.SH", text, re.M | re.S).group(1)
        promised |= set(re.findall(r"^\.TP\n\.BI? (--[a-z][a-z-]+)", section, re.M))
    wrong = sorted(o for o in promised if o not in options)
    ok(lines and not wrong, "the options that its synopsis gives extsta %s are its own" % command,
       "refused: " + " ".join(wrong))
# as "-i IFACE", "-g, -G", "--sandbox WORD"
options = [o for line in re.findall(r"^  (-.*)", sh(supplicant, "-h").stdout, re.M)
           for o in re.findall(r"--?[a-zA-Z][a-z-]*", re.split(r" {2,}", line)[0])]
text = home["extsta-supplicant"]
section = re.search(r"^\.SH OPTIONS\n(.*?)^\.SH", text, re.M | re.S).group(1)
heads = " ".join(re.findall(r"^\.TP\n(.*)", section, re.M)).replace("\\fR", " ").replace("\\fP", " ")
missing = [o for o in options if not re.search(r"(?<![\w-])%s(?![\w-])" % o, heads)]
ok(len(options) > 20 and not missing, "the options of extsta-supplicant are in its man page",
   "missing: " + " ".join(missing))
sys.exit(end())
