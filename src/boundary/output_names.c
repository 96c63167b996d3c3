/* Names of notifications, port events, managers, handler calls and functions (extsta/output.h), for
 * logs and messages. Each array stands in the order of its enum. */
#include "base/names.h"
#include <extsta/output.h>

const char *extsta_notify_name(enum extsta_notify_type type)
{
    static const char *const names[] = {
        "scan-complete",       "scan-fail",         "connection-start", "connected",
        "connection-complete", "connection-failed", "disconnecting",    "disconnected",
        "roaming-start",       "roaming-end",       "signal-quality",   "radio-state",
        "searching",           "weak-security",     "countermeasures",  "transition-disabled",
        "unprotected-frame",
        "forged-frame",        "failure-loop",
    };
    return NAME_AT(names, type, "unknown");
}

const char *extsta_port_event_name(enum extsta_port_event_type type)
{
    static const char *const names[] = {"created", "authorized", "unauthorized", "deleted"};
    return NAME_AT(names, type, "unknown");
}

const char *extsta_manager_name(enum extsta_port_manager manager)
{
    static const char *const names[] = {"none", "miniport", "os", "ihv"};
    return NAME_AT(names, manager, "unknown");
}

const char *extsta_ihv_call_name(enum extsta_ihv_call_type type)
{
    static const char *const names[] = {
        "InitAdapter",          "DeinitAdapter",
        "PerformPreAssociate",  "AdapterReset",
        "PerformPostAssociate", "StopPostAssociate",
        "ReceiveIndication",    "ReceivePacket",
        "SendPacketCompletion", "PerformCapabilityMatch", "OnexIndicateResult",
    };
    return NAME_AT(names, type, "unknown");
}

const char *extsta_function_name(enum extsta_function_type type)
{
    static const char *const names[] = {
        "Returned",
        "PreAssociateCompletion",
        "PostAssociateCompletion",
        "SendPacket",
        "SetEtherTypeHandling",
        "SetAuthAlgorithm",
        "SetUnicastCipherAlgorithm",
        "SetMulticastCipherAlgorithm",
        "SetDefaultKey",
        "SetKeyMappingKey",
        "SetDefaultKeyId",
        "SetExcludeUnencrypted",
        "NicSpecificExtension",
        "SetProfileCustomUserData",
        "GetProfileCustomUserData",
        "SetCurrentProfile",
        "SendUIRequest",
        "SendNotification",
        "StartOneX",
        "StopOneX",
        "ProcessSecurityPacket",
    };
    return NAME_AT(names, type, "unknown");
}
