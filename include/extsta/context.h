/* The context: what a family of stations in one thread shares.
 *
 * A context owns the memory pools, the interned BSS entries, network secrets and
 * configurations, and the drop counters. Stations, access points and radios made
 * from it must be used by one thread at a time. Contexts share nothing. */
#ifndef EXTSTA_CONTEXT_H
#define EXTSTA_CONTEXT_H

#include <extsta/types.h>
#include <extsta/drops.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where memory comes from. The library calls nothing else for memory.
 * alloc returns memory aligned for any object, or NULL; release gets the size that
 * was asked for. Both are called with `user`. */
struct extsta_memory {
    void *(*alloc)(void *user, size_t size);
    void (*release)(void *user, void *block, size_t size);
    void *user;
};

/* Where randomness comes from (nonces, sequence numbers, back-off).
 * `stream` names who asks (a station's id), so that a deterministic provider can
 * give each station a sequence of its own, whatever the order of the others. */
struct extsta_random {
    void (*fill)(void *user, uint64_t stream, uint8_t *out, size_t len);
    void *user;
};

struct extsta_context;

/* Makes a context. Both structures are copied; what their `user` points to must
 * outlive the context. Returns NULL when there is no memory. */
struct extsta_context *extsta_context_new(const struct extsta_memory *memory,
                                          const struct extsta_random *random);

/* Frees the context and everything still in its pools. All stations made from it
 * must have been freed before. NULL is fine. Returns the octets that they had not given back: 0,
 * or there is a mistake in the library. */
size_t extsta_context_free(struct extsta_context *ctx);

/* Which moment of the world's time is 0 of extsta_time, in seconds since 1970-01-01 00:00 UTC:
 * certificates are judged by it. For all stations of the context, before the first call with a
 * time; a context that is told nothing begins at EXTSTA_EPOCH, so that runs on virtual air
 * repeat. A program in real time must tell it. */
void extsta_context_set_epoch(struct extsta_context *ctx, int64_t seconds);
#define EXTSTA_EPOCH INT64_C(1767225600) /* 2026-01-01 00:00 UTC */

/* How often a frame was dropped for this reason by any station of the context. */
uint64_t extsta_context_drops(const struct extsta_context *ctx, enum extsta_drop reason);

/* Events for which a state machine of the library has no row although it should: 0, or there is
 * a mistake in the library. (A debug build stops there.) */
uint32_t extsta_context_unlisted(const struct extsta_context *ctx);

/* Bytes the pools hold from the memory provider; *in_use (NULL is fine): bytes of them in
 * use. */
size_t extsta_context_memory(const struct extsta_context *ctx, size_t *in_use);

/* How often memory was refused since the context was made: by the memory provider, or within
 * the cryptographic library (which has its own). While it is 0, nothing was left out, dropped
 * or judged otherwise for want of memory. */
uint64_t extsta_context_refused(const struct extsta_context *ctx);

#ifdef __cplusplus
}
#endif
#endif
