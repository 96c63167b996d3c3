/* The functions of DOT11EXT_APIS: what an extension calls, from any thread, at any time. Each
 * becomes a request; which thread carries it out on the station is decided by submit. The
 * station's own calls (extsta/ihv.h) judge whether the function is allowed now; here only what
 * cannot be passed on is refused (`unfit`): pointers that are NULL, lengths beyond reason.
 *
 * Adapters come as numbers that are looked up and never used again: an extension may call with
 * a handle that is long dead (IHV-05: not after deinit-adapter), and must be refused, not
 * crash. */
#include "ihv_private.h"
#include "providers.h"
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MAX_KEY    64u /* octets of a key: what is longer is none */
#define MAX_LATE   64u /* completions that wait for a handler to return; one would be enough */
#define PATIENCE_S 5   /* with a handler that a function has to wait for */

/* A call with its arguments. It lies on the stack of the thread that waits for it, unless
 * owned. `in` and `out` are the extension's memory: good while its thread waits. */
struct ihv_request {
    struct ihv_request *next;
    struct ihv_adapter *adapter;
    enum extsta_function_type function;
    bool queued, owned; /* owned: nobody waits, freed when done */
    bool unfit;         /* is not passed on: refused with `error`, and told */
    uint32_t value, reason, error, session;
    uint64_t handle;
    struct extsta_mac peer;
    struct extsta_span in, more;
    uint8_t *out;
    uint32_t *out_len;
    void **buffer; /* a new one for the extension, *out_len octets */
    struct extsta_ihv_exemption exemptions[EXTSTA_IHV_MAX_EXEMPTIONS];
    uint16_t registrations[EXTSTA_IHV_MAX_REGISTRATIONS];
    size_t exemption_count, registration_count;
    uint32_t result;
};

/* --- which thread carries it out --- */

/* The data are the station's: the extension gets a buffer of its own (it frees it). */
static uint32_t get_user_data(const struct ihv_request *r, extsta_time now)
{
    struct extsta_span data;
    uint32_t error = extsta_ihv_get_profile_custom_user_data(r->adapter->sta, now, r->session,
                                                             r->value, &data);
    *r->buffer = NULL;
    *r->out_len = 0;
    if (error != ERROR_SUCCESS || data.len == 0) {
        return error;
    }
    *r->buffer = ihv_buffer_new(data.len);
    if (!*r->buffer) {
        return ERROR_OUTOFMEMORY;
    }
    memcpy(*r->buffer, data.data, data.len);
    *r->out_len = (uint32_t)data.len;
    return ERROR_SUCCESS;
}

