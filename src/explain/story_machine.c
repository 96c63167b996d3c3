/* What a conversation goes through, as one table: the states are what is awaited next, the
 * inputs what a frame is (story.c decides that), the actions are in story_attempt.c,
 * story_handshake.c and story_end.c. Drawn into docs/machines.md, "Story of a client in a
 * capture".
 *
 * An onlooker's machine, not a participant's: it follows the states of IEEE 802.11-2020 11.3 as
 * the frames show them, and a rule in a row is the one that the two sides, not we, carry out.
 * What is in no row is ignored: a stranger's frames prove nothing. */
#include "explain/story_private.h"

FSM_TYPES(story, struct story_step, void)

/* For the drawing; an action sees the numbers only. */
static const char *const states[] = {
    [STORY_NOTHING] = "nothing known",
    [STORY_AUTH] = "authentication",
    [STORY_ASSOC_REQUEST] = "association request",
    [STORY_ASSOC_RESPONSE] = "association response",
    [STORY_PORT] = "port authorization",
    [STORY_SERVICE] = "in service",
    [STORY_ENDING] = "confirmation of the end",
};

static const char *const inputs[] = {
    [INPUT_AUTH_STA] = "authentication of the station",
    [INPUT_AUTH_GOES_ON] = "authentication goes on",
    [INPUT_AUTH_ACCEPTED] = "authentication accepted",
    [INPUT_AUTH_REFUSED] = "authentication refused",
    [INPUT_REQUEST] = "(re)association request",
    [INPUT_ACCEPTED] = "(re)association accepted",
    [INPUT_LATER] = "(re)association: later",
    [INPUT_REFUSED] = "(re)association refused",
    [INPUT_KEYING] = "EAP or EAPOL-Key",
    [INPUT_COMPLETE] = "message 4",
    [INPUT_EAP_FAILURE] = "EAP-Failure",
    [INPUT_TRAFFIC] = "data both ways",
    [INPUT_LEAVE] = "deauthentication or disassociation",
};

/* Frames get lost and captures begin in the middle: each state takes whatever may come
 * next if some frames before it were not seen. */
