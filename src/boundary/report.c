/* Notifications, port events and causes of the OS half as outputs (report.h), and what a
 * DOT11_ASSOC_STATUS means as a cause. */
#include "boundary/report.h"
#include <extsta/windot11.h>
#include <string.h>

/* The output to fill in; NULL: nobody wants it, or there is no memory. */
static struct extsta_output *wanted(struct outq *out, enum extsta_output_type type,
                                    size_t payload)
{
    return outq_wants(out, type) ? outq_insert(out, type, payload) : NULL;
}

void report_notify(struct outq *out, const struct extsta_notify *notify)
{
    size_t len = notify->profile ? strlen(notify->profile) + 1 : 0;
    struct extsta_output *o = wanted(out, EXTSTA_OUT_NOTIFY, len);
    if (!o) {
        return;
    }
    o->notify = *notify;
    if (notify->profile) {
        memcpy(outq_payload(o), notify->profile, len);
        o->notify.profile = (const char *)outq_payload(o);
    }
}

void report_port(struct outq *out, const struct extsta_port_event *event)
{
    struct extsta_output *o = wanted(out, EXTSTA_OUT_PORT, 0);
    if (o) {
        o->port = *event;
    }
}

void report_cause(struct outq *out, const struct extsta_cause *cause)
{
    struct extsta_output *o = wanted(out, EXTSTA_OUT_CAUSE, 0);
    if (o) {
        o->cause = *cause;
    }
}

struct extsta_cause report_diagnosis(extsta_time now, enum extsta_subject subject,
                                     enum extsta_stage stage, enum extsta_diagnosis diagnosis,
                                     struct extsta_mac peer, enum extsta_rule rule)
{
    return (struct extsta_cause){
        .time = now,
        .subject = subject,
        .origin = EXTSTA_ORIGIN_STATION,
        .stage = stage,
        .space = diagnosis == EXTSTA_DIAGNOSIS_NONE ? EXTSTA_CODE_NONE : EXTSTA_CODE_DIAGNOSIS,
        .code = (uint32_t)diagnosis,
        .diagnosis = diagnosis,
        .confidence = 100,
        .peer = peer,
        .rule = rule};
}

void report_extension(struct extsta_cause *cause, uint32_t code)
{
    cause->origin = EXTSTA_ORIGIN_IHV;
    if (code != 0) {
        cause->space =
            code >= L2_REASON_CODE_GEN_BASE ? EXTSTA_CODE_L2_REASON : EXTSTA_CODE_WIN32;
        cause->code = code;
    }
}

/* A status that is no class with a code in it: it names who ended it, or why. */
static void plain_status(struct extsta_cause *cause, uint32_t status)
{
    cause->origin = EXTSTA_ORIGIN_STATION;
    cause->space = EXTSTA_CODE_ASSOC_STATUS;
    cause->code = status;
    if (status == DOT11_ASSOC_STATUS_UNREACHABLE) {
        cause->origin = EXTSTA_ORIGIN_TIMER;
        cause->diagnosis = EXTSTA_DIAGNOSIS_PEER_SILENT;
    } else if (status == DOT11_ASSOC_STATUS_RADIO_OFF ||
               status == DOT11_ASSOC_STATUS_PHY_DISABLED) {
        cause->origin = EXTSTA_ORIGIN_RADIO;
        cause->diagnosis = EXTSTA_DIAGNOSIS_RADIO_OFF;
    } else if (status == DOT11_ASSOC_STATUS_CANCELLED ||
               status == DOT11_ASSOC_STATUS_DISASSOCIATED_BY_OS) {
        cause->origin = EXTSTA_ORIGIN_HOST;
    } else if (status == DOT11_ASSOC_STATUS_CANDIDATE_LIST_EXHAUSTED) {
        cause->diagnosis = EXTSTA_DIAGNOSIS_NO_CANDIDATE;
    }
}

void report_assoc_status(struct extsta_cause *cause, uint32_t status)
{
    /* The range of the vendors (ASC-31): only an extension or driver of theirs can say what
     * it is. */
    if (status & 0x80000000u) {
        cause->origin = EXTSTA_ORIGIN_IHV;
        cause->space = EXTSTA_CODE_ASSOC_STATUS;
        cause->code = status;
        return;
    }
    switch (status & ~DOT11_ASSOC_STATUS_REASON_CODE_MASK) {
    case DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED:
    case DOT11_ASSOC_STATUS_PEER_DISASSOCIATED:
        cause->origin = EXTSTA_ORIGIN_PEER;
        cause->space = EXTSTA_CODE_PEER_REASON;
        cause->code = status & DOT11_ASSOC_STATUS_REASON_CODE_MASK;
        break;
    case DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE:
        cause->origin = EXTSTA_ORIGIN_PEER;
        cause->space = EXTSTA_CODE_PEER_STATUS;
        cause->code = status & DOT11_ASSOC_STATUS_REASON_CODE_MASK;
        cause->diagnosis = EXTSTA_DIAGNOSIS_REFUSED;
        break;
    default:
        plain_status(cause, status);
        break;
    }
}
