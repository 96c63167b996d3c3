/* The extension of a station: where its host (ihv) meets the other modules of the OS half,
 * and the public calls of extsta/ihv.h. Contract chapter 65; ihv.c and functions.c know the
 * rules, this file only joins: what the extension asks goes to acm, msm and the driver, what
 * happens to the profile and the ports goes to the extension.
 *
 * The extension is made with its first attach and then stays, attached or not: calls that
 * come after a detach find it and are refused there. */
#include "base/mac.h"
#include "boundary/payload.h"
#include "station/core.h"
#include "station/record.h"
#include "wire/element.h"
#include <string.h>

/* Octets that a function may be given. What is longer is refused without a look. */
#define MAX_PACKET 2400u  /* more than any MSDU with its header */
#define MAX_DATA   65536u /* of a private command, of data of a profile */

static struct extsta_station *station_of(struct host *host)
{
    return list_entry(host, struct station_awake, host)->station;
}

/* --- what ihv asks --- */

/* Requests of an extension are carried out at once: its functions return the driver's
 * answer. */
static uint32_t oid(void *user, extsta_time now, struct extsta_oid *request)
{
    return station_oid(station_of((struct host *)user), now, request);
}

static void pre_associated(void *user, extsta_time now, uint32_t error, uint32_t reason)
{
    acm_pre_associated(&((struct host *)user)->acm, now, error, reason);
}

static bool post_associated(void *user, extsta_time now, uint32_t session, uint32_t error,
                            uint32_t reason)
{
    return msm_ihv_result(&((struct host *)user)->msm, now, session,
                          report_extension_code(error, reason));
}

/* SendPacket (IHV-28: only unicast, over the port of its peer): the same way down as a frame
 * of the network stack, but past the port filter, since it is what authorizes the port. */
static uint32_t send_pdu(void *user, extsta_time now, struct extsta_mac peer,
                         uint16_t ethertype, struct extsta_span pdu, uint16_t exemption,
                         uint32_t *error)
{
    struct host *host = (struct host *)user;
    struct msm_port *port = msm_port_find(&host->msm, host->msm.ibss ? &peer : NULL);
    if (!port) {
        *error = ERROR_INVALID_STATE;
        return 0;
    }
    struct nwifi_link link = msm_port_link(&host->msm, port);
    enum extsta_drop drop;
    struct pbuf *msdu = nwifi_pdu_to_80211(&host->os.ctx->pool, &link, peer, host->os.address,
                                           ethertype, pdu, &drop);
    if (!msdu) {
        os_drop(&host->os, drop);
        *error =
            drop == EXTSTA_DROP_NO_MEMORY ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER;
        return 0;
    }
    struct extsta_send_context context = {
        .exemption = exemption, .priority = 7, .phy_id = DOT11_PHY_ID_ANY};
    uint32_t packet = requester_send(&host->os.requester, REQUEST_IHV, msdu, &context);
    *error = packet == 0 ? ERROR_NOT_ENOUGH_MEMORY : ERROR_SUCCESS;
    return packet;
}

/* PRT-28: exactly one manager per port; an extension that enables an algorithm is it from now
 * on. */
static void took_over(void *user)
{
    msm_ihv_takes_over(&((struct host *)user)->msm);
}

static bool set_profile(void *user, struct extsta_span connectivity,
                        struct extsta_span security)
{
    return acm_set_ihv_parts(&((struct host *)user)->acm, connectivity, security);
}

static const struct ihv_ops ihv_ops = {
    .oid = oid,
    .pre_associated = pre_associated,
    .post_associated = post_associated,
    .send = send_pdu,
    .took_over = took_over,
    .set_profile = set_profile,
};

/* --- what the others ask --- */

void host_ihv_forget(struct host *host)
{
    uint8_t *bytes;
    memcpy(&bytes, &host->bss_list.data, sizeof bytes);
    pool_release(&host->os.ctx->pool, bytes, host->bss_list.len);
    host->bss_list = span(NULL, 0);
}

