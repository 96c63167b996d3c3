/* TKIP: key mixing, Michael, whole MPDU: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_TKIP_H
#define VECTORS_TKIP_H

#ifndef VECTOR_TKIP_STRUCT
#define VECTOR_TKIP_STRUCT
struct vector_tkip {
    const char *name;
    const char *kind;
    const char *tk;
    const char *ta;
    const char *iv32;
    const char *iv16;
    const char *wepseed;
    const char *key;
    const char *data;
    const char *mic;
    const char *michael_key_used;
    const char *michael_input;
    const char *mpdu_plain;
    const char *tsc;
    long key_id;
    const char *mpdu_encrypted;
};
#endif

static const struct vector_tkip vectors_tkip[] = {
    /* IEEE Std 802.11-2016/2020/2024 Annex J.1 (802.11i-2004 H.1); carried in Fuchsia iwlwifi
     * platform tkip unit test */
    {
        .name = "TKIP key mixing test vector 1",
        .kind = "mixing",
        .tk = "000102030405060708090a0b0c0d0e0f",
        .ta = "102233445566",
        .iv32 = "00000000",
        .iv16 = "0000",
        .wepseed = "00200033ea8d2f60ca6d1374234a660b",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.1 (802.11i-2004 H.1); carried in Fuchsia iwlwifi
     * platform tkip unit test */
    {
        .name = "TKIP key mixing test vector 2",
        .kind = "mixing",
        .tk = "000102030405060708090a0b0c0d0e0f",
        .ta = "102233445566",
        .iv32 = "00000000",
        .iv16 = "0001",
        .wepseed = "00200190ffdc314389a9d9d074fd20aa",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.1 (802.11i-2004 H.1); carried in Fuchsia iwlwifi
     * platform tkip unit test */
    {
        .name = "TKIP key mixing test vector 3",
        .kind = "mixing",
        .tk = "63893b250840b8ae0bd0fa7e61d2783e",
        .ta = "64f2eaeddc25",
        .iv32 = "20dcfd43",
        .iv16 = "ffff",
        .wepseed = "ff7fff93810fc6e58f5dd326251544ce",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.1 (802.11i-2004 H.1); carried in Fuchsia iwlwifi
     * platform tkip unit test */
    {
        .name = "TKIP key mixing test vector 4",
        .kind = "mixing",
        .tk = "63893b250840b8ae0bd0fa7e61d2783e",
        .ta = "64f2eaeddc25",
        .iv32 = "20dcfd44",
        .iv16 = "0000",
        .wepseed = "002000498ca471fcfbfaa16e3610f005",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.1 (802.11i-2004 H.1); carried in Fuchsia iwlwifi
     * platform tkip unit test */
    {
        .name = "TKIP key mixing test vector 5",
        .kind = "mixing",
        .tk = "983a16ef4facb351aa9ecc271d7309e2",
        .ta = "509c4b1727d9",
        .iv32 = "f0a410fc",
        .iv16 = "058c",
        .wepseed = "05258cf4d85152f4d9af1a64f1d07021",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.1 (802.11i-2004 H.1); carried in Fuchsia iwlwifi
     * platform tkip unit test */
    {
        .name = "TKIP key mixing test vector 6",
        .kind = "mixing",
        .tk = "983a16ef4facb351aa9ecc271d7309e2",
        .ta = "509c4b1727d9",
        .iv32 = "f0a410fc",
        .iv16 = "058d",
        .wepseed = "05258d09f81543b76a596fc2c6738b30",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.1 (802.11i-2004 H.1); carried in Fuchsia iwlwifi
     * platform tkip unit test */
    {
        .name = "TKIP key mixing test vector 7",
        .kind = "mixing",
        .tk = "c8adc16a8b4dda3b4dd5b65438359b05",
        .ta = "945e244e4d6e",
        .iv32 = "8b1573b7",
        .iv16 = "30f8",
        .wepseed = "3030f8650da073ea614ea8f474ee0319",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.1 (802.11i-2004 H.1); carried in Fuchsia iwlwifi
     * platform tkip unit test */
    {
        .name = "TKIP key mixing test vector 8",
        .kind = "mixing",
        .tk = "c8adc16a8b4dda3b4dd5b65438359b05",
        .ta = "945e244e4d6e",
        .iv32 = "8b1573b7",
        .iv16 = "30f9",
        .wepseed = "3030f93155ce293437cc76712716ab8f",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.2 (802.11i-2004 H.2, table); Linux
     * crypto/testmgr.h michael_mic_tv_template */
    {
        .name = "Michael test vector 1",
        .kind = "michael",
        .key = "0000000000000000",
        .data = "",
        .mic = "82925c1ca1d130b8",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.2 (802.11i-2004 H.2, table); Linux
     * crypto/testmgr.h michael_mic_tv_template */
    {
        .name = "Michael test vector 2",
        .kind = "michael",
        .key = "82925c1ca1d130b8",
        .data = "4d",
        .mic = "434721ca40639b3f",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.2 (802.11i-2004 H.2, table); Linux
     * crypto/testmgr.h michael_mic_tv_template */
    {
        .name = "Michael test vector 3",
        .kind = "michael",
        .key = "434721ca40639b3f",
        .data = "4d69",
        .mic = "e8f9becae97e5d29",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.2 (802.11i-2004 H.2, table); Linux
     * crypto/testmgr.h michael_mic_tv_template */
    {
        .name = "Michael test vector 4",
        .kind = "michael",
        .key = "e8f9becae97e5d29",
        .data = "4d6963",
        .mic = "90038fc6cf13c1db",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.2 (802.11i-2004 H.2, table); Linux
     * crypto/testmgr.h michael_mic_tv_template */
    {
        .name = "Michael test vector 5",
        .kind = "michael",
        .key = "90038fc6cf13c1db",
        .data = "4d696368",
        .mic = "d55e100510128986",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.2 (802.11i-2004 H.2, table); Linux
     * crypto/testmgr.h michael_mic_tv_template */
    {
        .name = "Michael test vector 6",
        .kind = "michael",
        .key = "d55e100510128986",
        .data = "4d69636861656c",
        .mic = "0a942b124ecaa546",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.6.3 (802.11i-2004 H.6.3); madwifi
     * regression/tkip/test_tkip.c, hostap wlantest/test_vectors.c */
    {
        .name = "TKIP test mpdu",
        .kind = "mpdu",
        .tk = "12345678901234567890123456789012",
        .wepseed = "0020014cfe67bed27c867b1bf8028b1c",
        .mic = "6881a3f3d648d03c",
        .michael_key_used = "3456789012345678",
        .michael_input =
            "02030405060802030405060700000000aaaa03000000080045000054000040004001a555c0"
            "a80a02c0a80a0108003ab000000000cd4c05000000000008090a0b0c0d0e0f101112131415"
            "161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637",
        .mpdu_plain =
            "08422c00020304050608020304050607020304050607d002aaaa0300000008004500005400"
            "0040004001a555c0a80a02c0a80a0108003ab000000000cd4c05000000000008090a0b0c0d"
            "0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132"
            "33343536376881a3f3d648d03c",
        .tsc = "000000000001",
        .key_id = 0,
        .mpdu_encrypted =
            "08422c00020304050608020304050607020304050607d0020020012000000000c00e14fce7"
            "cfabc77547e666e57c0dac704a1e358a88c11c8e2e282e3801027a4656055ee93e9c254702"
            "e9735805ddb5769ba73f1ebb56e844ef912285d3dd6e541e823873558adba079068abd7f7f"
            "50959675acc4b4de9aa99c05f289a7c52fee5bfc14f6f8e5f8",
    },
};

#endif
