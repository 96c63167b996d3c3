"""extsta medium over UDP, and the radios on it: ours, one that is written here from
docs/radio-udp.md alone, and strangers."""
import json
import os
import re
import signal
import socket
import struct
import subprocess
import time

from program import PROGRAM, WORK, file, refused, run
from tap import Skip, check, expect, main

OK, USAGE, INPUT, SYSTEM = 0, 2, 3, 4
HOME = 'ssid="home", passphrase="twelve monkeys", channel=6'
LIMIT = 60  # nothing is measured by it


class Medium:
    """A medium that runs; its lines are read as they come."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([PROGRAM, "medium", "--udp", "0", *arguments],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        cwd=WORK, text=True)
        self.lines = []
        self.port = int(re.search(r"UDP port (\d+)", self.until("medium is there")).group(1))
        self.radio = "udp:127.0.0.1:%d" % self.port

    def until(self, words):
        for line in self.process.stdout:
            self.lines.append(line)
            if words in line:
                return line
        raise AssertionError("'%s' never came: %s" % (words, self.lines))

    def end(self, number=signal.SIGINT):
        self.process.send_signal(number)
        rest = self.process.communicate(timeout=LIMIT)[0]
        return self.process.returncode, "".join(self.lines) + rest

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.stdout.close()
        self.process.wait()


class Radio:
    """The client of docs/radio-udp.md, as short as it can be: it repeats nothing, because
    nothing is lost on the loopback."""
    HEADER = struct.Struct(">2sBBIII")

    def __init__(self, port, address, version=1):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(LIMIT)
        self.socket.connect(("127.0.0.1", port))
        self.address, self.session, self.number, self.expected = address, 0, 0, 1
        self.put(1, 0, struct.pack(">Q6sBbBBiii", 42, address, 3, 0, version, version, 100, 200, 0))
        kind, body = self.get()
        if kind == 2:
            expect(struct.unpack(">QHH", body)[0] == 42, "the nonce comes back")
            self.put(9, 0, bytes(10))
        self.refused = body if kind == 3 else None

    def put(self, kind, number, body, session=None):
        head = self.HEADER.pack(b"XR", 1, kind, self.session if session is None else session,
                                number, self.expected - 1)
        self.socket.send(head + body)

    def numbered(self, kind, body):
        self.number += 1
        self.put(kind, self.number, body)

    def get(self):
        """The next message; numbered ones are acknowledged."""
        while True:
            data = self.socket.recv(4096)
            magic, version, kind, session, number, _ = self.HEADER.unpack(data[:16])
            expect(magic == b"XR" and version == 1, "a header", data)
            self.session = session
            if number:
                if number != self.expected:
                    continue
                self.expected += 1
                self.put(9, 0, bytes(10))
            return kind, data[16:]

    def until(self, kind):
        while True:
            k, body = self.get()
            if k == kind:
                return body

    def tune(self, freq):
        self.numbered(5, struct.pack(">H", freq))

    def send(self, freq, frame, cookie=0, flags=0):
        self.numbered(4, struct.pack(">IIHHHBBBB", cookie, 0, freq, 0, flags, 0, 4, 0, 0) + frame)


BSSID = bytes.fromhex("020000000c01")


def beacon(ssid):
    return (bytes.fromhex("80000000ffffffffffff") + BSSID + BSSID + bytes(2) + bytes(8) +
            bytes.fromhex("64000100") + bytes([0, len(ssid)]) + ssid +
            bytes.fromhex("010882848b960c121824") + bytes.fromhex("030106"))


@check
def stations_of_other_processes_scan_and_connect():
    with Medium("--ap", HOME) as m:
        r = run("scan", "--radio", m.radio, "--channels", "6", "--json")
        found = [json.loads(line) for line in r.out.splitlines()]
        expect(r.status == OK and [f["ssid"]["text"] for f in found] == ["home"], r)
        # 20 dBm, 2437 MHz, 5 m: 40.2 dB at 1 m (Friis), and 30 lg 5
        expect(-42 <= found[0]["rssi"] <= -40, r)
        pcap = str(WORK / "medium.pcap")
        r = run("connect", "--radio", m.radio, "--ssid", "home", "--passphrase", "twelve monkeys",
                "--channels", "6", "--for", "0.2", "--stations", "3", "--pcap", pcap)
        expect(r.status == OK and "3 stations: 3 authorized" in r.out, r)
        expect("0 violated" in r.out, r)
        told = run("explain", pcap, "--json")
        expect(told.status == OK and told.out.count('"name":"left-by-station"') == 3, told)
        for _ in range(3):
            m.until("leaves, by its own hand")
        status, out = m.end()
        expect(status == OK, "a signal is its usual end", out)
        expect(len(re.findall(r"ap1 +\S+ is authorized", out)) == 3, out)
        expect("not taken" not in out, out)


@check
def stations_of_two_processes_make_a_network_of_their_own():
    with Medium() as m:
        def station():
            return subprocess.Popen([PROGRAM, "connect", "--radio", m.radio, "--type", "ibss",
                                     "--ssid", "adhoc", "--channels", "6"], cwd=WORK, text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

        def until(s, words):
            lines = []
            for line in s.stdout:
                lines.append(line)
                if words in line:
                    return
            expect(False, words, lines)
        both = [station()]
        until(both[0], "CONNECTION_START independent")  # there is one, to be joined
        both.append(station())
        for s in both:
            until(s, "may use the network")
        for s in both:
            s.send_signal(signal.SIGINT)
        for s in both:
            out = s.communicate(timeout=LIMIT)[0]
            expect("0 violated" in out, out)


@check
def an_access_point_of_another_process_is_on_the_air():
    """Written from the document alone: its beacons are heard, and what is sent to it arrives."""
    with Medium() as m:
        ap = Radio(m.port, BSSID)
        ap.tune(2437)
        scan = subprocess.Popen([PROGRAM, "scan", "--radio", m.radio, "--channels", "6", "--json"],
                                stdout=subprocess.PIPE, text=True)
        cookie, outcomes, probes = 0, [], 0
        ap.socket.settimeout(0.05)
        end = time.monotonic() + LIMIT
        while scan.poll() is None and time.monotonic() < end:
            cookie += 1
            ap.send(2437, beacon(b"theirs"), cookie, flags=1)
            try:
                while True:
                    kind, body = ap.get()
                    if kind == 7:
                        outcomes.append(struct.unpack(">IBB", body))
                    elif kind == 6:
                        serial, freq = struct.unpack(">QH", body[:10])
                        expect(freq == 2437, "the channel", body)
                        probes += body[16] == 0x40
            except socket.timeout:
                pass
        out = scan.communicate()[0]
        found = [json.loads(line) for line in out.splitlines()]
        expect(len(found) == 1 and found[0]["ssid"]["text"] == "theirs", out)
        # from 1,2 to 2.5,4.33 it is 2.77 m: 40.2 + 30 lg 2.77 = 53.5 dB below 20 dBm
        expect(-35 <= found[0]["rssi"] <= -32, out)
        expect(probes > 0, "who beacons hears questions")
        expect([o[0] for o in outcomes] == list(range(1, len(outcomes) + 1)), outcomes)
        expect(len(outcomes) >= cookie - 1, "each cookie has its outcome", outcomes)
        # nobody acknowledges this one: four tries, and it is told so
        ap.socket.settimeout(LIMIT)
        ap.send(2437, bytes.fromhex("c0000000" "0200000000ee") + BSSID * 2 + bytes(4), 1000)
        while True:
            n, flags, tries = struct.unpack(">IBB", ap.until(7))
            if n == 1000:
                break
        expect(flags == 0 and tries == 4, flags, tries)


@check
def strangers_are_counted_and_harm_nobody():
    with Medium("--ap", HOME) as m:
        good = Radio(m.port, bytes.fromhex("02000000aa01"))
        expect(good.refused is None, "it is welcome")
        other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        other.connect(("127.0.0.1", m.port))
        head = struct.Struct(">2sBBIII")
        for data in (b"", b"XR", b"nonsense, of more than sixteen octets",
                     head.pack(b"XR", 9, 9, good.session, 0, 0) + bytes(10),   # version
                     head.pack(b"XR", 1, 77, good.session, 0, 0),              # type
                     head.pack(b"XR", 1, 5, good.session, 9, 0),               # length
                     head.pack(b"XR", 1, 5, good.session, 0, 0) + b"\x09\x85",  # number
                     head.pack(b"XR", 1, 5, good.session, 9, 0) + b"\x09\x86",  # 2438 MHz
                     head.pack(b"XR", 1, 5, good.session ^ 1, 9, 0) + b"\x09\x85",  # session
                     head.pack(b"XR", 1, 5, good.session, 9, 0) + b"\x09\x85",  # source
                     head.pack(b"XR", 1, 2, good.session, 0, 0) + bytes(12)):  # for the other end
            other.send(data)
        # a session that is not there is said to be over
        other.settimeout(LIMIT)
        expect(other.recv(100)[3] == 10, "BYE")
        good.tune(2437)
        body = good.until(6)
        expect(body[16] == 0x80, "the one that is welcome hears beacons")
        for n in range(600):  # none of them answers
            other.send(head.pack(b"XR", 1, 1, 0, 0, 0) +
                       struct.pack(">Q6sBbBBiii", n, b"\x02\0\0\0" + struct.pack(">H", n), 0, 0, 1,
                                   1, 0, 0, 0))
        good.send(2437, bytes.fromhex("d4000000ffffffffffff"), 5, flags=1)
        expect(struct.unpack(">IBB", good.until(7))[0] == 5, "it goes on")
        status, out = m.end()
        expect(status == OK, out)
        for word in ("short", "magic", "version", "type", "length", "number", "value", "session",
                     "source", "full"):
            expect(re.search(r"\d+ not taken \(%s\)" % word, out), word, out)


@check
def refusals_are_said():
    with Medium() as m:
        old = Radio(m.port, bytes.fromhex("02000000aa02"), version=7)
        expect(old.refused and struct.unpack(">QBBB", old.refused) == (42, 1, 1, 1),
               "which versions it speaks", old.refused)
        group = Radio(m.port, bytes.fromhex("03000000aa02"))
        expect(group.refused and group.refused[8] == 2, group.refused)
        busy = refused(SYSTEM, ["port %d" % m.port, "another medium"], "medium", "--udp",
                       str(m.port))
        expect(not busy.out, busy)
        refused(USAGE, ["--signal", "hwsim"], "connect", "--ssid", "x", "--radio", m.radio,
                "--signal", "02:00:00:00:00:01=-50")
    free = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    refused(SYSTEM, ["no medium", str(port)], "scan", "--radio", "udp:127.0.0.1:%d" % port)
    refused(SYSTEM, ["no medium"], "connect", "--ssid", "x", "--radio",
            "udp:127.0.0.1:%d" % port)
    refused(USAGE, ["--udp", "--hwsim"], "medium")
    refused(USAGE, ["--udp", "'x'"], "medium", "--udp", "x")
    refused(USAGE, ["--place", "MAC=X,Y"], "medium", "--udp", "0", "--place", "02:00=1")
    refused(USAGE, ["too much"], "medium", "--udp", "0", "--ap", HOME, "a.lua")
    refused(INPUT, ["passphrase"], "medium", "--udp", "0", "--ap",
            'ssid="x", passphrase="short"')
    refused(USAGE, ["udp:HOST:PORT"], "scan", "--radio", "udp:here")


@check
def a_newer_radio_takes_the_place_of_one_whose_process_died():
    with Medium() as m:
        address = bytes.fromhex("02000000aa03")
        dead = Radio(m.port, address)
        m.until("has come")
        again = Radio(m.port, address)
        expect(again.refused is None, "it is welcome")
        expect(dead.until(10) == b"\x02", "the older one is told: replaced")
        m.until("a newer one has its address")


@check
def a_medium_that_dies_is_noticed():
    with Medium("--ap", HOME) as m:
        c = subprocess.Popen([PROGRAM, "connect", "--radio", m.radio, "--ssid", "home",
                              "--passphrase", "twelve monkeys", "--channels", "6"],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        m.until("is authorized")
        m.process.kill()
        out, err = c.communicate(timeout=LIMIT)
        expect(c.returncode == SYSTEM and "the radio has gone: nobody is there" in err, out, err)


# In a namespace where we are root: a station's TAP interface goes to another one within.
WIRE = """
until_() { n=0; until "$@"; do n=$((n + 1)); [ $n -gt 600 ] && exit 9; sleep 0.1; done; }
ip link set lo up || exit 77
"$EXTSTA" medium --udp 0 --wire w0 --ap 'ssid="home", channel=6' > wire.txt 2>&1 &
medium=$!
until_ grep -q 'medium is there' wire.txt
port=$(sed -n 's/.*UDP port \\([0-9]*\\).*/\\1/p' wire.txt)
ip addr add 10.0.0.2/24 dev w0
"$EXTSTA" connect --radio udp:127.0.0.1:$port --ssid home --channels 6 --tap s0 > station.txt 2>&1 &
station=$!
until_ grep -q 'is authorized' wire.txt
unshare -n sleep 100 &
other=$!
apart() { [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/self/ns/net)" ]; }
until_ apart
until_ ip link set s0 netns $other
inside() { nsenter -t $other -n "$@"; }
inside ip addr add 10.0.0.9/24 dev s0
inside ip link set s0 up
inside python3 ping.py 10.0.0.2 && inside python3 ping.py 10.0.0.1 && python3 ping.py 10.0.0.9
status=$?
kill $station $medium $other
exit $status
"""
PING = """
import socket, struct, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
s.settimeout(0.5)
message = struct.pack("!BBHHH", 8, 0, 0xf7fe, 0, 1)
for _ in range(60):
    try:
        s.sendto(message, (sys.argv[1], 0))
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            data, (host, _) = s.recvfrom(1500)
            if host == sys.argv[1] and data[20] == 0:
                sys.exit(0)
    except OSError:
        time.sleep(0.1)
sys.exit(1)
"""


@check
def the_wired_side_is_an_interface():
    """Pings of a station to the machine behind the access point's wire, to the host that the air
    makes up beside it, and back from the machine to the station."""
    if run_namespace("true").returncode != 0:
        raise Skip("no namespaces of users here")
    file("ping.py", PING)
    done = run_namespace(WIRE)
    if done.returncode == 77:
        raise Skip("no network in namespaces here")
    text = "".join(open(WORK / n).read() for n in ("wire.txt", "station.txt"))
    expect(done.returncode == 0, "pings", done.stderr, text)


def run_namespace(script):
    return subprocess.run(["unshare", "-Urn", "sh", "-c", script], cwd=WORK, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=4 * LIMIT,
                          env={**os.environ, "EXTSTA": PROGRAM})


@check
def a_scenario_is_played_in_real_time_and_the_air_stays():
    path = file("air.lua", """
ap{name="A", bssid="02:00:00:00:00:0a", ssid="home", channel=6}
rule{kind="beacon"}
run(0.1)
say("the script is over")
""")
    with Medium(path) as m:
        m.until("the script is over")
        r = run("scan", "--radio", m.radio, "--channels", "6", "--json")
        expect('"home"' in r.out, "it answers, though its beacons are lost", r)
        expect(m.end()[0] == OK, "the end")


main()
