#!/usr/bin/env python3
"""Our captures, read by tshark: every frame well-formed, the demo's ping in clear with the
passphrase. (TAP; skipped visibly without tshark)"""
import os
import shutil
import subprocess
from pathlib import Path

from program import WORK, run
from tap import Skip, check, expect, main

SCENARIOS = Path(os.environ["SCENARIOS"])
KEYS = ["-o", "wlan.enable_decryption:TRUE", "-o",
        'uat:80211_keys:"wpa-pwd","correct horse battery:office"']


def tshark(path, *arguments):
    if not shutil.which("tshark"):
        raise Skip("tshark is not installed")
    done = subprocess.run(["tshark", "-r", path, "-n", *arguments], capture_output=True,
                          text=True, timeout=120, env={**os.environ, "HOME": str(WORK)})
    expect(done.returncode == 0, done.stderr)
    return done.stdout.splitlines()


def demo():
    path = WORK / "demo.pcap"
    if not path.exists():
        r = run("demo", "--pcap", str(path))
        expect(r.status == 0, r)
    return str(path)


@check
def the_demo_decrypts_with_the_passphrase():
    icmp = tshark(demo(), *KEYS, "-Y", "icmp && wlan.fc.protected == 1", "-T", "fields",
                  "-e", "icmp.type", "-e", "icmp.checksum.status", "-e", "ip.dst", "-e", "wlan.bssid")
    requests = {l.split("\t")[3] for l in icmp if l.startswith("8\t")}
    replies = [l for l in icmp if l.startswith("0\t")]
    expect(requests == {"02:00:00:00:00:0a", "02:00:00:00:00:0b"}, "a ping through each AP", icmp)
    expect(len(replies) >= 2, "each is answered", icmp)
    expect(all(l.split("\t")[1] == "1" for l in icmp), "each checksum is right", icmp)


@check
def without_the_passphrase_nothing_is_in_clear():
    clear = tshark(demo(), "-o", "wlan.enable_decryption:FALSE", "-Y", "ip || arp")
    expect(not clear, "\n".join(clear))


@check
def no_frame_of_the_demo_is_malformed():
    bad = tshark(demo(), *KEYS, "-Y", "_ws.malformed || _ws.short || "
                 "wlan.fc.type == 3 || _ws.expert.severity == 0x800000")
    expect(not bad, "\n".join(bad))
    frames = tshark(demo(), "-T", "fields", "-e", "radiotap.channel.freq")
    expect(len(frames) > 500 and set(frames) >= {"2412", "2437"}, "radiotap has the channel")


@check
def every_handshake_of_the_demo_is_complete():
    messages = tshark(demo(), "-Y", "eapol", "-T", "fields", "-e", "wlan_rsna_eapol.keydes.msgnr")
    expect(messages and len(messages) % 4 == 0 and messages == ["1", "2", "3", "4"] *
           (len(messages) // 4), messages)


@check
def no_frame_of_any_sequence_is_malformed():
    tshark(demo(), "-c", "1")
    one, together = WORK / "one.pcap", WORK / "together.pcap"
    with together.open("wb") as f:
        for script in sorted((SCENARIOS / "seq").glob("*.lua")):
            r = run("run", "--quiet", "--pcap", str(one), str(script))
            expect(r.status == 0, r)
            f.write(one.read_bytes()[24 if f.tell() else 0:])
    bad = tshark(together, "-Y", "_ws.malformed || _ws.short || wlan.fc.type == 3")
    expect(not bad, "\n".join(bad))
    expect(len(tshark(together, "-Y", "wlan.fc.type_subtype == 1")) > 20, "all are in it")


if __name__ == "__main__":
    main()
