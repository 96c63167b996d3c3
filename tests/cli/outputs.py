#!/usr/bin/env python3
"""Files that the program is told to write: never one that it reads, and whole or not at all.
(TAP)"""
import json
import os
import signal
import subprocess
import threading

from program import PROGRAM, WORK, file, grown, refused, run
from tap import Skip, check, expect, main

OK, EXPECTATION, USAGE, INPUT, SYSTEM = range(5)
SCRIPT = ('ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse"}\n'
          'local a = station{name="a", at={5, 0}}\n'
          'a:connect{ssid="office", passphrase="correct horse"}\nrun(5)\n'
          'expect(a:status().port_open, "it is on the network")\n')
KEY = "office:correct horse"
PROFILE = """<?xml version="1.0"?>
<WLANProfile xmlns="http://www.microsoft.com/networking/WLAN/profile/v1"><name>office</name>
  <SSIDConfig><SSID><name>office</name></SSID></SSIDConfig><connectionType>ESS</connectionType>
  <MSM><security><authEncryption><authentication>WPA2PSK</authentication><encryption>AES</encryption>
    <useOneX>false</useOneX></authEncryption><sharedKey><keyType>passPhrase</keyType>
    <protected>false</protected><keyMaterial>correct horse</keyMaterial></sharedKey></security></MSM>
</WLANProfile>"""


def capture(name="office.pcap"):
    path = WORK / name
    if not path.exists():
        expect(run("run", "--quiet", "--pcap", str(path), file("office.lua", SCRIPT)).status == OK)
    return path


def records(data):
    """How many frames a capture has; an error if it is not one, whole."""
    expect(data[:4] == b"\xd4\xc3\xb2\xa1", "no capture", data[:40])
    at, n = 24, 0
    while at < len(data):
        at += 16 + int.from_bytes(data[at + 8:at + 12], "little")
        n += 1
    expect(at == len(data), "it ends in the middle of a frame")
    return n


def names_of(path):
    """Other ways to say it: a symbolic link, a link to that, another name, a longer way."""
    link, hard = path.with_suffix(".link"), path.with_suffix(".hard")
    again = path.with_suffix(".again")
    for made, how in ((link, os.symlink), (hard, os.link)):
        made.unlink(missing_ok=True)
        how(path, made)
    again.unlink(missing_ok=True)
    os.symlink(link.name, again)
    return [str(path), path.name, str(link), str(again), str(hard),
            str(WORK / ".." / WORK.name / path.name)]


def unharmed(path, words, *arguments, **options):
    """Refused before anything happens to the file."""
    before = path.read_bytes()
    refused(USAGE, words, *arguments, **options)
    expect(path.read_bytes() == before, f"{path} was destroyed", arguments)


@check
def an_output_that_is_an_input_is_refused():
    pcap, script = capture(), WORK / "again.lua"
    script.write_text(SCRIPT)
    xml = WORK / "office.xml"
    xml.write_text(PROFILE)
    other = capture("other.pcap")
    for name in names_of(pcap):
        for option in ("--write-clear", "--html"):
            unharmed(pcap, [option, "destroy", pcap.name], "explain", str(pcap), "--key", KEY,
                     option, name)
        unharmed(pcap, ["--html"], "explain", str(other), str(pcap), "--html", name)
    for name in names_of(script):
        for option in ("--pcap", "--log"):
            unharmed(script, [option, "again.lua"], "run", str(script), option, name)
    for name in names_of(xml):
        for option in ("--pcap", "--log"):
            unharmed(xml, [option, "office.xml"], "connect", "--profile", str(xml), option, name)


@check
def a_standard_stream_is_an_input_or_an_output_too():
    pcap = capture()
    before = pcap.read_bytes()
    for arguments, mode in ((["explain", "-", "--html", str(pcap)], None),
                            (["explain", "-", "--write-clear", str(pcap)], None),
                            (["explain", str(pcap)], "ab"), (["explain", "-"], "ab")):
        with open(pcap, "rb") as source, open(pcap if mode else os.devnull, mode or "wb") as sink:
            done = subprocess.run([PROGRAM, *arguments], stdin=source, stdout=sink,
                                  stderr=subprocess.PIPE, text=True, timeout=60)
        expect(done.returncode == USAGE and "destroy" in done.stderr, arguments, done)
        expect(pcap.read_bytes() == before, "it was destroyed", arguments)


@check
def a_profile_that_a_script_names_is_an_input():
    xml = WORK / "named.xml"
    xml.write_text(PROFILE)
    script = file("named.lua", f"station{{}}:connect{{profile='{xml}'}}\nrun(1)\n")
    for name in names_of(xml):
        for option in ("--pcap", "--log"):
            r = refused(INPUT, ["named.lua:1:", "named.xml"], "run", script, option, name)
            expect(xml.read_text() == PROFILE, "it was destroyed", r)


