/* The scripted access point: making it, its place on the air (ap_node_ops: what it hears, when
 * it wakes), its clock, and what a script can tell it. ap.h says how the other files hang
 * together. */
#include "ap.h"
#include "base/mac.h"
#include "base/wipe.h"

const char *apsim_event_name(enum apsim_event_type type)
{
    static const char *const names[] = {
        [APSIM_AUTHENTICATED] = "authenticated",
        [APSIM_ASSOCIATED] = "associated",
        [APSIM_AUTHORIZED] = "authorized",
        [APSIM_HANDSHAKE_FAILED] = "handshake-failed",
        [APSIM_EAPOL_MIC] = "eapol-mic",
        [APSIM_GROUP_REKEYED] = "group-rekeyed",
        [APSIM_LEFT] = "left",
        [APSIM_REMOVED] = "removed",
        [APSIM_ROAMED] = "roamed",
        [APSIM_CLASS_ERROR] = "class-error",
        [APSIM_SA_QUERY] = "sa-query",
        [APSIM_SA_ANSWERED] = "sa-answered",
        [APSIM_SA_UNANSWERED] = "sa-unanswered",
        [APSIM_OTHER_CHANNEL] = "other-channel",
        [APSIM_MIC_REPORT] = "mic-report",
        [APSIM_EAP_ACCEPTED] = "eap-accepted",
        [APSIM_EAP_REFUSED] = "eap-refused",
        [APSIM_BTM_RESPONSE] = "btm-response",
        [APSIM_BTM_QUERY] = "btm-query",
        [APSIM_NEIGHBOR_REQUEST] = "neighbor-request",
        [APSIM_BEACON_REPORT] = "beacon-report",
    };
    return (size_t)type < sizeof names / sizeof *names ? names[type] : "?";
}

void ap_tell(struct apsim *ap, enum apsim_event_type type, struct extsta_mac station,
             uint16_t code, uint16_t aid)
{
    ap_tell_event(
        ap, &(struct apsim_event){.type = type, .station = station, .code = code, .aid = aid});
}

void ap_tell_event(struct apsim *ap, const struct apsim_event *event)
{
    if (ap->config.observe) {
        ap->config.observe(ap->config.user, ap, ap->air->now, event);
    }
}

/* One stream per BSSID: another AP in the scenario does not change what this one draws. */
void ap_random(struct apsim *ap, uint8_t *out, size_t len)
{
    context_random(ap->air->ctx, mac_to_u64(ap->config.bssid), out, len);
}

/* By type, to the file that knows about it. An AP that is off hears nothing. */
static void ap_rx(void *user, extsta_time now, const struct extsta_rx_frame *frames,
                  size_t count)
{
    struct apsim *ap = user;
    for (size_t i = 0; i < count && ap->on; i++) {
        struct frame f;
        enum extsta_drop drop;
        if ((frames[i].meta.flags & EXTSTA_RX_FCS_BAD) ||
            !frame_parse(frames[i].bytes, &f, &drop) || mac_is_group(f.addr2)) {
            continue;
        }
        int8_t signal = frames[i].meta.signal;
        if (frame_type(&f) == FRAME_MANAGEMENT) {
            if (!input_mgmt(ap, now, &f, signal, frames[i].bytes)) {
                mgmt_rx(ap, now, &f, signal);
            }
        } else if (frame_type(&f) == FRAME_DATA) {
            data_rx(ap, now, &f, signal);
        } else if (frame_kind(&f) == FRAME_PS_POLL && mac_equal(f.addr1, ap->config.bssid)) {
            struct client *c = client_find(ap, f.addr2);
            if (c && client_associated(c)) {
                tx_ps_poll(c);
            }
        }
    }
}

/* All timers that are due. Each is taken out before it is carried out: the client it is part of
 * may be freed by that. */
