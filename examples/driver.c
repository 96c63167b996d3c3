/* A driver of your own below extsta's miniport boundary: a minimal Native 802.11 miniport, from
 * nothing but the public headers. It scans, connects to an open network, carries data, notices
 * when the AP sends it away or falls silent, looks for it again (a roam), disconnects, resets.
 *   cc -shared -fPIC driver.c $(pkg-config --cflags --libs extsta) -o driver.so
 *   extsta run scenario.lua --driver ./driver.so              (docs/driver.md explains it all) */
#include <extsta/driver.h>

enum { BSSS = 16, BODY = 1024 };
enum { DWELL = 60000, ANSWER = 500000, RETRY = 2000000, SILENCE = 2000001 }; /* microseconds */
struct bss { /* its last beacon or probe response; tried: since the last sweep */
    struct extsta_mac id;
    struct extsta_ssid ssid;
    struct extsta_rx_meta meta;
    uint8_t body[BODY];
    size_t len, tried;
};
struct driver {
    struct extsta_driver_site site;
    struct extsta_mac own, bssid; /* bssid, ssid, filter: what the host wants */
    struct extsta_ssid ssid, probe;
    bool has_ssid, op, connecting, roaming; /* STA-01: OP, else INIT; which operation is open */
    bool sweeping, scanning;                /* all channels; for the host */
    enum { ALONE, AUTHENTICATING, ASSOCIATING, ASSOCIATED } phase;
    struct bss *ap, cache[BSSS]; /* ap: unless ALONE */
    extsta_time now, timer, heard; /* timer: of sweep, answer, retry; heard: the AP, last */
    size_t bss_count, channel, request_len, response_len;
    uint32_t filter, packets; /* packets handed up */
    uint16_t freq, sequence, last_received;
    uint8_t phy, request[128], response[BODY]; /* bodies, of the attempt */
};
#define VALUE(f, ...) &(struct extsta_payload){.form = EXTSTA_FORM_##f, __VA_ARGS__}
#define SAY(d, c, ...) extsta_driver_indicate(&d->site, NDIS_STATUS_DOT11_##c, VALUE(__VA_ARGS__))

static void transmit(struct driver *d, uint8_t *f, size_t len)
{
    struct extsta_tx_meta meta = {.freq = d->freq, .phy = d->phy, .tries = 7,
                                  .flags = f[4] & 1 ? EXTSTA_TX_NO_ACK : 0};
    f[22] = (uint8_t)(d->sequence << 4), f[23] = (uint8_t)(d->sequence++ >> 4);
    extsta_driver_frame(&d->site, (struct extsta_span){f, len}, &meta);
}
static void manage(struct driver *d, uint8_t kind, const uint8_t to[6], const void *body, size_t n)
{
    uint8_t f[24 + sizeof d->request] = {kind};
    memcpy(f + 4, to, 6), memcpy(f + 10, &d->own, 6), memcpy(f + 16, to, 6);
    memcpy(f + 24, body, n), transmit(d, f, 24 + n);
}
static void tune(struct driver *d, uint8_t phy, uint16_t freq)
{
    d->phy = phy, d->freq = freq, extsta_driver_tune(&d->site, freq);
}
static size_t ssid_and_rates(const struct driver *d, uint8_t *out, const struct extsta_ssid *ssid)
{
    const struct extsta_phy_caps *p = &d->site.radio->phys[d->phy];
    size_t s = extsta_ssid_span(ssid).len, r = p->rate_count < 8 ? p->rate_count : 8;
    out[0] = 0, out[1] = (uint8_t)s, out[2 + s] = 1, out[3 + s] = (uint8_t)r;
    memcpy(out + 2, ssid->bytes, s), memcpy(out + 4 + s, p->rates, r);
    return 4 + s + r;
}

