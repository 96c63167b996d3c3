/* The store of SAE networks (sae_network.h): found by content, in constant time over the
 * password; those that nobody holds are forgotten, and wiped, from the oldest on. */
#include "rsn/sae_network.h"
#include "base/bytes.h"
#include "base/wipe.h"
#include "rsn/form.h"

/* Networks that nobody holds, and that are remembered. */
#define REMEMBERED 16u

struct store {
    struct context_store base;
    struct sae_network *networks;
};

/* Its address is the key; its value means nothing. */
static const char store_key;

static void network_free(struct extsta_context *ctx, struct sae_network *n)
{
    form_book_forget(ctx, &n->form_place);
    wipe(n, sizeof *n);
    pool_release(&ctx->pool, n, sizeof *n);
}

/* With the context: who held them is gone by then. */
static void store_destroy(struct extsta_context *ctx, struct context_store *base)
{
    struct store *s = (struct store *)base;
    while (s->networks) {
        struct sae_network *n = s->networks;
        s->networks = n->next;
        network_free(ctx, n);
    }
    pool_release(&ctx->pool, s, sizeof *s);
}

static struct store *store_of(struct extsta_context *ctx)
{
    struct store *s = (struct store *)context_store_find(ctx, &store_key);
    if (!s) {
        s = pool_zalloc(&ctx->pool, sizeof *s);
        if (s) {
            s->base.key = &store_key;
            s->base.destroy = store_destroy;
            context_store_add(ctx, &s->base);
        }
    }
    return s;
}

static void fill(struct sae_network *n, const struct sae_secret *secret)
{
    memset(n, 0, sizeof *n);
    n->ssid_len = (uint8_t)secret->ssid.len;
    n->password_len = (uint8_t)secret->password.len;
    n->identifier_len = (uint8_t)secret->identifier.len;
    memcpy(n->ssid, secret->ssid.data, secret->ssid.len);
    memcpy(n->password, secret->password.data, secret->password.len);
    if (secret->identifier.len > 0) {
        memcpy(n->identifier, secret->identifier.data, secret->identifier.len);
    }
}

static bool same(const struct sae_network *a, const struct sae_network *b)
{
    return a->ssid_len == b->ssid_len && a->identifier_len == b->identifier_len &&
           memcmp(a->ssid, b->ssid, sizeof a->ssid) == 0 &&
           memcmp(a->identifier, b->identifier, sizeof a->identifier) == 0 &&
           a->password_len == b->password_len &&
           equal_ct(a->password, b->password, sizeof a->password);
}

/* The oldest of those that nobody holds go, but for REMEMBERED. */
static void forget(struct extsta_context *ctx, struct store *s)
{
    size_t idle = 0;
    for (struct sae_network **at = &s->networks; *at;) {
        struct sae_network *n = *at;
        if (n->refs == 0 && ++idle > REMEMBERED) {
            *at = n->next;
            network_free(ctx, n);
        } else {
            at = &n->next;
        }
    }
}

struct sae_network *sae_network_take(struct extsta_context *ctx,
                                     const struct sae_secret *secret)
{
    struct store *s = store_of(ctx);
    struct sae_network wanted;
    if (!s || secret->ssid.len > sizeof wanted.ssid ||
        secret->password.len > sizeof wanted.password ||
        secret->identifier.len > sizeof wanted.identifier) {
        return NULL;
    }
    fill(&wanted, secret);
    struct sae_network **at = &s->networks;
    while (*at && !same(*at, &wanted)) {
        at = &(*at)->next;
    }
    struct sae_network *n = *at;
    if (n) {
        *at = n->next;
    } else if ((n = pool_zalloc(&ctx->pool, sizeof *n))) {
        *n = wanted;
    }
    if (n) {
        n->refs++;
        n->next = s->networks;
        s->networks = n;
    }
    wipe(&wanted, sizeof wanted);
    return n;
}

void sae_network_release(struct extsta_context *ctx, struct sae_network *network)
{
    if (network && --network->refs == 0) {
        forget(ctx, store_of(ctx));
    }
}

bool sae_network_pts(struct extsta_context *ctx, struct sae_network *n, const uint16_t *groups,
                     size_t count, struct sae_pt *out)
{
    struct crypto *crypto = crypto_of(ctx);
    for (size_t i = 0; crypto && i < count; i++) {
        size_t place = groups[i] - 19u;
        if (place >= SAE_GROUPS) {
            return false;
        }
        if (!(n->made & 1u << place)) {
            if (sae_pt_make(crypto, groups[i], span(n->ssid, n->ssid_len),
                            sae_network_password(n), sae_network_identifier(n),
                            &n->pts[place]) != EXTSTA_OK) {
                return false;
            }
            n->made = (uint8_t)(n->made | 1u << place);
        }
        out[i] = n->pts[place];
    }
    return crypto != NULL;
}

/* --- as what stations share (base/form.h): its secret; the PTs are made again --- */

static uint32_t *network_place(void *object)
{
    return &((struct sae_network *)object)->form_place;
}

static void network_hold(struct extsta_context *ctx, void *object)
{
    ((struct sae_network *)object)->refs++;
}

static void network_release(struct extsta_context *ctx, void *object)
{
    sae_network_release(ctx, object);
}

static void network_put(struct form_out *f, const void *object)
{
    const struct sae_network *n = object;
    form_put_span(f, span(n->ssid, n->ssid_len));
    form_put_span(f, sae_network_password(n));
    form_put_span(f, sae_network_identifier(n));
}

static void *network_get(struct form_in *f)
{
    struct sae_secret secret = {.ssid =
                                    form_get_span(f, sizeof((struct sae_network *)0)->ssid)};
    secret.password = form_get_span(f, SAE_PASSWORD_MAX);
    secret.identifier = form_get_span(f, SAE_IDENTIFIER_MAX);
    f->failed = f->failed || secret.password.len == 0 || secret.ssid.len == 0;
    return f->failed ? NULL : sae_network_take(f->ctx, &secret);
}

const struct form_share sae_network_share = {.name = "network of SAE",
                                             .place = network_place,
                                             .hold = network_hold,
                                             .release = network_release,
                                             .put = network_put,
                                             .get = network_get};
