/* Draws every state machine from its table, as docs/machines.md: a picture (Mermaid, which
 * the usual viewers of Markdown show) and the rows with the rule that says so. */
#include "acm/acm.h"
#include "ap.h"
#include "explain/story_private.h"
#include "miniport/miniport.h"
#include "msm/msm.h"
#include "rsn/ft.h"
#include "onex/onex.h"
#include "onex/tunnel_peer.h"
#include "onex/tunnel_server.h"
#include "rsn/handshake.h"
#include "rsn/sae.h"
#include <stdio.h>
#include <string.h>

struct drawing {
    const char *title, *where;
    const struct fsm_table *table;
    const struct fsm_table *(*get)(void); /* where a function gives it out */
};

static const struct drawing drawings[] = {
    {"Operating state", "src/miniport/state.c", &mp_state_table},
    {"Scan", "src/miniport/mlme/scan.c", &scan_table},
    {"Connection operation", "src/miniport/mlme/connect.c", &connection_table},
    {"Association operation", "src/miniport/mlme/associate.c", &associate_table},
    {"Roaming", "src/miniport/mlme/roam.c", &roam_table},
    {"SA Query", "src/miniport/mlme/sa_query.c", &sa_query_table},
    {"Independent network", "src/miniport/mlme/ibss.c", &ibss_table},
    {"Auto-configuration", "src/acm/acm.c", &acm_table},
    {"Port", "src/msm/port.c", &msm_port_table},
    {"Supplicant", "src/rsn/supplicant.c", &supplicant_table},
    {"Authenticator", "src/rsn/authenticator.c", &authenticator_table},
    {"Fast BSS transition, the station", "src/rsn/ft.c", &ft_station_table},
    {"SAE, the station", "src/rsn/sae_station.c", &sae_station_table},
    {"SAE, the access point", "src/rsn/sae_ap.c", &sae_ap_table},
    {"802.1X, the supplicant", "src/onex/onex.c", &onex_table},
    {"EAP, the peer", "src/onex/eap_peer.c", &eap_peer_table},
    {"EAP-MSCHAPv2, the peer", "src/onex/eap_mschapv2.c", &eap_mschapv2_table},
    {"EAP over TLS, the peer", "src/onex/tunnel_peer.c", &tunnel_peer_table},
    {"EAP over TLS, the server", "src/onex/tunnel_server.c", &tunnel_server_table},
    {"Story of a client in a capture", "src/explain/story_machine.c", NULL, story_table},
    {"Client of the scripted access point", "air/apsim_client.c", &client_machine},
};
#define COUNT (sizeof drawings / sizeof drawings[0])

static const struct fsm_table *table_of(const struct drawing *d)
{
    return d->get ? d->get() : d->table;
}

/* All events that lead from one state to another stand on one arrow. */
static void draw_arrow(const struct fsm_table *t, size_t from, size_t to)
{
    size_t n = 0;
    for (size_t i = 0; i < t->row_count; i++) {
        const struct fsm_row *r = fsm_row_at(t, i);
        if (r->state == from && r->next == to) {
            if (n++ == 0) {
                printf("    s%zu --> s%zu: ", from, to);
            } else {
                printf(", ");
            }
            printf("%s", t->events[r->event]);
        }
    }
    if (n) {
        printf("\n");
    }
}

static void draw(const struct drawing *d)
{
    const struct fsm_table *t = table_of(d);
    printf("\n## %s\n\nTable `%s` in `%s`.%s\n\n```mermaid\nstateDiagram-v2\n", d->title, t->name,
           d->where, t->ignores_others ? " Other events in a state are legal and do nothing." : "");
    for (size_t i = 0; i < t->state_count; i++) {
        printf("    s%zu: %s\n", i, t->states[i]);
    }
    printf("    [*] --> s0\n");
    for (size_t from = 0; from < t->state_count; from++) {
        for (size_t to = 0; to < t->state_count; to++) {
            draw_arrow(t, from, to);
        }
    }
    printf("```\n\n| state | event | next | rule |\n|---|---|---|---|\n");
    for (size_t i = 0; i < t->row_count; i++) {
        const struct fsm_row *r = fsm_row_at(t, i);
        printf("| %s | %s | %s | %s |\n", t->states[r->state], t->events[r->event],
               r->next == r->state ? "–" : t->states[r->next],
               r->rule ? extsta_rule_id(r->rule) : "");
    }
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--tables") == 0) {
        for (size_t i = 0; i < COUNT; i++) {
            printf("%s %s\n", drawings[i].where, table_of(&drawings[i])->name);
        }
        return 0;
    }
    printf(
        "# State machines\n\n"
        "Drawn from the tables of the source by `scripts/docs`; a test fails when this page "
        "and the\ntables differ. States are named by what is awaited. A rule like `CNX-10` "
        "is one of the Native\n802.11 contract ([contract.md](contract.md)), "
        "one like `802.11 12.7.6` a clause of\nIEEE 802.11-2020. A pair that is in no row "
        "cannot happen, unless the page says otherwise.\n");
    for (size_t i = 0; i < COUNT; i++) {
        draw(&drawings[i]);
    }
    return 0;
}
