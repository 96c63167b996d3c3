/* Secrets are cleared when they have served: passphrase, PMK, and every temporal key that
 * crossed the boundary. Two looks: while the context lives, at all memory it ever took, after
 * the association they belonged to has ended; and at each block as it is given back, its own and
 * OpenSSL's. With fast transitions also PMK-R0, and PMK-R1 of each access point, which follow from
 * the root that crosses.
 *
 * What is looked for is kept by this file alone, masked, so that it does not find itself. */
#include "base/bytes.h"
#include "crypto/crypto.h"
#include "crypto/primitives.h"
#include "rsn/ft_keys.h"
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
static uint32_t ft_akm;        /* of the stage; 0: no fast transitions */
static unsigned ft_roots;      /* from which their keys were derived */
static struct crypto *of_stage; /* derives them */
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

/* PMK-R0, and PMK-R1 of A and B, as their access points have them; A is the first. */
static void remember_ft(struct extsta_span root)
{
    const struct akm_suite *akm = akm_find_sized(ft_akm, root.len);
    const struct extsta_mac sta = {{2, 0, 0, 0, 0, 1}};
    struct ft_domain d = {
        .ssid = "scenario", .ssid_len = 8, .mdid = {0x12, 0x34}, .r0kh_len = 18};
    struct extsta_mac a = scenario_bssid('A');
    char holder[19];
    struct ft_key r0, r1;
    snprintf(holder, sizeof holder, "apsim-%02x%02x%02x%02x%02x%02x", a.b[0], a.b[1], a.b[2],
             a.b[3], a.b[4], a.b[5]);
    memcpy(d.r0kh_id, holder, 18);
    assert_int_equal(ft_derive_r0(of_stage, akm, root, &d, sta, &r0), EXTSTA_OK);
    remember("PMK-R0", r0.key, r0.len, false);
    for (char name = 'A'; name <= 'B'; name++) {
        assert_int_equal(ft_derive_r1(of_stage, akm, &r0, scenario_bssid(name), sta, &r1),
                         EXTSTA_OK);
        remember("a PMK-R1", r1.key, r1.len, false);
    }
    ft_key_clear(&r0);
    ft_key_clear(&r1);
    ft_roots++;
}

