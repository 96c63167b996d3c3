"""What explain says of the reference and public captures, against causes.json.

causes.json is an array of rows, one a line, of what really happened (docs/explain.md, "How right it
is"): written from the participants' logs and from tshark's view of the frames, not from anything
that explain says. examine() runs explain on one capture and returns a Verdict: which rows it agrees
with, and which of its claims no row supports."""
import collections
import json
import os
import re
import subprocess

# Kinds that accuse, or give a cause for an end: what the table judges. Others (rekeys, roams, notes
# on what was offered) are not in it, nor is not-associated without a row: it says what is not in
# the capture.
JUDGED = set("""
authentication-no-answer authentication-refused shared-key-challenge-failed sae-commit-no-answer
sae-commit-refused sae-confirm-no-answer sae-confirm-mismatch sae-anti-clogging
sae-unknown-password-identifier station-gave-up not-authenticated association-no-answer
association-refused pmf-policy-violation pmf-association-comeback message-1-never-came
message-2-never-came message-2-rejected wrong-passphrase message-3-never-came message-4-never-came
rsne-mismatch m2-element-mismatch eap-failure eap-no-common-method eap-certificate
eap-station-silent eap-unfinished eap-station-refused eap-fast-provisioning radius-server-silent
wps-registration tkip-countermeasures ended-before-association left-by-station ended-by-ap
ap-lost-state inactivity beacon-loss ap-silent station-silent ap-gone ap-restart
unprotected-deauthentication deauthentication-flood forged-deauthentication forged-sae-refusal
forged-association-refusal spoofed-deauthentication ft-reassociation-replay handshake-replay
group-message-replay group-key-before-four-way evil-twin sae-timing-attack sae-flood
sae-invalid-commit sa-query-unanswered ft-over-ds-refused forged-eapol
end-not-captured group-key-never-came channel-switch clients-sent-away dhcp-offer-not-taken dhcp-no-ack
dhcp-no-offer dhcp-refused dns-no-answer gateway-silent no-data address-conflict
captive-portal""".split())
# Names that say by themselves that a stranger is about, whether or not the line is marked as forged.
STRANGER = {"evil-twin", "sae-flood", "sae-timing-attack", "sae-invalid-commit",
            "deauthentication-flood", "handshake-replay", "group-message-replay",
            "ft-reassociation-replay", "group-key-before-four-way", "beacon-flood"}
# Causes of a failure, or of a station's leaving, that was not the AP's doing.
FORGED = {"forged-sae-refusal", "forged-association-refusal", "spoofed-deauthentication"}
# What a forged frame that ends something is called.
FORGED_ENDS = {"unprotected-deauthentication", "deauthentication-flood", "forged-deauthentication",
               "spoofed-deauthentication"}
# Ends whose name says no more than whose hand it was.
PLAIN = {"ended-by-ap", "left-by-station"}
NOBODY = {None, "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"}
# What hostapd and wpa_supplicant log of a join.
JOINED = {"association": {"associated", "association-accepted", "connected"},
          "port-authorized": {"connected", "handshake-complete", "port-authorized"}}


def load():
    """The table: {capture: [row]}."""
    table = collections.defaultdict(list)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "causes.json")) as f:
        for row in json.load(f):
            table[row["capture"]].append(row)
    return table


def path_of(shared, capture):
    where, name = capture.split("/", 1)
    return os.path.join(shared, "captures", where,
                        name + (".pcapng" if where == "reference" else ""))


def truth_beside(path):
    """The participants' logs (reference), or tshark's view (public)."""
    for end in (path.removesuffix(".pcapng") + ".truth.json", path + ".expected.json"):
        if os.path.exists(end):
            with open(end) as f:
                return json.load(f)
    return {}


def keys_of(truth):
    """Options of explain: the keys of the access points, or those that came with the capture."""
    def name(ssid):
        return (ssid or "").replace("\\", "\\\\").replace(":", "\\:")
    options = []
    for k in truth.get("keys", {}).get("configured", []):
        if (k["type"] == "wpa-pwd" and 8 <= len(k["value"]) <= 63 and k.get("ssid")
                and k.get("note") == "access point"):
            options += ["--key", name(k["ssid"]) + ":" + k["value"]]
    for k in truth.get("keys", {}).get("logged", []):
        if k["kind"] in ("pmk", "tk") and "ap" in k["logged_by"]:
            options += ["--" + k["kind"], k["hex"]]
    for k in (truth.get("decryption") or {}).get("keys", []):
        if k["type"] == "wpa-pwd":
            options += ["--key", name(k.get("ssid")) + ":" + k["value"]]
        else:
            options += [{"wpa-psk": "--pmk", "wep": "--wep", "tk": "--tk"}[k["type"]],
                        k["value"].replace(":", "")]
    return options


