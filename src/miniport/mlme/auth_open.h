/* Open System authentication as a part of methods that have more to do after it: their struct
 * begins with struct auth_open, their tables name these functions (auth.h). */
#ifndef MINIPORT_AUTH_OPEN_H
#define MINIPORT_AUTH_OPEN_H

#include "miniport/mlme/auth.h"

struct auth_open {
    struct auth_method method;
    uint8_t body[6]; /* algorithm, transaction 1, status: the same in every try */
};

/* As in struct auth_ops. */
void auth_open_begin(struct auth_method *m, extsta_time now, struct auth_step *out);
void auth_open_rx(struct auth_method *m, extsta_time now, const struct mgmt_auth *frame,
                  struct auth_step *out);
void auth_open_expire(struct auth_method *m, extsta_time now, struct auth_step *out);

/* What it is made of (base/form.h). */
extern const struct form_table auth_open_form;

#endif
