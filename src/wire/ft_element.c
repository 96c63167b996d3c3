/* Elements and Action frames of fast BSS transitions (ft_element.h): read and written by both
 * ends of the exchange (rsn/ft.c, rsn/ft_ap.c). */
#include "wire/ft_element.h"
#include "wire/element.h"

/* Subelements (table 9-213). */
#define SUB_R1KH_ID 1u
#define SUB_GTK     2u
#define SUB_R0KH_ID 3u
#define SUB_IGTK    4u
#define SUB_OCI     5u
#define SUB_BIGTK   6u

/* NULL: not one that is known. */
static struct extsta_span *slot_of(struct fte *f, uint8_t id)
{
    struct extsta_span *const slots[] = {
        [SUB_R1KH_ID] = &f->r1kh_id, [SUB_GTK] = &f->gtk, [SUB_R0KH_ID] = &f->r0kh_id,
        [SUB_IGTK] = &f->igtk,       [SUB_OCI] = &f->oci, [SUB_BIGTK] = &f->bigtk};
    return id < sizeof slots / sizeof *slots ? slots[id] : NULL;
}

bool fte_parse(struct extsta_span value, size_t mic_len, struct fte *out)
{
    struct reader r = reader_of(value);
    *out = (struct fte){.control = reader_u8(&r), .count = reader_u8(&r)};
    out->mic = reader_take(&r, mic_len);
    out->anonce = reader_next(&r, FTE_NONCE);
    out->snonce = reader_next(&r, FTE_NONCE);
    while (!r.failed && reader_left(&r) > 0) {
        struct extsta_span *slot = slot_of(out, reader_u8(&r));
        struct extsta_span sub = reader_take(&r, reader_u8(&r));
        /* Of two keys, or two names, either could be meant. */
        if (slot && (slot->data || r.failed)) {
            return false;
        }
        if (slot) {
            *slot = sub;
        }
    }
    return !r.failed && (!out->r1kh_id.data || out->r1kh_id.len == 6) &&
           (!out->r0kh_id.data || (out->r0kh_id.len >= 1 && out->r0kh_id.len <= R0KH_ID_MAX));
}

static void write_sub(struct writer *w, uint8_t id, struct extsta_span value)
{
    if (value.len == 0) {
        return;
    }
    if (value.len > UINT8_MAX) {
        w->failed = true;
        return;
    }
    writer_u8(w, id);
    writer_u8(w, (uint8_t)value.len);
    writer_span(w, value);
}

static void write_nonce(struct writer *w, const uint8_t *nonce)
{
    if (nonce) {
        writer_bytes(w, nonce, FTE_NONCE);
    } else {
        writer_zero(w, FTE_NONCE);
    }
}

/* hostapd's order of the subelements: some compare the octets of what was said before. */
size_t fte_write(struct writer *w, const struct fte *fte, size_t mic_len)
{
    writer_u8(w, ELEMENT_FAST_BSS_TRANSITION);
    uint8_t *len = writer_room(w, 1);
    size_t start = writer_len(w);
    writer_u8(w, fte->control);
    writer_u8(w, fte->count);
    size_t mic_at = writer_len(w);
    writer_zero(w, mic_len);
    write_nonce(w, fte->anonce);
    write_nonce(w, fte->snonce);
    write_sub(w, SUB_R1KH_ID, fte->r1kh_id);
    write_sub(w, SUB_R0KH_ID, fte->r0kh_id);
    write_sub(w, SUB_GTK, fte->gtk);
    write_sub(w, SUB_IGTK, fte->igtk);
    write_sub(w, SUB_OCI, fte->oci);
    write_sub(w, SUB_BIGTK, fte->bigtk);
    if (writer_len(w) - start > UINT8_MAX) {
        w->failed = true;
    } else if (len) {
        *len = (uint8_t)(writer_len(w) - start);
    }
    return mic_at;
}

void mde_write(struct writer *w, const uint8_t mdid[2], uint8_t capabilities)
{
    const uint8_t value[] = {mdid[0], mdid[1], capabilities};
    element_write(w, ELEMENT_MOBILITY_DOMAIN, span(value, sizeof value));
}

static bool has_status(uint8_t action)
{
    return action == FT_RESPONSE || action == FT_ACK;
}

bool mgmt_parse_ft(struct extsta_span body, struct mgmt_ft *out)
{
    struct reader r = reader_of(body);
    bool ours = reader_u8(&r) == FT_CATEGORY;
    out->action = reader_u8(&r);
    out->sta = reader_mac(&r);
    out->target = reader_mac(&r);
    out->status = has_status(out->action) ? reader_le16(&r) : 0;
    out->elements = reader_rest(&r);
    return ours && !r.failed && out->action >= FT_REQUEST && out->action <= FT_ACK;
}

void mgmt_write_ft(struct writer *w, const struct mgmt_ft *ft)
{
    writer_u8(w, FT_CATEGORY);
    writer_u8(w, ft->action);
    writer_mac(w, ft->sta);
    writer_mac(w, ft->target);
    if (has_status(ft->action)) {
        writer_le16(w, ft->status);
    }
}
