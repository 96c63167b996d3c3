/* wpa_supplicant.conf, read and written: variables of an interface, network blocks. What a line
 * says that cannot be done here is told by file and line, and the rest is taken. */
#ifndef CONTROL_WPA_CONF_FILE_H
#define CONTROL_WPA_CONF_FILE_H

#include "networks.h"

enum wpa_conf_severity {
    WPA_CONF_NOTE,  /* a line without meaning here: passed over, and said so */
    WPA_CONF_ERROR, /* a line that is wrong: wpa_supplicant does not start with it either */
};
/* One thing to say: "FILE:LINE: what"; borrowed. */
typedef void (*wpa_conf_say)(void *user, enum wpa_conf_severity severity, const char *text);

/* Reads a file, and those that it includes, into `n`, behind what is there. False: it cannot be
 * read or has errors, all of which were said; what was read stays in `n`. A file with secrets
 * that others may read is an error. */
bool wpa_conf_read(struct wpa_networks *n, const char *path, wpa_conf_say say, void *user);
/* The same of octets in memory, `path` being its name in what is said. */
bool wpa_conf_parse(struct wpa_networks *n, const char *text, size_t len, const char *path,
                    wpa_conf_say say, void *user);
/* SAVE_CONFIG: writes the whole to `path`, or leaves it as it was. False: `why` says what
 * stands in the way (update_config is not 1, among others). */
bool wpa_conf_save(const struct wpa_networks *n, const char *path, char *why, size_t size);

#endif
