/* The profile's fragment (settings.h), read without an XML parser: the text between the first
 * two tags of the name, with the five entities of XML. What is anything else is refused. */
#include "settings.h"
#include <openssl/crypto.h>
#include <string.h>

#define MAX_FRAGMENT   65536u      /* characters; a longer one may have no end */
#define REASON_PROFILE 0x00080007u /* WLAN_REASON_CODE_IHV_SECURITY_NOT_SUPPORTED */

/* The first place of ASCII text: what follows it, and its index in *at; NULL: nowhere. */
static const WCHAR *find(const WCHAR *text, size_t len, const char *what, size_t *at)
{
    size_t n = strlen(what);
    for (size_t i = 0; i + n <= len; i++) {
        size_t k = 0;
        while (k < n && text[i + k] == (WCHAR)what[k]) {
            k++;
        }
        if (k == n) {
            *at = i;
            return text + i + n;
        }
    }
    return NULL;
}

static const struct {
    const char *name;
    char c;
} entities[] = {
    {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};

/* One character of the text; 0: not allowed. */
static char character(const WCHAR *p, size_t left, size_t *used)
{
    size_t at;
    *used = 1;
    if (p[0] != '&') {
        return p[0] >= 32 && p[0] <= 126 ? (char)p[0] : 0;
    }
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
        if (find(p, left, entities[i].name, &at) && at == 0) {
            *used = strlen(entities[i].name);
            return entities[i].c;
        }
    }
    return 0;
}

bool settings_passphrase(const WCHAR *fragment, char passphrase[64])
{
    size_t len = 0, start = 0, end = 0, n = 0;
    memset(passphrase, 0, 64);
    while (len < MAX_FRAGMENT && fragment[len] != 0) {
        len++;
    }
    if (len == MAX_FRAGMENT) {
        return false;
    }
    const WCHAR *p = find(fragment, len, "<passphrase>", &start);
    if (!p || !find(p, len - (size_t)(p - fragment), "</passphrase>", &end)) {
        return false;
    }
    for (size_t i = 0; i < end;) {
        size_t used;
        char c = character(p + i, end - i, &used);
        if (c == 0 || n == 63) {
            OPENSSL_cleanse(passphrase, 64);
            return false;
        }
        passphrase[n++] = c;
        i += used;
    }
    return n >= 8;
}

DWORD settings_check(const DOT11EXT_IHV_PROFILE_PARAMS *params,
                     const DOT11EXT_IHV_SECURITY_PROFILE *security, char passphrase[64],
                     PDWORD reason)
{
    *reason = 0;
    memset(passphrase, 0, 64);
    if (!params || !params->pSsidList || params->pSsidList->ulCount != 1 ||
        params->pSsidList->SSIDs[0].uSSIDLength > DOT11_SSID_MAX_LENGTH || !security ||
        !security->pszXmlFragmentIhvSecurity ||
        !settings_passphrase(security->pszXmlFragmentIhvSecurity, passphrase)) {
        *reason = REASON_PROFILE;
        return ERROR_INVALID_PARAMETER;
    }
    return ERROR_SUCCESS;
}
