/* The form tables (base/form.h) of what both halves of a station have. */
#ifndef BOUNDARY_FORM_H
#define BOUNDARY_FORM_H

#include "base/form.h"

extern const struct form_table outq_form, os_form, roam_policy_form;
/* A node that was set aside (outq_reserve), behind a pointer: its room, and nothing in it. */
extern const struct form_special outq_node_special;
/* A packet buffer behind a pointer, held by nobody else. */
extern const struct form_special pbuf_special;

#endif
