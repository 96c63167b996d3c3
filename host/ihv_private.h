/* Shared by the files of the loader: ihv_loader.c calls the extension, ihv_functions.c is
 * called by it, from any thread. ihv_loader.h says which thread does what. */
#ifndef HOST_IHV_PRIVATE_H
#define HOST_IHV_PRIVATE_H

#include "ihv_loader.h"
#include <extsta/ihv.h>
#include <extsta/wlanihv.h>
#include <pthread.h>

struct ihv_request; /* a function that waits to be carried out */

/* One extension. The order of locks: that of all handles (ihv_loader.c), then `lock`. */
struct ihv_loader {
    void *object; /* of dlopen */
    DOT11EXT_IHV_HANDLERS handlers;
    int fd;                /* an eventfd, readable while requests wait */
    pthread_t loop_thread; /* where stations are drained */
    pthread_mutex_t lock;  /* of what follows, and of the stations while a handler runs */
    pthread_cond_t changed;
    bool in_handler; /* the loop's thread is inside the extension */
    /* of the last call from the loop: functions are carried out at this time */
    extsta_time now;
    struct ihv_request *first, *last; /* those that wait, in order */
    struct ihv_adapter *adapters;
};

struct ihv_adapter {
    struct ihv_adapter *next;
    struct ihv_loader *loader;
    struct extsta_station *sta;
    struct extsta_mac address; /* node part of its GUID */
    uintptr_t svc;             /* hDot11SvcHandle: a number that is never used again */
    HANDLE ihv_handle;         /* hIhvExtAdapter */
    bool dead;                 /* deinit-adapter was called: its handle is refused (IHV-05) */
};

/* The table that the extension is given (ihv_functions.c). */
extern const DOT11EXT_APIS ihv_functions;

/* The adapter of a service handle, with its loader's lock held; NULL (nothing held): dead. */
struct ihv_adapter *ihv_adapter_lock(HANDLE svc);
/* Gives the adapter a service handle (svc 0: no room for another one), or takes it away. */
void ihv_adapter_known(struct ihv_adapter *adapter, bool known);

/* Runs the requests that wait and wakes their threads; the lock is held. True if there were
 * any. */
bool ihv_requests_run(struct ihv_loader *loader);

#endif
