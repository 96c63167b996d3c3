/* A whole station, both halves, on virtual air with two access points that work, while the
 * input decides what is done to it: its users' calls, OID requests with hostile buffers,
 * frames of any kind, frames of the access points changed and repeated, losses, power,
 * extensions, and memory that is refused. The cooperating access points take it into the deep
 * states; station_oracle.h says what must hold there.
 *
 * Octet 0: options, octet 1: seed. Then records: operation, argument, length, octets. */
#include "fuzz.h"
#include "station_oracle.h"
#include <extsta/apsim.h>
#include <extsta/ihv.h>
#include <extsta/private_oid.h>

#define OPT_SECURE   0x01u
#define OPT_MINIPORT 0x02u /* manages the port */
#define OPT_IHV      0x04u
#define OPT_DETACHED 0x08u
#define OPT_HUNGRY   0x10u /* allocations may be refused */
#define OPT_PMF      0x20u /* management frames are protected; with some seeds Beacons, too */
#define KEPT         4u

static const struct extsta_mac own = {{2, 0, 0, 0, 0, 1}};
static const uint8_t pmk[32] = "thirty-two octets for everybody";

/* Memory that is counted, and refused when told to. */
struct memory {
    size_t blocks;
    uint32_t refuse_in; /* 0: never */
    uint32_t refuse_for;
    bool refused;
};

struct world {
    struct memory memory;
    struct air_random random;
    struct extsta_context *ctx, *outside;
    struct air *air;
    struct apsim_ds *ds;
    struct apsim *ap[2];
    struct air_node *node;
    struct extsta_station *sta;
    struct extsta_profile profile;
    struct oracle oracle;
    struct {
        uint8_t bytes[512];
        size_t len;
    } kept[KEPT]; /* of the access points, the last */
    size_t kept_next;
    uint32_t ihv_call, ihv_session;
    uint32_t packet; /* last received, not yet returned */
    bool secure, injecting;
};

static void *take(void *user, size_t size)
{
    struct memory *m = user;
    if (m->refuse_in && --m->refuse_in == 0) {
        m->refused = true;
        m->refuse_in = m->refuse_for > 0 ? 1 : 0;
        m->refuse_for -= m->refuse_for > 0;
        return NULL;
    }
    m->blocks++;
    return malloc(size);
}
static void give(void *user, void *block, size_t size)
{
    struct memory *m = user;
    FUZZ_CHECK(m->blocks > 0);
    m->blocks--;
    free(block);
}

/* --- the edge --- */

static void drain(struct world *w)
{
    struct extsta_output out;
    w->oracle.starved |= w->memory.refused;
    while (extsta_next(w->sta, &out)) {
        w->oracle.starved |= w->memory.refused;
        oracle_output(&w->oracle, air_now(w->air), &out);
        if (out.type == EXTSTA_OUT_FRAME) {
            (void)air_send(w->node, out.frame.bytes, &out.frame.meta);
        } else if (out.type == EXTSTA_OUT_TUNE) {
            air_node_tune(w->node, out.tune_freq);
        } else if (out.type == EXTSTA_OUT_IHV) {
            w->ihv_call = out.ihv.call_id;
            w->ihv_session = out.ihv.session;
        } else if (out.type == EXTSTA_OUT_CROSSING &&
                   out.crossing.type == EXTSTA_CROSS_RECEIVE) {
            w->packet = out.crossing.packet.id;
        }
    }
}

static void on_rx(void *user, extsta_time now, const struct extsta_rx_frame *frames,
                  size_t count)
{
    struct world *w = user;
    if (frames->bytes.len <= sizeof w->kept[0].bytes) {
        memcpy(w->kept[w->kept_next].bytes, frames->bytes.data, frames->bytes.len);
        w->kept[w->kept_next].len = frames->bytes.len;
        w->kept_next = (w->kept_next + 1) % KEPT;
    }
    extsta_rx(w->sta, now, frames, count);
    drain(w);
}
static void on_tx_status(void *user, extsta_time now, uint32_t cookie, bool acked,
                         uint8_t tries)
{
    struct world *w = user;
    extsta_tx_status(w->sta, now, cookie, acked, tries);
    drain(w);
}
static void on_expire(void *user, extsta_time now)
{
    struct world *w = user;
    extsta_expire(w->sta, now);
    drain(w);
    FUZZ_CHECK(extsta_deadline(w->sta) > now); /* or time would stand still */
}
static extsta_time on_deadline(void *user)
{
    return extsta_deadline(((struct world *)user)->sta);
}
static const struct air_node_ops ops = {"fuzz", on_rx, on_tx_status, on_expire, on_deadline};

