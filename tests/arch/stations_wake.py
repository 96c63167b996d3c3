#!/usr/bin/env python3
"""Every public call on a station wakes it first (station/rest.c): one that rests has no halves.

Usage: stations_wake.py SOURCE_ROOT"""
import re
import sys
from pathlib import Path

FUNCTION = re.compile(r"^[a-z][\w \*]*?\b(extsta_\w+)\(([^;{]*?)\)\n\{\n(.*?)^\}", re.M | re.S)
HELPER = re.compile(r"^static [\w \*]*?\b(\w+)\(([^;{]*?)\)\n\{\n(.*?)^\}", re.M | re.S)
WAKES = re.compile(r"station_wakes?\(|FUNCTION(_BEGIN)?\(|!?\bsta->awake( \?| &&|\))")
# Of a driver of others, whose stations do not rest; of the station's own making; of public calls.
OTHERS = re.compile(r"extsta_driver_|extsta_station_(new|rest)$|extsta_form_|extsta_connect$|"
                    r"extsta_call_repeat$")


def main():
    wrong = 0
    for path in sorted(Path(sys.argv[1], "src", "station").glob("*.c")):
        text = path.read_text()
        helpers = {name: body for name, _, body in HELPER.findall(text)}
        for name, parameters, body in FUNCTION.findall(text):
            if "struct extsta_station *" not in parameters or OTHERS.match(name):
                continue
            called = [helpers.get(helper, "") for helper in re.findall(r"\b(\w+)\(sta\b", body)]
            if not any(WAKES.search(part) for part in [body, *called]):
                print(f"{path.name}: {name} does not wake the station")
                wrong += 1
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
