#!/usr/bin/env python3
"""Debian's wpa_cli, unmodified, and a client as wpaspy has it, against stations on a medium in real
time: add, select, scan, roam, disconnect, watch. (TAP)

Usage: wpa_cli.py WPA_SERVED"""
import os
import re
import shutil
import subprocess
import sys
import time

from tap import Skip, check, expect, main
from wpa_client import LIMIT, Served

CLI = shutil.which("wpa_cli", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
SERVED = Served(sys.argv[1])


def cli(*words, station="wlan0"):
    if not CLI:
        raise Skip("wpa_cli is not installed (scripts/deps test)")
    run = subprocess.run([CLI, "-p", SERVED.directory, "-i", station, *words], timeout=LIMIT,
                         capture_output=True, text=True)
    return run.stdout


def global_cli(*words):
    if not CLI:
        raise Skip("wpa_cli is not installed (scripts/deps test)")
    return subprocess.run([CLI, "-g", SERVED.global_path, *words], timeout=LIMIT,
                          capture_output=True, text=True).stdout


class Interactive:
    """wpa_cli as somebody sits before it."""

    def __init__(self):
        if not CLI:
            raise Skip("wpa_cli is not installed (scripts/deps test)")
        self.log = os.path.join(SERVED.folder, "interactive")
        self.p = subprocess.Popen([CLI, "-p", SERVED.directory, "-i", "wlan0"],
                                  stdin=subprocess.PIPE, stdout=open(self.log, "w"), text=True)

    def say(self, line):
        self.p.stdin.write(line + "\n")
        self.p.stdin.flush()

    def wait(self, word, times=1):
        end = time.monotonic() + LIMIT
        while open(self.log).read().count(word) < times:
            expect(time.monotonic() < end, word + " was not shown", open(self.log).read())
            time.sleep(0.02)
        return open(self.log).read()


def fields(text):
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


@check
def status_before_anything():
    expect(fields(cli("status"))["wpa_state"] == "INACTIVE")
    expect(cli("ping") == "PONG\n")
    expect(cli("list_networks") == "network id / ssid / bssid / flags\n")
    shown = cli("interface")
    expect(shown.startswith("Available interfaces:\n"), shown)
    expect(sorted(shown.split()[2:]) == ["wlan0", "wlan1"], shown)


@check
def a_day_before_wpa_cli():
    shell = Interactive()
    shell.wait("> ")
    shell.say("scan")
    shell.wait("<3>CTRL-EVENT-SCAN-STARTED")
    shell.wait("<3>CTRL-EVENT-SCAN-RESULTS")
    lines = [line.split("\t") for line in cli("scan_results").splitlines()[1:]]
    expect({(b, f, flags, ssid) for b, f, _, flags, ssid in lines} == {
        ("02:0a:00:00:00:01", "2412", "[WPA2-PSK-CCMP][ESS]", "net"),
        ("02:0a:00:00:00:02", "2437", "[WPA2-PSK-CCMP][ESS]", "net"),
        ("02:0a:00:00:00:03", "2412", "[WPA2-SAE-CCMP][SAE-H2E][ESS]", "sae"),
        ("02:0a:00:00:00:04", "2437", "[ESS]", "open"),
        ("02:0a:00:00:00:05", "2412", "[WPA2-EAP-CCMP][ESS]", "corp")}, lines)
    shell.say("add_network")
    shell.say('set_network 0 ssid "net"')
    shell.say('set_network 0 psk "correct horse"')
    shell.say("enable_network 0")
    shown = shell.wait("CTRL-EVENT-CONNECTED")
    said = re.findall(r"<3>(.*)", shown)
    order = ["SME: Trying to authenticate with 02:0a:00:00:00:01 (SSID='net' freq=2412 MHz)",
             "Trying to associate with 02:0a:00:00:00:01 (SSID='net' freq=2412 MHz)",
             "Associated with 02:0a:00:00:00:01",
             "CTRL-EVENT-SUBNET-STATUS-UPDATE status=0",
             "WPA: Key negotiation completed with 02:0a:00:00:00:01 [PTK=CCMP GTK=CCMP]",
             "CTRL-EVENT-CONNECTED - Connection to 02:0a:00:00:00:01 completed "
             "[id=0 id_str=]"]
    expect(said[-len(order):] == order, said)
    is_now = fields(cli("status"))
    expect((is_now["wpa_state"], is_now["key_mgmt"], is_now["ssid"]) ==
           ("COMPLETED", "WPA2-PSK", "net"), is_now)
    expect("[CURRENT]" in cli("list_networks"))
    expect(fields(cli("signal_poll"))["FREQUENCY"] == "2412")
    # it goes where it is sent, and no disconnection is told of that
    expect(cli("roam", "02:0a:00:00:00:02") == "OK\n")
    shown = shell.wait("Connection to 02:0a:00:00:00:02 completed")
    expect("CTRL-EVENT-DISCONNECTED" not in shown, shown)
    expect(shown.index("SME: Trying to authenticate with 02:0a:00:00:00:02") <
           shown.index("Trying to associate with 02:0a:00:00:00:02"), shown)
    shell.say("disconnect")
    shell.wait("<3>CTRL-EVENT-DISCONNECTED bssid=02:0a:00:00:00:02 reason=3 "
               "locally_generated=1")
    expect(fields(cli("status"))["wpa_state"] == "DISCONNECTED")
    shell.say("reconnect")
    shell.wait("CTRL-EVENT-CONNECTED", 3)
    shell.say("quit")
    shell.p.wait(LIMIT)


@check
def sae_by_select():
    monitor = SERVED.client()
    expect(monitor.request("ATTACH") == "OK\n")
    number = cli("add_network").strip()
    for variable, value in (("ssid", '"sae"'), ("key_mgmt", "SAE"), ("ieee80211w", "2"),
                            ("sae_password", '"correct horse"')):
        expect(cli("set_network", number, variable, value) == "OK\n", variable)
    expect(cli("select_network", number) == "OK\n")
    monitor.wait("Connection to 02:0a:00:00:00:03 completed [id=%s" % number)
    is_now = fields(cli("status"))
    expect({k: is_now[k] for k in ("key_mgmt", "pmf", "mgmt_group_cipher", "sae_group")} ==
           {"key_mgmt": "SAE", "pmf": "1", "mgmt_group_cipher": "BIP", "sae_group": "19"},
           is_now)
    expect("[DISABLED]" in cli("list_networks").splitlines()[1])
    monitor.close()


@check
def enterprise_fields():
    monitor = SERVED.client("wlan1")
    expect(monitor.request("ATTACH") == "OK\n")
    expect(monitor.request("ADD_NETWORK") == "0\n")
    for line in ('ssid "corp"', "key_mgmt WPA-EAP", "eap PEAP", 'phase2 "auth=MSCHAPV2"'):
        expect(monitor.request("SET_NETWORK 0 " + line) == "OK\n", line)
    expect(monitor.request("SELECT_NETWORK 0") == "OK\n")
    # what is missing is asked for, and typed
    expect(monitor.wait("CTRL-REQ") == "<3>CTRL-REQ-IDENTITY-0:Identity needed for SSID corp")
    expect(cli("identity", "0", "user@air.example", station="wlan1") == "OK\n")
    expect(monitor.wait("CTRL-REQ") == "<3>CTRL-REQ-PASSWORD-0:Password needed for SSID corp")
    expect(cli("password", "0", "secret", station="wlan1") == "OK\n")
    said = []
    while not said or "CTRL-EVENT-CONNECTED" not in said[-1]:
        said.append(monitor.wait("EAP", "CONNECTED"))
    status = "<3>CTRL-EVENT-EAP-STATUS status='%s' parameter='%s'"
    expect(said[:8] == ["<3>CTRL-EVENT-EAP-STARTED EAP authentication started",
                        status % ("started", ""),
                        "<3>CTRL-EVENT-EAP-PROPOSED-METHOD vendor=0 method=25",
                        status % ("accept proposed method", "PEAP"),
                        "<3>CTRL-EVENT-EAP-METHOD EAP vendor 0 method 25 (PEAP) selected",
                        status % ("completion", "success"),
                        "<3>CTRL-EVENT-EAP-SUCCESS EAP authentication completed successfully",
                        "<3>CTRL-EVENT-CONNECTED - Connection to 02:0a:00:00:00:05 completed "
                        "[id=0 id_str=]"], said)
    is_now = fields(cli("status", station="wlan1"))
    expect({k: is_now.get(k) for k in ("key_mgmt", "Supplicant PAE state", "suppPortStatus",
                                       "EAP state", "selectedMethod", "eap_tls_version",
                                       "tls_session_reused")} ==
           {"key_mgmt": "WPA2/IEEE 802.1X/EAP", "Supplicant PAE state": "AUTHENTICATED",
            "suppPortStatus": "Authorized", "EAP state": "SUCCESS",
            "selectedMethod": "25 (EAP-PEAP)", "eap_tls_version": "TLSv1.3",
            "tls_session_reused": "0"}, is_now)
    # EAPOL-Start goes out
    def sent():
        return int(fields(monitor.request("PKTCNT_POLL"))["TXGOOD"])
    before, end = sent(), time.monotonic() + LIMIT
    expect(cli("reauthenticate", station="wlan1") == "OK\n")
    while sent() == before:
        expect(time.monotonic() < end)
        time.sleep(0.02)
    expect(SERVED.client().request("REAUTHENTICATE") == "FAIL\n")  # it is not at such a network
    monitor.close()


@check
def interfaces_come_and_go_by_the_global_socket():
    expect(sorted(global_cli("raw", "INTERFACES").split()) == ["wlan0", "wlan1"])
    events = SERVED.global_client()
    expect(events.request("ATTACH") == "OK\n")
    expect(global_cli("interface_add", "wlan5").endswith("OK\n"))
    expect(fields(cli("status", station="wlan5"))["wpa_state"] == "INACTIVE")
    expect(cli("add_network", station="wlan5") == "0\n")
    expect(events.wait("IFNAME=wlan5") == "IFNAME=wlan5 <3>CTRL-EVENT-NETWORK-ADDED 0")
    expect(global_cli("interface_add", "wlan5").endswith("FAIL\n"))
    expect(global_cli("interface_remove", "wlan5").endswith("OK\n"))
    expect(events.wait("TERMINATING") == "IFNAME=wlan5 <3>CTRL-EVENT-TERMINATING ")
    expect(not os.path.exists(os.path.join(SERVED.directory, "wlan5")))
    events.close()


@check
def an_action_script_hears_of_the_connection():
    """wpa_cli -a: scripts of distributions start and stop DHCP by it."""
    if not CLI:
        raise Skip("wpa_cli is not installed (scripts/deps test)")
    log = os.path.join(SERVED.folder, "actions")
    script = os.path.join(SERVED.folder, "action")
    with open(script, "w") as f:
        f.write("#!/bin/sh\necho $1 $2 >> %s\n" % log)
    os.chmod(script, 0o755)
    watcher = subprocess.Popen([CLI, "-p", SERVED.directory, "-i", "wlan0", "-a", script],
                               stdout=subprocess.DEVNULL)
    client = SERVED.client()

    def wait(line, command):
        end = time.monotonic() + LIMIT
        client.request(command)
        while not os.path.exists(log) or line not in open(log).read():
            expect(time.monotonic() < end, line)
            time.sleep(0.2)
            client.request(command)  # it may not have been attached yet
    wait("wlan0 CONNECTED", "REATTACH")
    wait("wlan0 DISCONNECTED", "DISCONNECT")
    watcher.terminate()
    watcher.wait(LIMIT)
    client.close()


@check
def nothing_is_left():
    status, out, left = SERVED.stop()
    expect((status, out, left) == (0, "LEFT 0\n", []), status, out, left)


main()
