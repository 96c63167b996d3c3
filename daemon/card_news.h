/* What the kernel says of channels and countries, for whoever tells people of it
 * (service_radio_news): the messages of nl80211 that are no business of the driver's. */
#ifndef DAEMON_CARD_NEWS_H
#define DAEMON_CARD_NEWS_H

#include "service.h"

/* A message of the kernel's as values. False: it is about something else. */
bool card_news_read(struct extsta_span message, struct service_radio_news *out);

#endif
