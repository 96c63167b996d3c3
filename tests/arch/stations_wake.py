#!/usr/bin/env python3
"""Every public call on a station wakes it first (station/rest.c): one that rests has no halves.

Usage: stations_wake.py SOURCE_ROOT"""
import re
import sys
from pathlib import Path

FUNCTION = re.compile(r"^[a-z][\w \*]*?\b(extsta_\w+)\(([^;{]*?)\)\n\{\n(.*?)^\}", re.M | re.S)
# Of a driver of others, whose stations do not rest; of the station's own making.
OTHERS = re.compile(r"extsta_driver_|extsta_station_(new|rest)$|extsta_form_|extsta_connect$")


def main():
    wrong = 0
    for path in sorted(Path(sys.argv[1], "src", "station").glob("*.c")):
        for name, parameters, body in FUNCTION.findall(path.read_text()):
            if "struct extsta_station *" not in parameters or OTHERS.match(name):
                continue
            if not re.search(r"station_wakes?\(|FUNCTION\(|sta->awake\b.*\?|!sta->awake", body):
                print(f"{path.name}: {name} does not wake the station")
                wrong += 1
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
