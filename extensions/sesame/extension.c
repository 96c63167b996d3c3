/* An IHV extension with an authentication that nobody else has, Sesame, for a cipher that its
 * driver has (extsta/sesame.h): what a vendor of both would ship. docs/extensions.md goes
 * through it, from the profile to the data.
 *
 *   perform-pre-associate   password of the profile; numbers of the IHV range for
 * authentication and ciphers; packets of EtherType 88b5 come to us, in the clear as long as
 * there is no key; completion perform-post-associate  the exchange awaits the AP's challenge
 *   receive-packet          challenge and accept are answered (exchange.c)
 *   send-packet-completion  of our last word: keys go in, the port opens
 *   stop-post-associate     also after a farewell of the AP (DIS-10: status 0x80000000 and up)
 *
 * Handlers only put jobs into the queue of the adapter's thread (common/worker.h). */
#include "keys.h"
#include "packets.h"
#include "plain.h"
#include "settings.h"
#include "worker.h"
#include "exchange.h"
#include <arpa/inet.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#define ETHERTYPE_BE   htons(EXTSTA_SESAME_ETHERTYPE) /* as it stands in memory */
#define BACKLOG        8u          /* received packets that the station keeps for us */
#define REASON_REFUSED 0x00090001u /* of the IHV range */

enum job_type {
    JOB_PRE_ASSOCIATE,
    JOB_POST_ASSOCIATE,
    JOB_STOP,
    JOB_RESET,
    JOB_PACKET,
    JOB_SENT,
};

/* A handler's call, with a password of a profile. */
struct call {
    struct job job; /* type: enum job_type */
    HANDLE session;
    uint8_t peer[6];
    char password[64];
    uint8_t ssid[32];
    size_t ssid_len;
    unsigned number; /* of a packet that was completed */
    size_t len;
    uint8_t bytes[]; /* a packet */
};

/* One station that is served. All but the first members are the thread's own. */
struct adapter {
    HANDLE svc;     /* goes into every function */
    uint8_t own[6]; /* the station's address */
    struct worker worker;
    struct packets packets;
    HANDLE connect_session;  /* NULL: no pre-association to complete */
    HANDLE security_session; /* NULL: no association */
    uint8_t peer[6], secret[32];
    struct exchange exchange;
    struct exchange_step accepted; /* keys that wait until the AP has our last word */
    unsigned last_word;            /* number of its packet; 0: none is out */
};

static DOT11EXT_APIS api;

/* --- the thread --- */

/* Due exactly once (IHV-13: the session is dead with it). */
static void complete_pre(struct adapter *a, DWORD reason, DWORD error)
{
    HANDLE session = a->connect_session;
    a->connect_session = NULL;
    if (session) {
        api.Dot11ExtPreAssociateCompletion(a->svc, session, reason, error);
    }
}

/* Numbers that the driver does not have are refused by it (IHV-16), and there is no connection:
 * that is how a password for Sesame is of no use to another radio. */
static void pre_associate(struct adapter *a, const struct call *call)
{
    DOT11_PRIVACY_EXEMPTION exemption = {
        ETHERTYPE_BE, DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE, DOT11_EXEMPT_UNICAST};
    USHORT registration = ETHERTYPE_BE;
    a->connect_session = call->session;
    DWORD error = exchange_secret(call->password, call->ssid, call->ssid_len, a->secret)
                      ? ERROR_SUCCESS
                      : ERROR_NOT_ENOUGH_MEMORY;
    if (error == ERROR_SUCCESS) {
        error = api.Dot11ExtSetAuthAlgorithm(a->svc, EXTSTA_SESAME_AUTH);
    }
    if (error == ERROR_SUCCESS) {
        error = api.Dot11ExtSetMulticastCipherAlgorithm(a->svc, EXTSTA_SESAME_CIPHER);
    }
    if (error == ERROR_SUCCESS) {
        error = api.Dot11ExtSetUnicastCipherAlgorithm(a->svc, EXTSTA_SESAME_CIPHER);
    }
    if (error == ERROR_SUCCESS) { /* now, or not at all: in operation it is refused */
        error = api.Dot11ExtSetExcludeUnencrypted(a->svc, TRUE);
    }
    if (error == ERROR_SUCCESS) {
        error =
            api.Dot11ExtSetEtherTypeHandling(a->svc, BACKLOG, 1, &exemption, 1, &registration);
    }
    complete_pre(a, error == ERROR_SUCCESS ? 0 : REASON_REFUSED, error);
}

