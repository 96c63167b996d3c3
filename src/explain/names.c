/* Stable names of what a cause record holds, of events and of stories. They are the values in
 * JSON lines and logs (docs/event-log.md): programs compare them, so a name that is here stays.
 * Sentences for people are made elsewhere (cause_text.c, story_text.c). */
#include "base/names.h"
#include <extsta/cause.h>
#include <extsta/explain.h>

static const char *const origins[] = {
    [EXTSTA_ORIGIN_UNKNOWN] = "unknown", [EXTSTA_ORIGIN_PEER] = "peer",
    [EXTSTA_ORIGIN_STATION] = "station", [EXTSTA_ORIGIN_HOST] = "host",
    [EXTSTA_ORIGIN_RADIO] = "radio",     [EXTSTA_ORIGIN_TIMER] = "timer",
    [EXTSTA_ORIGIN_IHV] = "ihv",
};

/* Whose numbers they are. */
static const char *const spaces[] = {
    [EXTSTA_CODE_NONE] = "none",
    [EXTSTA_CODE_PEER_REASON] = "peer-reason",
    [EXTSTA_CODE_PEER_STATUS] = "peer-status",
    [EXTSTA_CODE_OWN_REASON] = "own-reason",
    [EXTSTA_CODE_ASSOC_STATUS] = "assoc-status",
    [EXTSTA_CODE_WIN32] = "win32",
    [EXTSTA_CODE_DIAGNOSIS] = "diagnosis",
    [EXTSTA_CODE_L2_REASON] = "l2-reason",
    [EXTSTA_CODE_TLS_ALERT] = "tls-alert",
    [EXTSTA_CODE_MSCHAPV2] = "mschapv2",
    [EXTSTA_CODE_EAP_TYPE] = "eap-type",
};

static const char *const subjects[] = {
    [EXTSTA_SUBJECT_SCAN] = "scan",
    [EXTSTA_SUBJECT_CONNECTION] = "connection",
    [EXTSTA_SUBJECT_ASSOCIATION] = "association",
    [EXTSTA_SUBJECT_ROAM] = "roam",
    [EXTSTA_SUBJECT_PORT] = "port",
    [EXTSTA_SUBJECT_KEY] = "key",
};

/* Where an attempt or an association stood: numbers of cause records, in the order of its
 * life. */
static const char *const stages[] = {
    [EXTSTA_STAGE_CANDIDATES] = "candidates",
    [EXTSTA_STAGE_AUTHENTICATION] = "authentication",
    [EXTSTA_STAGE_ASSOCIATION] = "association",
    [EXTSTA_STAGE_8021X] = "802.1x",
    [EXTSTA_STAGE_FOUR_WAY] = "four-way-handshake",
    [EXTSTA_STAGE_GROUP_KEY] = "group-key-handshake",
    [EXTSTA_STAGE_IHV_SECURITY] = "ihv-security",
    [EXTSTA_STAGE_CONNECTED] = "connected",
    [EXTSTA_STAGE_LEAVING] = "leaving",
};

/* Diagnoses have their names beside their numbers, in extsta/cause.h. */
static const char *const diagnoses[] = {
#define NAME(symbol, name) [EXTSTA_DIAGNOSIS_##symbol] = name,
    EXTSTA_DIAGNOSIS_LIST(NAME)
#undef NAME
};

static const char *const remedies[] = {
    [EXTSTA_REMEDY_NONE] = "none",
    [EXTSTA_REMEDY_RETRY] = "retry",
    [EXTSTA_REMEDY_CREDENTIAL] = "credential",
    [EXTSTA_REMEDY_POLICY] = "policy",
    [EXTSTA_REMEDY_ENVIRONMENT] = "environment",
};

static const char *const stories[] = {
    [EXTSTA_STORY_ASSOCIATION] = "association",
    [EXTSTA_STORY_ASSOCIATION_FAILED] = "association-failed",
    [EXTSTA_STORY_PORT_AUTHORIZED] = "port-authorized",
    [EXTSTA_STORY_ROAM] = "roam",
    [EXTSTA_STORY_DISASSOCIATION] = "disassociation",
    [EXTSTA_STORY_SILENCE] = "silence",
    [EXTSTA_STORY_GROUP_REKEY] = "group-rekey",
    [EXTSTA_STORY_SCAN] = "scan",
    [EXTSTA_STORY_FINDING] = "finding",
    [EXTSTA_STORY_AP] = "ap",
    [EXTSTA_STORY_ADDRESS] = "address",
    [EXTSTA_STORY_CONNECTED] = "connected",
    [EXTSTA_STORY_NOT_CONNECTED] = "not-connected",
};

static const char *const roam_whys[] = {
    [EXTSTA_ROAM_ASKED] = "asked",
    [EXTSTA_ROAM_ENDED] = "ended",
    [EXTSTA_ROAM_AP_GONE] = "ap-gone",
    [EXTSTA_ROAM_SIGNAL] = "better-signal",
};

static const char *const pmkids[] = {
    [EXTSTA_PMKID_OFFERED] = "offered",
    [EXTSTA_PMKID_USED] = "used",
    [EXTSTA_PMKID_SHARED] = "shared",
    [EXTSTA_PMKID_REFUSED] = "refused",
};

static const char *const events[] = {
    [EXTSTA_EVENT_AUTH] = "auth",
    [EXTSTA_EVENT_ASSOC_REQ] = "assoc-req",
    [EXTSTA_EVENT_ASSOC_RESP] = "assoc-resp",
    [EXTSTA_EVENT_REASSOC_REQ] = "reassoc-req",
    [EXTSTA_EVENT_REASSOC_RESP] = "reassoc-resp",
    [EXTSTA_EVENT_DEAUTH] = "deauth",
    [EXTSTA_EVENT_DISASSOC] = "disassoc",
    [EXTSTA_EVENT_EAP] = "eap",
    [EXTSTA_EVENT_EAPOL_START] = "eapol-start",
    [EXTSTA_EVENT_EAPOL_LOGOFF] = "eapol-logoff",
    [EXTSTA_EVENT_EAPOL_KEY] = "eapol-key",
};

const char *extsta_origin_name(enum extsta_origin origin)
{
    return NAME_AT(origins, origin, "unknown");
}

const char *extsta_code_space_name(enum extsta_code_space space)
{
    return NAME_AT(spaces, space, "unknown");
}

const char *extsta_stage_name(enum extsta_stage stage)
{
    return NAME_AT(stages, stage, "unknown");
}

const char *extsta_subject_name(enum extsta_subject subject)
{
    return NAME_AT(subjects, subject, "unknown");
}

const char *extsta_diagnosis_name(enum extsta_diagnosis diagnosis)
{
    return NAME_AT(diagnoses, diagnosis, "unknown");
}

const char *extsta_remedy_name(enum extsta_remedy remedy)
{
    return NAME_AT(remedies, remedy, "unknown");
}

/* "?": a number of another version of the library. */
const char *extsta_story_name(enum extsta_story_what what)
{
    return NAME_AT(stories, what, "?");
}

/* NULL: nothing in the capture says why. */
const char *extsta_roam_why_name(enum extsta_roam_why why)
{
    return NAME_AT(roam_whys, why, NULL);
}

/* NULL: none was offered. */
const char *extsta_pmkid_name(enum extsta_pmkid pmkid)
{
    return NAME_AT(pmkids, pmkid, NULL);
}

const char *extsta_event_name(enum extsta_event_kind kind)
{
    return NAME_AT(events, kind, "?");
}
