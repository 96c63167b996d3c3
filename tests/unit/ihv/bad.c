/* An extension that breaks the rules on purpose, in the way that its part of the profile names:
 * <Bad do="late"/>. Else it does what an extension of an open network must: it takes the port
 * over, says a word to the AP in a packet of its own, and opens the port. What the station
 * makes of its misdeeds is tests/scenario/bad_extension.c.
 *
 * Handlers put a job into a queue, and the adapter's thread does it. What must come from inside
 * a handler, or from a crowd of threads, says so. */
#include "bad.h"
#include <arpa/inet.h>
#include <extsta/wlanihv.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EXPORT       __attribute__((visibility("default")))
#define ETHERTYPE_BE htons(0x88b5) /* for experiments; as it stands in memory */
#define REASON       0x90001u /* of the IHV range */
#define CROWD        4u       /* threads */
#define ROUNDS       40u      /* of each */
#define ENDLESS      70000u   /* units of a text without an end */
#define HEADER       FIELD_OFFSET(DOT11_SECURITY_PACKET_HEADER, Data)

enum misdeed {
    GOOD,
    INSIDE,     /* completes from inside the handlers */
    TWICE,      /* completes again */
    LATE,       /* completes when it is over */
    NEVER_PRE,  /* never completes */
    NEVER_POST, /* the same */
    REFUSE,     /* fails, and says why */
    NO_REASON,  /* fails, and does not */
    FAIL,       /* fails in the handler itself, without a reason */
    STRANGERS,  /* handles of others, and of nobody */
    NULLS,      /* pointers to nothing */
    TOO_LONG,   /* lengths beyond reason */
    WINDOWS,    /* functions outside their windows */
    TEXTS,      /* profiles that are no text */
    FLOOD,      /* packets without end */
    CROWDED,    /* all functions from many threads */
    RESTLESS,   /* a thread that calls functions without end */
    HAUNTING,   /* a thread that outlives everything, with handles that do not */
    MISDEEDS
};
static const char *const names[MISDEEDS] = {
    "good",    "inside",    "twice", "late",      "never-pre", "never-post",
    "refuse",  "no-reason", "fail",  "strangers", "nulls",     "too-long",
    "windows", "texts",     "flood", "crowd",     "restless",  "haunt"};

enum job_type {
    JOB_PRE,
    JOB_POST,
    JOB_STOP,
    JOB_RESET,
};
struct job {
    struct job *next;
    enum job_type type;
    HANDLE session;
};

struct packet {
    uint8_t peer[6], ethertype[2], data[4];
};

struct adapter {
    HANDLE svc;
    pthread_t thread, crowd[CROWD];
    size_t crowded; /* the thread's own, as what stands above */
    atomic_bool leaving;
    pthread_mutex_t lock; /* of the rest */
    pthread_cond_t more;
    struct job *first, *last;
    bool stopping;
    enum misdeed misdeed;
    HANDLE connect, security; /* the last ones there were */
    uint8_t peer[6];
};

static DOT11EXT_APIS api;
static HANDLE old_svc; /* of the adapter that went last */
static atomic_bool at_rest = true;
static atomic_uint haunted;

static int services;

bad_rest_fn bad_rest;
bad_services_fn bad_services;
DWORD WINAPI Dot11ExtIhvGetVersionInfo(PDOT11_IHV_VERSION_INFO info);
DWORD WINAPI Dot11ExtIhvInitService(DWORD version, PDOT11EXT_APIS functions, LPVOID reserved,
                                    PDOT11EXT_IHV_HANDLERS handlers);

int bad_services(void)
{
    return services;
}

/* --- the misdeeds --- */

static void send_to(struct adapter *a, const uint8_t peer[6], ULONG len)
{
    struct packet p = {{0}, {0x88, 0xb5}, "word"};
    memcpy(p.peer, peer, 6);
    api.Dot11ExtSendPacket(a->svc, len, &p, NULL); /* it is copied, here */
}

