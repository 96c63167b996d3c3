/* PASN key derivation: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_PASN_H
#define VECTORS_PASN_H

#ifndef VECTOR_PASN_STRUCT
#define VECTOR_PASN_STRUCT
struct vector_pasn {
    const char *name;
    const char *pmk;
    const char *spa;
    const char *bssid;
    const char *dhss;
    const char *kck;
    const char *tk;
    const char *kdk;
};
#endif

static const struct vector_pasn vectors_pasn[] = {
    /* IEEE Std 802.11-2024 J.12; hostap src/common/common_module_tests.c */
    {
        .name = "J.12 PASN PTK",
        .pmk = "def43e5567e01ca6649265f19a290eeff8bd888f6c1d9cc9d10f04bd378f3cad",
        .spa = "00904c01c107",
        .bssid = "c0ffd4a8dbc1",
        .dhss = "f87b208e7ed2b737afdbc2e13eae78da300123d4d84ba8b0eafe90c48cdf1f93",
        .kck = "7bb821ac0aa5909dd654a56065ad7c77eb889cbe2905bbf05abb1eeac88ba306",
        .tk = "673eab46b832d5a80cbc0243016e207e",
        .kdk = "2d0f0e82c70dd26b79061a4681e8dbb2ea83bea399844bd5894eb320f69d7dd6",
    },
};

#endif
