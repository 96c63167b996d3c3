/* What is told once, when the capture is over: first the stories that are still open (story.c),
 * then the findings about the capture itself, then the BSSs. Called last by the embedder,
 * through extsta_explain_finish; findings can be asked for at any time before. */
#include "explain/explain_private.h"

/* Name and text of each finding from FINDING_TIME_BACKWARDS on; those below are drop reasons
 * and have theirs in drops.h. The order is that of enum explain_finding. */
static const char *const own_findings[][2] = {
    {"time-backwards", "frame is older than the one before it: merged or unsorted capture"},
    {"sliced", "frame was cut off by the snap length of the capture"},
    {"group-transmitter", "transmitter address is a group address"},
    {"key-not-tried", "a key or the MIC of a handshake could not be checked: no memory, or the "
                      "cryptographic library refused"},
    {"not-deciphered",
     "protected frame could not be deciphered: no memory, or the cryptographic "
     "library refused"},
};

uint64_t extsta_explain_unseen(const struct extsta_explain *x)
{
    uint64_t n = 0;
    for (unsigned i = 0; i < FINDING_COUNT; i++) {
        n += explain_is_unseen(i) ? x->findings[i].count : 0;
    }
    return n;
}

/* Counts only findings that occurred: index 0 is the first of them, not the first number. */
bool extsta_explain_finding(const struct extsta_explain *x, size_t index,
                            struct extsta_finding *out)
{
    for (unsigned i = 0; i < FINDING_COUNT; i++) {
        const struct finding_count *f = &x->findings[i];
        bool drop = i < EXTSTA_DROP_COUNT;
        if (!f->count || index-- > 0) {
            continue;
        }
        *out = (struct extsta_finding){
            .name = drop ? extsta_drop_name((enum extsta_drop)i)
                         : own_findings[i - EXTSTA_DROP_COUNT][0],
            .text = drop ? extsta_drop_text((enum extsta_drop)i)
                         : own_findings[i - EXTSTA_DROP_COUNT][1],
            .unseen = explain_is_unseen(i),
            .count = f->count,
            .first_frame = f->first,
            .last_frame = f->last,
        };
        return true;
    }
    return false;
}

static void tell_findings(struct extsta_explain *x)
{
    struct extsta_finding f;
    for (size_t i = 0; x->sink.finding && extsta_explain_finding(x, i, &f); i++) {
        x->sink.finding(x->sink.user, &f);
    }
}

/* A face's first kind of security is its own; what it announced later goes along as others (an
 * AP reconfigured during the capture, or somebody who imitates it). */
static void tell_bss(const struct extsta_explain *x, const struct network *n,
                     const struct network_face *f)
{
    const struct extsta_security *others[8];
    size_t count = 0;
    for (const struct security_variant *v = f->variants ? f->variants->next : NULL;
         v && count < sizeof others / sizeof *others; v = v->next) {
        others[count++] = &v->security;
    }
    const struct extsta_bss_report report = {
        .bssid = n->bssid,
        .ssid = span(f->ssid, f->ssid_len),
        .has_ssid = f->has_ssid,
        .channel = f->channel,
        .primary_channel = f->primary_channel,
        .is_mld = f->is_mld,
        .mld = f->mld,
        .link_id = f->link_id,
        .security = f->variants ? &f->variants->security : NULL,
        .other_security = others,
        .other_security_count = count,
        .ibss = f->ibss,
        .mesh_id = span(f->is_mesh ? f->mesh_id : NULL, f->mesh_id_len),
        .beacons = f->beacons,
        .probe_responses = f->probe_responses,
        .first_frame = f->first_frame,
    };
    x->sink.bss(x->sink.user, &report);
}

static void tell_network(const struct extsta_explain *x, const struct network *n)
{
    for (const struct network_face *f = n->faces; f; f = f->next) {
        tell_bss(x, n, f);
    }
}

static void tell_networks(struct extsta_explain *x)
{
    for (uint32_t i = 0; x->sink.bss && i < x->networks.store.count; i++) {
        tell_network(x, networks_at(&x->networks, i));
    }
}

void extsta_explain_tell_bss(const struct extsta_explain *x, struct extsta_mac bssid)
{
    const struct network *n = networks_find(&x->networks, bssid);
    if (n && x->sink.bss) {
        tell_network(x, n);
    }
}

/* Once only: what was still open is not told twice. */
void extsta_explain_finish(struct extsta_explain *x)
{
    if (x->finished) {
        return;
    }
    x->finished = true;
    story_on_finish(x);
    tell_findings(x);
    tell_networks(x);
}