/* Handles that are nobody's, of another kind, or of an adapter that has gone. */
static void strangers(struct adapter *a)
{
    static const uint8_t other[6] = {2, 9, 9, 9, 9, 9};
    DOT11_MAC_ADDRESS peer;
    memcpy(peer, other, 6);
    api.Dot11ExtPreAssociateCompletion(a->svc, NULL, 0, 0);
    api.Dot11ExtPreAssociateCompletion(a->svc, (HANDLE)(uintptr_t)0x1234, 0, 0);
    api.Dot11ExtPostAssociateCompletion(a->svc, (HANDLE)(uintptr_t)77, NULL, 0, 0);
    if (a->security) {
        api.Dot11ExtPostAssociateCompletion(a->svc, a->security, &peer, 0, 0);
        api.Dot11ExtPostAssociateCompletion(a->svc, a->connect, NULL, 0, 0);
    }
    api.Dot11ExtSetAuthAlgorithm(NULL, 1);
    api.Dot11ExtSetAuthAlgorithm((HANDLE)(uintptr_t)UINT64_MAX, 1);
    api.Dot11ExtSetAuthAlgorithm(a, 1); /* our own handle, not theirs */
}

static void nulls(struct adapter *a)
{
    DWORD len = 8;
    api.Dot11ExtAllocateBuffer(8, NULL);
    api.Dot11ExtFreeBuffer(NULL);
    api.Dot11ExtSetProfileCustomUserData(a->svc, a->connect, 0, 8, NULL);
    api.Dot11ExtGetProfileCustomUserData(a->svc, a->connect, 0, NULL, NULL);
    api.Dot11ExtSetCurrentProfile(a->svc, a->connect, NULL, NULL);
    api.Dot11ExtSendUIRequest(a->svc, NULL);
    api.Dot11ExtSendNotification(a->svc, NULL);
    api.Dot11ExtSendPacket(a->svc, 100, NULL, NULL);
    api.Dot11ExtSetEtherTypeHandling(a->svc, 1, 3, NULL, 3, NULL);
    api.Dot11ExtSetDefaultKey(a->svc, NULL, DOT11_DIR_BOTH);
    api.Dot11ExtSetKeyMappingKey(a->svc, NULL);
    api.Dot11ExtNicSpecificExtension(a->svc, 8, NULL, &len, NULL);
    api.Dot11ExtNicSpecificExtension(a->svc, 0, NULL, NULL, NULL);
}

/* The claims are longer than the memory behind them: who believes one reads beyond it. */
static void too_long(struct adapter *a)
{
    struct packet p = {{2}, {0x88, 0xb5}, "word"};
    DOT11_CIPHER_DEFAULT_KEY_VALUE key = {.usKeyLength = 0xffff};
    DOT11_CIPHER_KEY_MAPPING_KEY_VALUE mapping = {.usKeyLength = 0xffff};
    DOT11_PRIVACY_EXEMPTION exemption = {ETHERTYPE_BE, DOT11_EXEMPT_ALWAYS, DOT11_EXEMPT_BOTH};
    USHORT registration = ETHERTYPE_BE;
    DWORD room = 0xffffffffu;
    LPVOID buffer;
    api.Dot11ExtAllocateBuffer(0xffffffffu, &buffer);
    api.Dot11ExtSendPacket(a->svc, 0xffffffffu, &p, NULL);
    api.Dot11ExtSetDefaultKey(a->svc, &key, DOT11_DIR_BOTH);
    api.Dot11ExtSetKeyMappingKey(a->svc, &mapping);
    api.Dot11ExtSetEtherTypeHandling(a->svc, 1, 0xffffffffu, &exemption, 1, &registration);
    api.Dot11ExtSetEtherTypeHandling(a->svc, 1, 1, &exemption, 0xffffffffu, &registration);
    api.Dot11ExtNicSpecificExtension(a->svc, 0xffffffffu, &p, &room, &p);
    api.Dot11ExtSetProfileCustomUserData(a->svc, a->connect, 0, 0xffffffffu, &p);
}

/* Half a pair in the middle; no end; nothing at all. */
static void texts(struct adapter *a)
{
    static WCHAR endless[ENDLESS];
    static WCHAR half[] = {'<', 0xd800, '>', 0};
    for (size_t i = 0; i < ENDLESS; i++) {
        endless[i] = 'x';
    }
    DOT11EXT_IHV_CONNECTIVITY_PROFILE none = {NULL};
    DOT11EXT_IHV_SECURITY_PROFILE security = {endless, FALSE};
    api.Dot11ExtSetCurrentProfile(a->svc, a->connect, &none, &security);
    security.pszXmlFragmentIhvSecurity = NULL;
    api.Dot11ExtSetCurrentProfile(a->svc, a->connect, &none, &security);
    security.pszXmlFragmentIhvSecurity = half;
    api.Dot11ExtSetCurrentProfile(a->svc, a->connect, &none, &security);
}

