#!/usr/bin/env python3
"""What cannot be meant is refused, with words that say what to do: nothing that a user gives is
passed over, cut, rounded or taken for something else. (TAP)"""
import os
import shutil
from pathlib import Path

from program import PROGRAM, WORK, file, refused, run
from tap import check, expect, main

OK, EXPECTATION, USAGE, INPUT, SYSTEM = range(5)
AP = 'ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", %s}'
KEY = 'passphrase="correct horse"'


def script(text, *words):
    """Line 2 of the script is refused, with all these words."""
    refused(INPUT, [":2:", *words], "run", file("refused.lua", "\n" + text))


def accepted(text):
    r = run("run", "--quiet", file("accepted.lua", text))
    expect(r.status == OK, r)


@check
def an_access_point_offers_the_akm_that_is_asked_for_or_none_is_made():
    for akm in ("tdls", "psk psk-sha256", "psk-sha256x", ""):
        script(AP % f'{KEY}, akms={{"{akm}"}}', f"'{akm}'", "PSK-SHA256")
    script(AP % f'{KEY}, akms={{"psk", "PSK"}}', "'akms'", "twice")
    for akms in ("{}", '"psk"', "{5}", "{psk=true}"):
        script(AP % f"{KEY}, akms={akms}", "'akms'", "list")
    for akms in ('"psk"', '"psk-sha256"', '"psk", "psk-sha256"', '"PSK-SHA256", "psk"'):
        accepted(AP % f"{KEY}, akms={{{akms}}}")


@check
def an_access_point_offers_the_ciphers_that_are_asked_for():
    script(AP % f'{KEY}, ciphers={{"wep40"}}', "'wep40'", "CCMP, TKIP, GCMP")
    script(AP % f'{KEY}, group="none"', "'none'", "GCMP-256")
    accepted(AP % f'{KEY}, ciphers={{"ccmp", "gcmp-256"}}, group="ccmp-256"')


@check
def a_key_is_one_key_and_a_whole_one():
    script(AP % f'{KEY}, pmk="{"ab" * 32}"', "'passphrase'", "'pmk'", "one of them")
    script(AP % f'pmk="{"ab" * 31}"', "'pmk'", "64")
    script(AP % 'pmk=""', "'pmk'", "64")
    script(AP % 'passphrase="short"', "8 to 63")
    script(AP % 'passphrase="tab\\tin the middle"', "8 to 63 printable")
    for field in ('akms={"psk"}', 'ciphers={"ccmp"}', 'security="wpa2"', "rekey=5", "handshake_tries=2"):
        script(AP % field, field.split("=")[0], "passphrase=", "pmk=")
    script(f'station{{}}:connect{{ssid="x", {KEY}, pmk="{"ab" * 32}"}}', "'pmk'", "one of them")
    script('station{}:connect{ssid="x", pmk="abcd"}', "'pmk'", "64")
    script('station{}:connect{ssid="x", pmk="+f"}', "'pmk'", "hexadecimal")


@check
def an_enterprise_network_needs_to_know_whom_it_trusts():
    user = 'method="peap", identity="a", password="b"'
    eap = 'station{}:connect{ssid="x", security="eap", eap={%s}}'
    script(eap % user, "no CA says which servers are trusted")
    script(eap % (user + ', verify=false, ca="air"'), "CA", "switched off")
    script(eap % 'method="peap", password="b", verify=false', "identity")
    script(eap % 'method="tls", identity="a", ca="air"', "certificate and its key")
    script(eap % (user + ", methods={}"), "'methods'")
    script('station{}:connect{ssid="x", security="eap"}', "go together")
    accepted(eap % (user + ', ca="air"'))
    words = ["no CA says which servers are trusted"]
    refused(USAGE, words, "connect", "--ssid", "x", "--eap", "peap", "--identity", "a",
            "--password", "b")
    refused(USAGE, ["--eap takes", "'leap'"], "connect", "--ssid", "x", "--eap", "leap")
    user = ["--ssid", "x", "--eap", "peap", "--identity", "a", "--password", "b", "--no-verify"]
    refused(USAGE, ["with 192 bits there is EAP-TLS alone"], "connect", *user, "--security",
            "wpa3 eap 192")
    refused(USAGE, ["'wpa eap', 'wpa3 eap' or 'wpa3 eap 192'"], "connect", *user, "--security", "wpa3")
    refused(USAGE, ["EAP-MSCHAPv2 alone gives 256"], "connect", "--ssid", "x", "--eap", "mschapv2",
            "--identity", "a", "--password", "b", "--ft", "air")
    refused(INPUT, ["/nonexistent"], "connect", "--ssid", "x", "--eap", "peap", "--identity", "a",
            "--password", "b", "--ca", "/nonexistent")


