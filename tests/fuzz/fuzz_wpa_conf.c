/* wpa_supplicant.conf, and with it every variable of a network block: whatever the octets say,
 * each network that comes out of it is a profile that the station takes, or has a reason. */
#include "conf_file.h"
#include "fuzz.h"
#include <string.h>

static void say(void *user, enum wpa_conf_severity severity, const char *text)
{
    (void)user;
    (void)severity;
    FUZZ_CHECK(text[0] != 0 && strchr(text, '\n') == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wpa_networks n;
    char why[WPA_WHY], value[WPA_WHY];
    if (!wpa_networks_init(&n)) {
        return 0;
    }
    bool good = wpa_conf_parse(&n, (const char *)data, size, "fuzz.conf", say, NULL);
    for (struct wpa_network *w = n.first; w; w = w->next) {
        struct wpa_options o = {0};
        enum wpa_answer answer =
            wpa_options_make(&o, w->variables, n.interface, why, sizeof why);
        FUZZ_CHECK(answer == WPA_DONE
                        ? extsta_profile_check(&o.options.profile, NULL) == EXTSTA_OK
                        : why[0] != 0 && w->refused);
        wpa_options_free(&o);
        /* what is printed is taken again, and printed alike */
        const char *name;
        for (size_t i = 0; good && (name = wpa_variables_name(WPA_OF_NETWORK, i)) != NULL; i++) {
            const char *said = wpa_variables_said(w->variables, name);
            if (said && strlen(said) < sizeof value) {
                strcpy(value, said);
                FUZZ_CHECK(value[0] == 0 || wpa_variables_set(w->variables, name, value, why,
                                                               sizeof why) == WPA_DONE);
                FUZZ_CHECK(value[0] == 0 ||
                            strcmp(wpa_variables_said(w->variables, name), value) == 0);
            }
        }
    }
    wpa_networks_free(&n);
    return 0;
}
