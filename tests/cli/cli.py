#!/usr/bin/env python3
"""The program as a user meets it: help, exit statuses, files that cannot be used. (TAP)"""
import os
import re
import resource
import signal
import subprocess
from pathlib import Path

from program import PROGRAM, WORK, file, grown, refused, run
from tap import Skip, check, expect, main

hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
OK, EXPECTATION, USAGE, INPUT, SYSTEM = range(5)
A = 'ap{name="A", bssid="02:00:00:00:00:0a", ssid="office", passphrase="correct horse"}\n'


def commands():
    """Those that extsta --help lists."""
    text = run("--help").out.split("Commands:\n")[1]
    return re.findall(r"^  (\w+) ", text.split("\n\n")[0], re.M)


@check
def help_lists_the_commands_and_the_exit_statuses():
    r = run("--help")
    expect(r.status == OK and not r.err, r)
    expect({"demo", "run", "scan", "connect"} <= set(commands()), r)
    for n in range(5):
        expect(re.search(rf"\b{n} \w", r.out), f"exit status {n} is not explained", r)
    expect(run("help").out == r.out and run("-h").out == r.out, "help and -h say the same")


@check
def each_command_teaches_itself():
    for name in commands():
        r = run(name, "--help")
        expect(r.status == OK and not r.err, r)
        expect(r.out.startswith(f"extsta {name}"), r)
        expect(len(r.out.splitlines()) >= 8, "that teaches nobody", r)
        expect(max(len(line) for line in r.out.splitlines()) <= 96, "too wide", r)
        expect(run("help", name).out == r.out, "'help NAME' says the same", r)


@check
def help_names_only_commands_that_exist():
    r = run("--help")
    for name in re.findall(r"extsta (\w+)", r.out) + re.findall(r"'(\w+)'", r.out):
        expect(name in commands() + ["help", "COMMAND"], f"there is no '{name}'", r)


@check
def version_is_one_line():
    r = run("--version")
    expect(r.status == OK and re.fullmatch(r"extsta \d+\.\d+\.\d+\n", r.out), r)


@check
def wrong_arguments_are_status_2_with_a_hint():
    r = run()
    expect(r.status == USAGE and "Commands:" in r.err and not r.out, r)
    refused(USAGE, ["no command 'frobnicate'", "--help"], "frobnicate")
    for arguments, words in [
            (("run",), ["scenario file"]),
            (("run", "a", "--", "=b"), ["'=b'", "KEY=VALUE"]),
            (("run", "--seed", "x", "a"), ["--seed", "number"]),
            (("run", "--json", "--pcap", "-", "a"), ["--json", "--pcap"]),
            (("demo", "extra"), ["extra"]),
            (("scan", "--radio", "wlan0"), ["no radio 'wlan0'", "hwsim"]),
            (("connect",), ["--ssid", "--profile"]),
            (("connect", "--ssid", "x", "--passphrase", "short"), ["8 to 63"]),
            (("connect", "--ssid", "x" * 33), ["32"]),
            (("connect", "--ssid", "x", "--pmk", "12"), ["--pmk", "64"]),
            (("connect", "--ssid", "x", "--manager", "me"), ["--manager"]),
            (("connect", "--ssid", "x", "--address", "zz"), ["'zz'", "address"]),
            (("connect", "--ssid", "x", "--address", "01:00:00:00:00:01"), ["MAC", "station"]),
            (("connect", "--ssid", "x", "--address", "2:0:0:0:0:1"), ["'2:0:0:0:0:1'"]),
            (("connect", "--ssid", "x", "--wait", "long"), ["'long'", "seconds"]),
            (("connect", "--ssid", "x", "--wait", "nan"), ["'nan'", "seconds"]),
            (("connect", "--ssid", "x", "--wait", "0"), ["'0'", "seconds"]),
            (("connect", "--ssid", "x", "--for", "-1"), ["'-1'", "seconds"]),
            (("connect", "--ssid", "x", "--for", "0x10"), ["'0x10'", "seconds"]),
            (("connect", "--ssid", "x", "--stations", "0"), ["--stations", "'0'"]),
            (("connect", "--ssid", "x", "--stations", "2 "), ["--stations", "'2 '"]),
            (("connect", "--ssid", "x", "--at-once", "many"), ["--at-once", "'many'"]),
            (("connect", "--ssid", "x", "--stations", "2", "--tap", "t"), ["--tap", "one"]),
            (("connect", "--ssid", "x", "--channels", "1,,6"), ["--channels", "'1,,6'"]),
            (("connect", "--ssid", "x", "--channels", "15"), ["--channels", "'15'"]),
            (("connect", "--ssid", "x", "--pmk", "+f" * 32), ["--pmk", "64"]),
            (("connect", "--ssid", "x", "--signal", "02:00:00:00:00:00=5"), ["--signal"]),
            (("connect", "--ssid", "x", "--signal", "02:00:00:00:00:00=-5@nan"),
             ["--signal"]),
            (("scan", "--pcap", "-"), ["--pcap", "standard output"]),
            (("scan", "extra"), ["extra"]),
            (("connect", "--ssid", "x", "--signal", "loud"), ["--signal", "'loud'"])]:
        r = refused(USAGE, words, *arguments)
        expect(f"Try 'extsta {arguments[0]} --help'" in r.err, "no hint", r)
    for name in commands():
        r = refused(USAGE, [f"extsta {name}", "--bogus"], name, "--bogus")


