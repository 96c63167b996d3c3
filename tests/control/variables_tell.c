/* Answers as wpa_supplicant's control interface would on network block 0 and on the interface's
 * variables, one line of standard input after the other: for tests/control/variables.py, which
 * puts the same lines to wpa_supplicant.
 *
 *   NEW                 an empty block
 *   SET_NETWORK NAME VALUE, GET_NETWORK NAME, SET NAME VALUE, GET NAME
 *   OPTIONS             what the block means, or why it is no network
 *   NAMES, INTERFACE_NAMES
 *
 * An answer is one line; behind FAIL stands the reason. */
#include "options.h"
#include "variables_table.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct wpa_variables *network, *interface;

static void set(struct wpa_variables *v, char *rest)
{
    static const char *const answers[] = {"OK", "FAIL unknown", "FAIL bad", "FAIL refused",
                                          "FAIL memory"};
    char why[WPA_WHY] = "", *value = strchr(rest, ' ');
    if (!value) {
        puts("FAIL bad");
        return;
    }
    *value++ = 0;
    printf("%s %s\n", answers[wpa_variables_set(v, rest, value, why, sizeof why)], why);
}

static void get(const struct wpa_variables *v, const char *name)
{
    char value[WPA_VALUE_MAX];
    puts(wpa_variables_get(v, name, value, sizeof value) ? value : "FAIL");
}

static void names(enum wpa_variables_of of)
{
    const char *name;
    for (size_t i = 0; (name = wpa_variables_name(of, i)) != NULL; i++) {
        printf("%s%s", i ? " " : "", name);
    }
    putchar('\n');
}

static void options(void)
{
    struct wpa_options o;
    char why[WPA_WHY];
    if (wpa_options_make(&o, network, interface, why, sizeof why) == WPA_DONE) {
        const struct extsta_profile *p = &o.options.profile;
        printf("OK auth=%u fallback=%u unicast=%#x pmf=%u ft=%u\n", (unsigned)p->auth,
               (unsigned)p->fallback_auth, (unsigned)p->unicast_cipher, (unsigned)p->pmf,
               (unsigned)p->ft);
    } else {
        printf("FAIL %s\n", why);
    }
    wpa_options_free(&o);
}

static void new_block(void)
{
    wpa_variables_free(network);
    network = wpa_variables_new(WPA_OF_NETWORK);
}

int main(void)
{
    static char line[65536];
    interface = wpa_variables_new(WPA_OF_INTERFACE);
    new_block();
    while (network && interface && fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        if (strcmp(line, "NEW") == 0) {
            new_block();
            puts("OK");
        } else if (strcmp(line, "OPTIONS") == 0) {
            options();
        } else if (strcmp(line, "NAMES") == 0) {
            names(WPA_OF_NETWORK);
        } else if (strcmp(line, "INTERFACE_NAMES") == 0) {
            names(WPA_OF_INTERFACE);
        } else if (strncmp(line, "SET_NETWORK ", 12) == 0) {
            set(network, line + 12);
        } else if (strncmp(line, "GET_NETWORK ", 12) == 0) {
            get(network, line + 12);
        } else if (strncmp(line, "SET ", 4) == 0) {
            set(interface, line + 4);
        } else if (strncmp(line, "GET ", 4) == 0) {
            get(interface, line + 4);
        } else {
            puts("UNKNOWN COMMAND");
        }
        fflush(stdout);
    }
    wpa_variables_free(network);
    wpa_variables_free(interface);
    return 0;
}
