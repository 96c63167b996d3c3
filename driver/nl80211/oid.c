/* The dispatcher of requests, and what all handlers share (contract ROL-04 ... ROL-09, STA-04).
 */
#include "oid.h"

uint32_t nld_reply(struct nld_call *c, const struct extsta_payload *answer)
{
    return extsta_driver_answer(c->oid, answer);
}

uint32_t nld_reply_number(struct nld_call *c, uint32_t value)
{
    return nld_reply(c, PAYLOAD(NUMBER, .number = value));
}

uint32_t nld_reply_flag(struct nld_call *c, bool value)
{
    return nld_reply(c, PAYLOAD(FLAG, .flag = value));
}

uint32_t nld_reply_address(struct nld_call *c, struct extsta_mac address)
{
    return nld_reply(c, PAYLOAD(ADDRESS, .address = address));
}

uint32_t nld_reply_list(struct nld_call *c, size_t count, nld_entry *entry)
{
    struct extsta_payload list;
    extsta_payload_read(extsta_oid_form(c->oid->oid, true), span(NULL, 0), &list);
    size_t entries = count * extsta_form_least(list.list.entries.form);
    list.list.total = (uint32_t)count;
    list.list.entries.bytes.len = entries;
    if (nld_reply(c, &list) != NDIS_STATUS_SUCCESS) { /* ROL-04: how many there are */
        struct extsta_payload none = {.form = list.form, .list.total = (uint32_t)count};
        extsta_payload_write(&none, c->oid->buffer, c->oid->out_cap);
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    struct writer w = writer_of(c->oid->buffer + c->oid->bytes_written - entries, entries);
    for (size_t i = 0; i < count; i++) {
        entry(c, i, &w);
    }
    return NDIS_STATUS_SUCCESS;
}

/* ROL-06: a count that the buffer does not bear out. */
uint32_t nld_input_list(struct nld_call *c, size_t max, struct extsta_part *entries)
{
    *entries = c->p.list.entries;
    if (entries->cut) {
        uint64_t needed = extsta_form_least(c->p.form) +
                          (uint64_t)entries->size * extsta_form_least(entries->form);
        c->oid->bytes_needed =
            needed > EXTSTA_DRIVER_MAX_BUFFER ? EXTSTA_DRIVER_MAX_BUFFER : (uint32_t)needed;
        return NDIS_STATUS_INVALID_LENGTH;
    }
    return entries->size > max ? NDIS_STATUS_INVALID_LENGTH : NDIS_STATUS_SUCCESS;
}

/* --- one field of the configuration --- */

static void *field(struct nld_call *c)
{
    return (uint8_t *)&c->d->mib + c->row->field;
}

uint32_t nld_set_list(struct nld_call *c, const void *entries, size_t size, size_t count)
{
    ((uint8_t *)&c->d->mib)[c->row->count] = (uint8_t)count;
    memcpy(field(c), entries, size);
    return NDIS_STATUS_SUCCESS;
}

uint32_t nld_get_constant(struct nld_call *c)
{
    return nld_reply_number(c, c->row->low);
}

uint32_t nld_get_number(struct nld_call *c)
{
    uint32_t value;
    memcpy(&value, field(c), sizeof value);
    return nld_reply_number(c, value);
}

uint32_t nld_put_number(struct nld_call *c)
{
    uint32_t value = c->p.number;
    if (value < c->row->low || value > c->row->high) {
        return NDIS_STATUS_INVALID_DATA;
    }
    memcpy(field(c), &value, sizeof value);
    return NDIS_STATUS_SUCCESS;
}

uint32_t nld_get_octet(struct nld_call *c)
{
    return nld_reply_number(c, *(const uint8_t *)field(c));
}

uint32_t nld_get_flag(struct nld_call *c)
{
    return nld_reply_flag(c, *(const bool *)field(c));
}

uint32_t nld_put_flag_value(struct nld_call *c)
{
    memcpy(field(c), &c->p.flag, sizeof c->p.flag);
    return NDIS_STATUS_SUCCESS;
}

static void write_number(struct nld_call *c, size_t i, struct writer *w)
{
    payload_write(w, PAYLOAD(NUMBER, .number = ((const uint32_t *)field(c))[i]));
}

uint32_t nld_get_numbers(struct nld_call *c)
{
    return nld_reply_list(c, ((const uint8_t *)&c->d->mib)[c->row->count], write_number);
}

uint32_t nld_get_false(struct nld_call *c)
{
    return nld_reply_flag(c, false);
}

uint32_t nld_get_true(struct nld_call *c)
{
    return nld_reply_flag(c, true);
}

/* --- dispatch --- */

static nld_handler *handler_of(const struct nld_row *row, enum extsta_oid_kind kind)
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

/* The order of the refusals is seen by the OS: unknown, reset, state, length, value. */
uint32_t nld_oid(struct nld *d, struct extsta_oid *oid)
{
    struct nld_call c = {.d = d, .oid = oid, .row = nld_row_of(oid->oid)};
    nld_handler *handler = c.row ? handler_of(c.row, oid->kind) : NULL;
    if (d->halted) {
        return NDIS_STATUS_ADAPTER_NOT_READY;
    }
    if (!handler) {
        return NDIS_STATUS_NOT_SUPPORTED; /* ROL-09: an OID this driver does not have */
    }
    if (oid->kind == EXTSTA_OID_QUERY) {
        return handler(&c); /* ROL-07: in every state */
    }
    if (d->reset_pending) {
        return NDIS_STATUS_RESET_IN_PROGRESS; /* RST-09: it ends when all packets are back */
    }
    if (!(c.row->states & (d->op ? NLD_OP : NLD_INIT))) {
        return NDIS_STATUS_INVALID_STATE; /* ROL-08: not in this state */
    }
    enum extsta_form form = extsta_oid_form(oid->oid, false);
    if (!extsta_payload_read(form, span(oid->buffer, oid->in_len), &c.p) &&
        !c.row->checks_input) {
        oid->bytes_needed = (uint32_t)extsta_form_least(form);
        return NDIS_STATUS_INVALID_LENGTH;
    }
    uint32_t status = handler(&c);
    if (status == NDIS_STATUS_SUCCESS && oid->bytes_read == 0) { /* unless the handler said */
        oid->bytes_read = oid->in_len;
    }
    return status;
}
