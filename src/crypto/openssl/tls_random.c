/* Where TLS draws from. OpenSSL takes randomness from a provider; ours asks the source of the
 * end that is at work (tls_enter), which is the embedder's in the end, so that a handshake on
 * virtual air repeats. The library context is apart from the one of ciphers and curves: their
 * random blinding must not take from any station's stream.
 *
 * A provider gets no pointer of ours when it is made, and there are no globals: the generators
 * of the thread are told by a parameter where to look, each time. */
#include "base/wipe.h"
#include "crypto/openssl/tls_private.h"
#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/provider.h>
#include <openssl/rand.h>

#define NAME      "EXTSTA-DRAW"
#define SOURCE    "extsta-source" /* parameter: pointer to openssl_state.draw */
#define AT_A_TIME 65536u

/* A generator of OpenSSL's. */
struct generator {
    struct tls_source *source;
};

static void *generator_new(void *provider, void *parent, const OSSL_DISPATCH *calls)
{
    return OPENSSL_zalloc(sizeof(struct generator));
}

static void generator_free(void *generator)
{
    OPENSSL_free(generator);
}

static int generator_begin(void *generator, unsigned int strength, int resistance,
                           const unsigned char *text, size_t len, const OSSL_PARAM params[])
{
    return 1;
}

static int generator_end(void *generator)
{
    return 1;
}

static int generator_fill(void *generator, unsigned char *out, size_t len,
                          unsigned int strength, int resistance, const unsigned char *more,
                          size_t more_len)
{
    const struct tls_source *source = ((const struct generator *)generator)->source;
    if (!source || !source->random) {
        return 0;
    }
    source->random->fill(source->random->user, out, len);
    return 1;
}

static int generator_lock(void *generator)
{
    return 1;
}

static void generator_unlock(void *generator)
{
}

static const OSSL_PARAM *generator_gettable(void *generator, void *provider)
{
    static const OSSL_PARAM params[] = {OSSL_PARAM_int(OSSL_RAND_PARAM_STATE, NULL),
                                        OSSL_PARAM_uint(OSSL_RAND_PARAM_STRENGTH, NULL),
                                        OSSL_PARAM_size_t(OSSL_RAND_PARAM_MAX_REQUEST, NULL),
                                        OSSL_PARAM_END};
    return params;
}

static int generator_get(void *generator, OSSL_PARAM params[])
{
    OSSL_PARAM *state = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_STATE);
    OSSL_PARAM *strength = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_STRENGTH);
    OSSL_PARAM *most = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_MAX_REQUEST);
    return (!state || OSSL_PARAM_set_int(state, EVP_RAND_STATE_READY)) &&
           (!strength || OSSL_PARAM_set_uint(strength, 256)) &&
           (!most || OSSL_PARAM_set_size_t(most, AT_A_TIME));
}

static const OSSL_PARAM *generator_settable(void *generator, void *provider)
{
    static const OSSL_PARAM params[] = {OSSL_PARAM_octet_ptr(SOURCE, NULL, 0), OSSL_PARAM_END};
    return params;
}

static int generator_set(void *generator, const OSSL_PARAM params[])
{
    const OSSL_PARAM *p = params ? OSSL_PARAM_locate_const(params, SOURCE) : NULL;
    const void *source = NULL;
    if (p && OSSL_PARAM_get_octet_ptr(p, &source, NULL)) {
        /* Given as a pointer to what may change: tls_enter. */
        memcpy(&((struct generator *)generator)->source, &source, sizeof source);
    }
    return 1;
}

