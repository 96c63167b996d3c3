/* Decodes a capture with the codecs of src/wire and prints one JSON object per frame.
 *
 * usage: extsta-dump [--fcs] FILE   a pcap or pcapng file; --fcs: frames end with an FCS
 *                                   although the link type does not say so
 *        extsta-dump --eapol FILE   raw EAPOL PDUs, each after a 16-bit length, or one
 *        extsta-dump --frame FILE   raw MPDUs, likewise
 *
 * Every frame is either decoded (no "drop") or has the stable name of a drop reason; of a
 * frame that is dropped, what could be read is there as well. */
#define _DEFAULT_SOURCE /* the BSD names of integers that pcap.h uses */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mac.h"
#include "crypto/suites.h"
#include "wire/eapol.h"
#include "wire/link_header.h"
#include "wire/llc.h"
#include "wire/mgmt.h"
#include "wire/rsn_element.h"

static void print_hex(const char *name, struct extsta_span s)
{
    printf(",\"%s\":\"", name);
    for (size_t i = 0; i < s.len; i++) {
        printf("%02x", s.data[i]);
    }
    putchar('"');
}

static void print_mac(const char *name, struct extsta_mac mac)
{
    printf(",\"%s\":\"%02x:%02x:%02x:%02x:%02x:%02x\"", name, mac.b[0], mac.b[1], mac.b[2],
           mac.b[3], mac.b[4], mac.b[5]);
}

static void print_drop(enum extsta_drop drop)
{
    printf(",\"drop\":\"%s\"", extsta_drop_name(drop));
}

static void print_suites(const char *name, const uint32_t *suites, size_t count,
                         const char *(*name_of)(uint32_t))
{
    printf(",\"%s\":[", name);
    for (size_t i = 0; i < count; i++) {
        const char *known = name_of(suites[i]);
        printf("%s\"%s\"", i ? "," : "", known ? known : "?");
    }
    putchar(']');
}

static bool print_rsn(const char *name, struct extsta_span element)
{
    struct rsn_element rsn;
    if (!element.data) {
        return true;
    }
    enum extsta_error error = rsn_element_parse(element, &rsn);
    printf(",\"%s\":{\"error\":%d", name, (int)error);
    if (error == EXTSTA_OK) {
        print_suites("group", &rsn.group, 1, suites_cipher_name);
        print_suites("pairwise", rsn.pairwise, rsn.pairwise_count, suites_cipher_name);
        print_suites("akm", rsn.akm, rsn.akm_count, suites_akm_name);
        printf(",\"capabilities\":%u", rsn.capabilities);
    }
    putchar('}');
    return error != EXTSTA_E_MALFORMED;
}

/* False when something in the elements is malformed (and *drop says which). */
static bool print_elements(struct extsta_span bytes, enum extsta_drop *drop)
{
    struct elements e;
    bool whole = elements_parse(bytes, &e);
    if (e.ssid.data) {
        print_hex("ssid", e.ssid);
    }
    if (e.ds_channel) {
        printf(",\"channel\":%u", e.ds_channel);
    }
    if (e.mobility_domain.data) {
        printf(",\"mobility_domain\":true");
    }
    bool rsn = print_rsn("rsn", e.rsn);
    bool wpa = print_rsn("wpa", e.wpa);
    *drop = whole ? EXTSTA_DROP_BAD_RSNE : EXTSTA_DROP_BAD_ELEMENTS;
    return whole && rsn && wpa;
}

static bool print_beacon(struct extsta_span body, enum extsta_drop *drop)
{
    struct mgmt_beacon b;
    if (!mgmt_parse_beacon(body, &b)) {
        return false;
    }
    printf(",\"capability\":%u,\"interval\":%u", b.capability, b.interval);
    return print_elements(b.elements, drop);
}

static bool print_auth(struct extsta_span body, enum extsta_drop *drop)
{
    struct mgmt_auth a;
    if (!mgmt_parse_auth(body, &a)) {
        return false;
    }
    printf(",\"alg\":%u,\"seq\":%u,\"status\":%u", a.algorithm, a.transaction, a.status);
    return true;
}

static bool print_assoc_req(struct extsta_span body, bool reassoc, enum extsta_drop *drop)
{
    struct mgmt_assoc_req a;
    if (!mgmt_parse_assoc_req(body, reassoc, &a)) {
        return false;
    }
    printf(",\"capability\":%u", a.capability);
    if (reassoc) {
        print_mac("current_ap", a.current_ap);
    }
    return print_elements(a.elements, drop);
}

