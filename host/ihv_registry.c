/* What outlives a call of an extension: the service handles that are valid, the objects that
 * are loaded, and the buffers it was given. Functions come in from any thread, with whatever
 * handle or pointer (ihv_functions.c): what is not found here is refused and counted, never
 * followed.
 *
 * Handles are numbers that count up and are never used again, so a dead one finds nobody. The
 * order of locks: the one of this file, then that of a loader. */
#include "ihv_private.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of all that follows */

/* --- adapters --- */

/* In rising order of their handles: a new one has the highest. */
static struct {
    struct ihv_adapter **list;
    size_t count, room;
} adapters;
static uintptr_t last_svc;

/* The first place whose handle is not below. */
static size_t place_of(uintptr_t svc)
{
    size_t low = 0, high = adapters.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (adapters.list[middle]->svc < svc) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static struct ihv_strays strays;

/* It cannot be freed before one of the two locks is given back. */
struct ihv_adapter *ihv_adapter_lock(HANDLE svc)
{
    struct ihv_adapter *found = NULL;
    pthread_mutex_lock(&lock);
    size_t at = place_of((uintptr_t)svc);
    if (at < adapters.count && adapters.list[at]->svc == (uintptr_t)svc) {
        found = adapters.list[at];
        pthread_mutex_lock(&found->loader->lock);
    }
    strays.handles += !found;
    pthread_mutex_unlock(&lock);
    return found;
}

bool ihv_adapter_enter(struct ihv_adapter *adapter)
{
    pthread_mutex_lock(&lock);
    if (adapters.count == adapters.room) {
        size_t room = adapters.room > 0 ? 2 * adapters.room : 16;
        struct ihv_adapter **list = host_realloc(adapters.list, room * sizeof *list);
        adapters.list = list ? list : adapters.list;
        adapters.room = list ? room : adapters.room;
    }
    bool fits = adapters.count < adapters.room;
    if (fits) {
        adapter->svc = ++last_svc;
        adapters.list[adapters.count++] = adapter;
    }
    pthread_mutex_unlock(&lock);
    return fits;
}

void ihv_adapter_leave(const struct ihv_adapter *adapter)
{
    pthread_mutex_lock(&lock);
    for (size_t at = place_of(adapter->svc); at + 1 < adapters.count; at++) {
        adapters.list[at] = adapters.list[at + 1];
    }
    adapters.count--;
    if (adapters.count == 0) {
        free(adapters.list);
        adapters.list = NULL;
        adapters.room = 0;
    }
    pthread_mutex_unlock(&lock);
}

/* Kept for ever: a thread may be about to come out of a function. */
static struct ihv_loader *haunted;

void ihv_loader_keep(struct ihv_loader *loader)
{
    pthread_mutex_lock(&lock);
    loader->next = haunted;
    haunted = loader;
    strays.threads++;
    pthread_mutex_unlock(&lock);
}

void ihv_loader_is_restless(void)
{
    pthread_mutex_lock(&lock);
    strays.restless++;
    pthread_mutex_unlock(&lock);
}

struct ihv_strays ihv_strays(void)
{
    pthread_mutex_lock(&lock);
    struct ihv_strays copy = strays;
    pthread_mutex_unlock(&lock);
    return copy;
}

/* --- loaded objects --- */

static struct ihv_loader *loaders;

/* IHV-01: an object is initialized once, however many stations it serves. */
struct ihv_loader *ihv_loader_find(const void *object)
{
    pthread_mutex_lock(&lock);
    struct ihv_loader *l = loaders;
    while (l && l->object != object) {
        l = l->next;
    }
    if (l) {
        l->users++;
    }
    pthread_mutex_unlock(&lock);
    return l;
}

void ihv_loader_enter(struct ihv_loader *loader)
{
    pthread_mutex_lock(&lock);
    loader->users = 1;
    loader->next = loaders;
    loaders = loader;
    pthread_mutex_unlock(&lock);
}

bool ihv_loader_leave(struct ihv_loader *loader)
{
    pthread_mutex_lock(&lock);
    bool last = --loader->users == 0;
    for (struct ihv_loader **link = &loaders; last && *link; link = &(*link)->next) {
        if (*link == loader) {
            *link = loader->next;
            break;
        }
    }
    pthread_mutex_unlock(&lock);
    return last;
}

/* --- buffers --- */

/* One that an extension, or we for it, have from Dot11ExtAllocateBuffer. */
struct buffer {
    struct buffer *next;
    _Alignas(max_align_t) uint8_t bytes[];
};
static struct buffer *buffers;

/* Of a wish beyond reason the machine need not hear. */
#define MAX_BUFFER (16u << 20)

void *ihv_buffer_new(size_t size)
{
    struct buffer *b = size <= MAX_BUFFER ? host_malloc(sizeof *b + size) : NULL;
    if (!b) {
        return NULL;
    }
    pthread_mutex_lock(&lock);
    b->next = buffers;
    buffers = b;
    pthread_mutex_unlock(&lock);
    return b->bytes;
}

/* One that is not there was freed already, or is somebody else's: it stays. */
void ihv_buffer_free(const void *bytes)
{
    pthread_mutex_lock(&lock);
    struct buffer **link = &buffers, *found;
    while (*link && (const void *)(*link)->bytes != bytes) {
        link = &(*link)->next;
    }
    found = *link;
    if (found) {
        *link = found->next;
    }
    strays.buffers += !found && bytes;
    pthread_mutex_unlock(&lock);
    free(found);
}

void ihv_buffers_forget(void)
{
    pthread_mutex_lock(&lock);
    struct buffer *b = loaders ? NULL : buffers;
    buffers = loaders ? buffers : NULL;
    while (b) {
        struct buffer *next = b->next;
        strays.leaked++;
        free(b);
        b = next;
    }
    pthread_mutex_unlock(&lock);
}
