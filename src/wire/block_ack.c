/* Block Ack frames (block_ack.h). */
#include "wire/block_ack.h"

#define CATEGORY  3u
#define MULTI_TID 0x0002u /* BAR Control: the information is for several TIDs */
#define GROUP     0x0008u /* BAR type bits of GLK, GCR and groupcast variants: not for us */

static void read_parameters(uint16_t p, struct block_ack_addba *a)
{
    a->amsdu = (p & 1) != 0;
    a->immediate = (p & 2) != 0;
    a->tid = (uint8_t)(p >> 2 & 15);
    a->size = p >> 6;
}

static uint16_t parameters(const struct block_ack_addba *a)
{
    return (uint16_t)(a->amsdu | a->immediate << 1 | (a->tid & 15) << 2 | a->size << 6);
}

bool block_ack_parse_addba_request(struct extsta_span body, struct block_ack_addba *out)
{
    struct reader r = reader_of(body);
    *out = (struct block_ack_addba){0};
    out->token = reader_u8(&r);
    read_parameters(reader_le16(&r), out);
    out->timeout = reader_le16(&r);
    out->start = reader_le16(&r) >> 4; /* behind the fragment number */
    return !r.failed;
}

bool block_ack_parse_delba(struct extsta_span body, struct block_ack_delba *out)
{
    struct reader r = reader_of(body);
    uint16_t p = reader_le16(&r);
    *out = (struct block_ack_delba){.initiator = (p >> 11 & 1) != 0, .tid = (uint8_t)(p >> 12)};
    out->reason = reader_le16(&r);
    return !r.failed;
}

bool block_ack_parse_request(const struct frame *f, struct block_ack_request *out)
{
    struct reader r = reader_of(f->body);
    uint16_t control = reader_le16(&r);
    *out = (struct block_ack_request){.tid = (uint8_t)(control >> 12)};
    out->start = reader_le16(&r) >> 4;
    return !r.failed && !(control & (MULTI_TID | GROUP));
}

void block_ack_write_addba_request(struct writer *w, const struct block_ack_addba *a)
{
    writer_u8(w, CATEGORY);
    writer_u8(w, BLOCK_ACK_ADDBA_REQUEST);
    writer_u8(w, a->token);
    writer_le16(w, parameters(a));
    writer_le16(w, a->timeout);
    writer_le16(w, (uint16_t)(a->start << 4));
}

void block_ack_write_addba_response(struct writer *w, const struct block_ack_addba *a)
{
    writer_u8(w, CATEGORY);
    writer_u8(w, BLOCK_ACK_ADDBA_RESPONSE);
    writer_u8(w, a->token);
    writer_le16(w, a->status);
    writer_le16(w, parameters(a));
    writer_le16(w, a->timeout);
}

void block_ack_write_delba(struct writer *w, const struct block_ack_delba *d)
{
    writer_u8(w, CATEGORY);
    writer_u8(w, BLOCK_ACK_DELBA);
    writer_le16(w, (uint16_t)(d->initiator << 11 | d->tid << 12));
    writer_le16(w, d->reason);
}