/* An extension is shown the BSSs of its own network only (by SSID, hidden ones not). */
static bool entry_is_of(const struct extsta_bss_entry *entry, const struct extsta_profile *p)
{
    struct element ssid;
    return element_find(entry->elements.bytes, ELEMENT_SSID, &ssid) &&
           span_equal(ssid.value, span(p->ssid, p->ssid_len));
}

static bool has_ihv_parts(const struct extsta_profile *p)
{
    return p->ihv_connectivity || p->ihv_security;
}

/* The BSSs of the network of a profile, as the driver knows them now. Filtered into a block as
 * long as the whole list, then kept in one that fits. Without memory: none. */
static void take_bss_list(struct host *host, const struct extsta_profile *p)
{
    struct extsta_station *sta = station_of(host);
    uint32_t cap, len;
    host_ihv_forget(host);
    uint8_t *list = station_bss_list(sta, sta->now, &cap, &len);
    if (!list) {
        return;
    }
    uint8_t *kept = len > 0 ? pool_alloc(&host->os.ctx->pool, len) : NULL;
    struct writer w = writer_of(kept, kept ? len : 0);
    struct extsta_payload read, entry;
    extsta_payload_read(EXTSTA_FORM_BSS_LIST, span(list, len), &read);
    struct extsta_part rest = read.list.entries;
    const uint8_t *at = rest.bytes.data;
    while (kept && extsta_payload_next(&rest, &entry) && !entry.bss.elements.cut) {
        if (entry_is_of(&entry.bss, p)) {
            writer_bytes(&w, at, (size_t)(rest.bytes.data - at));
        }
        at = rest.bytes.data;
    }
    size_t used = writer_len(&w);
    uint8_t *exact = used > 0 ? pool_alloc(&host->os.ctx->pool, used) : NULL;
    if (exact) {
        memcpy(exact, kept, used);
        host->bss_list = span(exact, used);
    }
    pool_release(&host->os.ctx->pool, kept, len);
    pool_release(&host->os.ctx->pool, list, cap);
}

/* For perform-pre-associate (IHV-10). Taken now, because the reset that begins the connect
 * empties the cache (RST-17); it lives until the pre-association. */
void host_ihv_apply(struct host *host, const struct acm_profile *profile)
{
    host_ihv_forget(host);
    if (host->ihv && host->ihv->attached && has_ihv_parts(&profile->profile)) {
        take_bss_list(host, &profile->profile);
    }
}

/* What an extension is given of a profile. */
static struct ihv_profile parts_of(const struct host *host, const struct extsta_profile *p)
{
    return (struct ihv_profile){.name = span(p->name, strlen(p->name)),
                                .ssid = span(p->ssid, p->ssid_len),
                                .connectivity = p->ihv_connectivity,
                                .security = p->ihv_security,
                                .bss_type = p->bss_type,
                                .auth = p->auth,
                                .cipher = p->unicast_cipher,
                                .bss_list = host->bss_list};
}

/* SCN-29: after a scan the extension is asked whether what was found fits the profile that is
 * wanted. Not while a connect is under way, which has a list of its own. */
void host_ihv_scanned(struct host *host)
{
    const struct acm *acm = &host->acm;
    bool settled = acm->state == ACM_CONNECTED || acm->state == ACM_AWAIT_ROUND;
    if (!host->ihv || !host->ihv->attached || !settled || !acm->wish ||
        !has_ihv_parts(&acm->wish->profile->profile)) {
        return;
    }
    take_bss_list(host, &acm->wish->profile->profile);
    if (host->bss_list.len > 0) {
        struct ihv_profile call = parts_of(host, &acm->wish->profile->profile);
        ihv_capability_match(host->ihv, &call);
    }
    host_ihv_forget(host);
}

/* Asked by acm when its script has come to it (CNX-19: connect only after IHV pre-
 * association). */
bool host_ihv_pre_associate(struct host *host, const struct acm_profile *profile)
{
    struct ihv_profile call = parts_of(host, &profile->profile);
    bool made = host->ihv && ihv_pre_associate(host->ihv, &call);
    host_ihv_forget(host);
    return made;
}

/* Registrations of a detached extension count no more: its EtherTypes go the common way
 * again. */
