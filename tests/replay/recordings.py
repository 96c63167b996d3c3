#!/usr/bin/env python3
"""--record and extsta replay: what was recorded runs again bit for bit, another program shows where
it differs, and what cannot be run is said. (TAP)

EXTSTA_WRONG_PROGRAM: the program above drivers that each break a rule (tests/conform/wrong.c)."""
import json
import os
import stat
import subprocess

from program import WORK, file, refused, run
from tap import check, expect, main

OK, DIFFERS, USAGE, INPUT, SYSTEM = range(5)
WRONG = os.environ["EXTSTA_WRONG_PROGRAM"]
HOME = 'home = ap{name="Home", bssid="02:00:00:00:00:0a", ssid="home", passphrase="twelve monkeys", channel=6}\n'
ALICE = 'alice = station{name="alice", at={5, 0}}\nalice:connect{ssid="home", passphrase="twelve monkeys"}\n'
TWO = HOME + ALICE + """
bob = station{name="bob", at={8, 0}}
bob:connect{ssid="home", passphrase="wrong monkeys"}
run(5)
alice:ping()
run(2)
alice:disconnect()
run(2)
alice:scan()
run(2)
"""
ROAM = """
for i, x in ipairs{0, 60} do
  ap{name="A" .. i, bssid=("02:00:00:00:00:%02x"):format(i), ssid="home", passphrase="twelve monkeys", channel=i * 5,
     at={x, 0}}
end
alice = station{name="alice", at={2, 0}}
alice:connect{ssid="home", passphrase="twelve monkeys"}
run(5)
alice:move{to={58, 0}, speed=1.5}
run(50)
"""


def recorded(name, script, *options, status=OK):
    path = WORK / (name + ".rec")
    r = run("run", file(name + ".lua", script), "--quiet", "--record", str(path), *options)
    expect(r.status == status, r)
    return str(path)


def wrong(which, *arguments):
    return subprocess.run([WRONG, *arguments], env={**os.environ, "EXTSTA_WRONG": which}, cwd=WORK,
                          capture_output=True, text=True, timeout=120)


@check
def a_run_is_the_same_again():
    path = recorded("two", TWO)
    r = run("replay", path)
    expect(r.status == OK and "2 stations" in r.out and "all the same" in r.out, r)
    calls = int(r.out.split(" calls")[0].split()[-1])
    expect(calls > 100, r)


@check
def the_demo_is_the_same_again_and_smaller_than_its_capture():
    rec, pcap = WORK / "demo.rec", WORK / "demo.pcap"
    r = run("demo", "--record", str(rec), "--pcap", str(pcap))
    expect(r.status == OK and "only its owner" in r.err, r)
    r = run("replay", str(rec))
    expect(r.status == OK and "all the same" in r.out, r)
    expect(rec.stat().st_size < pcap.stat().st_size, rec.stat().st_size, pcap.stat().st_size)


@check
def recording_changes_nothing_of_the_run():
    path = file("two.lua", TWO)
    plain, taped = run("run", path, "--json"), run("run", path, "--json", "--record", str(WORK / "x.rec"))
    expect(plain.status == taped.status == OK and plain.out == taped.out, taped)


@check
def only_the_owner_reads_it():
    path = recorded("private", HOME + ALICE + "run(1)")
    expect(stat.S_IMODE(os.stat(path).st_mode) == 0o600, oct(os.stat(path).st_mode))


@check
def another_program_shows_the_first_difference():
    path = recorded("two", TWO)
    for which in ("twice-complete", "leaves-silently", "no-beacon"):
        r = wrong(which, "replay", path)
        expect(r.returncode == DIFFERS and "came:" in r.stdout and "expected:" in r.stdout
               and " its call " in r.stdout, which, r.stdout, r.stderr)
    r = wrong("nothing", "replay", path)
    expect("all the same" in r.stdout, r.stdout)


@check
def a_recording_tells_the_same_events():
    path = recorded("two", TWO, "--json")
    told = run("run", file("two.lua", TWO), "--json")
    again = run("replay", path, "--json")
    wanted = [l for l in told.out.splitlines() if '"sta":"alice"' in l and '"line":"notify"' in l]
    came = [l for l in again.out.splitlines() if '"sta":"alice"' in l and '"line":"notify"' in l]
    expect(again.status == OK and len(wanted) > 2 and wanted == came, wanted, came)
    last = json.loads(again.out.splitlines()[-1])
    expect(last["line"] == "replayed" and last["stations"] == 2 and last["differing"] == 0, last)


