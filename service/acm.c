/* See acm.h. Inputs change the state and say that there is something to decide; next() decides.
 * Which network is entered is choose(), what an end means for a network is judge(). */
#include "acm.h"
#include <string.h>

void service_acm_init(struct service_acm *a, struct networks *networks)
{
    *a = (struct service_acm){.networks = networks,
                              .current = SERVICE_NO_NETWORK,
                              .selected = SERVICE_NO_NETWORK,
                              .best = SERVICE_NO_NETWORK,
                              .deadline = EXTSTA_NEVER};
}

/* --- what there is to choose --- */

static bool is_paused(const struct network *n)
{
    return n->known.pause.until != 0;
}

/* Now, or after its pause. */
static bool is_wanted(const struct service_acm *a, const struct network *n)
{
    if (a->away) {
        return false;
    }
    return a->selected != SERVICE_NO_NETWORK ? n->known.id == a->selected
                                             : a->automatic && n->known.options.automatic;
}

/* How many it might enter now, but for this one; *only: the last of them. */
static size_t choices(const struct service_acm *a, uint32_t but, struct network **only)
{
    size_t count = 0;
    for (size_t i = 0; i < a->networks->count; i++) {
        struct network *n = a->networks->list[i];
        if (n->known.id != but && is_wanted(a, n) && !is_paused(n)) {
            *only = n;
            count++;
        }
    }
    return count;
}

static bool are_others(const struct service_acm *a)
{
    struct network *other;
    return choices(a, a->current, &other) > 0;
}

bool service_acm_has_any(const struct service_acm *a)
{
    for (size_t i = 0; i < a->networks->count; i++) {
        const struct service_network *n = &a->networks->list[i]->known;
        if (a->selected != SERVICE_NO_NETWORK ? n->selected : n->options.automatic) {
            return true;
        }
    }
    return false;
}

/* --- pauses --- */

/* How long a network is paused that has failed so often too much, as wpa_supplicant has it
 * (wpas_auth_failed). */
static extsta_time pause_of(unsigned times)
{
    unsigned seconds = times > 50   ? 300
                       : times > 10 ? 120
                       : times > 5  ? 90
                       : times > 3  ? 60
                                    : times * 10;
    return seconds * EXTSTA_SECOND;
}

static void pause_network(struct network *n, extsta_time until)
{
    n->known.pause.until = until;
    n->tell_pause = true;
}

static void end_pause(struct network *n)
{
    if (is_paused(n)) {
        n->known.pause.until = 0;
        n->tell_pause = true;
    }
}

static void end_all_pauses(struct service_acm *a)
{
    for (size_t i = 0; i < a->networks->count; i++) {
        end_pause(a->networks->list[i]);
    }
}

static void expire_pauses(struct service_acm *a, extsta_time now)
{
    for (size_t i = 0; i < a->networks->count; i++) {
        struct network *n = a->networks->list[i];
        if (is_paused(n) && n->known.pause.until <= now) {
            end_pause(n);
            a->decide = true;
        }
    }
}

/* --- what the user wants --- */

static bool has_wish(const struct service_acm *a)
{
    return a->state == SERVICE_ACM_ENTERS || a->state == SERVICE_ACM_ENTERED;
}

/* What the core has is taken away; then it is decided anew. */
static void take_away(struct service_acm *a)
{
    a->leave = has_wish(a);
    a->decide = true;
}

void service_acm_automatic(struct service_acm *a, bool automatic)
{
    a->automatic = automatic;
    a->away = a->away && !automatic;
    a->decide = true;
}

void service_acm_select(struct service_acm *a, uint32_t id)
{
    struct network *old = networks_find(a->networks, a->selected);
    struct network *new = networks_find(a->networks, id);
    if (old) {
        old->known.selected = false;
    }
    a->selected = id;
    a->decide = true;
    if (!new) {
        return;
    }
    new->known.selected = true;
    a->away = false;
    end_pause(new);
    if (has_wish(a) && (a->current != id || a->retried)) {
        take_away(a);
    }
}

void service_acm_disconnect(struct service_acm *a)
{
    a->away = true;
    take_away(a);
}

bool service_acm_reconnect(struct service_acm *a)
{
    if (!a->away) {
        return false;
    }
    a->away = false;
    a->decide = true;
    end_all_pauses(a);
    return true;
}

void service_acm_reassociate(struct service_acm *a)
{
    a->away = false;
    end_all_pauses(a);
    take_away(a);
}

/* A wait that has become pointless ends; so does a pause of the core's when there is more to
 * choose now. */
void service_acm_changed(struct service_acm *a, uint32_t id, bool other)
{
    a->decide = true;
    if (has_wish(a) &&
        ((a->current == id && other) || (a->current != id && a->retried && are_others(a)))) {
        take_away(a);
    }
}

void service_acm_removed(struct service_acm *a, uint32_t id)
{
    if (a->selected == id) {
        a->selected = SERVICE_NO_NETWORK;
    }
    if (a->best == id) {
        a->best = SERVICE_NO_NETWORK;
    }
    if (a->current == id) {
        take_away(a);
        a->current = SERVICE_NO_NETWORK;
    }
}

