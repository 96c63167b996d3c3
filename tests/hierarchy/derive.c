/* What derive.py asks: key derivations of src/rsn for inputs of its own. One question a line on
 * standard input, its words separated by spaces, octets in hex, AKMs by their number; one
 * answer a line, its values the same. A suite whose hash goes by the PMK is looked for with the
 * length of the first key.
 *
 *   msk AKM MSK                              what of it the hierarchy begins with
 *   r0 AKM MPMK SSID MDID R0KH-ID STA        PMK-R0 and its name
 *   r1 AKM PMK-R0 NAME R1KH-ID STA           PMK-R1 and its name
 *   ptk AKM PMK AA SPA ANONCE SNONCE LENGTH  KCK, KEK and TK of so many octets
 *   pmkid AKM KEY AA SPA
 *   mic AKM KCK DATA                         of an EAPOL-Key frame, or of FT */
#include "base/mac.h"
#include "crypto/crypto.h"
#include "rsn/ft_keys.h"
#include <stdio.h>
#include <stdlib.h>

#define WORDS 8

struct word {
    uint8_t b[256];
    size_t len;
};

static struct word words[WORDS];

static void fail(const char *why)
{
    fprintf(stderr, "derive: %s\n", why);
    exit(1);
}

static struct word octets(const char *hex)
{
    struct word w = {.len = strlen(hex) / 2};
    for (size_t i = 0; i < w.len && i < sizeof w.b; i++) {
        unsigned octet;
        if (sscanf(hex + 2 * i, "%2x", &octet) != 1) {
            fail("not hex");
        }
        w.b[i] = (uint8_t)octet;
    }
    return w;
}

static struct extsta_span at(size_t i)
{
    return span(words[i].b, words[i].len);
}

static void print(const uint8_t *b, size_t len, const char *behind)
{
    for (size_t i = 0; i < len; i++) {
        printf("%02x", b[i]);
    }
    printf("%s", behind);
}

static void print_key(const struct ft_key *key)
{
    print(key->key, key->len, " ");
    print(key->name, sizeof key->name, "\n");
}

static enum extsta_error answer(struct crypto *crypto, const char *what,
                                const struct akm_suite *akm, size_t number)
{
    enum extsta_error e = EXTSTA_E_USAGE;
    struct ft_key key = {.len = (uint8_t)words[0].len};
    uint8_t out[64];
    if (strcmp(what, "msk") == 0) {
        struct extsta_span pmk = akm_pmk_of_msk(akm, words[0].b);
        print(pmk.data, pmk.len, "\n");
        return EXTSTA_OK;
    }
    if (strcmp(what, "r0") == 0) {
        struct ft_domain d = {.ssid_len = (uint8_t)words[1].len,
                              .r0kh_len = (uint8_t)words[3].len};
        memcpy(d.ssid, words[1].b, words[1].len);
        memcpy(d.mdid, words[2].b, sizeof d.mdid);
        memcpy(d.r0kh_id, words[3].b, words[3].len);
        e = ft_derive_r0(crypto, akm, at(0), &d, mac_at(words[4].b), &key);
        print_key(&key);
    } else if (strcmp(what, "r1") == 0) {
        struct ft_key r1;
        memcpy(key.key, words[0].b, words[0].len);
        memcpy(key.name, words[1].b, sizeof key.name);
        e = ft_derive_r1(crypto, akm, &key, mac_at(words[2].b), mac_at(words[3].b), &r1);
        print_key(&r1);
    } else if (strcmp(what, "ptk") == 0) {
        struct ptk ptk;
        e = ptk_derive(crypto, akm, at(0), mac_at(words[1].b), mac_at(words[2].b), words[3].b,
                       words[4].b, number, &ptk);
        print(ptk.kck, ptk.kck_len, " ");
        print(ptk.kek, ptk.kek_len, " ");
        print(ptk.tk, ptk.tk_len, "\n");
    } else if (strcmp(what, "pmkid") == 0) {
        e = pmkid_derive(crypto, akm, at(0), mac_at(words[1].b), mac_at(words[2].b), out);
        print(out, 16, "\n");
    } else if (strcmp(what, "mic") == 0) {
        struct extsta_span data = at(1);
        e = akm_mic(crypto, akm, akm->key_version, at(0), &data, 1, out);
        print(out, akm->mic_len, "\n");
    }
    return e;
}

static void *allocate(void *user, size_t size)
{
    return malloc(size);
}

static void release(void *user, void *block, size_t size)
{
    free(block);
}

/* Nothing here is drawn. */
static void fill(void *user, uint64_t stream, uint8_t *out, size_t len)
{
    memset(out, 0, len);
}

int main(void)
{
    struct extsta_context *ctx = extsta_context_new(
        &(struct extsta_memory){allocate, release, NULL}, &(struct extsta_random){fill, NULL});
    struct crypto *crypto = ctx ? crypto_of(ctx) : NULL;
    char line[4096];
    if (!crypto) {
        fail("no context");
    }
    while (fgets(line, sizeof line, stdin)) {
        const char *what = strtok(line, " \n"), *number = strtok(NULL, " \n"), *word;
        size_t count = 0, length = 0;
        while ((word = strtok(NULL, " \n")) && count < WORDS) {
            length = (size_t)strtoul(word, NULL, 10);
            words[count++] = octets(word);
        }
        uint32_t selector = number ? SUITE_RSN((uint32_t)strtoul(number, NULL, 10)) : 0;
        bool is_key = what && (strcmp(what, "r0") == 0 || strcmp(what, "r1") == 0 ||
                               strcmp(what, "ptk") == 0);
        const struct akm_suite *akm =
            is_key ? akm_find_sized(selector, words[0].len) : akm_find(selector);
        if (!what || !akm || answer(crypto, what, akm, length) != EXTSTA_OK) {
            fail("cannot be derived");
        }
    }
    extsta_context_free(ctx);
    return 0;
}
