/* Loading drivers (driver_loader.h). The symbol is data: where it lies, how large it is and
 * what it says of itself is looked at, in this order, before any code of the driver runs (but
 * for constructors, which dlopen runs). */
#include "driver_loader.h"
#include "providers.h"
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct driver_loader {
    void *object;
    const struct extsta_driver *driver;
    char *path;
};

/* A driver that is being made, for the time of extsta_station_new. */
struct making {
    const struct extsta_driver *driver;
    const char *path;
    struct extsta_driver_site site;
    bool asked; /* make was called */
};

static const struct extsta_driver_services services = {.push = extsta_driver_push,
                                                       .alloc = extsta_driver_alloc,
                                                       .release = extsta_driver_release,
                                                       .random = extsta_driver_random};

/* --- what it was built with --- */

static const struct extsta_driver_sizes our_sizes = EXTSTA_DRIVER_SIZES;
static const char *const size_names[] = {
    "struct extsta_driver",          "struct extsta_driver_ops", "struct extsta_driver_site",
    "struct extsta_driver_services", "struct extsta_oid",        "struct extsta_packet",
    "struct extsta_crossing",        "struct extsta_output",     "struct extsta_rx_frame",
    "struct extsta_tx_meta",         "struct extsta_radio_caps", "struct extsta_phy_caps"};
#define SIZES (sizeof our_sizes / sizeof(uint32_t))
_Static_assert(SIZES == sizeof size_names / sizeof *size_names, "a name for each size");

/* Every member is a number: they are looked at as an array. */
static bool same_sizes(const struct extsta_driver_sizes *theirs, char *why, size_t size)
{
    uint32_t ours[SIZES], its[SIZES];
    memcpy(ours, &our_sizes, sizeof ours);
    memcpy(its, theirs, sizeof its);
    for (size_t i = 0; i < SIZES; i++) {
        if (ours[i] != its[i]) {
            snprintf(why, size,
                     "its %s has %u octets, this program's %u: build it against the headers of "
                     "this version",
                     size_names[i], its[i], ours[i]);
            return false;
        }
    }
    return true;
}

/* How much may be read at the symbol; 0: it is a function. */
static size_t symbol_size(void *symbol)
{
    Dl_info info;
    void *extra = NULL;
    if (!dladdr1(symbol, &info, &extra, RTLD_DL_SYMENT) || !extra) {
        return 0;
    }
    const ElfW(Sym) *entry = extra;
    return ELF64_ST_TYPE(entry->st_info) == STT_OBJECT ? (size_t)entry->st_size : 0;
}

/* The driver at the symbol, if it is one of ours; else false, with a message. */
static bool check(void *symbol, const struct extsta_driver **driver, char *why, size_t size)
{
    size_t room = symbol_size(symbol);
    if (room < sizeof(uint32_t)) {
        snprintf(why, size,
                 EXTSTA_DRIVER_SYMBOL " is not a struct extsta_driver: define it "
                                      "by EXTSTA_DRIVER(ops, make)");
        return false;
    }
    uint32_t abi;
    memcpy(&abi, symbol, sizeof abi);
    if (abi != EXTSTA_DRIVER_ABI) {
        snprintf(why, size,
                 "it was built for version %u of the driver interface, this program has %u",
                 abi, EXTSTA_DRIVER_ABI);
        return false;
    }
    if (room < sizeof(struct extsta_driver)) {
        snprintf(why, size, EXTSTA_DRIVER_SYMBOL " has %zu octets, a struct extsta_driver %zu",
                 room, sizeof(struct extsta_driver));
        return false;
    }
    const struct extsta_driver *d = symbol;
    if (!same_sizes(&d->sizes, why, size)) {
        return false;
    }
    if (!d->ops || !d->make) {
        snprintf(why, size, "it has no %s", d->ops ? "make" : "operations (ops is NULL)");
        return false;
    }
    const char *missing = extsta_driver_missing(d->ops);
    if (missing) {
        snprintf(why, size, "its operation '%s' is NULL", missing);
    }
    *driver = d;
    return !missing;
}

/* --- loading --- */

/* dlopen would look for a name without a slash in the system's folders. */
static void *open_object(const char *path, char *why, size_t size)
{
    char here[4096];
    int n = snprintf(here, sizeof here, "%s%s", strchr(path, '/') ? "" : "./", path);
    if (n < 0 || (size_t)n >= sizeof here) {
        snprintf(why, size, "%s", strerror(ENAMETOOLONG));
        return NULL;
    }
    if (access(here, R_OK) != 0) {
        snprintf(why, size, "%s", strerror(errno));
        return NULL;
    }
    void *object = dlopen(here, RTLD_NOW | RTLD_LOCAL);
    if (!object) {
        const char *text = dlerror();
        size_t len = strlen(here);
        if (strncmp(text, here, len) == 0 && text[len] == ':') {
            text += len + 2; /* the path stands before it already */
        }
        snprintf(why, size, "it cannot be loaded as a shared object: %s", text);
    }
    return object;
}

struct driver_loader *driver_loader_open(const char *path, char *why, size_t why_size)
{
    struct driver_loader *l = host_calloc(1, sizeof *l);
    char reason[600] = "no memory";
    size_t len = strlen(path) + 1;
    if (l && (l->path = host_malloc(len)) != NULL &&
        (l->object = open_object(path, reason, sizeof reason)) != NULL) {
        memcpy(l->path, path, len);
        void *symbol = dlsym(l->object, EXTSTA_DRIVER_SYMBOL);
        if (!symbol) {
            snprintf(reason, sizeof reason,
                     "it does not export " EXTSTA_DRIVER_SYMBOL " (EXTSTA_DRIVER(ops, make) of "
                     "extsta/driver.h defines it)");
        } else if (check(symbol, &l->driver, reason, sizeof reason)) {
            return l;
        }
        dlclose(l->object);
    }
    snprintf(why, why_size, "%s: %s", path, reason);
    free(l ? l->path : NULL);
    free(l);
    return NULL;
}

void driver_loader_close(struct driver_loader *l)
{
    if (l) {
        dlclose(l->object);
        free(l->path);
        free(l);
    }
}

const char *driver_loader_name(const struct driver_loader *l)
{
    return l->driver->ops->name ? l->driver->ops->name : "driver";
}

/* --- stations --- */

static void *make(void *user, struct extsta_context *ctx, struct extsta_station *sta)
{
    struct making *m = user;
    m->asked = true;
    m->site.station = sta;
    return m->driver->make(&m->site);
}

struct extsta_station *driver_loader_station(struct driver_loader *l,
                                             struct extsta_context *ctx,
                                             const struct extsta_station_config *config,
                                             extsta_time now, char *why, size_t why_size)
{
    struct making m = {.driver = l->driver,
                       .path = l->path,
                       .site = {.services = &services,
                                .address = config->address,
                                .radio = config->radio,
                                .now = now,
                                .id = config->id}};
    struct extsta_station_config c = *config;
    c.driver = l->driver->ops;
    c.driver_make = make;
    c.driver_user = &m;
    struct extsta_station *sta = extsta_station_new(ctx, &c, now);
    if (!sta) {
        snprintf(why, why_size, "%s: %s", driver_loader_name(l),
                 m.asked ? "its make gave no driver" : "no memory");
    }
    return sta;
}

const char *driver_loader_file_of(const struct extsta_station_config *config)
{
    const struct making *m = config->driver_user;
    return config->driver_make == make ? m->path : NULL;
}
