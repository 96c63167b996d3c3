/* The OID dispatcher and what all handlers share. Contract ROL-04 ... ROL-09, STA-04. */
#include "miniport/oid/oid.h"
#include "miniport/oid/table.h"

bool oid_reply_begin(struct oid_call *c, size_t len, struct writer *w)
{
    if (c->room < len) {
        c->oid->bytes_needed = (uint32_t)len;
        return false;
    }
    *w = writer_of(c->oid->buffer, len);
    c->oid->bytes_written = (uint32_t)len;
    return true;
}

uint32_t oid_reply_bytes(struct oid_call *c, const void *bytes, size_t len)
{
    struct writer w;
    if (!oid_reply_begin(c, len, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    writer_bytes(&w, bytes, len);
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_reply_u32(struct oid_call *c, uint32_t value)
{
    uint8_t bytes[4];
    put_le32(bytes, value);
    return oid_reply_bytes(c, bytes, sizeof bytes);
}

uint32_t oid_reply_bool(struct oid_call *c, bool value)
{
    uint8_t byte = value;
    return oid_reply_bytes(c, &byte, 1);
}

void oid_write_header(struct writer *w, uint8_t revision, size_t size)
{
    writer_u8(w, NDIS_OBJECT_TYPE_DEFAULT);
    writer_u8(w, revision);
    writer_le16(w, (uint16_t)size);
}

static void write_list_head(struct writer *w, const struct oid_list *shape, size_t count,
                            size_t total)
{
    if (shape->revision) {
        oid_write_header(w, shape->revision, shape->fixed_size);
    }
    writer_le32(w, (uint32_t)count);
    writer_le32(w, (uint32_t)total);
    if (!w->failed) {
        writer_zero(w, shape->array - writer_len(w));
    }
}

bool oid_reply_list(struct oid_call *c, const struct oid_list *shape, size_t count,
                    struct writer *w)
{
    if (oid_reply_begin(c, shape->array + count * shape->entry, w)) {
        write_list_head(w, shape, count, count);
        return true;
    }
    if (c->room >= shape->array) { /* ROL-04: no entries, how many there are */
        *w = writer_of(c->oid->buffer, shape->array);
        write_list_head(w, shape, 0, count);
    }
    return false;
}

uint32_t oid_input_list(struct oid_call *c, const struct oid_list *shape, size_t max,
                        size_t *count, struct reader *r)
{
    *r = reader_of(c->in);
    reader_take(r, shape->revision ? sizeof(NDIS_OBJECT_HEADER) : 0);
    uint64_t entries = reader_le32(r);
    *r = reader_of(c->in);
    reader_take(r, shape->array);
    uint64_t needed = shape->array + entries * shape->entry;
    if (r->failed || needed > c->in.len) {
        c->oid->bytes_needed = needed > UINT32_MAX ? UINT32_MAX : (uint32_t)needed;
        return NDIS_STATUS_INVALID_LENGTH;
    }
    *count = (size_t)entries;
    return entries > max ? NDIS_STATUS_INVALID_LENGTH : NDIS_STATUS_SUCCESS;
}

bool oid_input_at(const struct oid_call *c, uint32_t offset, uint32_t len,
                  struct extsta_span *bytes)
{
    if (offset > c->in.len || len > c->in.len - offset) {
        return false;
    }
    *bytes = span(c->in.data + offset, len);
    return true;
}

/* --- generic handlers --- */

static const void *field(const struct oid_call *c, const struct mp_mib *mib)
{
    return (const uint8_t *)mib + c->row->field;
}

/* Changes one field of the configuration. */
static uint32_t set_field(struct oid_call *c, const void *value, size_t size)
{
    struct mp_mib *mib = mib_edit(c->mp);
    if (!mib) {
        return NDIS_STATUS_RESOURCES;
    }
    memcpy((uint8_t *)mib + c->row->field, value, size);
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_u32(struct oid_call *c)
{
    uint32_t value;
    memcpy(&value, field(c, c->mp->mib), sizeof value);
    return oid_reply_u32(c, value);
}

uint32_t oid_query_u8(struct oid_call *c)
{
    return oid_reply_u32(c, *(const uint8_t *)field(c, c->mp->mib));
}

uint32_t oid_set_u32(struct oid_call *c)
{
    uint32_t value = get_le32(c->in.data);
    if (value < c->row->low || value > c->row->high) {
        return NDIS_STATUS_INVALID_DATA;
    }
    return set_field(c, &value, sizeof value);
}

uint32_t oid_query_bool(struct oid_call *c)
{
    return oid_reply_bool(c, *(const bool *)field(c, c->mp->mib));
}

uint32_t oid_set_bool(struct oid_call *c)
{
    bool value = c->in.data[0] != 0;
    return set_field(c, &value, sizeof value);
}

uint32_t oid_query_constant(struct oid_call *c)
{
    return oid_reply_u32(c, c->row->low);
}

uint32_t oid_query_false(struct oid_call *c)
{
    return oid_reply_bool(c, false);
}

uint32_t oid_query_true(struct oid_call *c)
{
    return oid_reply_bool(c, true);
}

/* --- dispatch --- */

static oid_handler *handler_of(const struct oid_row *row, enum extsta_oid_kind kind)
{
    switch (kind) {
    case EXTSTA_OID_QUERY:
        return row->query;
    case EXTSTA_OID_SET:
        return row->set;
    case EXTSTA_OID_METHOD:
        return row->method;
    }
    return NULL;
}

static bool allowed(const struct miniport *mp, const struct oid_row *row)
{
    return (row->states & (mp->state == MP_INIT ? OID_INIT : OID_OP)) != 0;
}

static uint32_t dispatch(struct oid_call *c)
{
    struct extsta_oid *oid = c->oid;
    oid_handler *handler = c->row ? handler_of(c->row, oid->kind) : NULL;
    if (!handler) {
        return NDIS_STATUS_NOT_SUPPORTED; /* ROL-09 */
    }
    if (oid->kind == EXTSTA_OID_QUERY) {
        return handler(c); /* ROL-07: in every state */
    }
    if (c->mp->reset_pending) {
        return NDIS_STATUS_RESET_IN_PROGRESS; /* RST-09 */
    }
    if (!allowed(c->mp, c->row)) {
        return NDIS_STATUS_INVALID_STATE; /* ROL-08 */
    }
    if (c->in.len < c->row->input) {
        oid->bytes_needed = c->row->input; /* */
        return NDIS_STATUS_INVALID_LENGTH;
    }
    uint32_t status = handler(c);
    if (status == NDIS_STATUS_SUCCESS && oid->bytes_read == 0) {
        oid->bytes_read = oid->in_len;
    }
    return status;
}

uint32_t mp_oid(struct miniport *mp, extsta_time now, struct extsta_oid *oid)
{
    oid->bytes_read = oid->bytes_written = oid->bytes_needed = 0;
    if (!oid->buffer) {
        oid->in_len = oid->out_cap = 0;
    }
    struct oid_call call = {
        .mp = mp,
        .now = now,
        .oid = oid,
        .row = oid_find(oid->oid),
        .in = span(oid->buffer, oid->in_len),
        .room = oid->out_cap,
    };
    oid->status = mp->halted ? NDIS_STATUS_ADAPTER_NOT_READY : dispatch(&call);
    return oid->status;
}
