#!/usr/bin/env python3
"""extsta watch --serve over HTTP, without a browser (tests/report has one): what is sent, how much
is kept, who is refused, what slow and hostile clients can do. (TAP)"""
import http.client
import json
import os
import re
import signal
import socket
import struct
import subprocess
import time

from program import PROGRAM, WORK, refused, run
from tap import Skip, check, expect, main

OK, EXPECTATION, USAGE, INPUT, SYSTEM = range(5)
AP = bytes.fromhex("0200000000a9")
LONG = 120  # seconds: for what must happen


def have_http():
    r = run("watch", "-", "--serve", "nonsense")
    if r.status == SYSTEM and "libmicrohttpd" in r.err:
        raise Skip("built without libmicrohttpd")


def head(link=105):
    return struct.pack("<IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, link)


def record(us, frame):
    us += 1700000000 * 10**6
    return struct.pack("<IIII", us // 10**6, us % 10**6, len(frame), len(frame)) + frame


def mgmt(kind, ra, ta, number, body):
    return bytes([kind, 0, 0, 0]) + ra + ta + AP + struct.pack("<H", number << 4 & 0xffff) + body


def beacon(us, number):
    return record(us, mgmt(0x80, b"\xff" * 6, AP, number, struct.pack("<QHH", us, 100, 1)
                           + b"\0\5lobby"))


def station(n):
    return bytes([2, 0, 1]) + n.to_bytes(3, "big")


def refusal(n, us):
    """A station that asks and is refused (status 12): one story, of four frames."""
    sta = station(n)
    return b"".join(record(us + 1000 * i, f) for i, f in enumerate((
        mgmt(0xb0, AP, sta, 1, struct.pack("<HHH", 0, 1, 0)),
        mgmt(0xb0, sta, AP, n * 2, struct.pack("<HHH", 0, 2, 0)),
        mgmt(0x00, AP, sta, 2, struct.pack("<HH", 0x401, 5) + b"\0\5lobby"),
        mgmt(0x10, sta, AP, n * 2 + 1, struct.pack("<HHH", 0x401, 12, 0)))))


def refusals(first, count):
    return b"".join(refusal(n, n * 10000) for n in range(first, first + count))


class Server:
    """A watch that serves, fed by hand."""

    def __init__(self, *arguments, where="127.0.0.1:0", stdout=subprocess.DEVNULL):
        self.process = subprocess.Popen(
            [PROGRAM, "watch", "-", "--serve", where, *arguments], cwd=WORK, bufsize=0,
            stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.PIPE)
        # it listens when it has seen that this is a capture
        self.feed(head() + beacon(0, 1))
        line = self.process.stderr.readline().decode()
        self.port = int(re.search(r"http://(?:127\.0\.0\.1|\[::1\]):(\d+)/", line).group(1))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def feed(self, data):
        self.process.stdin.write(data)

    def get(self, path, method="GET", **headers):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        c.request(method, path, headers=headers)
        r = c.getresponse()
        body = r.read().decode()
        c.close()
        return r, body

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(LONG)


class Stream:
    """What a browser's EventSource is given."""

    def __init__(self, server, **headers):
        self.c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=LONG)
        self.c.request("GET", "/events", headers=headers)
        self.r = self.c.getresponse()
        expect(self.r.status == 200, self.r.status)
        expect(self.r.getheader("Content-Type") == "text/event-stream", self.r.getheaders())
        self.stories, self.states, self.ids, self.ended = [], [], [], False

    def next(self):
        event = {}
        while True:
            line = self.r.readline().decode()
            if not line:
                self.ended = True
                return None
            line = line.rstrip("\n")
            if not line:
                if "data" in event:
                    break
                continue
            name, _, value = line.partition(": ")
            event[name] = value
        data = json.loads(event["data"])
        if event["event"] == "story":
            self.ids.append(int(event["id"]))
            self.stories.append(data)
        elif event["event"] == "state":
            self.states.append(data)
        return event["event"]

    def until(self, condition):
        while not condition(self):
            expect(self.next(), "the stream ended")
        return self

    def until_stories(self, count):
        return self.until(lambda s: len(s.stories) >= count)


@check
def the_stories_are_those_of_explain():
    have_http()
    capture = head() + beacon(0, 1) + refusals(0, 20)
    (WORK / "a.pcap").write_bytes(capture)
    told = [json.loads(l) for l in run("explain", "--json", "a.pcap").out.splitlines()]
    told = [t for t in told if t["line"] in ("story", "note")]
    with Server("--quiet") as server:
        stream = Stream(server)
        server.feed(refusals(0, 10))
        stream.until_stories(9)  # the last one may still wait for what follows
        server.feed(refusals(10, 10))
        server.process.stdin.close()
        stream.until(lambda s: s.states and s.states[-1]["over"])
        later = Stream(server).until_stories(len(told))
        for s in (stream, later):
            expect([x["sta"] for x in s.stories] == [t["sta"] for t in told], s.stories)
            expect([x["story"][5:7] for x in s.stories]
                   == [[t["first_frame"], t["last_frame"]] for t in told], s.stories)
            expect(s.ids == list(range(1, len(told) + 1)), s.ids)
        first = stream.stories[0]
        expect(first["bss"][:3] == ["02:00:00:00:00:a9", "lobby", 0], first)
        ladder = first["story"][18]
        expect(ladder[3::4] == [2, 3, 4, 5], ladder)  # the numbers of its frames
        expect(stream.states[-1]["frames"] == 81, stream.states[-1])
        r, body = server.get("/lane/02:00:01:00:00:03")
        expect(r.status == 200 and json.loads(body)[5] == 4, body)  # frames in the first step
        r, body = server.get("/lane/02:00:01:00:09:99")
        expect(json.loads(body) == 0, body)
        expect(server.stop() == OK, "it does not end well")


@check
def standard_output_says_the_same_as_without_it():
    have_http()
    capture = beacon(0, 1) + refusals(0, 30)
    want = run("watch", "-", "--json", stdin=head() + capture).out
    with Server("--json", stdout=subprocess.PIPE) as server:
        stream = Stream(server)
        server.feed(capture[len(beacon(0, 1)):])
        server.process.stdin.close()
        stream.until(lambda s: s.states and s.states[-1]["over"])
        expect(server.stop() == OK)
        expect(server.process.stdout.read().decode() == want, want)


@check
def a_browser_that_comes_back_goes_on_where_it_was():
    have_http()
    with Server("--quiet") as server:
        server.feed(refusals(0, 10) + beacon(10**6, 2))
        stream = Stream(server).until_stories(9)
        again = Stream(server, **{"Last-Event-ID": str(stream.ids[4])}).until_stories(2)
        expect(again.ids[:2] == [6, 7], again.ids)
        # one of another run, or a lie
        Stream(server, **{"Last-Event-ID": "99999999999999999999999"}).until(lambda s: s.states)


@check
def old_stories_fall_out_and_are_counted():
    have_http()
    with Server("--quiet", "--keep-stories", "50") as server:
        server.feed(refusals(0, 400))
        server.process.stdin.close()
        stream = Stream(server).until(lambda s: s.states and s.states[-1]["over"])
        expect(stream.states[-1]["fallen"] == 350, stream.states[-1])
        late = Stream(server).until_stories(50)
        expect(late.ids == list(range(351, 401)), late.ids)
        expect(late.stories[0]["sta"] == "02:00:01:00:01:5e", late.stories[0])


@check
def of_too_many_stations_it_begins_anew_and_says_so():
    have_http()
    with Server("--quiet", "--keep-stations", "100") as server:
        server.feed(refusals(0, 1050))
        server.process.stdin.close()
        stream = Stream(server).until(lambda s: s.states and s.states[-1]["over"])
        expect(stream.states[-1]["anew"] == 10, stream.states[-1])
        expect(len({s["sta"] for s in Stream(server).until_stories(1040).stories}) >= 1040)


@check
def many_stations_take_no_more_memory_than_few():
    have_http()
    if "ASAN_OPTIONS" in os.environ:
        raise Skip("a sanitizer keeps what was freed for a while")
    with Server("--quiet", "--keep-stories", "1000", "--keep-stations", "1000") as server:
        def resident():
            text = open("/proc/%d/status" % server.process.pid).read()
            return int(re.search(r"VmRSS:\s+(\d+)", text).group(1))

        def told(frames):
            Stream(server).until(lambda s: s.states and s.states[-1]["frames"] >= frames)
        server.feed(refusals(0, 20000))
        told(80001)
        few = resident()
        server.feed(refusals(20000, 60000))
        told(320001)
        many = resident()
        print("# after 20000 stations %d KiB, after 80000 %d KiB" % (few, many))
        expect(many < few + 4096, few, many)


@check
def several_browsers_see_the_same():
    have_http()
    with Server("--quiet") as server:
        streams = [Stream(server) for _ in range(8)]
        server.feed(refusals(0, 100) + beacon(5 * 10**6, 2))
        for s in streams:
            s.until_stories(99)
        expect(all(s.stories[:99] == streams[0].stories[:99] for s in streams))


@check
def nobody_is_harmed_by_slow_and_hostile_clients():
    have_http()
    with Server("--quiet") as server:
        def connect(data):
            s = socket.create_connection(("127.0.0.1", server.port), LONG)
            s.sendall(data)
            return s
        held = [connect(b"GET / HT") for _ in range(150)]  # requests that never end
        held += [connect(b"GET /events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % server.port)
                 for _ in range(40)]  # streams that nobody reads, and too many
        held += [connect(x) for x in (
            b"\0" * 5000, b"GET /" + b"a" * 100000, b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 9000,
            b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 1000)]
        server.feed(refusals(0, 5000))
        until = time.monotonic() + LONG
        while True:
            try:
                r, body = server.get("/")
                break
            except OSError:  # its turn comes when one of those is cut off
                expect(time.monotonic() < until, "no answer")
                time.sleep(0.2)
        expect(r.status == 200 and "<html" in body, r.status)
        # those that hold connections lose them
        for s in held[:150]:
            s.settimeout(LONG)
            try:
                while s.recv(4096):
                    pass
            except ConnectionError:
                pass
            s.close()
        # one that has read nothing has made nobody wait: all is told
        expect(server.process.poll() is None)
        for s in held:
            s.close()
        server.process.stdin.close()
        stream = None
        while not stream:
            try:
                stream = Stream(server)
            except (OSError, AssertionError):
                expect(time.monotonic() < until + LONG, "no stream")
                time.sleep(0.2)
        stream.until(lambda s: s.states and s.states[-1]["over"])
        expect(stream.states[-1]["frames"] == 20001, stream.states[-1])
        expect(server.stop() == OK)


@check
def requests_of_others_are_refused():
    have_http()
    with Server("--quiet") as server:
        for host in ("evil.example", "evil.example:%d" % server.port, "127.0.0.1:1", ""):
            r, _ = server.get("/", Host=host)
            expect(r.status == 403, host, r.status)
        for host in ("localhost", "127.0.0.1", "[::1]"):
            r, _ = server.get("/", Host="%s:%d" % (host, server.port))
            expect(r.status == 200, host, r.status)
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            r, _ = server.get("/", method=method)
            expect(r.status == 405, method, r.status)
        for path in ("/x", "/events/", "/lane/", "/lane/02:00:01:00:00:0", "/lane/zz:00:01:00:00:00",
                     "/lane/02:00:01:00:00:00/", "/../etc/passwd", "//"):
            r, _ = server.get(path)
            expect(r.status == 404, path, r.status)
        r, body = server.get("/")
        for name, value in (("X-Frame-Options", "DENY"), ("Cache-Control", "no-store"),
                            ("X-Content-Type-Options", "nosniff")):
            expect(r.getheader(name) == value, name)
        policy = r.getheader("Content-Security-Policy")
        expect("default-src 'none'; connect-src 'self';" in policy, policy)
        expect("default-src 'none'; connect-src 'self';" in body)
        expect(r.getheader("Access-Control-Allow-Origin") is None)


@check
def only_loopback_unless_told_otherwise():
    have_http()
    capture = head() + beacon(0, 1)
    for where in ("0.0.0.0:0", "[::]:0", "192.0.2.1:80"):
        refused(USAGE, ["--serve-anyone", "who is in the air"], "watch", "-", "--serve", where,
                stdin=capture)
    for where in ("", ":", "x", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:80x",
                  "example.com:80", "[::1:80", "1.2.3:80", "::1:80:", "a" * 300 + ":1"):
        refused(USAGE, ["--serve", "127.0.0.1:8080"], "watch", "-", "--serve", where,
                stdin=capture)
    refused(SYSTEM, ["--serve", "192.0.2.1"], "watch", "-", "--serve", "192.0.2.1:80",
            "--serve-anyone", stdin=capture)
    refused(USAGE, ["watch"], "explain", "--serve", "0", "x")
    refused(USAGE, ["--keep-stories"], "watch", "-", "--keep-stories", "0", stdin=capture)
    with Server("--quiet", where="localhost:0") as server:
        expect(server.get("/")[0].status == 200)
        refused(SYSTEM, ["in use"], "watch", "-", "--serve", "127.0.0.1:%d" % server.port,
                stdin=capture)


@check
def the_end_is_orderly():
    have_http()
    with Server("--quiet") as server:
        server.feed(refusals(0, 5))
        stream = Stream(server).until_stories(4)
        server.process.send_signal(signal.SIGINT)
        while stream.next():
            pass
        expect(stream.ended and stream.states[-1]["over"], stream.states[-1:])
        expect(len(stream.stories) == 5, stream.stories)  # what waited is told
        expect(server.process.wait(LONG) == OK)
        try:
            socket.create_connection(("127.0.0.1", server.port), 5).close()
            expect(False, "still there")
        except ConnectionRefusedError:
            pass


if __name__ == "__main__":
    main()
