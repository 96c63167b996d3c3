/* What EAPOL packets say: see eap_watch.h. */
#include "eap_watch.h"
#include <string.h>

/* IEEE 802.1X-2020 11.3 */
#define EAPOL_EAP 0u
#define EAPOL_KEY 3u
/* RFC 3748 4 */
#define EAP_REQUEST  1u
#define EAP_RESPONSE 2u
#define EAP_SUCCESS  3u
#define EAP_FAILURE  4u
#define EAP_IDENTITY 1u
#define EAP_NAK      3u
#define EAP_TLS      13u
#define EAP_TTLS     21u
#define EAP_PEAP     25u
#define EAP_MSCHAPV2 26u
/* Flags of EAP-TLS and those like it (RFC 5216 3.1) */
#define TLS_LENGTH 0x80u
/* IEEE 802.11-2020 12.7.2: Key Information */
#define KEY_PAIRWISE 0x0008u
#define KEY_ACK      0x0080u
#define KEY_MIC      0x0100u
#define KEY_REQUEST  0x0800u
#define KEY_NONCE    13u /* where it stands behind the EAPOL header */

void wpa_eap_watch_init(struct wpa_eap_watch *w)
{
    *w = (struct wpa_eap_watch){.state = WPA_EAP_IDLE};
}

static uint16_t be16(const uint8_t *p)
{
    return (uint16_t)(p[0] << 8 | p[1]);
}

static bool skip(struct extsta_span *s, size_t n)
{
    if (s->len < n) {
        return false;
    }
    s->data += n;
    s->len -= n;
    return true;
}

/* What stands in the hello behind its random (RFC 8446 4.1.2, 4.1.3): the session's id. */
static bool session_take(struct extsta_span *hello, struct extsta_span *session)
{
    if (!hello->len || hello->len - 1 < hello->data[0] || hello->data[0] > 32) {
        return false;
    }
    *session = (struct extsta_span){hello->data + 1, hello->data[0]};
    return skip(hello, 1u + hello->data[0]);
}

static void client_hello(struct wpa_eap_watch *w, struct extsta_span hello)
{
    struct extsta_span session;
    if (skip(&hello, 34) && session_take(&hello, &session)) {
        w->session[0] = (uint8_t)session.len;
        if (session.len) {
            memcpy(w->session + 1, session.data, session.len);
        }
    }
}

static void server_extensions(struct wpa_eap_watch *w, struct extsta_span list)
{
    while (list.len >= 4) {
        uint16_t type = be16(list.data), len = be16(list.data + 2);
        if (list.len - 4u < len) {
            return;
        }
        if (type == 43 && len == 2) { /* supported_versions: the chosen one */
            w->tls_version = be16(list.data + 4);
        }
        if (type == 41) { /* pre_shared_key: a session goes on */
            w->tls_reused = true;
        }
        (void)skip(&list, 4u + len);
    }
}

static void server_hello(struct wpa_eap_watch *w, struct extsta_span hello)
{
    struct extsta_span session;
    if (hello.len < 34) {
        return;
    }
    uint16_t version = be16(hello.data);
    if (!skip(&hello, 34) || !session_take(&hello, &session) || hello.len < 3) {
        return;
    }
    w->tls_version = version;
    w->tls_cipher = be16(hello.data);
    w->tls_reused = false;
    (void)skip(&hello, 3);
    if (skip(&hello, 2)) {
        server_extensions(w, hello);
    }
    if (w->tls_version <= 0x0303) { /* later the id is an echo and says nothing */
        w->tls_reused = session.len && session.len == w->session[0] &&
                        memcmp(session.data, w->session + 1, session.len) == 0;
    }
}

/* The hellos are the first messages of their sides, in the first fragment. */
static void tls_look(struct wpa_eap_watch *w, bool sent, struct extsta_span data)
{
    if (!data.len) {
        return;
    }
    size_t head = data.data[0] & TLS_LENGTH ? 5u : 1u;
    /* record: type, version, length; message: type, length */
    if (!skip(&data, head) || data.len < 9 || data.data[0] != 22) {
        return;
    }
    uint8_t type = data.data[5];
    (void)skip(&data, 9);
    if (sent && type == 1) {
        client_hello(w, data);
    } else if (!sent && type == 2) {
        server_hello(w, data);
    }
}

static bool has_tls(uint8_t method)
{
    return method == EAP_TLS || method == EAP_TTLS || method == EAP_PEAP;
}

static struct wpa_eap_news on_request(struct wpa_eap_watch *w, struct extsta_span eap)
{
    struct wpa_eap_news news = {.type = WPA_EAP_NEWS_NONE};
    uint8_t type = eap.data[4];
    if (type == EAP_IDENTITY) {
        if (w->state != WPA_EAP_IDENTITY) {
            wpa_eap_watch_init(w);
            w->state = WPA_EAP_IDENTITY;
            news.type = WPA_EAP_NEWS_STARTED;
        }
        return news;
    }
    if (type > EAP_NAK) {
        w->proposed = type;
        if (has_tls(type)) {
            tls_look(w, false, (struct extsta_span){eap.data + 5, eap.len - 5});
        }
    }
    return news;
}

static struct wpa_eap_news on_response(struct wpa_eap_watch *w, struct extsta_span eap)
{
    struct wpa_eap_news news = {.type = WPA_EAP_NEWS_NONE, .method = w->proposed};
    uint8_t type = eap.data[4];
    if (type == EAP_NAK) {
        news.type = WPA_EAP_NEWS_REFUSED;
    } else if (type > EAP_NAK && type == w->proposed) {
        if (type != w->method) {
            w->method = type;
            w->state = WPA_EAP_METHOD;
            news.type = WPA_EAP_NEWS_SELECTED;
        }
        if (has_tls(type)) {
            tls_look(w, true, (struct extsta_span){eap.data + 5, eap.len - 5});
        }
    }
    return news;
}

