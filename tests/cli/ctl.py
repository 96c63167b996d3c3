#!/usr/bin/env python3
"""extsta ctl as a user meets it, against a socket that answers what it is told: what is asked, what
is shown, and the exit status. What a daemon answers is tests/unit/service/own.c's. (TAP)"""
import json
import os
import socket
import threading

from program import WORK, file, run
from tap import check, expect, main

HELLO = '{"line":"ctl","protocol":1,"version":"0.1.0"}\n'
OK = '{"line":"done","ok":true}\n'
PATH = os.path.join(WORK, "ctl")


def answered(answer, *arguments, **more):
    """(the run, the request that came) with a daemon that says this"""
    asked = []
    if os.path.exists(PATH):
        os.unlink(PATH)
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(PATH)
        s.listen(1)

        def serve():
            c, _ = s.accept()
            with c:
                c.sendall(HELLO.encode())
                asked.append(c.makefile().readline())
                c.sendall(answer.encode())

        thread = threading.Thread(target=serve)
        thread.start()
        r = run("ctl", "--socket", PATH, *arguments, **more)
        thread.join()
    return r, json.loads(asked[0])


@check
def words_go_as_they_are():
    secret = file("secret.txt", 'a "secret"\\\n')
    r, asked = answered(OK, "network-add", "wlan0", "@" + str(secret), "x=\t")
    expect(asked == ["network-add", "wlan0", 'a "secret"\\\n', "x=\t"], asked)
    expect(r.status == 0 and not r.out and not r.err, r)


@check
def lines_are_shown_to_people_and_to_programs():
    line = ('{"line":"station","sta":"wlan0","state":"completed","rssi":-50,"network":null,'
            '"ssid":{"hex":"61","text":"a"},"list":[1,{"b":"]"}],"port_open":true}\n')
    r, _ = answered(line + OK, "stations")
    expect(r.status == 0, r)
    for words in ["station  wlan0  state=completed", "rssi=-50", "network=null", "ssid=a",
                  'list=[1,{"b":"]"}]', "port_open=true"]:
        expect(words in r.out, f"no '{words}'", r)
    r, _ = answered(line + OK, "--json", "stations")
    expect(r.out == HELLO + line + OK, r)
    r, _ = answered(line + OK, "stations", "--json")
    expect(r.out == HELLO + line + OK, "behind the command, too", r)


@check
def what_strangers_say_does_not_reach_the_terminal():
    r, _ = answered('{"line":"bss","ssid":"\\u001b[2J\\u0007"}\n' + OK, "bss", "wlan0")
    expect("\x1b" not in r.out and "\\x1b[2J\\x07" in r.out, r)


@check
def a_refusal_is_status_1_with_its_words():
    r, _ = answered('{"line":"done","ok":false,"error":"there is no such station"}\n',
                    "status", "wlan7")
    expect(r.status == 1 and "there is no such station" in r.err and not r.out, r)


@check
def events_come_behind_the_answer_until_the_end():
    event = '{"time":"1.000000","sta":"wlan0","line":"state","from":"inactive","to":"scanning"}\n'
    r, asked = answered(OK + event + event, "watch", "wlan0")
    expect(asked == ["watch", "wlan0"], asked)
    expect(r.out.count("to=scanning") == 2, r)
    expect(r.status == 4 and "closed" in r.err, "the daemon has gone, and that is said", r)


@check
def no_daemon_no_file_no_command():
    r = run("ctl", "--socket", os.path.join(WORK, "nowhere"), "stations")
    expect(r.status == 4 and "is 'extsta daemon' running?" in r.err, r)
    r = run("ctl")
    expect(r.status == 2, r)
    r = run("ctl", "--socket", "x" * 200, "stations")
    expect(r.status == 4 and "too long" in r.err, r)


main()
