/* The methods of our own that Native 802.11 has no request for (extsta/private_oid.h): what each
 * takes, in which state, and that no secret comes back. */
#include "fixture.h"
#include <extsta/private_oid.h>

static struct bytes private_request(uint32_t magic, uint32_t command, size_t parameters)
{
    struct bytes out = {.len = 16 + parameters};
    put_le32(out.b, (uint32_t)(8 + parameters));
    put_le32(out.b + 4, (uint32_t)(8 + parameters));
    put_le32(out.b + 8, magic);
    put_le32(out.b + 12, command);
    memset(out.b + 16, 0xc5, parameters);
    return out;
}

static uint32_t private_call(struct fixture *f, struct bytes input, size_t room)
{
    return request(f, OID_DOT11_NIC_SPECIFIC_EXTENSION, EXTSTA_OID_METHOD, input.b, input.len,
                   room);
}

static void PRT_07_the_port_key_is_taken_and_never_given_back(void **state)
{
    struct fixture *f = *state;
    assert_memory_equal("XSTA", &(uint32_t){le32(EXTSTA_PRIVATE_MAGIC)}, 4);
    struct bytes key = private_request(EXTSTA_PRIVATE_MAGIC, 1, 32);
    assert_int_equal(private_call(f, key, 48), NDIS_STATUS_SUCCESS);
    assert_memory_equal(fake.port_key_bytes, key.b + 16, 32);
    assert_int_equal(f->oid.bytes_written, 8);
    for (size_t i = 0; i < 48; i++) {
        assert_int_equal(f->reply[i], 0);
    }
    assert_int_equal(private_call(f, private_request(EXTSTA_PRIVATE_MAGIC, 1, 0), 8), 0);
    assert_string_equal(fake.log, "port-key@init port-key-off@init ");
    assert_int_equal(private_call(f, private_request(EXTSTA_PRIVATE_MAGIC, 1, 31), 48),
                     NDIS_STATUS_INVALID_LENGTH);
    for (size_t i = 8; i < 47; i++) {
        assert_int_equal(f->reply[i], 0); /* nor a refused one */
    }
}

/* 12: SAE of "net" by "word", its groups 20 and 19. */
static void the_password_of_SAE_is_taken_and_never_given_back(void **state)
{
    struct fixture *f = *state;
    static const uint8_t octets[] = {1, 3,   4,   0,   20,  0,   19,  0,  0,
                                     0, 'n', 'e', 't', 'w', 'o', 'r', 'd'};
    struct bytes wish =
        private_request(EXTSTA_PRIVATE_MAGIC, EXTSTA_PRIVATE_SET_SAE, sizeof octets);
    memcpy(wish.b + 16, octets, sizeof octets);
    assert_int_equal(private_call(f, wish, 48), NDIS_STATUS_SUCCESS);
    assert_string_equal(fake.log, "sae@init ");
    for (size_t i = 8; i < wish.len; i++) {
        assert_int_equal(f->reply[i], 0);
    }
    for (size_t cut = 1; cut < sizeof octets; cut++) { /* neither shorter nor longer */
        struct bytes less =
            private_request(EXTSTA_PRIVATE_MAGIC, EXTSTA_PRIVATE_SET_SAE, sizeof octets - cut);
        memcpy(less.b + 16, octets, sizeof octets - cut);
        assert_int_equal(private_call(f, less, 48), NDIS_STATUS_INVALID_LENGTH);
    }
    struct bytes more =
        private_request(EXTSTA_PRIVATE_MAGIC, EXTSTA_PRIVATE_SET_SAE, sizeof octets + 1);
    memcpy(more.b + 16, octets, sizeof octets);
    assert_int_equal(private_call(f, more, 48), NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(
        private_call(f, private_request(EXTSTA_PRIVATE_MAGIC, EXTSTA_PRIVATE_SET_SAE, 0), 8),
        0);
    assert_string_equal(fake.log, "sae@init sae-off@init ");
}

static void a_PMK_is_given_of_an_association_alone(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        private_call(f, private_request(EXTSTA_PRIVATE_MAGIC, EXTSTA_PRIVATE_GET_PMK, 6), 200),
        NDIS_STATUS_INVALID_STATE);
    assert_int_equal(
        private_call(f, private_request(EXTSTA_PRIVATE_MAGIC, EXTSTA_PRIVATE_GET_PMK, 5), 200),
        NDIS_STATUS_INVALID_LENGTH);
}

