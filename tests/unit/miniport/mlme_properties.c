/* Rules of the contract that hold whatever happens: each is asked of every event of every story
 * (mlme_stories.h). */
#include "mlme_stories.h"

/* --- chapter 00 --- */

static void rule_rol_01(const struct view *v, const struct event *e)
{
    static const struct {
        uint32_t code;
        uint8_t revision;
        uint16_t size;
    } headers[] = {
        {NDIS_STATUS_DOT11_CONNECTION_START, 1, 52},
        {NDIS_STATUS_DOT11_CONNECTION_COMPLETION, 1, 8},
        {NDIS_STATUS_DOT11_ASSOCIATION_START, 1, 56},
        {NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION, 2, 96},
        {NDIS_STATUS_DOT11_ROAMING_START, 1, 52},
        {NDIS_STATUS_DOT11_ROAMING_COMPLETION, 1, 8},
        {NDIS_STATUS_DOT11_DISASSOCIATION, 1, 24},
        {NDIS_STATUS_DOT11_LINK_QUALITY, 1, 12},
        {NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST, 1, 12},
        {NDIS_STATUS_DOT11_PHY_STATE_CHANGED, 1, 12},
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        if (is_ind(e, headers[i].code)) {
            REQUIRE(v, e->len >= headers[i].size);
            REQUIRE(v, e->bytes[0] == 0x80);
            REQUIRE(v, e->bytes[1] == headers[i].revision);
            REQUIRE(v, get_le16(e->bytes + 2) == headers[i].size);
            return;
        }
    }
    REQUIRE(v, e->type != EVENT_INDICATION || IS(e, SCAN_CONFIRM));
}

static void ROL_01_object_headers(void **state)
{
    (void)state;
    assert_true(HOW_MANY(PMKID_CANDIDATE_LIST) > 0 && HOW_MANY(PHY_STATE_CHANGED) > 0 &&
                HOW_MANY(LINK_QUALITY) > 0 && HOW_MANY(SCAN_CONFIRM) > 0);
    assert_true(ask_all(rule_rol_01) > 200);
}

static void rule_rol_02(const struct view *v, const struct event *e)
{
    REQUIRE(v, !is_ind(e, 0x4001000b) && !is_ind(e, 0x4001000c));
}

static void ROL_02_ROL_03_DIS_22_ROM_10_no_media_connect(void **state)
{
    (void)state;
    ask_all(rule_rol_02);
}

static void rule_rol_10(const struct view *v, const struct event *e)
{
    bool of_both = e->type != EVENT_INDICATION || IS(e, SCAN_CONFIRM) || IS(e, PHY_STATE_CHANGED);
    REQUIRE(v, of_both || v->in_op || IS(e, CONNECTION_START));
    /* the last words of a stay, too: the switch to INIT comes after them */
    REQUIRE(v, of_both || e->made_in == MP_OP);
}

static void ROL_10_indications_are_made_in_op(void **state)
{
    (void)state;
    ask_all(rule_rol_10);
}

static void rule_rol_12(const struct view *v, const struct event *e)
{
    REQUIRE(v, !IS(e, CONNECTION_COMPLETION) || v->connecting);
    REQUIRE(v, !IS(e, ROAMING_COMPLETION) || v->roaming);
    REQUIRE(v,
            !IS(e, ASSOCIATION_COMPLETION) || (v->associating && mac_equal(v->target, e->mac)));
}

static void ROL_12_ASC_05_completions_answer_starts(void **state)
{
    (void)state;
    ask_all(rule_rol_12);
    assert_int_equal(HOW_MANY(CONNECTION_START), HOW_MANY(CONNECTION_COMPLETION));
    assert_int_equal(HOW_MANY(ROAMING_START), HOW_MANY(ROAMING_COMPLETION));
    assert_int_equal(HOW_MANY(ASSOCIATION_START), HOW_MANY(ASSOCIATION_COMPLETION));
    assert_true(HOW_MANY(ROAMING_START) >= 8);
}

static void rule_rol_13(const struct view *v, const struct event *e)
{
    bool inner = IS(e, ASSOCIATION_START) || IS(e, ASSOCIATION_COMPLETION);
    REQUIRE(v, !inner || v->connecting || v->roaming);
    bool outer = IS(e, CONNECTION_COMPLETION) || IS(e, ROAMING_COMPLETION);
    REQUIRE(v, !outer || !v->associating);
}

static void ROL_13_ASC_01_associations_lie_inside(void **state)
{
    (void)state;
    ask_all(rule_rol_13);
}

