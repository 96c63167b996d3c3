#!/usr/bin/env python3
"""Drivers of others in scenarios: the example is judged and has no finding, one that gives what
cannot be is contained and named, what is no driver is refused with the reason. (TAP)"""
import json
import os
from pathlib import Path

from program import WORK, file, refused, run
from tap import check, expect, main

OK, EXPECTATION, USAGE, INPUT, SYSTEM = range(5)
EXAMPLE, BAD = os.environ["EXAMPLE"], Path(os.environ["BAD_DRIVERS"])
SCENARIO = os.environ["SCENARIOS"] + "/driver.lua"
AP = 'ap{name="A", bssid="02:00:00:00:00:0a", ssid="home", channel=1, at={0, 0}}\n'


def lines(r):
    return [json.loads(line) for line in r.out.splitlines()]


def contract(r):
    """Rules exercised and violated, as the last line says."""
    words = r.out.splitlines()[-1].split()
    expect(words[:1] == ["contract:"], r)
    return int(words[1]), int(words[4])


@check
def the_example_has_no_finding():
    for radio in ("2ghz", "dual"):
        for seed in ("0", "1", "2"):
            r = run("run", SCENARIO, "--driver", EXAMPLE, "--seed", seed, "--", "radio=" + radio)
            exercised, violated = contract(r)
            expect(r.status == OK and exercised > 110 and violated == 0, r)
            expect("driver of" not in r.out, r)


@check
def it_is_another_driver():
    own, example = run("run", SCENARIO, "--json"), run("run", SCENARIO, "--json", "--driver",
                                                      EXAMPLE)
    expect(own.status == OK and example.status == OK and own.out != example.out, own)
    roams = [l for l in lines(example) if l.get("name") == "NDIS_STATUS_DOT11_ROAMING_START"]
    expect(len(roams) >= 3, example)


@check
def the_story_and_the_log_are_as_with_ours():
    log = WORK / "driver.log"
    r = run("run", SCENARIO, "--driver", EXAMPLE, "--log", str(log))
    for words in ("associates with near", "ind ASSOCIATION_COMPLETION near 0x00000000 req resp beacon",
                  "port near created", "0x00010007", "0x00000002",
                  "has scanned", "is disconnected"):
        expect(words in r.out, r)
    entries = [json.loads(l) for l in log.read_text().splitlines()]
    expect(len(entries) > 400 and not any(e.get("line") == "gap" for e in entries), r)


@check
def a_station_can_have_its_own():
    r = run("run", file("own.lua", AP + f'''
a = station{{name="a", driver="{EXAMPLE}", at={{3, 0}}}}
b = station{{name="b", at={{4, 0}}}}
c = station{{name="c", driver="{EXAMPLE}", at={{5, 0}}}}
for _, s in ipairs{{a, b, c}} do s:connect{{ssid="home"}} end
run(4)
for _, s in ipairs{{a, b, c}} do expect(s:status().port_open, "connected") end
'''))
    expect(r.status == OK, r)
    # it stands above that of the run
    r = run("run", file("own.lua", AP + f'station{{driver="{EXAMPLE}"}}'), "--driver",
            str(BAD / "nowhere.so"))
    expect(r.status == OK, r)


@check
def a_file_in_the_current_folder_needs_no_slash():
    (WORK / "copy.so").write_bytes(Path(EXAMPLE).read_bytes())
    r = run("run", file("here.lua", AP + "station{}"), "--driver", "copy.so")
    expect(r.status == OK, r)


@check
def what_is_no_driver_is_refused_with_the_reason():
    scenario = file("none.lua", AP + "station{name='a'}")
    for name, words in (("nowhere.so", "No such file"), ("text.so", "shared object"),
                        ("object_no_symbol.so", "EXTSTA_DRIVER"), ("object_version.so", "version 3"),
                        ("object_hole.so", "'deadline'"), ("object.so", "its make gave no driver")):
        refused(INPUT, [":2:", "station 'a' cannot be made", words], "run", scenario, "--driver",
                str(BAD / name))
        refused(INPUT, [":2:", words], "run",
                file("none2.lua", AP + f'station{{driver="{BAD / name}"}}'))
    refused(INPUT, ["No such file"], "demo", "--driver", str(BAD / "nowhere.so"))


@check
def an_output_does_not_destroy_it():
    copy = WORK / "precious.so"
    copy.write_bytes(Path(EXAMPLE).read_bytes())
    before = copy.read_bytes()
    refused(INPUT, ["--pcap", "destroy"], "run", file("destroy.lua", AP + "station{}"), "--driver",
            str(copy), "--pcap", str(copy))
    expect(copy.read_bytes() == before)


@check
def a_driver_that_gives_what_cannot_be_is_named():
    scenario = file("bad.lua", AP + "a = station{name='a', at={1, 0}} run(2)")
    for bad, fault, words in (("written", "written", "says it wrote 17 octets for OID_GEN_MEDIA"),
                              ("overrun", "overrun", "wrote behind the buffer"),
                              ("frame-access", "value", "out of its range (200; at most 5)"),
                              ("asks-itself", "output", "that no driver may push"),
                              ("deadline", "deadline", "always due"),
                              ("flood", "flood", "more than 65536")):
        env = (("BAD_DRIVER", bad),)
        r = run("run", scenario, "--driver", str(BAD / "bad.so"), env=env)
        expect(r.status == EXPECTATION and "driver of a: " in r.out and words in r.out, r)
        r = run("run", scenario, "--driver", str(BAD / "bad.so"), "--json", "--no-referee", env=env)
        said = [l for l in lines(r) if l["line"] == "driver-fault"]
        expect(r.status == EXPECTATION and said and said[0]["fault"] == fault, r)
        expect(said[0]["sta"] == "a" and words in said[0]["text"], r)


@check
def a_driver_that_never_answers_does_not_hold_the_run():
    r = run("run", file("waits.lua", AP + "a = station{name='a'} run(40)"), "--driver",
            str(BAD / "bad.so"), env=(("BAD_DRIVER", "unanswered"),))
    expect(r.status == EXPECTATION and "has not completed OID_DOT11_CURRENT_OPERATION_MODE" in r.out, r)


@check
def a_driver_that_did_not_come_up_is_said_where_it_is_used():
    r = run("run", file("down.lua", AP + "a = station{name='a'}\na:connect{ssid='home'}"),
            "--driver", str(BAD / "bad.so"), env=(("BAD_DRIVER", "written"),))
    expect(r.status == INPUT and ":3: a cannot connect now: its driver did not come up" in r.err, r)


@check
def many_runs_have_it_too():
    r = run("run", SCENARIO, "--seeds", "1-3", "--jobs", "2", "--driver", EXAMPLE)
    expect(r.status == OK and "3" in r.out, r)
    r = run("run", file("down2.lua", AP + "station{} run(1)"), "--seeds", "7", "--driver",
            str(BAD / "bad.so"), env=(("BAD_DRIVER", "written"),))
    expect(r.status == EXPECTATION and f"--seed 7 --driver {BAD / 'bad.so'}" in r.out + r.err, r)


@check
def a_recording_of_it_runs_again_above_it():
    path = WORK / "driver.rec"
    r = run("run", SCENARIO, "--driver", EXAMPLE, "--quiet", "--record", str(path))
    expect(r.status == OK, r)
    r = run("replay", str(path), "--driver", EXAMPLE)
    expect(r.status == OK and "all the same" in r.out, r)
    # a file that a recording names is never loaded by itself
    r = run("replay", str(path))
    expect(r.status == EXPECTATION and "name the file with --driver" in r.out, r)


main()
