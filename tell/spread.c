/* A histogram of durations whose steps grow with them (spread.h). */
#include "spread.h"
#include <stddef.h>

/* Exact below 128 us; then 128 parts of each octave. */
static size_t bucket_of(extsta_time us)
{
    unsigned shift = 0;
    while (us >> shift >= 256) {
        shift++;
    }
    size_t at = us < 128 ? (size_t)us : (size_t)(128u * shift + (us >> shift));
    size_t last = sizeof((struct spread *)0)->buckets / sizeof(uint32_t) - 1;
    return at < last ? at : last;
}

/* The greatest duration of a bucket. */
static extsta_time bucket_end(size_t at)
{
    if (at < 256) {
        return at;
    }
    unsigned shift = (unsigned)(at / 128 - 1);
    return (((extsta_time)at - 128u * shift + 1) << shift) - 1;
}

void spread_add(struct spread *s, extsta_time us)
{
    s->least = s->count && s->least < us ? s->least : us;
    s->buckets[bucket_of(us)]++;
    s->count++;
    s->sum += us;
    s->most = us > s->most ? us : s->most;
}

uint64_t spread_rank(double percent, uint64_t n)
{
    double exact = percent * (double)n / 100;
    uint64_t r = (uint64_t)exact;
    r += (double)r < exact;
    return r ? r : 1;
}

extsta_time spread_percentile(const struct spread *s, double percent)
{
    uint64_t wanted = spread_rank(percent, s->count), seen = 0;
    for (size_t i = 0; s->count && i < sizeof s->buckets / sizeof *s->buckets; i++) {
        seen += s->buckets[i];
        if (seen >= wanted) {
            return bucket_end(i) < s->most ? bucket_end(i) : s->most;
        }
    }
    return s->most;
}
