#include "msm/port.h"
#include "base/bytes.h"
#include <extsta/windot11.h>

#define ASSOC_FIXED   4u  /* capability, listen interval */
#define REASSOC_FIXED 10u /* ... and current AP address */
#define BEACON_FIXED  12u /* timestamp, interval, capability */
#define REVISION_1_SIZE                                                                        \
    FIELD_OFFSET(DOT11_ASSOCIATION_COMPLETION_PARAMETERS, MulticastMgmtCipher)

static bool part(struct extsta_span whole, uint32_t offset, uint32_t size,
                 struct extsta_span *out)
{
    *out = span(NULL, 0);
    if (size == 0) {
        return true;
    }
    if (offset > whole.len || size > whole.len - offset) {
        return false;
    }
    *out = span(whole.data + offset, size);
    return true;
}

bool msm_completion_parse(struct extsta_span buffer, struct msm_completion *out)
{
    DOT11_ASSOCIATION_COMPLETION_PARAMETERS p = {0};
    memset(out, 0, sizeof *out);
    if (buffer.len < REVISION_1_SIZE) {
        return false;
    }
    /* both revisions; what a revision 1 driver does not have stays zero */
    memcpy(&p, buffer.data, buffer.len < sizeof p ? REVISION_1_SIZE : sizeof p);
    if (p.Header.Size < REVISION_1_SIZE) {
        return false;
    }
    memcpy(out->peer.b, p.MacAddr, sizeof out->peer.b);
    out->status = p.uStatus;
    out->reassociation = p.bReAssocReq != 0;
    out->port_authorized = p.bPortAuthorized != 0;
    out->auth = p.AuthAlgo;
    out->unicast = p.UnicastCipher;
    out->multicast = p.MulticastCipher;
    out->whole = buffer;
    return part(buffer, p.uAssocReqOffset, p.uAssocReqSize, &out->request) &&
           part(buffer, p.uBeaconOffset, p.uBeaconSize, &out->beacon) &&
           part(buffer, p.uEncapTableOffset, p.uEncapTableSize, &out->encap);
}

static struct extsta_span skip(struct extsta_span body, size_t fixed)
{
    return body.len < fixed ? span(NULL, 0) : span(body.data + fixed, body.len - fixed);
}

struct extsta_span msm_completion_request_elements(const struct msm_completion *c)
{
    return skip(c->request, c->reassociation ? REASSOC_FIXED : ASSOC_FIXED);
}

struct extsta_span msm_completion_beacon_elements(const struct msm_completion *c)
{
    return skip(c->beacon, BEACON_FIXED);
}
