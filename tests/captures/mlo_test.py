#!/usr/bin/env python3
"""A capture of a Wi-Fi 7 life, written here octet by octet by IEEE 802.11be-2024 (9.4.2.322, 12.7.2,
35.3.5), on two channels: `extsta explain` must tell one client with two links, and its roam to another
device; what tshark can dissect of it (MLO Link KDEs) must be what was written. Prints TAP.

usage: mlo_test.py EXTSTA SOURCE-ROOT [CAPTURE: only writes it]"""
import hmac
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile

PMK = bytes(range(32))
STA, STA_0, STA_1 = "020000009901", "020000000001", "020000000002"
AP, AP_0, AP_1 = "02000000aa01", "02000000000a", "02000000000b"
OTHER, OTHER_0, OTHER_1 = "02000000bb01", "02000000001a", "02000000001b"
ALL = "ffffffffffff"
RSNE = "30140100000fac040100000fac040100000fac18c000"
RATES = "010482848b96"
CHANNELS = {AP_0: 6, AP_1: 36, OTHER_0: 6, OTHER_1: 36}


def element(number, value):
    value = bytes.fromhex(value) if isinstance(value, str) else value
    return bytes([number, len(value)]) + value


def multi_link(value):
    """Extension 107; what is longer than an element goes on in fragments (242)."""
    value = b"\x6b" + value
    out = element(255, value[:255])
    for at in range(255, len(value), 255):
        out += element(242, value[at:at + 255])
    return out


def common(mld, link=None):
    control = struct.pack("<H", 0x0010 if link is not None else 0)
    info = bytes.fromhex(mld) + (bytes([link]) if link is not None else b"")
    return control + bytes([1 + len(info)]) + info


def profile(link, mac, fields):
    """Complete, with the link's address; one of more than 255 octets goes on in 254."""
    value = struct.pack("<HB", 0x0030 | link, 7) + bytes.fromhex(mac) + fields
    out = element(0, value[:255])
    for at in range(255, len(value), 255):
        out += element(254, value[at:at + 255])
    return out


ANONCE, SNONCE = b"\xa1" * 32, b"\x51" * 32


def kck(mld):
    """12.7.1.3 with AKM 24 and a PMK of 32 octets: KDF-SHA-256, between the devices' addresses."""
    a, b = sorted((bytes.fromhex(mld), bytes.fromhex(STA)))
    data = b"Pairwise key expansion" + a + b + min(ANONCE, SNONCE) + max(ANONCE, SNONCE)
    return hmac.new(PMK, b"\x01\x00" + data + struct.pack("<H", 384), "sha256").digest()[:16]


class Capture:
    def __init__(self):
        self.frames, self.now, self.numbers = [], 1700000000.0, {}

    def add(self, after, frame):
        self.now += after
        self.frames.append((self.now, frame))

    def number(self, sender):
        self.numbers[sender] = self.numbers.get(sender, 100) + 1
        return struct.pack("<H", (self.numbers[sender] & 0xfff) << 4)

    def mgmt(self, kind, to, by, bssid, body, after=0.002):
        self.add(after, bytes([kind, 0, 0x3a, 1]) + bytes.fromhex(to + by + bssid) +
                 self.number(by) + body)

    def data(self, sta, bssid, up, body, da, protected=False, after=0.004):
        flags = (1 if up else 2) | (0x40 if protected else 0)
        a1, a2 = (bssid, sta) if up else (sta, bssid)
        self.add(after, bytes([0x88, flags, 0x3a, 1]) + bytes.fromhex(a1 + a2 + da) +
                 self.number((a2, "data")) + b"\0\0" + body)

    def beacon(self, bssid, mld, link):
        self.mgmt(0x80, ALL, bssid, bssid, struct.pack("<QHH", int(self.now * 1e6), 100, 0x0411) +
                  element(0, b"campus") + bytes.fromhex(RATES) +
                  element(3, bytes([CHANNELS[bssid]])) + bytes.fromhex(RSNE) +
                  multi_link(common(mld, link)), after=0.01)

    def auth(self, bssid, mld):
        for sequence in (1, 2):
            for up in (True, False):
                fields = struct.pack("<HHHH", 3, sequence, 126 if sequence == 1 else 0,
                                     19 if sequence == 1 else 0)
                fields += bytes(range(96 if sequence == 1 else 32))
                fields += multi_link(common(STA if up else mld))
                to, by = (bssid, STA_0) if up else (STA_0, bssid)
                self.mgmt(0xb0, to, by, bssid, fields)

    def associate(self, bssid, mld, further, left=None):
        rest = bytes.fromhex("1104" + RATES) + element(45, bytes(26)) + element(221, bytes(250))
        body = bytes.fromhex("11040500" + (left or "")) + element(0, b"campus")
        body += bytes.fromhex(RATES + RSNE)
        body += multi_link(common(STA) + profile(1, STA_1, rest))
        self.mgmt(0x20 if left else 0, bssid, STA_0, bssid, body)
        answer = bytes.fromhex("1104000001c0" + RATES)
        answer += multi_link(common(mld, 0) +
                             profile(1, further, bytes.fromhex("11040000" + RATES)))
        self.mgmt(0x30 if left else 0x10, STA_0, bssid, bssid, answer)

    def key(self, bssid, up, info, replay, data, mld):
        body = bytes.fromhex("02") + struct.pack(">HHQ", info, 0 if up else 16, replay)
        body += (SNONCE if up else ANONCE) + bytes(32) + bytes(16 if info & 0x100 else 0)
        body += b"" if info & 0x100 else bytes(16)
        body += struct.pack(">H", len(data)) + data
        pdu = bytearray(b"\x02\x03" + struct.pack(">H", len(body)) + body)
        if info & 0x100:
            pdu[81:97] = hmac.new(kck(mld), pdu, "sha256").digest()[:16]
        self.data(STA_0, bssid, up, bytes.fromhex("aaaa03000000888e") + pdu, mld if up else STA)

    def handshake(self, bssid, mld):
        mac_kde = "dd0a000fac03"
        self.key(bssid, False, 0x0088, 1, bytes.fromhex(mac_kde + mld), mld)
        self.key(bssid, True, 0x0108, 1, bytes.fromhex(
            RSNE + mac_kde + STA + "dd0b000fac1300" + STA_0 + "dd0b000fac1301" + STA_1), mld)
        self.key(bssid, False, 0x13c8, 2, bytes(64), mld)
        self.key(bssid, True, 0x0308, 2, b"", mld)

    def talk(self, sta, bssid, mld, frames):
        for number in range(frames):
            body = struct.pack("<HBBI", number + 1, 0, 0x20, 0) + bytes(60)
            self.data(sta, bssid, True, body, mld, protected=True)
            self.data(sta, bssid, False, body, mld, protected=True)

    def write(self, path):
        with open(path, "wb") as out:
            out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 105))
            for time, frame in self.frames:
                out.write(struct.pack("<IIII", int(time), int(time % 1 * 1e6), len(frame),
                                      len(frame)) + frame)


