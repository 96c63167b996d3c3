/* Heads of HTTP/1 messages (http.h). */
#include "wire/http.h"

/* Lines of a head that are looked at: who writes more has no Host or Location among them. */
#define LINES 64u

/* The next line, without its end; false: there is no whole one. */
static bool take_line(struct reader *r, struct extsta_span *line)
{
    size_t left = reader_left(r);
    const uint8_t *end = left ? memchr(r->p, '\n', left) : NULL;
    if (!end) {
        return false;
    }
    size_t len = (size_t)(end - r->p);
    *line = span(r->p, len && r->p[len - 1] == '\r' ? len - 1 : len);
    r->p = end + 1;
    return true;
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 'a' - 'A') : c;
}

/* In small letters; `what` too. */
static bool begins(struct extsta_span text, const char *what)
{
    size_t i = 0;
    for (; what[i] && i < text.len && lower(text.data[i]) == (uint8_t)what[i]; i++) {
    }
    return !what[i];
}

static struct extsta_span from(struct extsta_span text, size_t at)
{
    while (at < text.len && (text.data[at] == ' ' || text.data[at] == '\t')) {
        at++;
    }
    return span(text.data + at, text.len - at);
}

/* Up to the first of `stops`. */
static struct extsta_span until(struct extsta_span text, const char *stops)
{
    size_t i = 0, count = strlen(stops);
    while (i < text.len && !memchr(stops, text.data[i], count)) {
        i++;
    }
    return span(text.data, i);
}

static struct extsta_span host_of(struct extsta_span uri)
{
    size_t at = begins(uri, "http://") ? 7 : begins(uri, "https://") ? 8 : 0;
    return at ? until(span(uri.data + at, uri.len - at), "/?# ") : span(NULL, 0);
}

static bool first_line(struct extsta_span line, struct http_head *out)
{
    if (begins(line, "http/1.") && line.len >= 12) {
        const uint8_t *p = line.data + 9;
        for (size_t i = 0; i < 3; i++) {
            if (p[i] < '0' || p[i] > '9') {
                return false;
            }
        }
        out->status = (uint16_t)((p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0'));
        return out->status >= 100;
    }
    size_t method = begins(line, "get ")    ? 4
                    : begins(line, "head ") ? 5
                    : begins(line, "post ") ? 5
                                            : 0;
    out->target =
        method ? until(span(line.data + method, line.len - method), " ") : span(NULL, 0);
    return method != 0;
}

bool http_parse(struct extsta_span segment, struct http_head *out)
{
    struct reader r = reader_of(segment);
    struct extsta_span line;
    *out = (struct http_head){.status = 0};
    if (!take_line(&r, &line) || !first_line(line, out)) {
        return false;
    }
    for (unsigned i = 0; i < LINES && take_line(&r, &line) && line.len; i++) {
        if (!out->status && begins(line, "host:")) {
            out->host = until(from(line, 5), " \t");
        } else if (out->status && begins(line, "location:")) {
            out->location = until(from(line, 9), " \t");
            out->host = host_of(out->location);
        }
    }
    return true;
}
