#!/usr/bin/env python3
"""Turns collected known answers (JSON) into the C tables beside this file.

usage: gen_crypto.py DIRECTORY-WITH-JSON [OUTPUT-DIRECTORY]

The tables are checked in, so that the tests need nothing but this tree. Every table
names its sources; only octet values are taken from them."""
import json
import os
import sys

WIDTH = 88
# file -> (struct name, [(member, path of the value)], selects the vector)
TOPICS = {
    "pbkdf2-psk": ("pbkdf2", ["passphrase", "password_hex", "ssid", "salt", "iterations:n",
                              "dklen:n", "psk", "dk"],
                    lambda v: v["inputs"]["hash"] == "SHA-1"),
    "prf-kdf": ("kdf", ["function", "key", "label", "data", "context", "length_bits:n",
                        "output"], None),
    "ptk": ("ptk", ["kdf", "pmk", "aa", "spa", "anonce", "snonce", "kck", "kek", "tk", "kdk"],
            None),
    "ccmp": ("mpdu", ["tk", "mpdu_plain", "pn", "key_id:n", "aad", "nonce", "mpdu_encrypted",
                      "mic", "current_rule_mpdu_encrypted"], None),
    "gcmp": ("mpdu", ["tk", "mpdu_plain", "pn", "key_id:n", "aad", "nonce", "mpdu_encrypted",
                      "mic", "current_rule_mpdu_encrypted"], None),
    "bip": ("bip", ["algorithm", "igtk", "frame", "ipn", "key_id:n", "mpdu_protected"], None),
    "tkip": ("tkip", ["kind", "tk", "ta", "iv32", "iv16", "wepseed", "key", "data", "mic",
                      "michael_key_used", "michael_input", "mpdu_plain", "tsc", "key_id:n",
                      "mpdu_encrypted"], None),
    "wep-rc4": ("wep", ["kind", "key", "iv", "key_id:n", "mpdu_plain", "mpdu_encrypted",
                        "offset:n", "plaintext", "ciphertext"], None),
    "aes-keywrap": ("wrap", ["kek", "plaintext", "ciphertext", "expect"], None),
    "hkdf-hmac-cmac": ("mac", ["kind", "hash", "key", "data", "mac"],
                       lambda v: v["inputs"]["kind"] in ("hmac", "cmac")),
    "fourway": ("fourway", ["akm", "kdf", "mic_algorithm", "key_data_encryption", "pmk", "aa",
                            "spa", "m1", "m2", "m3", "m4", "g1", "g2", "kck", "kek", "tk",
                            "key_data_plain_m3", "key_data_plain_g1", "gtk", "gtk_key_id:n"],
                None),
    "sae": ("sae", ["group:n", "password", "sta_a", "sta_b", "pwe_x", "pwe_y", "own_addr",
                    "peer_addr", "rand", "mask", "peer_commit", "own_commit", "kck", "pmk",
                    "pmkid", "commit", "confirm", "expect", "k", "keyseed",
                    "own_confirm_send_confirm_1", "peer_confirm_send_confirm_1"],
            lambda v: "group" in v["inputs"] and v["inputs"]["group"] in (19, 20, 21)),
    "sae-pt-h2e": ("sae_pt", ["kind", "group:n", "ssid", "password", "password_identifier",
                              "sta_a", "sta_b", "pt_x", "pt_y", "pwe_x", "pwe_y", "val", "u0",
                              "u1", "q0_x", "q0_y", "q1_x", "q1_y", "p_x", "p_y"],
                   lambda v: v["inputs"]["group"] in (19, 20, 21)),
    "owe": ("owe", ["kind", "group:n", "private_i", "private_r", "public_i", "public_r",
                    "shared_x", "client_private", "ap_public_x", "client_public_x", "pmk"], None),
    "mschapv2": ("mschapv2", ["user", "password", "auth_challenge", "peer_challenge",
                              "password_hash", "password_hash_hash", "nt_response",
                              "authenticator_response", "eap_mschapv2_msk",
                              "server_receive_start_key_128", "server_send_start_key_128",
                              "response_value"], None),
    "eapol-mic": ("eapol_mic", ["algorithm", "kck", "frame", "mic"], None),
    "ccm-gcm": ("aead", ["kind", "key", "nonce", "iv", "aad", "plaintext", "tag_length:n",
                         "ciphertext_and_tag", "ciphertext", "tag", "expect"], None),
    "pasn": ("pasn", ["pmk", "spa", "bssid", "dhss", "kck", "tk", "kdk"], None),
    "ft-keys": ("ft", ["xxkey", "ssid", "mdid", "r0kh_id", "r1kh_id", "s0kh_id", "bssid",
                       "target_bssid", "anonce", "snonce", "m1", "m2", "m3", "m4", "pmk_r0",
                       "pmk_r0_name", "pmk_r1", "pmk_r1_name", "kck", "kek", "tk",
                       "key_data_plain_m3", "assoc_response_mde", "assoc_response_fte",
                       "auth_request_body", "auth_response_body", "reassoc_request_body",
                       "reassoc_response_body", "fte_mic_request", "fte_mic_response", "gtk",
                       "gtk_key_id:n"], None),
    "pmkid": ("pmkid", ["hash", "pmk", "aa", "spa", "pmkid"],
              lambda v: v["inputs"].get("kind") != "sae"),
    "capture-mpdus": ("capture", ["cipher", "tk", "michael_key", "mpdu_encrypted", "pn", "tsc",
                                  "iv", "key_id:n", "aad", "nonce", "michael_input", "mic",
                                  "body_plain"], None),
}


