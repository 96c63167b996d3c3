/* Fixed fields of management frame bodies (mgmt.h), read and written in the order of IEEE
 * Std 802.11-2020 9.3.3 and 9.4.1. */
#include "wire/mgmt.h"

/* The two high bits of the AID field are set on the air (9.4.1.8). */
#define AID_MASK      0x3fffu
#define AID_HIGH_BITS 0xc000u

/* What is behind the fixed fields. False: they were cut off. */
static bool take_rest(struct reader *r, struct extsta_span *rest)
{
    *rest = r->failed ? span(NULL, 0) : reader_rest(r);
    return !r->failed;
}

bool mgmt_parse_beacon(struct extsta_span body, struct mgmt_beacon *out)
{
    struct reader r = reader_of(body);
    *out = (struct mgmt_beacon){0};
    out->timestamp = reader_le64(&r);
    out->interval = reader_le16(&r);
    out->capability = reader_le16(&r);
    return take_rest(&r, &out->elements);
}

/* The transaction decides what `rest` is: the method of the MLME knows
 * (miniport/mlme/auth.h). */
bool mgmt_parse_auth(struct extsta_span body, struct mgmt_auth *out)
{
    struct reader r = reader_of(body);
    *out = (struct mgmt_auth){0};
    out->algorithm = reader_le16(&r);
    out->transaction = reader_le16(&r);
    out->status = reader_le16(&r);
    return take_rest(&r, &out->rest);
}

bool mgmt_parse_assoc_req(struct extsta_span body, bool reassoc, struct mgmt_assoc_req *out)
{
    struct reader r = reader_of(body);
    *out = (struct mgmt_assoc_req){.reassoc = reassoc};
    out->capability = reader_le16(&r);
    out->listen_interval = reader_le16(&r);
    if (reassoc) {
        /* What a reassociation request has more. */
        out->current_ap = reader_mac(&r);
    }
    return take_rest(&r, &out->elements);
}

bool mgmt_parse_assoc_resp(struct extsta_span body, bool reassoc, struct mgmt_assoc_resp *out)
{
    struct reader r = reader_of(body);
    *out = (struct mgmt_assoc_resp){.reassoc = reassoc};
    out->capability = reader_le16(&r);
    out->status = reader_le16(&r);
    out->aid = reader_le16(&r) & AID_MASK;
    return take_rest(&r, &out->elements);
}

bool mgmt_parse_reason(struct extsta_span body, struct mgmt_reason *out)
{
    struct reader r = reader_of(body);
    *out = (struct mgmt_reason){0};
    out->reason = reader_le16(&r);
    return take_rest(&r, &out->rest);
}

void mgmt_write_beacon(struct writer *w, const struct mgmt_beacon *b)
{
    writer_le64(w, b->timestamp);
    writer_le16(w, b->interval);
    writer_le16(w, b->capability);
    writer_span(w, b->elements);
}

void mgmt_write_auth(struct writer *w, const struct mgmt_auth *a)
{
    writer_le16(w, a->algorithm);
    writer_le16(w, a->transaction);
    writer_le16(w, a->status);
    writer_span(w, a->rest);
}

void mgmt_write_assoc_req(struct writer *w, const struct mgmt_assoc_req *a)
{
    writer_le16(w, a->capability);
    writer_le16(w, a->listen_interval);
    if (a->reassoc) {
        writer_mac(w, a->current_ap);
    }
    writer_span(w, a->elements);
}

void mgmt_write_assoc_resp(struct writer *w, const struct mgmt_assoc_resp *a)
{
    writer_le16(w, a->capability);
    writer_le16(w, a->status);
    writer_le16(w, (uint16_t)(a->aid | AID_HIGH_BITS));
    writer_span(w, a->elements);
}

void mgmt_write_reason(struct writer *w, uint16_t reason)
{
    writer_le16(w, reason);
}
