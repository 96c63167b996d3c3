/* Built in place of ipsecmb.c where libipsec-mb is not there: OpenSSL does everything. */
#include "crypto/backend.h"

const struct aead_backend *ipsecmb_backend(void)
{
    return NULL;
}

void ipsecmb_stop(struct crypto *crypto)
{
}
