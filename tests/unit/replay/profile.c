/* Each octet of a profile comes through a recording: none of its members is forgotten. */
#include "../testing.h"
#include "entry.h"

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 11
#define CAN_TELL_PADDING 1
#else
#define CAN_TELL_PADDING 0
#endif

static size_t write_profile(struct coder *c, const struct extsta_profile *profile)
{
    struct extsta_profile copy = *profile;
    coder_write(c);
    entry_code_profile(c, &copy);
    assert_false(c->failed);
    return c->len;
}

#define SPAN(m)                                                                                \
    {                                                                                          \
        offsetof(struct extsta_profile, m), sizeof(((struct extsta_profile *)0)->m)            \
    }
static const struct {
    size_t at, len;
} pointers[] = {
    SPAN(eap.identity),     SPAN(eap.anonymous), SPAN(eap.password),       SPAN(eap.ca),
    SPAN(eap.certificate),  SPAN(eap.key),       SPAN(eap.key_passphrase), SPAN(eap.domain),
    SPAN(ihv_connectivity), SPAN(ihv_security)};

static bool is_pointer(size_t at)
{
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) {
        if (at >= pointers[i].at && at < pointers[i].at + pointers[i].len) {
            return true;
        }
    }
    return false;
}

static void every_octet_of_a_profile_comes_through(void **state)
{
#if CAN_TELL_PADDING
    struct extsta_profile members, profile, back;
    memset(&members, 0xff, sizeof members);
    __builtin_clear_padding(&members);
    const uint8_t *is_member = (const uint8_t *)&members;
    for (size_t i = 0; i < sizeof profile; i++) {
        struct coder w = {0}, r;
        struct arena arena = {0};
        if (!is_member[i] || is_pointer(i)) {
            continue;
        }
        memset(&profile, 0, sizeof profile);
        memset(&back, 0, sizeof back);
        ((uint8_t *)&profile)[i] = 1; /* a value that flags can have, too */
        size_t len = write_profile(&w, &profile);
        coder_read(&r, (struct extsta_span){w.out, len}, &arena);
        entry_code_profile(&r, &back);
        assert_false(r.failed);
        assert_int_equal(coder_left(&r), 0);
        if (((uint8_t *)&back)[i] != 1) {
            fail_msg("the octet at %zu of struct extsta_profile is forgotten", i);
        }
        arena_free(&arena);
        coder_free(&w);
    }
#endif
}

static void texts_of_a_profile_come_through(void **state)
{
    struct extsta_profile profile = {.ihv_connectivity = "<a/>", .ihv_security = ""},
                          back = {0};
    struct extsta_span *const spans[] = {&profile.eap.identity,       &profile.eap.anonymous,
                                         &profile.eap.password,       &profile.eap.ca,
                                         &profile.eap.certificate,    &profile.eap.key,
                                         &profile.eap.key_passphrase, &profile.eap.domain};
    struct extsta_span *const came[] = {
        &back.eap.identity,    &back.eap.anonymous, &back.eap.password,       &back.eap.ca,
        &back.eap.certificate, &back.eap.key,       &back.eap.key_passphrase, &back.eap.domain};
    static const uint8_t text[] = "abcdefghijklmn";
    struct coder w = {0}, r;
    struct arena arena = {0};
    for (size_t i = 0; i < 8; i++) {
        *spans[i] = (struct extsta_span){text + i, i};
    }
    spans[3]->data = NULL;
    spans[3]->len = 0;
    size_t len = write_profile(&w, &profile);
    coder_read(&r, (struct extsta_span){w.out, len}, &arena);
    entry_code_profile(&r, &back);
    assert_false(r.failed);
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(came[i]->len, spans[i]->len);
        assert_true((came[i]->data == NULL) == (spans[i]->data == NULL));
        assert_memory_equal(came[i]->data ? came[i]->data : text,
                            spans[i]->data ? spans[i]->data : text, spans[i]->len);
    }
    assert_string_equal(back.ihv_connectivity, "<a/>");
    assert_string_equal(back.ihv_security, "");
    arena_free(&arena);
    coder_free(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_octet_of_a_profile_comes_through),
        cmocka_unit_test(texts_of_a_profile_come_through),
    };
    return cmocka_run_group_tests_name("replay-profile", tests, NULL, NULL);
}
