/* Stable names of events and stories. */
#include <extsta/explain.h>

const char *extsta_story_name(enum extsta_story_what what)
{
    switch (what) {
    case EXTSTA_STORY_ASSOCIATION:
        return "association";
    case EXTSTA_STORY_ASSOCIATION_FAILED:
        return "association-failed";
    case EXTSTA_STORY_PORT_AUTHORIZED:
        return "port-authorized";
    case EXTSTA_STORY_ROAM:
        return "roam";
    case EXTSTA_STORY_DISASSOCIATION:
        return "disassociation";
    case EXTSTA_STORY_SILENCE:
        return "silence";
    case EXTSTA_STORY_GROUP_REKEY:
        return "group-rekey";
    case EXTSTA_STORY_SCAN:
        return "scan";
    case EXTSTA_STORY_FINDING:
        return "finding";
    }
    return "?";
}

const char *extsta_event_name(enum extsta_event_kind kind)
{
    switch (kind) {
    case EXTSTA_EVENT_AUTH:
        return "auth";
    case EXTSTA_EVENT_ASSOC_REQ:
        return "assoc-req";
    case EXTSTA_EVENT_ASSOC_RESP:
        return "assoc-resp";
    case EXTSTA_EVENT_REASSOC_REQ:
        return "reassoc-req";
    case EXTSTA_EVENT_REASSOC_RESP:
        return "reassoc-resp";
    case EXTSTA_EVENT_DEAUTH:
        return "deauth";
    case EXTSTA_EVENT_DISASSOC:
        return "disassoc";
    case EXTSTA_EVENT_ACTION:
        return "action";
    case EXTSTA_EVENT_EAP:
        return "eap";
    case EXTSTA_EVENT_EAPOL_START:
        return "eapol-start";
    case EXTSTA_EVENT_EAPOL_LOGOFF:
        return "eapol-logoff";
    case EXTSTA_EVENT_EAPOL_KEY:
        return "eapol-key";
    }
    return "?";
}
