/* What is known of a station's way into its network, from what crosses the miniport boundary:
 * for STATUS, and for the events that go with it. Whatever driver is beneath, the indications
 * of the contract and the packets of EAPOL are the same.
 *
 * wpa_link_crossing looks at one value that crossed, changes what is known, and says in `news`
 * what is worth an event; event.c puts it in words. */
#ifndef CONTROL_WPA_LINK_H
#define CONTROL_WPA_LINK_H

#include "eap_watch.h"
#include "elements.h"
#include <extsta/output.h>
#include <extsta/payload.h>

struct wpa_link {
    struct extsta_mac bssid; /* of the AP it is at, or on its way to; zero: none */
    struct extsta_ssid ssid;
    uint16_t freq;                    /* MHz, of the last tuning; 0: not known */
    bool underway;                    /* an association has begun and is not over */
    bool authenticating, associating; /* "Trying to ..." was said of it */
    bool associated;
    bool port_open;
    bool secured;                        /* the association has RSN or WPA */
    bool wpa;                            /* ... WPA */
    uint32_t akm, pairwise, group, mgmt; /* selectors; 0: none */
    bool pmf;
    uint16_t sae_group; /* of the last exchange; 0: none */
    bool sae_h2e, sae_pk;
    uint8_t generation; /* 802.11n 4, ac 5, ax 6; 0: before */
    uint16_t rate;      /* of the last data frame sent, 500 kb/s; 0: not known */
    int quality;        /* of the last indication, 0 to 100; -1: none */
    struct wpa_eap_watch eap;
};

enum wpa_news_type {
    WPA_NEWS_NONE,
    WPA_NEWS_STARTED, /* an association with link.bssid has begun */
    WPA_NEWS_ASSOCIATED,
    WPA_NEWS_REFUSED, /* `status`: DOT11_ASSOC_STATUS */
    WPA_NEWS_LEFT,    /* `status` */
    WPA_NEWS_QUALITY, /* link.quality */
    WPA_NEWS_EAP,     /* `eap` */
    WPA_NEWS_REKEYED, /* the pairwise key was renewed */
    WPA_NEWS_GROUP_REKEYED,
};
struct wpa_news {
    enum wpa_news_type type;
    uint32_t status;
    struct extsta_mac peer;
    struct wpa_eap_news eap;
};

void wpa_link_init(struct wpa_link *link);
struct wpa_news wpa_link_crossing(struct wpa_link *link, const struct extsta_crossing *c);
/* A frame to or from the radio, where the driver is extsta's own: channels, SAE, rates. What it is
 * on the way to the AP. */
enum wpa_frame { WPA_FRAME_OTHER, WPA_FRAME_AUTHENTICATION, WPA_FRAME_ASSOCIATION };
enum wpa_frame wpa_link_frame(struct wpa_link *link, bool sent, struct extsta_span frame,
                              const struct extsta_rx_meta *meta);

#endif