/* On the thread that has the station to itself, with the loader's lock held. */
static uint32_t carry_out(const struct ihv_request *r, extsta_time now)
{
    struct extsta_station *sta = r->adapter->sta;
    if (r->unfit) {
        return extsta_ihv_refused(sta, now, r->function, r->error);
    }
    switch (r->function) {
    case EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION:
        return extsta_ihv_pre_associate_completion(sta, now, r->session, r->reason, r->error);
    case EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION:
        return extsta_ihv_post_associate_completion(sta, now, r->session, &r->peer, r->reason,
                                                    r->error);
    case EXTSTA_FUNCTION_SEND_PACKET:
        return extsta_ihv_send_packet(sta, now, r->in, r->handle);
    case EXTSTA_FUNCTION_SET_ETHERTYPE_HANDLING:
        return extsta_ihv_set_ethertype_handling(sta, now, r->value, r->exemptions,
                                                 r->exemption_count, r->registrations,
                                                 r->registration_count);
    case EXTSTA_FUNCTION_SET_AUTH_ALGORITHM:
        return extsta_ihv_set_auth_algorithm(sta, now, r->value);
    case EXTSTA_FUNCTION_SET_UNICAST_CIPHER_ALGORITHM:
        return extsta_ihv_set_unicast_cipher(sta, now, r->value);
    case EXTSTA_FUNCTION_SET_MULTICAST_CIPHER_ALGORITHM:
        return extsta_ihv_set_multicast_cipher(sta, now, r->value);
    case EXTSTA_FUNCTION_SET_DEFAULT_KEY:
        return extsta_ihv_set_default_key(sta, now, r->in, r->value);
    case EXTSTA_FUNCTION_SET_KEY_MAPPING_KEY:
        return extsta_ihv_set_key_mapping_key(sta, now, r->in);
    case EXTSTA_FUNCTION_SET_DEFAULT_KEY_ID:
        return extsta_ihv_set_default_key_id(sta, now, r->value);
    case EXTSTA_FUNCTION_SET_EXCLUDE_UNENCRYPTED:
        return extsta_ihv_set_exclude_unencrypted(sta, now, r->value != 0);
    case EXTSTA_FUNCTION_NIC_SPECIFIC_EXTENSION:
        return extsta_ihv_nic_specific_extension(sta, now, r->in, r->out, r->out_len);
    case EXTSTA_FUNCTION_SET_PROFILE_CUSTOM_USER_DATA:
        return extsta_ihv_set_profile_custom_user_data(sta, now, r->session, r->value, r->in);
    case EXTSTA_FUNCTION_GET_PROFILE_CUSTOM_USER_DATA:
        return get_user_data(r, now);
    case EXTSTA_FUNCTION_SET_CURRENT_PROFILE:
        return extsta_ihv_set_current_profile(sta, now, r->session, r->more, r->in);
    case EXTSTA_FUNCTION_START_ONEX:
        return extsta_ihv_start_onex(sta, now);
    case EXTSTA_FUNCTION_STOP_ONEX:
        return extsta_ihv_stop_onex(sta, now);
    case EXTSTA_FUNCTION_PROCESS_SECURITY_PACKET:
        return extsta_ihv_process_security_packet(sta, now, r->in);
    case EXTSTA_FUNCTION_RETURNED:
    case EXTSTA_FUNCTION_SEND_UI_REQUEST:
    case EXTSTA_FUNCTION_SEND_NOTIFICATION:
        break; /* these end here: they come unfit */
    }
    return ERROR_NOT_SUPPORTED;
}

/* Appends a request for the loop's thread, and wakes the loop. */
static void enqueue(struct ihv_loader *l, struct ihv_request *r)
{
    const uint64_t one = 1;
    r->queued = true;
    r->next = NULL;
    if (l->last) {
        l->last->next = r;
    } else {
        l->first = r;
    }
    l->last = r;
    if (write(l->fd, &one, sizeof one) < 0) {
        /* the counter is full: it is readable as it is */
    }
}

bool ihv_requests_run(struct ihv_loader *l)
{
    bool any = l->first != NULL;
    while (l->first) {
        struct ihv_request *r = l->first;
        l->first = r->next;
        l->last = l->first ? l->last : NULL;
        r->queued = false;
        r->result = carry_out(r, l->now);
        if (r->owned) {
            l->late--;
            free(r);
        }
    }
    if (any) {
        pthread_cond_broadcast(&l->changed);
    }
    return any;
}

/* Takes a request out of the middle: its own thread will do it. */
static void withdraw(struct ihv_loader *l, struct ihv_request *r)
{
    struct ihv_request **link = &l->first, *last = NULL;
    while (*link != r) {
        last = *link;
        link = &last->next;
    }
    *link = r->next;
    l->last = l->last == r ? last : l->last;
    r->queued = false;
}

/* Completions that come while the loop's thread is still inside a handler, perhaps the very
 * one they complete: they wait until it has returned, the caller does not (IHV-11, IHV-20). */
static bool must_come_later(const struct ihv_request *r)
{
    return r->function == EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION ||
           r->function == EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION;
}

/* For a completion: the thread goes on at once, with success, and the copy waits. */
static uint32_t later(struct ihv_loader *l, const struct ihv_request *r)
{
    struct ihv_request *copy = l->late < MAX_LATE ? host_malloc(sizeof *copy) : NULL;
    if (!copy) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    *copy = *r;
    copy->owned = true;
    l->late++;
    enqueue(l, copy);
    return ERROR_SUCCESS;
}

/* Functions that belong behind the return of the handler of a pre-association (IHV-15), which a
 * thread that the handler has started cannot see: they wait for it. So does whatever comes
 * behind a completion that waits (IHV-09: in the order in which it was asked). */
static bool must_wait(const struct ihv_loader *l, const struct ihv_request *r)
{
    return l->late > 0 || r->function == EXTSTA_FUNCTION_SET_PROFILE_CUSTOM_USER_DATA ||
           r->function == EXTSTA_FUNCTION_GET_PROFILE_CUSTOM_USER_DATA ||
           r->function == EXTSTA_FUNCTION_SET_CURRENT_PROFILE;
}

