/* Functions: what the extension asks of the OS, each in its window (the table in ihv.h);
 * outside it ERROR_INVALID_STATE. Called by station/extension.c for the public calls of
 * extsta/ihv.h. What a function asks of the driver goes down as an OID request at once, and
 * the driver's answer comes back as a Win32 error: the miniport judges algorithms and keys
 * (IHV-16), this file only what the driver cannot know. */
#include "ihv/functions.h"
#include "ihv/onex.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "boundary/payload.h"
#include "rsn/keyed_port.h"
#include "wire/eapol.h"

#define ERROR_GEN_FAILURE 31u /* of Win32: whatever the driver's answer has no error for */
/* Octets: no cipher has more. What is longer is refused and not cut. */
#define MAX_KEY_MATERIAL  64u
#define MAX_KEY           (MAX_KEY_MATERIAL + 64u) /* with what describes it */
#define MAX_PRIVATE       65536u   /* of a private command or answer, octets: our limit */
#define MAX_SENT          256u     /* packets on their way at once: our limit */
#define L2_IHV_FIRST      0x90000u /* the vendors' range of L2 reason codes */
#define L2_IHV_LAST       0x9ffffu

/* A packet of the extension that the driver has, or that waits for its late completion. */
struct ihv_sent {
    struct ihv_sent *next;
    uint32_t packet; /* 0: back from the driver, unacknowledged */
    uint64_t handle; /* the extension's own name for it */
    extsta_time deadline; /* of one that is back */
};

/* What the driver's answer is to an extension. PENDING is success: nothing hangs on the
 * rest. */
static uint32_t error_of(uint32_t status)
{
    switch (status) {
    case NDIS_STATUS_SUCCESS:
    case NDIS_STATUS_PENDING:
        return ERROR_SUCCESS;
    case NDIS_STATUS_NOT_SUPPORTED:
    case NDIS_STATUS_INVALID_OID:
        return ERROR_NOT_SUPPORTED;
    case NDIS_STATUS_INVALID_STATE:
        return ERROR_INVALID_STATE;
    case NDIS_STATUS_INVALID_DATA:
    case NDIS_STATUS_INVALID_LENGTH:
    case NDIS_STATUS_BAD_VERSION:
        return ERROR_INVALID_PARAMETER;
    case NDIS_STATUS_RESOURCES:
        return ERROR_NOT_ENOUGH_MEMORY;
    default:
        return ERROR_GEN_FAILURE;
    }
}

uint32_t ihv_refuse(struct ihv *ihv, enum extsta_rule rule, uint32_t error)
{
    ihv->broken = rule;
    return error;
}

/* IHV-05: after deinit-adapter no function is called any more, nor before init-adapter. */
static uint32_t detached(struct ihv *ihv)
{
    return ihv_refuse(ihv, RULE(IHV_05), ERROR_INVALID_STATE);
}

/* IHV-14: reason codes; what does not fit is counted and not refused: real extensions pass
 * others. */
void ihv_check_reason(struct ihv *ihv, uint32_t error, uint32_t reason)
{
    bool fits = error == 0 ? reason == 0 || (reason >= L2_IHV_FIRST && reason <= L2_IHV_LAST)
                           : reason != 0;
    if (!fits) {
        ihv->os->protocol_errors++;
        ihv->broken = RULE(IHV_14);
    }
}

uint32_t ihv_check_connect(struct ihv *ihv, uint32_t session)
{
    if (!ihv->attached) {
        return detached(ihv);
    }
    if (session == 0 || session != ihv->connect_session) {
        /* IHV-13: the handle is dead after the completion */
        return ihv_refuse(ihv, RULE(IHV_13), ERROR_INVALID_STATE);
    }
    return ihv->pre_call != 0 ? ihv_refuse(ihv, RULE(IHV_11), ERROR_INVALID_STATE)
                              : ERROR_SUCCESS; /* else from inside the handler */
}

