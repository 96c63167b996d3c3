/* An event in a few words (extsta_event_text): what stands on the arrows of a ladder. It says
 * what the frame states, numbers as numbers; what they mean is the story's to say. Nothing that
 * the sender could choose freely is in it, so there are few different ones. */
#include "explain/story_private.h"

#include "base/text.h"

static void say_number(struct text *t, const char *what, unsigned value)
{
    text_string(t, what);
    text_decimal(t, value);
}

/* 9.4.1.1. Without the fixed fields it is enciphered, or cut off. */
static void say_auth(struct text *t, const struct extsta_frame_event *e)
{
    static const char *const algorithms[] = {
        "Open System", "Shared Key",    "fast transition", "SAE",
        "FILS",        "FILS with PFS", "FILS public key"};
    static const char *const sae[] = {"", " commit", " confirm"};
    text_string(t, "Authentication");
    if (!e->has_status) {
        return;
    }
    say_number(t, " ", e->sequence);
    if (e->algorithm < sizeof algorithms / sizeof *algorithms) {
        text_string(t, ", ");
        text_string(t, algorithms[e->algorithm]);
        text_string(t, sae[e->sae_message < 3 ? e->sae_message : 0]);
    } else {
        say_number(t, ", algorithm ", e->algorithm);
    }
    if (e->from_ap || e->status) {
        say_number(t, ", status ", e->status);
    }
}

static void say_response(struct text *t, const char *what, const struct extsta_frame_event *e)
{
    text_string(t, what);
    if (e->has_status) {
        say_number(t, ", status ", e->status);
    }
}

static void say_end(struct text *t, const char *what, const struct extsta_frame_event *e)
{
    text_string(t, what);
    if (e->has_reason) {
        say_number(t, ", reason ", e->reason);
    }
}

/* RFC 3748 4: only requests and responses have a type; 1 to 3 are no methods. */
static void say_eap(struct text *t, const struct extsta_frame_event *e)
{
    static const char *const codes[] = {"EAP", "EAP request", "EAP response", "EAP success",
                                        "EAP failure"};
    static const char *const types[] = {"", "identity", "notification", "Nak"};
    text_string(t, codes[e->eap_code < 5 ? e->eap_code : 0]);
    if (e->eap_type <= 0 || e->eap_type > UINT8_MAX) {
        return;
    }
    const char *name =
        e->eap_type < 4 ? types[e->eap_type] : eap_method_name((uint8_t)e->eap_type);
    text_string(t, ", ");
    if (name) {
        text_string(t, name);
    } else {
        say_number(t, "type ", (unsigned)e->eap_type);
    }
}

static void say_key(struct text *t, const struct extsta_frame_event *e)
{
    if (e->message >= 1 && e->message <= 4) {
        say_number(t, "EAPOL-Key, message ", (unsigned)e->message);
        text_string(t, " of 4");
    } else if (e->message == 5 || e->message == 6) {
        say_number(t, "EAPOL-Key, group message ", (unsigned)e->message - 4);
        text_string(t, " of 2");
    } else {
        text_string(t, "EAPOL-Key");
    }
    text_string(t, e->pmkid.len ? ", PMKID" : "");
}

size_t extsta_event_text(const struct extsta_frame_event *e, char *out, size_t size)
{
    struct text t;
    text_start(&t, out, size);
    switch (e->kind) {
    case EXTSTA_EVENT_AUTH:
        say_auth(&t, e);
        break;
    case EXTSTA_EVENT_ASSOC_REQ:
        text_string(&t, "Association request");
        break;
    case EXTSTA_EVENT_ASSOC_RESP:
        say_response(&t, "Association response", e);
        break;
    case EXTSTA_EVENT_REASSOC_REQ:
        text_string(&t, "Reassociation request");
        break;
    case EXTSTA_EVENT_REASSOC_RESP:
        say_response(&t, "Reassociation response", e);
        break;
    case EXTSTA_EVENT_DEAUTH:
        say_end(&t, "Deauthentication", e);
        break;
    case EXTSTA_EVENT_DISASSOC:
        say_end(&t, "Disassociation", e);
        break;
    case EXTSTA_EVENT_EAP:
        say_eap(&t, e);
        break;
    case EXTSTA_EVENT_EAPOL_START:
        text_string(&t, "EAPOL-Start");
        break;
    case EXTSTA_EVENT_EAPOL_LOGOFF:
        text_string(&t, "EAPOL-Logoff");
        break;
    case EXTSTA_EVENT_EAPOL_KEY:
        say_key(&t, e);
        break;
    }
    return text_end(&t);
}
