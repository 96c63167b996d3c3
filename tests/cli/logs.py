#!/usr/bin/env python3
"""extsta explain --log as a user meets it: logs that we write, in the formats of hostapd,
wpa_supplicant, the kernel and their collectors, beside a capture from virtual air, whose frames
are known. (TAP)"""
import datetime
import gzip
import json
import os
import random
import re
import struct

from program import WORK, file, refused, run
from tap import check, expect, main

OK, EXPECTATION, USAGE, INPUT, SYSTEM = range(5)
AP, KEY = "02:00:00:00:00:0a", "office:correct horse"
STATIONS = ["02:00:00:00:00:51", "02:00:00:00:00:52", "02:00:00:00:00:53"]
SCRIPT = """local a = ap{name="A", bssid="%s", ssid="office", passphrase="correct horse"}
local all = {}
for i, address in ipairs{"%s", "%s", "%s"} do
  all[i] = station{name="s" .. i, address=address, at={3 * i, 0}}
end
local pause = {0.7, 1.9, 0.4, 2.6, 1.1, 3.3, 0.9}
for round = 1, 4 do
  for i, s in ipairs(all) do
    s:connect{ssid="office", passphrase="correct horse"}
    run(pause[(round * 3 + i) %% 7 + 1])
  end
  a:deauth{to="%s", reason=5}
  run(2.3 + pause[round])
  for i, s in ipairs(all) do s:disconnect() run(pause[(round + i) %% 7 + 1]) end
end
""" % (AP, *STATIONS, STATIONS[1])


ENDS = ("deauth", "disassoc")
BEGIN = 1798761575  # 2026-12-31 23:59:35 UTC: the year turns in the capture


def air():
    path = WORK / "office.pcap"
    if not path.exists():
        r = run("run", "--quiet", "--pcap", str(path), file("office.lua", SCRIPT))
        expect(r.status == OK, r)
        data, at = bytearray(path.read_bytes()), 24
        while at < len(data):
            seconds, _, size = struct.unpack_from("<III", data, at)
            struct.pack_into("<I", data, at, seconds + BEGIN)
            at += 16 + size
        path.write_bytes(data)
    return str(path)


def lines(result, kind):
    return [l for l in map(json.loads, result.out.splitlines()) if l["line"] == kind]


def facts():
    """The management and EAPOL frames, without what the MAC repeats."""
    told = run("explain", "--json", "--key", KEY, air())
    found = [e for e in lines(told, "event") if not e.get("retry")]
    expect(len(found) > 100, "the capture has lives", len(found))
    return found


def us_of(e):
    seconds, rest = e["time"].split(".")
    return int(seconds) * 10**6 + int(rest[:6])


def hostapd(e):
    """(latency in us, line) that hostapd -d has about a frame."""
    kind, sta, ap = e["type"], e["sta"], e["from"] == "ap"
    if kind == "auth" and not ap:
        return 500, "authentication: STA=%s auth_alg=0 auth_transaction=1 status_code=0 wep=0" % sta
    if kind == "auth":
        return -150, "authentication reply: STA=%s auth_alg=0 auth_transaction=2 resp=0 (IE len=0)" % sta
    if kind == "assoc-resp":
        return 900, "wlan0: STA %s IEEE 802.11: associated (aid 1)" % sta
    if kind == "eapol-key" and e["msg"] in ("M1", "M3"):
        return -120, "wlan0: STA %s WPA: sending %s/4 msg of 4-Way Handshake" % (sta, e["msg"][1])
    if kind == "eapol-key" and e["msg"] in ("M2", "M4"):
        return 700, "wlan0: STA %s WPA: received EAPOL-Key frame (%s/4 Pairwise)" % (sta, e["msg"][1])
    if kind in ENDS and not ap:
        return 600, "%s: STA=%s reason_code=%d" % (
            "deauthentication" if kind == "deauth" else "disassocation", sta, e["reason"])
    if kind in ENDS:
        return 300, "wlan0: AP-STA-DISCONNECTED %s" % sta
    return None