@check
def a_channel_exists():
    # IEEE Std 802.11-2020 annex E: 20 MHz channels of operating classes 81, 82, 115 to 125
    exist = {*range(1, 15), *range(36, 65, 4), *range(100, 145, 4), *range(149, 178, 4)}
    accepted("".join(f'ap{{bssid="02:00:00:00:00:{c:02x}", ssid="x", channel={c}}}\n'
                     for c in sorted(exist)))
    for c in ("0", "-1", "15", "35", "37", "66", "98", "145", "146", "178", "999", "6.5"):
        script(AP % f"channel={c}", f"channel {c}", "1 to 14", "36")
    script('local a = ' + AP % "off=true" + ' a:set{channel=0}', "channel 0")
    script('inject{frame=("00"):rep(20), channel=37}', "channel 37")


@check
def an_address_is_one_members():
    script(AP % "off=true" + 'ap{bssid="02:00:00:00:00:0a", ssid="other"}', "02:00:00:00:00:0a",
           "'A'", "own")
    script('station{name="s", address="02:00:00:00:00:0a"} ' + AP % "off=true", "'s'")
    script(AP % "off=true" + 'station{address="02:00:00:00:00:0a"}', "access point 'A'")
    script('ap{bssid="03:00:00:00:00:0a", ssid="x"}', "'bssid'", "group address", "odd")
    script('ap{bssid="ff:ff:ff:ff:ff:ff", ssid="x"}', "group address")
    script('ap{bssid="00:00:00:00:00:00", ssid="x"}', "'bssid'", "no address")
    script('station{address="01:00:00:00:00:01"}', "'address'", "group address")
    script('station{}:connect{ssid="x", bssid="01:00:00:00:00:01"}', "'bssid'", "group address")
    for text in ("02:00:00:00:00", "02:00:00:00:00:0a:0b", "+2:00:00:00:00:0a", "02-00-00-00-00-0a"):
        script(f'station{{address="{text}"}}', f"'{text}'", "address")


@check
def a_name_has_room_and_is_no_address():
    script('station{name="%s"}' % ("n" * 32), "1 to 31")
    script('ap{name="", bssid="02:00:00:00:00:0a", ssid="x"}', "1 to 31")
    script('station{name="02:00:00:00:00:01"}', "taken for an address")
    accepted('local n = ("n"):rep(31) station{name=n} expect(rule{from=n} == 1, "found")')
    script('station{name="a\\0b"}', "'name'", "zero")
    script('ap{bssid="02:00:00:00:00:0a", ssid="a\\0b"}', "'ssid'", "zero")


@check
def a_refusal_has_a_status():
    ap = "local a = " + AP % KEY + " "
    script(ap + 'a:refuse{what="auth"}', "status=")
    script(ap + "a:refuse{}", "status=")
    script(ap + 'a:refuse{what="assoc", status=17, comeback=100}', "'comeback'", "status=30")
    script(ap + 'a:refuse{what="auth", status=30, comeback=100}', "'comeback'", "assoc")
    script(ap + "a:refuse{status=0, times=3}", "'times'")
    script(ap + 'a:refuse{what="asoc", status=17}', "what=", "'asoc'", "did you mean 'assoc'?")
    script(ap + "a:refuse{status=1.5}", "'status'", "whole")
    script(ap + "a:set{}", "rsne=", "extra=", "channel=")