uint32_t ihv_pre_associate_completion(struct ihv *ihv, extsta_time now, uint32_t session,
                                      uint32_t reason, uint32_t error)
{
    /* Not told to acm: the attempt it belongs to is over. */
    if (ihv->attached && session != 0 && session == ihv->reset_session) {
        ihv->reset_session = 0; /* the completion a reset makes due (IHV-07) */
        return ERROR_SUCCESS;
    }
    uint32_t refused = ihv_check_connect(ihv, session);
    if (refused != ERROR_SUCCESS) {
        return refused;
    }
    ihv_check_reason(ihv, error, reason);
    ihv->connect_session = 0;
    /* Before acm hears of it: the script reads the exemptions next (IHV-18), and they must
     * stay. */
    ihv->frozen = error == 0;
    ihv->ops->pre_associated(ihv->user, now, error, reason);
    return ERROR_SUCCESS;
}

uint32_t ihv_post_associate_completion(struct ihv *ihv, extsta_time now, uint32_t session,
                                       uint32_t reason, uint32_t error)
{
    if (!ihv->attached) {
        return detached(ihv);
    }
    if (ihv->post_call != 0 && session == ihv->post_session) {
        /* IHV-20: not from inside the handler */
        return ihv_refuse(ihv, RULE(IHV_20), ERROR_INVALID_STATE);
    }
    if (!ihv->ops->post_associated(ihv->user, now, session, error, reason)) {
        /* IHV-26: no completion after stop */
        return ihv_refuse(ihv, RULE(IHV_26), ERROR_INVALID_STATE);
    }
    ihv_check_reason(ihv, error, reason);
    return ERROR_SUCCESS;
}

/* --- packets down --- */

/* TXP-03: the exemption travels with the packet, by its EtherType; send-packet is unicast
 * only. */
static uint16_t exemption_of(const struct ihv *ihv, uint16_t ethertype)
{
    for (size_t i = 0; i < ihv->exemption_count; i++) {
        const struct extsta_ihv_exemption *e = &ihv->exemptions[i];
        if (e->ethertype == ethertype && (e->kind & DOT11_EXEMPT_UNICAST)) {
            return e->action;
        }
    }
    return DOT11_EXEMPT_NO_EXEMPTION;
}

/* The entry is made before the packet goes: a packet without one would never be completed
 * (IHV-29). */
uint32_t ihv_send_packet(struct ihv *ihv, extsta_time now, struct extsta_span packet,
                         uint64_t handle)
{
    if (!ihv->attached) {
        return detached(ihv);
    }
    if (!ihv->may_send) {
        /* from post-associate until a reset */
        return ihv_refuse(ihv, RULE(X_47), ERROR_INVALID_STATE);
    }
    struct reader r = reader_of(packet);
    struct extsta_mac peer = reader_mac(&r);
    uint16_t ethertype = reader_be16(&r);
    if (r.failed || mac_is_group(peer)) {
        /* IHV-28: only unicast, in the form of X-51 */
        return ihv_refuse(ihv, RULE(IHV_28), ERROR_INVALID_PARAMETER);
    }
    struct ihv_sent *sent =
        ihv->sent_count < MAX_SENT ? pool_alloc(&ihv->os->ctx->pool, sizeof *sent) : NULL;
    if (!sent) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    uint32_t error = ERROR_SUCCESS;
    *sent = (struct ihv_sent){.handle = handle, .deadline = EXTSTA_NEVER};
    sent->packet = ihv->ops->send(ihv->user, now, peer, ethertype, reader_rest(&r),
                                  exemption_of(ihv, ethertype), &error);
    if (sent->packet == 0) {
        pool_release(&ihv->os->ctx->pool, sent, sizeof *sent);
        return error == ERROR_NOT_ENOUGH_MEMORY ? error : ihv_refuse(ihv, RULE(IHV_28), error);
    }
    sent->next = ihv->sent;
    ihv->sent = sent;
    ihv->sent_count++;
    return ERROR_SUCCESS;
}

