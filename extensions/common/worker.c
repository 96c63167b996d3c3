/* See worker.h. */
#include "worker.h"
#include <openssl/crypto.h>
#include <stdlib.h>

void *job_new(size_t size, int type)
{
    struct job *job = calloc(1, size);
    if (job) {
        job->size = size;
        job->type = type;
    }
    return job;
}

void job_free(struct job *job)
{
    if (job) {
        OPENSSL_cleanse(job, job->size);
        free(job);
    }
}

/* The first job, out of the queue, waited for under the lock; NULL: it is over. */
static struct job *next_job(struct worker *w)
{
    while (!w->first && !w->stopping) {
        pthread_cond_wait(&w->more, &w->lock);
    }
    struct job *job = w->stopping ? NULL : w->first;
    if (job) {
        w->first = job->next;
        w->last = w->first ? w->last : NULL;
    }
    return job;
}

static void *run(void *arg)
{
    struct worker *w = arg;
    struct job *job;
    pthread_mutex_lock(&w->lock);
    while ((job = next_job(w)) != NULL) {
        pthread_mutex_unlock(&w->lock); /* never held while the station is called */
        w->work(w->user, job);
        job_free(job);
        pthread_mutex_lock(&w->lock);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

bool worker_start(struct worker *w, void (*work)(void *user, const struct job *job), void *user)
{
    *w = (struct worker){.work = work, .user = user};
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->more, NULL);
    if (pthread_create(&w->thread, NULL, run, w) != 0) {
        pthread_cond_destroy(&w->more);
        pthread_mutex_destroy(&w->lock);
        return false;
    }
    return true;
}

void worker_stop(struct worker *w)
{
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_signal(&w->more);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    while (w->first) {
        struct job *job = w->first;
        w->first = job->next;
        job_free(job);
    }
    pthread_cond_destroy(&w->more);
    pthread_mutex_destroy(&w->lock);
}

DWORD worker_enqueue(struct worker *w, struct job *job)
{
    if (!job) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    pthread_mutex_lock(&w->lock);
    if (w->last) {
        w->last->next = job;
    } else {
        w->first = job;
    }
    w->last = job;
    pthread_cond_signal(&w->more);
    pthread_mutex_unlock(&w->lock);
    return ERROR_SUCCESS;
}
