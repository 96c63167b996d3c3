/* The thread of one adapter, for extensions: handlers put jobs into its queue and return, the
 * thread does them one after another and calls the station's functions. So no handler waits, no
 * lock is held while the station is called, and completions come from another thread than the
 * handler's, as they must (IHV-11, IHV-20). */
#ifndef EXTENSIONS_COMMON_WORKER_H
#define EXTENSIONS_COMMON_WORKER_H

#include <extsta/wlanihv.h>
#include <pthread.h>
#include <stdbool.h>

/* What a handler was given, as far as it is needed later: its arguments are gone when it has
 * returned. An extension's own struct begins with this. Jobs may hold secrets: they are wiped.
 */
struct job {
    struct job *next;
    size_t size; /* of the whole */
    int type;    /* the extension's own */
};

/* The members are worker.c's. */
struct worker {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct job *first, *last;
    bool stopping;
    void (*work)(void *user, const struct job *job);
    void *user;
};

/* Starts the thread; `work` does a job of it, with `user`. False: there is none. */
bool worker_start(struct worker *w, void (*work)(void *user, const struct job *job),
                  void *user);
/* Ends it: the job under way is done, those that wait are not (IHV-05: cancelled, without a
 * completion). Returns when the thread has ended. */
void worker_stop(struct worker *w);

/* A job of so many octets, zeroed but for its head. NULL: no memory. */
void *job_new(size_t size, int type);
/* Wipes and frees; NULL is fine. */
void job_free(struct job *job);
/* From any thread; takes the job over. NULL: there was no memory for it, which is returned. */
DWORD worker_enqueue(struct worker *w, struct job *job);

#endif
