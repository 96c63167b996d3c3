#!/usr/bin/env python3
"""Clients of the control interface that mean harm, or are broken: attaches by the thousand, floods,
answers that nobody reads, messages that are too long, garbage. Meanwhile and afterwards those who
behave are served, and memory and descriptors are what they were. (TAP)

Usage: hostile.py WPA_SERVED"""
import os
import random
import socket
import sys
import time

from tap import check, expect, main
from wpa_client import LIMIT, Served

SERVED = Served(sys.argv[1], "--test")
GOOD = SERVED.client()
OTHER = SERVED.client("wlan1")
PATH = os.path.join(SERVED.directory, "wlan0")


def descriptors():
    return len(os.listdir("/proc/%d/fd" % SERVED.process.pid))


def memory():
    """KiB of it that are in use."""
    for line in open("/proc/%d/status" % SERVED.process.pid):
        if line.startswith("VmRSS:"):
            return int(line.split()[1])


def serves():
    """Everybody else is answered as ever."""
    expect(GOOD.request("PING") == "PONG\n")
    expect(OTHER.request("PING") == "PONG\n")
    g = SERVED.global_client()
    expect(g.request("PING") == "PONG\n")
    g.close()


def stranger(name):
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.bind(os.path.join(SERVED.folder, name))
    s.setblocking(False)
    return s


def drop(s):
    path = s.getsockname()
    s.close()
    os.unlink(path)


def push(s, data):
    """Sends without waiting; false when the server's queue is full."""
    try:
        s.sendto(data, PATH)
        return True
    except (BlockingIOError, OSError):
        return False


@check
def ten_thousand_attaches():
    expect(GOOD.request("ATTACH") == "OK\n")
    before = descriptors()
    kept, granted = [], 0
    for n in range(10000):
        s = stranger("attach-%d" % n)
        s.setblocking(True)
        s.sendto(b"ATTACH", PATH)
        answer = s.recv(64)
        granted += answer == b"OK\n"
        expect(answer in (b"OK\n", b"FAIL\n"), answer)
        if len(kept) < 200:
            kept.append(s)  # it stays, and reads nothing
        else:
            drop(s)
    expect(granted >= 63, granted)
    serves()
    expect(descriptors() == before)
    # who stays attached and does not read costs nobody the events
    for n in range(50):
        expect(GOOD.request("ADD_NETWORK") == "%d\n" % n)
    GOOD.wait("NETWORK-ADDED 49")
    for s in kept:
        drop(s)
    # those that have gone make room
    late = SERVED.client()
    end = time.monotonic() + LIMIT
    while late.request("ATTACH") != "OK\n":
        expect(time.monotonic() < end, "no room is made")
        time.sleep(0.05)
    expect(late.request("DETACH") == "OK\n")
    expect(late.request("DETACH") == "FAIL\n")
    late.close()
    expect(GOOD.request("REMOVE_NETWORK all") == "OK\n")


@check
def answers_that_nobody_reads():
    deaf = [stranger("deaf-%d" % n) for n in range(64)]
    for _ in range(400):
        for s in deaf:
            push(s, b"STATUS-DRIVER")
        if random.random() < 0.05:
            serves()
    serves()
    for s in deaf:
        drop(s)
    serves()


@check
def messages_that_are_too_long_are_refused():
    s = stranger("long")
    s.setblocking(True)
    for size, answer in ((8192, b"UNKNOWN COMMAND\n"), (8193, b"FAIL\n"), (60000, b"FAIL\n")):
        s.sendto(b"A" * size, PATH)
        expect(s.recv(64) == answer, size)
    # what is cut is not carried out
    s.sendto(b"ADD_NETWORK" + b" " * 9000, PATH)
    expect(s.recv(64) == b"FAIL\n")
    expect(GOOD.request("LIST_NETWORKS") == "network id / ssid / bssid / flags\n")
    drop(s)


@check
def half_messages_and_garbage():
    whole = [b"SET_NETWORK 0 ssid \"net\"", b"SCAN freq=2412 ssid 6e6574", b"BSS RANGE=0-9 MASK=fff",
             b"CTRL-RSP-PASSWORD-0:abc", b"SIGNAL_MONITOR THRESHOLD=-50 HYSTERESIS=3",
             b"DATA_TEST_TX 02:00:00:00:00:01 02:00:00:00:00:02 0 len=100",
             b"MGMT_RX_PROCESS freq=2412 datarate=2 ssi_signal=-30 frame=c000", b"BSSID 0 any",
             b"EAPOL_RX 02:00:00:00:00:01 0103005f", b"LIST_NETWORKS LAST_ID=4294967295",
             b"IFNAME=wlan0 STATUS", b"LEVEL 2", b"DUP_NETWORK 0 0 ssid", b"GET_NETWORK 0 psk"]
    rng = random.Random(1)
    s = stranger("half")
    s.setblocking(True)
    for command in whole:
        for cut in range(len(command) + 1):
            s.sendto(command[:cut], PATH)
            s.recv(8192)
    for _ in range(3000):
        octets = bytearray(rng.choice(whole)) if rng.random() < 0.7 else bytearray(
            rng.randbytes(rng.randrange(200)))
        for _ in range(rng.randrange(6)):
            if octets:
                octets[rng.randrange(len(octets))] = rng.randrange(256)
        s.sendto(bytes(octets), PATH)
        s.recv(8192)  # each is answered; what is found empty by nothing
    drop(s)
    serves()


@check
def nobody_to_answer():
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)  # bound to nothing
    for _ in range(1000):
        s.sendto(b"ATTACH", PATH)
        s.sendto(b"PING", PATH)
    s.close()
    gone = stranger("gone")
    gone.setblocking(True)
    gone.sendto(b"PING", PATH)
    drop(gone)
    serves()


@check
def a_flood_leaves_nothing_behind():
    serves()
    fds, kib = descriptors(), memory()
    s = stranger("flood")
    s.setblocking(True)
    for n in range(20000):
        s.sendto(b"STATUS", PATH)
        s.recv(8192)
    drop(s)
    serves()
    expect(descriptors() == fds)
    # a sanitizer keeps what was freed for a while
    expect("ASAN_OPTIONS" in os.environ or memory() - kib < 2048, kib, memory())


@check
def nothing_is_left():
    GOOD.close()
    OTHER.close()
    status, out, left = SERVED.stop()
    expect((status, out, left) == (0, "LEFT 0\n", []), status, out, left)


main()
