/* Passphrase to PSK (PBKDF2-HMAC-SHA1, 4096 iterations, 32 octets) and generic PBKDF2: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_PBKDF2_PSK_H
#define VECTORS_PBKDF2_PSK_H

#ifndef VECTOR_PBKDF2_STRUCT
#define VECTOR_PBKDF2_STRUCT
struct vector_pbkdf2 {
    const char *name;
    const char *passphrase;
    const char *password_hex;
    const char *ssid;
    const char *salt;
    long iterations;
    long dklen;
    const char *psk;
    const char *dk;
};
#endif

static const struct vector_pbkdf2 vectors_pbkdf2_psk[] = {
    /* IEEE Std 802.11-2016/2020/2024 Annex J.4.2 (802.11i-2004 H.4.3); also iwd
     * unit/test-crypto.c, hostap src/crypto/crypto_module_tests.c */
    {
        .name = "J.4 test case 1",
        .passphrase = "password",
        .ssid = "49454545",
        .iterations = 4096,
        .dklen = 32,
        .psk = "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.4.2; same carriers */
    {
        .name = "J.4 test case 2",
        .passphrase = "ThisIsAPassword",
        .ssid = "5468697349734153534944",
        .iterations = 4096,
        .dklen = 32,
        .psk = "0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.4.2; same carriers */
    {
        .name = "J.4 test case 3 (32-octet SSID)",
        .passphrase = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        .ssid = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
        .iterations = 4096,
        .dklen = 32,
        .psk = "becb93866bb8c3832cb777c2f559807c8c59afcb6eae734885001300a981cc62",
    },
    /* iwd unit/test-eapol.c (expected_psk) */
    {
        .name = "iwd TestWPA",
        .passphrase = "EasilyGuessedPassword",
        .ssid = "54657374575041",
        .iterations = 4096,
        .dklen = 32,
        .psk = "bf9aa3155300125e7a5ebb2a549f8cd4edab8ee12e94bfc24b3357ad049665d9",
    },
    /* aircrack-ng test/unit/test-calc-one-pmk.c */
    {
        .name = "aircrack linksys",
        .passphrase = "password",
        .ssid = "6c696e6b737973",
        .iterations = 4096,
        .dklen = 32,
        .psk = "ecc9991e3cfb1b117bdbbd00deb407f0232944b56821647e2349139d02fd2bfb",
    },
    /* aircrack-ng test/unit/test-wpapsk-cmac.c */
    {
        .name = "aircrack Neheb (passphrase with $)",
        .passphrase = "bo$$password",
        .ssid = "4e65686562",
        .iterations = 4096,
        .dklen = 32,
        .psk = "fb57668cd338374412c26208d79aa5c30ce40a110224f3cfb592a8f2e8bf53e8",
    },
    /* hostap tests/hwsim/test_ap_psk.py */
    {
        .name = "hostap hwsim",
        .passphrase = "qwertyuiop",
        .ssid = "746573742d777061322d70736b",
        .iterations = 4096,
        .dklen = 32,
        .psk = "602e323e077bc63bd80307ef4745b754b0ae0a925c2638ecd13a794b9527b9e6",
    },
    /* RFC 6070 section 2 */
    {
        .name = "RFC 6070, 1 iterations, 20 octets",
        .password_hex = "70617373776f7264",
        .salt = "73616c74",
        .iterations = 1,
        .dklen = 20,
        .dk = "0c60c80f961f0e71f3a9b524af6012062fe037a6",
    },
    /* RFC 6070 section 2 */
    {
        .name = "RFC 6070, 2 iterations, 20 octets",
        .password_hex = "70617373776f7264",
        .salt = "73616c74",
        .iterations = 2,
        .dklen = 20,
        .dk = "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957",
    },
    /* RFC 6070 section 2 */
    {
        .name = "RFC 6070, 4096 iterations, 20 octets",
        .password_hex = "70617373776f7264",
        .salt = "73616c74",
        .iterations = 4096,
        .dklen = 20,
        .dk = "4b007901b765489abead49d926f721d065a429c1",
    },
    /* RFC 6070 section 2 */
    {
        .name = "RFC 6070, 16777216 iterations, 20 octets",
        .password_hex = "70617373776f7264",
        .salt = "73616c74",
        .iterations = 16777216,
        .dklen = 20,
        .dk = "eefe3d61cd4da4e4e9945b3d6ba2158c2634e984",
    },
    /* RFC 6070 section 2 */
    {
        .name = "RFC 6070, 4096 iterations, 25 octets",
        .password_hex = "70617373776f726450415353574f524470617373776f7264",
        .salt =
            "73616c7453414c5473616c7453414c5473616c7453414c5473616c7453414c5473616c74",
        .iterations = 4096,
        .dklen = 25,
        .dk = "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038",
    },
    /* RFC 6070 section 2 */
    {
        .name = "RFC 6070, 4096 iterations, 16 octets",
        .password_hex = "7061737300776f7264",
        .salt = "7361006c74",
        .iterations = 4096,
        .dklen = 16,
        .dk = "56fa6aa75548099dcc37d7f03425e0c3",
    },
};

#endif
