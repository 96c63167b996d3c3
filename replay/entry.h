/* The entries of a recording: what stands in its blocks, one behind the other. recorder.c
 * writes them, reader.c reads them.
 *
 * An entry says its kind, whose it is where that is another station than before, and for a call
 * its time as the difference to the call before. A block begins afresh: nothing in it depends
 * on another one, but for the stations that were made before. docs/replay.md has the format. */
#ifndef REPLAY_ENTRY_H
#define REPLAY_ENTRY_H

#include "coder.h"
#include <extsta/recorder.h>

/* Numbers that stay. */
enum entry_kind {
    ENTRY_DRAW = 1, /* random octets that the call before has drawn */
    ENTRY_RESULT,   /* what the call before gave back */
    ENTRY_OUTPUT,   /* what the station put out */
    ENTRY_OPEN,     /* the next call comes though not all outputs were taken */
    ENTRY_NAME,     /* what a station with this address is called */
    ENTRY_REFUSED,  /* memory was refused, so often by now */
    ENTRY_REPLACED, /* something secret was replaced here: `text` says what */
    ENTRY_CALL = 16 /* + enum extsta_call_type */
};

/* An output as it is kept: enough to tell whether another one is the same, and to say what kind
 * it was. */
struct entry_output {
    uint8_t type;    /* enum extsta_output_type */
    uint64_t gist;   /* by type: Frame Control, the kind of notification ...; entry_gist */
    uint64_t len;    /* octets of a frame, packet or buffer */
    uint32_t digest; /* the lower half of extsta_output_digest */
};

/* What stands below a station's miniport boundary. */
enum entry_driver {
    ENTRY_DRIVER_OWN,
    ENTRY_DRIVER_FILE,  /* a shared object; `description` is its path */
    ENTRY_DRIVER_NAMED, /* one that the program has, by its name; `description` is its own */
};

struct entry {
    enum entry_kind kind; /* ENTRY_CALL for every call */
    uint32_t station;
    extsta_time now; /* of the call, or of the last one before */
    union {
        struct extsta_call call;   /* borrowed of block and arena */
        struct extsta_span octets; /* DRAW */
        struct {
            uint64_t value;
            uint32_t len, digest;
        } result;
        struct entry_output output;
        struct {
            struct extsta_mac address;
            struct extsta_span text;
        } name;
        uint64_t refused;
        struct extsta_span text; /* REPLACED */
    };
    /* of EXTSTA_CALL_NEW */
    uint8_t driver; /* enum entry_driver */
    struct extsta_span driver_name, description;
};

/* What one entry needs to know of those before it in its block. */
struct entry_state {
    uint32_t station;
    extsta_time now;
    /* The last frame heard; of a writer its octets are for comparison alone. */
    struct extsta_rx_frame heard;
};

/* Writes or reads one. False: it cannot be read, or there is no memory. A reader's entry is
 * zeroed before. */
bool entry_code(struct coder *c, struct entry_state *state, struct entry *entry);
/* The same of frames that were received, the fast way: most of a recording is of these. */
bool entry_put_rx(struct coder *c, struct entry_state *state, const struct extsta_call *call);
/* The head of an entry, of a writer, with the time of a call. */
void entry_put_head(struct coder *c, struct entry_state *state, unsigned kind, uint32_t station,
                    const extsta_time *now);
/* call_code.c: the arguments of a call. */
void entry_code_call(struct coder *c, struct entry_state *state, struct entry *entry);
/* profile_code.c, made_code.c */
void entry_code_profile(struct coder *c, struct extsta_profile *profile);
void entry_code_made(struct coder *c, struct entry *entry);
void entry_code_form(struct coder *c, struct extsta_call *call);

struct entry_output entry_output_of(const struct extsta_output *output);
uint64_t entry_gist(const struct extsta_output *output);
/* "notification connected", "frame 8801, 112 octets": returns the length it wanted. */
size_t entry_output_text(const struct entry_output *output, char *text, size_t size);

#endif