def life():
    c = Capture()
    for bssid, mld, link in ((AP_0, AP, 0), (AP_1, AP, 1), (OTHER_0, OTHER, 0),
                             (OTHER_1, OTHER, 1)):
        c.beacon(bssid, mld, link)
    c.auth(AP_0, AP)
    c.associate(AP_0, AP, AP_1)
    c.handshake(AP_0, AP)
    c.talk(STA_0, AP_0, AP, 5)
    c.talk(STA_1, AP_1, AP, 20)
    c.auth(OTHER_0, OTHER)
    c.associate(OTHER_0, OTHER, OTHER_1, left=AP)
    c.handshake(OTHER_0, OTHER)
    c.talk(STA_1, OTHER_1, OTHER, 20)
    ccmp = bytes.fromhex("0900002000000000") + bytes(10)
    c.add(0.01, bytes([0xc0, 0x40, 0x3a, 1]) + bytes.fromhex(OTHER_1 + STA_1 + OTHER_1) +
          c.number(STA_1) + ccmp)
    return c


def mac(text):
    return ":".join(text[i:i + 2] for i in range(0, 12, 2))


class Tap:
    count = failed = 0

    def ok(self, good, what, seen=None):
        self.count += 1
        self.failed += not good
        print("%s %d - %s" % ("ok" if good else "not ok", self.count, what))
        if not good:
            print("# " + str(seen))


def check_links(tap, story, bssids, mld):
    want = [{"link": i, "channel": CHANNELS[b], "sta": mac(s), "bssid": mac(b), "status": 0}
            for i, (s, b) in enumerate(zip((STA_0, STA_1), bssids))]
    tap.ok(story["links"] == want and story["ap_mld"] == mac(mld), "links of a join", story)


def check(tap, program, path):
    run = subprocess.run([program, "explain", "--json", path], capture_output=True, timeout=60)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    stories = [s for s in lines if s["line"] in ("story", "note")]
    tap.ok({s["sta"] for s in stories} == {mac(STA)}, "one client, by its device's address",
           stories)
    what = [s["what"] for s in stories if s["what"] != "connected"]
    tap.ok(sorted(what) == sorted(["association", "port-authorized", "disassociation", "association",
                                   "port-authorized", "roam", "disassociation"]),
           "two joins, one roam, one end, nothing for links", what)
    joins = [s for s in stories if s["what"] == "association"]
    check_links(tap, joins[0], (AP_0, AP_1), AP)
    check_links(tap, joins[1], (OTHER_0, OTHER_1), OTHER)
    tap.ok("Wi-Fi 7 over 2 links: 0 on channel 6" in joins[0]["text"], "its sentence", joins[0])
    roam = next(s for s in stories if s["what"] == "roam")
    tap.ok((roam["from_bssid"], roam["bssid"]) == (mac(AP_0), mac(OTHER_0)), "the roam", roam)
    end = stories[-1]
    tap.ok(end["name"] == "left-by-station" and "forged" not in end, "the end over link 1", end)
    events = {(e["sta"], e["bssid"]) for e in lines if e["line"] == "event"}
    tap.ok(events == {(mac(STA_0), mac(AP_0)), (mac(STA_0), mac(OTHER_0)),
                      (mac(STA_1), mac(OTHER_1))}, "events have the frames' addresses", events)
    bsss = {b["bssid"]: b for b in lines if b["line"] == "bss"}
    tap.ok(bsss[mac(AP_1)]["mld"] == mac(AP) and bsss[mac(AP_1)]["link"] == 1, "the BSSs", bsss)


