/* See driver_words.h. */
#include "driver_words.h"
#include "channels.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One word of -D. */
static bool read_driver(const char *word, struct config_station *entry, char *why, size_t size)
{
    char with_name[64];
    if (strcmp(word, "nl80211") == 0) {
        snprintf(with_name, sizeof with_name, "nl80211:%s", entry->name);
        word = with_name;
    }
    return radio_choice_read(word, &entry->radio, why, size);
}

static bool read_drivers(const char *list, struct config_station *entry, char *why, size_t size)
{
    char words[512], *rest = NULL, first[256] = "";
    bool found = false;
    snprintf(words, sizeof words, "%s", list && list[0] ? list : "nl80211");
    for (char *word = strtok_r(words, ",", &rest); word && !found;
         word = strtok_r(NULL, ",", &rest)) {
        found = read_driver(word, entry, why, size);
        if (!found && !first[0]) {
            snprintf(first, sizeof first, "%s", why);
        }
    }
    if (!found) {
        snprintf(why, size, "-D: %s", first);
    }
    return found;
}

static bool read_address(const char *text, struct config_station *entry)
{
    unsigned b[6];
    int used = 0;
    if (sscanf(text, "%2x:%2x:%2x:%2x:%2x:%2x%n", &b[0], &b[1], &b[2], &b[3], &b[4], &b[5],
               &used) != 6 ||
        text[used] != 0 || (b[0] & 1)) {
        return false;
    }
    for (int i = 0; i < 6; i++) {
        entry->address.b[i] = (uint8_t)b[i];
    }
    entry->has_address = true;
    return true;
}

/* "1,6,36" */
static bool read_channels(const char *text, struct config_station *entry)
{
    for (entry->freq_count = 0; entry->freq_count < CONFIG_CHANNELS_MAX;) {
        char *end;
        unsigned long channel = strtoul(text, &end, 10);
        if (text[0] < '1' || text[0] > '9' || channel > 200 || (*end != 0 && *end != ',')) {
            return false;
        }
        entry->freqs[entry->freq_count++] = channel_freq(channel);
        if (*end == 0) {
            return true;
        }
        text = end + 1;
    }
    return false;
}

/* One word of -p. */
static bool read_param(const char *word, struct config_station *entry,
                       char air[DRIVER_WORDS_FILE])
{
    if (strncmp(word, "config=", 7) == 0) {
        snprintf(air, DRIVER_WORDS_FILE, "%s", word + 7);
        return true;
    }
    return strncmp(word, "address=", 8) == 0    ? read_address(word + 8, entry)
           : strncmp(word, "channels=", 9) == 0 ? read_channels(word + 9, entry)
                                                : false;
}

bool driver_words_read(const char *driver, const char *param, struct config_station *entry,
                       char air[DRIVER_WORDS_FILE], char *why, size_t size)
{
    char words[DRIVER_WORDS_FILE + 64], *rest = NULL;
    air[0] = 0;
    if (!read_drivers(driver, entry, why, size)) {
        return false;
    }
    snprintf(words, sizeof words, "%s", param ? param : "");
    for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        if (!read_param(word, entry, air)) {
            snprintf(why, size,
                     "-p: '%.60s' is none of address=MAC, channels=1,6,36, config=FILE", word);
            return false;
        }
    }
    if (air[0] && entry->radio.kind != RADIO_AIR) {
        snprintf(why, size, "-p: config= goes with -D air");
        return false;
    }
    return true;
}
