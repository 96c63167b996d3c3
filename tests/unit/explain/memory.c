/* Explaining without memory: whichever allocation fails, of the embedder's memory or of the
 * cryptographic library's, what comes out is what comes out with all of it, or it is said
 * that something could not be looked at. */
#include "explain/keyring.h"
#include "keyed_scene.h"

#include "../../bench/truth.h"
#include "base/context.h"

#include <extsta/collection.h>
#include <openssl/crypto.h>
#include <stdio.h>

/* --- memory that fails --- */

static long left = -1; /* allocations that still succeed, -1: all */
static bool for_ever;  /* then all fail, else the one */
static bool refused;   /* one did */
static bool library;   /* those of the cryptographic library count, too */

static bool refuse(void)
{
    if (left < 0) {
        return false;
    }
    if (left > 0) {
        left--;
        return false;
    }
    if (!for_ever && refused) {
        return false;
    }
    refused = true;
    return true;
}

static void *scarce(void *user, size_t size)
{
    (void)user;
    return refuse() ? NULL : malloc(size);
}

static void *library_malloc(size_t size, const char *file, int line)
{
    (void)file, (void)line;
    return size == 0 || (library && refuse()) ? NULL : malloc(size);
}

static void *library_realloc(void *block, size_t size, const char *file, int line)
{
    (void)file, (void)line;
    return library && refuse() ? NULL : realloc(block, size);
}

static void library_free(void *block, const char *file, int line)
{
    (void)file, (void)line;
    free(block);
}

/* --- what was said --- */

struct said {
    char text[32768];
    size_t len;
    struct extsta_collection *collection;
    struct extsta_decrypt_report report;
};

#define SAY(s, ...)                                                                            \
    ((s)->len +=                                                                               \
     (size_t)snprintf((s)->text + (s)->len, sizeof(s)->text - (s)->len, __VA_ARGS__))

static void hear_event(void *user, const struct extsta_frame_event *e)
{
    struct said *s = user;
    char security[EXTSTA_SECURITY_TEXT] = "";
    if (e->security) {
        extsta_security_text(e->security, security, sizeof security);
    }
    SAY(s, "%u %s %d %s\n", e->number, extsta_event_name(e->kind), e->decrypted, security);
}

static void hear_story(void *user, const struct extsta_story *story)
{
    struct said *s = user;
    char text[EXTSTA_STORY_TEXT];
    const char *name = extsta_story_kind_name(story->kind);
    extsta_story_text(story, text, sizeof text);
    SAY(s, "%u-%u %s %s: %s\n", story->first_frame, story->last_frame,
        extsta_story_name(story->what), name ? name : "", text);
    extsta_collection_story(s->collection, story);
}

static void hear_clear(void *user, const struct extsta_explain_frame *original,
                       struct extsta_span mpdu)
{
    struct said *s = user;
    SAY(s, "%u opened: %zu octets\n", original->number, mpdu.len);
}

static void hear_bss(void *user, const struct extsta_bss_report *b)
{
    struct said *s = user;
    char security[EXTSTA_SECURITY_TEXT] = "?";
    if (b->security) {
        extsta_security_text(b->security, security, sizeof security);
    }
    SAY(s, "%.*s %s %u\n", (int)b->ssid.len, (const char *)b->ssid.data, security, b->beacons);
    extsta_collection_bss(s->collection, b);
}

static void say_collection(struct said *s)
{
    struct extsta_kind_count causes[EXTSTA_KIND_COUNT];
    extsta_collection_sort(s->collection);
    for (size_t i = 0; i < extsta_collection_client_count(s->collection); i++) {
        const struct extsta_client *c = extsta_collection_client(s->collection, i);
        struct extsta_kept_story k;
        SAY(s, "client %02x: %u joined %u failed %u bad", c->mac.b[5], c->joined, c->failed,
            c->badness);
        for (uint32_t at = c->first; at != EXTSTA_NO_INDEX; at = k.next) {
            extsta_collection_story_at(s->collection, c, at, &k);
            SAY(s, " %s", extsta_story_name(k.story.what));
        }
        SAY(s, "\n");
    }
    for (size_t i = extsta_collection_causes(s->collection, causes); i-- > 0;) {
        SAY(s, "%u %s\n", causes[i].count, extsta_story_kind_name(causes[i].kind));
    }
}

