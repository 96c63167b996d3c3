/* EAP-MSCHAPv2, the server (draft-kamath-pppext-eap-mschapv2): challenges, judges the proof and
 * gives its own, or says by a number why not. */
#include "base/wipe.h"
#include "onex/eap.h"
#include "onex/eap_server.h"
#include "onex/mschapv2.h"

enum opcode {
    CHALLENGE = 1,
    RESPONSE = 2,
    SUCCESS = 3,
    FAILURE = 4,
};
#define HEADER 4u
/* Challenge of the peer, 8 octets reserved, response, flags (RFC 2759 4). */
#define RESPONSE_VALUE 49u
#define NAME           "extsta"
/* RFC 2759 6: ERROR_AUTHENTICATION_FAILURE, no other try, version 3. */
#define REFUSAL "E=691 R=0 C=00000000000000000000000000000000 V=3 M=Refused"

/* Named by what is awaited. */
enum state {
    AWAIT_RESPONSE,
    AWAIT_SUCCESS,
    AWAIT_FAILURE,
    THROUGH,
    FAILED,
};

struct server {
    const struct eap_server *server;
    enum state state;
    uint8_t id;
    struct mschapv2 exchange;
    uint8_t response[MSCHAPV2_RESPONSE_LEN];
    enum eap_cause cause;
};

static void write_header(struct writer *w, enum opcode opcode, uint8_t id, size_t body)
{
    writer_u8(w, (uint8_t)opcode);
    writer_u8(w, id);
    writer_be16(w, (uint16_t)(HEADER + body));
}

static enum eap_verdict start(void *state, const struct eap_setup *setup, struct writer *out)
{
    struct server *s = state;
    s->server = setup->server;
    if (!mschapv2_password_hash(s->server->password, s->exchange.password_hash)) {
        s->state = FAILED;
        s->cause = EAP_CAUSE_CONFIG;
        return EAP_FAILED;
    }
    setup->random.fill(setup->random.user, s->exchange.server_challenge,
                       MSCHAPV2_CHALLENGE_LEN);
    setup->random.fill(setup->random.user, &s->id, 1);
    write_header(out, CHALLENGE, s->id, 1 + MSCHAPV2_CHALLENGE_LEN + sizeof NAME - 1);
    writer_u8(out, MSCHAPV2_CHALLENGE_LEN);
    writer_bytes(out, s->exchange.server_challenge, MSCHAPV2_CHALLENGE_LEN);
    writer_bytes(out, NAME, sizeof NAME - 1);
    return EAP_CONTINUE;
}

static enum eap_verdict refuse(struct server *s, struct writer *out)
{
    s->state = AWAIT_FAILURE;
    s->cause = EAP_CAUSE_PASSWORD;
    write_header(out, FAILURE, s->id, sizeof REFUSAL - 1);
    writer_bytes(out, REFUSAL, sizeof REFUSAL - 1);
    return EAP_CONTINUE;
}

static enum eap_verdict judge(struct server *s, struct reader *r, struct writer *out)
{
    uint8_t expected[MSCHAPV2_RESPONSE_LEN];
    char proof[MSCHAPV2_AUTHENTICATOR_LEN];
    bool right = reader_u8(r) == RESPONSE_VALUE;
    reader_copy(r, s->exchange.peer_challenge, MSCHAPV2_CHALLENGE_LEN);
    (void)reader_take(r, 8);
    reader_copy(r, s->response, sizeof s->response);
    (void)reader_u8(r);
    struct extsta_span user = reader_rest(r);
    s->exchange.user = user;
    if (!right || r->failed) {
        return EAP_IGNORED;
    }
    mschapv2_response(&s->exchange, expected);
    if (!eap_server_knows(s->server, user) ||
        !equal_ct(expected, s->response, sizeof expected)) {
        return refuse(s, out);
    }
    mschapv2_authenticator(&s->exchange, s->response, proof);
    if (s->server->wrong_proof) {
        proof[2] = proof[2] == '0' ? '1' : '0';
    }
    s->exchange.user = span(NULL, 0); /* borrowed */
    s->state = AWAIT_SUCCESS;
    write_header(out, SUCCESS, s->id, sizeof proof + 5);
    writer_bytes(out, proof, sizeof proof);
    writer_bytes(out, " M=OK", 5);
    return EAP_CONTINUE;
}

static enum eap_verdict rx(void *state, struct extsta_span data, struct writer *out)
{
    struct server *s = state;
    struct reader r = reader_of(data);
    uint8_t opcode = reader_u8(&r);
    if (s->state == AWAIT_RESPONSE && opcode == RESPONSE) {
        (void)reader_u8(&r);
        (void)reader_be16(&r);
        return judge(s, &r, out);
    }
    if (s->state == AWAIT_SUCCESS && opcode == SUCCESS) {
        s->state = THROUGH;
        return EAP_DONE;
    }
    if (s->state == AWAIT_FAILURE) {
        s->state = FAILED;
        return EAP_FAILED;
    }
    return EAP_IGNORED;
}

static bool keys(const void *state, struct eap_keys *out)
{
    const struct server *s = state;
    memset(out, 0, sizeof *out);
    if (s->state != THROUGH) {
        return false;
    }
    mschapv2_msk(s->exchange.password_hash, s->response, out->msk);
    return true;
}

static void failure(const void *state, struct eap_failure *out)
{
    const struct server *s = state;
    *out = (struct eap_failure){.cause = s->cause};
}

const struct eap_method eap_mschapv2_server = {
    .name = "EAP-MSCHAPv2",
    .type = EAP_TYPE_MSCHAPV2,
    .size = sizeof(struct server),
    .start = start,
    .rx = rx,
    .keys = keys,
    .failure = failure,
};