/* Whatever there is, with values that are refused or change nothing. */
static void everything(struct adapter *a, DOT11_MAC_ADDRESS *peer)
{
    static const uint8_t group[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    DOT11_CIPHER_DEFAULT_KEY_VALUE key = {.AlgorithmId = DOT11_CIPHER_ALGO_CCMP};
    DOT11_CIPHER_KEY_MAPPING_KEY_VALUE mapping = {.AlgorithmId = 0x80000123u};
    LPVOID buffer = NULL;
    UCHAR answer[64];
    DWORD room = sizeof answer;
    api.Dot11ExtAllocateBuffer(100, &buffer);
    api.Dot11ExtSetAuthAlgorithm(a->svc, 0x80000123u);
    api.Dot11ExtSetUnicastCipherAlgorithm(a->svc, 0x80000123u);
    api.Dot11ExtSetMulticastCipherAlgorithm(a->svc, 0x80000123u);
    api.Dot11ExtSetDefaultKey(a->svc, &key, DOT11_DIR_OUTBOUND);
    api.Dot11ExtSetKeyMappingKey(a->svc, &mapping);
    api.Dot11ExtSetDefaultKeyId(a->svc, 99);
    api.Dot11ExtPreAssociateCompletion(a->svc, (HANDLE)(uintptr_t)5, 0, 0);
    api.Dot11ExtPostAssociateCompletion(a->svc, (HANDLE)(uintptr_t)77, peer, 0, 0);
    api.Dot11ExtNicSpecificExtension(a->svc, 8, answer, &room, answer);
    api.Dot11ExtStartOneX(a->svc, NULL);
    api.Dot11ExtStopOneX(a->svc);
    api.Dot11ExtProcessSecurityPacket(a->svc, sizeof answer, answer);
    send_to(a, group, sizeof(struct packet));
    api.Dot11ExtFreeBuffer(buffer);
    api.Dot11ExtFreeBuffer(buffer);
}

static void *crowd(void *arg)
{
    DOT11_MAC_ADDRESS peer = {0};
    for (unsigned i = 0; i < ROUNDS; i++) {
        everything(arg, &peer);
    }
    return NULL;
}

static void *never_rest(void *arg)
{
    struct adapter *a = arg;
    while (!atomic_load(&a->leaving)) {
        api.Dot11ExtSendNotification(a->svc, NULL);
    }
    return NULL;
}

static void gather(struct adapter *a, size_t count, void *(*does)(void *arg))
{
    for (; a->crowded < count; a->crowded++) {
        if (pthread_create(&a->crowd[a->crowded], NULL, does, a) != 0) {
            abort();
        }
    }
}

static void *haunt(void *svc)
{
    const struct timespec pause = {.tv_nsec = 1000000};
    while (!atomic_load(&at_rest)) {
        api.Dot11ExtSetAuthAlgorithm(svc, 1);
        nanosleep(&pause, NULL);
    }
    atomic_fetch_sub(&haunted, 1);
    return NULL;
}

void bad_rest(void)
{
    const struct timespec pause = {.tv_nsec = 1000000};
    atomic_store(&at_rest, true);
    while (atomic_load(&haunted) > 0) {
        nanosleep(&pause, NULL);
    }
}

/* --- the thread --- */

static void configure(struct adapter *a)
{
    DOT11_PRIVACY_EXEMPTION exemption = {ETHERTYPE_BE, DOT11_EXEMPT_ALWAYS, DOT11_EXEMPT_BOTH};
    USHORT registration = ETHERTYPE_BE;
    api.Dot11ExtSetAuthAlgorithm(a->svc, DOT11_AUTH_ALGO_80211_OPEN);
    api.Dot11ExtSetUnicastCipherAlgorithm(a->svc, DOT11_CIPHER_ALGO_NONE);
    api.Dot11ExtSetEtherTypeHandling(a->svc, 4, 1, &exemption, 1, &registration);
}

static void before(struct adapter *a, enum misdeed misdeed)
{
    uint8_t bytes[4] = {1, 2, 3, 4};
    configure(a);
    if (misdeed == NEVER_PRE) {
        return;
    } else if (misdeed == STRANGERS) {
        strangers(a);
    } else if (misdeed == NULLS) {
        nulls(a);
    } else if (misdeed == TOO_LONG) {
        too_long(a);
    } else if (misdeed == TEXTS) {
        texts(a);
    } else if (misdeed == CROWDED) {
        gather(a, CROWD, crowd);
    } else if (misdeed == RESTLESS) {
        gather(a, 1, never_rest);
    }
    api.Dot11ExtPreAssociateCompletion(a->svc, a->connect, 0, 0);
    if (misdeed == TWICE) {
        api.Dot11ExtPreAssociateCompletion(a->svc, a->connect, 0, 0);
    } else if (misdeed == WINDOWS) {
        configure(a); /* EtherTypes: too late */
        api.Dot11ExtSetProfileCustomUserData(a->svc, a->connect, 0, sizeof bytes, bytes);
    }
}

static void after(struct adapter *a, enum misdeed misdeed)
{
    DOT11_MAC_ADDRESS peer;
    uint8_t own[6];
    pthread_mutex_lock(&a->lock);
    memcpy(own, a->peer, 6);
    pthread_mutex_unlock(&a->lock);
    memcpy(peer, own, 6);
    if (misdeed == NEVER_POST) {
        return;
    } else if (misdeed == REFUSE || misdeed == NO_REASON) {
        api.Dot11ExtPostAssociateCompletion(a->svc, a->security, &peer,
                                            misdeed == REFUSE ? REASON : 0, 5);
        return;
    } else if (misdeed == STRANGERS) {
        strangers(a);
    } else if (misdeed == WINDOWS) {
        api.Dot11ExtSetExcludeUnencrypted(a->svc, FALSE);
    }
    for (unsigned i = 0; i < (misdeed == FLOOD ? 5000 : 1); i++) {
        send_to(a, own, sizeof(struct packet));
    }
    if (misdeed == TOO_LONG) {
        send_to(a, own, HEADER - 1);
    }
    api.Dot11ExtPostAssociateCompletion(a->svc, a->security, &peer, 0, 0);
    if (misdeed == TWICE) { /* which is allowed: it says the same again (PRT-17) */
        api.Dot11ExtPostAssociateCompletion(a->svc, a->security, &peer, 0, 0);
    }
}

static void work(struct adapter *a, const struct job *job)
{
    pthread_mutex_lock(&a->lock);
    enum misdeed misdeed = a->misdeed;
    pthread_mutex_unlock(&a->lock);
    switch (job->type) {
    case JOB_PRE:
        a->connect = job->session;
        before(a, misdeed);
        break;
    case JOB_POST:
        a->security = job->session;
        after(a, misdeed);
        break;
    case JOB_STOP:
        if (misdeed == LATE) {
            api.Dot11ExtPostAssociateCompletion(a->svc, a->security, NULL, 0, 0);
        }
        break;
    case JOB_RESET:
        if (misdeed == LATE) {
            api.Dot11ExtPreAssociateCompletion(a->svc, a->connect, 0, 0);
        }
        break;
    }
}

static void *run(void *arg)
{
    struct adapter *a = arg;
    pthread_mutex_lock(&a->lock);
    while (!a->stopping) {
        struct job *job = a->first;
        if (!job) {
            pthread_cond_wait(&a->more, &a->lock);
            continue;
        }
        a->first = job->next;
        a->last = a->first ? a->last : NULL;
        pthread_mutex_unlock(&a->lock);
        work(a, job);
        free(job);
        pthread_mutex_lock(&a->lock);
    }
    pthread_mutex_unlock(&a->lock);
    return NULL;
}

static DWORD enqueue(struct adapter *a, enum job_type type, HANDLE session)
{
    struct job *job = calloc(1, sizeof *job);
    if (!job) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    job->type = type;
    job->session = session;
    pthread_mutex_lock(&a->lock);
    if (a->last) {
        a->last->next = job;
    } else {
        a->first = job;
    }
    a->last = job;
    pthread_cond_signal(&a->more);
    pthread_mutex_unlock(&a->lock);
    return ERROR_SUCCESS;
}

/* --- the handlers --- */

static void WINAPI deinit_service(void)
{
    services--;
}

static DWORD WINAPI init_adapter(PDOT11_ADAPTER adapter, HANDLE svc, PHANDLE out)
{
    struct adapter *a = calloc(1, sizeof *a);
    if (!a) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    a->svc = svc;
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->more, NULL);
    if (pthread_create(&a->thread, NULL, run, a) != 0) {
        abort();
    }
    *out = a;
    return ERROR_SUCCESS;
}

