/* Action frames (IEEE Std 802.11-2020 9.6): judged once, here, and given to whoever handles the
 * category. Those of a peer to us alone; that a robust one was protected where it has to be is
 * the data path's (receive.c), before. A new category is a handler in its own file and a row of
 * the table in action.c. */
#ifndef MINIPORT_ACTION_H
#define MINIPORT_ACTION_H

#include "base/bytes.h"
#include "wire/frame.h"
#include <extsta/radio.h>

struct miniport;
struct mp_peer;

/* 9.4.1.11, as far as somebody here handles them. */
enum action_category {
    ACTION_BLOCK_ACK = 3,
    ACTION_SA_QUERY = 8,
    ACTION_RADIO_MEASUREMENT = 5,
    ACTION_WNM = 10,
    ACTION_FT = 6,
    ACTION_VENDOR = 127,
};

/* One on its way to its handler. */
struct action_frame {
    const struct frame *f;
    const struct extsta_rx_meta *meta;
    struct mp_peer *peer; /* who sent it; in whatever state of its association */
    /* Behind the category: the action field first; of a vendor its OUI. Never empty. */
    struct extsta_span body;
};

/* A management frame of kind FRAME_ACTION, in the clear. */
void action_rx(struct miniport *mp, extsta_time now, const struct frame *f,
               const struct extsta_rx_meta *meta);

#endif
