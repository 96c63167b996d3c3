/* The other end of the conversation for the tests of this room: an authentication server that
 * does EAP-MSCHAPv2 alone, written from RFC 3748 and draft-kamath-pppext-eap-mschapv2, one
 * function per message. Each makes the whole EAP packet. */
#ifndef TESTS_UNIT_ONEX_SERVER_H
#define TESTS_UNIT_ONEX_SERVER_H

#include "../testing.h"
#include "onex/eap.h"
#include "onex/eap_peer.h"
#include "onex/mschapv2.h"

static inline struct extsta_span text(const char *s)
{
    return span(s, strlen(s));
}

static inline struct extsta_eap configured(const char *password)
{
    return (struct extsta_eap){.methods = {EXTSTA_EAP_MSCHAPV2},
                               .identity = text("CORP\\anna"),
                               .password = text(password)};
}

struct server {
    uint8_t id; /* of the last request */
    uint8_t packet[EAP_PACKET_MAX];
    size_t len;
    uint8_t msk[EAP_MSK_LEN];
};

static inline struct extsta_span ask(struct server *s, uint8_t type, struct extsta_span data)
{
    struct writer w = writer_of(s->packet, sizeof s->packet);
    eap_write(&w, EAP_REQUEST, ++s->id, type, data);
    s->len = writer_len(&w);
    return span(s->packet, s->len);
}

static inline struct extsta_span ask_identity(struct server *s)
{
    return ask(s, EAP_TYPE_IDENTITY, text("who is it"));
}

static inline struct extsta_span end_with(struct server *s, enum eap_code code)
{
    struct writer w = writer_of(s->packet, sizeof s->packet);
    eap_write(&w, code, s->id, 0, span(NULL, 0));
    return span(s->packet, writer_len(&w));
}

static const uint8_t server_challenge[16] = "sixteen octets!";

static inline struct extsta_span challenge(struct server *s)
{
    uint8_t data[] = {1, 7, 0, 27, 16, [21] = 'r', 'a', 'd', 'i', 'u', 's'};
    memcpy(data + 5, server_challenge, sizeof server_challenge);
    return ask(s, EAP_TYPE_MSCHAPV2, span(data, sizeof data));
}

/* The verdict on a response: Success with a proof, or Failure. The offsets are those of RFC
 * 2759 4. */
static inline struct extsta_span judge(struct server *s, struct extsta_span response,
                                       const char *password)
{
    static const char refusal[] = "\x04\x07\x00\x31"
                                  "E=691 R=1 C=00112233445566778899AABBCCDDEEFF V=3 M=no";
    struct eap e;
    struct mschapv2 m;
    uint8_t expected[MSCHAPV2_RESPONSE_LEN], data[64] = {3, 7, 0, 46};
    assert_true(eap_parse(response, &e));
    assert_int_equal(e.code, EAP_RESPONSE);
    assert_int_equal(e.id, s->id);
    assert_int_equal(e.type, EAP_TYPE_MSCHAPV2);
    assert_true(e.data.len > 54);
    assert_memory_equal(e.data.data, "\x02\x07\x00\x3f\x31", 5); /* 63 octets, 49 of value */
    memcpy(m.server_challenge, server_challenge, sizeof m.server_challenge);
    memcpy(m.peer_challenge, e.data.data + 5, sizeof m.peer_challenge);
    m.user = span(e.data.data + 54, e.data.len - 54);
    assert_true(mschapv2_password_hash(text(password), m.password_hash));
    mschapv2_response(&m, expected);
    if (memcmp(expected, e.data.data + 29, sizeof expected) != 0) {
        return ask(s, EAP_TYPE_MSCHAPV2, span(refusal, sizeof refusal - 1));
    }
    mschapv2_msk(m.password_hash, expected, s->msk);
    mschapv2_authenticator(&m, expected, (char *)data + 4);
    return ask(s, EAP_TYPE_MSCHAPV2, span(data, 46));
}

#endif
