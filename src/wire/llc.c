/* LLC/SNAP headers and A-MSDU subframes (llc.h). */
#include "wire/llc.h"

#include "base/mac.h"

const uint8_t llc_rfc1042[6] = {0xaa, 0xaa, 0x03, 0x00, 0x00, 0x00};
const uint8_t llc_bridge_tunnel[6] = {0xaa, 0xaa, 0x03, 0x00, 0x00, 0xf8};

bool llc_parse(struct extsta_span msdu, struct llc *out)
{
    *out = (struct llc){.payload = msdu};
    if (msdu.len < 3) {
        return false;
    }
    /* Another LLC PDU, without SNAP. */
    if (msdu.len < LLC_SNAP_LEN) {
        return true;
    }
    bool rfc1042 = memcmp(msdu.data, llc_rfc1042, sizeof llc_rfc1042) == 0;
    bool tunnel = memcmp(msdu.data, llc_bridge_tunnel, sizeof llc_bridge_tunnel) == 0;
    if (rfc1042 || tunnel) {
        out->snap = true;
        out->bridge_tunnel = tunnel;
        out->ethertype = get_be16(msdu.data + 6);
        out->payload = span(msdu.data + LLC_SNAP_LEN, msdu.len - LLC_SNAP_LEN);
    }
    return true;
}

bool amsdu_next(struct reader *r, struct amsdu_subframe *out)
{
    *out = (struct amsdu_subframe){0};
    if (r->failed || reader_left(r) == 0) {
        return false;
    }
    /* 9.3.2.2.2: DA, SA and length, in network order, as 802.3 has them. */
    struct extsta_mac da = reader_mac(r);
    struct extsta_mac sa = reader_mac(r);
    size_t len = reader_be16(r);
    struct extsta_span msdu = reader_take(r, len);
    if (r->failed) {
        return false;
    }
    /* An MSDU passed off as an A-MSDU begins with its LLC/SNAP header where the
     * destination should be (CVE-2020-24588). */
    if (memcmp(da.b, llc_rfc1042, sizeof da.b) == 0) {
        r->failed = true;
        return false;
    }
    /* All but the last subframe are padded to four octets (9.3.2.2.2). */
    size_t pad = (4 - (14 + len) % 4) % 4;
    size_t left = reader_left(r);
    reader_take(r, pad < left ? pad : left);
    *out = (struct amsdu_subframe){.da = da, .sa = sa, .msdu = msdu};
    return true;
}

/* The padding of a subframe comes with the next one: the last has none. */
void amsdu_append(struct writer *w, const struct amsdu_subframe *s)
{
    writer_zero(w, (4 - writer_len(w) % 4) % 4);
    writer_mac(w, s->da);
    writer_mac(w, s->sa);
    writer_be16(w, (uint16_t)s->msdu.len);
    writer_span(w, s->msdu);
}
