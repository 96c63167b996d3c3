/* The event log: what a station put out, and what went in, as lines of JSON, and back.
 *
 * docs/event-log.md has the format. A log is written at one of two levels: short, for people
 * and small programs, and whole, from which every value can be read back with its time and
 * order, so that a run can be judged and replayed. Key material is never written: a mark and a
 * length stand for it, and zeros are read back.
 *
 * Written and read again, a whole log is the same, byte for byte. Writing needs no memory;
 * reading takes it from a context. Neither does I/O, and no octet of a log is trusted. */
#ifndef EXTSTA_LOG_H
#define EXTSTA_LOG_H

#include <extsta/context.h>
#include <extsta/output.h>

#ifdef __cplusplus
extern "C" {
#endif

#define EXTSTA_LOG_VERSION 2u

enum extsta_log_level {
    EXTSTA_LOG_SHORT, /* what a station put out, without octets; cannot be read back */
    EXTSTA_LOG_WHOLE, /* everything: of a station made with EXTSTA_OUT_RECORD */
};

enum extsta_log_kind {
    EXTSTA_LOG_HEAD,    /* begins a whole log */
    EXTSTA_LOG_STATION, /* a station has come; before its first output */
    EXTSTA_LOG_AP,      /* an access point has come */
    EXTSTA_LOG_OUTPUT,  /* an output of a station */
    EXTSTA_LOG_OTHER,   /* a line that is none of the library's: `text` */
};

/* One line. Pointers are borrowed: by the writer for the call, from the reader until its next
 * call. */
struct extsta_log_entry {
    enum extsta_log_kind kind;
    uint64_t line;             /* its number, from 1 on; of the reader */
    extsta_time time;          /* STATION, AP, OUTPUT; of OTHER if it says one, else 0 */
    const char *name;          /* of the station or access point, as the log has it; or NULL */
    struct extsta_mac address; /* STATION, AP */
    uint32_t phys;             /* STATION: PHYs of its radio; 0: not known */
    bool machine_clock; /* HEAD: the times are of a machine, which may be busy and so late */
    const struct extsta_output *output; /* OUTPUT */
    struct extsta_span text;            /* OTHER: one JSON object, without the line's end */
};

/* Where a writer puts what it writes, in pieces: whole lines come in a row, each ended by '\n'.
 */
struct extsta_log_sink {
    void (*put)(void *user, const char *text, size_t len);
    void *user;
};

/* Writes one line. At the short level those that only a whole log has are passed over: HEAD,
 * outputs of EXTSTA_OUT_INPUT, and of EXTSTA_OUT_FUNCTION all but those that broke a rule. */
void extsta_log_write(const struct extsta_log_sink *sink, enum extsta_log_level level,
                      const struct extsta_log_entry *entry);

/* --- reading --- */

enum extsta_log_result {
    EXTSTA_LOG_ENTRY, /* *entry is the next line */
    EXTSTA_LOG_MORE,  /* all that was fed is used up */
    EXTSTA_LOG_BAD,   /* a line that cannot be read: extsta_log_error; the next call goes on
                       * behind it */
    EXTSTA_LOG_STOP,  /* the log cannot be read any further: extsta_log_error */
};

/* A line may have so many octets, and stand for so many withheld ones. */
#define EXTSTA_LOG_MAX_LINE   (4u << 20)
#define EXTSTA_LOG_MAX_SECRET (1u << 20)

struct extsta_log_reader;

/* Reads whole logs, of any origin. NULL: no memory. The context outlives it. */
struct extsta_log_reader *extsta_log_reader_new(struct extsta_context *ctx);
/* NULL is fine. */
void extsta_log_reader_free(struct extsta_log_reader *reader);
/* The next octets of the log, cut anywhere. Borrowed until extsta_log_next says MORE, as it
 * must have before. */
void extsta_log_feed(struct extsta_log_reader *reader, struct extsta_span octets);
/* There are no more: a last line without its end is read too. */
void extsta_log_end(struct extsta_log_reader *reader);
/* The next line. Empty lines are passed over. */
enum extsta_log_result extsta_log_next(struct extsta_log_reader *reader,
                                       struct extsta_log_entry *entry);
/* What is wrong, after BAD and STOP: "line 12: 'peer' is no address". Valid until the next
 * call. */
const char *extsta_log_error(const struct extsta_log_reader *reader);

#ifdef __cplusplus
}
#endif
#endif