static void acted(struct world *w)
{
    drain(w);
    air_node_wake(w->node);
}

/* --- operations --- */

static void op_run(struct world *w, uint8_t arg, struct extsta_span data)
{
    extsta_time ms = arg < 128 ? arg : (extsta_time)(arg - 127) * 100;
    air_run(w->air, air_now(w->air) + ms * EXTSTA_MS);
}

static void op_connect(struct world *w, uint8_t arg, struct extsta_span data)
{
    struct extsta_profile profiles[2] = {w->profile, w->profile};
    profiles[0].pmk[0] ^= arg & 1; /* a wrong key first */
    profiles[0].ssid[0] ^= arg >> 1 & 1;
    profiles[0].hidden = arg & 4;
    profiles[0].ihv_security = arg & 8 ? "<security/>" : NULL;
    (void)extsta_connect_any(w->sta, air_now(w->air), profiles, arg & 0x10 ? 2 : 1);
    acted(w);
}

static void op_user(struct world *w, uint8_t arg, struct extsta_span data)
{
    extsta_time now = air_now(w->air);
    struct extsta_span ssid = span(data.data, data.len < 40 ? data.len : 40);
    struct extsta_station_status status;
    switch (arg % 8) {
    case 0:
        (void)extsta_disconnect(w->sta, now);
        break;
    case 1:
        (void)extsta_scan(
            w->sta, now,
            &(struct extsta_scan_options){.ssids = &ssid, .ssid_count = data.len > 0});
        break;
    case 2:
        extsta_reset_ex(w->sta, now);
        break;
    case 3:
        extsta_radio_switch(w->sta, now, data.len ? data.data[0] % 4 : UINT32_MAX,
                            data.len > 1);
        break;
    case 4:
        (void)extsta_bss_list(w->sta, now, NULL, NULL);
        break;
    case 5:
        extsta_station_status(w->sta, &status);
        break;
    case 6:
        extsta_tx_status(w->sta, now, data.len ? data.data[0] : 0, data.len & 1,
                         (uint8_t)data.len);
        break;
    case 7:
        extsta_expire(w->sta, now + (data.len ? data.data[0] : 0));
        break;
    }
    acted(w);
}

static void give_frame(struct world *w, uint8_t *bytes, size_t len, uint8_t flags)
{
    struct extsta_rx_frame f = {.bytes = span(bytes, len)};
    f.meta.freq = flags & 1 ? 2412 : air_node_freq(w->node);
    f.meta.signal = -50;
    f.meta.phy = flags >> 1 & 3;
    f.meta.flags = flags >> 4 & 3;
    f.meta.serial = 1;
    extsta_rx(w->sta, air_now(w->air), &f, 1);
    acted(w);
}

static void op_raw(struct world *w, uint8_t arg, struct extsta_span data)
{
    uint8_t bytes[256];
    memcpy(bytes, data.data, data.len);
    give_frame(w, bytes, data.len, arg);
}

/* A frame of an access point to us, its body the input's. */
static void op_from_ap(struct world *w, uint8_t arg, struct extsta_span data)
{
    uint8_t bytes[24 + 256] = {0};
    static const uint8_t kinds[] = {0x10, 0x30, 0x50, 0x80, 0xa0, 0xb0, 0xc0, 0xd0,
                                    0x08, 0x88, 0x48, 0x00, 0x40, 0x84, 0xa4, 0xe4};
    struct extsta_mac ap = apsim_bssid(w->ap[arg >> 4 & 1]);
    bytes[0] = kinds[arg & 15];
    bytes[1] = (bytes[0] & 0x0c) == 8 ? (arg & 0x80 ? 0x42 : 0x02) : 0;
    memcpy(bytes + 4, arg & 0x20 ? (const uint8_t *)"\xff\xff\xff\xff\xff\xff" : own.b, 6);
    memcpy(bytes + 10, ap.b, 6);
    memcpy(bytes + 16, ap.b, 6);
    bytes[22] = (uint8_t)(w->oracle.outputs << 4);
    memcpy(bytes + 24, data.data, data.len);
    give_frame(w, bytes, 24 + data.len, 0);
}

