/* RSN and WPA elements, element lists. Made by gen_wire.py; the source stands at each entry.
 * Octets in hex. */
#ifndef VECTORS_RSN_ELEMENTS_H
#define VECTORS_RSN_ELEMENTS_H

struct vector_rsn_fields {
    const char *name;
    const char *element;
    const char *group;
    const char *pairwise;
    const char *akm;
    unsigned capabilities;
    const char *pmkids;
    const char *group_mgmt;
};

static const struct vector_rsn_fields vectors_rsn_fields[] = {
    /* iwd unit/test-ie.c rsne_data_1 */
    {
        .name = "RSNE example 1",
        .element = "30140100000fac040100000fac040100000fac020000",
        .group = "00-0f-ac:4",
        .pairwise = "00-0f-ac:4",
        .akm = "00-0f-ac:2",
        .capabilities = 0x0000,
        .pmkids = "",
        .group_mgmt = "",
    },
    /* IEEE Std 802.11 9.4.2.24.1 (2012: 8.4.2.27.1) examples; iwd unit/test-ie.c rsne_data_2 */
    {
        .name = "RSNE example 2",
        .element = "30140100000fac040100000fac040100000fac010000",
        .group = "00-0f-ac:4",
        .pairwise = "00-0f-ac:4",
        .akm = "00-0f-ac:1",
        .capabilities = 0x0000,
        .pmkids = "",
        .group_mgmt = "",
    },
    /* IEEE Std 802.11 9.4.2.24.1 (2012: 8.4.2.27.1) examples; iwd unit/test-ie.c rsne_data_3 */
    {
        .name = "RSNE example 3",
        .element = "30140100000fac040100000fac040100000fac010100",
        .group = "00-0f-ac:4",
        .pairwise = "00-0f-ac:4",
        .akm = "00-0f-ac:1",
        .capabilities = 0x0001,
        .pmkids = "",
        .group_mgmt = "",
    },
    /* IEEE Std 802.11 9.4.2.24.1 (2012: 8.4.2.27.1) examples; iwd unit/test-ie.c rsne_data_4 */
    {
        .name = "RSNE example 4",
        .element = "30140100000fac010100000fac000100000fac010000",
        .group = "00-0f-ac:1",
        .pairwise = "00-0f-ac:0",
        .akm = "00-0f-ac:1",
        .capabilities = 0x0000,
        .pmkids = "",
        .group_mgmt = "",
    },
    /* IEEE Std 802.11 9.4.2.24.1 (2012: 8.4.2.27.1) examples; iwd unit/test-ie.c rsne_data_5 */
    {
        .name = "RSNE example 5",
        .element = "30260100000fac040100000fac040100000fac01010001000102030405060708090a0b0c0d0e0f10",
        .group = "00-0f-ac:4",
        .pairwise = "00-0f-ac:4",
        .akm = "00-0f-ac:1",
        .capabilities = 0x0001,
        .pmkids = "0102030405060708090a0b0c0d0e0f10",
        .group_mgmt = "",
    },
    /* IEEE Std 802.11 9.4.2.24.1 (2012: 8.4.2.27.1) examples; iwd unit/test-ie.c rsne_data_6 */
    {
        .name = "RSNE example 6",
        .element = "301a0100000fac040100000fac040100000fac0180000000000fac06",
        .group = "00-0f-ac:4",
        .pairwise = "00-0f-ac:4",
        .akm = "00-0f-ac:1",
        .capabilities = 0x0080,
        .pmkids = "",
        .group_mgmt = "00-0f-ac:6",
    },
    /* iwd unit/test-ie.c wpa_data_1 */
    {
        .name = "WPA IE example 1",
        .element = "dd1a0050f20101000050f20202000050f2040050f20201000050f202",
        .group = "00-50-f2:2",
        .pairwise = "00-50-f2:4 00-50-f2:2",
        .akm = "00-50-f2:2",
        .capabilities = 0x0000,
        .pmkids = "",
        .group_mgmt = "",
    },
    /* Wireshark 4.4 source test/captures/wpa2-ft-psk.pcapng.gz (GPL-2.0-or-later test data; keep as test data) */
    {
        .name = "RSNE with PMKR0Name (FT authentication request)",
        .element = "30260100000fac040100000fac040100000fac0400000100ccfb899605e2f69a58001b43662ad588",
        .group = "00-0f-ac:4",
        .pairwise = "00-0f-ac:4",
        .akm = "00-0f-ac:4",
        .capabilities = 0x0000,
        .pmkids = "ccfb899605e2f69a58001b43662ad588",
        .group_mgmt = "",
    },
    /* Wireshark 4.4 source test/captures/wpa2-ft-psk.pcapng.gz (GPL-2.0-or-later test data; keep as test data) */
    {
        .name = "RSNE with PMKR1Name (reassociation request)",
        .element = "30260100000fac040100000fac040100000fac0400000100685b0e6bb2b369760656c4b3e5a3cfd0",
        .group = "00-0f-ac:4",
        .pairwise = "00-0f-ac:4",
        .akm = "00-0f-ac:4",
        .capabilities = 0x0000,
        .pmkids = "685b0e6bb2b369760656c4b3e5a3cfd0",
        .group_mgmt = "",
    },
    /* Wireshark 4.4 source test/captures/wpa3-sae.pcapng.gz (GPL-2.0-or-later test data; keep as test data) */
    {
        .name = "RSNE of an SAE station (association request)",
        .element = "30140100000fac040100000fac040100000fac080000",
        .group = "00-0f-ac:4",
        .pairwise = "00-0f-ac:4",
        .akm = "00-0f-ac:8",
        .capabilities = 0x0000,
        .pmkids = "",
        .group_mgmt = "",
    },
};