@check
def motion_has_a_speed():
    for speed in ("0", "-1", "0/0", "1e9"):
        script(f"station{{}}:move{{to={{1, 1}}, speed={speed}}}", "'speed'", "at once")
    script("station{at={0/0, 1}}", "'at'", "metres")
    script("station{at={1e30, 1}}", "'at'", "metres")
    script("station{at={1, 2, 3, 4}}", "'at'", "{x, y, z}")


@check
def a_rule_can_hit_and_does_what_it_says():
    for text, *words in [
            ("probability=0", "'probability'"), ("probability=1e-9", "'probability'"),
            ("delay=0.5", "'delay'", "drop"), ('action="delay"', "delay="),
            ('action="signal"', "signal="), ('action="truncate"', "length="),
            ('action="drop", signal=-50', "'signal'"), ('action="corrupt", bits=0', "'bits'"),
            ('message=2, kind="beacon"', "message=", "beacon"), ("message=0", "'message'", "1 to 6"),
            ("since=5, until_=5", "until_="), ("until_=0", "until_="),
            ('kind="becon"', "kind=", "did you mean 'beacon'?"), ("count=1.5", "'count'", "whole"),
            ('each_try="no"', "'each_try'", "true or false")]:
        script(f"rule{{{text}}}", *words)
    script("unrule(1)", "no rule 1")
    script("rule{} rule_hits(2)", "no rule 2")


@check
def what_stands_where_nobody_looks_is_an_error():
    ap, sta = "local a = " + AP % KEY + " ", "local s = station{} "
    for text, *words in [
            ('station{"alice"}', "by name", "'1'"), (ap + 'a:deauth{"alice"}', "by name"),
            (ap + 'a:mute{beacon=true}', "list of strings"), (ap + "a:mute{1}", "list of strings"),
            (AP % 'mute="m1"', "'mute'", "list"), (AP % "hidden=1", "'hidden'", "true or false"),
            (AP % "wmm='no'", "'wmm'", "true or false"), (AP % "max_stations=0", "'max_stations'"),
            (AP % "beacon_interval=99.5", "'beacon_interval'", "whole"),
            (AP % f"{KEY}, handshake_tries=0", "'handshake_tries'"),
            (ap + "a:off{forget=true}", "'forget'"), (ap + "a:status{all=true}", "'all'"),
            (sta + 's:scan{ssid="x"}', "list of strings"), (sta + 's:scan{""}', "1 to 32"),
            (sta + 's:scan{"1","2","3","4","5","6","7","8","9"}', "8 networks"),
            (sta + "s:scan{1}", "list of strings"), (sta + "s:ping{to='x'}", "'to'"),
            (sta + "s:radio()", "true or false"), (sta + "s:radio(0)", "true or false"),
            (sta + "s:disconnect{now=true}", "'now'"),
            ('station{radio="5ghz"}', "radio=", "'5ghz'", "dual"),
            (sta + 's:connect{ssid="x", manager="none"}', "manager=", "'none'", "miniport"),
            (sta + 's:connect{profile="x.xml", ssid="x"}', "'profile'", "'ssid'"),
            (sta + 's:oid{"RESET_REQUEST", kind="methud"}', "kind=", "did you mean 'method'?"),
            (sta + 's:oid{"RESET_REQUEST", rom=12}', "'rom'", "did you mean 'room'?"),
            (sta + 's:oid{"RESET_REQUEST", room=-1}', "'room'", "0 to 16384"),
            (sta + 's:ihv{PerformPreAsociate=function() end}', "did you mean 'PerformPreAssociate'?"),
            (sta + 's:ihv{module="wpa2psk", InitAdapter=function() end}', "'module'", "one of them"),
            (sta + 's:ihv{} s:ihv_call{"SetAuthAlgorithm", algoritm=1}', "did you mean 'algorithm'?"),
            (sta + 'expect_trace(s, "", {onyl={}})', "did you mean 'only'?"),
            (sta + 'trace(s, {only={1}})', "list of strings"),
            ("forge{kind='deuth'}", "kind=", "did you mean 'deauth'?"),
            ("air{exponent=-1}", "'exponent'", "1 to 10"), ("air{shadowing=0/0}", "'shadowing'"),
            ("air{seed=1.5}", "'seed'", "whole"), ("expect()", "condition"),
            ("expect('it holds', 1 == 2)", "string", "condition comes first"),
            ("expect(function() return false end)", "function", "always true"),
            (sta + 's:connect{ssid="x", type="ibss", roam={low=-60}}', "'roam'", "independent"),
            ("run(1) flow{from=station{}, to='wire', rate=1e6, start=5, stop=3}", "stop=", "start="),
            ("flow{from=station{}, to='wire', rate=1e6, stop=0}", "stop=", "nothing"),
            ("run(5) at(2, function() end)", "5 s already", "now() + seconds")]:
        script(text, *words)


