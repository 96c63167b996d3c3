"""Whether the air tells the same story as the station's own event log.

compare(events, stories, address) -> list of differences, empty when they agree on: every
association and its failures with their status, every authorized port, every end by a frame
with its hand and reason. What leaves no frame (a radio switched off, silence, an operation
cancelled by a reset) is not compared; implicit ends are, because a new association shows
them."""


def of_log(events):
    """[(what, bssid, detail)] from the station's indications and port events."""
    told = []
    for e in events:
        if e["line"] == "indication" and e["name"].endswith("ASSOCIATION_COMPLETION"):
            status = int(e["status"], 16)
            if status == 0:
                told.append(("association", e["peer"], 0))
            elif status >> 16 == 3:
                told.append(("association-failed", e["peer"], status & 0xffff))
        elif e["line"] == "port" and e["event"] == "authorized" and e["controlled"]:
            told.append(("port-authorized", e["peer"], None))
        elif e["line"] == "indication" and e["name"].endswith("_DISASSOCIATION"):
            reason = int(e["reason"], 16)
            if reason >> 16 in (1, 2):
                told.append(("disassociation", e["peer"], ("ap", reason & 0xffff)))
            elif reason in (7, 1):  # by the OS; 1: the OS has excluded the AP
                told.append(("disassociation", e["peer"], ("sta", 8)))
    return told


def of_air(stories, address):
    told = []
    mine = [s for s in stories if s["line"] in ("story", "note") and s.get("sta") == address]
    for s in sorted(mine, key=lambda s: (float(s["time"]), s["first_frame"])):
        if s["what"] == "association":
            told.append(("association", s["bssid"], 0))
        elif s["what"] == "association-failed" and "status" in s:
            told.append(("association-failed", s["bssid"], s["status"]))
        elif s["what"] == "finding" and s.get("status") == 30:  # to the station the attempt failed
            told.append(("association-failed", s["bssid"], 30))
        elif s["what"] == "port-authorized":
            told.append(("port-authorized", s["bssid"], None))
        elif s["what"] == "disassociation" and s["explicit"]:
            told.append(("disassociation", s["bssid"], (s["by"], s.get("reason"))))
    return told


def agree(mine, theirs):
    """Details of one kind, in order. The reason of an enciphered farewell cannot be read without
    the key: None."""
    def same(a, b):
        return a == b or (isinstance(b, tuple) and b[1] is None and a[0] == b[0])
    return len(mine) == len(theirs) and all(same(a, b) for a, b in zip(mine, theirs))


def compare(events, stories, address):
    """Per kind and AP, in order: the two sides see an AP's frame at the same time, but a
    story is dated by its first frame, an indication by the last."""
    wrong = []
    log, air = of_log(events), of_air(stories, address)
    for key in sorted({(w, b) for w, b, _ in log + air}):
        mine = [d for w, b, d in log if (w, b) == key]
        theirs = [d for w, b, d in air if (w, b) == key]
        if not agree(mine, theirs):
            wrong.append("%s with %s: the station says %s, the air %s" % (*key, mine, theirs))
    return wrong
