/* Secrets are cleared when they have served: passphrase, PMK, and every temporal key that
 * crossed the boundary. Two looks: while the context lives, at all memory it ever took, after
 * the association they belonged to has ended; and at each block as it is given back, its own and
 * OpenSSL's.
 *
 * What is looked for is kept by this file alone, masked, so that it does not find itself. */
#include "base/bytes.h"
#include "crypto/crypto.h"
#include "crypto/primitives.h"
#include "scenario.h"
#include <extsta/payload.h>
#include <extsta/private_oid.h>
#include <extsta/windot11.h>
#include <openssl/crypto.h>
#include <malloc.h>
#include <stdio.h>

#define PASS       "a passphrase nobody else has"
#define NEEDLES    64u
#define NEEDLE_LEN 16u /* of a longer secret its first and last octets */
#define MASK       0x5au

struct needle {
    char name[40];
    uint8_t masked[NEEDLE_LEN];
    bool lasting; /* may stay as long as the network is known: passphrase, PMK */
};

struct block {
    void *start;
    size_t size;
};

static struct needle needles[NEEDLES];
static size_t needle_count;
static struct block blocks[4096];
static size_t block_count;
static unsigned pmks; /* that went up by GET_PMK */
static unsigned remnants; /* blocks given back with a secret in them */
static char first_remnant[80];

static void remember(const char *name, const uint8_t *secret, size_t len, bool lasting)
{
    size_t starts[2] = {0, len - NEEDLE_LEN};
    assert_true(len >= NEEDLE_LEN);
    for (size_t i = 0; i < (len > NEEDLE_LEN ? 2u : 1u); i++) {
        struct needle *n = &needles[needle_count];
        for (size_t k = 0; k < NEEDLE_LEN; k++) {
            n->masked[k] = secret[starts[i] + k] ^ MASK;
        }
        snprintf(n->name, sizeof n->name, "%s", name);
        n->lasting = lasting;
        assert_true(++needle_count < NEEDLES);
    }
}

/* The first secret in these octets; NULL: none. */
static const struct needle *search(const uint8_t *octets, size_t len, bool lasting_too)
{
    for (size_t at = 0; at + NEEDLE_LEN <= len; at++) {
        for (size_t i = 0; i < needle_count; i++) {
            size_t k = 0;
            while (k < NEEDLE_LEN && (octets[at + k] ^ MASK) == needles[i].masked[k]) {
                k++;
            }
            if (k == NEEDLE_LEN && (lasting_too || !needles[i].lasting)) {
                return &needles[i];
            }
        }
    }
    return NULL;
}

static void look_at_remnant(const char *whose, const void *block, size_t size)
{
    const struct needle *n = search(block, size, true);
    if (n && remnants++ == 0) {
        snprintf(first_remnant, sizeof first_remnant, "%s in memory of %s", n->name, whose);
    }
}

/* --- the context's memory --- */

static void *watched_alloc(void *user, size_t size)
{
    void *block = calloc(1, size);
    (void)user;
    assert_true(block_count < sizeof blocks / sizeof *blocks);
    blocks[block_count++] = (struct block){block, size};
    return block;
}

static void watched_release(void *user, void *block, size_t size)
{
    (void)user;
    look_at_remnant("the context", block, size);
    for (size_t i = 0; i < block_count; i++) {
        if (blocks[i].start == block) {
            blocks[i] = blocks[--block_count];
            break;
        }
    }
    free(block);
}

/* --- OpenSSL's --- */

static void *library_alloc(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return malloc(size);
}

static void library_free(void *block, const char *file, int line)
{
    (void)file;
    (void)line;
    if (block) {
        look_at_remnant("the cryptographic library", block, malloc_usable_size(block));
    }
    free(block);
}

static void *library_realloc(void *block, size_t size, const char *file, int line)
{
    void *moved = size ? library_alloc(size, file, line) : NULL;
    if (moved && block) {
        size_t had = malloc_usable_size(block);
        memcpy(moved, block, had < size ? had : size);
    }
    library_free(block, file, line);
    return moved;
}

/* --- what crosses --- */

static void remember_material(const char *name, struct extsta_span octets)
{
    struct extsta_payload m;
    if (extsta_payload_read(EXTSTA_FORM_KEY_MATERIAL, octets, &m) &&
        m.material.keys.bytes.len >= NEEDLE_LEN) {
        remember(name, m.material.keys.bytes.data, m.material.keys.bytes.len, false);
    }
}

/* The answer to GET_PMK: header, magic, command, AKM, PMKID, PMK. */
static void remember_pmk(const struct extsta_crossing *x)
{
    struct extsta_payload p;
    if (!extsta_payload_read(EXTSTA_FORM_NIC_SPECIFIC, x->buffer, &p)) {
        return;
    }
    struct extsta_span octets = p.list.entries.bytes;
    if (octets.len >= 8 + EXTSTA_PRIVATE_PMK_OUT_LEN + 32 &&
        get_le32(octets.data + 4) == EXTSTA_PRIVATE_GET_PMK) {
        remember("the PMK of SAE", octets.data + 8 + EXTSTA_PRIVATE_PMK_OUT_LEN, 32, true);
        pmks++;
    }
}

