/* EAPOL-Key frames. Made by gen_wire.py; the source stands at each entry.
 * Octets in hex. */
#ifndef VECTORS_EAPOL_FRAMES_H
#define VECTORS_EAPOL_FRAMES_H

struct vector_eapol_frame {
    const char *name;
    const char *frame;
    unsigned version;
    unsigned length;
    unsigned descriptor;
    unsigned info;
    unsigned key_length;
    unsigned long long replay;
    const char *nonce;
    const char *iv;
    const char *rsc;
    const char *mic;
    const char *data;
};

static const struct vector_eapol_frame vectors_eapol_frame[] = {
    /* iwd unit/test-eapol.c eapol_key_data_1 */
    {
        .name = "frame 1",
        .frame = "0103005ffe008900200000000000000001d5e2139b1b1c1ecbf4c79db370cd1cea07f16176eda6788ac68c2c"
            "f4d76f2bf7000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000",
        .version = 1,
        .length = 95,
        .descriptor = 254,
        .info = 0x0089,
        .key_length = 32,
        .replay = 1ull,
        .nonce = "d5e2139b1b1c1ecbf4c79db370cd1cea07f16176eda6788ac68c2cf4d76f2bf7",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "00000000000000000000000000000000",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_2 */
    {
        .name = "frame 2",
        .frame = "0203007502008a00100000000000000000126ace64c1a644d27b84e039263b633bc374e3299d7d45e1c42544"
            "054805bfe5000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000016dd14000fac0405b1b68b5a91fc0406838406e8d15fdb",
        .version = 2,
        .length = 117,
        .descriptor = 2,
        .info = 0x008a,
        .key_length = 16,
        .replay = 0ull,
        .nonce = "126ace64c1a644d27b84e039263b633bc374e3299d7d45e1c42544054805bfe5",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "00000000000000000000000000000000",
        .data = "dd14000fac0405b1b68b5a91fc0406838406e8d15fdb",
    },
    /* iwd unit/test-eapol.c eapol_key_data_3 */
    {
        .name = "frame 3",
        .frame = "0203005f02008a00100000000000000000c2bb57ab588f92ebbd44e811094f601c087986030c3ac749cc61d6"
            "3e33832e50000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000",
        .version = 2,
        .length = 95,
        .descriptor = 2,
        .info = 0x008a,
        .key_length = 16,
        .replay = 0ull,
        .nonce = "c2bb57ab588f92ebbd44e811094f601c087986030c3ac749cc61d63e33832e50",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "00000000000000000000000000000000",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_4 */
    {
        .name = "frame 4",
        .frame = "0103007502010a000000000000000000003289e91565094f329a9cd54a4a090d2cf4344683bf50efee3608b6"
            "4856800e84000000000000000000000000000000000000000000000000000000000000000001c31b82ff62a3"
            "79b08dd1fc82c2f768001630140100000fac040100000fac040100000fac020000",
        .version = 1,
        .length = 117,
        .descriptor = 2,
        .info = 0x010a,
        .key_length = 0,
        .replay = 0ull,
        .nonce = "3289e91565094f329a9cd54a4a090d2cf4344683bf50efee3608b64856800e84",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "01c31b82ff62a379b08dd1fc82c2f768",
        .data = "30140100000fac040100000fac040100000fac020000",
    },
    /* iwd unit/test-eapol.c eapol_key_data_5 */
    {
        .name = "frame 5",
        .frame = "020300970213ca00100000000000000001c2bb57ab588f92ebbd44e811094f601c087986030c3ac749cc61d6"
            "3e33832e500000000000000000000000000000000000000000000000000000000000000000f535d91809731a"
            "1d290894705e919c8e00381918df1ef0e7696652e257938034e17038b98b4c45a923b7b6fa8c33e37bdcd47f"
            "eab11c226a2c5e38d5ad799405d610a69551d60be60a5b",
        .version = 2,
        .length = 151,
        .descriptor = 2,
        .info = 0x13ca,
        .key_length = 16,
        .replay = 1ull,
        .nonce = "c2bb57ab588f92ebbd44e811094f601c087986030c3ac749cc61d63e33832e50",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "f535d91809731a1d290894705e919c8e",
        .data = "1918df1ef0e7696652e257938034e17038b98b4c45a923b7b6fa8c33e37bdcd47feab11c226a2c5e38d5ad79"
            "9405d610a69551d60be60a5b",
    },
    /* iwd unit/test-eapol.c eapol_key_data_6 */
    {
        .name = "frame 6",
        .frame = "0103005f02030a00000000000000000001000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000009e57a4c09bafb3"
            "375e46d386cf8727530000",
        .version = 1,
        .length = 95,
        .descriptor = 2,
        .info = 0x030a,
        .key_length = 0,
        .replay = 1ull,
        .nonce = "0000000000000000000000000000000000000000000000000000000000000000",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "9e57a4c09bafb3375e46d386cf872753",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_7 */
    {
        .name = "frame 7",
        .frame = "0203005f02008a001000000000000000012b5852b88e4ca34dc599ed202c63957c535e3efa9289873411127c"
            "baf3588425000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000",
        .version = 2,
        .length = 95,
        .descriptor = 2,
        .info = 0x008a,
        .key_length = 16,
        .replay = 1ull,
        .nonce = "2b5852b88e4ca34dc599ed202c63957c535e3efa9289873411127cbaf3588425",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "00000000000000000000000000000000",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_8 */
    {
        .name = "frame 8",
        .frame = "0203007302010a00000000000000000001727c656c5ed642d7f47f484351d808945118da6a4933ac7e293f2f"
            "2ac088348c00000000000000000000000000000000000000000000000000000000000000007d7c45989f492b"
            "4a36583529282d8fed001430120100000fac040100000fac040100000fac02",
        .version = 2,
        .length = 115,
        .descriptor = 2,
        .info = 0x010a,
        .key_length = 0,
        .replay = 1ull,
        .nonce = "727c656c5ed642d7f47f484351d808945118da6a4933ac7e293f2f2ac088348c",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "7d7c45989f492b4a36583529282d8fed",
        .data = "30120100000fac040100000fac040100000fac02",
    },
    /* iwd unit/test-eapol.c eapol_key_data_9 */
    {
        .name = "frame 9",
        .frame = "020300970213ca001000000000000000022b5852b88e4ca34dc599ed202c63957c535e3efa9289873411127c"
            "baf35884250000000000000000000000000000000000000000000000000000000000000000f8626a5776c733"
            "bfc071de62ebf7a7c5003814dd52803dc83df7ba7eb648296d650e88ccc8dd676204a2c7c1f2650bcaf96b66"
            "f5b43d9926adc5ce18c0a99be50e508584b157e37a5e0f",
        .version = 2,
        .length = 151,
        .descriptor = 2,
        .info = 0x13ca,
        .key_length = 16,
        .replay = 2ull,
        .nonce = "2b5852b88e4ca34dc599ed202c63957c535e3efa9289873411127cbaf3588425",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "f8626a5776c733bfc071de62ebf7a7c5",
        .data = "14dd52803dc83df7ba7eb648296d650e88ccc8dd676204a2c7c1f2650bcaf96b66f5b43d9926adc5ce18c0a9"
            "9be50e508584b157e37a5e0f",
    },
    /* iwd unit/test-eapol.c eapol_key_data_10 */
    {
        .name = "frame 10",
        .frame = "0203005f02030a00000000000000000002000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000008b0f342349f085"
            "03e5fc54b72cb532660000",
        .version = 2,
        .length = 95,
        .descriptor = 2,
        .info = 0x030a,
        .key_length = 0,
        .replay = 2ull,
        .nonce = "0000000000000000000000000000000000000000000000000000000000000000",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "8b0f342349f08503e5fc54b72cb53266",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_11 */
    {
        .name = "frame 11",
        .frame = "0203007f02138200100000000000000003ef6dc20c5727e82507751e67369dc91ef1718eb135b212df9fcb0a"
            "65a2d5671d00000000000000000000000000000000000000000000000000000000000000000f6ab075bc8ed1"
            "9211cdc3b0e2d67ecf0020e9965b4685d58b88bd574857e4f0dfddf72a7aa8eb68a9ef4404a66faa48511b",
        .version = 2,
        .length = 127,
        .descriptor = 2,
        .info = 0x1382,
        .key_length = 16,
        .replay = 3ull,
        .nonce = "ef6dc20c5727e82507751e67369dc91ef1718eb135b212df9fcb0a65a2d5671d",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "0f6ab075bc8ed19211cdc3b0e2d67ecf",
        .data = "e9965b4685d58b88bd574857e4f0dfddf72a7aa8eb68a9ef4404a66faa48511b",
    },
    /* iwd unit/test-eapol.c eapol_key_data_12 */
    {
        .name = "frame 12",
        .frame = "0203005f02030200000000000000000003000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000000000000000000000000c9bd17f154b732"
            "cfbc01db0c37e6339f0000",
        .version = 2,
        .length = 95,
        .descriptor = 2,
        .info = 0x0302,
        .key_length = 0,
        .replay = 3ull,
        .nonce = "0000000000000000000000000000000000000000000000000000000000000000",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "c9bd17f154b732cfbc01db0c37e6339f",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_13 */
    {
        .name = "frame 13",
        .frame = "0203005ffe00890020000000000000000166be994844e0f540781391376f479956a3ec3632e4121364ec7e75"
            "37eff62ac5000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000",
        .version = 2,
        .length = 95,
        .descriptor = 254,
        .info = 0x0089,
        .key_length = 32,
        .replay = 1ull,
        .nonce = "66be994844e0f540781391376f479956a3ec3632e4121364ec7e7537eff62ac5",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "00000000000000000000000000000000",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_14 */
    {
        .name = "frame 14",
        .frame = "02030077fe0109000000000000000000013b7f850a039ca471429d0fc3ce9fff48db892ef7a7ff80f622c46e"
            "329705c37d000000000000000000000000000000000000000000000000000000000000000001e68294dc8807"
            "18a7d308fab43995360018dd160050f20101000050f20201000050f20201000050f202",
        .version = 2,
        .length = 119,
        .descriptor = 254,
        .info = 0x0109,
        .key_length = 0,
        .replay = 1ull,
        .nonce = "3b7f850a039ca471429d0fc3ce9fff48db892ef7a7ff80f622c46e329705c37d",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "01e68294dc880718a7d308fab4399536",
        .data = "dd160050f20101000050f20201000050f20201000050f202",
    },
    /* iwd unit/test-eapol.c eapol_key_data_15 */
    {
        .name = "frame 15",
        .frame = "02030077fe01c90020000000000000000266be994844e0f540781391376f479956a3ec3632e4121364ec7e75"
            "37eff62ac5000000000000000000000000000000000000000000000000000000000000000096c297f6c19372"
            "193e40d9c8b9aa7c940018dd160050f20101000050f20201000050f20201000050f202",
        .version = 2,
        .length = 119,
        .descriptor = 254,
        .info = 0x01c9,
        .key_length = 32,
        .replay = 2ull,
        .nonce = "66be994844e0f540781391376f479956a3ec3632e4121364ec7e7537eff62ac5",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "96c297f6c19372193e40d9c8b9aa7c94",
        .data = "dd160050f20101000050f20201000050f20201000050f202",
    },
    /* iwd unit/test-eapol.c eapol_key_data_16 */
    {
        .name = "frame 16",
        .frame = "0203005ffe010900000000000000000002000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000000000000000000000000e065f333a35b4f"
            "dac366b31a43b531950000",
        .version = 2,
        .length = 95,
        .descriptor = 254,
        .info = 0x0109,
        .key_length = 0,
        .replay = 2ull,
        .nonce = "0000000000000000000000000000000000000000000000000000000000000000",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "e065f333a35b4fdac366b31a43b53195",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_17 */
    {
        .name = "frame 17",
        .frame = "0203007ffe03a100200000000000000003c3a7e01410eae6e5fb79fcf5e5550844d9bdd2805d811c0a9c480a"
            "e986ca87a1d9bdd2805d811c0a9c480ae986ca87a200000000000000000000000000000000fb78f8f3ff1fec"
            "979867e8250af29d6100209f46720483d7f6a35bbda68032e044925e90e57fd85dfcd0dbcd7ff748df3375",
        .version = 2,
        .length = 127,
        .descriptor = 254,
        .info = 0x03a1,
        .key_length = 32,
        .replay = 3ull,
        .nonce = "c3a7e01410eae6e5fb79fcf5e5550844d9bdd2805d811c0a9c480ae986ca87a1",
        .iv = "d9bdd2805d811c0a9c480ae986ca87a2",
        .rsc = "0000000000000000",
        .mic = "fb78f8f3ff1fec979867e8250af29d61",
        .data = "9f46720483d7f6a35bbda68032e044925e90e57fd85dfcd0dbcd7ff748df3375",
    },
    /* iwd unit/test-eapol.c eapol_key_data_18 */
    {
        .name = "frame 18",
        .frame = "0203005ffe032100000000000000000003000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000000000000000000000000e992b93325a9dc"
            "46e3b2a15cf72f82520000",
        .version = 2,
        .length = 95,
        .descriptor = 254,
        .info = 0x0321,
        .key_length = 0,
        .replay = 3ull,
        .nonce = "0000000000000000000000000000000000000000000000000000000000000000",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "e992b93325a9dc46e3b2a15cf72f8252",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_19 */
    {
        .name = "frame 19",
        .frame = "0103005ffe00890020000000000000000026569b2a6e90ad2191866d86e9fdf8b79a12cbab1ac3e02da6a122"
            "434e769d75000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000",
        .version = 1,
        .length = 95,
        .descriptor = 254,
        .info = 0x0089,
        .key_length = 32,
        .replay = 0ull,
        .nonce = "26569b2a6e90ad2191866d86e9fdf8b79a12cbab1ac3e02da6a122434e769d75",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "00000000000000000000000000000000",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_20 */
    {
        .name = "frame 20",
        .frame = "01030077fe0109000000000000000000000488e2612df3e3663d35f7d370178792924a35c82d674556e6989e"
            "75799e256b0000000000000000000000000000000000000000000000000000000000000000325c17b7bc6d2c"
            "0f7cc032eca631bd8d0018dd160050f20101000050f20201000050f20201000050f202",
        .version = 1,
        .length = 119,
        .descriptor = 254,
        .info = 0x0109,
        .key_length = 0,
        .replay = 0ull,
        .nonce = "0488e2612df3e3663d35f7d370178792924a35c82d674556e6989e75799e256b",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "325c17b7bc6d2c0f7cc032eca631bd8d",
        .data = "dd160050f20101000050f20201000050f20201000050f202",
    },
    /* iwd unit/test-eapol.c eapol_key_data_21 */
    {
        .name = "frame 21",
        .frame = "01030077fe01c90020000000000000000126569b2a6e90ad2191866d86e9fdf8b79a12cbab1ac3e02da6a122"
            "434e769d750000000000000000000000000000000000000000000000000000000000000000cd766343e1c76b"
            "5934a42342c0b998020018dd160050f20101000050f20201000050f20201000050f202",
        .version = 1,
        .length = 119,
        .descriptor = 254,
        .info = 0x01c9,
        .key_length = 32,
        .replay = 1ull,
        .nonce = "26569b2a6e90ad2191866d86e9fdf8b79a12cbab1ac3e02da6a122434e769d75",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "cd766343e1c76b5934a42342c0b99802",
        .data = "dd160050f20101000050f20201000050f20201000050f202",
    },
    /* iwd unit/test-eapol.c eapol_key_data_22 */
    {
        .name = "frame 22",
        .frame = "0103005ffe010900000000000000000001000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000000000000000000000000000000000000000000000000000000037bc089899331a"
            "70eda5b5b754f55f060000",
        .version = 1,
        .length = 95,
        .descriptor = 254,
        .info = 0x0109,
        .key_length = 0,
        .replay = 1ull,
        .nonce = "0000000000000000000000000000000000000000000000000000000000000000",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "37bc089899331a70eda5b5b754f55f06",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_23 */
    {
        .name = "frame 23",
        .frame = "0103007ffe03a1002000000000000000026a65cf210d51ebd6ca3ec9eec9d9ad2f14138db933a1bbed9426a1"
            "7348c84d4a0d8ce13f1c0c525500e504e5bd4694db00000000000000000000000000000000e5a3277c8547d5"
            "3f35af86c22ccbb3870020c8b361c0715d2e9a6a78dffe0d641123d9ccc6446576ba82d5084b4e51c26a3f",
        .version = 1,
        .length = 127,
        .descriptor = 254,
        .info = 0x03a1,
        .key_length = 32,
        .replay = 2ull,
        .nonce = "6a65cf210d51ebd6ca3ec9eec9d9ad2f14138db933a1bbed9426a17348c84d4a",
        .iv = "0d8ce13f1c0c525500e504e5bd4694db",
        .rsc = "0000000000000000",
        .mic = "e5a3277c8547d53f35af86c22ccbb387",
        .data = "c8b361c0715d2e9a6a78dffe0d641123d9ccc6446576ba82d5084b4e51c26a3f",
    },
    /* iwd unit/test-eapol.c eapol_key_data_24 */
    {
        .name = "frame 24",
        .frame = "0103005ffe032100000000000000000002000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000004f0647539a1d3f"
            "9c0250b5c0406b97f80000",
        .version = 1,
        .length = 95,
        .descriptor = 254,
        .info = 0x0321,
        .key_length = 0,
        .replay = 2ull,
        .nonce = "0000000000000000000000000000000000000000000000000000000000000000",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "4f0647539a1d3f9c0250b5c0406b97f8",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_25 */
    {
        .name = "frame 25",
        .frame = "0203005f02008b0010000000000000000133b274a0aec9e85d61118f1b6b97774e5b7508374577dc1408a5f1"
            "80c5d2e9fd000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000",
        .version = 2,
        .length = 95,
        .descriptor = 2,
        .info = 0x008b,
        .key_length = 16,
        .replay = 1ull,
        .nonce = "33b274a0aec9e85d61118f1b6b97774e5b7508374577dc1408a5f180c5d2e9fd",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "00000000000000000000000000000000",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_26 */
    {
        .name = "frame 26",
        .frame = "020300f002010b00000000000000000001ac1eb2c70b208ce60ae207b2389e441fff39863d449f81246fe36e"
            "de0f1f56ce000000000000000000000000000000000000000000000000000000000000000079a19519e85fcf"
            "2e607d6ffbd9e804b0009130260100000fac040100000fac040100000fac0400000100dece50a09ef08c4ebe"
            "f2f1dbe967b4d436031234013762000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000000000000000106020000000000030664756d6d7930",
        .version = 2,
        .length = 240,
        .descriptor = 2,
        .info = 0x010b,
        .key_length = 0,
        .replay = 1ull,
        .nonce = "ac1eb2c70b208ce60ae207b2389e441fff39863d449f81246fe36ede0f1f56ce",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "79a19519e85fcf2e607d6ffbd9e804b0",
        .data = "30260100000fac040100000fac040100000fac0400000100dece50a09ef08c4ebef2f1dbe967b4d436031234"
            "0137620000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000000000000000000000000000000000000000000000000000000000000000010602"
            "0000000000030664756d6d7930",
    },
    /* iwd unit/test-eapol.c eapol_key_data_27 */
    {
        .name = "frame 27",
        .frame = "0203011f0213cb0010000000000000000233b274a0aec9e85d61118f1b6b97774e5b7508374577dc1408a5f1"
            "80c5d2e9fd000000000000000000000000000000000000000000000000000000000000000012e36def965b07"
            "aa58ceedb15783517e00c01d411cf6354e5c0f4d0308e73b3304de5e01771cb891ef4f246484aa9442c3cb63"
            "2ded5e5fcb1aff535845d5c2115240060870d8d1f779fe37b86dd62745bc112a69052c403a06245a7aa6794b"
            "18c8bf2110a07d80897785278874070014e091a2e0a2253c26ced69f332099c6c046918a685ba0a130cd7658"
            "268103e6793bf64b2f1d738f62da22a9b4ac77ccd4d46f8031fb3d21de410970cc18a6a53eda1b6b30ced4de"
            "d4867e71d09785cca2d34c56cf1ad3fff818fd527721e9873f1430",
        .version = 2,
        .length = 287,
        .descriptor = 2,
        .info = 0x13cb,
        .key_length = 16,
        .replay = 2ull,
        .nonce = "33b274a0aec9e85d61118f1b6b97774e5b7508374577dc1408a5f180c5d2e9fd",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "12e36def965b07aa58ceedb15783517e",
        .data = "1d411cf6354e5c0f4d0308e73b3304de5e01771cb891ef4f246484aa9442c3cb632ded5e5fcb1aff535845d5"
            "c2115240060870d8d1f779fe37b86dd62745bc112a69052c403a06245a7aa6794b18c8bf2110a07d80897785"
            "278874070014e091a2e0a2253c26ced69f332099c6c046918a685ba0a130cd7658268103e6793bf64b2f1d73"
            "8f62da22a9b4ac77ccd4d46f8031fb3d21de410970cc18a6a53eda1b6b30ced4ded4867e71d09785cca2d34c"
            "56cf1ad3fff818fd527721e9873f1430",
    },
    /* iwd unit/test-eapol.c eapol_key_data_28 */
    {
        .name = "frame 28",
        .frame = "0203005f02030b00000000000000000002000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000003e853a3c83714a"
            "94e430dfb20665a1d40000",
        .version = 2,
        .length = 95,
        .descriptor = 2,
        .info = 0x030b,
        .key_length = 0,
        .replay = 2ull,
        .nonce = "0000000000000000000000000000000000000000000000000000000000000000",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "3e853a3c83714a94e430dfb20665a1d4",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_29 */
    {
        .name = "frame 29",
        .frame = "0203005f020089002000000000000000013037868d6cd238b2feb45bd3c64ba13e26d9a4898b43f666512699"
            "5e62ce8e9d000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000",
        .version = 2,
        .length = 95,
        .descriptor = 2,
        .info = 0x0089,
        .key_length = 32,
        .replay = 1ull,
        .nonce = "3037868d6cd238b2feb45bd3c64ba13e26d9a4898b43f6665126995e62ce8e9d",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "00000000000000000000000000000000",
        .data = "",
    },
    /* iwd unit/test-eapol.c eapol_key_data_30 */
    {
        .name = "frame 30",
        .frame = "0103007b020109000000000000000000013e5eb74791f42a393a6abceb9c25270f61b4248cf297df22ef6715"
            "87ad22c3d800000000000000000000000000000000000000000000000000000000000000009276ec871e427a"
            "663f45b27f7cd7e3b9001c301a0100000fac020100000fac020100000fac0280000000000fac06",
        .version = 1,
        .length = 123,
        .descriptor = 2,
        .info = 0x0109,
        .key_length = 0,
        .replay = 1ull,
        .nonce = "3e5eb74791f42a393a6abceb9c25270f61b4248cf297df22ef671587ad22c3d8",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "9276ec871e427a663f45b27f7cd7e3b9",
        .data = "301a0100000fac020100000fac020100000fac0280000000000fac06",
    },
    /* iwd unit/test-eapol.c eapol_key_data_31 */
    {
        .name = "frame 31",
        .frame = "020300d30213c9002000000000000000023037868d6cd238b2feb45bd3c64ba13e26d9a4898b43f666512699"
            "5e62ce8e9d92cf64a6f5ea95f7f9eb6a548a856c1c000000000000000000000000000000001f80b3141ffa11"
            "47cd6dd0207e9e6865007439f4c93af3acf5d398ebaf3c0ff1b533ffb2001be42c61afff1c2276073bbc0d0c"
            "eb8adccd4701a56e7677856f094383ee506e5eb124e347ef205e5c107ae361697bb0f6dd421ae1c933d6d388"
            "40cc722886ceeceac0eac9cfe1938b155ebb1ff96f1034a5fc617877a7b14dc436ea2f1dda31a1",
        .version = 2,
        .length = 211,
        .descriptor = 2,
        .info = 0x13c9,
        .key_length = 32,
        .replay = 2ull,
        .nonce = "3037868d6cd238b2feb45bd3c64ba13e26d9a4898b43f6665126995e62ce8e9d",
        .iv = "92cf64a6f5ea95f7f9eb6a548a856c1c",
        .rsc = "0000000000000000",
        .mic = "1f80b3141ffa1147cd6dd0207e9e6865",
        .data = "39f4c93af3acf5d398ebaf3c0ff1b533ffb2001be42c61afff1c2276073bbc0d0ceb8adccd4701a56e767785"
            "6f094383ee506e5eb124e347ef205e5c107ae361697bb0f6dd421ae1c933d6d38840cc722886ceeceac0eac9"
            "cfe1938b155ebb1ff96f1034a5fc617877a7b14dc436ea2f1dda31a1",
    },
    /* iwd unit/test-eapol.c eapol_key_data_32 */
    {
        .name = "frame 32",
        .frame = "0103005f02030900000000000000000002000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000000000000000000000000662c079b73b694"
            "b94b7fa1992f7a92e20000",
        .version = 1,
        .length = 95,
        .descriptor = 2,
        .info = 0x0309,
        .key_length = 0,
        .replay = 2ull,
        .nonce = "0000000000000000000000000000000000000000000000000000000000000000",
        .iv = "00000000000000000000000000000000",
        .rsc = "0000000000000000",
        .mic = "662c079b73b694b94b7fa1992f7a92e2",
        .data = "",
    },
};


#endif
