/* Extensions that are loaded from shared objects, on virtual air: they think in real time,
 * on threads of their own, and virtual time stands still meanwhile. */
#include "ihv_loader.h"
#include "world_ihv.h"
#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* An extension that computes for longer is given up: time goes on without it. */
#define PATIENCE_MS 30000

struct world_extension {
    struct ihv_loader *loader;
    struct ihv_adapter *adapter;
};

/* Whether every thread but this one waits for something. */
static bool others_asleep(void)
{
    DIR *tasks = opendir("/proc/self/task");
    bool asleep = true;
    for (struct dirent *e; tasks && asleep && (e = readdir(tasks)) != NULL;) {
        char path[300], line[512] = "";
        long id = strtol(e->d_name, NULL, 10);
        if (id == 0 || id == (long)gettid()) {
            continue;
        }
        snprintf(path, sizeof path, "/proc/self/task/%ld/stat", id);
        FILE *f = fopen(path, "r");
        if (f && fgets(line, sizeof line, f)) {
            const char *after_name = strrchr(line, ')');
            asleep = after_name && after_name[1] && after_name[2] == 'S';
        }
        if (f) {
            fclose(f);
        }
    }
    if (tasks) {
        closedir(tasks);
    }
    return asleep;
}

/* It is idle when its threads sleep and none of them waits for a function to be carried out:
 * then only another call can wake them. What the functions want of the station are further
 * outputs of it. */
static void let_it_work(struct world_station *s)
{
    struct world_extension *x = s->extension;
    struct pollfd p = {.fd = ihv_loader_fd(x->loader), .events = POLLIN};
    for (int waited = 0; waited < PATIENCE_MS;) {
        bool asleep = others_asleep();
        if (poll(&p, 1, asleep ? 0 : 1) > 0) {
            ihv_loader_dispatch(x->loader, air_now(world_air(s->world)));
        } else if (asleep) {
            break;
        } else {
            waited++;
        }
    }
}

/* Its answers come at once, so that no two stations' extensions ever think side by side and
 * one seed is one run. */
static void on_call(struct world_station *s, const struct extsta_ihv_call *call)
{
    struct world_extension *x = s->extension;
    ihv_adapter_call(x->adapter, air_now(world_air(s->world)), call);
    let_it_work(s);
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
