/* Loading extensions and calling their handlers: EXTSTA_OUT_IHV as a value (struct
 * extsta_ihv_call) becomes a call with the structures of extsta/wlanihv.h, and what it returned
 * goes back by extsta_ihv_returned. Handlers get copies: they may write into what they are
 * given, and the station's bytes are gone with its next call. Copies of a profile's security
 * are wiped. */
#include "ihv_private.h"
#include "providers.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#define VERSION 0u /* of the interface; the only one there is */

/* --- loading --- */

/* Every member of the table is a pointer: it is looked at as an array. */
static bool complete(const DOT11EXT_IHV_HANDLERS *handlers)
{
    void *pointers[sizeof *handlers / sizeof(void *)];
    memcpy(pointers, handlers, sizeof pointers);
    for (size_t i = 0; i < sizeof pointers / sizeof pointers[0]; i++) {
        if (!pointers[i]) {
            return false; /* IHV-02: a table with a hole */
        }
    }
    return true;
}

/* A function of the object; dlsym gives a pointer to an object. */
static bool symbol(void *object, const char *name, void *function)
{
    void *address = dlsym(object, name);
    memcpy(function, &address, sizeof address);
    return address != NULL;
}

/* The entry points in order (IHV-01: version, then init-service). NULL, or what is wrong. */
static const char *start_service(struct ihv_loader *l)
{
    DOT11EXTIHV_GET_VERSION_INFO get_version;
    DOT11EXTIHV_INIT_SERVICE init_service;
    DOT11_IHV_VERSION_INFO version = {1, 0};
    DOT11EXT_APIS functions = ihv_functions;
    if (!symbol(l->object, IHV_VERSION_FUNCTION_NAME, &get_version) ||
        !symbol(l->object, IHV_INIT_FUNCTION_NAME, &init_service)) {
        return "it does not export Dot11ExtIhvGetVersionInfo and Dot11ExtIhvInitService";
    }
    if (get_version(&version) != ERROR_SUCCESS) {
        return "Dot11ExtIhvGetVersionInfo failed";
    }
    if (version.dwVerMin != VERSION) { /* ours is 0 to 0: the ranges do not meet (IHV-01) */
        return "it does not speak interface version 0";
    }
    if (init_service(VERSION, &functions, NULL, &l->handlers) != ERROR_SUCCESS) {
        return "Dot11ExtIhvInitService failed";
    }
    if (!complete(&l->handlers)) {
        return "its table of handlers has a hole";
    }
    return NULL;
}

/* The object stays the caller's. */
static void loader_free(struct ihv_loader *l)
{
    if (l->fd >= 0) {
        close(l->fd);
    }
    pthread_cond_destroy(&l->changed);
    pthread_mutex_destroy(&l->lock);
    free(l);
}

/* For an object that nobody has loaded yet. NULL: *reason is why. */
static struct ihv_loader *loader_new(void *object, size_t threads, const char **reason)
{
    pthread_condattr_t monotonic;
    struct ihv_loader *l = host_calloc(1, sizeof *l);
    if (!l) {
        *reason = "no memory";
        return NULL;
    }
    l->object = object;
    l->threads = threads;
    l->loop_thread = pthread_self();
    pthread_mutex_init(&l->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&l->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    l->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    *reason = l->fd < 0 ? "no event descriptor" : start_service(l);
    if (*reason) {
        loader_free(l);
        return NULL;
    }
    ihv_loader_enter(l);
    return l;
}

struct ihv_loader *ihv_loader_open(const char *path, char *why, size_t why_size)
{
    size_t threads = ihv_threads();
    void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!object) {
        snprintf(why, why_size, "%s: %s", path, dlerror());
        return NULL;
    }
    const char *reason = NULL;
    struct ihv_loader *l = ihv_loader_find(object);
    if (l) {
        dlclose(object); /* the first user's holds it */
        return l;
    }
    l = loader_new(object, threads, &reason);
    if (!l) {
        snprintf(why, why_size, "%s: %s", path, reason);
        dlclose(object);
    }
    return l;
}

void ihv_loader_close(struct ihv_loader *l)
{
    if (!l || !ihv_loader_leave(l)) {
        return;
    }
    l->handlers.Dot11ExtIhvDeinitService();
    if (ihv_threads() > l->threads) {
        ihv_loader_keep(l); /* none may be left: they run in its code, and wait for its lock */
    } else {
        dlclose(l->object);
        loader_free(l);
    }
    ihv_buffers_forget();
}

int ihv_loader_fd(const struct ihv_loader *l)
{
    return l->fd;
}

