"""Runs the program under test."""
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tap import expect

PROGRAM = os.environ["EXTSTA"]
FOLDER = tempfile.TemporaryDirectory(prefix="extsta-cli-")
WORK = Path(FOLDER.name)
WORK.chmod(0o755)
# the build folder may lie where nobody else may go, as below /root
PUBLIC = WORK / "extsta"
shutil.copy(PROGRAM, PUBLIC)
PUBLIC.chmod(0o755)


class Result:
    def __init__(self, arguments, done):
        self.arguments, self.status = arguments, done.returncode
        self.out = done.stdout.decode(errors="replace")
        self.err = done.stderr.decode(errors="replace")

    def __str__(self):
        return (f"extsta {' '.join(self.arguments)}\nexit status {self.status}\n"
                f"stdout:\n{self.out[-3000:]}\nstderr:\n{self.err[-3000:]}")


def run(*arguments, nobody=False, stdin=b"", stdout=subprocess.PIPE, timeout=120,
        env=(), umask=-1):
    """nobody: without the privileges of root. env: variables besides ours."""
    options = {"user": 65534, "group": 65534, "extra_groups": []} \
        if nobody and os.geteuid() == 0 else {}
    program = PUBLIC if options else PROGRAM
    done = subprocess.run([program, *arguments], input=stdin, stdout=stdout,
                          stderr=subprocess.PIPE, timeout=timeout, cwd=WORK,
                          env={**os.environ, "NO_COLOR": "1", **dict(env)}, umask=umask,
                          **options)
    if done.stdout is None:
        done.stdout = b""
    result = Result(arguments, done)
    expect(done.returncode >= 0, "the program was killed by a signal", result)
    expect("Sanitizer" not in result.err, "a sanitizer has spoken", result)
    return result


def refused(status, words, *arguments, **options):
    """It ends with this status, and one line of standard error has all these words."""
    r = run(*arguments, **options)
    expect(r.status == status, f"wanted exit status {status}", r)
    lines = [l for l in r.err.splitlines() if all(w in l for w in words)]
    expect(lines, f"no line of standard error has all of {words}", r)
    expect(lines[0].startswith("extsta"), "the message does not say who speaks", r)
    return r


def file(name, text):
    path = WORK / name
    if isinstance(text, bytes):
        path.write_bytes(text)
    else:
        path.write_text(text)
    path.chmod(0o644)
    return str(path)


def grown(process, least):
    """Waits until a file that this process writes in WORK, under a name or none, is larger."""
    for _ in range(12000):
        for fd in os.listdir(f"/proc/{process.pid}/fd"):
            try:
                place = f"/proc/{process.pid}/fd/{fd}"
                if str(WORK) in os.readlink(place) and os.stat(place).st_size > least:
                    return
            except OSError:
                pass
        time.sleep(0.01)
    expect(False, "nothing was written")
