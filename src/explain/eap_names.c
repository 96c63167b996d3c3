/* Names of EAP methods and of TLS alerts within them. */
#include "explain/story_private.h"

const char *eap_method_name(uint8_t type)
{
    static const struct {
        uint8_t type;
        const char *name;
    } names[] = {{4, "MD5"},   {6, "GTC"},       {13, "TLS"},
                 {18, "SIM"},  {21, "TTLS"},     {23, "AKA"},
                 {25, "PEAP"}, {26, "MSCHAPv2"}, {43, "FAST"},
                 {47, "PSK"},  {48, "SAKE"},     {49, "IKEv2"},
                 {50, "AKA'"}, {51, "GPSK"},     {52, "pwd"},
                 {53, "EKE"},  {55, "TEAP"},     {254, "of a vendor (expanded type)"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].type == type) {
            return names[i].name;
        }
    }
    return NULL;
}

const char *eap_certificate_alert(uint8_t alert)
{
    switch (alert) {
    case 42:
        return "bad certificate";
    case 43:
        return "unsupported certificate";
    case 44:
        return "certificate revoked";
    case 45:
        return "certificate expired";
    case 46:
        return "certificate unknown";
    case 48:
        return "unknown CA";
    case 113:
        return "bad certificate status response";
    case 116:
        return "certificate required";
    }
    return NULL;
}
