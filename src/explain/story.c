/* The hooks through which the rest of the explainer tells stories (story.h): which input of the
 * machine a frame is, which frames are echoes and stragglers and no input at all, and what is
 * left to tell when the capture is over. What an input does is in story_machine.c. */
#include "explain/story_notes.h"
#include "explain/story_private.h"

#include "base/mac.h"
#include "wire/status_codes.h"

/* What the story keeps per station is paid a hundred thousand times. */
_Static_assert(sizeof(struct story_conversation) <= 176, "budget of a conversation");
_Static_assert(sizeof(struct story_station) <= 48, "budget of a station");
_Static_assert(sizeof(struct conversation) <= 256, "budget of a conversation");
_Static_assert(sizeof(struct station) <= 64, "budget of a station");
_Static_assert(sizeof(struct senders) <= 64, "budget of a conversation with a story");
_Static_assert(sizeof(struct transmitter) <= 64, "budget of who sends management frames");

/* Authentication algorithms (9.4.1.1). */
#define AUTH_SHARED_KEY 1u
#define AUTH_SAE        3u

/* Status codes that are not refusals in SAE: hash-to-element, SAE-PK (9.4.1.9). */

/* Data frames with a body: not Null. */
static bool is_data(uint8_t kind)
{
    return (kind & 0x0c) == 0x08 && !(kind & 0x40);
}

/* In an IBSS and in a mesh nobody associates. Asked late: the beacon may have come by then. */
static bool without_association(struct extsta_explain *x, struct conversation *c)
{
    if (c->network == EXPLAIN_NONE) {
        const struct network *n = networks_find(&x->networks, c->bssid);
        c->network = n ? n->index : EXPLAIN_NONE;
    }
    const struct network *network = story_network_of(x, c);
    return network && network->faces && (network->faces->ibss || network->faces->mesh_id_len);
}

/* An address with bit errors does not send several. */
bool story_is_ap(const struct extsta_explain *x, struct extsta_mac sta)
{
    const struct network *n = networks_find(&x->networks, sta);
    return n && n->beacons > 1 && n->faces && !n->faces->ibss && !n->faces->is_mesh;
}

/* Nothing has shown it to be a client: APs send to each other, too, and attackers in their
 * name. */
static bool is_no_client(const struct extsta_explain *x, const struct conversation *c,
                         enum story_input input)
{
    return c->story.state == STORY_NOTHING && !c->story.began &&
           (input < INPUT_AUTH_STA || input > INPUT_REFUSED) && story_is_ap(x, c->sta);
}

/* Enough data to know that the station is associated, or authorized. One frame may be a
 * straggler, a forgery or an address with bit errors; both sides with two each are not. An
 * attempt that awaits only its answer needs less. */
static bool shows_traffic(struct extsta_explain *x, struct conversation *c,
                          const struct story_frame *frame)
{
    const struct story_conversation *st = &c->story;
    uint8_t sta = st->data[SIDE_STA], ap = st->data[SIDE_AP];
    switch ((enum story_state)st->state) {
    case STORY_NOTHING:
        return sta >= 2 && ap >= 2 && !without_association(x, c) &&
               !is_no_client(x, c, INPUT_TRAFFIC);
    case STORY_AUTH:
    case STORY_ASSOC_REQUEST:
        return sta >= 2 && ap >= 2;
    case STORY_ASSOC_RESPONSE:
        return sta >= 1 && ap >= 1;
    case STORY_PORT:
        if (st->flags & STORY_GROUP_DUE) { /* both messages are the first that is enciphered */
            unsigned enough = st->flags & STORY_MIC_RIGHT ? 3 : 1; /* they will be opened */
            return frame->is_protected && frame->from == SIDE_STA && sta >= enough &&
                   ap >= enough;
        }
        /* A station has the key to encrypt with once it has answered message 3. */
        return sta >= 1 && (ap >= 1 || st->messages[2]) && frame->is_protected;
    case STORY_ENDING:
        return sta >= 2 && ap >= 1;
    case STORY_SERVICE:
    case STORY_STATES:
        break;
    }
    return false;
}

/* Of data only. Not counted: what is in clear before the port is open (EAPOL and its like), and
 * frames still under way when an association ended. */
