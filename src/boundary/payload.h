/* Payloads (extsta/payload.h) as the core writes them: as an expression, into a writer. Used
 * for OID inputs and answers and for indications, in both halves. */
#ifndef BOUNDARY_PAYLOAD_H
#define BOUNDARY_PAYLOAD_H

#include "base/bytes.h"
#include <extsta/payload.h>

/* A payload for the call it stands in: PAYLOAD(FLAG, .flag = true). */
/* What the value points to is borrowed. */
#define PAYLOAD(form_, ...) (&(struct extsta_payload){.form = EXTSTA_FORM_##form_, __VA_ARGS__})

/* Appends a payload; a writer without room for it has failed, and nothing of it is written. */
static inline void payload_write(struct writer *w, const struct extsta_payload *payload)
{
    size_t room = (size_t)(w->end - w->p);
    writer_room(w, extsta_payload_write(payload, w->p, room));
}

/* A list of `form` with these entries, which are in the list's own layout already. total:
 * what uTotalNumOfEntries says; a byte array counts octets in it. */
static inline void payload_write_list(struct writer *w, enum extsta_form form, uint32_t total,
                                      struct extsta_span entries)
{
    payload_write(w,
                  &(struct extsta_payload){.form = form, .list = {total, {.bytes = entries}}});
}

/* The same with one entry, of at most 64 octets. */
static inline void payload_write_one(struct writer *w, enum extsta_form form,
                                     const struct extsta_payload *entry)
{
    uint8_t bytes[64];
    size_t len = extsta_payload_write(entry, bytes, sizeof bytes);
    payload_write_list(w, form, 1, span(bytes, len));
}

/* What a writer has written; it points into the writer's memory. */
static inline struct extsta_span writer_span_of(const struct writer *w)
{
    return span(w->start, writer_len(w));
}

#endif
