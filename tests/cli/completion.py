#!/usr/bin/env python3
"""Completion for bash (cmd/completion.bash): what it offers is held against the program's own --help.
(TAP)"""
import os
import re

import bash_ask
from program import PROGRAM as EXTSTA, WORK, file, run
from tap import check, expect, main

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPT = os.path.join(ROOT, "cmd", "completion.bash")


def offered(*words, cwd=WORK, program=EXTSTA):
    """What is offered for the last word of `extsta WORDS`."""
    return bash_ask.offered(SCRIPT, "extsta", program, *words, cwd=cwd)


def standing_for(text):
    """A program that says this instead of ours, whose name it has."""
    program = file("extsta", "#!/bin/sh\n" + text)
    os.chmod(program, 0o755)
    return program


def commands():
    return re.findall(r"^  (\w+) {2,}\S", run("--help").out.split("Commands:")[1], re.M)


def knows(command, option):
    """Whether the command's own parser takes the option; it never gets further than the second one,
    which no command has."""
    done = run(command, option + "=x", "--no-such-option")
    expect(done.status != 0, command, option, done)
    return not re.search("(unrecognized option|no option) '?%s\\b(?!-)" % option, done.err)


@check
def commands_are_those_of_the_program():
    expect(offered("") == set(commands()), offered(""))
    expect(offered("con") == {"connect", "contract", "conform"}, offered("con"))
    expect(offered("--v") == {"--version"} and offered("help", "expl") == {"explain"})


@check
def options_are_those_that_the_command_takes():
    for command in commands():
        if command == "extcap":  # Wireshark's, which asks without a command
            continue
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", run(command, "--help").out))
        taken = {o for o in named if knows(command, o)}
        got = offered(command, "--") - {"--help"}
        expect(got == taken, command, "not offered: %s" % (taken - got), "not taken: %s" % (got - taken))


@check
def words_of_an_option_stand_in_its_help():
    text = open(SCRIPT, encoding="utf-8").read()
    table = re.findall(r"^    (--[a-z-]+)\) words='([^']*)'", text, re.M)
    expect(len(table) >= 8, table)
    helps = {c: run(c, "--help").out for c in commands()}
    for option, words in table:
        found = [text for h in helps.values()
                 for text in re.findall(r"^  %s (.*?)(?=^  --|^$)" % option, h, re.M | re.S)]
        expect(found, option + " is no option")
        for word in words.split():
            # one that ends in a sign goes on
            whole = r"(?<![\w-])%s%s" % (word, "" if word[-1] in ":@" else r"(?![\w-])")
            expect(any(re.search(whole, f) for f in found), option, word, found)
    expect(offered("connect", "--pmf", "re") == {"required"})
    kinds = set(re.search(r"--security S +(.*)", helps["fleet"]).group(1).replace(" (default)", "").split(", "))
    expect(offered("fleet", "--security", "") == kinds, offered("fleet", "--security", ""), kinds)
    expect(offered("connect", "--ft", "=", "a") == {"air"} and
           offered("connect", "--ft", "=") == {"air", "ds", "off"}, "--option=value")


@check
def files_are_those_of_the_kind():
    folder = os.path.join(WORK, "kinds")
    os.makedirs(os.path.join(folder, "below"))
    for name in ("one.lua", "home.xml", "air.pcap", "air.pcapng.gz", "driver.so", "x.jsonl"):
        open(os.path.join(folder, name), "w").close()

    def here(*words):
        return offered(*words, cwd=folder)
    expect(here("run", "") == {"one.lua", "below"}, here("run", ""))
    expect(here("explain", "") == {"air.pcap", "air.pcapng.gz", "below"}, here("explain", ""))
    expect(here("connect", "--profile", "") == {"home.xml", "below"})
    expect(here("run", "one.lua", "--driver", "d") == {"driver.so"})
    open(os.path.join(folder, "home.yaml"), "w").close()
    expect(here("daemon", "") == {"home.yaml", "below"} and here("profile", "h") == {"home.xml"})
    expect(here("run", "--html", "=", "o") == {"one.lua"}, "a file is written over")
    expect(here("conform", "--suite", "") == {"below"})
    expect(here("check", "x") == {"x.jsonl"})
    expect(not here("run", "--seed", ""), "a number is not completed")


@check
def scenarios_that_are_installed_are_found():
    share = os.path.join(WORK, "usr/share/doc/extsta/scenarios")
    os.makedirs(share)
    for name in ("demo.lua", "day.lua", "notes.txt"):
        open(os.path.join(share, name), "w").close()
    program = standing_for("echo 'installed in'\necho '%s.'\n" % os.path.dirname(share))
    folder = os.path.join(WORK, "empty")
    os.makedirs(folder)
    found = offered("run", "d", cwd=folder, program=program)
    expect(found == {share + "/demo.lua", share + "/day.lua"}, found)


@check
def a_running_daemon_is_asked_for_commands_and_stations():
    program = standing_for(r"""
case "$*" in
'ctl --json --socket /s commands') printf '{"line":"command","name":"%s","usage":"STATION"}\n' status stations ;;
'ctl --json stations') printf '{"line":"station","sta":"%s","state":"completed"}\n' sta1 other ;;
'ctl --help') echo 'extsta ctl [--socket PATH] [--json] COMMAND [WORD...]' ;;
esac""")
    expect(offered("ctl", "--socket", "/s", "sta", program=program) == {"status", "stations"})
    expect(offered("ctl", "--json", "status", "s", program=program) == {"sta1"})
    expect(not offered("ctl", "status", "sta1", "", program=program))


@check
def interfaces_cases_rules_and_causes():
    expect("lo" in offered("watch", ""), offered("watch", ""))
    expect("malformed-probe" in " ".join(offered("conform", "--case", "malformed-p")) or
           offered("conform", "--case", "seq-01") == {"seq-01-bring-up"})
    expect("DIS-04" in offered("check", "--explain", "DIS-") and "DIS-04" in offered("contract", "DIS-0"))
    expect(offered("causes", "wrong-pass") == {"wrong-passphrase"}, offered("causes", "wrong-pass"))


main()
