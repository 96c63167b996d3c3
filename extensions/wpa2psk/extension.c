/* An IHV extension that does WPA2-PSK on its own: the OS half gives it the port and the EAPOL
 * packets, it makes the handshake and hands back keys and a result. It shows how such an
 * extension is built: handlers only put work into a queue, one thread per adapter does it and
 * calls the station's functions (common/worker.h); it sees nothing of the station but
 * extsta/wlanihv.h.
 *
 * A connection goes through it so: perform-pre-associate (settings.c: passphrase; configuration
 * of the driver; completion), perform-post-associate (fourway.c starts), received packets
 * (answers; keys; completion of the post-association, which opens the port),
 * stop-post-associate. */
#include "keys.h"
#include "packets.h"
#include "plain.h"
#include "settings.h"
#include "worker.h"
#include "fourway.h"
#include <arpa/inet.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#define ETHERTYPE_EAPOL    0x888eu
#define ETHERTYPE_EAPOL_BE htons(0x888e) /* as it stands in memory */
#define BACKLOG            8u      /* received packets that the OS half keeps for us */
#define REASON_REFUSED     0x00090001u /* of the IHV range */

enum job_type {
    JOB_PRE_ASSOCIATE,
    JOB_POST_ASSOCIATE,
    JOB_STOP,
    JOB_RESET,
    JOB_PACKET,
    JOB_SENT,
};

/* A handler's call, with a passphrase of a profile. */
struct call {
    struct job job; /* type: enum job_type */
    HANDLE session;
    uint8_t peer[6], own[6];
    char passphrase[64];
    uint8_t ssid[32];
    size_t ssid_len;
    unsigned number; /* of a packet that was completed */
    size_t len;
    uint8_t bytes[]; /* packet, or association completion */
};

/* Keys of message 3, until the AP is known to have message 4. Where it was lost the AP has no
 * key and repeats message 3 in the clear: with the key in place the driver would refuse that.
 * What they wait for is the completion of message 4, of which there is one for each packet
 * (IHV-29). The station gives it when the AP can be taken to have message 4: at once when it
 * was acknowledged, else when an AP that missed it would have repeated message 3. */
struct waiting_keys {
    bool pairwise, group;
    uint8_t group_counter[6];
    unsigned message_4; /* number of its packet; 0: not sent, the AP will repeat itself */
};

/* One station that is served. */
struct adapter {
    HANDLE svc;         /* goes into every function */
    uint8_t address[6]; /* the station's: SPA of the handshake */
    struct worker worker;
    struct packets packets;
    /* the thread's own */
    HANDLE connect_session; /* NULL: no pre-association to complete */
    HANDLE security_session;
    uint8_t peer[6];
    uint8_t pmk[32];
    bool has_pmk;
    struct fourway fourway;
    struct waiting_keys waiting;
    bool authorized; /* the result has been said */
};

static DOT11EXT_APIS api;

/* --- the thread --- */

/* The completion is due exactly once (IHV-11: the handler's answer, IHV-13: completion); the
 * session is forgotten first. */
static void complete_pre(struct adapter *a, DWORD reason, DWORD error)
{
    HANDLE session = a->connect_session;
    a->connect_session = NULL;
    if (session) {
        api.Dot11ExtPreAssociateCompletion(a->svc, session, reason, error);
    }
}

/* PBKDF2 takes milliseconds, which is why this is no handler's work. EAPOL is exempt from
 * encryption as long as there is no pairwise key, and comes to us (IHV-17: only before the
 * completion). */
static void pre_associate(struct adapter *a, const struct call *job)
{
    DOT11_PRIVACY_EXEMPTION exemption = {
        ETHERTYPE_EAPOL_BE, DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE, DOT11_EXEMPT_UNICAST};
    USHORT registration = ETHERTYPE_EAPOL_BE;
    a->connect_session = job->session;
    a->has_pmk = fourway_pmk(job->passphrase, job->ssid, job->ssid_len, a->pmk);
    DWORD error = a->has_pmk ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
    if (error == ERROR_SUCCESS) {
        error = api.Dot11ExtSetAuthAlgorithm(a->svc, DOT11_AUTH_ALGO_RSNA_PSK);
    }
    if (error == ERROR_SUCCESS) {
        error = api.Dot11ExtSetMulticastCipherAlgorithm(a->svc, DOT11_CIPHER_ALGO_CCMP);
    }
    if (error == ERROR_SUCCESS) {
        error = api.Dot11ExtSetUnicastCipherAlgorithm(a->svc, DOT11_CIPHER_ALGO_CCMP);
    }
    if (error == ERROR_SUCCESS) {
        error =
            api.Dot11ExtSetEtherTypeHandling(a->svc, BACKLOG, 1, &exemption, 1, &registration);
    }
    complete_pre(a, error == ERROR_SUCCESS ? 0 : REASON_REFUSED, error);
}

