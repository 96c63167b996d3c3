/* See hwsim_window.h. hostapd has a socket for management frames, one for events (a station is
 * known, a frame was acknowledged), one for EAPOL, and reads one of each in turn. Each stage of
 * a place is ended by a frame that shows that one of these sockets has been read so far. */
#include "hwsim_window.h"
#include <string.h>

/* First octets of Frame Control. */
enum {
    ASSOCIATION_REQUEST = 0x00,
    ASSOCIATION_RESPONSE = 0x10,
    REASSOCIATION_REQUEST = 0x20,
    REASSOCIATION_RESPONSE = 0x30,
    PROBE_REQUEST = 0x40,
    PROBE_RESPONSE = 0x50,
    DISASSOCIATION = 0xa0,
    AUTHENTICATION = 0xb0,
    DEAUTHENTICATION = 0xc0,
};
#define TYPE_MASK 0x0cu
#define TYPE_DATA 0x08u
#define QOS_DATA  0x80u /* subtype bit of a data frame: two octets more */
#define PROTECTED 0x40u /* second octet of Frame Control */
#define HEADER    24u   /* without QoS control */
#define PRIVACY   0x10u /* capability, first octet */

bool hwsim_window_is_request(struct extsta_span frame)
{
    uint8_t kind = frame.len < HEADER ? DEAUTHENTICATION : frame.data[0];
    return kind == PROBE_REQUEST || kind == AUTHENTICATION || kind == ASSOCIATION_REQUEST ||
           kind == REASSOCIATION_REQUEST;
}

/* Its index, or count. */
static size_t find(const struct hwsim_window *w, struct extsta_mac station)
{
    size_t i = 0;
    while (i < w->count && memcmp(w->askers[i].station.b, station.b, sizeof station.b) != 0) {
        i++;
    }
    return i;
}

static void remove_at(struct hwsim_window *w, size_t i)
{
    w->askers[i] = w->askers[--w->count];
}

static bool anybody_waits(const struct hwsim_window *w)
{
    for (size_t i = 0; i < w->count; i++) {
        if (w->askers[i].stage != HWSIM_STAGE_REST) {
            return true;
        }
    }
    return false;
}

bool hwsim_window_has_room(const struct hwsim_window *w, struct extsta_mac station)
{
    return w->count < HWSIM_ASKERS || find(w, station) < w->count;
}

/* Somebody tries whenever a frame comes from the radio, and there are ten beacons in a second.
 */
#define STILL (150u * 1000u)

void hwsim_window_refused(struct hwsim_window *w, extsta_time now)
{
    if (w->full + STILL < now || w->full == 0) {
        w->crowded = now;
    }
    w->full = now;
}

extsta_time hwsim_window_busy(const struct hwsim_window *w, extsta_time now, extsta_time since)
{
    extsta_time end = w->full + STILL < now ? w->full : now;
    extsta_time begin = w->crowded > since ? w->crowded : since;
    return w->full != 0 && begin < end ? end - begin : 0;
}

void hwsim_window_enter(struct hwsim_window *w, extsta_time now, struct extsta_mac station,
                        struct extsta_span frame)
{
    size_t i = find(w, station);
    if (i == HWSIM_ASKERS) {
        return;
    }
    if (!anybody_waits(w)) {
        w->silent = now;
    }
    w->patience = w->patience ? w->patience : HWSIM_SILENCE_FIRST;
    w->count += i == w->count;
    w->askers[i] = (struct hwsim_asker){.station = station,
                                        .stage = HWSIM_STAGE_ANSWER,
                                        .probe = frame.data[0] == PROBE_REQUEST,
                                        .turn = ++w->turns};
}

/* The stage of this one is over: it is so for all who began it earlier, whatever has become of
 * them. Its place waits for the next, if there is one; when that is a rest, for so long. */
static void stage_is_over(struct hwsim_window *w, extsta_time now, size_t i,
                          const enum hwsim_stage *next, extsta_time rest)
{
    struct hwsim_asker *a = &w->askers[i], was = *a;
    w->silent = now;
    w->patience = HWSIM_SILENCE_FIRST;
    if (next) {
        a->stage = *next;
        a->turn = ++w->turns;
        a->rest = now + rest;
    } else {
        remove_at(w, i);
    }
    for (size_t k = w->count; k-- > 0;) {
        if (w->askers[k].stage == was.stage && w->askers[k].turn < was.turn) {
            remove_at(w, k);
        }
    }
}