/* --- the capture --- */

#define PASSPHRASE "correct horse battery"

static void beacon(struct scene *s)
{
    uint8_t rsn[64];
    size_t len = rsne(s, rsn);
    struct writer w = begin(s);
    header(&w, FRAME_BEACON, group, ap, ap);
    writer_zero(&w, 8);
    writer_le16(&w, 100);
    writer_le16(&w, 0x0011);
    writer_bytes(&w, "\0\5keyed", 7);
    writer_bytes(&w, rsn, len);
    end(s, &w);
}

static void associate(struct scene *s)
{
    uint8_t rsn[64];
    size_t len = rsne(s, rsn);
    struct writer w = begin(s);
    header(&w, FRAME_ASSOC_REQ, ap, sta, ap);
    writer_le16(&w, 0x0011);
    writer_le16(&w, 5);
    writer_bytes(&w, "\0\5keyed", 7);
    writer_bytes(&w, rsn, len);
    end(s, &w);
    w = begin(s);
    header(&w, FRAME_ASSOC_RESP, sta, ap, ap);
    writer_le16(&w, 0x0011);
    writer_le16(&w, 0);
    writer_le16(&w, 0xc001);
    end(s, &w);
}

/* A network with keys, whose MICs are CMACs; then one where the same passphrase is wrong, an
 * open one, and ends for all. */
static void shoot(struct scene *s, struct film *film)
{
    static const uint8_t reason[2] = {36, 0};
    beacon(s);
    associate(s);
    say_to_group(s); /* before its key */
    handshake(s);
    say(s, true);
    say(s, false);
    say_to_group(s);
    struct cipher_key *key = key_of(s, CIPHER_CCMP, s->ptk.tk);
    protect(s, key, FRAME_DEAUTH, ap, sta, ap, reason, sizeof reason, 0);
    cipher_key_free(key);
    uint64_t now = 1000 * S;
    struct actor a = {.mac = {{2, 0, 0, 0, 0, 1}}, .signal = -50},
                 b = {.mac = {{2, 0, 0, 0, 0, 2}}, .signal = -50},
                 all = {.mac = {{255, 255, 255, 255, 255, 255}}};
    struct ap psk = {.bssid = {{2, 0, 0, 0, 0, 0xa}},
                     .ssid = "net",
                     .security = PSK,
                     .channel = 1,
                     .signal = -40},
              open = {.bssid = {{2, 0, 0, 0, 0, 0xb}},
                      .ssid = "cafe",
                      .security = OPEN,
                      .channel = 6,
                      .signal = -40};
    shoot_beacon(film, now += MS, &psk);
    shoot_beacon(film, now += MS, &open);
    for (unsigned i = 0; i < 2; i++) {
        struct ap *at = i ? &open : &psk;
        struct actor *who = i ? &b : &a;
        shoot_auth(film, now += MS, who, at, false, 0, 1, 0);
        shoot_auth(film, now += MS, who, at, true, 0, 2, 0);
        shoot_request(film, now += MS, who, at, NULL);
        shoot_response(film, now += MS, who, at, false, 0);
    }
    shoot_key(film, now += MS, &a, &psk, 1);
    shoot_key(film, now += MS, &a, &psk, 2);
    shoot_leave(film, now += S, &a, &psk, true, false, 15, false, 0);
    shoot_leave(film, now += S, &all, &open, true, false, 3, false, 0);
    shoot_beacon(film, now += 10 * S, &psk);
}

static void feed(struct extsta_explain *x, const struct scene *s, const struct film *film)
{
    extsta_explain_frames(x, s->frames, s->count);
    for (size_t i = 0; i < film->shot_count; i++) {
        const struct shot *shot = &film->shots[i];
        const struct extsta_explain_frame f = {.time = shot->time,
                                               .number = (uint32_t)(s->count + i + 1),
                                               .linktype = 127,
                                               .fcs_len = 0,
                                               .original_len = shot->len,
                                               .bytes = {shot->bytes, shot->len}};
        extsta_explain_frames(x, &f, 1);
    }
}