/* Waits for something to change, at most until the time. False: it is over. */
static bool wait_until(struct ihv_loader *l, const struct timespec *until)
{
    return pthread_cond_timedwait(&l->changed, &l->lock, until) != ETIMEDOUT;
}

/* Until the loop has done it, or is inside a handler and leaves the station alone: without the
 * latter a handler that waits for this thread would wait for ever. Where the function has to
 * wait for the handler, and the handler for the function, the function gives in. */
static void wait_for(struct ihv_loader *l, struct ihv_request *r)
{
    struct timespec until;
    bool patient = true;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += PATIENCE_S;
    while (r->queued) {
        if (!l->in_handler) {
            pthread_cond_wait(&l->changed, &l->lock);
        } else if (patient && must_wait(l, r)) {
            patient = wait_until(l, &until);
        } else { /* nobody touches the station now but who holds the lock */
            withdraw(l, r);
            r->result = carry_out(r, l->now);
        }
    }
}

/* From the extension: the lock of the adapter's loader is held, and is given back here. There
 * are three cases: the call comes from within a handler, on the loop's thread; it is a
 * completion while a handler runs; it comes from another thread, which then waits. */
static uint32_t submit(struct ihv_adapter *a, struct ihv_request *r)
{
    struct ihv_loader *l = a->loader;
    uint32_t result;
    r->adapter = a;
    if (pthread_equal(pthread_self(), l->loop_thread)) {
        result = carry_out(r, l->now); /* from inside a handler */
    } else if (l->in_handler && must_come_later(r)) {
        result = later(l, r);
    } else {
        enqueue(l, r);
        wait_for(l, r);
        result = r->result;
    }
    pthread_mutex_unlock(&l->lock);
    return result;
}

/* --- the table --- */

/* Declares `a`, locked, or returns: the handle is dead. */
#define ADAPTER(svc)                                                                           \
    struct ihv_adapter *a = ihv_adapter_lock(svc);                                             \
    if (!a) {                                                                                  \
        return ERROR_INVALID_STATE;                                                            \
    }

/* A function that is not passed on: for its arguments, or since there is nothing behind it. */
static DWORD unfit(HANDLE svc, enum extsta_function_type function, uint32_t error)
{
    ADAPTER(svc)
    struct ihv_request r = {.function = function, .unfit = true, .error = error};
    return submit(a, &r);
}

static DWORD WINAPI allocate_buffer(DWORD size, LPVOID *out)
{
    if (!out) {
        return ERROR_INVALID_PARAMETER;
    }
    *out = ihv_buffer_new(size);
    return *out ? ERROR_SUCCESS : ERROR_OUTOFMEMORY;
}

static void WINAPI free_buffer(LPVOID buffer)
{
    ihv_buffer_free(buffer);
}

static DWORD WINAPI set_profile_custom_user_data(HANDLE svc, HANDLE session, DWORD user,
                                                 DWORD size, LPVOID data)
{
    if (size > 0 && !data) {
        return unfit(svc, EXTSTA_FUNCTION_SET_PROFILE_CUSTOM_USER_DATA,
                     ERROR_INVALID_PARAMETER);
    }
    ADAPTER(svc)
    struct ihv_request r = {.function = EXTSTA_FUNCTION_SET_PROFILE_CUSTOM_USER_DATA,
                            .session = (uint32_t)(uintptr_t)session,
                            .value = user,
                            .in = {data, size}};
    return submit(a, &r);
}

static DWORD WINAPI get_profile_custom_user_data(HANDLE svc, HANDLE session, DWORD user,
                                                 DWORD *size, LPVOID *data)
{
    if (!size || !data) {
        return unfit(svc, EXTSTA_FUNCTION_GET_PROFILE_CUSTOM_USER_DATA,
                     ERROR_INVALID_PARAMETER);
    }
    *size = 0;
    *data = NULL;
    ADAPTER(svc)
    struct ihv_request r = {.function = EXTSTA_FUNCTION_GET_PROFILE_CUSTOM_USER_DATA,
                            .session = (uint32_t)(uintptr_t)session,
                            .value = user,
                            .out_len = size,
                            .buffer = data};
    return submit(a, &r);
}