/* A frame that was received, changed: octets are offset and value; the argument cuts it. */
static void op_again(struct world *w, uint8_t arg, struct extsta_span data)
{
    size_t i = (w->kept_next + arg) % KEPT, len = w->kept[i].len;
    uint8_t bytes[sizeof w->kept[0].bytes];
    memcpy(bytes, w->kept[i].bytes, len);
    for (size_t at = 0; at + 1 < data.len; at += 2) {
        if (data.data[at] < len) {
            bytes[data.data[at]] ^= data.data[at + 1];
        }
    }
    len = arg & 0x80 && len ? len - (arg >> 2 & 31) % len : len;
    give_frame(w, bytes, len, 0);
}

static void op_oid(struct world *w, uint8_t arg, struct extsta_span data)
{
    uint8_t buffer[600] = {0};
    uint8_t how = data.len ? data.data[0] : 0;
    struct extsta_span in = data.len ? span(data.data + 1, data.len - 1) : data;
    struct extsta_oid oid = {
        .oid = 0x0D010300u + arg,
        .kind = (enum extsta_oid_kind)(how % 3),
        .request_id = 7,
        .buffer = buffer,
        .in_len = (uint32_t)in.len,
        .out_cap = how >> 2 & 3 ? sizeof buffer : how >> 4,
    };
    static const uint32_t others[] = {0x0001010Eu, 0x00010202u, 0x01010103u, 0xFD010101u};
    if (how >> 6 == 3) {
        oid.oid = others[arg % 4];
    }
    memcpy(buffer, in.data, in.len);
    uint32_t status = extsta_oid(w->sta, air_now(w->air), &oid);
    w->oracle.starved |= w->memory.refused;
    if (status == NDIS_STATUS_SUCCESS) {
        FUZZ_CHECK(oid.bytes_written <= oid.out_cap && oid.bytes_read <= oid.in_len);
    }
    acted(w);
}

static void op_tx(struct world *w, uint8_t arg, struct extsta_span data)
{
    uint8_t frame[14 + 256] = {2, 0, 0, 0, 0, 0xfe, 2, 0, 0, 0, 0, 1, 8, 0};
    memcpy(frame + 14, data.data, data.len);
    size_t len = arg & 0x20 ? data.len : 14 + data.len;
    frame[0] = arg & 0x40 ? 0xff : 2;
    struct extsta_span one[2] = {span(arg & 0x20 ? data.data : frame, len), span(frame, 60)};
    extsta_tx(w->sta, air_now(w->air), one, arg & 0x80 ? 2 : 1, arg & 7);
    acted(w);
}

static void op_packet(struct world *w, uint8_t arg, struct extsta_span data)
{
    struct extsta_packet packet = {.bytes = data, .id = arg};
    packet.send.exemption = arg & 3;
    packet.send.phy_id = arg & 4 ? DOT11_PHY_ID_ANY : arg >> 3;
    if (arg & 0x80) {
        extsta_return_packet(w->sta, air_now(w->air), arg & 0x40 ? w->packet : arg);
    } else {
        extsta_send_packets(w->sta, air_now(w->air), &packet, 1);
    }
    acted(w);
}