static void post_associate(struct adapter *a, const struct call *call)
{
    a->security_session = call->session;
    a->last_word = 0;
    memcpy(a->peer, call->peer, 6);
    exchange_start(&a->exchange, a->secret, a->peer, a->own);
}

/* The AP has our last word: both use the keys from here on. */
static void authorize(struct adapter *a)
{
    const struct exchange_step *s = &a->accepted;
    DWORD error = keys_pairwise(&api, a->svc, a->peer, EXTSTA_SESAME_CIPHER,
                                a->exchange.keys + EXTSTA_SESAME_KEY_LEN);
    if (error == ERROR_SUCCESS) {
        error = keys_group(&api, a->svc, a->peer, EXTSTA_SESAME_CIPHER, s->group_id,
                           s->group_counter, s->group_key);
    }
    a->last_word = 0;
    OPENSSL_cleanse(&a->accepted, sizeof a->accepted);
    api.Dot11ExtPostAssociateCompletion(a->svc, a->security_session, &a->peer,
                                        error == ERROR_SUCCESS ? 0 : REASON_REFUSED, error);
}

static void packet(struct adapter *a, const struct call *call)
{
    struct exchange_step step;
    if (!a->security_session || memcmp(call->bytes, a->peer, 6) != 0) {
        return; /* stopped meanwhile */
    }
    exchange_rx(&a->exchange, call->bytes + PACKET_HEADER, call->len - PACKET_HEADER, &step);
    unsigned number = 0;
    if (step.send_len > 0) {
        number = packets_send(&a->packets, &api, a->svc, a->peer, EXTSTA_SESAME_ETHERTYPE,
                              step.send, step.send_len);
    }
    if (step.accepted) {
        a->accepted = step;
        a->last_word = number;
    }
    OPENSSL_cleanse(&step, sizeof step);
}

static void stop(struct adapter *a)
{
    a->security_session = NULL;
    a->last_word = 0;
    OPENSSL_cleanse(&a->accepted, sizeof a->accepted);
    exchange_clear(&a->exchange);
}

static void work(void *user, const struct job *job)
{
    struct adapter *a = user;
    const struct call *call = (const struct call *)job;
    switch ((enum job_type)job->type) {
    case JOB_PRE_ASSOCIATE:
        pre_associate(a, call);
        break;
    case JOB_POST_ASSOCIATE:
        post_associate(a, call);
        break;
    case JOB_STOP: /* without a completion (IHV-26) */
        stop(a);
        break;
    case JOB_RESET: /* with one, of what is pending (IHV-07) */
        complete_pre(a, REASON_REFUSED, ERROR_CANCELLED);
        stop(a);
        OPENSSL_cleanse(a->secret, sizeof a->secret);
        break;
    case JOB_PACKET:
        packet(a, call);
        break;
    case JOB_SENT:
        if (a->security_session && a->last_word != 0 && a->last_word == call->number) {
            authorize(a);
        }
        break;
    }
}

/* --- the handlers --- */

static DWORD enqueue(struct adapter *a, struct call *call)
{
    return worker_enqueue(&a->worker, call ? &call->job : NULL);
}

static DWORD enqueue_plain(struct adapter *a, enum job_type type)
{
    return enqueue(a, job_new(sizeof(struct call), type));
}

static void WINAPI deinit_service(void)
{
}