/* The texts are copied before the lock is taken. NULL stays NULL: there is no such part. */
static DWORD WINAPI set_current_profile(HANDLE svc, HANDLE session,
                                        PDOT11EXT_IHV_CONNECTIVITY_PROFILE connectivity,
                                        PDOT11EXT_IHV_SECURITY_PROFILE security)
{
    const WCHAR *texts[2] = {connectivity ? connectivity->pszXmlFragmentIhvConnectivity : NULL,
                             security ? security->pszXmlFragmentIhvSecurity : NULL};
    struct extsta_span utf8[2] = {{NULL, 0}, {NULL, 0}};
    char *copies[2] = {NULL, NULL};
    bool fits = true;
    for (size_t i = 0; i < 2 && fits; i++) {
        copies[i] = texts[i] ? ihv_utf8(texts[i]) : NULL;
        fits = copies[i] || !texts[i];
        utf8[i] =
            (struct extsta_span){(const uint8_t *)copies[i], copies[i] ? strlen(copies[i]) : 0};
    }
    DWORD result;
    struct ihv_adapter *a = fits ? ihv_adapter_lock(svc) : NULL;
    if (a) {
        struct ihv_request r = {.function = EXTSTA_FUNCTION_SET_CURRENT_PROFILE,
                                .session = (uint32_t)(uintptr_t)session,
                                .more = utf8[0],
                                .in = utf8[1]};
        result = submit(a, &r);
    } else {
        result = fits
                     ? ERROR_INVALID_STATE
                     : unfit(svc, EXTSTA_FUNCTION_SET_CURRENT_PROFILE, ERROR_INVALID_PARAMETER);
    }
    for (size_t i = 0; i < 2; i++) {
        if (copies[i]) {
            explicit_bzero(copies[i], utf8[i].len);
            free(copies[i]);
        }
    }
    return result;
}

/* There is no user interface to ask (IHV-15 and chapter 65 leave it out). */
static DWORD WINAPI send_ui_request(HANDLE svc, PDOT11EXT_IHV_UI_REQUEST request)
{
    return unfit(svc, EXTSTA_FUNCTION_SEND_UI_REQUEST,
                 request ? ERROR_NOT_SUPPORTED : ERROR_INVALID_PARAMETER);
}

/* Nobody has registered for it. */
static DWORD WINAPI send_notification(HANDLE svc, PL2_NOTIFICATION_DATA data)
{
    return unfit(svc, EXTSTA_FUNCTION_SEND_NOTIFICATION,
                 data ? ERROR_SUCCESS : ERROR_INVALID_PARAMETER);
}

static DWORD WINAPI pre_associate_completion(HANDLE svc, HANDLE session, DWORD reason,
                                             DWORD error)
{
    ADAPTER(svc)
    struct ihv_request r = {.function = EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION,
                            .session = (uint32_t)(uintptr_t)session,
                            .reason = reason,
                            .error = error};
    return submit(a, &r);
}

static DWORD WINAPI post_associate_completion(HANDLE svc, HANDLE session,
                                              PDOT11_MAC_ADDRESS peer, DWORD reason,
                                              DWORD error)
{
    ADAPTER(svc)
    struct ihv_request r = {.function = EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION,
                            .session = (uint32_t)(uintptr_t)session,
                            .reason = reason,
                            .error = error};
    if (peer) {
        memcpy(r.peer.b, *peer, sizeof r.peer.b);
    }
    return submit(a, &r);
}

static DWORD WINAPI send_packet(HANDLE svc, ULONG len, LPVOID packet, HANDLE completion)
{
    if (!packet) {
        return unfit(svc, EXTSTA_FUNCTION_SEND_PACKET, ERROR_INVALID_PARAMETER);
    }
    ADAPTER(svc)
    struct ihv_request r = {.function = EXTSTA_FUNCTION_SEND_PACKET,
                            .in = {packet, len},
                            .handle = (uintptr_t)completion};
    return submit(a, &r);
}

