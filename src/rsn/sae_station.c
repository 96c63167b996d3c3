/* SAE, the station's side: its table (sae.h). It commits first, and again with the token or the
 * group that the AP wants; to the AP's Commit it answers with its Confirm, and is done with the
 * AP's. */
#include "rsn/sae_private.h"

/* Without another try left the exchange ends for `cause`. */
static bool once_more(struct sae *s, enum sae_cause cause, struct sae_step *step)
{
    if (sae_count(s)) {
        return true;
    }
    sae_give_up(s, s->cause != SAE_CAUSE_NONE ? (enum sae_cause)s->cause : cause, step);
    return false;
}

/* The same Commit, with the token (12.4.8.6.4). */
static void commit_with_token(struct sae *s, const struct sae_input *in)
{
    if (once_more(s, SAE_CAUSE_TOKENS, in->step)) {
        s->token_len = (uint8_t)in->frame.token.len;
        memcpy(s->token, in->frame.token.data, s->token_len);
        sae_send_commit(s, in->step);
    }
}

/* The next group of the list. */
static void commit_anew(struct sae *s, const struct sae_input *in)
{
    put_le16(s->rejected + 2u * s->rejected_count, s->config.groups[s->group]);
    s->rejected_count++;
    if (s->group + 1u == s->config.group_count) {
        sae_give_up(s, SAE_CAUSE_NO_GROUP, in->step);
        return;
    }
    s->group++;
    s->token_len = 0;
    if (sae_make_commit(s, in->step)) {
        sae_send_commit(s, in->step);
    }
}

static void commit_again(struct sae *s, const struct sae_input *in)
{
    if (once_more(s, SAE_CAUSE_NONE, in->step)) {
        sae_send_commit(s, in->step);
    }
}

/* A shared secret that must not be leaves us where we were. */
static void confirm(struct sae *s, const struct sae_input *in)
{
    if (sae_make_keys(s, in->step)) {
        sae_send_confirm(s, 0, in->step);
    } else if (s->state != SAE_FAILED) {
        s->state = SAE_AWAIT_COMMIT;
    }
}

/* The AP has not got our Confirm, perhaps not even our Commit. */
static void both_again(struct sae *s, const struct sae_input *in)
{
    if (once_more(s, SAE_CAUSE_NO_CONFIRM, in->step)) {
        sae_send_commit(s, in->step);
        sae_send_confirm(s, 0, in->step);
    }
}

static void confirm_again(struct sae *s, const struct sae_input *in)
{
    if (once_more(s, SAE_CAUSE_NO_CONFIRM, in->step)) {
        sae_send_confirm(s, 0, in->step);
    }
}

static void accept_peer(struct sae *s, const struct sae_input *in)
{
    s->peer_confirm = in->send_confirm;
    s->cause = SAE_CAUSE_NONE;
    wipe(&s->rand, sizeof s->rand);
    in->step->verdict = SAE_DONE;
}

/* Anybody can send one: the true one may still come. */
static void doubt(struct sae *s, const struct sae_input *in)
{
    s->cause = SAE_CAUSE_CONFIRM_MISMATCH;
    sae_drop(in->step, EXTSTA_DROP_SAE_CONFIRM);
}

static void refused(struct sae *s, const struct sae_input *in)
{
    sae_give_up(s, (enum sae_cause)s->cause, in->step);
    in->step->verdict = SAE_REFUSED;
    in->step->status = in->status;
}

static const struct sae_row rows[] = {
    FSM_ROW(SAE_AWAIT_COMMIT, SAE_EVENT_TOKEN, SAE_AWAIT_COMMIT, commit_with_token,
            IEEE_12_4_8_6_4),
    FSM_ROW(SAE_AWAIT_COMMIT, SAE_EVENT_GROUP, SAE_AWAIT_COMMIT, commit_anew, IEEE_12_4_8_6_4),
    FSM_ROW(SAE_AWAIT_COMMIT, SAE_EVENT_COMMIT, SAE_AWAIT_CONFIRM, confirm, IEEE_12_4_8_6_4),
    FSM_ROW(SAE_AWAIT_COMMIT, SAE_EVENT_REFUSED, SAE_FAILED, refused, IEEE_12_4_7_6),
    FSM_ROW(SAE_AWAIT_COMMIT, SAE_EVENT_EXPIRED, SAE_AWAIT_COMMIT, commit_again,
            IEEE_12_4_8_6_4),
    FSM_ROW(SAE_AWAIT_CONFIRM, SAE_EVENT_COMMIT_AGAIN, SAE_AWAIT_CONFIRM, both_again,
            IEEE_12_4_8_6_5),
    FSM_ROW(SAE_AWAIT_CONFIRM, SAE_EVENT_CONFIRM, SAE_ACCEPTED, accept_peer, IEEE_12_4_8_6_5),
    FSM_ROW(SAE_AWAIT_CONFIRM, SAE_EVENT_MISMATCH, SAE_AWAIT_CONFIRM, doubt, IEEE_12_4_8_6_5),
    FSM_ROW(SAE_AWAIT_CONFIRM, SAE_EVENT_REFUSED, SAE_FAILED, refused, IEEE_12_4_7_6),
    FSM_ROW(SAE_AWAIT_CONFIRM, SAE_EVENT_EXPIRED, SAE_AWAIT_CONFIRM, confirm_again,
            IEEE_12_4_8_6_5),
};

const struct fsm_table sae_station_table =
    FSM_TABLE("SAE, station", sae_states, sae_events, rows, .ignores_others = true);