/* --- connection, association, roam: what begins is completed, the inner before the outer --- */
static void end_operation(struct driver *d, uint32_t status)
{
    if (d->connecting) SAY(d, CONNECTION_COMPLETION, CONNECTION_COMPLETION, .number = status);
    if (d->roaming) SAY(d, ROAMING_COMPLETION, ROAMING_COMPLETION, .number = status);
    d->op = d->op && (status == 0 || !d->connecting); /* CNX-14: a failure leads to INIT */
    d->connecting = d->roaming = false;
    d->timer = d->now + RETRY; /* ROM-13: in OP, it looks again */
}
static void end_attempt(struct driver *d, uint32_t status)
{
    uint8_t phy[4] = {d->ap->meta.phy}, quality[7] = {[6] = 80}; /* of an address, 80 of 100 */
    struct extsta_association_completion c = {.peer = d->ap->id, .status = status,
        .request.bytes = {d->request, d->request_len}, .beacon.bytes = {d->ap->body, d->ap->len},
        .response.bytes = {d->response, d->response_len}};
    d->phase = status ? ALONE : ASSOCIATED;
    c.auth = status ? 0 : DOT11_AUTH_ALGO_80211_OPEN, c.ds_info = status ? 0 : DOT11_DS_UNKNOWN;
    c.active_phys.bytes = (struct extsta_span){phy, status ? 0 : sizeof phy}; /* ASC-28: else 0 */
    SAY(d, ASSOCIATION_COMPLETION, ASSOCIATION_COMPLETION, .association_completion = c);
    if (status) return;
    memcpy(quality, d->ap->id.b, 6); /* ASC-37: the first quality, at once */
    SAY(d, LINK_QUALITY, LINK_QUALITY, .list.entries.bytes = {quality, sizeof quality});
    end_operation(d, 0); /* CNX-10: then the operation succeeds */
}
static void next_candidate(struct driver *d) /* CNX-09: in turn; CNX-21, 22, 24: of what fits */
{
    struct bss *best = NULL;
    for (struct bss *b = d->cache; b < d->cache + d->bss_count; b++) {
        bool name = d->ssid.len == 0 || memcmp(&b->ssid, &d->ssid, sizeof b->ssid) == 0;
        bool address = d->bssid.b[0] & 1 || memcmp(&b->id, &d->bssid, 6) == 0;
        bool open = (b->body[10] & 0x13) == 0x01; /* capability: an ESS without privacy */
        if (d->has_ssid && name && address && open && !b->tried &&
            (!best || b->meta.signal > best->meta.signal)) best = b;
    }
    if (!best) { end_operation(d, DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED); return; }
    if (!d->connecting && !d->roaming) /* CNX-07: after the first connection it is a roam */
        d->roaming = SAY(d, ROAMING_START, ROAMING_START,
                         .operation_start.reason = DOT11_ASSOC_STATUS_ROAMING_ASSOCIATION_LOST);
    d->ap = best, best->tried = true, d->phase = AUTHENTICATING;
    d->request_len = d->response_len = 0, d->timer = d->now + ANSWER;
    SAY(d, ASSOCIATION_START, ASSOCIATION_START,
        .association_start.peer = best->id, .association_start.ssid = best->ssid);
    tune(d, best->meta.phy, best->meta.freq);
    manage(d, 0xb0, best->id.b, (const uint8_t[]){0, 0, 1, 0, 0, 0}, 6); /* open system, 1 */
}
static void lose(struct driver *d, uint32_t reason) /* DIS-15; of an attempt, ASC-30 */
{
    if (d->phase != ASSOCIATED) { end_attempt(d, reason); next_candidate(d); return; }
    d->phase = ALONE, d->timer = d->now; /* DIS-19: and it looks at once */
    SAY(d, DISASSOCIATION, DISASSOCIATION,
        .disassociation.peer = d->ap->id, .disassociation.reason = reason);
}
static void leave(struct driver *d) /* to INIT; RST-19, and the AP hears of it (CNX-36) */
{
    if (d->phase == AUTHENTICATING || d->phase == ASSOCIATING)
        end_attempt(d, DOT11_ASSOC_STATUS_CANCELLED);
    end_operation(d, DOT11_ASSOC_STATUS_CANCELLED);
    if (d->phase == ASSOCIATED) {
        manage(d, 0xa0, d->ap->id.b, (const uint8_t[]){8, 0}, 2);
        lose(d, DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS);
    }
    d->op = false, d->sweeping = d->sweeping && d->scanning;
}