static void op_ap(struct world *w, uint8_t arg, struct extsta_span data)
{
    struct apsim *ap = w->ap[arg & 1];
    uint8_t value = data.len ? data.data[0] : 0;
    switch (arg >> 1 & 15) {
    case 0:
        apsim_deauth(ap, value & 1 ? own : mac_broadcast, value);
        break;
    case 1:
        apsim_disassoc(ap, value & 1 ? own : mac_broadcast, value);
        break;
    case 2:
        apsim_set_on(ap, value & 1, value & 2);
        break;
    case 3:
        apsim_mute(ap, value);
        break;
    case 4:
        (void)apsim_refuse(ap, value & 1 ? APSIM_AUTH : APSIM_ASSOC, own, value >> 2,
                           value >> 1 & 1, value);
        break;
    case 5:
        apsim_rekey_group(ap);
        break;
    case 6:
        (void)apsim_rekey_pairwise(ap, own);
        break;
    case 7:
        apsim_set_freq(ap, value & 1 ? 2412 : 2437);
        break;
    case 8:
        apsim_set_extra(ap, data);
        break;
    case 9:
        apsim_set_rsne(ap, data);
        break;
    case 11:
        (void)apsim_sa_query(ap, own);
        break;
    case 10:
        air_node_place(w->node, (struct air_position){(float)value, 0, 0});
        break;
    default: { /* something happens to frames on the way */
        struct air_rule rule = {.kind = (uint16_t)(value & 0x80 ? AIR_ANY_KIND : (unsigned)value << 2),
                                .eapol_message = value & 7,
                                .count = 1u + (arg & 1),
                                .action = (enum air_action)(arg % 5),
                                .delay = 20000,
                                .offset = value,
                                .bits = 1,
                                .length = value};
        (void)air_rule_add(w->air, &rule);
        break;
    }
    }
    acted(w);
}

static void op_ihv(struct world *w, uint8_t arg, struct extsta_span data)
{
    extsta_time now = air_now(w->air);
    uint8_t value = data.len ? data.data[0] : 0;
    struct extsta_mac peer = apsim_bssid(w->ap[value & 1]);
    uint16_t eapol = 0x888e;
    struct extsta_ihv_exemption exemption = {0x888e, value & 3, 3};
    uint8_t out[64];
    uint32_t out_len = sizeof out;
    switch (arg % 12) {
    case 0:
        extsta_ihv_attach(w->sta, now);
        break;
    case 1:
        extsta_ihv_detach(w->sta, now);
        break;
    case 2:
        extsta_ihv_returned(w->sta, now, w->ihv_call, value & 1, 0);
        break;
    case 3:
        (void)extsta_ihv_pre_associate_completion(w->sta, now, w->ihv_session, 0, value & 1);
        break;
    case 4:
        (void)extsta_ihv_post_associate_completion(w->sta, now, w->ihv_session, &peer, 0,
                                                   value & 1);
        break;
    case 5:
        (void)extsta_ihv_send_packet(w->sta, now, data, value);
        break;
    case 6:
        (void)extsta_ihv_set_ethertype_handling(w->sta, now, value, &exemption, value & 1,
                                                &eapol, value >> 1 & 1);
        break;
    case 7:
        (void)extsta_ihv_set_default_key(w->sta, now, data, value & 3);
        break;
    case 8:
        (void)extsta_ihv_set_key_mapping_key(w->sta, now, data);
        break;
    case 9:
        (void)extsta_ihv_set_unicast_cipher(w->sta, now, value);
        (void)extsta_ihv_set_auth_algorithm(w->sta, now, value);
        (void)extsta_ihv_set_multicast_cipher(w->sta, now, value);
        break;
    case 10:
        (void)extsta_ihv_set_default_key_id(w->sta, now, value);
        (void)extsta_ihv_set_exclude_unencrypted(w->sta, now, value & 1);
        break;
    case 11:
        (void)extsta_ihv_nic_specific_extension(w->sta, now, data, out, &out_len);
        break;
    }
    acted(w);
}

static void op_memory(struct world *w, uint8_t arg, struct extsta_span data)
{
    w->memory.refuse_in = 1u + arg;
    w->memory.refuse_for = data.len ? data.data[0] : 0;
}

/* --- the whole --- */

