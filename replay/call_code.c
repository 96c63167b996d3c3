/* The arguments of each call, in a recording (entry.h). One description, read in both
 * directions: a function that codes a call has each of its arguments once. */
#include "entry.h"
#include <string.h>

/* Of a reader room for `count` elements, of a writer NULL: each element is coded as a copy. */
#define ROOM(c, count, type)                                                                   \
    ((c)->reading ? (type *)coder_array((c), (count), sizeof(type)) : NULL)

static void take_meta(struct coder *c, struct entry_state *state, struct extsta_rx_meta *meta)
{
    int64_t by = 0;
    code_u16(c, &meta->freq);
    code_i8(c, &meta->signal);
    code_u8(c, &meta->phy);
    code_u16(c, &meta->rate);
    code_u16(c, &meta->flags);
    code_signed(c, &by);
    meta->serial = state->heard.meta.serial + (uint64_t)by;
}

/* How many frames, and one more; 0: one, which is the last one heard but for its signal. */
static void take_rx(struct coder *c, struct entry_state *state, struct extsta_call *call)
{
    size_t count = 0;
    code_count(c, &count, 1);
    call->rx.count = count ? count - 1 : 1;
    struct extsta_rx_frame *to = ROOM(c, call->rx.count, struct extsta_rx_frame);
    if (to && count == 0) {
        *to = state->heard;
        code_i8(c, &to->meta.signal);
        c->failed |= !to->bytes.data;
    }
    for (size_t i = 0; i + 1 < count && !c->failed; i++) {
        take_meta(c, state, &to[i].meta);
        code_shared(c, &to[i].bytes);
        state->heard = to[i];
    }
    call->rx.frames = to;
}

/* Of one transmission each receiver is given the same octets, in the same place; a look at
 * three places of them says that nobody has changed them in between. */
static bool is_again(const struct coder *c, const struct entry_state *state,
                     const struct extsta_rx_frame *frame)
{
    const struct extsta_rx_meta *was = &state->heard.meta, *is = &frame->meta;
    struct extsta_span bytes = frame->bytes;
    if (is->serial == 0 || is->serial != was->serial || bytes.len < 24 ||
        bytes.data != state->heard.bytes.data || bytes.len != state->heard.bytes.len ||
        is->freq != was->freq || is->phy != was->phy || is->rate != was->rate ||
        is->flags != was->flags || c->last == 0) {
        return false;
    }
    const uint8_t *then = c->out + c->last - 1;
    return memcmp(then, bytes.data, 8) == 0 &&
           memcmp(then + bytes.len / 2, bytes.data + bytes.len / 2, 8) == 0 &&
           memcmp(then + bytes.len - 8, bytes.data + bytes.len - 8, 8) == 0;
}

/* The other side of take_rx. */
static void put_rx(struct coder *c, struct entry_state *state, const struct extsta_call *call)
{
    size_t count = call->rx.count;
    const struct extsta_rx_frame *frame = call->rx.frames;
    uint8_t *to = coder_room(c, 2 * CODER_NUMBER);
    if (to && count == 1 && is_again(c, state, frame)) {
        *to++ = 0;
        coder_wrote(c, coder_put(to, (uint8_t)(frame->meta.signal ^ INT8_MIN)));
        return;
    }
    coder_wrote(c, to ? coder_put(to, count + 1) : c->out + c->len);
    for (size_t i = 0; i < count; i++, frame++) {
        const struct extsta_rx_meta *meta = &frame->meta;
        struct extsta_span bytes = frame->bytes;
        to = coder_room(c, 6 * CODER_NUMBER);
        if (!to) {
            return;
        }
        to = coder_put(to, meta->freq);
        to = coder_put(to, (uint8_t)(meta->signal ^ INT8_MIN));
        to = coder_put(to, meta->phy);
        to = coder_put(to, meta->rate);
        to = coder_put(to, meta->flags);
        to = coder_put(to, coder_unsigned((int64_t)(meta->serial - state->heard.meta.serial)));
        coder_wrote(c, to);
        code_shared(c, &bytes);
        state->heard = *frame;
    }
}