void story_on_frame(struct extsta_explain *x, struct conversation *c,
                    const struct story_frame *frame)
{
    struct story_conversation *st = &c->story;
    if (!is_data(frame->kind) || mac_is_group(c->sta)) {
        return;
    }
    if ((st->state == STORY_PORT && !frame->is_protected) ||
        (st->state == STORY_ENDING && frame->time < st->ended + STORY_STRAGGLERS) ||
        (st->state == STORY_NOTHING && (st->flags & STORY_ENDED) &&
         frame->time < st->ended + SECOND)) {
        return;
    }
    story_count(&st->data[frame->from]);
    if (!shows_traffic(x, c, frame)) {
        return;
    }
    struct story_step step = {
        .x = x, .c = c, .frame = frame, .time = frame->time, .number = frame->number};
    story_feed(&step, INPUT_TRAFFIC);
}

/* SAE goes on after Commit, Shared Key until frame 4; every other algorithm ends with the AP's
 * first good answer. */
static enum story_input input_of_auth(const struct extsta_frame_event *e)
{
    bool sae = e->algorithm == AUTH_SAE;
    bool good = e->status == 0 || (sae && (e->status == STATUS_HASH_TO_ELEMENT || e->status == STATUS_SAE_PK));
    if (!e->from_ap) {
        /* In requests the field is reserved, but SAE uses it both ways. */
        return e->has_status && sae && !good && e->status != STATUS_ANTI_CLOGGING ? INPUT_AUTH_REFUSED
                                                                          : INPUT_AUTH_STA;
    }
    /* The station comes back with the token, or with its next group. */
    if (sae && (e->status == STATUS_ANTI_CLOGGING || (e->status == STATUS_GROUP_REFUSED && e->sequence == 1))) {
        return INPUT_AUTH_GOES_ON;
    }
    if (!good) {
        return INPUT_AUTH_REFUSED;
    }
    if ((sae && e->sequence == 1) || (e->algorithm == AUTH_SHARED_KEY && e->sequence < 4)) {
        return INPUT_AUTH_GOES_ON;
    }
    return INPUT_AUTH_ACCEPTED;
}

/* STORY_INPUTS: none of them, here and below. */
static enum story_input input_of_response(const struct extsta_frame_event *e)
{
    if (!e->has_status) {
        return STORY_INPUTS;
    }
    return e->status == 0 ? INPUT_ACCEPTED
           : e->status == STATUS_TRY_LATER || e->status == STATUS_GROUP_REFUSED ||
                   e->status == STATUS_INVALID_PMKID
               ? INPUT_LATER
               : INPUT_REFUSED;
}

/* A message from the side that never sends it is no input. */
static enum story_input input_of_key(const struct extsta_frame_event *e)
{
    switch (e->message) {
    case 1:
    case 3:
        return e->from_ap ? INPUT_KEYING : STORY_INPUTS;
    case 2:
        return e->from_ap ? STORY_INPUTS : INPUT_KEYING;
    case 4:
        return e->from_ap ? STORY_INPUTS : INPUT_COMPLETE;
    }
    return STORY_INPUTS;
}

static enum story_input input_of(const struct extsta_frame_event *e)
{
    switch (e->kind) {
    case EXTSTA_EVENT_AUTH:
        return input_of_auth(e);
    case EXTSTA_EVENT_ASSOC_REQ:
    case EXTSTA_EVENT_REASSOC_REQ:
        return e->from_ap ? STORY_INPUTS : INPUT_REQUEST;
    case EXTSTA_EVENT_ASSOC_RESP:
    case EXTSTA_EVENT_REASSOC_RESP:
        return e->from_ap ? input_of_response(e) : STORY_INPUTS;
    case EXTSTA_EVENT_DEAUTH:
    case EXTSTA_EVENT_DISASSOC:
        return INPUT_LEAVE;
    case EXTSTA_EVENT_EAP:
        return e->from_ap && e->eap_code == 4 ? INPUT_EAP_FAILURE : INPUT_KEYING;
    case EXTSTA_EVENT_EAPOL_START:
        return INPUT_KEYING;
    case EXTSTA_EVENT_EAPOL_KEY:
        return input_of_key(e);
    case EXTSTA_EVENT_EAPOL_LOGOFF:
        break;
    }
    return STORY_INPUTS;
}

/* A frame of an exchange that is over: repeated because its acknowledgement was lost. Else a
 * late copy of the request would begin a new association. */
static bool is_echo(const struct story_conversation *st, const struct extsta_frame_event *e,
                    enum story_input input)
{
    uint64_t age = e->time - st->made;
    return input <= INPUT_REFUSED &&
           (st->state == STORY_PORT || st->state == STORY_SERVICE) &&
           ((e->retry && age < 2 * SECOND) || age < 50 * MS);
}

static bool is_keying(enum story_input input)
{
    return input == INPUT_KEYING || input == INPUT_COMPLETE || input == INPUT_EAP_FAILURE;
}

