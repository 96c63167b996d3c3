/* See replay_tell.h. */
#include "replay_tell.h"
#include "label.h"
#include <extsta/explain.h>
#include <extsta/frame_text.h>
#include <extsta/log.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

/* --- calls --- */

struct words {
    char *text;
    size_t size, len;
};

static void __attribute__((format(printf, 2, 3))) add(struct words *w, const char *format, ...)
{
    va_list args;
    size_t left = w->len < w->size ? w->size - w->len : 0;
    va_start(args, format);
    int n = vsnprintf(left ? w->text + w->len : NULL, left, format, args);
    va_end(args);
    w->len += n > 0 ? (size_t)n : 0;
}

#define MAC       "%02x:%02x:%02x:%02x:%02x:%02x"
#define MAC_OF(b) (b)[0], (b)[1], (b)[2], (b)[3], (b)[4], (b)[5]

static void add_frames(struct words *w, const struct extsta_call *call)
{
    for (size_t i = 0; i < call->rx.count && i < 3; i++) {
        struct extsta_span f = call->rx.frames[i].bytes;
        add(w, "%s%zu octets", i ? "; " : "", f.len);
        if (f.len >= 16) {
            add(w, " of type %u, subtype %u from " MAC, f.data[0] >> 2 & 3u, f.data[0] >> 4,
                MAC_OF(f.data + 10));
        }
    }
    if (call->rx.count > 3) {
        add(w, "; and %zu more", call->rx.count - 3);
    }
}

/* What there is to say beside its name. */
static void add_arguments(struct words *w, const struct extsta_call *call)
{
    const char *name;
    switch (call->type) {
    case EXTSTA_CALL_RX:
        add_frames(w, call);
        break;
    case EXTSTA_CALL_TX_STATUS:
        add(w, "cookie %" PRIu32 ", %s", call->outcome.cookie,
            call->outcome.acked ? "acknowledged" : "not acknowledged");
        break;
    case EXTSTA_CALL_TX_STARTED:
        add(w, "cookie %" PRIu32, call->outcome.cookie);
        break;
    case EXTSTA_CALL_TX:
        add(w, "%zu frames", call->tx.count);
        break;
    case EXTSTA_CALL_CONNECT:
        add(w, "%zu profiles", call->connect.count);
        break;
    case EXTSTA_CALL_OID:
        name = call->oid ? extsta_oid_name(call->oid->oid) : NULL;
        add(w, "%s", name ? name : "a number without a name");
        break;
    case EXTSTA_CALL_DRIVER_EVENT:
        add(w, "%zu octets from beneath", call->octets.len);
        break;
    case EXTSTA_CALL_RADIO_SWITCH:
        add(w, "%s", call->radio_switch.on ? "on" : "off");
        break;
    case EXTSTA_CALL_ROAM:
    case EXTSTA_CALL_ROAM_OVER_DS:
        add(w, "to " MAC, MAC_OF(call->bssid.b));
        break;
    case EXTSTA_CALL_POWER_PROFILE:
    case EXTSTA_CALL_RETURN_PACKET:
    case EXTSTA_CALL_OUTPUTS:
    case EXTSTA_CALL_BTM_QUERY:
        add(w, "%" PRIu32, call->value);
        break;
    case EXTSTA_CALL_SEND_PACKETS:
        add(w, "%zu packets", call->send.count);
        break;
    case EXTSTA_CALL_NEW:
    case EXTSTA_CALL_FORM:
    case EXTSTA_CALL_FREE:
    case EXTSTA_CALL_MEDIUM:
    case EXTSTA_CALL_DISCONNECT:
    case EXTSTA_CALL_SCAN:
    case EXTSTA_CALL_SCAN_ABORT:
    case EXTSTA_CALL_PMKSA_RESTORE:
    case EXTSTA_CALL_PMKSA_FLUSH:
    case EXTSTA_CALL_RESET_EX:
    case EXTSTA_CALL_RESTART:
    case EXTSTA_CALL_DETACH_HOST:
    case EXTSTA_CALL_EXPIRE:
    case EXTSTA_CALL_NEIGHBOR_REQUEST:
    case EXTSTA_CALL_NEIGHBOR_REPORT:
    case EXTSTA_CALL_IGNORE:
    case EXTSTA_CALL_ASSOC_ELEMENTS:
    case EXTSTA_CALL_KEY_REQUEST:
    case EXTSTA_CALL_BSS_LIST:
    case EXTSTA_CALL_KEYS:
    case EXTSTA_CALL_IHV_ATTACH:
    case EXTSTA_CALL_IHV_DETACH:
    case EXTSTA_CALL_IHV_REFUSED:
    case EXTSTA_CALL_IHV_RETURNED:
    case EXTSTA_CALL_IHV_PRE_ASSOCIATE_COMPLETION:
    case EXTSTA_CALL_IHV_POST_ASSOCIATE_COMPLETION:
    case EXTSTA_CALL_IHV_SEND_PACKET:
    case EXTSTA_CALL_IHV_SET_ETHERTYPE_HANDLING:
    case EXTSTA_CALL_IHV_SET_AUTH_ALGORITHM:
    case EXTSTA_CALL_IHV_SET_UNICAST_CIPHER_ALGORITHM:
    case EXTSTA_CALL_IHV_SET_MULTICAST_CIPHER_ALGORITHM:
    case EXTSTA_CALL_IHV_SET_DEFAULT_KEY:
    case EXTSTA_CALL_IHV_SET_KEY_MAPPING_KEY:
    case EXTSTA_CALL_IHV_SET_DEFAULT_KEY_ID:
    case EXTSTA_CALL_IHV_SET_EXCLUDE_UNENCRYPTED:
    case EXTSTA_CALL_IHV_NIC_SPECIFIC_EXTENSION:
    case EXTSTA_CALL_IHV_SET_PROFILE_CUSTOM_USER_DATA:
    case EXTSTA_CALL_IHV_GET_PROFILE_CUSTOM_USER_DATA:
    case EXTSTA_CALL_IHV_SET_CURRENT_PROFILE:
    case EXTSTA_CALL_IHV_START_ONEX:
    case EXTSTA_CALL_IHV_STOP_ONEX:
    case EXTSTA_CALL_IHV_PROCESS_SECURITY_PACKET:
    case EXTSTA_CALLS:
        break;
    }
}