bool entry_put_rx(struct coder *c, struct entry_state *state, const struct extsta_call *call)
{
    entry_put_head(c, state, ENTRY_CALL + EXTSTA_CALL_RX, call->station, &call->now);
    put_rx(c, state, call);
    return !c->failed;
}

static void code_rx(struct coder *c, struct entry_state *state, struct extsta_call *call)
{
    if (c->reading) {
        take_rx(c, state, call);
    } else {
        put_rx(c, state, call);
    }
}

/* An array of spans. */
static void code_spans(struct coder *c, const struct extsta_span **spans, size_t *count)
{
    code_count(c, count, 1);
    struct extsta_span *to = ROOM(c, *count, struct extsta_span);
    for (size_t i = 0; i < *count && !c->failed; i++) {
        struct extsta_span s = {0};
        if (!c->reading) {
            s = (*spans)[i];
        }
        code_octets(c, &s);
        if (to) {
            to[i] = s;
        }
    }
    *spans = c->reading ? to : *spans;
}

static void code_connect(struct coder *c, struct extsta_call *call)
{
    code_count(c, &call->connect.count, 64);
    struct extsta_profile *to = ROOM(c, call->connect.count, struct extsta_profile);
    for (size_t i = 0; i < call->connect.count && !c->failed; i++) {
        struct extsta_profile profile = {0};
        if (!c->reading) {
            profile = call->connect.profiles[i];
        }
        entry_code_profile(c, &profile);
        if (to) {
            to[i] = profile;
        }
    }
    call->connect.profiles = c->reading ? to : call->connect.profiles;
}

static void code_scan(struct coder *c, struct extsta_call *call)
{
    bool has = !c->reading && call->scan;
    struct extsta_scan_options options = {0};
    code_bool(c, &has);
    if (!has) {
        call->scan = NULL;
        return;
    }
    if (!c->reading) {
        options = *call->scan;
    }
    code_spans(c, &options.ssids, &options.ssid_count);
    code_count(c, &options.freq_count, 1);
    uint16_t *freqs = ROOM(c, options.freq_count, uint16_t);
    for (size_t i = 0; i < options.freq_count && !c->failed; i++) {
        uint16_t freq = c->reading ? 0 : options.freqs[i];
        code_u16(c, &freq);
        if (freqs) {
            freqs[i] = freq;
        }
    }
    options.freqs = c->reading ? freqs : options.freqs;
    code_fixed(c, options.bssid.b, 6);
    code_bool(c, &options.passive);
    struct extsta_scan_options *to = ROOM(c, 1, struct extsta_scan_options);
    if (to) {
        *to = options;
        call->scan = to;
    }
}

static void code_restore(struct coder *c, struct extsta_call *call)
{
    struct extsta_pmksa p = {0};
    if (!c->reading) {
        p = *call->restore.pmksa;
    }
    code_octets(c, &call->restore.ssid);
    code_fixed(c, p.bssid.b, 6);
    code_u32(c, &p.akm);
    code_number(c, &p.until);
    code_fixed(c, p.pmkid, sizeof p.pmkid);
    code_u8(c, &p.pmk_len);
    code_fixed(c, p.pmk, sizeof p.pmk);
    struct extsta_pmksa *to = ROOM(c, 1, struct extsta_pmksa);
    if (to) {
        *to = p;
        call->restore.pmksa = to;
    }
}

static void code_ignored(struct coder *c, struct extsta_call *call)
{
    code_count(c, &call->ignore.count, 6);
    struct extsta_mac *to = ROOM(c, call->ignore.count, struct extsta_mac);
    for (size_t i = 0; i < call->ignore.count && !c->failed; i++) {
        struct extsta_mac mac = {{0}};
        if (!c->reading) {
            mac = call->ignore.aps[i];
        }
        code_fixed(c, mac.b, 6);
        if (to) {
            to[i] = mac;
        }
    }
    call->ignore.aps = c->reading ? to : call->ignore.aps;
}

