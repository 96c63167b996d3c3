/* GCMP-128 / GCMP-256 MPDU examples: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_GCMP_H
#define VECTORS_GCMP_H

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

static const struct vector_mpdu vectors_gcmp[] = {
    /* IEEE Std 802.11ad-2012 M.11.1 / 802.11-2016+ J.11; hostap wlantest/test_vectors.c */
    {
        .name = "GCMP test mpdu 1",
        .tk = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        .mpdu_plain =
            "20020000000000000000ffffffffffffffffffffffff000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000",
        .pn = "000000000001",
        .key_id = 0,
        .aad = "2002000000000000ffffffffffffffffffffffff0000",
        .nonce = "ffffffffffff000000000001",
        .mpdu_encrypted =
            "20020000000000000000ffffffffffffffffffffffff000001000020000000005f5578c18f"
            "137ad279bf3f2b24c7bd8f277a1be6770da1d98b70c6d28ae01c559ecba6a01db067c5a27e"
            "4db08cdadc7752ad637eaf0a18ed13fbaa143bafef18f8fbce4c65e86bd02a87b601b7eab9"
            "3f2bbc874c8a710580f502341a6a53393143de4c9ec6a286f125718378aedc84eba2b30f5c"
            "28bb5d75c6b025466d0651c722dc71151f212d6887828a0382e9288a7f43d52b7d25086157"
            "646954bb43b57ea587a025f40ce74511e4dd2285b40ba3f3b96262cbc28c6aa7be443e7b41"
            "e1ebff524857a6816897750115b0231ab7c28472c06dd0b49be9f369a8c39ccd0db7983510"
            "e1ae8f05d77545e0235cdbd612f3150754cee5ce6a1225d99525026f7480cb0662ea71abfd"
            "9f04c7f872f58090",
        .mic = "80cb0662ea71abfd9f04c7f872f58090",
    },
    /* IEEE Std 802.11ad-2012 M.11.1 / 802.11-2016+ J.11; hostap wlantest/test_vectors.c */
    {
        .name = "GCMP test mpdu 2",
        .tk = "c97c1f67ce371185514a8a19f2bdd52f",
        .mpdu_plain =
            "88480b000fd2e128a57c5030f18444085030f184440880330300000102030405060708090a"
            "0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627",
        .pn = "00895f5f2b08",
        .key_id = 0,
        .aad = "88400fd2e128a57c5030f18444085030f184440800000300",
        .nonce = "5030f184440800895f5f2b08",
        .mpdu_encrypted =
            "88480b000fd2e128a57c5030f18444085030f184440880330300082b00205f5f890060e970"
            "0cc4d40ac6d288b201c38f5bf08b807442640a1596e5dbdad41d1f3623f45d7a12db7afb23"
            "def619c2a374b6df66ffa53b6c69d79e",
        .mic = "def619c2a374b6df66ffa53b6c69d79e",
    },
    /* IEEE Std 802.11ac-2013 M.11.1 / 802.11-2016+ J.11; hostap wlantest/test_vectors.c */
    {
        .name = "GCMP-256 test vector",
        .tk = "c97c1f67ce371185514a8a19f2bdd52f000102030405060708090a0b0c0d0e0f",
        .mpdu_plain =
            "88480b000fd2e128a57c5030f18444085030f184440880330300000102030405060708090a"
            "0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627",
        .pn = "00895f5f2b08",
        .key_id = 0,
        .aad = "88400fd2e128a57c5030f18444085030f184440800000300",
        .nonce = "5030f184440800895f5f2b08",
        .mpdu_encrypted =
            "88480b000fd2e128a57c5030f18444085030f184440880330300082b00205f5f8900658343"
            "c8b14447d9211defd46ad89c710c6fc33333236e3997b9176a5a8be779b21266555e70ad79"
            "114316859095473d5b1bd596b3dea3bf",
        .mic = "114316859095473d5b1bd596b3dea3bf",
    },
};

#endif
