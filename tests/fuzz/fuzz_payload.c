/* A buffer that crosses the boundary: every structure, its parts and its entries. The input
 * begins with a number (little-endian): a form, a status indication, or an OID, whose output
 * it is when the next octet is odd. */
#include "fuzz.h"
#include <extsta/payload.h>

#define ROOM 65536u

static void check_part(const struct extsta_part *part, struct extsta_span buffer)
{
    struct extsta_part rest = *part;
    struct extsta_payload entry;
    size_t left = rest.bytes.len;
    fuzz_check_inside(part->bytes, buffer);
    while (extsta_payload_next(&rest, &entry)) {
        fuzz_check_inside(rest.bytes, part->bytes);
        FUZZ_CHECK(rest.bytes.len < left);
        left = rest.bytes.len;
    }
}

/* Every part a structure of this kind can have lies in the buffer. */
static void check_parts(const struct extsta_payload *p, struct extsta_span buffer)
{
    const struct extsta_association_completion *c = &p->association_completion;
    if (p->form == EXTSTA_FORM_ASSOCIATION_COMPLETION) {
        check_part(&c->active_phys, buffer);
        check_part(&c->request, buffer);
        check_part(&c->response, buffer);
        check_part(&c->beacon, buffer);
        check_part(&c->ihv_data, buffer);
        check_part(&c->encap, buffer);
    } else if (p->form == EXTSTA_FORM_SCAN_REQUEST) {
        check_part(&p->scan.ssids, buffer);
        check_part(&p->scan.request_ids, buffer);
        check_part(&p->scan.phys, buffer);
        check_part(&p->scan.elements, buffer);
    } else if (p->form == EXTSTA_FORM_DEFAULT_KEY) {
        check_part(&p->key.key, buffer);
    } else if (p->form >= EXTSTA_FORM_ADDRESSES && p->form <= EXTSTA_FORM_RATE_TABLE) {
        check_part(&p->list.entries, buffer);
    }
}

static size_t write_and_read(const struct extsta_payload *p, struct extsta_payload *back,
                             uint8_t room[ROOM])
{
    size_t len = extsta_payload_write(p, room, ROOM);
    FUZZ_CHECK(len >= extsta_form_least(p->form) && len <= ROOM);
    FUZZ_CHECK(extsta_payload_read(p->form, span(room, len), back));
    check_parts(back, span(room, len));
    return len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t once[ROOM], twice[ROOM];
    struct reader r = reader_of(span(data, size));
    uint32_t code = reader_le32(&r);
    bool output = reader_u8(&r) & 1;
    struct extsta_span buffer = reader_rest(&r);
    struct extsta_payload p, again;
    enum extsta_form form =
        code < EXTSTA_FORMS ? (enum extsta_form)code : extsta_indication_form(code);
    if (r.failed || buffer.len > ROOM / 16) {
        return 0;
    }
    form = form == EXTSTA_FORM_BYTES ? extsta_oid_form(code, output) : form;
    bool whole = extsta_payload_read(form, buffer, &p);
    FUZZ_CHECK(whole || buffer.len < extsta_form_least(form) || p.header.size < 0x100);
    check_parts(&p, buffer);
    /* What was read can be written (of a list that is cut without its torn last entry), and is
     * then read and written the same. */
    size_t len = write_and_read(&p, &again, once);
    FUZZ_CHECK(write_and_read(&again, &p, twice) <= len);
    len = write_and_read(&p, &again, once);
    FUZZ_CHECK(extsta_payload_write(&again, twice, sizeof twice) == len);
    FUZZ_CHECK(memcmp(once, twice, len) == 0);
    return 0;
}