/* The descriptor is emptied first: what comes while requests run makes it readable again. */
bool ihv_loader_dispatch(struct ihv_loader *l, extsta_time now)
{
    uint64_t count;
    if (read(l->fd, &count, sizeof count) < 0) {
        /* nothing has been written: there may still be nothing to do */
    }
    pthread_mutex_lock(&l->lock);
    l->now = now;
    bool any = ihv_requests_run(l);
    pthread_mutex_unlock(&l->lock);
    return any;
}

/* --- adapters --- */

/* The handle exists before the station is told, which may call init-adapter at once. */
struct ihv_adapter *ihv_adapter_add(struct ihv_loader *l, struct extsta_station *sta,
                                    extsta_time now, struct extsta_mac address)
{
    struct ihv_adapter *a = host_calloc(1, sizeof *a);
    if (!a) {
        return NULL;
    }
    a->loader = l;
    a->sta = sta;
    a->address = address;
    if (!ihv_adapter_enter(a)) {
        free(a);
        return NULL;
    }
    extsta_ihv_attach(sta, now);
    return a;
}

void ihv_adapter_detach(struct ihv_adapter *a, extsta_time now)
{
    extsta_ihv_detach(a->sta, now);
}

/* The handle goes first, so that no new request comes; then those that wait are refused, by the
 * station, which has no extension any more; only then the memory. */
void ihv_adapter_free(struct ihv_adapter *a)
{
    if (!a) {
        return;
    }
    ihv_adapter_leave(a);
    pthread_mutex_lock(&a->loader->lock);
    ihv_requests_run(a->loader);
    pthread_mutex_unlock(&a->loader->lock);
    free(a);
}

/* --- calling handlers --- */

/* A code point as one unit, or as a surrogate pair. */
static void bmp_or_pair(uint32_t c, uint16_t **out)
{
    if (c >= 0x10000) {
        *(*out)++ = (uint16_t)(0xd800 + ((c - 0x10000) >> 10));
        c = 0xdc00 + ((c - 0x10000) & 0x3ff);
    }
    *(*out)++ = (uint16_t)c;
}

/* One code point; *p advances. U+FFFD for what is not UTF-8. */
static uint32_t code_point(const uint8_t **p, const uint8_t *end)
{
    static const uint32_t least[4] = {0, 0x80, 0x800, 0x10000};
    uint8_t lead = *(*p)++;
    int more = lead < 0x80             ? 0
               : (lead & 0xe0) == 0xc0 ? 1
               : (lead & 0xf0) == 0xe0 ? 2
               : (lead & 0xf8) == 0xf0 ? 3
                                       : -1;
    if (more <= 0) {
        return more == 0 && lead != 0 ? lead : 0xfffd;
    }
    uint32_t c = lead & (0x3fu >> more);
    for (int i = 0; i < more; i++) {
        if (*p == end || (**p & 0xc0) != 0x80) {
            return 0xfffd;
        }
        c = c << 6 | (*(*p)++ & 0x3fu);
    }
    bool bad = c < least[more] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000);
    return bad ? 0xfffd : c;
}

uint16_t *ihv_utf16(struct extsta_span utf8)
{
    /* never more units than bytes */
    uint16_t *text = host_malloc((utf8.len + 1) * sizeof *text);
    uint16_t *out = text;
    const uint8_t *p = utf8.data, *end = p ? p + utf8.len : p;
    if (!text) {
        return NULL;
    }
    while (p != end) {
        bmp_or_pair(code_point(&p, end), &out);
    }
    *out = 0;
    return text;
}

