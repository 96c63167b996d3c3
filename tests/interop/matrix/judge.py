"""What came of a row of the matrix: from the steps that the guest went through, hostapd's table of
stations, the station's event lines and its capture. cells(row, result) is a line of the table."""
import re
import subprocess
import tempfile

from evidence import STA, compare, events, indications, tshark
from matrix.rows import CIPHERS

COLUMNS = ["connect", "ping", "group", "pairwise", "query", "forged", "deauth", "pmksa", "forgot",
           "roam", "leave", "air"]
EXPECTED = {"none", "disconnect-request", None}
# Within one operation of the station the air may show more than it tells: a refusal of a PMK that
# hostapd has forgotten (53), of a group that it does not have (77), of a Commit that came once more
# (1); and an association again, where a slow hostapd was asked twice.
WITHIN = re.compile(r"association-failed with \S+: the station says \[\], the air \[[1357, ]+\]$|"
                    r"association with \S+: the station says (\[[0, ]+)\], the air \1, [0, ]+\]$")
# tshark misses the fields of SAE in a refusal, which has none
MALFORMED = "_ws.malformed && !(wlan.fixed.auth.alg == 3 && wlan.fixed.status_code != 0)"


def steps_of(row, console):
    return dict(re.findall(r"^STEP %s (\w+) (\w+)$" % re.escape(row.file), console, re.M))


def negotiated(row, table):
    """What hostapd's table says that is not the row's; empty: nothing."""
    wrong = []
    if "[AUTHORIZED]" not in table:
        wrong.append("hostapd has it not authorized")
    if row.keyed:
        oui = row.akm.selector[:8]
        wanted = {"AKMSuiteSelector": "00-0f-ac" + row.akm.selector[8:],  # of WPA, too
                  "dot11RSNAStatsSelectedPairwiseCipher": oui + CIPHERS[row.cipher][0]}
        for key, value in wanted.items():
            got = re.search(r"^%s=(\S+)" % key, table, re.M)
            if not got or got.group(1) != value:
                wrong.append("%s is %s" % (key, got.group(1) if got else "absent"))
        if ("[MFP]" in table) != row.protected:
            wrong.append("hostapd sees %sMFP" % ("" if "[MFP]" in table else "no "))
    return wrong


def told(row, lines):
    """What the station told that was not so, or did not tell."""
    wrong = []
    ends = [e["reason"] for e in indications(lines, "DISASSOCIATION")]
    times = 2 if "forgot" in row.steps() else 1
    if ends != ["0x00010005"] * times + ["0x00000007"]:
        wrong.append("DISASSOCIATION " + " ".join(ends))
    causes = [e for e in lines if e.get("line") == "cause"]
    expected = EXPECTED | ({"better-ap"} if row.akm.ft else set())
    wrong += ["cause " + e["diagnosis"] for e in causes if e.get("diagnosis") not in expected]
    by_peer = [e for e in causes if e.get("space") == "peer-reason" and e.get("code") == 5]
    if len(by_peer) != times or not all(e["will_retry"] for e in by_peer):
        wrong.append("the causes do not say reason 5, and that it comes back")
    created = [e for e in lines if e.get("line") == "port" and e["event"] == "created"]
    # after a fast transition the driver's, which has the keys
    managers = {row.manager, "miniport"} if row.akm.ft else {row.manager}
    wrong += ["port of " + e["manager"] for e in created if e["manager"] not in managers]
    return wrong + (["first port of " + created[0]["manager"]]
                    if created and created[0]["manager"] != row.manager else [])


def says(row, pcap):
    """Whether the request offers what the row is about."""
    said = tshark(pcap, "-Y", "wlan.fc.type_subtype == 0", "-T", "fields", "-e",
                  "wlan.rsn.capabilities")
    return said is None or any(int(x, 16) & row.akm.capability for x in said.split())


def on_the_air(case, row, pcap, lines):
    """The capture explained tells what the station told; tshark finds nothing malformed in it."""
    with tempfile.NamedTemporaryFile(suffix=".pcap") as f:
        f.write(pcap)
        f.flush()
        stories = events(subprocess.run([case.program, "explain", "--json", f.name],
                                        capture_output=True, text=True).stdout)
    wrong = [w for w in compare(lines, stories, STA) if not WITHIN.match(w)]
    length = ["-o", "wlan.wpa_key_mic_len_enable:TRUE", "-o",
              "wlan.wpa_key_mic_len:%d" % row.akm.mic] if row.akm.mic else []
    bad = tshark(pcap, "-Y", MALFORMED, *length)
    if row.akm.capability and not says(row, pcap):
        wrong.append("the request does not say that it can")
    return wrong + (["malformed: " + bad.strip()[:200]] if bad and bad.strip() else [])


def cells(case, row, result):
    """({column: "ok", "." or "NO"}, what is wrong): of a row that ran."""
    done = steps_of(row, result.console)
    lines = events(result.text(row.file + ".json"))
    out = {c: "." if c not in row.steps() else "ok" if done.get(c) == "ok" else
           "NO" if done.get(c) else "-" for c in COLUMNS}
    wrong = [c + " failed" for c in row.steps() if done.get(c) == "failed"]
    if not done:
        return out, ["no access point"]
    bad = negotiated(row, result.text(row.file + ".txt")) if done.get("connect") == "ok" else []
    if bad:
        out["connect"], wrong = "NO", wrong + bad
    if done.get("leave") == "ok":
        bad = told(row, lines)
        if bad:
            out["deauth"], wrong = "NO", wrong + bad
        bad = on_the_air(case, row, result.files.get(row.file + ".pcap", b""), lines)
        out["air"], wrong = "NO" if bad else "ok", wrong + bad
    return out, wrong
