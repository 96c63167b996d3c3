/* What came of the keys that the user gave, in words: a key that is wrong, or for a network
 * that is not in the capture, must not pass for a capture in which nothing can be opened. */
#ifndef TELL_KEY_TEXT_H
#define TELL_KEY_TEXT_H

#include <extsta/explain.h>
#include <stdio.h>

/* "fits", "wrong", "doubtful", "not-tried", "not-in-capture": stable names. */
const char *key_verdict(const struct extsta_key_report *key);
/* One line for each key of which something has to be said. opened: frames were; then a key that
 * had no handshake to be tried on is not worth a line. */
void key_text(FILE *out, const struct extsta_explain *x, bool opened);

#endif