static bool print_assoc_resp(struct extsta_span body, bool reassoc, enum extsta_drop *drop)
{
    struct mgmt_assoc_resp a;
    if (!mgmt_parse_assoc_resp(body, reassoc, &a)) {
        return false;
    }
    printf(",\"status\":%u,\"aid\":%u", a.status, a.aid);
    return print_elements(a.elements, drop);
}

static bool print_mgmt(const struct frame *f, enum extsta_drop *drop)
{
    struct mgmt_reason reason;
    *drop = EXTSTA_DROP_BODY_TRUNCATED;
    switch (frame_kind(f)) {
    case FRAME_BEACON:
    case FRAME_PROBE_RESP:
        return print_beacon(f->body, drop);
    case FRAME_PROBE_REQ:
        return print_elements(f->body, drop);
    case FRAME_AUTH:
        return print_auth(f->body, drop);
    case FRAME_ASSOC_REQ:
    case FRAME_REASSOC_REQ:
        return print_assoc_req(f->body, frame_kind(f) == FRAME_REASSOC_REQ, drop);
    case FRAME_ASSOC_RESP:
    case FRAME_REASSOC_RESP:
        return print_assoc_resp(f->body, frame_kind(f) == FRAME_REASSOC_RESP, drop);
    case FRAME_DEAUTH:
    case FRAME_DISASSOC:
        if (!mgmt_parse_reason(f->body, &reason)) {
            return false;
        }
        printf(",\"reason\":%u", reason.reason);
        return true;
    default: /* action and what has no body of its own here */
        return true;
    }
}

static void print_pmkid(struct extsta_span data)
{
    struct reader r = reader_of(data);
    struct kde k;
    while (kde_next(&r, &k)) {
        if (k.is_kde && k.type == KDE_PMKID) {
            print_hex("pmkid", k.value);
        }
    }
    printf(",\"kdes_ok\":%s", r.failed ? "false" : "true");
}

static bool print_eapol(struct extsta_span pdu)
{
    struct eapol e;
    struct eapol_key key;
    if (!eapol_parse(pdu, &e)) {
        return false;
    }
    printf(",\"eapol\":%u", e.type);
    if (e.type != EAPOL_KEY) {
        return true;
    }
    if (!eapol_key_parse(&e, 16, &key)) {
        return false;
    }
    printf(",\"desc\":%u,\"key_info\":%u,\"msg\":%d,\"replay\":%llu,\"data_len\":%zu",
           key.descriptor, key.info, eapol_key_message(&key), (unsigned long long)key.replay,
           key.data.len);
    print_hex("nonce", span(key.nonce, 8));
    print_hex("mic", key.mic);
    if (!(key.info & KEY_INFO_ENCRYPTED)) {
        print_pmkid(key.data);
    }
    return true;
}

static bool print_msdu(struct extsta_span msdu, enum extsta_drop *drop)
{
    struct llc llc;
    if (!llc_parse(msdu, &llc)) {
        *drop = EXTSTA_DROP_BAD_LLC;
        return false;
    }
    if (llc.snap && llc.ethertype == ETHERTYPE_EAPOL && !print_eapol(llc.payload)) {
        *drop = EXTSTA_DROP_BAD_EAPOL;
        return false;
    }
    return true;
}

static bool print_data(const struct frame *f, enum extsta_drop *drop)
{
    if (!frame_has_data(f) || (f->fc & FC_PROTECTED) || f->frag != 0) {
        return true;
    }
    if (!frame_is_amsdu(f)) {
        return print_msdu(f->body, drop);
    }
    struct reader r = reader_of(f->body);
    struct amsdu_subframe s;
    while (amsdu_next(&r, &s)) {
        if (!print_msdu(s.msdu, drop)) {
            return false;
        }
    }
    *drop = EXTSTA_DROP_BAD_AMSDU;
    return !r.failed;
}

static void print_frame(struct extsta_span mpdu, bool data_pad)
{
    struct frame f;
    enum extsta_drop drop;
    if (mpdu.len >= 2) {
        printf(",\"fc\":%u", get_le16(mpdu.data));
        const char *name = frame_kind_name(mpdu.data[0] & 0xfc);
        printf(",\"kind\":\"%s\"", name ? name : "reserved");
    }
    if (!frame_parse(mpdu, &f, &drop)) {
        print_drop(drop);
        return;
    }
    if (data_pad) {
        frame_skip_pad(&f);
    }
    printf(",\"frag\":%u", f.frag);
    print_mac("bssid", frame_bssid(&f));
    bool ok = true;
    switch (frame_type(&f)) {
    case FRAME_MANAGEMENT:
        ok = (f.fc & FC_PROTECTED) || print_mgmt(&f, &drop);
        break;
    case FRAME_DATA:
        ok = print_data(&f, &drop);
        break;
    case FRAME_CONTROL:
    case FRAME_EXTENSION:
        break;
    }
    if (!ok) {
        print_drop(drop);
    }
}