/* The adapter's id is made of the station's address. */
static DWORD WINAPI init_adapter(PDOT11_ADAPTER adapter, HANDLE svc, PHANDLE out)
{
    struct adapter *a = calloc(1, sizeof *a);
    if (!a) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    a->svc = svc;
    memcpy(a->own, adapter->gAdapterId.Data4 + 2, 6);
    packets_init(&a->packets, a);
    if (!worker_start(&a->worker, work, a)) {
        packets_destroy(&a->packets);
        free(a);
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    *out = a;
    return ERROR_SUCCESS;
}

static void WINAPI deinit_adapter(HANDLE handle)
{
    struct adapter *a = handle;
    worker_stop(&a->worker);
    packets_destroy(&a->packets);
    OPENSSL_cleanse(a, sizeof *a);
    free(a);
}

static DWORD WINAPI perform_pre_associate(HANDLE handle, HANDLE session,
                                          PDOT11EXT_IHV_PROFILE_PARAMS params,
                                          PDOT11EXT_IHV_CONNECTIVITY_PROFILE connectivity,
                                          PDOT11EXT_IHV_SECURITY_PROFILE security,
                                          PDOT11_BSS_LIST list, PDWORD reason)
{
    struct call *call = job_new(sizeof *call, JOB_PRE_ASSOCIATE);
    if (!call) {
        *reason = REASON_REFUSED;
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    DWORD error = settings_check(params, security, call->password, reason);
    if (error != ERROR_SUCCESS) {
        job_free(&call->job);
        return error;
    }
    call->session = session;
    call->ssid_len = params->pSsidList->SSIDs[0].uSSIDLength;
    memcpy(call->ssid, params->pSsidList->SSIDs[0].ucSSID, call->ssid_len);
    return enqueue(handle, call);
}

static DWORD WINAPI adapter_reset(HANDLE handle)
{
    return enqueue_plain(handle, JOB_RESET);
}

static DWORD WINAPI perform_post_associate(HANDLE handle, HANDLE session,
                                           PDOT11_PORT_STATE port, ULONG len,
                                           PDOT11_ASSOCIATION_COMPLETION_PARAMETERS params)
{
    struct call *call = job_new(sizeof *call, JOB_POST_ASSOCIATE);
    if (call) {
        call->session = session;
        memcpy(call->peer, port->PeerMacAddress, 6);
    }
    return enqueue(handle, call);
}

static DWORD WINAPI stop_post_associate(HANDLE handle, PDOT11_MAC_ADDRESS peer,
                                        DOT11_ASSOC_STATUS status)
{
    return enqueue_plain(handle, JOB_STOP);
}

static DWORD WINAPI validate_profile(HANDLE handle, PDOT11EXT_IHV_PROFILE_PARAMS params,
                                     PDOT11EXT_IHV_CONNECTIVITY_PROFILE connectivity,
                                     PDOT11EXT_IHV_SECURITY_PROFILE security, PDWORD reason)
{
    char password[64];
    DWORD error = settings_check(params, security, password, reason);
    OPENSSL_cleanse(password, sizeof password);
    return error;
}

static DWORD WINAPI receive_packet(HANDLE handle, DWORD len, LPVOID buffer)
{
    struct call *call = len >= PACKET_HEADER ? job_new(sizeof *call + len, JOB_PACKET) : NULL;
    if (call) {
        call->len = len;
        memcpy(call->bytes, buffer, len);
    }
    return enqueue(handle, call);
}

static DWORD WINAPI send_packet_completion(HANDLE completion)
{
    unsigned number;
    struct adapter *a = packets_done(completion, &number);
    struct call *call = job_new(sizeof *call, JOB_SENT);
    if (call) {
        call->number = number;
    }
    return enqueue(a, call);
}

/* --- what is exported --- */

EXPORT DWORD WINAPI Dot11ExtIhvInitService(DWORD version, PDOT11EXT_APIS functions,
                                           LPVOID reserved, PDOT11EXT_IHV_HANDLERS handlers);

DWORD WINAPI Dot11ExtIhvInitService(DWORD version, PDOT11EXT_APIS functions, LPVOID reserved,
                                    PDOT11EXT_IHV_HANDLERS handlers)
{
    api = *functions;
    *handlers = (DOT11EXT_IHV_HANDLERS){
        .Dot11ExtIhvDeinitService = deinit_service,
        .Dot11ExtIhvInitAdapter = init_adapter,
        .Dot11ExtIhvDeinitAdapter = deinit_adapter,
        .Dot11ExtIhvPerformPreAssociate = perform_pre_associate,
        .Dot11ExtIhvAdapterReset = adapter_reset,
        .Dot11ExtIhvPerformPostAssociate = perform_post_associate,
        .Dot11ExtIhvStopPostAssociate = stop_post_associate,
        .Dot11ExtIhvValidateProfile = validate_profile,
        .Dot11ExtIhvReceivePacket = receive_packet,
        .Dot11ExtIhvSendPacketCompletion = send_packet_completion,
    };
    plain_handlers(handlers);
    return ERROR_SUCCESS;
}
