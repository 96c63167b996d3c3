/* What the operations of the MLME are made of, while they are open (miniport/form.h;
 * base/form.h): scans, associations, what the AP wishes. */
#include "boundary/form.h"
#include "miniport/form.h"
#include "miniport/miniport.h"
#include "miniport/mlme/associate.h"
#include "miniport/mlme/auth.h"
#include "miniport/mlme/scan.h"
#include "miniport/mlme/steer.h"

#define T struct mp_turn
static const struct form_row mp_turn_form_rows[] = {TIME(end), TIME(since), NUMBER(busy),
                                                    FLAG(forced)};
FORM_TABLE(mp_turn_form, "turn");
#undef T

/* --- scan --- */

#define T struct extsta_mac
static const struct form_row mac_form_rows[] = {OCTETS(b)};
FORM_OWN_TABLE(mac_form, "address");
#undef T

/* What indexes and counts is within bounds; an explicit scan has its confirmation. */
static bool scan_made(struct form_in *f, void *object)
{
    const struct mp_scan *s = object;
    const struct miniport *mp = f->hand[FORM_DRIVER];
    size_t phys = mp->radio->phy_count;
    uint64_t every = phys < 64 ? (UINT64_C(1) << phys) - 1 : UINT64_MAX;
    return s->phy < phys && ((s->phys | s->order.phys) & ~every) == 0 &&
           s->order.at <= s->order.first_count + s->order.total;
}

#define T struct mp_scan
static const struct form_row mp_scan_form_rows[] = {
    LIMITED(state, SCAN_AWAIT_HOME),
    FLAG(passive),
    FLAG(thrifty),
    NUMBER(phy),
    NUMBER(excursion),
    ITEMS(hidden, mac_form, hidden_count),
    COUNTS(hidden_count),
    ITEMS(ssids, mp_ssid_form, ssid_count),
    COUNTS(ssid_count),
    NUMBER(probes),
    NUMBER(found),
    NUMBER(freq),
    LIMITED(only_count, SCAN_HOST_MAX),
    FLAG(direct),
    FLAG(anywhere),
    COUNTS(ies_len),
    NUMBER(cookie),
    NUMBER(min),
    NUMBER(max),
    TIME(visited),
    TIME(asked),
    INSIDE(turn, mp_turn_form),
    NUMBER(order.phys),
    NUMBER(order.at),
    NUMBER(order.total),
    NUMBER(order.start),
    NUMBER(order.stride),
    NUMBERS(order.first),
    LIMITED(order.first_count, SCAN_FIRST_MAX),
    NUMBER(phys),
    SPECIAL(confirm, outq_node_special),
    NUMBERS(only),
    OCTETS(bssid),
};
FORM_OPEN_TABLE(mp_scan_form, "scan", .made = scan_made,
                FORM_TAIL(ies, ies_len, uint8_t, UINT16_MAX, NULL));
#undef T

/* --- association --- */

#define T struct mp_assoc_op
static const struct form_row mp_assoc_op_form_rows[] = {
    SPECIAL(completion, outq_node_special),
    NUMBER(room),
    SPECIAL(request, pbuf_special),
    SPECIAL(response, pbuf_special),
    OCTETS(current_ap),
    SPECIAL(auth, auth_method_special),
    TIME(asking.began),
    TIME(asking.due),
    TIME(asking.since),
    INSIDE(asking.turn, mp_turn_form),
    NUMBER(asking.cookie),
    NUMBER(asking.wait),
    LIMITED(asking.state, ASKING_MISSED),
    FLAG(asking.tried),
    NUMBER(asking.attempts),
    NUMBER(asking.unheard),
    NUMBER(asking.unanswered),
    NUMBER(asking.prolonged),
    FLAG(response_reassoc),
    NUMBER(doubt),
    NUMBER(bad_serial),
    DERIVED(link, "of an independent network"),
    NOTHING(peer, "it is in an independent network"),
    SIGNED(signal),
    FLAG(roamed),
    FLAG(wmm),
    FLAG(ht),
    NUMBER(suspicion),
    NUMBER(comeback),
};

/* The completion is written into later, as far as there was room. */
static bool op_made(struct form_in *f, void *object)
{
    const struct mp_assoc_op *op = object;
    return op->completion && op->room <= op->completion->size - sizeof(struct outq_node);
}
FORM_TABLE(mp_assoc_op_form, "association operation", .made = op_made);
#undef T

/* --- what the AP wishes --- */

#define T struct steer_named
static const struct form_row named_form_rows[] = {OCTETS(bssid), NUMBER(freq),
                                                  SIGNED(preference)};
FORM_OWN_TABLE(named_form, "AP as another names it");
#undef T

#define T struct mp_steer
static const struct form_row mp_steer_form_rows[] = {
    NUMBER(token),
    FLAG(deciding),
    NUMBER(last),
    NUMBER(request.token),
    NUMBER(request.mode),
    NUMBER(request.timer),
    NUMBER(request.validity),
    NUMBER(request.termination_tsf),
    NUMBER(request.termination_minutes),
    DERIVED(request.url, "lent by the frame"),
    DERIVED(request.candidates, "lent by the frame"),
    ITEMS(named.aps, named_form, named.count),
    COUNTS(named.count),
    ITEMS(neighbors.aps, named_form, neighbors.count),
    COUNTS(neighbors.count),
    NUMBER(host_token),
    FLAG(answered),
    BLOCK(report, report_len, UINT16_MAX),
    COUNTS(report_len),
    FLAG(measure.open),
    NUMBER(measure.frame_token),
    NUMBER(measure.token),
    NUMBER(measure.request.operating_class),
    NUMBER(measure.request.channel),
    NUMBER(measure.request.interval),
    NUMBER(measure.request.duration),
    NUMBER(measure.request.mode),
    OCTETS(measure.request.bssid),
    DERIVED(measure.request.ssid, "lent by the frame"),
    DERIVED(measure.request.channels, "lent by the frame"),
    NUMBER(measure.request.detail),
    PART(measure.ssid, measure.ssid_len),
    COUNTS(measure.ssid_len),
    TIME(measure.began),
};
FORM_TABLE(mp_steer_form, "wishes of the AP");
#undef T
