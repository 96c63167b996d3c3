/* The judgement about key material (secrets.h): by the structures that carry keys. The rule for
 * what is not known is that it is withheld: a buffer whose OID has no form in the table of
 * structures, private data of a driver, octets behind or beside a key. */
#include "log/secrets.h"
#include "base/bytes.h"
#include "base/mac.h"
#include <extsta/payload.h>
#include <extsta/private_oid.h>
#include <extsta/windot11.h>

struct walk {
    void (*run)(void *user, struct extsta_span octets, bool secret);
    void *user;
};

/* Takes up to n octets off the front and gives them on. */
static void give(const struct walk *w, struct extsta_span *rest, size_t n, bool secret)
{
    n = n < rest->len ? n : rest->len;
    if (n > 0) {
        w->run(w->user, span(rest->data, n), secret);
        *rest = span(rest->data + n, rest->len - n);
    }
}

/* A key as ucKey has it: what describes it (counter and lengths) is shown if it describes just
 * this key. A raw key has no description. */
static void give_key(const struct walk *w, struct extsta_span key, uint32_t algorithm)
{
    enum extsta_form form = algorithm == DOT11_CIPHER_ALGO_TKIP ? EXTSTA_FORM_TKIP_KEY_MATERIAL
                                                                : EXTSTA_FORM_KEY_MATERIAL;
    bool raw = algorithm == DOT11_CIPHER_ALGO_WEP || algorithm == DOT11_CIPHER_ALGO_WEP40 ||
               algorithm == DOT11_CIPHER_ALGO_WEP104;
    struct extsta_payload p;
    if (!raw && extsta_payload_read(form, key, &p) && p.material.key_len > 0 &&
        (uint64_t)p.material.key_len + p.material.mic_len == p.material.keys.bytes.len) {
        give(w, &key, key.len - p.material.keys.bytes.len, false);
    }
    give(w, &key, key.len, true);
}

/* One of the two structures with a key; what follows it is withheld. */
static void give_key_value(const struct walk *w, enum extsta_form form,
                           struct extsta_span octets)
{
    struct extsta_payload p;
    size_t fixed = extsta_form_least(form);
    bool whole = extsta_payload_read(form, octets, &p);
    give(w, &octets, fixed, false);
    if (whole && !p.key.key.cut) {
        size_t len = p.key.key.bytes.len;
        give_key(w, span(octets.data, len), p.key.algorithm);
        octets = span(octets.data + len, octets.len - len);
    }
    give(w, &octets, octets.len, true);
}

/* Whether entries, each for a peer, fill the list: else one may begin within the key of
 * another. Zeros, as a reader has them for what was withheld, are for no peer. */
static bool are_entries(struct extsta_part rest)
{
    struct extsta_payload entry;
    while (rest.bytes.len > 0) {
        if (!extsta_payload_next(&rest, &entry) || entry.key.key.cut ||
            mac_is_zero(entry.key.peer)) {
            return false;
        }
    }
    return !rest.cut;
}

/* Each entry ends where the structure's reader has it end; what stands behind the list is
 * withheld. */
static void give_mapping_keys(const struct walk *w, struct extsta_span octets)
{
    struct extsta_payload list, entry;
    bool whole = extsta_payload_read(EXTSTA_FORM_KEY_MAPPING_KEYS, octets, &list);
    struct extsta_part rest = list.list.entries;
    give(w, &octets, extsta_form_least(EXTSTA_FORM_KEY_MAPPING_KEYS), false);
    if (whole && are_entries(rest)) {
        size_t left = rest.bytes.len;
        while (left > 0 && extsta_payload_next(&rest, &entry)) {
            size_t len = left - rest.bytes.len;
            give_key_value(w, EXTSTA_FORM_KEY_MAPPING_KEY, span(octets.data, len));
            octets = span(octets.data + len, octets.len - len);
            left = rest.bytes.len;
        }
    }
    give(w, &octets, octets.len, true);
}

/* Commands of our own driver are shown but for the one with a key; those of others are theirs
 * to know. */
