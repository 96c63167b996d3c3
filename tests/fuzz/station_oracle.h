/* What must hold of everything a station puts out, whatever was done to it: the rules of the
 * contract, as the referee judges them, and what the referee has no eye for. What others do to
 * the station (requests and packets of the input, an extension's calls) is not held against it.
 */
#ifndef TESTS_FUZZ_STATION_ORACLE_H
#define TESTS_FUZZ_STATION_ORACLE_H

#include "fuzz.h"
#include "base/mac.h"
#include "wire/frame.h"
#include <extsta/payload.h>
#include <extsta/referee.h>
#include <extsta/station.h>
#include <extsta/windot11.h>

struct oracle {
    struct extsta_referee *referee;
    bool starved; /* memory was short: what was begun may not have been done */
    uint64_t outputs;
};

/* Whether it was the station that did it, or the input. Requests and packets of the input are
 * not judged by the rules of the OS; those of its OS half are. */
static inline bool oracle_blames(const struct extsta_finding *f)
{
    switch (f->events[0].event) {
    case EXTSTA_EVENT_RETURN:
    case EXTSTA_EVENT_FUNCTION:
        return false;
    case EXTSTA_EVENT_REQUEST:
    case EXTSTA_EVENT_SEND:
    case EXTSTA_EVENT_RESULT:
    case EXTSTA_EVENT_INDICATION:
    case EXTSTA_EVENT_SEND_COMPLETE:
    case EXTSTA_EVENT_RECEIVE:
    case EXTSTA_EVENT_RESET_EX:
    case EXTSTA_EVENT_HALT:
    case EXTSTA_EVENT_INITIALIZE:
    case EXTSTA_EVENT_POWER_PROFILE:
    case EXTSTA_EVENT_PORT:
    case EXTSTA_EVENT_NOTIFY:
    case EXTSTA_EVENT_HANDLER:
    case EXTSTA_EVENT_FRAME:
    case EXTSTA_EVENT_HEARD:
    case EXTSTA_EVENT_ETHERNET:
    case EXTSTA_EVENT_TUNE:
    case EXTSTA_EVENT_CAUSE:
    case EXTSTA_EVENT_TIME:
    case EXTSTA_EVENTS:
        break;
    }
    return true;
}

static inline void oracle_judge(struct oracle *o)
{
    struct extsta_finding f;
    while (extsta_referee_next(o->referee, &f)) {
        if (!o->starved && oracle_blames(&f)) {
            fprintf(stderr,
                    "%s (%s) is broken at %llu us: expectation %d, wanted %llx, came %llx\n",
                    extsta_rule_id(f.rule), extsta_rule_title(f.rule),
                    (unsigned long long)f.time, (int)f.expected,
                    (unsigned long long)f.wanted.number, (unsigned long long)f.came.number);
            for (size_t i = 0; i < EXTSTA_FINDING_EVENTS; i++) {
                fprintf(stderr, "  event %llu at %llu us: kind %d, code %x\n",
                        (unsigned long long)f.events[i].serial,
                        (unsigned long long)f.events[i].time, (int)f.events[i].event,
                        f.events[i].code);
            }
            FUZZ_CHECK(!"a rule of the contract is broken");
        }
    }
}

static inline void oracle_output(struct oracle *o, extsta_time now,
                                 const struct extsta_output *out)
{
    struct frame f;
    enum extsta_drop drop;
    struct extsta_payload p;
    char text[256];
    o->outputs++;
    extsta_referee_output(o->referee, now, out);
    oracle_judge(o);
    if (out->type == EXTSTA_OUT_FRAME) {
        FUZZ_CHECK(frame_parse(out->frame.bytes, &f, &drop));
    } else if (out->type == EXTSTA_OUT_CROSSING &&
               out->crossing.type == EXTSTA_CROSS_INDICATION) {
        FUZZ_CHECK(extsta_payload_read(extsta_indication_form(out->crossing.code),
                                       out->crossing.buffer, &p));
    } else if (out->type == EXTSTA_OUT_CROSSING && out->crossing.type == EXTSTA_CROSS_RECEIVE) {
        FUZZ_CHECK(out->crossing.packet.bytes.len >= 24);
    } else if (out->type == EXTSTA_OUT_CAUSE) {
        FUZZ_CHECK(extsta_cause_text(&out->cause, text, sizeof text) > 0);
        FUZZ_CHECK(out->cause.rule != EXTSTA_RULE_NONE && out->cause.confidence <= 100);
    }
}

#endif
