#!/usr/bin/env python3
"""Installs into a temporary prefix, builds examples/embed.c against what was installed, by
pkg-config, shared and static, and runs it. Checks soname and exported symbols. TAP.

  install_test.py SOURCE_ROOT BUILD_ROOT B_SANITIZE COMPILER..."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from tally import end, ok  # noqa: E402


def sh(*cmd, **kw):
    return subprocess.run(cmd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **kw)


def declared(folder):
    """What the public headers declare, as the compiler's own eyes see a header: comments and
    inline functions away."""
    names = set()
    for name in os.listdir(folder):
        if not name.endswith(".h"):
            continue
        text = open(os.path.join(folder, name), encoding="utf-8").read()
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        text = re.sub(r"static inline.*?^\}", "", text, flags=re.S | re.M)
        names |= set(re.findall(r"\b((?:extsta|air|apsim)_\w+)\([^;{}]*\)\s*;", text))
        names |= set(re.findall(r"^extern [^;{(]*?\b(\w+);", text, flags=re.M))
    return names


def check_symbols(library, headers):
    out = sh("nm", "-D", "--defined-only", library).stdout
    exported = {line.split()[2].split("@")[0] for line in out.splitlines()
                if len(line.split()) == 3 and line.split()[1] != "A"}
    want = declared(headers)
    ok(len(want) > 100 and exported >= want, "every declared function is exported",
       sorted(want - exported))
    ok(exported <= want, "nothing but what the headers declare is exported",
       sorted(exported - want))
    dynamic = sh("objdump", "-p", library).stdout
    ok(re.search(r"SONAME\s+libextsta\.so\.\d+$", dynamic, re.M), "the soname carries a version",
       dynamic)


def stranger(library):
    """The environment of whoever has installed it where the dynamic loader does not look, and has
    told nobody but pkg-config."""
    env = dict(os.environ,
               PKG_CONFIG_PATH=os.path.join(os.path.dirname(library), "pkgconfig"))
    env.pop("LD_LIBRARY_PATH", None)
    return env


def check_example(source, prefix, compiler, library, static):
    env = stranger(library)
    kind = "static" if static else "shared"
    flags = sh("pkg-config", "--cflags", "--libs", *(["--static"] if static else []), "extsta",
               env=env)
    if not ok(flags.returncode == 0, "pkg-config knows extsta, " + kind, flags.stdout):
        return
    words = flags.stdout.split()
    if static:
        words = ["-l:libextsta.a" if w == "-lextsta" else w for w in words]
    program = os.path.join(prefix, "embed-" + kind)
    built = sh(*compiler, "-std=c17", "-Wall", "-Wextra", "-Werror", source, *words, "-o", program, env=env)
    if not ok(built.returncode == 0, "the example builds against the installed library, " + kind,
              built.stdout):
        return
    # as it is said to be run: nothing tells the loader where the library is
    run = sh(program, env=env)
    ok(run.returncode == 0 and "connected" in run.stdout and "received" in run.stdout,
       "the example connects and receives, " + kind, run.stdout)


def check_driver(prefix, compiler, library):
    """A driver of somebody else's: it sees nothing but what is installed, and stands below a
    station of the installed program."""
    doc = prefix + "/share/doc/extsta"
    env = stranger(library)
    flags = sh("pkg-config", "--cflags", "--libs", "extsta", env=env).stdout.split()
    source, driver = doc + "/examples/driver.c", os.path.join(prefix, "driver.so")
    text = open(source, encoding="utf-8").read()
    ok(len(text.splitlines()) < 300, "the example driver has fewer than 300 lines",
       len(text.splitlines()))
    built = sh(*compiler, "-std=c17", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", source, *flags,
               "-o", driver, env=env)
    if not ok(built.returncode == 0, "it builds against the installed headers, without a warning",
              built.stdout):
        return
    seen = sh(*compiler, "-std=c17", "-M", source, *flags, env=env).stdout.replace("\\\n", " ").split()
    ours = [os.path.realpath(f) for f in seen if "extsta" in f]
    ok(len(ours) > 5 and all(f.startswith(os.path.realpath(prefix)) for f in ours),
       "it sees the public headers only", ours)
    run = sh(os.path.join(prefix, "bin", "extsta"), "run", doc + "/scenarios/driver.lua", "--driver",
             driver, env=env)
    ok(run.returncode == 0 and re.search(r"contract: 1\d\d rules exercised, 0 violated$",
                                         run.stdout.strip()),
       "below a station of the installed program it breaks no rule", run.stdout)


def check_pages(program, doc, root):
    """What --help and the man pages name is there, and --help says where."""
    commands = re.findall(r"^  (\w+) {2,}\S", sh(program, "--help").stdout.split("Commands:")[1],
                          re.M)
    texts = [sh(program, *c, "--help").stdout for c in [()] + [(c,) for c in commands]]
    texts += [open(os.path.join(root, "docs", "man", n), encoding="utf-8").read().replace("\\-", "-")
              for n in os.listdir(root + "/docs/man") if n.endswith(".1")]
    named = set(re.findall(r"\b((?:docs|scenarios|examples|extensions)/[\w./-]*\w)?",
                           " ".join(texts))) - {""}
    missing = sorted(n for n in named if not os.path.exists(os.path.join(doc, n)))
    ok(len(named) >= 4 and not missing, "the pages that --help names are installed",
       "named: %s\nmissing: %s" % (sorted(named), missing))
    place = doc[doc.index("/share/doc/"):]
    ok(place in texts[0], "and it says where", texts[0])
    ok(os.path.exists(doc + "/examples/embed.c") and os.path.exists(doc + "/scenarios/demo.lua"),
       "examples and scenarios are installed")


def main():
    root, build, sanitize = sys.argv[1:4]
    compiler = sys.argv[4:]
    if sanitize != "none":
        print("1..0 # SKIP the installed library is tested without sanitizers")
        return 0
    with tempfile.TemporaryDirectory() as top:
        env = dict(os.environ, DESTDIR=top)
        done = sh("meson", "install", "-C", build, "--no-rebuild", env=env)
        if not ok(done.returncode == 0, "meson install", done.stdout):
            return 1
        found = [os.path.join(p, "libextsta.so") for p, _, f in os.walk(top)
                 if "libextsta.so" in f]
        if not ok(len(found) == 1, "the shared library is installed", found):
            return 1
        library = found[0]
        pc = os.path.join(os.path.dirname(library), "pkgconfig", "extsta.pc")
        text = open(pc, encoding="utf-8").read()
        # the prefix as if it had been installed there for good
        prefix = top + re.search(r"^prefix=(.*)$", text, re.M).group(1)
        with open(pc, "w", encoding="utf-8") as f:
            f.write(re.sub(r"^prefix=.*$", "prefix=" + prefix, text, flags=re.M))
        headers = os.path.join(prefix, "include", "extsta")
        for path in ("bin/extsta", "include/extsta/station.h", "include/extsta/apsim.h",
                     "share/man/man1/extsta.1"):
            ok(os.path.exists(os.path.join(prefix, path)), path + " is installed")
        ok(sorted(os.listdir(headers)) == sorted(n for n in os.listdir(root + "/include/extsta")
                                                 if n.endswith(".h")),
           "the headers are installed, and nothing else beside them")
        check_symbols(library, headers)
        if not shutil.which("pkg-config"):
            ok(True, "the example # SKIP pkg-config is not installed")
        else:
            for static in (False, True):
                check_example(prefix + "/share/doc/extsta/examples/embed.c", top, compiler, library, static)
            check_driver(prefix, compiler, library)
        check_pages(os.path.join(prefix, "bin", "extsta"), prefix + "/share/doc/extsta", root)
        help_text = sh(os.path.join(prefix, "bin", "extsta"), "--help")
        ok(help_text.returncode == 0, "the installed program runs", help_text.stdout)
    return end()


sys.exit(main())