#define MAX_ROOM (16u << 20) /* as EXTSTA_DRIVER_MAX_BUFFER */

/* The input, and the room for the output: of a reader one buffer for both. */
static void code_oid(struct coder *c, struct extsta_call *call)
{
    struct extsta_oid oid = {0};
    if (!c->reading) {
        oid = *call->oid;
    }
    struct extsta_span in = {oid.buffer, oid.in_len};
    code_u32(c, &oid.oid);
    oid.kind = (enum extsta_oid_kind)code_enum(c, oid.kind, UINT32_MAX);
    code_u32(c, &oid.request_id);
    code_u32(c, &oid.out_cap);
    code_octets(c, &in);
    if (!c->reading || c->failed) {
        return;
    }
    oid.in_len = (uint32_t)in.len;
    size_t room = in.len > oid.out_cap ? in.len : oid.out_cap;
    if (room > MAX_ROOM) {
        c->failed = true;
        return;
    }
    oid.buffer = coder_array(c, room, 1);
    struct extsta_oid *to = coder_array(c, 1, sizeof *to);
    if (c->failed) {
        return;
    }
    if (in.len) {
        memcpy(oid.buffer, in.data, in.len);
    }
    *to = oid;
    call->oid = to;
}

static void code_packets(struct coder *c, struct extsta_call *call)
{
    code_count(c, &call->send.count, 6);
    struct extsta_packet *to = ROOM(c, call->send.count, struct extsta_packet);
    for (size_t i = 0; i < call->send.count && !c->failed; i++) {
        struct extsta_packet p = {0};
        if (!c->reading) {
            p = call->send.packets[i];
        }
        code_u32(c, &p.id);
        code_u16(c, &p.send.exemption);
        code_u8(c, &p.send.priority);
        code_u32(c, &p.send.phy_id);
        code_octets(c, &p.bytes);
        if (to) {
            to[i] = p;
        }
    }
    call->send.packets = c->reading ? to : call->send.packets;
}

static void code_function(struct coder *c, struct extsta_call *call)
{
    struct extsta_function f = {0};
    if (!c->reading) {
        f = *call->ihv.function;
    }
    f.type = (enum extsta_function_type)code_enum(c, f.type,
                                                  EXTSTA_FUNCTION_PROCESS_SECURITY_PACKET + 1);
    code_u32(c, &f.call_id);
    code_u32(c, &f.session);
    code_fixed(c, f.peer.b, 6);
    code_u32(c, &f.reason);
    code_u32(c, &f.error);
    code_u32(c, &f.value);
    code_number(c, &f.handle);
    code_octets(c, &f.data);
    code_octets(c, &f.ethertypes);
    code_octets(c, &call->ihv.connectivity);
    code_u32(c, &call->ihv.room);
    struct extsta_function *to = ROOM(c, 1, struct extsta_function);
    if (to) {
        *to = f;
        call->ihv.function = to;
    }
}

