/* RADIUS as far as it carries EAP (RFC 2865, RFC 3579, RFC 2548), for the programs of this
 * folder: packets over UDP on the loopback, and nothing that a test does not need. */
#ifndef TESTS_EAP_RADIUS_H
#define TESTS_EAP_RADIUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    RADIUS_ACCESS_REQUEST = 1,
    RADIUS_ACCESS_ACCEPT = 2,
    RADIUS_ACCESS_REJECT = 3,
    RADIUS_ACCESS_CHALLENGE = 11,
};
#define RADIUS_MAX 4096u

struct radius {
    uint8_t code, id;
    uint8_t authenticator[16]; /* of a request; of an answer that of its request */
    uint8_t eap[RADIUS_MAX];
    size_t eap_len;
    uint8_t state[253];
    size_t state_len;
    char user[254];
    /* MS-MPPE-Send-Key and -Recv-Key: MSK[32..63] and MSK[0..31] */
    uint8_t send_key[64], recv_key[64];
    size_t send_key_len, recv_key_len;
};

/* Octets of the packet; keys of an ACCEPT are enciphered. */
size_t radius_write(const struct radius *r, const char *secret, uint8_t out[RADIUS_MAX]);
/* False: it is none, or not signed with this secret. request: that which it answers; NULL: it
 * is a request itself. */
bool radius_read(struct radius *r, const char *secret, const uint8_t *packet, size_t len,
                 const struct radius *request);

#endif
