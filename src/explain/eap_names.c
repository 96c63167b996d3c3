/* Names of EAP methods (IANA's EAP registry), of the TLS alerts within them that concern
 * certificates (RFC 8446 6.2), and of errors of MS-CHAPv2. For cause_text.c, story_text.c, and for story_handshake.c, which takes the
 * second table as its list of the alerts that make a certificate the cause. In ascending order:
 * names are looked up by NAME_FIND. */
#include "base/names.h"
#include "explain/story_private.h"

const char *eap_method_name(uint8_t type)
{
    static const struct name names[] = {
        {4, "MD5"},   {6, "GTC"},       {13, "TLS"},
        {18, "SIM"},  {21, "TTLS"},     {23, "AKA"},
        {25, "PEAP"}, {26, "MSCHAPv2"}, {43, "FAST"},
        {47, "PSK"},  {48, "SAKE"},     {49, "IKEv2"},
        {50, "AKA'"}, {51, "GPSK"},     {52, "pwd"},
        {53, "EKE"},  {55, "TEAP"},     {254, "of a vendor (expanded type)"}};
    return NAME_FIND(names, type);
}

const char *mschapv2_error(uint32_t error)
{
    static const struct name names[] = {
        {646, "not at this hour"},      {647, "the account is disabled"},
        {648, "the password has expired"}, {649, "no permission to dial in"},
        {691, "wrong name or password"}, {709, "the password could not be changed"},
    };
    return NAME_FIND(names, error);
}

const char *eap_certificate_alert(uint8_t alert)
{
    static const struct name alerts[] = {
        {42, "bad certificate"},
        {43, "unsupported certificate"},
        {44, "certificate revoked"},
        {45, "certificate expired"},
        {46, "certificate unknown"},
        {48, "unknown CA"},
        {113, "bad certificate status response"},
        {116, "certificate required"},
    };
    return NAME_FIND(alerts, alert);
}
