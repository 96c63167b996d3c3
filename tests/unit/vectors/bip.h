/* BIP: group-addressed robust management frames with MMIE: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_BIP_H
#define VECTORS_BIP_H

#ifndef VECTOR_BIP_STRUCT
#define VECTOR_BIP_STRUCT
struct vector_bip {
    const char *name;
    const char *algorithm;
    const char *igtk;
    const char *frame;
    const char *ipn;
    long key_id;
    const char *mpdu_protected;
};
#endif

static const struct vector_bip vectors_bip[] = {
    /* IEEE Std 802.11-2012 M.9.1 / 802.11-2016+ J.9.1; inputs in hostap
     * wlantest/test_vectors.c */
    {
        .name = "BIP-CMAC-128 broadcast Deauthentication",
        .algorithm = "BIP-CMAC-128",
        .igtk = "4ea9543e09cf2b1eca66ffc58bdecbcf",
        .frame = "c0000000ffffffffffff02000000000002000000000009000200",
        .ipn = "000000000004",
        .key_id = 4,
        .mpdu_protected =
            "c0000000ffffffffffff020000000000020000000000090002004c10040004000000000048"
            "dfbfa7b8278872",
    },
    /* IEEE Std 802.11ac-2013 M.9.1 / 802.11-2016+ J.9.1; hostap wlantest/test_vectors.c */
    {
        .name = "BIP-GMAC-128 broadcast Deauthentication",
        .algorithm = "BIP-GMAC-128",
        .igtk = "4ea9543e09cf2b1eca66ffc58bdecbcf",
        .frame = "c0000000ffffffffffff02000000000002000000000009000200",
        .ipn = "000000000004",
        .key_id = 4,
        .mpdu_protected =
            "c0000000ffffffffffff020000000000020000000000090002004c1804000400000000003e"
            "d862fb0f3338dd3386c897e2ed053d",
    },
    /* IEEE Std 802.11ac-2013 M.9.1 / 802.11-2016+ J.9.1; hostap wlantest/test_vectors.c */
    {
        .name = "BIP-GMAC-256 broadcast Deauthentication",
        .algorithm = "BIP-GMAC-256",
        .igtk = "4ea9543e09cf2b1eca66ffc58bdecbcf000102030405060708090a0b0c0d0e0f",
        .frame = "c0000000ffffffffffff02000000000002000000000009000200",
        .ipn = "000000000004",
        .key_id = 4,
        .mpdu_protected =
            "c0000000ffffffffffff020000000000020000000000090002004c18040004000000000023"
            "be59dcc7022ee383627ebb1017ddfc",
    },
};

#endif
