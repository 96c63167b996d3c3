#!/usr/bin/env python3
"""Capture interfaces for Wireshark, as tshark takes them; and extsta watch with a capture on
standard input, which is how a scenario's stories get there. (TAP)"""
import os
import shutil
import subprocess
import time

from program import PROGRAM, WORK, file, refused, run
from tap import Skip, check, expect, main

OK, USAGE, INPUT, SYSTEM = 0, 2, 3, 4
SCRIPT = """
ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse", at={0, 0}}
local a = station{name="a", at={5, 0}}
a:connect{ssid="office", passphrase="correct horse"}
run(3)
a:disconnect()
run(1)
"""
FOLDER = WORK / "extcap"


def air():
    path = WORK / "air.pcap"
    if not path.exists():
        run("run", "--quiet", "--pcap", str(path), file("air.lua", SCRIPT))
    return path


def comments(path):
    shown = subprocess.run(["tshark", "-r", str(path), "-Y", "frame.comment", "-T", "fields",
                            "-e", "frame.number", "-e", "frame.comment"], capture_output=True,
                           text=True)
    expect(shown.returncode == 0, shown.stderr)
    return dict(line.split("\t") for line in shown.stdout.splitlines())


def tshark(*arguments):
    """With our program in its extcap folder, and not as root: root gets no extcaps."""
    if not shutil.which("tshark"):
        raise Skip("tshark is not installed")
    if not FOLDER.exists():
        FOLDER.mkdir()
        shutil.copy(PROGRAM, FOLDER / "extsta")
        for folder in (FOLDER, WORK):
            folder.chmod(0o777)
        file("air.lua", SCRIPT)
    options = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    return subprocess.run(["tshark", *arguments], capture_output=True, text=True, timeout=60,
                          cwd=WORK, env={**os.environ, "HOME": str(WORK),
                                         "WIRESHARK_EXTCAP_DIR": str(FOLDER)}, **options)


@check
def tshark_lists_a_scenario():
    expect("extsta-scenario" in tshark("-D").stdout, tshark("-D"))


@check
def tshark_captures_a_scenario_with_its_stories():
    out = WORK / "told.pcapng"
    done = tshark("-i", "extsta-scenario", "-o",
                  f"extcap.extsta_scenario.scenario:{WORK / 'air.lua'}", "-w", str(out))
    expect(done.returncode == 0 and out.exists(), done.stderr)
    there = comments(out)
    for words in ("joined: associated", "authorized: four-way handshake", "left: the station"):
        expect(sum(words in c for c in there.values()) == 1, words, there)


@check
def tshark_captures_packets_alone():
    out = WORK / "alone.pcapng"
    done = tshark("-i", "extsta-scenario", "-o",
                  f"extcap.extsta_scenario.scenario:{WORK / 'air.lua'}", "-o",
                  "extcap.extsta_scenario.nostories:true", "-w", str(out))
    expect(done.returncode == 0, done.stderr)
    expect(not comments(out), comments(out))
    counts = [len(subprocess.run(["tshark", "-r", str(p)], capture_output=True).stdout.splitlines())
              for p in (out, air())]
    expect(counts[0] == counts[1] > 50, counts)


@check
def what_wireshark_asks_is_answered():
    listed = run("--extcap-interfaces", "--extcap-version=4.0").out
    expect("interface {value=extsta-scenario}" in listed, listed)
    dlts = run("--extcap-interface", "extsta-scenario", "--extcap-dlts").out
    expect("{number=127}" in dlts, dlts)
    config = run("--extcap-interface=extsta-watch-wlan9", "--extcap-config").out
    expect("--key" in config and "--scenario" not in config, config)
    refused(USAGE, ["no interface 'eth0'"], "--extcap-interface", "eth0", "--extcap-dlts")
    refused(USAGE, ["--fifo"], "--capture", "--extcap-interface", "extsta-scenario")
    refused(USAGE, ["which scenario"], "--capture", "--extcap-interface", "extsta-scenario",
            "--fifo", "x")
    refused(SYSTEM, ["wlan9"], "--capture", "--extcap-interface", "extsta-watch-wlan9", "--fifo",
            str(WORK / "fifo"))


@check
def a_capture_on_standard_input_is_told_as_it_comes():
    watch = subprocess.Popen([PROGRAM, "watch", "-"], stdin=subprocess.PIPE, text=False,
                             stdout=subprocess.PIPE, cwd=WORK)
    watch.stdin.write(air().read_bytes())
    watch.stdin.flush()
    said = b""
    while b"authorized" not in said:  # while the stream is open
        piece = os.read(watch.stdout.fileno(), 65536)
        expect(piece, "it ended", said)
        said += piece
    watch.stdin.close()
    said += watch.stdout.read()
    expect(watch.wait(60) == OK and b"left" in said, said)


@check
def a_stream_that_is_cut_off_is_said():
    whole = air().read_bytes()
    out = WORK / "cut.pcapng"
    r = run("watch", "-", "--annotate", str(out), stdin=whole[:-7])
    expect(r.status == SYSTEM and "cut off" in r.err, r)
    expect("authorized" in r.out and comments(out), "what came before is not told", r)
    refused(INPUT, ["standard input"], "watch", "-", stdin=b"no capture at all")
    refused(INPUT, ["standard input"], "watch", "-", stdin=b"")


@check
def a_reader_that_goes_ends_it():
    fifo = WORK / "gone"
    os.mkfifo(fifo)
    watch = subprocess.Popen([PROGRAM, "watch", "-", "--quiet", "--annotate", str(fifo)],
                             stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    watch.stdin.write(air().read_bytes())
    watch.stdin.flush()
    reader = open(fifo, "rb")
    reader.read(100)
    reader.close()
    try:
        for _ in range(600):
            if watch.poll() is not None:
                break
            watch.stdin.write(air().read_bytes()[24:])
            watch.stdin.flush()
            time.sleep(0.1)
    except BrokenPipeError:
        pass
    expect(watch.wait(60) == SYSTEM and b"nobody reads it" in watch.stderr.read(),
           "it goes on, or says something else")


if __name__ == "__main__":
    main()
