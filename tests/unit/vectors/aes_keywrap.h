/* AES Key Wrap (RFC 3394, default IV A6..): known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_AES_KEYWRAP_H
#define VECTORS_AES_KEYWRAP_H

#ifndef VECTOR_WRAP_STRUCT
#define VECTOR_WRAP_STRUCT
struct vector_wrap {
    const char *name;
    const char *kek;
    const char *plaintext;
    const char *ciphertext;
    const char *expect;
};
#endif

static const struct vector_wrap vectors_aes_keywrap[] = {
    /* RFC 3394 section 4.1; hostap src/crypto/crypto_module_tests.c */
    {
        .name = "RFC 3394 4.1",
        .kek = "000102030405060708090a0b0c0d0e0f",
        .plaintext = "00112233445566778899aabbccddeeff",
        .ciphertext = "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5",
    },
    /* RFC 3394 section 4.2; hostap src/crypto/crypto_module_tests.c */
    {
        .name = "RFC 3394 4.2",
        .kek = "000102030405060708090a0b0c0d0e0f1011121314151617",
        .plaintext = "00112233445566778899aabbccddeeff",
        .ciphertext = "96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d",
    },
    /* RFC 3394 section 4.3; hostap src/crypto/crypto_module_tests.c */
    {
        .name = "RFC 3394 4.3",
        .kek = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        .plaintext = "00112233445566778899aabbccddeeff",
        .ciphertext = "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7",
    },
    /* RFC 3394 section 4.4; hostap src/crypto/crypto_module_tests.c */
    {
        .name = "RFC 3394 4.4",
        .kek = "000102030405060708090a0b0c0d0e0f1011121314151617",
        .plaintext = "00112233445566778899aabbccddeeff0001020304050607",
        .ciphertext =
            "031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2",
    },
    /* RFC 3394 section 4.5; hostap src/crypto/crypto_module_tests.c */
    {
        .name = "RFC 3394 4.5",
        .kek = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        .plaintext = "00112233445566778899aabbccddeeff0001020304050607",
        .ciphertext =
            "a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1",
    },
    /* RFC 3394 section 4.6; hostap src/crypto/crypto_module_tests.c */
    {
        .name = "RFC 3394 4.6",
        .kek = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        .plaintext =
            "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f",
        .ciphertext =
            "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a"
            "02dd21",
    },
    /* NIST CAVP SP 800-38F KW_AE_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-128 P128 count 0",
        .kek = "7575da3a93607cc2bfd8cec7aadfd9a6",
        .plaintext = "42136d3c384a3eeac95a066fd28fed3f",
        .ciphertext = "031f6bd7e61e643df68594816f64caa3f56fabea2548f5fb",
    },
    /* NIST CAVP SP 800-38F KW_AE_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-128 P128 count 1",
        .kek = "e19be2051ff2627070adf920326ccbbc",
        .plaintext = "e19a9d9368a9e43cf292fec8d959e066",
        .ciphertext = "947ecf0d0b064da737bd7aa92293e2097a1c62c3656c6b8e",
    },
    /* NIST CAVP SP 800-38F KW_AE_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-128 P256 count 0",
        .kek = "e5d058e7f1c22c016c4e1cc9b26b9f8f",
        .plaintext =
            "7f604e9b8d39d3c91e193fe6f196c1e3da6211a7c9a33b8873b64b138d1803e4",
        .ciphertext =
            "60b9f8ac797c56e01e9b5f84d65816a980777869f67991a0e6dc19b8cd75c9b54db4a38456"
            "bbd6f3",
    },
    /* NIST CAVP SP 800-38F KW_AE_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-128 P256 count 1",
        .kek = "211af1b37d49732fe6160704d6d885c6",
        .plaintext =
            "7e3d38a7b8286a9153a830bac4128d027eed559d66ec8072cb3614806e2c800f",
        .ciphertext =
            "3a2a26274e83b4013d8c9aef2a3232d0e0dd6224f6eb948af401def812295fc795841e0034"
            "241f45",
    },
    /* NIST CAVP SP 800-38F KW_AE_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-128 P192 count 0",
        .kek = "67ae4270bcdd31e8326b7e7f94c80276",
        .plaintext = "57e748b62fbc37ba25e904ee973d01b136cf7c1d0c8c5c87",
        .ciphertext =
            "96cec0e3272a21faa550a857957aa38ce3c1cf06f0dd9f5b5c5c422cef6c69a1",
    },
    /* NIST CAVP SP 800-38F KW_AE_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-128 P192 count 1",
        .kek = "7977b70e73129937bc738e27bb2cfd46",
        .plaintext = "febd8d318a8cfa95e4136bd3b30bbb5317cbcb75239190a4",
        .ciphertext =
            "9ceb0d2f4649731668f206b02557ce46944e8a45bc6f2ca066d0e9f2ef797b40",
    },
    /* NIST CAVP SP 800-38F KW_AE_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-128 P320 count 0",
        .kek = "d7aa53aefad65cd95b57c8eee7b0a906",
        .plaintext =
            "4a8daee6774751fc4489e837b8f7fba6896c70bb3d5e53053c92eb58046ee4a7002e542311"
            "253b97",
        .ciphertext =
            "84ebd38cf06c674dcf186977de4a40c6dde3e7f49361a43420a887d2931b29c23e2db72e95"
            "e4107001da925181bb7097",
    },
    /* NIST CAVP SP 800-38F KW_AE_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-128 P320 count 1",
        .kek = "3866b8d74cf377e44e880ea5624e4d67",
        .plaintext =
            "d03b23f115cad81560582cd73afca45067541c50ce3100cc2081f281ed7e2d7e074fb1f05e"
            "f673d0",
        .ciphertext =
            "6a0f93399a9690abe4180810432d278bba4a641a57221c14577e26f3c33f9ce7c492a5b964"
            "ea9549f9d5fcdb6f7c706d",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P128 count 0",
        .kek = "1cbd2f79078b9500fae23696311953eb",
        .plaintext = "9c4e675277a3bdc3a071048b327a011e",
        .ciphertext = "ecbd7a17c5da3cfdfe2225d2bf9ac7abce78c2b2aefa6eac",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P128 count 1 (must fail)",
        .kek = "5d4899ee66beff1bda1fc717a1ad4c50",
        .ciphertext = "bb7fd0bce778bd775e4e88d904d26a7134364c53a6c493a0",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P128 count 2",
        .kek = "c22fafd69ccf945b1573a14fa15cd8e1",
        .plaintext = "5b8a9f55c65417cd1ff2db3d171e1df0",
        .ciphertext = "e48d53e4a3ffbac76f4199e9dec1b62a6f2ee1809493f556",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P128 count 7 (must fail)",
        .kek = "5ea30c21db36c0577294cc70d3b86970",
        .ciphertext = "37e4813d9c40c9165b7f120cec34a85d3bf56ae07fad8f40",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P256 count 0",
        .kek = "83da6e02404d5abfd47d15da591840e2",
        .plaintext =
            "67dfd627346ebd217849a5ba5bca6e9ce07a7747bed1ba119ec01503202a075a",
        .ciphertext =
            "3f4cbf3a98029243da87a756b3c52553f91366f4ff4b103b2c73e68aa8ca81f01ebda35d71"
            "8741ac",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P256 count 1 (must fail)",
        .kek = "84bc6ce7ee4fd9db512536669d0686da",
        .ciphertext =
            "c383db930ffd02c0073ac2cc79ec289e6866bdcc6a135a3b776aa42f14ee04f9cca06ed6c0"
            "b22901",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P256 count 2",
        .kek = "b6a0b19fc9da283b6d4a46a9b8d78185",
        .plaintext =
            "524462f7264390a54147212c98dd495ce52a2285d7123ec1f9c57ac346affa47",
        .ciphertext =
            "f4acace5483ca645645777493c1bf335ecc552403b04ba4f2156abe39825a992acc076e257"
            "d582e4",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P256 count 9 (must fail)",
        .kek = "4fcd330ba97cee6225a9ae81812d0354",
        .ciphertext =
            "167a0c46163a968a4b2e42502f0226dc60de207a44d9507926bcc56c3c4354f47cc14d438d"
            "6407ea",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P192 count 0",
        .kek = "534596b4af415d7a83b1c7e20fb014b5",
        .plaintext = "172e8e0aa17994a98085fdc7129138853dcd770c1924aef8",
        .ciphertext =
            "cf78e569f1e188e7f439160f0faa52182c32f993f2a019465089fe560c4435e2",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P192 count 1",
        .kek = "d24917b3bd25ff26dfffa00541ad1800",
        .plaintext = "3c75aa11539bc21bbe366965b3746f5f6a530d6e8ff43c82",
        .ciphertext =
            "fa43370a8c34c78811ca25d3c19b4249678829e6809da8d5c93a258f60b46622",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P192 count 3 (must fail)",
        .kek = "266b009e911bb55f9aa0661539a6fdd5",
        .ciphertext =
            "db9c94e7236ec56982d7ddeb9427c24580bc1fb96db98ab19340e03670045b7a",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P192 count 6 (must fail)",
        .kek = "a5160de94ba21b417183473b8df7814d",
        .ciphertext =
            "d134f2a1566aeaa99e1dfbea259de765bd31d3c746e2b529b90d8a572461f055",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P320 count 0",
        .kek = "9c399e77cbab7a4f52ebead7849a7691",
        .plaintext =
            "2aafe2029b9ce5fb10944aa82f64e0dacbff4788ebab9ff20dfcc6f2b46280f333f0f09243"
            "79fe27",
        .ciphertext =
            "4e868cb91db9c0f8f010c223a954131ce8c1fcc564a908ae856ceb0416230f144bc7f03c3c"
            "7dcc22ae79ca0b56aea20b",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P320 count 1 (must fail)",
        .kek = "51c2e3d090a74bfa10db090b63ae53aa",
        .ciphertext =
            "598a16c226e6c848a78ca30fa514edc9467f704b529c02c5522d1890b4dc21588ed6c3b070"
            "ed952adc733d865eb9d468",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P320 count 2",
        .kek = "799dca1f32c38e6311ad0020e0a4b3d5",
        .plaintext =
            "1d3c3dca161686e069f2778e4b0ba6b153efe0180638b6af7999499fa45b89c71322f36b43"
            "659cf1",
        .ciphertext =
            "4a0997cb3443da737518388986e6def82018e9ad4276a354808e272d7c603817536db5f15d"
            "3e557908b13fb8aef6c430",
    },
    /* NIST CAVP SP 800-38F KW_AD_128.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-128 P320 count 5 (must fail)",
        .kek = "0a0b9856cacaab63c8d34c443301b418",
        .ciphertext =
            "27de01490e2dae4677cdc560f77b83f4cbe70c96eb963f89d7bd08105997ed9a13eec18b53"
            "1ea80d5d1694eddacbc50e",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AE_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-256 P128 count 0",
        .kek = "f59782f1dceb0544a8da06b34969b9212b55ce6dcbdd0975a33f4b3f88b538da",
        .plaintext = "73d33060b5f9f2eb5785c0703ddfa704",
        .ciphertext = "2e63946ea3c090902fa1558375fdb2907742ac74e39403fc",
    },
    /* NIST CAVP SP 800-38F KW_AE_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-256 P128 count 1",
        .kek = "5a51bef705d2e56efc2622a29f7b7c57cd2cb160820b1519fc5d16933cab7930",
        .plaintext = "f6c00a3078ca85a4e3b95eac262f5ef1",
        .ciphertext = "1e86665cb9605dd4b34b8eaf900a4af4add0eb07e6e63e3e",
    },
    /* NIST CAVP SP 800-38F KW_AE_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-256 P256 count 0",
        .kek = "8b54e6bc3d20e823d96343dc776c0db10c51708ceecc9a38a14beb4ca5b8b221",
        .plaintext =
            "d6192635c620dee3054e0963396b260af5c6f02695a5205f159541b4bc584bac",
        .ciphertext =
            "b13eeb7619fab818f1519266516ceb82abc0e699a7153cf26edcb8aeb879f4c011da906841"
            "fc5956",
    },
    /* NIST CAVP SP 800-38F KW_AE_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-256 P256 count 1",
        .kek = "5b2bbfb7707eee9264cbca8ddda9e337aa85546148f682139f568c4e6a8bff4a",
        .plaintext =
            "92772f5e21f29cbefcc86ba6c3099f26c11da9b8d2ee11bd23c30155a8fc3ba8",
        .ciphertext =
            "7839f033f16a99fe720e3445560b0acb2580b1322ee273f0392ba3285d8da84fda0068cf6f"
            "9ad065",
    },
    /* NIST CAVP SP 800-38F KW_AE_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-256 P192 count 0",
        .kek = "112ad41b4856c7254a9848d30fdd78335b039a48a8962c4d1cb78eabd5dad788",
        .plaintext = "1b20bf1990b065d798e1b32264ad50a8747492ba09a04dd1",
        .ciphertext =
            "ba8a259a471b787dd5d540ec25d43d87200fdadc6d1f05d916584fa9f6cbf512",
    },
    /* NIST CAVP SP 800-38F KW_AE_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-256 P192 count 1",
        .kek = "1d87456bce526e87b3a07e4bfa024f476bc3164216062441cfd4a198d852f3db",
        .plaintext = "f70f4a1e34793d750eeb4aaa204a757e6ea90a9aff335a28",
        .ciphertext =
            "8df903a404e067110bbc017ddb65bad82f4a361aca275e9bc23503f443ff5325",
    },
    /* NIST CAVP SP 800-38F KW_AE_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-256 P320 count 0",
        .kek = "c1bbf2650e131538f3cba91a67425a6ea1abeb16b5de41cf9ed598c46b3f6393",
        .plaintext =
            "bd072d07eabfa27a17446156688faa97427f19d67d54d48daf28f2ca2455d395f826bc1690"
            "68e640",
        .ciphertext =
            "96e34f339448dc21235c1432170b439baebba0095b13d8610d84e378da837120dd48502d7f"
            "c2d0274b311065c6181c29",
    },
    /* NIST CAVP SP 800-38F KW_AE_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AE-256 P320 count 1",
        .kek = "5a7a5c46c365d95e4818ca7263ad7947a9211f069a6fa961649cb68557b6e27d",
        .plaintext =
            "9067e74888934be87fec6e9decbddf1a5590d56be4f63da556624565288f7d05341cbd509a"
            "8cf4a0",
        .ciphertext =
            "461f95a6fa5ad786bae97f60f08ce3dcda01f68da1fdf0b50e975126527451d73ebb470777"
            "845cd8156dfc4a2f6676f3",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P128 count 0",
        .kek = "80aa997327a4806b6a7a41a52b86c3710386f932786ef79676fafb90b8263c5f",
        .plaintext = "0a256ba75cfa03aaa02ba94203f15baa",
        .ciphertext = "423c960d8a2ac4c1d33d3d977bf0a91559f99c8acd293d43",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P128 count 1",
        .kek = "2d104bc65c5f78e92993bd78b27d8e59a8a1f7c64b55b05be5df30f96ff04767",
        .plaintext = "f8d46471445228d2ef399755360bdd6e",
        .ciphertext = "e69fc01ea73e11bb4bc7485044145f824cfd535528b76517",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P128 count 4 (must fail)",
        .kek = "08c936b25b567a0aa679c29f201bf8b190327df0c2563e39cee061f149f4d91b",
        .ciphertext = "e227eb8ae9d239ccd8928adec39c28810ca9b3dc1f366444",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P128 count 6 (must fail)",
        .kek = "0ff8528509b0e3e2bcf5360eacbbf871eecb8c7fad0e7ab2bbb37617b8e4c444",
        .ciphertext = "05f16c7e25d930bd25db0c4ddc88b8a3de564c48c264c7a6",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P256 count 0",
        .kek = "049c7bcba03e04395c2a22e6a9215cdae0f762b077b1244b443147f5695799fa",
        .plaintext =
            "e617831c7db8038fda4c59403775c3d435136a566f3509c273e1da1ef9f50aea",
        .ciphertext =
            "776b1e91e935d1f80a537902186d6b00dfc6afc12000f1bde913df5d67407061db8227fcd0"
            "8953d4",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P256 count 1",
        .kek = "12da8452f4928f9e033b477585c7abc177134bdb13d354614ca01af0de5d4356",
        .plaintext =
            "b405891cb5114829f2da0d29f3069e8b6477310c705cea6a7d6f97813453f353",
        .ciphertext =
            "eed4280e60e8d6ac5350b5218f62f77873a6586cb1fbeb2d3dc8cf0d2d4ec28bc2f6d3fd99"
            "40c73b",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P256 count 3 (must fail)",
        .kek = "605b22935f1eee56ba884bc7a869febc159ac306b66fb9767a7cc6ab7068dffa",
        .ciphertext =
            "6607f5a64c8f9fd96dc6f9f735b06a193762cdbacfc367e410926c1bfe6dd715490adbad5b"
            "9697a6",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P256 count 7 (must fail)",
        .kek = "f58b479c7fd26706b82cdc24b170ceea502a45311ecd2453f2142993ad838480",
        .ciphertext =
            "9c104f79e648e8f794da8a5474cdf22d08b3f4e80483f5f6ea7bff7ade8343cb5c70572a7b"
            "c7e8fa",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P192 count 0",
        .kek = "63e940559d21e753f3bd9c6c32c41d63c1e11d875636926066c5a507c0b49e76",
        .plaintext = "c984c7137b3d190650a47f6b844ba2488567a12248873289",
        .ciphertext =
            "0d3679378828ecf85c68b97764a2c4dad3a2ec161d689062fe0a95b912ce74b6",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P192 count 1",
        .kek = "78b4fe620477f02bf38959faef48d0bd66dc29e046e9d6323f07cbfe9dcee12f",
        .plaintext = "e6d388ee2bf420d8b837319737220f6a12650a50361d2b40",
        .ciphertext =
            "92cef01f6e080d1c1a02938073a5f3bb38f3f521fd58d72fc5ef60d3de71a7d1",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P192 count 3 (must fail)",
        .kek = "81c93da5baa5157bf700fd38d7d67662670778b690cfbca9fe11e06268b35605",
        .ciphertext =
            "875e1ca385586f83d1e23e44ca201006df04e1854e41b933fd607a7383ae1a39",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P192 count 9 (must fail)",
        .kek = "d6388066d9a50d219ef765d33ad8fc1d24a95e4bda3a592b7726e59f132f88c8",
        .ciphertext =
            "33e8da34629bf3d4942425110ed03ab4b9f69c1ffd45801056b7ad2a422f76cb",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P320 count 0",
        .kek = "c25e19d58431d4cf989724ab5d3fd94f2afff6b5d55fbddfeef5161094f2aab2",
        .plaintext =
            "5600e4f4f52448592036274155af6bcb2c95e762245590a3e91c0e3d7ddff58b247d83e133"
            "22058d",
        .ciphertext =
            "ce8c39924cd7dc7873e4a3fea826aab86d189b42e1a686415ae42f49488a798bb95219374e"
            "44500acd9de174428c4ca2",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P320 count 1",
        .kek = "e6b1c5e75f5c7d69a21cae979110d125a5f4c888fa18a692077552cdf038bbd3",
        .plaintext =
            "6f8b48143b1280cbbf7f0f34edb458a272460913df47474aec2f5d77e6981f359c8db1d085"
            "e36b45",
        .ciphertext =
            "276ac3d4c440b2b53a4bd8d9f462f7e1708d03f6d00508aee4d1e9cac66df00e6a231b280e"
            "40df3aec599c7baafe364f",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P320 count 4 (must fail)",
        .kek = "c42c53da9bd5393e63818ecc1336ec6dfcf1d633e51ebb51c68fb0997c979e7a",
        .ciphertext =
            "52f7b481f72bc2d41edade5388d38c2ff75765939576e49bab400040a14ff488848bef57d1"
            "502c06a3faad471f5c3178",
        .expect = "unwrap-fail",
    },
    /* NIST CAVP SP 800-38F KW_AD_256.txt (Debian python3-cryptography-vectors) */
    {
        .name = "NIST KW-AD-256 P320 count 7 (must fail)",
        .kek = "6373b11ce22f262c1ca58b13b137ebd9dacc5ffefb2371a33356d3892312c72d",
        .ciphertext =
            "37d8d085a1aad4e1b0d16278eb82b071a9ac6485502679a06fdb3f17f09ec873d0a3190be2"
            "9b76207b416240a91e15e4",
        .expect = "unwrap-fail",
    },
};

#endif