static bool open_world(struct world *w, uint8_t options, uint8_t seed)
{
    struct extsta_memory memory = {take, give, &w->memory};
    struct extsta_random random = {air_random_fill, &w->random};
    /* What is around the station is never refused memory, and its context lives on: making
     * a provider of cryptography takes longer than the rest of a run. */
    static struct memory beside;
    static struct air_random beside_random;
    static struct extsta_context *outside;
    if (!outside) {
        outside = extsta_context_new(&(struct extsta_memory){take, give, &beside},
                                     &(struct extsta_random){air_random_fill, &beside_random});
    }
    beside_random = (struct air_random){.seed = seed};
    w->outside = outside;
    w->random.seed = seed;
    w->secure = options & OPT_SECURE;
    w->ctx = extsta_context_new(&memory, &random);
    w->air = air_new(w->outside, &(struct air_config){.seed = seed});
    w->ds = apsim_ds_new(w->air, &(struct apsim_ds_config){.host_ip = {10, 0, 0, 1}});
    struct apsim_config config = {.ssid = "fuzz",
                                  .ssid_len = 4,
                                  .ds = w->ds,
                                  .wmm = seed & 1,
                                  .security = w->secure ? APSIM_WPA2_PSK : APSIM_OPEN,
                                  .pmf = options & OPT_PMF ? APSIM_PMF_CAPABLE : APSIM_PMF_OFF,
                                  .beacon_protection = seed & 2,
                                  .has_pmk = w->secure};
    (void)apsim_group_mgmt_at(seed >> 2 & 3, &config.group_mgmt);
    memcpy(config.pmk, pmk, sizeof pmk);
    for (uint8_t i = 0; i < 2; i++) {
        config.bssid = (struct extsta_mac){{2, 0, 0, 0, 0xa0, i}};
        config.freq = i ? 2437 : 2412;
        config.position.x = (float)i * 60;
        w->ap[i] = apsim_new(w->air, &config);
    }
    (void)extsta_profile_make(&w->profile, span((const uint8_t *)"fuzz", 4),
                              w->secure ? "eight or more" : NULL);
    if (w->secure) {
        memset(w->profile.passphrase, 0, sizeof w->profile.passphrase);
        w->profile.has_pmk = true;
        memcpy(w->profile.pmk, pmk, sizeof pmk);
        w->profile.manager = options & OPT_IHV        ? EXTSTA_MANAGER_IHV
                             : options & OPT_MINIPORT ? EXTSTA_MANAGER_MINIPORT
                                                      : EXTSTA_MANAGER_OS;
    }
    w->sta =
        extsta_station_new(w->ctx,
                           &(struct extsta_station_config){.id = 1,
                                                           .address = own,
                                                           .radio = &extsta_radio_caps_2ghz,
                                                           .outputs = EXTSTA_OUT_RECORD},
                           0);
    w->oracle.referee = extsta_referee_new(
        w->outside, &(struct extsta_referee_config){
                        .address = own, .phy_count = extsta_radio_caps_2ghz.phy_count});
    w->node = air_node_new(w->air,
                           &(struct air_node_config){
                               .ops = &ops, .user = w, .address = own, .position = {5, 0, 0}});
    FUZZ_CHECK(w->ap[0] && w->ap[1] && w->sta && w->node && w->oracle.referee);
    extsta_referee_hears(w->oracle.referee, true);
    if (options & OPT_IHV) {
        extsta_ihv_attach(w->sta, 0);
    }
    if (options & OPT_DETACHED) {
        drain(w);
        extsta_detach_host(w->sta);
    }
    acted(w);
    return true;
}

static void close_world(struct world *w)
{
    extsta_referee_free(w->oracle.referee);
    air_node_free(w->node);
    extsta_station_free(w->sta);
    apsim_free(w->ap[0]);
    apsim_free(w->ap[1]);
    apsim_ds_free(w->ds);
    air_free(w->air);
    extsta_context_free(w->ctx);
    FUZZ_CHECK(w->memory.blocks == 0); /* nothing leaks, short of memory or not */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const operations[])(struct world *, uint8_t, struct extsta_span) = {
        op_run, op_connect, op_user, op_raw,    op_from_ap, op_again,
        op_oid, op_tx,      op_ap,   op_packet, op_ihv,     op_memory,
    };
    const size_t count = sizeof operations / sizeof operations[0];
    if (size < 2) {
        return 0;
    }
    static struct world w;
    memset(&w, 0, sizeof w);
    struct reader r = reader_of(span(data + 2, size - 2));
    if (!open_world(&w, data[0], data[1])) {
        return 0;
    }
    for (unsigned i = 0; i < 64 && reader_left(&r) >= 3; i++) {
        uint8_t op = reader_u8(&r), arg = reader_u8(&r), len = reader_u8(&r);
        struct extsta_span octets =
            reader_take(&r, len < reader_left(&r) ? len : reader_left(&r));
        if (op % count == 11 && !(data[0] & OPT_HUNGRY)) {
            continue;
        }
        operations[op % count](&w, arg, octets);
    }
    w.memory.refuse_in = 0;
    close_world(&w);
    return 0;
}
