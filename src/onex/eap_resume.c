/* Sessions for fast reconnect (eap_method.h). */
#include "onex/eap_method.h"

void eap_resume_clear(struct eap_resume *resume)
{
    tls_session_free(resume->session);
    *resume = (struct eap_resume){0};
}
