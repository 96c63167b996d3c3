/* Extensions that are loaded from shared objects, on virtual air: they think in real time,
 * on threads of their own, and virtual time stands still meanwhile. */
#include "ihv_loader.h"
#include "providers.h"
#include "world_ihv.h"
#include <stdio.h>
#include <stdlib.h>

struct world_extension {
    struct ihv_loader *loader;
    struct ihv_adapter *adapter;
};

/* Called from within the station's outputs. The extension's answers come at once, so that no
 * two stations' extensions ever think side by side and one seed is one run. */
static void on_call(struct world_station *s, const struct extsta_ihv_call *call)
{
    struct world_extension *x = s->extension;
    extsta_time now = air_now(world_air(s->world));
    ihv_adapter_call(x->adapter, now, call);
    ihv_loader_settle(x->loader, now); /* what it wants are further outputs of the station */
}

bool world_extension_load(struct world_station *s, const char *path, char *why, size_t size)
{
    struct world_extension *x = host_calloc(1, sizeof *x);
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

/* While it is detached, its last calls (stop, deinit) must still reach it: ihv_call goes after
 * the pump. */
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
