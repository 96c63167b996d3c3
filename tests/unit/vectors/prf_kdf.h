/* 802.11 PRF (HMAC-SHA-1) and KDF-Hash-Length (SHA-256, SHA-384): known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_PRF_KDF_H
#define VECTORS_PRF_KDF_H

#ifndef VECTOR_KDF_STRUCT
#define VECTOR_KDF_STRUCT
struct vector_kdf {
    const char *name;
    const char *function;
    const char *key;
    const char *label;
    const char *data;
    const char *context;
    long length_bits;
    const char *output;
};
#endif

static const struct vector_kdf vectors_prf_kdf[] = {
    /* IEEE Std 802.11-2016/2020/2024 Annex J.3.2 (802.11i H.3.2); carried in iwd
     * unit/test-prf-sha1.c */
    {
        .name = "PRF-512 test case 1",
        .function = "PRF-SHA1",
        .key = "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        .label = "prefix",
        .data = "4869205468657265",
        .length_bits = 512,
        .output =
            "bcd4c650b30b9684951829e0d75f9d54b862175ed9f00606e17d8da35402ffee75df78c3d3"
            "1e0f889f012120c0862beb67753e7439ae242edb8373698356cf5a",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.3.2 (802.11i H.3.2); carried in iwd
     * unit/test-prf-sha1.c */
    {
        .name = "PRF-512 test case 2",
        .function = "PRF-SHA1",
        .key = "4a656665",
        .label = "prefix",
        .data = "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
        .length_bits = 512,
        .output =
            "51f4de5b33f249adf81aeb713a3c20f4fe631446fabdfa58244759ae58ef9009a99abf4eac"
            "2ca5fa87e692c440eb40023e7babb206d61de7b92f41529092b8fc",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.3.2 (802.11i H.3.2); carried in iwd
     * unit/test-prf-sha1.c */
    {
        .name = "PRF-512 test case 3",
        .function = "PRF-SHA1",
        .key = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        .label = "prefix",
        .data =
            "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
            "dddddddddddddddddddddddddd",
        .length_bits = 512,
        .output =
            "e1ac546ec4cb636f9976487be5c86be17a0252ca5d8d8df12cfb0473525249ce9dd8d177ea"
            "d710bc9b590547239107aef7b4abd43d87f0a68f1cbd9e2b6f7607",
    },
    /* iwd unit/test-kdf-sha256.c */
    {
        .name = "KDF-SHA256 256 bits",
        .function = "KDF-SHA256",
        .key = "616263",
        .label = "KDF test",
        .context = "64617461",
        .length_bits = 256,
        .output = "9efd6eb02758cb7370a86f8a305375d41f8f21c2e47447f584f7d2291143d4d4",
    },
    /* hostap src/nan/nan_module_tests.c (Wi-Fi Aware NDP PTK) */
    {
        .name = "KDF-SHA256 384 bits (NAN pairwise key expansion, multi-block)",
        .function = "KDF-SHA256",
        .key = "0001020304050607000102030405060700010203040506070001020304050607",
        .label = "NAN Pairwise key expansion",
        .context =
            "00010203040510111213141520212223242526272021222324252627202122232425262720"
            "21222324252627303132333435363730313233343536373031323334353637303132333435"
            "3637",
        .length_bits = 384,
        .output =
            "6740476f9cb4cdeefbc7ad2578d55eb2e5c755bb4e4fd7bbdb19a5b36ccc77e3e27ffc7ba2"
            "d6b244634a0cf209f8069a",
    },
    /* hostap src/nan/nan_module_tests.c (Wi-Fi Aware NDP PTK) */
    {
        .name = "KDF-SHA384 704 bits (NAN pairwise key expansion, multi-block)",
        .function = "KDF-SHA384",
        .key = "0001020304050607000102030405060700010203040506070001020304050607",
        .label = "NAN Pairwise key expansion",
        .context =
            "00010203040510111213141520212223242526272021222324252627202122232425262720"
            "21222324252627303132333435363730313233343536373031323334353637303132333435"
            "3637",
        .length_bits = 704,
        .output =
            "7270d5dc05448ab41a73e55156a0783a3374624e81e039f8553e2c8a0babfce1f945fba7a6"
            "c90c7776646baac0597cd6a49931f26ebf0e49446112ba4c258be529338f77455513876961"
            "f433ad8747bba1d65b4daf0a375a",
    },
    /* hostap src/nan/nan_module_tests.c */
    {
        .name = "Truncate-128(HMAC-SHA256) (NAN PMKID)",
        .function = "HMAC-SHA256 truncated to 128 bits",
        .key = "0001020304050607000102030405060700010203040506070001020304050607",
        .data = "4e414e20504d4b204e616d6500010203040510111213141548da63dcde19",
        .output = "cf4f6444d8e2c4efa4f3a651f30f634f",
    },
    /* hostap src/nan/nan_module_tests.c */
    {
        .name = "Truncate-128(HMAC-SHA384) (NAN PMKID)",
        .function = "HMAC-SHA384 truncated to 128 bits",
        .key = "0001020304050607000102030405060700010203040506070001020304050607",
        .data = "4e414e20504d4b204e616d6500010203040510111213141548da63dcde19",
        .output = "081123c857526a096d46482ba802fc28",
    },
};

#endif