/* IHV-29: one completion per packet, whether it went out or not. */
static void complete_sent(struct ihv *ihv, struct ihv_sent **link)
{
    struct ihv_sent *sent = *link;
    *link = sent->next;
    ihv->sent_count--;
    ihv_complete_send(ihv, sent->handle);
    pool_release(&ihv->os->ctx->pool, sent, sizeof *sent);
}

/* The handler has no argument for the outcome. It comes as time: an extension whose packet was
 * not acknowledged hears of it when a peer that missed it would have said its part again, so
 * that keys which wait for message 4 go in neither too early nor never. */
void ihv_send_complete(struct ihv *ihv, extsta_time now, uint32_t packet, uint32_t status)
{
    for (struct ihv_sent **link = &ihv->sent; *link; link = &(*link)->next) {
        if ((*link)->packet != packet) {
            continue;
        }
        if (status == NDIS_STATUS_SUCCESS) {
            complete_sent(ihv, link);
        } else {
            (*link)->packet = 0;
            (*link)->deadline = now + MESSAGE_3_TIME;
        }
        return;
    }
}

extsta_time ihv_deadline(const struct ihv *ihv)
{
    extsta_time first = EXTSTA_NEVER;
    for (const struct ihv_sent *sent = ihv->sent; sent; sent = sent->next) {
        first = sent->deadline < first ? sent->deadline : first;
    }
    extsta_time onex = ihv_onex_deadline(ihv);
    return onex < first ? onex : first;
}

void ihv_expire(struct ihv *ihv, extsta_time now)
{
    ihv_onex_expire(ihv, now);
    for (struct ihv_sent **link = &ihv->sent; *link;) {
        if ((*link)->deadline <= now) {
            complete_sent(ihv, link);
        } else {
            link = &(*link)->next;
        }
    }
}

void ihv_sent_forget(struct ihv *ihv)
{
    while (ihv->sent) {
        struct ihv_sent *sent = ihv->sent;
        ihv->sent = sent->next;
        pool_release(&ihv->os->ctx->pool, sent, sizeof *sent);
    }
    ihv->sent_count = 0;
}

/* --- configuration --- */

/* An action and a kind of DOT11_PRIVACY_EXEMPTION. Checked here: the list goes to the driver
 * with the next connect only, when nobody could tell the extension. */
static bool exemption_ok(const struct extsta_ihv_exemption *e)
{
    return (e->action == DOT11_EXEMPT_ALWAYS ||
            e->action == DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE) &&
           e->kind >= DOT11_EXEMPT_UNICAST && e->kind <= DOT11_EXEMPT_BOTH;
}

uint32_t ihv_set_ethertype_handling(struct ihv *ihv, uint32_t max_backlog,
                                    const struct extsta_ihv_exemption *exemptions,
                                    size_t exemption_count, const uint16_t *registrations,
                                    size_t registration_count)
{
    if (!ihv->attached) {
        return detached(ihv);
    }
    if (ihv->frozen) {
        /* IHV-17, X-50: only before the connection */
        return ihv_refuse(ihv, RULE(IHV_17), ERROR_INVALID_STATE);
    }
    bool fits = exemption_count <= EXTSTA_IHV_MAX_EXEMPTIONS &&
                registration_count <= EXTSTA_IHV_MAX_REGISTRATIONS;
    for (size_t i = 0; fits && i < exemption_count; i++) {
        fits = exemption_ok(&exemptions[i]);
    }
    if (!fits) {
        return ihv_refuse(ihv, RULE(IHV_18), ERROR_INVALID_PARAMETER); /* cannot be applied */
    }
    /* Everything was checked: the lists change as a whole or not at all. */
    ihv->max_backlog = max_backlog;
    ihv->exemption_count = (uint8_t)exemption_count;
    ihv->registration_count = (uint8_t)registration_count;
    if (exemption_count > 0) {
        memcpy(ihv->exemptions, exemptions, exemption_count * sizeof *exemptions);
    }
    if (registration_count > 0) {
        memcpy(ihv->registrations, registrations, registration_count * sizeof *registrations);
    }
    return ERROR_SUCCESS;
}

