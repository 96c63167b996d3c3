/* What a driver that is not our own says by itself (foreign.h): outputs, taken or refused, and
 * the faults of a driver, kept until somebody takes them. */
#include "base/names.h"
#include "base/text.h"
#include "station/foreign.h"
#include <extsta/windot11.h>
#include <string.h>

#define LEAST_FRAME  10u /* Frame Control, Duration, address 1 */
#define MAX_SSID     32u
#define LEAST_PUSHES 64u

const char *extsta_driver_missing(const struct extsta_driver_ops *ops)
{
    return !ops->oid        ? "oid"
           : !ops->send     ? "send"
           : !ops->rx       ? "rx"
           : !ops->expire   ? "expire"
           : !ops->deadline ? "deadline"
                            : NULL;
}

/* --- faults --- */

/* Where they are kept there is no memory to be had: the oldest stay, the rest is counted. */
void foreign_fault(struct extsta_station *sta, enum extsta_driver_fault_kind kind,
                   uint32_t code, uint64_t came, uint64_t most)
{
    struct foreign *f = sta->foreign;
    f->fault_count += f->fault_count < UINT32_MAX;
    if (f->fault_kept < FOREIGN_FAULTS) {
        f->faults[(f->fault_first + f->fault_kept) % FOREIGN_FAULTS] =
            (struct extsta_driver_fault){
                .kind = kind, .time = sta->now, .code = code, .came = came, .most = most};
        f->fault_kept++;
    }
}

bool extsta_driver_fault_next(struct extsta_station *sta, struct extsta_driver_fault *fault)
{
    struct foreign *f = sta->foreign;
    if (!f || f->fault_kept == 0) {
        return false;
    }
    *fault = f->faults[f->fault_first];
    f->fault_first = (f->fault_first + 1) % FOREIGN_FAULTS;
    f->fault_kept--;
    return true;
}

uint32_t extsta_driver_faults(const struct extsta_station *sta)
{
    return sta->foreign ? sta->foreign->fault_count : 0;
}

const char *extsta_driver_fault_name(enum extsta_driver_fault_kind kind)
{
    static const char *const names[] = {
        [EXTSTA_FAULT_WRITTEN] = "written",       [EXTSTA_FAULT_READ] = "read",
        [EXTSTA_FAULT_NEEDED] = "needed",         [EXTSTA_FAULT_OVERRUN] = "overrun",
        [EXTSTA_FAULT_UNANSWERED] = "unanswered", [EXTSTA_FAULT_OUTPUT] = "output",
        [EXTSTA_FAULT_COMPLETION] = "completion", [EXTSTA_FAULT_LENGTH] = "length",
        [EXTSTA_FAULT_VALUE] = "value",           [EXTSTA_FAULT_CHANNEL] = "channel",
        [EXTSTA_FAULT_OUTSIDE] = "outside",       [EXTSTA_FAULT_FLOOD] = "flood",
        [EXTSTA_FAULT_DEADLINE] = "deadline",     [EXTSTA_FAULT_RELEASE] = "release",
    };
    return NAME_AT(names, kind, "unknown");
}

/* '#': what it is about; '+': what came; '-': the most there may be. */
static const char *const sentences[] = {
    [EXTSTA_FAULT_WRITTEN] = "says it wrote + octets for #, where there is room for -",
    [EXTSTA_FAULT_READ] = "says it read + octets of #, which has -",
    [EXTSTA_FAULT_NEEDED] = "wants + octets of room for #; there are at most -",
    [EXTSTA_FAULT_OVERRUN] =
        "wrote behind the buffer of #: + octets, where there is room for -",
    [EXTSTA_FAULT_UNANSWERED] = "has not completed #, which it let pend",
    [EXTSTA_FAULT_OUTPUT] = "pushed an output that no driver may push (type +)",
    [EXTSTA_FAULT_COMPLETION] = "completed #, which is not pending",
    [EXTSTA_FAULT_LENGTH] = "pushed + octets for #, which is too few, too many (at most -), or "
                            "without bytes",
    [EXTSTA_FAULT_VALUE] = "pushed # with a member out of its range (+; at most -)",
    [EXTSTA_FAULT_CHANNEL] = "wants to go to + MHz, which its radio does not have",
    [EXTSTA_FAULT_OUTSIDE] = "pushed an output while none of its operations was running",
    [EXTSTA_FAULT_FLOOD] = "pushed more than - outputs in one call",
    [EXTSTA_FAULT_DEADLINE] = "has a deadline that is always due: - times within 100 ms",
    [EXTSTA_FAULT_RELEASE] = "released a block that it was not given",
};