@check
def two_outputs_are_two_files():
    pcap = capture()
    for same in (["x.out", "./x.out"], [str(WORK / "x.out"), "x.out"], ["-", "-"],
                 ["-", "/dev/stdout"]):
        refused(USAGE, ["--write-clear", "--html", "both"], "explain", str(pcap), "--write-clear",
                same[0], "--html", same[1])
    file("y.out", "old")
    unharmed(WORK / "y.out", ["both"], "explain", str(pcap), "--write-clear", "y.out", "--html",
             str(WORK / "y.out"))
    expect(not (WORK / "x.out").exists(), "nothing is made")
    r = run("explain", str(pcap), "--write-clear", "/dev/null", "--html", "/dev/null")
    expect(r.status == OK, "nobody meets at /dev/null", r)


@check
def what_cannot_be_finished_leaves_the_old_file():
    old = file("old.out", "old")
    pcap = str(capture())
    beside = sorted(os.listdir(WORK))
    for arguments in (["explain", "nosuch.pcap", "--html", old],
                      ["explain", "nosuch.pcap", "--write-clear", old],
                      ["explain", pcap, "--key", "office:short", "--write-clear", old],
                      ["run", "nosuch.lua", "--pcap", old],
                      ["run", "nosuch.lua", "--log", old],
                      ["connect", "--ssid", "x", "--tap", "far-too-long-a-name", "--log", old],
                      ["scan", "--radio", "none", "--pcap", old],
                      ["connect", "--ssid", "x", "--tap", "far-too-long-a-name", "--pcap", old]):
        r = run(*arguments)
        expect(r.status in (USAGE, INPUT, SYSTEM), r)
        expect((WORK / "old.out").read_text() == "old", "it was replaced", r)
    expect(sorted(os.listdir(WORK)) == beside, "something was left behind", os.listdir(WORK))


