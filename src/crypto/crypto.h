/* The cryptography of a context: backend handles that are expensive to look up, reused
 * working contexts, and where keys get their memory from. One per extsta_context, made
 * at its first use and destroyed with it; like everything of a context it belongs to
 * one thread at a time. */
#ifndef CRYPTO_CRYPTO_H
#define CRYPTO_CRYPTO_H

#include <extsta/context.h>

struct crypto;
struct pool;

/* The context's own; made now if this is the first call. NULL: no memory, or the
 * cryptographic library refuses to work. */
struct crypto *crypto_of(struct extsta_context *ctx);

/* The pool of its context: for what is done with this cryptography. */
struct pool *crypto_pool(const struct crypto *crypto);

/* Which backend protects MPDUs: "ipsec-mb" where it was built in and the CPU can, else
 * "openssl". */
const char *crypto_backend_name(const struct crypto *crypto);
/* Chooses another one, for tests and measurements. False when it is not available, or
 * when keys exist already. */
bool crypto_backend_select(struct crypto *crypto, const char *name);

#endif
