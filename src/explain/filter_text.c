/* A story as a display filter of Wireshark (extsta_story_filter): its frames, and of these only
 * the ones between the addresses it is about. Of a turn that settles in management and EAPOL
 * frames only those, and of a silence all: that nothing else came is what it tells. */
#include "explain/explain_private.h"

#include "base/text.h"

static bool is_known(struct extsta_mac m)
{
    static const struct extsta_mac none, all = {{255, 255, 255, 255, 255, 255}};
    return memcmp(m.b, none.b, 6) != 0 && memcmp(m.b, all.b, 6) != 0;
}

static void put_address(struct text *t, struct extsta_mac m)
{
    text_string(t, "wlan.addr == ");
    text_mac(t, m);
}

/* Whether data frames are what it is about, or part of it. */
static bool needs_data(enum extsta_story_what what)
{
    switch (what) {
    case EXTSTA_STORY_SILENCE:
    case EXTSTA_STORY_ROAM:
    case EXTSTA_STORY_GROUP_REKEY: /* enciphered */
    case EXTSTA_STORY_ADDRESS:
    case EXTSTA_STORY_CONNECTED:
    case EXTSTA_STORY_NOT_CONNECTED:
        return true;
    case EXTSTA_STORY_ASSOCIATION:
    case EXTSTA_STORY_ASSOCIATION_FAILED:
    case EXTSTA_STORY_PORT_AUTHORIZED:
    case EXTSTA_STORY_DISASSOCIATION:
    case EXTSTA_STORY_SCAN:
    case EXTSTA_STORY_FINDING:
    case EXTSTA_STORY_AP:
        break;
    }
    return false;
}

/* Of a roam both access points. A group address as the station's is in no address field with
 * its peer's: then whoever sent it is enough. */
/* Of several links the frames have each link's addresses. */
static bool put_links(struct text *t, const struct extsta_story *s)
{
    bool any = false;
    for (size_t i = 0; i < s->context.link_count && i < EXTSTA_LINKS_MAX; i++) {
        const struct extsta_link *l = &s->context.links[i];
        if (l->status == 0) {
            text_string(t, any ? " || " : " && (");
            put_address(t, l->sta);
            any = true;
        }
    }
    text_string(t, any ? ")" : "");
    return any;
}

static void put_addresses(struct text *t, const struct extsta_story *s)
{
    bool station = is_known(s->sta), other = s->what == EXTSTA_STORY_ROAM && is_known(s->other);
    if (put_links(t, s)) {
        return;
    }
    if (station) {
        text_string(t, " && ");
        put_address(t, s->sta);
    }
    if (is_known(s->bssid)) {
        text_string(t, other ? " && (" : " && ");
        put_address(t, s->bssid);
        if (other) {
            text_string(t, " || ");
            put_address(t, s->other);
            text_char(t, ')');
        }
    }
}

size_t extsta_story_filter(const struct extsta_story *s, char *out, size_t size)
{
    struct text t;
    text_start(&t, out, size);
    text_string(&t, "frame.number >= ");
    text_decimal(&t, s->first_frame);
    text_string(&t, " && frame.number <= ");
    text_decimal(&t, s->last_frame);
    put_addresses(&t, s);
    if (s->first_frame != s->last_frame && !needs_data(s->what)) {
        text_string(&t, " && (wlan.fc.type == 0 || eapol)");
    }
    return text_end(&t);
}
