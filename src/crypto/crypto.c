/* The cryptographic provider of a context (crypto.h): made at first use, with OpenSSL and,
 * where it is there, libipsec-mb behind it. OpenSSL does everything; libipsec-mb only CCM
 * and GCM of MPDUs, where batches pay. */
#include "crypto/backend.h"

/* Its address is the key (base/context.h). */
static const char store_key;

static void destroy(struct extsta_context *ctx, struct context_store *store)
{
    struct crypto *crypto = (struct crypto *)store;
    ipsecmb_stop(crypto);
    openssl_stop(crypto);
    pool_release(&ctx->pool, crypto, sizeof *crypto);
}

struct crypto *crypto_of(struct extsta_context *ctx)
{
    struct crypto *crypto = (struct crypto *)context_store_find(ctx, &store_key);
    if (crypto) {
        return crypto;
    }
    crypto = pool_zalloc(&ctx->pool, sizeof *crypto);
    if (!crypto) {
        return NULL;
    }
    crypto->pool = &ctx->pool;
    if (!openssl_start(crypto)) {
        /* Counted before the memory goes that the counter is found through. */
        (void)crypto_refused(crypto);
        openssl_stop(crypto);
        pool_release(&ctx->pool, crypto, sizeof *crypto);
        return NULL;
    }
    crypto->aead = ipsecmb_backend() ? ipsecmb_backend() : &openssl_aead;
    crypto->store.key = &store_key;
    crypto->store.destroy = destroy;
    context_store_add(ctx, &crypto->store);
    return crypto;
}

struct pool *crypto_pool(const struct crypto *crypto)
{
    return crypto->pool;
}

const char *crypto_backend_name(const struct crypto *crypto)
{
    return crypto->aead->name;
}

bool crypto_backend_select(struct crypto *crypto, const char *name)
{
    /* A schedule of one backend means nothing to another. */
    if (crypto->keys > 0) {
        return false;
    }
    const struct aead_backend *all[] = {ipsecmb_backend(), &openssl_aead};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i] && strcmp(name, all[i]->name) == 0) {
            crypto->aead = all[i];
            return true;
        }
    }
    return false;
}
