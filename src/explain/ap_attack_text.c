/* What somebody else does to an access point, in words: twins, forged series, loads of SAE.
 * What the kind means comes from texts.ini, the rest from the signs. ap_text.c calls. */
#include "explain/story_private.h"

#include "base/mac.h"
#include "base/text.h"

static bool shows(uint8_t sign)
{
    return (sign >= EXTSTA_SIGN_CLOCK && sign <= EXTSTA_SIGN_CHANNELS) ||
           (sign >= EXTSTA_SIGN_OPEN && sign <= EXTSTA_SIGN_LURED) ||
           sign == EXTSTA_SIGN_COMMITS || sign == EXTSTA_SIGN_STRANGERS;
}

static void put_signs(struct text *t, const struct extsta_story *s)
{
    char words[EXTSTA_EVIDENCE_TEXT];
    for (size_t i = 0; i < s->evidence_count; i++) {
        if (shows(s->evidence[i].what)) {
            extsta_evidence_text(&s->evidence[i], words, sizeof words);
            text_string(t, "; ");
            text_string(t, words);
        }
    }
}

/* How many forged frames, and to whom: the first sign has the number. */
static void put_series(struct text *t, const struct extsta_story *s)
{
    uint32_t frames = (uint32_t)s->evidence[0].is;
    text_decimal(t, frames);
    text_string(t, frames == INT16_MAX ? " and more" : "");
    text_string(t, " frames to ");
    text_decimal(t, s->count);
    text_string(t, s->count == 1 ? " station" : " stations");
    text_string(t, s->details & EXTSTA_DETAIL_BROADCAST ? " and to all: " : ": ");
}

bool ap_attack_words(struct text *t, const struct extsta_story *s)
{
    const struct story_kind_info *info = story_kind(s->kind);
    bool series = s->evidence_count && s->evidence[0].what == EXTSTA_SIGN_SERIES;
    if (!s->forged) {
        return false;
    }
    if (series) {
        put_series(t, s);
    }
    text_string(t, info->meaning);
    if (!mac_is_zero(s->other)) {
        text_string(t, ", under the BSSID ");
        text_mac(t, s->other);
    }
    put_signs(t, s);
    if (s->count && !series) {
        text_string(t, "; ");
        text_decimal(t, s->count);
        text_string(t, s->count == 1 ? " client was there" : " clients were there");
    }
    return true;
}
