/* EAPOL-Key MIC alone: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_EAPOL_MIC_H
#define VECTORS_EAPOL_MIC_H

#ifndef VECTOR_EAPOL_MIC_STRUCT
#define VECTOR_EAPOL_MIC_STRUCT
struct vector_eapol_mic {
    const char *name;
    const char *algorithm;
    const char *kck;
    const char *frame;
    const char *mic;
};
#endif

static const struct vector_eapol_mic vectors_eapol_mic[] = {
    /* iwd unit/test-eapol.c; aircrack-ng test/cryptounittest/test-calc-mic.c */
    {
        .name = "HMAC-MD5 (descriptor version 1)",
        .algorithm = "hmac-md5",
        .kck = "9a75ef0bde7c209ccae13f54b1b33ea3",
        .frame =
            "0103007502010a0010000000000000000159168bc3a5df18d71efb6423f340088dab9e1ba2"
            "bbc58659e07b3764b0de857000000000000000000000000000000000000000000000000000"
            "0000000000000000000000000000000000000000000000001630140100000fac040100000f"
            "ac040100000fac020100",
        .mic = "9cc3faa0c685961d8406bb657745135d",
    },
    /* iwd unit/test-eapol.c; aircrack-ng test/cryptounittest/test-calc-mic.c */
    {
        .name = "HMAC-SHA1-128 (descriptor version 2)",
        .algorithm = "hmac-sha1-128",
        .kck = "9a75ef0bde7c209ccae13f54b1b33ea3",
        .frame =
            "0103007502010a0010000000000000000159168bc3a5df18d71efb6423f340088dab9e1ba2"
            "bbc58659e07b3764b0de857000000000000000000000000000000000000000000000000000"
            "0000000000000000000000000000000000000000000000001630140100000fac040100000f"
            "ac040100000fac020100",
        .mic = "6f0489cf7406acf0ae8fcb32bce57c37",
    },
    /* aircrack-ng test/unit/test-wpapsk.c */
    {
        .name = "WPA2-PSK M2 (SHA-1)",
        .algorithm = "hmac-sha1-128",
        .kck = "ea0e404633c802450302868ccaa749de",
        .frame =
            "0103007502010a0010000000000000000159168bc3a5df18d71efb6423f340088dab9e1ba2"
            "bbc58659e07b3764b0de857000000000000000000000000000000000000000000000000000"
            "0000000000000000000000000000000000000000000000001630140100000fac040100000f"
            "ac040100000fac020100",
        .mic = "d5355382b8a9b806dcaf99cdaf564eb6",
    },
    /* aircrack-ng test/unit/test-wpapsk-cmac.c */
    {
        .name = "PSK-SHA256 M2 (AES-CMAC, KDF-SHA256)",
        .algorithm = "aes-128-cmac",
        .kck = "2c76dc592c3b671bac230f6c9e38a062",
        .frame =
            "0203007502010b001000000000000000036467233e730767c33e1df875c3ad0eb58a51ad70"
            "4a3fae06b818c0c5fcebf3af00000000000000000000000000000000000000000000000000"
            "0000000000000000000000000000000000000000000000001630140100000fac040100000f"
            "ac040100000fac068c00",
        .mic = "2e13c40ca1c2e4e2037f99a2da18a46b",
    },
    /* hashcat src/modules/module_02500.c ST_HASH */
    {
        .name = "hashcat WPA example hash (hccapx, key version 1)",
        .algorithm = "hmac-md5",
        .kck = "ce668e48f4e2b07edad551400d16c676",
        .frame =
            "01030077fe010900200000000000000001a4cf88375c44c830e6e5aa5d6faf352aa496a9ee"
            "129fb8292f7435df5420b82300000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000018dd160050f20101000050f202"
            "01000050f20201000050f202",
        .mic = "51aecc428f182acefbd1a9e62d369a07",
    },
    /* Wireshark 4.4 source test/captures/wpa2-psk-mfp.pcapng.gz (GPL-2.0-or-later test data;
     * keep as test data). capture carried by a GPL-2.0 source package; values recorded as
     * facts, keep as test data */
    {
        .name = "M2 of: PSK-SHA256 with MFP (IGTK KDE), Wireshark capture",
        .algorithm = "aes-128-cmac",
        .kck = "46f620285d4676ddd6438cb00b3a77ec",
        .frame =
            "0103007b02010b00000000000000000001c89b73d93ee6a79cfa7f911510959e61c5473253"
            "26f6f4863bf87e5ba9b2174100000000000000000000000000000000000000000000000000"
            "00000000000000a2cd009f60676ae34746cb83aaaf9781001c301a0100000fac040100000f"
            "ac040100000fac06c0000000000fac06",
        .mic = "a2cd009f60676ae34746cb83aaaf9781",
    },
    /* Wireshark 4.4 source test/captures/wpa3-sae.pcapng.gz (GPL-2.0-or-later test data; keep
     * as test data). capture carried by a GPL-2.0 source package; values recorded as facts,
     * keep as test data */
    {
        .name = "M2 of: SAE (AKM 8), Wireshark capture",
        .algorithm = "aes-128-cmac",
        .kck = "c987d95141d7babae41b9c9a2cd4cb8d",
        .frame =
            "0103007502010800000000000000000001c7b1a41f2f4123715a391c660bdd66f89c467867"
            "4dd5919ab5cc1378c4048cd400000000000000000000000000000000000000000000000000"
            "000000000000009f9bb05c41d24f432df5e1e361851fd3001630140100000fac040100000f"
            "ac040100000fac080000",
        .mic = "9f9bb05c41d24f432df5e1e361851fd3",
    },
    /* aircrack-ng test/n-02.cap. GPL-2.0 repository; values recorded as facts */
    {
        .name = "M2 of: PSK-SHA256 (AKM 6), aircrack-ng capture",
        .algorithm = "aes-128-cmac",
        .kck = "2c76dc592c3b671bac230f6c9e38a062",
        .frame =
            "0203007502010b001000000000000000036467233e730767c33e1df875c3ad0eb58a51ad70"
            "4a3fae06b818c0c5fcebf3af00000000000000000000000000000000000000000000000000"
            "000000000000002e13c40ca1c2e4e2037f99a2da18a46b001630140100000fac040100000f"
            "ac040100000fac068c00",
        .mic = "2e13c40ca1c2e4e2037f99a2da18a46b",
    },
};

#endif
