"""What goes wrong with a real hostapd, told apart: a wrong passphrase, an AP that is full, a
network that is not there; a hidden network is found."""
from evidence import STA, conf, events, guest, has

SCRIPT = """
start_hostapd ap ap.conf
start_station wrong --ssid interop --passphrase "not the passphrase" --address %s --wait 25
wait $sta; echo "WRONG EXIT $?"
start_station absent --ssid elsewhere --passphrase "correct horse battery" --address %s --wait 15
wait $sta; echo "ABSENT EXIT $?"
stop_hostapd ap
start_hostapd hidden hidden.conf
start_station hidden --ssid interop --passphrase "correct horse battery" --address %s
wait_for '"what":"connected"' /out/hidden.json
stop_station
stop_hostapd hidden
start_hostapd full full.conf
start_station full --ssid interop --passphrase "correct horse battery" --address %s --wait 12
wait $sta; echo "FULL EXIT $?"
""" % (STA, STA, STA, STA)


def causes(result, name):
    return [(e["stage"], e["diagnosis"], e["space"], e["code"], e["remedy"])
            for e in events(result.text(name + ".json")) if e.get("line") == "cause"]


def run(case):
    passphrase = "correct horse battery"
    r = case.bed.run({"/test/run": guest(SCRIPT), "/test/ap.conf": conf(wpa2=passphrase),
                      "/test/hidden.conf": conf(wpa2=passphrase, ignore_broadcast_ssid=1),
                      "/test/full.conf": conf(wpa2=passphrase, macaddr_acl=1)},
                     programs={"/bin/extsta": case.program})
    wrong = causes(r, "wrong")
    case.ok("WRONG EXIT 1" in r.console and any(
        c[0] == "four-way" or c[1] == "wrong-passphrase" for c in wrong) and
        any(c[1] == "wrong-passphrase" and c[4] == "credential" for c in wrong),
        "a wrong passphrase is called a wrong passphrase", str(wrong) + r.text("wrong.err"))
    case.ok(has(r.text("ap.log"), "EAPOL-Key.*MIC|possible PSK mismatch|PSK-MISMATCH"),
            "hostapd says the same", r.text("ap.log")[-1500:])
    absent = causes(r, "absent")
    case.ok("ABSENT EXIT 1" in r.console and any(
        c[1] in ("ssid-not-found", "no-candidate") for c in absent), "a network that is not there", absent)
    case.ok('"what":"connected"' in r.text("hidden.json"), "a hidden network is found",
            r.text("hidden.json")[-800:] + r.text("hidden.err"))
    full = causes(r, "full")
    case.ok("FULL EXIT 1" in r.console and any(c[2] == "peer-status" for c in full),
            "an AP that refuses: its status code is told", str(full) + r.console[-500:])