struct nwifi_port host_port_filter(const struct host *host, const struct msm_port *port)
{
    const struct ihv *ihv = host->ihv;
    if (!ihv || !ihv->attached) {
        return msm_port_filter(port, NULL, 0);
    }
    return msm_port_filter(port, ihv->registrations, ihv->registration_count);
}

/* --- attaching --- */

void extsta_ihv_attach(struct extsta_station *sta, extsta_time now)
{
    RECORD_CALL(sta, IHV_ATTACH, now, .value = 0);
    if (!station_wakes(sta)) {
        return;
    }
    struct host *host = &sta->awake->host;
    bool outermost = station_enter(sta, now);
    if (!host->ihv) {
        host->ihv = ihv_new(&host->os, &ihv_ops, host);
    }
    if (host->ihv && !host->ihv->attached) {
        ihv_attach(host->ihv);
    }
    station_leave(sta, outermost);
}

void extsta_ihv_detach(struct extsta_station *sta, extsta_time now)
{
    RECORD_CALL(sta, IHV_DETACH, now, .value = 0);
    if (!station_wakes(sta)) {
        return;
    }
    struct host *host = &sta->awake->host;
    bool outermost = station_enter(sta, now);
    if (host->ihv && host->ihv->attached) {
        /* A pre-association under way, or a connection whose ports it authorizes. */
        bool needed = host->ihv->connect_session != 0 || host->ihv->may_send;
        msm_end_ports(&host->msm, sta->now, true); /* stop, then the port (IHV-04, SEQ-25) */
        ihv_detach(host->ihv);
        if (needed) {
            acm_disconnect(&host->acm, sta->now); /* nobody is left who could authorize */
        }
    }
    station_leave(sta, outermost);
}

/* --- functions --- */

/* The station's extension, inside a call; NULL: there is none. */
static struct ihv *enter(struct extsta_station *sta, extsta_time now, bool *outermost)
{
    *outermost = station_enter(sta, now);
    if (sta->awake->host.ihv) {
        sta->awake->host.ihv->broken = EXTSTA_RULE_NONE;
    }
    return sta->awake->host.ihv;
}

/* What came of a call, into its record, if there is one. */
static void judge(const struct ihv *ihv, struct extsta_function *record, uint32_t result)
{
    if (record) {
        record->result = result;
        record->rule = ihv ? ihv->broken : RULE(IHV_05); /* nobody is attached */
    }
}

/* A function into the event log: as much of what it was given as `most` says; what is too long
 * for it is refused unread. */
static struct extsta_function *note(struct extsta_station *sta, struct extsta_function function,
                                    size_t most)
{
    if (function.data.len > most) {
        function.data = span(NULL, 0);
    }
    return record_function(sta, &function);
}

void extsta_ihv_returned(struct extsta_station *sta, extsta_time now, uint32_t call_id,
                         uint32_t error, uint32_t reason)
{
    struct extsta_function function = {.type = EXTSTA_FUNCTION_RETURNED,
                                       .call_id = call_id,
                                       .error = error,
                                       .reason = reason};
    RECORD_CALL(sta, IHV_RETURNED, now, .ihv.function = &function);
    bool outermost;
    if (!station_wakes(sta)) {
        return;
    }
    struct ihv *ihv = enter(sta, now, &outermost);
    struct extsta_function *record = record_function(sta, &function);
    if (ihv) {
        ihv_returned(ihv, sta->now, call_id, error, reason);
        judge(ihv, record, ERROR_SUCCESS); /* nothing is given back to a handler */
    }
    station_leave(sta, outermost);
}

/* The common frame of the extension's functions: record it as `type` with the members that
 * follow, enter, do it, leave, return the Win32 error. Without an extension they are refused like
 * those outside their window. BEGIN needs what of struct extsta_call there is beside the
 * function, and END what it answers. */
