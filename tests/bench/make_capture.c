/* Writes captures for measurements: the same bytes for the same arguments.
 *
 * usage: bench-make-capture timeline FILE MEGABYTES STATIONS MEAN
 *        bench-make-capture ccmp FILE MEGABYTES BODY
 *
 * timeline: an office floor. APs of fifty stations each beacon; stations join (open
 * authentication, association, four-way handshake), exchange protected data of MEAN octets
 * on average with acknowledgements, send null frames, leave.
 * ccmp: one WPA2-PSK station ("bench", "correct horse battery") that joins and then
 * exchanges CCMP data with bodies of BODY octets.
 * pcap, radiotap with TSFT, flags, rate, channel, signal, antenna. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../providers.h"
#include "base/bytes.h"
#include "crypto/cipher.h"
#include "rsn/keys.h"
#include "wire/llc.h"
#include "wire/mgmt.h"

#define FRAME_ROOM 4096u
#define PER_AP     50u

static uint64_t state = 0x2545f4914f6cdd1dull;
static uint32_t draw(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32) % below;
}

/* --- the file --- */

static FILE *file;
static uint64_t written, now = 1700000000000000ull;

static void put(const void *bytes, size_t n)
{
    if (fwrite(bytes, 1, n, file) != n) {
        perror("write");
        exit(1);
    }
    written += n;
}

static void start(const char *path)
{
    uint8_t header[24];
    struct writer w = writer_of(header, sizeof header);
    file = fopen(path, "wb");
    if (!file) {
        perror(path);
        exit(1);
    }
    setvbuf(file, NULL, _IOFBF, 1 << 20);
    writer_le32(&w, 0xa1b2c3d4u);
    writer_le16(&w, 2);
    writer_le16(&w, 4);
    writer_zero(&w, 8);
    writer_le32(&w, 65535);
    writer_le32(&w, 127);
    put(header, sizeof header);
}

static void packet(const uint8_t *mpdu, size_t len)
{
    uint8_t head[16 + 26];
    struct writer w = writer_of(head, sizeof head);
    now += 40 + draw(300);
    writer_le32(&w, (uint32_t)(now / 1000000));
    writer_le32(&w, (uint32_t)(now % 1000000));
    writer_le32(&w, (uint32_t)(len + 24));
    writer_le32(&w, (uint32_t)(len + 24));
    writer_le16(&w, 0);
    writer_le16(&w, 24);
    writer_le32(&w, 0x0000082f); /* TSFT, flags, rate, channel, signal, antenna */
    writer_le64(&w, now);
    writer_u8(&w, 0);
    writer_u8(&w, 24);
    writer_le16(&w, 2437);
    writer_le16(&w, 0x0480);
    writer_u8(&w, (uint8_t)(-40 - (int)draw(40)));
    writer_u8(&w, 0);
    put(head, 16 + 24);
    put(mpdu, len);
}

/* --- frames --- */

static uint16_t sequence;

