/* ASSOCIATION_COMPLETION as msm uses it: the elements in the bodies it carries (ASC-13:
 * request and response, ASC-16: beacon). The RSN elements of both are what the four-way
 * handshake is held against. */
#include "msm/port.h"
#include "base/bytes.h"

#define ASSOC_FIXED   4u  /* capability, listen interval */
#define REASSOC_FIXED 10u /* ... and current AP address */
#define RESPONSE_FIXED 6u  /* capability, status, AID; of a reassociation, too */
#define BEACON_FIXED  12u /* timestamp, interval, capability */

bool msm_completion_of(struct extsta_span whole, const struct extsta_association_completion *c,
                       struct msm_completion *out)
{
    *out = (struct msm_completion){.peer = c->peer,
                                   .status = c->status,
                                   .reassociation = c->reassoc_request,
                                   .port_authorized = c->port_authorized,
                                   .auth = c->auth,
                                   .unicast = c->unicast,
                                   .multicast = c->multicast,
                                   .request = c->request.bytes,
                                   .response = c->response.bytes,
                                   .beacon = c->beacon.bytes,
                                   .encap = c->encap.bytes,
                                   .whole = whole};
    return !c->request.cut && !c->response.cut && !c->beacon.cut && !c->encap.cut;
}

/* A body shorter than its fixed fields has no elements. */
static struct extsta_span skip(struct extsta_span body, size_t fixed)
{
    return body.len < fixed ? span(NULL, 0) : span(body.data + fixed, body.len - fixed);
}

struct extsta_span msm_completion_request_elements(const struct msm_completion *c)
{
    return skip(c->request, c->reassociation ? REASSOC_FIXED : ASSOC_FIXED);
}

struct extsta_span msm_completion_response_elements(const struct msm_completion *c)
{
    return skip(c->response, RESPONSE_FIXED);
}

struct extsta_span msm_completion_beacon_elements(const struct msm_completion *c)
{
    return skip(c->beacon, BEACON_FIXED);
}
