"""A few checks in TAP: each function with @check is one test."""
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor

CHECKS = []


class Skip(Exception):
    """Why a check cannot be made here."""


def check(function):
    CHECKS.append(function)
    return function


def expect(condition, *what):
    if not condition:
        raise AssertionError("\n".join(str(w) for w in what) or "not as expected")


def outcome(function):
    """None: it holds; else why it could not be made (Skip), or what is wrong (text)."""
    try:
        function()
    except Skip as why:
        return why
    except Exception as error:  # a check that breaks is a check that fails
        return str(error) if isinstance(error, AssertionError) else traceback.format_exc()
    return None


def main(together=1):
    """together: so many checks run at a time, where most of their time is waiting."""
    print(f"1..{len(CHECKS)}")
    failed = 0
    with ThreadPoolExecutor(together) as pool:
        for n, (function, wrong) in enumerate(zip(CHECKS, pool.map(outcome, CHECKS)), 1):
            name = function.__name__
            if isinstance(wrong, Skip):
                print(f"ok {n} - {name} # SKIP {wrong}", flush=True)
            elif wrong is None:
                print(f"ok {n} - {name}", flush=True)
            else:
                failed += 1
                print(f"not ok {n} - {name}", flush=True)
                for line in wrong.splitlines():
                    print(f"# {line}", flush=True)
    sys.exit(1 if failed else 0)