static void add_subject(struct text *t, uint32_t code)
{
    const char *name = extsta_oid_name(code);
    name = name ? name : extsta_indication_name(code);
    if (name) {
        text_string(t, name);
    } else if (code) {
        text_string(t, "0x");
        text_hex(t, code, 8);
    } else {
        text_string(t, "an output");
    }
}

size_t extsta_driver_fault_text(const struct extsta_driver_fault *fault, char *out, size_t size)
{
    struct text t;
    text_start(&t, out, size);
    for (const char *s = NAME_AT(sentences, fault->kind, "did what is not known"); *s; s++) {
        if (*s == '#') {
            add_subject(&t, fault->code);
        } else if (*s == '+' || *s == '-') {
            text_decimal(&t, *s == '+' ? fault->came : fault->most);
        } else {
            text_char(&t, *s);
        }
    }
    return text_end(&t);
}

/* --- what may be pushed --- */

static bool fault(struct extsta_station *sta, enum extsta_driver_fault_kind kind, uint32_t code,
                  uint64_t came, uint64_t most)
{
    foreign_fault(sta, kind, code, came, most);
    return false;
}

/* `most` is the greatest value there is. */
static bool in_range(struct extsta_station *sta, uint32_t code, uint64_t came, uint64_t most)
{
    return came <= most || fault(sta, EXTSTA_FAULT_VALUE, code, came, most);
}

static bool has_bytes(struct extsta_station *sta, uint32_t code, struct extsta_span bytes,
                      size_t least, size_t most)
{
    if (bytes.len < least || bytes.len > most || (bytes.len > 0 && !bytes.data)) {
        return fault(sta, EXTSTA_FAULT_LENGTH, code, bytes.len, most);
    }
    return true;
}

/* One of the radio's, as far as that is known. */
static bool has_channel(struct extsta_station *sta, uint16_t freq)
{
    const struct extsta_radio_caps *radio = sta->foreign->radio;
    for (size_t p = 0; radio && p < radio->phy_count; p++) {
        const struct extsta_phy_caps *phy = &radio->phys[p];
        for (size_t c = 0; c < phy->freq_count; c++) {
            if (phy->freqs[c] == freq) {
                return true;
            }
        }
    }
    return !radio || fault(sta, EXTSTA_FAULT_CHANNEL, 0, freq, 0);
}

static bool frame_fits(struct extsta_station *sta, const struct extsta_output *out)
{
    const struct extsta_tx_meta *m = &out->frame.meta;
    const struct extsta_radio_caps *radio = sta->foreign->radio;
    return has_bytes(sta, 0, out->frame.bytes, LEAST_FRAME, EXTSTA_DRIVER_MAX_FRAME) &&
           in_range(sta, 0, m->access, EXTSTA_ACCESS_COUNT - 1) &&
           in_range(sta, 0, m->eapol_message, 6) &&
           (!radio || in_range(sta, 0, m->phy, radio->phy_count - 1)) &&
           (m->freq == 0 || has_channel(sta, m->freq));
}

/* Down is for the OS half alone: a driver that pushed a request would ask itself. */
static bool crossing_fits(struct extsta_station *sta, struct extsta_crossing *c)
{
    switch (c->type) {
    case EXTSTA_CROSS_OID_COMPLETE:
        return has_bytes(sta, c->code, c->buffer, 0, EXTSTA_DRIVER_MAX_BUFFER) &&
               foreign_completes(sta, c);
    case EXTSTA_CROSS_INDICATION:
        return has_bytes(sta, c->code, c->buffer, 0, EXTSTA_DRIVER_MAX_BUFFER);
    case EXTSTA_CROSS_RECEIVE:
        c->buffer = (struct extsta_span){NULL, 0};
        c->id = c->packet.id;
        return has_bytes(sta, 0, c->packet.bytes, LEAST_FRAME, EXTSTA_DRIVER_MAX_FRAME);
    case EXTSTA_CROSS_SEND_COMPLETE:
        c->buffer = (struct extsta_span){NULL, 0};
        return true;
    case EXTSTA_CROSS_OID:
    case EXTSTA_CROSS_SEND:
    case EXTSTA_CROSS_RETURN:
    case EXTSTA_CROSS_RESET_EX:
    case EXTSTA_CROSS_HALT:
    case EXTSTA_CROSS_INITIALIZE:
        break;
    }
    return fault(sta, EXTSTA_FAULT_OUTPUT, 0, EXTSTA_OUT_CROSSING, 0);
}

