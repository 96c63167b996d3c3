/* Authentication methods: how the station authenticates to an AP before it asks it for
 * association (ASC-04: the first half of an attempt).
 *
 * The association operation (associate.c) awaits a method and knows no more of it than stands
 * here: it sends the frames the method gives, hands it the Authentication frames of the AP and
 * the end of its deadline, lets it add to the (re)association request, and shows it the
 * response before anything of it counts. One call per input; what shall happen comes back in a
 * step, as of a supplicant (rsn/supplicant.h). Open System is the first method (auth_open.c).
 *
 * The others:
 * - Shared key (auth_shared.c): rx gives transaction 3, encrypted by the method, as a protected
 *   frame.
 * - SAE (auth_sae.c): rx and expire walk Commit, Confirm, Anti-Clogging and Sync; pmk is what
 *   came of it. With a PMK that is known: Open System, and a response says ANEW when the AP has
 *   forgotten it.
 * - OWE (auth_owe.c): begin, rx and expire are those of auth_open; write_elements and response
 *   carry the Diffie-Hellman elements. A group the AP refuses: response says CONTINUE, with
 *   another one.
 * - FT (auth_ft.c): write_elements, edit_rsn, seal and response carry FTE and PMKR1Name; port
 *   hands on its PTK and group keys. Over the DS the exchange was had through the old AP, before
 *   this operation began: begin says DONE at once.
 * - An IHV's own: whatever it likes of these.
 * A method is a file with a const table and a line in auth_choose.c. */
#ifndef MINIPORT_AUTH_H
#define MINIPORT_AUTH_H

#include "miniport/mlme/associate.h"
#include "rsn/port_method.h"
#include "wire/capability_bits.h"
#include "wire/mgmt.h"
#include "wire/rsn_element.h"

enum auth_verdict {
    AUTH_CONTINUE, /* not there yet */
    AUTH_DONE,     /* the association goes on */
    AUTH_FAILED,   /* it ends; `end` says why */
    AUTH_ANEW,     /* of a response: once more from the beginning, another way */
    /* A fast transition comes to nothing: from the beginning with the method of a full
     * association, in the same operation. `end` has the diagnosis, and the status code if the
     * AP refused. */
    AUTH_RESTART,
};

struct auth_frame {
    struct extsta_span body; /* fixed fields included; the method's, until its next call */
    bool is_protected;       /* the method has encrypted it, and the header shall say so */
};

/* Two frames: SAE answers a Commit that comes late with both of its own (12.4.8.6.5). */
#define AUTH_FRAMES 2u

/* What a method wants done; all zero: nothing, go on waiting. */
struct auth_step {
    struct auth_frame frames[AUTH_FRAMES]; /* to send, in this order, whatever the verdict */
    size_t frame_count;
    enum auth_verdict verdict;
    /* CONTINUE: when to call expire, had the frames arrived by now. The operation counts from
     * when they have (asking.h), and pauses before it calls. 0: the deadline set before. */
    extsta_time deadline;
    bool dropped;         /* the frame was discarded for: */
    enum extsta_drop drop; /* of a response, `end.diagnosis` says what it showed, if anything */
    bool by_dropped;      /* FAILED: what shows it is the frame that was dropped last */
    /* A response that was dropped: what was wrong with it, should no better one come. Not NONE:
     * it accepted, so the AP holds us for associated. */
    enum extsta_diagnosis doubt;
    struct assoc_end end; /* FAILED: all but now, stage and (of a frame) evidence */
};

/* A method at work for one association operation. Its own state follows in a struct that
 * begins with this one. */
struct auth_method {
    const struct auth_ops *ops;
    struct miniport *mp;        /* crypto, random numbers */
    const struct mp_peer *peer; /* from begin on: what was negotiated, and in its operation the
                                   AP we come from */
};

/* `out` is zeroed, but where it says otherwise. Times are those of the station. */
struct auth_ops {
    const struct form_table *form; /* what that struct is made of (base/form.h); NULL: it cannot
                                      be written while it is at work */
    size_t size; /* of the struct that begins with auth_method; zeroed, and wiped at last */
    /* The radio is on the AP's channel: the first frames. Sets a deadline, or says DONE, or
     * FAILED. */
    void (*begin)(struct auth_method *m, extsta_time now, struct auth_step *out);
    /* An Authentication frame of the AP to us, its fixed fields complete. */
    void (*rx)(struct auth_method *m, extsta_time now, const struct mgmt_auth *frame,
               struct auth_step *out);
    /* The deadline has come: sends again and sets a new one, or fails. The operation knows
     * whether another attempt makes sense (asking_is_hopeless). */
    void (*expire)(struct auth_method *m, extsta_time now, struct auth_step *out);
    /* NULL from here on: the method has nothing to do with it. */
    /* The request is about to be written: names PMKIDs in its RSN element. */
    void (*edit_rsn)(struct auth_method *m, struct rsn_element *rsn);
    /* Sets its bits (enum rsnx_capability) in the RSN Extension element of the request. */
    void (*edit_rsnx)(struct auth_method *m, struct capability_bits *rsnx);
    /* Writes the method's elements of the request; they stand behind the RSN element. */
    void (*write_elements)(struct auth_method *m, struct writer *w);
    /* A usable (re)association response of the AP, of any status. `out` says DONE at
     * first: the response counts for what its status says. FAILED refuses it; CONTINUE sends a
     * request made anew, ANEW begins anew with authentication; dropped leaves it uncounted, and
     * the answer is still awaited. */
    void (*response)(struct auth_method *m, extsta_time now, const struct mgmt_assoc_resp *r,
                     const struct elements *e, struct auth_step *out);
    /* The PMK that came of it, for the four-way handshake: asked for once the response is
     * accepted. Borrowed until the operation ends. NULL or empty: the one of the network. */
    struct extsta_span (*pmk)(const struct auth_method *m);
    /* Its name, 16 octets; where there is a PMK. */
    const uint8_t *(*pmkid)(const struct auth_method *m);
    /* The elements of the request are all written: fills in what depends on them. False: no
     * request can be made. */
    bool (*seal)(struct auth_method *m, uint8_t *elements, size_t len);
    /* The response is accepted and has brought the keys: the miniport authorizes the port with
     * what this adds to `start`, without a four-way handshake. */
    void (*port)(const struct auth_method *m, struct port_start *start);
    /* Before the state is wiped and released. */
    void (*free)(struct auth_method *m);
};

/* auth_open.c, auth_shared.c, auth_sae.c, auth_owe.c, auth_ft.c */
extern const struct auth_ops auth_open, auth_shared, auth_sae, auth_owe, auth_ft;

/* The method for an operation with the peer, for which `n` was negotiated: with n->ft that of a
 * fast transition. */
const struct auth_ops *auth_choose(const struct miniport *mp, const struct mp_peer *peer,
                                   const struct mp_negotiated *n);

/* The method chosen for `n`, not yet begun; the operation owns it. NULL: no memory. */
struct auth_method *auth_new(struct miniport *mp, const struct mp_peer *peer,
                             const struct mp_negotiated *n);
/* In place of the method at work: the one that auth_choose has for the peer now. False: no
 * memory, and there is none. */
bool auth_replace(struct miniport *mp, struct mp_peer *peer);
/* Wipes and releases it; NULL is fine. */
void auth_free(struct auth_method *m);
/* Its PMK, or an empty span. */
static inline struct extsta_span auth_pmk(const struct auth_method *m)
{
    return m->ops->pmk ? m->ops->pmk(m) : span(NULL, 0);
}

#endif
