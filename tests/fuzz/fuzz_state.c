/* What a station of the daemon keeps over restarts, of any origin: refused, or read; what is
 * read is written and read again as the same. */
#include "fuzz.h"
#include "state.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char text[STATE_FILE_MAX];
    struct state s, again;
    static const struct state none;
    if (!state_parse((struct extsta_span){data, size}, &s)) {
        FUZZ_CHECK(memcmp(&s, &none, sizeof s) == 0);
        return 0;
    }
    FUZZ_CHECK(s.pmksa_count <= STATE_PMKSAS && memchr(s.network, 0, sizeof s.network));
    for (size_t i = 0; i < s.pmksa_count; i++) {
        FUZZ_CHECK(s.pmksas[i].pmk_len >= 16 && s.pmksas[i].pmk_len <= STATE_PMK_MAX);
    }
    size_t len = state_print(&s, text, sizeof text);
    FUZZ_CHECK(len > 0);
    FUZZ_CHECK(state_parse((struct extsta_span){(const uint8_t *)text, len}, &again));
    FUZZ_CHECK(memcmp(&s, &again, sizeof s) == 0);
    return 0;
}