static void ap_expire(void *user, extsta_time now)
{
    struct apsim *ap = user;
    struct timerq_entry *first;
    while ((first = timerq_first(&ap->timers)) != NULL && first->when <= now) {
        timerq_remove(&ap->timers, first);
        if (first == &ap->beacon) {
            beacon_send(ap, now);
        } else if (first == &ap->rekey) {
            if (!timerq_set(&ap->timers, &ap->rekey, now + ap->config.group_rekey)) {
                ap->air->stats.no_memory++;
            }
            security_rekey_group(ap, now);
        } else if (first == &ap->input.timer) {
            input_expire(ap, now);
        } else {
            client_expire(list_entry(first, struct client, timer), now);
        }
    }
}

static extsta_time ap_deadline(void *user)
{
    const struct apsim *ap = user;
    const struct timerq_entry *first = timerq_first(&ap->timers);
    return first && ap->on ? first->when : EXTSTA_NEVER;
}

const struct air_node_ops ap_node_ops = {
    .name = "ap",
    .rx = ap_rx,
    .tx_status = ap_queue_outcome,
    .tx_started = ap_queue_started,
    .expire = ap_expire,
    .deadline = ap_deadline,
};

static void set_rates(struct apsim *ap, const struct apsim_config *c)
{
    /* 1, 2, 5.5, 11 basic, then OFDM; at 5 GHz 6, 12, 24 basic. */
    static const uint8_t erp[] = {0x82, 0x84, 0x8b, 0x96, 0x0c, 0x12,
                                  0x18, 0x24, 0x30, 0x48, 0x60, 0x6c};
    static const uint8_t ofdm[] = {0x8c, 0x12, 0x98, 0x24, 0xb0, 0x48, 0x60, 0x6c};
    const uint8_t *rates = c->rates;
    size_t count = c->rate_count;
    if (!rates) {
        rates = c->freq < 3000 ? erp : ofdm;
        count = c->freq < 3000 ? sizeof erp : sizeof ofdm;
    }
    ap->rate_count = (uint8_t)(count < sizeof ap->rates ? count : sizeof ap->rates);
    memcpy(ap->rates, rates, ap->rate_count);
    for (uint8_t i = 0; i < ap->rate_count; i++) {
        uint8_t rate = ap->rates[i] & 0x7f;
        if ((ap->rates[i] & 0x80) && (!ap->lowest_rate || rate < ap->lowest_rate)) {
            ap->lowest_rate = rate; /* none is basic: 0, the radio's choice */
        }
    }
    if (ap->rate_count + 2u <= sizeof ap->rates) {
        ap->rate_count += phy_write_membership(ap, ap->rates + ap->rate_count);
    }
    ap->config.rates = NULL;
}

/* Beacons at the TBTTs of a TSF that began at a random moment, so that the APs of a
 * scenario do not beacon in step. */
static bool start_clock(struct apsim *ap)
{
    uint8_t random[4];
    ap_random(ap, random, sizeof random);
    uint32_t offset = get_le32(random); /* one seed is one run, on every machine */
    extsta_time interval = (extsta_time)ap->interval * EXTSTA_TU;
    ap->tsf_epoch = ap->air->now - offset % interval - interval;
    bool ok = timerq_set(&ap->timers, &ap->beacon, ap->air->now + interval - offset % interval);
    if (ap->config.group_rekey && security_is_keyed(ap)) {
        ok &= timerq_set(&ap->timers, &ap->rekey, ap->air->now + ap->config.group_rekey);
    }
    return ok;
}

/* What can fail. A false leaves it to apsim_free to undo what there is. */
static bool build(struct apsim *ap, const struct apsim_config *config)
{
    ap->config = *config;
    ap->interval = config->beacon_interval ? config->beacon_interval : 100;
    ap->config.dtim_period = config->dtim_period ? config->dtim_period : 2;
    ap->mute = config->mute;
    ap->on = !config->off;
    set_rates(ap, config);
    if (!security_init(ap)) {
        return false;
    }
    if (config->rsne.data) {
        apsim_set_rsne(ap, config->rsne);
    }
    apsim_set_extra(ap, config->extra_elements);
    ap->node = air_node_new(ap->air, &(struct air_node_config){.ops = &ap_node_ops,
                                                               .user = ap,
                                                               .address = config->bssid,
                                                               .position = config->position,
                                                               .freq = config->freq,
                                                               .flags = AIR_NODE_AP,
                                                               .tx_power = config->tx_power});
    if (!ap->node || !start_clock(ap)) {
        return false;
    }
    air_node_set_on(ap->node, ap->on);
    air_node_wake(ap->node);
    return true;
}