/* A command of one octet, known below `end`, that the MIB keeps in *kept and that is refused in OP. */
static void check_octet(struct fixture *f, uint32_t command, uint8_t end, const uint8_t *kept)
{
    struct bytes wish = private_request(EXTSTA_PRIVATE_MAGIC, command, 1);
    size_t at = (size_t)(kept - (const uint8_t *)f->mp->mib);
    for (uint8_t i = 0; i <= end; i++) {
        wish.b[16] = i;
        assert_int_equal(private_call(f, wish, 8),
                         i < end ? NDIS_STATUS_SUCCESS : NDIS_STATUS_INVALID_DATA);
        assert_int_equal(((const uint8_t *)f->mp->mib)[at], i < end ? i : end - 1);
    }
    assert_int_equal(private_call(f, private_request(EXTSTA_PRIVATE_MAGIC, command, 2), 8),
                     NDIS_STATUS_INVALID_LENGTH);
    enter_op(f);
    wish.b[16] = 0;
    assert_int_equal(private_call(f, wish, 8), NDIS_STATUS_INVALID_STATE);
    assert_int_equal(((const uint8_t *)f->mp->mib)[at], end - 1);
}

/* One of three words. */
static void protected_management_frames_are_asked_for(void **state)
{
    struct fixture *f = *state;
    check_octet(f, EXTSTA_PRIVATE_SET_PMF, EXTSTA_PMF_OFF + 1, &f->mp->mib->pmf);
}

/* Two flags. */
static void what_the_handshake_can_do_is_said(void **state)
{
    struct fixture *f = *state;
    check_octet(f, EXTSTA_PRIVATE_SET_HANDSHAKE, 4, &f->mp->mib->handshake);
}

static void unknown_private_requests_are_not_supported(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(private_call(f, private_request(0x12345678, 1, 32), 48),
                     NDIS_STATUS_NOT_SUPPORTED);
    assert_int_equal(private_call(f, private_request(EXTSTA_PRIVATE_MAGIC, 0, 0), 48),
                     NDIS_STATUS_NOT_SUPPORTED);
    assert_int_equal(private_call(f, private_request(EXTSTA_PRIVATE_MAGIC, 99, 4), 48),
                     NDIS_STATUS_NOT_SUPPORTED);
    struct bytes overrun = private_request(EXTSTA_PRIVATE_MAGIC, 1, 32);
    put_le32(overrun.b, 41);
    assert_int_equal(private_call(f, overrun, 48), NDIS_STATUS_INVALID_LENGTH);
    assert_int_equal(private_call(f, private_request(EXTSTA_PRIVATE_MAGIC, 1, 32), 7),
                     NDIS_STATUS_BUFFER_OVERFLOW);
    assert_string_equal(fake.log, "");
    assert_int_equal(private_call(f, private_request(EXTSTA_PRIVATE_MAGIC, 2, 0), 8), 0);
    assert_string_equal(fake.log, "reassociate@init ");
    /* A policy: of this length or none, and every octet of it counts. */
    static const uint8_t octets[16] = {1, 0xba, 0xc4, 12, 0xfb, 0, 0, 0, 4, 0, 20, 0, 7, 0, 90, 0};
    struct bytes policy = private_request(EXTSTA_PRIVATE_MAGIC, EXTSTA_PRIVATE_SET_ROAM_POLICY, 16);
    assert_int_equal(
        private_call(f, private_request(EXTSTA_PRIVATE_MAGIC, EXTSTA_PRIVATE_SET_ROAM_POLICY, 15), 8),
        NDIS_STATUS_INVALID_LENGTH);
    memcpy(policy.b + policy.len - sizeof octets, octets, sizeof octets);
    assert_int_equal(private_call(f, policy, 8), 0);
    const struct extsta_roam_policy *p = &fake.roam_policy;
    assert_true(p->sticky);
    assert_int_equal(p->low, -70);
    assert_int_equal(p->good, -60);
    assert_int_equal(p->hysteresis, 12);
    assert_int_equal(p->prefer_5ghz, -5);
    assert_int_equal(p->settle, 4);
    assert_int_equal(p->fresh, 20);
    assert_int_equal(p->scan, 7);
    assert_int_equal(p->scan_max, 90);
    policy.b[policy.len - sizeof octets] = 2; /* sticky is 0 or 1 */
    assert_int_equal(private_call(f, policy, 8), NDIS_STATUS_INVALID_DATA);
    assert_int_equal(
        private_call(f, private_request(EXTSTA_PRIVATE_MAGIC, EXTSTA_PRIVATE_SET_ROAM_POLICY, 0), 8),
        0);
    assert_memory_equal(p, &extsta_roam_default, sizeof *p);
    assert_int_equal(
        private_call(f, private_request(EXTSTA_PRIVATE_MAGIC, EXTSTA_PRIVATE_ROAM_TO, 5), 8),
        NDIS_STATUS_INVALID_LENGTH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(PRT_07_the_port_key_is_taken_and_never_given_back),
        FIXTURE_TEST(the_password_of_SAE_is_taken_and_never_given_back),
        FIXTURE_TEST(a_PMK_is_given_of_an_association_alone),
        FIXTURE_TEST(protected_management_frames_are_asked_for),
        FIXTURE_TEST(what_the_handshake_can_do_is_said),
        FIXTURE_TEST(unknown_private_requests_are_not_supported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