/* Moves the ends of the pool's slabs: with each other share of them something else is the
 * first that finds no room. */
static void burn(struct extsta_context *ctx, unsigned quarters)
{
    static const size_t sizes[] = {96, 256, 288, 512, 1024, 2560, 5120};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (size_t n = quarters * (8192 / sizes[i]) / 4; n > 0; n--) {
            (void)pool_alloc(&ctx->pool, sizes[i]);
        }
    }
}

/* The n-th allocation fails; of the library's, those from the first frame on.
 * False: it was refused from the outset, or it was said that something is missing. */
static bool explain(const struct scene *s, const struct film *film, long n, unsigned quarters,
                    struct said *said)
{
    const struct extsta_memory memory = {scarce, testing_release, NULL};
    uint64_t seed = 3;
    const struct extsta_random random = {testing_fill, &seed};
    const struct extsta_explain_sink sink = {.event = hear_event,
                                             .story = hear_story,
                                             .clear = hear_clear,
                                             .bss = hear_bss,
                                             .user = said};
    struct extsta_context *ctx = extsta_context_new(&memory, &random);
    struct extsta_explain *x = NULL;
    bool whole = false;
    said->len = 0;
    said->collection = NULL;
    said->report = (struct extsta_decrypt_report){0};
    refused = false;
    left = library ? -1 : n;
    if (ctx) {
        burn(ctx, quarters);
        x = extsta_explain_new(ctx, &sink);
        said->collection = extsta_collection_new(ctx);
    }
    if (x && said->collection &&
        extsta_explain_pmk(x, span("keyed", 5), span(s->pmk, 32)) == EXTSTA_OK &&
        extsta_explain_passphrase(x, span(NULL, 0), span(PASSPHRASE, sizeof PASSPHRASE - 1)) ==
            EXTSTA_OK) {
        left = library ? n : left;
        feed(x, s, film);
        extsta_explain_finish(x);
        if (extsta_explain_missed(x)) {
            extsta_explain_again(x);
            feed(x, s, film);
        }
        whole = extsta_explain_unseen(x) == 0 && extsta_collection_lost(said->collection) == 0;
        say_collection(said);
        extsta_explain_decrypted(x, &said->report);
    }
    left = -1;
    extsta_explain_free(x);
    extsta_collection_free(said->collection);
    extsta_context_free(ctx);
    return whole;
}

/* What was found wrong: a refusal makes nothing wrong that is right. */
static uint64_t wrong(const struct extsta_decrypt_report *r)
{
    return r->undecrypted_integrity + r->mics_checked - r->mics_good;
}

/* Refuses every allocation in turn; what `word`s there are must be told when none is. */
static void refuse_each(const struct scene *s, const struct film *film,
                        const char *const *words)
{
    struct said *want = calloc(1, sizeof *want), *have = calloc(1, sizeof *have);
    unsigned told_it = 0;
    assert_true(explain(s, film, -1, 0, want));
    for (; *words; words++) {
        assert_non_null(strstr(want->text, *words));
    }
    for (unsigned way = 0; way < 10; way++) {
        library = way >= 8;
        for_ever = way & 1;
        refused = true;
        for (long n = 0; refused; n++) {
            bool whole = explain(s, film, n, library ? 0 : way / 2, have);
            if (whole && strcmp(want->text, have->text) != 0) {
                print_error("allocation %ld, way %u:\n%s\ninstead of\n%s", n, way, have->text,
                            want->text);
                fail();
            }
            assert_true(wrong(&have->report) <= wrong(&want->report));
            told_it += !whole;
        }
    }
    library = false;
    assert_true(told_it > 20);
    free(want);
    free(have);
}

static void the_same_is_told_or_that_something_is_missing(void **state)
{
    static const char *const words[] = {"wrong-passphrase", "MIC verified", "reason 36",
                                        "open network",     "WPA2-PSK",     NULL};
    struct scene *s = scene_new(AKM_PSK_SHA256, CIPHER_CCMP, CIPHER_CCMP);
    struct film film = {.random = 7};
    (void)state;
    shoot(s, &film);
    refuse_each(s, &film, words);
    film_free(&film);
    scene_free(s);
}