/* A SET request with this input, at once. */
static uint32_t set(struct ihv *ihv, extsta_time now, uint32_t oid, uint8_t *buffer, size_t len)
{
    struct extsta_oid request = {.oid = oid,
                                 .kind = EXTSTA_OID_SET,
                                 .request_id =
                                     requester_number(&ihv->os->requester, REQUEST_IHV),
                                 .buffer = buffer,
                                 .in_len = (uint32_t)len};
    return error_of(ihv->ops->oid(ihv->user, now, &request));
}

uint32_t ihv_set_algorithm(struct ihv *ihv, extsta_time now, uint32_t oid, uint32_t algorithm)
{
    uint8_t buffer[16];
    struct writer w = writer_of(buffer, sizeof buffer);
    if (!ihv->attached) {
        return detached(ihv);
    }
    payload_write_one(&w, extsta_oid_form(oid, false), PAYLOAD(NUMBER, .number = algorithm));
    uint32_t error = set(ihv, now, oid, buffer, writer_len(&w));
    /* With the authentication the extension takes the port too; a cipher alone decides
     * nothing. */
    if (error == ERROR_SUCCESS && oid == OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM) {
        ihv->ops->took_over(ihv->user);
    }
    /* IHV-16: only what the driver has in its lists */
    return error == ERROR_INVALID_PARAMETER ? ihv_refuse(ihv, RULE(IHV_16), error) : error;
}

/* A key of the extension, which may leave the header zero. False: not one. */
static bool read_key(struct extsta_span bytes, enum extsta_form form,
                     struct extsta_payload *key)
{
    return extsta_payload_read(form, bytes, key) && !key->key.key.cut &&
           key->key.key.size <= MAX_KEY_MATERIAL;
}

/* IHV-23: what is set must be what the OID takes. */
static uint32_t no_key(struct ihv *ihv, uint32_t error)
{
    return error == ERROR_INVALID_PARAMETER ? ihv_refuse(ihv, RULE(IHV_23), error) : error;
}

uint32_t ihv_set_default_key(struct ihv *ihv, extsta_time now, struct extsta_span key,
                             uint32_t direction)
{
    uint8_t buffer[MAX_KEY];
    struct writer w = writer_of(buffer, sizeof buffer);
    struct extsta_payload p;
    if (!ihv->attached) {
        return detached(ihv);
    }
    if (direction != DOT11_DIR_INBOUND && direction != DOT11_DIR_BOTH) {
        /* IHV-24: a default key never is outbound only */
        return ihv_refuse(ihv, RULE(IHV_24), ERROR_INVALID_PARAMETER);
    }
    if (!read_key(key, EXTSTA_FORM_DEFAULT_KEY, &p)) {
        return no_key(ihv, ERROR_INVALID_PARAMETER);
    }
    /* Written anew, so that the header is right whatever the extension left in it. */
    payload_write(&w, &p);
    uint32_t error = set(ihv, now, OID_DOT11_CIPHER_DEFAULT_KEY, buffer, writer_len(&w));
    wipe(buffer, sizeof buffer);
    return no_key(ihv, error);
}

uint32_t ihv_set_key_mapping_key(struct ihv *ihv, extsta_time now, struct extsta_span key)
{
    uint8_t entry[MAX_KEY], buffer[MAX_KEY];
    struct writer e = writer_of(entry, sizeof entry), w = writer_of(buffer, sizeof buffer);
    struct extsta_payload p;
    if (!ihv->attached) {
        return detached(ihv);
    }
    if (!read_key(key, EXTSTA_FORM_KEY_MAPPING_KEY, &p)) {
        return no_key(ihv, ERROR_INVALID_PARAMETER);
    }
    payload_write(&e, &p);
    payload_write_list(&w, EXTSTA_FORM_KEY_MAPPING_KEYS, (uint32_t)writer_len(&e),
                       writer_span_of(&e));
    uint32_t error = set(ihv, now, OID_DOT11_CIPHER_KEY_MAPPING_KEY, buffer, writer_len(&w));
    wipe(entry, sizeof entry);
    wipe(buffer, sizeof buffer);
    return no_key(ihv, error);
}

