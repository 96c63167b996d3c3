/* Reason and status codes. Which numbers are assigned is what tshark 4.0 knows
 * (tshark -G values, wlan.fixed.reason_code and .status_code), and the words are those of
 * the names that hostapd gives them. */
#include "../testing.h"
#include <extsta/cause.h>

struct word {
    uint16_t code;
    const char *word;
};

static bool reserved(const char *text)
{
    return strcmp(text, "reserved") == 0;
}

static void reasons_are_those_of_the_standard(void **state)
{
    static const struct word words[] = {
        {1, "unspecified"},
        {2, "authentication no longer valid"},
        {3, "deauthenticated"},
        {4, "inactivity"},
        {5, "cannot handle"},
        {6, "class 2"},
        {7, "class 3"},
        {8, "leaving"},
        {9, "without authentication"},
        {10, "Power Capability"},
        {11, "Supported Channels"},
        {12, "BSS transition"},
        {13, "invalid element"},
        {14, "MIC"},
        {15, "four-way handshake timeout"},
        {16, "group key handshake timeout"},
        {17, "differs"},
        {18, "group cipher"},
        {19, "pairwise cipher"},
        {20, "AKMP"},
        {21, "RSNE version"},
        {22, "RSNE capabilities"},
        {23, "802.1X"},
        {24, "security policy"},
        {25, "unreachable"},
        {34, "not acknowledged"},
        {39, "timeout"},
        {45, "cipher suite"},
        {46, "access limit"},
        {49, "PMKID"},
        {50, "Mobility Domain"},
        {51, "Fast BSS Transition"},
        {52, "mesh peering cancelled"},
        {58, "GTK"},
        {64, "MAC address already exists"},
        {66, "channel switch"},
        {71, "RSSI"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        assert_non_null(strstr(extsta_reason_text(words[i].code), words[i].word));
}

static void statuses_are_those_of_the_standard(void **state)
{
    static const struct word words[] = {
        {0, "successful"},
        {1, "unspecified"},
        {10, "capabilities"},
        {11, "reassociation denied"},
        {12, "outside the standard"},
        {13, "algorithm not supported"},
        {14, "transaction sequence"},
        {15, "challenge"},
        {16, "timeout"},
        {17, "cannot handle more"},
        {18, "basic rates"},
        {19, "short preamble"},
        {22, "spectrum"},
        {25, "short slot"},
        {27, "HT"},
        {28, "R0KH"},
        {30, "temporarily"},
        {31, "robust management"},
        {34, "channel conditions"},
        {37, "declined"},
        {40, "invalid element"},
        {41, "group cipher"},
        {42, "pairwise cipher"},
        {43, "AKMP"},
        {44, "RSNE version"},
        {45, "RSNE capabilities"},
        {46, "security policy"},
        {51, "listen interval"},
        {53, "PMKID"},
        {54, "Mobility Domain"},
        {55, "Fast BSS"},
        {72, "RSNE"},
        {76, "anti-clogging"},
        {77, "cyclic group"},
        {93, "memory"},
        {104, "VHT"},
        {112, "FILS"},
        {123, "password identifier"},
        {124, "HE"},
        {126, "hash-to-element"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        assert_non_null(strstr(extsta_status_text(words[i].code), words[i].word));
}

/* 12 and 18 are the numbers most often looked up in the wrong table. */
static void the_two_tables_are_not_mixed(void **state)
{
    (void)state;
    assert_null(strstr(extsta_reason_text(12), "denied"));
    assert_null(strstr(extsta_status_text(12), "transition"));
    assert_null(strstr(extsta_reason_text(18), "rates"));
    assert_null(strstr(extsta_status_text(18), "cipher"));
    assert_true(reserved(extsta_reason_text(0)));
    assert_false(reserved(extsta_status_text(0)));
}

static void unassigned_numbers_are_reserved(void **state)
{
    static const uint16_t status[] = {4,  8,  9,  20, 21, 26, 29,  36, 48,
                                      66, 69, 70, 71, 90, 91, 114, 115};
    unsigned next = 0;

    (void)state;
    for (uint32_t code = 0; code <= UINT16_MAX; code++) {
        /* tshark leaves out 45, which 802.11-2012 had (PeerKey) and hostapd still names */
        bool assigned = (code >= 1 && code <= 39) || (code >= 45 && code <= 68) || code == 71;

        assert_int_equal(reserved(extsta_reason_text((uint16_t)code)), !assigned);
    }
    for (uint16_t code = 0; code <= 124; code++) {
        bool gap = next < sizeof(status) / sizeof(status[0]) && status[next] == code;

        next += gap;
        assert_int_equal(reserved(extsta_status_text(code)), gap);
    }
    assert_true(reserved(extsta_status_text(UINT16_MAX)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons_are_those_of_the_standard),
        cmocka_unit_test(statuses_are_those_of_the_standard),
        cmocka_unit_test(the_two_tables_are_not_mixed),
        cmocka_unit_test(unassigned_numbers_are_reserved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
