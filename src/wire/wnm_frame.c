/* BSS Transition Management frames: reading and writing (wnm_frame.h). */
#include "wire/wnm_frame.h"

#define TERMINATION_ID  4u  /* BSS Termination Duration subelement (figure 9-345) */
#define TERMINATION_LEN 10u /* TSF, minutes */

static bool is_action(struct reader *r, uint8_t action)
{
    uint8_t category = reader_u8(r);
    return reader_u8(r) == action && category == CATEGORY_WNM;
}

bool btm_parse_query(struct extsta_span body, struct btm_query *out)
{
    struct reader r = reader_of(body);
    bool query = is_action(&r, WNM_BTM_QUERY);
    *out = (struct btm_query){.token = reader_u8(&r)};
    out->reason = reader_u8(&r);
    out->candidates = reader_rest(&r);
    return query && !r.failed;
}

static void parse_termination(struct reader *r, struct btm_request *out)
{
    bool right = reader_u8(r) == TERMINATION_ID;
    struct extsta_span value = reader_take(r, reader_u8(r));
    if (!right || value.len < TERMINATION_LEN) {
        r->failed = true;
        return;
    }
    out->termination_tsf = get_le64(value.data);
    out->termination_minutes = get_le16(value.data + 8);
}

/* A list may be there though the mode does not say so: hostapd's users forget the bit. */
bool btm_parse_request(struct extsta_span body, struct btm_request *out)
{
    struct reader r = reader_of(body);
    bool request = is_action(&r, WNM_BTM_REQUEST);
    *out = (struct btm_request){.token = reader_u8(&r)};
    out->mode = reader_u8(&r);
    out->timer = reader_le16(&r);
    out->validity = reader_u8(&r);
    if (request && !r.failed && (out->mode & BTM_TERMINATION)) {
        parse_termination(&r, out);
    }
    if (request && !r.failed && (out->mode & BTM_ESS_IMMINENT)) {
        out->url = reader_take(&r, reader_u8(&r));
    }
    out->candidates = reader_rest(&r);
    return request && !r.failed;
}

bool btm_parse_response(struct extsta_span body, struct btm_response *out)
{
    struct reader r = reader_of(body);
    bool response = is_action(&r, WNM_BTM_RESPONSE);
    *out = (struct btm_response){.token = reader_u8(&r)};
    out->status = reader_u8(&r);
    out->delay = reader_u8(&r);
    if (out->status == BTM_ACCEPT) {
        out->target = reader_mac(&r);
    }
    return response && !r.failed;
}

static void write_head(struct writer *w, uint8_t action, uint8_t token)
{
    writer_u8(w, CATEGORY_WNM);
    writer_u8(w, action);
    writer_u8(w, token);
}

void btm_write_query(struct writer *w, const struct btm_query *q)
{
    write_head(w, WNM_BTM_QUERY, q->token);
    writer_u8(w, q->reason);
    writer_span(w, q->candidates);
}

void btm_write_request(struct writer *w, const struct btm_request *r)
{
    write_head(w, WNM_BTM_REQUEST, r->token);
    writer_u8(w, r->mode);
    writer_le16(w, r->timer);
    writer_u8(w, r->validity);
    if (r->mode & BTM_TERMINATION) {
        writer_u8(w, TERMINATION_ID);
        writer_u8(w, TERMINATION_LEN);
        writer_le64(w, r->termination_tsf);
        writer_le16(w, r->termination_minutes);
    }
    if (r->mode & BTM_ESS_IMMINENT) {
        writer_u8(w, (uint8_t)r->url.len);
        writer_span(w, r->url);
    }
    writer_span(w, r->candidates);
}

void btm_write_response(struct writer *w, const struct btm_response *r)
{
    write_head(w, WNM_BTM_RESPONSE, r->token);
    writer_u8(w, r->status);
    writer_u8(w, r->delay);
    if (r->status == BTM_ACCEPT) {
        writer_mac(w, r->target);
    }
}
