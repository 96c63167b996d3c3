/* How an association operation ends, as values: what is said of it (its cause record), how far
 * it had come, and the ends that are usual. What is done about it is associate.c's. */
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/candidate.h"
#include "miniport/mlme/connect.h"

/* How far it had come; asked before the step that ends it. */
enum extsta_stage associate_stage(const struct mp_peer *peer)
{
    switch ((enum assoc_state)peer->state) {
    case ASSOC_NONE:
    case ASSOC_AWAIT_BEACON:
    case ASSOC_AWAIT_TURN:
    case ASSOC_AWAIT_AUTH:
        return EXTSTA_STAGE_AUTHENTICATION;
    case ASSOC_AWAIT_RESPONSE:
        return EXTSTA_STAGE_ASSOCIATION;
    case ASSOC_AWAIT_PORT:
        return EXTSTA_STAGE_FOUR_WAY;
    case ASSOC_ASSOCIATED:
        return EXTSTA_STAGE_CONNECTED;
    }
    return EXTSTA_STAGE_CONNECTED;
}

struct assoc_end associate_refused(uint16_t status)
{
    return (struct assoc_end){.status = DOT11_ASSOC_STATUS_ASSOCIATION_RESPONSE | status,
                              .origin = EXTSTA_ORIGIN_PEER,
                              .space = EXTSTA_CODE_PEER_STATUS,
                              .code = status,
                              .diagnosis = EXTSTA_DIAGNOSIS_REFUSED,
                              .confidence = 100,
                              .rule = RULE(ASC_29)};
}

struct assoc_end associate_unable(enum extsta_diagnosis diagnosis, enum extsta_rule rule)
{
    return (struct assoc_end){.status = diagnosis == EXTSTA_DIAGNOSIS_NO_MEMORY
                                            ? DOT11_ASSOC_STATUS_SYSTEM_ERROR
                                            : DOT11_ASSOC_STATUS_FAILURE,
                              .origin = EXTSTA_ORIGIN_STATION,
                              .space = EXTSTA_CODE_DIAGNOSIS,
                              .code = diagnosis,
                              .diagnosis = diagnosis,
                              .confidence = 100,
                              .rule = rule};
}

struct assoc_end associate_unanswered(enum extsta_diagnosis diagnosis)
{
    return (struct assoc_end){.status = DOT11_ASSOC_STATUS_UNREACHABLE,
                              .origin = EXTSTA_ORIGIN_TIMER,
                              .diagnosis = diagnosis,
                              .confidence = 100,
                              .rule = RULE(ASC_30)};
}

/* Whether the driver goes on by itself: with the next candidate, or (ROM-13) by looking for one
 * as long as it is connected. What the OS will do it does not know. */
static bool goes_on(struct miniport *mp, const struct assoc_end *end)
{
    if (mp->link.network) { /* one peer of many: only the operation around it goes on */
        return connection_is_open(mp) && end->origin != EXTSTA_ORIGIN_HOST;
    }
    if (end->diagnosis == EXTSTA_DIAGNOSIS_DISCONNECT_REQUEST ||
        end->diagnosis == EXTSTA_DIAGNOSIS_RESET_REQUEST) {
        return false;
    }
    return mp->mlme.connection != CONNECTION_CONNECTING ||
           candidate_best(mp, end->now, CANDIDATE_CONNECT) != NULL;
}

/* An end without a code of the air is told by its own uStatus. */
void associate_tell_end(struct miniport *mp, const struct mp_peer *peer,
                        const struct assoc_end *end)
{
    struct extsta_cause cause = {.time = end->now,
                                 .subject = EXTSTA_SUBJECT_ASSOCIATION,
                                 .origin = end->origin,
                                 .stage = end->stage,
                                 .space = end->space,
                                 .code = end->code,
                                 .diagnosis = end->diagnosis,
                                 .confidence = end->confidence,
                                 .will_retry = goes_on(mp, end),
                                 .peer = peer->address,
                                 .evidence = {end->evidence, 0},
                                 .rule = end->rule};
    if (end->space == EXTSTA_CODE_NONE) {
        cause.space = EXTSTA_CODE_ASSOC_STATUS;
        cause.code = end->status;
    }
    mp_cause(mp, &cause);
    mp->mlme.last_diagnosis = (uint8_t)end->diagnosis;
}
