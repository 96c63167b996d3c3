/* What follows when the port is open, in words (sequel.h): addresses, and the sentences of
 * these stories for story_text.c. */
#include "explain/story_private.h"

#include "base/text.h"
#include "wire/ip.h"

static void put_v4(struct text *t, const uint8_t b[4])
{
    for (size_t i = 0; i < 4; i++) {
        if (i) {
            text_char(t, '.');
        }
        text_decimal(t, b[i]);
    }
}

/* The longest run of zero groups, two at least, is "::" (RFC 5952 4.2). */
static void put_v6(struct text *t, const uint8_t b[16])
{
    size_t best = 8, most = 1;
    for (size_t i = 0; i < 8; i++) {
        size_t n = 0;
        while (i + n < 8 && !get_be16(b + 2 * (i + n))) {
            n++;
        }
        if (n > most) {
            best = i;
            most = n;
        }
    }
    for (size_t i = 0; i < 8; i++) {
        if (i == best) {
            text_string(t, "::");
            i += most - 1;
            continue;
        }
        if (i && i != best + most) {
            text_char(t, ':');
        }
        text_hex(t, get_be16(b + 2 * i), 1);
    }
}

static void put_ip(struct text *t, const struct extsta_ip *ip)
{
    if (ip->family == 4) {
        put_v4(t, ip->b);
    } else if (ip->family) {
        put_v6(t, ip->b);
    }
}

bool extsta_story_has_net(const struct extsta_story *s)
{
    return s->what == EXTSTA_STORY_ADDRESS || s->what == EXTSTA_STORY_CONNECTED ||
           s->what == EXTSTA_STORY_NOT_CONNECTED || s->kind == EXTSTA_KIND_DNS_ERROR;
}

size_t extsta_ip_text(const struct extsta_ip *ip, char *out, size_t size)
{
    struct text t;
    text_start(&t, out, size);
    put_ip(&t, ip);
    return text_end(&t);
}

static void put_named(struct text *t, const char *before, const struct extsta_ip *ip)
{
    if (ip->family) {
        text_string(t, before);
        put_ip(t, ip);
    }
}

/* Milliseconds up to ten seconds; then seconds, rounded. */
static void put_span(struct text *t, uint64_t ns)
{
    text_decimal(t, ns < 10 * SECOND ? ns / MS : (ns + SECOND / 2) / SECOND);
    text_string(t, ns < 10 * SECOND ? " ms" : " s");
}

static void put_since(struct text *t, const struct extsta_story *s)
{
    if (s->net.since != EXTSTA_NEVER) {
        text_string(t, ", ");
        put_span(t, s->net.since);
        text_string(t, " after the port opened");
    }
}

static void put_lease(struct text *t, uint32_t seconds)
{
    text_string(t, ", for ");
    if (seconds == UINT32_MAX) {
        text_string(t, "ever");
    } else if (seconds >= 7200) {
        text_decimal(t, seconds / 3600);
        text_string(t, " h");
    } else {
        text_decimal(t, seconds);
        text_string(t, " s");
    }
}

static void address(struct text *t, const struct extsta_story *s)
{
    put_ip(t, &s->net.address);
    put_named(t, " from ", &s->net.server);
    put_named(t, ", router ", &s->net.router);
    if (s->net.lease) {
        put_lease(t, s->net.lease);
    }
    put_since(t, s);
    text_string(t, s->inferred ? "; the acknowledgement was not captured" : "");
    if (s->count > 2) {
        text_string(t, ", asked ");
        text_decimal(t, s->count);
        text_string(t, " times");
    }
}

static void connected(struct text *t, const struct extsta_story *s)
{
    if (s->inferred) {
        text_string(t, "data both ways: the station's first ");
        put_span(t, s->net.first_data[0]);
        text_string(t, ", the AP's ");
        put_span(t, s->net.first_data[1]);
        text_string(t, " after the port opened; they cannot be read");
        return;
    }
    text_string(t, "somebody beyond the gateway answers");
    put_named(t, " ", &s->net.address);
    put_since(t, s);
}

/* "3 requests in 12 s" */
static void put_asked(struct text *t, const struct extsta_story *s)
{
    text_string(t, "; ");
    text_decimal(t, s->count);
    text_string(t, s->kind == EXTSTA_KIND_NO_DATA ? " frame" : " request");
    text_string(t, s->count == 1 ? "" : "s");
    if (s->until > s->time) {
        text_string(t, " in ");
        put_span(t, s->until - s->time);
    }
}

static void not_connected(struct text *t, const struct extsta_story *s)
{
    const struct extsta_story_net *n = &s->net;
    text_string(t, extsta_confidence_word(s->sureness));
    text_string(t, story_kind(s->kind)->meaning);
    if (s->kind == EXTSTA_KIND_CAPTIVE_PORTAL) {
        put_named(t, "; it redirects ", &n->address);
        text_string(t, n->name[0] ? " to " : "");
        text_string(t, n->name);
        put_since(t, s);
        return;
    }
    if (s->kind == EXTSTA_KIND_GATEWAY_SILENT) {
        put_named(t, ": ", &n->router);
    } else if (s->kind == EXTSTA_KIND_DNS_NO_ANSWER) {
        text_string(t, n->name[0] ? ", for " : "");
        text_string(t, n->name);
    } else if (s->kind == EXTSTA_KIND_ADDRESS_CONFLICT) {
        put_named(t, ": ", &n->address);
    }
    if (s->count) {
        put_asked(t, s);
    }
    if (s->kind != EXTSTA_KIND_ADDRESS_CONFLICT && ip_is_link_local(&n->address)) {
        put_named(t, "; the station gave itself ", &n->address);
    }
}

void sequel_words(struct text *t, const struct extsta_story *s)
{
    if (s->what == EXTSTA_STORY_ADDRESS) {
        address(t, s);
    } else if (s->what == EXTSTA_STORY_CONNECTED) {
        connected(t, s);
    } else if (s->what == EXTSTA_STORY_NOT_CONNECTED) {
        not_connected(t, s);
    } else {
        text_string(t, story_kind(s->kind)->meaning);
        text_string(t, s->net.code == 2 ? ", SERVFAIL" : s->net.code == 3 ? ", NXDOMAIN" : "");
        text_string(t, s->net.name[0] ? ", for " : "");
        text_string(t, s->net.name);
    }
}
