/* Keys in words: see key_text.h. */
#include "key_text.h"

#include <string.h>

/* Wrong for sure is what the AP's own frame does not verify with; what a station's does not may
 * be the station's fault. */
const char *key_verdict(const struct extsta_key_report *key)
{
    bool of_station = key->right && key->wrong_ap && !key->right_ap;
    return key->right && !of_station ? "fits"
           : !key->network_seen      ? "not-in-capture"
           : key->wrong_ap           ? "wrong"
           : key->wrong_sta          ? "doubtful"
                                     : "not-tried";
}

/* The name comes from the user's own command line. */
static void say(FILE *out, const struct extsta_key_report *key, const char *before)
{
    fprintf(out, "the key for '%.*s' %s", (int)key->ssid.len, (const char *)key->ssid.data,
            before);
}

void key_text(FILE *out, const struct extsta_explain *x, bool opened)
{
    struct extsta_key_report key;
    for (size_t i = 0; extsta_explain_key(x, i, &key); i++) {
        if (strcmp(key_verdict(&key), "fits") == 0) {
            continue;
        }
        if (!key.network_seen) {
            say(out, &key, "opens nothing: no network of this name is in the capture\n");
        } else if (key.wrong_ap) {
            say(out, &key, "is wrong: ");
            fprintf(out,
                    "the MIC of message 3 in frame %u, the AP's, does not verify with it%s\n",
                    key.wrong_ap, key.right ? "; a station has this one" : "");
        } else if (key.wrong_sta) {
            say(out, &key, "fits no handshake: ");
            fprintf(out,
                    "the MIC of message 2 in frame %u does not verify with it; it is wrong, or "
                    "the station's is\n",
                    key.wrong_sta);
        } else if (!opened) {
            say(out, &key,
                "could not be tried: no whole handshake of this network was "
                "captured\n");
        }
    }
}
