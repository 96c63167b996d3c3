#!/usr/bin/env python3
"""`extsta daemon` on virtual air, in a network namespace of its own: its stations, their
interfaces, and what it does when something is in its way. (TAP)"""
import fcntl
import json
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from program import PROGRAM, WORK, run
from tap import Skip, check, expect, main

OK, USAGE, INPUT, SYSTEM = 0, 2, 3, 4
LIMIT = 60  # seconds; on an idle machine nothing takes two of them
# What is confined is killed by the first call that is not on the list: so every check here also
# says that the list is long enough. A sanitizer looks for leaks at the end by calls that are not.
SANITIZED = "ASAN_OPTIONS" in os.environ
SANDBOX = "no" if SANITIZED else "kill"
LAB = """
air:
  host: 10.0.0.1
  access-points:
  - {ssid: lab, passphrase: correct horse, channel: 1}
"""
NETWORK = "{ssid: lab, passphrase: correct horse}"
NUMBER = iter(range(1000))


def station(name, networks=NETWORK, more=""):
    return (f"- name: {name}\n  radio: air\n  channels: [1]\n  networks: [{networks}]\n" + more)


def write(text, mode=0o600, name=None):
    path = WORK / (name or f"daemon{next(NUMBER)}.yaml")
    path.write_text(text)
    path.chmod(mode)
    return path