static void rule_rol_17(const struct view *v, const struct event *e)
{
    size_t at = IS(e, ASSOCIATION_START)        ? 48
                : IS(e, ASSOCIATION_COMPLETION) ? 44
                : IS(e, DISASSOCIATION)         ? 16
                                                : 0;
    REQUIRE(v, !at || (get_le32(e->bytes + at) | get_le32(e->bytes + at + 4)) == 0);
}

static void ROL_17_no_ihv_data(void **state)
{
    (void)state;
    ask_all(rule_rol_17);
}

/* --- chapter 30 --- */

static bool all_zero(const uint8_t *p, size_t len)
{
    while (len > 0 && p[len - 1] == 0) {
        len--;
    }
    return len == 0;
}

static void rule_cnx_06(const struct view *v, const struct event *e)
{
    if (IS(e, CONNECTION_START)) {
        REQUIRE(v, e->len == 52 && get_le32(e->bytes + 4) == 1);
        REQUIRE(v, all_zero(e->bytes + 8, 44));
    }
    bool association = is_frame(e, FRAME_AUTH) || is_frame(e, FRAME_ASSOC_REQ) ||
                       is_frame(e, FRAME_REASSOC_REQ);
    REQUIRE(v, !association || v->in_op);
}

static void CNX_06_connection_start_comes_first(void **state)
{
    (void)state;
    ask_all(rule_cnx_06);
}

static void rule_cnx_07(const struct view *v, const struct event *e)
{
    REQUIRE(v, !IS(e, CONNECTION_START) || !v->in_op);
}

static void CNX_07_one_connection_in_op(void **state)
{
    (void)state;
    ask_all(rule_cnx_07);
    assert_true(HOW_MANY(CONNECTION_START) > STORIES);
}

static bool is_operation(const struct event *e)
{
    return IS(e, CONNECTION_START) || IS(e, CONNECTION_COMPLETION) || IS(e, ROAMING_START) ||
           IS(e, ROAMING_COMPLETION) || IS(e, ASSOCIATION_START);
}

static void rule_cnx_11(const struct view *v, const struct event *e)
{
    if (IS(e, ASSOCIATION_COMPLETION) && e->value == 0) {
        const struct event *next = next_of(v, is_operation);
        REQUIRE(v, next && next->value == 0);
        REQUIRE(v, v->roaming ? IS(next, ROAMING_COMPLETION) : IS(next, CONNECTION_COMPLETION));
    }
}

static void CNX_10_CNX_11_ASC_07_ROM_08_ROM_09_one_success_ends_it(void **state)
{
    (void)state;
    ask_all(rule_cnx_11);
}

static void rule_cnx_12(const struct view *v, const struct event *e)
{
    bool outer = IS(e, CONNECTION_COMPLETION) || IS(e, ROAMING_COMPLETION);
    REQUIRE(v, !outer || (e->value == 0) == v->associated);
    REQUIRE(v, !outer || e->value == 0 || e->value == 3 || e->value == 5 || e->value == 6);
}

static void CNX_12_ROM_11_status_of_the_outer_operation(void **state)
{
    (void)state;
    ask_all(rule_cnx_12);
}

static void rule_cnx_14(const struct view *v, const struct event *e)
{
    /* the view leaves OP with the failure; nothing but scans may follow (rule_rol_10), and no
     * frame but probes */
    REQUIRE(v, e->type != EVENT_FRAME || v->in_op || is_frame(e, FRAME_PROBE_REQ) ||
                   is_frame(e, FRAME_NULL));
}

static void CNX_14_CNX_35_DIS_18_RST_22_silence_in_init(void **state)
{
    (void)state;
    ask_all(rule_cnx_14);
}

static void rule_cnx_33(const struct view *v, const struct event *e)
{
    bool leave = e->type == EVENT_REQUEST && (e->code == OID_DOT11_DISCONNECT_REQUEST ||
                                              e->code == OID_DOT11_RESET_REQUEST);
    /* before the request is answered everything has been said (X-72, RST-06, RST-11) */
    REQUIRE(v, !leave || (!v->associated && !v->associating && !v->roaming && !v->connecting));
    if (IS(e, DISASSOCIATION) && e->value == 7) {
        bool told = false;
        for (size_t i = v->associate_from; i < v->at; i++) {
            const struct event *f = &v->record->events[i];
            told |= is_frame(f, FRAME_DISASSOC) && mac_equal(f->mac, e->mac);
        }
        REQUIRE(v, told);
    }
}

static void CNX_33_CNX_36_DIS_12_leaving_on_request(void **state)
{
    (void)state;
    ask_all(rule_cnx_33);
}

/* --- chapter 40 --- */

