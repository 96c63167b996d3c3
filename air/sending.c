/* What a frame asks for, and how long it takes: acknowledgement, RTS, rate, the times of its
 * exchange (IEEE 802.11-2020 9.2.5, 10.3.2.9, 10.3.2.11). exchange.c and serial.c plan with
 * it. */
#include "sending.h"
#include "base/bytes.h"
#include "propagation.h"
#include "wire/frame.h"

#define DURATION_MAX 32767u

struct extsta_mac sending_address(const struct sending *s, size_t offset)
{
    struct extsta_mac mac = {{0}};
    if (s->len >= offset + 6) {
        memcpy(mac.b, s->bytes + offset, 6);
    }
    return mac;
}

static bool is_control(const struct sending *s)
{
    return (s->bytes[0] & 0x0cu) == 0x04;
}

static bool is_ps_poll(const struct sending *s)
{
    return (s->bytes[0] & 0xfcu) == FRAME_PS_POLL;
}

bool sending_wants_ack(const struct sending *s)
{
    if (s->len < REPLY_LEN || (s->bytes[4] & 1) || (s->meta.flags & EXTSTA_TX_NO_ACK)) {
        return false;
    }
    return !is_control(s) || is_ps_poll(s);
}

bool sending_wants_rts(const struct sending *s)
{
    return (s->meta.flags & EXTSTA_TX_RTS) && !s->group && s->len >= RTS_LEN;
}

/* The first of so many rates, fastest first, that is received with 3 dB to spare; else `base`.
 */
static uint16_t fastest(const struct air *air, const uint16_t *rates, size_t count,
                        double signal, uint16_t base)
{
    for (size_t i = 0; i < count; i++) {
        if (air_sensitivity(rates[i], air->config.noise_floor_dbm) + 3.0 <= signal) {
            return rates[i];
        }
    }
    return base;
}

/* The radio's choice: the lowest mandatory rate, except for data to a known receiver,
 * which gets the fastest rate with 3 dB to spare (a rate control that has learnt), as
 * long as it is not being retried often. */
uint16_t sending_choose_rate(const struct sending *s)
{
    if (s->meta.rate) {
        return s->meta.rate;
    }
    uint16_t mhz = s->channel->freq, base = mhz < 3000 ? 2 : 12;
    struct air *air = s->node->air;
    if (s->group || (s->bytes[0] & 0x0c) != 0x08 || s->failures > 2) {
        return base;
    }
    struct air_node *to = medium_find(air, sending_address(s, 4));
    if (!to) {
        return base;
    }
    double signal = to->channel == s->channel
                        ? propagation_heard(to, s->node)
                        : propagation_signal(air, s->node, propagation_position(to, air->now),
                                             to->id, s->channel->reference);
    static const uint16_t ofdm[] = {108, 96, 72, 48, 36, 24, 18, 12}, dsss[] = {22, 11, 4};
    bool old = (s->node->flags | to->flags) & AIR_NODE_DSSS;
    return fastest(air, old ? dsss : ofdm, old ? 3 : 8, signal, base);
}

/* --- times --- */

/* Of a control frame of the exchange. */
static uint32_t control_time(const struct sending *s, size_t len)
{
    return air_airtime(s->channel->freq, propagation_ack_rate(s->rate), len);
}

uint32_t sending_airtime(const struct sending *s)
{
    return air_airtime(s->channel->freq, s->rate, s->len);
}

uint32_t sending_rts_time(const struct sending *s)
{
    return control_time(s, RTS_LEN);
}

uint32_t sending_cts_time(const struct sending *s)
{
    return control_time(s, REPLY_LEN);
}

uint32_t sending_ack_time(const struct sending *s)
{
    return s->group ? 0 : s->channel->phy.sifs + control_time(s, REPLY_LEN);
}

/* 10.3.2.9, 10.3.2.11: aSIFSTime + aSlotTime + aRxPHYStartDelay. */
uint32_t sending_patience(const struct sending *s)
{
    const struct channel *c = s->channel;
    return c->phy.sifs + c->phy.slot +
           propagation_start_delay(c->freq, propagation_ack_rate(s->rate));
}

uint16_t sending_rts_duration(const struct sending *s)
{
    uint32_t rest = 2 * s->channel->phy.sifs + sending_cts_time(s) + sending_airtime(s) +
                    sending_ack_time(s);
    return (uint16_t)(rest < DURATION_MAX ? rest : DURATION_MAX);
}

/* 9.2.5: the time that the exchange still takes after this frame. Control frames come with
 * theirs, and so does what a stranger injects. */
void sending_write_duration(struct sending *s)
{
    if (!is_control(s) && !s->node->passing && s->len >= REPLY_LEN) {
        put_le16(s->bytes + 2, (uint16_t)sending_ack_time(s));
    }
}

#define TIMESTAMP_AT 24u /* behind the MAC header */

/* 11.1.3.1: of its first bit. It was that of when the frame was given to the radio, or was
 * tried before. */
void sending_write_timestamp(struct sending *s)
{
    extsta_time now = s->node->air->now;
    if (!(s->meta.flags & EXTSTA_TX_TIMESTAMP) || s->len < TIMESTAMP_AT + 8) {
        return;
    }
    /* airtime without an FCS, which air_airtime counts */
    extsta_time until =
        s->stamped ? 0 : air_airtime(s->channel->freq, s->rate, TIMESTAMP_AT - 4);
    until += now - (s->stamped ? s->stamped : s->queued);
    put_le64(s->bytes + TIMESTAMP_AT, get_le64(s->bytes + TIMESTAMP_AT) + until);
    s->stamped = now;
}

/* 9.2.5.1: a PS-Poll carries the AID there, and implies its acknowledgement. */
uint32_t sending_duration(const struct sending *s)
{
    uint32_t value = s->len >= 4 ? get_le16(s->bytes + 2) : 0;
    return value <= DURATION_MAX ? value : is_ps_poll(s) ? sending_ack_time(s) : 0;
}

void sending_count_try(struct sending *s)
{
    bool again = s->attempt++ > 0;
    s->node->air->stats.retries += again;
    s->channel->stats.retries += again;
}

void sending_count_failure(struct sending *s)
{
    if (s->failures < UINT8_MAX) {
        s->failures++;
    }
}

extsta_time sending_lifetime_end(const struct sending *s)
{
    return s->meta.lifetime ? s->queued + s->meta.lifetime : EXTSTA_NEVER;
}

bool sending_arm(struct sending *s, enum event_kind kind, extsta_time when)
{
    s->event.kind = kind;
    bool armed = timerq_set(&s->node->air->radio, &s->event.timer, when);
    s->node->air->stats.no_memory += !armed;
    return armed;
}
