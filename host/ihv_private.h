/* Shared by the files of the loader: ihv_loader.c calls the extension, ihv_functions.c is
 * called by it, from any thread, ihv_registry.c knows who is there. ihv_loader.h says which
 * thread does what. */
#ifndef HOST_IHV_PRIVATE_H
#define HOST_IHV_PRIVATE_H

#include "ihv_loader.h"
#include <extsta/ihv.h>
#include <extsta/wlanihv.h>
#include <pthread.h>

struct ihv_request; /* a function that waits to be carried out */

/* One extension. The order of locks: that of the registry, then `lock`. */
struct ihv_loader {
    struct ihv_loader *next; /* the registry's, as `users`: how often it was opened */
    size_t users;
    void *object;   /* of dlopen */
    size_t threads; /* of the process, before it was loaded */
    DOT11EXT_IHV_HANDLERS handlers;
    int fd;                /* an eventfd, readable while requests wait */
    pthread_t loop_thread; /* where stations are drained */
    pthread_mutex_t lock;  /* of what follows, and of the stations while a handler runs */
    pthread_cond_t changed;
    bool in_handler; /* the loop's thread is inside the extension */
    bool restless;   /* the loop's own: it did not come to rest once (ihv_loader_settle) */
    /* of the last call from the loop: functions are carried out at this time */
    extsta_time now;
    struct ihv_request *first, *last; /* those that wait, in order */
    size_t late;                      /* of these, those that nobody waits for */
};

struct ihv_adapter {
    struct ihv_loader *loader;
    struct extsta_station *sta;
    struct extsta_mac address; /* node part of its GUID */
    uintptr_t svc;             /* hDot11SvcHandle: a number that is never used again */
    HANDLE ihv_handle;         /* hIhvExtAdapter */
    bool dead;                 /* deinit-adapter was called: no handler is called any more */
};

/* The table that the extension is given (ihv_functions.c). */
extern const DOT11EXT_APIS ihv_functions;

/* The adapter of a service handle, with its loader's lock held; NULL (nothing held): dead, or
 * nobody's, which is counted (IHV-05). */
struct ihv_adapter *ihv_adapter_lock(HANDLE svc);
/* Gives the adapter a service handle (false: no memory), or takes it away. */
bool ihv_adapter_enter(struct ihv_adapter *adapter);
void ihv_adapter_leave(const struct ihv_adapter *adapter);

/* The loader of an object, with one user more; NULL: it is not loaded. */
struct ihv_loader *ihv_loader_find(const void *object);
/* Into the registry, with its first user; one user less (true: that was the last). */
void ihv_loader_enter(struct ihv_loader *loader);
bool ihv_loader_leave(struct ihv_loader *loader);

/* Buffers of Dot11ExtAllocateBuffer: NULL when there is no memory, or the wish is beyond
 * reason. Freeing takes only what came from here, and once; the rest is counted. When nothing
 * is loaded any more, what nobody has freed is. */
void *ihv_buffer_new(size_t size);
void ihv_buffer_free(const void *bytes);
void ihv_buffers_forget(void);

/* Threads have outlived deinit-service: loader and object stay, counted among the strays. */
void ihv_loader_keep(struct ihv_loader *loader);
/* An extension did not come to rest: counted. */
void ihv_loader_is_restless(void);
/* Threads of the process that have not begun to end; 0: that cannot be looked up. */
size_t ihv_threads(void);

/* Runs the requests that wait and wakes their threads; the lock is held. True if there were
 * any. */
bool ihv_requests_run(struct ihv_loader *loader);

/* A number in a structure that extensions see as one of C, and the miniport boundary as octets.
 */
struct ihv_number {
    size_t at, size; /* 2 or 4 octets */
};
#define IHV_NUMBER(type, m)                                                                    \
    {                                                                                          \
        offsetof(type, m), sizeof(((type *)NULL)->m)                                           \
    }

/* From the machine's order of octets to the boundary's, which is little-endian, or back: on
 * most machines nothing. */
void ihv_turn(void *structure, const struct ihv_number *numbers, size_t count);

#endif