static void rule_asc_02(const struct view *v, const struct event *e)
{
    bool attempt = is_frame(e, FRAME_AUTH) || is_frame(e, FRAME_ASSOC_REQ) ||
                   is_frame(e, FRAME_REASSOC_REQ);
    REQUIRE(v, !attempt || (v->associating && mac_equal(v->target, e->mac)));
}

static void ASC_02_ASC_04_frames_only_inside_to_the_target(void **state)
{
    (void)state;
    ask_all(rule_asc_02);
}

static void rule_asc_03(const struct view *v, const struct event *e)
{
    if (IS(e, ASSOCIATION_START)) {
        REQUIRE(v, e->len == 56);
        REQUIRE(v, !mac_is_group(e->mac) && !mac_is_zero(e->mac));
        REQUIRE(v, get_le32(e->bytes + 12) == 3 && memcmp(e->bytes + 16, "net", 3) == 0);
        REQUIRE(v, all_zero(e->bytes + 19, 29));
    }
}

static void ASC_03_contents_of_the_start(void **state)
{
    (void)state;
    ask_all(rule_asc_03);
}

static void rule_asc_06(const struct view *v, const struct event *e)
{
    REQUIRE(v, !IS(e, ASSOCIATION_START) || !v->associating);
}

static void ASC_06_CNX_09_one_after_the_other(void **state)
{
    (void)state;
    ask_all(rule_asc_06);
}

/* The last request of the open operation, or NULL. */
static const struct event *request_of(const struct view *v)
{
    const struct event *found = NULL;
    for (size_t i = v->associate_from; i < v->at; i++) {
        const struct event *e = &v->record->events[i];
        if (is_frame(e, FRAME_ASSOC_REQ) || is_frame(e, FRAME_REASSOC_REQ)) {
            found = e;
        }
    }
    return found;
}

static void rule_asc_13(const struct view *v, const struct event *e)
{
    if (!IS(e, ASSOCIATION_COMPLETION)) {
        return;
    }
    const struct event *request = request_of(v);
    uint32_t offset = get_le32(e->bytes + 20), size = get_le32(e->bytes + 24);
    REQUIRE(v, (request != NULL) == (size != 0));
    REQUIRE(v, (offset != 0) == (size != 0));
    if (request) {
        REQUIRE(v,
                size == request->len && memcmp(e->bytes + offset, request->bytes, size) == 0);
        REQUIRE(v, (e->bytes[16] != 0) == is_frame(request, FRAME_REASSOC_REQ)); /* ASC-12 */
    } else {
        REQUIRE(v, e->bytes[16] == 0);
    }
    REQUIRE(v, (get_le32(e->bytes + 28) != 0) == (get_le32(e->bytes + 32) != 0)); /* ASC-15 */
    REQUIRE(v, e->value != 0 || get_le32(e->bytes + 32) != 0);
    REQUIRE(v, get_le32(e->bytes + 40) > 12); /* ASC-16 */
}

static void ASC_12_ASC_13_ASC_14_ASC_15_ASC_16_frames_in_the_completion(void **state)
{
    (void)state;
    ask_all(rule_asc_13);
}

static void rule_asc_18(const struct view *v, const struct event *e)
{
    if (!IS(e, ASSOCIATION_COMPLETION)) {
        return;
    }
    bool ok = e->value == 0;
    uint32_t offset = get_le32(e->bytes + 64), size = get_le32(e->bytes + 68);
    REQUIRE(v, size % 4 == 0 && (size != 0) == ok && (offset != 0) == ok);
    REQUIRE(v, !ok || get_le32(e->bytes + offset) == 0); /* 2.4 GHz: PHY 0 */
    REQUIRE(v, e->bytes[72] == 0);                       /* ASC-19 */
    REQUIRE(v, e->bytes[73] == 0 || ok);                 /* ASC-20 */
    REQUIRE(v, e->bytes[74] <= 2);                       /* ASC-21 */
    REQUIRE(v, !ok || get_le32(e->bytes + 76) <= 2);     /* ASC-22 */
    REQUIRE(v, get_le32(e->bytes + 80) == 0 && get_le32(e->bytes + 84) == 0); /* ASC-23 */
    REQUIRE(v, get_le32(e->bytes + 88) == 0);                                 /* ASC-25 */
    REQUIRE(v, ok || all_zero(e->bytes + 52, 40));                            /* ASC-28 */
}

static void ASC_18_ASC_19_ASC_20_ASC_21_ASC_22_ASC_25_ASC_28_members(void **state)
{
    (void)state;
    ask_all(rule_asc_18);
}