def supplicant(e):
    kind, ap = e["type"], e["from"] == "ap"
    if kind == "auth" and not ap:
        return -1100, "wlan1: SME: Trying to authenticate with %s (SSID='office' freq=2412 MHz)" % AP
    if kind == "auth":
        return 1400, "SME: Authentication response: peer=%s auth_type=0 auth_transaction=2 " \
            "status_code=0" % AP
    if kind == "assoc-req":
        return -1300, "wlan1: Trying to associate with %s (SSID='office' freq=2412 MHz)" % AP
    if kind == "assoc-resp":
        return 4000, "wlan1: Associated with %s" % AP
    if kind == "eapol-key" and e["msg"] == "M2":
        return -300, "wlan1: WPA: Sending EAPOL-Key 2/4"
    if kind == "eapol-key" and e["msg"] == "M4":
        return 2000, "wlan1: WPA: Key negotiation completed with %s [PTK=CCMP GTK=CCMP]" % AP
    if kind in ENDS:
        return 900, "wlan1: CTRL-EVENT-DISCONNECTED bssid=%s reason=%d%s" % (
            AP, e["reason"], "" if ap else " locally_generated=1")
    return None


def kernel(e):
    kind, ap = e["type"], e["from"] == "ap"
    if kind == "auth":
        return (400, "wlan1: authenticated") if ap else (-200, "wlan1: send auth to %s (try 1/3)" % AP)
    if kind == "assoc-req":
        return -300, "wlan1: associate with %s (try 1/3)" % AP
    if kind == "assoc-resp":
        return 600, "wlan1: RX AssocResp from %s (capab=0x411 status=0 aid=1)" % AP
    verb = "disassociat" if kind == "disassoc" else "deauthenticat"
    if kind in ENDS and ap:
        return 500, "wlan1: %sed from %s (Reason: %d=X)" % (verb, AP, e["reason"])
    if kind in ENDS:
        return -300, "wlan1: %sing from %s by local choice (Reason: %d=X)" % (verb, AP, e["reason"])
    return None


def manager(e):
    kind, ap = e["type"], e["from"] == "ap"
    state = "<info>  [%s] device (wlan1): supplicant interface state: " % e["time"][:15]
    if kind == "auth" and not ap:
        return -200, state + "disconnected -> authenticating"
    if kind == "assoc-req":
        return -250, state + "authenticating -> associating"
    if kind == "assoc-resp":
        return 1200, state + "associating -> associated"
    if kind == "eapol-key" and e["msg"] == "M4":
        return 1500, state + "4way_handshake -> completed"
    if kind in ENDS:
        return 2100, state + "completed -> disconnected"
    return None


