/* The functions of DOT11EXT_APIS: what an extension calls, from any thread, at any time. Each
 * becomes a request; which thread carries it out on the station is decided by submit. The
 * station's own calls (extsta/ihv.h) judge whether the function is allowed now.
 *
 * Adapters come as numbers that are looked up and never used again: an extension may call with
 * a handle that is long dead (IHV-05: not after deinit-adapter), and must be refused, not
 * crash. */
#include "ihv_private.h"
#include "providers.h"
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum function {
    FUNCTION_PRE_ASSOCIATE_COMPLETION,
    FUNCTION_POST_ASSOCIATE_COMPLETION,
    FUNCTION_SEND_PACKET,
    FUNCTION_SET_ETHERTYPE_HANDLING,
    FUNCTION_SET_AUTH,
    FUNCTION_SET_UNICAST,
    FUNCTION_SET_MULTICAST,
    FUNCTION_SET_DEFAULT_KEY,
    FUNCTION_SET_KEY_MAPPING_KEY,
    FUNCTION_SET_DEFAULT_KEY_ID,
    FUNCTION_SET_EXCLUDE_UNENCRYPTED,
    FUNCTION_NIC_SPECIFIC,
};

/* A call with its arguments. It lies on the stack of the thread that waits for it, unless
 * owned. `in` and `out` are the extension's memory: good while its thread waits. */
struct ihv_request {
    struct ihv_request *next;
    struct ihv_adapter *adapter;
    enum function function;
    bool queued, owned; /* owned: nobody waits, freed when done */
    uint32_t value, reason, error, session;
    uint64_t handle;
    struct extsta_mac peer;
    struct extsta_span in;
    uint8_t *out;
    uint32_t *out_len;
    struct extsta_ihv_exemption exemptions[EXTSTA_IHV_MAX_EXEMPTIONS];
    uint16_t registrations[EXTSTA_IHV_MAX_REGISTRATIONS];
    size_t exemption_count, registration_count;
    uint32_t result;
};

/* --- which thread carries it out --- */

/* On the thread that has the station to itself, with the loader's lock held. */
static uint32_t carry_out(const struct ihv_request *r, extsta_time now)
{
    struct extsta_station *sta = r->adapter->sta;
    switch (r->function) {
    case FUNCTION_PRE_ASSOCIATE_COMPLETION:
        return extsta_ihv_pre_associate_completion(sta, now, r->session, r->reason, r->error);
    case FUNCTION_POST_ASSOCIATE_COMPLETION:
        return extsta_ihv_post_associate_completion(sta, now, r->session, &r->peer, r->reason,
                                                    r->error);
    case FUNCTION_SEND_PACKET:
        return extsta_ihv_send_packet(sta, now, r->in, r->handle);
    case FUNCTION_SET_ETHERTYPE_HANDLING:
        return extsta_ihv_set_ethertype_handling(sta, now, r->value, r->exemptions,
                                                 r->exemption_count, r->registrations,
                                                 r->registration_count);
    case FUNCTION_SET_AUTH:
        return extsta_ihv_set_auth_algorithm(sta, now, r->value);
    case FUNCTION_SET_UNICAST:
        return extsta_ihv_set_unicast_cipher(sta, now, r->value);
    case FUNCTION_SET_MULTICAST:
        return extsta_ihv_set_multicast_cipher(sta, now, r->value);
    case FUNCTION_SET_DEFAULT_KEY:
        return extsta_ihv_set_default_key(sta, now, r->in, r->value);
    case FUNCTION_SET_KEY_MAPPING_KEY:
        return extsta_ihv_set_key_mapping_key(sta, now, r->in);
    case FUNCTION_SET_DEFAULT_KEY_ID:
        return extsta_ihv_set_default_key_id(sta, now, r->value);
    case FUNCTION_SET_EXCLUDE_UNENCRYPTED:
        return extsta_ihv_set_exclude_unencrypted(sta, now, r->value != 0);
    case FUNCTION_NIC_SPECIFIC:
        return extsta_ihv_nic_specific_extension(sta, now, r->in, r->out, r->out_len);
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
        r->result = r->adapter->dead ? ERROR_INVALID_STATE : carry_out(r, l->now);
        if (r->owned) {
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
    return r->function == FUNCTION_PRE_ASSOCIATE_COMPLETION ||
           r->function == FUNCTION_POST_ASSOCIATE_COMPLETION;
}

/* For a completion: the thread goes on at once, with success, and the copy waits. */
static uint32_t later(struct ihv_loader *l, const struct ihv_request *r)
{
    struct ihv_request *copy = host_malloc(sizeof *copy);
    if (!copy) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    *copy = *r;
    copy->owned = true;
    enqueue(l, copy);
    return ERROR_SUCCESS;
}

/* From the extension: the lock of the adapter's loader is held, and is given back here. There
 * are three cases: the call comes from within a handler, on the loop's thread; it is a
 * completion while a handler runs; it comes from another thread, which then waits until either
 * the loop has done it or the loop is inside a handler and leaves the station alone. Without
 * the last case a handler that waits for that thread would wait for ever. */
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
        while (r->queued) {
            if (l->in_handler) { /* nobody touches the station now but who holds the lock */
                withdraw(l, r);
                r->result = a->dead ? ERROR_INVALID_STATE : carry_out(r, l->now);
            } else {
                pthread_cond_wait(&l->changed, &l->lock);
            }
        }
        result = r->result;
    }
    pthread_mutex_unlock(&l->lock);
    return result;
}

