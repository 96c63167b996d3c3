/* CTRL-EVENT-EAP-PEER-CERT: who the server of 802.1X has shown itself to be, once it was
 * believed. The core gives the certificates; their words are OpenSSL's, as wpa_supplicant's
 * are. */
#include "ctrl.h"
#include <openssl/evp.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

#define SUBJECT_ROOM 256u /* as there */
#define DUMP_ROOM                                                                              \
    4000u /* octets and subject, that the line has room in what clients read into */

static void say_dump(struct wpa_station *ws, unsigned depth, const char *subject,
                     struct extsta_span der)
{
    struct wpa_reply hex; /* what has no room in it is not said */
    wpa_reply_clear(&hex);
    if (wpa_variables_number(ws->networks.interface, "cert_in_cb") != 0 &&
        2 * der.len + strlen(subject) < DUMP_ROOM && wpa_reply_hex(&hex, der)) {
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "CTRL-EVENT-EAP-PEER-CERT depth=%u subject='%s' cert=%s", depth, subject,
                      hex.text);
    }
}

static void say_names(struct wpa_station *ws, unsigned depth, X509 *certificate)
{
    static const struct {
        int type;
        const char *word;
    } kinds[] = {{GEN_EMAIL, "EMAIL"}, {GEN_DNS, "DNS"}, {GEN_URI, "URI"}};
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
            if (name->type == kinds[k].type) {
                wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-EAP-PEER-ALT depth=%u %s:%.*s",
                              depth, kinds[k].word, ASN1_STRING_length(name->d.ia5),
                              (const char *)ASN1_STRING_get0_data(name->d.ia5));
            }
        }
    }
    GENERAL_NAMES_free(names);
}

static void say_certificate(void *user, unsigned depth, struct extsta_span der)
{
    struct wpa_station *ws = user;
    char subject[SUBJECT_ROOM] = "", hash[2 * EVP_MAX_MD_SIZE + 1] = "";
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    const unsigned char *at = der.data;
    X509 *certificate = d2i_X509(NULL, &at, (long)der.len);
    if (!certificate || !EVP_Digest(der.data, der.len, digest, &len, EVP_sha256(), NULL)) {
        X509_free(certificate);
        return;
    }
    for (unsigned i = 0; i < len; i++) {
        (void)snprintf(hash + 2 * (size_t)i, 3, "%02x", digest[i]);
    }
    X509_NAME_oneline(X509_get_subject_name(certificate), subject, sizeof subject);
    wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-EAP-PEER-CERT depth=%u subject='%s'%s%s",
                  depth, subject, " hash=", hash);
    say_dump(ws, depth, subject, der);
    say_names(ws, depth, certificate);
    wpa_event_say(ws, WPA_LEVEL_INFO,
                  "CTRL-EVENT-EAP-STATUS status='remote certificate verification' "
                  "parameter='success'");
    X509_free(certificate);
}

void wpa_certificates_look(struct wpa_station *ws)
{
    struct wpa_eap_watch *eap = &ws->link.eap;
    if (!ws->certificates_told && eap->state == WPA_EAP_METHOD && eap->method) {
        ws->certificates_told =
            extsta_server_certificates(service_core(ws->s), say_certificate, ws) > 0;
    }
}