static void rule_asc_27(const struct view *v, const struct event *e)
{
    static const uint8_t pairs[] = {20, 28, 36, 44, 64, 80};
    for (size_t i = 0; IS(e, ASSOCIATION_COMPLETION) && i < sizeof pairs; i++) {
        uint32_t offset = get_le32(e->bytes + pairs[i]),
                 size = get_le32(e->bytes + pairs[i] + 4);
        REQUIRE(v, offset == 0 || (offset >= 96 && (size_t)offset + size <= e->len));
    }
}

static void ASC_27_offsets_stay_inside(void **state)
{
    (void)state;
    ask_all(rule_asc_27);
}

static bool is_quality_or_end(const struct event *e)
{
    return IS(e, LINK_QUALITY) || IS(e, DISASSOCIATION) || IS(e, ASSOCIATION_START);
}

static void rule_asc_37(const struct view *v, const struct event *e)
{
    if (IS(e, ASSOCIATION_COMPLETION) && e->value == 0) {
        const struct event *next = next_of(v, is_quality_or_end);
        REQUIRE(v, next && IS(next, LINK_QUALITY));
    }
    if (IS(e, LINK_QUALITY)) {
        REQUIRE(v, v->associated && mac_equal(v->peer, e->mac)); /* LQ-04 */
        REQUIRE(v, e->len == 12 + 7 && get_le32(e->bytes + 4) == 1);
        REQUIRE(v, get_le32(e->bytes + 8) == 12 && e->bytes[18] <= 100);
    }
}

static void ASC_37_LQ_02_LQ_04_link_quality_of_the_ap(void **state)
{
    (void)state;
    ask_all(rule_asc_37);
}

static void rule_asc_38(const struct view *v, const struct event *e)
{
    if (IS(e, PMKID_CANDIDATE_LIST)) {
        REQUIRE(v, v->associated);
        REQUIRE(v, get_le32(e->bytes + 4) == e->len - 12 && get_le32(e->bytes + 8) == 12);
    }
}

static void ASC_38_pmkid_candidates_while_associated(void **state)
{
    (void)state;
    ask_all(rule_asc_38);
    assert_true(HOW_MANY(PMKID_CANDIDATE_LIST) >= 2); /* both kinds of key management */
}

/* --- chapter 50 --- */

static void rule_dis_16(const struct view *v, const struct event *e)
{
    REQUIRE(v, !IS(e, DISASSOCIATION) || (v->associated && mac_equal(v->peer, e->mac)));
    REQUIRE(v, !IS(e, DISASSOCIATION) || e->len == 24);
}

static void DIS_04_DIS_15_DIS_16_DIS_32_only_what_is_associated(void **state)
{
    (void)state;
    ask_all(rule_dis_16);
    /* each success ends once: by its indication, or by the next start, or lives on */
    assert_true(HOW_MANY(DISASSOCIATION) >= 10);
}

static void rule_dis_02(const struct view *v, const struct event *e)
{
    /* a roam for a better AP: associated until ASSOCIATION_START; one for a lost AP: not */
    REQUIRE(v, !IS(e, ROAMING_START) || (e->value == 0xb) == v->associated);
    REQUIRE(v, !IS(e, ASSOCIATION_START) || !v->associated || v->roam_reason == 0xb);
}

static void DIS_01_DIS_02_DIS_20_ROM_14_when_an_association_ends(void **state)
{
    (void)state;
    ask_all(rule_dis_02);
}

static void rule_dis_17(const struct view *v, const struct event *e)
{
    if (IS(e, DISASSOCIATION)) {
        uint32_t class = e->value >> 16;
        REQUIRE(v, class <= 2);
        REQUIRE(v,
                class != 0 || e->value == 1 || e->value == 2 || e->value == 3 || e->value == 7);
        REQUIRE(v, e->value != 8 && e->value != 9); /* DIS-06, X-09 */
    }
}

static void DIS_06_DIS_17_reasons(void **state)
{
    (void)state;
    ask_all(rule_dis_17);
}

static void rule_dis_30(const struct view *v, const struct event *e)
{
    bool data = e->type == EVENT_FRAME && (e->code & 0x0c) == 0x08;
    struct extsta_mac to = v->associating ? v->target : v->peer;
    REQUIRE(v, !data || ((v->associated || v->associating) && mac_equal(e->mac, to)));
}

static void DIS_30_no_data_to_an_ap_that_is_gone(void **state)
{
    (void)state;
    ask_all(rule_dis_30);
}

/* --- chapter 70 --- */

