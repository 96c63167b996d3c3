/* An EAPOL PDU: key frames of every MIC length, key data. */
#include "fuzz.h"
#include "wire/eapol.h"

static void check_key_data(struct extsta_span data)
{
    struct reader r = reader_of(data);
    struct kde k;
    size_t octets = 0;
    while (kde_next(&r, &k)) {
        fuzz_check_inside(k.whole, data);
        fuzz_check_inside(k.value, k.whole);
        octets += k.whole.len;
        uint8_t out[260];
        struct writer w = writer_of(out, sizeof out);
        if (k.is_kde) {
            kde_write(&w, k.type, k.value);
            FUZZ_CHECK(!w.failed && span_equal(span(out, writer_len(&w)), k.whole));
        }
    }
    FUZZ_CHECK(octets <= data.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t mic_lengths[] = {0, 16, 24};
    struct extsta_span pdu = span(data, size);
    struct eapol e;
    check_key_data(pdu);
    if (!eapol_parse(pdu, &e)) {
        return 0;
    }
    fuzz_check_inside(e.whole, pdu);
    fuzz_check_inside(e.body, e.whole);
    for (size_t i = 0; i < sizeof mic_lengths / sizeof *mic_lengths; i++) {
        struct eapol_key key, back;
        if (!eapol_key_parse(&e, mic_lengths[i], &key)) {
            continue;
        }
        FUZZ_CHECK(key.mic.len == mic_lengths[i]);
        fuzz_check_inside(key.mic, e.body);
        fuzz_check_inside(key.data, e.body);
        int message = eapol_key_message(&key);
        FUZZ_CHECK(message >= 0 && message <= 6);
        check_key_data(key.data);

        uint8_t out[65540];
        struct writer w = writer_of(out, sizeof out);
        size_t mic = eapol_key_write(&w, &key, mic_lengths[i]);
        FUZZ_CHECK(!w.failed);
        if (key.mic.len) {
            memcpy(out + mic, key.mic.data, key.mic.len);
        }
        FUZZ_CHECK(eapol_parse(span(out, writer_len(&w)), &e));
        FUZZ_CHECK(eapol_key_parse(&e, mic_lengths[i], &back));
        FUZZ_CHECK(back.info == key.info && back.replay == key.replay && back.rsc == key.rsc);
        FUZZ_CHECK(span_equal(back.data, key.data) && span_equal(back.mic, key.mic));
        FUZZ_CHECK(eapol_parse(pdu, &e));
    }
    return 0;
}
