/* Chapter 00 of the contract: what holds for every indication, list and request. */
#include "boundary/payload_table.h"
#include "referee/referee.h"

/* ROL-01: type 0x80, the structure's revision (X-22: of a completion 1 or 2), its size. */
static void header(struct extsta_referee *r, const struct event *e)
{
    const struct layout *layout = &payload_layouts[e->p.form];
    if (!e->whole || layout->revision == 0) {
        return;
    }
    const struct extsta_object_header *h = &e->p.header;
    bool completion = e->p.form == EXTSTA_FORM_ASSOCIATION_COMPLETION;
    bool revision = h->revision == layout->revision || (completion && h->revision == 1);
    if (!hold(r, h->type == NDIS_OBJECT_TYPE_DEFAULT, E(HEADER_TYPE),
              v_hex(NDIS_OBJECT_TYPE_DEFAULT), v_hex(h->type))) {
        return;
    }
    hold(r, revision && (completion || h->size == layout->size), E(HEADER_SIZE),
         v_number(layout->size), v_number(h->size));
}

/* ROL-02: no media connect or disconnect, and no other general status but those of a reset. */
#define STATUS_RESET_START 0x40010004u
#define STATUS_RESET_END   0x40010005u
#define STATUS_LINK_STATE  0x40010017u
static void no_media_connect(struct extsta_referee *r, const struct event *e)
{
    uint32_t code = e->c->code;
    bool general = code >> 16 == 0x4001 && code != STATUS_RESET_START &&
                   code != STATUS_RESET_END && code != NDIS_STATUS_MEDIA_SPECIFIC_INDICATION &&
                   code != STATUS_LINK_STATE;
    hold(r, !general, E(NO_GENERAL_STATUS), v_none(), v_hex(code));
}

/* ROL-03: NDIS_LINK_STATE: header, then MediaConnectState: 1 connected, 2 disconnected. */
static void link_state(struct extsta_referee *r, const struct event *e)
{
    if (e->c->buffer.len >= 8) {
        hold(r, get_le32(e->c->buffer.data + 4) != 2, E(LINK_CONNECTED), v_number(1),
             v_number(get_le32(e->c->buffer.data + 4)));
    }
}

static bool is_list(enum extsta_form form)
{
    return form >= EXTSTA_FORM_SSID_LIST && form <= EXTSTA_FORM_RATE_TABLE &&
           form != EXTSTA_FORM_NIC_SPECIFIC && form != EXTSTA_FORM_RATE_SET &&
           form != EXTSTA_FORM_RATE_TABLE;
}

static bool answers_list(const struct event *e)
{
    return e->asked && e->c->kind != EXTSTA_OID_SET &&
           is_list(extsta_oid_form(e->c->code, true));
}

/* ROL-04: too little room: nothing written, what is needed said. */
static void list_short(struct extsta_referee *r, const struct event *e)
{
    if (!answers_list(e)) {
        return;
    }
    if (e->c->status == NDIS_STATUS_BUFFER_OVERFLOW) {
        hold(r, e->c->bytes_written == 0 && e->c->bytes_needed > e->asked->room,
             E(OVERFLOW_COUNTS), v_number(e->asked->room), v_number(e->c->bytes_needed));
    } else if (IS_SUCCESS(e)) {
        hold(r, e->c->bytes_written <= e->asked->room && e->whole && !e->p.list.entries.cut,
             E(OVERFLOW_SAID), v_number(e->asked->room), v_number(e->c->bytes_written));
    }
}

/* ROL-05: all of it: both counts the same, no bytes needed, the length written. */
static void list_whole(struct extsta_referee *r, const struct event *e)
{
    if (!answers_list(e) || !IS_SUCCESS(e) || !e->whole || e->p.list.entries.cut) {
        return;
    }
    size_t len = extsta_form_least(e->p.form) + e->p.list.entries.bytes.len;
    if (hold(r, e->p.list.total == e->p.list.entries.size, E(BOTH_COUNTS),
             v_number(e->p.list.total), v_number(e->p.list.entries.size))) {
        hold(r, e->c->bytes_needed == 0 && e->c->bytes_written == len, E(WHOLE_LENGTH),
             v_number(len), v_number(e->c->bytes_written));
    }
}

