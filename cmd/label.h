/* One output or frame in one line of plain words: what timelines show beneath, and what
 * scenarios compare. The same run gives the same lines. */
#ifndef CMD_LABEL_H
#define CMD_LABEL_H

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
    LABEL_PORT,       /* "port A created unauthorized os" */
    LABEL_OID,        /* "oid CONNECT_REQUEST -> SUCCESS" */
    LABEL_PACKET,     /* "send ...", "receive ..." */
    LABEL_NOTIFY,     /* "notify connected" */
    LABEL_CAUSE,      /* "cause association peer-reason 7 DIS-09" */
    LABEL_IHV,        /* "ihv PerformPostAssociate A" */
};
/* Writes the label of an output; LABEL_NONE and an empty text when it has none. */
enum label_kind label_output(const struct label_names *names, const struct extsta_output *out,
                             char *text, size_t size);
/* "frame alice > A auth open 1" */
void label_frame(const struct label_names *names, const struct extsta_frame_info *info,
                 char *text, size_t size);

#endif
