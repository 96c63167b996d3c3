#!/usr/bin/env python3
"""Writes the corpora of the fuzz targets that need no capture: small inputs made by hand.

usage: make_corpus.py [DIRECTORY]        (default: corpus beside this file)"""
import os
import struct
import sys
import zlib

AP, STA, OTHER = "0200000000a9", "020000000051", "020000000077"
ALL = "ffffffffffff"
RSN = "30140100000fac040100000fac040100000fac020000"
RSN_MFP = "301a0100000fac040100000fac040100000fac08c0000000000fac06"
RSN_PMKID = "30260100000fac040100000fac040100000fac0200000100" + "5a" * 16
WPA = "dd160050f20101000050f20201000050f20201000050f202"
WMM = "dd180050f2020101000003a4000027a4000042435e0062322f00"
RATES = "010882848b960c121824"
EXT_RATES = "32043048606c"
SSID = "00047465" "7374"
TIM = "050400010000"
COUNTRY = "07064445" "20010d14"
HT = "2d1a" + "11" * 26 + "3d16" + "06" + "00" * 21
VHT = "bf0c" + "22" * 12 + "c005" + "00" * 5
FT = "3603010201" + "3752" + "00" * 82
BEACON = "0102030405060708" "6400" "1104"
SNAP = "aaaa03000000"


def mgmt(kind, da, sa, body, fc2="00"):
    return kind + fc2 + "0000" + da + sa + AP + "1000" + body


FRAMES = {
    "beacon": mgmt("80", ALL, AP, BEACON + SSID + RATES + "030106" + TIM + COUNTRY + "2a0100" +
                   EXT_RATES + RSN + WPA + WMM + HT + VHT + "7f0104" + "f40120"),
    "beacon-hidden": mgmt("80", ALL, AP, BEACON + "0000" + RATES + RSN_MFP),
    "beacon-csa": mgmt("80", ALL, AP, BEACON + SSID + "2503000b05" + "ff033b5102"),
    "probe-req": mgmt("40", ALL, STA, "0000" + RATES + EXT_RATES),
    "probe-resp": mgmt("50", STA, AP, BEACON + SSID + RATES + WPA),
    "auth": mgmt("b0", AP, STA, "000001000000"),
    "auth-shared": mgmt("b0", STA, AP, "010002000000" + "1080" + "33" * 128),
    "auth-sae": mgmt("b0", AP, STA, "030001000000" + "1300" + "44" * 96),
    "auth-ft": mgmt("b0", AP, STA, "020001000000" + RSN_PMKID + FT),
    "assoc-req": mgmt("00", AP, STA, "31040a00" + SSID + RATES + RSN_PMKID + "21020014"
                      "2402240d" + HT),
    "assoc-resp": mgmt("10", STA, AP, "3104000001c0" + RATES + "380503e8030000" + FT),
    "reassoc-req": mgmt("20", AP, STA, "31040a00" + OTHER + SSID + RATES + RSN_PMKID + FT),
    "reassoc-resp": mgmt("30", STA, AP, "3104000001c0" + RATES),
    "deauth": mgmt("c0", STA, AP, "0700"),
    "deauth-mmie": mgmt("c0", ALL, AP, "07004c1004000100000000000102030405060708"),
    "assoc-owe": mgmt("00", AP, STA, "31040a00" + SSID + RATES + RSN_MFP + "ff232013" "00" + "44" * 32),
    "beacon-owe": mgmt("80", ALL, AP, BEACON + SSID + RATES + "dd0f506f9a1c" + OTHER + "024142" "5106"),
    "disassoc": mgmt("a0", STA, AP, "0800dd0300000a"),
    "action": mgmt("d0", STA, AP, "080001000a"),
    "action-btm": mgmt("d0", STA, AP, "0a072a0564000a" "3410" + OTHER + "8f0000005106070301ff"),
    "action-btm-end": mgmt("d0", STA, AP, "0a072b1d3200ff" "040a" "1122334455667788" "0500" "0161"),
    "action-btm-response": mgmt("d0", AP, STA, "0a08070000" + OTHER),
    "action-beacon-request": mgmt("d0", STA, AP, "0500090000" "2617010005510600000000" "02" + ALL +
                                  "00024142" "020100"),
    "action-beacon-report": mgmt("d0", AP, STA, "050109" "271d0100055106" + "00" * 8 + "32000778ff" +
                                 OTHER + "00" * 5),
    "action-neighbors": mgmt("d0", STA, AP, "050501" "340d" + OTHER + "8f000000732409"),
    "action-htc": mgmt("d0", STA, AP, "78563412" "080001000a", "80"),
    "ack": "d4000000" + STA,
    "rts": "b4003412" + STA + AP,
    "ps-poll": "a40001c0" + AP + STA,
    "ba": "94000000" + STA + AP + "0500" + "1000" + "ff" * 8,
    "wrapper": "74000000" + STA + "d400" + "78563412",
    "data-to-ds": "08010000" + AP + STA + OTHER + "1000" + SNAP + "0800" + "45" * 20,
    "data-from-ds": "08020000" + STA + AP + OTHER + "1000" + SNAP + "888e" "02030000",
    "data-4": "08030000" + AP + STA + OTHER + "1000" + STA + SNAP + "0806" + "00" * 8,
    "data-ibss": "08000000" + STA + OTHER + AP + "1000" + "424203" + "00" * 8,
    "data-tunnel": "08010000" + AP + STA + OTHER + "1000" "aaaa030000f8" "8137" "0000",
    "null": "48110000" + AP + STA + AP + "1000",
    "qos-data": "88010000" + AP + STA + OTHER + "1000" "0600" + SNAP + "0800" + "45" * 20,
    "qos-htc": "88810000" + AP + STA + OTHER + "1000" "0600" "78563412" + SNAP + "0800" "45",
    "qos-protected": "88410000" + AP + STA + OTHER + "1000" "0000" "0100002000000000" + "99" * 24,
    "amsdu": "88010000" + AP + STA + OTHER + "1000" "8000" + OTHER + STA + "000a" + SNAP +
             "08004500" + OTHER + STA + "000a" + SNAP + "08004500",
}