void entry_code_call(struct coder *c, struct entry_state *state, struct entry *e)
{
    struct extsta_call *call = &e->call;
    int64_t late;
    switch (call->type) {
    case EXTSTA_CALL_NEW:
        entry_code_made(c, e);
        break;
    case EXTSTA_CALL_FORM:
        entry_code_form(c, call);
        break;
    case EXTSTA_CALL_RX:
        code_rx(c, state, call);
        break;
    case EXTSTA_CALL_TX_STATUS:
    case EXTSTA_CALL_TX_STARTED:
        code_u32(c, &call->outcome.cookie);
        code_bool(c, &call->outcome.acked);
        code_u8(c, &call->outcome.tries);
        break;
    case EXTSTA_CALL_MEDIUM:
        code_number(c, &call->medium.since);
        code_number(c, &call->medium.busy);
        break;
    case EXTSTA_CALL_RADIO_SWITCH:
        code_u32(c, &call->radio_switch.phy_id);
        code_bool(c, &call->radio_switch.on);
        break;
    case EXTSTA_CALL_DRIVER_EVENT:
    case EXTSTA_CALL_NEIGHBOR_REQUEST:
    case EXTSTA_CALL_ASSOC_ELEMENTS:
        code_octets(c, &call->octets);
        break;
    case EXTSTA_CALL_TX:
        code_spans(c, &call->tx.frames, &call->tx.count);
        code_u8(c, &call->tx.priority);
        break;
    case EXTSTA_CALL_CONNECT:
        code_connect(c, call);
        break;
    case EXTSTA_CALL_SCAN:
        code_scan(c, call);
        break;
    case EXTSTA_CALL_IGNORE:
        code_ignored(c, call);
        break;
    case EXTSTA_CALL_PMKSA_RESTORE:
        code_restore(c, call);
        break;
    case EXTSTA_CALL_OID:
        code_oid(c, call);
        break;
    case EXTSTA_CALL_SEND_PACKETS:
        code_packets(c, call);
        break;
    case EXTSTA_CALL_ROAM:
    case EXTSTA_CALL_ROAM_OVER_DS:
        code_fixed(c, call->bssid.b, 6);
        break;
    case EXTSTA_CALL_EXPIRE:
        late = (int64_t)(call->now - call->deadline);
        code_signed(c, &late);
        call->deadline = call->now - (uint64_t)late;
        break;
    case EXTSTA_CALL_POWER_PROFILE:
    case EXTSTA_CALL_RETURN_PACKET:
    case EXTSTA_CALL_OUTPUTS:
    case EXTSTA_CALL_BTM_QUERY:
    case EXTSTA_CALL_NEIGHBOR_REPORT:
    case EXTSTA_CALL_KEY_REQUEST:
        code_u32(c, &call->value);
        break;
    case EXTSTA_CALL_FREE:
    case EXTSTA_CALL_DISCONNECT:
    case EXTSTA_CALL_SCAN_ABORT:
    case EXTSTA_CALL_PMKSA_FLUSH:
    case EXTSTA_CALL_RESET_EX:
    case EXTSTA_CALL_RESTART:
    case EXTSTA_CALL_DETACH_HOST:
    case EXTSTA_CALL_BSS_LIST:
    case EXTSTA_CALL_KEYS:
    case EXTSTA_CALL_IHV_ATTACH:
    case EXTSTA_CALL_IHV_DETACH:
    case EXTSTA_CALLS:
        break;
    case EXTSTA_CALL_IHV_REFUSED:
    case EXTSTA_CALL_IHV_RETURNED:
    case EXTSTA_CALL_IHV_PRE_ASSOCIATE_COMPLETION:
    case EXTSTA_CALL_IHV_POST_ASSOCIATE_COMPLETION:
    case EXTSTA_CALL_IHV_SEND_PACKET:
    case EXTSTA_CALL_IHV_SET_ETHERTYPE_HANDLING:
    case EXTSTA_CALL_IHV_SET_AUTH_ALGORITHM:
    case EXTSTA_CALL_IHV_SET_UNICAST_CIPHER_ALGORITHM:
    case EXTSTA_CALL_IHV_SET_MULTICAST_CIPHER_ALGORITHM:
    case EXTSTA_CALL_IHV_SET_DEFAULT_KEY:
    case EXTSTA_CALL_IHV_SET_KEY_MAPPING_KEY:
    case EXTSTA_CALL_IHV_SET_DEFAULT_KEY_ID:
    case EXTSTA_CALL_IHV_SET_EXCLUDE_UNENCRYPTED:
    case EXTSTA_CALL_IHV_NIC_SPECIFIC_EXTENSION:
    case EXTSTA_CALL_IHV_SET_PROFILE_CUSTOM_USER_DATA:
    case EXTSTA_CALL_IHV_GET_PROFILE_CUSTOM_USER_DATA:
    case EXTSTA_CALL_IHV_SET_CURRENT_PROFILE:
    case EXTSTA_CALL_IHV_START_ONEX:
    case EXTSTA_CALL_IHV_STOP_ONEX:
    case EXTSTA_CALL_IHV_PROCESS_SECURITY_PACKET:
        code_function(c, call);
        break;
    }
}
