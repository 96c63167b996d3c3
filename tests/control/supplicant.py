#!/usr/bin/env python3
"""extsta-supplicant on virtual air, in a network namespace of its own: started as wpa_supplicant is
started, configured by its file, spoken to over its sockets. It is killed by the first system call that
is not on its list: so every check here also says that the list is long enough. (TAP)

Usage: supplicant.py EXTSTA_SUPPLICANT"""
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

from tap import Skip, check, expect, main
from wpa_client import LIMIT, Client

PROGRAM = os.path.abspath(sys.argv[1])
INSIDE = "EXTSTA_IN_NAMESPACE"
WORK = pathlib.Path(tempfile.mkdtemp(prefix="extsta-supplicant-"))
FAILED = 255
# A sanitizer looks for leaks at the end by calls that are not on the list.
SANITIZED = "ASAN_OPTIONS" in os.environ
SANDBOX = "--sandbox=" + ("no" if SANITIZED else "kill")
NOBODY = 65534
RUNNING = []  # pids

AIR = """air:
  host: 10.0.0.1
  access-points:
    - ssid: office
      passphrase: correct horse
      security: wpa2
      channel: 1
    - ssid: cafe
      channel: 6
stations: []
"""
OFFICE = 'network={\n\tssid="office"\n\tpsk="correct horse"\n%s}\n'
CAFE = 'network={\n\tssid="cafe"\n\tkey_mgmt=NONE\n%s}\n'


def file(name, text, mode=0o600):
    path = WORK / name
    path.write_text(text)
    path.chmod(mode)
    return str(path)


def until(condition, what):
    end = time.monotonic() + LIMIT
    while not condition():
        expect(time.monotonic() < end, "in vain: " + what)
        time.sleep(0.01)


def client_of(name, folder="ctrl"):
    return Client(str(WORK / folder / name), str(WORK))


def status(client):
    return dict(line.split("=", 1) for line in client.request("STATUS").splitlines() if "=" in line)