/* The part of the completion at an offset, without `fixed` octets in front. */
static const uint8_t *part(const struct call *job, ULONG offset, ULONG size, size_t fixed,
                           size_t *len)
{
    *len = 0;
    if (offset > job->len || size > job->len - offset || size < fixed) {
        return job->bytes;
    }
    *len = size - fixed;
    return job->bytes + offset + fixed;
}

/* Tells the OS half whether the port is authorized (PRT-15: result). */
static void finish(struct adapter *a, DWORD reason, DWORD error)
{
    api.Dot11ExtPostAssociateCompletion(a->svc, a->security_session, &a->peer, reason, error);
}

/* The fixed fields stand in front of the elements: capability and listen interval (4, with the
 * current AP 10), time stamp, interval and capability (12). */
static void post_associate(struct adapter *a, const struct call *job)
{
    DOT11_ASSOCIATION_COMPLETION_PARAMETERS p = {0};
    size_t request_len, beacon_len;
    memcpy(&p, job->bytes, job->len < sizeof p ? job->len : sizeof p);
    const uint8_t *request =
        part(job, p.uAssocReqOffset, p.uAssocReqSize, p.bReAssocReq ? 10 : 4, &request_len);
    const uint8_t *beacon = part(job, p.uBeaconOffset, p.uBeaconSize, 12, &beacon_len);
    a->security_session = job->session;
    memcpy(a->peer, job->peer, 6);
    if (!a->has_pmk || !fourway_start(&a->fourway, a->pmk, a->peer, a->address, request,
                                      request_len, beacon, beacon_len)) {
        finish(a, REASON_REFUSED, ERROR_NOT_SUPPORTED);
    }
}

/* The receive counter is that of message 3 or group message 1: older frames are replays. */
static DWORD install_group(struct adapter *a, const uint8_t counter[6])
{
    return keys_group(&api, a->svc, a->peer, DOT11_CIPHER_ALGO_CCMP, a->fourway.gtk_id, counter,
                      a->fourway.gtk);
}

/* What a message gave while keys wait, and the packet that answered it. */
static void keep(struct adapter *a, const struct fourway_out *out, unsigned number)
{
    struct waiting_keys *w = &a->waiting;
    w->pairwise = true;
    if (out->install_group) {
        w->group = true;
        memcpy(w->group_counter, out->group_counter, sizeof w->group_counter);
    }
    if (out->message_4) {
        w->message_4 = number;
    }
}

/* Their time has come: the four-way handshake is complete. */
static void authorize(struct adapter *a)
{
    struct waiting_keys w = a->waiting;
    a->waiting = (struct waiting_keys){0};
    /* the temporal key is the last third of the PTK */
    DWORD error =
        keys_pairwise(&api, a->svc, a->peer, DOT11_CIPHER_ALGO_CCMP, a->fourway.ptk + 32);
    if (error == ERROR_SUCCESS && w.group) {
        error = install_group(a, w.group_counter);
    }
    /* renewed keys are no new result */
    if (error != ERROR_SUCCESS || !a->authorized) {
        finish(a, error == ERROR_SUCCESS ? 0 : REASON_REFUSED, error);
    }
    a->authorized = error == ERROR_SUCCESS;
}

/* Answers first: the keys of message 3 wait until message 4 has arrived (struct waiting_keys).
 * A group key that comes later goes in at once. */
static void packet(struct adapter *a, const struct call *job)
{
    struct fourway_out out;
    DWORD error = ERROR_SUCCESS;
    if (!a->security_session || memcmp(job->bytes, a->peer, 6) != 0) {
        return; /* stopped meanwhile */
    }
    fourway_rx(&a->fourway, job->bytes + PACKET_HEADER, job->len - PACKET_HEADER, &out);
    unsigned number = 0;
    if (out.send_len > 0) {
        number = packets_send(&a->packets, &api, a->svc, a->peer, ETHERTYPE_EAPOL, out.send,
                              out.send_len);
    }
    if (out.install_pairwise || a->waiting.pairwise) {
        keep(a, &out, number);
    } else if (out.install_group) {
        error = install_group(a, out.group_counter);
    }
    if (out.refused || error != ERROR_SUCCESS) {
        a->waiting.pairwise = false;
        finish(a, REASON_REFUSED, out.refused ? ERROR_INVALID_PARAMETER : error);
    }
    OPENSSL_cleanse(&out, sizeof out);
}

/* The association is over: no key material stays but the PMK, for the next one. */
static void stop(struct adapter *a)
{
    a->security_session = NULL;
    a->authorized = false;
    a->waiting = (struct waiting_keys){0};
    fourway_clear(&a->fourway);
}

