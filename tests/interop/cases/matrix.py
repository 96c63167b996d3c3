"""The matrix: every AKM, pairwise cipher, protection of management frames and manager of a port that
Debian's hostapd and our station have in common, in one boot; connect, data both ways, rekeys, SA
Query, farewells forged and true, the way back by a PMK that both know and by one that hostapd has
forgotten, disconnect. A table.

`make interop` has a dozen telling rows, `make interop-all` all of them; `MATRIX=sae+gcmp,owe
tests/interop/run matrix` those that have all the words of one set. MATRIX_KEEP=FOLDER keeps logs and
captures. The table is written to build/interop/matrix.txt."""
import os

from evidence import STA, guest
from matrix import judge, rows, steps


def keep(result, names):
    folder = os.environ.get("MATRIX_KEEP")
    for name, data in result.files.items() if folder else []:
        if name.rsplit(".", 1)[0] in names:
            with open(os.path.join(folder, name), "wb") as out:
                out.write(data)


def line(row, cells, why):
    return "%-15s %-9s %-9s %-9s %s %s" % (*row.words, " ".join(
        "%-8s" % cells.get(c, "-") for c in judge.COLUMNS), why)


def run(case):
    wish = os.environ.get("MATRIX")
    shown = rows.chosen(case.everything, wish)
    running = [r for r in shown if not r.off]
    files = {"/test/run": guest(steps.script(running, STA, bool(os.environ.get("MATRIX_KEEP"))))}
    files.update(rows.shared_files())
    programs = {"/bin/extsta": case.program, "/lib/wpa2psk.so": os.path.join(
        os.path.dirname(case.program), "..", "extensions", "wpa2psk", "wpa2psk.so")}
    if any(r.radius for r in running):
        more = case.bed.freeradius()
        files.update(more[0])
        programs.update(more[1])
    for row in running:
        files.update(row.files())
    result = case.bed.run(files, programs=programs, timeout=7200, radios=2)
    keep(result, {r.file for r in running})
    table = ["%-15s %-9s %-9s %-9s %s" % ("AKM", "cipher", "PMF", "manager", " ".join(
        "%-8s" % c for c in judge.COLUMNS))]
    for row in shown:
        if row.off:
            table.append(line(row, {}, row.off))
            continue
        cells, wrong = judge.cells(case, row, result)
        table.append(line(row, cells, "; ".join(wrong)))
        case.ok(not wrong, row.name, "%s\n%s%s" % ("\n".join(wrong), result.text(
            row.file + ".err"), result.text(row.file + ".log")[-1500:]))
    print("".join("# %s\n" % t.rstrip() for t in table), end="")
    with open(os.path.join(case.bed.folder, "matrix.txt"), "w", encoding="utf-8") as out:
        out.write("".join(t.rstrip() + "\n" for t in table))