def run(*arguments, program=PROGRAM, wanted=0):
    """Runs it to the end of the process that was started; what it said."""
    done = subprocess.run([program, SANDBOX, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=LIMIT, cwd=WORK, check=False)
    expect(done.returncode == wanted, arguments, done.returncode, done.stdout)
    return done.stdout


def serve(name, *arguments, log=True, program=PROGRAM):
    """In the background; the pid. When it returns the sockets are there."""
    more = ["-f", name + ".log"] if log else []
    run("-B", "-P", name + ".pid", *more, *arguments, program=program)
    pid = int((WORK / (name + ".pid")).read_text())
    RUNNING.append(pid)
    return pid


def alive(pid):
    try:
        with open("/proc/%d/stat" % pid, encoding="ascii") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def end(pid, number=signal.SIGTERM):
    os.kill(pid, number)
    gone(pid)


def gone(pid):
    until(lambda: not alive(pid), "it ends")
    RUNNING.remove(pid)


def on_air(name, conf, *more):
    return ["-i", name, "-D", "air", "-p", air(), "-c", conf, *more]


def air():
    return "channels=1,6 config=" + file("air.yaml", AIR)


def conf(text, name="wpa.conf", mode=0o600):
    return file(name, "ctrl_interface=%s/ctrl\nupdate_config=1\n%s" % (WORK, text), mode)


def interfaces():
    return {name for _, name in socket.if_nameindex()} - {"lo"}


def connected(client):
    until(lambda: status(client).get("wpa_state") == "COMPLETED", "it is connected")


def ping(address):
    """An echo through the interface."""
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    raw.settimeout(LIMIT)
    packet = struct.pack("!BBHHH8s", 8, 0, 0, 1, 1, b"extsta..")
    total = sum(struct.unpack("!8H", packet))
    total = ~((total >> 16) + (total & 0xffff)) & 0xffff
    raw.sendto(packet[:2] + struct.pack("!H", total) + packet[4:], (address, 0))
    expect(raw.recvfrom(200)[1][0] == address, "another one answers")
    raw.close()


@check
def it_serves_when_it_has_gone_into_the_background_and_leaves_nothing():
    pid = serve("one", *on_air("sta0", conf(OFFICE % "")), "-t")
    client = client_of("sta0")
    expect(client.request("PING") == "PONG\n", "no answer")
    connected(client)
    expect(status(client)["ssid"] == "office", status(client))
    subprocess.run(["ip", "addr", "add", "10.0.0.2/24", "dev", "sta0"], check=True)
    ping("10.0.0.1")
    log = (WORK / "one.log").read_text()
    for words in ("Successfully initialized wpa_supplicant", "sta0: Trying to associate with ",
                  "sta0: CTRL-EVENT-CONNECTED - Connection to "):
        expect(words in log, words, log)
    expect(all(line.split(":")[0].replace(".", "").isdigit() for line in log.splitlines()), log)
    expect("correct horse" not in log, log)
    client.request("ATTACH")
    end(pid)
    client.wait("CTRL-EVENT-TERMINATING")
    client.close()
    expect(not (WORK / "ctrl" / "sta0").exists() and not (WORK / "one.pid").exists(), "left behind")
    expect(not interfaces(), interfaces())


@check
def the_file_is_read_again_without_leaving_what_did_not_change():
    path = conf(OFFICE % "")
    pid = serve("reload", *on_air("sta0", path))
    client = client_of("sta0")
    client.request("ATTACH")
    connected(client)
    client.kept.clear()
    conf(CAFE % "" + OFFICE % "\tpriority=5\n")
    os.kill(pid, signal.SIGHUP)
    until(lambda: "cafe" in client.request("LIST_NETWORKS"), "the new network is known")
    expect(client.request("GET_NETWORK 1 priority") == "5", client.request("GET_NETWORK 1 priority"))
    expect("1\toffice\tany\t[CURRENT]" in client.request("LIST_NETWORKS"),
           client.request("LIST_NETWORKS"))
    conf("network={\n\tssid=\"office\n}\n")
    os.kill(pid, signal.SIGHUP)
    until(lambda: "wpa.conf:4: ssid" in (WORK / "reload.log").read_text(), "the mistake is told")
    expect("cafe" in client.request("LIST_NETWORKS"), client.request("LIST_NETWORKS"))
    expect(client.request("RECONFIGURE") == "FAIL\n", "a file that is wrong")
    expect(not any("CTRL-EVENT-DISCONNECTED" in e for e in client.kept), *client.kept)
    conf(CAFE % "")
    expect(client.request("RECONFIGURE") == "OK\n", "it can be read")
    client.wait("CTRL-EVENT-DISCONNECTED")
    client.wait("CTRL-EVENT-CONNECTED")
    expect(status(client)["ssid"] == "cafe", status(client))
    client.close()
    end(pid)


@check
def what_was_set_is_saved():
    path = conf("")
    pid = serve("save", *on_air("sta0", path))
    client = client_of("sta0")
    expect(client.request("ADD_NETWORK") == "0\n", "the first one")
    for line in ('ssid "office"', 'psk "correct horse"', "priority 3"):
        expect(client.request("SET_NETWORK 0 " + line) == "OK\n", line)
    expect(client.request("SELECT_NETWORK 0") == "OK\n", "select")
    connected(client)
    expect(client.request("DISABLE_NETWORK 0") == "OK\n", "disable")
    until(lambda: status(client).get("wpa_state") == "INACTIVE", "it leaves")
    expect(client.request("ENABLE_NETWORK 0") == "OK\n", "enable")
    connected(client)
    expect(client.request("SAVE_CONFIG") == "OK\n", "save")
    text = pathlib.Path(path).read_text()
    for line in ('ssid="office"', 'psk="correct horse"', "priority=3", "update_config=1"):
        expect(line in text, text)
    expect(client.request("SET update_config 0") == "OK\n", "set")
    expect(client.request("SAVE_CONFIG") == "FAIL\n", "update_config is 0")
    client.close()
    end(pid)


@check
def interfaces_come_and_go_through_the_global_socket():
    path = conf(OFFICE % "")
    pid = serve("global", "-g", str(WORK / "global"), "-o", "air", "-O", str(WORK / "ctrl"))
    client = client_of("global", ".")
    client.request("ATTACH")
    expect(client.request("PING") == "PONG\n" and client.request("INTERFACES") == "", "none yet")
    add = "\t".join(["INTERFACE_ADD sta1", path, "", "", air()])
    expect(client.request(add) == "OK\n", (WORK / "global.log").read_text())
    expect(client.request(add) == "FAIL\n", "it is there already")
    client.wait("CTRL-EVENT-CONNECTED")
    expect(client.request("INTERFACES") == "sta1\n", client.request("INTERFACES"))
    expect("wpa_state=COMPLETED" in client.request("IFNAME=sta1 STATUS"), "its status")
    expect(interfaces() == {"sta1"}, interfaces())
    expect(client.request("INTERFACE_ADD sta2\t/nowhere") == "FAIL\n", "no file")
    expect(client.request("INTERFACE_REMOVE sta1") == "OK\n", "remove")
    expect(client.request("INTERFACE_REMOVE sta1") == "FAIL\n", "it has gone")
    expect(client.request("INTERFACES") == "" and not interfaces(), interfaces())
    expect(client.request("TERMINATE") == "OK\n", "terminate")
    client.close()
    gone(pid)


@check
def several_interfaces_and_the_name_of_a_link():
    link = WORK / "wpa_supplicant"
    link.symlink_to(PROGRAM)
    one, two = conf(OFFICE % "", "one.conf"), conf(CAFE % "", "two.conf")
    pid = serve("two", *on_air("sta0", one), "-N", *on_air("sta1", two), program=str(link))
    clients = [client_of(name) for name in ("sta0", "sta1")]
    for client in clients:
        connected(client)
    os.kill(pid, signal.SIGUSR1)
    until(lambda: 'sta1: completed, network "cafe"' in (WORK / "two.log").read_text(), "it tells")
    expect('sta0: completed, network "office"' in (WORK / "two.log").read_text(), "both")
    os.rename(WORK / "two.log", WORK / "two.log.1")
    expect(clients[0].request("RELOG") == "OK\n" and (WORK / "two.log").exists(), "a new log")
    for client in clients:
        client.close()
    end(pid)


@check
def what_is_wrong_is_said_and_nothing_is_left():
    good = conf(OFFICE % "")
    for words, arguments in [
            ("bad.conf:3: key_mgmt: 'FOO' is none of its words",
             on_air("sta0", file("bad.conf", 'network={\n\tssid="a"\n\tkey_mgmt=FOO\n}\n'))),
            ("open.conf holds secrets that everybody may read: chmod o-r",
             on_air("sta0", conf(OFFICE % "", "open.conf", 0o644))),
            ("none.conf: No such file", on_air("sta0", str(WORK / "none.conf"))),
            ("-p config=FILE", ["-i", "sta0", "-D", "air", "-c", good]),
            ("there is no radio 'wext'", ["-i", "sta0", "-D", "wext", "-c", good]),
            ("none of address=MAC",
             ["-i", "sta0", "-D", "air", "-p", "foo", "-c", good]),
            ("name the interface: -i", []),
            ("needs a configuration (-c) or a control socket (-C)", ["-i", "sta0"]),
            ("-u: D-Bus is not spoken here", ["-u", "-i", "sta0", "-c", good]),
            ("there is no group nosuch", on_air("sta0", good) + ["-g", "global", "-G", "nosuch"]),
            ("there is no group nosuch", on_air("sta0", good) + ["-C", "DIR=other GROUP=nosuch"]),
            ("none.log: No such file", on_air("sta0", good) + ["-f", "nowhere/none.log"]),
            ("1 to 15 characters", ["-i", "a" * 16, "-c", good])]:
        for background in ([], ["-B", "-P", "wrong.pid"]):
            said = run(*background, *arguments, wanted=FAILED)
            expect(words in said, words, said)
            expect(not interfaces() and not (WORK / "wrong.pid").exists(), "left behind")
            expect("correct horse" not in said, said)


# getopt's string of wpa_supplicant 2.10 (wpa_supplicant/main.c), and what of it cannot be had here
OPTIONS = "b:Bc:C:D:de:f:g:G:hi:I:KLMm:No:O:p:P:qsTtuvW"
NOT_HERE = "bmMTuW"


@check
def every_option_of_wpa_supplicant_is_taken_or_refused_by_name():
    for n, letter in enumerate(OPTIONS):
        if letter == ":":
            continue
        value = ["x"] if OPTIONS[n + 1:n + 2] == ":" else []
        said = run("-" + letter, *value, "-h", wanted=FAILED if letter in NOT_HERE else 0)
        expect(("-%s: " % letter in said) == (letter in NOT_HERE), letter, said)


@check
def what_somebody_else_has_is_his_and_what_a_dead_one_left_is_taken():
    """Interface, control socket and global socket of another process; then that is killed."""
    path, glob = conf(OFFICE % ""), str(WORK / "global")
    pid = serve("first", *on_air("sta0", path), "-g", glob)
    for words, more in (("there is an interface 'sta0' already", on_air("sta0", path)),
                        ("ctrl/sta0 is in use: another program serves it",
                         ["-i", "sta1", "-D", "air", "-p", air(), "-c", path, "-g", str(WORK / "ctrl/sta0")]),
                        ("global is in use: another program serves it",
                         on_air("sta1", path) + ["-g", glob])):
        said = run(*more, wanted=FAILED)
        expect(words in said, words, said)
        expect(interfaces() == {"sta0"}, interfaces())
    client = client_of("sta0")
    connected(client)
    os.kill(pid, signal.SIGKILL)
    gone(pid)
    client.close()
    until(lambda: not interfaces(), "no interface is left")
    expect((WORK / "ctrl" / "sta0").exists(), "no file was left: nothing was tried")
    pid = serve("second", *on_air("sta0", path), "-g", glob)
    client = client_of("sta0")
    connected(client)
    client.close()
    end(pid)


@check
def an_interface_that_is_deleted_is_disabled_until_it_is_added_again():
    path = conf(OFFICE % "")
    pid = serve("deleted", *on_air("sta0", path), "-g", str(WORK / "global"))
    client, everything = client_of("sta0"), client_of("global", ".")
    connected(client)
    subprocess.run(["ip", "link", "del", "sta0"], check=True)
    until(lambda: status(client)["wpa_state"] == "INTERFACE_DISABLED", "it is disabled")
    expect("sta0: the interface was deleted: the interface is disabled until it is removed and added again"
           in (WORK / "deleted.log").read_text(), (WORK / "deleted.log").read_text())
    expect("office" in client.request("LIST_NETWORKS"), "its networks")
    client.close()
    expect(everything.request("INTERFACE_REMOVE sta0") == "OK\n", "remove")
    add = "\t".join(["INTERFACE_ADD sta0", path, "air", "", air()])
    expect(everything.request(add) == "OK\n", (WORK / "deleted.log").read_text())
    client = client_of("sta0")
    connected(client)
    client.close()
    everything.close()
    end(pid)


@check
def a_full_disk_leaves_the_configuration_as_it_was():
    folder = WORK / "full"
    folder.mkdir()
    # a mount namespace of its own, where that is the rest of the disk
    fill = ("mount -t tmpfs -o size=8k full %s && cp %s %s/wpa.conf && head -c 8192 /dev/zero >%s/filler; "
            "exec \"$@\"" % (folder, conf(OFFICE % ""), folder, folder))
    done = subprocess.run(["unshare", "-m", "sh", "-c", fill, "sh", PROGRAM, SANDBOX, "-B", "-P", "full.pid",
                           "-f", "full.log", *on_air("sta0", str(folder / "wpa.conf"))],
                          capture_output=True, text=True, timeout=LIMIT, cwd=WORK, check=False)
    expect(done.returncode == 0, done)
    pid = int((WORK / "full.pid").read_text())
    RUNNING.append(pid)
    client = client_of("sta0")
    connected(client)
    expect(client.request("SET_NETWORK 0 priority 3") == "OK\n", "set")
    expect(client.request("SAVE_CONFIG") == "FAIL\n", (WORK / "full.log").read_text())
    expect("No space left on device" in (WORK / "full.log").read_text(), (WORK / "full.log").read_text())
    with open("/proc/%d/root%s/wpa.conf" % (pid, folder), encoding="ascii") as f:
        text = f.read()
    expect(text == (WORK / "wpa.conf").read_text(), text)
    expect(os.listdir("/proc/%d/root%s" % (pid, folder)).count("wpa.conf") == 1, "a half file is left")
    expect(status(client)["wpa_state"] == "COMPLETED", status(client))
    client.close()
    end(pid)


@check
def a_line_without_meaning_is_told_by_its_number():
    path = conf('ap_scan=2\ncred={\n\trealm="x"\n}\n' + OFFICE % "\tht40=1\n" +
                CAFE % "\tsae_pk=1\n")
    pid = serve("notes", *on_air("sta0", path))
    log = (WORK / "notes.log").read_text()
    for words in ("wpa.conf:3: ap_scan: ", "wpa.conf:4: Hotspot 2.0", "wpa.conf:10: ht40: ",
                  "wpa.conf:15: sae_pk: "):
        expect(words in log, words, log)
    client = client_of("sta0")
    expect(client.request("ENABLE_NETWORK 1") == "FAIL\n", "it would be entered with less than it says")
    connected(client)
    client.close()
    end(pid)


@check
def commands_for_tests_are_behind_a_switch():
    for switch in ([], ["--test-commands"]):
        pid = serve("switch", *on_air("sta0", conf(OFFICE % "")), *switch)
        client = client_of("sta0")
        client.request("ATTACH")
        connected(client)
        answer = client.request("UNPROT_DEAUTH")
        expect(answer == ("OK\n" if switch else "UNKNOWN COMMAND\n"), switch, answer)
        client.close()
        end(pid)


def rights_of(pid):
    with open("/proc/%d/status" % pid, encoding="ascii") as f:
        said = dict(line.rstrip("\n").split(":\t", 1) for line in f if ":\t" in line)
    return {key: said.get(key, "").strip() for key in ("CapEff", "CapPrm", "NoNewPrivs", "Seccomp")}


@check
def it_is_confined_and_has_no_more_than_it_needs():
    """CAP_NET_ADMIN (12) for its interface, CAP_DAC_OVERRIDE (1) and CAP_CHOWN (0) for the sockets of
    clients and of groups; with -g CAP_NET_RAW (13), too, which what is added may need."""
    for wanted, more in ((1 << 12 | 1 << 1 | 1, []),
                         (1 << 12 | 1 << 13 | 1 << 1 | 1, ["-g", str(WORK / "global")])):
        pid = serve("confined", *on_air("sta0", conf(OFFICE % "")), *more)
        rights = rights_of(pid)
        expect(int(rights["CapEff"], 16) == int(rights["CapPrm"], 16) == wanted, rights)
        expect(rights["NoNewPrivs"] == "1", rights)
        expect(SANITIZED or rights["Seccomp"] in ("2", ""), rights)
        end(pid)
    said = run("--sandbox=maybe", "-h", wanted=FAILED)
    expect("--sandbox: yes, kill or no" in said, said)


ASK = """
import os, socket, sys
os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(%d)
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
os.umask(0o022)
s.bind(sys.argv[3]); s.settimeout(20); s.connect(sys.argv[1]); s.send(b"PING"); print(s.recv(100).decode())
""" % NOBODY


@check
def a_group_may_use_the_sockets_and_nobody_else():
    """A client that is not root binds a socket that is its own, and is answered there; also on a
    socket that came when all privilege was given up."""
    with open("/proc/self/uid_map", encoding="ascii") as f:
        if int(f.read().split()[2]) <= NOBODY:
            raise Skip("takes a second user: root outside of a user namespace")
    group, there = "4711", WORK / "clients"
    there.mkdir(mode=0o777)
    there.chmod(0o1777)
    WORK.chmod(0o755)
    path = conf(OFFICE % "")
    pid = serve("group", "-i", "sta0", "-D", "air", "-p", air(), "-c", path, "-C",
                "DIR=%s GROUP=%s" % (WORK / "ctrl", group), "-g", str(WORK / "global"), "-G", group,
                "-o", "air")
    client = client_of("global", ".")
    later = "DIR=%s GROUP=%s" % (WORK / "later", group)
    answer = client.request("\t".join(["INTERFACE_ADD sta1", path, "air", later, air()]))
    expect(answer == "OK\n", answer, (WORK / "group.log").read_text())
    for number, socket_path in enumerate((WORK / "ctrl" / "sta0", WORK / "global", WORK / "later" / "sta1")):
        for who in (group, str(NOBODY)):
            done = subprocess.run([sys.executable, "-c", ASK, str(socket_path), who,
                                   str(there / (who + "-%d" % number))], capture_output=True, text=True,
                                  timeout=LIMIT, check=False)
            expect(("PONG" in done.stdout) == (who == group) and
                   ("PermissionError" in done.stderr) == (who != group), socket_path, who, done)
    client.close()
    end(pid)


@check
def help_and_version():
    expect("-i IFACE" in run("-h"), "help")
    expect(run("-v").startswith("extsta-supplicant "), "version")


if __name__ == "__main__":
    # root keeps its users; whoever is not root becomes it in a namespace
    for how in ("-n", "-Urn") if shutil.which("unshare") and INSIDE not in os.environ else ():
        if subprocess.run(["unshare", how, "true"], stderr=subprocess.DEVNULL).returncode == 0:
            os.environ[INSIDE] = "1"
            shutil.rmtree(WORK)
            os.execvp("unshare", ["unshare", how, sys.executable] + sys.argv)
    if INSIDE not in os.environ:
        print("1..0 # SKIP no network namespace can be made here")
        sys.exit(0)
    try:
        main()
    finally:
        for one in filter(alive, RUNNING):
            os.kill(one, signal.SIGKILL)
        shutil.rmtree(WORK)
