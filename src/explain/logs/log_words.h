/* What programs say, and what of it would be on the air: the table of words (words_*.c), and
 * its reader (log_words.c). A line becomes a value by the first row whose pattern it begins
 * with; the alignment (log_clock.c) and the comparison (log_place.c) go by what the row says of
 * frames. */
#ifndef EXPLAIN_LOGS_LOG_WORDS_H
#define EXPLAIN_LOGS_LOG_WORDS_H

#include <extsta/witness.h>

#include "base/bytes.h"

/* --- reading (log_line.c) --- */

struct log_cursor {
    const char *p, *end;
};
/* Takes the text if the cursor stands before it. */
bool log_take(struct log_cursor *c, const char *text);
/* Takes digits, at most 19. */
bool log_number(struct log_cursor *c, uint64_t *out);

/* --- the table --- */

/* When a program writes the line: before the frame goes out, after it came in (or was
 * acknowledged), or around it. NONE: no frame of the capture is meant. */
enum log_order {
    LOG_NONE,
    LOG_BEFORE,
    LOG_AFTER,
    LOG_NEAR,
};

/* Senders, as bits. */
#define LOG_STA 1u
#define LOG_AP  2u

/* A pattern is text, and of what follows % one letter:
 *   S B O   address of the station, of the AP, of the program's own side
 *   c m a   reason or status, number of the EAPOL-Key message, AID
 *   l       1: the program itself ended it
 *   d w     a number, a word: not kept
 *   i       the interface
 *   *       anything up to what follows it */
struct log_row {
    const char *pattern;
    enum extsta_word word;
    uint16_t frames;  /* bits: 1 << enum extsta_event_kind */
    uint8_t from;     /* LOG_STA, LOG_AP */
    uint8_t order;    /* enum log_order */
    uint8_t message;  /* of EAPOL-Key, where the line does not say it; 0: any */
    uint8_t sequence; /* of authentication; 0: any */
    uint16_t latency; /* usual time between frame and line, 10 us */
    uint8_t slow;     /* 1: it may also be much longer; 2: by seconds, no measure of clocks */
    bool optional;    /* the frame may be missing by rights: no disagreement */
};

/* Tables of one program each; the row's number counts through all of them. */
struct log_table {
    enum extsta_program program;
    const struct log_row *rows;
    size_t count;
};
extern const struct log_table log_words_hostapd, log_words_supplicant, log_words_kernel,
    log_words_manager;

#define FRAME(kind)  (1u << EXTSTA_EVENT_##kind)
#define ANY_REQUEST  (FRAME(ASSOC_REQ) | FRAME(REASSOC_REQ))
#define ANY_RESPONSE (FRAME(ASSOC_RESP) | FRAME(REASSOC_RESP))
#define ANY_END      (FRAME(DEAUTH) | FRAME(DISASSOC))

/* The rest of a line, behind time and tag, in `out`: program, word and what the row takes.
 * False: it says nothing of interest. */
bool log_words_read(struct log_cursor c, struct extsta_log_line *out);
/* By the number in a line; never NULL. */
const struct log_row *log_row_at(uint16_t row);

#endif