#define FUNCTION_BEGIN(type_, most, beside, ...)                                               \
    struct extsta_function function = {.type = EXTSTA_FUNCTION_##type_, __VA_ARGS__};          \
    RECORD_CALL(sta, IHV_##type_, now, .ihv.function = &function, beside);                     \
    bool outermost;                                                                            \
    if (!station_wakes(sta)) {                                                                 \
        return ERROR_NOT_ENOUGH_MEMORY;                                                        \
    }                                                                                          \
    struct ihv *ihv = enter(sta, now, &outermost);                                             \
    struct extsta_function *record = note(sta, function, most)
#define FUNCTION_END(call, answer)                                                             \
    uint32_t result = ihv ? (call) : ERROR_INVALID_STATE;                                      \
    judge(ihv, record, result);                                                                \
    station_leave(sta, outermost);                                                             \
    return (uint32_t)record_result(sta, result, answer)
#define FUNCTION(type_, call, ...)                                                             \
    FUNCTION_BEGIN(type_, SIZE_MAX, .ihv.room = 0, __VA_ARGS__);                               \
    FUNCTION_END(call, span(NULL, 0))

uint32_t extsta_ihv_pre_associate_completion(struct extsta_station *sta, extsta_time now,
                                             uint32_t session, uint32_t reason, uint32_t error)
{
    FUNCTION(PRE_ASSOCIATE_COMPLETION,
             ihv_pre_associate_completion(ihv, sta->now, session, reason, error),
             .session = session, .reason = reason, .error = error);
}

/* A peer that is named must be the one of the session; NULL and zero name nobody. */
static bool is_other_peer(const struct extsta_station *sta, uint32_t session,
                          struct extsta_mac peer)
{
    const struct msm_port *port = msm_port_by_session(&sta->awake->host.msm, session);
    return port && !mac_is_zero(peer) && !mac_equal(peer, port->peer);
}

uint32_t extsta_ihv_post_associate_completion(struct extsta_station *sta, extsta_time now,
                                              uint32_t session, const struct extsta_mac *peer,
                                              uint32_t reason, uint32_t error)
{
    struct extsta_mac named = peer ? *peer : (struct extsta_mac){{0}};
    FUNCTION(POST_ASSOCIATE_COMPLETION,
             is_other_peer(sta, session, named)
                 ? ihv_refuse(ihv, RULE(IHV_20), ERROR_INVALID_PARAMETER)
                 : ihv_post_associate_completion(ihv, sta->now, session, reason, error),
             .session = session, .peer = named, .reason = reason, .error = error);
}

uint32_t extsta_ihv_send_packet(struct extsta_station *sta, extsta_time now,
                                struct extsta_span packet, uint64_t handle)
{
    FUNCTION_BEGIN(SEND_PACKET, MAX_PACKET, .ihv.room = 0, .data = packet, .handle = handle);
    FUNCTION_END(packet.len > MAX_PACKET
                     ? ihv_refuse(ihv, RULE(IHV_28), ERROR_INVALID_PARAMETER)
                     : ihv_send_packet(ihv, sta->now, packet, handle),
                 span(NULL, 0));
}

/* Recorded as they stand in a DOT11_PRIVACY_EXEMPTION_LIST, and as EtherTypes stand on the air.
 * There is room for twice as many as are allowed: a call with more is refused whatever it asks.
 */
uint32_t extsta_ihv_set_ethertype_handling(struct extsta_station *sta, extsta_time now,
                                           uint32_t max_backlog,
                                           const struct extsta_ihv_exemption *exemptions,
                                           size_t exemption_count,
                                           const uint16_t *registrations,
                                           size_t registration_count)
{
    uint8_t rows[2 * 8 * EXTSTA_IHV_MAX_EXEMPTIONS], types[4 * EXTSTA_IHV_MAX_REGISTRATIONS];
    struct writer row = writer_of(rows, sizeof rows), type = writer_of(types, sizeof types);
    for (size_t i = 0; i < exemption_count; i++) {
        const struct extsta_ihv_exemption *e = &exemptions[i];
        payload_write(&row,
                      PAYLOAD(EXEMPTION, .exemption = {e->ethertype, e->action, e->kind}));
    }
    for (size_t i = 0; i < registration_count; i++) {
        writer_be16(&type, registrations[i]);
    }
    FUNCTION(SET_ETHERTYPE_HANDLING,
             ihv_set_ethertype_handling(ihv, max_backlog, exemptions, exemption_count,
                                        registrations, registration_count),
             .value = max_backlog, .data = writer_span_of(&row),
             .ethertypes = writer_span_of(&type));
}

uint32_t extsta_ihv_set_auth_algorithm(struct extsta_station *sta, extsta_time now,
                                       uint32_t algorithm)
{
    FUNCTION(SET_AUTH_ALGORITHM,
             ihv_set_algorithm(ihv, sta->now, OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM,
                               algorithm),
             .value = algorithm);
}

uint32_t extsta_ihv_set_unicast_cipher(struct extsta_station *sta, extsta_time now,
                                       uint32_t cipher)
{
    FUNCTION(
        SET_UNICAST_CIPHER_ALGORITHM,
        ihv_set_algorithm(ihv, sta->now, OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM, cipher),
        .value = cipher);
}

uint32_t extsta_ihv_set_multicast_cipher(struct extsta_station *sta, extsta_time now,
                                         uint32_t cipher)
{
    FUNCTION(
        SET_MULTICAST_CIPHER_ALGORITHM,
        ihv_set_algorithm(ihv, sta->now, OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM, cipher),
        .value = cipher);
}

uint32_t extsta_ihv_set_default_key(struct extsta_station *sta, extsta_time now,
                                    struct extsta_span key, uint32_t direction)
{
    FUNCTION(SET_DEFAULT_KEY, ihv_set_default_key(ihv, sta->now, key, direction), .data = key,
             .value = direction);
}

uint32_t extsta_ihv_set_key_mapping_key(struct extsta_station *sta, extsta_time now,
                                        struct extsta_span key)
{
    FUNCTION(SET_KEY_MAPPING_KEY, ihv_set_key_mapping_key(ihv, sta->now, key), .data = key);
}

uint32_t extsta_ihv_set_default_key_id(struct extsta_station *sta, extsta_time now, uint32_t id)
{
    uint8_t value[4];
    put_le32(value, id);
    FUNCTION(SET_DEFAULT_KEY_ID,
             ihv_set_value(ihv, sta->now, OID_DOT11_CIPHER_DEFAULT_KEY_ID,
                           span(value, sizeof value)),
             .value = id);
}

uint32_t extsta_ihv_set_exclude_unencrypted(struct extsta_station *sta, extsta_time now,
                                            bool exclude)
{
    uint8_t value = exclude;
    FUNCTION(SET_EXCLUDE_UNENCRYPTED,
             ihv_set_value(ihv, sta->now, OID_DOT11_EXCLUDE_UNENCRYPTED, span(&value, 1)),
             .value = exclude);
}

uint32_t extsta_ihv_nic_specific_extension(struct extsta_station *sta, extsta_time now,
                                           struct extsta_span in, uint8_t *out,
                                           uint32_t *out_len)
{
    FUNCTION_BEGIN(NIC_SPECIFIC_EXTENSION, MAX_DATA, .ihv.room = *out_len, .data = in);
    FUNCTION_END(ihv_nic_specific_extension(ihv, sta->now, in, out, out_len),
                 span(out, result == ERROR_SUCCESS ? *out_len : 0));
}

uint32_t extsta_ihv_set_profile_custom_user_data(struct extsta_station *sta, extsta_time now,
                                                 uint32_t session, uint32_t whose,
                                                 struct extsta_span data)
{
    FUNCTION_BEGIN(SET_PROFILE_CUSTOM_USER_DATA, MAX_DATA, .ihv.room = 0, .session = session,
                   .value = whose, .data = data);
    FUNCTION_END(ihv_set_user_data(ihv, session, whose, data), span(NULL, 0));
}

uint32_t extsta_ihv_get_profile_custom_user_data(struct extsta_station *sta, extsta_time now,
                                                 uint32_t session, uint32_t whose,
                                                 struct extsta_span *data)
{
    *data = span(NULL, 0);
    FUNCTION_BEGIN(GET_PROFILE_CUSTOM_USER_DATA, MAX_DATA, .ihv.room = 0, .session = session,
                   .value = whose);
    FUNCTION_END(ihv_get_user_data(ihv, session, whose, data), *data);
}

uint32_t extsta_ihv_set_current_profile(struct extsta_station *sta, extsta_time now,
                                        uint32_t session, struct extsta_span connectivity,
                                        struct extsta_span security)
{
    FUNCTION_BEGIN(SET_CURRENT_PROFILE, MAX_DATA, .ihv.connectivity = connectivity,
                   .session = session, .data = security);
    FUNCTION_END(ihv_set_current_profile(ihv, session, connectivity, security), span(NULL, 0));
}

uint32_t extsta_ihv_start_onex(struct extsta_station *sta, extsta_time now)
{
    /* IHV-32: infrastructure only */
    FUNCTION(START_ONEX,
             sta->awake->host.msm.ibss
                 ? ihv_refuse(ihv, RULE(IHV_32), ERROR_INVALID_STATE)
                 : ihv_start_onex(ihv, sta->now, &sta->awake->host.msm.eap),
             .error = 0);
}

uint32_t extsta_ihv_stop_onex(struct extsta_station *sta, extsta_time now)
{
    FUNCTION(STOP_ONEX, ihv_stop_onex(ihv), .error = 0);
}

uint32_t extsta_ihv_process_security_packet(struct extsta_station *sta, extsta_time now,
                                            struct extsta_span packet)
{
    FUNCTION_BEGIN(PROCESS_SECURITY_PACKET, MAX_DATA, .ihv.room = 0, .data = packet);
    FUNCTION_END(ihv_process_security_packet(ihv, sta->now, packet), span(NULL, 0));
}

/* Where an edge refuses by itself: which rule the call broke. */
static enum extsta_rule rule_of(enum extsta_function_type type)
{
    switch (type) {
    case EXTSTA_FUNCTION_RETURNED:
    case EXTSTA_FUNCTION_SEND_UI_REQUEST: /* nobody is there to be asked: no rule is broken */
    case EXTSTA_FUNCTION_SEND_NOTIFICATION:
        break;
    case EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION:
        return RULE(IHV_13);
    case EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION:
        return RULE(IHV_20);
    case EXTSTA_FUNCTION_SEND_PACKET:
        return RULE(IHV_28);
    case EXTSTA_FUNCTION_SET_ETHERTYPE_HANDLING:
        return RULE(IHV_18);
    case EXTSTA_FUNCTION_SET_AUTH_ALGORITHM:
    case EXTSTA_FUNCTION_SET_UNICAST_CIPHER_ALGORITHM:
    case EXTSTA_FUNCTION_SET_MULTICAST_CIPHER_ALGORITHM:
        return RULE(IHV_16);
    case EXTSTA_FUNCTION_SET_DEFAULT_KEY:
    case EXTSTA_FUNCTION_SET_KEY_MAPPING_KEY:
    case EXTSTA_FUNCTION_SET_DEFAULT_KEY_ID:
    case EXTSTA_FUNCTION_SET_EXCLUDE_UNENCRYPTED:
        return RULE(IHV_23);
    case EXTSTA_FUNCTION_NIC_SPECIFIC_EXTENSION:
        return RULE(IHV_08);
    case EXTSTA_FUNCTION_SET_PROFILE_CUSTOM_USER_DATA:
    case EXTSTA_FUNCTION_GET_PROFILE_CUSTOM_USER_DATA:
    case EXTSTA_FUNCTION_SET_CURRENT_PROFILE:
        return RULE(IHV_15);
    case EXTSTA_FUNCTION_START_ONEX:
        return RULE(IHV_32);
    case EXTSTA_FUNCTION_STOP_ONEX:
    case EXTSTA_FUNCTION_PROCESS_SECURITY_PACKET:
        return RULE(IHV_36);
    }
    return EXTSTA_RULE_NONE;
}

uint32_t extsta_ihv_refused(struct extsta_station *sta, extsta_time now,
                            enum extsta_function_type type, uint32_t error)
{
    struct extsta_function function = {.type = type, .error = error};
    RECORD_CALL(sta, IHV_REFUSED, now, .ihv.function = &function);
    bool outermost;
    if (!station_wakes(sta)) {
        return error;
    }
    struct ihv *ihv = enter(sta, now, &outermost);
    function.error = 0;
    struct extsta_function *record = record_function(sta, &function);
    if (ihv) {
        ihv->broken = rule_of(type);
    }
    judge(ihv, record, error);
    station_leave(sta, outermost);
    return error;
}
