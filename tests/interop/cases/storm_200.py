"""200 stations at once, and two storms, three times (storm.py)."""
from storm import storm

LONG = True  # some minutes: of `make interop-all`


def run(case):
    for _ in range(3):
        storm(case, 200)
