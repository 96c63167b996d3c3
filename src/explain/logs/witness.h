/* The inside of --log (extsta/witness.h): what is kept of frames, lines and whoever spoke,
 * between the reading of lines (log_line.c) and what is said in the end. In order: frames and
 * lines are kept (witness.c), each log's clock is found (log_clock.c, or log_order.c where it
 * has none), events are put on frames and stories (log_place.c), and are judged (log_judge.c).
 */
#ifndef EXPLAIN_LOGS_WITNESS_H
#define EXPLAIN_LOGS_WITNESS_H

#include "explain/conversation.h"
#include "explain/logs/log_words.h"

#define MILLISECOND INT64_C(1000000)
#define LOG_SECOND  INT64_C(1000000000)
#define STAMPED     (25 * MILLISECOND) /* by which a busy capture may stamp a frame wrongly */

/* A frame of the air that a log might tell of. One cache line. */
struct air_frame {
    uint64_t time; /* ns */
    uint32_t number;
    uint32_t station; /* index of air_station */
    struct extsta_mac bssid;
    uint16_t code; /* reason or status */
    bool has_code, from_ap, retry;
    uint8_t kind;                         /* enum extsta_event_kind */
    uint8_t number_in; /* transaction, message of a handshake, code of EAP; 0: unknown */
    /* Asked once more for want of an answer: ns since the first of them; 0: nothing like it
     * came before. */
    uint64_t again;
};

/* Whoever has frames, and where they stand in witnesses.by_station. Begins with the address,
 * for index_get. */
struct air_station {
    struct extsta_mac mac;
    uint32_t begin, count;
    uint32_t client; /* of the collection, or EXTSTA_NO_INDEX */
    uint32_t last;   /* frame so far */
};

#define WORDS_MAX 160u

/* A line that says something. */
struct log_event {
    uint64_t time, resolution; /* of the log's clock, ns */
    uint64_t air;              /* of the capture's, once placed */
    uint32_t line, log, speaker;
    uint32_t station; /* index of air_station, or EXPLAIN_NONE */
    uint32_t frame;   /* index of air_frame, or EXPLAIN_NONE */
    uint32_t client, story;
    uint32_t other_frame; /* a number */
    uint16_t row, code, frame_code;
    uint16_t words_len;
    uint8_t program, word, message, verdict;
    bool has_time, has_sta, has_bssid, has_code, local, placed, silent;
    struct extsta_mac sta, bssid;
    uint8_t words[WORDS_MAX];
};

/* One side of the air that a log speaks for: an interface of a machine. */
struct speaker {
    uint64_t name; /* hash of host and interface */
    uint32_t log;
    bool ap;    /* hostapd's; else a client's */
    bool known; /* its address: */
    struct extsta_mac mac;
};

struct kept_log {
    struct extsta_witness_log about;
    uint32_t first, end;                     /* events */
    enum extsta_program asked;               /* for what the user says it is */
    uint32_t programs[EXTSTA_PROGRAM_COUNT]; /* events of each */
    uint64_t last_time;
    uint64_t interface; /* hash of the one named last, for lines without */
    unsigned year;      /* of dates without one; moves on at the turn of the year */
    bool yearless;
};

struct extsta_witnesses {
    struct pool *pool;
    uint64_t seed;
    struct store frames, stations, events, speakers, logs;
    struct index_table station_index;
    uint32_t *by_station; /* frames by station, each in file order; frames.count of them */
    uint32_t *order;      /* events as they are told; events.count of them */
    uint32_t order_count;
    const struct extsta_collection *collection;
    uint64_t begin, end; /* of the capture, ns */
    uint64_t lost;
    bool short_of_memory;
};

static inline struct air_frame *frame_at(const struct extsta_witnesses *w, uint32_t index)
{
    return store_at(&w->frames, index);
}
static inline struct air_station *station_at(const struct extsta_witnesses *w, uint32_t index)
{
    return store_at(&w->stations, index);
}
static inline struct log_event *event_at(const struct extsta_witnesses *w, uint32_t index)
{
    return store_at(&w->events, index);
}
static inline struct speaker *speaker_at(const struct extsta_witnesses *w, uint32_t index)
{
    return store_at(&w->speakers, index);
}
static inline struct kept_log *log_at(const struct extsta_witnesses *w, uint32_t index)
{
    return store_at(&w->logs, index);
}

/* Index of the station, or EXPLAIN_NONE: it has no frame. */
uint32_t witness_station(const struct extsta_witnesses *w, struct extsta_mac mac);
/* The group address to which an AP says what concerns all. */
uint32_t witness_broadcast(const struct extsta_witnesses *w);
/* Whether the frame may be the one that the event tells of, by all but its time. */
bool witness_fits(const struct extsta_witnesses *w, const struct log_event *e,
                  const struct air_frame *f);
/* The same without reason and status. */
bool witness_fits_loosely(const struct extsta_witnesses *w, const struct log_event *e,
                          const struct air_frame *f);
/* Whether the event tells of a frame at all. */
static inline bool witness_has_frame(const struct log_event *e)
{
    return log_row_at(e->row)->frames != 0;
}
/* In what time after or before its frame a line can stand, ns. */
int64_t witness_slack(const struct log_event *e);

/* The clock of one log, in its `about`; for a client's log also whose it is. False: no memory.
 */
bool clock_find(struct extsta_witnesses *w, uint32_t log);
/* What the log's clock showed at a moment of the capture, and the other way round. */
int64_t clock_offset(const struct extsta_witness_log *about, uint64_t log_time);
uint64_t clock_to_air(const struct extsta_witness_log *about, uint64_t log_time);
/* The same for a log without times: puts its events on frames by their order alone. */
bool order_find(struct extsta_witnesses *w, uint32_t log);

/* Candidates for the frames of an event that is `station`'s: from its own frames and, for ends,
 * from those to all. Calls back in file order of each; false ends it. */
typedef bool (*witness_each)(void *user, uint32_t frame);
void witness_candidates(const struct extsta_witnesses *w, const struct log_event *e,
                        uint32_t station, uint64_t from, uint64_t until, witness_each each,
                        void *user);

void place_events(struct extsta_witnesses *w, uint32_t log);
void judge_events(struct extsta_witnesses *w);
/* How sure the verdict is, percent: no surer than the log's clock, and what is not on the air
 * no surer than the capture is complete. */
uint8_t judge_confidence(const struct extsta_witnesses *w, const struct log_event *e);

/* Sorts an array of numbers by a key; no memory is needed. */
typedef bool (*witness_before)(const void *user, uint32_t a, uint32_t b);
void witness_sort(uint32_t *a, size_t n, witness_before before, const void *user);

#endif