uint32_t ihv_set_value(struct ihv *ihv, extsta_time now, uint32_t oid, struct extsta_span value)
{
    uint8_t buffer[8];
    if (!ihv->attached) {
        return detached(ihv);
    }
    memcpy(buffer, value.data, value.len);
    uint32_t error = set(ihv, now, oid, buffer, value.len);
    /* EXCLUDE_UNENCRYPTED is for pre-association, though IHV-23 names it here */
    return error == ERROR_INVALID_STATE ? ihv_refuse(ihv, RULE(X_13), error)
                                        : no_key(ihv, error);
}

/* IHV-08: private commands go through unread. Input and answer share a buffer, as in NDIS;
 * it is wiped, a vendor's command may hold keys. */
uint32_t ihv_nic_specific_extension(struct ihv *ihv, extsta_time now, struct extsta_span in,
                                    uint8_t *out, uint32_t *out_len)
{
    size_t fixed = extsta_form_least(EXTSTA_FORM_NIC_SPECIFIC);
    uint32_t room = *out_len;
    *out_len = 0;
    if (!ihv->attached) {
        return detached(ihv);
    }
    if (in.len > MAX_PRIVATE || room > MAX_PRIVATE) {
        return ihv_refuse(ihv, RULE(IHV_08), ERROR_INVALID_PARAMETER);
    }
    size_t size = fixed + (in.len > room ? in.len : room);
    uint8_t *buffer = pool_zalloc(&ihv->os->ctx->pool, size);
    if (!buffer) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    struct writer w = writer_of(buffer, size);
    payload_write_list(&w, EXTSTA_FORM_NIC_SPECIFIC, (uint32_t)in.len, in);
    struct extsta_oid request = {.oid = OID_DOT11_NIC_SPECIFIC_EXTENSION,
                                 .kind = EXTSTA_OID_METHOD,
                                 .request_id =
                                     requester_number(&ihv->os->requester, REQUEST_IHV),
                                 .buffer = buffer,
                                 .in_len = (uint32_t)writer_len(&w),
                                 .out_cap = (uint32_t)size};
    uint32_t error = error_of(ihv->ops->oid(ihv->user, now, &request));
    struct extsta_payload answer;
    struct extsta_part got = {0};
    size_t written = request.bytes_written < size ? request.bytes_written : size;
    if (extsta_payload_read(EXTSTA_FORM_NIC_SPECIFIC, span(buffer, written), &answer)) {
        got = answer.list.entries;
    }
    if (error == ERROR_SUCCESS && got.size <= room && !got.cut) {
        if (got.size > 0) {
            memcpy(out, got.bytes.data, got.size);
        }
        *out_len = got.size;
    } else if (error == ERROR_SUCCESS) {
        error = ERROR_INVALID_PARAMETER; /* no room for the answer */
    }
    wipe(buffer, size);
    pool_release(&ihv->os->ctx->pool, buffer, size);
    return error;
}

uint32_t ihv_check_onex(struct ihv *ihv)
{
    bool registered = false;
    if (!ihv->attached) {
        return detached(ihv);
    }
    for (size_t i = 0; i < ihv->registration_count; i++) {
        registered |= ihv->registrations[i] == ETHERTYPE_EAPOL;
    }
    return registered && ihv->posts > 0
               ? ERROR_SUCCESS
               : ihv_refuse(ihv, RULE(IHV_32), ERROR_INVALID_STATE);
}