static void work(void *user, const struct job *head)
{
    struct adapter *a = user;
    const struct call *job = (const struct call *)head;
    switch ((enum job_type)head->type) {
    case JOB_PRE_ASSOCIATE:
        pre_associate(a, job);
        break;
    case JOB_POST_ASSOCIATE:
        post_associate(a, job);
        break;
    case JOB_STOP: /* cancelled without a completion (IHV-26) */
        stop(a);
        break;
    case JOB_RESET: /* what is pending is completed with ERROR_CANCELLED (IHV-07) */
        complete_pre(a, REASON_REFUSED, ERROR_CANCELLED);
        stop(a);
        OPENSSL_cleanse(a->pmk, sizeof a->pmk);
        a->has_pmk = false;
        break;
    case JOB_PACKET:
        packet(a, job);
        break;
    case JOB_SENT:
        if (a->waiting.pairwise && a->waiting.message_4 == job->number) {
            authorize(a);
        }
        break;
    }
}

/* --- the handlers --- */

static struct call *call_new(enum job_type type, const void *bytes, size_t len)
{
    struct call *call = job_new(sizeof *call + len, type);
    if (call) {
        call->len = len;
        if (len > 0) {
            memcpy(call->bytes, bytes, len);
        }
    }
    return call;
}

static DWORD enqueue(struct adapter *a, struct call *call)
{
    return worker_enqueue(&a->worker, call ? &call->job : NULL);
}

static void WINAPI deinit_service(void)
{
}

static DWORD WINAPI init_adapter(PDOT11_ADAPTER adapter, HANDLE svc, PHANDLE out)
{
    struct adapter *a = calloc(1, sizeof *a);
    if (!a) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    a->svc = svc;
    /* the station's id is made of its address */
    memcpy(a->address, adapter->gAdapterId.Data4 + 2, 6);
    packets_init(&a->packets, a);
    if (!worker_start(&a->worker, work, a)) {
        packets_destroy(&a->packets);
        free(a);
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    *out = a;
    return ERROR_SUCCESS;
}

/* Waits for the thread: after this no function may be called with the handle. */
static void WINAPI deinit_adapter(HANDLE handle)
{
    struct adapter *a = handle;
    worker_stop(&a->worker); /* pending work is cancelled without a completion (IHV-05) */
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
    struct call *job = call_new(JOB_PRE_ASSOCIATE, NULL, 0);
    if (!job) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    DWORD error = settings_check(params, security, job->passphrase, reason);
    if (error != ERROR_SUCCESS) {
        job_free(&job->job);
        return error;
    }
    job->session = session;
    job->ssid_len = params->pSsidList->SSIDs[0].uSSIDLength;
    memcpy(job->ssid, params->pSsidList->SSIDs[0].ucSSID, job->ssid_len);
    return enqueue(handle, job);
}

static DWORD WINAPI adapter_reset(HANDLE handle)
{
    return enqueue(handle, call_new(JOB_RESET, NULL, 0));
}

static DWORD WINAPI perform_post_associate(HANDLE handle, HANDLE session,
                                           PDOT11_PORT_STATE port, ULONG len,
                                           PDOT11_ASSOCIATION_COMPLETION_PARAMETERS params)
{
    struct call *job = call_new(JOB_POST_ASSOCIATE, params, len);
    if (!job) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    job->session = session;
    memcpy(job->peer, port->PeerMacAddress, 6);
    return enqueue(handle, job);
}

static DWORD WINAPI stop_post_associate(HANDLE handle, PDOT11_MAC_ADDRESS peer,
                                        DOT11_ASSOC_STATUS status)
{
    return enqueue(handle, call_new(JOB_STOP, NULL, 0));
}

static DWORD WINAPI validate_profile(HANDLE handle, PDOT11EXT_IHV_PROFILE_PARAMS params,
                                     PDOT11EXT_IHV_CONNECTIVITY_PROFILE connectivity,
                                     PDOT11EXT_IHV_SECURITY_PROFILE security, PDWORD reason)
{
    char passphrase[64];
    DWORD error = settings_check(params, security, passphrase, reason);
    OPENSSL_cleanse(passphrase, sizeof passphrase);
    return error;
}

/* EAPOL only: that is what we have registered for. */
static DWORD WINAPI receive_packet(HANDLE handle, DWORD len, LPVOID buffer)
{
    if (len < PACKET_HEADER) {
        return ERROR_INVALID_PARAMETER;
    }
    return enqueue(handle, call_new(JOB_PACKET, buffer, len));
}

/* Without memory for the job the keys stay out, and the station gives the port up. */
static DWORD WINAPI send_packet_completion(HANDLE completion)
{
    unsigned number;
    struct adapter *a = packets_done(completion, &number);
    struct call *job = call_new(JOB_SENT, NULL, 0);
    if (job) {
        job->number = number;
    }
    return enqueue(a, job);
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