/* Of two passphrases for any network the right one's key for this network cannot be made: that
 * the other, and a key given for it by name, do not fit is no wrong MIC. */
static void a_passphrase_that_could_not_be_tried_is_not_wrong(void **state)
{
    static const uint8_t other_key[32] = "not the key of this network";
    static const char *const passphrases[] = {PASSPHRASE, "another passphrase"};
    const struct extsta_memory memory = {scarce, testing_release, NULL};
    uint64_t seed = 3;
    const struct extsta_random random = {testing_fill, &seed};
    const struct extsta_explain_sink sink = {.user = NULL};
    struct scene *s = scene_new(AKM_PSK, CIPHER_CCMP, CIPHER_CCMP);
    struct extsta_context *ctx = extsta_context_new(&memory, &random);
    struct extsta_explain *x = extsta_explain_new(ctx, &sink);
    struct extsta_decrypt_report report;
    (void)state;
    assert_int_equal(extsta_explain_pmk(x, span("keyed", 5), span(other_key, 32)), EXTSTA_OK);
    for (size_t i = 0; i < 2; i++) { /* the last one given is tried first */
        struct extsta_span text = span(passphrases[i], strlen(passphrases[i]));
        assert_int_equal(extsta_explain_passphrase(x, span(NULL, 0), text), EXTSTA_OK);
    }
    struct extsta_span right = span(PASSPHRASE, strlen(PASSPHRASE));
    assert_int_equal(crypto_psk(s->crypto, right, span("keyed", 5), s->pmk), EXTSTA_OK);
    beacon(s);
    associate(s);
    handshake(s);
    size_t message_2_at = s->count - 3;
    extsta_explain_frames(x, s->frames, message_2_at);
    void *hoard[4096], *last = NULL;
    size_t count = 0;
    left = 0;
    for_ever = true;
    while (count < 4096 && (last = pool_alloc(&ctx->pool, sizeof(struct ring_pmk)))) {
        hoard[count++] = last;
    }
    left = 1; /* where each request is one of the allocator's, one is granted */
    if (count > 0) {
        left = 0;
        pool_release(&ctx->pool, hoard[--count], sizeof(struct ring_pmk));
    }
    extsta_explain_frames(x, s->frames + message_2_at, 1);
    left = -1;
    while (count > 0) {
        pool_release(&ctx->pool, hoard[--count], sizeof(struct ring_pmk));
    }
    extsta_explain_frames(x, s->frames + message_2_at + 1, 2);
    extsta_explain_decrypted(x, &report);
    assert_true(extsta_explain_unseen(x) > 0);
    assert_int_equal(report.mics_checked, report.mics_good);
    extsta_explain_free(x);
    extsta_context_free(ctx);
    scene_free(s);
}

static void an_end_for_all_of_a_bss_is_not_passed_over_in_silence(void **state)
{
    static const char *const words[] = {"ended-by-ap", NULL};
    struct scene *s = scene_new(AKM_PSK_SHA256, CIPHER_CCMP, CIPHER_CCMP);
    struct film film = {.random = 7};
    struct actor a = {.mac = {{2, 0, 0, 0, 0, 1}}, .signal = -50},
                 all = {.mac = {{255, 255, 255, 255, 255, 255}}};
    struct ap unheard = {.bssid = {{2, 0, 0, 0, 0, 0xa}},
                         .ssid = "net",
                         .security = OPEN,
                         .channel = 1,
                         .signal = -40};
    (void)state;
    shoot_request(&film, 1 * S, &a, &unheard, NULL);
    shoot_response(&film, 1 * S + MS, &a, &unheard, false, 0);
    shoot_leave(&film, 3 * S, &all, &unheard, true, false, 3, false, 0);
    refuse_each(s, &film, words);
    film_free(&film);
    scene_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_is_told_or_that_something_is_missing),
        cmocka_unit_test(a_passphrase_that_could_not_be_tried_is_not_wrong),
        cmocka_unit_test(an_end_for_all_of_a_bss_is_not_passed_over_in_silence),
    };
    if (CRYPTO_set_mem_functions(library_malloc, library_realloc, library_free) != 1) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