def check_key(tap, program, where, path):
    """With the PMK, also of a capture that begins with the handshake, and by a link's address."""
    late = os.path.join(where, "late.pcap")
    c = life()
    c.frames = c.frames[:4] + c.frames[10:]
    c.write(late)
    for capture in (path, late):
        run = subprocess.run([program, "explain", capture, "--pmk", PMK.hex()],
                             capture_output=True, timeout=60)
        tap.ok(run.stdout.count(b"MIC verified") == 2, "MICs of " + os.path.basename(capture),
               run.stdout)
    run = subprocess.run([program, "explain", path, "--sta", mac(STA_1)], capture_output=True,
                         timeout=60)
    tap.ok(run.returncode == 0 and b"2 joined" in run.stdout, "a link's address names it", run)
    run = subprocess.run([program, "explain", path, "--filter", "7"], capture_output=True, timeout=60)
    tap.ok(("(wlan.addr == %s || wlan.addr == %s)" % (mac(STA_0), mac(STA_1))).encode()
           in run.stdout, "its filter has the links' addresses", run.stdout)


def check_tshark(tap, path):
    run = subprocess.run(["tshark", "-r", path, "-Y", "wlan_rsna_eapol.keydes.msgnr == 2", "-T", "fields",
                          "-e", "wlan.rsn.ie.mlo_link.link_info.linkid",
                          "-e", "wlan.rsn.ie.mlo_link.mac_addr"], capture_output=True, timeout=60)
    line = run.stdout.decode().splitlines()[0].split("\t")
    ids = [int(n, 0) for n in line[0].split(",")]
    tap.ok(ids == [0, 1] and line[1].split(",") == [mac(STA_0), mac(STA_1)],
           "tshark reads the same links in message 2", line)


# Association requests of two telephones and computers of the public captures: the device's address,
# and the link of its profile with its address (read from the octets by hand).
REAL = {"prof-OnePlus11_Android15": ("26aa646acc7f", 0, "30bb7d4dc12b"),
        "prof-Surface_Laptop_7_ARM64_QCA_FC_7800": ("84b1e25e5be7", 1, "96b1e25e5be7")}


def mpdu_of(path):
    """The only frame of a capture, without radiotap and FCS."""
    run = subprocess.run(["tshark", "-r", path, "-x"], capture_output=True, timeout=60)
    octets = bytes.fromhex("".join(line[6:54] for line in run.stdout.decode().splitlines()))
    return octets[struct.unpack_from("<H", octets, 2)[0]:-4]


def check_real(tap, program, where, path):
    """A request of a real device, answered here; then data on its other link."""
    mld, link, link_mac = REAL[os.path.basename(path)[:-len(".pcapng")]]
    request = mpdu_of(path)
    sta, bssid = request[10:16].hex(), request[4:10].hex()
    c = Capture()
    c.beacon(AP_1, AP, link)
    c.add(0, request)
    answer = bytes.fromhex("1104000001c0" + RATES)
    answer += multi_link(common(AP, 2) + profile(link, AP_1, bytes.fromhex("11040000" + RATES)))
    c.mgmt(0x10, sta, bssid, bssid, answer)
    c.talk(link_mac, AP_1, AP, 20)
    copy = os.path.join(where, "real.pcap")
    c.write(copy)
    run = subprocess.run([program, "explain", "--json", copy], capture_output=True, timeout=60)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    stories = [s for s in lines if s["line"] == "story"]
    joined = [s for s in stories if s["what"] == "association"]
    tap.ok({s["sta"] for s in stories} == {mac(mld)} and len(joined) == 1 and
           {"link": link, "channel": CHANNELS[AP_1], "sta": mac(link_mac), "bssid": mac(AP_1),
            "status": 0} in joined[0]["links"], os.path.basename(path), stories)


def main():
    if len(sys.argv) > 3:
        life().write(sys.argv[3])
        return 0
    tap = Tap()
    with tempfile.TemporaryDirectory() as where:
        path = os.path.join(where, "mlo.pcap")
        life().write(path)
        check(tap, sys.argv[1], path)
        check_key(tap, sys.argv[1], where, path)
        if shutil.which("tshark"):
            check_tshark(tap, path)
            shared = os.environ.get("EXTSTA_SHARED", os.path.join(sys.argv[2], "..", "shared"))
            for name in REAL:
                real = os.path.join(shared, "captures", "public", name + ".pcapng")
                if os.path.exists(real):
                    check_real(tap, sys.argv[1], where, real)
    print("1..%d" % tap.count)
    return tap.failed != 0


if __name__ == "__main__":
    sys.exit(main())