static void print_packet(uint32_t link_type, struct extsta_span packet, size_t on_air, bool fcs)
{
    struct link_header link;
    enum extsta_drop drop;
    if (!link_header_parse(link_type, packet, &link, &drop)) {
        print_drop(drop);
        return;
    }
    if (fcs) {
        link.meta.flags |= EXTSTA_RX_FCS_PRESENT;
    }
    printf(",\"freq\":%u,\"signal\":%d,\"rate\":%u", link.meta.freq, link.meta.signal,
           link.meta.rate);
    struct extsta_span mpdu = span(packet.data + link.offset, packet.len - link.offset);
    if ((link.meta.flags & EXTSTA_RX_FCS_PRESENT) && on_air > packet.len) {
        size_t cut = on_air - packet.len; /* sliced: the FCS cannot be checked */
        size_t tail = cut < 4 ? 4 - cut : 0;
        mpdu.len -= tail < mpdu.len ? tail : mpdu.len;
        link.meta.flags &= (uint16_t)~EXTSTA_RX_FCS_PRESENT;
    }
    bool flagged = (link.meta.flags & EXTSTA_RX_FCS_BAD) != 0;
    if (!frame_strip_fcs(&mpdu, link.meta.flags, &drop)) {
        printf(",\"fcs\":\"%s\"", flagged ? "flagged" : "bad");
        print_drop(drop);
        mpdu.len -= mpdu.len < 4 ? mpdu.len : 4;
        if (!flagged && mpdu.len >= 2) {
            printf(",\"fc\":%u,\"kind\":\"%s\"", get_le16(mpdu.data),
                   frame_kind_name(mpdu.data[0] & 0xfc) ? frame_kind_name(mpdu.data[0] & 0xfc)
                                                        : "reserved");
        }
        return;
    }
    print_frame(mpdu, link.data_pad);
}

static int dump_pcap(const char *path, bool fcs)
{
    char error[PCAP_ERRBUF_SIZE];
    pcap_t *pcap = pcap_open_offline(path, error);
    if (!pcap) {
        fprintf(stderr, "%s\n", error);
        return 1;
    }
    uint32_t link_type = (uint32_t)pcap_datalink(pcap);
    struct pcap_pkthdr *head;
    const unsigned char *data;
    unsigned long number = 0;
    int result;
    while ((result = pcap_next_ex(pcap, &head, &data)) == 1) {
        /* a copy of the exact size, so that a sanitizer sees reading beyond it */
        uint8_t *copy = malloc(head->caplen ? head->caplen : 1);
        if (!copy) {
            break;
        }
        memcpy(copy, data, head->caplen);
        printf("{\"frame\":%lu", ++number);
        print_packet(link_type, span(copy, head->caplen), head->len, fcs);
        puts("}");
        free(copy);
    }
    printf("{\"frames\":%lu,\"link_type\":%u,\"cut_short\":%s}\n", number, link_type,
           result == PCAP_ERROR ? "true" : "false");
    pcap_close(pcap);
    return 0;
}

/* hostap's .msg and .dat seeds: a sequence of messages, each after its 16-bit big-endian
 * length; files that are no such sequence are one message. */
static int dump_raw(const char *path, bool eapol)
{
    static uint8_t bytes[1 << 16];
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 1;
    }
    size_t len = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    struct reader r = reader_of(span(bytes, len));
    while (reader_left(&r) > 0) {
        struct reader start = r;
        struct extsta_span message = reader_take(&r, reader_be16(&r));
        if (r.failed) {
            r = start;
            message = reader_rest(&r);
        }
        uint8_t *copy = malloc(message.len ? message.len : 1);
        if (!copy) {
            return 1;
        }
        if (message.len) {
            memcpy(copy, message.data, message.len);
        }
        printf("{\"octets\":%zu", message.len);
        if (!eapol) {
            print_frame(span(copy, message.len), false);
        } else if (!print_eapol(span(copy, message.len))) {
            print_drop(EXTSTA_DROP_BAD_EAPOL);
        }
        puts("}");
        free(copy);
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--fcs") == 0) {
        return dump_pcap(argv[2], true);
    }
    if (argc == 3 && strcmp(argv[1], "--eapol") == 0) {
        return dump_raw(argv[2], true);
    }
    if (argc == 3 && strcmp(argv[1], "--frame") == 0) {
        return dump_raw(argv[2], false);
    }
    if (argc == 2) {
        return dump_pcap(argv[1], false);
    }
    fputs("usage: extsta-dump [--fcs | --eapol | --frame] FILE\n", stderr);
    return 2;
}