/* A refusal that the AP did not send: the AP's own answer is still to come. */
static bool is_forged_refusal(const struct extsta_explain *x,
                              const struct extsta_frame_event *e, enum story_input input)
{
    return (input == INPUT_AUTH_REFUSED || input == INPUT_REFUSED || input == INPUT_LATER ||
            (input == INPUT_AUTH_GOES_ON && e->status == STATUS_GROUP_REFUSED)) &&
           e->from_ap && x->sender.points >= SENDER_OTHER;
}

/* Stragglers of an association that has ended. A message 1 or an EAP request begins anew and is
 * none, unless the AP goes on asking a station that has left and says no more. */
static bool is_late(const struct conversation *c, const struct extsta_frame_event *e,
                    enum story_input input)
{
    const struct story_conversation *st = &c->story;
    bool ended =
        st->state == STORY_ENDING || (st->state == STORY_NOTHING && (st->flags & STORY_ENDED));
    bool asked_on = st->end_by == EXTSTA_BY_STA && c->heard[SIDE_STA].time <= st->ended;
    bool starts = e->from_ap && (e->message == 1 || e->eap_code == 1);
    if (starts && ended && asked_on) {
        return e->time < st->ended + 5 * SECOND;
    }
    return is_keying(input) && !starts && e->time < st->ended + SECOND &&
           (st->state == STORY_ENDING || st->state == STORY_NOTHING);
}

/* Protection was agreed on, and this frame has none (12.6.19): the receiver ignores it, and so
 * does the story. It is told as a forgery. */
static bool lacks_protection(const struct story_conversation *st,
                             const struct extsta_frame_event *e)
{
    return (st->security & SECURITY_MFP) && (st->flags & STORY_AUTHORIZED) &&
           st->state == STORY_SERVICE && !e->is_protected && !e->decrypted && !e->has_mme;
}

/* To a group address it concerns every station of the BSS; only the AP can mean that. */
static void leave(struct story_step *s)
{
    struct conversation *c = s->c;
    if (s->e->decrypted) { /* its protected self has come before, perhaps long ago */
        story_leave_opened(s);
        return;
    }
    if (mac_is_group(c->sta)) {
        if (s->e->from_ap) {
            if (s->x->sender.points < SENDER_OTHER) {
                ap_life_to_all(s->x, s->e);
            }
            story_broadcast_leave(s->x, s->e);
            story_series(s->x, c, s->e, SERIES_ENDS);
        }
        return;
    }
    if (lacks_protection(&c->story, s->e)) {
        story_series(s->x, c, s->e, SERIES_UNPROTECTED);
        return;
    }
    story_feed(s, INPUT_LEAVE);
}

/* Order: ends whose time is over first, because their stories are earlier; then what
 * contradicts or settles an end that waits; then the frame itself. */
void story_on_event(struct extsta_explain *x, struct conversation *c,
                    const struct extsta_frame_event *event, enum story_mic mic)
{
    struct story_step step = {
        .x = x, .c = c, .e = event, .time = event->time, .number = event->number, .mic = mic};
    enum story_input input = input_of(event);
    story_settle_due(x, event->time);
    sequel_due(x, event->time);
    if (mac_equal(c->sta, c->bssid)) {
        return; /* the AP answers what somebody sends in its own name: it is no client of itself
                 */
    }
    if (without_association(x, c)) {
        story_peer_event(x, c, event);
        return;
    }
    if (!mac_is_group(c->sta) &&
        (story_foreign_eapol(x, c, event, mic) || story_foreign_transition(x, c, event))) {
        return;
    }
    if (event->kind == EXTSTA_EVENT_EAPOL_KEY && input == STORY_INPUTS) {
        story_group_key(&step);
    }
    if (input == STORY_INPUTS || (event->malformed && !event->has_status) ||
        is_no_client(x, c, input)) {
        return;
    }
    if (input == INPUT_LEAVE) {
        leave(&step);
        return;
    }
    if (mac_is_group(c->sta)) {
        return;
    }
    if (c->story.flags & STORY_PASSED) {
        story_passed_end(x, c);
    }
    if (is_forged_refusal(x, event, input)) {
        story_series(x, c, event,
                     event->algorithm == AUTH_SAE ? SERIES_SAE_REFUSALS : SERIES_REFUSALS);
        return;
    }
    if (is_echo(&c->story, event, input)) {
        return;
    }
    if (c->story.state == STORY_ENDING && is_keying(input)) {
        (void)story_goes_on_keying(x, c, event);
    }
    if (is_late(c, event, input)) {
        return;
    }
    /* The failure of the attempt tells refusals; what else was forged goes on beside it. */
    if (!(c->story.flags & (STORY_REFUSALS | STORY_KIND_GIVEN))) {
        story_series_over(x, c);
    }
    if (c->story.state == STORY_ENDING) {
        story_settle(x, c);
    }
    story_feed(&step, input);
    if (event->kind == EXTSTA_EVENT_AUTH) {
        story_sae_frame(x, c, event);
    }
}