/* --- the radio's side, and time --- */
static void next_channel(struct driver *d) /* of a sweep, for the host or for candidates */
{
    uint8_t phy, body[sizeof d->request];
    uint16_t freq = extsta_driver_channel(d->site.radio, d->channel++, &phy);
    d->timer = d->now + DWELL;
    if (freq) { /* CNX-26: a hidden network answers to its name */
        tune(d, phy, freq);
        size_t n = ssid_and_rates(d, body, d->scanning ? &d->probe : &d->ssid);
        manage(d, 0x40, (const uint8_t[]){255, 255, 255, 255, 255, 255}, body, n);
        return;
    }
    d->sweeping = false, d->heard = d->now; /* nobody was listened to: that was no silence */
    if (d->phase == ASSOCIATED) tune(d, d->ap->meta.phy, d->ap->meta.freq);
    if (d->scanning) SAY(d, SCAN_CONFIRM, NUMBER, .number = NDIS_STATUS_SUCCESS);
    d->scanning = false;
    if (d->op && d->phase == ALONE) next_candidate(d);
}
static void on_beacon(struct driver *d, const struct extsta_rx_frame *f, const uint8_t *p, size_t n)
{
    struct bss *b = d->cache;
    while (b < d->cache + d->bss_count && memcmp(&b->id, p - 8, 6) != 0) b++;
    if (b == d->cache + BSSS || n > BODY || p[12] || p[13] > 32 || n < 14u + p[13]) return;
    d->bss_count += b == d->cache + d->bss_count;
    b->meta = f->meta, b->len = n, b->tried = b->tried && !d->sweeping;
    b->ssid = (struct extsta_ssid){.len = p[13]};
    memcpy(&b->id, p - 8, 6), memcpy(b->body, p, n), memcpy(b->ssid.bytes, p + 14, p[13]);
}
static void on_answer(struct driver *d, uint8_t kind, const uint8_t *body, size_t len)
{
    const uint8_t *status = body + (kind == 0xb0 ? 4 : 2);
    if (kind == 0x10) memcpy(d->response, body, d->response_len = len < BODY ? len : BODY);
    if (status[0] || status[1])
        lose(d, DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE | status[0] | (uint32_t)status[1] << 8);
    else if (kind == 0x10)
        end_attempt(d, 0);
    else {
        memcpy(d->request, (const uint8_t[]){1, 0, 10, 0}, 4); /* ESS; listen interval */
        d->request_len = 4 + ssid_and_rates(d, d->request + 4, &d->ap->ssid);
        d->phase = ASSOCIATING, d->timer = d->now + ANSWER;
        manage(d, 0x00, d->ap->id.b, d->request, d->request_len);
    }
}
static void on_data(struct driver *d, const struct extsta_rx_frame *f, const uint8_t *p, size_t n)
{
    struct extsta_recv_context context = extsta_driver_context(&f->meta);
    uint32_t kind = p[4] & 1 ? NDIS_PACKET_TYPE_802_11_BROADCAST_DATA
                             : NDIS_PACKET_TYPE_802_11_DIRECTED_DATA; /* RXP-03: wanted kinds */
    bool again = (p[1] & 0x08) && (p[22] | p[23] << 8) == d->last_received;
    d->last_received = (uint16_t)(p[22] | p[23] << 8);
    if (!again && (p[1] & 0x47) == 0x02 && (d->filter & kind) && memcmp(p + 16, &d->own, 6))
        extsta_driver_receive(&d->site, ++d->packets, (struct extsta_span){p, n}, &context);
}
static void rx(void *driver, extsta_time now, const struct extsta_rx_frame *f, size_t count)
{
    struct driver *d = driver;
    for (d->now = now; count--; f++) {
        const uint8_t *p = f->bytes.data, *body = p + 24;
        size_t n = f->bytes.len - (f->meta.flags & EXTSTA_RX_FCS_PRESENT ? 4 : 0);
        uint8_t awaited = d->phase == AUTHENTICATING ? 0xb0 : d->phase == ASSOCIATING ? 0x10 : 0xff;
        if (n < 26 || n > f->bytes.len || f->meta.flags & EXTSTA_RX_FCS_BAD) continue;
        if ((p[0] == 0x80 || p[0] == 0x50) && n >= 38) on_beacon(d, f, body, n - 24);
        if (d->phase == ALONE || memcmp(p + 10, &d->ap->id, 6) != 0) continue;
        d->heard = now;
        if (!(p[4] & 1) && memcmp(p + 4, &d->own, 6) != 0) continue;
        if (p[0] == awaited && n >= 30) on_answer(d, p[0], body, n - 24);
        if (p[0] == 0xc0 || p[0] == 0xa0) /* DIS-08, 09: the AP ends it; ASC-29: class and code */
            lose(d, (p[0] == 0xc0 ? 0x10000u : 0x20000u) | body[0] | (uint32_t)body[1] << 8);
        if (p[0] == 0x08 && d->phase == ASSOCIATED) on_data(d, f, p, n);
    }
}
static extsta_time deadline(const void *driver)
{
    const struct driver *d = driver;
    return d->phase == ASSOCIATED && !d->scanning ? d->heard + SILENCE
           : d->op || d->scanning ? d->timer : EXTSTA_NEVER;
}
static void expire(void *driver, extsta_time now)
{
    struct driver *d = driver;
    if (now < deadline(d)) return;
    d->now = now;
    if (!d->sweeping && (d->phase == ALONE || (d->phase == ASSOCIATED && d->scanning))) {
        for (size_t i = 0; i < d->bss_count; i++) d->cache[i].tried = true; /* until heard */
        d->sweeping = true, d->channel = 0;
    }
    if (d->sweeping) next_channel(d);
    else lose(d, DOT11_ASSOC_STATUS_UNREACHABLE); /* DIS-11: unheard; ASC-30: no answer */
}

