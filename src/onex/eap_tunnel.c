/* Fragments of TLS in EAP (eap_tunnel.h): a message is flags, perhaps the length of the whole,
 * and octets of TLS. */
#include "onex/eap_tunnel.h"
#include "base/context.h"
#include "base/wipe.h"
#include "onex/eap.h"

enum {
    FLAG_LENGTH = 0x80,
    FLAG_MORE = 0x40,
    FLAG_START = 0x20,
};

void tunnel_init(struct eap_tunnel *t, struct crypto *crypto, uint8_t type, bool is_server,
                 uint16_t fragment)
{
    t->crypto = crypto;
    t->type = type;
    t->is_server = is_server;
    /* Less than flags, length and one octet would not get on. */
    t->fragment = fragment == 0 ? EAP_FRAGMENT : fragment < 16 ? 16 : fragment;
}

static void drop_input(struct eap_tunnel *t)
{
    if (t->in) {
        wipe(t->in, t->in_size);
        pool_release(crypto_pool(t->crypto), t->in, t->in_size);
    }
    t->in = NULL;
    t->in_size = t->in_len = t->in_total = 0;
}

/* Room for so many octets; what is there stays. */
static bool reserve(struct eap_tunnel *t, uint32_t size)
{
    if (size <= t->in_size) {
        return true;
    }
    uint32_t grown = size < 2 * t->in_size ? 2 * t->in_size : size;
    uint8_t *block = pool_alloc(crypto_pool(t->crypto), grown);
    if (!block) {
        return false;
    }
    if (t->in) {
        memcpy(block, t->in, t->in_len);
        wipe(t->in, t->in_size);
        pool_release(crypto_pool(t->crypto), t->in, t->in_size);
    }
    t->in = block;
    t->in_size = grown;
    return true;
}

/* Flags, length, octets: whether they go together, and with what came before. */
static bool fits(const struct eap_tunnel *t, uint8_t flags, uint32_t total, size_t len)
{
    bool more = flags & FLAG_MORE, announced = flags & FLAG_LENGTH;
    size_t have = t->in_len + len;
    uint32_t whole = announced ? total : t->in_total;
    if (have > TUNNEL_MESSAGE_MAX || (announced && total > TUNNEL_MESSAGE_MAX)) {
        return false;
    }
    if (t->in_len > 0 && announced && t->in_total > 0 && total != t->in_total) {
        return false;
    }
    if (more) {
        return len > 0 && (whole == 0 || have < whole);
    }
    return whole == 0 || have == whole;
}

static enum tunnel_input take_message(struct eap_tunnel *t, uint8_t flags, uint32_t total,
                                      struct extsta_span part, bool *refused)
{
    if (!fits(t, flags, total, part.len)) {
        return TUNNEL_BAD;
    }
    if (!(flags & FLAG_MORE) && t->in_len == 0) {
        tls_rx(t->tls, part);
        return TUNNEL_WHOLE;
    }
    /* By what has come, not by what is announced. */
    if (!reserve(t, t->in_len + (uint32_t)part.len)) {
        *refused = true;
        return TUNNEL_BAD;
    }
    memcpy(t->in + t->in_len, part.data, part.len);
    t->in_len += (uint32_t)part.len;
    t->in_total = flags & FLAG_LENGTH ? total : t->in_total;
    if (flags & FLAG_MORE) {
        return TUNNEL_PART;
    }
    tls_rx(t->tls, span(t->in, t->in_len));
    drop_input(t);
    return TUNNEL_WHOLE;
}

enum tunnel_input tunnel_take(struct eap_tunnel *t, struct extsta_span data, bool *refused)
{
    struct reader r = reader_of(data);
    uint8_t flags = reader_u8(&r);
    uint32_t total = flags & FLAG_LENGTH ? reader_be32(&r) : 0;
    struct extsta_span part = reader_rest(&r);
    *refused = false;
    if (r.failed) {
        return TUNNEL_BAD;
    }
    if (flags & FLAG_START) {
        return !t->is_server ? TUNNEL_START : TUNNEL_BAD;
    }
    if (!t->tls) {
        return TUNNEL_BAD;
    }
    if (t->sending) {
        return part.len == 0 && !(flags & (FLAG_MORE | FLAG_LENGTH)) ? TUNNEL_NEXT : TUNNEL_BAD;
    }
    if (part.len == 0 && (t->in_len > 0 || (flags & FLAG_MORE))) {
        return TUNNEL_BAD;
    }
    return take_message(t, flags, total, part, refused);
}

