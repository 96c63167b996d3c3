/* What happened to an access point, in words (EXTSTA_STORY_AP); story_text.c calls. How long,
 * and how many clients it concerned, come from the story; what the kind means, from texts.ini.
 */
#include "explain/story_private.h"

#include "base/text.h"

/* Less is a pause between beacons. */
#define OFF_AIR (500 * MS)

void ap_words(struct text *t, const struct extsta_story *s)
{
    const struct story_kind_info *info = story_kind(s->kind);
    if (s->gap >= OFF_AIR) {
        text_string(t, "off the air for ");
        text_duration(t, s->gap);
        text_string(t, "; ");
    }
    text_string(t, extsta_confidence_word(s->sureness));
    text_string(t, info->meaning ? info->meaning
                                 : extsta_diagnosis_explanation(info->diagnosis)->meaning);
    if (s->count) {
        text_string(t, "; ");
        text_decimal(t, s->count);
        text_string(t, s->count == 1 ? " client was associated" : " clients were associated");
    }
}
