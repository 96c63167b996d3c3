/* The form tables (base/form.h) of the driver half: the hall's, and what its rooms have of it.
 */
#ifndef MINIPORT_FORM_H
#define MINIPORT_FORM_H

#include "base/form.h"

extern const struct form_table miniport_form;
/* Of the files that have the structures. */
extern const struct form_table mp_stats_form, mp_drops_form;         /* stats.c */
extern const struct form_table mp_key_form;                          /* datapath/keys.c */
extern const struct form_table mp_stranger_form, mp_duplicates_form; /* receive.c */
extern const struct form_table bss_entry_form;                       /* mlme/bss.c */
extern const struct form_table mp_reorder_form, mp_fragments_form;
extern const struct form_special mp_tx_queue_special; /* datapath/outcome.c */
extern const struct form_table mp_assoc_op_form;      /* mlme/form_op.c */
extern const struct form_special auth_method_special; /* mlme/form_auth.c */
extern const struct form_table mp_turn_form, mp_scan_form, mp_steer_form;
extern const struct form_table mp_port_form;                         /* mlme/port_auth.c */
extern const struct form_table mlme_form;                            /* mlme/form.c */
extern const struct form_table mp_negotiated_form;                   /* form.c */
extern const struct form_table mp_mib_form, mp_ssid_form;            /* form_mib.c */
extern const struct form_share mp_mib_share;                                /* mib.c */
extern const struct form_share bss_info_share;                              /* mlme/bss.c */

#endif
