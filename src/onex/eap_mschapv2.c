/* EAP-MSCHAPv2, the peer: draft-kamath-pppext-eap-mschapv2, a packet of RFC 2759 in each
 * message. A method like any other (eap_method.h): within PEAP and TTLS, or alone.
 *
 * The server challenges, the peer answers with a proof of the password, the server with one of
 * its own or with a number that says why not. Whoever cannot prove that it knows the password
 * gets no Success believed: without a tunnel that is all the server is known by.
 *
 * A password that has expired could be changed here (opcode 7): it is refused, and the server's
 * number tells the user why. */
#include "base/wipe.h"
#include "onex/eap.h"
#include "onex/eap_peer.h"
#include "onex/mschapv2.h"

enum opcode {
    CHALLENGE = 1,
    RESPONSE = 2,
    SUCCESS = 3,
    FAILURE = 4,
};

/* Opcode, identifier, length. */
#define HEADER 4u
/* Challenge of the peer, 8 octets reserved, response, flags (RFC 2759 4). */
#define RESPONSE_VALUE 49u

enum mschapv2_state {
    MSCHAPV2_AWAIT_CHALLENGE,
    MSCHAPV2_AWAIT_RESULT,
    MSCHAPV2_DONE,
    MSCHAPV2_FAILED,
    MSCHAPV2_STATES
};

enum mschapv2_event {
    MSCHAPV2_EVENT_CHALLENGE,
    MSCHAPV2_EVENT_PROOF,    /* Success with the server's proof */
    MSCHAPV2_EVENT_NO_PROOF, /* Success, and it is wrong */
    MSCHAPV2_EVENT_FAILURE,
    MSCHAPV2_EVENTS
};

struct peer {
    struct tls_random random;
    struct extsta_span identity; /* of the configuration */
    struct mschapv2 exchange;
    uint8_t response[MSCHAPV2_RESPONSE_LEN];
    uint8_t state;            /* enum mschapv2_state */
    uint8_t cause;            /* enum eap_cause */
    uint32_t error;           /* of the server's Failure */
    enum eap_verdict verdict; /* of the message at hand */
};

struct peer_input {
    uint8_t id;
    struct extsta_span body; /* behind the header */
    struct writer *out;
};
FSM_TYPES(mschapv2, struct peer, struct peer_input)

static void respond(struct peer *p, const struct peer_input *in)
{
    struct writer *w = in->out;
    /* The value's length, the challenge, and whoever sent it (which nobody needs). */
    memcpy(p->exchange.server_challenge, in->body.data + 1, MSCHAPV2_CHALLENGE_LEN);
    p->random.fill(p->random.user, p->exchange.peer_challenge, MSCHAPV2_CHALLENGE_LEN);
    p->exchange.user = p->identity;
    mschapv2_response(&p->exchange, p->response);
    writer_u8(w, RESPONSE);
    writer_u8(w, in->id);
    writer_be16(w, (uint16_t)(HEADER + 1 + RESPONSE_VALUE + p->identity.len));
    writer_u8(w, RESPONSE_VALUE);
    writer_bytes(w, p->exchange.peer_challenge, MSCHAPV2_CHALLENGE_LEN);
    writer_zero(w, 8);
    writer_bytes(w, p->response, sizeof p->response);
    writer_u8(w, 0);
    writer_span(w, p->identity);
    p->verdict = EAP_CONTINUE;
}

static void believe(struct peer *p, const struct peer_input *in)
{
    writer_u8(in->out, SUCCESS);
    p->verdict = EAP_DONE;
}

/* Nothing to say: it is not the server it claims to be. */
static void disbelieve(struct peer *p, const struct peer_input *in)
{
    p->cause = EAP_CAUSE_SERVER_PROOF;
    p->verdict = EAP_FAILED;
}

/* The number behind "E="; 0: there is none. */
static uint32_t error_of(struct extsta_span text)
{
    uint32_t error = 0;
    if (text.len < 3 || memcmp(text.data, "E=", 2) != 0) {
        return 0;
    }
    for (size_t i = 2; i < text.len && i < 10 && text.data[i] >= '0' && text.data[i] <= '9';
         i++) {
        error = 10 * error + (uint32_t)(text.data[i] - '0');
    }
    return error;
}

/* Another try (R=1) would be with the same password. */
static void give_in(struct peer *p, const struct peer_input *in)
{
    p->error = error_of(in->body);
    p->cause = EAP_CAUSE_PASSWORD;
    writer_u8(in->out, FAILURE);
    p->verdict = EAP_FAILED;
}

static const char *const states[] = {"await challenge", "await result", "done", "failed"};
static const char *const events[] = {"challenge", "success, proven", "success, not proven",
                                     "failure"};