@check
def a_crash_leaves_the_old_file_and_nothing_beside():
    folder = WORK / "crash"
    folder.mkdir()
    target = folder / "run.pcap"
    script = file("long.lua", SCRIPT + "run(1e7)\n")
    for before in (None, b"old"):
        if before:
            target.write_bytes(before)
        going = subprocess.Popen([PROGRAM, "run", script, "--pcap", str(target)],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        grown(going, 24)
        expect((target.read_bytes() if target.exists() else None) == before, "it was touched")
        going.send_signal(signal.SIGKILL)
        going.wait(timeout=60)
        expect((target.read_bytes() if target.exists() else None) == before, "it was touched")
        expect(os.listdir(folder) == (["run.pcap"] if before else []), os.listdir(folder))


@check
def a_new_file_keeps_what_the_old_one_was_to_others():
    folder = WORK / "kept"
    folder.mkdir()
    real, link = folder / "real.pcap", folder / "link.pcap"
    real.write_bytes(b"old")
    real.chmod(0o640)
    os.symlink("real.pcap", link)
    script = file("office.lua", SCRIPT)
    expect(run("run", "--quiet", script, "--pcap", str(link)).status == OK)
    expect(link.is_symlink() and records(real.read_bytes()) > 10, "the link is still one")
    expect(real.stat().st_mode & 0o777 == 0o640, oct(real.stat().st_mode))
    expect(run("run", "--quiet", script, "--pcap", str(folder / "new"), umask=0o027).status == OK)
    expect((folder / "new").stat().st_mode & 0o777 == 0o640, "the mask holds")
    expect(sorted(os.listdir(folder)) == ["link.pcap", "new", "real.pcap"], os.listdir(folder))
    real.chmod(0o444)
    if os.geteuid() == 0:
        folder.chmod(0o777)
        refused(SYSTEM, ["real.pcap", "Permission denied"], "run", script, "--pcap", str(real),
                nobody=True)
        expect(records(real.read_bytes()) > 10, "what may not be written is not replaced")


@check
def a_folder_that_takes_no_new_files_has_its_file_written():
    if os.geteuid() != 0:
        raise Skip("needs root, to make a folder of somebody else's")
    folder = WORK / "theirs"
    folder.mkdir()
    target = folder / "run.pcap"
    target.write_bytes(b"old")
    target.chmod(0o666)
    r = run("run", "--quiet", file("office.lua", SCRIPT), "--pcap", str(target), nobody=True)
    expect(r.status == OK and records(target.read_bytes()) > 10, r)


@check
def without_proc_it_is_the_same():
    if os.geteuid() != 0 or subprocess.run(["unshare", "-m", "true"], capture_output=True,
                                           check=False).returncode:
        raise Skip("needs root, and a mount namespace")
    folder = WORK / "noproc"
    folder.mkdir()
    line = (f"mount -t tmpfs none /proc && exec {PROGRAM} run --quiet "
            f"{file('office.lua', SCRIPT)} --pcap {folder}/run.pcap")
    for _ in range(2):
        done = subprocess.run(["unshare", "-m", "sh", "-c", line], capture_output=True, text=True,
                              timeout=60, check=False)
        if "LeakSanitizer has encountered" in done.stderr:
            raise Skip("the sanitizer needs /proc")
        expect(done.returncode == OK, done)
        expect(os.listdir(folder) == ["run.pcap"], os.listdir(folder))
        expect(records((folder / "run.pcap").read_bytes()) > 10)


@check
def a_whole_log_is_the_short_one_and_more():
    log = WORK / "whole.jsonl"
    r = run("run", "--json", "--log", str(log), file("office.lua", SCRIPT))
    short = [json.loads(line) for line in r.out.splitlines()]
    head, *whole = [json.loads(line) for line in log.read_text().splitlines()]
    expect(r.status == OK and head == {"line": "log", "version": 2}, r.status, head)
    kinds = {o["line"] for o in whole}
    only = {"heard", "started", "outcome", "offered", "medium-busy", "ihv-function",
            "radio-switch"}
    expect({"heard", "outcome"} <= kinds, kinds)
    shown = [o for o in whole if o["line"] not in only]
    expect(len(shown) == len(short), len(shown), len(short))
    for a, b in zip(short, shown):
        expect(a.items() <= b.items(), a, b)
    text = log.read_text()
    for secret in ("correct horse", "correct horse".encode().hex()):
        expect(secret not in text, "the passphrase is in the log")
    expect(run("run", "--json", file("office.lua", SCRIPT)).out == r.out, "it changes the run")
    story = run("run", "--log", "-", file("office.lua", SCRIPT))
    expect(story.out == text and "as expected" in story.err, "to standard output", story.err)
    refused(USAGE, ["--json", "--log", "standard output"], "run", "--json", "--log", "-",
            file("office.lua", SCRIPT))


def through_fifo(*arguments):
    """What comes out of a FIFO that is given as the last argument."""
    fifo = WORK / "fifo"
    fifo.unlink(missing_ok=True)
    os.mkfifo(fifo)
    got = []
    reader = threading.Thread(target=lambda: got.append(fifo.read_bytes()))
    reader.start()
    r = run(*arguments, str(fifo))
    reader.join(60)
    expect(r.status == OK and fifo.is_fifo(), r)
    return got[0]


@check
def pipes_and_standard_output_are_written_as_they_are():
    script, pcap = file("office.lua", SCRIPT), str(capture())
    n = records(capture().read_bytes())
    expect(records(through_fifo("run", script, "--pcap")) == n)
    expect(through_fifo("explain", pcap, "--html").endswith(b"</html>\n"))
    for path in ("-", "/dev/stdout"):
        r = subprocess.run([PROGRAM, "run", script, "--pcap", path], capture_output=True,
                           timeout=60, check=True)
        expect(records(r.stdout) == n and b"as expected" in r.stderr, path, r.stderr)
        # standard output is a file: its name and what goes there are the shell's
        with open(WORK / "shell.out", "wb") as out:
            subprocess.run([PROGRAM, "run", script, "--pcap", path], stdout=out,
                           stderr=subprocess.DEVNULL, timeout=60, check=True)
        expect(records((WORK / "shell.out").read_bytes()) == n, path)
        refused(USAGE, ["--json", "--pcap", "standard output"], "run", script, "--json", "--pcap",
                path)


@check
def a_pipe_gets_one_capture_though_the_file_is_read_twice():
    """What protects data before its key makes a second reading of the capture; what is in a pipe
    already cannot be taken back."""
    r = subprocess.run([PROGRAM, "run", "-", "--pcap", "-", "--quiet"], input=SCRIPT.replace(
        "run(5)", "run(3) a:ping() run(2)").encode(), capture_output=True, timeout=60, check=True)
    data, at, whole = r.stdout, 24, []
    while at < len(data):
        size = 16 + int.from_bytes(data[at + 8:at + 12], "little")
        whole.append(data[at:at + size])
        at += size
    protected = [x for x in whole if x[16 + x[18]] & 0x0c == 8 and x[17 + x[18]] & 0x40]
    expect(protected, "nothing is protected")
    late = file("late.pcap", data[:24] + protected[-1] + b"".join(whole))
    clear = file("clear.pcap", b"")
    expect(run("explain", "--quiet", late, "--key", KEY, "--write-clear", clear).status == OK)
    twice = records(open(clear, "rb").read())
    once = records(through_fifo("explain", "--quiet", late, "--key", KEY, "--write-clear"))
    expect(once and twice == once + 1, once, twice)


main()