/* --- what has happened --- */

/* The core keeps its wish, and begins by itself when the radio is on. */
void service_acm_radio(struct service_acm *a, bool on)
{
    a->dark = !on;
    a->decide = true;
    if (!on && (a->state == SERVICE_ACM_LOOKS || a->state == SERVICE_ACM_WAITS)) {
        a->state = SERVICE_ACM_STILL;
    }
}

static void wait_until(struct service_acm *a, extsta_time when)
{
    a->state = SERVICE_ACM_WAITS;
    a->deadline = when;
    a->current = SERVICE_NO_NETWORK;
}

void service_acm_refused(struct service_acm *a, extsta_time now)
{
    wait_until(a, now + ACM_ONCE_MORE);
}

/* The greater priority; of equals the stronger; of equals the one known first. */
void service_acm_heard(struct service_acm *a, const struct extsta_bss_info *bss)
{
    for (size_t i = 0; i < a->networks->count; i++) {
        const struct network *n = a->networks->list[i];
        const struct network *best = networks_find(a->networks, a->best);
        if (!is_wanted(a, n) || is_paused(n) ||
            extsta_profile_fit(&n->known.options.profile, bss) != NULL) {
            continue;
        }
        int32_t priority = n->known.options.priority;
        if (!best || priority > best->known.options.priority ||
            (priority == best->known.options.priority && bss->rssi > a->best_signal)) {
            a->best = n->known.id;
            a->best_signal = bss->rssi;
        }
    }
}

/* Also one that somebody else has asked for, while there was nothing to enter. */
void service_acm_scanned(struct service_acm *a, extsta_time now)
{
    bool ours = a->state == SERVICE_ACM_LOOKS;
    if (!ours && a->state != SERVICE_ACM_WAITS) {
        a->best = SERVICE_NO_NETWORK;
        return;
    }
    if (a->best != SERVICE_NO_NETWORK) {
        a->state = SERVICE_ACM_STILL;
        a->decide = true;
    } else if (ours) {
        a->interval = a->interval == 0 ? ACM_LOOK_FIRST : a->interval * 2;
        a->interval = a->interval < ACM_LOOK_LAST ? a->interval : ACM_LOOK_LAST;
        a->not_found = true;
        wait_until(a, now + a->interval);
    }
}

void service_acm_cause(struct service_acm *a, const struct extsta_cause *c)
{
    if (c->diagnosis == EXTSTA_DIAGNOSIS_NONE && a->blamed != EXTSTA_DIAGNOSIS_NONE) {
        return; /* that all of it has failed says less than of what */
    }
    a->blamed = c->diagnosis;
    a->by_server = c->stage == EXTSTA_STAGE_8021X &&
                   c->diagnosis != EXTSTA_DIAGNOSIS_EAP_NO_ANSWER &&
                   c->diagnosis != EXTSTA_DIAGNOSIS_EAP_SERVER_SILENT;
}

void service_acm_entered(struct service_acm *a)
{
    struct network *n = networks_find(a->networks, a->current);
    if (!has_wish(a)) {
        return;
    }
    a->state = SERVICE_ACM_ENTERED;
    a->entered = true;
    a->retried = a->by_server = false;
    a->blamed = EXTSTA_DIAGNOSIS_NONE;
    a->interval = 0;
    if (n) {
        end_pause(n);
        n->known.pause = (struct service_pause){0};
    }
}

/* The first look is the driver's: what was lost for a moment comes back. */
void service_acm_searches(struct service_acm *a, unsigned round)
{
    if (a->state == SERVICE_ACM_ENTERED && round > 1 && are_others(a)) {
        take_away(a);
    }
}

/* The core has no wish any more. */
static void is_free(struct service_acm *a)
{
    a->state = SERVICE_ACM_STILL;
    a->current = SERVICE_NO_NETWORK;
    a->entered = a->leave = a->retried = a->by_server = false;
    a->blamed = EXTSTA_DIAGNOSIS_NONE;
    a->decide = true;
}

/* It was looked for, and is not there: nothing is wrong with it. */
static bool is_absence(enum extsta_diagnosis d)
{
    return d == EXTSTA_DIAGNOSIS_SSID_NOT_FOUND || d == EXTSTA_DIAGNOSIS_NO_CANDIDATE ||
           d == EXTSTA_DIAGNOSIS_TEN_SECONDS;
}

static bool is_of_credential(enum extsta_diagnosis d)
{
    return d == EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE || d == EXTSTA_DIAGNOSIS_EAP_PASSWORD ||
           d == EXTSTA_DIAGNOSIS_EAP_CONFIG;
}

