#!/usr/bin/env python3
"""Our EAP methods against those of others: our peers against hostapd's server and FreeRADIUS, our
servers against wpa_supplicant's peer (eapol_test). Prints TAP. What is not installed is skipped.

Usage: eap.py hostapd|freeradius|eapol_test RADIUS_PEER RADIUS_SERVER CERTIFICATES_HEADER

Each conversation goes over RADIUS on the loopback; that both sides have the same keys is seen by the
keys that the server hands to the access point."""
import json
import os
import subprocess
import sys
import tempfile

import servers

# name, arguments of radius_peer
METHODS = [
    ("EAP-TLS", ["--method", "tls"]),
    ("PEAP/EAP-MSCHAPv2", ["--method", "peap"]),
    ("TTLS/PAP", ["--method", "ttls", "--inner", "pap"]),
    ("TTLS/MSCHAPv2", ["--method", "ttls", "--inner", "mschapv2"]),
    ("TTLS/EAP-MSCHAPv2", ["--method", "ttls", "--inner", "eap"]),
]
VERSIONS = ["12", "13"]


class Bench:
    def __init__(self, which, peer, server, header):
        self.which, self.peer_path, self.server_path, self.header = which, peer, server, header
        self.count, self.failed = 0, False

    def check(self, name, wanted, got):
        """wanted: what must be in `got`."""
        self.count += 1
        wrong = {k: got.get(k) for k, v in wanted.items() if got.get(k) != v}
        self.failed |= bool(wrong)
        print("%s %d - %s" % ("not ok" if wrong else "ok", self.count, name))
        if wrong:
            print("# wanted %s, got %s" % (wanted, got))
        sys.stdout.flush()

    def folder(self):
        folder = tempfile.TemporaryDirectory(prefix="extsta-eap-")
        servers.certificates(self.header, folder.name)
        return folder

    def peer(self, folder, port, args, password=servers.PASSWORD, certificate="client", ca="ca",
             domain="air.example", times=1):
        command = [self.peer_path, "--port", str(port), "--identity", servers.IDENTITY,
                   "--password", password, "--ca", "%s/%s.pem" % (folder, ca), "--domain", domain,
                   "--certificate", "%s/%s.pem" % (folder, certificate), "--key",
                   "%s/%s_key.pem" % (folder, certificate), "--times", str(times)] + args
        run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        lines = [json.loads(line) for line in run.stdout.splitlines()]
        if run.returncode != 0 or len(lines) != times:
            return [{"error": run.stderr, "status": run.returncode}] * times
        return lines


def ways_in(bench, folder, port):
    """Each method, twice: the second time by the session of the first."""
    for version in VERSIONS:
        for name, args in METHODS:
            name = "%s, TLS 1.%s" % (name, version[1])
            if bench.which == "hostapd" and name == "PEAP/EAP-MSCHAPv2, TLS 1.3":
                # hostapd 2.10 binds PEAP's tunnel by the label of TLS 1.2: RFC 9427 came later
                refused = bench.peer(folder, port, args + ["--tls", version])[0]
                bench.check(name + ": hostapd 2.10 binds other keys",
                            {"peer": "failed", "cause": "binding"}, refused)
                continue
            first, second = bench.peer(folder, port, args + ["--tls", version], times=2)
            good = {"server": "accept", "peer": "done", "keys": True}
            bench.check(name, dict(good, resumed=False), first)
            bench.check(name + ", resumed", dict(good, resumed=True), second)
    small = bench.peer(folder, port, ["--method", "peap", "--tls", "12", "--fragment", "300"])[0]
    bench.check("PEAP in small fragments", {"server": "accept", "keys": True}, small)


def wrong_password(bench, folder, port):
    for version in VERSIONS:
        for name, args in METHODS[1:]:
            got = bench.peer(folder, port, args + ["--tls", version], password="wrong")[0]
            bench.check("%s, TLS 1.%s: a wrong password" % (name, version[1]),
                        {"server": "reject", "cause": "password", "keys": False}, got)


def wrong_certificates(bench, folder, port):
    cases = [("another CA", {"ca": "other_ca"}, "unknown CA", "unknown_ca", None),
             ("another name", {"domain": "corp.example"}, "another name", None,
              "radius.air.example")]
    for name, args in METHODS[:3]:
        for what, options, fault, alert, text in cases:
            got = bench.peer(folder, port, args, **options)[0]
            wanted = {"peer": "failed", "cause": "certificate", "fault": fault, "keys": False}
            if alert:
                wanted["alert"] = alert
            if text:
                wanted["text"] = text
            bench.check("%s: %s" % (name, what), wanted, got)
    for version in VERSIONS:
        got = bench.peer(folder, port, METHODS[0][1] + ["--tls", version],
                         certificate="strange_client")[0]
        bench.check("EAP-TLS 1.%s: our certificate is of another CA" % version[1],
                    {"server": "reject", "keys": False}, got)
        if got.get("cause") not in ("alert", "refused"):
            bench.check("EAP-TLS: the refusal is told", {"cause": "refused"}, got)