@check
def expectations_decide_between_0_and_1():
    good = file("good.lua", A + "run(1)\nexpect(true, 'so it is')\n")
    bad = file("bad.lua", A + "run(1)\nexpect(1 == 2, 'arithmetic')\n")
    r = run("run", good)
    expect(r.status == OK and "as expected: so it is" in r.out, r)
    r = run("run", bad)
    expect(r.status == EXPECTATION and "not as expected" in r.out and "bad.lua:3" in r.out, r)
    expect(run("run", "-", stdin=b"run(1)").status == OK, "a script from standard input")


@check
def what_is_behind_the_file_is_for_the_script():
    script = file("arg.lua", "expect(arg.who == 'a=b' and arg.n == '3' and arg.none == '' and "
                             "arg.other == nil, 'as given')\nexpect(next(arg) ~= nil, 'given')\n")
    r = run("run", script, "--seed", "2", "--", "who=a=b", "n=3", "none=")
    expect(r.status == OK and r.out.count("as expected: ") == 2, r)
    r = run("run", "--quiet", script)
    expect(r.status == EXPECTATION and ":2:" in r.err, r)


@check
def expect_within_waits_no_longer_than_it_must():
    text = A + ("local ok, took = expect_within(5, 'soon', function() return now() >= %s end, 0.5)\n"
                "expect(ok == %s and took == %s and now() == took, 'it waited')\n")
    r = run("run", file("soon.lua", text % ("1.2", "true", "1.5")))
    expect(r.status == OK and "as expected: soon" in r.out, r)
    r = run("run", file("late.lua", text % ("9", "false", "5.0")))
    expect(r.status == EXPECTATION and "late.lua:2: soon" in r.out and "as expected: it waited" in
           r.out, r)
    refused(INPUT, [":2:", "late"], "run", file(
        "error.lua", "station{}\nexpect_within(5, 'x', function() error('late') end)"))


@check
def files_that_cannot_be_read_are_status_3():
    refused(INPUT, ["nosuch.lua", "No such file"], "run", "nosuch.lua")
    refused(INPUT, ["Is a directory"], "run", str(WORK))
    refused(INPUT, ["nosuch.xml", "No such file"], "connect", "--profile", "nosuch.xml")
    refused(INPUT, [str(WORK), "Is a directory"], "connect", "--profile", str(WORK))
    secret = file("secret.lua", "run(1)")
    os.chmod(secret, 0)
    refused(INPUT, ["secret.lua", "Permission denied"], "run", secret, nobody=True)
    secret = file("secret.xml", "<x/>")
    os.chmod(secret, 0)
    refused(INPUT, ["secret.xml", "Permission denied"], "connect", "--profile", secret, nobody=True)


@check
def files_that_cannot_be_written_are_status_4():
    good = file("good.lua", A + "run(1)")
    bad = file("bad.lua", A + "run(1)\nexpect(false)")
    refused(SYSTEM, ["/dev/full", "written"], "demo", "--pcap", "/dev/full")
    refused(SYSTEM, ["/dev/full", "written"], "run", "--pcap", "/dev/full", good)
    refused(SYSTEM, ["/dev/full", "written"], "run", "--pcap", "/dev/full", bad)
    refused(SYSTEM, ["/nosuch/x", "No such file"], "run", "--pcap", "/nosuch/x", good)
    refused(SYSTEM, [str(WORK), "Is a directory"], "run", "--pcap", str(WORK), good)
    with open("/dev/full", "wb") as full:
        refused(SYSTEM, ["standard output"], "demo", "--json", stdout=full)


