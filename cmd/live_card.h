/* A Wi-Fi card (daemon/card.h) beneath the one station of a live (live_tell.h). */
#ifndef CMD_LIVE_CARD_H
#define CMD_LIVE_CARD_H

#include "card.h"
#include "command.h"
#include "live.h"

struct live_card {
    struct card card;
    struct live *live;
    /* The card or its interface has gone; once. */
    void (*gone)(void *user);
    void *user;
};

/* Opens the interface (by_connect: by CONNECT alone), and sets of *options what follows from
 * it: address, capabilities, driver; no radio. options->address: the address it gets, zero: its
 * own. `only`: its channels, NULL: all. An exit status, with the message given; live_card_close
 * is due in any case. */
int live_card_open(struct live_card *card, const struct command *command, const char *interface,
                   bool by_connect, const struct extsta_radio_caps *only,
                   struct live_options *options);
/* After live_open: what the kernel says is heard from now on. False: no memory. */
bool live_card_listen(struct live_card *card, struct live *live);
/* After live_close; of a zeroed one nothing. */
void live_card_close(struct live_card *card);

#endif
