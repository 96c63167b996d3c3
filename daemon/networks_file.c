/* See networks_file.h. Where the station has wpa_supplicant's control socket, the blocks are
 * those that its commands work on; else they are the member's own. */
#include "networks_file.h"
#include "conf_file.h"
#include "daemon_private.h"
#include "providers.h"
#include "wpa_ctrl.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static struct wpa_networks *blocks_of(struct member *m)
{
    struct daemon *d = m->daemon;
    if (d->wpa) {
        return wpa_ctrl_networks(d->wpa, m->station);
    }
    if (!m->blocks) {
        m->blocks = host_calloc(1, sizeof *m->blocks);
        if (m->blocks && !wpa_networks_init(m->blocks)) {
            free(m->blocks);
            m->blocks = NULL;
        }
    }
    return m->blocks;
}

void networks_file_free(struct member *m)
{
    if (m->blocks) {
        wpa_networks_free(m->blocks);
        free(m->blocks);
        m->blocks = NULL;
    }
}

static void say(void *user, enum wpa_conf_severity severity, const char *text)
{
    const struct member *m = user;
    journal_say(&m->daemon->journal,
                severity == WPA_CONF_ERROR ? JOURNAL_ERROR : JOURNAL_WARNING, m->name, "%s",
                text);
}

bool networks_file_read(struct member *m)
{
    struct wpa_networks fresh = {0}, *n = blocks_of(m);
    char why[WPA_WHY];
    if (!n || !wpa_networks_init(&fresh)) {
        journal_say(&m->daemon->journal, JOURNAL_ERROR, m->name, "%s: no memory",
                    m->entry->networks_file);
        return false;
    }
    if (!wpa_conf_read(&fresh, m->entry->networks_file, say, m)) {
        journal_say(&m->daemon->journal, JOURNAL_ERROR, m->name,
                    "%s cannot be used: its networks are as they were",
                    m->entry->networks_file);
        wpa_networks_free(&fresh);
        return false;
    }
    wpa_networks_replace(n, &fresh, m->station);
    for (struct wpa_network *w = n->first; w; w = w->next) {
        /* what is refused was said when the file was read */
        if (!w->refused && wpa_network_tell(n, w, m->station, why, sizeof why) != WPA_DONE) {
            journal_say(&m->daemon->journal, JOURNAL_WARNING, m->name,
                        "network %u of %s is not entered: %s", (unsigned)w->id,
                        m->entry->networks_file, why);
        }
    }
    return true;
}

bool networks_file_write(struct member *m)
{
    char why[PATH_MAX + 300] = "they are not of a wpa_supplicant.conf";
    const struct wpa_networks *n = m->entry->networks_file ? blocks_of(m) : NULL;
    bool ok = n && wpa_conf_save(n, m->entry->networks_file, why, sizeof why);
    if (!ok) {
        journal_say(&m->daemon->journal, JOURNAL_WARNING, m->name,
                    "its networks are not saved: %s", why);
    }
    return ok;
}