struct apsim *apsim_new(struct air *air, const struct apsim_config *config)
{
    if (!config->freq || config->ssid_len > 32 || mac_is_zero(config->bssid) ||
        mac_is_group(config->bssid) ||
        !memchr(config->passphrase, 0, sizeof config->passphrase) ||
        (config->phy != APSIM_PHY_LEGACY && !config->wmm) ||
        config->require_phy > config->phy) {
        return NULL;
    }
    struct apsim *ap = pool_zalloc(air->pool, sizeof *ap);
    if (!ap) {
        return NULL;
    }
    ap->air = air;
    ap->pool = air->pool;
    list_init(&ap->clients);
    list_init(&ap->held);
    list_init(&ap->refusals);
    list_init(&ap->in_ds);
    list_init(&ap->rekeying);
    timerq_init(&ap->timers, air->pool);
    macmap_init(&ap->by_mac, air->ctx);
    ap->aids[0] = 1; /* there is no AID 0 */
    ap_queue_init(ap);
    answer_init(ap);
    input_init(ap);
    if (!build(ap, config)) {
        apsim_free(ap);
        return NULL;
    }
    ds_join(ap);
    return ap;
}

/* All clients forgotten, without a word. */
static void forget_clients(struct apsim *ap)
{
    list_for_each_safe(it, &ap->clients)
    {
        client_remove(list_entry(it, struct client, link));
    }
    tx_drop_group(ap);
}

void apsim_free(struct apsim *ap)
{
    if (!ap) {
        return;
    }
    forget_clients(ap);
    ds_leave(ap);
    list_for_each_safe(it, &ap->refusals)
    {
        struct refusal *r = list_entry(it, struct refusal, link);
        list_remove(it);
        pool_release(ap->pool, r, sizeof *r);
    }
    answer_destroy(ap);
    input_forget(ap);
    air_node_free(ap->node);
    ap_queue_destroy(ap);
    security_destroy(ap);
    macmap_destroy(&ap->by_mac);
    timerq_destroy(&ap->timers);
    pool_release(ap->pool, ap, sizeof *ap);
}

struct air_node *apsim_node(struct apsim *ap)
{
    return ap->node;
}

struct extsta_mac apsim_bssid(const struct apsim *ap)
{
    return ap->config.bssid;
}

void apsim_mute(struct apsim *ap, uint32_t mute)
{
    ap->mute = mute;
}

/* Off is silence: no goodbye, and clients keep believing in it. Timers stand still; what is
 * overdue is made up for when it is back: a beacon at once, then at the TBTTs again. */
void apsim_set_on(struct apsim *ap, bool on, bool forget)
{
    if (forget) {
        forget_clients(ap);
        apsim_forget_pmks(ap);
    }
    if (!on) {
        answer_forget(ap);
        input_forget(ap);
    }
    ap->on = on;
    air_node_set_on(ap->node, on);
    air_node_wake(ap->node);
}

void apsim_set_extra(struct apsim *ap, struct extsta_span elements)
{
    ap->extra_len =
        (uint16_t)(elements.len < sizeof ap->extra ? elements.len : sizeof ap->extra);
    if (ap->extra_len) {
        memcpy(ap->extra, elements.data, ap->extra_len);
    }
    ap->config.extra_elements = span(NULL, 0);
}

void apsim_set_rsne(struct apsim *ap, struct extsta_span rsne)
{
    ap->rsne_len = (uint8_t)(rsne.len < 255 ? rsne.len : 255);
    if (ap->rsne_len) {
        memcpy(ap->rsne, rsne.data, ap->rsne_len);
    }
    ap->config.rsne = span(NULL, 0);
}

void apsim_set_freq(struct apsim *ap, uint16_t freq)
{
    if (freq) {
        ap->config.freq = freq;
        air_node_tune(ap->node, freq);
        pmf_moved(ap);
    }
}
