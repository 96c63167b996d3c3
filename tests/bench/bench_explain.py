#!/usr/bin/env python3
"""Explaining and decrypting captures, against what a user would reach for today.

CPU time (user and system) pinned to one core, alternating runs, medians. The captures are
made here (make_capture.c); BENCH_MEGABYTES scales them (default 400, 200 for decryption).
tshark takes so long that it runs once."""
import os
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
EXTSTA = os.path.join(HERE, "..", "..", "cmd", "extsta")
MAKE = os.path.join(HERE, "bench-make-capture")
MEGABYTES = int(os.environ.get("BENCH_MEGABYTES", "400"))
PAIRS = int(os.environ.get("BENCH_PAIRS", "5"))
FILTER = ("wlan.fc.type_subtype in {0,1,2,3,10,11,12,13} || eapol")
FIELDS = ["frame.number", "frame.time_epoch", "wlan.sa", "wlan.da", "wlan.bssid",
          "wlan.fc.type_subtype", "wlan.fixed.status_code", "wlan.fixed.reason_code",
          "wlan_rsna_eapol.keydes.msgnr"]


def pinned():
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def cpu(command, writes=None):
    """CPU seconds and peak memory (MB) of a command; what it wrote the last time is removed
    first: taking back the old file's pages is no part of its work."""
    if writes and os.path.exists(writes):
        os.unlink(writes)
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             preexec_fn=pinned)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit("failed: %s" % " ".join(command))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def pairs(commands, runs=PAIRS, writes=()):
    """Medians of CPU time, the commands in turn; the files that they write."""
    times = [[] for _ in commands]
    for _ in range(runs):
        for i, command in enumerate(commands):
            times[i].append(cpu(command, writes[i] if i < len(writes) else None)[0])
    return [statistics.median(t) for t in times]


def packets(path):
    with open(path, "rb") as f:
        data = f.read()
    at, count = 24, 0
    while at < len(data):
        at += 16 + struct.unpack_from("<I", data, at + 8)[0]
        count += 1
    return count


def say(what, ours, theirs, want):
    print("  %-46s %7.3f s   %8.3f s   %6.2f  (%s)" % (what, ours, theirs, theirs / ours, want))


def timeline(folder):
    print("explain: CPU seconds, the peer's, times less")
    per_packet = []
    for stations, mean in ((600, 820), (100000, 220)):
        path = os.path.join(folder, "timeline-%d.pcap" % stations)
        subprocess.run([MAKE, "timeline", path, str(MEGABYTES), str(stations), str(mean)],
                       check=True)
        count = packets(path)
        ours = [EXTSTA, "explain", "--quiet", path]
        memory = cpu(ours)[1]
        name = "%d stations, %.2f M packets" % (stations, count / 1e6)
        if shutil.which("tcpdump"):
            a, b = pairs([ours, ["tcpdump", "-r", path, "-w", "/dev/null"]])
            say(name + ": tcpdump -w /dev/null", a, b, "goal 1")
        else:
            a = pairs([ours])[0]
            print("  tcpdump is not installed; extsta took %.3f s" % a)
        if shutil.which("tshark"):
            tshark = ["tshark", "-n", "-r", path, "-Y", FILTER, "-T", "fields"]
            b = pairs([tshark + [x for f in FIELDS for x in ("-e", f)]], 1)[0]
            say(name + ": tshark -T fields", a, b, "goal 100")
        else:
            print("  tshark is not installed")
        print("  %-46s %7.1f MB  (goal: 32 MB + 512 B per station = %.1f MB)" % (
            name + ": memory", memory, 32 + stations * 512 / 2**20))
        c, d = pairs([[EXTSTA, "explain", "--json", path], [EXTSTA, "explain", path]], 3)
        print("  %-46s %7.3f s JSON lines, %.3f s each client's timeline as text" % (
            name + ": with output", c, d))
        per_packet.append(a / count)
        os.unlink(path)
    print("  cost per packet, 100,000 stations to 600: %.2f (goal: at most 2)" % (
        per_packet[1] / per_packet[0]))


def payloads(path, limit):
    """What LLC carries, of a capture of 802.11 (radiotap) or Ethernet frames."""
    with open(path, "rb") as f:
        link = struct.unpack("<I", f.read(24)[20:])[0]
        for _ in range(limit):
            head = f.read(16)
            if len(head) < 16:
                return
            frame = f.read(struct.unpack_from("<I", head, 8)[0])
            if link == 127:
                frame = frame[struct.unpack_from("<H", frame, 2)[0]:]
                yield frame[24 + (2 if frame[0] & 0x80 else 0) + 6:]
            else:
                yield frame[12:]


def decryption(folder):
    print("decrypting WPA2-CCMP to a file: CPU seconds, airdecap-ng's, times less")
    for body, want in ((1500, "goal 10"), (120, "goal 5")):
        path = os.path.join(folder, "ccmp-%d.pcap" % body)
        subprocess.run([MAKE, "ccmp", path, str(MEGABYTES // 2), str(body)], check=True)
        clear = os.path.join(folder, "clear.pcap")
        key = ["--key", "bench:correct horse battery"]
        ours = [EXTSTA, "explain", "--quiet", *key, path]
        writing = ours + ["--write-clear", clear]
        theirs = ["airdecap-ng", "-e", "bench", "-p", "correct horse battery", path]
        if not shutil.which("airdecap-ng"):
            a, b = pairs([writing, ours])
            print("  airdecap-ng is not installed; extsta took %.3f s, %.3f s without writing" %
                  (a, b))
            continue
        dec = path[:-5] + "-dec.pcap"
        a, b, c = pairs([writing, theirs, ours], writes=(clear, dec))
        say("%d octets" % body, a, b, want)
        say("%d octets, not writing" % body, c, b, want)
        mine = payloads(clear, 20000)
        other = payloads(dec, 20000)
        same = sum(x == y for x, y in zip(mine, other))
        print("  plaintext equal to airdecap-ng's in %d of the first 20000 frames" % same)
        os.unlink(path)


def main():
    folder = tempfile.mkdtemp(prefix="extsta-bench-",
                              dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    try:
        timeline(folder)
        decryption(folder)
    finally:
        shutil.rmtree(folder)


main()