/* An Authentication or (Re)Association Response. A refusal ends the asking. */
static void response(struct hwsim_window *w, extsta_time now, size_t i,
                     struct extsta_span frame)
{
    static const enum hwsim_stage rest = HWSIM_STAGE_REST, handshake = HWSIM_STAGE_HANDSHAKE;
    const uint8_t *body = frame.data + HEADER;
    bool authentication = frame.data[0] == AUTHENTICATION;
    size_t at = authentication ? 4 : 2; /* of the status */
    bool well = frame.len >= HEADER + at + 2 && body[at] == 0 && body[at + 1] == 0;
    bool keys = well && !authentication && (body[0] & PRIVACY) != 0;
    if (w->askers[i].stage == HWSIM_STAGE_ANSWER && !w->askers[i].probe) {
        stage_is_over(w, now, i,
                      keys   ? &handshake
                      : well ? &rest
                             : NULL,
                      authentication ? HWSIM_NEXT : HWSIM_REST);
    }
}

/* An EAPOL-Key frame without MIC. */
static bool is_message_1(struct extsta_span frame)
{
    static const uint8_t eapol[] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e};
    size_t at = HEADER + ((frame.data[0] & QOS_DATA) ? 2 : 0);
    const uint8_t *body =
        frame.data + at + sizeof eapol; /* version, type, length, kind, info */
    return (frame.data[1] & PROTECTED) == 0 && frame.len >= at + sizeof eapol + 7 &&
           memcmp(frame.data + at, eapol, sizeof eapol) == 0 && body[1] == 3 &&
           (body[5] & 1) == 0;
}

/* Data: message 1 once, or the station is through. One that is repeated waits for something
 * that does not come, and not for hostapd. */
static void data(struct hwsim_window *w, extsta_time now, size_t i, struct extsta_span frame)
{
    static const enum hwsim_stage keys = HWSIM_STAGE_KEYS;
    bool first = w->askers[i].stage == HWSIM_STAGE_HANDSHAKE && is_message_1(frame);
    stage_is_over(w, now, i, first ? &keys : NULL, 0);
}

void hwsim_window_answered(struct hwsim_window *w, extsta_time now, struct extsta_span frame)
{
    if (frame.len < HEADER) {
        return;
    }
    struct extsta_mac to;
    memcpy(to.b, frame.data + 4, sizeof to.b);
    uint8_t kind = frame.data[0];
    if ((to.b[0] & 1) != 0) {
        if (kind == DEAUTHENTICATION) {
            w->count = 0; /* all are thrown out: what was asked before is void */
        }
        return;
    }
    size_t i = find(w, to);
    if (i == w->count) {
        return;
    }
    if (kind == AUTHENTICATION || kind == ASSOCIATION_RESPONSE ||
        kind == REASSOCIATION_RESPONSE) {
        response(w, now, i, frame);
    } else if ((kind & TYPE_MASK) == TYPE_DATA) {
        data(w, now, i, frame);
    } else if (kind == DEAUTHENTICATION || kind == DISASSOCIATION ||
               (kind == PROBE_RESPONSE && w->askers[i].probe)) {
        stage_is_over(w, now, i, NULL, 0);
    }
}

size_t hwsim_window_expire(struct hwsim_window *w, extsta_time now)
{
    bool silent = anybody_waits(w) && w->silent + w->patience <= now;
    size_t unheard = 0;
    for (size_t i = w->count; i-- > 0;) {
        bool rests = w->askers[i].stage == HWSIM_STAGE_REST;
        if (rests ? w->askers[i].rest <= now : silent) {
            unheard += !rests;
            remove_at(w, i);
        }
    }
    if (silent) {
        w->silent = now;
        w->patience =
            w->patience < HWSIM_SILENCE_MOST / 2 ? w->patience * 2 : HWSIM_SILENCE_MOST;
    }
    return unheard;
}

extsta_time hwsim_window_deadline(const struct hwsim_window *w)
{
    extsta_time first = anybody_waits(w) ? w->silent + w->patience : EXTSTA_NEVER;
    for (size_t i = 0; i < w->count; i++) {
        const struct hwsim_asker *a = &w->askers[i];
        if (a->stage == HWSIM_STAGE_REST && a->rest < first) {
            first = a->rest;
        }
    }
    return first;
}
