/* A configuration of the daemon, of any origin: it is read or refused, with a place in the text
 * for each mistake; what is taken keeps what config.h promises. */
#include "fuzz.h"
#include "config.h"
#include <string.h>

struct mistakes {
    size_t count;
    uint32_t lines;
};

static void mistake(void *user, struct yaml_place at, const char *text)
{
    struct mistakes *m = user;
    FUZZ_CHECK(at.line >= 1 && at.line <= m->lines + 2 && at.column >= 1);
    FUZZ_CHECK(text[0] && strlen(text) < 600);
    m->count++;
}

static void check_stations(const struct config *c)
{
    char name[CONFIG_NAME_MAX + 1];
    size_t all = 0;
    for (size_t i = 0; i < c->station_count; i++) {
        const struct config_station *s = &c->stations[i];
        FUZZ_CHECK(s->count >= 1 && s->mtu >= 576 && s->radio.kind < RADIO_KINDS);
        config_station_name(s, s->count - 1, name);
        FUZZ_CHECK(name[0] && strlen(name) <= CONFIG_NAME_MAX && !strchr(name, '/'));
        all += s->count;
        for (size_t j = 0; j < s->network_count; j++) {
            FUZZ_CHECK(s->networks[j].name && s->networks[j].name[0]);
        }
    }
    FUZZ_CHECK(all <= CONFIG_STATIONS_MAX && c->air.ap_count <= CONFIG_APS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mistakes m = {0};
    const struct config_reader reader = {mistake, &m};
    struct config c;
    for (size_t i = 0; i < size; i++) {
        /* what YAML takes for the end of a line: LF, CR, NEL, LS, PS */
        m.lines += data[i] == '\n' || data[i] == '\r' || data[i] == 0x85 || data[i] == 0xa8 ||
                   data[i] == 0xa9;
    }
    bool fine = config_parse(&c, (struct extsta_span){data, size}, &reader);
    FUZZ_CHECK(fine == (m.count == 0));
    if (fine) {
        check_stations(&c);
    }
    config_free(&c);
    return 0;
}