/* --- the host's side --- */
static void send_packets(void *driver, extsta_time now, const struct extsta_packet *p, size_t count)
{
    struct driver *d = driver;
    uint8_t f[2400];
    for (d->now = now; count--; p++) {
        bool goes = d->phase == ASSOCIATED && !d->sweeping && p->bytes.len <= sizeof f;
        if (goes) transmit(d, memcpy(f, p->bytes.data, p->bytes.len), p->bytes.len);
        extsta_driver_sent(&d->site, p->id, goes ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE);
    }
}
static uint32_t reset(struct driver *d, struct extsta_oid *o)
{
    struct extsta_payload p, ok = {.form = EXTSTA_FORM_STATUS_INDICATION, .confirm = {4, 0}};
    if (o->out_cap < 8) return o->bytes_needed = 8, NDIS_STATUS_BUFFER_OVERFLOW; /* RST-02: room */
    if (!extsta_driver_input(o, &p)) return NDIS_STATUS_INVALID_LENGTH;
    if (p.reset.type != dot11_reset_type_phy_and_mac) return NDIS_STATUS_FAILURE; /* RST-01: both */
    leave(d); /* RST-06: goodbye; RST-07: no scan goes on; RST-17: the list is empty */
    if (d->scanning) SAY(d, SCAN_CONFIRM, NUMBER, .number = NDIS_STATUS_REQUEST_ABORTED);
    d->scanning = d->sweeping = false, d->bss_count = 0, d->own = p.reset.address;
    if (p.reset.default_mib) d->has_ssid = false, memset(&d->bssid, 0xff, 6); /* MIB-03: any */
    return extsta_driver_answer(o, &ok); /* RST-21: the confirmation */
}
static uint32_t bss_list(const struct driver *d, struct extsta_oid *o) /* SCN-24, 25: packed */
{
    uint8_t entries[BSSS * (64 + BODY)];
    size_t n = 0;
    for (const struct bss *b = d->cache; b < d->cache + d->bss_count; b++) {
        struct extsta_bss_entry e = {b->meta.phy, b->meta.freq, b->id, b->body[10] & 1 ? 1 : 2,
            b->meta.signal, 50, true, (uint16_t)(b->body[8] | b->body[9] << 8), 0, d->now * 10,
            (uint16_t)(b->body[10] | b->body[11] << 8), {.bytes = {b->body + 12, b->len - 12}}};
        for (int i = 7; i >= 0; i--) e.timestamp = e.timestamp << 8 | b->body[i];
        n += extsta_payload_write(VALUE(BSS_ENTRY, .bss = e), entries + n, sizeof entries - n);
    }
    return extsta_driver_answer(o, VALUE(BSS_LIST, .list = {(uint32_t)n, {.bytes = {entries, n}}}));
}
static uint32_t on_oid(void *driver, extsta_time now, struct extsta_oid *o)
{
    struct driver *d = driver;
    struct extsta_payload p, e = {0};
    d->now = now;
    if (o->oid == OID_GEN_MEDIA_SUPPORTED)
        return extsta_driver_answer(o, VALUE(NUMBER, .number = NDIS_MEDIUM_NATIVE_802_11));
    if (o->oid == OID_DOT11_ENUM_BSS_LIST) return bss_list(d, o);
    if (o->oid == OID_DOT11_RESET_REQUEST) return reset(d, o);
    if (o->kind != EXTSTA_OID_SET) return NDIS_STATUS_NOT_SUPPORTED;
    if (!extsta_driver_input(o, &p)) return NDIS_STATUS_INVALID_LENGTH;
    struct extsta_part rest = o->oid == OID_DOT11_SCAN_REQUEST ? p.scan.ssids : p.list.entries;
    switch (o->oid) {
    case OID_GEN_CURRENT_PACKET_FILTER: d->filter = p.number; return 0;
    case OID_DOT11_PORT_STATE_NOTIFICATION: return d->op ? 0 : NDIS_STATUS_INVALID_STATE;
    case OID_DOT11_SCAN_REQUEST:
        if (d->scanning) return NDIS_STATUS_DOT11_MEDIA_IN_USE; /* SCN-02: one at a time */
        extsta_payload_next(&rest, &e), d->probe = e.ssid, d->scanning = true;
        if (d->phase == ALONE || d->phase == ASSOCIATED) d->timer = now;
        return 0;
    case OID_DOT11_DISCONNECT_REQUEST: /* CNX-31, 32: only when connected */
        return d->op && !d->connecting ? (leave(d), 0u) : NDIS_STATUS_INVALID_STATE;
    }
    if (d->op) return NDIS_STATUS_INVALID_STATE; /* STA-04: INIT only */
    if (o->oid == OID_DOT11_CONNECT_REQUEST) {
        d->op = d->connecting = true, d->timer = now;
        return SAY(d, CONNECTION_START, CONNECTION_START, .operation_start.bss_type = 1), 0;
    }
    bool any = extsta_payload_next(&rest, &e); /* of a list; else there is a number */
    uint32_t number = any ? e.number : p.number ? p.number : ~0u, only;
    switch (o->oid) {
    case OID_DOT11_DESIRED_SSID_LIST: d->has_ssid = any, d->ssid = e.ssid; return 0;
    case OID_DOT11_DESIRED_BSSID_LIST: d->bssid = e.address; return 0;
    case OID_DOT11_CURRENT_OPERATION_MODE: only = DOT11_OPERATION_MODE_EXTENSIBLE_STATION; break;
    case OID_DOT11_DESIRED_BSS_TYPE: only = dot11_BSS_type_infrastructure; break;
    case OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM: only = DOT11_AUTH_ALGO_80211_OPEN; break;
    case OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM:
    case OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM: only = DOT11_CIPHER_ALGO_NONE; break;
    default: return NDIS_STATUS_NOT_SUPPORTED;
    }
    return number == only ? 0 : NDIS_STATUS_INVALID_DATA;
}
static void *make(const struct extsta_driver_site *site)
{
    struct driver *d = site->services->alloc(site->station, sizeof *d);
    return d ? (d->site = *site, d->own = site->address, memset(&d->bssid, 0xff, 6), d) : NULL;
}
static const struct extsta_driver_ops ops = {.name = "example", .oid = on_oid,
    .send = send_packets, .rx = rx, .expire = expire, .deadline = deadline};
EXTSTA_DRIVER(&ops, make);