struct vector_rsn_verdict {
    const char *name;
    const char *element;
    bool accept;
};

static const struct vector_rsn_verdict vectors_rsn_verdict[] = {
    /* iwd unit/test-ie.c wpa_data_2 */
    {
        .name = "WPA IE example 2",
        .element = "dd1a0050f20201000050f20202000050f2040050f20201000050f202",
        .accept = false,
    },
    /* iwd unit/test-ie.c wpa_data_3 */
    {
        .name = "WPA IE example 3",
        .element = "dd1a0050f20102000050f20202000050f2040050f20201000050f202",
        .accept = false,
    },
    /* iwd unit/test-ie.c wpa_data_4 */
    {
        .name = "WPA IE example 4",
        .element = "dd1a000fac0101000050f20202000050f2040050f20201000050f202",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 0",
        .element = "",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 1",
        .element = "3000",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 2",
        .element = "30020100",
        .accept = true,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 3",
        .element = "30020000",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 4",
        .element = "30020200",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 5",
        .element = "30020001",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 6",
        .element = "3002000000",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 7",
        .element = "3003010000",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 8",
        .element = "3006010000000000",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 9",
        .element = "30060100000fac04",
        .accept = true,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 10",
        .element = "30070100000fac0400",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 11",
        .element = "30080100000fac040000",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 12",
        .element = "30080100000fac040001",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 13",
        .element = "300c0100000fac040100000fac04",
        .accept = true,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 14",
        .element = "300c0100000fac040001000fac04",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 15",
        .element = "300c0100000fac040100000fac06",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 16",
        .element = "30100100000fac040200000fac04000fac08",
        .accept = true,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 17",
        .element = "300d0100000fac040100000fac0400",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 18",
        .element = "300e0100000fac040100000fac040000",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 19",
        .element = "300e0100000fac040100000fac040001",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 20",
        .element = "30120100000fac040100000fac040100000fac01",
        .accept = true,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 21",
        .element = "30160100000fac040100000fac040200000fac01000fac02",
        .accept = true,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 22",
        .element = "30130100000fac040100000fac040100000fac0100",
        .accept = true,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 23",
        .element = "30140100000fac040100000fac040100000fac010000",
        .accept = true,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 24",
        .element = "30160100000fac040100000fac040100000fac0100000000",
        .accept = true,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 25",
        .element = "30160100000fac040100000fac040100000fac0100000001",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 26",
        .element = "301a0100000fac040100000fac040100000fac010000000000000000",
        .accept = false,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 27",
        .element = "301a0100000fac040100000fac040100000fac0100000000000fac06",
        .accept = true,
    },
    /* hostap src/common/common_module_tests.c rsn_parse_tests */
    {
        .name = "hostap RSNE parse list 28",
        .element = "301c0100000fac040100000fac040100000fac0100000000000fac060102",
        .accept = true,
    },
};

struct vector_element_list {
    const char *name;
    const char *elements;
    bool truncated;
    unsigned count;
};

static const struct vector_element_list vectors_element_list[] = {
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 0",
        .elements = "",
        .truncated = false,
        .count = 0,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 1",
        .elements = "20",
        .truncated = true,
        .count = 0,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 2",
        .elements = "ff00",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 3",
        .elements = "ff01",
        .truncated = true,
        .count = 0,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 4",
        .elements = "dd03010203",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 5",
        .elements = "dd0401020304",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 6",
        .elements = "dd040050f202",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 7",
        .elements = "dd050050f20202",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 8",
        .elements = "dd050050f202ff",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 9",
        .elements = "dd040050f2ff",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 10",
        .elements = "dd04506f9aff",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 11",
        .elements = "dd0400904c33",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 12",
        .elements = "dd0400904cffdd0400904c33",
        .truncated = false,
        .count = 2,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 13",
        .elements = "1001002100",
        .truncated = false,
        .count = 2,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 14",
        .elements = "2400",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 15",
        .elements = "3800",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 16",
        .elements = "5400",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 17",
        .elements = "5a00",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 18",
        .elements = "6500",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 19",
        .elements = "6512000102030405060708090a0b0c0d0e0f1011",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 20",
        .elements = "6e00",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 21",
        .elements = "c700",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 22",
        .elements = "c70100",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 23",
        .elements = "03002a003600370038002d003d00bf00c000",
        .truncated = false,
        .count = 9,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 24",
        .elements = "8b00",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 25",
        .elements = "dd0400904c04",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 26",
        .elements = "ed00",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 27",
        .elements = "ef00",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 28",
        .elements = "ef0111",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 29",
        .elements = "f000",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 30",
        .elements = "f100",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 31",
        .elements = "f1021122",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 32",
        .elements = "f200",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 33",
        .elements = "ff00",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 34",
        .elements = "ff0100",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 35",
        .elements = "ff0101",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 36",
        .elements = "ff020100",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 37",
        .elements = "ff0102",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 38",
        .elements = "ff0402112233",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 39",
        .elements = "ff0104",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 40",
        .elements = "ff0105",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 41",
        .elements = "ff0d05112233445555112233445555",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 42",
        .elements = "ff0106",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 43",
        .elements = "ff020600",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 44",
        .elements = "ff0107",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 45",
        .elements = "ff09071122334455667788",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 46",
        .elements = "ff010c",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 47",
        .elements = "ff020c00",
        .truncated = false,
        .count = 1,
    },
    /* hostap src/common/common_module_tests.c parse_tests */
    {
        .name = "hostap element list 48",
        .elements = "ff010d",
        .truncated = false,
        .count = 1,
    },
};


#endif