def statements(extsta, path, keys):
    run = subprocess.run([extsta, "explain", "--json", *keys, path], capture_output=True,
                         timeout=120)
    if run.returncode not in (0, 3):
        raise RuntimeError("%s: exit %d: %s" % (path, run.returncode, run.stderr[-500:]))
    lines = [json.loads(line) for line in run.stdout.decode().splitlines()]
    return [x for x in lines if x["line"] in ("story", "note", "ap")]


def overlaps(row, s):
    return ("frames" in row and row["frames"][0] <= s["last_frame"]
            and s["first_frame"] <= row["frames"][1]
            and (row.get("bssid") is None or s.get("bssid") in (row["bssid"], None))
            and (row.get("sta") is None or s.get("sta") == row["sta"] or s.get("sta") in NOBODY))


def is_end(s):
    return s["what"] == "disassociation" and bool(s.get("explicit"))


def same_hand(row, s):
    """Of an end by a frame: who sent it. Of the rest: whether a stranger had a hand in it."""
    if row["who"] == "other":
        return bool(s.get("forged")) or s.get("name") in STRANGER or (
            s["what"] == "association-failed" and s.get("name") in FORGED)
    if s.get("forged"):
        return False
    return row["who"] == "unknown" or not is_end(s) or s.get("by") == row["who"]


def same_cause(row, s):
    return s.get("name") in [row["cause"], *row.get("also", [])]


def tells(row, s):
    """Whether the statement tells what the row is about. An end carries the name of the failure
    that it ends, which has a row of its own; a frame told as forged carries the name of the end it
    pretends to be."""
    if not overlaps(row, s) or not same_hand(row, s):
        return False
    return (same_cause(row, s) or (row["what"] == "left" and is_end(s))
            or (row["cause"] in FORGED_ENDS and is_end(s) and bool(s.get("forged"))))


def claims(s, rows):
    """[(figure, right)] of a statement that is judged. An end by a frame says two things: whose hand
    it was (`confidence`), and, where its name says more, for what cause (`sureness`)."""
    near = [row for row in rows if overlaps(row, s)]
    figure = s.get("confidence", 100)
    if not is_end(s):
        return [(figure, any(tells(row, s) for row in near))]
    hand = any(same_hand(row, s) for row in near if row["what"] in ("ended", "left", "forged"))
    if s["name"] in PLAIN or s.get("forged") or not hand:
        return [(figure, hand)]
    return [(figure, True),
            (min(figure, s.get("sureness", 100)), any(same_cause(row, s) for row in near))]


def judged(s, rows):
    """Whether the table has a say: 'accused' without a row that mentions it is a disagreement."""
    if s["what"] == "disassociation" and not s.get("explicit"):
        return False  # replaced by a new association, which is no trouble
    if s.get("name") == "not-associated" and not s.get("forged"):
        return any(overlaps(row, s) for row in rows)
    return bool(s.get("forged")) or s.get("name") in JUDGED


class Verdict:
    def __init__(self, capture):
        self.capture = capture
        self.satisfied, self.missed = [], []  # rows that must be told
        self.claims = []                      # (figure, right)
        self.wrong = []                       # (figure, statement)
        self.unjudged = collections.Counter()


def joined(s, truth):
    """Whether a join that was told is one: True, False, or None where nothing says."""
    span = range(s["first_frame"], s["last_frame"] + 1)
    if s.get("inferred") or s["what"] not in JOINED:
        return None
    if "timeline" in truth:
        return any(e.get("frame") in span and e["event"] in JOINED[s["what"]]
                   for e in truth["timeline"])
    events = [e for x in truth.get("stations", []) for e in x["events"]
              if x["sta"] == s["sta"] and x["bssid"] == s["bssid"] and e["frame"] in span]
    if s["what"] == "association":
        return any(re.match("(re)?assoc-resp", e["type"]) and e.get("status") == 0
                   for e in events)
    return any(e.get("msg") == "M4" for e in events) or None


def examine(extsta, shared, capture, rows, with_keys=True):
    """The Verdict on one capture; None: it is not here, or nothing happened in it."""
    path = path_of(shared, capture)
    if not os.path.exists(path) or rows[0]["what"] == "synthetic":
        return None
    truth, v = truth_beside(path), Verdict(capture)
    told = statements(extsta, path, keys_of(truth) if with_keys else [])
    for s in told:
        join = joined(s, truth)
        if join is not None or judged(s, rows):
            said = claims(s, rows) if join is None else [(s["confidence"], join)]
            v.claims += said
            v.wrong += [(figure, s) for figure, right in said if not right]
        elif s.get("name"):
            v.unjudged[s["name"]] += 1
    for row in rows:
        if row["what"] == "none":
            good = not v.wrong
        elif row.get("must", True):
            good = any(tells(row, s) for s in told)
        else:
            continue
        (v.satisfied if good else v.missed).append(row)
    return v
