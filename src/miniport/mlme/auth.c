/* Making and freeing an authentication method (auth.h): associate.c makes one for each
 * operation once it is known what is negotiated, and frees it with the operation. Which one it
 * is says auth_choose.c. */
#include "miniport/mlme/auth.h"
#include "base/wipe.h"
#include "miniport/miniport.h"

struct auth_method *auth_new(struct miniport *mp, const struct mp_peer *peer,
                             const struct mp_negotiated *n)
{
    const struct auth_ops *ops = auth_choose(mp, peer, n);
    struct auth_method *m = pool_zalloc(&mp->ctx->pool, ops->size);
    if (m) {
        *m = (struct auth_method){.ops = ops, .mp = mp, .peer = peer};
    }
    return m;
}

void auth_free(struct auth_method *m)
{
    if (!m) {
        return;
    }
    struct pool *pool = &m->mp->ctx->pool;
    size_t size = m->ops->size;
    if (m->ops->free) {
        m->ops->free(m);
    }
    wipe(m, size); /* it may hold key material: of SAE, OWE, FT */
    pool_release(pool, m, size);
}

bool auth_replace(struct miniport *mp, struct mp_peer *peer)
{
    auth_free(peer->op->auth);
    peer->op->auth = auth_new(mp, peer, &peer->negotiated);
    return peer->op->auth != NULL;
}
