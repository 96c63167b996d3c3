#include "explain/story.h"

#include "explain/explain_private.h"

/* What the story keeps per station is paid a hundred thousand times. */
_Static_assert(sizeof(struct story_conversation) <= 160, "budget of a conversation");
_Static_assert(sizeof(struct story_station) <= 48, "budget of a station");
_Static_assert(sizeof(struct conversation) <= 256, "budget of a conversation");

void story_on_frame(struct extsta_explain *x, struct conversation *c,
                    const struct story_frame *frame)
{
}

void story_on_event(struct extsta_explain *x, struct conversation *c,
                    const struct extsta_frame_event *event, enum story_mic mic)
{
}

void story_on_action(struct extsta_explain *x, struct conversation *c,
                     const struct story_frame *frame, struct extsta_span body)
{
}

void story_on_probe(struct extsta_explain *x, struct conversation *c,
                    const struct story_frame *frame, struct extsta_span ssid)
{
}

void story_on_finish(struct extsta_explain *x)
{
}