static struct wpa_eap_news on_eap(struct wpa_eap_watch *w, bool sent, struct extsta_span eap)
{
    struct wpa_eap_news news = {.type = WPA_EAP_NEWS_NONE};
    if (eap.len < 4) {
        return news;
    }
    uint8_t code = eap.data[0];
    if (!sent && code == EAP_SUCCESS) {
        news.type = w->state == WPA_EAP_SUCCESS ? WPA_EAP_NEWS_NONE : WPA_EAP_NEWS_SUCCESS;
        w->state = WPA_EAP_SUCCESS;
    } else if (!sent && code == EAP_FAILURE) {
        news.type = w->state == WPA_EAP_FAILURE ? WPA_EAP_NEWS_NONE : WPA_EAP_NEWS_FAILURE;
        w->state = WPA_EAP_FAILURE;
    } else if (!sent && code == EAP_REQUEST && eap.len >= 5) {
        news = on_request(w, eap);
    } else if (sent && code == EAP_RESPONSE && eap.len >= 5) {
        news = on_response(w, eap);
    }
    return news;
}

/* Message 4 has no nonce, message 2 has one (IEEE 802.11-2020 12.7.6). */
static bool nonce_is_zero(struct extsta_span key)
{
    for (size_t i = 0; i < 32; i++) {
        if (key.data[KEY_NONCE + i]) {
            return false;
        }
    }
    return true;
}

static struct wpa_eap_news on_key(bool sent, struct extsta_span key)
{
    struct wpa_eap_news news = {.type = WPA_EAP_NEWS_NONE};
    if (!sent || key.len < KEY_NONCE + 32u) {
        return news;
    }
    uint16_t info = be16(key.data + 1);
    if (!(info & KEY_MIC) || info & (KEY_ACK | KEY_REQUEST)) {
        return news;
    }
    if (!(info & KEY_PAIRWISE)) {
        news.type = WPA_EAP_NEWS_GROUP;
    } else if (nonce_is_zero(key)) {
        news.type = WPA_EAP_NEWS_PAIRWISE;
    }
    return news;
}

struct wpa_eap_news wpa_eap_watch_pdu(struct wpa_eap_watch *w, bool sent,
                                      struct extsta_span pdu)
{
    if (pdu.len < 4 || pdu.len - 4u < be16(pdu.data + 2)) {
        return (struct wpa_eap_news){.type = WPA_EAP_NEWS_NONE};
    }
    uint8_t type = pdu.data[1];
    struct extsta_span body = {pdu.data + 4, be16(pdu.data + 2)};
    if (type == EAPOL_EAP) {
        return on_eap(w, sent, body);
    }
    if (type == EAPOL_KEY) {
        return on_key(sent, body);
    }
    return (struct wpa_eap_news){.type = WPA_EAP_NEWS_NONE};
}

const char *wpa_eap_method_name(uint8_t method)
{
    switch (method) {
    case EAP_TLS:
        return "TLS";
    case EAP_TTLS:
        return "TTLS";
    case EAP_PEAP:
        return "PEAP";
    case EAP_MSCHAPV2:
        return "MSCHAPV2";
    default:
        return "unknown";
    }
}

const char *wpa_tls_version_name(uint16_t version)
{
    switch (version) {
    case 0x0301:
        return "TLSv1";
    case 0x0302:
        return "TLSv1.1";
    case 0x0303:
        return "TLSv1.2";
    case 0x0304:
        return "TLSv1.3";
    default:
        return NULL;
    }
}

const char *wpa_tls_cipher_name(uint16_t cipher)
{
    /* those that servers choose with what a station offers (IANA's registry, OpenSSL's names)
     */
    static const struct {
        uint16_t number;
        const char *name;
    } names[] = {
        {0x1301, "TLS_AES_128_GCM_SHA256"},
        {0x1302, "TLS_AES_256_GCM_SHA384"},
        {0x1303, "TLS_CHACHA20_POLY1305_SHA256"},
        {0xc02b, "ECDHE-ECDSA-AES128-GCM-SHA256"},
        {0xc02c, "ECDHE-ECDSA-AES256-GCM-SHA384"},
        {0xc02f, "ECDHE-RSA-AES128-GCM-SHA256"},
        {0xc030, "ECDHE-RSA-AES256-GCM-SHA384"},
        {0xcca8, "ECDHE-RSA-CHACHA20-POLY1305"},
        {0xcca9, "ECDHE-ECDSA-CHACHA20-POLY1305"},
        {0xccaa, "DHE-RSA-CHACHA20-POLY1305"},
        {0x009e, "DHE-RSA-AES128-GCM-SHA256"},
        {0x009f, "DHE-RSA-AES256-GCM-SHA384"},
        {0xc023, "ECDHE-ECDSA-AES128-SHA256"},
        {0xc024, "ECDHE-ECDSA-AES256-SHA384"},
        {0xc027, "ECDHE-RSA-AES128-SHA256"},
        {0xc028, "ECDHE-RSA-AES256-SHA384"},
        {0x009c, "AES128-GCM-SHA256"},
        {0x009d, "AES256-GCM-SHA384"},
        {0x003c, "AES128-SHA256"},
        {0x003d, "AES256-SHA256"},
        {0x002f, "AES128-SHA"},
        {0x0035, "AES256-SHA"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].number == cipher) {
            return names[i].name;
        }
    }
    return NULL;
}
