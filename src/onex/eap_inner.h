/* EAP in a tunnel, the peer: Identity, Nak and one method, without what the lower layer needs
 * outside (repetition, Success). PEAP and TTLS carry its packets in their own ways; these are
 * type and type-data, as PEAPv0 has them. */
#ifndef ONEX_EAP_INNER_H
#define ONEX_EAP_INNER_H

#include "onex/eap.h"
#include "onex/eap_method.h"

struct eap_inner {
    struct eap_setup setup;
    const struct eap_method *method; /* NULL: not proposed yet */
    void *state;
    bool through;
    bool refused; /* the method has failed: what is still to come is the tunnel's business */
    bool foreign; /* something was proposed that is not configured */
    struct eap_failure failure;
};

/* In a cleared one; what `setup` points to outlives it. */
void inner_start(struct eap_inner *i, const struct eap_setup *setup);
/* A request: the response's type and type-data go to `out`. CONTINUE also when the method is
 * through or has failed, as long as there is an answer: see `through`, `refused`. IGNORED: no
 * answer. FAILED: no memory. */
enum eap_verdict inner_rx(struct eap_inner *i, uint8_t type, struct extsta_span data,
                          struct writer *out);
/* Its MSK, zeros where it has none. The caller wipes it. */
void inner_msk(const struct eap_inner *i, uint8_t msk[EAP_MSK_LEN]);
/* Why, if the server has refused it now: the method's cause; INNER where none was taken. */
void inner_failure(const struct eap_inner *i, struct eap_failure *failure);
/* Also of a cleared one. */
void inner_stop(struct eap_inner *i);

#endif