def namespace(*extra):
    """A network namespace that lives as long as the process it returns."""
    holder = subprocess.Popen(["unshare", "-Urn", *extra, "sh", "-c", "echo there; exec sleep 300"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if holder.stdout.readline() != b"there\n":
        raise Skip("no user namespaces here: " + holder.stderr.read().decode().strip())
    return holder


HOLDER = None  # this file's own namespace


def within(holder=None):
    """What makes a command run in a namespace (this file's own, where none is named)."""
    return ["nsenter", "-t", str((holder or HOLDER).pid), "-U", "-n", "--preserve-credentials"]


def ip(*arguments, holder=None):
    done = subprocess.run([*within(holder), "ip", *arguments], capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else ""


def has_carrier(name):
    return "LOWER_UP" in ip("link", "show", name)


def until(what, condition):
    """Waits for what must happen; never for a time."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError(f"it never came: {what}")


class Daemon:
    def __init__(self, config, *arguments, sandbox=SANDBOX, wrap=None, env=(), limits=(), ready=True):
        self.path = write(f"sandbox: {sandbox}\n" + config) if isinstance(config, str) else config
        self.log_path = WORK / f"daemon{next(NUMBER)}.log"
        self.out_path = WORK / f"daemon{next(NUMBER)}.out"

        def limit():
            for what, most in limits:
                resource.setrlimit(what, (most, most))
        with open(self.log_path, "wb") as log, open(self.out_path, "wb") as out:
            self.process = subprocess.Popen(
                [*(within() if wrap is None else wrap), PROGRAM, "daemon", *arguments, self.path],
                stdout=out, stderr=log, cwd=WORK, env={**os.environ, **dict(env)},
                preexec_fn=limit if limits else None)
        if ready:
            self.says("stations\n")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    @property
    def log(self):
        return self.log_path.read_text(errors="replace")

    def says(self, text, times=1):
        end = time.monotonic() + LIMIT
        while self.log.count(text) < times:
            if self.process.poll() is not None and self.log.count(text) < times:
                raise AssertionError(f"it ended ({self.process.returncode}) before it said '{text}':"
                                     f"\n{self.log}")
            if time.monotonic() > end:
                raise AssertionError(f"it never said '{text}':\n{self.log}")
            time.sleep(0.01)

    def rewrite(self, config):
        self.path.write_text(f"sandbox: {SANDBOX}\n" + config)

    def reload(self, config, says="the configuration was read again"):
        before = self.log.count(says)
        self.rewrite(config)
        self.process.send_signal(signal.SIGHUP)
        self.says(says, before + 1)

    def stop(self, status=OK):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(LIMIT)
        expect(self.process.returncode == status, f"exit status {self.process.returncode}", self.log)


# --- the file ---

@check
def the_file_is_judged_by_line_and_column():
    path = write("stations:\n- name: a\n  radio: air\n  networks:\n  - ssid: b\n    passfrase: c\n"
                 "usr: d\n")
    r = run("daemon", "--check", str(path))
    expect(r.status == INPUT, r)
    expect(f"{path}:6:5: unknown key 'passfrase' of a network: is 'passphrase' meant?" in r.err, r)
    expect(f"{path}:7:1: unknown key 'usr' of the configuration: is 'user' meant?" in r.err, r)
    r = run("daemon", "--check", str(write(LAB + "stations:\n" + station("a"))))
    expect(r.status == OK and not r.err, r)
    r = run("daemon", "--check", str(WORK / "nothing.yaml"))
    expect(r.status == INPUT and "nothing.yaml: No such file" in r.err, r)
    r = run("daemon", str(WORK / "nothing.yaml"))
    expect(r.status == INPUT, r)


@check
def secrets_that_others_may_read_are_refused():
    text = LAB + "stations:\n" + station("a")
    for mode, words in ((0o644, ("others may read it", "chmod o= ")),
                        (0o602, ("others may change it", "chmod o= ")),
                        (0o620, ("its group", "may change it", "chmod g= "))):
        path = write(text, mode)
        r = run("daemon", "--check", str(path))
        expect(r.status == INPUT and all(w in r.err for w in (str(path), *words)), oct(mode), r)
    # without a secret it is anybody's to read
    r = run("daemon", "--check", str(write("stations: []\n", 0o644)))
    expect(r.status == OK, r)
    # a file that it names is looked at, too
    secret = write("correct horse\n", 0o644, "secret")
    names = station("a", "{ssid: lab, passphrase-file: secret}").replace("radio: air", "radio: hwsim")
    r = run("daemon", "--check", str(write("stations:\n" + names)))
    expect(r.status == INPUT and "passphrase-file: " in r.err and f"chmod o= {secret}" in r.err, r)
    secret.chmod(0o600)
    r = run("daemon", "--check", str(write("stations:\n" + names, 0o644)))
    expect(r.status == OK, r)
    secret.write_text("short\n")
    r = run("daemon", "--check", str(write("stations:\n" + names)))
    expect(r.status == INPUT and "8 to 63 printable characters" in r.err, r)


@check
def users_and_groups_that_are_none_are_named():
    r = run("daemon", "--check", str(write("stations: []\ngroup: nosuchgroup\nuser: nosuchuser\n")))
    expect(r.status == INPUT and ":2:8: there is no group 'nosuchgroup'" in r.err and
           ":3:7: there is no user 'nosuchuser'" in r.err, r)


# --- a station ---

@check
def an_interface_has_a_carrier_while_its_port_is_open():
    head = LAB + "stations:\n"
    with Daemon(head + station("one", "", "  mtu: 1400\n  address: 02:00:00:00:00:31\n")) as d:
        shown = ip("link", "show", "one")
        expect("mtu 1400" in shown and "02:00:00:00:00:31" in shown and ",UP" in shown, shown)
        expect("NO-CARRIER" in shown, shown)
        d.reload(head + station("one", NETWORK, "  mtu: 1400\n  address: 02:00:00:00:00:31\n"))
        d.says("one: connected to 'lab'")
        until("the carrier", lambda: has_carrier("one"))
        d.reload(head + station("one", "{ssid: elsewhere}",
                                "  mtu: 1400\n  address: 02:00:00:00:00:31\n"))
        until("no carrier", lambda: not has_carrier("one"))
        d.stop()
    expect(not ip("link", "show", "one"), "its interface is there still")


ARP = bytes.fromhex("ffffffffffff 020000000032 0806 0001 0800 06 04 0001"
                    "020000000032 0a000009 000000000000 0a000001")
ASK = """
import socket, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806))
s.bind(("two", 0)); s.settimeout(20)
while True:
    s.send(bytes.fromhex(sys.argv[1]))
    frame = s.recv(2000)
    if frame[20:22] == b"\\0\\2":
        print(frame[28:32].hex()); break
"""


@check
def frames_pass_through_the_interface():
    with Daemon(LAB + "stations:\n" + station("two", more="  address: 02:00:00:00:00:32\n")) as d:
        d.says("two: connected to 'lab'")
        done = subprocess.run([*within(), "python3", "-c", ASK, ARP.hex()], capture_output=True,
                              text=True, timeout=LIMIT)
        expect(done.stdout.strip() == "0a000001", done.stdout, done.stderr, d.log)


@check
def a_reload_leaves_alone_what_did_not_change():
    head = LAB + "stations:\n"
    with Daemon(head + station("stays") + station("goes")) as d:
        d.says("connected to 'lab'", 2)
        index = ip("link", "show", "stays").split(":")[0]
        d.reload(head + station("comes") + station("stays", NETWORK + ", {ssid: more}"))
        d.says("comes: connected to 'lab'")
        expect("stays: disconnected" not in d.log, d.log)
        expect("goes: disconnected" in d.log, d.log)
        expect(ip("link", "show", "stays").split(":")[0] == index, "it has another interface")
        expect(not ip("link", "show", "goes"), "an interface is left over")
        # another file that cannot be used changes nothing
        d.reload(head + station("stays") + "usr: x\n", "everything is as it was")
        expect(f"{d.path}:" in d.log and "unknown key 'usr'" in d.log, d.log)
        # what was opened with privilege needs a restart, and that is said
        d.reload("control: /tmp/other\n" + head + station("comes") + station("stays"))
        d.says("'control' has changed: that takes a restart")
        expect("stays: disconnected" not in d.log and "comes: disconnected" not in d.log, d.log)
        d.stop()


@check
def five_hundred_stations_are_connected():
    aps = "".join(f"  - {{ssid: lab, passphrase: correct horse, channel: {c}, place: [{x}, 0]}}\n"
                  for x, c in ((0, 1), (8, 6), (16, 36), (24, 44)))
    with Daemon("air:\n  access-points:\n" + aps + "stations:\n" +
                station("crowd", more="  count: 500\n  interface: no\n")
                .replace("[1]", "[1, 6, 36, 44]")) as d:
        d.says("connected to 'lab'", 500)
        d.stop()
        expect(all(f"crowd{i:03}: connected" in d.log for i in (1, 250, 500)), "names are missing")


# --- what is in its way ---

@check
def killed_at_any_moment_it_comes_back():
    """SIGKILL before it is ready, while it connects, when it is connected: nothing is left, and the
    next one has all it needs."""
    state = WORK / "state-killed"
    text = f"state: {state}\n" + LAB + "stations:\n" + station("back") + station("crowd",
                                                                    more="  count: 5\n")
    address = None
    for moment in ("", "stations\n", "crowd001: connected", "back: connected to 'lab'"):
        with Daemon(text, ready=False) as d:
            if moment:
                d.says(moment)
            if "back" in moment:
                until("what is kept", lambda: (state / "back.state").exists())
            d.process.kill()
            d.process.wait()
        until("no interface", lambda: not ip("link", "show", "back"))
    with Daemon(text) as d:
        d.says("back: connected to 'lab'")
        address = ip("link", "show", "back").split("link/ether ")[1].split()[0]
        d.stop()
    with Daemon(text) as d:
        again = ip("link", "show", "back").split("link/ether ")[1].split()[0]
        expect(again == address, "the address that was made up for it is not kept")
    kept = state / "back.state"
    expect(kept.stat().st_mode & 0o777 == 0o600 and state.stat().st_mode & 0o777 == 0o700,
           "what is kept is not private")
    expect(not [p for p in state.iterdir() if p.suffix != ".state"], list(state.iterdir()))


@check
def what_is_kept_and_hostile_is_as_if_it_were_not_there():
    state = WORK / "state-hostile"
    state.mkdir(mode=0o700)
    (state / "hostile.state").write_text("extsta station state 1\nnetwork zz\nend\n")
    (state / "hostile.state").chmod(0o600)
    with Daemon(f"state: {state}\n" + LAB + "stations:\n" + station("hostile")) as d:
        d.says("hostile: nothing is kept: ")
        d.says("hostile: connected to 'lab'")


@check
def a_full_disk_costs_what_would_be_kept_and_nothing_else():
    state = WORK / "state-full"
    state.mkdir(mode=0o700)
    fill = (f"mount -t tmpfs -o size=4k full {state} && chmod 700 {state} && "
            f"head -c 4096 /dev/zero >{state}/filler && exec \"$@\"")
    with Daemon(f"state: {state}\n" + LAB + "stations:\n" + station("full"),
                wrap=["unshare", "-Urnm", "sh", "-c", fill, "sh"]) as d:
        d.says("full: connected to 'lab'")
        d.says("full: what it should know after a restart is not kept: ")
        d.says("No space left on device: what was kept before is kept still")
        expect("full: disconnected" not in d.log, d.log)
        d.stop()


@check
def a_name_that_is_taken_is_waited_for():
    first_has, second_has = (LAB + "stations:\n" + station("taken") + station(other)
                             for other in ("other1", "other2"))
    with Daemon(first_has) as first, Daemon(second_has) as second:
        second.says("taken: there is an interface 'taken' already")
        second.says("it is tried again")
        second.says("other2: connected to 'lab'")  # the others are not kept waiting
        first.stop()
        second.says("taken: it has all it needs again")
        second.says("taken: connected to 'lab'")
        second.stop()


@check
def an_interface_that_is_deleted_is_made_again():
    with Daemon(LAB + "stations:\n" + station("again")) as d:
        d.says("again: connected to 'lab'")
        ip("link", "del", "again")
        d.says("again: its interface was deleted; it is tried again")
        d.says("again: connected to 'lab'", 2)
        until("the carrier", lambda: has_carrier("again"))
        d.stop()


@check
def a_station_without_descriptors_waits_and_the_others_do_not():
    with Daemon(LAB + "stations:\n" + station("few", more="  count: 40\n"),
                limits=[(resource.RLIMIT_NOFILE, 60)]) as d:
        d.says("it is tried again")
        d.says("connected to 'lab'", 5)
        d.stop()


# --- its control sockets ---

class Client:
    """A program that speaks wpa_supplicant's control interface."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.path = str(WORK / f"client{next(NUMBER)}")
        self.socket.bind(self.path)
        self.socket.settimeout(LIMIT)
        self.socket.connect(str(path))

    def ask(self, command):
        self.socket.send(command.encode())
        return self.socket.recv(4096).decode()

    def asks(self, daemon, *commands):
        """Answers, of a daemon that lives."""
        answers = []
        for command in commands:
            self.socket.send(command.encode())
            while not select.select([self.socket], [], [], 0.05)[0]:
                expect(daemon.process.poll() is None,
                       f"'{command}' has ended it: {daemon.process.returncode}", daemon.log)
            answers.append(self.socket.recv(4096).decode())
        return answers


@check
def programs_for_wpa_supplicant_are_served():
    folder = WORK / "wpa"
    config = (f"wpa-control: {folder}\nwpa-global: {WORK}/wpa-global\n" + LAB + "stations:\n" +
              station("sta", more="  interface: no\n"))
    with Daemon(config) as d:
        d.says("sta: connected to 'lab'")
        client = Client(folder / "sta")
        status = client.asks(d, "STATUS")[0]
        expect("wpa_state=COMPLETED\n" in status and "ssid=lab\n" in status, status)
        expect("\tlab\t" in client.asks(d, "LIST_NETWORKS")[0], "its network is not listed")
        # none of these leads to a system call that it may not make
        client.asks(d, "ATTACH", "SCAN", "STATUS-VERBOSE", "SIGNAL_POLL", "PKTCNT_POLL", "MIB",
                    "GET_CAPABILITY channels", "DRIVER_FLAGS", "LOG_LEVEL DEBUG", "PMKSA", "REASSOCIATE",
                    "ADD_NETWORK", "SET_NETWORK 1 ssid \"more\"", "SELECT_NETWORK 0", "SAVE_CONFIG",
                    "DISCONNECT", "RECONNECT", "DETACH", "SCAN_RESULTS", "BSS 0", "RECONFIGURE")
        # another daemon of the same sockets does not take them away
        with Daemon(config.replace("name: sta", "name: other"),
                    ready=False) as second:
            second.process.wait(LIMIT)
            expect(second.process.returncode == SYSTEM and "wpa-global" in second.log, second.log)
        expect(Client(folder / "sta").ask("PING") == "PONG\n", "it is not served any more")
        # killed, it leaves files behind that nobody listens on: the next one takes their place
        d.process.kill()
        d.process.wait()
        expect((folder / "sta").exists(), "no file is left behind: nothing was tried")
    with Daemon(config) as d:
        d.says("sta: connected to 'lab'")
        expect(Client(folder / "sta").ask("PING") == "PONG\n", "it is not served")
        expect(Client(WORK / "wpa-global").ask("TERMINATE") == "OK\n", "it is not told to end")
        d.process.wait(LIMIT)
        expect(d.process.returncode == OK and not (folder / "sta").exists(), d.log)


@check
def networks_may_be_of_a_wpa_supplicant_conf():
    conf = write('update_config=1\nnetwork={\n ssid="lab"\n psk="correct horse"\n}\n', 0o600,
                 "networks.conf")
    folder = WORK / "wpa-conf"
    text = LAB + "stations:\n" + station("sta", more="  interface: no\n").replace(
        f"[{NETWORK}]", "networks.conf")
    with Daemon(text) as d:
        d.says("sta: connected to ")
        conf.write_text(conf.read_text() + 'network={\n ssid="more"\n key_mgmt=NONE\n}\n')
        d.reload(text)
        conf.write_text(conf.read_text() + "network={\n nonsense=1\n}\n")
        d.reload(text)
        d.says("networks.conf:11: ")
        d.says("networks.conf cannot be used: its networks are as they were")
        expect("sta: disconnected" not in d.log, d.log)
        d.stop()
    conf.write_text('update_config=1\nnetwork={\n ssid="lab"\n psk="correct horse"\n}\n')
    with Daemon(f"wpa-control: {folder}\n" + text) as d:
        d.says("sta: connected to ")
        client = Client(folder / "sta")
        added = client.asks(d, "ADD_NETWORK")[0].strip()
        client.asks(d, f'SET_NETWORK {added} ssid "saved"', f"SET_NETWORK {added} key_mgmt NONE",
                    f"ENABLE_NETWORK {added}")
        expect(client.asks(d, "SAVE_CONFIG") == ["OK\n"], d.log)
        expect('ssid="saved"' in conf.read_text() and 'ssid="lab"' in conf.read_text(),
               conf.read_text())
        d.stop()


@check
def extsta_ctl_asks_it():
    path = WORK / "ctl"
    with Daemon(f"control: {path}\n" + LAB + "stations:\n" +
                station("sta", more="  interface: no\n")) as d:
        d.says("sta: connected to 'lab'")
        for command in ("stations", "status sta", "bss sta", "networks sta", "mib sta", "keys sta"):
            r = run("ctl", "--socket", str(path), *command.split())
            expect(r.status == OK and r.out, r, d.log)
        r = run("ctl", "--socket", str(path), "status", "sta")
        expect("lab" in r.out and "completed" in r.out, r)
        with Daemon(f"control: {path}\n" + LAB + "stations: []\n", ready=False) as second:
            second.process.wait(LIMIT)
            expect(second.process.returncode == SYSTEM and
                   f"{path}: another process has this control socket" in second.log, second.log)
        r = run("ctl", "--socket", str(path), "stations")
        expect(r.status == OK, r)
        d.stop()
    expect(not path.exists(), "its socket is there still")


@check
def an_oid_is_set_where_the_file_says_so():
    path = WORK / "ctl-set"
    word = ["ctl", "--socket", str(path), "oid", "sta", "OID_DOT11_RTS_THRESHOLD"]
    for allowed in (False, True):
        with Daemon(f"control: {path}\ncontrol-set: {'yes' if allowed else 'no'}\n" + LAB +
                    "stations:\n" + station("sta", more="  interface: no\n")) as d:
            d.says("sta: connected to 'lab'")
            before = run(*word)
            done = run(*word, "set", "00020000")
            expect((done.status == OK) == allowed, done, d.log)
            after = run(*word)
            expect(before.status == after.status == OK, before, after)
            expect((after.out != before.out) == allowed, before.out, after.out)
            d.stop()


@check
def a_station_on_the_air_of_another_process():
    """Over UDP; when that process ends the radio is gone, and when it is back so is the station."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    air = LAB + f"  udp: 127.0.0.1:{port}\nstations: []\n"
    far = station("far", more="  interface: no\n").replace("radio: air", f"radio: udp:127.0.0.1:{port}")
    with Daemon("stations:\n" + far, wrap=[]) as d:
        d.says("it is tried again")
        with Daemon(air, wrap=[]) as first:
            d.says("far: connected to 'lab'")
            first.process.kill()
        d.says("far: its radio has gone")
        with Daemon(air, wrap=[]):
            d.says("far: connected to 'lab'", 2)
        d.stop()


# --- privilege ---

def status_of(pid):
    return dict(line.split(":\t", 1) for line in
                Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line)


@check
def without_privilege_it_says_what_is_missing():
    path = write(LAB + "stations:\n" + station("a").replace(NETWORK, "{ssid: open}"), 0o644)
    path.write_text(path.read_text().replace(", passphrase: correct horse", ""))
    r = run("daemon", str(path), nobody=True)
    expect(r.status == SYSTEM and "CAP_NET_ADMIN" in r.err and "unshare -Urn" in r.err, r)


@check
def it_is_confined_and_has_no_more_than_it_needs():
    with Daemon(LAB + "stations:\n" + station("confined")) as d:
        s = status_of(d.process.pid)
        expect(s["CapEff"].strip() == s["CapPrm"].strip() == "0000000000001000", s["CapEff"])
        expect(s["NoNewPrivs"].strip() == "1", s)
        expect(SANITIZED or s.get("Seccomp", "2").strip() == "2", s)
        expect("keeps CAP_NET_ADMIN" in d.log, d.log)
    with Daemon(LAB + "stations:\n" + station("sta", more="  interface: no\n")) as d:
        s = status_of(d.process.pid)
        expect(s["CapEff"].strip() == "0000000000000000" and "keeps no capability" in d.log, d.log)
        d.says("sta: connected to 'lab'")
        d.stop()


@check
def root_becomes_the_user():
    if os.geteuid() != 0:
        raise Skip("not root")
    state = WORK / "state-of-nobody"
    config = (f"user: '65534'\nstate: {state}\n" + LAB + "stations:\n" + station("sta"))
    with Daemon(config, wrap=["unshare", "-n"]) as d:
        s = status_of(d.process.pid)
        expect(s["Uid"].split() == ["65534"] * 4 and s["Gid"].split() == ["65534"] * 4, s)
        expect(s["Groups"].split() == ["65534"], s["Groups"])
        expect(s["CapEff"].strip() == "0000000000001000", s["CapEff"])
        expect("a reload will not be able to read it" in d.log, d.log)
        d.says("sta: connected to 'lab'")
        until("what is kept", lambda: (state / "sta.state").exists())
        expect((state / "sta.state").stat().st_uid == 65534, "it is root's")
        d.stop()
    with Daemon(config, wrap=["unshare", "-n"]) as d:  # what that user has kept is read by root
        expect("nothing is kept" not in d.log, d.log)
        d.stop()


# --- who is told ---

@check
def the_service_manager_is_told():
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.settimeout(LIMIT)
    path = str(WORK / "manager")
    manager.bind(path)

    def hears(word):
        while True:
            lines = manager.recv(4096).decode().splitlines()
            if word in lines or any(line.startswith(word) for line in lines):
                return lines
    config = LAB + "stations:\n" + station("sta", more="  interface: no\n")
    with Daemon(config, env={"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "100000"}) as d:
        expect("STATUS=0 of 1 stations connected" in hears("READY=1"), "no status")
        hears("WATCHDOG=1")
        hears("STATUS=1 of 1 stations connected")
        hears("WATCHDOG=1")
        d.reload(config)
        lines = hears("RELOADING=1")
        expect(any(line.startswith("MONOTONIC_USEC=") for line in lines), lines)
        hears("READY=1")
        d.process.send_signal(signal.SIGTERM)
        hears("STOPPING=1")
        d.process.wait(LIMIT)


@check
def the_journal_gets_levels():
    reader, writer = os.pipe()
    about = os.fstat(writer)
    path = write(LAB + "stations:\n" + station("sta", more="  interface: no\n"))
    process = subprocess.Popen([PROGRAM, "daemon", path], stderr=writer,
                               env={**os.environ,
                                    "JOURNAL_STREAM": f"{about.st_dev}:{about.st_ino}"})
    os.close(writer)
    with os.fdopen(reader) as lines:
        for line in lines:
            expect(line[0] == "<" and line[2] == ">" and line[1] in "34567", line)
            if "connected to" in line:
                expect(line.startswith("<5>sta: connected to 'lab'"), line)
                break
        process.terminate()
        process.wait(LIMIT)


@check
def the_event_stream_says_what_happens():
    with Daemon(LAB + "stations:\n" + station("sta", more="  interface: no\n"), "--json") as d:
        d.says("sta: connected to 'lab'")
        d.stop()
        lines = [json.loads(line) for line in d.out_path.read_text().splitlines()]
    states = [(e["from"], e["to"]) for e in lines if e["line"] == "state"]
    expect(("four-way", "completed") in states and states[-1][1] == "disconnected", states)
    kinds = {e["line"] for e in lines}
    expect({"station", "port", "notify", "cause"} <= kinds, kinds)
    text = d.out_path.read_text()
    expect("correct horse" not in text and "correct horse" not in d.log, "a secret was told")


@check
def stations_wait_for_nobody_who_reads_the_event_stream():
    """A pipe of a page, which nobody reads: far more goes by than it takes."""
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    path = write(f"sandbox: {SANDBOX}\nwpa-control: {WORK}/wpa-deaf\n" + LAB + "stations:\n" +
                 station("sta", more="  interface: no\n  count: 30\n"))
    log = WORK / "deaf.log"
    with open(log, "wb") as err:
        process = subprocess.Popen([PROGRAM, "daemon", "--json", path], stdout=writer, stderr=err)
    os.close(writer)
    with os.fdopen(reader) as lines:
        until("all are connected", lambda: log.read_text().count("connected to 'lab'") >= 30)
        expect(Client(WORK / "wpa-deaf" / "sta030").ask("PING") == "PONG\n", "it does not answer")
        said = [json.loads(lines.readline()) for _ in range(30)]
        expect(all(line["line"] for line in said), said)
    process.send_signal(signal.SIGTERM)  # and nobody reads any more
    process.wait(LIMIT)
    expect(process.returncode == OK, process.returncode, log.read_text())


try:
    HOLDER = namespace()
except Skip as why:
    print(f"1..0 # SKIP {why}")
    sys.exit(0)
try:
    main(together=8)  # they wait most of the time: for the air, which takes the time it takes
finally:
    HOLDER.kill()
    HOLDER.wait()
