/* EAP in a tunnel (eap_inner.h). The only method taken is EAP-MSCHAPv2. */
#include "onex/eap_inner.h"
#include "base/pool.h"
#include "base/wipe.h"

void inner_start(struct eap_inner *i, const struct eap_setup *setup)
{
    i->setup = *setup;
}

static enum eap_verdict refuse(struct eap_inner *i, struct writer *out)
{
    i->foreign = true;
    writer_u8(out, EAP_TYPE_NAK);
    writer_u8(out, EAP_TYPE_MSCHAPV2);
    return EAP_CONTINUE;
}

/* False: no memory, or it cannot begin. */
static bool begin(struct eap_inner *i, struct writer *out)
{
    const struct eap_method *method = eap_method_peer(EAP_TYPE_MSCHAPV2);
    i->state = method ? pool_zalloc(crypto_pool(i->setup.crypto), method->size) : NULL;
    if (!i->state) {
        i->failure.cause = EAP_CAUSE_CRYPTO;
        return false;
    }
    i->method = method;
    if (method->start(i->state, &i->setup, out) == EAP_FAILED) {
        method->failure(i->state, &i->failure);
        return false;
    }
    return true;
}

static enum eap_verdict run_method(struct eap_inner *i, struct extsta_span data,
                                   struct writer *out)
{
    if (!i->method && !begin(i, out)) {
        return EAP_FAILED;
    }
    writer_u8(out, i->method->type);
    switch (i->method->rx(i->state, data, out)) {
    case EAP_IGNORED:
        return EAP_IGNORED;
    case EAP_CONTINUE:
        break;
    case EAP_DONE:
        i->through = true;
        break;
    case EAP_FAILED:
        i->refused = true;
        i->through = false;
        i->method->failure(i->state, &i->failure);
        /* The server without a proof gets no answer in the tunnel: it ends there. */
        return writer_len(out) > 1 ? EAP_CONTINUE : EAP_FAILED;
    }
    return EAP_CONTINUE;
}

enum eap_verdict inner_rx(struct eap_inner *i, uint8_t type, struct extsta_span data,
                          struct writer *out)
{
    switch (type) {
    case EAP_TYPE_IDENTITY:
        writer_u8(out, EAP_TYPE_IDENTITY);
        writer_span(out, i->setup.peer->identity);
        return EAP_CONTINUE;
    case EAP_TYPE_NOTIFICATION:
        writer_u8(out, EAP_TYPE_NOTIFICATION);
        return EAP_CONTINUE;
    case EAP_TYPE_MSCHAPV2:
        return i->refused ? EAP_IGNORED : run_method(i, data, out);
    default:
        return type <= EAP_TYPE_NAK ? EAP_IGNORED : refuse(i, out);
    }
}

void inner_msk(const struct eap_inner *i, uint8_t msk[EAP_MSK_LEN])
{
    struct eap_keys keys;
    memset(msk, 0, EAP_MSK_LEN);
    if (i->through && i->method->keys(i->state, &keys)) {
        memcpy(msk, keys.msk, EAP_MSK_LEN);
        wipe(&keys, sizeof keys);
    }
}

void inner_failure(const struct eap_inner *i, struct eap_failure *failure)
{
    *failure = i->failure;
    if (failure->cause == EAP_CAUSE_NONE && i->method && !i->through) {
        failure->cause = EAP_CAUSE_PASSWORD; /* a proof of it was the last that we said */
    } else if (failure->cause == EAP_CAUSE_NONE && i->foreign && !i->method) {
        failure->cause = EAP_CAUSE_INNER;
    }
}

void inner_stop(struct eap_inner *i)
{
    if (i->state) {
        eap_method_stop(i->method, i->state);
        pool_release(crypto_pool(i->setup.crypto), i->state, i->method->size);
    }
    wipe(i, sizeof *i);
}