void tunnel_put(struct eap_tunnel *t, struct writer *out)
{
    struct extsta_span pending = t->tls ? tls_pending(t->tls) : span(NULL, 0);
    bool first = !t->sending, cut = pending.len > t->fragment - 1u;
    size_t room = t->fragment - 1u - (cut && first ? 4u : 0u);
    size_t len = cut ? room : pending.len;
    writer_u8(out, (uint8_t)((cut ? FLAG_MORE : 0) | (cut && first ? FLAG_LENGTH : 0)));
    if (cut && first) {
        writer_be32(out, (uint32_t)pending.len);
    }
    writer_bytes(out, pending.data, len);
    if (len > 0) {
        tls_sent(t->tls, len);
    }
    t->sending = cut;
}

void tunnel_put_start(struct eap_tunnel *t, struct writer *out)
{
    writer_u8(out, FLAG_START);
}

enum eap_cause tunnel_read(struct eap_tunnel *t, struct tunnel_data *data)
{
    uint8_t more;
    *data = (struct tunnel_data){.bytes = pool_alloc(crypto_pool(t->crypto), TUNNEL_DATA_MAX)};
    if (!data->bytes) {
        return EAP_CAUSE_CRYPTO;
    }
    data->len = tls_read(t->tls, data->bytes, TUNNEL_DATA_MAX);
    if (data->len == TUNNEL_DATA_MAX && tls_read(t->tls, &more, 1) > 0) {
        tunnel_data_free(t, data);
        return EAP_CAUSE_PROTOCOL;
    }
    return EAP_CAUSE_NONE;
}

void tunnel_data_free(struct eap_tunnel *t, struct tunnel_data *data)
{
    if (data->bytes) {
        wipe(data->bytes, TUNNEL_DATA_MAX);
        pool_release(crypto_pool(t->crypto), data->bytes, TUNNEL_DATA_MAX);
    }
    *data = (struct tunnel_data){0};
}

bool tunnel_keys(const struct eap_tunnel *t, const char *label, struct eap_keys *keys)
{
    uint8_t material[EAP_MSK_LEN + EAP_MSK_LEN];
    struct extsta_span type = span(&t->type, 1);
    bool new = tls_version(t->tls) == TLS_1_3;
    memset(keys, 0, sizeof *keys);
    keys->session_id[0] = t->type;
    keys->session_id_len = EAP_SESSION_ID_MAX;
    bool done = new ? tls_export(t->tls, "EXPORTER_EAP_TLS_Key_Material", &type, material,
                                 sizeof material) ==
                          EXTSTA_OK &&tls_export(t->tls, "EXPORTER_EAP_TLS_Method-Id", &type,
                                                 keys->session_id + 1,
                                                 EAP_SESSION_ID_MAX - 1) == EXTSTA_OK
                    : tls_export(t->tls, label, NULL, material, sizeof material) == EXTSTA_OK;
    if (!new) {
        tls_randoms(t->tls, keys->session_id + 1, keys->session_id + 33);
    }
    memcpy(keys->msk, material, EAP_MSK_LEN);
    memcpy(keys->emsk, material + EAP_MSK_LEN, EAP_MSK_LEN);
    keys->has_emsk = true;
    wipe(material, sizeof material);
    return done;
}

void tunnel_clear(struct eap_tunnel *t)
{
    if (t->crypto) {
        drop_input(t);
    }
    tls_free(t->tls);
    wipe(t, sizeof *t);
}

enum eap_cause tunnel_cause(enum tls_fault fault)
{
    switch (fault) {
    case TLS_FAULT_NONE:
        return EAP_CAUSE_NONE;
    case TLS_FAULT_EXPIRED:
    case TLS_FAULT_NOT_YET_VALID:
    case TLS_FAULT_UNKNOWN_CA:
    case TLS_FAULT_SELF_SIGNED:
    case TLS_FAULT_NAME:
    case TLS_FAULT_REVOKED:
    case TLS_FAULT_PURPOSE:
    case TLS_FAULT_WEAK:
    case TLS_FAULT_BAD_CERTIFICATE:
    case TLS_FAULT_NO_CERTIFICATE:
        return EAP_CAUSE_CERTIFICATE;
    case TLS_FAULT_ALERT:
        return EAP_CAUSE_ALERT;
    case TLS_FAULT_VERSION:
    case TLS_FAULT_CIPHER:
    case TLS_FAULT_PROTOCOL:
    case TLS_FAULT_CLOSED:
        return EAP_CAUSE_TLS;
    case TLS_FAULT_OWN_CA:
    case TLS_FAULT_OWN_CERTIFICATE:
    case TLS_FAULT_OWN_KEY:
        return EAP_CAUSE_CONFIG;
    case TLS_FAULT_CRYPTO:
        return EAP_CAUSE_CRYPTO;
    }
    return EAP_CAUSE_TLS;
}
