/* SAE, the access point's side: its table (sae.h). It answers a Commit with its own and waits
 * for the station's Confirm; then it confirms. Whether a token is asked for first is for
 * whoever knows how many exchanges are open (the AP), before the machine sees the Commit. */
#include "rsn/sae_private.h"

/* A group of ours among those that the station says were refused: somebody talked it down
 * (12.4.7.4). */
static bool talked_down(const struct sae *s, struct extsta_span list)
{
    for (size_t i = 0; i + 1 < list.len; i += 2) {
        for (size_t g = 0; g < s->config.group_count; g++) {
            if (s->config.groups[g] == get_le16(list.data + i)) {
                return true;
            }
        }
    }
    return list.len > sizeof s->peer_rejected;
}

static bool same_identifier(const struct sae *s, const struct sae_frame *f)
{
    return span_equal(f->identifier, s->config.identifier);
}

static void refuse(struct sae *s, uint16_t status, struct sae_step *step)
{
    sae_send_status(step, SAE_COMMIT, status, span(NULL, 0));
    s->state = SAE_NOTHING;
}

static uint8_t index_of(const struct sae *s, uint16_t group)
{
    uint8_t at = 0;
    while (at + 1u < s->config.group_count && s->config.groups[at] != group) {
        at++;
    }
    return at;
}

static void answer(struct sae *s, const struct sae_input *in)
{
    const struct sae_frame *f = &in->frame;
    if (talked_down(s, f->rejected)) {
        refuse(s, 1, in->step);
        return;
    }
    if (!same_identifier(s, f)) {
        refuse(s, STATUS_UNKNOWN_IDENTIFIER, in->step);
        return;
    }
    s->group = index_of(s, f->group);
    s->peer_rejected_len = (uint8_t)f->rejected.len;
    if (f->rejected.len > 0) {
        memcpy(s->peer_rejected, f->rejected.data, f->rejected.len);
    }
    s->sent_confirm = s->peer_confirm = 0;
    if (!sae_make_commit(s, in->step)) {
        return;
    }
    if (!sae_make_keys(s, in->step)) {
        s->state = s->state == SAE_FAILED ? SAE_FAILED : SAE_NOTHING;
        return;
    }
    sae_send_commit(s, in->step);
}

static void refuse_group(struct sae *s, const struct sae_input *in)
{
    uint8_t group[2];
    put_le16(group, sae_frame_group(in->body));
    sae_send_status(in->step, SAE_COMMIT, STATUS_GROUP_REFUSED, span(group, sizeof group));
}

static void answer_again(struct sae *s, const struct sae_input *in)
{
    if (sae_count(s)) {
        sae_send_commit(s, in->step);
    } else {
        sae_give_up(s, SAE_CAUSE_NO_CONFIRM, in->step);
    }
}

static void accept_peer(struct sae *s, const struct sae_input *in)
{
    s->peer_confirm = in->send_confirm;
    s->cause = SAE_CAUSE_NONE;
    sae_send_confirm(s, 0, in->step);
    wipe(&s->rand, sizeof s->rand);
    in->step->verdict = SAE_DONE;
}

static void reject(struct sae *s, const struct sae_input *in)
{
    sae_drop(in->step, EXTSTA_DROP_SAE_CONFIRM);
    sae_send_status(in->step, SAE_CONFIRM, STATUS_CHALLENGE_FAILURE, span(NULL, 0));
    sae_give_up(s, SAE_CAUSE_CONFIRM_MISMATCH, in->step);
}

/* The station did not get it (12.4.8.6.6: by the number 65535). */
static void confirm_again(struct sae *s, const struct sae_input *in)
{
    s->peer_confirm = in->send_confirm;
    if (sae_count(s)) {
        sae_send_confirm(s, UINT16_MAX, in->step);
    }
}

static void give_up(struct sae *s, const struct sae_input *in)
{
    sae_give_up(s, SAE_CAUSE_NO_CONFIRM, in->step);
}

static const struct sae_row rows[] = {
    FSM_ROW(SAE_NOTHING, SAE_EVENT_COMMIT, SAE_AWAIT_CONFIRM, answer, IEEE_12_4_8_6_3),
    FSM_ROW(SAE_NOTHING, SAE_EVENT_GROUP, SAE_NOTHING, refuse_group, IEEE_12_4_8_6_3),
    FSM_ROW(SAE_AWAIT_CONFIRM, SAE_EVENT_GROUP, SAE_AWAIT_CONFIRM, refuse_group,
            IEEE_12_4_8_6_4),
    FSM_ROW(SAE_AWAIT_CONFIRM, SAE_EVENT_COMMIT, SAE_AWAIT_CONFIRM, answer, IEEE_12_4_8_6_4),
    FSM_ROW(SAE_AWAIT_CONFIRM, SAE_EVENT_COMMIT_AGAIN, SAE_AWAIT_CONFIRM, answer_again,
            IEEE_12_4_8_6_4),
    FSM_ROW(SAE_AWAIT_CONFIRM, SAE_EVENT_CONFIRM, SAE_ACCEPTED, accept_peer, IEEE_12_4_8_6_5),
    FSM_ROW(SAE_AWAIT_CONFIRM, SAE_EVENT_MISMATCH, SAE_FAILED, reject, IEEE_12_4_8_6_5),
    FSM_ROW(SAE_AWAIT_CONFIRM, SAE_EVENT_EXPIRED, SAE_FAILED, give_up, IEEE_12_4_8_6_5),
    FSM_ROW(SAE_ACCEPTED, SAE_EVENT_COMMIT, SAE_AWAIT_CONFIRM, answer, IEEE_12_4_8_6_6),
    FSM_ROW(SAE_ACCEPTED, SAE_EVENT_CONFIRM, SAE_ACCEPTED, confirm_again, IEEE_12_4_8_6_6),
};

const struct fsm_table sae_ap_table =
    FSM_TABLE("SAE, access point", sae_states, sae_events, rows, .ignores_others = true);
