/* The nl80211 driver and OWE (RFC 8110): a key of the AP's in the response's elements, whether the
 * kernel tells the frame or a card its elements alone; and the PMK of before, offered by its name. */
#include "kernel.h"
#include "rsn/owe.h"
#include "wire/element.h"
#include "wire/rsn_element.h"

static const uint8_t owe_rsne[] = {48, 26, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0,
                                   0x0f, 0xac, 18, 0xc0, 0, 0, 0, 0, 0x0f, 0xac, 6};
static struct owe side;
static uint8_t last_pmkid[16];
static bool forgets; /* the AP */

static void fill(void *user, void *out, size_t len)
{
    memset(out, 0x21, len);
}

/* 4.5: the AP that knows the PMKID says so and gives no key. */
static bool answers(struct kernel *k, struct fake_ap *ap, const struct nld_message *m)
{
    uint8_t said[200];
    struct extsta_span ie = nld_octets(m->tb[NL80211_ATTR_IE]);
    struct writer w = writer_of(said, sizeof said);
    struct elements e;
    struct rsn_element rsn;
    struct dh_element dh;
    if (m->cmd == NL80211_CMD_AUTHENTICATE) {
        return false;
    }
    elements_parse(ie, &e);
    assert_int_equal(rsn_element_parse(e.rsn, &rsn), EXTSTA_OK);
    assert_true(dh_element_parse(e.dh, &dh));
    bool known = !forgets && rsn.pmkid_count > 0 &&
                 memcmp(rsn.pmkid[0], last_pmkid, sizeof last_pmkid) == 0;
    say(k, known ? "known\n" : rsn.pmkid_count > 0 ? "forgotten\n" : "new\n");
    if (known) {
        rsn_element_write(&w, &rsn);
    } else {
        assert_int_equal(
            owe_answer(&side, crypto_of(k->ctx), owe_groups, OWE_GROUPS, &dh, fill, NULL),
            EXTSTA_OK);
        const struct dh_element own = owe_public(&side);
        dh_element_write(&w, &own);
        memcpy(last_pmkid, side.pmkid, sizeof last_pmkid);
    }
    struct extsta_span elements = {said, writer_len(&w)};
    if (m->cmd == NL80211_CMD_CONNECT) {
        emit_connect(k, NL80211_CMD_CONNECT, ap, 0, false, ie, elements);
    } else {
        emit_response_of(k, ap, nld_has(m->tb[NL80211_ATTR_PREV_BSSID]), ie, elements);
    }
    k->pmk = side.pmk;
    open_port(k, ap, m);
    return true;
}

static struct kernel *by_owe(uint32_t can)
{
    struct kernel *k = kernel_with(1, can);
    struct extsta_profile p = home();
    extsta_profile_owe(&p);
    secure(k);
    forgets = false;
    k->akm = AKM_OWE;
    memcpy(k->aps[0].rsne, owe_rsne, sizeof owe_rsne);
    k->aps[0].rsne_len = sizeof owe_rsne;
    k->answers = answers;
    assert_int_equal(extsta_connect(k->sta, k->now, &p), EXTSTA_OK);
    run(k, EXTSTA_SECOND);
    struct extsta_station_status status;
    extsta_station_status(k->sta, &status);
    assert_true(status.port_open);
    return k;
}

/* With each way in: a key is agreed on, and after a farewell the station is known by its PMKID; one
 * that was forgotten is made anew. */
static void ATH_09_OWE_and_the_PMK_of_before(void **state)
{
    static const struct {
        uint32_t can;
        const char *in;
    } ways[] = {{NL80211_CAN_AUTHENTICATE, "> AUTHENTICATE A\n> ASSOCIATE A\n"},
                {0, "> CONNECT A\n"}};
    for (size_t i = 0; i < 2; i++) {
        struct kernel *k = by_owe(ways[i].can);
        assert_non_null(strstr(k->log, "new\n"));
        for (int again = 0; again < 2; again++) {
            char wanted[500];
            forget_log(k);
            forgets = again == 1;
            farewell(k, &k->aps[0], true, false, 5, true);
            run(k, EXTSTA_SECOND);
            snprintf(wanted, sizeof wanted,
                     "DISASSOCIATION A 10005\nROAMING_START c\nASSOCIATION_START A\n%s%s"
                     "ASSOCIATION_COMPLETION A 0\nLINK_QUALITY\nROAMING_COMPLETION 0\n",
                     ways[i].in, forgets ? "forgotten\n" : "known\n");
            assert_memory_equal(k->log, wanted, strlen(wanted));
            struct extsta_station_status status;
            extsta_station_status(k->sta, &status);
            assert_true(status.port_open);
        }
        owe_clear(&side);
        kernel_free(k);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ATH_09_OWE_and_the_PMK_of_before)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
