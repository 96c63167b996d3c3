/* Shared by the files of the loader. */
#ifndef HOST_IHV_PRIVATE_H
#define HOST_IHV_PRIVATE_H

#include "ihv_loader.h"
#include <extsta/ihv.h>
#include <extsta/wlanihv.h>
#include <pthread.h>

struct ihv_request; /* a function that waits to be carried out */

struct ihv_loader {
    void *object;
    DOT11EXT_IHV_HANDLERS handlers;
    int fd;
    pthread_t loop_thread; /* where stations are drained */
    pthread_mutex_t lock;  /* of what follows, and of the stations while a handler runs */
    pthread_cond_t changed;
    bool in_handler; /* the loop's thread is inside the extension */
    extsta_time now;
    struct ihv_request *first, *last;
    struct ihv_adapter *adapters;
};

struct ihv_adapter {
    struct ihv_adapter *next;
    struct ihv_loader *loader;
    struct extsta_station *sta;
    struct extsta_mac address;
    uintptr_t svc;     /* hDot11SvcHandle: a number that is never used again */
    HANDLE ihv_handle; /* hIhvExtAdapter */
    bool dead;         /* deinit-adapter was called: its handle is refused (IHV-05) */
};

extern const DOT11EXT_APIS ihv_functions;

/* The adapter of a service handle, with its loader's lock held; NULL (nothing held): dead. */
struct ihv_adapter *ihv_adapter_lock(HANDLE svc);
void ihv_adapter_known(struct ihv_adapter *adapter, bool known);

/* Runs the requests that wait; the lock is held. */
bool ihv_requests_run(struct ihv_loader *loader);

#endif
