/* SET, GET, DUMP and the configuration file: variables of the interface (variables.h). */
#include "command.h"
#include <string.h>

/* The dialect that is spoken, and by whom. */
#define VERSION "2.10-extsta"

void wpa_set(struct wpa_call *call, char *rest)
{
    char why[WPA_WHY];
    char *name = wpa_argument(rest), *value = strchr(name, ' ');
    if (!value) {
        wpa_reply_fail(call->reply);
        return;
    }
    *value++ = '\0';
    if (wpa_test_set(call, name, value)) {
        return;
    }
    if (strcmp(name, "disallow_aps") ==
        0) { /* clears a list that nothing can be put into here */
        wpa_reply_bool(call->reply, !*wpa_argument(value));
        return;
    }
    struct wpa_variables *v = call->station->networks.interface;
    bool ok = wpa_variables_set(v, name, value, why, sizeof why) == WPA_DONE;
    if (!ok) {
        wpa_event_say(call->station, WPA_LEVEL_ERROR, "%s: %s", name, why);
    }
    /* what stands outside of blocks is their default */
    for (struct wpa_network *w = call->station->networks.first; ok && w; w = w->next) {
        if (w->service_id != SERVICE_NO_NETWORK && !w->adopted) {
            (void)wpa_network_push(call, w);
        }
    }
    wpa_reply_bool(call->reply, ok);
}

void wpa_get(struct wpa_call *call, char *rest)
{
    char value[WPA_REPLY_ROOM];
    const char *name = wpa_argument(rest);
    if (strcmp(name, "version") == 0) {
        (void)wpa_reply_add(call->reply, "%s", VERSION);
    } else if (wpa_variables_get(call->station->networks.interface, name, value,
                                 sizeof value)) {
        (void)wpa_reply_add(call->reply, "%s", value);
    } else {
        wpa_reply_fail(call->reply);
    }
}

void wpa_dump(struct wpa_call *call, char *rest)
{
    struct wpa_reply *r = call->reply;
    r->len = wpa_variables_dump(call->station->networks.interface, r->text, sizeof r->text);
    if (r->len >= sizeof r->text) {
        r->len = sizeof r->text - 1;
    }
}

void wpa_save_config(struct wpa_call *call, char *rest)
{
    const struct wpa_ctrl_owner *o = &call->ctrl->options.owner;
    wpa_reply_bool(call->reply, o->save_config && o->save_config(o->user, call->station->s));
}

void wpa_reconfigure(struct wpa_call *call, char *rest)
{
    const struct wpa_ctrl_owner *o = &call->ctrl->options.owner;
    wpa_reply_bool(call->reply, o->reconfigure && o->reconfigure(o->user, call->station->s));
}
