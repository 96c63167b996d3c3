/* Stories for a referee, in words: "up reset connect cs as:A ac:A cc:0". Each word is one or
 * two values that cross; words.c has what each means. Addresses are A to F (access points, and
 * peers of an IBSS), M (the station), * (the wildcard) and - (zero). */
#ifndef TESTS_UNIT_REFEREE_WORDS_H
#define TESTS_UNIT_REFEREE_WORDS_H

#include "../testing.h"
#include <extsta/payload.h>
#include <extsta/referee.h>

struct words {
    /* Sees each value before the referee does; NULL: nobody. */
    void (*given)(struct words *w, const struct extsta_output *out);
    const char *word; /* that is being played */
    struct extsta_context *ctx;
    struct extsta_referee *referee;
    uint64_t seed;
    extsta_time now;
    uint32_t next_request; /* of the OS half */
};

/* A station of two PHYs; ears: what is on the air will be told. */
void words_start(struct words *w, bool ears);
void words_end(struct words *w);
/* Plays a story; a word that is none fails the test. */
void words_play(struct words *w, const char *story);

/* --- for words.c and words_buffer.c --- */
/* The next piece of a text, which is cut at `at`: as strtok_r. */
char *words_piece(char **rest, char at);
struct extsta_mac words_mac(const char *word);
/* A number, or the name of one: "state", "psk". */
uint32_t words_number(const char *word);
/* An OID by its short name. */
uint32_t words_oid(const char *name);
/* "a,b,c" as entries of a list of this form; "-": none. Returns their octets. */
size_t words_entries(enum extsta_form form, char *words, uint8_t *out, uint32_t *count);
/* The buffer of a form, from a word, into 1024 octets. Returns its octets. */
size_t words_buffer(enum extsta_form form, char *word, uint8_t *out);

#endif