/* ROL-06: a count that the buffer does not bear out. */
static void list_set(struct extsta_referee *r, const struct event *e)
{
    if (e->asked && e->c->kind == EXTSTA_OID_SET && e->in_whole && is_list(e->in.form) &&
        e->asked->input_size == e->asked->in_len && e->in.list.entries.cut) {
        hold(r, !IS_SUCCESS(e), E(TRUNCATED_REFUSED), v_none(), v_status(e->c->status));
    }
}

/* ROL-07: queries are answered in every state. */
static void query_answered(struct extsta_referee *r, const struct event *e)
{
    if (e->asked && e->c->kind == EXTSTA_OID_QUERY && e->c->code != OID_DOT11_ACTIVE_PHY_LIST) {
        hold(r, e->c->status != NDIS_STATUS_INVALID_STATE, E(ANSWERED), v_none(),
             v_status(e->c->status));
    }
}

/* ROL-09: those no ExtSTA miniport may lack. */
static void required(struct extsta_referee *r, const struct event *e)
{
    static const uint32_t oids[] = {
        OID_DOT11_SCAN_REQUEST,
        OID_DOT11_RESET_REQUEST,
        OID_DOT11_NIC_POWER_STATE,
        OID_DOT11_SUPPORTED_PHY_TYPES,
        OID_DOT11_ENUM_BSS_LIST,
        OID_DOT11_FLUSH_BSS_LIST,
        OID_DOT11_POWER_MGMT_REQUEST,
        OID_DOT11_DESIRED_SSID_LIST,
        OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST,
        OID_DOT11_DESIRED_BSSID_LIST,
        OID_DOT11_DESIRED_BSS_TYPE,
        OID_DOT11_CONNECT_REQUEST,
        OID_DOT11_EXCLUDE_UNENCRYPTED,
        OID_DOT11_STATISTICS,
        OID_DOT11_PRIVACY_EXEMPTION_LIST,
        OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM,
        OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM,
        OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM,
        OID_DOT11_CIPHER_DEFAULT_KEY_ID,
        OID_DOT11_CIPHER_DEFAULT_KEY,
        OID_DOT11_CIPHER_KEY_MAPPING_KEY,
        OID_DOT11_ENUM_ASSOCIATION_INFO,
        OID_DOT11_DISCONNECT_REQUEST,
        OID_DOT11_DESIRED_PHY_LIST,
        OID_DOT11_CURRENT_PHY_ID,
    };
    static const uint32_t no_query[] = {
        OID_DOT11_SCAN_REQUEST,           OID_DOT11_RESET_REQUEST,
        OID_DOT11_CONNECT_REQUEST,        OID_DOT11_CIPHER_DEFAULT_KEY,
        OID_DOT11_FLUSH_BSS_LIST,         OID_DOT11_DISCONNECT_REQUEST,
        OID_DOT11_CIPHER_KEY_MAPPING_KEY,
    };
    static const uint32_t methods[] = {OID_DOT11_RESET_REQUEST, OID_DOT11_ENUM_BSS_LIST};
    static const uint32_t no_set[] = {OID_DOT11_SUPPORTED_PHY_TYPES, OID_DOT11_STATISTICS,
                                      OID_DOT11_ENUM_ASSOCIATION_INFO};
    bool is_one = false, other = false, method = false;
    for (size_t i = 0; i < sizeof oids / sizeof *oids; i++) {
        is_one |= oids[i] == e->c->code;
    }
    for (size_t i = 0; i < sizeof no_query / sizeof *no_query; i++) {
        other |= e->c->kind == EXTSTA_OID_QUERY && no_query[i] == e->c->code;
    }
    for (size_t i = 0; i < sizeof no_set / sizeof *no_set; i++) {
        other |= e->c->kind == EXTSTA_OID_SET && no_set[i] == e->c->code;
    }
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        method |= methods[i] == e->c->code;
    }
    if (is_one && !other && e->asked && method == (e->c->kind == EXTSTA_OID_METHOD)) {
        hold(r, e->c->status != NDIS_STATUS_NOT_SUPPORTED, E(SUPPORTED), v_none(),
             v_status(e->c->status));
    }
}

