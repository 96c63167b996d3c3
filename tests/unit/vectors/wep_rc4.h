/* WEP encapsulation and RC4 key stream: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_WEP_RC4_H
#define VECTORS_WEP_RC4_H

#ifndef VECTOR_WEP_STRUCT
#define VECTOR_WEP_STRUCT
struct vector_wep {
    const char *name;
    const char *kind;
    const char *key;
    const char *iv;
    long key_id;
    const char *mpdu_plain;
    const char *mpdu_encrypted;
    long offset;
    const char *plaintext;
    const char *ciphertext;
};
#endif

static const struct vector_wep vectors_wep_rc4[] = {
    /* IEEE Std 802.11-2016/2020/2024 Annex J.6.2 (802.11i-2004 H.6.2); madwifi
     * regression/wep/test_wep.c */
    {
        .name = "WEP-40 test mpdu",
        .kind = "wep",
        .key = "3031323334",
        .iv = "fb029e",
        .key_id = 2,
        .mpdu_plain =
            "0848c32c0fd2e128a57c5030f1844408abaea5b8fcba8033aaaa0300000008004500004e66"
            "1a00008011be640a0001220affffff00890089003a000080a6011000010000000000002045"
            "43454a454845434643455046454549454646434341434143414341434141410000200001",
        .mpdu_encrypted =
            "0848c32c0fd2e128a57c5030f1844408abaea5b8fcba8033fb029e80f69c5806bd6ce84626"
            "bcbefb9474650aad1f7909b0f64d5f58a503a258b7ed22eb0ea64930d3a056a55742fcce14"
            "1d485f8aa836dea18df42c5380805ad0c61a5d6f58f41040b24b7d1a693856ed0d4398e7ae"
            "e3bf0e2a2ca8f7",
    },
    /* aircrack-ng test/cryptounittest/test-encrypt-wep.c */
    {
        .name = "RC4 with a 104-bit key, 256 octets",
        .kind = "rc4",
        .key = "6e9c7a919fb8ae93c1ab803c09",
        .offset = 0,
        .plaintext =
            "91cefff09b76b1c7b3aee9b639e2e2cb46bb20daef0dd8657537ff8b7849396e086d930a40"
            "d1a7e6226bff9421a80edb332b4b88196c940ef3d8cccbaf9989494f4b424ff496a6d3c900"
            "b7c71163950e29710a38c204dfb501aaca86474aa341e61a00a7d6ffe78964b5382a5dbc13"
            "948e0c93b6c84e4fc6069bef9b56e39054cb34640b3d120262fedca88e38ce363ae84df0ed"
            "7159e5eda4b112ebd583a6c95c76988d1bcb3c31f510fe40cc8327e6dfb9e184fcc3cc8d7a"
            "a3e5615692ad7ca262466f5ca016c452dbf675e1352291e8818713c1c10ab0be20e7f55555"
            "0cf3996753af3515a94872d8eb4acf5bf5b6bc3024cbfd6c5cf5625cfda565d9d4d7",
        .ciphertext =
            "72ea7cf362d063b6f63bd6fc1c6cc018d01023d6864e04f00ec734ca663401ac46d47d1524"
            "a7aab006014f9f611c4e6d5422836f3643120107b8db3c32c6e25f664e7e554f5d61308ab9"
            "b711cbaee96866107de73929efb069caeccf2c685752624f89d65805e36aa1d1c82c0b2de4"
            "c973d7b04f6557a219c7bfa1a743495114a4122415b17139de5e9515b4b9b56157bf4324e2"
            "b89f382f4529fa9580180d5d41352a83443771cb803d9dc4dcc426ea28b9a72b405627eebc"
            "faf7980933d1e385790dd887a3fe8e37c448bf6686fa490e0ff28242fe87cd18b08a91bb97"
            "9b4e9236b24712f0eb09dc7adf60dfcd197c2d724e3a6d8f538ee103eb444a029f52",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 01020304.. offset 0",
        .kind = "rc4",
        .key = "0102030405",
        .offset = 0,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "b2396305f03dc027ccc3524a0a1118a8",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 01020304.. offset 240",
        .kind = "rc4",
        .key = "0102030405",
        .offset = 240,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "28cb1132c96ce286421dcaadb8b69eae",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 01020304.. offset 256",
        .kind = "rc4",
        .key = "0102030405",
        .offset = 256,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "1cfcf62b03eddb641d77dfcf7f8d8c93",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 01020304.. offset 496",
        .kind = "rc4",
        .key = "0102030405",
        .offset = 496,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "42b7d0cdd918a8a33dd51781c81f4041",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 01020304.. offset 512",
        .kind = "rc4",
        .key = "0102030405",
        .offset = 512,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "6459844432a7da923cfb3eb4980661f6",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 01020304.. offset 1008",
        .kind = "rc4",
        .key = "0102030405",
        .offset = 1008,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "45129048e6a0ed0b56b490338f078da5",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 01020304.. offset 2032",
        .kind = "rc4",
        .key = "0102030405",
        .offset = 2032,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "1eb14a0c13b3bf47fa2a0ba93ad45b8b",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 01020304.. offset 4096",
        .kind = "rc4",
        .key = "0102030405",
        .offset = 4096,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "ff25b58995996707e51fbdf08b34d875",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 83322277.. offset 0",
        .kind = "rc4",
        .key = "833222772a",
        .offset = 0,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "80ad97bdc973df8a2e879e92a497efda",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 83322277.. offset 240",
        .kind = "rc4",
        .key = "833222772a",
        .offset = 240,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "faa148e99046181fec6b2085f3b20ed9",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 83322277.. offset 256",
        .kind = "rc4",
        .key = "833222772a",
        .offset = 256,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "f0daf5bab3d596839857846f73fbfe5a",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 83322277.. offset 496",
        .kind = "rc4",
        .key = "833222772a",
        .offset = 496,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "1c7e2fc4639232fe297584b296996bc8",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 83322277.. offset 512",
        .kind = "rc4",
        .key = "833222772a",
        .offset = 512,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "3db9b249406cc8edffac55ccd322ba12",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 83322277.. offset 1008",
        .kind = "rc4",
        .key = "833222772a",
        .offset = 1008,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "6da453dbf81e82334a3d8866cb50a1e3",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 83322277.. offset 2032",
        .kind = "rc4",
        .key = "833222772a",
        .offset = 2032,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "e7119bd6dd9b22afe8f89585432881e2",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 40-bit key 83322277.. offset 4096",
        .kind = "rc4",
        .key = "833222772a",
        .offset = 4096,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "bf42c3018c2f7c66bfde524975768115",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key 01020304.. offset 0",
        .kind = "rc4",
        .key = "0102030405060708090a0b0c0d0e0f10",
        .offset = 0,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "9ac7cc9a609d1ef7b2932899cde41b97",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key 01020304.. offset 240",
        .kind = "rc4",
        .key = "0102030405060708090a0b0c0d0e0f10",
        .offset = 240,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "065902e4b620f6cc36c8589f66432f2b",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key 01020304.. offset 256",
        .kind = "rc4",
        .key = "0102030405060708090a0b0c0d0e0f10",
        .offset = 256,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "d39d566bc6bce3010768151549f3873f",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key 01020304.. offset 496",
        .kind = "rc4",
        .key = "0102030405060708090a0b0c0d0e0f10",
        .offset = 496,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "b6d1e6c4a5e4771cad79538df295fb11",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key 01020304.. offset 512",
        .kind = "rc4",
        .key = "0102030405060708090a0b0c0d0e0f10",
        .offset = 512,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "c68c1d5c559a974123df1dbc52a43b89",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key 01020304.. offset 1008",
        .kind = "rc4",
        .key = "0102030405060708090a0b0c0d0e0f10",
        .offset = 1008,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "e7a72574f8782ae26aabcf9ebcd66065",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key 01020304.. offset 2032",
        .kind = "rc4",
        .key = "0102030405060708090a0b0c0d0e0f10",
        .offset = 2032,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "d03d1bc03cd33d70dff9fa5d71963ebd",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key 01020304.. offset 4096",
        .kind = "rc4",
        .key = "0102030405060708090a0b0c0d0e0f10",
        .offset = 4096,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "a36a4c301ae8ac13610ccbc12256cacc",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key ebb46227.. offset 0",
        .kind = "rc4",
        .key = "ebb46227c6cc8b37641910833222772a",
        .offset = 0,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "720c94b63edf44e131d950ca211a5a30",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key ebb46227.. offset 240",
        .kind = "rc4",
        .key = "ebb46227c6cc8b37641910833222772a",
        .offset = 240,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "b3394a40aabf75cba42282ef25a0059f",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key ebb46227.. offset 256",
        .kind = "rc4",
        .key = "ebb46227c6cc8b37641910833222772a",
        .offset = 256,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "4847d81da4942dbc249defc48c922b9f",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key ebb46227.. offset 496",
        .kind = "rc4",
        .key = "ebb46227c6cc8b37641910833222772a",
        .offset = 496,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "08128c469f275342adda202b2b58da95",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key ebb46227.. offset 512",
        .kind = "rc4",
        .key = "ebb46227c6cc8b37641910833222772a",
        .offset = 512,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "970dacef40ad98723bac5d6955b81761",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key ebb46227.. offset 1008",
        .kind = "rc4",
        .key = "ebb46227c6cc8b37641910833222772a",
        .offset = 1008,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "b60595514f24bc9fe522a6cad7393644",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key ebb46227.. offset 2032",
        .kind = "rc4",
        .key = "ebb46227c6cc8b37641910833222772a",
        .offset = 2032,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "00a542bba02111cc2c65b38ebdba587e",
    },
    /* RFC 6229 section 2 */
    {
        .name = "RFC 6229 128-bit key ebb46227.. offset 4096",
        .kind = "rc4",
        .key = "ebb46227c6cc8b37641910833222772a",
        .offset = 4096,
        .plaintext = "00000000000000000000000000000000",
        .ciphertext = "5bbeb4787d59e5373fdbea6c6f75c29b",
    },
};

#endif
