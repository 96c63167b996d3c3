"""A few checks in TAP: each function with @check is one test."""
import sys
import traceback

CHECKS = []


class Skip(Exception):
    """Why a check cannot be made here."""


def check(function):
    CHECKS.append(function)
    return function


def expect(condition, *what):
    if not condition:
        raise AssertionError("\n".join(str(w) for w in what) or "not as expected")


def main():
    print(f"1..{len(CHECKS)}")
    failed = 0
    for n, function in enumerate(CHECKS, 1):
        name = function.__name__
        try:
            function()
            print(f"ok {n} - {name}", flush=True)
        except Skip as why:
            print(f"ok {n} - {name} # SKIP {why}", flush=True)
        except Exception as error:  # a check that breaks is a check that fails
            failed += 1
            print(f"not ok {n} - {name}", flush=True)
            text = str(error) if isinstance(error, AssertionError) else traceback.format_exc()
            for line in text.splitlines():
                print(f"# {line}", flush=True)
    sys.exit(1 if failed else 0)