static void begin_to_haunt(HANDLE svc)
{
    pthread_t thread;
    atomic_store(&at_rest, false);
    atomic_fetch_add(&haunted, 1);
    if (pthread_create(&thread, NULL, haunt, svc) != 0) {
        abort();
    }
    pthread_detach(thread);
}

static void WINAPI deinit_adapter(HANDLE handle)
{
    struct adapter *a = handle;
    api.Dot11ExtSetAuthAlgorithm(a->svc, 1); /* the handle is dead from inside the call on */
    pthread_mutex_lock(&a->lock);
    a->stopping = true;
    pthread_cond_signal(&a->more);
    pthread_mutex_unlock(&a->lock);
    pthread_join(a->thread, NULL);
    atomic_store(&a->leaving, true);
    for (size_t i = 0; i < a->crowded; i++) {
        pthread_join(a->crowd[i], NULL);
    }
    while (a->first) {
        struct job *job = a->first;
        a->first = job->next;
        free(job);
    }
    old_svc = a->svc;
    if (a->misdeed == HAUNTING) {
        begin_to_haunt(old_svc);
    }
    pthread_cond_destroy(&a->more);
    pthread_mutex_destroy(&a->lock);
    free(a);
}

/* What stands between do=" and the next quotation mark. */
static enum misdeed read_misdeed(const WCHAR *text)
{
    char word[20] = "";
    size_t at = 0, n = 0;
    while (text[at] && text[at] != '"') {
        at++;
    }
    while (text[at] && text[++at] != '"' && n < sizeof word - 1) {
        word[n++] = (char)text[at];
    }
    for (unsigned i = 0; i < MISDEEDS; i++) {
        if (strcmp(word, names[i]) == 0) {
            return (enum misdeed)i;
        }
    }
    return GOOD;
}