static void give_private(const struct walk *w, struct extsta_span octets)
{
    struct extsta_payload p;
    if (extsta_payload_read(EXTSTA_FORM_PRIVATE, octets, &p) &&
        p.command.magic == EXTSTA_PRIVATE_MAGIC) {
        give(w, &octets, octets.len - p.command.parameters.bytes.len, false);
        give(w, &octets, octets.len, p.command.command != EXTSTA_PRIVATE_REASSOCIATE);
    }
    give(w, &octets, octets.len, true);
}

static void give_oid(const struct walk *w, uint32_t oid, struct extsta_span octets)
{
    switch (oid) {
    case OID_DOT11_CIPHER_DEFAULT_KEY:
        give_key_value(w, EXTSTA_FORM_DEFAULT_KEY, octets);
        break;
    case OID_DOT11_CIPHER_KEY_MAPPING_KEY:
        give_mapping_keys(w, octets);
        break;
    case OID_DOT11_NIC_SPECIFIC_EXTENSION:
        give(w, &octets, extsta_form_least(EXTSTA_FORM_NIC_SPECIFIC), false);
        give_private(w, octets);
        break;
    default:
        give(w, &octets, octets.len,
             extsta_oid_form(oid, false) == EXTSTA_FORM_BYTES &&
                 extsta_oid_form(oid, true) == EXTSTA_FORM_BYTES);
        break;
    }
}

static void give_function(const struct walk *w, enum extsta_function_type type,
                          struct extsta_span octets)
{
    switch (type) {
    case EXTSTA_FUNCTION_SET_DEFAULT_KEY:
        give_key_value(w, EXTSTA_FORM_DEFAULT_KEY, octets);
        break;
    case EXTSTA_FUNCTION_SET_KEY_MAPPING_KEY:
        give_key_value(w, EXTSTA_FORM_KEY_MAPPING_KEY, octets);
        break;
    case EXTSTA_FUNCTION_NIC_SPECIFIC_EXTENSION:
        give_private(w, octets);
        break;
    case EXTSTA_FUNCTION_SEND_PACKET:
    case EXTSTA_FUNCTION_PROCESS_SECURITY_PACKET:
    case EXTSTA_FUNCTION_SET_ETHERTYPE_HANDLING:
        give(w, &octets, octets.len, false);
        break;
    case EXTSTA_FUNCTION_RETURNED:
    case EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION:
    case EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION:
    case EXTSTA_FUNCTION_SET_AUTH_ALGORITHM:
    case EXTSTA_FUNCTION_SET_UNICAST_CIPHER_ALGORITHM:
    case EXTSTA_FUNCTION_SET_MULTICAST_CIPHER_ALGORITHM:
    case EXTSTA_FUNCTION_SET_DEFAULT_KEY_ID:
    case EXTSTA_FUNCTION_SET_EXCLUDE_UNENCRYPTED:
    case EXTSTA_FUNCTION_GET_PROFILE_CUSTOM_USER_DATA:
    case EXTSTA_FUNCTION_SEND_UI_REQUEST:
    case EXTSTA_FUNCTION_SEND_NOTIFICATION:
    case EXTSTA_FUNCTION_START_ONEX:
    case EXTSTA_FUNCTION_STOP_ONEX:
        give(w, &octets, octets.len, true); /* these have no data */
        break;
    case EXTSTA_FUNCTION_SET_PROFILE_CUSTOM_USER_DATA:
    case EXTSTA_FUNCTION_SET_CURRENT_PROFILE:
        give(w, &octets, octets.len, true); /* secrets of a profile */
        break;
    }
}

void secrets_walk(enum secrets kind, uint32_t code, struct extsta_span octets,
                  void (*run)(void *user, struct extsta_span octets, bool secret), void *user)
{
    const struct walk w = {run, user};
    switch (kind) {
    case SECRETS_NONE:
    case SECRETS_ALL:
        give(&w, &octets, octets.len, kind == SECRETS_ALL);
        break;
    case SECRETS_OID:
        give_oid(&w, code, octets);
        break;
    case SECRETS_IHV: /* the keys of 802.1X */
        give(&w, &octets, octets.len, code == EXTSTA_IHV_ONEX_INDICATE_RESULT);
        break;
    case SECRETS_FUNCTION:
        give_function(&w, (enum extsta_function_type)code, octets);
        break;
    }
}
