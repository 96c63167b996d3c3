/* Pairwise key hierarchy: PMK -> PTK (KCK, KEK, TK): known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_PTK_H
#define VECTORS_PTK_H

#ifndef VECTOR_PTK_STRUCT
#define VECTOR_PTK_STRUCT
struct vector_ptk {
    const char *name;
    const char *kdf;
    const char *pmk;
    const char *aa;
    const char *spa;
    const char *anonce;
    const char *snonce;
    const char *kck;
    const char *kek;
    const char *tk;
    const char *kdk;
};
#endif

static const struct vector_ptk vectors_ptk[] = {
    /* IEEE Std 802.11-2016/2020/2024 Annex J.7.1/J.7.2 (Tables J-13/J-14); Fuchsia wlan
     * rsn/src/key/ptk.rs, iwd unit/test-crypto.c */
    {
        .name = "J.7.2 CCMP",
        .kdf = "PRF-SHA1",
        .pmk = "0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af",
        .aa = "a0a1a1a3a4a5",
        .spa = "b0b1b2b3b4b5",
        .anonce = "e0e1e2e3e4e5e6e7e8e9f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff000102030405",
        .snonce = "c0c1c2c3c4c5c6c7c8c9d0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5",
        .kck = "379f9852d0199236b94e407ce4c00ec8",
        .kek = "47c9edc01c2c6e5b4910caddfb3e51a7",
        .tk = "b2360c79e9710fdd58bea93deaf06599",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.7.3 (Table J-15); same carriers */
    {
        .name = "J.7.3 TKIP",
        .kdf = "PRF-SHA1",
        .pmk = "0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af",
        .aa = "a0a1a1a3a4a5",
        .spa = "b0b1b2b3b4b5",
        .anonce = "e0e1e2e3e4e5e6e7e8e9f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff000102030405",
        .snonce = "c0c1c2c3c4c5c6c7c8c9d0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5",
        .kck = "379f9852d0199236b94e407ce4c00ec8",
        .kek = "47c9edc01c2c6e5b4910caddfb3e51a7",
        .tk = "b2360c79e9710fdd58bea93deaf06599db980afbc29c152855740a6ce5ae3827",
    },
    /* iwd unit/test-crypto.c ptk_test_3 */
    {
        .name = "iwd PTK test 3",
        .kdf = "PRF-SHA1",
        .pmk = "9e9988bde2cba74395c0289ffda07bc41ffa889a3309237a2240c934bcdc7ddb",
        .aa = "000c41d294fb",
        .spa = "000d3a2610fb",
        .anonce = "dabdc104d457411aee338c00fa8a1f32abfc6cfb794360adce3afb5d159a51f6",
        .snonce = "893ee551214557fff3c076ac977915a2060727038e9bea9b6619a5bab40f89c1",
        .kck = "ccbf97a82b5c51a44325a77e9bc57050",
        .kek = "daec5438430f00eb893d84d8b4b4b5e8",
        .tk = "19f4dce0cc5f2166e94fdb3eaf68eb7680f4e2646e6d9e36260d89ffbf24ee7e",
    },
    /* iwd unit/test-crypto.c ptk_test_4; aircrack-ng test/cryptounittest/test-calc-mic.c */
    {
        .name = "iwd PTK test 4",
        .kdf = "PRF-SHA1",
        .pmk = "6fe857c0b742dfc2da8a1fe8b1b4b4628d9fbbb060826b83cb43b64b13e103e8",
        .aa = "00146c7e4080",
        .spa = "001346fe320c",
        .anonce = "225854b0444de3af06d1492b852984f04cf6274c0e3218b8681756864db7a055",
        .snonce = "59168bc3a5df18d71efb6423f340088dab9e1ba2bbc58659e07b3764b0de8570",
        .kck = "9a75ef0bde7c209ccae13f54b1b33ea3",
        .kek = "fa0166166e30811f1baaff8d1c1ac163",
        .tk = "82a49b50b86088c5cb793b542661a28a64693c72b86673e0a82d48c74768cbf9",
    },
    /* IEEE Std 802.11-2024 J.13; hostap src/common/common_module_tests.c */
    {
        .name = "J.13 PTK with KDK, SAE AKM (KDF-SHA256, 640 bits)",
        .kdf = "KDF-SHA256",
        .pmk = "def43e5567e01ca6649265f19a290eeff8bd888f6c1d9cc9d10f04bd378f3cad",
        .aa = "c0ffd4a8dbc1",
        .spa = "00904c01c107",
        .anonce = "be7a1ca284347b5bd67dbd2dfdb4d99f1afae0b88ba18e008718417e4b27ef5f",
        .snonce = "404b012ffb43ed0fb43ea1f287c91f2506d21b4a92d74b5ea50c943350ce8671",
        .kck = "cd7b9e7555362df0b63568484a8112f5",
        .kek = "99cad3588da0f1e63fd190191039bb4b",
        .tk = "9e2e9377e7532e737a1bc250fe194a03",
        .kdk = "6c7fb97ceb55b01acff00f070942bdf5291feb4bee38e0365b25a250bb2ac9ff",
    },
};

#endif
