/* Stable names of what a cause record holds. */
#include <extsta/cause.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *const origins[] = {
    [EXTSTA_ORIGIN_UNKNOWN] = "unknown", [EXTSTA_ORIGIN_PEER] = "peer",
    [EXTSTA_ORIGIN_STATION] = "station", [EXTSTA_ORIGIN_HOST] = "host",
    [EXTSTA_ORIGIN_RADIO] = "radio",     [EXTSTA_ORIGIN_TIMER] = "timer",
    [EXTSTA_ORIGIN_IHV] = "ihv",
};

static const char *const subjects[] = {
    [EXTSTA_SUBJECT_SCAN] = "scan",
    [EXTSTA_SUBJECT_CONNECTION] = "connection",
    [EXTSTA_SUBJECT_ASSOCIATION] = "association",
    [EXTSTA_SUBJECT_ROAM] = "roam",
    [EXTSTA_SUBJECT_PORT] = "port",
    [EXTSTA_SUBJECT_KEY] = "key",
};

static const char *const stages[] = {
    [EXTSTA_STAGE_CANDIDATES] = "candidates",
    [EXTSTA_STAGE_AUTHENTICATION] = "authentication",
    [EXTSTA_STAGE_ASSOCIATION] = "association",
    [EXTSTA_STAGE_FOUR_WAY] = "four-way-handshake",
    [EXTSTA_STAGE_GROUP_KEY] = "group-key-handshake",
    [EXTSTA_STAGE_IHV_SECURITY] = "ihv-security",
    [EXTSTA_STAGE_CONNECTED] = "connected",
    [EXTSTA_STAGE_LEAVING] = "leaving",
};

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

static const char *name_of(const char *const *table, size_t count, unsigned value)
{
    return value < count ? table[value] : "unknown";
}

const char *extsta_origin_name(enum extsta_origin origin)
{
    return name_of(origins, COUNT(origins), (unsigned)origin);
}

const char *extsta_stage_name(enum extsta_stage stage)
{
    return name_of(stages, COUNT(stages), (unsigned)stage);
}

const char *extsta_subject_name(enum extsta_subject subject)
{
    return name_of(subjects, COUNT(subjects), (unsigned)subject);
}

const char *extsta_diagnosis_name(enum extsta_diagnosis diagnosis)
{
    return name_of(diagnoses, COUNT(diagnoses), (unsigned)diagnosis);
}

const char *extsta_remedy_name(enum extsta_remedy remedy)
{
    return name_of(remedies, COUNT(remedies), (unsigned)remedy);
}
