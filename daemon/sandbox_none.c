/* Without libseccomp (sandbox.h). */
#include "sandbox.h"
#include <stdio.h>

bool sandbox_is_built(void)
{
    return false;
}

bool sandbox_enter(enum sandbox_mode mode, const struct sandbox_needs *needs, char *why,
                   size_t size)
{
    (void)needs;
    snprintf(why, size, "this build has no filter of system calls (libseccomp)");
    return mode == SANDBOX_OFF;
}
