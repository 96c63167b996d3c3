/* -D and -p: which radio is meant, and what it is told. */
#ifndef SUPPLICANT_DRIVER_WORDS_H
#define SUPPLICANT_DRIVER_WORDS_H

#include "config.h"

#define DRIVER_WORDS_FILE 1024

/* Reads a list of drivers, as "nl80211,wext" (NULL or empty: nl80211), and parameters, as
 * "address=02:00:00:00:00:01 config=FILE" (likewise: none), into the radio and the address of
 * the entry, whose name is there already. `air` gets the file, or is empty. False: `why`. */
bool driver_words_read(const char *driver, const char *param, struct config_station *entry,
                       char air[DRIVER_WORDS_FILE], char *why, size_t size);

#endif
