"""TAP line by line, for tests that find out as they go how many lines there are: ok() for each, and
sys.exit(end()). (Where each line is a function, tests/cli/tap.py does it.)"""
number = failed = 0
LONGEST = 3000  # octets of a detail: its end, which says most


def ok(good, what, detail=""):
    """Returns `good`; `detail` is shown where it is not."""
    global number, failed
    number += 1
    failed += not good
    print("%sok %d - %s" % ("" if good else "not ", number, what), flush=True)
    for line in [] if good else str(detail)[-LONGEST:].splitlines():
        print("# " + line)
    return good


def end():
    """The plan, and the exit status."""
    print("1..%d" % number)
    return 1 if failed else 0