/* EtherTypes come in network order; the station takes numbers. */
static DWORD WINAPI set_ethertype_handling(HANDLE svc, ULONG backlog, ULONG exemption_count,
                                           PDOT11_PRIVACY_EXEMPTION exemptions,
                                           ULONG registration_count, USHORT *registrations)
{
    if (exemption_count > EXTSTA_IHV_MAX_EXEMPTIONS || (exemption_count > 0 && !exemptions) ||
        registration_count > EXTSTA_IHV_MAX_REGISTRATIONS ||
        (registration_count > 0 && !registrations)) {
        return unfit(svc, EXTSTA_FUNCTION_SET_ETHERTYPE_HANDLING, ERROR_INVALID_PARAMETER);
    }
    struct ihv_request r = {.function = EXTSTA_FUNCTION_SET_ETHERTYPE_HANDLING,
                            .value = backlog,
                            .exemption_count = exemption_count,
                            .registration_count = registration_count};
    for (ULONG i = 0; i < exemption_count; i++) {
        r.exemptions[i] =
            (struct extsta_ihv_exemption){.ethertype = ntohs(exemptions[i].usEtherType),
                                          .action = exemptions[i].usExemptionActionType,
                                          .kind = exemptions[i].usExemptionPacketType};
    }
    for (ULONG i = 0; i < registration_count; i++) {
        r.registrations[i] = ntohs(registrations[i]);
    }
    ADAPTER(svc)
    return submit(a, &r);
}

static DWORD set_value(HANDLE svc, enum extsta_function_type function, uint32_t value)
{
    ADAPTER(svc)
    struct ihv_request r = {.function = function, .value = value};
    return submit(a, &r);
}

static DWORD WINAPI set_auth_algorithm(HANDLE svc, DWORD algorithm)
{
    return set_value(svc, EXTSTA_FUNCTION_SET_AUTH_ALGORITHM, algorithm);
}

static DWORD WINAPI set_unicast_cipher(HANDLE svc, DWORD cipher)
{
    return set_value(svc, EXTSTA_FUNCTION_SET_UNICAST_CIPHER_ALGORITHM, cipher);
}

static DWORD WINAPI set_multicast_cipher(HANDLE svc, DWORD cipher)
{
    return set_value(svc, EXTSTA_FUNCTION_SET_MULTICAST_CIPHER_ALGORITHM, cipher);
}

/* Either structure up to its key, as octets, and the key, if it is as long as one can be: of
 * one that claims more not an octet is read, and the station finds it cut. */
static DWORD submit_key(struct ihv_adapter *a, struct ihv_request *r, const void *key,
                        size_t fixed, size_t key_len, const struct ihv_number *numbers,
                        size_t count)
{
    uint8_t octets[sizeof(DOT11_CIPHER_DEFAULT_KEY_VALUE) +
                   sizeof(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE) + MAX_KEY];
    r->in = (struct extsta_span){octets, fixed + (key_len <= MAX_KEY ? key_len : 0)};
    memcpy(octets, key, r->in.len);
    ihv_turn(octets, numbers, count);
    DWORD error = submit(a, r);
    explicit_bzero(octets, sizeof octets);
    return error;
}

static DWORD WINAPI set_default_key(HANDLE svc, PDOT11_CIPHER_DEFAULT_KEY_VALUE key,
                                    DOT11_DIRECTION direction)
{
    static const struct ihv_number numbers[] = {
        IHV_NUMBER(DOT11_CIPHER_DEFAULT_KEY_VALUE, Header.Size),
        IHV_NUMBER(DOT11_CIPHER_DEFAULT_KEY_VALUE, uKeyIndex),
        IHV_NUMBER(DOT11_CIPHER_DEFAULT_KEY_VALUE, AlgorithmId),
        IHV_NUMBER(DOT11_CIPHER_DEFAULT_KEY_VALUE, usKeyLength),
    };
    if (!key) {
        return unfit(svc, EXTSTA_FUNCTION_SET_DEFAULT_KEY, ERROR_INVALID_PARAMETER);
    }
    ADAPTER(svc)
    struct ihv_request r = {.function = EXTSTA_FUNCTION_SET_DEFAULT_KEY,
                            .value = (uint32_t)direction};
    return submit_key(a, &r, key, FIELD_OFFSET(DOT11_CIPHER_DEFAULT_KEY_VALUE, ucKey),
                      key->usKeyLength, numbers, sizeof numbers / sizeof numbers[0]);
}

