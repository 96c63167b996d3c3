"""The rows of our_ap.py that are not run there: the scripted access point's other ways in, met by
wpa_supplicant."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from our_ap import ROWS, SHORT, one  # noqa: E402

LONG = True  # some minutes: of `make interop-all`


def run(case):
    for row in ROWS:
        if row.name not in SHORT:
            one(case, row)
