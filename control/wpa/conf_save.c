/* SAVE_CONFIG (conf_file.h): what was said of an interface and its networks, in the order in
 * which wpa_supplicant writes it. */
#include "conf_file.h"
#include "out_file.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* The variables that say something else than they are unset. */
static void write_variables(FILE *f, const struct wpa_variables *v, enum wpa_variables_of of,
                            const char *indent)
{
    bool keeps_psk = of != WPA_OF_NETWORK || wpa_variables_number(v, "mem_only_psk") == 0;
    const char *name;
    for (size_t i = 0; (name = wpa_variables_name(of, i)) != NULL; i++) {
        const char *said = wpa_variables_said(v, name);
        bool newer =
            strcmp(name, "bssid_blacklist") != 0 && strcmp(name, "bssid_whitelist") != 0;
        bool usual = strcmp(name, "disabled") == 0 && said && strcmp(said, "0") == 0;
        if (said && newer && !usual && (keeps_psk || strcmp(name, "psk") != 0)) {
            fprintf(f, "%s%s=%s\n", indent, name, said);
        }
    }
}

static void write_kept(FILE *f, const char *kept, const char *indent)
{
    for (const char *at = kept, *end; at && *at; at = end + 1) {
        end = strchr(at, '\n');
        fprintf(f, "%s%.*s\n", indent, (int)(end - at), at);
    }
}

bool wpa_conf_save(const struct wpa_networks *n, const char *path, char *why, size_t size)
{
    struct out_file o;
    if (wpa_variables_number(n->interface, "update_config") != 1) {
        snprintf(why, size, "update_config is not 1: %.120s is not written", path);
        return false;
    }
    mode_t usual =
        umask(0077); /* of a file that is new; another one keeps its permissions ... */
    bool opened = out_file_open(&o, path);
    umask(usual);
    if (!opened) {
        snprintf(why, size, "%.120s: %s", path, strerror(errno));
        return false;
    }
    struct stat
        st; /* ... but that everybody may read it, which would be refused the next time */
    if (fstat(fileno(o.file), &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 07)) {
        (void)fchmod(fileno(o.file), st.st_mode & 07770);
    }
    write_variables(o.file, n->interface, WPA_OF_INTERFACE, "");
    write_kept(o.file, n->kept, "");
    for (const struct wpa_network *w = n->first; w; w = w->next) {
        fputs("\nnetwork={\n", o.file);
        write_variables(o.file, w->variables, WPA_OF_NETWORK, "\t");
        write_kept(o.file, w->kept, "\t");
        fputs("}\n", o.file);
    }
    if (!out_file_close(&o, !ferror(o.file))) {
        snprintf(why, size, "%.120s: %s", path, strerror(errno));
        return false;
    }
    return true;
}
