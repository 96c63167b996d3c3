/* The OID dispatcher and what all handlers share. Contract ROL-04 ... ROL-09, STA-04.
 *
 * A request comes from the boundary by mp_oid (miniport.c), finds its row in the table
 * (table.c) and, if the state, a reset and the length of its input allow it, its handler. One
 * buffer is input and output: c->value points into it, so a handler has done with the input
 * before it replies. What a handler changes, it changes after it has checked all of it. */
#include "miniport/oid/oid.h"
#include "miniport/oid/table.h"

uint32_t oid_reply(struct oid_call *c, const struct extsta_payload *answer)
{
    size_t len = extsta_payload_write(answer, c->oid->buffer, c->room);
    if (len > c->room) {
        c->oid->bytes_needed = (uint32_t)len;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    c->oid->bytes_written = (uint32_t)len;
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_reply_u32(struct oid_call *c, uint32_t value)
{
    return oid_reply(c, PAYLOAD(NUMBER, .number = value));
}

uint32_t oid_reply_bool(struct oid_call *c, bool value)
{
    return oid_reply(c, PAYLOAD(FLAG, .flag = value));
}

uint32_t oid_reply_address(struct oid_call *c, struct extsta_mac address)
{
    return oid_reply(c, PAYLOAD(ADDRESS, .address = address));
}

void oid_reply_counts(struct oid_call *c, enum extsta_form form, size_t total, size_t needed)
{
    struct extsta_payload none = {.form = form, .list.total = (uint32_t)total};
    c->oid->bytes_needed = (uint32_t)needed;
    extsta_payload_write(&none, c->oid->buffer, c->room);
}

/* Counts and room in one, then each entry into that room: no list is built up beside the
 * buffer. */
uint32_t oid_reply_list(struct oid_call *c, size_t count, oid_entry *entry)
{
    struct extsta_payload list;
    extsta_payload_read(extsta_oid_form(c->oid->oid, true), span(NULL, 0), &list);
    size_t entries = count * extsta_form_least(list.list.entries.form);
    list.list.total = (uint32_t)count;
    list.list.entries.bytes.len = entries;
    if (oid_reply(c, &list) != NDIS_STATUS_SUCCESS) {
        oid_reply_counts(c, list.form, count, c->oid->bytes_needed);
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    struct writer w = writer_of(c->oid->buffer, c->oid->bytes_written);
    writer_room(&w, c->oid->bytes_written - entries);
    for (size_t i = 0; i < count; i++) {
        entry(c, i, &w);
    }
    return NDIS_STATUS_SUCCESS;
}

/* ROL-06: a count that the buffer does not bear out. It is the caller's number: computed in 64
 * bits. */
uint32_t oid_input_list(struct oid_call *c, size_t max, struct extsta_part *entries)
{
    *entries = c->value.list.entries;
    if (entries->cut) {
        uint64_t needed = extsta_form_least(c->value.form) +
                          (uint64_t)entries->size * extsta_form_least(entries->form);
        c->oid->bytes_needed = needed > UINT32_MAX ? UINT32_MAX : (uint32_t)needed;
        return NDIS_STATUS_INVALID_LENGTH;
    }
    return entries->size > max ? NDIS_STATUS_INVALID_LENGTH : NDIS_STATUS_SUCCESS;
}

/* --- generic handlers --- */

/* The field, and the count of a list, that a row names. */
static const void *field(const struct oid_call *c)
{
    return (const uint8_t *)c->mp->mib + c->row->field;
}

static uint8_t list_count(const struct oid_call *c)
{
    return ((const uint8_t *)c->mp->mib)[c->row->count];
}

/* Changes one field of the configuration. */
static uint32_t set_field(struct oid_call *c, const void *value, size_t size)
{
    memcpy((uint8_t *)c->draft + c->row->field, value, size);
    return NDIS_STATUS_SUCCESS;
}

uint32_t oid_query_u32(struct oid_call *c)
{
    uint32_t value;
    memcpy(&value, field(c), sizeof value);
    return oid_reply_u32(c, value);
}

uint32_t oid_query_u8(struct oid_call *c)
{
    return oid_reply_u32(c, *(const uint8_t *)field(c));
}

uint32_t oid_set_u32(struct oid_call *c)
{
    uint32_t value = c->value.number;
    if (value < c->row->low || value > c->row->high) {
        return NDIS_STATUS_INVALID_DATA;
    }
    return set_field(c, &value, sizeof value);
}

uint32_t oid_query_bool(struct oid_call *c)
{
    return oid_reply_bool(c, *(const bool *)field(c));
}

uint32_t oid_set_bool(struct oid_call *c)
{
    return set_field(c, &c->value.flag, sizeof c->value.flag);
}

static void write_number(struct oid_call *c, size_t i, struct writer *w)
{
    payload_write(w, PAYLOAD(NUMBER, .number = ((const uint32_t *)field(c))[i]));
}

uint32_t oid_query_numbers(struct oid_call *c)
{
    return oid_reply_list(c, list_count(c), write_number);
}

uint32_t oid_set_list(struct oid_call *c, const void *entries, size_t size, size_t count)
{
    ((uint8_t *)c->draft)[c->row->count] = (uint8_t)count;
    return set_field(c, entries, size);
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

/* NULL: this kind of request is not supported for the OID. */
static oid_handler *handler_of(const struct oid_row *row, enum extsta_oid_kind kind)
{
    switch (kind) {
    case EXTSTA_OID_QUERY:
        return row->query;
    case EXTSTA_OID_SET:
        return row->edit ? row->edit : row->set;
    case EXTSTA_OID_METHOD:
        return row->method;
    }
    return NULL;
}

/* STA-04: sets and methods; a row without a state allows neither. */
static bool allowed(const struct miniport *mp, const struct oid_row *row)
{
    return (row->states & (mp->state == MP_INIT ? OID_INIT : OID_OP)) != 0;
}

/* The order of the refusals is seen by the OS: unknown, reset, state, length, memory, value. */
static uint32_t dispatch(struct oid_call *c)
{
    struct extsta_oid *oid = c->oid;
    oid_handler *handler = c->row ? handler_of(c->row, oid->kind) : NULL;
    if (!handler) {
        return NDIS_STATUS_NOT_SUPPORTED; /* ROL-09: an OID this driver does not have */
    }
    if (oid->kind == EXTSTA_OID_QUERY) {
        return handler(c); /* ROL-07: in every state */
    }
    if (c->mp->reset_pending) {
        return NDIS_STATUS_RESET_IN_PROGRESS; /* RST-09: it ends when all packets are back */
    }
    if (!allowed(c->mp, c->row)) {
        return NDIS_STATUS_INVALID_STATE; /* ROL-08: not in this state */
    }
    enum extsta_form form = extsta_oid_form(oid->oid, false);
    if (!extsta_payload_read(form, c->in, &c->value) && !c->row->checks_input) {
        /* the contract leaves it open */
        oid->bytes_needed = (uint32_t)extsta_form_least(form);
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (handler == c->row->edit && !(c->draft = mib_edit(c->mp))) {
        return NDIS_STATUS_RESOURCES;
    }
    uint32_t status = handler(c);
    if (status == NDIS_STATUS_SUCCESS && oid->bytes_read == 0) { /* unless the handler said */
        oid->bytes_read = oid->in_len;
    }
    return status;
}

uint32_t mp_oid(struct miniport *mp, extsta_time now, struct extsta_oid *oid)
{
    oid->bytes_read = oid->bytes_written = oid->bytes_needed = 0;
    if (!oid->buffer) { /* no buffer has no octets, whatever the request says */
        oid->in_len = oid->out_cap = 0;
    }
    struct oid_call call; /* its value is set when the input is read */
    call.mp = mp;
    call.now = now;
    call.oid = oid;
    call.row = oid_find(oid->oid);
    call.in = span(oid->buffer, oid->in_len);
    call.room = oid->out_cap;
    oid->status = mp->halted ? NDIS_STATUS_ADAPTER_NOT_READY : dispatch(&call);
    return oid->status;
}