static const struct mschapv2_row rows[] = {
    FSM_ROW(MSCHAPV2_AWAIT_CHALLENGE, MSCHAPV2_EVENT_CHALLENGE, MSCHAPV2_AWAIT_RESULT, respond,
            RFC_2759),
    FSM_ROW(MSCHAPV2_AWAIT_CHALLENGE, MSCHAPV2_EVENT_FAILURE, MSCHAPV2_FAILED, give_in,
            RFC_2759),
    FSM_ROW(MSCHAPV2_AWAIT_RESULT, MSCHAPV2_EVENT_PROOF, MSCHAPV2_DONE, believe, RFC_2759),
    FSM_ROW(MSCHAPV2_AWAIT_RESULT, MSCHAPV2_EVENT_NO_PROOF, MSCHAPV2_FAILED, disbelieve,
            RFC_2759),
    FSM_ROW(MSCHAPV2_AWAIT_RESULT, MSCHAPV2_EVENT_FAILURE, MSCHAPV2_FAILED, give_in, RFC_2759),
};

const struct fsm_table eap_mschapv2_table =
    FSM_TABLE("EAP-MSCHAPv2, peer", states, events, rows, .ignores_others = true);

/* "S=" and 40 digits; some servers write small letters. */
static bool is_proof(const struct peer *p, struct extsta_span text)
{
    char proof[MSCHAPV2_AUTHENTICATOR_LEN], theirs[MSCHAPV2_AUTHENTICATOR_LEN];
    if (text.len < sizeof proof) {
        return false;
    }
    for (size_t i = 0; i < sizeof theirs; i++) {
        char c = (char)text.data[i];
        theirs[i] = c >= 'a' && c <= 'f' ? (char)(c - 'a' + 'A') : c;
    }
    mschapv2_authenticator(&p->exchange, p->response, proof);
    return equal_ct(proof, theirs, sizeof proof);
}

static enum eap_verdict start(void *state, const struct eap_setup *setup, struct writer *out)
{
    struct peer *p = state;
    p->random = setup->random;
    p->identity = setup->peer->identity;
    if (p->identity.len == 0 || p->identity.len > 256 ||
        !mschapv2_hash_of(setup->peer, p->exchange.password_hash)) {
        p->cause = EAP_CAUSE_CONFIG;
        p->state = MSCHAPV2_FAILED;
        return EAP_FAILED;
    }
    return EAP_CONTINUE;
}

/* The length within is not looked at: there are servers that miscount, and that of EAP says it
 * all. */
static enum eap_verdict rx(void *state, struct extsta_span data, struct writer *out)
{
    struct peer *p = state;
    struct reader r = reader_of(data);
    uint8_t opcode = reader_u8(&r);
    struct peer_input in = {.out = out};
    in.id = reader_u8(&r);
    (void)reader_be16(&r);
    in.body = reader_rest(&r);
    p->verdict = EAP_IGNORED;
    if (r.failed) {
        return EAP_IGNORED;
    }
    if (opcode == CHALLENGE && in.body.len > MSCHAPV2_CHALLENGE_LEN &&
        in.body.data[0] == MSCHAPV2_CHALLENGE_LEN) {
        mschapv2_fsm_step(&eap_mschapv2_table, &p->state, MSCHAPV2_EVENT_CHALLENGE, p, &in,
                          NULL);
    } else if (opcode == SUCCESS) {
        mschapv2_fsm_step(&eap_mschapv2_table, &p->state,
                          is_proof(p, in.body) ? MSCHAPV2_EVENT_PROOF : MSCHAPV2_EVENT_NO_PROOF,
                          p, &in, NULL);
    } else if (opcode == FAILURE) {
        mschapv2_fsm_step(&eap_mschapv2_table, &p->state, MSCHAPV2_EVENT_FAILURE, p, &in, NULL);
    }
    return p->verdict;
}

static bool keys(const void *state, struct eap_keys *out)
{
    const struct peer *p = state;
    memset(out, 0, sizeof *out);
    if (p->state != MSCHAPV2_DONE) {
        return false;
    }
    mschapv2_msk(p->exchange.password_hash, p->response, out->msk);
    return true;
}

static void failure(const void *state, struct eap_failure *out)
{
    const struct peer *p = state;
    memset(out, 0, sizeof *out);
    out->cause = (enum eap_cause)p->cause;
    out->error = p->error;
}

const struct eap_method eap_mschapv2_peer = {
    .name = "EAP-MSCHAPv2",
    .type = EAP_TYPE_MSCHAPV2,
    .size = sizeof(struct peer),
    .start = start,
    .rx = rx,
    .keys = keys,
    .failure = failure,
};
