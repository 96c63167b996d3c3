"""FT-PSK between two hostapd BSSs of one mobility domain: over the air and over the DS, port managed by
the OS and by the miniport. The roam has no four-way handshake: the driver brings the port, and
hostapd's log says that it was a fast transition."""
from evidence import AP, AP2, STA, conf, events, guest, has, indications

LONG = True  # some minutes: of `make interop-all`
PASSPHRASE = "correct horse battery"
ROUNDS = (("air", "os"), ("ds", "os"), ("air", "miniport"), ("ds", "miniport"))
ROUND = """
hostapd -B -t -d -P /run/%(name)s.pid -f /out/%(name)s.log /test/one.conf /test/two.conf
wait_count 2 AP-ENABLED /out/%(name)s.log
start_station %(name)s-sta --ssid interop --passphrase "%(passphrase)s" --address %(sta)s \
    --tap tap-%(name)s --ft %(how)s --manager %(manager)s \
    --signal %(ap)s=-45 --signal %(ap2)s=-75 --signal %(ap)s=-80@3 --signal %(ap2)s=-50@3
wait_for '"what":"connected"' /out/%(name)s-sta.json
wait_count 2 '"event":"authorized"' /out/%(name)s-sta.json
stations wlan1 after-%(name)s
stop_station
stop_hostapd %(name)s
"""


def script():
    return "".join(ROUND % {"name": how + "-" + manager, "how": how, "manager": manager,
                            "passphrase": PASSPHRASE, "sta": STA, "ap": AP, "ap2": AP2}
                   for how, manager in ROUNDS)


def ft(interface, channel, name):
    return conf(interface=interface, channel=channel, wpa2=PASSPHRASE, akm="FT-PSK WPA-PSK",
                mobility_domain="a1b2", nas_identifier=name, ft_psk_generate_local=1,
                ft_over_ds=1, reassociation_deadline=1000)


def run(case):
    r = case.bed.run({"/test/run": guest(script()), "/test/one.conf": ft("wlan0", 1, "one.test"),
                      "/test/two.conf": ft("wlan1", 6, "two.test")},
                     programs={"/bin/extsta": case.program}, radios=2)
    for how, manager in ROUNDS:
        name = how + "-" + manager
        what = "over the %s, port by the %s" % (how, manager)
        lines = events(r.text(name + "-sta.json"))
        detail = r.console + r.text(name + "-sta.err") + r.text(name + ".log")
        done = indications(lines, "ASSOCIATION_COMPLETION")
        case.ok(len(done) == 2 and done[1]["peer"] == AP2 and done[1]["status"] == "0x00000000"
                and done[1]["port_authorized"], what + ": the roam brings its port",
                detail + str(done))
        case.ok(len(done) == 2 and done[0]["port_authorized"] == (manager == "miniport"),
                what + ": the first association had a handshake", done)
        case.ok("[AUTHORIZED]" in r.text("after-" + name + ".txt"), what + ": hostapd has it",
                r.text("after-" + name + ".txt"))
        case.ok(has(r.text(name + ".log"), "auth_alg=2|FT: Received authentication frame|"
                    "FT: Received FT Action") or how == "ds", what + ": it was a transition",
                r.text(name + ".log"))