/* ROL-10: of OP only. (Starts in INIT are judged where they say more: CNX-14, ROM-01; what
 * comes behind the completion around it as ROL-13.) */
static void state_of_indication(struct extsta_referee *r, const struct event *e)
{
    const struct model *m = &r->m;
    const struct peer *p = e->watch == ON_ASSOCIATION_COMPLETION ? peer_opening(r) : NULL;
    bool allowed = m->op || p || under_way(r, OID_DOT11_CONNECT_REQUEST);
    hold(r, allowed, E(ONLY_IN_OP), v_none(), v_hex(e->c->code));
}

/* ROL-12: each completion has its start. (Of an association by address: ASC-05.) */
static void connection_pairs(struct extsta_referee *r, const struct event *e)
{
    because(r, r->m.connection.start);
    if (r->m.op || r->m.connection.open) {
        hold(r, r->m.connection.open, E(START_OPEN), v_none(), v_assoc(e->p.number));
    }
}

static void roaming_pairs(struct extsta_referee *r, const struct event *e)
{
    because(r, r->m.roam.start);
    hold(r, r->m.roam.open, E(START_OPEN), v_none(), v_assoc(e->p.number));
}

static void association_pairs(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && (!peer_opening(r) || r->m.ibss)) {
        struct peer *p = peer_find(r, e->p.association_completion.peer);
        if (p || !r->m.peers_overflowed) {
            hold(r, p && p->opening, E(START_OPEN), v_none(),
                 v_mac(e->p.association_completion.peer));
        }
    } else if (e->whole) {
        hold(r, true, E(START_OPEN), v_none(), v_none());
    }
}

/* ROL-13: outer start, inner start, inner completion, outer completion. */
static void nesting(struct extsta_referee *r, const struct event *e)
{
    const struct peer *p = r->m.ibss ? NULL : peer_opening(r);
    bool open = e->watch == ON_CONNECTION_COMPLETION ? r->m.connection.open : r->m.roam.open;
    if (p) {
        because(r, p->start);
    }
    if (open) {
        hold(r, !p, E(INNER_COMPLETED), p ? v_mac(p->mac) : v_none(), v_none());
    }
}

/* ROL-14: a port comes of an association that still is: what ended it came later, and was acted
 * on first. */
static void in_order(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_port_event *o = &e->out->port;
    const struct peer *p = peer_find(r, o->peer);
    if (o->type == EXTSTA_PORT_CREATED && p && p->done.serial != 0 && !p->opening) {
        because(r, p->associated ? p->done : p->ended);
        hold(r, p->associated, E(STILL_ASSOCIATED), v_mac(o->peer), v_none());
    }
}

/* ROL-15: forwarded, octet for octet, before anything else is acted on. */
static void private_indication(struct extsta_referee *r, const struct event *e)
{
    if (r->m.extension && !r->detached) {
        owe(r, RULE(ROL_15), nobody, e->now, E(FORWARDED), v_hex(hash_span(e->c->buffer)));
    }
}

static void private_forwarded(struct extsta_referee *r, const struct event *e)
{
    if (e->out->ihv.type != EXTSTA_IHV_RECEIVE_INDICATION) {
        return;
    }
    for (size_t i = 0; i < MAX_DEBTS; i++) {
        if (r->debts[i].rule == RULE(ROL_15)) {
            if (r->debts[i].wanted.number == hash_span(e->out->ihv.data)) {
                pay(r, RULE(ROL_15), nobody);
            } else {
                default_on(r, RULE(ROL_15), nobody, v_number(e->out->ihv.data.len));
            }
            return;
        }
    }
}

