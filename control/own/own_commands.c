/* What a client of the own control socket may ask: one table, of which `commands` is a copy for
 * clients. A command's first word behind its name is its station, where it has one. */
#include "own_private.h"
#include <stdlib.h>
#include <string.h>

static own_command commands_of_all;

static const struct command_row {
    const char *name, *usage, *summary;
    unsigned least, most; /* words behind name and station */
    bool station;
    own_command *run;
} rows[] = {
    {"commands", "", "what can be asked", 0, 0, false, commands_of_all},
    {"stations", "", "all stations, a line each", 0, 0, false, own_stations},
    {"status", "STATION", "how it stands: association, port, what it holds", 0, 0, true,
     own_status},
    {"networks", "STATION", "known networks and their pauses; no secrets", 0, 0, true,
     own_networks},
    {"bss", "STATION", "what was heard, and what each known network makes of it", 0, 0, true,
     own_bss},
    {"keys", "STATION", "which keys are installed, never the keys", 0, 0, true, own_keys},
    {"drops", "STATION", "frames dropped, by reason", 0, 0, true, own_show_drops},
    {"counters", "STATION", "what its radio and its interface did not take", 0, 0, true,
     own_counters},
    {"statistics", "STATION", "the driver's counters", 0, 0, true, own_statistics},
    {"mib", "STATION", "every OID that answers a query", 0, 0, true, own_mib},
    {"oid", "STATION NAME [set HEX]", "one OID, queried or (if that is allowed) set", 1, 3,
     true, own_oid},
    {"causes", "STATION [N]", "the last ends, and why", 0, 1, true, own_causes},
    {"decisions", "STATION [N]", "the last decisions to roam or to stay", 0, 1, true,
     own_decisions},
    {"judge", "STATION on|off", "a referee judges it by the contract", 1, 1, true, own_judge},
    {"findings", "STATION", "what the referee has found", 0, 0, true, own_findings},
    {"watch", "[STATION|all] [crossings]", "events as they happen, until the client closes", 0,
     2, false, own_watch},
    {"network-add", "STATION PROFILE-XML [priority=N] [automatic=yes|no]",
     "makes a network known", 1, 3, true, own_network_add},
    {"network-set", "STATION ID [priority=N] [automatic=yes|no]", "changes it", 1, 3, true,
     own_network_set},
    {"network-remove", "STATION ID", "forgets it", 1, 1, true, own_network_remove},
    {"network-export", "STATION ID", "its profile as XML, without secrets", 1, 1, true,
     own_network_export},
    {"select", "STATION ID|any", "this network and no other", 1, 1, true, own_select},
    {"disconnect", "STATION", "leaves, and stays away", 0, 0, true, own_disconnect},
    {"reconnect", "STATION", "after that", 0, 0, true, own_reconnect},
    {"reassociate", "STATION", "enters the best network anew", 0, 0, true, own_reassociate},
    {"automatic", "STATION yes|no", "whether it looks for networks by itself", 1, 1, true,
     own_automatic},
    {"roam", "STATION BSSID", "to this access point", 1, 1, true, own_roam},
    {"scan", "STATION [passive] [freq=MHZ] [ssid=NAME] [bssid=ADDRESS]", "looks around", 0, 14,
     true, own_scan},
    {"scan-abort", "STATION", "ends that", 0, 0, true, own_scan_abort},
};

static const char *commands_of_all(struct own_call *c)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_line(c->j, "command");
        json_text(c->j, "name", rows[i].name);
        json_text(c->j, "usage", rows[i].usage);
        json_text(c->j, "summary", rows[i].summary);
        json_line_end(c->j);
    }
    return NULL;
}

const char *own_option(const struct own_call *c, const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < c->count; i++) {
        if (strncmp(c->words[i], name, len) == 0 && c->words[i][len] == '=') {
            return c->words[i] + len + 1;
        }
    }
    return NULL;
}

bool own_number(const char *text, uint32_t most, uint32_t *out)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    *out = (uint32_t)value;
    return text[0] >= '0' && text[0] <= '9' && *end == 0 && value <= most;
}

void own_station_line(struct json_out *j, const char *kind, const struct service_station *s)
{
    json_line(j, kind);
    json_text(j, "sta", service_station_name(s));
}

static const struct command_row *find(const char *name)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static const char *execute(struct own_call *c, const struct own_request *r)
{
    const struct command_row *row = find(r->words[0]);
    size_t first = row && row->station ? 2 : 1;
    if (!row) {
        return "there is no such command";
    }
    if (row->station && r->count < 2) {
        return "which station?";
    }
    c->words = r->words + first;
    c->count = r->count - first;
    if (c->count < row->least || c->count > row->most) {
        snprintf(c->why, sizeof c->why, "usage: %s %s", row->name, row->usage);
        return c->why;
    }
    c->s = row->station ? service_station(c->ctrl->service, r->words[1]) : NULL;
    if (row->station && !c->s) {
        return "there is no such station";
    }
    return row->run(c);
}

/* The lines of an answer go out with its end, or not at all. */
void own_execute(struct own_client *client, const struct own_request *request)
{
    struct own_ctrl *ctrl = client->ctrl;
    struct own_call call = {
        .ctrl = ctrl, .client = client, .j = &ctrl->json, .now = host_loop_now(ctrl->loop)};
    size_t len;
    const char *why = execute(&call, request);
    json_line(&ctrl->json, "done");
    json_bool(&ctrl->json, "ok", why == NULL);
    json_name(&ctrl->json, "error", why);
    json_line_end(&ctrl->json);
    const char *lines = own_lines(ctrl, &len);
    if (len == 0) {
        own_client_drop(client); /* no memory for the answer: rather none than half of one */
        return;
    }
    own_client_send(client, lines, len);
}