@check
def ctrl_c_ends_a_run_and_leaves_its_capture_whole():
    script, capture = WORK / "long.lua", WORK / "long.pcap"
    script.write_text("ap{name='A', bssid='02:00:00:00:00:0a', ssid='x'}\nsay('begun')\nrun(1e7)\n")
    going = subprocess.Popen([PROGRAM, "run", str(script), "--pcap", str(capture)],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    grown(going, 24)  # until it is at it: frames are in the file
    expect(not capture.exists(), "it gets its name when it is whole")
    going.send_signal(signal.SIGINT)
    out, err = going.communicate(timeout=120)
    expect(going.returncode == 130, f"exit status {going.returncode}: {err}")
    expect("interrupted at" in err and "begun" in out, out + err)
    size, at, data = 24, 24, capture.read_bytes()
    while at < len(data):
        at += 16 + int.from_bytes(data[at + 8:at + 12], "little")
    expect(at == len(data) > size, "the capture ends in the middle of a frame")


@check
def a_crash_leaves_no_image_with_keys_in_it():
    script, capture = WORK / "core.lua", WORK / "core.pcap"
    script.write_text(A + "say('begun')\nrun(1e7)\n")
    for asked, wanted in (("", ("0", "1")), ("1", ("unlimited",))):
        env = {**os.environ, "EXTSTA_CORE": asked} if asked else os.environ
        going = subprocess.Popen([PROGRAM, "run", str(script), "--pcap", str(capture)],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env,
                                 preexec_fn=lambda: resource.setrlimit(
                                     resource.RLIMIT_CORE, (hard, hard)))
        grown(going, 24)
        limits = Path(f"/proc/{going.pid}/limits").read_text()
        going.terminate()
        going.communicate(timeout=120)
        soft = re.search(r"Max core file size +(\S+)", limits)[1]
        # a sanitizer sets its own limit before the program runs
        if (hard == resource.RLIM_INFINITY and "ASAN_OPTIONS" not in os.environ) or not asked:
            expect(soft in wanted, f"limit of core files: {soft}")


@check
def broken_scripts_are_status_3_with_file_and_line():
    for text, words in [
            ("x = = 3", [":1:", "unexpected symbol"]),
            ("\n\nlocal a = station{}\na:conect{}", [":4:", "conect"]),
            ("for k in pairs(nil) do end", [":1:", "nil"]),
            ("station{nmae='a'}", [":1:", "there is no field 'nmae'; did you mean 'name'?"]),
            ("station{zeal=1, yawn=1, haste=1, luck=1, mirth=1}", [":1:", "'haste'"]),
            ("\nap{ssid='x'}", [":2:", "bssid"]),
            ("ap{bssid='02:00:00:00:00:0a', ssid=('x'):rep(33)}", [":1:", "32 octets"]),
            ("ap{bssid='02:00:00:00:00:0a', ssid='x', channel=200}", [":1:", "channel 200"]),
            ("ap{bssid='nobody', ssid='x'}", [":1:", "'nobody'"]),
            ("rule{kind='tea'}", [":1:", "'tea'"]),
            ("rule{probability=50}", [":1:", "'probability'", "0 to 1"]),
            ("rule{message=9}", [":1:", "'message'", "1 to 6"]),
            ("station{name='a'}\nstation{name='a'}", [":2:", "name 'a'"]),
            ("station{name='a'}.connect{}", [":1:", "colon"]),
            ("station{name='a'}:connect'x'", [":1:", "table of fields"]),
            ("station{name='a'}:move{}", [":1:", "to={x, y}"]),
            ("station{name='a', at={1}}", [":1:", "'at'"]),
            ("station{name='a', power=1000}", [":1:", "'power'"]),
            ("local s = station{}\nreturn s:status().open", [":2:", "'open'"]),
            ("rule{action='laugh'}", [":1:", "'laugh'", "drop"]),
            ("run(-1)", [":1:", "seconds"]),
            ("run('long')", [":1:", "number"]),
            ("station{}:drops('everything')", [":1:", "'everything'"]),
            ("station{}:connect{ssid='x', passphrase='short'}", [":1:", "8"]),
            ("station{}:connect{ssid='x', manager='me'}", [":1:", "'me'"]),
            ("station{}:connect{profile='nosuch.xml'}", [":1:", "nosuch.xml"]),
            ("station{}:ihv{module='nosuch'}", [":1:", "'nosuch'"]),
            ("station{}:ihv{module='../../tmp/evil'}", [":1:", "no extension"]),
            ("station{}:oid{'NONE'}", [":1:", "'NONE'"]),
            ("at(1, function() error('late') end) run(2)", [":1:", "late"]),
            ("station{} at(1, function() error{code=1} end) run(2)", ["table"]),
            ("dofile('/etc/passwd')", [":1:", "dofile"]),
            ("io.open('/etc/passwd')", [":1:", "'io'"]),
            ("os.execute('true')", [":1:", "'os'"]),
            ("require('os')", [":1:", "require"]),
            (b"\x1bLua\x54\x00\x19\x93", ["binary"])]:
        refused(INPUT, words, "run", file("broken.lua", text))


@check
def every_function_of_a_script_is_documented():
    script = """
      local a = ap{bssid='02:00:00:00:00:0a', ssid='x'}
      for name, f in pairs(_G) do if type(f) == 'function' then print(name) end end
      for _, o in ipairs{a, station{}} do
        for name in pairs(getmetatable(o).__index) do print(':' .. name) end
      end"""
    r = run("run", "--quiet", file("names.lua", script))
    expect(r.status == OK, r)
    page = (Path(os.environ["SCENARIOS"]).parent / "docs" / "scenarios.md").read_text()
    lua = set("assert error getmetatable ipairs next pairs pcall print rawequal rawget rawlen rawset "
              "select setmetatable tonumber tostring type warn xpcall".split())
    names = set(r.out.split()) - lua
    expect(len(names) > 40, r)
    missing = [n for n in names if not re.search(re.escape("`" + n) + r"[({]", page)]
    expect(not missing, "docs/scenarios.md has nothing on", *missing)


@check
def scripts_without_end_or_measure_are_stopped():
    for text, words in [
            ("while true do end", [":1:", "loops"]),
            ("while true do pcall(function() while true do end end) end", [":1:", "loops"]),
            ("station{} at(1, function() while true do end end) run(2)", [":1:", "loops"]),
            ("local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1e6) .. i end", ["256 MiB"]),
            ("local s = ('x'):rep(1e12)", ["too large"]),
            ("for i = 1, 1e9 do station{name='s' .. i} end", [":1:", "too many"]),
            ("for i = 1, 1e9 do at(1, run) end", [":1:", "too many"]),
            ("for i = 1, 1e9 do rule{kind='beacon'} end", [":1:", "too many"]),
            ("local function f() return f() + 1 end f()", ["stack overflow"])]:
        refused(INPUT, words, "run", file("endless.lua", text))


PROFILE = """<?xml version="1.0"?>
<WLANProfile xmlns="http://www.microsoft.com/networking/WLAN/profile/v1">
  <name>office</name>
  <SSIDConfig><SSID>{ssid}</SSID></SSIDConfig>
  <connectionType>ESS</connectionType>
  <connectionMode>auto</connectionMode>
  <MSM><security>
    <authEncryption>{ae}<useOneX>false</useOneX></authEncryption>
    {key}
  </security></MSM>
</WLANProfile>
"""
SSID = "<name>office</name>"
AE = "<authentication>WPA2PSK</authentication><encryption>AES</encryption>"
KEY = ("<sharedKey><keyType>passPhrase</keyType><protected>false</protected>"
       "<keyMaterial>correct horse</keyMaterial></sharedKey>")


def profile(ssid=SSID, ae=AE, key=KEY):
    return PROFILE.format(ssid=ssid, ae=ae, key=key)


@check
def a_good_profile_connects():
    path = file("good.xml", profile())
    script = (A + "local a = station{name='a', at={5, 0}}\nrun(0.5)\n"
              f"a:connect{{profile='{path}'}}\nrun(5)\nexpect(a:status().port_open)")
    r = run("run", file("good.lua", script))
    expect(r.status == OK, r)
    script = script.replace("correct horse", "wrong horse battery", 1)
    r = run("run", file("other.lua", script))
    expect(r.status == EXPECTATION, "it was the passphrase that opened the port", r)


@check
def a_profile_is_checked_and_written_again():
    path = file("good.xml", profile())
    r = run("profile", path)
    expect(r.status == OK and "<hex>6F6666696365</hex>" in r.out, r)
    expect("correct horse" not in r.out and "withheld" in r.out, "a secret without the flag", r)
    r = run("profile", "--secrets", path)
    expect(r.status == OK and "<keyMaterial>correct horse</keyMaterial>" in r.out, r)
    again = run("profile", "--secrets", file("again.xml", r.out))
    expect(again.out == r.out, "what is written is read as the same", again)
    r = run("profile", "--check", path)
    expect(r.status == OK and not r.out, r)
    refused(INPUT, ["bad.xml", "passphrase"], "profile", "--check", file("bad.xml", profile(key="")))


@check
def broken_profiles_are_status_3_with_the_cause():
    for text, words in [
            ("", ["XML"]),
            ("office", ["XML"]),
            (profile()[:300], ["XML"]),
            (profile().replace("</name>", "</nome>", 1), [":3", "XML"]),
            ("<a/>", ["WLANProfile"]),
            (profile().replace("SSIDConfig", "Nothing"), ["SSID"]),
            (profile(ssid=""), ["SSID", "empty"]),
            (profile(ssid="<hex>6z</hex>"), ["<hex>", "hexadecimal"]),
            (profile(ssid="<hex>" + "61" * 33 + "</hex>"), ["<hex>"]),
            (profile(ssid=f"<name>{'x' * 33}</name>"), ["<name>", "32"]),
            (profile(ae="<authentication>WPA2PSK</authentication>"), ["<encryption>"]),
            (profile(ae=AE.replace("WPA2PSK", "WPA9")), ["<authentication>"]),
            (profile(ae=AE.replace("AES", "ROT13")), ["<encryption>"]),
            (profile(ae=AE.replace("AES", "none")), []),
            (profile(key=""), ["passphrase"]),
            (profile(key=KEY.replace("correct horse", "short")), ["8"]),
            (profile(key=KEY.replace("correct horse", "x" * 65)), ["<keyMaterial>"]),
            (profile(key=KEY.replace("correct horse", "x" * 64)), ["63"]),
            (profile(key=KEY.replace("false", "true")), ["key=clear"]),
            (profile(key=KEY.replace("passPhrase", "networkKey")
                     .replace("correct horse", "z" * 64)), ["hexadecimal"]),
            (b"\xff\xfe\x00" * 100, ["XML"]),
            ("<!--" + "x" * (1 << 20) + "-->" + profile(), ["1 MiB"])]:
        path = file("broken.xml", text)
        refused(INPUT, ["broken.xml", *words], "connect", "--profile", path)


@check
def entities_of_a_profile_are_harmless():
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    for dtd, use in [
            ('<!ENTITY x SYSTEM "file:///etc/hostname">', "&x;"),
            ('<!ENTITY % x SYSTEM "http://192.0.2.1/x.dtd"> %x;', "office"),
            (f'<!ENTITY l0 "lol">{laughs}', "&l11;"),
            ('<!ENTITY a "&b;"><!ENTITY b "&a;">', "&a;")]:
        text = profile(ssid=f"<name>{use}</name>")
        text = text.replace("<WLANProfile", f"<!DOCTYPE WLANProfile [{dtd}]>\n<WLANProfile", 1)
        r = refused(INPUT, ["evil.xml"], "connect", "--profile", file("evil.xml", text),
                    timeout=20)
        expect(len(r.err) < 1000, "it has grown", r)


@check
def a_missing_privilege_for_tap_is_named():
    if not os.path.exists("/dev/net/tun"):
        raise Skip("this machine has no /dev/net/tun")
    refused(SYSTEM, ["TAP interface 'extsta-t'", "CAP_NET_ADMIN"], "connect", "--ssid", "x",
            "--tap", "extsta-t", nobody=True)
    refused(SYSTEM, ["longer than 15"], "connect", "--ssid", "x", "--tap", "t" * 16, nobody=True)


@check
def without_hwsim_or_its_privilege_the_machine_refuses():
    """With mac80211_hwsim loaded, registering for its frames takes CAP_NET_ADMIN."""
    loaded = os.path.exists("/sys/module/mac80211_hwsim")
    words = ["CAP_NET_ADMIN"] if loaded else ["mac80211_hwsim", "modprobe", "virtual air"]
    for command in (("scan",), ("connect", "--ssid", "x")):
        refused(SYSTEM, words, *command, nobody=True)


@check
def the_story_has_no_colour_in_a_pipe():
    expect("\033" not in run("demo").out, "escape sequences in a pipe")


@check
def a_capture_on_standard_output_is_a_capture():
    r = run("demo", "--pcap", "-")
    expect(r.status == OK and r.out.encode(errors="replace")[:4], r)
    expect("alice" in r.err, "the story goes to standard error", r)


if __name__ == "__main__":
    expect(PROGRAM)
    main()
