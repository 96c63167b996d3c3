/* Which frames referees are given (judged.h): a fraction of all. */
#include "judged.h"

bool judged_frame(struct extsta_span mpdu)
{
    if (mpdu.len < 24) {
        return false;
    }
    switch (mpdu.data[0] & 0xfc) {
    case 0xa0: /* Disassociation */
    case 0xb0: /* Authentication */
    case 0xc0: /* Deauthentication */
    case 0x10: /* Association Response */
    case 0x30: /* Reassociation Response */
        return true;
    default:
        return false;
    }
}