/* ROL-16: one completion for each request. */
static void completed_once(struct extsta_referee *r, const struct event *e)
{
    hold(r, e->asked != NULL, E(REQUEST_OPEN), v_number(e->c->id), v_status(e->c->status));
}

/* And it comes: only a reset waits for somebody else, who keeps packets (RST-09). */
#define A_MINUTE (60 * EXTSTA_SECOND)
static void completed_at_all(struct extsta_referee *r, const struct event *e)
{
    for (size_t i = 0; r->asked_count > 0 && i < MAX_ASKED; i++) {
        struct asked *a = &r->asked[i];
        bool waits = a->oid == OID_DOT11_RESET_REQUEST && r->m.received.count > 0;
        if (a->used && !waits && e->now - a->ref.time > A_MINUTE) {
            because(r, a->ref);
            hold(r, false, E(REQUEST_COMPLETED), v_time(A_MINUTE), v_none());
            asked_forget(r, a);
        }
    }
}

/* ROL-17: no data: offset and size zero; data: inside the buffer. */
static void ihv_data(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_part *part =
        e->watch == ON_ASSOCIATION_START        ? &e->p.association_start.ihv_data
        : e->watch == ON_ASSOCIATION_COMPLETION ? &e->p.association_completion.ihv_data
                                                : &e->p.disassociation.ihv_data;
    if (e->whole) {
        hold(r, part->size == 0 ? part->offset == 0 : part->offset != 0 && !part->cut,
             E(DATA_OR_ZERO), v_number(part->size), v_number(part->offset));
    }
}

static const struct rule_row table[] = {
    SEEN(ROL_01, W_INDICATIONS | W(RESULT), header),
    SEEN(ROL_02, W(OTHER_INDICATION), no_media_connect),
    SEEN_OF(ROL_03, W(OTHER_INDICATION), STATUS_LINK_STATE, link_state),
    SEEN(ROL_04, W(RESULT), list_short),
    SEEN(ROL_05, W(RESULT), list_whole),
    SEEN(ROL_06, W(RESULT), list_set),
    SEEN(ROL_07, W(RESULT), query_answered),
    SEEN(ROL_09, W(RESULT), required),
    SEEN(ROL_10,
         W(CONNECTION_START) | W(CONNECTION_COMPLETION) | W(ASSOCIATION_START) |
             W(ASSOCIATION_COMPLETION) | W(ROAMING_COMPLETION) | W(DISASSOCIATION) |
             W(LINK_QUALITY) | W(PMKID_CANDIDATES) | W(MIC_FAILURE),
         state_of_indication),
    UNSEEN(ROL_11, "memory is not in the record; a completion that is missing shows as ROL-12, "
                   "ROL-13 or RST-11"),
    SEEN(ROL_12, W(CONNECTION_COMPLETION), connection_pairs),
    SEEN(ROL_12, W(ROAMING_COMPLETION), roaming_pairs),
    SEEN(ROL_12, W(ASSOCIATION_COMPLETION), association_pairs),
    SEEN(ROL_13, W(CONNECTION_COMPLETION) | W(ROAMING_COMPLETION), nesting),
    SEEN(ROL_14, W(PORT), in_order),
    SEEN_OF(ROL_15, W(OTHER_INDICATION), NDIS_STATUS_MEDIA_SPECIFIC_INDICATION,
            private_indication),
    SEEN(ROL_15, W(HANDLER), private_forwarded),
    SEEN(ROL_16, W(RESULT), completed_once),
    SEEN(ROL_16, W(TIME), completed_at_all),
    SEEN(ROL_17, W(ASSOCIATION_START) | W(ASSOCIATION_COMPLETION) | W(DISASSOCIATION),
         ihv_data),
};
RULE_TABLE(rules_general, table);
