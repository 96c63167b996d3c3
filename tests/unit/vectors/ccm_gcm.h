/* AES-CCM and AES-GCM primitives with the parameters 802.11 uses: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_CCM_GCM_H
#define VECTORS_CCM_GCM_H

#ifndef VECTOR_AEAD_STRUCT
#define VECTOR_AEAD_STRUCT
struct vector_aead {
    const char *name;
    const char *kind;
    const char *key;
    const char *nonce;
    const char *iv;
    const char *aad;
    const char *plaintext;
    long tag_length;
    const char *ciphertext_and_tag;
    const char *ciphertext;
    const char *tag;
    const char *expect;
};
#endif

static const struct vector_aead vectors_ccm_gcm[] = {
    /* RFC 3610 section 8; Linux crypto/testmgr.h aes_ccm_tv_template */
    {
        .name = "RFC 3610 packet vector (tag 8) no. 1",
        .kind = "ccm",
        .key = "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf",
        .nonce = "00000003020100a0a1a2a3a4a5",
        .aad = "0001020304050607",
        .plaintext = "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e",
        .tag_length = 8,
        .ciphertext_and_tag =
            "588c979a61c663d2f066d0c2c0f989806d5f6b61dac38417e8d12cfdf926e0",
    },
    /* RFC 3610 section 8; Linux crypto/testmgr.h aes_ccm_tv_template */
    {
        .name = "RFC 3610 packet vector (tag 8) no. 2",
        .kind = "ccm",
        .key = "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf",
        .nonce = "00000007060504a0a1a2a3a4a5",
        .aad = "000102030405060708090a0b",
        .plaintext = "0c0d0e0f101112131415161718191a1b1c1d1e1f",
        .tag_length = 8,
        .ciphertext_and_tag =
            "dcf1fb7b5d9e23fb9d4e131253658ad86ebdca3e51e83f077d9c2d93",
    },
    /* RFC 3610 section 8; Linux crypto/testmgr.h aes_ccm_tv_template */
    {
        .name = "RFC 3610 packet vector (tag 10) no. 3",
        .kind = "ccm",
        .key = "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf",
        .nonce = "0000000b0a0908a0a1a2a3a4a5",
        .aad = "0001020304050607",
        .plaintext = "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
        .tag_length = 10,
        .ciphertext_and_tag =
            "82531a60cc24945a4b8279181ab5c84df21ce7f9b73f42e197ea9c07e56b5eb17e5f4e",
    },
    /* RFC 3610 section 8; Linux crypto/testmgr.h aes_ccm_tv_template */
    {
        .name = "RFC 3610 packet vector (tag 10) no. 4",
        .kind = "ccm",
        .key = "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf",
        .nonce = "0000000c0b0a09a0a1a2a3a4a5",
        .aad = "000102030405060708090a0b",
        .plaintext = "0c0d0e0f101112131415161718191a1b1c1d1e",
        .tag_length = 10,
        .ciphertext_and_tag =
            "07342594157785152b074098330abb141b947b566aa9406b4d999988dd",
    },
    /* RFC 3610 section 8; Linux crypto/testmgr.h aes_ccm_tv_template */
    {
        .name = "RFC 3610 packet vector (tag 8) no. 5",
        .kind = "ccm",
        .key = "d7828d13b2b0bdc325a76236df93cc6b",
        .nonce = "0033568ef7b2633c9696766cfa",
        .aad = "63018f76dc8a1bcb",
        .plaintext = "9020ea6f91bdd85afa0039ba4baff9bfb79c7028949cd0ec",
        .tag_length = 8,
        .ciphertext_and_tag =
            "4ccb1e7ca981befaa0726c55d378061298c85c92814abc33c52ee81d7d77c08a",
    },
    /* RFC 3610 section 8; Linux crypto/testmgr.h aes_ccm_tv_template */
    {
        .name = "RFC 3610 packet vector (tag 8) no. 6",
        .kind = "ccm",
        .key = "d7828d13b2b0bdc325a76236df93cc6b",
        .nonce = "00d560912d3f703c9696766cfa",
        .aad = "cd9044d2b71fdb8120ea60c0",
        .plaintext = "6435acbafb11a82e2f071d7ca4a5ebd93a803ba87f",
        .tag_length = 8,
        .ciphertext_and_tag =
            "009769ecabdf48625594c59251e6035722675e04c847099e5ae0704551",
    },
    /* RFC 3610 section 8; Linux crypto/testmgr.h aes_ccm_tv_template */
    {
        .name = "RFC 3610 packet vector (tag 10) no. 7",
        .kind = "ccm",
        .key = "d7828d13b2b0bdc325a76236df93cc6b",
        .nonce = "0042fff8f1951c3c9696766cfa",
        .aad = "d85bc7e69f944fb8",
        .plaintext = "8a19b950bcf71a018e5e6701c91787659809d67dbedd18",
        .tag_length = 10,
        .ciphertext_and_tag =
            "bc218daa947427b6db386a99ac1aef23ade0b52939cb6a637cf9bec2408897c6ba",
    },
    /* NIST CAVP SP 800-38C VTT128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST CCM VTT128 Tlen 8 count 20",
        .kind = "ccm",
        .key = "368f35a1f80eaaacd6bb136609389727",
        .nonce = "842a8445847502ea77363a16b6",
        .aad = "34396dfcfa6f742aea7040976bd596497a7a6fa4fb85ee8e4ca394d02095b7bf",
        .plaintext = "1cccd55825316a94c5979e049310d1d717cdfb7624289dac",
        .tag_length = 8,
        .ciphertext_and_tag =
            "1a58094f0e8c6035a5584bfa8d1009c5f78fd2ca487ff222f6d1d897d6051618",
    },
    /* NIST CAVP SP 800-38C VTT128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST CCM VTT128 Tlen 8 count 21",
        .kind = "ccm",
        .key = "368f35a1f80eaaacd6bb136609389727",
        .nonce = "842a8445847502ea77363a16b6",
        .aad = "25865c1b89f1973bfa680d8458df35a56993a7e81e407e061794004068e481ab",
        .plaintext = "36004342dd74e7966692a848b2c11e1fc311eac9d9cef616",
        .tag_length = 8,
        .ciphertext_and_tag =
            "30949f55f6c9ed37065d7db6acc1c60d2353c375b5999998ceca422687f41550",
    },
    /* NIST CAVP SP 800-38C VTT128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST CCM VTT128 Tlen 8 count 22",
        .kind = "ccm",
        .key = "368f35a1f80eaaacd6bb136609389727",
        .nonce = "842a8445847502ea77363a16b6",
        .aad = "e6209480da9e49172ba58a9048f2f1b0349030e8e7a79dcdf295eecd613f401a",
        .plaintext = "e81f4fb360bcae372d8be3f32655a29bc10a2f31876173cc",
        .tag_length = 8,
        .ciphertext_and_tag =
            "ee8b93a44b01a4964d44360d38557a892148068deb361c42d2b981fc741f2591",
    },
    /* NIST CAVP SP 800-38C VTT128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST CCM VTT128 Tlen 16 count 60",
        .kind = "ccm",
        .key = "4189351b5caea375a0299e81c621bf43",
        .nonce = "48c0906930561e0ab0ef4cd972",
        .aad = "40a27c1d1e23ea3dbe8056b2774861a4a201cce49f19997d19206d8c8a343951",
        .plaintext = "4535d12b4377928a7c0a61c9f825a48671ea05910748c8ef",
        .tag_length = 16,
        .ciphertext_and_tag =
            "26c56961c035a7e452cce61bc6ee220d77b3f94d18fd10b6d80e8bf80f4a46cab06d4313f0"
            "db9be9",
    },
    /* NIST CAVP SP 800-38C VTT128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST CCM VTT128 Tlen 16 count 61",
        .kind = "ccm",
        .key = "4189351b5caea375a0299e81c621bf43",
        .nonce = "48c0906930561e0ab0ef4cd972",
        .aad = "ac8dde7ba60e4ba226eecb0a789b1c4673ddffe8f371464389f52f767004f0a6",
        .plaintext = "7c0889854658d3408c5d8043aad2f4ae4a89449a36f8a3b8",
        .tag_length = 16,
        .ciphertext_and_tag =
            "1ff831cfc51ae62ea29b0791941972254cd0b846294d7be196363d27b9e11fee55111b2733"
            "99f5ff",
    },
    /* NIST CAVP SP 800-38C VTT128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST CCM VTT128 Tlen 16 count 62",
        .kind = "ccm",
        .key = "4189351b5caea375a0299e81c621bf43",
        .nonce = "48c0906930561e0ab0ef4cd972",
        .aad = "8f2777ec4930f7e349c3bd4830120cebdd896db9d8a33d34f101672024bd737f",
        .plaintext = "c641cf589020b94026ae5ac0bfdc29822cc13862a54614c7",
        .tag_length = 16,
        .ciphertext_and_tag =
            "a5b1771213628c2e0868dd128117af092a98c4bebaf3cc9ef741e15ad9b2f5ab864ad94d3f"
            "9de562",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 128 PT 0 AAD 0 count 0",
        .kind = "gcm",
        .key = "11754cd72aec309bf52f7687212e8957",
        .iv = "3c819d9a9bed087615030b65",
        .aad = "",
        .plaintext = "",
        .ciphertext = "",
        .tag = "250327c674aaf477aef2675748cf6971",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 128 PT 0 AAD 0 count 1",
        .kind = "gcm",
        .key = "ca47248ac0b6f8372a97ac43508308ed",
        .iv = "ffd2b598feabc9019262d2be",
        .aad = "",
        .plaintext = "",
        .ciphertext = "",
        .tag = "60d20404af527d248d893ae495707d1a",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 128 PT 0 AAD 160 count 0",
        .kind = "gcm",
        .key = "2fb45e5b8f993a2bfebc4b15b533e0b4",
        .iv = "5b05755f984d2b90f94b8027",
        .aad = "e85491b2202caf1d7dce03b97e09331c32473941",
        .plaintext = "",
        .ciphertext = "",
        .tag = "c75b7832b2a2d9bd827412b6ef5769db",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 128 PT 0 AAD 160 count 1",
        .kind = "gcm",
        .key = "952117048f77e276c2ef6580537c1403",
        .iv = "070b8fb46a7ad52885be1b26",
        .aad = "34b088f982818b5f07dabe2b62f9547f4ed09912",
        .plaintext = "",
        .ciphertext = "",
        .tag = "bedd4cf30fd7a4abc49bdcc3f3b248b1",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 128 PT 128 AAD 0 count 0",
        .kind = "gcm",
        .key = "7fddb57453c241d03efbed3ac44e371c",
        .iv = "ee283a3fc75575e33efd4887",
        .aad = "",
        .plaintext = "d5de42b461646c255c87bd2962d3b9a2",
        .ciphertext = "2ccda4a5415cb91e135c2a0f78c9b2fd",
        .tag = "b36d1df9b9d5e596f83e8b7f52971cb3",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 128 PT 128 AAD 0 count 1",
        .kind = "gcm",
        .key = "ab72c77b97cb5fe9a382d9fe81ffdbed",
        .iv = "54cc7dc2c37ec006bcc6d1da",
        .aad = "",
        .plaintext = "007c5e5b3e59df24a7c355584fc1518d",
        .ciphertext = "0e1bde206a07a9c2c1b65300f8c64997",
        .tag = "2b4401346697138c7a4891ee59867d0c",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 128 PT 128 AAD 160 count 0",
        .kind = "gcm",
        .key = "d4a22488f8dd1d5c6c19a7d6ca17964c",
        .iv = "f3d5837f22ac1a0425e0d1d5",
        .aad = "f1c5d424b83f96c6ad8cb28ca0d20e475e023b5a",
        .plaintext = "7b43016a16896497fb457be6d2a54122",
        .ciphertext = "c2bd67eef5e95cac27e3b06e3031d0a8",
        .tag = "f23eacf9d1cdf8737726c58648826e9c",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 128 PT 128 AAD 160 count 1",
        .kind = "gcm",
        .key = "e8899345e4d89b76f7695ddf2a24bb3c",
        .iv = "9dfaeb5d73372ceb06ca7bbe",
        .aad = "fed0b45a9a7b07c6da5474907f5890e317e74a42",
        .plaintext = "c2807e403e9babf645268c92bc9d1de6",
        .ciphertext = "8e44bf07454255aa9e36eb34cdfd0036",
        .tag = "2f501e5249aa595a53e1985e90346a22",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 128 PT 256 AAD 0 count 0",
        .kind = "gcm",
        .key = "9971071059abc009e4f2bd69869db338",
        .iv = "07a9a95ea3821e9c13c63251",
        .aad = "",
        .plaintext =
            "f54bc3501fed4f6f6dfb5ea80106df0bd836e6826225b75c0222f6e859b35983",
        .ciphertext =
            "0556c159f84ef36cb1602b4526b12009c775611bffb64dc0d9ca9297cd2c6a01",
        .tag = "7870d9117f54811a346970f1de090c41",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 128 PT 256 AAD 0 count 1",
        .kind = "gcm",
        .key = "f0a551c56973e1cfdfe2d353aad66c2a",
        .iv = "94e95e0544ab0b0b9997aee3",
        .aad = "",
        .plaintext =
            "734c0907ef49a1d86bc665bb9da9cedeeecd2abfed7f591c201ac360ca42f941",
        .ciphertext =
            "f2c2f0c35e0bf6c5f5c24d8aadba19ed35848959b9c586604c396428493418d0",
        .tag = "8855aecbe9604a839fa5d481f8760ffc",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 128 PT 408 AAD 160 count 0",
        .kind = "gcm",
        .key = "fe47fcce5fc32665d2ae399e4eec72ba",
        .iv = "5adb9609dbaeb58cbd6e7275",
        .aad = "88319d6e1d3ffa5f987199166c8a9b56c2aeba5a",
        .plaintext =
            "7c0e88c88899a779228465074797cd4c2e1498d259b54390b85e3eef1c02df60e743f1b840"
            "382c4bccaf3bafb4ca8429bea063",
        .ciphertext =
            "98f4826f05a265e6dd2be82db241c0fbbbf9ffb1c173aa83964b7cf5393043736365253ddb"
            "c5db8778371495da76d269e5db3e",
        .tag = "291ef1982e4defedaa2249f898556b47",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV128.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 128 PT 408 AAD 160 count 1",
        .kind = "gcm",
        .key = "ec0c2ba17aa95cd6afffe949da9cc3a8",
        .iv = "296bce5b50b7d66096d627ef",
        .aad = "f8d00f05d22bf68599bcdeb131292ad6e2df5d14",
        .plaintext =
            "b85b3753535b825cbe5f632c0b843c741351f18aa484281aebec2f45bb9eea2d79d987b764"
            "b9611f6c0f8641843d5d58f3a242",
        .ciphertext =
            "a7443d31c26bdf2a1c945e29ee4bd344a99cfaf3aa71f8b3f191f83c2adfc7a07162995506"
            "fde6309ffc19e716eddf1a828c5a",
        .tag = "890147971946b627c40016da1ecf3e77",
    },
    /* NIST CAVP SP 800-38D gcmDecrypt128.rsp */
    {
        .name = "NIST GCM 128 decrypt FAIL count 0",
        .kind = "gcm",
        .key = "4cf56dd7eb109452d7445e79bcad4f86",
        .iv = "5f3724b27c345ed5d1757e9e",
        .aad = "20fe2aa2641db7318aa5e339b1e303f952b05dc8",
        .ciphertext = "2d0581c040f4e2bb74423682113b818c",
        .tag = "f090c0cba2151af2e78ef407720233db",
        .expect = "fail",
    },
    /* NIST CAVP SP 800-38D gcmDecrypt128.rsp */
    {
        .name = "NIST GCM 128 decrypt FAIL count 3",
        .kind = "gcm",
        .key = "23b0b223c477ac83757300dc0c16684a",
        .iv = "907c5c2d91d33ae435b51be4",
        .aad = "dcaff8fa814e9302f872b89e8656ee1c7c87c0f3",
        .ciphertext = "5943b9c9229301ce25b12e798d2f16a5",
        .tag = "31fe5884756cc3225c42a82489115fa1",
        .expect = "fail",
    },
    /* NIST CAVP SP 800-38C VTT256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST CCM VTT256 Tlen 8 count 20",
        .kind = "ccm",
        .key = "bae73483de27b581a7c13f178a6d7bda168c1b4a1cb9180512a13e3ab914eb61",
        .nonce = "daf54faef6e4fc7867624b76f2",
        .aad = "7022eaa52c9da821da72d2edd98f6b91dfe474999b75b34699aeb38465f70c1c",
        .plaintext = "28ef408d57930086011b167ac04b866e5b58fe6690a0b9c3",
        .tag_length = 8,
        .ciphertext_and_tag =
            "356367c6cee4453658418d9517f7c6faddcd7c65aef460138cf050f48c505151",
    },
    /* NIST CAVP SP 800-38C VTT256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST CCM VTT256 Tlen 8 count 21",
        .kind = "ccm",
        .key = "bae73483de27b581a7c13f178a6d7bda168c1b4a1cb9180512a13e3ab914eb61",
        .nonce = "daf54faef6e4fc7867624b76f2",
        .aad = "a61b6c1f0293a7c35520abf158a995e5ae59b43ec5f38ff6fd6529970c9f83ac",
        .plaintext = "1c5ad37d2a55afbc390b27cde0c42d6651fe191239bfaa27",
        .tag_length = 8,
        .ciphertext_and_tag =
            "01d6f436b322ea0c6051bc2237786df2d76b9b1107eb73f76bca352f92f383e1",
    },
    /* NIST CAVP SP 800-38C VTT256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST CCM VTT256 Tlen 8 count 22",
        .kind = "ccm",
        .key = "bae73483de27b581a7c13f178a6d7bda168c1b4a1cb9180512a13e3ab914eb61",
        .nonce = "daf54faef6e4fc7867624b76f2",
        .aad = "0f1c6dffeda98f7a159f9cc61820bfb29910d8eaa41b751a41f9fe5648f02fba",
        .plaintext = "6efe6652d46a84166d30befe2fbee0795e9475b401eedd60",
        .tag_length = 8,
        .ciphertext_and_tag =
            "737241194d1dc1a6346a2511f802a0edd801f7b73fba04b014fd7c84052208d9",
    },
    /* NIST CAVP SP 800-38C VTT256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST CCM VTT256 Tlen 16 count 60",
        .kind = "ccm",
        .key = "60823b64e0b2da3a7eb772bd5941c534e6ff94ea96b564e2b38f82c78bb54522",
        .nonce = "48526f1bffc97dd65e42906983",
        .aad = "fab62b3e5deda7a9c1128663cc81c44b74ab1bfe70bc1c9dec7c7fd08173b80a",
        .plaintext = "a8be794613835c4366e75817d228438f011a2ec8a86f9797",
        .tag_length = 16,
        .ciphertext_and_tag =
            "cc3efe04d84a4ec5cb6a6c28dc2c2d386a359d9550dbdec963ddd56464aed6d0613159d1aa"
            "181dcb",
    },
    /* NIST CAVP SP 800-38C VTT256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST CCM VTT256 Tlen 16 count 61",
        .kind = "ccm",
        .key = "60823b64e0b2da3a7eb772bd5941c534e6ff94ea96b564e2b38f82c78bb54522",
        .nonce = "48526f1bffc97dd65e42906983",
        .aad = "b3ff11e57eeab41bc597622c770c9eea333e178d5bd5689c6a30011187a965b8",
        .plaintext = "7590769380dc91832da023798dfdd447b9f7adaa09d7e2d0",
        .tag_length = 16,
        .ciphertext_and_tag =
            "1110f1d14b158305802d174683f9baf0d2d81ef7f163ab8e7c1273765bc5bfdeca429cc8eb"
            "d8aca2",
    },
    /* NIST CAVP SP 800-38C VTT256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST CCM VTT256 Tlen 16 count 62",
        .kind = "ccm",
        .key = "60823b64e0b2da3a7eb772bd5941c534e6ff94ea96b564e2b38f82c78bb54522",
        .nonce = "48526f1bffc97dd65e42906983",
        .aad = "2a953a081c5d52bc500c9c12f56cd2aab5c920d73098335baa5d947100cb3411",
        .plaintext = "30e4de5e8c275677f8f4f7bbf9d101f96b38d79968ea028c",
        .tag_length = 16,
        .ciphertext_and_tag =
            "5464591c47ee44f15579c384f7d56f4e001764c4905e4bd2886229c09b986bee3a8a3025c1"
            "50d3a3",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 256 PT 0 AAD 0 count 0",
        .kind = "gcm",
        .key = "b52c505a37d78eda5dd34f20c22540ea1b58963cf8e5bf8ffa85f9f2492505b4",
        .iv = "516c33929df5a3284ff463d7",
        .aad = "",
        .plaintext = "",
        .ciphertext = "",
        .tag = "bdc1ac884d332457a1d2664f168c76f0",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 256 PT 0 AAD 0 count 1",
        .kind = "gcm",
        .key = "5fe0861cdc2690ce69b3658c7f26f8458eec1c9243c5ba0845305d897e96ca0f",
        .iv = "770ac1a5a3d476d5d96944a1",
        .aad = "",
        .plaintext = "",
        .ciphertext = "",
        .tag = "196d691e1047093ca4b3d2ef4baba216",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 256 PT 0 AAD 160 count 0",
        .kind = "gcm",
        .key = "886cff5f3e6b8d0e1ad0a38fcdb26de97e8acbe79f6bed66959a598fa5047d65",
        .iv = "3a8efa1cd74bbab5448f9945",
        .aad = "519fee519d25c7a304d6c6aa1897ee1eb8c59655",
        .plaintext = "",
        .ciphertext = "",
        .tag = "f6d47505ec96c98a42dc3ae719877b87",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 256 PT 0 AAD 160 count 1",
        .kind = "gcm",
        .key = "6937a57d35fe6dc3fc420b123bccdce874bd4c18f2e7c01ce2faf33d3944fd9d",
        .iv = "a87247797b758467b96310f3",
        .aad = "ead961939a33dd578f8e93db8b28a1c85362905f",
        .plaintext = "",
        .ciphertext = "",
        .tag = "599de3ecf22cb867f03f7f6d9fd7428a",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 256 PT 128 AAD 0 count 0",
        .kind = "gcm",
        .key = "31bdadd96698c204aa9ce1448ea94ae1fb4a9a0b3c9d773b51bb1822666b8f22",
        .iv = "0d18e06c7c725ac9e362e1ce",
        .aad = "",
        .plaintext = "2db5168e932556f8089a0622981d017d",
        .ciphertext = "fa4362189661d163fcd6a56d8bf0405a",
        .tag = "d636ac1bbedd5cc3ee727dc2ab4a9489",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 256 PT 128 AAD 0 count 1",
        .kind = "gcm",
        .key = "460fc864972261c2560e1eb88761ff1c992b982497bd2ac36c04071cbb8e5d99",
        .iv = "8a4a16b9e210eb68bcb6f58d",
        .aad = "",
        .plaintext = "99e4e926ffe927f691893fb79a96b067",
        .ciphertext = "133fc15751621b5f325c7ff71ce08324",
        .tag = "ec4e87e0cf74a13618d0b68636ba9fa7",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 256 PT 128 AAD 160 count 0",
        .kind = "gcm",
        .key = "83688deb4af8007f9b713b47cfa6c73e35ea7a3aa4ecdb414dded03bf7a0fd3a",
        .iv = "0b459724904e010a46901cf3",
        .aad = "794a14ccd178c8ebfd1379dc704c5e208f9d8424",
        .plaintext = "33d893a2114ce06fc15d55e454cf90c3",
        .ciphertext = "cc66bee423e3fcd4c0865715e9586696",
        .tag = "0fb291bd3dba94a1dfd8b286cfb97ac5",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 256 PT 128 AAD 160 count 1",
        .kind = "gcm",
        .key = "013f549af9ecc2ee0259d5fc2311059cb6f10f6cd6ced3b543babe7438a88251",
        .iv = "e45e759a3bfe4b652dc66d5b",
        .aad = "b5fe530a5bafce7ae79b3c15471fa68334ab378e",
        .plaintext = "79490d4d233ba594ece1142e310a9857",
        .ciphertext = "619443034e4437b893a45a4c89fad851",
        .tag = "6da8a991b690ff6a442087a356f8e9e3",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 256 PT 256 AAD 0 count 0",
        .kind = "gcm",
        .key = "268ed1b5d7c9c7304f9cae5fc437b4cd3aebe2ec65f0d85c3918d3d3b5bba89b",
        .iv = "9ed9d8180564e0e945f5e5d4",
        .aad = "",
        .plaintext =
            "fe29a40d8ebf57262bdb87191d01843f4ca4b2de97d88273154a0b7d9e2fdb80",
        .ciphertext =
            "791a4a026f16f3a5ea06274bf02baab469860abde5e645f3dd473a5acddeecfc",
        .tag = "05b2b74db0662550435ef1900e136b15",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 256 PT 256 AAD 0 count 1",
        .kind = "gcm",
        .key = "c772a8d5e9f3384f16be2c34bf9afd9ebf86b69e6f610cd195a9db169e9be17e",
        .iv = "9b8e079f9971d7352e6810a3",
        .aad = "",
        .plaintext =
            "7f13fcaf0db79d792823a9271b1213a98d116eff7e8e3c86ddeb6a0a03f13afa",
        .ciphertext =
            "d29e2bf3518668a14f17a3e4e76e1b43685734b801118d33a23238f34d18aa40",
        .tag = "8e02b0b7d172cf5e2578f5b30fac2e7a",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 256 PT 408 AAD 160 count 0",
        .kind = "gcm",
        .key = "24501ad384e473963d476edcfe08205237acfd49b5b8f33857f8114e863fec7f",
        .iv = "9ff18563b978ec281b3f2794",
        .aad = "adb5ec720ccf9898500028bf34afccbcaca126ef",
        .plaintext =
            "27f348f9cdc0c5bd5e66b1ccb63ad920ff2219d14e8d631b3872265cf117ee86757accb158"
            "bd9abb3868fdc0d0b074b5f01b2c",
        .ciphertext =
            "eb7cb754c824e8d96f7c6d9b76c7d26fb874ffbf1d65c6f64a698d839b0b06145dae82057a"
            "d55994cf59ad7f67c0fa5e85fab8",
        .tag = "bc95c532fecc594c36d1550286a7a3f0",
    },
    /* NIST CAVP SP 800-38D gcmEncryptExtIV256.rsp (Debian python3-cryptography-vectors) */
    {
        .name = "NIST GCM 256 PT 408 AAD 160 count 1",
        .kind = "gcm",
        .key = "fb43f5ab4a1738a30c1e053d484a94254125d55dccee1ad67c368bc1a985d235",
        .iv = "9fbb5f8252db0bca21f1c230",
        .aad = "98f8ae1735c39f732e2cbee1156dabeb854ec7a2",
        .plaintext =
            "34b797bb82250e23c5e796db2c37e488b3b99d1b981cea5e5b0c61a0b39adb6bd6ef1f5072"
            "2e2e4f81115cfcf53f842e2a6c08",
        .ciphertext =
            "871cd53d95a8b806bd4821e6c4456204d27fd704ba3d07ce25872dc604ea5c5ea13322186b"
            "7489db4fa060c1fd4159692612c8",
        .tag = "07b48e4a32fac47e115d7ac7445d8330",
    },
    /* NIST CAVP SP 800-38D gcmDecrypt256.rsp */
    {
        .name = "NIST GCM 256 decrypt FAIL count 4",
        .kind = "gcm",
        .key = "041ef9cd359ac65b7937dcee46778d19dc32a312c81edc15dbc8918df75081f0",
        .iv = "4bf5a7c50201a6586b1dcdb5",
        .aad = "10980f54fdbd18e49a48cf74ecbbb7e9d22083a3",
        .ciphertext = "2c24ef09b6a01b5f200c59284316fa56",
        .tag = "36c2da827d58cdc8cd3faf0a335b1846",
        .expect = "fail",
    },
    /* NIST CAVP SP 800-38D gcmDecrypt256.rsp */
    {
        .name = "NIST GCM 256 decrypt FAIL count 5",
        .kind = "gcm",
        .key = "56d39d1bb20a39626ee52fb99fd7b8988f364edc002c36ec06daefbb352783e2",
        .iv = "28d6b2cbc43b34d2868eac01",
        .aad = "351d4d4afd302d13954ba0070468e712fbe14872",
        .ciphertext = "8cc8788e794470f8bf291b8d761ed8f3",
        .tag = "e9a60edab0667a4439cb47e2f07af052",
        .expect = "fail",
    },
};

#endif