/* --- the table --- */

static DWORD WINAPI allocate_buffer(DWORD size, LPVOID *out)
{
    *out = host_malloc(size > 0 ? size : 1);
    return *out ? ERROR_SUCCESS : ERROR_OUTOFMEMORY;
}

static void WINAPI free_buffer(LPVOID buffer)
{
    free(buffer);
}

static DWORD WINAPI set_profile_custom_user_data(HANDLE svc, HANDLE session, DWORD user,
                                                 DWORD size, LPVOID data)
{
    return ERROR_NOT_SUPPORTED; /* profiles are read-only here */
}

static DWORD WINAPI get_profile_custom_user_data(HANDLE svc, HANDLE session, DWORD user,
                                                 DWORD *size, LPVOID *data)
{
    *size = 0;
    *data = NULL;
    return ERROR_NOT_SUPPORTED;
}

static DWORD WINAPI set_current_profile(HANDLE svc, HANDLE session,
                                        PDOT11EXT_IHV_CONNECTIVITY_PROFILE connectivity,
                                        PDOT11EXT_IHV_SECURITY_PROFILE security)
{
    return ERROR_NOT_SUPPORTED;
}

static DWORD WINAPI send_ui_request(HANDLE svc, PDOT11EXT_IHV_UI_REQUEST request)
{
    return ERROR_NOT_SUPPORTED; /* there is no user interface to ask */
}

static DWORD WINAPI send_notification(HANDLE svc, PL2_NOTIFICATION_DATA data)
{
    return ERROR_SUCCESS; /* nobody has registered for it */
}

/* Declares `a`, locked, or returns: the handle is dead. */
#define ADAPTER(svc)                                                                           \
    struct ihv_adapter *a = ihv_adapter_lock(svc);                                             \
    if (!a) {                                                                                  \
        return ERROR_INVALID_STATE;                                                            \
    }

