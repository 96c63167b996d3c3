/* Options of 802.1X (eap_options.h). */
#include "eap_options.h"
#include "profile_words.h"
#include "providers.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FILE (1u << 20) /* a bundle of CAs is a quarter of it */

static struct extsta_span text(const char *s)
{
    return (struct extsta_span){(const uint8_t *)s, s ? strlen(s) : 0};
}

bool eap_is_given(const struct eap_arguments *a)
{
    return a->method || a->inner || a->identity || a->anonymous || a->password ||
           a->password_file || a->ca || a->certificate || a->key || a->key_passphrase ||
           a->domain || a->verify_off;
}

/* The file's octets; they stay with the options. */
static int read_file(struct eap_options *o, const struct command *command, const char *path,
                     struct extsta_span *out)
{
    FILE *f = path ? fopen(path, "rb") : NULL;
    char *bytes = path ? host_malloc(MAX_FILE) : NULL;
    size_t len = f && bytes ? fread(bytes, 1, MAX_FILE, f) : 0;
    bool ok = f && bytes && !ferror(f) && len > 0 && len < MAX_FILE;
    if (f) {
        fclose(f);
    }
    if (!path) {
        return EXIT_OK;
    }
    if (bytes) {
        o->files[o->count] = bytes;
        o->sizes[o->count++] = len;
    }
    if (!ok) {
        return command_fail(command, EXIT_INPUT, "%s cannot be read, or holds nothing of use",
                            path);
    }
    *out = (struct extsta_span){(const uint8_t *)bytes, len};
    return EXIT_OK;
}

/* Methods, the wanted one first: "peap" or "peap,ttls". */
static bool take_methods(const char *list, struct extsta_eap *eap)
{
    size_t count = 0;
    for (const char *p = list;; p++) {
        size_t len = strcspn(p, ",");
        char word[16] = {0};
        unsigned type;
        if (len >= sizeof word || count == EXTSTA_EAP_METHODS) {
            return false;
        }
        memcpy(word, p, len);
        if (!profile_word_find(profile_method_words, word, &type)) {
            return false;
        }
        eap->methods[count++] = (uint8_t)type;
        p += len;
        if (*p == 0) {
            return true;
        }
    }
}

static bool take_inner(const char *name, struct extsta_eap *eap)
{
    unsigned inner;
    if (!profile_word_find(profile_inner_words, name, &inner)) {
        return false;
    }
    eap->inner = (enum extsta_eap_inner)inner;
    return true;
}

/* A file of a password has one line. */
static int take_password(struct eap_options *o, const struct command *command,
                         const struct eap_arguments *a)
{
    if (a->password && a->password_file) {
        return command_fail(command, EXIT_USAGE,
                            "--password and --password-file contradict each other: give one of "
                            "them");
    }
    o->eap.password = text(a->password);
    int status = read_file(o, command, a->password_file, &o->eap.password);
    if (status == EXIT_OK && a->password_file) {
        o->eap.password.len = strcspn((const char *)o->eap.password.data, "\r\n");
    }
    return status;
}

int eap_options_take(struct eap_options *o, const struct command *command,
                     const struct eap_arguments *a)
{
    if (!a->method) {
        return command_fail(command, EXIT_USAGE, "name the method: --eap peap, ttls, tls or "
                                                 "mschapv2");
    }
    if (!take_methods(a->method, &o->eap)) {
        return command_fail(command, EXIT_USAGE,
                            "--eap takes peap, ttls, tls, mschapv2, or a list of them, not '%s'",
                            a->method);
    }
    if (a->inner && !take_inner(a->inner, &o->eap)) {
        return command_fail(command, EXIT_USAGE,
                            "--inner is eap-mschapv2, mschapv2 or pap, not '%s'", a->inner);
    }
    o->eap.identity = text(a->identity);
    o->eap.anonymous = text(a->anonymous);
    o->eap.domain = text(a->domain);
    o->eap.key_passphrase = text(a->key_passphrase);
    o->eap.verify_off = a->verify_off;
    int status = take_password(o, command, a);
    status = status == EXIT_OK ? read_file(o, command, a->ca, &o->eap.ca) : status;
    status = status == EXIT_OK ? read_file(o, command, a->certificate, &o->eap.certificate)
                               : status;
    return status == EXIT_OK ? read_file(o, command, a->key, &o->eap.key) : status;
}

void eap_options_free(struct eap_options *o)
{
    for (size_t i = 0; i < o->count; i++) {
        explicit_bzero(o->files[i], o->sizes[i]);
        free(o->files[i]);
    }
    memset(o, 0, sizeof *o);
}