/* An attempt has failed that should not have: whether the network is paused for it. */
static bool judge(struct service_acm *a, struct network *n, extsta_time now, bool retries)
{
    struct service_pause *p = &n->known.pause;
    unsigned tolerated = a->by_server || !retries ? 0 : ACM_TOLERATED - 1;
    p->failures = (uint16_t)(p->failures < UINT16_MAX ? p->failures + 1 : UINT16_MAX);
    p->because = a->blamed;
    if (!retries && is_of_credential(a->blamed)) {
        pause_network(n, EXTSTA_NEVER);
    } else if (p->failures > tolerated) {
        pause_network(n, now + pause_of(p->failures - tolerated));
    }
    return is_paused(n);
}

void service_acm_ended(struct service_acm *a, extsta_time now, bool retries)
{
    struct network *n = networks_find(a->networks, a->current);
    bool lost = a->entered, absent = !lost && is_absence(a->blamed);
    if (!has_wish(a) || !n) {
        is_free(a);
        return;
    }
    bool paused = !lost && !absent && judge(a, n, now, retries);
    if (!retries) {
        is_free(a);
        return;
    }
    a->state = SERVICE_ACM_ENTERS;
    a->entered = false;
    a->retried = true;
    a->not_found = absent && !are_others(a);
    if (paused || ((absent || lost) && are_others(a))) {
        take_away(a);
    }
    a->blamed = EXTSTA_DIAGNOSIS_NONE;
    a->by_server = false;
}

/* --- what follows --- */

extsta_time service_acm_deadline(const struct service_acm *a)
{
    bool still = a->state == SERVICE_ACM_STILL || a->state == SERVICE_ACM_WAITS;
    extsta_time first = a->state == SERVICE_ACM_WAITS ? a->deadline : EXTSTA_NEVER;
    if ((a->decide && still) || a->not_found || (a->leave && has_wish(a))) {
        return 0;
    }
    for (size_t i = 0; i < a->networks->count; i++) {
        const struct network *n = a->networks->list[i];
        if (n->tell_pause) {
            return 0;
        }
        first = is_paused(n) && n->known.pause.until < first ? n->known.pause.until : first;
    }
    return first;
}

/* The wildcard, and by name those that hide, by turns where there are too many. */
static void ask(struct service_acm *a, struct service_acm_step *step)
{
    size_t hidden = 0;
    step->ssids[step->ssid_count++] = (struct extsta_span){NULL, 0};
    for (size_t i = 0; i < a->networks->count && step->ssid_count < ACM_ASKED_MAX; i++) {
        const struct network *n = a->networks->list[(a->asked + i) % a->networks->count];
        const struct extsta_profile *p = &n->known.options.profile;
        if (p->hidden && is_wanted(a, n) && !is_paused(n)) {
            step->ssids[step->ssid_count++] = (struct extsta_span){p->ssid, p->ssid_len};
            hidden = i + 1;
        }
    }
    if (step->ssid_count == ACM_ASKED_MAX) {
        a->asked = (unsigned)((a->asked + hidden) % a->networks->count);
    }
}

static bool choose(struct service_acm *a, struct service_acm_step *step)
{
    struct network *one = NULL;
    size_t count = a->dark ? 0 : choices(a, SERVICE_NO_NETWORK, &one);
    struct network *best = networks_find(a->networks, a->best);
    a->decide = false;
    if (count == 0) {
        a->state = SERVICE_ACM_STILL; /* a pause that ends has it decided again */
        return false;
    }
    step->network = count == 1 ? one : best;
    a->best = SERVICE_NO_NETWORK;
    if (step->network) {
        step->what = SERVICE_ACM_ENTER;
        a->state = SERVICE_ACM_ENTERS;
        a->current = step->network->known.id;
        a->retried = a->entered = a->leave = false;
        a->blamed = EXTSTA_DIAGNOSIS_NONE;
    } else {
        step->what = SERVICE_ACM_SCAN;
        a->state = SERVICE_ACM_LOOKS;
        ask(a, step);
    }
    return true;
}

/* What is to be told comes first, so that whoever hears of an attempt knows why not of another.
 */
static bool tell(struct service_acm *a, struct service_acm_step *step)
{
    for (size_t i = 0; i < a->networks->count; i++) {
        struct network *n = a->networks->list[i];
        if (n->tell_pause) {
            n->tell_pause = false;
            step->what = SERVICE_ACM_PAUSED;
            step->network = n;
            return true;
        }
    }
    if (a->not_found) {
        a->not_found = false;
        step->what = SERVICE_ACM_NOT_FOUND;
        return true;
    }
    return false;
}

bool service_acm_next(struct service_acm *a, extsta_time now, struct service_acm_step *step)
{
    *step = (struct service_acm_step){0};
    expire_pauses(a, now);
    if (tell(a, step)) {
        return true;
    }
    if (a->leave && has_wish(a)) {
        a->leave = false;
        a->state = SERVICE_ACM_LEAVES;
        step->what = SERVICE_ACM_LEAVE;
        return true;
    }
    if (a->state == SERVICE_ACM_WAITS && a->deadline <= now) {
        a->decide = true;
    }
    bool still = a->state == SERVICE_ACM_STILL || a->state == SERVICE_ACM_WAITS;
    return a->decide && still && choose(a, step);
}
