/* SAE hash-to-element: PT and PWE; simplified SWU map: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_SAE_PT_H2E_H
#define VECTORS_SAE_PT_H2E_H

#ifndef VECTOR_SAE_PT_STRUCT
#define VECTOR_SAE_PT_STRUCT
struct vector_sae_pt {
    const char *name;
    const char *kind;
    long group;
    const char *ssid;
    const char *password;
    const char *password_identifier;
    const char *sta_a;
    const char *sta_b;
    const char *pt_x;
    const char *pt_y;
    const char *pwe_x;
    const char *pwe_y;
    const char *val;
    const char *u0;
    const char *u1;
    const char *q0_x;
    const char *q0_y;
    const char *q1_x;
    const char *q1_y;
    const char *p_x;
    const char *p_y;
};
#endif

static const struct vector_sae_pt vectors_sae_pt_h2e[] = {
    /* IEEE Std 802.11-2016/2020/2024 Annex J.10; iwd unit/test-sae.c, hostap
     * common_module_tests.c, Fuchsia sae/src/ecc.rs */
    {
        .name = "Annex J.10 direct (H2E) generation, group 19",
        .group = 19,
        .ssid = "627974656d65",
        .password = "mekmitasdigoat",
        .password_identifier = "psk4internet",
        .sta_a = "00095b66ec1e",
        .sta_b = "000b6bd90246",
        .pt_x = "b6e38c98750c684b5d17c3d8c9a4100b39931279187ca6cced5f37ef46ddfa97",
        .pt_y = "5687e972e50f73e3898861e7edad21bea7d5f622df88243bb804920ae8e647fa",
        .pwe_x = "c93049b9e64000f848201649e999f2b5c22dea69b5632c9df4d633b8aa1f6c1e",
        .pwe_y = "73634e94b53d82e7383a8d258199d9dc1a5ee8269d060382ccbf33e614ff59a0",
        .val = "bb7f9cac5aa8b72c02b5daacc2771abe74e72604612295eca2ce18363ae9a927",
        .u1 = "dc941bc3c6a2b4948b6c61d55590ecb1f0c51c4b1bebaff677e593698d5a53c6",
    },
    /* RFC 9380 appendix J.1 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P256_XMD:SHA-256_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P256_XMD:SHA-256_SSWU_NU_ vector 1: map_to_curve",
        .kind = "sswu",
        .group = 19,
        .u0 = "b22d487045f80e9edcb0ecc8d4bf77833e2bf1f3a54004d7df1d57f4802d311f",
        .q0_x = "f871caad25ea3b59c16cf87c1894902f7e7b2c822c3d3f73596c5ace8ddd14d1",
        .q0_y = "87b9ae23335bee057b99bac1e68588b18b5691af476234b8971bc4f011ddc99b",
        .p_x = "f871caad25ea3b59c16cf87c1894902f7e7b2c822c3d3f73596c5ace8ddd14d1",
        .p_y = "87b9ae23335bee057b99bac1e68588b18b5691af476234b8971bc4f011ddc99b",
    },
    /* RFC 9380 appendix J.1 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P256_XMD:SHA-256_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P256_XMD:SHA-256_SSWU_NU_ vector 2: map_to_curve",
        .kind = "sswu",
        .group = 19,
        .u0 = "c7f96eadac763e176629b09ed0c11992225b3a5ae99479760601cbd69c221e58",
        .q0_x = "fc3f5d734e8dce41ddac49f47dd2b8a57257522a865c124ed02b92b5237befa4",
        .q0_y = "fe4d197ecf5a62645b9690599e1d80e82c500b22ac705a0b421fac7b47157866",
        .p_x = "fc3f5d734e8dce41ddac49f47dd2b8a57257522a865c124ed02b92b5237befa4",
        .p_y = "fe4d197ecf5a62645b9690599e1d80e82c500b22ac705a0b421fac7b47157866",
    },
    /* RFC 9380 appendix J.1 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P256_XMD:SHA-256_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P256_XMD:SHA-256_SSWU_NU_ vector 3: map_to_curve",
        .kind = "sswu",
        .group = 19,
        .u0 = "314e8585fa92068b3ea2c3bab452d4257b38be1c097d58a21890456c2929614d",
        .q0_x = "f164c6674a02207e414c257ce759d35eddc7f55be6d7f415e2cc177e5d8faa84",
        .q0_y = "3aa274881d30db70485368c0467e97da0e73c18c1d00f34775d012b6fcee7f97",
        .p_x = "f164c6674a02207e414c257ce759d35eddc7f55be6d7f415e2cc177e5d8faa84",
        .p_y = "3aa274881d30db70485368c0467e97da0e73c18c1d00f34775d012b6fcee7f97",
    },
    /* RFC 9380 appendix J.1 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P256_XMD:SHA-256_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P256_XMD:SHA-256_SSWU_NU_ vector 4: map_to_curve",
        .kind = "sswu",
        .group = 19,
        .u0 = "752d8eaa38cd785a799a31d63d99c2ae4261823b4a367b133b2c6627f48858ab",
        .q0_x = "324532006312be4f162614076460315f7a54a6f85544da773dc659aca0311853",
        .q0_y = "8d8197374bcd52de2acfefc8a54fe2c8d8bebd2a39f16be9b710e4b1af6ef883",
        .p_x = "324532006312be4f162614076460315f7a54a6f85544da773dc659aca0311853",
        .p_y = "8d8197374bcd52de2acfefc8a54fe2c8d8bebd2a39f16be9b710e4b1af6ef883",
    },
    /* RFC 9380 appendix J.1 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P256_XMD:SHA-256_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P256_XMD:SHA-256_SSWU_NU_ vector 5: map_to_curve",
        .kind = "sswu",
        .group = 19,
        .u0 = "0e1527840b9df2dfbef966678ff167140f2b27c4dccd884c25014dce0e41dfa3",
        .q0_x = "5c4bad52f81f39c8e8de1260e9a06d72b8b00a0829a8ea004a610b0691bea5d9",
        .q0_y = "c801e7c0782af1f74f24fc385a8555da0582032a3ce038de637ccdcb16f7ef7b",
        .p_x = "5c4bad52f81f39c8e8de1260e9a06d72b8b00a0829a8ea004a610b0691bea5d9",
        .p_y = "c801e7c0782af1f74f24fc385a8555da0582032a3ce038de637ccdcb16f7ef7b",
    },
    /* RFC 9380 appendix J.2 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P384_XMD:SHA-384_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P384_XMD:SHA-384_SSWU_NU_ vector 1: map_to_curve",
        .kind = "sswu",
        .group = 20,
        .u0 =
            "bc7dc1b2cdc5d588a66de3276b0f24310d4aca4977efda7d6272e1be25187b001493d267dc"
            "53b56183c9e28282368e60",
        .q0_x =
            "de5a893c83061b2d7ce6a0d8b049f0326f2ada4b966dc7e72927256b033ef61058029a3bfb"
            "13c1c7ececd6641881ae20",
        .q0_y =
            "63f46da6139785674da315c1947e06e9a0867f5608cf24724eb3793a1f5b3809ee28eb21a0"
            "c64be3be169afc6cdb38ca",
        .p_x =
            "de5a893c83061b2d7ce6a0d8b049f0326f2ada4b966dc7e72927256b033ef61058029a3bfb"
            "13c1c7ececd6641881ae20",
        .p_y =
            "63f46da6139785674da315c1947e06e9a0867f5608cf24724eb3793a1f5b3809ee28eb21a0"
            "c64be3be169afc6cdb38ca",
    },
    /* RFC 9380 appendix J.2 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P384_XMD:SHA-384_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P384_XMD:SHA-384_SSWU_NU_ vector 2: map_to_curve",
        .kind = "sswu",
        .group = 20,
        .u0 =
            "9de6cf41e6e41c03e4a7784ac5c885b4d1e49d6de390b3cdd5a1ac5dd8c40afb3dfd7bb268"
            "6923bab644134483fc1926",
        .q0_x =
            "1f08108b87e703c86c872ab3eb198a19f2b708237ac4be53d7929fb4bd5194583f40d052f3"
            "2df66afe5249c9915d139b",
        .q0_y =
            "1369dc8d5bf038032336b989994874a2270adadb67a7fcc32f0f8824bc5118613f0ac8de04"
            "a1041d90ff8a5ad555f96c",
        .p_x =
            "1f08108b87e703c86c872ab3eb198a19f2b708237ac4be53d7929fb4bd5194583f40d052f3"
            "2df66afe5249c9915d139b",
        .p_y =
            "1369dc8d5bf038032336b989994874a2270adadb67a7fcc32f0f8824bc5118613f0ac8de04"
            "a1041d90ff8a5ad555f96c",
    },
    /* RFC 9380 appendix J.2 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P384_XMD:SHA-384_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P384_XMD:SHA-384_SSWU_NU_ vector 3: map_to_curve",
        .kind = "sswu",
        .group = 20,
        .u0 =
            "84e2d430a5e2543573e58e368af41821ca3ccc97baba7e9aab51a84543d5a0298638a22cee"
            "e6090d9d642921112af5b7",
        .q0_x =
            "4dac31ec8a82ee3c02ba2d7c9fa431f1e59ffe65bf977b948c59e1d813c2d7963c7be81aa6"
            "db39e78ff315a10115c0d0",
        .q0_y =
            "845333cdb5702ad5c525e603f302904d6fc84879f0ef2ee2014a6b13edd39131bfd66f7bd7"
            "cdc2d9ccf778f0c8892c3f",
        .p_x =
            "4dac31ec8a82ee3c02ba2d7c9fa431f1e59ffe65bf977b948c59e1d813c2d7963c7be81aa6"
            "db39e78ff315a10115c0d0",
        .p_y =
            "845333cdb5702ad5c525e603f302904d6fc84879f0ef2ee2014a6b13edd39131bfd66f7bd7"
            "cdc2d9ccf778f0c8892c3f",
    },
    /* RFC 9380 appendix J.2 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P384_XMD:SHA-384_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P384_XMD:SHA-384_SSWU_NU_ vector 4: map_to_curve",
        .kind = "sswu",
        .group = 20,
        .u0 =
            "504e4d5a529333b9205acaa283107bd1bffde753898f7744161f7dd19ba57fbb6a64214a2e"
            "00ddd2613d76cd508ddb30",
        .q0_x =
            "13c1f8c52a492183f7c28e379b0475486718a7e3ac1dfef39283b9ce5fb02b73f70c6c1f3d"
            "fe0c286b03e2af1af12d1d",
        .q0_y =
            "57e101887e73e40eab8963324ed16c177d55eb89f804ec9df06801579820420b5546b57900"
            "8df2145fd770f584a1a54c",
        .p_x =
            "13c1f8c52a492183f7c28e379b0475486718a7e3ac1dfef39283b9ce5fb02b73f70c6c1f3d"
            "fe0c286b03e2af1af12d1d",
        .p_y =
            "57e101887e73e40eab8963324ed16c177d55eb89f804ec9df06801579820420b5546b57900"
            "8df2145fd770f584a1a54c",
    },
    /* RFC 9380 appendix J.2 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P384_XMD:SHA-384_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P384_XMD:SHA-384_SSWU_NU_ vector 5: map_to_curve",
        .kind = "sswu",
        .group = 20,
        .u0 =
            "7b01ce9b8c5a60d9fbc202d6dde92822e46915d8c17e03fcb92ece1ed6074d01e149fc9236"
            "def40d673de903c1d4c166",
        .q0_x =
            "af129727a4207a8cb9e9dce656d88f79fce25edbcea350499d65e9bf1204537bdde73c7cef"
            "b752a6ed5ebcd44e183302",
        .q0_y =
            "ce68a3d5e161b2e6a968e4ddaa9e51504ad1516ec170c7eef3ca6b5327943eca95d90b23b0"
            "09ba45f58b72906f2a99e2",
        .p_x =
            "af129727a4207a8cb9e9dce656d88f79fce25edbcea350499d65e9bf1204537bdde73c7cef"
            "b752a6ed5ebcd44e183302",
        .p_y =
            "ce68a3d5e161b2e6a968e4ddaa9e51504ad1516ec170c7eef3ca6b5327943eca95d90b23b0"
            "09ba45f58b72906f2a99e2",
    },
    /* RFC 9380 appendix J.3 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P521_XMD:SHA-512_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P521_XMD:SHA-512_SSWU_NU_ vector 1: map_to_curve",
        .kind = "sswu",
        .group = 21,
        .u0 =
            "01e4947fe62a4e47792cee2798912f672fff820b2556282d9843b4b465940d7683a986f93c"
            "cb0e9a191fbc09a6e770a564490d2a4ae51b287ca39f69c3d910ba6a4f",
        .q0_x =
            "01ec604b4e1e3e4c7449b7a41e366e876655538acf51fd40d08b97be066f7d020634e906b1"
            "b6942f9174b417027c953d75fb6ec64b8cee2a3672d4f1987d13974705",
        .q0_y =
            "00944fc439b4aad2463e5c9cfa0b0707af3c9a42e37c5a57bb4ecd12fef9fb21508568aedc"
            "dd8d2490472df4bbafd79081c81e99f4da3286eddf19be47e9c4cf0e91",
        .p_x =
            "01ec604b4e1e3e4c7449b7a41e366e876655538acf51fd40d08b97be066f7d020634e906b1"
            "b6942f9174b417027c953d75fb6ec64b8cee2a3672d4f1987d13974705",
        .p_y =
            "00944fc439b4aad2463e5c9cfa0b0707af3c9a42e37c5a57bb4ecd12fef9fb21508568aedc"
            "dd8d2490472df4bbafd79081c81e99f4da3286eddf19be47e9c4cf0e91",
    },
    /* RFC 9380 appendix J.3 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P521_XMD:SHA-512_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P521_XMD:SHA-512_SSWU_NU_ vector 2: map_to_curve",
        .kind = "sswu",
        .group = 21,
        .u0 =
            "0019b85ef78596efc84783d42799e80d787591fe7432dee1d9fa2b7651891321be732ddf65"
            "3fa8fefa34d86fb728db569d36b5b6ed3983945854b2fc2dc6a75aa25b",
        .q0_x =
            "00c720ab56aa5a7a4c07a7732a0a4e1b909e32d063ae1b58db5f0eb5e09f08a9884bff55a2"
            "bef4668f715788e692c18c1915cd034a6b998311fcf46924ce66a2be9a",
        .q0_y =
            "003570e87f91a4f3c7a56be2cb2a078ffc153862a53d5e03e5dad5bccc6c529b8bab0b7dbb"
            "157499e1949e4edab21cf5d10b782bc1e945e13d7421ad8121dbc72b1d",
        .p_x =
            "00c720ab56aa5a7a4c07a7732a0a4e1b909e32d063ae1b58db5f0eb5e09f08a9884bff55a2"
            "bef4668f715788e692c18c1915cd034a6b998311fcf46924ce66a2be9a",
        .p_y =
            "003570e87f91a4f3c7a56be2cb2a078ffc153862a53d5e03e5dad5bccc6c529b8bab0b7dbb"
            "157499e1949e4edab21cf5d10b782bc1e945e13d7421ad8121dbc72b1d",
    },
    /* RFC 9380 appendix J.3 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P521_XMD:SHA-512_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P521_XMD:SHA-512_SSWU_NU_ vector 3: map_to_curve",
        .kind = "sswu",
        .group = 21,
        .u0 =
            "01dba0d7fa26a562ee8a9014ebc2cca4d66fd9de036176aca8fc11ef254cd1bc208847ab77"
            "01dbca7af328b3f601b11a1737a899575a5c14f4dca5aaca45e9935e07",
        .q0_x =
            "00bcaf32a968ff7971b3bbd9ce8edfbee1309e2019d7ff373c38387a782b005dce6ceffccf"
            "eda5c6511c8f7f312f343f3a891029c5858f45ee0bf370aba25fc990cc",
        .q0_y =
            "00923517e767532d82cb8a0b59705eec2b7779ce05f9181c7d5d5e25694ef8ebd4696343f0"
            "bc27006834d2517215ecf79482a84111f50c1bae25044fe1dd77744bbd",
        .p_x =
            "00bcaf32a968ff7971b3bbd9ce8edfbee1309e2019d7ff373c38387a782b005dce6ceffccf"
            "eda5c6511c8f7f312f343f3a891029c5858f45ee0bf370aba25fc990cc",
        .p_y =
            "00923517e767532d82cb8a0b59705eec2b7779ce05f9181c7d5d5e25694ef8ebd4696343f0"
            "bc27006834d2517215ecf79482a84111f50c1bae25044fe1dd77744bbd",
    },
    /* RFC 9380 appendix J.3 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P521_XMD:SHA-512_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P521_XMD:SHA-512_SSWU_NU_ vector 4: map_to_curve",
        .kind = "sswu",
        .group = 21,
        .u0 =
            "00844da980675e1244cb209dcf3ea0aabec23bd54b2cda69fff86eb3acc318bf3d01bae96e"
            "9cd6f4c5ceb5539df9a7ad7fcc5e9d54696081ba9782f3a0f6d14987e3",
        .q0_x =
            "001ac69014869b6c4ad7aa8c443c255439d36b0e48a0f57b03d6fe9c40a66b4e2eaed2a933"
            "90679a5cc44b3a91862b34b673f0e92c83187da02bf3db967d867ce748",
        .q0_y =
            "00d5603d530e4d62b30fccfa1d90c2206654d74291c1db1c25b86a051ee3fffc294e5d56f2"
            "e776853406bd09206c63d40f37ad8829524cf89ad70b5d6e0b4a3b7341",
        .p_x =
            "001ac69014869b6c4ad7aa8c443c255439d36b0e48a0f57b03d6fe9c40a66b4e2eaed2a933"
            "90679a5cc44b3a91862b34b673f0e92c83187da02bf3db967d867ce748",
        .p_y =
            "00d5603d530e4d62b30fccfa1d90c2206654d74291c1db1c25b86a051ee3fffc294e5d56f2"
            "e776853406bd09206c63d40f37ad8829524cf89ad70b5d6e0b4a3b7341",
    },
    /* RFC 9380 appendix J.3 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P521_XMD:SHA-512_SSWU_NU_.json) */
    {
        .name = "RFC 9380 P521_XMD:SHA-512_SSWU_NU_ vector 5: map_to_curve",
        .kind = "sswu",
        .group = 21,
        .u0 =
            "01aab1fb7e5cd44ba4d9f32353a383cb1bb9eb763ed40b32bdd5f666988970205998c0e44a"
            "f6e2b5f6f8e48e969b3f649cae3c6ab463e1b274d968d91c02f00cce91",
        .q0_x =
            "01801de044c517a80443d2bd4f503a9e6866750d2f94a22970f62d721f96e4310e4a828206"
            "d9cdeaa8f2d476705cc3bbc490a6165c687668f15ec178a17e3d27349b",
        .q0_y =
            "0068889ea2e1442245fe42bfda9e58266828c0263119f35a61631a3358330f3bb84443fcb5"
            "4fcd53a1d097fccbe310489b74ee143fc2938959a83a1f7dd4a6fd395b",
        .p_x =
            "01801de044c517a80443d2bd4f503a9e6866750d2f94a22970f62d721f96e4310e4a828206"
            "d9cdeaa8f2d476705cc3bbc490a6165c687668f15ec178a17e3d27349b",
        .p_y =
            "0068889ea2e1442245fe42bfda9e58266828c0263119f35a61631a3358330f3bb84443fcb5"
            "4fcd53a1d097fccbe310489b74ee143fc2938959a83a1f7dd4a6fd395b",
    },
    /* RFC 9380 appendix J.1 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P256_XMD:SHA-256_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P256_XMD:SHA-256_SSWU_RO_ vector 1: map_to_curve",
        .kind = "sswu",
        .group = 19,
        .u0 = "ad5342c66a6dd0ff080df1da0ea1c04b96e0330dd89406465eeba11582515009",
        .u1 = "8c0f1d43204bd6f6ea70ae8013070a1518b43873bcd850aafa0a9e220e2eea5a",
        .q0_x = "ab640a12220d3ff283510ff3f4b1953d09fad35795140b1c5d64f313967934d5",
        .q0_y = "dccb558863804a881d4fff3455716c836cef230e5209594ddd33d85c565b19b1",
        .q1_x = "51cce63c50d972a6e51c61334f0f4875c9ac1cd2d3238412f84e31da7d980ef5",
        .q1_y = "b45d1a36d00ad90e5ec7840a60a4de411917fbe7c82c3949a6e699e5a1b66aac",
        .p_x = "2c15230b26dbc6fc9a37051158c95b79656e17a1a920b11394ca91c44247d3e4",
        .p_y = "8a7a74985cc5c776cdfe4b1f19884970453912e9d31528c060be9ab5c43e8415",
    },
    /* RFC 9380 appendix J.1 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P256_XMD:SHA-256_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P256_XMD:SHA-256_SSWU_RO_ vector 2: map_to_curve",
        .kind = "sswu",
        .group = 19,
        .u0 = "afe47f2ea2b10465cc26ac403194dfb68b7f5ee865cda61e9f3e07a537220af1",
        .u1 = "379a27833b0bfe6f7bdca08e1e83c760bf9a338ab335542704edcd69ce9e46e0",
        .q0_x = "5219ad0ddef3cc49b714145e91b2f7de6ce0a7a7dc7406c7726c7e373c58cb48",
        .q0_y = "7950144e52d30acbec7b624c203b1996c99617d0b61c2442354301b191d93ecf",
        .q1_x = "019b7cb4efcfeaf39f738fe638e31d375ad6837f58a852d032ff60c69ee3875f",
        .q1_y = "589a62d2b22357fed5449bc38065b760095ebe6aeac84b01156ee4252715446e",
        .p_x = "0bb8b87485551aa43ed54f009230450b492fead5f1cc91658775dac4a3388a0f",
        .p_y = "5c41b3d0731a27a7b14bc0bf0ccded2d8751f83493404c84a88e71ffd424212e",
    },
    /* RFC 9380 appendix J.1 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P256_XMD:SHA-256_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P256_XMD:SHA-256_SSWU_RO_ vector 3: map_to_curve",
        .kind = "sswu",
        .group = 19,
        .u0 = "0fad9d125a9477d55cf9357105b0eb3a5c4259809bf87180aa01d651f53d312c",
        .u1 = "b68597377392cd3419d8fcc7d7660948c8403b19ea78bbca4b133c9d2196c0fb",
        .q0_x = "a17bdf2965eb88074bc01157e644ed409dac97cfcf0c61c998ed0fa45e79e4a2",
        .q0_y = "4f1bc80c70d411a3cc1d67aeae6e726f0f311639fee560c7f5a664554e3c9c2e",
        .q1_x = "7da48bb67225c1a17d452c983798113f47e438e4202219dd0715f8419b274d66",
        .q1_y = "b765696b2913e36db3016c47edb99e24b1da30e761a8a3215dc0ec4d8f96e6f9",
        .p_x = "65038ac8f2b1def042a5df0b33b1f4eca6bff7cb0f9c6c1526811864e544ed80",
        .p_y = "cad44d40a656e7aff4002a8de287abc8ae0482b5ae825822bb870d6df9b56ca3",
    },
    /* RFC 9380 appendix J.1 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P256_XMD:SHA-256_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P256_XMD:SHA-256_SSWU_RO_ vector 4: map_to_curve",
        .kind = "sswu",
        .group = 19,
        .u0 = "3bbc30446f39a7befad080f4d5f32ed116b9534626993d2cc5033f6f8d805919",
        .u1 = "76bb02db019ca9d3c1e02f0c17f8baf617bbdae5c393a81d9ce11e3be1bf1d33",
        .q0_x = "c76aaa823aeadeb3f356909cb08f97eee46ecb157c1f56699b5efebddf0e6398",
        .q0_y = "776a6f45f528a0e8d289a4be12c4fab80762386ec644abf2bffb9b627e4352b1",
        .q1_x = "418ac3d85a5ccc4ea8dec14f750a3a9ec8b85176c95a7022f391826794eb5a75",
        .q1_y = "fd6604f69e9d9d2b74b072d14ea13050db72c932815523305cb9e807cc900aff",
        .p_x = "4be61ee205094282ba8a2042bcb48d88dfbb609301c49aa8b078533dc65a0b5d",
        .p_y = "98f8df449a072c4721d241a3b1236d3caccba603f916ca680f4539d2bfb3c29e",
    },
    /* RFC 9380 appendix J.1 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P256_XMD:SHA-256_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P256_XMD:SHA-256_SSWU_RO_ vector 5: map_to_curve",
        .kind = "sswu",
        .group = 19,
        .u0 = "4ebc95a6e839b1ae3c63b847798e85cb3c12d3817ec6ebc10af6ee51adb29fec",
        .u1 = "4e21af88e22ea80156aff790750121035b3eefaa96b425a8716e0d20b4e269ee",
        .q0_x = "d88b989ee9d1295df413d4456c5c850b8b2fb0f5402cc5c4c7e815412e926db8",
        .q0_y = "bb4a1edeff506cf16def96afff41b16fc74f6dbd55c2210e5b8f011ba32f4f40",
        .q1_x = "a281e34e628f3a4d2a53fa87ff973537d68ad4fbc28d3be5e8d9f6a2571c5a4b",
        .q1_y = "f6ed88a7aab56a488100e6f1174fa9810b47db13e86be999644922961206e184",
        .p_x = "457ae2981f70ca85d8e24c308b14db22f3e3862c5ea0f652ca38b5e49cd64bc5",
        .p_y = "ecb9f0eadc9aeed232dabc53235368c1394c78de05dd96893eefa62b0f4757dc",
    },
    /* RFC 9380 appendix J.2 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P384_XMD:SHA-384_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P384_XMD:SHA-384_SSWU_RO_ vector 1: map_to_curve",
        .kind = "sswu",
        .group = 20,
        .u0 =
            "25c8d7dc1acd4ee617766693f7f8829396065d1b447eedb155871feffd9c6653279ac7e5c4"
            "6edb7010a0e4ff64c9f3b4",
        .u1 =
            "59428be4ed69131df59a0c6a8e188d2d4ece3f1b2a3a02602962b47efa4d7905945b1e2cc8"
            "0b36aa35c99451073521ac",
        .q0_x =
            "e4717e29eef38d862bee4902a7d21b44efb58c464e3e1f0d03894d94de310f8ffc6de86786"
            "dd3e15a1541b18d4eb2846",
        .q0_y =
            "6b95a6e639822312298a47526bb77d9cd7bcf76244c991c8cd70075e2ee6e8b9a135c4a37e"
            "3c0768c7ca871c0ceb53d4",
        .q1_x =
            "509527cfc0750eedc53147e6d5f78596c8a3b7360e0608e2fab0563a1670d58d8ae107c9f0"
            "4bcf90e89489ace5650efd",
        .q1_y =
            "33337b13cb35e173fdea4cb9e8cce915d836ff57803dbbeb7998aa49d17df2ff09b6703177"
            "3039d09fbd9305a1566bc4",
        .p_x =
            "eb9fe1b4f4e14e7140803c1d99d0a93cd823d2b024040f9c067a8eca1f5a2eeac9ad604973"
            "527a356f3fa3aeff0e4d83",
        .p_y =
            "0c21708cff382b7f4643c07b105c2eaec2cead93a917d825601e63c8f21f6abd9abc22c93c"
            "2bed6f235954b25048bb1a",
    },
    /* RFC 9380 appendix J.2 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P384_XMD:SHA-384_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P384_XMD:SHA-384_SSWU_RO_ vector 2: map_to_curve",
        .kind = "sswu",
        .group = 20,
        .u0 =
            "53350214cb6bef0b51abb791b1c4209a2b4c16a0c67e1ab1401017fad774cd3b3f9a8bcdf7"
            "f6229dd8dd5a075cb149a0",
        .u1 =
            "c0473083898f63e03f26f14877a2407bd60c75ad491e7d26cbc6cc5ce815654075ec6b6898"
            "c7a41d74ceaf720a10c02e",
        .q0_x =
            "fc853b69437aee9a19d5acf96a4ee4c5e04cf7b53406dfaa2afbdd7ad2351b7f554e4bbc6f"
            "5db4177d4d44f933a8f6ee",
        .q0_y =
            "7e042547e01834c9043b10f3a8221c4a879cb156f04f72bfccab0c047a304e30f2aa8b2e26"
            "0d34c4592c0c33dd0c6482",
        .q1_x =
            "57912293709b3556b43a2dfb137a315d256d573b82ded120ef8c782d607c05d930d958e50c"
            "b6dc1cc480b9afc38c45f1",
        .q1_y =
            "de9387dab0eef0bda219c6f168a92645a84665c4f2137c14270fb424b7532ff84843c3da38"
            "3ceea24c47fa343c227bb8",
        .p_x =
            "e02fc1a5f44a7519419dd314e29863f30df55a514da2d655775a81d413003c4d4e7fd59af0"
            "826dfaad4200ac6f60abe1",
        .p_y =
            "01f638d04d98677d65bef99aef1a12a70a4cbb9270ec55248c04530d8bc1f8f90f8a6a859a"
            "7c1f1ddccedf8f96d675f6",
    },
    /* RFC 9380 appendix J.2 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P384_XMD:SHA-384_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P384_XMD:SHA-384_SSWU_RO_ vector 3: map_to_curve",
        .kind = "sswu",
        .group = 20,
        .u0 =
            "aab7fb87238cf6b2ab56cdcca7e028959bb2ea599d34f68484139dde85ec6548a6e48771d1"
            "7956421bdb7790598ea52e",
        .u1 =
            "26e8d833552d7844d167833ca5a87c35bcfaa5a0d86023479fb28e5cd6075c18b168bf1f5d"
            "2a0ea146d057971336d8d1",
        .q0_x =
            "0ceece45b73f89844671df962ad2932122e878ad2259e650626924e4e7f132589341dec148"
            "0ebcbbbe3509d11fb570b7",
        .q0_y =
            "fafd71a3115298f6be4ae5c6dfc96c400cfb55760f185b7b03f3fa45f3f91eb65d27628b3c"
            "705cafd0466fafa54883ce",
        .q1_x =
            "dea1be8d3f9be4cbf4fab9d71d549dde76875b5d9b876832313a083ec81e528cbc2a0a1d05"
            "96b3bcb0ba77866b129776",
        .q1_y =
            "eb15fe71662214fb03b65541f40d3eb0f4cf5c3b559f647da138c9f9b7484c48a08760e02c"
            "16f1992762cb7298fa52cf",
        .p_x =
            "bdecc1c1d870624965f19505be50459d363c71a699a496ab672f9a5d6b78676400926fbcee"
            "e6fcd1780fe86e62b2aa89",
        .p_y =
            "57cf1f99b5ee00f3c201139b3bfe4dd30a653193778d89a0accc5e0f47e46e4e4b85a0595d"
            "a29c9494c1814acafe183c",
    },
    /* RFC 9380 appendix J.2 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P384_XMD:SHA-384_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P384_XMD:SHA-384_SSWU_RO_ vector 4: map_to_curve",
        .kind = "sswu",
        .group = 20,
        .u0 =
            "04c00051b0de6e726d228c85bf243bf5f4789efb512b22b498cde3821db9da667199b74bd5"
            "a09a79583c6d353a3bb41c",
        .u1 =
            "97580f218255f899f9204db64cd15e6a312cb4d8182375d1e5157c8f80f41d6a1a4b77fb1d"
            "ed9dce56c32058b8d5202b",
        .q0_x =
            "051a22105e0817a35d66196338c8d85bd52690d79bba373ead8a86dd9899411513bb9f7527"
            "3f6483395a7847fb21edb4",
        .q0_y =
            "f168295c1bbcff5f8b01248e9dbc885335d6d6a04aea960f7384f746ba6502ce477e624151"
            "cc1d1392b00df0f5400c06",
        .q1_x =
            "6ad7bc8ed8b841efd8ad0765c8a23d0b968ec9aa360a558ff33500f164faa02bee6c704f5f"
            "91507c4c5aad2b0dc5b943",
        .q1_y =
            "47313cc0a873ade774048338fc34ca5313f96bbf6ae22ac6ef475d85f03d24792dc6afba8d"
            "0b4a70170c1b4f0f716629",
        .p_x =
            "03c3a9f401b78c6c36a52f07eeee0ec1289f178adf78448f43a3850e0456f5dd7f7633dd31"
            "676d990eda32882ab486c0",
        .p_y =
            "cc183d0d7bdfd0a3af05f50e16a3f2de4abbc523215bf57c848d5ea662482b8c1f43dc453a"
            "93b94a8026db58f3f5d878",
    },
    /* RFC 9380 appendix J.2 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P384_XMD:SHA-384_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P384_XMD:SHA-384_SSWU_RO_ vector 5: map_to_curve",
        .kind = "sswu",
        .group = 20,
        .u0 =
            "480cb3ac2c389db7f9dac9c396d2647ae946db844598971c26d1afd53912a1491199c0a590"
            "2811e4b809c26fcd37a014",
        .u1 =
            "d28435eb34680e148bf3908536e42231cba9e1f73ae2c6902a222a89db5c49c97db2f8fa4d"
            "4cd6e424b17ac60bdb9bb6",
        .q0_x =
            "42e6666f505e854187186bad3011598d9278b9d6e3e4d2503c3d236381a56748dec5d139c2"
            "23129b324df53fa147c4df",
        .q0_y =
            "8ee51dbda46413bf621838cc935d18d617881c6f33f3838a79c767a1e5618e34b22f79142d"
            "f708d2432f75c7366c8512",
        .q1_x =
            "4ff01ceeba60484fa1bc0d825fe1e5e383d8f79f1e5bb78e5fb26b7a7ef758153e31e78b9d"
            "60ce75c5e32e43869d4e12",
        .q1_y =
            "0f84b978fac8ceda7304b47e229d6037d32062e597dc7a9b95bcd9af441f3c56c619a901d2"
            "1635f9ec6ab4710b9fcd0e",
        .p_x =
            "7b18d210b1f090ac701f65f606f6ca18fb8d081e3bc6cbd937c5604325f1cdea4c15c10a54"
            "ef303aabf2ea58bd9947a4",
        .p_y =
            "ea857285a33abb516732915c353c75c576bf82ccc96adb63c094dde580021eddeafd91f8c0"
            "bfee6f636528f3d0c47fd2",
    },
    /* RFC 9380 appendix J.3 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P521_XMD:SHA-512_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P521_XMD:SHA-512_SSWU_RO_ vector 1: map_to_curve",
        .kind = "sswu",
        .group = 21,
        .u0 =
            "01e5f09974e5724f25286763f00ce76238c7a6e03dc396600350ee2c4135fb17dc555be99a"
            "4a4bae0fd303d4f66d984ed7b6a3ba386093752a855d26d559d69e7e9e",
        .u1 =
            "00ae593b42ca2ef93ac488e9e09a5fe5a2f6fb330d18913734ff602f2a761fcaaf5f596e79"
            "0bcc572c9140ec03f6cccc38f767f1c1975a0b4d70b392d95a0c7278aa",
        .q0_x =
            "00b70ae99b6339fffac19cb9bfde2098b84f75e50ac1e80d6acb954e4534af5f0e9c4a5b8a"
            "9c10317b8e6421574bae2b133b4f2b8c6ce4b3063da1d91d34fa2b3a3c",
        .q0_y =
            "007f368d98a4ddbf381fb354de40e44b19e43bb11a1278759f4ea7b485e1b6db33e750507c"
            "071250e3e443c1aaed61f2c28541bb54b1b456843eda1eb15ec2a9b36e",
        .q1_x =
            "01143d0e9cddcdacd6a9aafe1bcf8d218c0afc45d4451239e821f5d2a56df92be942660b53"
            "2b2aa59a9c635ae6b30e803c45a6ac871432452e685d661cd41cf67214",
        .q1_y =
            "00ff75515df265e996d702a5380defffab1a6d2bc232234c7bcffa433cd8aa791fbc8dcf66"
            "7f08818bffa739ae25773b32073213cae9a0f2a917a0b1301a242dda0c",
        .p_x =
            "00fd767cebb2452030358d0e9cf907f525f50920c8f607889a6a35680727f64f4d66b161fa"
            "feb2654bea0d35086bec0a10b30b14adef3556ed9f7f1bc23cecc9c088",
        .p_y =
            "0169ba78d8d851e930680322596e39c78f4fe31b97e57629ef6460ddd68f8763fd7bd767a4"
            "e94a80d3d21a3c2ee98347e024fc73ee1c27166dc3fe5eeef782be411d",
    },
    /* RFC 9380 appendix J.3 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P521_XMD:SHA-512_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P521_XMD:SHA-512_SSWU_RO_ vector 2: map_to_curve",
        .kind = "sswu",
        .group = 21,
        .u0 =
            "003d00c37e95f19f358adeeaa47288ec39998039c3256e13c2a4c00a7cb61a34c896947296"
            "0150a27276f2390eb5e53e47ab193351c2d2d9f164a85c6a5696d94fe8",
        .u1 =
            "01f3cbd3df3893a45a2f1fecdac4d525eb16f345b03e2820d69bc580f5cbe9cb89196fdf72"
            "0ef933c4c0361fcfe29940fd0db0a5da6bafb0bee8876b589c41365f15",
        .q0_x =
            "01b254e1c99c835836f0aceebba7d77750c48366ecb07fb658e4f5b76e229ae6ca5d271bb0"
            "006ffcc42324e15a6d3daae587f9049de2dbb0494378ffb60279406f56",
        .q0_y =
            "01845f4af72fc2b1a5a2fe966f6a97298614288b456cfc385a425b686048b25c952fbb5674"
            "057e1eb055d04568c0679a8e2dda3158dc16ac598dbb1d006f5ad915b0",
        .q1_x =
            "007f08e813c620e527c961b717ffc74aac7afccb9158cebc347d5715d5c2214f952c97e194"
            "f11d114d80d3481ed766ac0a3dba3eb73f6ff9ccb9304ad10bbd7b4a36",
        .q1_y =
            "0022468f92041f9970a7cc025d71d5b647f822784d29ca7b3bc3b0829d6bb8581e745f8d0c"
            "c9dc6279d0450e779ac2275c4c3608064ad6779108a7828ebd9954caeb",
        .p_x =
            "002f89a1677b28054b50d15e1f81ed6669b5a2158211118ebdef8a6efc77f8ccaa528f6982"
            "14e4340155abc1fa08f8f613ef14a043717503d57e267d57155cf784a4",
        .p_y =
            "010e0be5dc8e753da8ce51091908b72396d3deed14ae166f66d8ebf0a4e7059ead169ea4be"
            "ad0232e9b700dd380b316e9361cfdba55a08c73545563a80966ecbb86d",
    },
    /* RFC 9380 appendix J.3 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P521_XMD:SHA-512_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P521_XMD:SHA-512_SSWU_RO_ vector 3: map_to_curve",
        .kind = "sswu",
        .group = 21,
        .u0 =
            "00183ee1a9bbdc37181b09ec336bcaa34095f91ef14b66b1485c166720523dfb81d5c470d4"
            "4afcb52a87b704dbc5c9bc9d0ef524dec29884a4795f55c1359945baf3",
        .u1 =
            "00504064fd137f06c81a7cf0f84aa7e92b6b3d56c2368f0a08f44776aa8930480da1582d01"
            "d7f52df31dca35ee0a7876500ece3d8fe0293cd285f790c9881c998d5e",
        .q0_x =
            "0021482e8622aac14da60e656043f79a6a110cbae5012268a62dd6a152c41594549f373910"
            "ebed170ade892dd5a19f5d687fae7095a461d583f8c4295f7aaf8cd7da",
        .q0_y =
            "0177e2d8c6356b7de06e0b5712d8387d529b848748e54a8bc0ef5f1475aa569f8f492fa85c"
            "3ad1c5edc51faf7911f11359bfa2a12d2ef0bd73df9cb5abd1b101c8b1",
        .q1_x =
            "00abeafb16fdbb5eb95095678d5a65c1f293291dfd20a3751dbe05d0a9bfe2d2eef19449fe"
            "59ec32cdd4a4adc3411177c0f2dffd0159438706159a1bbd0567d9b3d0",
        .q1_y =
            "007cc657f847db9db651d91c801741060d63dab4056d0a1d3524e2eb0e819954d8f677aa35"
            "3bd056244a88f00017e00c3ce8beeedb4382d83d74418bd48930c6c182",
        .p_x =
            "006e200e276a4a81760099677814d7f8794a4a5f3658442de63c18d2244dcc957c645e94cb"
            "0754f95fcf103b2aeaf94411847c24187b89fb7462ad3679066337cbc4",
        .p_y =
            "001dd8dfa9775b60b1614f6f169089d8140d4b3e4012949b52f98db2deff3e1d97bf73a1fa"
            "4d437d1dcdf39b6360cc518d8ebcc0f899018206fded7617b654f6b168",
    },
    /* RFC 9380 appendix J.3 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P521_XMD:SHA-512_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P521_XMD:SHA-512_SSWU_RO_ vector 4: map_to_curve",
        .kind = "sswu",
        .group = 21,
        .u0 =
            "0159871e222689aad7694dc4c3480a49807b1eedd9c8cb4ae1b219d5ba51655ea5b38e2e4f"
            "56b36bf3e3da44a7b139849d28f598c816fe1bc7ed15893b22f63363c3",
        .u1 =
            "004ef0cffd475152f3858c0a8ccbdf7902d8261da92744e98df9b7fadb0a5502f29c5086e7"
            "6e2cf498f47321434a40b1504911552ce44ad7356a04e08729ad9411f5",
        .q0_x =
            "0005eac7b0b81e38727efcab1e375f6779aea949c3e409b53a1d37aa2acbac87a7e6ad24aa"
            "fbf3c52f82f7f0e21b872e88c55e17b7fa21ce08a94ea2121c42c2eb73",
        .q0_y =
            "00a173b6a53a7420dbd61d4a21a7c0a52de7a5c6ce05f31403bef747d16cc8604a039a73bd"
            "d6e114340e55dacd6bea8e217ffbadfb8c292afa3e1b2afc839a6ce7bb",
        .q1_x =
            "01881e3c193a69e4d88d8180a6879b74782a0bc7e529233e9f84bf7f17d2f319c36920ffba"
            "26f9e57a1e045cc7822c834c239593b6e142a694aa00c757b0db79e5e8",
        .q1_y =
            "01558b16d396d866e476e001f2dd0758927655450b84e12f154032c7c2a6db837942cd9f44"
            "b814f79b4d729996ced61eec61d85c675139cbffe3fbf071d2c21cfecb",
        .p_x =
            "01b264a630bd6555be537b000b99a06761a9325c53322b65bdc41bf196711f9708d58d34b3"
            "b90faf12640c27b91c70a507998e55940648caa8e71098bf2bc8d24664",
        .p_y =
            "01ea9f445bee198b3ee4c812dcf7b0f91e0881f0251aab272a12201fd89b1a95733fd2a699"
            "c162b639e9acdcc54fdc2f6536129b6beb0432be01aa8da02df5e59aaa",
    },
    /* RFC 9380 appendix J.3 (cfrg/draft-irtf-cfrg-hash-to-curve
     * poc/vectors/P521_XMD:SHA-512_SSWU_RO_.json) */
    {
        .name = "RFC 9380 P521_XMD:SHA-512_SSWU_RO_ vector 5: map_to_curve",
        .kind = "sswu",
        .group = 21,
        .u0 =
            "0033d06d17bc3b9a3efc081a05d65805a14a3050a0dd4dfb4884618eb5c73980a59c5a246b"
            "18f58ad022dd3630faa22889fbb8ba1593466515e6ab4aeb7381c26334",
        .u1 =
            "0092290ab99c3fea1a5b8fb2ca49f859994a04faee3301cefab312d34227f6a2d0c3322cf7"
            "6861c6a3683bdaa2dd2a6daa5d6906c663e065338b2344d20e313f1114",
        .q0_x =
            "00041f6eb92af8777260718e4c22328a7d74203350c6c8f5794d99d5789766698f459b83d5"
            "068276716f01429934e40af3d1111a22780b1e07e72238d2207e5386be",
        .q0_y =
            "001c712f0182813942b87cab8e72337db017126f52ed797dd234584ac9ae7e80dfe7abea11"
            "db02cf1855312eae1447dbaecc9d7e8c880a5e76a39f6258074e1bc2e0",
        .q1_x =
            "0125c0b69bcf55eab49280b14f707883405028e05c927cd7625d4e04115bd0e0e6323b12f5"
            "d43d0d6d2eff16dbcf244542f84ec058911260dc3bb6512ab5db285fbd",
        .q1_y =
            "008bddfb803b3f4c761458eb5f8a0aee3e1f7f68e9d7424405fa69172919899317fb6ac1d6"
            "903a432d967d14e0f80af63e7035aaae0c123e56862ce969456f99f102",
        .p_x =
            "00c12bc3e28db07b6b4d2a2b1167ab9e26fc2fa85c7b0498a17b0347edf52392856d7e28b8"
            "fa7a2dd004611159505835b687ecf1a764857e27e9745848c436ef3925",
        .p_y =
            "01cd287df9a50c22a9231beb452346720bb163344a41c5f5a24e8335b6ccc595fd436aea89"
            "737b1281aecb411eb835f0b939073fdd1dd4d5a2492e91ef4a3c55bcbd",
    },
};

#endif
