/* MS-CHAPv2, MPPE/MSK key derivation, EAP-MD5: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_MSCHAPV2_H
#define VECTORS_MSCHAPV2_H

#ifndef VECTOR_MSCHAPV2_STRUCT
#define VECTOR_MSCHAPV2_STRUCT
struct vector_mschapv2 {
    const char *name;
    const char *user;
    const char *password;
    const char *auth_challenge;
    const char *peer_challenge;
    const char *password_hash;
    const char *password_hash_hash;
    const char *nt_response;
    const char *authenticator_response;
    const char *eap_mschapv2_msk;
    const char *server_receive_start_key_128;
    const char *server_send_start_key_128;
    const char *response_value;
};
#endif

static const struct vector_mschapv2 vectors_mschapv2[] = {
    /* RFC 2759 section 9.2; iwd unit/test-eap-mschapv2.c, hostap
     * src/crypto/crypto_module_tests.c */
    {
        .name = "RFC 2759 9.2",
        .user = "User",
        .password = "clientPass",
        .auth_challenge = "5b5d7c7d7b3f2f3e3c2c602132262628",
        .peer_challenge = "21402324255e262a28295f2b3a337c7e",
        .password_hash = "44ebba8d5312b8d611474411f56989ae",
        .password_hash_hash = "41c00c584bd2d91c4017a2a12fa59f3f",
        .nt_response = "82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df",
        .authenticator_response = "S=407A5589115FD0D6209F510FE9C04566932CDA56",
    },
    /* RFC 3079 section 3.5.3; iwd, hostap (master and start key) */
    {
        .name = "RFC 3079 3.5.3 (128-bit keys)",
        .password_hash_hash = "41c00c584bd2d91c4017a2a12fa59f3f",
        .nt_response = "82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df",
        .eap_mschapv2_msk =
            "d5f0e9521e3ea9589645e86051c822268b7cdc149b993a1ba118cb153f56dccb0000000000"
            "000000000000000000000000000000000000000000000000000000",
        .server_receive_start_key_128 = "d5f0e9521e3ea9589645e86051c82226",
        .server_send_start_key_128 = "8b7cdc149b993a1ba118cb153f56dccb",
    },
    /* iwd unit/test-eapol.c eap_ttls_eap_md5_* */
    {
        .name = "EAP-MD5 challenge/response (inside EAP-TTLS)",
        .password = "testpasswd",
        .response_value = "10cc624c982b82bd134a81cb7078cdc2",
    },
};

#endif
