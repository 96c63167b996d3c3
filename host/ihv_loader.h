/* Loads IHV extensions and lets them take part in the life of stations: turns
 * EXTSTA_OUT_IHV into handler calls, and functions that the extension calls, from whatever
 * thread of its own, into calls on the station (extsta/ihv.h).
 *
 * Handlers are called on the thread that drains the station (the loop's), with no lock held.
 * A function called from another thread waits until the loop's thread has carried it out
 * (ihv_loader_dispatch; ihv_loader_fd becomes readable), or, while the loop's thread is
 * itself inside a handler and so leaves the station alone, is carried out at once. So a
 * handler may wait for a thread that is inside a function without a deadlock.
 *
 * An extension is a guest in this process: what it calls wrongly is refused and told
 * (struct extsta_function of extsta/output.h, ihv_strays), and the station goes on. What cannot
 * be contained here is what it does to the process itself: a handler that crashes, or never
 * returns, or memory it writes to that is not its own. */
#ifndef HOST_IHV_LOADER_H
#define HOST_IHV_LOADER_H

#include <extsta/station.h>

struct ihv_loader;  /* one extension: the shared object and its service */
struct ihv_adapter; /* one station served by it */

/* Loads a shared object, asks its version, and initializes the service if the version ranges
 * meet (IHV-01: start order; IHV-02: a complete table of handlers). One that is loaded already
 * is shared. The calling thread is the loop's from now on. NULL on failure, with a message in
 * `why`. */
struct ihv_loader *ihv_loader_open(const char *path, char *why, size_t why_size);
/* Once for each open. The last one: deinit-service, then unloads, unless threads of the
 * extension have outlived deinit-service: their code stays then. All adapters must have been
 * freed. NULL is fine. */
void ihv_loader_close(struct ihv_loader *loader);

/* Attaches a station (init-adapter). The adapter's GUID is a UUID whose node part (Data4[2..7])
 * is the address. The caller drains the station afterwards, and must hand every EXTSTA_OUT_IHV
 * to ihv_adapter_call. NULL: no memory. */
struct ihv_adapter *ihv_adapter_add(struct ihv_loader *loader, struct extsta_station *sta,
                                    extsta_time now, struct extsta_mac address);
/* Detaches: the station's outputs then hold the last calls; drain them to ihv_adapter_call,
 * then free. Freeing refuses what functions still wait. NULL is fine for ihv_adapter_free. */
void ihv_adapter_detach(struct ihv_adapter *adapter, extsta_time now);
void ihv_adapter_free(struct ihv_adapter *adapter);

/* Calls the handler of an output and reports what it returned to the station, which may have
 * new outputs then. Call it while draining, before the next extsta_next: it needs the bytes
 * of the output. */
void ihv_adapter_call(struct ihv_adapter *adapter, extsta_time now,
                      const struct extsta_ihv_call *call);

/* Asks the extension whether it accepts its parts of a profile (IHV-38: validation comes before
 * the profile is stored or used). A Win32 error, 0 when it is valid; *reason as the extension
 * wrote it. ERROR_INVALID_STATE before init-adapter. */
uint32_t ihv_adapter_validate(struct ihv_adapter *adapter, const struct extsta_profile *profile,
                              uint32_t *reason);

/* Readable when functions wait for ihv_loader_dispatch. */
int ihv_loader_fd(const struct ihv_loader *loader);
/* Carries out the functions that wait. True if there were any: drain the stations then. */
bool ihv_loader_dispatch(struct ihv_loader *loader, extsta_time now);

/* What extensions have done wrong that no station can be told of, since the program began. */
struct ihv_strays {
    unsigned long handles; /* functions with a handle that is dead, or nobody's (IHV-05) */
    unsigned long buffers; /* freed twice, or not from Dot11ExtAllocateBuffer */
    unsigned long leaked;  /* never freed */
    unsigned long threads; /* extensions whose threads outlived deinit-service */
    unsigned long restless; /* extensions that did not come to rest (ihv_loader_settle) */
};
struct ihv_strays ihv_strays(void);

/* For virtual time, which stands still meanwhile: carries out what functions ask until every
 * other thread of the process sleeps, so that only another call can wake the extension. True:
 * something was asked. One that computes for longer than half a minute, or never stops asking,
 * is waited for much less from then on, and what it does then depends on the machine. */
bool ihv_loader_settle(struct ihv_loader *loader, extsta_time now);

/* UTF-16 in host order to UTF-8, terminated; half a pair becomes U+FFFD. The caller frees it.
 * NULL: no memory, or no end within 65536 units. */
char *ihv_utf8(const uint16_t *utf16);
/* UTF-8 to UTF-16 in host order, terminated; what is not UTF-8 becomes U+FFFD. The caller
 * frees it. NULL: no memory. */
uint16_t *ihv_utf16(struct extsta_span utf8);

#endif
