#!/usr/bin/env python3
"""Key derivations of the suites for which nobody has published values, computed once more.

usage: derive.py DERIVE       (TAP)

What stands here is of IEEE Std 802.11-2020 12.7.1 (802.11-2024 for AKMs 19, 20, 24 and 25): the
table of lengths and hashes, the KDF, the hierarchy of fast transitions and the names of keys, by
hashlib and hmac alone. DERIVE (derive.c) has the same of src/rsn. The inputs are drawn by chance
from a fixed seed.
"""
import hashlib
import hmac
import random
import subprocess
import sys

# AKM: hash, octets of KCK, KEK and MIC, and how long the first key of the hierarchy is.
SUITES = {
    3: ("sha256", 16, 16, 16, (32,)), 9: ("sha256", 16, 16, 16, (32,)),
    5: ("sha256", 16, 16, 16, (32,)), 11: ("sha256", 16, 16, 16, (32,)),
    12: ("sha384", 24, 32, 24, (48,)), 13: ("sha384", 24, 32, 24, (48,)),
    19: ("sha384", 24, 32, 24, (32,)), 20: ("sha384", 24, 32, 24, (32,)),
    24: (None, 0, 0, 0, (32, 48, 64)), 25: (None, 0, 0, 0, (32, 48, 64)),
}
FT = {3, 9, 13, 19, 25}
BY_PMK = {32: ("sha256", 16, 16, 16), 48: ("sha384", 24, 32, 24), 64: ("sha512", 32, 32, 32)}
draw = random.Random(802_11)


def octets(n):
    return draw.randbytes(n)


def mac_of(name, key, data):
    return hmac.new(key, data, name).digest()


def kdf(name, key, label, context, length):
    """12.7.1.6.2: iterations, and the length in bits, as little-endian words."""
    out, i = b"", 1
    while len(out) < length:
        out += mac_of(name, key, i.to_bytes(2, "little") + label + context
                      + (8 * length).to_bytes(2, "little"))
        i += 1
    return out[:length]


def suite(akm, length):
    return SUITES[akm][:4] if SUITES[akm][0] else BY_PMK[length]


def r0(akm, mpmk, ssid, mdid, r0kh, sta):
    """12.7.1.6.3."""
    name = suite(akm, len(mpmk))[0]
    size = hashlib.new(name).digest_size
    data = bytes([len(ssid)]) + ssid + mdid + bytes([len(r0kh)]) + r0kh + sta
    key = kdf(name, mpmk, b"FT-R0", data, size + 16)
    return key[:size], hashlib.new(name, b"FT-R0N" + key[size:]).digest()[:16]


def r1(akm, key, key_name, r1kh, sta):
    """12.7.1.6.4."""
    name = {32: "sha256", 48: "sha384", 64: "sha512"}[len(key)]
    return (kdf(name, key, b"FT-R1", r1kh + sta, len(key)),
            hashlib.new(name, b"FT-R1N" + key_name + r1kh + sta).digest()[:16])


def ptk(akm, name, kck, kek, key, aa, spa, anonce, snonce, tk):
    """12.7.1.3, of FT 12.7.1.6.5."""
    if akm in FT:
        whole = kdf(name, key, b"FT-PTK", snonce + anonce + aa + spa, kck + kek + tk)
    else:
        context = min(aa, spa) + max(aa, spa) + min(anonce, snonce) + max(anonce, snonce)
        whole = kdf(name, key, b"Pairwise key expansion", context, kck + kek + tk)
    return whole[:kck], whole[kck:kck + kek], whole[kck + kek:]


def pmkid(name, key, aa, spa):
    return mac_of(name, key, b"PMK Name" + aa + spa)[:16]


def questions():
    """The question, and what the answer has to be."""
    for akm, (_, _, _, _, lengths) in SUITES.items():
        for length in lengths:
            name, kck, kek, mic = suite(akm, length)
            aa, spa, anonce, snonce = octets(6), octets(6), octets(32), octets(32)
            key = octets(length)
            if akm in FT:
                ssid, mdid = octets(draw.randrange(1, 33)), octets(2)
                r0kh, r1kh = octets(draw.randrange(1, 49)), octets(6)
                top = r0(akm, key, ssid, mdid, r0kh, spa)
                yield ("r0", akm, key, ssid, mdid, r0kh, spa), top
                leaf = r1(akm, *top, r1kh, spa)
                yield ("r1", akm, *top, r1kh, spa), leaf
                key = leaf[0]
            for tk in (16, 32):
                yield ("ptk", akm, key, aa, spa, anonce, snonce, tk), \
                    ptk(akm, name, kck, kek, key, aa, spa, anonce, snonce, tk)
    for akm, name, size in ((3, "sha256", 32), (5, "sha256", 32), (13, "sha384", 48),
                            (11, "sha256", 16), (12, "sha384", 24)): # 11 and 12: of the KCK
        key, aa, spa = octets(size), octets(6), octets(6)
        yield ("pmkid", akm, key, aa, spa), (pmkid(name, key, aa, spa),)
    for akm, part in ((1, slice(0, 32)), (5, slice(0, 32)), (3, slice(32, 64)),
                      (11, slice(0, 32)), (12, slice(0, 48)), (13, slice(0, 48))):
        msk = octets(64)
        yield ("msk", akm, msk), (msk[part],)
    for akm in (11, 12, 13, 19, 20):
        name, kck, _, mic = SUITES[akm][:4]
        key, data = octets(kck), octets(121)
        yield ("mic", akm, key, data), (mac_of(name, key, data)[:mic],)


def main():
    asked = list(questions())
    text = "".join(" ".join(w.hex() if isinstance(w, bytes) else str(w) for w in question) + "\n"
                   for question, _ in asked)
    done = subprocess.run([sys.argv[1]], input=text, capture_output=True, text=True, timeout=60)
    answers = done.stdout.splitlines()
    print(f"1..{len(asked)}")
    failed = len(answers) != len(asked)
    for i, (question, expected) in enumerate(asked):
        want = " ".join(part.hex() for part in expected)
        got = answers[i] if i < len(answers) else done.stderr.strip()
        failed |= got != want
        print(f"{'ok' if got == want else 'not ok'} {i + 1} - {question[0]} of AKM {question[1]}, "
              f"{len(question[2])} octets")
        if got != want:
            print(f"# {want} was to come, not {got}")
    return 1 if failed else 0


sys.exit(main())
