/* What EAPOL packets say of a way through 802.1X and the handshakes: which method, how far, TLS
 * as far as it is said in the clear. For link.c. */
#ifndef CONTROL_WPA_EAP_WATCH_H
#define CONTROL_WPA_EAP_WATCH_H

#include <extsta/types.h>

enum wpa_eap_state {
    WPA_EAP_IDLE,
    WPA_EAP_IDENTITY, /* asked who one is */
    WPA_EAP_METHOD,
    WPA_EAP_SUCCESS,
    WPA_EAP_FAILURE,
};
struct wpa_eap_watch {
    enum wpa_eap_state state;
    uint8_t proposed, method; /* IANA's numbers; 0: none yet */
    uint16_t tls_version;     /* 0x0303, 0x0304; 0: not known */
    uint16_t tls_cipher;
    uint8_t session[33]; /* id the client offered: its length, octets */
    bool tls_reused;
};

enum wpa_eap_news_type {
    WPA_EAP_NEWS_NONE,
    WPA_EAP_NEWS_STARTED,
    WPA_EAP_NEWS_REFUSED,  /* the server proposed `method`: another one was asked for */
    WPA_EAP_NEWS_SELECTED, /* the server proposed `method`: it was taken */
    WPA_EAP_NEWS_SUCCESS,
    WPA_EAP_NEWS_FAILURE,
    /* the handshakes behind it */
    WPA_EAP_NEWS_PAIRWISE, /* message 4 has gone */
    WPA_EAP_NEWS_GROUP,    /* message 2 of the group handshake has gone */
};
struct wpa_eap_news {
    enum wpa_eap_news_type type;
    uint8_t method;
};

void wpa_eap_watch_init(struct wpa_eap_watch *w);
/* An EAPOL PDU, from its version on. */
struct wpa_eap_news wpa_eap_watch_pdu(struct wpa_eap_watch *w, bool sent,
                                      struct extsta_span pdu);
/* "TLS", "PEAP", "TTLS", "MSCHAPV2"; "unknown". */
const char *wpa_eap_method_name(uint8_t method);
/* "TLSv1.2"; NULL: not known. */
const char *wpa_tls_version_name(uint16_t version);
/* OpenSSL's name, as wpa_supplicant has it; NULL: not known here. */
const char *wpa_tls_cipher_name(uint16_t cipher);

#endif