/* SET_FT after EAP: header, magic, command, flags, BSSID, and part of the MSK. */
static void remember_root(const struct extsta_crossing *x)
{
    struct extsta_payload p;
    const size_t at = 8 + EXTSTA_PRIVATE_FT_ROOT_FIXED;
    if (!extsta_payload_read(EXTSTA_FORM_NIC_SPECIFIC, x->buffer, &p)) {
        return;
    }
    struct extsta_span octets = p.list.entries.bytes;
    if (octets.len >= at + 32 && get_le32(octets.data + 4) == EXTSTA_PRIVATE_SET_FT &&
        octets.data[8] == EXTSTA_PRIVATE_FT_ROOT) {
        remember("the MSK", octets.data + at, octets.len - at, true);
        remember_ft(span(octets.data + at, octets.len - at));
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
        const uint8_t *pmk = octets.data + 8 + EXTSTA_PRIVATE_PMK_OUT_LEN;
        remember("the PMK of SAE", pmk, 32, true);
        pmks++;
        if (ft_akm) {
            remember_ft(span(pmk, 32));
        }
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
    if (out->crossing.code == OID_DOT11_NIC_SPECIFIC_EXTENSION) {
        remember_root(&out->crossing);
    }
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
    remnants = pmks = ft_roots = 0;
    ft_akm = 0;
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

/* --- fast transitions --- */

static struct apsim *ft_ap(struct scenario *s, char name)
{
    bool sae = ft_akm == AKM_FT_SAE;
    struct apsim_config c = scenario_ap_config(s, name, sae ? PASS : NULL);
    bool tls = ft_akm == AKM_FT_8021X_384;
    c.security = sae ? APSIM_SAE : APSIM_EAP;
    c.akms[0] = ft_akm;
    c.mobility_domain = 0x1234;
    c.eap.methods[0] = tls ? EXTSTA_EAP_TLS : EXTSTA_EAP_PEAP;
    strcpy(c.eap.identity, "anna@air.example");
    strcpy(c.eap.password, PASS);
    struct apsim *ap = scenario_ap(s, name, &c);
    memset(&c, 0, sizeof c);
    return ap;
}

static void ft_connect(struct scenario *s)
{
    bool tls = ft_akm == AKM_FT_8021X_384;
    const struct extsta_eap eap = {.methods = {tls ? EXTSTA_EAP_TLS : EXTSTA_EAP_PEAP},
                                   .identity = span("anna@air.example", 16),
                                   .password = span(PASS, tls ? 0 : strlen(PASS)),
                                   .certificate = apsim_pem(APSIM_PEM_STRONG_CLIENT),
                                   .key = apsim_pem(APSIM_PEM_STRONG_CLIENT_KEY),
                                   .ca = apsim_pem(APSIM_PEM_CA)};
    struct extsta_profile p;
    bool sae = ft_akm == AKM_FT_SAE;
    assert_int_equal(extsta_profile_make(&p, span("scenario", 8), sae ? PASS : NULL), EXTSTA_OK);
    p.auth = DOT11_AUTH_ALGO_WPA3_SAE;
    if (!sae) {
        extsta_profile_enterprise(&p, tls ? DOT11_AUTH_ALGO_WPA3_ENT_192 : DOT11_AUTH_ALGO_RSNA,
                                  &eap);
    }
    p.ft = EXTSTA_FT_AIR;
    assert_int_equal(extsta_connect(s->sta, air_now(s->air), &p), EXTSTA_OK);
    air_station_pump(s->on_air);
    memset(&p, 0, sizeof p);
}

/* In at A, by a transition to B, and away: the keys of all four are gone, and the root with the
 * last of those who knew it. */
static void ft_leaves_nothing(uint32_t akm)
{
    struct scenario *s = stage();
    ft_akm = akm;
    of_stage = crypto_of(s->ctx);
    struct apsim *a = ft_ap(s, 'A');
    ft_ap(s, 'B');
    scenario_station(s, 10);
    ft_connect(s);
    assert_true(scenario_run_until(s, LOG_PORT, "port A authorized"));
    remember("the password", (const uint8_t *)PASS, strlen(PASS), true);
    assert_true(scenario_ping(s));
    assert_int_equal(extsta_roam(s->sta, air_now(s->air), scenario_bssid('B')), EXTSTA_OK);
    air_station_pump(s->on_air);
    assert_true(scenario_run_until(s, LOG_IND, "ASSOCIATION_COMPLETION B 0 port=1 reassoc=1"));
    assert_true(scenario_ping(s));
    assert_int_equal(ft_roots, 1);
    scenario_disconnect(s);
    scenario_run(s, 2000);
    apsim_forget_ft(a);
    for (size_t i = 0; i < 2; i++) {
        apsim_free(s->ap[i]);
        s->ap[i] = NULL;
    }
    assert_clean(false);
    scenario_free(s);
    if (remnants > 0) {
        fail_msg("%u blocks given back with a secret, first: %s", remnants, first_remnant);
    }
}

static void ft_by_sae_leaves_nothing(void **state)
{
    (void)state;
    ft_leaves_nothing(AKM_FT_SAE);
}

static void ft_by_8021X_leaves_nothing(void **state)
{
    (void)state;
    ft_leaves_nothing(AKM_FT_8021X);
}

/* Its root is the first half of the MSK and more, that of the one before the second half. */
static void ft_by_8021X_of_192_bits_leaves_nothing(void **state)
{
    (void)state;
    ft_leaves_nothing(AKM_FT_8021X_384);
}

int main(void)
{
    CRYPTO_set_mem_functions(library_alloc, library_realloc, library_free);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wpa2_psk_leaves_nothing),
        cmocka_unit_test(wpa2_psk_by_the_miniport_leaves_nothing),
        cmocka_unit_test(sae_leaves_nothing),
        cmocka_unit_test(sae_by_the_miniport_leaves_nothing),
        cmocka_unit_test(ft_by_sae_leaves_nothing),
        cmocka_unit_test(ft_by_8021X_leaves_nothing),
        cmocka_unit_test(ft_by_8021X_of_192_bits_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