static void hear(void *user, extsta_time now, const struct extsta_output *out)
{
    struct extsta_payload p, entry;
    (void)user;
    (void)now;
    if (out->type == EXTSTA_OUT_CROSSING && out->crossing.type == EXTSTA_CROSS_OID_COMPLETE &&
        out->crossing.code == OID_DOT11_NIC_SPECIFIC_EXTENSION) {
        remember_pmk(&out->crossing);
    }
    if (out->type != EXTSTA_OUT_CROSSING || out->crossing.type != EXTSTA_CROSS_OID) {
        return;
    }
    struct extsta_span buffer = out->crossing.buffer;
    if (out->crossing.code == OID_DOT11_CIPHER_KEY_MAPPING_KEY &&
        extsta_payload_read(EXTSTA_FORM_KEY_MAPPING_KEYS, buffer, &p) &&
        extsta_payload_next(&p.list.entries, &entry)) {
        remember_material("a pairwise key", entry.key.key.bytes);
    } else if (out->crossing.code == OID_DOT11_CIPHER_DEFAULT_KEY &&
               extsta_payload_read(EXTSTA_FORM_DEFAULT_KEY, buffer, &p)) {
        remember_material("a group key", p.key.key.bytes);
    }
}

/* --- the stories --- */

static struct scenario *stage(void)
{
    static const struct extsta_memory memory = {watched_alloc, watched_release, NULL};
    needle_count = 0;
    remnants = pmks = 0;
    struct scenario *s = scenario_new_in(1, &memory);
    s->hear = hear;
    return s;
}

/* Nothing of the secrets is in memory that the context has, in use or not; of lasting ones only
 * when they too must have gone. */
static void assert_clean(bool lasting_too)
{
    for (size_t i = 0; i < block_count; i++) {
        const struct needle *n = search(blocks[i].start, blocks[i].size, lasting_too);
        if (n) {
            fail_msg("%s is still in memory", n->name);
        }
    }
}

static void remember_psk(struct scenario *s)
{
    uint8_t pmk[32];
    assert_int_equal(
        crypto_psk(crypto_of(s->ctx), span(PASS, strlen(PASS)), span("scenario", 8), pmk),
        EXTSTA_OK);
    remember("the PMK", pmk, sizeof pmk, true);
    remember("the passphrase", (const uint8_t *)PASS, strlen(PASS), true);
    memset(pmk, 0, sizeof pmk);
}

static void connect_by(struct scenario *s, uint32_t auth, enum extsta_port_manager manager)
{
    struct extsta_profile profile;
    const char *why = "";
    assert_int_equal(extsta_profile_make(&profile, span("scenario", 8), PASS), EXTSTA_OK);
    profile.auth = auth;
    profile.manager = manager;
    if (extsta_profile_check(&profile, &why) != EXTSTA_OK) {
        fail_msg("profile: %s", why);
    }
    assert_int_equal(extsta_connect(s->sta, air_now(s->air), &profile), EXTSTA_OK);
    air_station_pump(s->on_air);
    memset(&profile, 0, sizeof profile);
}

/* Connected, group and pairwise keys renewed, and away. */
static void live(struct scenario *s, uint32_t auth, enum extsta_port_manager manager)
{
    struct apsim_config c = scenario_ap_config(s, 'A', PASS);
    if (auth == DOT11_AUTH_ALGO_WPA3_SAE) {
        c.security = APSIM_SAE;
    }
    struct apsim *ap = scenario_ap(s, 'A', &c);
    memset(&c, 0, sizeof c);
    scenario_station(s, 10);
    connect_by(s, auth, manager);
    assert_true(scenario_run_until(s, LOG_PORT, "port A authorized"));
    assert_true(scenario_ping(s));
    remember_psk(s);
    apsim_rekey_group(ap);
    scenario_run(s, 500);
    apsim_rekey_pairwise(ap, s->address);
    scenario_run(s, 2000);
    assert_true(scenario_ping(s));
    scenario_disconnect(s);
    scenario_run(s, 2000);
    apsim_free(ap); /* it lives in the same memory, and has the group key still */
    s->ap[0] = NULL;
}

static void leaves_nothing(uint32_t auth, enum extsta_port_manager manager)
{
    struct scenario *s = stage();
    live(s, auth, manager);
    if (manager == EXTSTA_MANAGER_OS) { /* pairwise and group key, and both anew */
        assert_true(needle_count >= 2 * 2 + 4);
        assert_true((pmks > 0) == (auth == DOT11_AUTH_ALGO_WPA3_SAE));
    }
    assert_clean(false);
    scenario_free(s);
    if (remnants > 0) {
        fail_msg("%u blocks given back with a secret, first: %s", remnants, first_remnant);
    }
}

static void wpa2_psk_leaves_nothing(void **state)
{
    (void)state;
    leaves_nothing(DOT11_AUTH_ALGO_RSNA_PSK, EXTSTA_MANAGER_OS);
}

static void wpa2_psk_by_the_miniport_leaves_nothing(void **state)
{
    (void)state;
    leaves_nothing(DOT11_AUTH_ALGO_RSNA_PSK, EXTSTA_MANAGER_MINIPORT);
}

static void sae_leaves_nothing(void **state)
{
    (void)state;
    leaves_nothing(DOT11_AUTH_ALGO_WPA3_SAE, EXTSTA_MANAGER_OS);
}

static void sae_by_the_miniport_leaves_nothing(void **state)
{
    (void)state;
    leaves_nothing(DOT11_AUTH_ALGO_WPA3_SAE, EXTSTA_MANAGER_MINIPORT);
}

int main(void)
{
    CRYPTO_set_mem_functions(library_alloc, library_realloc, library_free);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wpa2_psk_leaves_nothing),
        cmocka_unit_test(wpa2_psk_by_the_miniport_leaves_nothing),
        cmocka_unit_test(sae_leaves_nothing),
        cmocka_unit_test(sae_by_the_miniport_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
