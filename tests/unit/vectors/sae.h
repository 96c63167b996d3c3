/* SAE hunting-and-pecking, commit/confirm, key derivation; commit frames to reject: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_SAE_H
#define VECTORS_SAE_H

#ifndef VECTOR_SAE_STRUCT
#define VECTOR_SAE_STRUCT
struct vector_sae {
    const char *name;
    long group;
    const char *password;
    const char *sta_a;
    const char *sta_b;
    const char *pwe_x;
    const char *pwe_y;
    const char *own_addr;
    const char *peer_addr;
    const char *rand;
    const char *mask;
    const char *peer_commit;
    const char *own_commit;
    const char *kck;
    const char *pmk;
    const char *pmkid;
    const char *commit;
    const char *confirm;
    const char *expect;
    const char *k;
    const char *keyseed;
    const char *own_confirm_send_confirm_1;
    const char *peer_confirm_send_confirm_1;
};
#endif

static const struct vector_sae vectors_sae[] = {
    /* IEEE Std 802.11-2016/2020/2024 Annex J.10; Fuchsia wlan sae/src/ecc.rs (TEST_LOOP_*) */
    {
        .name = "Annex J.10 hunting-and-pecking PWE, group 19",
        .group = 19,
        .password = "mekmitasdigoat",
        .sta_a = "4d3f2fffe387",
        .sta_b = "a5d8aa958e3c",
        .pwe_x = "da6eb7b06a1ac5624974f90afdd6a8e9d5722634cf987c34defc91a9874e5658",
        .pwe_y = "f4fefd130bd5be08fe68af3e4a290272ec065fd3671f3c25bf8ec419ddc9b822",
    },
    /* IEEE Std 802.11-2016/2020/2024 Annex J.10; hostap src/common/common_module_tests.c
     * sae_tests */
    {
        .name = "Annex J.10 commit exchange, group 19 (H&P)",
        .group = 19,
        .password = "mekmitasdigoat",
        .own_addr = "4d3f2fffe387",
        .peer_addr = "a5d8aa958e3c",
        .rand = "992465fd3daa3c60aa6565b7f62a2a7f2e12dd12f198faf4fbed89d7ff1ace94",
        .mask = "9507a90f777a044d6a0830b91ea3d5dd70bece44e1acffb86983b5e1bf9fb322",
        .peer_commit =
            "1300591b96f3397fb945100848e7b550543b6720d88337ee93fc49fd6df7e08b5223e71b9b"
            "b048d3873f20556953a96c91536fd8ee6ca9b4a68a148b056a909be03e83ae208f60f8ef55"
            "37858074db06687032399862999b511e0a1552a5fea317c2",
        .own_commit =
            "13002e2c0f0db52440ad146d967114ce005ce1eab0aa2c2e5c2871b774f6c2575c65d5ad9e"
            "00829707aa36ba8b859738fc961d08243505f47c035376d7ac4bc8d7b95083bf43827d0fc3"
            "1ed778dd3671fd21a46d1091d64b6f9a1e1272621325dbe1",
        .kck = "1e733f6d9bd53256287304338831b09a39406d121017073a5c30db36f36cb81a",
        .pmk = "4e4dfab1a2dd8ac1a91790f953faaa452ae5c6873ab75b63605ba663f8a7fe59",
        .pmkid = "8747a600eea3f9f22475df58ca1e5498",
        .k = "189f666f3181b4a1701c2bf7d34d644e66b5a104acb99adf25f3d48b878c081f",
        .keyseed = "06900d37677ed6c103ea1386d753b56be74dc3a7e5fe96528e580521daad121a",
        .own_confirm_send_confirm_1 =
            "b6dec375e4522d27520827d0933cdde7ad3caf3771e4b00702ba4332797fba59",
        .peer_confirm_send_confirm_1 =
            "e632b0ce42c22f54b2660b02d034ccb20f93246528f40f4f7fce40fd832166a7",
    },
    /* hostap tests/hwsim/test_sae.py test_sae_proto_ecc */
    {
        .name = "peer commit: Confirm mismatch",
        .group = 19,
        .commit =
            "1300033d3635b39666ed427fd4a3e7d37acec2810afeaf1687f746a14163ff0e6d03559cb8"
            "928db4ce4e3cbd6555e837591995e5ebe503ef36b503d9ca519d63728dd3c7c676b8e80818"
            "31b6bc3a64bdf136061a7de175e17d1965bfa41983ed02f8",
        .confirm =
            "0000800edebc3f260dc1fe7e0b20888af2b8a3316252ec37388a8504e25b73dc4240",
        .expect = "accept-commit-format, reject-confirm (wrong value or length)",
    },
    /* hostap tests/hwsim/test_sae.py test_sae_proto_ecc */
    {
        .name = "peer commit: Commit without even full cyclic group field",
        .group = 19,
        .commit = "13",
        .expect = "reject-commit",
    },
    /* hostap tests/hwsim/test_sae.py test_sae_proto_ecc */
    {
        .name = "peer commit: Too short commit",
        .group = 19,
        .commit =
            "1300033d3635b39666ed427fd4a3e7d37acec2810afeaf1687f746a14163ff0e6d03559cb8"
            "928db4ce4e3cbd6555e837591995e5ebe503ef36b503d9ca519d63728dd3c7c676b8e80818"
            "31b6bc3a64bdf136061a7de175e17d1965bfa41983ed02",
        .expect = "reject-commit",
    },
    /* hostap tests/hwsim/test_sae.py test_sae_proto_ecc */
    {
        .name = "peer commit: Invalid commit scalar (0)",
        .group = 19,
        .commit =
            "13000000000000000000000000000000000000000000000000000000000000000000559cb8"
            "928db4ce4e3cbd6555e837591995e5ebe503ef36b503d9ca519d63728dd3c7c676b8e80818"
            "31b6bc3a64bdf136061a7de175e17d1965bfa41983ed02f8",
        .expect = "reject-commit",
    },
    /* hostap tests/hwsim/test_sae.py test_sae_proto_ecc */
    {
        .name = "peer commit: Invalid commit scalar (1)",
        .group = 19,
        .commit =
            "13000000000000000000000000000000000000000000000000000000000000000001559cb8"
            "928db4ce4e3cbd6555e837591995e5ebe503ef36b503d9ca519d63728dd3c7c676b8e80818"
            "31b6bc3a64bdf136061a7de175e17d1965bfa41983ed02f8",
        .expect = "reject-commit",
    },
    /* hostap tests/hwsim/test_sae.py test_sae_proto_ecc */
    {
        .name = "peer commit: Invalid commit scalar (> r)",
        .group = 19,
        .commit =
            "1300ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff559cb8"
            "928db4ce4e3cbd6555e837591995e5ebe503ef36b503d9ca519d63728dd3c7c676b8e80818"
            "31b6bc3a64bdf136061a7de175e17d1965bfa41983ed02f8",
        .expect = "reject-commit",
    },
    /* hostap tests/hwsim/test_sae.py test_sae_proto_ecc */
    {
        .name = "peer commit: Commit element not on curve",
        .group = 19,
        .commit =
            "1300033d3635b39666ed427fd4a3e7d37acec2810afeaf1687f746a14163ff0e6d03559cb8"
            "928db4ce4e3cbd6555e837591995e5ebe503ef36b503d9ca519d63728d0000000000000000"
            "000000000000000000000000000000000000000000000000",
        .expect = "reject-commit",
    },
    /* hostap tests/hwsim/test_sae.py test_sae_proto_ecc */
    {
        .name = "peer commit: Invalid commit element (y coordinate > P)",
        .group = 19,
        .commit =
            "1300033d3635b39666ed427fd4a3e7d37acec2810afeaf1687f746a14163ff0e6d03559cb8"
            "928db4ce4e3cbd6555e837591995e5ebe503ef36b503d9ca519d63728dffffffffffffffff"
            "ffffffffffffffffffffffffffffffffffffffffffffffff",
        .expect = "reject-commit",
    },
    /* hostap tests/hwsim/test_sae.py test_sae_proto_ecc */
    {
        .name = "peer commit: Invalid commit element (x coordinate > P)",
        .group = 19,
        .commit =
            "1300033d3635b39666ed427fd4a3e7d37acec2810afeaf1687f746a14163ff0e6d03ffffff"
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd3c7c676b8e80818"
            "31b6bc3a64bdf136061a7de175e17d1965bfa41983ed02f8",
        .expect = "reject-commit",
    },
    /* hostap tests/hwsim/test_sae.py test_sae_proto_ecc */
    {
        .name = "peer commit: Different group in commit",
        .group = 19,
        .commit =
            "1400033d3635b39666ed427fd4a3e7d37acec2810afeaf1687f746a14163ff0e6d03559cb8"
            "928db4ce4e3cbd6555e837591995e5ebe503ef36b503d9ca519d63728dd3c7c676b8e80818"
            "31b6bc3a64bdf136061a7de175e17d1965bfa41983ed02f8",
        .expect = "reject-commit",
    },
    /* hostap tests/hwsim/test_sae.py test_sae_proto_ecc */
    {
        .name = "peer commit: Too short confirm",
        .group = 19,
        .commit =
            "1300033d3635b39666ed427fd4a3e7d37acec2810afeaf1687f746a14163ff0e6d03559cb8"
            "928db4ce4e3cbd6555e837591995e5ebe503ef36b503d9ca519d63728dd3c7c676b8e80818"
            "31b6bc3a64bdf136061a7de175e17d1965bfa41983ed02f8",
        .confirm =
            "0000800edebc3f260dc1fe7e0b20888af2b8a3316252ec37388a8504e25b73dc42",
        .expect = "accept-commit-format, reject-confirm (wrong value or length)",
    },
    /* hostap tests/hwsim/test_sae.py build_sae_commit */
    {
        .name = "well-formed commit group 19 (structure only)",
        .group = 19,
        .commit =
            "13007332d3ebff24804005ccd8c56141e3ed8d84f40638aa31cd2fac11d4d2e89e7b954d0f"
            "4457066bff3168376a1d7174f4e66620d1792406f613055b98513a7f03a538c13dfbaf2029"
            "e2adc6aa96aa0ddcf08ac44887b02f004b7f29b9dbf4b7d9",
        .expect = "accept-commit",
    },
    /* hostap tests/hwsim/test_sae.py build_sae_commit */
    {
        .name = "well-formed commit group 21 (structure only)",
        .group = 21,
        .commit =
            "1500001eec673111b902f5c8a61c8cb4c1c4793031aeea8c8c319410903bc64bcbaea134ab"
            "01c4e016d51436f5b5426f7e2af635759a3033fb4031ea79f89a62a3e2f82800580eb4b448"
            "ea600ea277d5e66e4ed37db82bb04ac90442e9c3727489f366ba4b82f0a472d02caf4cdd14"
            "2e96baea5915d71374660ee23acbaca38cf3fe8c5fb94b01abbc5278121635d7c06911c5da"
            "d8f18d516e1fbe296c179b7c87a1dddfab393337d3d215ed333dd396da6d8f20f798c60d05"
            "4f1093c24d9c2d98e15c030cc375f0",
        .expect = "accept-commit",
    },
};

#endif
