/* SAE Commit and Confirm: reading and writing (sae_frame.h). */
#include "wire/sae_frame.h"

enum element_ext {
    ELEMENT_EXT_PASSWORD_IDENTIFIER = 33,
    ELEMENT_EXT_REJECTED_GROUPS = 92,
    ELEMENT_EXT_TOKEN_CONTAINER = 93,
    ELEMENT_EXT_AKM_SUITE = 114,
};

uint16_t sae_frame_group(struct extsta_span body)
{
    return body.len >= 2 ? get_le16(body.data) : 0;
}

/* Whether this one is as long as it must be; those nobody here knows are passed over. */
static bool take_element(const struct element *e, struct sae_frame *out)
{
    if (e->id != ELEMENT_EXTENSION) {
        return true;
    }
    switch (e->ext) {
    case ELEMENT_EXT_PASSWORD_IDENTIFIER:
        out->identifier = e->value;
        return e->value.len > 0;
    case ELEMENT_EXT_REJECTED_GROUPS:
        out->rejected = e->value;
        return e->value.len > 0 && e->value.len % 2 == 0;
    case ELEMENT_EXT_TOKEN_CONTAINER:
        out->token = e->value;
        return e->value.len > 0;
    case ELEMENT_EXT_AKM_SUITE:
        out->akm = e->value.len == 4 ? get_be32(e->value.data) : 0;
        return e->value.len == 4;
    default: /* a number of the air, not an enum */
        return true;
    }
}

static bool take_elements(struct reader *r, struct sae_frame *out)
{
    struct element e;
    bool good = true;
    while (good && element_next(r, &e)) {
        good = take_element(&e, out);
    }
    return good && !r->failed;
}

/* By hunting and pecking the token has no length of its own: it is what is more than scalar and
 * element. */
bool sae_frame_parse_commit(struct extsta_span body, size_t len, bool h2e,
                            struct sae_frame *out)
{
    struct reader r = reader_of(body);
    *out = (struct sae_frame){.group = reader_le16(&r)};
    if (r.failed || len == 0) {
        return !r.failed;
    }
    if (!h2e && reader_left(&r) > 3 * len) {
        out->token = reader_take(&r, reader_left(&r) - 3 * len);
    }
    out->scalar = reader_take(&r, len);
    out->element = reader_take(&r, 2 * len);
    return !r.failed && take_elements(&r, out);
}

bool sae_frame_parse_token(struct extsta_span body, bool h2e, struct sae_frame *out)
{
    struct reader r = reader_of(body);
    *out = (struct sae_frame){.group = reader_le16(&r)};
    if (h2e) {
        return !r.failed && take_elements(&r, out) && out->token.len > 0;
    }
    out->token = reader_rest(&r);
    return !r.failed && out->token.len > 0 && out->token.len <= SAE_TOKEN_MAX;
}

static void write_extension(struct writer *w, enum element_ext ext, struct extsta_span value)
{
    uint8_t *head = writer_room(w, 3);
    if (head) {
        head[0] = ELEMENT_EXTENSION;
        head[1] = (uint8_t)(value.len + 1);
        head[2] = (uint8_t)ext;
    }
    writer_span(w, value);
}

void sae_frame_write_commit(struct writer *w, const struct sae_frame *f, bool h2e)
{
    uint8_t akm[4];
    writer_le16(w, f->group);
    if (!h2e) {
        writer_span(w, f->token);
    }
    writer_span(w, f->scalar);
    writer_span(w, f->element);
    if (f->identifier.len > 0) {
        write_extension(w, ELEMENT_EXT_PASSWORD_IDENTIFIER, f->identifier);
    }
    if (f->rejected.len > 0) {
        write_extension(w, ELEMENT_EXT_REJECTED_GROUPS, f->rejected);
    }
    if (h2e && f->token.len > 0) {
        write_extension(w, ELEMENT_EXT_TOKEN_CONTAINER, f->token);
    }
    if (f->akm != 0) {
        put_be32(akm, f->akm);
        write_extension(w, ELEMENT_EXT_AKM_SUITE, span(akm, sizeof akm));
    }
}

void sae_frame_write_token(struct writer *w, uint16_t group, struct extsta_span token, bool h2e)
{
    writer_le16(w, group);
    if (h2e) {
        write_extension(w, ELEMENT_EXT_TOKEN_CONTAINER, token);
    } else {
        writer_span(w, token);
    }
}

bool sae_frame_parse_confirm(struct extsta_span body, uint16_t *send_confirm,
                             struct extsta_span *mac)
{
    struct reader r = reader_of(body);
    *send_confirm = reader_le16(&r);
    *mac = reader_rest(&r);
    return !r.failed;
}
