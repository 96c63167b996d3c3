/* CCMP-128 / CCMP-256 MPDU examples: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_CCMP_H
#define VECTORS_CCMP_H

#ifndef VECTOR_MPDU_STRUCT
#define VECTOR_MPDU_STRUCT
struct vector_mpdu {
    const char *name;
    const char *tk;
    const char *mpdu_plain;
    const char *pn;
    long key_id;
    const char *aad;
    const char *nonce;
    const char *mpdu_encrypted;
    const char *mic;
    const char *current_rule_mpdu_encrypted;
};
#endif

static const struct vector_mpdu vectors_ccmp[] = {
    /* IEEE P802.11i/D7.0 I.7.4 = 802.11i-2004 H.6.4; carried in net80211 regression test
     * test_ccmp.c (FreeBSD tools/regression/net80211/ccmp, madwifi regression/ccmp); also
     * 802.11-2020 J.6.4, hostap wlantest/test_vectors.c */
    {
        .name = "CCMP test mpdu 1",
        .tk = "c97c1f67ce371185514a8a19f2bdd52f",
        .mpdu_plain =
            "0848c32c0fd2e128a57c5030f1844408abaea5b8fcba8033f8ba1a55d02f85ae967bb62fb6"
            "cda8eb7e78a050",
        .pn = "b5039776e70c",
        .key_id = 0,
        .aad = "08400fd2e128a57c5030f1844408abaea5b8fcba0000",
        .nonce = "005030f1844408b5039776e70c",
        .mpdu_encrypted =
            "0848c32c0fd2e128a57c5030f1844408abaea5b8fcba80330ce70020769703b5f3d0a2fe9a"
            "3dbf2342a643e43246e80c3c04d0197845ce0b16f97623",
        .mic = "7845ce0b16f97623",
    },
    /* IEEE P802.11i/D7.0 I.7.4 = 802.11i-2004 H.6.4; carried in net80211 regression test
     * test_ccmp.c (FreeBSD tools/regression/net80211/ccmp, madwifi regression/ccmp) */
    {
        .name = "CCMP test mpdu 2",
        .tk = "8f7a053fa577a5597529272097a603d5",
        .mpdu_plain =
            "38c06a51ea100c846850eec1762c88deaf2ee9f46a07e0cc83a0634b5ed7627eb9df225e05"
            "740342de194117",
        .pn = "31f3cbba97ea",
        .key_id = 2,
        .aad = "08c0ea100c846850eec1762c88deaf2ee9f46a070000",
        .nonce = "00eec1762c88de31f3cbba97ea",
        .mpdu_encrypted =
            "38c06a51ea100c846850eec1762c88deaf2ee9f46a07e0ccea9700a0bacbf331814b6965d0"
            "5bf2b2ed38d4beb069fe82714a610b542fbf8da06aa4ae",
        .mic = "542fbf8da06aa4ae",
    },
    /* IEEE P802.11i/D7.0 I.7.4 = 802.11i-2004 H.6.4; carried in net80211 regression test
     * test_ccmp.c (FreeBSD tools/regression/net80211/ccmp, madwifi regression/ccmp) */
    {
        .name = "CCMP test mpdu 3",
        .tk = "40cfb7a62e88013bd6d3affcc191041e",
        .mpdu_plain =
            "b8c8dc61d9577df763c8b6a88adf3691dc4a8bca94dd608220852c1bd036831c95496c5f4d"
            "bf3d559e72de802a18",
        .pn = "2fdca0f3a5ae",
        .key_id = 2,
        .aad = "88c0d9577df763c8b6a88adf3691dc4a8bca94dd00000000",
        .nonce = "00b6a88adf36912fdca0f3a5ae",
        .mpdu_encrypted =
            "b8c8dc61d9577df763c8b6a88adf3691dc4a8bca94dd60822085aea500a0f3a0dc2f89d858"
            "0340b626a0b6d4d013bf18f291b89646c8fd1f1f61a9fb4bb3",
        .mic = "fd1f1f61a9fb4bb3",
        .current_rule_mpdu_encrypted =
            "b8c8dc61d9577df763c8b6a88adf3691dc4a8bca94dd60822085aea500a0f3a0dc2f89d858"
            "0340b626a0b6d4d013bf18f291b89646c8d826963604e20bed",
    },
    /* IEEE P802.11i/D7.0 I.7.4 = 802.11i-2004 H.6.4; carried in net80211 regression test
     * test_ccmp.c (FreeBSD tools/regression/net80211/ccmp, madwifi regression/ccmp) */
    {
        .name = "CCMP test mpdu 4",
        .tk = "8c89a2ebc96c7602707fcf24b32d3833",
        .mpdu_plain =
            "a8ca3a11712a9ddf11db8ef82273470159140dd646a2c02f67a54fad2b1c290fa5ebd872fb"
            "c3f3a074898f8b2fbb",
        .pn = "f670a55a0fe3",
        .key_id = 0,
        .aad = "88c2712a9ddf11db8ef82273470159140dd646a200000700",
        .nonce = "078ef822734701f670a55a0fe3",
        .mpdu_encrypted =
            "a8ca3a11712a9ddf11db8ef82273470159140dd646a2c02f67a5e30f00205aa570f69d59b1"
            "5f371448c230f4d739052e13ab3b1a7b1031fc88004f35ee3d",
        .mic = "31fc88004f35ee3d",
        .current_rule_mpdu_encrypted =
            "a8ca3a11712a9ddf11db8ef82273470159140dd646a2c02f67a5e30f00205aa570f69d59b1"
            "5f371448c230f4d739052e13ab3b1a7b1012baa8a27eb81754",
    },
    /* IEEE P802.11i/D7.0 I.7.4 = 802.11i-2004 H.6.4; carried in net80211 regression test
     * test_ccmp.c (FreeBSD tools/regression/net80211/ccmp, madwifi regression/ccmp) */
    {
        .name = "CCMP test mpdu 5",
        .tk = "a574d5143bb25efddeff30122fdfd066",
        .mpdu_plain =
            "88da184145dec69a7480f351946bc96be276fbe6c12780f24b1928969b954f263a8018a9ef"
            "70a8b051462481922e",
        .pn = "a7ffe03c0e37",
        .key_id = 2,
        .aad = "88c245dec69a7480f351946bc96be276fbe6c12700000b00",
        .nonce = "0bf351946bc96ba7ffe03c0e37",
        .mpdu_encrypted =
            "88da184145dec69a7480f351946bc96be276fbe6c12780f24b19370e00a03ce0ffa7eb4ae4"
            "956a801da9624b7e0c18b23e615ec03af6ce0c3be197d305eb",
        .mic = "ce0c3be197d305eb",
        .current_rule_mpdu_encrypted =
            "88da184145dec69a7480f351946bc96be276fbe6c12780f24b19370e00a03ce0ffa7eb4ae4"
            "956a801da9624b7e0c18b23e615ec03af64ebcd0e777653ef8",
    },
    /* IEEE P802.11i/D7.0 I.7.4 = 802.11i-2004 H.6.4; carried in net80211 regression test
     * test_ccmp.c (FreeBSD tools/regression/net80211/ccmp, madwifi regression/ccmp) */
    {
        .name = "CCMP test mpdu 6",
        .tk = "f71eea4e1f58804b9717230ad0614641",
        .mpdu_plain =
            "8852e11f5af28430fdabbff943b9f9a6ab1d98c7fe7350713d6aabfda22d3a0bfc9cc1fc07"
            "9363c2fca143e6eb1d",
        .pn = "6b81eca48989",
        .key_id = 1,
        .aad = "88425af28430fdabbff943b9f9a6ab1d98c7fe7300000d00",
        .nonce = "0dbff943b9f9a66b81eca48989",
        .mpdu_encrypted =
            "8852e11f5af28430fdabbff943b9f9a6ab1d98c7fe7350713d6a89890060a4ec816b9a709b"
            "60a39d40b1dfb612e18b5f114badb6cc86309a8d5c466bbb71",
        .mic = "309a8d5c466bbb71",
    },
    /* IEEE P802.11i/D7.0 I.7.4 = 802.11i-2004 H.6.4; carried in net80211 regression test
     * test_ccmp.c (FreeBSD tools/regression/net80211/ccmp, madwifi regression/ccmp) */
    {
        .name = "CCMP test mpdu 7",
        .tk = "1bdb34980e038124a1db1a892bec366a",
        .mpdu_plain =
            "187981469b50f4fd56f6efec9520169183570c4ccdee20a098beca86f4b38da20cfdf24724"
            "c58eb835665339",
        .pn = "5eec4073e723",
        .key_id = 3,
        .aad = "08419b50f4fd56f6efec9520169183570c4ccdee0000",
        .nonce = "00efec952016915eec4073e723",
        .mpdu_encrypted =
            "187981469b50f4fd56f6efec9520169183570c4ccdee20a023e700e07340ec5e12c537ebf3"
            "ab584ef1fef9a1f3547a8c13b3225a2d0957ecfabe95b9",
        .mic = "2d0957ecfabe95b9",
    },
    /* IEEE P802.11i/D7.0 I.7.4 = 802.11i-2004 H.6.4; carried in net80211 regression test
     * test_ccmp.c (FreeBSD tools/regression/net80211/ccmp, madwifi regression/ccmp) */
    {
        .name = "CCMP test mpdu 8",
        .tk = "6eac1bf54bd54edb2321754303024c71",
        .mpdu_plain =
            "b8d94c72552d5f72bb70ca3f3aae60c48ba9b5f82c2f50eb2a5557cb5c0e5fcd885e9a4239"
            "e9b9cad60d64375979",
        .pn = "cefd996eccdd",
        .key_id = 2,
        .aad = "88c1552d5f72bb70ca3f3aae60c48ba9b5f82c2f00000a00",
        .nonce = "0aca3f3aae60c4cefd996eccdd",
        .mpdu_encrypted =
            "b8d94c72552d5f72bb70ca3f3aae60c48ba9b5f82c2f50eb2a55ddcc00a06e99fdce4bf281"
            "ef8ec7739f91591b97a87dc14b3fa174626dba8ef7f08087dd",
        .mic = "6dba8ef7f08087dd",
        .current_rule_mpdu_encrypted =
            "b8d94c72552d5f72bb70ca3f3aae60c48ba9b5f82c2f50eb2a55ddcc00a06e99fdce4bf281"
            "ef8ec7739f91591b97a87dc14b3fa17462bc0a1e09e90c97f2",
    },
    /* IEEE Std 802.11ac-2013 M.6.4 / 802.11-2016+ J.6.4; hostap wlantest/test_vectors.c */
    {
        .name = "CCMP-256 test vector",
        .tk = "c97c1f67ce371185514a8a19f2bdd52f000102030405060708090a0b0c0d0e0f",
        .mpdu_plain =
            "0848c32c0fd2e128a57c5030f1844408abaea5b8fcba8033f8ba1a55d02f85ae967bb62fb6"
            "cda8eb7e78a050",
        .pn = "b5039776e70c",
        .key_id = 0,
        .aad = "08400fd2e128a57c5030f1844408abaea5b8fcba0000",
        .nonce = "005030f1844408b5039776e70c",
        .mpdu_encrypted =
            "0848c32c0fd2e128a57c5030f1844408abaea5b8fcba80330ce70020769703b56d155d8832"
            "668256d6a92b78e11d8e54495dd17480aa56c9492e882b97642f80d50fe97b",
        .mic = "80aa56c9492e882b97642f80d50fe97b",
    },
    /* IEEE Std 802.11-2012 M.9.2 / 802.11-2016+ J.9.2; inputs in hostap
     * wlantest/test_vectors.c, output from running that program */
    {
        .name = "Unicast robust Deauthentication protected with CCMP-128",
        .tk = "66ed21042f9f26d7115706e40414cf2e",
        .mpdu_plain = "c000000002000000010002000000000002000000000060000200",
        .pn = "000000000001",
        .key_id = 0,
        .aad = "c0400200000001000200000000000200000000000000",
        .nonce = "10020000000000000000000001",
        .mpdu_encrypted =
            "c0400000020000000100020000000000020000000000600001000020000000001d07cafd04"
            "09bb8bafef",
        .mic = "cafd0409bb8bafef",
    },
    /* aircrack-ng test/cryptounittest/test-decrypt-ccmp.c (first 81 octets) */
    {
        .name = "Real data frame to DS (aircrack-ng decrypt test)",
        .tk = "1d035e8beb4f83611dc93e2657cecf69",
        .mpdu_plain =
            "08410201000b86c2a4850013ce5598ef000f66e3e401202eaaaa030000000800450000216a"
            "1200000101f743ac100065ac10000108002667040003004448435043",
        .pn = "000000000001",
        .key_id = 0,
        .aad = "0841000b86c2a4850013ce5598ef000f66e3e4010000",
        .nonce = "000013ce5598ef000000000001",
        .mpdu_encrypted =
            "08410201000b86c2a4850013ce5598ef000f66e3e401202e010000200000000095c31e2d02"
            "01589f4debe227c4e9c21db12c7a666a35808abe1e738dab1da36ba0f31681709a94f0b653"
            "2cd6935b141359",
        .mic = "532cd6935b141359",
    },
};

#endif
