/* The form tables (base/form.h) of acm, and the profile as what stations share. */
#ifndef ACM_FORM_H
#define ACM_FORM_H

#include "base/form.h"

extern const struct form_table acm_form, acm_profile_form;
extern const struct form_share acm_profile_share; /* store.c */

#endif