@check
def one_station_from_a_moment_on():
    path = recorded("two", TWO)
    r = run("replay", path, "--station", "bob", "--json", "--from", "3")
    lines = [json.loads(l) for l in r.out.splitlines()]
    events = [l for l in lines if "time" in l and l["line"] != "station"]
    expect(r.status == OK and events and {l["sta"] for l in events} == {"bob"}, r)
    expect(all(float(l["time"]) >= 3 for l in events), r)
    r = run("replay", path, "--station", "02:00:00:01:00:01")
    expect(r.status == OK and r.out.startswith("1 station,"), r)
    refused(INPUT, ["no such station"], "replay", path, "--station", "carol")


@check
def its_whole_log_can_be_judged():
    path, log = recorded("two", TWO), WORK / "two.log"
    r = run("replay", path, "--log", str(log))
    expect(r.status == OK, r)
    r = run("check", str(log))
    expect(r.status == OK, r)


@check
def without_secrets_it_runs_up_to_where_one_counts():
    path = WORK / "bare.rec"
    r = run("run", file("two.lua", TWO), "--quiet", "--record", str(path), "--record-without-secrets")
    expect(r.status == OK and "Replaced in " in r.err and "passphrase" in r.err, r)
    r = run("replay", str(path))
    expect(r.status == OK and "cannot be run again" in r.out and "without secrets" in r.err, r)
    path = recorded("open", 'ap{name="A", bssid="02:00:00:00:00:0a", ssid="open", channel=1}\n'
                    's = station{name="s", at={5, 0}}\ns:connect{ssid="open"}\nrun(3)', "--record-without-secrets")
    r = run("replay", path)
    expect(r.status == OK and "all the same" in r.out, r)


@check
def another_policy_is_followed_until_the_world_would_answer_differently():
    path = recorded("roam", ROAM)
    same = file("same.policy", "# as it is\nlow = -70\n")
    r = run("replay", path, "--policy", same)
    expect(r.status == OK and "all the same" in r.out, r)
    sticky = file("sticky.policy", "sticky = true   # stays\n")
    r = run("replay", path, "--policy", sticky)
    expect(r.status == OK and "the world would have answered differently" in r.out, r)
    refused(INPUT, ["line 1", "lo "], "replay", path, "--policy", file("bad.policy", "lo = 1\n"))


@check
def a_short_recording_still_breaks_the_rule():
    path, short = recorded("two", TWO), str(WORK / "short.rec")
    for which, words in (("no-beacon", "ASC-16 is broken: "), ("crashes", "a crash (")):
        r = wrong(which, "replay", path, "--station", "alice", "--minimize", short, "--for", "20")
        expect(r.returncode == OK and words in r.stdout, r.stdout, r.stderr)
        kept, of = r.stdout.split(" calls")[0].split(": ")[1].split(" of ")
        expect(int(kept) < int(of) / 4, r.stdout)
    expect(stat.S_IMODE(os.stat(short).st_mode) == 0o600)
    # ours breaks none
    r = run("replay", path, "--minimize", short)
    expect(r.status == DIFFERS and "nothing to show" in r.out, r)


@check
def what_is_cut_off_is_run_as_far_as_it_goes():
    path = recorded("two", TWO)
    octets = open(path, "rb").read()
    cut = file("cut.rec", octets[:-5])
    r = run("replay", cut)
    expect("cut off" in r.err and r.status in (OK, INPUT), r)
    expect("Traceback" not in r.err)


@check
def what_is_none_is_said():
    refused(INPUT, ["it is no recording"], "replay", file("none.rec", "something else\n"))
    refused(INPUT, ["No such file"], "replay", str(WORK / "nowhere.rec"))
    refused(USAGE, ["give a recording"], "replay")
    octets = bytearray(open(recorded("two", TWO), "rb").read())
    octets[8] += 1
    refused(INPUT, ["later format"], "replay", file("later.rec", bytes(octets)))
    refused(USAGE, ["--record-without-secrets is about --record"], "run", file("two.lua", TWO),
            "--record-without-secrets")
    refused(SYSTEM, ["--record /nowhere/x"], "run", file("two.lua", TWO), "--record", "/nowhere/x")


main()
