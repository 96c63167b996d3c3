/* The form table (base/form.h) of msm, as part of the OS half. */
#ifndef MSM_FORM_H
#define MSM_FORM_H

#include "base/form.h"

extern const struct form_table msm_form;
/* Of pmksa.c and preauth.c. */
extern const struct form_table msm_pmksas_form, msm_restored_form, msm_preauth_form;

#endif