static const OSSL_DISPATCH generator_calls[] = {
    {OSSL_FUNC_RAND_NEWCTX, (void (*)(void))generator_new},
    {OSSL_FUNC_RAND_FREECTX, (void (*)(void))generator_free},
    {OSSL_FUNC_RAND_INSTANTIATE, (void (*)(void))generator_begin},
    {OSSL_FUNC_RAND_UNINSTANTIATE, (void (*)(void))generator_end},
    {OSSL_FUNC_RAND_GENERATE, (void (*)(void))generator_fill},
    {OSSL_FUNC_RAND_ENABLE_LOCKING, (void (*)(void))generator_lock},
    {OSSL_FUNC_RAND_LOCK, (void (*)(void))generator_lock},
    {OSSL_FUNC_RAND_UNLOCK, (void (*)(void))generator_unlock},
    {OSSL_FUNC_RAND_GETTABLE_CTX_PARAMS, (void (*)(void))generator_gettable},
    {OSSL_FUNC_RAND_GET_CTX_PARAMS, (void (*)(void))generator_get},
    {OSSL_FUNC_RAND_SETTABLE_CTX_PARAMS, (void (*)(void))generator_settable},
    {OSSL_FUNC_RAND_SET_CTX_PARAMS, (void (*)(void))generator_set},
    {0, NULL},
};

static const OSSL_ALGORITHM *provider_query(void *provider, int operation, int *no_cache)
{
    static const OSSL_ALGORITHM generators[] = {
        {NAME, "provider=extsta", generator_calls, NULL}, {NULL, NULL, NULL, NULL}};
    *no_cache = 0;
    return operation == OSSL_OP_RAND ? generators : NULL;
}

static const OSSL_DISPATCH provider_calls[] = {
    {OSSL_FUNC_PROVIDER_QUERY_OPERATION, (void (*)(void))provider_query},
    {0, NULL},
};

static int provider_begin(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in,
                          const OSSL_DISPATCH **out, void **provider)
{
    *out = provider_calls;
    *provider = (void *)(uintptr_t)handle; /* not NULL */
    return 1;
}

static bool library_fill(struct openssl_state *o)
{
    struct openssl_tls *tls = &o->tls;
    tls->lib = OSSL_LIB_CTX_new();
    if (!tls->lib || !OSSL_PROVIDER_add_builtin(tls->lib, "extsta", provider_begin)) {
        return false;
    }
    tls->ours = OSSL_PROVIDER_load(tls->lib, "extsta");
    /* One that is loaded by name takes the place of the default one, unless that is, too. */
    tls->theirs = OSSL_PROVIDER_load(tls->lib, "default");
    return tls->ours && tls->theirs &&
           RAND_set_DRBG_type(tls->lib, NAME, "provider=extsta", NULL, NULL);
}

void openssl_tls_library_free(struct openssl_state *o)
{
    OSSL_PROVIDER_unload(o->tls.ours);
    OSSL_PROVIDER_unload(o->tls.theirs);
    OSSL_LIB_CTX_free(o->tls.lib);
    o->tls = (struct openssl_tls){0};
}

OSSL_LIB_CTX *openssl_tls_library(struct crypto *crypto)
{
    struct openssl_state *o = crypto->openssl;
    if (o->tls.lib) {
        return o->tls.lib;
    }
    /* Before anything else of libssl: no settings of the machine for those that have none. */
    if (!OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) || !library_fill(o)) {
        openssl_tls_library_free(o);
        ERR_clear_error();
        (void)crypto_refused(crypto);
        return NULL;
    }
    return o->tls.lib;
}

bool tls_enter(struct crypto *crypto, const struct tls_random *random)
{
    OSSL_LIB_CTX *lib = openssl_tls_library(crypto);
    struct tls_source *source = &crypto->openssl->tls.source;
    ERR_clear_error();
    if (!lib) {
        return false;
    }
    source->random = random;
    void *pointer = source;
    OSSL_PARAM params[] = {OSSL_PARAM_construct_octet_ptr(SOURCE, &pointer, sizeof source),
                           OSSL_PARAM_construct_end()};
    EVP_RAND_CTX *generators[] = {RAND_get0_public(lib), RAND_get0_private(lib)};
    for (size_t i = 0; i < 2; i++) {
        if (!generators[i] || !EVP_RAND_CTX_set_params(generators[i], params)) {
            tls_leave(crypto);
            (void)crypto_refused(crypto);
            return false;
        }
    }
    return true;
}

void tls_leave(struct crypto *crypto)
{
    crypto->openssl->tls.source.random = NULL;
    ERR_clear_error();
}
