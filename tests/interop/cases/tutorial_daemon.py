"""docs/tutorial-daemon.md in the VM: its files are written, its commands run, in their order, in one
shell, and say what the page says. Its chapter on a laptop's card has the second card of the bed for
that, on which wpa_supplicant is connected to begin with, as on a laptop.

Behind `card` may stand, besides `expect`: until: TEXT, the last command runs until it says so and is
ended by Ctrl-C; wait: TEXT, until the service's journal has it."""
import os
import re

from evidence import guest

LONG = True  # of `make interop-all`
PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "..", "docs", "tutorial-daemon.md")
BLOCK = re.compile(r"<!-- (vm file|vm|card file|card|file)\b(.*?) -->\n```\w*\n(.*?)^```$", re.S | re.M)
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
# What a laptop has and the bed has not. systemctl runs the commands of the installed unit, and keeps
# from them what it forbids where that is in the page's way.
SHIMS = {
    "sudo": """exec "$@"
""",
    # a manager that has its interfaces by a wpa_supplicant
    "nmcli": """case "$*" in
'device set wlan0 managed no') wpa_cli -p /run/wpa_supplicant -i wlan0 disconnect ;;
'device set wlan0 managed yes') wpa_cli -p /run/wpa_supplicant -i wlan0 reconnect || true ;;
*) exit 2 ;;
esac
""",
    "systemctl": r"""
for name in "$@"; do :; done # the last word
unit=/unit/$name.service
said() { sed -n "s,^$1=\(.*\),\1,p" $unit; }
start() {
    for command in "$(said ExecStartPre)"; do $command || exit 1; done
    mkdir -p /run/$(said RuntimeDirectory)
    private=:
    [ "$(said PrivateTmp)" = yes ] && private='mount -t tmpfs none /tmp'
    unshare -m sh -c "mount --make-rprivate / 2>/dev/null; $private; exec $(said ExecStart)" 2>> /journal &
    echo $! > /run/$name.main
}
stop() {
    [ -e /run/$name.main ] || exit 5
    kill $(cat /run/$name.main)
    while kill -0 $(cat /run/$name.main) 2>/dev/null; do sleep 0.1; done
    rm /run/$name.main
}
case "$*" in
'stop iwd') echo 'Failed to stop iwd.service: Unit iwd.service not loaded.' >&2; exit 5 ;;
'enable --now extsta' | 'start wpa_supplicant') start ;;
'disable --now extsta' | 'stop wpa_supplicant') stop ;;
'reload extsta')
    MAINPID=$(cat /run/extsta.main)
    said ExecReload | sed "s/\$MAINPID/$MAINPID/" | sh -e ;;
*) exit 2 ;;
esac
""",
    "rfkill": """[ "$*" = 'unblock wifi' ] || exit 2
for soft in /sys/class/rfkill/*/soft; do echo 0 > $soft; done
""",
    "journalctl": """[ "$*" = '-u extsta' ] && cat /journal
""",
    "dhclient": """exec udhcpc -i $1 -n -q -t 20 -s /root/dhcp.sh
""",
}
# Debian's unit has -u instead of -i and -c: whom NetworkManager asks for its interfaces
WPA_SUPPLICANT = """ExecStart=/usr/sbin/wpa_supplicant -D nl80211 -i wlan0 -c /etc/wpa.conf
"""
LAPTOP = """
chmod 755 /shim/*
rm -rf /var/run
mkdir -p /var/lib
ln -s /run /var/run # as everywhere
for name in /shim/*; do ln -sf $name /bin; done
ip link set wlan1 down
ip link set wlan1 name wlan0
cp -r /card/. /
systemctl start wpa_supplicant
until_true sh -c 'wpa_cli -i wlan0 status 2>&1 | grep -q wpa_state=COMPLETED'
rm -f /journal
touch /journal
"""
BACK = """
until_true sh -c 'wpa_cli -i wlan0 status 2>&1 | grep -q wpa_state=COMPLETED' && echo "AS IT WAS"
cp /journal /out/journal.txt
"""


def blocks():
    with open(PAGE, encoding="utf-8") as f:
        return [(kind, what, code) for kind, what, code in BLOCK.findall(f.read())]


def options(what, name):
    return [text.strip() for text in re.findall(name + r": (.*?)(?:;|$)", what)]


def shell(n, what, code):
    """The same shell, so that the page's jobs and variables are there in the next block."""
    for text in options(what, "until"):
        code = code.rstrip().removeprefix("sudo ")
        code = ("%s &\nrunning=$!\nuntil_true grep -q '%s' /out/%d.txt\nkill -INT $running\nwait $running\n"
                % (code, text, n))
    for text in options(what, "wait"):
        code += "until_true grep -q \"%s\" /journal\n" % text
    return "{\n%s} > /out/%d.txt 2>&1 || echo \"FAILED %d\"\ncat /out/%d.txt\n" % (code, n, n, n)


def run(case):
    files, script, checks = {}, HEAD, []
    chapter = "vm"
    for kind, what, code in blocks():
        if kind == "card" and chapter == "vm":
            chapter = "card"
            script += END + LAPTOP
        if kind in ("vm", "card"):
            script += shell(len(checks), what, code)
            checks.append((kind, options(what, "expect"), code))
        elif kind in ("vm file", "card file"):
            folder = "/page" if kind == "vm file" else "/card"
            files[folder + os.path.join("/root", what.strip(": "))] = code
        elif what.strip(": ") == "dhcp.sh":
            files["/page/root/dhcp.sh"] = code
    files["/unit/wpa_supplicant.service"] = WPA_SUPPLICANT
    files["/etc/wpa.conf"] = ('ctrl_interface=/run/wpa_supplicant\nnetwork={\n ssid="home"\n'
                              ' psk="twelve monkeys"\n}\n')
    build = os.path.dirname(os.path.dirname(case.program))
    with open(os.path.join(build, "daemon", "extsta.service"), encoding="utf-8") as f:
        files["/unit/extsta.service"] = re.sub(r"=/\S*/bin/extsta ", "=/bin/extsta ", f.read())
    files.update({"/shim/" + name: "#!/bin/sh\n" + text for name, text in SHIMS.items()})
    r = case.bed.run({"/test/run": guest(script + BACK), **files},
                     programs={"/bin/extsta": case.program}, radios=2)
    # what a laptop has not got is told by the page to fail
    failed = [n for n in re.findall(r"^FAILED (\d+)$", r.console, re.M)]
    for kind, at_least in (("vm", 5), ("card", 9)):
        ran = [n for n, check in enumerate(checks) if check[0] == kind]
        case.ok(len(ran) >= at_least and not [n for n in ran if str(n) in failed],
                "the page's commands are run (%s)" % kind, r.console[-3000:])
    for n, (_, expected, code) in enumerate(checks):
        said = r.text("%d.txt" % n)
        lacks = [e for e in expected if e not in said]
        case.ok(said is not None and not lacks, code.strip().splitlines()[0],
                "lacks: %s\n%s\n%s" % (lacks, said, r.text("daemon.log") + r.text("journal.txt")))
    journal = r.text("journal.txt")
    case.ok(journal.count("wlan0: connected to 'home'") == 1 and "told to stop" in journal,
            "the service connects once: a reload leaves that alone", journal)
    case.ok("AS IT WAS" in r.console, "wpa_supplicant has the card again", r.console[-2000:])
