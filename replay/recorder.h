/* Records a run: all that goes into the stations of a context, as it happens, into a file
 * (blocks.h) from which any of them can be run again, alone (player.h). docs/replay.md.
 *
 * recorder_open, recorder_attach before the first station is made; recorder_close when the last
 * one is gone. One recorder for one context. A failure does not stop the run: it is told by
 * recorder_trouble and by recorder_close. */
#ifndef REPLAY_RECORDER_H
#define REPLAY_RECORDER_H

#include <extsta/recorder.h>

struct recorder;

/* How a driver of others is described, so that it can be made again: fills in the two texts
 * (borrowed until the station is made); false: it is not one of the caller's. */
struct recorder_driver {
    const char *name;               /* of one that the program has; NULL: a shared object */
    struct extsta_span description; /* octets of the driver's own, or the path of the object */
};
typedef bool recorder_describe(void *user, const struct extsta_station_config *config,
                               struct recorder_driver *driver);

struct recorder_options {
    const char *version;         /* of the program */
    int64_t started;             /* seconds since 1970; 0: on virtual air */
    bool without_secrets;        /* keys and passwords are replaced, and long random octets */
    recorder_describe *describe; /* NULL: there are no drivers of others */
    void *user;                  /* of describe */
};

/* Makes the file anew, readable for its owner alone. NULL: `why` has the words. `options` is
 * copied, its texts are borrowed for the life of the recorder. */
struct recorder *recorder_open(const char *path, const struct recorder_options *options,
                               char *why, size_t size);
/* From now on it hears of the context's stations. */
void recorder_attach(struct recorder *r, struct extsta_context *ctx);
/* The same for who hears by other means: to be called as the recorder of a context. */
struct extsta_recorder recorder_listener(struct recorder *r);
/* What the station with this address is called; before or after it is made. NULL is fine for
 * the recorder. */
void recorder_name(struct recorder *r, struct extsta_mac address, const char *name);
/* What is not yet in the file goes there. For programs in real time, every so often; NULL is
 * fine. */
void recorder_flush(struct recorder *r);
/* What was replaced in it, in words separated by commas; empty: nothing. */
void recorder_replaced(const struct recorder *r, char *text, size_t size);
/* What went wrong: from then on nothing was recorded. NULL: nothing did. */
const char *recorder_trouble(const struct recorder *r);
/* Should the program crash (SIGSEGV, SIGABRT and their like), the last block is written before
 * it ends. Of one recorder at a time. */
void recorder_catch_crashes(struct recorder *r);
/* Writes the rest, closes the file; the context has gone, or hears of somebody else. NULL is
 * fine. False: not everything is in it; `why`. */
bool recorder_close(struct recorder *r, char *why, size_t size);

#endif