def key_frame(info, data="", mic=16, descriptor="02", replay=1, length=16):
    body = (descriptor + "%04x%04x%016x" % (info, length, replay) + "ab" * 32 + "00" * 16 +
            "00" * 8 + "00" * 8 + "cd" * mic + "%04x" % (len(data) // 2) + data)
    return "0203%04x" % (len(body) // 2) + body


GTK = "dd16000fac010100" + "77" * 16
EAPOL = {
    "m1": key_frame(0x008a),
    "m1-pmkid": key_frame(0x008a, "dd14000fac04" + "5a" * 16),
    "m2": key_frame(0x010a, RSN),
    "m3": key_frame(0x13ca, RSN + GTK + "dd00"),
    "m3-igtk": key_frame(0x13ca, RSN_MFP + GTK + "dd1c000fac090400" + "00" * 6 + "66" * 16),
    "m4": key_frame(0x030a),
    "g1": key_frame(0x1382, GTK + "dd"),
    "g2": key_frame(0x0302),
    "wpa-m1": key_frame(0x0089, descriptor="fe", length=32),
    "wpa-m2": key_frame(0x0109, WPA, descriptor="fe"),
    "suite-b": key_frame(0x0088, mic=24),
    "fils": key_frame(0x1008, "31" * 32, mic=0),
    "request": key_frame(0x0d08),
    "start": "02010000",
    "eap": "0200000a" "0101000a" "01686f73" "7400" "0000",
}


def with_fcs(frame):
    return frame + struct.pack("<I", zlib.crc32(bytes.fromhex(frame))).hex()


def radiotap(present, fields):
    head = "".join(struct.pack("<I", p).hex() for p in present)
    total = 4 + len(head) // 2 + len(fields) // 2
    return "0000" + struct.pack("<H", total).hex() + head + fields


def prism(items):
    body = "".join(struct.pack("<IHHI", i << 16 | 0x44, 0, 4, v & 0xffffffff).hex()
                   for i, v in items)
    return struct.pack("<II16s", 0x44, 24 + len(body) // 2, b"wlan0").hex() + body


def ppi(fields, flags=0):
    return struct.pack("<BBHI", 0, flags, 8 + len(fields) // 2, 105).hex() + fields


ACK = FRAMES["ack"]
COMMON = "02001400" "0102030405060708" "0100" "6c00" "8509" "8004" "0000" "daa0"
# the first octet chooses the link type: 0 bare, 1 Prism, 2 radiotap, 3 AVS, 4 PPI
LINKS = {
    "bare": "00" + FRAMES["null"],
    "prism": "01" + prism([(1, 5), (2, 6), (3, 11), (4, 7), (6, -45), (8, 2), (9, 1),
                           (10, 10)]) + ACK,
    "radiotap-linux": "02" + radiotap(
        [0xa000482f, 0x820], "00000000" "1122334455667788" "106c7109c004c4010000bf00") +
        with_fcs(ACK),
    "radiotap-tx": "02" + radiotap([0x000a800a], "20006c09800401000407040f") + FRAMES["qos-data"],
    "radiotap-vendor": "02" + radiotap([0xc0000002, 0xa0000003, 0x20],
                                       "1000001122000300aabbccc4") + with_fcs(ACK),
    "radiotap-vht": "02" + radiotap([0x00200002], "0000" "44000004" "92000000" "00000000") + ACK,
    "radiotap-he": "02" + radiotap([0x00800000], "20400000" "000b0000" "02000200") + ACK,
    "radiotap-tlv": "02" + radiotap([0x10000020], "c4000000") + ACK,
    "radiotap-bad-fcs": "02" + radiotap([0x2], "50") + ACK + "00000000",
    "avs": "03" + "8021100100000040" + "00" * 16 + "00000004" "00000006" "00000037" + "00" * 8 +
           "00000002" "ffffffcc" "ffffffa0" + "00" * 8 + ACK,
    "ppi": "04" + ppi(COMMON) + with_fcs(ACK),
    "ppi-aligned": "04" + ppi("60750100ee000000" + COMMON, 1) + with_fcs(ACK),
}


def records(choice, *frames):
    """Handshakes for fuzz_supplicant: its choice octet, then (options, frame)."""
    return "%02x" % choice + "".join("%02x%04x%s" % (o, len(f) // 2, f) for o, f in frames)


SIGN, IN_USE, SEAL, RIGHT = 0x02, 0x04, 0x08, 0x10
DATA = RSN + GTK
GTK_2 = "dd16000fac010200" + "88" * 16


def handshake(choice, version, mic=16, length=16, gtk=GTK):
    """One with everything: retransmissions, a group handshake, a renewal of the PTK."""
    def frame(info, data="", replay=1):
        return key_frame(info | version, data, mic, replay=replay, length=length)
    m1, m3, g1 = frame(0x0088), frame(0x13c8, RSN + gtk), frame(0x1380, GTK_2)
    return records(choice, (0, m1), (0, m1), (SIGN | SEAL | RIGHT, m3),
                   (SIGN | SEAL | RIGHT | IN_USE, m3), (1 | SIGN | SEAL | RIGHT | IN_USE, g1),
                   (1, frame(0x0288, replay=9)), (1 | SIGN | SEAL | RIGHT, m3))


HANDSHAKES = {
    "psk": handshake(0, 2),
    "psk-sha256": handshake(1, 3),
    "sae": handshake(2, 0),
    "owe": handshake(4, 0),
    "suite-b-192": handshake(7 | 2 << 3, 0, mic=24, length=32, gtk="dd26000fac010100" + "77" * 32),
    "no-group": handshake(0x20, 2),
    "mismatch": records(0, (0, key_frame(0x008a)), (SIGN | SEAL | RIGHT,
                                                    key_frame(0x13ca, RSN_MFP + GTK))),
    "unsigned": records(0, (0, key_frame(0x008a)), (0, key_frame(0x13ca, DATA)),
                        (1, key_frame(0x1382, GTK)), (0, "02030000"), (0, "")),
}


# --- station: operation, argument, length, octets (fuzz_station.c) ---

RUN, CONNECT, USER, RAW, AP_FRAME, AGAIN, OID, TX, AP, PACKET, IHV, MEMORY = range(12)
OPEN, SECURE, MINIPORT, EXTENSION, DETACHED, HUNGRY = 0, 1, 2, 4, 8, 16


def act(operation, argument=0, octets=b""):
    return bytes([operation, argument, len(octets)]) + octets


def seconds(n):
    return act(RUN, 127 + n * 10)


def life(options, *acts):
    return (bytes([options, 1]) + b"".join(acts)).hex()


CONNECTED = act(CONNECT) + seconds(2)
PACKET_OUT = act(TX, 0, b"\x45" * 60) + act(RUN, 50)
LEAVE = act(USER, 0) + seconds(1)

LIVES = {
    "open": life(OPEN, CONNECTED, PACKET_OUT, LEAVE),
    "psk": life(SECURE, CONNECTED, PACKET_OUT, LEAVE),
    "psk-miniport": life(SECURE | MINIPORT, CONNECTED, PACKET_OUT, LEAVE),
    "deauth": life(SECURE, CONNECTED, act(AP, 0, b"\x07"), seconds(3), PACKET_OUT,
                   act(AP, 2, b"\x05"), seconds(3)),
    "rekey": life(SECURE, CONNECTED, act(AP, 10), act(RUN, 50), act(AP, 12), act(RUN, 50),
                  PACKET_OUT),
    "roam": life(SECURE, CONNECTED, act(AP, 20, b"\x3a"), seconds(8), PACKET_OUT),
    "gone": life(SECURE, CONNECTED, act(AP, 4, b"\x00"), seconds(5), act(AP, 4, b"\x01"),
                 seconds(5)),
    "wrong-key": life(SECURE, act(CONNECT, 1), seconds(5), act(CONNECT, 0x11), seconds(9)),
    "refused": life(SECURE, act(AP, 8, b"\x44"), CONNECTED, seconds(3)),
    "scan": life(OPEN, act(USER, 1, b"fuzz"), seconds(2), act(USER, 4)),
    "reset": life(SECURE, CONNECTED, act(OID, 0x10, b"\x02" + b"\1" + b"\0" * 11 + b"\1"),
                  seconds(1), act(CONNECT), seconds(2)),
    "radio": life(SECURE, CONNECTED, act(USER, 3), seconds(1), act(USER, 3, b"\0\0"),
                  seconds(2)),
    "ihv": life(SECURE | EXTENSION, CONNECTED, act(IHV, 3, b"\0"), seconds(1),
                act(IHV, 4, b"\0"), PACKET_OUT),
    "detached": life(SECURE | DETACHED, CONNECTED, act(OID, 0x0b, b"\1" + b"\0" * 40),
                     seconds(1)),
    "again": life(SECURE, CONNECTED, act(AGAIN, 0, b"\0\1"), act(AGAIN, 1, b"\x18\xff"),
                  act(AGAIN, 2), act(AGAIN, 0x83), seconds(1)),
    "hungry": life(SECURE | HUNGRY, act(MEMORY, 40, b"\5"), CONNECTED, act(MEMORY, 9, b"\x20"),
                   act(AP, 0, b"\1"), seconds(4)),
    "hungry-connect": life(SECURE | HUNGRY, act(CONNECT), act(MEMORY, 3, b"\1"), seconds(1),
                           act(MEMORY, 60, b"\xff"), seconds(3), act(USER, 0)),
    "forged": life(SECURE, CONNECTED, act(AP_FRAME, 6, b"\7\0"), seconds(1),
                   act(AP_FRAME, 3, b"\0" * 8 + b"\x64\0\x11\0\0\4fuzz"),
                   act(AP_FRAME, 0x89, b"\0" * 30)),
    "rules": life(SECURE, act(AP, 22, b"\x2c"), act(AP, 27, b"\x83"), CONNECTED, seconds(3)),
}


def carries(code, buffer, output=0):
    return struct.pack("<IB", code, output).hex() + buffer


def header(size, revision=1):
    return "80%02x" % revision + struct.pack("<H", size).hex()


def ulong(*numbers):
    return struct.pack("<%dI" % len(numbers), *numbers).hex()


PEER = "0200000000a9"
SSID_ENTRY = ulong(4) + "74657374" + "00" * 28
BSS_ENTRY = (ulong(0, 2412, 0, 0) + PEER + "0000" + ulong(1, 0xffffffce, 90) + "01006400" + "11" * 16 +
             "11040000" + ulong(6) + SSID)
CCMP = "0102030405060000" + ulong(16) + "c0" * 16
# Buffers of the boundary: the OID or status indication, then what it carries.
PAYLOADS = {
    "association-start": carries(0x40030002, header(56) + PEER + "0000" + SSID_ENTRY + ulong(0, 0)),
    "association-completion": carries(
        0x40030003, header(96, 2) + PEER + "0000" + ulong(0) + "01000000" +
        ulong(100, 4, 104, 6, 110, 12, 0, 0, 9, 4, 4, 96, 4) + "00010100" + ulong(1, 122, 4, 0, 0, 1) +
        "aa" * 22 + "888e0200"),
    "association-completion-1": carries(
        0x40030003, header(88) + PEER + "0000" + ulong(0) + "00" * 4 + ulong(88, 4, 92, 4, 0, 0, 0, 0) +
        "00" * 36 + "bb" * 8),
    "connection-start": carries(0x40030004, header(52) + ulong(1) + "00" * 44),
    "roaming-start": carries(0x40030006, header(52) + "00" * 44 + ulong(0x50000)),
    "disassociation": carries(0x40030008, header(24) + PEER + "0000" + ulong(0x10007, 0, 0)),
    "pmkid-candidates": carries(0x4003000a, header(12) + ulong(24, 12) + (PEER + "0000" + ulong(1)) * 2),
    "link-quality": carries(0x4003000c, header(12) + ulong(1, 12) + PEER + "5a"),
    "link-quality-outside": carries(0x4003000c, header(12) + ulong(3, 0xfffffff0) + PEER + "5a"),
    "scan": carries(0x0d01030b, ulong(3) + "ff" * 6 + "0000" + ulong(1, 0, 0, 1, 0, 0, 0, 64, 1, 36, 2) +
                    SSID_ENTRY + "dd00" + "00" * 26 + ulong(0, 0, 0, 0, 0, 1, 2) + "0611"),
    "bss-list": carries(0x0e010179, header(16) + ulong(140, 140) + BSS_ENTRY * 2, 1),
    "ssids": carries(0x0e01017c, header(48) + ulong(2, 2) + SSID_ENTRY * 2),
    "too-many": carries(0x0e01017c, header(48) + ulong(0xffffffff, 2) + SSID_ENTRY),
    "exemptions": carries(0x0e010184, header(20) + ulong(1, 1) + "888e02000100"),
    "default-key": carries(0x0e01018b, header(24) + ulong(1, 4) + PEER + "00001c00" + CCMP),
    "mapping-keys": carries(0x0e01018c, header(16) + ulong(68, 68) + PEER + "0000" + ulong(4, 3) +
                            "00001c00" + CCMP + PEER + "0000" + ulong(4, 3) + "0100ffff"),
    "statistics": carries(0x0e020183, header(400) + "00" * 28 + "22" * 224 + "33" * 288, 1),
    "ibss-params": carries(0x0e01019b, header(16) + "01000000" + ulong(16, 2) + "dd00"),
    "rates": carries(0x0d01031a, ulong(4) + "02040b16" + "00" * 122),
}

# Group offered, element: group, x coordinate. Good ones: RFC 5903's public keys.
P256 = "d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63"
P384 = ("e558dbef53eecde3d3fccfc1aea08a89a987475d12fd950d83cfa41732bc509d0d1ac43a0336def96fda41d0774a3571")
P521 = ("00d0b3975ac4b799f5bea16d5e13e9af971d5e9b984c9f39728b5e5739735a219b97c35643"
        "6adc6e95bb0352f6be64a6c2912d4ef2d0433ced2b6171640012d9460f")
OWE = {
    "p256": "00" "1300" + P256,
    "p384": "01" "1400" + P384,
    "p521": "02" "1500" + P521,
    "other-group": "01" "1300" + P256,
    "no-point": "00" "1300" + "00" * 31 + "01",
    "not-below-prime": "00" "1300" + "ff" * 32,
    "short": "00" "1300" + P256[2:],
    "no-such-group": "00" "1600" + P256,
    "transition": "506f9a1c" + PEER + "044f70656e" "5106",
    "transition-cut": "506f9a1c" + PEER + "044f70",
}


def sae(how, *frames):
    return bytes([how]).hex() + "".join(
        struct.pack("<BHBH", t, status, flags, len(body) // 2).hex() + body
        for t, status, flags, body in frames)


TO_AP, TRUE = 1, 2
# The Commit of the station, of the access point, their Confirms: as they are, or spoilt.
EXCHANGE = ((1, 0, TRUE | TO_AP, ""), (1, 0, TRUE, ""), (2, 0, TRUE | TO_AP, ""), (2, 0, TRUE, ""))
SAE = {
    "h2e-19": sae(1, *EXCHANGE),
    "h2e-20": sae(5, *EXCHANGE),
    "h2e-21": sae(9, *EXCHANGE),
    "hunt-19": sae(0, *EXCHANGE),
    "ext-key-20": sae(7, *EXCHANGE),
    "no-point": sae(1, (1, 0, TRUE | TO_AP | 60 << 2, "01")),
    "scalar": sae(1, (1, 126, TO_AP, "1300" + "00" * 32 + "11" * 64)),
    "token": sae(1, (1, 76, 0, "1300" "ff055d01020304"), *EXCHANGE),
    "token-bare": sae(0, (1, 76, 0, "1300" "01020304"), *EXCHANGE),
    "group-refused": sae(1, (1, 77, 0, "1300")),
    "refused": sae(1, (1, 1, 0, "")),
    "confirm-mismatch": sae(1, *EXCHANGE[:2], (2, 0, TRUE | TO_AP | 40 << 2, "01")),
    "confirm-early": sae(1, (2, 0, TO_AP, "0100" + "00" * 32)),
    "identifier": sae(1, (1, 126, TO_AP, "1300" + "01" * 96 + "ff0521616263" "ff035c1400")),
    "cut": sae(1, (1, 126, TO_AP, "1300" + "01" * 95)),
    "no-such-group": sae(1, (1, 126, TO_AP, "1600" + "01" * 96)),
    "reflected": sae(1, (1, 0, TRUE | TO_AP, ""), (1, 0, TRUE, ""), (1, 0, TRUE, "")),
}


def ft_elements(akm, mic, name="5a", subs="", count="03"):
    """RSNE, MDE and FTE of a fast transition: of the pattern that the target's two ends have."""
    rsne = "30260100000fac040100000fac040100000fac" + akm + "00000100" + name * 16
    fte = "00" + count + "00" * mic + "02" + "00" * 31 + "02" + "00" * 31 + subs
    return rsne + "3603010200" + "37%02x" % (len(fte) // 2) + fte


NAMES = "0106020000000002" "030172"
FT_KEYS = NAMES + "0223" "0100" "10" + "00" * 8 + "33" * 24 + "0421" "0400" + "00" * 6 + "10" + "44" * 24

FT_INPUTS = {
    "answer-psk": "00" + ft_elements("04", 16, subs=NAMES),
    "answer-384": "04" + ft_elements("0d", 24, subs=NAMES),
    "answer-512": "08" + ft_elements("19", 32, subs=NAMES),
    "response-psk": "01" + ft_elements("04", 16, subs=FT_KEYS),
    "response-cut": "01" + ft_elements("04", 16, subs=FT_KEYS)[:-20],
    "response-384": "05" + ft_elements("0d", 24, subs=FT_KEYS),
    "request-psk": "02" + ft_elements("04", 16, subs="030172", count="00"),
    "request-512": "0a" + ft_elements("19", 32, subs="030172", count="00"),
    "request-nameless": "02" + ft_elements("04", 16, count="00"),
    "reassociation": "03" + ft_elements("04", 16, subs=NAMES),
    "no-elements": "01",
    "element": "00" + "0003" + "11" * 16 + "22" * 32 + "33" * 32 + FT_KEYS,
    "twice": "00" + "0003" + "11" * 16 + "22" * 32 + "33" * 32 + NAMES + NAMES,
    "action": "00" "0602" + STA + OTHER + "0000" + ft_elements("04", 16, subs=NAMES),
}

# Octet 0: of a response. Control, common part (length, MLD address, link id, change count), a
# profile of link 1: control 0x31 (complete, with address), information, fields.
MLE_AUTH = "ff0a6b0000" + "07" + "020000000901"
PROFILE = "000f" + "3100" + "07" + "020000000102" + "3104" + "0000" + "0100"
MLE_RESPONSE = "ff1d6b" "3000" "09" "020000000a01" "00" "01" + PROFILE
MULTI_LINKS = {
    "auth": "00" + MLE_AUTH,
    "auth-sae": "00" + "1300" + "44" * 96 + MLE_AUTH,
    "response": "01" + MLE_RESPONSE,
    "request": "00" + MLE_RESPONSE,
    "cut": "01" + MLE_RESPONSE[:-20],
    "fragments": "01" + "ffff6b" "3000" "09" "020000000a01" "00" "01" + "00ff" + "3100" "07"
                 "020000000102" + "3104" + "0000" + "55" * 229 + "f220" + "66" * 15 + PROFILE,
    "twice": "01" + "ff2e6b" "3000" "09" "020000000a01" "01" "01" + PROFILE + PROFILE,
    "kde": "00" + "12" + "020000000102",
}


# Of a station whose port is open: a number for the protocol, then an MSDU or a payload.
CLIENT, GATE = "020000000051", "0200000000f1"
V4 = "4500004000010000401100" "00" "c0a80702" "c0a80717"
V6 = "6000000000383aff" "fe80" + "00" * 13 + "01" "ff02" + "00" * 13 + "01"
DHCP = "0201060012345678000080000000000000000000" "c0a80717" "0000000000000000" + CLIENT + \
    "00" * 202 + "63825363" "350105" "0104ffffff00" "0304c0a80701" "0604c0a80703" "330400000e10" \
    "3604c0a80702" "7203414243" "ff"
DHCP6 = "07abcdef" "000100021234" "0003002800000001" "0000070800000b40" "00050018" + \
    "20010db8" + "00" * 11 + "17" "00000e10" "00001c20"
DNS = "1234818300010000000000000377777707" "6578616d706c65" "026465" "00" "00010001"
RA = "860000004000" "0708" + "00" * 8 + "030440c0" "00015180" "00003840" "00000000" "20010db80007" + \
    "00" * 10 + "2502" "68747470733a2f2f782e" "00000000"
NS = "8700000000000000" "20010db80007" + "00" * 9 + "17"
GET = "GET /generate_204 HTTP/1.1\r\nHost: example.org\r\n\r\n".encode().hex()
FOUND = "HTTP/1.1 302 Found\r\nLocation: http://login.example/a?b\r\n\r\n".encode().hex()
PACKETS = {
    "arp": "00" + SNAP + "0806" "0001080006040002" + GATE + "c0a80701" + CLIENT + "c0a80717",
    "vlan": "00" + SNAP + "8100" "0007" "0800" + V4 + "0035003500080000",
    "dhcp": "01" + DHCP,
    "dhcp-cut": "01" + DHCP[:-20],
    "dhcp-msdu": "00" + SNAP + "0800" "45000130" + V4[8:] + "00430044011c0000" + DHCP,
    "dhcp6": "01" + DHCP6,
    "dns": "02" + DNS,
    "dns-pointer": "02" + "123401000001000000000000c00c00010001",
    "dns-long": "02" + "123401000001000000000000" + "0161" * 128 + "0000010001",
    "http-get": "03" + GET,
    "http-found": "03" + FOUND,
    "http-cut": "03" + FOUND[:-24],
    "tcp-msdu": "00" + SNAP + "0800" "45000064000100004006" "0000" "c6336407" "c0a80717"
                "0050c35000000001000000016018200000000000" "02040514" + FOUND,
    "router": "04" + RA,
    "neighbor": "04" + NS,
    "option-of-no-length": "04" + RA[:32] + "0100000000000000",
    "router-msdu": "00" + SNAP + "86dd" + V6 + RA,
    "extensions": "00" + SNAP + "86dd" + V6.replace("383aff", "3800ff", 1) + "3c00050200000100"
                  "1100010400000000" "0035003500080000",
}


def udp(kind, session, number, acknowledged, body):
    """A datagram of docs/radio-udp.md behind its length, as the target takes them."""
    text = "585201%02x%08x%08x%08x" % (kind, session, number, acknowledged) + body
    return "%04x" % (len(text) // 2) + text


UDP_HELLO = udp(1, 0, 0, 0, "000000000000002a" "020000000051" "03000101" "000001f4ffffff9c00000000")
UDP_SEND = udp(4, 7, 1, 0, "00000005" "00000000" "0985" "000c" "0000" "00040206" + "d4000000" + STA)
UDP_TUNE = udp(5, 7, 2, 0, "0985")
UDP_HEARD = udp(6, 7, 1, 2, "0000000000000001" "0985" "000c" "0000" "00ce" + "d4000000" + STA)
UDPS = {
    "hello": UDP_HELLO,
    "welcome": udp(2, 7, 0, 0, "000000000000002a" "00c81388"),
    "refuse": udp(3, 0, 0, 0, "000000000000002a" "010203"),
    "session": UDP_SEND + UDP_TUNE + udp(9, 7, 0, 1, "0985" "00030d40" "00000007"),
    "reordered": UDP_TUNE + UDP_SEND + UDP_SEND + udp(10, 7, 0, 0, "02"),
    "heard": UDP_HEARD + udp(7, 7, 2, 2, "00000005" "0103") + udp(8, 7, 3, 2, "00000005"),
    "far": udp(5, 7, 400, 0xffffffff, "0985"),
}


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "corpus")
    for target, seeds in (("frame", FRAMES), ("eapol", EAPOL), ("link_header", LINKS),
                          ("supplicant", HANDSHAKES), ("station", LIVES), ("payload", PAYLOADS),
                          ("owe", OWE), ("sae", SAE), ("ft", FT_INPUTS),
                          ("multi_link", MULTI_LINKS), ("packet", PACKETS), ("udp", UDPS)):
        os.makedirs(os.path.join(root, target), exist_ok=True)
        for name, text in seeds.items():
            with open(os.path.join(root, target, name), "wb") as out:
                out.write(bytes.fromhex(text))


if __name__ == "__main__":
    main()