size_t call_text(const struct extsta_call *call, char *text, size_t size)
{
    char arguments[300];
    struct words w = {text, size, 0}, a = {arguments, sizeof arguments, 0};
    arguments[0] = 0;
    add_arguments(&a, call);
    add(&w, "%s", extsta_call_name(call->type));
    if (arguments[0]) {
        add(&w, " (%s)", arguments);
    }
    return w.len;
}

/* --- differences --- */

static void put(void *user, const char *text, size_t len)
{
    fwrite(text, 1, len, (FILE *)user);
}

/* The output in full, as a line of an event log. */
static void print_output(FILE *out, const struct played *p, extsta_time now,
                         const struct extsta_output *output)
{
    const struct extsta_log_sink sink = {put, out};
    const struct extsta_log_entry entry = {
        .kind = EXTSTA_LOG_OUTPUT, .time = now, .name = p->name, .output = output};
    fprintf(out, "    ");
    extsta_log_write(&sink, EXTSTA_LOG_WHOLE, &entry);
}

static const char *kind_name(enum difference_kind kind)
{
    static const char *const names[] = {
        [DIFFERENCE_OUTPUT] = "output",     [DIFFERENCE_MISSING] = "missing",
        [DIFFERENCE_MORE] = "more",         [DIFFERENCE_RESULT] = "result",
        [DIFFERENCE_DEADLINE] = "deadline", [DIFFERENCE_DRAW] = "random octets",
        [DIFFERENCE_NOT_MADE] = "not made",
    };
    return names[kind];
}

/* What came, and what was expected. */
static void describe(const struct difference *d, char *came, char *expected, size_t size)
{
    struct entry_output output;
    snprintf(came, size, "nothing");
    snprintf(expected, size, "nothing");
    switch (d->kind) {
    case DIFFERENCE_OUTPUT:
    case DIFFERENCE_MISSING:
    case DIFFERENCE_MORE:
        if (d->came) {
            output = entry_output_of(d->came);
            entry_output_text(&output, came, size);
        }
        if (d->kind != DIFFERENCE_MORE) {
            entry_output_text(&d->expected, expected, size);
        }
        break;
    case DIFFERENCE_RESULT:
        snprintf(came, size, "result %" PRIu64 " (0x%" PRIx64 ")", d->value, d->value);
        snprintf(expected, size, "result %" PRIu64 " (0x%" PRIx64 ")", d->expected_value,
                 d->expected_value);
        break;
    case DIFFERENCE_DEADLINE:
        snprintf(came, size, "a deadline at %.6f s", (double)d->value / 1e6);
        snprintf(expected, size, "a deadline at %.6f s", (double)d->expected_value / 1e6);
        break;
    case DIFFERENCE_DRAW:
        snprintf(came, size, "%" PRIu64 " random octets drawn", d->value);
        snprintf(expected, size, "%" PRIu64 " random octets drawn", d->expected_value);
        break;
    case DIFFERENCE_NOT_MADE:
        snprintf(came, size, "no station: %s", d->text);
        snprintf(expected, size, "a station");
        break;
    }
}

void replay_tell_difference(FILE *out, const struct played *p, const struct extsta_call *cause,
                            const struct difference *d, bool policy)
{
    char came[400], expected[400], call[400];
    describe(d, came, expected, sizeof came);
    call_text(cause, call, sizeof call);
    fprintf(out, "%s (" MAC ") at %.6f s, its call %" PRIu64 ": %s\n",
            p->name ? p->name : "station", MAC_OF(p->address.b), (double)cause->now / 1e6,
            p->calls, call);
    if (policy) {
        fprintf(out,
                "  here the world would have answered differently: it would have seen %s; "
                "then it saw %s\n",
                came, expected);
    } else {
        fprintf(out, "  came:     %s%s\n  expected: %s\n", came,
                d->kind == DIFFERENCE_OUTPUT && strcmp(came, expected) == 0
                    ? ", with other members or octets"
                    : "",
                expected);
    }
    if (d->came) {
        print_output(out, p, cause->now, d->came);
    }
    if (d->replaced) {
        fprintf(out,
                "  The recording is without secrets: what goes by %s cannot be run again.\n",
                d->replaced);
    }
    if (d->refused) {
        fprintf(out, "  Before this, memory had been refused when it was recorded.\n");
    }
}

void replay_json_difference(struct json_out *json, const struct played *p,
                            const struct extsta_call *cause, const struct difference *d,
                            bool policy)
{
    char came[400], expected[400], call[400];
    describe(d, came, expected, sizeof came);
    call_text(cause, call, sizeof call);
    json_line(json, policy ? "other-world" : "difference");
    json_seconds(json, "time", cause->now);
    json_name(json, "sta", p->name);
    json_mac(json, "address", p->address);
    json_text(json, "kind", kind_name(d->kind));
    json_text(json, "came", came);
    json_text(json, "expected", expected);
    json_text(json, "call", call);
    json_number(json, "number", p->calls);
    if (d->replaced) {
        json_text(json, "replaced", d->replaced);
    }
    json_flag(json, "refused", d->refused);
    json_line_end(json);
}
