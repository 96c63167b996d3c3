/* See secrets.h. */
#include "secrets.h"
#include "providers.h"
#include <extsta/windot11.h>
#include <stdlib.h>
#include <string.h>

#define LONG_DRAW 16u

const char *replaced_text(enum replaced_kind kind)
{
    static const char *const texts[] = {
        [REPLACED_PASSPHRASE] = "the passphrase of a profile",
        [REPLACED_KEY] = "the key of a profile",
        [REPLACED_LOGIN] = "the 802.1X secrets of a profile",
        [REPLACED_PMKSA] = "a key that was remembered of 802.1X",
        [REPLACED_EXTENSION] = "what an extension keeps secret",
        [REPLACED_OID] = "a key that was set by an OID",
        [REPLACED_DRAW] = "random octets, of which keys are made",
    };
    return texts[kind];
}

bool secrets_in_draw(size_t len)
{
    return len >= LONG_DRAW;
}

struct replacing {
    struct replaced_room *room;
    void (*replaced)(void *user, enum replaced_kind kind);
    void *user;
};

static void say(struct replacing *r, enum replaced_kind kind)
{
    r->replaced(r->user, kind);
}

/* As many 'x' in their place; the first `keep` octets stay. */
static struct extsta_span hidden(struct replacing *r, struct extsta_span octets, size_t keep,
                                 enum replaced_kind kind)
{
    struct replaced_room *room = r->room;
    if (octets.len <= keep) {
        return octets;
    }
    say(r, kind);
    bool fits = room->count < sizeof room->octets / sizeof *room->octets;
    uint8_t *copy = fits ? host_malloc(octets.len) : NULL;
    if (!copy) {
        return (struct extsta_span){octets.data, keep};
    }
    room->octets[room->count++] = copy;
    memcpy(copy, octets.data, keep);
    memset(copy + keep, 'x', octets.len - keep);
    return (struct extsta_span){copy, octets.len};
}

static void hide_profile(struct replacing *r, struct extsta_profile *p)
{
    if (p->passphrase[0]) {
        memset(p->passphrase, 'x', strlen(p->passphrase));
        say(r, REPLACED_PASSPHRASE);
    }
    if (p->has_pmk || p->wep_key_len) {
        memset(p->pmk, 'x', sizeof p->pmk);
        memset(p->wep_key, 'x', sizeof p->wep_key);
        say(r, REPLACED_KEY);
    }
    p->eap.password = hidden(r, p->eap.password, 0, REPLACED_LOGIN);
    p->eap.key = hidden(r, p->eap.key, 0, REPLACED_LOGIN);
    p->eap.key_passphrase = hidden(r, p->eap.key_passphrase, 0, REPLACED_LOGIN);
    if (p->ihv_security) {
        p->ihv_security = "";
        say(r, REPLACED_EXTENSION);
    }
}

static void hide_profiles(struct replacing *r, struct extsta_call *call)
{
    size_t count = call->connect.count;
    r->room->profiles = host_calloc(count ? count : 1, sizeof *r->room->profiles);
    if (!r->room->profiles) {
        call->connect.count = 0;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        r->room->profiles[i] = call->connect.profiles[i];
        hide_profile(r, &r->room->profiles[i]);
    }
    call->connect.profiles = r->room->profiles;
}

static void hide_function(struct replacing *r, struct extsta_call *call)
{
    struct extsta_function *f = &r->room->function;
    *f = *call->ihv.function;
    switch (f->type) {
    case EXTSTA_FUNCTION_SET_DEFAULT_KEY:
    case EXTSTA_FUNCTION_SET_KEY_MAPPING_KEY:
    case EXTSTA_FUNCTION_NIC_SPECIFIC_EXTENSION:
    case EXTSTA_FUNCTION_SET_PROFILE_CUSTOM_USER_DATA:
    case EXTSTA_FUNCTION_SET_CURRENT_PROFILE:
        f->data = hidden(r, f->data, 0, REPLACED_EXTENSION);
        break;
    case EXTSTA_FUNCTION_RETURNED:
    case EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION:
    case EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION:
    case EXTSTA_FUNCTION_SEND_PACKET:
    case EXTSTA_FUNCTION_SET_ETHERTYPE_HANDLING:
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
    case EXTSTA_FUNCTION_PROCESS_SECURITY_PACKET:
        break;
    }
    call->ihv.function = f;
}

/* Requests whose input may be a key; what they are about stands in their first octets. */
static void hide_oid(struct replacing *r, struct extsta_call *call)
{
    struct extsta_oid *oid = &r->room->oid;
    *oid = *call->oid;
    bool secret = oid->oid == OID_DOT11_CIPHER_DEFAULT_KEY ||
                  oid->oid == OID_DOT11_CIPHER_KEY_MAPPING_KEY ||
                  oid->oid == OID_DOT11_NIC_SPECIFIC_EXTENSION;
    if (secret && oid->in_len) {
        struct extsta_span in =
            hidden(r, (struct extsta_span){oid->buffer, oid->in_len}, 0, REPLACED_OID);
        memcpy(&oid->buffer, &in.data, sizeof oid->buffer);
        oid->in_len = (uint32_t)in.len;
    }
    call->oid = oid;
}

void secrets_replace(struct extsta_call *call, struct replaced_room *room,
                     void (*replaced)(void *user, enum replaced_kind kind), void *user)
{
    struct replacing r = {room, replaced, user};
    memset(room, 0, sizeof *room);
    if (call->type == EXTSTA_CALL_CONNECT) {
        hide_profiles(&r, call);
    } else if (call->type == EXTSTA_CALL_PMKSA_RESTORE) {
        room->pmksa = *call->restore.pmksa;
        memset(room->pmksa.pmk, 'x', sizeof room->pmksa.pmk);
        call->restore.pmksa = &room->pmksa;
        say(&r, REPLACED_PMKSA);
    } else if (call->type == EXTSTA_CALL_OID) {
        hide_oid(&r, call);
    } else if (call->type >= EXTSTA_CALL_IHV_REFUSED) {
        hide_function(&r, call);
    }
}

void secrets_forget(struct replaced_room *room)
{
    for (size_t i = 0; i < room->count; i++) {
        free(room->octets[i]);
    }
    free(room->profiles);
}