@check
def a_misspelt_method_has_a_suggestion():
    ap, sta = "local a = " + AP % KEY + " ", "local s = station{} "
    script(ap + "a:deuth{}", "no method of an access point 'deuth'", "did you mean 'deauth'?")
    script(sta + "s:conect{}", "no method of a station 'conect'", "did you mean 'connect'?")
    script(sta + "s:associate{}", "no method of a station", "there are: bss_list, btm_query, connect,")
    script(sta + "return s.name", "no method of a station 'name'")


@check
def one_expectation_that_fails_is_one():
    r = run("run", file("one.lua", "run(1) expect(false)"))
    expect(r.status == EXPECTATION and "The expectation does not hold.\n" in r.out, r)
    r = run("run", file("two.lua", "run(1) expect(false) expect(true)"))
    expect("1 of 2 expectations does not hold.\n" in r.out, r)


@check
def rule_hits_holds_after_unrule():
    accepted("""
      a = ap{name="A", bssid="02:00:00:00:00:0a", ssid="x"}
      local n = rule{from="A", kind="beacon"}
      run(1)
      local hits = rule_hits(n)
      expect(hits > 5, "hit")
      unrule(n)
      expect(rule_hits(n) == hits, "holds")
      run(1)
      unrule(n)
      for i = 1, 100 do unrule(rule{kind="ack"}) end
      expect(rule_hits(n) == hits, "still holds")""")


@check
def a_seed_is_a_number_with_64_bits():
    good = file("seed.lua", "run(1)")
    for seed in ("-1", "99999999999999999999", "18446744073709551616", "1.5", "0x", "", "+1", " 1"):
        refused(USAGE, ["--seed", f"'{seed}'", "18446744073709551615"], "run", "--seed", seed, good)
    expect(run("run", "--seed", "18446744073709551615", good).status == OK, "the last one")


@check
def without_a_seed_it_is_the_scripts_or_0():
    """What the help says: run(1) with strangers' nonces differs by seed, and not else."""
    text = 'ap{bssid="02:00:00:00:00:0a", ssid="x", %s} local s = station{at={3,0}} run(0.5) ' \
           's:connect{ssid="x", %s} run(3) print(math.random(1 << 40))' % (KEY, KEY)
    plain, own = file("plain.lua", text), file("own.lua", "air{seed=7} " + text)

    def log(path, *arguments):
        r = run("run", path, "--json", *arguments)
        expect(r.status == OK, r)
        return r.out

    expect(log(plain) == log(plain, "--seed", "0"), "0 by default")
    expect(log(own) == log(plain, "--seed", "7"), "the script's, math.random too")
    expect(log(own, "--seed", "0") == log(plain), "the command line's wins, 0 too")
    expect(log(plain) != log(plain, "--seed", "1"), "and it matters")
    expect("or 0)" in run("run", "--help").out, "the help says so")
    page = Path(os.environ["SCENARIOS"]).parent / "docs" / "man" / "extsta-run.1"
    expect("or 0)" in page.read_text(), "the man page says so")


