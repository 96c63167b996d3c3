"""99 stations at once, and two storms (storm.py)."""
from storm import storm


def run(case):
    storm(case, 99)
