#!/usr/bin/env python3
"""Wi-Fi cards where there are none: an empty network namespace, where this machine makes one.
What cards there are is told, and what stands in the way of using one. (TAP)"""
import subprocess

import program
from program import refused, run
from tap import Skip, check, expect, main


def alone(*arguments):
    """In a network namespace of its own: whatever cards the machine has, there are none."""
    command = ["unshare", "-Urn", program.PUBLIC, *arguments]
    if subprocess.run(["unshare", "-Urn", "true"], capture_output=True).returncode:
        raise Skip("no network namespace can be made here")
    done = subprocess.run(command, capture_output=True, timeout=60)
    return program.Result(arguments, done)


@check
def no_card_teaches_where_to_look():
    r = alone("radios")
    expect(r.status == 1, "exit status 1", r)
    for words in ("No Wi-Fi card", "modprobe mac80211_hwsim", "ip netns", "extsta demo"):
        expect(words in r.out, words, r)


@check
def for_programs_no_card_is_no_line():
    r = alone("radios", "--json")
    expect(r.status == 1 and r.out == "" and "No Wi-Fi card" in r.err, "nothing", r)


@check
def wrong_arguments_are_refused():
    r = run("radios", "--colour")
    expect(r.status == 2 and "extsta radios --help" in r.err, "usage", r)


@check
def the_page_says_what_help_says():
    r = run("radios", "--help")
    expect(r.status == 0 and "--json" in r.out and "Exit status:" in r.out, "help", r)


@check
def what_means_nothing_on_a_card_is_refused_with_the_reason():
    for more, words in (
            (["--tap", "tap0"], ["--tap", "the card's own interface carries the traffic"]),
            (["--pcap", "x.pcap"], ["--pcap", "keeps its frames to itself", "monitor"]),
            (["--frames"], ["--frames", "keeps its frames to itself"]),
            (["--stations", "2"], ["one station"]),
            (["--type", "ibss"], ["independent network", "--iface"]),
            (["--driver", "./driver.so"], ["--driver", "--iface"]),
            (["--radio", "hwsim"], ["--radio", "--iface"]),
            (["--signal", "02:00:00:00:00:01=-60"], ["--signal", "--iface"])):
        refused(2, words, "connect", "--ssid", "x", "--iface", "wlan0", *more)
    refused(2, ["--pcap", "monitor"], "scan", "--iface", "wlan0", "--pcap", "x.pcap")
    refused(2, ["--tap", "the card's own interface"], "connect", "--ssid", "x", "--radio",
            "nl80211:wlan0", "--tap", "tap0")


@check
def an_interface_that_is_not_there_is_told():
    for command in (["scan"], ["connect", "--ssid", "x"]):
        r = alone(*command, "--iface", "wlan99")
        expect(r.status == 4, "exit status 4", r)
        expect("no interface 'wlan99'" in r.err and "extsta radios" in r.err or
               "the kernel has no nl80211" in r.err, "what to do", r)


if __name__ == "__main__":
    main()