static bool cause_fits(struct extsta_station *sta, const struct extsta_cause *c)
{
    return in_range(sta, 0, c->subject, EXTSTA_SUBJECT_KEY) &&
           in_range(sta, 0, c->origin, EXTSTA_ORIGIN_IHV) &&
           in_range(sta, 0, c->stage, EXTSTA_STAGE_LEAVING) &&
           in_range(sta, 0, c->space, EXTSTA_CODE_DIAGNOSIS) &&
           in_range(sta, 0, c->diagnosis, EXTSTA_DIAGNOSIS_COUNT - 1) &&
           in_range(sta, 0, c->confidence, 100) &&
           in_range(sta, 0, c->rule, EXTSTA_RULE_COUNT - 1);
}

/* That it looks for the network, and that somebody speaks in the AP's name, is a driver's to
 * say, and nothing else. */
static bool notify_fits(struct extsta_station *sta, const struct extsta_notify *n)
{
    bool known = n->type == EXTSTA_NOTIFY_SEARCHING || n->type == EXTSTA_NOTIFY_UNPROTECTED ||
                 n->type == EXTSTA_NOTIFY_FORGED;
    if (!known || n->profile) {
        return fault(sta, EXTSTA_FAULT_OUTPUT, 0, EXTSTA_OUT_NOTIFY, 0);
    }
    return has_bytes(sta, 0, n->ssid, 0, MAX_SSID);
}

static bool fits(struct extsta_station *sta, struct extsta_output *out)
{
    switch (out->type) {
    case EXTSTA_OUT_FRAME:
        return frame_fits(sta, out);
    case EXTSTA_OUT_TUNE:
        return has_channel(sta, out->tune_freq);
    case EXTSTA_OUT_CROSSING:
        return crossing_fits(sta, &out->crossing);
    case EXTSTA_OUT_CAUSE:
        return cause_fits(sta, &out->cause);
    case EXTSTA_OUT_DECISION:
        return (unsigned)out->decision.type < EXTSTA_DECISIONS ||
               fault(sta, EXTSTA_FAULT_OUTPUT, 0, out->type, 0);
    case EXTSTA_OUT_NOTIFY:
        return notify_fits(sta, &out->notify);
    case EXTSTA_OUT_DRIVER:
        return has_bytes(sta, 0, out->beneath, 1, EXTSTA_DRIVER_MAX_BENEATH);
    case EXTSTA_OUT_ETHERNET:
    case EXTSTA_OUT_IHV:
    case EXTSTA_OUT_PORT:
    case EXTSTA_OUT_GAP:
    case EXTSTA_OUT_FUNCTION:
    case EXTSTA_OUT_INPUT:
    case EXTSTA_OUT_TYPES:
        break;
    }
    return fault(sta, EXTSTA_FAULT_OUTPUT, 0, out->type, 0);
}

/* The bytes an output of a driver points to, or NULL. */
static struct extsta_span *bytes_of(struct extsta_output *out)
{
    if (out->type == EXTSTA_OUT_FRAME) {
        return &out->frame.bytes;
    }
    if (out->type == EXTSTA_OUT_NOTIFY) {
        return &out->notify.ssid;
    }
    if (out->type == EXTSTA_OUT_DRIVER) {
        return &out->beneath;
    }
    if (out->type == EXTSTA_OUT_CROSSING) {
        return out->crossing.type == EXTSTA_CROSS_RECEIVE ? &out->crossing.packet.bytes
                                                          : &out->crossing.buffer;
    }
    return NULL;
}

/* Said once in a call. Who has flooded may say less from then on: else each call would be a
 * flood again. */
static bool flooded(struct extsta_station *sta)
{
    struct foreign *f = sta->foreign;
    if (f->pushes < UINT32_MAX) {
        uint32_t most = f->most_pushes;
        f->pushes = UINT32_MAX;
        f->most_pushes = most / 4 > LEAST_PUSHES ? most / 4 : LEAST_PUSHES;
        fault(sta, EXTSTA_FAULT_FLOOD, 0, most + 1u, most);
    }
    return false;
}

/* A deep copy: the driver's bytes are borrowed. */
bool extsta_driver_push(struct extsta_station *sta, const struct extsta_output *output)
{
    struct foreign *f = sta->foreign;
    struct extsta_output value = *output;
    if (!f) {
        return false; /* our own driver has the queue itself */
    }
    if (!sta->busy) {
        return fault(sta, EXTSTA_FAULT_OUTSIDE, 0, 0, 0);
    }
    if (f->pushes >= f->most_pushes) {
        return flooded(sta);
    }
    f->pushes++;
    if (!fits(sta, &value)) {
        return false;
    }
    struct extsta_span *bytes = bytes_of(&value);
    size_t len = bytes ? bytes->len : 0;
    struct extsta_output *out = outq_push(&sta->awake->out, value.type, len);
    if (!out) {
        return false;
    }
    if (len > 0) {
        memcpy(outq_payload(out), bytes->data, len);
    }
    if (bytes) {
        bytes->data = outq_payload(out);
    }
    *out = value;
    return true;
}