static struct extsta_mac station(uint32_t n)
{
    return (struct extsta_mac){
        {0x02, 0x10, (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n}};
}
static struct extsta_mac ap_of(uint32_t n)
{
    struct extsta_mac ap = station(n / PER_AP);
    ap.b[1] = 0xaa;
    return ap;
}

static void mgmt(enum frame_kind kind, struct extsta_mac ra, struct extsta_mac ta,
                 struct extsta_mac bssid, const void *body, size_t len)
{
    uint8_t frame[FRAME_ROOM];
    struct writer w = writer_of(frame, sizeof frame);
    frame_write_mgmt(&w, kind, ra, ta, bssid, sequence++ & 0xfff);
    writer_bytes(&w, body, len);
    packet(frame, writer_len(&w));
}

static size_t rsne(uint8_t *out)
{
    struct writer w = writer_of(out, 64);
    const struct rsn_element rsn = {.version = 1,
                                    .group = CIPHER_CCMP,
                                    .pairwise = {CIPHER_CCMP},
                                    .pairwise_count = 1,
                                    .akm = {AKM_PSK},
                                    .akm_count = 1};
    rsn_element_write(&w, &rsn);
    return writer_len(&w);
}

static void elements(struct writer *w, const char *ssid)
{
    static const uint8_t rates[] = {0x82, 0x84, 0x8b, 0x96, 12, 18, 24, 36, 48, 72, 96, 108};
    uint8_t rsn[64];
    element_write(w, ELEMENT_SSID, span(ssid, strlen(ssid)));
    element_write_rates(w, rates, sizeof rates);
    element_write(w, ELEMENT_DS, span("\x06", 1));
    writer_bytes(w, rsn, rsne(rsn));
}

static void beacon(struct extsta_mac ap)
{
    static const struct extsta_mac all = {{255, 255, 255, 255, 255, 255}};
    uint8_t body[512], vendor[180] = {0x00, 0x50, 0xf2, 0x04};
    struct writer w = writer_of(body, sizeof body);
    writer_le64(&w, now);
    writer_le16(&w, 100);
    writer_le16(&w, CAPABILITY_ESS | CAPABILITY_PRIVACY);
    elements(&w, "bench");
    element_write(&w, ELEMENT_TIM, span("\0\1\0\0", 4));
    element_write(&w, ELEMENT_VENDOR, span(vendor, sizeof vendor));
    mgmt(FRAME_BEACON, all, ap, ap, body, writer_len(&w));
}

static size_t data_header(uint8_t *out, struct extsta_mac sta, struct extsta_mac ap, bool up,
                          bool is_protected)
{
    struct writer w = writer_of(out, 64);
    uint16_t fc = (uint16_t)(FRAME_QOS_DATA | (up ? FC_TO_DS : FC_FROM_DS) |
                             (is_protected ? FC_PROTECTED : 0) | (draw(20) ? 0 : FC_RETRY));
    writer_le16(&w, fc);
    writer_le16(&w, 44);
    writer_mac(&w, up ? ap : sta);
    writer_mac(&w, up ? sta : ap);
    writer_mac(&w, ap);
    writer_le16(&w, (uint16_t)(sequence++ << 4));
    writer_le16(&w, 0);
    return writer_len(&w);
}

static void ack(struct extsta_mac ra)
{
    uint8_t frame[10] = {0xd4, 0};
    memcpy(frame + 4, ra.b, 6);
    packet(frame, sizeof frame);
}

/* --- the four-way handshake --- */

struct session {
    struct crypto *crypto;
    uint8_t pmk[32];
    struct ptk ptk;
    uint64_t replay;
};

static void eapol(struct session *s, struct extsta_mac sta, struct extsta_mac ap, bool up,
                  uint16_t info, const uint8_t nonce[32], struct extsta_span data)
{
    const struct akm_suite *akm = akm_find(AKM_PSK);
    uint8_t frame[FRAME_ROOM];
    size_t at = data_header(frame, sta, ap, up, false);
    struct writer w = writer_of(frame + at, sizeof frame - at);
    struct eapol_key key = {.version = 2,
                            .descriptor = KEY_DESCRIPTOR_RSN,
                            .data = data,
                            .key_length = 16,
                            .replay = s->replay};
    key.info = info;
    memcpy(key.nonce, nonce, 32);
    writer_bytes(&w, llc_rfc1042, 6);
    writer_be16(&w, ETHERTYPE_EAPOL);
    size_t mic = eapol_key_write(&w, &key, 16);
    if ((info & KEY_INFO_MIC) && eapol_key_mic(s->crypto, akm, 2, span(s->ptk.kck, 16),
                                               span(frame + at + 8, writer_len(&w) - 8), mic,
                                               frame + at + 8 + mic) != EXTSTA_OK) {
        abort();
    }
    packet(frame, at + writer_len(&w));
    ack(up ? sta : ap);
}

static void handshake(struct session *s, struct extsta_mac sta, struct extsta_mac ap)
{
    uint8_t anonce[32], snonce[32], zero[32] = {0}, rsn[64], wrapped[KEY_DATA_MAX];
    uint8_t gtk_kde[24] = {0xdd, 22, 0x00, 0x0f, 0xac, 1, 1, 0};
    const struct akm_suite *akm = akm_find(AKM_PSK);
    size_t rsn_len = rsne(rsn), wrapped_len = sizeof wrapped;
    for (size_t i = 0; i < 32; i++) {
        anonce[i] = (uint8_t)draw(256);
        snonce[i] = (uint8_t)draw(256);
    }
    s->replay++;
    if (ptk_derive(s->crypto, akm, span(s->pmk, 32), ap, sta, anonce, snonce, 16, &s->ptk) ||
        eapol_key_data_seal(s->crypto, akm, span(s->ptk.kek, 16), span(gtk_kde, 24), wrapped,
                            &wrapped_len)) {
        abort();
    }
    eapol(s, sta, ap, false, 0x008a, anonce, span(NULL, 0));
    eapol(s, sta, ap, true, 0x010a, snonce, span(rsn, rsn_len));
    s->replay++;
    eapol(s, sta, ap, false, 0x13ca, anonce, span(wrapped, wrapped_len));
    eapol(s, sta, ap, true, 0x030a, zero, span(NULL, 0));
}

static void join(struct session *s, struct extsta_mac sta, struct extsta_mac ap)
{
    static const uint8_t auth1[6] = {0, 0, 1, 0, 0, 0}, auth2[6] = {0, 0, 2, 0, 0, 0};
    uint8_t body[512];
    mgmt(FRAME_AUTH, ap, sta, ap, auth1, 6);
    ack(sta);
    mgmt(FRAME_AUTH, sta, ap, ap, auth2, 6);
    ack(ap);
    struct writer w = writer_of(body, sizeof body);
    writer_le16(&w, CAPABILITY_ESS | CAPABILITY_PRIVACY);
    writer_le16(&w, 10);
    elements(&w, "bench");
    mgmt(FRAME_ASSOC_REQ, ap, sta, ap, body, writer_len(&w));
    w = writer_of(body, sizeof body);
    writer_le16(&w, CAPABILITY_ESS | CAPABILITY_PRIVACY);
    writer_le16(&w, 0);
    writer_le16(&w, 0xc001);
    elements(&w, "bench");
    mgmt(FRAME_ASSOC_RESP, sta, ap, ap, body, writer_len(&w));
    handshake(s, sta, ap);
}

static void timeline(struct session *s, uint64_t bytes, uint32_t stations, uint32_t mean)
{
    static uint8_t frame[FRAME_ROOM];
    bool *joined = calloc(stations, 1);
    if (!joined) {
        abort();
    }
    for (uint32_t i = 0; i < stations; i++) {
        joined[i] = draw(4) != 0; /* most were there before the capture began */
    }
    uint32_t turn = 0, most = 2 * mean - 40;
    while (written < bytes) {
        uint32_t n = draw(stations);
        struct extsta_mac sta = station(n), ap = ap_of(n);
        if (turn++ % 16 == 0) {
            beacon(ap_of(turn * 7 % stations));
        }
        if (!joined[n]) {
            joined[n] = true;
            join(s, sta, ap);
        } else if (draw(2000) == 0) {
            uint8_t reason[2] = {3, 0};
            mgmt(FRAME_DEAUTH, ap, sta, ap, reason, 2);
            joined[n] = false;
        } else {
            bool up = draw(3) == 0;
            size_t at = data_header(frame, sta, ap, up, true);
            frame[at + 3] = 0x20;
            packet(frame, at + 16 + draw(most));
            ack(up ? sta : ap);
        }
    }
    free(joined);
}

static void ccmp(struct session *s, uint64_t bytes, size_t len)
{
    static uint8_t frame[FRAME_ROOM], plain[FRAME_ROOM];
    struct extsta_mac sta = station(1), ap = ap_of(1);
    beacon(ap);
    join(s, sta, ap);
    struct cipher_key *key =
        cipher_key_new(s->crypto, cipher_suite_find(CIPHER_CCMP), span(s->ptk.tk, 16));
    memcpy(plain, llc_rfc1042, 6);
    plain[6] = 0x08;
    for (uint64_t pn = 1; written < bytes; pn++) {
        size_t at = data_header(frame, sta, ap, pn & 1, true);
        for (size_t i = 8; i < len; i++) {
            plain[i] = (uint8_t)(pn + i);
        }
        struct cipher_job job = {.key = key,
                                 .header = span(frame, at),
                                 .in = plain,
                                 .in_len = len,
                                 .out = frame + at,
                                 .pn = pn};
        cipher_protect(&job, 1);
        packet(frame, at + job.out_len);
    }
    cipher_key_free(key);
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr,
                "usage: %s timeline FILE MEGABYTES STATIONS MEAN\n"
                "       %s ccmp FILE MEGABYTES BODY\n",
                argv[0], argv[0]);
        return 2;
    }
    uint64_t seed = 7;
    struct extsta_context *ctx = testing_context(&seed);
    struct session s = {.crypto = crypto_of(ctx)};
    if (crypto_psk(s.crypto, span("correct horse battery", 21), span("bench", 5), s.pmk)) {
        return 1;
    }
    uint64_t bytes = strtoull(argv[3], NULL, 10) << 20;
    uint32_t number = (uint32_t)strtoul(argv[4], NULL, 10);
    start(argv[2]);
    if (strcmp(argv[1], "ccmp") == 0) {
        ccmp(&s, bytes, number);
    } else {
        timeline(&s, bytes, number ? number : 1, argc > 5 ? (uint32_t)atoi(argv[5]) : 400);
    }
    if (fclose(file) != 0) {
        perror(argv[2]);
        return 1;
    }
    extsta_context_free(ctx);
    return 0;
}