static DWORD WINAPI pre_associate(HANDLE handle, HANDLE session,
                                  PDOT11EXT_IHV_PROFILE_PARAMS params,
                                  PDOT11EXT_IHV_CONNECTIVITY_PROFILE connectivity,
                                  PDOT11EXT_IHV_SECURITY_PROFILE security, PDOT11_BSS_LIST list,
                                  PDWORD reason)
{
    struct adapter *a = handle;
    uint8_t bytes[4] = {1, 2, 3, 4};
    enum misdeed misdeed = read_misdeed(security->pszXmlFragmentIhvSecurity);
    pthread_mutex_lock(&a->lock);
    a->misdeed = misdeed;
    pthread_mutex_unlock(&a->lock);
    if (misdeed == FAIL) {
        return ERROR_INVALID_PARAMETER;
    } else if (misdeed == INSIDE) {
        api.Dot11ExtPreAssociateCompletion(a->svc, session, 0, 0);
    } else if (misdeed == WINDOWS) {
        api.Dot11ExtSetProfileCustomUserData(a->svc, session, 0, sizeof bytes, bytes);
        send_to(a, a->peer, sizeof(struct packet));
        api.Dot11ExtStartOneX(a->svc, NULL);
        api.Dot11ExtStopOneX(a->svc);
        api.Dot11ExtProcessSecurityPacket(a->svc, sizeof bytes, bytes);
    }
    return enqueue(a, JOB_PRE, session);
}

static DWORD WINAPI adapter_reset(HANDLE handle)
{
    return enqueue(handle, JOB_RESET, NULL);
}