def expired(bench, make):
    for certificate, fault, text in (("expired", "expired", "2021-01-01T00:00:00Z"),
                                     ("selfmade", "self-signed", "CN=radius.air.example")):
        with bench.folder() as folder:
            port = servers.free_port()
            with make(folder, port, certificate):
                got = bench.peer(folder, port, METHODS[1][1])[0]
                bench.check("a certificate %s" % fault,
                            {"peer": "failed", "cause": "certificate", "fault": fault,
                             "text": text}, got)


def our_peers(bench, make):
    with bench.folder() as folder:
        port = servers.free_port()
        with make(folder, port):
            ways_in(bench, folder, port)
            wrong_password(bench, folder, port)
            wrong_certificates(bench, folder, port)
    expired(bench, make)


def eapol_test(folder, port, eap, phase2, version, password=servers.PASSWORD, more=""):
    phase1 = "tls_disable_tlsv1_3=%d%s" % (version == "12", more)
    text = ('network={\n key_mgmt=WPA-EAP\n eap=%s\n identity="%s"\n password="%s"\n'
            ' ca_cert="%s/ca.pem"\n domain_suffix_match="air.example"\n phase1="%s"\n'
            % (eap, servers.IDENTITY, password, folder, phase1))
    if eap == "TLS":
        text += ' client_cert="%s/client.pem"\n private_key="%s/client_key.pem"\n' % (folder,
                                                                                    folder)
    else:
        text += ' phase2="%s"\n' % phase2
    conf = servers.write(folder, "eapol_test.conf", text + "}\n")
    run = subprocess.run([servers.find("eapol_test"), "-c", conf, "-a", "127.0.0.1", "-p",
                          str(port), "-s", servers.SECRET, "-r", "1", "-t", "20"],
                         capture_output=True, text=True, timeout=120, check=False)
    return {"accepted": run.returncode == 0,
            "keys": "MPPE keys OK: 2  mismatch: 0" in run.stdout,
            "resumed": "fast reauth" in run.stdout.lower() or "Resumed" in run.stdout}


def our_servers(bench):
    cases = [("EAP-TLS", "tls", "TLS", "", ""),
             ("PEAP, cryptobinding demanded", "peap", "PEAP", "auth=MSCHAPV2",
              " crypto_binding=2"),
             ("TTLS/PAP", "ttls", "TTLS", "auth=PAP", ""),
             ("TTLS/MSCHAPv2", "ttls", "TTLS", "auth=MSCHAPV2", ""),
             ("TTLS/EAP-MSCHAPv2", "ttls", "TTLS", "autheap=MSCHAPV2", "")]
    with bench.folder() as folder:
        port = servers.free_port()
        args = [bench.server_path, "--port", str(port), "--method", "peap", "--identity",
                servers.IDENTITY, "--password", servers.PASSWORD, "--ca", folder + "/ca.pem",
                "--certificate", folder + "/server.pem", "--key", folder + "/server_key.pem"]
        with servers.Server(folder, args, "ready"):
            for version in VERSIONS:
                for name, _, eap, phase2, more in cases:
                    got = eapol_test(folder, port, eap, phase2, version, more=more)
                    bench.check("%s, TLS 1.%s, and again" % (name, version[1]),
                                {"accepted": True, "keys": True, "resumed": True}, got)
                    if eap != "TLS":
                        got = eapol_test(folder, port, eap, phase2, version, password="wrong")
                        bench.check("%s, TLS 1.%s: a wrong password" % (name, version[1]),
                                    {"accepted": False, "keys": False}, got)


def main():
    which, peer, server, header = sys.argv[1:5]
    if not servers.find(which):
        print("1..0 # SKIP %s is not installed" % which)
        return 0
    bench = Bench(which, os.path.abspath(peer), os.path.abspath(server), header)
    if which == "eapol_test":
        our_servers(bench)
    else:
        our_peers(bench, getattr(servers, which))
    print("1..%d" % bench.count)
    return 1 if bench.failed else 0


sys.exit(main())
