/* What a command answers, and texts as this interface writes them: beneath every command
 * (command.h), the events (event.h) and the lists of networks and BSSs.
 *
 * A reply has a fixed room, that of a datagram that clients read with; what does not fit is
 * cut, and `full` says so: a list ends before the entry that did not fit. */
#ifndef CONTROL_WPA_REPLY_H
#define CONTROL_WPA_REPLY_H

#include <extsta/types.h>

/* wpa_cli, wpa_gui and wpaspy read into 4096 octets. */
#define WPA_REPLY_ROOM 4095u

struct wpa_reply {
    char text[WPA_REPLY_ROOM + 1]; /* ended by a zero */
    size_t len;
    bool full;   /* something did not fit, and was left out as a whole */
    bool silent; /* nothing is answered at all */
};

/* Empties it. */
void wpa_reply_clear(struct wpa_reply *reply);
/* Adds formatted text; all of it or nothing. False: no room. */
bool wpa_reply_add(struct wpa_reply *reply, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Octets in hexadecimal digits, without anything between them. */
bool wpa_reply_hex(struct wpa_reply *reply, struct extsta_span octets);
/* What was added since `len` is taken back: of an entry of which not all fits. */
void wpa_reply_back(struct wpa_reply *reply, size_t len);
/* "OK\n", "FAIL\n" in the place of what is there. */
void wpa_reply_ok(struct wpa_reply *reply);
void wpa_reply_fail(struct wpa_reply *reply);
/* wpa_reply_ok or wpa_reply_fail. */
void wpa_reply_bool(struct wpa_reply *reply, bool ok);

/* Octets of an SSID as a text: what is printable as it is, but for \ and ", which get a \; \n,
 * \r, \t and \e; \xNN. Ended by a zero, cut at `size`. `out` should have 4 * len + 1. */
size_t wpa_text_escape(struct extsta_span octets, char *out, size_t size);
/* Room that any SSID takes. */
#define WPA_SSID_TEXT (32u * 4u + 1u)
/* "02:00:00:00:00:01". */
#define WPA_MAC_FORMAT    "%02x:%02x:%02x:%02x:%02x:%02x"
#define WPA_MAC_OCTETS(m) (m).b[0], (m).b[1], (m).b[2], (m).b[3], (m).b[4], (m).b[5]

/* Digits in pairs; the number of octets, or SIZE_MAX: something else is among them, one is left
 * over, or there is no room. */
size_t wpa_hex_read(const char *text, size_t len, uint8_t *out, size_t room);
/* A decimal number that is the whole text, or ends where `end` may say (NULL: it must be all).
 * False: no digits, too great, or something behind it. */
bool wpa_number_read(const char *text, uint32_t *value, const char **end);
/* Whether the text begins with these words; *rest is what stands behind them. */
bool wpa_text_begins(const char *text, const char *with, const char **rest);

#endif
