/* Extensions that are loaded from shared objects, on virtual air: they think in real time,
 * on threads of their own, and virtual time stands still meanwhile. */
#include "ihv_loader.h"
#include "world_ihv.h"
#include <poll.h>
#include <stdlib.h>

#define FIRST_WORD_MS 5000 /* an extension that was asked has so long to begin */
#define QUIET_MS      100  /* and has finished when it has been silent for so long */

struct world_extension {
    struct ihv_loader *loader;
    struct ihv_adapter *adapter;
    bool asked; /* something that it will answer */
};

static void on_call(struct world_station *s, const struct extsta_ihv_call *call)
{
    struct world_extension *x = s->extension;
    x->asked = x->asked || call->type == EXTSTA_IHV_PERFORM_PRE_ASSOCIATE ||
               call->type == EXTSTA_IHV_RECEIVE_PACKET;
    ihv_adapter_call(x->adapter, air_now(world_air(s->world)), call);
}

bool world_extension_load(struct world_station *s, const char *path, char *why, size_t size)
{
    struct world_extension *x = calloc(1, sizeof *x);
    snprintf(why, size, "no memory");
    if (!x || !(x->loader = ihv_loader_open(path, why, size))) {
        free(x);
        return false;
    }
    s->extension = x;
    s->ihv_call = on_call;
    x->adapter = ihv_adapter_add(x->loader, s->sta, air_now(world_air(s->world)), s->address);
    if (!x->adapter) {
        s->extension = NULL;
        s->ihv_call = NULL;
        ihv_loader_close(x->loader);
        free(x);
        return false;
    }
    world_pump(s);
    return true;
}

void world_extension_work(struct world_station *s)
{
    struct world_extension *x = s->extension;
    if (!x || !x->asked) {
        return;
    }
    x->asked = false;
    struct pollfd p = {.fd = ihv_loader_fd(x->loader), .events = POLLIN};
    for (int patience = FIRST_WORD_MS; poll(&p, 1, patience) > 0; patience = QUIET_MS) {
        ihv_loader_dispatch(x->loader, air_now(world_air(s->world)));
        world_pump(s);
    }
}

void world_extension_free(struct world_station *s)
{
    struct world_extension *x = s->extension;
    if (!x) {
        return;
    }
    ihv_adapter_detach(x->adapter, air_now(world_air(s->world)));
    world_pump(s);
    s->ihv_call = NULL;
    s->extension = NULL;
    ihv_adapter_free(x->adapter);
    ihv_loader_close(x->loader);
    free(x);
}