def date(us, form):
    return datetime.datetime.fromtimestamp(us // 10**6, datetime.timezone.utc).strftime(form)


STAMPS = {
    "t": lambda us, tag: "%d.%06d: " % (us // 10**6, us % 10**6),
    "short-unix": lambda us, tag: "%d.%06d box %s[7]: " % (us // 10**6, us % 10**6, tag),
    "short-precise": lambda us, tag: date(us, "%b %d %H:%M:%S") + ".%06d box %s[7]: " % (us % 10**6, tag),
    "iso-precise": lambda us, tag: date(us, "%Y-%m-%dT%H:%M:%S") + ".%06d+0000 box %s[7]: " % (
        us % 10**6, tag),
    "dmesg": lambda us, tag: "[%5d.%06d] " % (us // 10**6, us % 10**6),
    "syslog": lambda us, tag: date(us, "%b %d %H:%M:%S") + " box %s[7]: " % tag,
    "none": lambda us, tag: "",
}


def log(name, of, frames, stamp, offset, tag="x", extra=(), slow=1.0):
    """Writes a log; `slow` times the usual latencies. returns its path and the frame of each line. extra: (us on the air, line)."""
    dice = random.Random(name)
    entries = [(t, None, line) for t, line in extra]
    for e in frames:
        said = of(e)
        if said:
            late = said[0] * slow * (1 + dice.random())
            entries.append((us_of(e) + int(late), e["frame"], said[1]))
    entries.sort(key=lambda x: x[0])
    text = "".join(STAMPS[stamp](t + offset, tag) + line + "\n" for t, _, line in entries)
    return file(name, text), [f for _, f, _ in entries]


def of(frames, station):
    return [e for e in frames if e["sta"] == station]


def put(told, index):
    return {e["log_line"]: e for e in lines(told, "log-event") if e["log"] == index and "log_line" in e}


@check
def each_line_is_on_its_frame_and_each_clock_right_to_the_millisecond():
    frames = facts()
    logs, offsets = [], []
    for n, (name, say, some, stamp, offset, tag) in enumerate([
            ("ap.log", hostapd, frames, "t", 3412507, ""),
            ("ap-journal.log", hostapd, frames, "short-precise", -7199999123, "hostapd"),
            ("client.log", supplicant, of(frames, STATIONS[1]), "t", -86399123456, ""),
            ("client-iso.log", supplicant, of(frames, STATIONS[2]), "iso-precise", 123, "wpa_supplicant"),
            ("client-unix.log", supplicant, of(frames, STATIONS[0]), "short-unix", 10**9, "wpa_supplicant"),
            ("nm.log", manager, of(frames, STATIONS[1]), "iso-precise", 3723004 * 1000, "NetworkManager"),
            ("dmesg.log", kernel, of(frames, STATIONS[1]), "dmesg", 77000000 - us_of(frames[0]), "")]):
        logs.append(log(name, say, some, stamp, offset, tag))
        offsets.append(offset)
    told = run("explain", "--json", "--key", KEY, air(), *sum((["--log", p] for p, _ in logs), []))
    expect(told.status == OK, told)
    clocks = lines(told, "log-clock")
    for n, (path, due) in enumerate(logs):
        c = clocks[n]
        expect(c["state"] == "found" and c["confidence"] >= 97, c)
        off = abs(c["offset_ns"] - offsets[n] * 1000)
        expect(off <= 10**6 and off <= c["within_ns"], "off by %d ns" % off, c)
        got = put(told, n)
        wrong = [(i + 1, f, got.get(i + 1)) for i, f in enumerate(due)
                 if got.get(i + 1, {}).get("frame") != f]
        expect(len(due) > 15 and not wrong, path, wrong[:3])
    expect(not [e for e in lines(told, "log-event") if e.get("disagrees")], "nobody disagrees")
    expect("its clock is 1 h 2 min 3.004 s ahead of the capture's" in clocks[5]["text"], clocks[5])


@check
def a_story_has_what_the_logs_say_beneath_it():
    frames = facts()
    path, _ = log("beneath.log", supplicant, of(frames, STATIONS[1]), "t", 5000000)
    told = run("explain", "--key", KEY, air(), "--log", path)
    expect(told.status == OK, told)
    lines_ = told.out.splitlines()
    for i, line in enumerate(lines_):
        if "thrown out" in line and "reason 5" in line:
            frame = re.search(r"\[(\d+)\]$", line).group(1)
            below = "\n".join(lines_[i + 1:i + 4])
            expect(re.search(r"client says +CTRL-EVENT-DISCONNECTED bssid=\S+ reason=5 \[%s\]" % frame,
                             below), line, below)
    left = [i for i, l in enumerate(lines_) if re.search(r"^  \S+ +left ", l)]
    expect(left and any("=> frame" in l and "is the client's own" in l for l in lines_), told)
    expect("its clock is 5.000 s ahead of the capture's" in told.out, told)
    whole = run("explain", "--why", "--key", KEY, air(), "--log", path)
    expect("Trying to authenticate with" not in told.out and
           "Trying to authenticate with" in whole.out, "word by word with --why")


@check
def an_end_that_nobody_heard_is_a_disagreement():
    frames = facts()
    free = max(us_of(e) for e in frames if e["sta"] == STATIONS[0]) - 300000
    when = next(us_of(e) for e in of(frames, STATIONS[0]) if e["type"] == "eapol-key" and
                e["msg"] == "M4") + 350000
    path, _ = log("inactive.log", hostapd, frames, "t", 0, extra=[
        (when, "wlan0: STA %s IEEE 802.11: disassociated due to inactivity" % STATIONS[0])])
    expect(free > when, "there is more behind it")
    told = run("explain", "--key", KEY, air(), "--log", path)
    expect(re.search(r"AP says +STA \S+ IEEE 802.11: disassociated due to inactivity\n"
                     r" +!= the air shows no deauthentication", told.out), told)
    expect("1 disagrees with the air" in told.out, told)
    r = run("explain", "--json", "--key", KEY, air(), "--log", path)
    against = [e for e in lines(r, "log-event") if e.get("disagrees")]
    expect([(e["event"], e["verdict"], e["sta"]) for e in against] ==
           [("inactivity", "not-sent", STATIONS[0])], against)


@check
def who_is_named_in_forged_frames_does_not_know_them():
    """tests/captures/attacks/forged_ends.lua: those with reason 3 are forged, the AP's own have 2."""
    film = os.path.join(os.environ["SCENARIOS"], "..", "tests", "captures", "attacks", "forged_ends.lua")
    path = str(WORK / "forged.pcap")
    expect(run("run", "--quiet", "--pcap", path, film).status == OK)
    key = "home:twelve monkeys"
    frames = [e for e in lines(run("explain", "--json", "--key", key, path), "event")
              if not e.get("retry")]
    forged = [e["frame"] for e in frames if e["type"] == "deauth" and e["reason"] == 3]
    own = [e["frame"] for e in frames if e["type"] == "deauth" and e["reason"] == 2]
    expect(len(forged) == 5 and len(own) == 2, forged, own)
    known = [e for e in frames if e["frame"] not in forged]
    joined = [(us_of(e) + 900, "wlan0: AP-STA-CONNECTED " + e["sta"]) for e in frames
              if e["type"] == "eapol-key" and e["msg"] == "M4"]
    ap, _ = log("forged-ap.log", hostapd, known, "t", 1000000, extra=joined)
    said = lines(run("explain", "--json", "--key", key, path, "--log", ap), "log-event")
    silent = [e for e in said if e["event"] == "silent"]
    expect([e["other_frame"] for e in silent] == forged[:len(silent)] and len(silent) >= 4, silent, forged)
    expect(all(e["verdict"] == "confirmed" and e["confidence"] >= 90 for e in silent), silent)
    ends = [e for e in said if e["event"] == "disconnected"]
    expect([e["frame"] for e in ends] == own, ends)
    expect(all(e["verdict"] in ("seen", "its-own") for e in ends), ends)
    # the client's log has them all, as received: nothing in it is against it
    client, _ = log("forged-client.log", supplicant, [dict(e) for e in frames], "t", -3000000)
    told = [dict(e) for e in lines(run("explain", "--json", "--key", key, path, "--log", client),
                                   "log-event") if e.get("disagrees")]
    expect(not told, told)


@check
def one_journal_of_several_programs_has_one_clock():
    frames = facts()
    entries = []
    for say, tag in (supplicant, "wpa_supplicant"), (kernel, "kernel"):
        for e in of(frames, STATIONS[2]):
            said = say(e)
            if said:
                entries.append((us_of(e) + said[0], tag, said[1]))
    entries += [(t + 3, "sshd", "wlan1: authenticated") for t, _, _ in entries[::5]]
    text = "".join(STAMPS["short-precise"](t - 3600000000, tag) + line + "\n"
                   for t, tag, line in sorted(entries))
    told = run("explain", "--json", "--key", KEY, air(), "--log", file("journal.log", text))
    clock, = lines(told, "log-clock")
    expect(clock["state"] == "found" and abs(clock["offset_ns"] + 3600 * 10**9) <= 10**6, clock)
    said = lines(told, "log-event")
    expect({e["program"] for e in said} == {"wpa_supplicant", "kernel"}, "and no other's lines")
    expect({e["sta"] for e in said} == {STATIONS[2]}, "whose it is was found")
    only = run("explain", "--json", "--key", KEY, air(), "--log", "kernel=" + str(WORK / "journal.log"))
    expect({e["program"] for e in lines(only, "log-event")} == {"kernel"}, only)


@check
def logs_of_seconds_and_of_no_time_are_told_as_what_they_are():
    frames = facts()
    rough, _ = log("rough.log", hostapd, frames, "syslog", 1800 * 10**6 + 400000, "hostapd")
    bare, due = log("bare.log", hostapd, frames, "none", 0, slow=0.02)  # lines in the order of frames
    told = run("explain", "--json", "--key", KEY, air(), "--log", rough, "--log", bare)
    clocks = lines(told, "log-clock")
    off = abs(clocks[0]["offset_ns"] - 1800400000000)
    expect(clocks[0]["state"] == "found" and off <= clocks[0]["within_ns"] <= 5 * 10**8, clocks[0])
    expect(clocks[1]["state"] == "order" and "offset_ns" not in clocks[1], clocks[1])
    got = put(told, 1)
    right = sum(got.get(i + 1, {}).get("frame") == f for i, f in enumerate(due))
    expect(right >= 0.95 * len(due), right, len(due))


@check
def a_log_of_somewhere_else_is_not_used():
    frames = facts()
    moved = [dict(e, sta="02:00:00:00:00:99") for e in frames]
    other, _ = log("other.log", hostapd, moved, "t", 0)
    told = run("explain", "--key", KEY, air(), "--log", other, "--log", file("prose.log", "Dear Sir,\n"))
    expect(told.status == OK and told.out.count("it does not fit the capture") == 1, told)
    expect("nothing in it would be seen on the air" in told.out, told)
    expect("AP says" not in told.out, told)


@check
def words_of_a_log_mislead_nobody():
    frames = facts()
    when = us_of(frames[len(frames) // 2]) + 100
    path, _ = log("hostile.log", supplicant, of(frames, STATIONS[1]), "t", 0, extra=[
        (when, 'wlan1: CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="\x1b[2J\u202e</script><b>" auth_failures=1'
         ' duration=10 reason=CONN_FAILED')])
    with open(path, "ab") as f:
        f.write(b"\0\xff\xfe" * 3000 + b"\n" + b"x" * 100000)
    html = str(WORK / "hostile.html")
    told = run("explain", "--key", KEY, air(), "--log", path, "--html", html)
    expect(told.status == OK and "\x1b" not in told.out and "\u202e" not in told.out, told.out[-500:])
    expect(r"\x1b[2J" in told.out, told.out[-2000:])
    page = open(html).read()
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.S).group(1))
    words = [data["texts"][x[4]] for x in data["said"]]
    expect([w for w in words if r"\x1b[2J" in w and "</script><b>" in w], words[:3])
    expect(data["logs"][0][0].endswith("hostile.log"), data["logs"])
    j = lines(run("explain", "--json", "--key", KEY, air(), "--log", path), "log-event")
    expect([e for e in j if e["event"] == "network-disabled" and r"\x1b[2J" in e["words"]], j[-3:])


@check
def a_log_needs_a_capture_and_a_file_that_can_be_read():
    some, _ = log("some.log", hostapd, facts(), "t", 0)
    refused(USAGE, ["which capture"], "explain", "--log", some)
    refused(USAGE, ["that is the capture"], "explain", air(), "--log", air())
    refused(USAGE, ["beside a capture that is complete"], "watch", "lo", "--log", some)
    packed = file("some.log.gz", gzip.compress(open(some, "rb").read()))
    for bad, why in ("nowhere.log", "No such file"), (packed, "zcat"):
        r = run("explain", air(), "--log", bad, "--log", some)
        expect(r.status == INPUT and why in r.err and "AP says" in r.out, "the rest is told", r)


@check
def one_client_has_its_lines_alone():
    path, _ = log("all.log", hostapd, facts(), "t", 0)
    told = run("explain", "--json", "--key", KEY, "--sta", STATIONS[2], air(), "--log", path)
    said = lines(told, "log-event")
    expect(said and {e["sta"] for e in said} == {STATIONS[2]}, said[:3])
    expect(lines(told, "log-clock")[0]["confidence"] >= 97, "all of the log set its clock")


if __name__ == "__main__":
    main()