/* One code point as UTF-8; how many octets. */
static size_t write_utf8(uint32_t c, char *out)
{
    size_t more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const uint8_t lead[4] = {0, 0xc0, 0xe0, 0xf0};
    for (size_t i = more; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    out[0] = (char)(lead[more] | c);
    return more + 1;
}

#define MAX_TEXT 65536u /* units of a text from an extension: a longer one may have no end */

/* Never more octets than three to a unit. */
char *ihv_utf8(const uint16_t *in)
{
    size_t len = 0, used = 0;
    while (len < MAX_TEXT && in[len] != 0) {
        len++;
    }
    char *text = len < MAX_TEXT ? host_malloc(3 * len + 1) : NULL;
    for (size_t i = 0; text && i < len; i++) {
        uint32_t c = in[i];
        bool pair = c >= 0xd800 && c < 0xdc00 && in[i + 1] >= 0xdc00 && in[i + 1] < 0xe000;
        if (pair) {
            c = 0x10000 + ((c - 0xd800) << 10) + (in[++i] - 0xdc00u);
        } else if (c >= 0xd800 && c < 0xe000) {
            c = 0xfffd;
        }
        used += write_utf8(c, text + used);
    }
    if (text) {
        text[used] = 0;
    }
    return text;
}

/* Wipes the text up to its end; volatile, or the compiler would see that nobody reads it. */
static void free_secret(uint16_t *text)
{
    if (text) {
        volatile uint16_t *p = text;
        while (*p) {
            *p++ = 0;
        }
        free(text);
    }
}

/* IHV-03: adapter arrival. */
static DWORD init_adapter(struct ihv_adapter *a)
{
    static WCHAR description[] = {'e', 'x', 't', 's', 't', 'a', 0};
    DOT11_ADAPTER adapter = {
        .pszDescription = description,
        .Dot11CurrentOpMode = {.uCurrentOpMode = DOT11_OPERATION_MODE_EXTENSIBLE_STATION}};
    adapter.gAdapterId.Data3 = 0x1000; /* like a version 1 UUID: the node is the address */
    adapter.gAdapterId.Data4[0] = 0x80;
    memcpy(adapter.gAdapterId.Data4 + 2, a->address.b, 6);
    return a->loader->handlers.Dot11ExtIhvInitAdapter(&adapter, (HANDLE)a->svc, &a->ihv_handle);
}

/* What perform-pre-associate and validate-profile get of a profile. The structures point into
 * this one: it must not be moved. */
struct fragments {
    DOT11EXT_IHV_SSID_LIST ssids;
    DOT11_MSSECURITY_SETTINGS settings;
    DOT11EXT_IHV_PROFILE_PARAMS params;
    DOT11EXT_IHV_CONNECTIVITY_PROFILE connectivity;
    DOT11EXT_IHV_SECURITY_PROFILE security;
};

static void fragments_free(struct fragments *f)
{
    free_secret(f->connectivity.pszXmlFragmentIhvConnectivity);
    free_secret(f->security.pszXmlFragmentIhvSecurity);
}

/* NULL stays NULL: the profile has no such part. False: no memory. */
static bool text(struct extsta_span utf8, LPWSTR *out)
{
    *out = utf8.data ? ihv_utf16(utf8) : NULL;
    return !utf8.data || *out;
}

/* False: no memory, and nothing is held. */
static bool fragments_make(struct fragments *f, const struct extsta_ihv_call *c)
{
    memset(f, 0, sizeof *f);
    f->ssids.ulCount = 1;
    f->ssids.SSIDs[0].uSSIDLength = (ULONG)c->ssid.len;
    memcpy(f->ssids.SSIDs[0].ucSSID, c->ssid.data, c->ssid.len);
    f->settings.dot11AuthAlgorithm = c->auth;
    f->settings.dot11CipherAlgorithm = c->cipher;
    f->params = (DOT11EXT_IHV_PROFILE_PARAMS){.pSsidList = &f->ssids,
                                              .BssType = (DOT11_BSS_TYPE)c->bss_type,
                                              .pMSSecuritySettings = &f->settings};
    if (text(c->connectivity, &f->connectivity.pszXmlFragmentIhvConnectivity) &&
        text(c->security, &f->security.pszXmlFragmentIhvSecurity)) {
        return true;
    }
    fragments_free(f);
    return false;
}

/* Handlers that get a profile and the BSSs of its network: of the pre-association (IHV-10,
 * IHV-11: it answers, or completes later), and of the match after a scan. */
static DWORD with_profile(struct ihv_adapter *a, const struct extsta_ihv_call *c, DWORD *reason)
{
    const DOT11EXT_IHV_HANDLERS *h = &a->loader->handlers;
    struct fragments f;
    DWORD result;
    uint8_t *list = host_malloc(c->data.len + 1);
    if (!list || !fragments_make(&f, c)) {
        free(list);
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    if (c->data.len > 0) {
        memcpy(list, c->data.data, c->data.len);
    }
    DOT11_BSS_LIST bss_list = {.uNumOfBytes = (ULONG)c->data.len, .pucBuffer = list};
    if (c->type == EXTSTA_IHV_PERFORM_CAPABILITY_MATCH) {
        result = h->Dot11ExtIhvPerformCapabilityMatch(a->ihv_handle, &f.params, &f.connectivity,
                                                      &f.security, &bss_list, reason);
    } else {
        result = h->Dot11ExtIhvPerformPreAssociate(a->ihv_handle, (HANDLE)(uintptr_t)c->session,
                                                   &f.params, &f.connectivity, &f.security,
                                                   &bss_list, reason);
    }
    fragments_free(&f);
    free(list);
    return result;
}

/* The structure is made at least as large as its fixed part, whatever the length says. */
void ihv_turn(void *structure, const struct ihv_number *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint8_t *at = (uint8_t *)structure + numbers[i].at;
        uint32_t four = 0;
        for (size_t n = numbers[i].size; n-- > 0;) {
            four = four << 8 | at[n];
        }
        uint16_t two = (uint16_t)four;
        memcpy(at, numbers[i].size == 2 ? (const void *)&two : &four, numbers[i].size);
    }
}

/* The driver's structure as the one of C that an extension sees. */
static void completion_to_host(DOT11_ASSOCIATION_COMPLETION_PARAMETERS *params)
{
#define NUMBER(m) IHV_NUMBER(DOT11_ASSOCIATION_COMPLETION_PARAMETERS, m)
    static const struct ihv_number numbers[] = {
        NUMBER(Header.Size),
        NUMBER(uStatus),
        NUMBER(uAssocReqOffset),
        NUMBER(uAssocReqSize),
        NUMBER(uAssocRespOffset),
        NUMBER(uAssocRespSize),
        NUMBER(uBeaconOffset),
        NUMBER(uBeaconSize),
        NUMBER(uIHVDataOffset),
        NUMBER(uIHVDataSize),
        NUMBER(AuthAlgo),
        NUMBER(UnicastCipher),
        NUMBER(MulticastCipher),
        NUMBER(uActivePhyListOffset),
        NUMBER(uActivePhyListSize),
        NUMBER(DSInfo),
        NUMBER(uEncapTableOffset),
        NUMBER(uEncapTableSize),
        NUMBER(MulticastMgmtCipher),
        NUMBER(uAssocComebackTime),
    };
#undef NUMBER
    ihv_turn(params, numbers, sizeof numbers / sizeof numbers[0]);
}

static DWORD post_associate(struct ihv_adapter *a, const struct extsta_ihv_call *c)
{
    DOT11_PORT_STATE port = {.uSessionId = c->port.session,
                             .bPortControlled = c->port.controlled,
                             .bPortAuthorized = c->port.authorized};
    size_t size = c->data.len > sizeof(DOT11_ASSOCIATION_COMPLETION_PARAMETERS)
                      ? c->data.len
                      : sizeof(DOT11_ASSOCIATION_COMPLETION_PARAMETERS);
    DOT11_ASSOCIATION_COMPLETION_PARAMETERS *params = host_calloc(1, size);
    if (!params) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    memcpy(port.PeerMacAddress, c->port.peer.b, 6);
    memcpy(params, c->data.data, c->data.len);
    completion_to_host(params);
    DWORD result = a->loader->handlers.Dot11ExtIhvPerformPostAssociate(
        a->ihv_handle, (HANDLE)(uintptr_t)c->session, &port, (ULONG)c->data.len, params);
    free(params);
    return result;
}

/* With a copy of the bytes: they are the station's, and the handler may write. */
static DWORD with_bytes(struct ihv_adapter *a, const struct extsta_ihv_call *c)
{
    uint8_t *copy = host_malloc(c->data.len + 1);
    DWORD result;
    if (!copy) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    if (c->data.len > 0) {
        memcpy(copy, c->data.data, c->data.len);
    }
    if (c->type == EXTSTA_IHV_RECEIVE_PACKET) {
        result = a->loader->handlers.Dot11ExtIhvReceivePacket(a->ihv_handle, (DWORD)c->data.len,
                                                              copy);
    } else {
        result = a->loader->handlers.Dot11ExtIhvReceiveIndication(
            a->ihv_handle, (DOT11EXT_IHV_INDICATION_TYPE)c->status, (ULONG)c->data.len, copy);
    }
    free(copy);
    return result;
}

/* The keys are a copy, wiped when the handler returns: it takes what it needs. */
static DWORD onex_result(struct ihv_adapter *a, const struct extsta_ihv_call *c)
{
    uint8_t keys[64];
    bool has_keys = c->data.len == sizeof keys;
    DOT11_MSONEX_RESULT_PARAMS params = {
        .Dot11OnexAuthStatus = c->status == DOT11_MSONEX_SUCCESS   ? OneXAuthSuccess
                               : c->status == DOT11_MSONEX_FAILURE ? OneXAuthFailure
                                                                   : OneXAuthInProgress,
        .Dot11OneXReasonCode = (ONEX_REASON_CODE)c->handle,
    };
    if (has_keys) {
        memcpy(keys, c->data.data, sizeof keys);
        params.pbMPPERecvKey = keys;
        params.dwMPPERecvKeyLen = 32;
        params.pbMPPESendKey = keys + 32;
        params.dwMPPESendKeyLen = 32;
    }
    DWORD result = a->loader->handlers.Dot11ExtIhvOnexIndicateResult(
        a->ihv_handle, (DOT11_MSONEX_RESULT)c->status, &params);
    explicit_bzero(keys, sizeof keys);
    return result;
}

static DWORD call_handler(struct ihv_adapter *a, const struct extsta_ihv_call *c, DWORD *reason)
{
    const DOT11EXT_IHV_HANDLERS *h = &a->loader->handlers;
    DOT11_MAC_ADDRESS peer;
    memcpy(peer, c->peer.b, sizeof peer);
    switch (c->type) {
    case EXTSTA_IHV_INIT_ADAPTER:
        return init_adapter(a);
    case EXTSTA_IHV_DEINIT_ADAPTER:
        h->Dot11ExtIhvDeinitAdapter(a->ihv_handle);
        return ERROR_SUCCESS;
    case EXTSTA_IHV_PERFORM_PRE_ASSOCIATE:
    case EXTSTA_IHV_PERFORM_CAPABILITY_MATCH:
        return with_profile(a, c, reason);
    case EXTSTA_IHV_ADAPTER_RESET:
        return h->Dot11ExtIhvAdapterReset(a->ihv_handle);
    case EXTSTA_IHV_PERFORM_POST_ASSOCIATE:
        return post_associate(a, c);
    case EXTSTA_IHV_STOP_POST_ASSOCIATE:
        return h->Dot11ExtIhvStopPostAssociate(a->ihv_handle, &peer, c->status);
    case EXTSTA_IHV_RECEIVE_INDICATION:
    case EXTSTA_IHV_RECEIVE_PACKET:
        return with_bytes(a, c);
    case EXTSTA_IHV_ONEX_INDICATE_RESULT:
        return onex_result(a, c);
    case EXTSTA_IHV_SEND_PACKET_COMPLETION:
        return h->Dot11ExtIhvSendPacketCompletion((HANDLE)(uintptr_t)c->handle);
    }
    return ERROR_NOT_SUPPORTED;
}

/* While inside, the lock is free and this thread keeps off the stations: submit counts on
 * both. */
static void enter_handler(struct ihv_loader *l, bool inside)
{
    l->in_handler = inside;
    if (inside) {
        pthread_cond_broadcast(&l->changed); /* who waits can go on by itself now */
    }
}

/* The lock is given back for the call itself, so that the extension's threads can go on. */
void ihv_adapter_call(struct ihv_adapter *a, extsta_time now, const struct extsta_ihv_call *c)
{
    struct ihv_loader *l = a->loader;
    DWORD reason = 0;
    if (a->dead) {
        return;
    }
    pthread_mutex_lock(&l->lock);
    l->now = now;
    a->dead = c->type == EXTSTA_IHV_DEINIT_ADAPTER; /* from inside the call on (IHV-05) */
    enter_handler(l, true);
    pthread_mutex_unlock(&l->lock);
    DWORD error = call_handler(a, c, &reason);
    pthread_mutex_lock(&l->lock);
    enter_handler(l, false);
    extsta_ihv_returned(a->sta, now, c->call_id, error, reason);
    pthread_mutex_unlock(&l->lock);
}

/* The values of a pre-association are made of the profile by hand: no station asks for it. */
uint32_t ihv_adapter_validate(struct ihv_adapter *a, const struct extsta_profile *p,
                              uint32_t *reason)
{
    struct ihv_loader *l = a->loader;
    struct extsta_ihv_call c = {
        .ssid = {p->ssid, p->ssid_len},
        .bss_type = p->bss_type,
        .auth = p->auth,
        .cipher = p->unicast_cipher,
        .connectivity = {(const uint8_t *)p->ihv_connectivity,
                         p->ihv_connectivity ? strlen(p->ihv_connectivity) : 0},
        .security = {(const uint8_t *)p->ihv_security,
                     p->ihv_security ? strlen(p->ihv_security) : 0},
    };
    struct fragments f;
    DWORD why = 0;
    *reason = 0;
    if (a->dead || !a->ihv_handle) {
        return ERROR_INVALID_STATE;
    }
    if (!fragments_make(&f, &c)) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    pthread_mutex_lock(&l->lock);
    enter_handler(l, true);
    pthread_mutex_unlock(&l->lock);
    DWORD error = l->handlers.Dot11ExtIhvValidateProfile(a->ihv_handle, &f.params,
                                                         &f.connectivity, &f.security, &why);
    pthread_mutex_lock(&l->lock);
    enter_handler(l, false);
    pthread_mutex_unlock(&l->lock);
    fragments_free(&f);
    *reason = why;
    return error;
}
