/* Protected MPDUs from public captures (known keys) with their plaintext: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_CAPTURE_MPDUS_H
#define VECTORS_CAPTURE_MPDUS_H

#ifndef VECTOR_CAPTURE_STRUCT
#define VECTOR_CAPTURE_STRUCT
struct vector_capture {
    const char *name;
    const char *cipher;
    const char *tk;
    const char *michael_key;
    const char *mpdu_encrypted;
    const char *pn;
    const char *tsc;
    const char *iv;
    long key_id;
    const char *aad;
    const char *nonce;
    const char *michael_input;
    const char *mic;
    const char *body_plain;
};
#endif

static const struct vector_capture vectors_capture_mpdus[] = {
    /* Wireshark 4.4 source test/captures/wpa-ccmp-256.pcapng.gz (GPL-2.0-or-later test data;
     * keep as test data). capture carried by a GPL-2.0 source package; values recorded as
     * facts, keep as test data */
    {
        .name = "CCMP-256 unicast QoS data, frame 55",
        .cipher = "CCMP-256",
        .tk = "4e6abbcf9dc0943936700b6825952218f58a47dfdf51dbb8ce9b02fd7d2d9e40",
        .mpdu_encrypted =
            "88410000020000000000020000000100020000000000900000000a00002000000000b5be74"
            "d5cdafbf84f289236712cbcd8f450557c88d7462d3a00abbd940a9c0f0a6a136a3e565f1f7"
            "55e3e1414a51577d75d6f024",
        .pn = "00000000000a",
        .key_id = 0,
        .aad = "884102000000000002000000010002000000000000000000",
        .nonce = "0002000000010000000000000a",
        .body_plain =
            "aaaa0300000008060001080006040002020000000100c0a80505020000000000c0a80501",
    },
    /* Wireshark 4.4 source test/captures/wpa-ccmp-256.pcapng.gz (GPL-2.0-or-later test data;
     * keep as test data). capture carried by a GPL-2.0 source package; values recorded as
     * facts, keep as test data */
    {
        .name = "CCMP-256 unicast QoS data, frame 56",
        .cipher = "CCMP-256",
        .tk = "4e6abbcf9dc0943936700b6825952218f58a47dfdf51dbb8ce9b02fd7d2d9e40",
        .mpdu_encrypted =
            "8842000002000000010002000000000002000000000030000000040000200000000010482e"
            "88151caf8d4ea46a17c3a2d40068f79c420e9cb9f5ca8fbc74a66bd5c4de483a3243b7e67b"
            "6eec411c7bf8abea24be88f45267885340d2062540e059688b95699f4084b909",
        .pn = "000000000004",
        .key_id = 0,
        .aad = "884202000000010002000000000002000000000000000000",
        .nonce = "00020000000000000000000004",
        .body_plain =
            "aaaa03000000080045000030c54340004001ea32c0a80501c0a805050800103ee7c1000000"
            "00000000000000000000000000000000000000",
    },
    /* Wireshark 4.4 source test/captures/wpa-ccmp-256.pcapng.gz (GPL-2.0-or-later test data;
     * keep as test data). capture carried by a GPL-2.0 source package; values recorded as
     * facts, keep as test data */
    {
        .name = "CCMP-256 group-addressed data, frame 24",
        .cipher = "CCMP-256",
        .tk = "502085ca205e668f7e7c61cdf4f731336bb31e4f5b28ec91860174192e9b2190",
        .mpdu_encrypted =
            "08420000ffffffffffff020000000000020000000000600b2a00006000000000bbabbfcdca"
            "eb8ec08c4b1e8c9816b2e73dd8cfd69c35560a0c15ae599f48e20f2723c30447e3d2ce378f"
            "b1739d18a51e0de74514",
        .pn = "00000000002a",
        .key_id = 1,
        .aad = "0842ffffffffffff0200000000000200000000000000",
        .nonce = "0002000000000000000000002a",
        .body_plain =
            "aaaa0300000008060001080006040001020000000000c0a80501000000000000c0a80505",
    },
    /* Wireshark 4.4 source test/captures/wpa-test-decode-mgmt.pcap.gz (GPL-2.0-or-later test
     * data; keep as test data). capture carried by a GPL-2.0 source package; values recorded
     * as facts, keep as test data */
    {
        .name = "CCMP-128 protected management frame, frame 9",
        .cipher = "CCMP-128",
        .tk = "06e93061d78ccd0052c628655e17ec2f",
        .mpdu_encrypted =
            "d04000006abbccddeeff90f652e6ef9290f652e6ef923000020000200000000047b3711fb7"
            "7e70f5eceaa287bfaa11ae75",
        .pn = "000000000002",
        .key_id = 0,
        .aad = "d0406abbccddeeff90f652e6ef9290f652e6ef920000",
        .nonce = "1090f652e6ef92000000000002",
        .body_plain = "030001021000001000",
    },
    /* Wireshark 4.4 source test/captures/wpa-test-decode-mgmt.pcap.gz (GPL-2.0-or-later test
     * data; keep as test data). capture carried by a GPL-2.0 source package; values recorded
     * as facts, keep as test data */
    {
        .name = "CCMP-128 protected management frame, frame 10",
        .cipher = "CCMP-128",
        .tk = "06e93061d78ccd0052c628655e17ec2f",
        .mpdu_encrypted =
            "d06000006abbccddeeff90f652e6ef9290f652e6ef9240000300002000000000f1bec5b50f"
            "2d3f982e6668a1d096",
        .pn = "000000000003",
        .key_id = 0,
        .aad = "d0406abbccddeeff90f652e6ef9290f652e6ef920000",
        .nonce = "1090f652e6ef92000000000003",
        .body_plain = "030200082500",
    },
    /* Wireshark 4.4 source test/captures/wpa-test-decode-mgmt.pcap.gz (GPL-2.0-or-later test
     * data; keep as test data). capture carried by a GPL-2.0 source package; values recorded
     * as facts, keep as test data */
    {
        .name = "CCMP-128 protected management frame, frame 11",
        .cipher = "CCMP-128",
        .tk = "06e93061d78ccd0052c628655e17ec2f",
        .mpdu_encrypted =
            "c04000006abbccddeeff90f652e6ef9290f652e6ef92f0011e0000200000000094580f9602"
            "5d2071a1eb",
        .pn = "00000000001e",
        .key_id = 0,
        .aad = "c0406abbccddeeff90f652e6ef9290f652e6ef920000",
        .nonce = "1090f652e6ef9200000000001e",
        .body_plain = "0200",
    },
    /* aircrack-ng test/capture_wds-01.cap. GPL-2.0 repository; values recorded as facts */
    {
        .name = "CCMP-128 4-address QoS data, frame 24",
        .cipher = "CCMP-128",
        .tk = "289604968a23a5b45e642a315a3a4262",
        .mpdu_encrypted =
            "88432c00001122000001001122000000333300000016000000112200000000000100002000"
            "000000fd9cac69078c3bb6cf3a39528a125066e7e545ea7f55020a16fc8158576c465f79ff"
            "2f9f8b73fcee36a1353fbb8f919e0bacab5bee01c2b4cd5752fa60b8df945435300cdfe427"
            "a061d3116b11f79bb58ed8b99f25f36b02e536d1869f8db3bdb6d3f70da100373b4993d2ef"
            "d34bb778",
        .pn = "000000000001",
        .key_id = 0,
        .aad = "884300112200000100112200000033330000001600000011220000000000",
        .nonce = "00001122000000000000000001",
        .body_plain =
            "aaaa0300000086dd600000000038000100000000000000000000000000000000ff02000000"
            "00000000000000000000163a000502000001008f006c700000000204000000ff0200000000"
            "000000000001ff00000004000000ff020000000000000000000000000002",
    },
    /* aircrack-ng test/capture_wds-01.cap. GPL-2.0 repository; values recorded as facts */
    {
        .name = "CCMP-128 4-address QoS data, frame 30",
        .cipher = "CCMP-128",
        .tk = "289604968a23a5b45e642a315a3a4262",
        .mpdu_encrypted =
            "88432c00001122000000001122000001333300000016000000112200000100000100002000"
            "000000dfee065315a91dd13b037850dd804adba488a1726061318cfff004334b965cfe6b14"
            "479a7aef8d63ff76623df7ae1559230d8e5673f2e86fe1758183f80f0177413e23bc4aa3f7"
            "12f83e2ca5b01ff14e40061b8b09e0f24ce77c7eda91d060be",
        .pn = "000000000001",
        .key_id = 0,
        .aad = "884300112200000000112200000133330000001600000011220000010000",
        .nonce = "00001122000001000000000001",
        .body_plain =
            "aaaa030000008100012c86dd600000000024000100000000000000000000000000000000ff"
            "0200000000000000000000000000163a000502000001008f006e8a0000000104000000ff02"
            "0000000000000000000000000002",
    },
    /* Wireshark 4.4 source test/captures/wpa2-psk-mfp.pcapng.gz (GPL-2.0-or-later test data;
     * keep as test data). capture carried by a GPL-2.0 source package; values recorded as
     * facts, keep as test data */
    {
        .name = "CCMP-128 unicast data, frame 15",
        .cipher = "CCMP-128",
        .tk = "4e30e8c019bea43ea5262b10853b818d",
        .mpdu_encrypted =
            "88410000020000000000020000000200020000000000900000000c000020000000008383ce"
            "46d33d9e2fe98f196c0aecbc208f014c9509e9b7b5db39f242a66a9d515d46b6063f0940d8"
            "822759fa",
        .pn = "00000000000c",
        .key_id = 0,
        .aad = "884102000000000002000000020002000000000000000000",
        .nonce = "0002000000020000000000000c",
        .body_plain =
            "aaaa0300000008060001080006040002020000000200c0a80505020000000000c0a80501",
    },
    /* Wireshark 4.4 source test/captures/wpa2-psk-mfp.pcapng.gz (GPL-2.0-or-later test data;
     * keep as test data). capture carried by a GPL-2.0 source package; values recorded as
     * facts, keep as test data */
    {
        .name = "CCMP-128 unicast data, frame 16",
        .cipher = "CCMP-128",
        .tk = "4e30e8c019bea43ea5262b10853b818d",
        .mpdu_encrypted =
            "88420000020000000200020000000000020000000000300000000600002000000000366c02"
            "1cf91e4725836395e612789e3fd9c1e958ec3c00542bd3708a02a02026045d2d05995bf247"
            "c004ef1165b6f1b46c8496a898c924eeb3f2e7732435e1b8",
        .pn = "000000000006",
        .key_id = 0,
        .aad = "884202000000020002000000000002000000000000000000",
        .nonce = "00020000000000000000000006",
        .body_plain =
            "aaaa03000000080045000030feb940004001b0bcc0a80501c0a805050800509fa760000000"
            "00000000000000000000000000000000000000",
    },
    /* Wireshark 4.4 source test/captures/wpa2-psk-mfp.pcapng.gz (GPL-2.0-or-later test data;
     * keep as test data). capture carried by a GPL-2.0 source package; values recorded as
     * facts, keep as test data */
    {
        .name = "CCMP-128 group-addressed data, frame 14",
        .cipher = "CCMP-128",
        .tk = "70cdbf2e5bc0ca22e53930818a5d80e4",
        .mpdu_encrypted =
            "08420000ffffffffffff020000000000020000000000b009100000600000000012c522bed5"
            "c785d6aa5e5f593fc92c9c9425f21a5628d728180666a70a3c4b1c0f5a5749064f719f4988"
            "2161",
        .pn = "000000000010",
        .key_id = 1,
        .aad = "0842ffffffffffff0200000000000200000000000000",
        .nonce = "00020000000000000000000010",
        .body_plain =
            "aaaa0300000008060001080006040001020000000000c0a80501000000000000c0a80505",
    },
    /* Wireshark 4.4 source test/captures/wpa1-gtk-rekey.pcapng.gz (GPL-2.0-or-later test
     * data; keep as test data). capture carried by a GPL-2.0 source package; values recorded
     * as facts, keep as test data */
    {
        .name = "TKIP unicast from DS, frame 22",
        .cipher = "TKIP",
        .tk = "d0e57d224c1bb8806089d8c23154074c",
        .michael_key = "700f9ba5fac1c270",
        .mpdu_encrypted =
            "08423a013878620ce7d23413e862a3403413e862a340908e00200120000000002ecbfd259f"
            "717b5ceb59f1415d07c477a144390b9fa36c5a4225401f6c03a56b1054556fe42e99621a1e"
            "6e13caf2237fbaa83b473eeb378c4166d71baed90e4de4b28d525c52a873991fd679d0366e"
            "abee4fa2ff9ddfdf1ffb3cd9ff1d220d989ddfd992e56f11f5e0cd59eaeb5e46924a62aea0"
            "7dcd8fa1556960abc26ec3a97271509eabaeed49fc0166ac0ce6040fabb56b1d21e1bf",
        .tsc = "000000000001",
        .key_id = 0,
        .michael_input =
            "3878620ce7d23413e862a34000000000aaaa03000000888e0203007ffe03a1002000000000"
            "0000000400000000000000000000000000000000000000000000000000000000000000008c"
            "fd9e79c100334f8a868dbf97ef05b900000000000000000000000000000000fca3a65f9d19"
            "62ec35e8620d713fcd2e00201640cd98b8c4ee216152d33446a6e6283bde19ef150d8b6176"
            "83a9a358e1e9e7",
        .mic = "344218ee15324225",
        .body_plain =
            "aaaa03000000888e0203007ffe03a100200000000000000004000000000000000000000000"
            "00000000000000000000000000000000000000008cfd9e79c100334f8a868dbf97ef05b900"
            "000000000000000000000000000000fca3a65f9d1962ec35e8620d713fcd2e00201640cd98"
            "b8c4ee216152d33446a6e6283bde19ef150d8b617683a9a358e1e9e7344218ee15324225",
    },
    /* Wireshark 4.4 source test/captures/wpa1-gtk-rekey.pcapng.gz (GPL-2.0-or-later test
     * data; keep as test data). capture carried by a GPL-2.0 source package; values recorded
     * as facts, keep as test data */
    {
        .name = "TKIP unicast to DS, frame 23",
        .cipher = "TKIP",
        .tk = "d0e57d224c1bb8806089d8c23154074c",
        .michael_key = "711ff4165b71005b",
        .mpdu_encrypted =
            "08413a013413e862a3403878620ce7d23413e862a340300000200020000000001e3bf25ac4"
            "648c451190e6265e0709be83caea7ed481ebcee90747a9c3679b520ed8caad528e1e62e333"
            "9075c98c99d4b5b9c43daf5c1cf07239daee0fdf26b54cc25c63ba5a7f804e042f1d366ecc"
            "3a1a5d49c3342c15632a4920fb4bf91e86a2d88918a227972584c1c99377f41a1cfc629c49"
            "06c4f3",
        .tsc = "000000000000",
        .key_id = 0,
        .michael_input =
            "3413e862a3403878620ce7d200000000aaaa03000000888e0103005ffe0321002000000000"
            "00000004000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000005f5f5161af9f"
            "bd2e26b6e7b1e6f38f9b0000",
        .mic = "093ef72e33c6624b",
        .body_plain =
            "aaaa03000000888e0103005ffe032100200000000000000004000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000000000005f5f5161af9fbd2e26b6e7b1e6f38f9b0000093ef72e"
            "33c6624b",
    },
    /* Wireshark 4.4 source test/captures/wpa1-gtk-rekey.pcapng.gz (GPL-2.0-or-later test
     * data; keep as test data). capture carried by a GPL-2.0 source package; values recorded
     * as facts, keep as test data */
    {
        .name = "TKIP unicast from DS, frame 39",
        .cipher = "TKIP",
        .tk = "d0e57d224c1bb8806089d8c23154074c",
        .michael_key = "700f9ba5fac1c270",
        .mpdu_encrypted =
            "08423a013878620ce7d23413e862a3403413e862a340c08f00200620000000000cb554d40a"
            "be1704d5edd8b7ee9301d44ae6a28c203731ed76c8399058224feea9254f8951c0f4456024"
            "1078def308fcdffed562666961f234e6cf69e1d580ab9e61368a16a0690d9e007ff993a821"
            "5f44e1a921a0911883d44fe2618e19d4f2fc65ba3a3f5d2c340512020ee2061cbe0f154679"
            "86b5ed19e3e4cfe4839d571beb80e915e6c690f26cd4d4ac6a631d1c8c2d1c5b699bef",
        .tsc = "000000000006",
        .key_id = 0,
        .michael_input =
            "3878620ce7d23413e862a34000000000aaaa03000000888e0203007ffe0391002000000000"
            "0000000500000000000000000000000000000000000000000000000000000000000000008c"
            "fd9e79c100334f8a868dbf97ef05bb00000000000000000000000000000000804afdf9fef8"
            "0920d4c17cc326b8db450020337f135626df255ece006ca6db3a391c997596045393aae5e3"
            "8eb0b13a45541f",
        .mic = "d0f492473b25f4e4",
        .body_plain =
            "aaaa03000000888e0203007ffe039100200000000000000005000000000000000000000000"
            "00000000000000000000000000000000000000008cfd9e79c100334f8a868dbf97ef05bb00"
            "000000000000000000000000000000804afdf9fef80920d4c17cc326b8db450020337f1356"
            "26df255ece006ca6db3a391c997596045393aae5e38eb0b13a45541fd0f492473b25f4e4",
    },
    /* Wireshark 4.4 source test/captures/wpa1-gtk-rekey.pcapng.gz (GPL-2.0-or-later test
     * data; keep as test data). capture carried by a GPL-2.0 source package; values recorded
     * as facts, keep as test data */
    {
        .name = "TKIP unicast to DS, frame 40",
        .cipher = "TKIP",
        .tk = "d0e57d224c1bb8806089d8c23154074c",
        .michael_key = "711ff4165b71005b",
        .mpdu_encrypted =
            "08413a013413e862a3403878620ce7d23413e862a340c00000200920000000008c0ef77288"
            "093a377607cd5f57a731865b993ec3dc29260849dcaebcc5771d3bd869787477f3f92b5835"
            "572d5adc90cafd0c192e27624e2403eee736edcc918f8a899dd576030f1ed9a1ff3657fd34"
            "978a05b99e86bde2d5adf0f39a84a8f3d0da0ad62b21ff60d8dc37958188edf13a5006d202"
            "3edf47",
        .tsc = "000000000009",
        .key_id = 0,
        .michael_input =
            "3413e862a3403878620ce7d200000000aaaa03000000888e0103005ffe0311002000000000"
            "00000005000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000004a76dde0ddce"
            "ee72dcc0aef6267a45390000",
        .mic = "a33f3eb73c17385f",
        .body_plain =
            "aaaa03000000888e0103005ffe031100200000000000000005000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000000000004a76dde0ddceee72dcc0aef6267a45390000a33f3eb7"
            "3c17385f",
    },
    /* Wireshark 4.4 source test/captures/wep.pcapng.gz (GPL-2.0-or-later test data; keep as
     * test data). capture carried by a GPL-2.0 source package; values recorded as facts, keep
     * as test data */
    {
        .name = "WEP-40 frame 14",
        .cipher = "WEP-40",
        .tk = "1234567890",
        .mpdu_encrypted =
            "0841df00020000000000020000000100ffffffffffff0008834b84003eda84e168400a556a"
            "914eddda25de8cda2cfaa03dc20db5a1c3383cb326dee4ea7bcff691a8f54e",
        .iv = "834b84",
        .key_id = 0,
        .body_plain =
            "aaaa0300000008060001080006040001020000000100c0a80506000000000000c0a80501",
    },
    /* Wireshark 4.4 source test/captures/wep.pcapng.gz (GPL-2.0-or-later test data; keep as
     * test data). capture carried by a GPL-2.0 source package; values recorded as facts, keep
     * as test data */
    {
        .name = "WEP-40 frame 15",
        .cipher = "WEP-40",
        .tk = "1234567890",
        .mpdu_encrypted =
            "08423a01020000000100020000000000020000000000f00965af7c00bb6e950651c3108ae2"
            "c500bd461eacea4c4e7b47d86b8e4590037604b9713280a06d4de44db49d14",
        .iv = "65af7c",
        .key_id = 0,
        .body_plain =
            "aaaa0300000008060001080006040002020000000000c0a80501020000000100c0a80506",
    },
    /* Wireshark 4.4 source test/captures/wep.pcapng.gz (GPL-2.0-or-later test data; keep as
     * test data). capture carried by a GPL-2.0 source package; values recorded as facts, keep
     * as test data */
    {
        .name = "WEP-40 frame 16",
        .cipher = "WEP-40",
        .tk = "1234567890",
        .mpdu_encrypted =
            "0841df000200000000000200000001000200000000001008834b8500b6d5ec20dfa8faca52"
            "87799a3e0a2bbbee67d41c22236f6d6bbefa4f01e4ff22b51f28fa2202f42ea70664cc518a"
            "c354355e9ae3d8af3e4b17cc56687ea53b357ff38ef6d222374b1206407f491e41e37e6106"
            "4963ba637c41ce8b9c0002b384",
        .iv = "834b85",
        .key_id = 0,
        .body_plain =
            "aaaa03000000080045000054b0f940004001fe57c0a80506c0a805010800c4976eb100014b"
            "4d8f5f000000002436070000000000101112131415161718191a1b1c1d1e1f202122232425"
            "262728292a2b2c2d2e2f3031323334353637",
    },
    /* vanhoefm/fragattacks example capture ping_I_E_E__inc_pn_2-fromap.pcapng. BSD-3-Clause
     * repository */
    {
        .name = "CCMP-128 fragment, frame 130 (fragment number 0, More Fragments 1)",
        .cipher = "CCMP-128",
        .tk = "c7332725a6839bdf764f8b869a6125c6",
        .mpdu_encrypted =
            "884600005af7192bed5e6470022fd7676470022fd7672001020001010020000000001cb74f"
            "0f05c93b3065ad33dccd00de27e6b95ed10589e9303df705c0be9f141071",
        .pn = "000000000101",
        .key_id = 0,
        .aad = "88465af7192bed5e6470022fd7676470022fd76700000200",
        .nonce = "026470022fd767000000000101",
        .body_plain = "aaaa0300000008004500002a000100004001317ec0a86401c0",
    },
    /* vanhoefm/fragattacks example capture ping_I_E_E__inc_pn_2-fromap.pcapng. BSD-3-Clause
     * repository */
    {
        .name = "CCMP-128 fragment, frame 132 (fragment number 1, More Fragments 0)",
        .cipher = "CCMP-128",
        .tk = "c7332725a6839bdf764f8b869a6125c6",
        .mpdu_encrypted =
            "884200005af7192bed5e6470022fd7676470022fd767210102000301002000000000a32d4b"
            "263f0e2978de9abae31b37bb2ff75cb5fee43f9e0914fb9ad527b1dce1bb",
        .pn = "000000000103",
        .key_id = 0,
        .aad = "88425af7192bed5e6470022fd7676470022fd76701000200",
        .nonce = "026470022fd767000000000103",
        .body_plain = "a864020800091400000000746573745f70696e675f69636d70",
    },
};

#endif
