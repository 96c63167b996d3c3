#!/usr/bin/env python3
"""Lets tshark judge what goes over the virtual air: not one malformed frame, the handshakes
understood, and with the passphrase the ping in the clear.

usage: tshark.py EXTSTA SCENARIOS       (TAP; skipped where there is no tshark)
"""
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

KEYS = ["-o", "wlan.enable_decryption:TRUE"]


def tshark(pcap, *args):
    done = subprocess.run(["tshark", "-r", str(pcap), *args], capture_output=True, text=True,
                          timeout=240)
    return done.stdout


def lines(text):
    return [line for line in text.splitlines() if line.strip()]


def judge_story(program, story, folder):
    """The demo: WPA2-PSK with two APs, two pings, a roam."""
    pcap = Path(folder) / "demo.pcap"
    done = subprocess.run([program, "run", str(story), "--quiet", "--pcap", str(pcap)],
                          capture_output=True, timeout=120)
    text = story.read_text()
    ssid, passphrase = re.search(r'local ssid, passphrase = "([^"]+)", "([^"]+)"', text).groups()
    key = ["-o", f'uat:80211_keys:"wpa-pwd","{passphrase}:{ssid}"']
    yield "the story runs", done.returncode == 0, done.stderr.decode(errors="replace")
    bad = lines(tshark(pcap, *KEYS, *key, "-Y", "_ws.malformed || _ws.expert.severity >= warn",
                       "-T", "fields", "-e", "frame.number", "-e", "_ws.expert.message"))
    yield "no malformed frame, no warning", not bad, "\n".join(bad[:10])
    pings = lines(tshark(pcap, *KEYS, *key, "-Y", "icmp.type == 0", "-T", "fields",
                         "-e", "wlan.fc.protected"))
    yield "echo replies, decrypted", len(pings) >= 2 and set(pings) <= {"1", "True"}, str(pings)
    sealed = lines(tshark(pcap, "-Y", "icmp || arp"))
    yield "nothing of them in the clear without the key", not sealed, "\n".join(sealed[:5])
    messages = lines(tshark(pcap, "-Y", "wlan_rsna_eapol.keydes.msgnr", "-T", "fields",
                            "-e", "wlan_rsna_eapol.keydes.msgnr"))
    yield "four-way handshakes, message by message", \
        len(messages) >= 8 and messages == ["1", "2", "3", "4"] * (len(messages) // 4), \
        str(messages)


def judge_ciphers(program, story, folder):
    """Every pairwise cipher and every cipher of management frames, by both handshakes: data and
    protected management frames are read with the passphrase."""
    pcap = Path(folder) / "pmf.pcap"
    done = subprocess.run([program, "run", str(story), "--quiet", "--pcap", str(pcap)],
                          capture_output=True, timeout=120)
    yield "all ciphers are played", done.returncode == 0, done.stderr.decode(errors="replace")
    groups = ("bip", "bip-cmac-256", "bip-gmac-128", "bip-gmac-256")
    names = [f"{cipher}-{manager}" for cipher in groups + ("ccmp", "gcmp", "ccmp-256", "gcmp-256")
             for manager in ("os", "miniport")]
    keys = [x for name in names
            for x in ("-o", f'uat:80211_keys:"wpa-pwd","correct horse:{name}"')]
    bssids = {f"02:00:00:00:01:{i + 1:02x}": name for i, name in enumerate(names)}
    pings = lines(tshark(pcap, *KEYS, *keys, "-Y", "icmp.type == 0", "-T", "fields",
                         "-e", "wlan.bssid"))
    unread = [name for bssid, name in bssids.items() if pings.count(bssid) < 2]
    yield "echo replies of each, decrypted", not unread, str(unread)
    sealed = lines(tshark(pcap, *KEYS, *keys, "-Y", "wlan.fc.type == 0 && wlan.fc.protected == 1",
                          "-T", "fields", "-e", "wlan.bssid", "-e", "wlan.fixed.category_code",
                          "-e", "wlan.fixed.reason_code"))
    plain = [line for line in sealed if line.split("\t")[0] in bssids and
             line.split("\t")[1:] not in (["8", ""], ["", "0x0008"])]
    yield "and protected management frames: SA Query, reason 8", \
        not plain and {line.split("\t")[0] for line in sealed} >= set(bssids), str(plain[:5])


def judge_legacy(program, story, folder):
    """What networks of before have: TKIP (WPA2, WPA, mixed mode), WPA with CCMP, WEP of both lengths
    and with another key index."""
    pcap = Path(folder) / "legacy.pcap"
    done = subprocess.run([program, "run", str(story), "--quiet", "--pcap", str(pcap)],
                          capture_output=True, timeout=120)
    yield "the old ciphers are played", done.returncode == 0, done.stderr.decode(errors="replace")
    names = {1: "wpa2-tkip", 2: "wpa", 3: "wpa-driver", 4: "wpa-ccmp", 5: "mixed", 7: "mixed-wpa"}
    keys = [f'"wpa-pwd","correct horse:{name}"' for name in names.values()]
    keys += ['"wep","0102030405"', '"wep","0102030405060708090a0b0c0d"']
    pings = lines(tshark(pcap, *KEYS, *(x for k in keys for x in ("-o", "uat:80211_keys:" + k)),
                         "-Y", "icmp.type == 0", "-T", "fields", "-e", "wlan.bssid"))
    expected = {f"02:00:00:00:00:{n:02x}" for n in [*names, 9, 10, 11]}
    yield "echo replies under TKIP and WEP, decrypted", set(pings) == expected, str(pings)


def judge_transitions(program, story, folder):
    """Fast transitions over the air and over the DS: tshark makes the keys of each, too."""
    pcap = Path(folder) / "ft.pcap"
    done = subprocess.run([program, "run", str(story), "--pcap", str(pcap)], capture_output=True,
                          text=True, timeout=120)
    answered = re.search(r"(\d+) of \d+ pings answered", done.stdout)
    key = ["-o", 'uat:80211_keys:"wpa-pwd","correct horse:office"']
    pings = lines(tshark(pcap, *KEYS, *key, "-Y", "icmp.type == 0", "-T", "fields", "-e",
                         "frame.number"))
    yield f"all {len(pings)} echo replies of stations that roam fast, decrypted", \
        answered and len(pings) >= int(answered[1]) > 10, done.stdout[-300:]


# AKMs whose MIC tshark 4.0 does not know (FT-802.1X, PSK and FT-PSK with SHA-384, SAE-EXT-KEY and its
# FT): it takes it to have 16 octets (docs/security.md, "What others make of it").
UNKNOWN_AKMS = {"13", "19", "20", "24", "25"}


def truly_malformed(pcap):
    """Of the frames that tshark calls malformed those that are so with each length of a MIC, or are
    of a network whose suites it knows."""
    def malformed(*options):
        rows = tshark(pcap, *options, "-Y", "_ws.malformed", "-T", "fields", "-e", "frame.number",
                      "-e", "wlan.bssid", "-e", "_ws.col.Info")
        return {int(row.split("\t")[0]): row.split("\t")[1:] for row in lines(rows)}
    akms = {}
    for row in lines(tshark(pcap, "-Y", "wlan.rsn.akms.type && wlan.fc.type_subtype == 8", "-T",
                            "fields", "-e", "wlan.bssid", "-e", "wlan.rsn.akms.type")):
        akms.setdefault(row.split("\t")[0], set()).update(row.split("\t")[1].split(","))
    as_it_is = malformed()
    others = [malformed("-o", "wlan.wpa_key_mic_len_enable:TRUE", "-o", f"wlan.wpa_key_mic_len:{n}")
              for n in (24, 32)]
    return [f"frame {number}: {info}" for number, (bssid, info) in as_it_is.items()
            if not akms.get(bssid, set()) & UNKNOWN_AKMS or all(number in o for o in others)]


def judge_all(program, folder, root):
    """All captures behind one another in one file: one tshark has less to start."""
    joined, ran, ends = bytearray(), [], []
    for path in sorted(root.rglob("*.lua")):
        pcap = Path(folder) / "one.pcap"
        done = subprocess.run([program, "run", str(path), "--quiet", "--pcap", str(pcap)],
                              capture_output=True, timeout=120)
        if done.returncode != 0:
            ran.append(f"{path.name}: exit status {done.returncode}")
            continue
        data = pcap.read_bytes()
        joined += data[24:] if joined else data
        ends.append((len(joined), path.name))
    yield "all scenarios run", not ran, "\n".join(ran)
    pcap = Path(folder) / "all.pcap"
    pcap.write_bytes(joined)
    # A Confirm of SAE that refuses has no Send-Confirm and no Confirm, hostapd's as ours; tshark
    # reads them all the same.
    frames = lines(tshark(pcap, "-T", "fields", "-e", "frame.cap_len", "-e", "_ws.malformed",
                          "-e", "_ws.col.Info", "-e", "wlan.fixed.auth.alg", "-e",
                          "wlan.fixed.auth_seq", "-e", "wlan.fixed.status_code"))
    at, bad = 24, []
    for frame in frames:
        length, malformed, info, *sae = (frame.split("\t") + [""] * 5)[:6]
        at += 16 + int(length)
        if malformed and not (sae[:2] == ["3", "0x0002"] and sae[2] != "0x0000"):
            bad.append((next(name for end, name in ends if at <= end), info))
    for path in {root / name for name, _ in bad if (root / name).exists()}:
        pcap = Path(folder) / "one.pcap"
        subprocess.run([program, "run", str(path), "--quiet", "--pcap", str(pcap)],
                       capture_output=True, timeout=120)
        bad = [b for b in bad if b[0] != path.name] + [(path.name, t) for t in truly_malformed(pcap)]
    bad = [f"{name}: {info}" for name, info in bad]
    yield "every octet was looked at", at == len(joined), f"{at} of {len(joined)}"
    yield f"not one of {len(frames)} frames malformed", not bad, "\n".join(bad[:10])


# What an AP reads of a station, by the names that tshark gives it, and what each kind of radio
# says (phys.lua at 5 GHz): nothing; then two streams, 40 MHz, A-MSDUs of 3839 octets and A-MPDUs
# of 65535; no 160 MHz, two streams of VHT-MCS 0 to 9; two of HE-MCS 0 to 11.
REQUEST = ["wlan.ht.capabilities.width", "wlan.ht.capabilities.amsdu",
           "wlan.ht.ampduparam.maxlength", "wlan.ht.mcsset.rxbitmask.0to7",
           "wlan.ht.mcsset.rxbitmask.8to15", "wlan.ht.mcsset.rxbitmask.16to23",
           "wlan.vht.capabilities.supportedchanwidthset", "wlan.vht.mcsset.rxmcsmap.ss2",
           "wlan.vht.mcsset.rxmcsmap.ss3", "wlan.ext_tag.he_mcs_map.max_he_mcs_80_rx_2_ss"]
NOTHING, HT, VHT = ("",) * 10, (1, 0, 3, 0xff, 0xff, 0), (0, 2, 3)
SAID = {NOTHING, HT + ("",) * 4, HT + VHT + ("",), HT + VHT + (2,)}


def judge_requests(program, folder, root):
    """Each kind of radio says what it can do, in a request that is like other clients'."""
    pcap = Path(folder) / "phys.pcap"
    subprocess.run([program, "run", str(root / "phys.lua"), "--quiet", "--pcap", str(pcap)],
                   capture_output=True, timeout=120)
    rows = tshark(pcap, "-Y", "wlan.fc.type_subtype == 0 && radiotap.channel.freq > 5000", "-T",
                  "fields", *[a for f in REQUEST for a in ("-e", f)]).split("\n")[:-1]
    said = {tuple(int(v, 0) if v else "" for v in row.split("\t")) for row in rows}
    yield f"{len(rows)} requests say what the radios can do", said == SAID, str(said ^ SAID)
    rows = lines(tshark(pcap, "-Y", "wlan.fc.type_subtype == 0 && wlan.tag.number == 221", "-T",
                        "fields", "-e", "wlan.tag.number", "-e", "wlan.wfa.ie.wme.qos_info.sta.ac_be",
                        "-e", "wlan.wfa.ie.wme.qos_info.sta.max_sp_length"))
    bad = [row for row in rows if not re.search(r",59,(45,)?127(,191)?(,255)?,221\t(0|False)\t0",
                                                row)]
    yield "the elements stand in the order of 802.11, U-APSD is off", rows and not bad, "\n".join(bad[:3])


def main():
    program, root = sys.argv[1], Path(sys.argv[2])
    if not shutil.which("tshark"):
        print("1..0 # SKIP tshark is not installed")
        return 0
    failed, number = False, 0
    with tempfile.TemporaryDirectory() as folder:
        for judge in (judge_story(program, root / "demo.lua", folder),
                      judge_requests(program, folder, root),
                      judge_ciphers(program, root / "pmf.lua", folder),
                      judge_legacy(program, root / "legacy.lua", folder),
                      judge_transitions(program, root / "roam-fast.lua", folder),
                      judge_all(program, folder, root)):
            for name, good, detail in judge:
                number += 1
                failed |= not good
                print(f"{'ok' if good else 'not ok'} {number} - {name}", flush=True)
                for line in ([] if good else detail.splitlines()):
                    print(f"# {line}")
    print(f"1..{number}")
    return 1 if failed else 0


sys.exit(main())