static DWORD WINAPI set_key_mapping_key(HANDLE svc, PDOT11_CIPHER_KEY_MAPPING_KEY_VALUE key)
{
    static const struct ihv_number numbers[] = {
        IHV_NUMBER(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, AlgorithmId),
        IHV_NUMBER(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, Direction),
        IHV_NUMBER(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, usKeyLength),
    };
    if (!key) {
        return unfit(svc, EXTSTA_FUNCTION_SET_KEY_MAPPING_KEY, ERROR_INVALID_PARAMETER);
    }
    ADAPTER(svc)
    struct ihv_request r = {.function = EXTSTA_FUNCTION_SET_KEY_MAPPING_KEY};
    return submit_key(a, &r, key, FIELD_OFFSET(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, ucKey),
                      key->usKeyLength, numbers, sizeof numbers / sizeof numbers[0]);
}

static DWORD WINAPI set_default_key_id(HANDLE svc, ULONG id)
{
    return set_value(svc, EXTSTA_FUNCTION_SET_DEFAULT_KEY_ID, id);
}

static DWORD WINAPI set_exclude_unencrypted(HANDLE svc, BOOL exclude)
{
    return set_value(svc, EXTSTA_FUNCTION_SET_EXCLUDE_UNENCRYPTED, exclude != 0);
}

static DWORD WINAPI nic_specific_extension(HANDLE svc, DWORD in_len, LPVOID in, DWORD *out_len,
                                           LPVOID out)
{
    if (!out_len || (*out_len > 0 && !out) || (in_len > 0 && !in)) {
        return unfit(svc, EXTSTA_FUNCTION_NIC_SPECIFIC_EXTENSION, ERROR_INVALID_PARAMETER);
    }
    ADAPTER(svc)
    struct ihv_request r = {.function = EXTSTA_FUNCTION_NIC_SPECIFIC_EXTENSION,
                            .in = {in, in_len},
                            .out = out,
                            .out_len = out_len};
    return submit(a, &r);
}

/* Who the user is says the profile: of the attributes nothing is used, and they stay the
 * extension's. */
static DWORD WINAPI onex_start(HANDLE svc, EAP_ATTRIBUTES *attributes)
{
    return set_value(svc, EXTSTA_FUNCTION_START_ONEX, 0);
}

static DWORD WINAPI onex_stop(HANDLE svc)
{
    return set_value(svc, EXTSTA_FUNCTION_STOP_ONEX, 0);
}

static DWORD WINAPI process_security_packet(HANDLE svc, DWORD len, LPVOID packet)
{
    if (len > 0 && !packet) {
        return unfit(svc, EXTSTA_FUNCTION_PROCESS_SECURITY_PACKET, ERROR_INVALID_PARAMETER);
    }
    ADAPTER(svc)
    struct ihv_request r = {.function = EXTSTA_FUNCTION_PROCESS_SECURITY_PACKET,
                            .in = {packet, len}};
    return submit(a, &r);
}

const DOT11EXT_APIS ihv_functions = {
    .Dot11ExtAllocateBuffer = allocate_buffer,
    .Dot11ExtFreeBuffer = free_buffer,
    .Dot11ExtSetProfileCustomUserData = set_profile_custom_user_data,
    .Dot11ExtGetProfileCustomUserData = get_profile_custom_user_data,
    .Dot11ExtSetCurrentProfile = set_current_profile,
    .Dot11ExtSendUIRequest = send_ui_request,
    .Dot11ExtPreAssociateCompletion = pre_associate_completion,
    .Dot11ExtPostAssociateCompletion = post_associate_completion,
    .Dot11ExtSendNotification = send_notification,
    .Dot11ExtSendPacket = send_packet,
    .Dot11ExtSetEtherTypeHandling = set_ethertype_handling,
    .Dot11ExtSetAuthAlgorithm = set_auth_algorithm,
    .Dot11ExtSetUnicastCipherAlgorithm = set_unicast_cipher,
    .Dot11ExtSetMulticastCipherAlgorithm = set_multicast_cipher,
    .Dot11ExtSetDefaultKey = set_default_key,
    .Dot11ExtSetKeyMappingKey = set_key_mapping_key,
    .Dot11ExtSetDefaultKeyId = set_default_key_id,
    .Dot11ExtNicSpecificExtension = nic_specific_extension,
    .Dot11ExtSetExcludeUnencrypted = set_exclude_unencrypted,
    .Dot11ExtStartOneX = onex_start,
    .Dot11ExtStopOneX = onex_stop,
    .Dot11ExtProcessSecurityPacket = process_security_packet,
};