static DWORD WINAPI post_associate(HANDLE handle, HANDLE session, PDOT11_PORT_STATE port,
                                   ULONG size, PDOT11_ASSOCIATION_COMPLETION_PARAMETERS params)
{
    struct adapter *a = handle;
    pthread_mutex_lock(&a->lock);
    memcpy(a->peer, port->PeerMacAddress, 6);
    enum misdeed misdeed = a->misdeed;
    pthread_mutex_unlock(&a->lock);
    if (misdeed == INSIDE) {
        api.Dot11ExtPostAssociateCompletion(a->svc, session, NULL, 0, 0);
    }
    return enqueue(a, JOB_POST, session);
}

static DWORD WINAPI stop(HANDLE handle, PDOT11_MAC_ADDRESS peer, DOT11_ASSOC_STATUS status)
{
    return enqueue(handle, JOB_STOP, NULL);
}

static DWORD WINAPI validate(HANDLE handle, PDOT11EXT_IHV_PROFILE_PARAMS params,
                             PDOT11EXT_IHV_CONNECTIVITY_PROFILE connectivity,
                             PDOT11EXT_IHV_SECURITY_PROFILE security, PDWORD reason)
{
    return ERROR_SUCCESS;
}

static DWORD WINAPI match(HANDLE handle, PDOT11EXT_IHV_PROFILE_PARAMS params,
                          PDOT11EXT_IHV_CONNECTIVITY_PROFILE connectivity,
                          PDOT11EXT_IHV_SECURITY_PROFILE security, PDOT11_BSS_LIST list,
                          PDWORD reason)
{
    return ERROR_INVALID_PARAMETER;
}

/* Claims a hundred profiles and has none. */
static DWORD WINAPI discover(HANDLE handle, BOOL insecure, PDOT11EXT_IHV_PROFILE_PARAMS params,
                             PDOT11_BSS_LIST list, PDOT11EXT_IHV_DISCOVERY_PROFILE_LIST out,
                             PDWORD reason)
{
    *out = (DOT11EXT_IHV_DISCOVERY_PROFILE_LIST){.dwCount = 100};
    return ERROR_SUCCESS;
}

static DWORD WINAPI session_change(ULONG event, PWTSSESSION_NOTIFICATION session)
{
    return ERROR_SUCCESS;
}

static DWORD WINAPI indication(HANDLE handle, DOT11EXT_IHV_INDICATION_TYPE type, ULONG len,
                               LPVOID buffer)
{
    return ERROR_SUCCESS;
}

static DWORD WINAPI packet(HANDLE handle, DWORD len, LPVOID buffer)
{
    return ERROR_SUCCESS;
}

static DWORD WINAPI sent(HANDLE completion)
{
    return ERROR_SUCCESS;
}

static DWORD WINAPI ui_pending(GUID request, PBOOL pending)
{
    return ERROR_SUCCESS;
}

static DWORD WINAPI ui_response(GUID request, DWORD len, LPVOID response)
{
    return ERROR_SUCCESS;
}

static DWORD WINAPI ui_query(HANDLE handle, DOT11EXT_IHV_CONNECTION_PHASE phase,
                             PDOT11EXT_IHV_UI_REQUEST *request)
{
    return ERROR_SUCCESS;
}

static DWORD WINAPI onex(HANDLE handle, DOT11_MSONEX_RESULT result,
                         PDOT11_MSONEX_RESULT_PARAMS params)
{
    return ERROR_SUCCESS;
}

static DWORD WINAPI control(HANDLE handle, DWORD in_len, PBYTE in, DWORD out_len, PBYTE out,
                            PDWORD returned)
{
    *returned = 0xffffffffu;
    return ERROR_SUCCESS;
}

EXPORT DWORD WINAPI Dot11ExtIhvGetVersionInfo(PDOT11_IHV_VERSION_INFO info)
{
    *info = (DOT11_IHV_VERSION_INFO){0, 0};
    return ERROR_SUCCESS;
}

EXPORT DWORD WINAPI Dot11ExtIhvInitService(DWORD version, PDOT11EXT_APIS functions,
                                           LPVOID reserved, PDOT11EXT_IHV_HANDLERS handlers)
{
    services++;
    api = *functions;
    *handlers = (DOT11EXT_IHV_HANDLERS){
        deinit_service, init_adapter, deinit_adapter, pre_associate, adapter_reset,
        post_associate, stop,         validate,       match,         discover,
        session_change, indication,   packet,         sent,          ui_pending,
        ui_response,    ui_query,     onex,           control,
    };
    return ERROR_SUCCESS;
}
