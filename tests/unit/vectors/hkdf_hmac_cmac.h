/* HMAC (MD5, SHA-1, SHA-256, SHA-384, SHA-512), HKDF, AES-CMAC, MD4: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_HKDF_HMAC_CMAC_H
#define VECTORS_HKDF_HMAC_CMAC_H

#ifndef VECTOR_MAC_STRUCT
#define VECTOR_MAC_STRUCT
struct vector_mac {
    const char *name;
    const char *kind;
    const char *hash;
    const char *key;
    const char *data;
    const char *mac;
};
#endif

static const struct vector_mac vectors_hkdf_hmac_cmac[] = {
    /* RFC 2202 section 2 (Debian python3-cryptography-vectors HMAC/rfc-2202-md5.txt) */
    {
        .name = "HMAC-MD5 vector 1",
        .kind = "hmac",
        .hash = "md5",
        .key = "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        .data = "4869205468657265",
        .mac = "9294727a3638bb1c13f48ef8158bfc9d",
    },
    /* RFC 2202 section 2 (Debian python3-cryptography-vectors HMAC/rfc-2202-md5.txt) */
    {
        .name = "HMAC-MD5 vector 2",
        .kind = "hmac",
        .hash = "md5",
        .key = "4a656665",
        .data = "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
        .mac = "750c783e6ab0b503eaa86e310a5db738",
    },
    /* RFC 2202 section 2 (Debian python3-cryptography-vectors HMAC/rfc-2202-md5.txt) */
    {
        .name = "HMAC-MD5 vector 3",
        .kind = "hmac",
        .hash = "md5",
        .key = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        .data =
            "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
            "dddddddddddddddddddddddddd",
        .mac = "56be34521d144c88dbb8c733f0e8b3f6",
    },
    /* RFC 2202 section 2 (Debian python3-cryptography-vectors HMAC/rfc-2202-md5.txt) */
    {
        .name = "HMAC-MD5 vector 4",
        .kind = "hmac",
        .hash = "md5",
        .key = "0102030405060708090a0b0c0d0e0f10111213141516171819",
        .data =
            "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
            "cdcdcdcdcdcdcdcdcdcdcdcdcd",
        .mac = "697eaf0aca3a3aea3a75164746ffaa79",
    },
    /* RFC 2202 section 2 (Debian python3-cryptography-vectors HMAC/rfc-2202-md5.txt) */
    {
        .name = "HMAC-MD5 vector 5",
        .kind = "hmac",
        .hash = "md5",
        .key = "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c",
        .data = "546573742057697468205472756e636174696f6e",
        .mac = "56461ef2342edc00f9bab995690efd4c",
    },
    /* RFC 2202 section 2 (Debian python3-cryptography-vectors HMAC/rfc-2202-md5.txt) */
    {
        .name = "HMAC-MD5 vector 6",
        .kind = "hmac",
        .hash = "md5",
        .key =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaa",
        .data =
            "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579"
            "202d2048617368204b6579204669727374",
        .mac = "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd",
    },
    /* RFC 2202 section 2 (Debian python3-cryptography-vectors HMAC/rfc-2202-md5.txt) */
    {
        .name = "HMAC-MD5 vector 7",
        .kind = "hmac",
        .hash = "md5",
        .key =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaa",
        .data =
            "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579"
            "20616e64204c6172676572205468616e204f6e6520426c6f636b2d53697a652044617461",
        .mac = "6f630fad67cda0ee1fb1f562db3aa53e",
    },
    /* RFC 2202 section 3 (Debian python3-cryptography-vectors HMAC/rfc-2202-sha1.txt) */
    {
        .name = "HMAC-SHA1 vector 1",
        .kind = "hmac",
        .hash = "sha1",
        .key = "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        .data = "4869205468657265",
        .mac = "b617318655057264e28bc0b6fb378c8ef146be00",
    },
    /* RFC 2202 section 3 (Debian python3-cryptography-vectors HMAC/rfc-2202-sha1.txt) */
    {
        .name = "HMAC-SHA1 vector 2",
        .kind = "hmac",
        .hash = "sha1",
        .key = "4a656665",
        .data = "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
        .mac = "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
    },
    /* RFC 2202 section 3 (Debian python3-cryptography-vectors HMAC/rfc-2202-sha1.txt) */
    {
        .name = "HMAC-SHA1 vector 3",
        .kind = "hmac",
        .hash = "sha1",
        .key = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        .data =
            "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
            "dddddddddddddddddddddddddd",
        .mac = "125d7342b9ac11cd91a39af48aa17b4f63f175d3",
    },
    /* RFC 2202 section 3 (Debian python3-cryptography-vectors HMAC/rfc-2202-sha1.txt) */
    {
        .name = "HMAC-SHA1 vector 4",
        .kind = "hmac",
        .hash = "sha1",
        .key = "0102030405060708090a0b0c0d0e0f10111213141516171819",
        .data =
            "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
            "cdcdcdcdcdcdcdcdcdcdcdcdcd",
        .mac = "4c9007f4026250c6bc8414f9bf50c86c2d7235da",
    },
    /* RFC 2202 section 3 (Debian python3-cryptography-vectors HMAC/rfc-2202-sha1.txt) */
    {
        .name = "HMAC-SHA1 vector 5",
        .kind = "hmac",
        .hash = "sha1",
        .key = "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c",
        .data = "546573742057697468205472756e636174696f6e",
        .mac = "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04",
    },
    /* RFC 2202 section 3 (Debian python3-cryptography-vectors HMAC/rfc-2202-sha1.txt) */
    {
        .name = "HMAC-SHA1 vector 6",
        .kind = "hmac",
        .hash = "sha1",
        .key =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaa",
        .data =
            "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579"
            "202d2048617368204b6579204669727374",
        .mac = "aa4ae5e15272d00e95705637ce8a3b55ed402112",
    },
    /* RFC 2202 section 3 (Debian python3-cryptography-vectors HMAC/rfc-2202-sha1.txt) */
    {
        .name = "HMAC-SHA1 vector 7",
        .kind = "hmac",
        .hash = "sha1",
        .key =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaa",
        .data =
            "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579"
            "20616e64204c6172676572205468616e204f6e6520426c6f636b2d53697a652044617461",
        .mac = "e8e99d0f45237d786d6bbaa7965c7808bbff1a91",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha256.txt) */
    {
        .name = "HMAC-SHA256 vector 1",
        .kind = "hmac",
        .hash = "sha256",
        .key = "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        .data = "4869205468657265",
        .mac = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha256.txt) */
    {
        .name = "HMAC-SHA256 vector 2",
        .kind = "hmac",
        .hash = "sha256",
        .key = "4a656665",
        .data = "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
        .mac = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha256.txt) */
    {
        .name = "HMAC-SHA256 vector 3",
        .kind = "hmac",
        .hash = "sha256",
        .key = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        .data =
            "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
            "dddddddddddddddddddddddddd",
        .mac = "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha256.txt) */
    {
        .name = "HMAC-SHA256 vector 4",
        .kind = "hmac",
        .hash = "sha256",
        .key = "0102030405060708090a0b0c0d0e0f10111213141516171819",
        .data =
            "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
            "cdcdcdcdcdcdcdcdcdcdcdcdcd",
        .mac = "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha256.txt) */
    {
        .name = "HMAC-SHA256 vector 5",
        .kind = "hmac",
        .hash = "sha256",
        .key =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        .data =
            "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579"
            "202d2048617368204b6579204669727374",
        .mac = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha256.txt) */
    {
        .name = "HMAC-SHA256 vector 6",
        .kind = "hmac",
        .hash = "sha256",
        .key =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        .data =
            "5468697320697320612074657374207573696e672061206c6172676572207468616e20626c"
            "6f636b2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d"
            "73697a6520646174612e20546865206b6579206e6565647320746f20626520686173686564"
            "206265666f7265206265696e6720757365642062792074686520484d414320616c676f7269"
            "74686d2e",
        .mac = "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha384.txt) */
    {
        .name = "HMAC-SHA384 vector 1",
        .kind = "hmac",
        .hash = "sha384",
        .key = "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        .data = "4869205468657265",
        .mac =
            "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea907"
            "6ede7f4af152e8b2fa9cb6",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha384.txt) */
    {
        .name = "HMAC-SHA384 vector 2",
        .kind = "hmac",
        .hash = "sha384",
        .key = "4a656665",
        .data = "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
        .mac =
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e"
            "69e2c78b3239ecfab21649",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha384.txt) */
    {
        .name = "HMAC-SHA384 vector 3",
        .kind = "hmac",
        .hash = "sha384",
        .key = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        .data =
            "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
            "dddddddddddddddddddddddddd",
        .mac =
            "88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9febe83ef4e55966144b2a5ab39dc1"
            "3814b94e3ab6e101a34f27",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha384.txt) */
    {
        .name = "HMAC-SHA384 vector 4",
        .kind = "hmac",
        .hash = "sha384",
        .key = "0102030405060708090a0b0c0d0e0f10111213141516171819",
        .data =
            "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
            "cdcdcdcdcdcdcdcdcdcdcdcdcd",
        .mac =
            "3e8a69b7783c25851933ab6290af6ca77a9981480850009cc5577c6e1f573b4e6801dd23c4"
            "a7d679ccf8a386c674cffb",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha384.txt) */
    {
        .name = "HMAC-SHA384 vector 5",
        .kind = "hmac",
        .hash = "sha384",
        .key =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        .data =
            "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579"
            "202d2048617368204b6579204669727374",
        .mac =
            "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab40"
            "30fe8296248df163f44952",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha384.txt) */
    {
        .name = "HMAC-SHA384 vector 6",
        .kind = "hmac",
        .hash = "sha384",
        .key =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        .data =
            "5468697320697320612074657374207573696e672061206c6172676572207468616e20626c"
            "6f636b2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d"
            "73697a6520646174612e20546865206b6579206e6565647320746f20626520686173686564"
            "206265666f7265206265696e6720757365642062792074686520484d414320616c676f7269"
            "74686d2e",
        .mac =
            "6617178e941f020d351e2f254e8fd32c602420feb0b8fb9adccebb82461e99c5a678cc31e7"
            "99176d3860e6110c46523e",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha512.txt) */
    {
        .name = "HMAC-SHA512 vector 1",
        .kind = "hmac",
        .hash = "sha512",
        .key = "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        .data = "4869205468657265",
        .mac =
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6"
            "b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha512.txt) */
    {
        .name = "HMAC-SHA512 vector 2",
        .kind = "hmac",
        .hash = "sha512",
        .key = "4a656665",
        .data = "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
        .mac =
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c0"
            "5a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha512.txt) */
    {
        .name = "HMAC-SHA512 vector 3",
        .kind = "hmac",
        .hash = "sha512",
        .key = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        .data =
            "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
            "dddddddddddddddddddddddddd",
        .mac =
            "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279"
            "a722c806b485a47e67c807b946a337bee8942674278859e13292fb",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha512.txt) */
    {
        .name = "HMAC-SHA512 vector 4",
        .kind = "hmac",
        .hash = "sha512",
        .key = "0102030405060708090a0b0c0d0e0f10111213141516171819",
        .data =
            "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
            "cdcdcdcdcdcdcdcdcdcdcdcdcd",
        .mac =
            "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3dba91ca5c11a"
            "a25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha512.txt) */
    {
        .name = "HMAC-SHA512 vector 5",
        .kind = "hmac",
        .hash = "sha512",
        .key =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        .data =
            "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579"
            "202d2048617368204b6579204669727374",
        .mac =
            "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e0"
            "5f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598",
    },
    /* RFC 4231 section 4 (Debian python3-cryptography-vectors HMAC/rfc-4231-sha512.txt) */
    {
        .name = "HMAC-SHA512 vector 6",
        .kind = "hmac",
        .hash = "sha512",
        .key =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        .data =
            "5468697320697320612074657374207573696e672061206c6172676572207468616e20626c"
            "6f636b2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d"
            "73697a6520646174612e20546865206b6579206e6565647320746f20626520686173686564"
            "206265666f7265206265696e6720757365642062792074686520484d414320616c676f7269"
            "74686d2e",
        .mac =
            "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944b6022cac3c"
            "4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58",
    },
    /* RFC 4493 section 4 / NIST SP 800-38B appendix D; IEEE Std 802.11-2016/2020/2024 Annex
     * J.8 */
    {
        .name = "AES-128-CMAC, 0 octets",
        .kind = "cmac",
        .key = "2b7e151628aed2a6abf7158809cf4f3c",
        .data = "",
        .mac = "bb1d6929e95937287fa37d129b756746",
    },
    /* RFC 4493 section 4 / NIST SP 800-38B appendix D; IEEE Std 802.11-2016/2020/2024 Annex
     * J.8 */
    {
        .name = "AES-128-CMAC, 16 octets",
        .kind = "cmac",
        .key = "2b7e151628aed2a6abf7158809cf4f3c",
        .data = "6bc1bee22e409f96e93d7e117393172a",
        .mac = "070a16b46b4d4144f79bdd9dd04a287c",
    },
    /* RFC 4493 section 4 / NIST SP 800-38B appendix D; IEEE Std 802.11-2016/2020/2024 Annex
     * J.8 */
    {
        .name = "AES-128-CMAC, 40 octets",
        .kind = "cmac",
        .key = "2b7e151628aed2a6abf7158809cf4f3c",
        .data =
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a3"
            "5ce411",
        .mac = "dfa66747de9ae63030ca32611497c827",
    },
    /* RFC 4493 section 4 / NIST SP 800-38B appendix D; IEEE Std 802.11-2016/2020/2024 Annex
     * J.8 */
    {
        .name = "AES-128-CMAC, 64 octets",
        .kind = "cmac",
        .key = "2b7e151628aed2a6abf7158809cf4f3c",
        .data =
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a3"
            "5ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710",
        .mac = "51f0bebf7e3b9d92fc49741779363cfe",
    },
    /* NIST SP 800-38B appendix D; Linux testmgr aes_cmac128_tv_template */
    {
        .name = "AES-256-CMAC, 0 octets",
        .kind = "cmac",
        .key = "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
        .data = "",
        .mac = "028962f61b7bf89efc6b551f4667d983",
    },
    /* NIST SP 800-38B appendix D; Linux testmgr aes_cmac128_tv_template */
    {
        .name = "AES-256-CMAC, 16 octets",
        .kind = "cmac",
        .key = "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
        .data = "6bc1bee22e409f96e93d7e117393172a",
        .mac = "28a7023f452e8f82bd4bf28d8c37c35c",
    },
    /* NIST SP 800-38B appendix D; Linux testmgr aes_cmac128_tv_template */
    {
        .name = "AES-256-CMAC, 40 octets",
        .kind = "cmac",
        .key = "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
        .data =
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a3"
            "5ce411",
        .mac = "aaf3d8f1de5640c232f5b169b9c911e6",
    },
    /* NIST SP 800-38B appendix D; Linux testmgr aes_cmac128_tv_template */
    {
        .name = "AES-256-CMAC, 64 octets",
        .kind = "cmac",
        .key = "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
        .data =
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a3"
            "5ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710",
        .mac = "e1992190549f6ed5696a2c056c315410",
    },
};

#endif