#define ROW(state, input, next, action, rule)                                                  \
    FSM_ROW(STORY_##state, INPUT_##input, STORY_##next, action, rule)
static const struct story_row rows[] = {
    ROW(NOTHING, AUTH_STA, AUTH, story_begin, ASC_04),
    ROW(NOTHING, AUTH_GOES_ON, AUTH, story_begin, ASC_04),
    ROW(NOTHING, AUTH_ACCEPTED, ASSOC_REQUEST, story_begin, ASC_04),
    ROW(NOTHING, AUTH_REFUSED, NOTHING, story_refused_auth, ASC_05),
    ROW(NOTHING, REQUEST, ASSOC_RESPONSE, story_request, ASC_04),
    ROW(NOTHING, ACCEPTED, PORT, story_accepted, ASC_05),
    ROW(NOTHING, LATER, ASSOC_RESPONSE, story_later, IEEE_11_3_5_3),
    ROW(NOTHING, REFUSED, NOTHING, story_refused, ASC_05),
    ROW(NOTHING, KEYING, PORT, story_infer, IEEE_12_7_6),
    ROW(NOTHING, COMPLETE, PORT, story_infer, IEEE_12_7_6),
    ROW(NOTHING, EAP_FAILURE, PORT, story_infer, IEEE_802_1X),
    ROW(NOTHING, TRAFFIC, PORT, story_infer, IEEE_11_3_3),
    ROW(NOTHING, LEAVE, NOTHING, story_leave_unknown, DIS_08),

    /* An attempt without an association: whatever is repeated or missing, it goes on; what only
     * associated stations exchange shows that the answer was missed (story_infer). */
    ROW(AUTH, AUTH_STA, AUTH, story_again, ASC_04),
    ROW(AUTH, AUTH_GOES_ON, AUTH, story_note, ASC_04),
    ROW(AUTH, AUTH_ACCEPTED, ASSOC_REQUEST, story_note, ASC_04),
    ROW(AUTH, AUTH_REFUSED, NOTHING, story_refused_auth, ASC_05),
    ROW(AUTH, REQUEST, ASSOC_RESPONSE, story_request, ASC_04),
    ROW(AUTH, ACCEPTED, PORT, story_accepted, ASC_05),
    ROW(AUTH, LATER, ASSOC_RESPONSE, story_later, IEEE_11_3_5_3),
    ROW(AUTH, REFUSED, NOTHING, story_refused, ASC_05),
    ROW(AUTH, KEYING, PORT, story_infer, IEEE_12_7_6),
    ROW(AUTH, COMPLETE, PORT, story_infer, IEEE_12_7_6),
    ROW(AUTH, EAP_FAILURE, PORT, story_infer, IEEE_802_1X),
    ROW(AUTH, TRAFFIC, PORT, story_infer, IEEE_11_3_3),
    ROW(AUTH, LEAVE, NOTHING, story_attempt_left, ASC_05),

    ROW(ASSOC_REQUEST, AUTH_STA, AUTH, story_again, ASC_04),
    ROW(ASSOC_REQUEST, AUTH_GOES_ON, AUTH, story_note, ASC_04),
    ROW(ASSOC_REQUEST, AUTH_ACCEPTED, ASSOC_REQUEST, story_note, ASC_04),
    ROW(ASSOC_REQUEST, AUTH_REFUSED, NOTHING, story_refused_auth, ASC_05),
    ROW(ASSOC_REQUEST, REQUEST, ASSOC_RESPONSE, story_request, ASC_04),
    ROW(ASSOC_REQUEST, ACCEPTED, PORT, story_accepted, ASC_05),
    ROW(ASSOC_REQUEST, LATER, ASSOC_RESPONSE, story_later, IEEE_11_3_5_3),
    ROW(ASSOC_REQUEST, REFUSED, NOTHING, story_refused, ASC_05),
    ROW(ASSOC_REQUEST, KEYING, PORT, story_infer, IEEE_12_7_6),
    ROW(ASSOC_REQUEST, COMPLETE, PORT, story_infer, IEEE_12_7_6),
    ROW(ASSOC_REQUEST, EAP_FAILURE, PORT, story_infer, IEEE_802_1X),
    ROW(ASSOC_REQUEST, TRAFFIC, PORT, story_infer, IEEE_11_3_3),
    ROW(ASSOC_REQUEST, LEAVE, NOTHING, story_attempt_left, ASC_05),

    /* The request was sent: authentication again means that it came to nothing. */
    ROW(ASSOC_RESPONSE, AUTH_STA, AUTH, story_next, ASC_05),
    ROW(ASSOC_RESPONSE, AUTH_GOES_ON, AUTH, story_next, ASC_05),
    ROW(ASSOC_RESPONSE, AUTH_ACCEPTED, ASSOC_REQUEST, story_next, ASC_05),
    ROW(ASSOC_RESPONSE, AUTH_REFUSED, NOTHING, story_refused_auth, ASC_05),
    ROW(ASSOC_RESPONSE, REQUEST, ASSOC_RESPONSE, story_request_again, ASC_04),
    ROW(ASSOC_RESPONSE, ACCEPTED, PORT, story_accepted, ASC_05),
    ROW(ASSOC_RESPONSE, LATER, ASSOC_RESPONSE, story_later, IEEE_11_3_5_3),
    ROW(ASSOC_RESPONSE, REFUSED, NOTHING, story_refused, ASC_05),
    ROW(ASSOC_RESPONSE, KEYING, PORT, story_infer, IEEE_12_7_6),
    ROW(ASSOC_RESPONSE, COMPLETE, PORT, story_infer, IEEE_12_7_6),
    ROW(ASSOC_RESPONSE, EAP_FAILURE, PORT, story_infer, IEEE_802_1X),
    ROW(ASSOC_RESPONSE, TRAFFIC, PORT, story_infer, IEEE_11_3_3),
    ROW(ASSOC_RESPONSE, LEAVE, NOTHING, story_attempt_left, ASC_05),

    /* Associated: a new attempt may replace it (DIS-01: implicit, by the same peer), and an end
     * is not believed before it is confirmed. */
    ROW(PORT, AUTH_STA, AUTH, story_next, DIS_01),
    ROW(PORT, AUTH_GOES_ON, AUTH, story_next, DIS_01),
    ROW(PORT, AUTH_ACCEPTED, ASSOC_REQUEST, story_next, DIS_01),
    ROW(PORT, AUTH_REFUSED, NOTHING, story_refused_auth, DIS_07),
    ROW(PORT, REQUEST, ASSOC_RESPONSE, story_request, DIS_01),
    ROW(PORT, ACCEPTED, PORT, story_accepted, DIS_01),
    ROW(PORT, LATER, ASSOC_RESPONSE, story_later, IEEE_11_3_5_3),
    ROW(PORT, REFUSED, NOTHING, story_refused, DIS_07),
    ROW(PORT, KEYING, PORT, story_keying, IEEE_12_7_6),
    ROW(PORT, COMPLETE, PORT, story_complete, IEEE_12_7_6_5),
    ROW(PORT, EAP_FAILURE, PORT, story_eap_failure, IEEE_802_1X),
    ROW(PORT, TRAFFIC, PORT, story_traffic, IEEE_12_7_6),
    ROW(PORT, LEAVE, ENDING, story_leave, DIS_08),

    ROW(SERVICE, AUTH_STA, AUTH, story_next, DIS_01),
    ROW(SERVICE, AUTH_GOES_ON, AUTH, story_next, DIS_01),
    ROW(SERVICE, AUTH_ACCEPTED, ASSOC_REQUEST, story_next, DIS_01),
    ROW(SERVICE, AUTH_REFUSED, NOTHING, story_refused_auth, DIS_07),
    ROW(SERVICE, REQUEST, ASSOC_RESPONSE, story_request, DIS_01),
    ROW(SERVICE, ACCEPTED, PORT, story_accepted, DIS_01),
    ROW(SERVICE, LATER, ASSOC_RESPONSE, story_later, IEEE_11_3_5_3),
    ROW(SERVICE, REFUSED, NOTHING, story_refused, DIS_07),
    ROW(SERVICE, KEYING, SERVICE, story_keying, IEEE_12_7_6),
    ROW(SERVICE, COMPLETE, SERVICE, story_complete, IEEE_12_7_6_5),
    ROW(SERVICE, EAP_FAILURE, SERVICE, story_eap_failure, IEEE_802_1X),
    ROW(SERVICE, LEAVE, ENDING, story_leave, DIS_08),

    /* Everything else settles the end before it is fed (story_on_event), and then starts from
     * NOTHING. */
    ROW(ENDING, LEAVE, ENDING, story_leave_more, DIS_15),
    ROW(ENDING, TRAFFIC, SERVICE, story_goes_on, DIS_14),
};

static const struct fsm_table table =
    FSM_TABLE("conversation", states, inputs, rows, .ignores_others = true);

const struct fsm_table *story_table(void)
{
    return &table;
}

/* The machine moves before the action runs. An action that knows better sets the state back
 * from `was`, so the counters of the new state begin only here, after it. */
void story_feed(struct story_step *s, enum story_input input)
{
    struct story_conversation *st = &s->c->story;
    s->was = st->state;
    s->input = input;
    uint8_t before = st->state;
    story_fsm_step(&table, &st->state, (uint8_t)input, s, NULL, NULL);
    if (st->state != before) {
        story_to(s->c, (enum story_state)st->state);
    }
}
