#!/usr/bin/env python3
"""Turns collected examples of RSN elements and EAPOL-Key frames (JSON) into the C tables
beside this file.

usage: gen_wire.py DIRECTORY-WITH-JSON [OUTPUT-DIRECTORY]

The tables are checked in, so that the tests need nothing but this tree. Every entry names
its source; only octet values are taken from them."""
import json
import os
import sys

WIDTH = 88


def string(text, indent=8):
    """A C string literal, broken over lines."""
    if text is None:
        return "NULL"
    pieces = [text[i:i + WIDTH] for i in range(0, len(text), WIDTH)] or [""]
    return ("\n" + " " * (indent + 4)).join('"%s"' % p for p in pieces)


def header(path, title, body):
    guard = "VECTORS_" + os.path.basename(path).replace(".", "_").upper()
    with open(path, "w") as out:
        out.write("/* %s. Made by gen_wire.py; the source stands at each entry.\n"
                  " * Octets in hex. */\n#ifndef %s\n#define %s\n\n" % (title, guard, guard))
        out.write(body)
        out.write("\n#endif\n")


def table(struct, members, rows):
    """rows: (source, {member: literal})"""
    text = "struct %s {\n" % struct
    text += "".join("    %s;\n" % m for m in members) + "};\n\n"
    text += "static const struct %s %s[] = {\n" % (struct, struct.replace("vector_", "vectors_"))
    for source, row in rows:
        text += "    /* %s */\n    {\n" % source.replace("*/", "* /")
        text += "".join("        .%s = %s,\n" % item for item in row.items())
        text += "    },\n"
    return text + "};\n\n"


def rsn_elements(vectors):
    fields, verdicts, lists = [], [], []
    for v in vectors:
        i, o, src = v["inputs"], v["outputs"], v["source"]
        if "group_cipher" in o:
            fields.append((src, {
                "name": string(v["name"]),
                "element": string(i["element"]),
                "group": string(o["group_cipher"]),
                "pairwise": string(" ".join(o["pairwise_ciphers"])),
                "akm": string(" ".join(o["akm_suites"])),
                "capabilities": "0x" + o.get("rsn_capabilities", {}).get("raw", "0000"),
                "pmkids": string("".join(o.get("pmkids", []))),
                "group_mgmt": string(o.get("group_mgmt_cipher", "")),
            }))
        elif "accept" in o or str(o.get("expect", "")).startswith("reject"):
            verdicts.append((src, {
                "name": string(v["name"]),
                "element": string(i["element"]),
                "accept": "true" if o.get("accept") else "false",
            }))
        elif "count" in o:
            lists.append((src, {
                "name": string(v["name"]),
                "elements": string(i["elements"]),
                "truncated": "true" if o["result"] == "truncated" else "false",
                "count": o["count"],
            }))
    return (table("vector_rsn_fields",
                  ["const char *name", "const char *element", "const char *group",
                   "const char *pairwise", "const char *akm", "unsigned capabilities",
                   "const char *pmkids", "const char *group_mgmt"], fields)
            + table("vector_rsn_verdict",
                    ["const char *name", "const char *element", "bool accept"], verdicts)
            + table("vector_element_list",
                    ["const char *name", "const char *elements", "bool truncated",
                     "unsigned count"], lists))


def eapol_frames(vectors):
    members = ["const char *name", "const char *frame", "unsigned version", "unsigned length",
               "unsigned descriptor", "unsigned info", "unsigned key_length",
               "unsigned long long replay", "const char *nonce", "const char *iv",
               "const char *rsc", "const char *mic", "const char *data"]
    rows = []
    for v in vectors:
        o = v["outputs"]
        rows.append((v["source"], {
            "name": string(v["name"]),
            "frame": string(v["inputs"]["frame"]),
            "version": o["protocol_version"],
            "length": o["packet_len"],
            "descriptor": o["descriptor_type"],
            "info": "0x" + o["key_information"],
            "key_length": o["key_length"],
            "replay": "%dull" % o["key_replay_counter"],
            "nonce": string(o["key_nonce"]),
            "iv": string(o["eapol_key_iv"]),
            "rsc": string(o["key_rsc"]),
            "mic": string(o["key_mic_data"]),
            "data": string(o["key_data"]),
        }))
    return table("vector_eapol_frame", members, rows)


def main():
    source = sys.argv[1]
    target = sys.argv[2] if len(sys.argv) > 2 else os.path.dirname(os.path.abspath(__file__))
    for name, title, make in (("rsn-elements", "RSN and WPA elements, element lists", rsn_elements),
                              ("eapol-frames", "EAPOL-Key frames", eapol_frames)):
        with open(os.path.join(source, name + ".json")) as f:
            vectors = json.load(f)["vectors"]
        header(os.path.join(target, name.replace("-", "_") + ".h"), title, make(vectors))


main()