static DWORD WINAPI pre_associate_completion(HANDLE svc, HANDLE session, DWORD reason,
                                             DWORD error)
{
    ADAPTER(svc)
    struct ihv_request r = {.function = FUNCTION_PRE_ASSOCIATE_COMPLETION,
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
    struct ihv_request r = {.function = FUNCTION_POST_ASSOCIATE_COMPLETION,
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
    ADAPTER(svc)
    struct ihv_request r = {
        .function = FUNCTION_SEND_PACKET, .in = {packet, len}, .handle = (uintptr_t)completion};
    return submit(a, &r);
}

/* EtherTypes come in network order; the station takes numbers. */
static DWORD WINAPI set_ethertype_handling(HANDLE svc, ULONG backlog, ULONG exemption_count,
                                           PDOT11_PRIVACY_EXEMPTION exemptions,
                                           ULONG registration_count, USHORT *registrations)
{
    if (exemption_count > EXTSTA_IHV_MAX_EXEMPTIONS ||
        registration_count > EXTSTA_IHV_MAX_REGISTRATIONS) {
        return ERROR_INVALID_PARAMETER;
    }
    struct ihv_request r = {.function = FUNCTION_SET_ETHERTYPE_HANDLING,
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

static DWORD set_value(HANDLE svc, enum function function, uint32_t value)
{
    ADAPTER(svc)
    struct ihv_request r = {.function = function, .value = value};
    return submit(a, &r);
}

static DWORD WINAPI set_auth_algorithm(HANDLE svc, DWORD algorithm)
{
    return set_value(svc, FUNCTION_SET_AUTH, algorithm);
}

static DWORD WINAPI set_unicast_cipher(HANDLE svc, DWORD cipher)
{
    return set_value(svc, FUNCTION_SET_UNICAST, cipher);
}

static DWORD WINAPI set_multicast_cipher(HANDLE svc, DWORD cipher)
{
    return set_value(svc, FUNCTION_SET_MULTICAST, cipher);
}

static DWORD WINAPI set_default_key(HANDLE svc, PDOT11_CIPHER_DEFAULT_KEY_VALUE key,
                                    DOT11_DIRECTION direction)
{
    ADAPTER(svc)
    struct ihv_request r = {
        .function = FUNCTION_SET_DEFAULT_KEY,
        .value = (uint32_t)direction,
        .in = {(const uint8_t *)key,
               FIELD_OFFSET(DOT11_CIPHER_DEFAULT_KEY_VALUE, ucKey) + key->usKeyLength}};
    return submit(a, &r);
}

static DWORD WINAPI set_key_mapping_key(HANDLE svc, PDOT11_CIPHER_KEY_MAPPING_KEY_VALUE key)
{
    ADAPTER(svc)
    struct ihv_request r = {
        .function = FUNCTION_SET_KEY_MAPPING_KEY,
        .in = {(const uint8_t *)key,
               FIELD_OFFSET(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, ucKey) + key->usKeyLength}};
    return submit(a, &r);
}

static DWORD WINAPI set_default_key_id(HANDLE svc, ULONG id)
{
    return set_value(svc, FUNCTION_SET_DEFAULT_KEY_ID, id);
}

static DWORD WINAPI set_exclude_unencrypted(HANDLE svc, BOOL exclude)
{
    return set_value(svc, FUNCTION_SET_EXCLUDE_UNENCRYPTED, exclude != 0);
}

static DWORD WINAPI nic_specific_extension(HANDLE svc, DWORD in_len, LPVOID in, DWORD *out_len,
                                           LPVOID out)
{
    ADAPTER(svc)
    struct ihv_request r = {
        .function = FUNCTION_NIC_SPECIFIC, .in = {in, in_len}, .out = out, .out_len = out_len};
    return submit(a, &r);
}

static DWORD WINAPI onex_start(HANDLE svc, EAP_ATTRIBUTES *attributes)
{
    return ERROR_NOT_SUPPORTED; /* the OS has no 802.1X module yet (IHV-32 ff.) */
}

static DWORD WINAPI onex_stop(HANDLE svc)
{
    return ERROR_INVALID_STATE; /* IHV-36: only while pending */
}

static DWORD WINAPI process_security_packet(HANDLE svc, DWORD len, LPVOID packet)
{
    return ERROR_INVALID_STATE;
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