def flat(vector):
    """All values of a vector under their last name; inputs win."""
    values = {}
    for part in (vector, vector["outputs"], vector["inputs"]):
        for key, value in part.items():
            if key == "frames" or key == "current_rule":
                values.update(value)
            else:
                values[key] = value
    # points of a map, as u0, q0_x, q0_y, p_x, p_y
    for i, u in enumerate(values.get("u") or []):
        values["u%d" % i] = u
    for i, q in enumerate(values.get("q") or []):
        values["q%d_x" % i], values["q%d_y" % i] = q["x"], q["y"]
    if "sum" in values:
        values["p_x"], values["p_y"] = values["sum"]["x"], values["sum"]["y"]
    for key, value in (vector.get("derived_outputs") or {}).items():
        values.setdefault(key, value)
    # MIC frames carry their key either given or derived
    for kde in values.get("kde_m3", []) or []:
        if kde.get("gtk"):
            values.setdefault("gtk", kde["gtk"])
            values.setdefault("gtk_key_id", kde["key_id"])
    return values


def c_string(text, indent):
    text = str(text).replace("\\", "\\\\").replace('"', '\\"')
    room = WIDTH - indent - 2
    parts = [text[i:i + room] for i in range(0, len(text), room)] or [""]
    return ("\n" + " " * indent).join('"%s"' % p for p in parts)


def member(name, numeric, values):
    value = values.get(name)
    if value is None:
        return None
    if numeric:
        return "        .%s = %d," % (name, value)
    if len(str(value)) + len(name) < WIDTH - 16:
        return "        .%s = %s," % (name, c_string(value, 12))
    return "        .%s =\n            %s," % (name, c_string(value, 12))


def comment(text):
    """Lines of a block comment of at most 96 columns."""
    lines, line = [], ""
    for word in text.replace("*/", "* /").split():
        if len(line) + len(word) > 86:
            lines.append(line)
            line = ""
        line += (" " if line else "") + word
    return "\n     * ".join(lines + [line])


def table(topic, data):
    struct, fields, select = TOPICS[topic]
    fields = [(f.split(":")[0], f.endswith(":n")) for f in fields]
    vectors = [v for v in data["vectors"] if select is None or select(v)]
    guard = "VECTORS_%s_H" % topic.upper().replace("-", "_")
    name = topic.replace("-", "_")
    out = ["""/* %s: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */"""
           % data["topic"],
           "#ifndef %s" % guard, "#define %s" % guard, "",
           "#ifndef VECTOR_%s_STRUCT" % struct.upper(),
           "#define VECTOR_%s_STRUCT" % struct.upper(),
           "struct vector_%s {" % struct, "    const char *name;"]
    out += ["    %s;" % ("long " + f if n else "const char *" + f) for f, n in fields]
    out += ["};", "#endif", "", "static const struct vector_%s vectors_%s[] = {"
            % (struct, name)]
    for v in vectors:
        source = v["source"]
        if v.get("licence_note"):
            source += ". " + v["licence_note"]
        out.append("    /* %s */" % comment(source))
        out.append("    {")
        values = flat(v)
        out.append(member("name", False, v))
        out += [m for m in (member(f, n, values) for f, n in fields) if m]
        out.append("    },")
    out += ["};", "", "#endif", ""]
    return "\n".join(out)


def main():
    source = sys.argv[1]
    target = sys.argv[2] if len(sys.argv) > 2 else os.path.dirname(os.path.abspath(__file__))
    for topic in TOPICS:
        with open(os.path.join(source, topic + ".json")) as f:
            data = json.load(f)
        with open(os.path.join(target, topic.replace("-", "_") + ".h"), "w") as f:
            f.write(table(topic, data))


main()