/* Nothing has changed by it: the station is where it was, and what it does next is told next.
 */
void story_on_ft_refusal(struct extsta_explain *x, struct conversation *c,
                         const struct story_frame *frame, uint16_t status)
{
    struct extsta_story t;
    if (frame->from != SIDE_AP || frame->retry) {
        return;
    }
    telling_start(&t, c, EXTSTA_STORY_ASSOCIATION_FAILED, EXTSTA_KIND_FT_REFUSED);
    telling_frames(&t, frame->number, frame->time, frame->number, frame->time);
    telling_cause(&t, EXTSTA_ORIGIN_PEER, EXTSTA_STAGE_AUTHENTICATION, RULE(ASC_05));
    t.by = EXTSTA_BY_AP;
    telling_status(&t, status);
    telling_end(x, &t, 95);
}

/* Joining an IBSS or a mesh leaves no frame that would say so. */
static void tell_without_association(struct extsta_explain *x, struct conversation *c)
{
    const struct heard *sta = &c->heard[SIDE_STA];
    const struct network *n;
    struct extsta_story t;
    if ((c->story.flags & STORY_AUTHORIZED) || sta->frames < 2 || mac_is_group(c->sta) ||
        mac_is_group(c->bssid) || !without_association(x, c)) {
        return;
    }
    n = story_network_of(x, c);
    telling_start(&t, c, EXTSTA_STORY_FINDING, EXTSTA_KIND_NO_ASSOCIATION);
    telling_frames(&t, sta->number, sta->time, sta->number, sta->time);
    t.details = n->faces->ibss ? EXTSTA_DETAIL_IBSS : 0;
    telling_end(x, &t, 90);
}

/* A capture that begins within a handshake, and has a single message of it. */
static bool only_a_piece(const struct story_conversation *st)
{
    return (st->flags & STORY_INFERRED) && !st->requests && !st->eap_rounds &&
           st->messages[0] + st->messages[1] + st->messages[2] < 2;
}

/* What is open when the capture ends is told if enough time has passed to know; a capture that
 * stops in the middle of an attempt is not a failure. */
static void finish_conversation(struct extsta_explain *x, struct conversation *c)
{
    struct story_conversation *st = &c->story;
    struct silence silence;
    switch ((enum story_state)st->state) {
    case STORY_ENDING:
        story_settle(x, c);
        break;
    case STORY_AUTH:
    case STORY_ASSOC_REQUEST:
    case STORY_ASSOC_RESPONSE:
        if (x->now > st->progress + STORY_DOUBT || st->requests >= 3 || story_is_held(st)) {
            story_give_up(x, c);
        }
        break;
    case STORY_PORT:
        if (story_group_key_unseen(x, c)) {
            break;
        }
        if (!(st->flags & STORY_FAILED) && x->now > st->progress + STORY_PORT_TIME &&
            (st->messages[0] || (st->security & SECURITY_KNOWN)) && !only_a_piece(st)) {
            story_give_up(x, c);
        }
        break;
    case STORY_SERVICE:
        sequel_over(x, c);
        silence = story_silent(x, c);
        story_tell_silence(x, c, &silence);
        break;
    case STORY_NOTHING:
        story_peer_finish(x, c);
        tell_without_association(x, c);
        break;
    case STORY_STATES:
        break;
    }
    story_series_over(x, c);
    notes_tell(x, c);
}

/* Nothing but the clock: no frame is needed to believe an end. */
void extsta_explain_idle(struct extsta_explain *x, uint64_t now)
{
    story_settle_due(x, now);
    sequel_due(x, now);
}

void story_on_finish(struct extsta_explain *x)
{
    if (!explain_is_told(x)) {
        return; /* telling is all that is left to do */
    }
    story_settle_due(x, UINT64_MAX);
    for (uint32_t i = 0; i < x->clients.conversations.count; i++) {
        finish_conversation(x, clients_conversation(&x->clients, i));
    }
    story_forgeries_due(x, UINT64_MAX);
    for (uint32_t i = 0; i < x->clients.stations.count; i++) {
        story_scan_over(x, clients_station(&x->clients, i));
    }
    for (uint32_t i = 0; i < x->networks.store.count; i++) {
        ap_life_finish(x, networks_at(&x->networks, i));
        story_twin_finish(x, networks_at(&x->networks, i));
    }
}
