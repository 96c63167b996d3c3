/* One output or frame in one line of plain words: what timelines show beneath, and what
 * scenarios compare. The same run gives the same lines (docs/scenarios.md lists them). */
#ifndef TELL_LABEL_H
#define TELL_LABEL_H

#include <extsta/frame_text.h>
#include <extsta/output.h>

/* Names for addresses. Returns a name, or NULL when the address has none. */
struct label_names {
    const char *(*name)(const void *user, struct extsta_mac mac);
    const void *user;
};

/* The name, or the address in hexadecimal. `out` has room for 40 bytes. */
const char *label_mac(const struct label_names *names, struct extsta_mac mac, char *out);

enum label_kind {
    LABEL_NONE,
    LABEL_INDICATION, /* "ind ASSOCIATION_COMPLETION A 0x00030011 req resp beacon" */
    LABEL_ANY_TIME,   /* an indication that no sequence orders: "ind LINK_QUALITY A" */
    LABEL_PORT,       /* "port A created unauthorized os" */
    LABEL_OID,        /* "oid set CONNECT_REQUEST"; completed: "... -> SUCCESS" */
    LABEL_PACKET,     /* "send ...", "receive ..." */
    LABEL_NOTIFY,     /* "notify connected" */
    LABEL_CAUSE,      /* "cause association by peer peer-reason 7 none DIS-09" */
    LABEL_IHV,        /* "ihv PerformPostAssociate A" */
    LABEL_FRAME,      /* "frame alice > A auth open 1": management, EAPOL in the clear */
    LABEL_PROBE,      /* "frame alice > * probe-req broadcast" */
    LABEL_TUNE,       /* "tune 2437" */
};
/* Writes the label of an output; LABEL_NONE and an empty text when it has none. Frames
 * that are no conversation (data, beacons) have none. */
enum label_kind label_output(const struct label_names *names, const struct extsta_output *out,
                             char *text, size_t size);
/* The label of a frame somebody sent. */
enum label_kind label_frame(const struct label_names *names,
                            const struct extsta_frame_info *info, char *text, size_t size);
/* The same without "frame ". */
enum label_kind label_frame_words(const struct label_names *names,
                                  const struct extsta_frame_info *info, char *text,
                                  size_t size);
/* The end of the label of a completed request, from "->" on. */
void label_answer(const struct extsta_crossing *c, char *text, size_t size);

/* --- for the files of this room --- */
/* A line under construction, cut at its size. */
struct label_text {
    char *at;
    size_t room;
};
/* As printf; cut at the room, terminated always. */
void label_add(struct label_text *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A blank, and the name or address. */
void label_add_mac(struct label_text *t, const struct label_names *names, const uint8_t mac[6]);
/* Octets that are not printable ASCII, and the backslash, as \xNN. */
void label_add_octets(struct label_text *t, const uint8_t *bytes, size_t len);
/* " \"office\"", octets that are not printable as \xNN; nothing when it is empty. */
void label_add_ssid(struct label_text *t, const uint8_t *ssid, size_t len);
/* " rsna-psk", " ccmp", or the number. */
void label_add_auth(struct label_text *t, uint32_t algorithm);
void label_add_cipher(struct label_text *t, uint32_t algorithm);
/* A name without its prefix; "?" for NULL. */
const char *label_without(const char *prefix, const char *name);
/* " SUCCESS", or the number. */
void label_add_status(struct label_text *t, uint32_t status);

/* The fields of an indication that sequences speak of. */
void label_indication(struct label_text *t, const struct label_names *names,
                      const struct extsta_crossing *c);
/* The input of a request, the output of its completion. Never key material. */
void label_oid_input(struct label_text *t, const struct label_names *names,
                     const struct extsta_crossing *c);
void label_oid_output(struct label_text *t, const struct extsta_crossing *c);

#endif
