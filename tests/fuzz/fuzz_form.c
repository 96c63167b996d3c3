/* A station's form of any origin (extsta/form.h), behind the head of this version: it is
 * refused, or makes a station that is written and read again the same, octet for octet, that
 * answers when it is asked, and that can be freed. Its references are whatever the form says
 * they are. */
#include "fuzz.h"
#include "../providers.h"
#include <extsta/form.h>
#include <extsta/station.h>

#define HEAD_LEN 20u
#define MOST     (256u << 10)

static uint8_t form[MOST], again[MOST];

/* The first octets of every form of this version. */
static void make_head(struct extsta_context *ctx)
{
    const struct extsta_station_config config = {
        .id = 1, .address = {{2, 0, 0, 0, 0, 1}}, .radio = &extsta_radio_caps_dual_band};
    struct extsta_output out;
    struct extsta_station *sta = extsta_station_new(ctx, &config, 1000000);
    FUZZ_CHECK(sta);
    while (extsta_next(sta, &out)) {
    }
    FUZZ_CHECK(extsta_form_write(sta, form, sizeof form) > HEAD_LEN);
    extsta_station_free(sta);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t seed = 1;
    if (size > MOST / 4) {
        return 0;
    }
    const struct extsta_form_config config = {.radio = &extsta_radio_caps_dual_band};
    struct extsta_context *ctx = testing_context(&seed);
    struct extsta_station *sta, *second;
    struct extsta_station_status status;
    make_head(ctx);
    if (size) {
        memcpy(form + HEAD_LEN, data, size);
    }
    if (extsta_form_read(ctx, (struct extsta_span){form, HEAD_LEN + size}, &config, &sta) ==
        EXTSTA_OK) {
        extsta_station_status(sta, &status);
        (void)extsta_deadline(sta);
        size_t len = extsta_form_write(sta, form, sizeof form);
        FUZZ_CHECK(len <= sizeof form);
        if (len > 0) {
            FUZZ_CHECK(extsta_form_read(ctx, (struct extsta_span){form, len}, &config,
                                        &second) == EXTSTA_OK);
            FUZZ_CHECK(extsta_form_write(second, again, sizeof again) == len);
            FUZZ_CHECK(memcmp(form, again, len) == 0);
            extsta_station_free(second);
        }
        extsta_station_free(sta);
    }
    FUZZ_CHECK(extsta_context_free(ctx) == 0);
    return 0;
}
