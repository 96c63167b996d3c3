"""docs/tutorial-daemon.md in the VM: its files are written, its commands run, in their order, in one
shell, and say what the page says."""
import os
import re

from evidence import guest

LONG = True  # of `make interop-all`
PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "..", "docs", "tutorial-daemon.md")
BLOCK = re.compile(r"<!-- (vm file|vm|file)(.*?) -->\n```\w*\n(.*?)^```$", re.S | re.M)
# A command that never comes to its end is the end of the run: the shell waits for it.
HEAD = """
mkdir -p /root
cp -r /page/. /
cd /root
chmod 755 dhcp.sh
"""
END = """
killall extsta
wait
cp log /out/daemon.log
"""


def blocks():
    with open(PAGE, encoding="utf-8") as f:
        return [(kind, what, code) for kind, what, code in BLOCK.findall(f.read())]


def run(case):
    files, commands = {}, []
    for kind, what, code in blocks():
        if kind == "vm":
            commands.append((re.findall(r"expect: (.*?)(?:;|$)", what), code))
        elif kind == "vm file" or what.strip(": ") == "dhcp.sh":
            name = what.strip(": ")
            files["/page" + os.path.join("/root", name)] = code
    script = HEAD
    for n, (_, code) in enumerate(commands):
        # the same shell, so that the page's jobs and variables are there in the next block
        script += "{\n%s} > /out/%d.txt 2>&1 || echo \"FAILED %d\"\ncat /out/%d.txt\n" % (code, n, n, n)
    r = case.bed.run({"/test/run": guest(script + END), **files},
                     programs={"/bin/extsta": case.program}, radios=2, timeout=600)
    case.ok(len(commands) >= 5 and "FAILED" not in r.console, "the page's commands are run",
            r.console[-3000:])
    for n, (expected, code) in enumerate(commands):
        said = r.text("%d.txt" % n)
        lacks = [e for e in expected if e.strip() not in said]
        case.ok(expected and not lacks, code.strip().splitlines()[0],
                "lacks: %s\n%s\n%s" % (lacks, said, r.text("daemon.log")))