@check
def options_that_contradict_each_other_are_refused():
    for arguments, words in [
            (("--ssid", "x", "--profile", "x.xml"), ["--ssid", "--profile", "one of them"]),
            (("--passphrase", "correct horse", "--profile", "x.xml"), ["--passphrase", "--profile"]),
            (("--pmk", "ab" * 32, "--profile", "x.xml"), ["--pmk", "--profile"]),
            (("--ssid", "x", "--passphrase", "correct horse", "--pmk", "ab" * 32),
             ["--passphrase", "--pmk", "one of them"]),
            (("--ssid", "x", "--at-once", "3"), ["--at-once", "--stations"]),
            (("--type", "ibss", "--profile", "x.xml"), ["--profile", "--type", "one of them"]),
            (("--ssid", "x", "--type", "mesh"), ["--type", "infrastructure or ibss"]),
            (("--ssid", "x", "--join-only"), ["independent", "joined only"]),
            (("--ssid", "x", "--type", "ibss", "--stations", "2"), ["one station", "hear"]),
            (("--ssid", "x", "--passphrase", "correct horse", "--type", "ibss", "--manager",
              "miniport"), ["independent", "driver"]),
            (("--ssid", "x", "--channels", "1,6,1"), ["--channels", "'1,6,1'"])]:
        refused(USAGE, words, "connect", *arguments)
    refused(USAGE, ["--ssid", "1 to 32"], "scan", "--ssid", "")
    refused(USAGE, ["n is given twice"], "run", "x.lua", "--", "n=1", "n=2")


@check
def explain_says_which_address_is_not_there():
    capture = file("there.pcap", b"")
    made = run("demo", "--pcap", capture)
    expect(made.status == OK, made)
    alice, ap = "02:00:00:01:00:01", None
    there = run("explain", capture, "--sta", alice, "--check")
    expect(there.status in (OK, EXPECTATION) and alice in there.out, there)
    for option in ("--sta", "--bss"):
        for more in ((), ("--check",), ("--check", "--quiet"), ("--json",)):
            refused(INPUT, ["02:99:99:99:99:99", option, "capture"], "explain", capture, option,
                    "02:99:99:99:99:99", *more)
    refused(USAGE, ["--sta", "group"], "explain", capture, "--sta", "ff:ff:ff:ff:ff:ff")
    refused(USAGE, ["--sta", "once"], "explain", capture, "--sta", alice, "--sta", alice)
    refused(USAGE, ["--bss", "once"], "explain", capture, "--bss", alice, "--bss", alice)
    refused(INPUT, ["there is 1 station;"], "explain", capture, "--sta", "02:99:99:99:99:99")


@check
def a_radio_of_a_run_is_one_there_is_and_for_one_run():
    good = file("radio.lua", AP % KEY)
    refused(USAGE, ["--radio", "hwsim", "'wlan0'"], "run", "--radio", "wlan0", good)
    refused(USAGE, ["--radio", "one run"], "run", "--radio", "hwsim", "--seeds", "1-2", good)


@check
def a_capture_is_read_once():
    """Read twice, everything in it would have happened twice."""
    capture, other = file("once.pcap", b""), WORK / "other-name.pcap"
    expect(run("demo", "--pcap", capture).status == OK, "made")
    os.link(capture, other)
    for again in (capture, str(other), str(WORK / "." / "once.pcap")):
        refused(USAGE, ["once.pcap", "one file"], "explain", capture, again)
    data = Path(capture).read_bytes()
    refused(USAGE, ["-", "one file"], "explain", "-", "-", stdin=data)
    # two captures of one air remain two
    shutil.copy(capture, WORK / "copy.pcap")
    expect(run("explain", capture, str(WORK / "copy.pcap")).status == OK, "a copy is another file")


@check
def json_lines_have_standard_output_for_themselves():
    capture = file("alone.pcap", b"")
    expect(run("demo", "--pcap", capture).status == OK, "made")
    for option in ("--html", "--write-clear"):
        refused(USAGE, ["--json", option, "standard output"], "explain", capture, "--json", option, "-")


if __name__ == "__main__":
    expect(PROGRAM)
    main()
