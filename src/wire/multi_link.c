/* Reading Basic Multi-Link elements (multi_link.h). Every length is held against what is there:
 * anybody can send one. */
#include "wire/multi_link.h"

#include "base/mac.h"
#include <string.h>

/* Multi-Link Control: type, and what of the common part is there (figure 9-1074e). */
#define CONTROL_TYPE  0x0007u
#define CONTROL_BASIC 0u
#define CONTROL_ID    0x0010u
#define ID_MASK       0x0fu
/* Link Info: subelements, and STA Control (figure 9-1074m). */
#define SUBELEMENT_PROFILE 0u
#define STA_COMPLETE       0x0010u
#define STA_MAC            0x0020u
/* What an element and its fragments can be in one frame; longer ones are cut. */
#define WHOLE_MAX 2304u
#define OPAQUE    255u /* octets of an element that goes on in a fragment */

/* The element, and its fragments: value behind value. False: there is none. */
static bool gather(struct extsta_span elements, struct writer *whole)
{
    struct reader r = reader_of(elements);
    struct element e;
    bool more = false, found = false;
    while (element_next(&r, &e)) {
        if (found) {
            if (!more || e.id != ELEMENT_FRAGMENT) {
                break;
            }
            more = e.value.len == OPAQUE;
            writer_span(whole, e.value);
        } else if (e.id == ELEMENT_EXTENSION && e.ext == ELEMENT_EXT_MULTI_LINK &&
                   e.value.len >= 2 &&
                   (get_le16(e.value.data) & CONTROL_TYPE) == CONTROL_BASIC) {
            found = true;
            more = e.whole.len == 2 + OPAQUE;
            writer_span(whole, e.value);
        }
    }
    return found && !whole->failed;
}

/* The length counts itself. What further fields it holds is not looked at. */
static bool take_common(struct reader *r, uint16_t control, struct multi_link *out)
{
    uint8_t len = reader_u8(r);
    struct extsta_span rest = reader_take(r, len ? len - 1u : 0u);
    struct reader common = reader_of(rest);
    out->mld = reader_mac(&common);
    if (control & CONTROL_ID) {
        out->has_id = true;
        out->id = reader_u8(&common) & ID_MASK;
    }
    return len && !r->failed && !common.failed;
}

/* STA Control, STA Info (its length counts itself; the address is its first field), and the
 * profile: the fields of the frame without those that are the same for all links, so in a
 * response capabilities and status. */
static bool take_profile(struct extsta_span value, bool response,
                         struct multi_link_profile *out)
{
    struct reader r = reader_of(value);
    uint16_t control = reader_le16(&r);
    uint8_t len = reader_u8(&r);
    struct extsta_span rest = reader_take(&r, len ? len - 1u : 0u);
    struct reader info = reader_of(rest);
    *out = (struct multi_link_profile){.id = (uint8_t)(control & ID_MASK),
                                       .status = MULTI_LINK_NO_STATUS};
    if (control & STA_MAC) {
        out->has_mac = true;
        out->mac = reader_mac(&info);
    }
    if (!len || r.failed || info.failed || out->id >= MULTI_LINK_MAX) {
        return false;
    }
    if (response && (control & STA_COMPLETE)) {
        (void)reader_le16(&r);
        uint16_t status = reader_le16(&r);
        out->status = r.failed ? MULTI_LINK_NO_STATUS : status;
    }
    return true;
}

static bool is_known(const struct multi_link *m, uint8_t id)
{
    for (size_t i = 0; i < m->count; i++) {
        if (m->links[i].id == id) {
            return true;
        }
    }
    return m->has_id && m->id == id;
}

bool multi_link_find(struct extsta_span elements, bool response, struct multi_link *out)
{
    uint8_t octets[WHOLE_MAX];
    struct writer whole = writer_of(octets, sizeof octets);
    struct element e;
    *out = (struct multi_link){.count = 0};
    if (!gather(elements, &whole)) {
        return false;
    }
    struct reader r = reader_of(span(octets, writer_len(&whole)));
    if (!take_common(&r, reader_le16(&r), out)) {
        return false;
    }
    /* Fragments of a profile (id 254) hold no more than its elements. */
    while (element_next(&r, &e)) {
        struct multi_link_profile profile;
        if (e.id == SUBELEMENT_PROFILE && out->count < MULTI_LINK_MAX &&
            take_profile(e.value, response, &profile) && !is_known(out, profile.id)) {
            out->links[out->count++] = profile;
        }
    }
    return true;
}

/* Element, length 10, extension 107, control 0, common part of 7 octets. */
bool multi_link_in_auth(struct extsta_span rest, struct extsta_mac *mld)
{
    static const uint8_t head[] = {ELEMENT_EXTENSION, 10, ELEMENT_EXT_MULTI_LINK, 0, 0, 7};
    for (size_t at = 0; at + sizeof head + 6 <= rest.len; at++) {
        if (memcmp(rest.data + at, head, sizeof head) == 0) {
            *mld = mac_at(rest.data + at + sizeof head);
            return !mac_is_group(*mld) && !mac_is_zero(*mld);
        }
    }
    return false;
}

bool multi_link_kde(struct extsta_span value, uint8_t *id, struct extsta_mac *mac)
{
    struct reader r = reader_of(value);
    *id = reader_u8(&r) & ID_MASK;
    *mac = reader_mac(&r);
    return !r.failed;
}