static void rule_rom_01(const struct view *v, const struct event *e)
{
    REQUIRE(v, !IS(e, ROAMING_START) || (v->connected && !v->roaming && !v->connecting));
    if (IS(e, ROAMING_START)) {
        REQUIRE(v, e->len == 52 && all_zero(e->bytes + 4, 44)); /* ROM-05 */
        /* ROM-07: a better AP while there is one, or one was lost */
        REQUIRE(v, e->value == (v->associated ? 0xbu : 0xcu));
    }
}

static void CNX_15_ROM_01_ROM_04_ROM_05_ROM_07_roams(void **state)
{
    (void)state;
    ask_all(rule_rom_01);
}

static void ROM_02_roams_follow_each_other(void **state)
{
    (void)state;
    size_t most = 0;
    for (size_t i = 0; i < STORIES; i++) {
        size_t roams = 0;
        for (size_t k = 0; k < records[i].count; k++) {
            const struct event *e = &records[i].events[k];
            roams += IS(e, ROAMING_COMPLETION) && e->value == 0;
        }
        most = roams > most ? roams : most;
    }
    assert_true(most >= 2);
}

static bool is_association_start(const struct event *e)
{
    return IS(e, ASSOCIATION_START) || IS(e, ROAMING_COMPLETION);
}

static void rule_rom_06(const struct view *v, const struct event *e)
{
    if (IS(e, ROAMING_START)) {
        const struct event *next = next_of(v, is_association_start);
        REQUIRE(v, next != NULL);
        /* no candidate, no roam: what begins has somebody to try, or asks him first */
        REQUIRE(v, IS(next, ASSOCIATION_START) || e->value == 0xb);
    }
}

static void ROM_06_a_roam_has_a_candidate(void **state)
{
    (void)state;
    ask_all(rule_rom_06);
}

static void rule_sta_13(const struct view *v, const struct event *e)
{
    REQUIRE(v, !is_frame(e, FRAME_BEACON) && !is_frame(e, FRAME_PROBE_RESP));
    REQUIRE(v, e->type != EVENT_FRAME || (e->code & 0x0300) != 0x0300); /* TXP-02 */
}

static void STA_13_no_beacons_from_a_station(void **state)
{
    (void)state;
    ask_all(rule_sta_13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ROL_01_object_headers),
        cmocka_unit_test(ROL_02_ROL_03_DIS_22_ROM_10_no_media_connect),
        cmocka_unit_test(ROL_10_indications_are_made_in_op),
        cmocka_unit_test(ROL_12_ASC_05_completions_answer_starts),
        cmocka_unit_test(ROL_13_ASC_01_associations_lie_inside),
        cmocka_unit_test(ROL_17_no_ihv_data),
        cmocka_unit_test(CNX_06_connection_start_comes_first),
        cmocka_unit_test(CNX_07_one_connection_in_op),
        cmocka_unit_test(CNX_10_CNX_11_ASC_07_ROM_08_ROM_09_one_success_ends_it),
        cmocka_unit_test(CNX_12_ROM_11_status_of_the_outer_operation),
        cmocka_unit_test(CNX_14_CNX_35_DIS_18_RST_22_silence_in_init),
        cmocka_unit_test(CNX_33_CNX_36_DIS_12_leaving_on_request),
        cmocka_unit_test(ASC_02_ASC_04_frames_only_inside_to_the_target),
        cmocka_unit_test(ASC_03_contents_of_the_start),
        cmocka_unit_test(ASC_06_CNX_09_one_after_the_other),
        cmocka_unit_test(ASC_12_ASC_13_ASC_14_ASC_15_ASC_16_frames_in_the_completion),
        cmocka_unit_test(ASC_18_ASC_19_ASC_20_ASC_21_ASC_22_ASC_25_ASC_28_members),
        cmocka_unit_test(ASC_27_offsets_stay_inside),
        cmocka_unit_test(ASC_37_LQ_02_LQ_04_link_quality_of_the_ap),
        cmocka_unit_test(ASC_38_pmkid_candidates_while_associated),
        cmocka_unit_test(DIS_01_DIS_02_DIS_20_ROM_14_when_an_association_ends),
        cmocka_unit_test(DIS_04_DIS_15_DIS_16_DIS_32_only_what_is_associated),
        cmocka_unit_test(DIS_06_DIS_17_reasons),
        cmocka_unit_test(DIS_30_no_data_to_an_ap_that_is_gone),
        cmocka_unit_test(CNX_15_ROM_01_ROM_04_ROM_05_ROM_07_roams),
        cmocka_unit_test(ROM_02_roams_follow_each_other),
        cmocka_unit_test(ROM_06_a_roam_has_a_candidate),
        cmocka_unit_test(STA_13_no_beacons_from_a_station),
    };
    return cmocka_run_group_tests(tests, tell_all, forget_all);
}
