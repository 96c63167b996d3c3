/* Keys of a profile do not stay in freed memory: every block that is freed while one is read is
 * looked through. And without memory a profile is not read otherwise than it is. (The allocator
 * of this program stands in front of libc's, for libxml2 too.) */
#include "../testing.h"
#include "profile_xml.h"
#include <libxml/xmlerror.h>
#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OURS 0 /* the sanitizer's allocator stands there already */
#else
#define OURS 1
#endif

#define SECRET "unforgettable-7f"

static bool watching;
static unsigned freed, found;
static unsigned requests, refused_one; /* while watching; 0: none is refused */

#if OURS
void __libc_free(void *block);
void *__libc_malloc(size_t size);

static void look(const void *block)
{
    if (watching && block) {
        freed++;
        found +=
            memmem(block, malloc_usable_size((void *)block), SECRET, strlen(SECRET)) != NULL;
    }
}

static bool refuse(void)
{
    return watching && ++requests == refused_one;
}

void *malloc(size_t size)
{
    return refuse() ? NULL : __libc_malloc(size);
}

void free(void *block)
{
    look(block);
    __libc_free(block);
}

void *realloc(void *block, size_t size)
{
    size_t old = block ? malloc_usable_size(block) : 0;
    void *moved = malloc(size);
    if (moved && block) {
        memcpy(moved, block, old < size ? old : size);
        free(block);
    }
    return moved;
}
#endif

#define PROFILE(key, more)                                                                     \
    "<WLANProfile><name>home</name><SSIDConfig><SSID><name>home</name></SSID></SSIDConfig>"    \
    "<MSM><security><authEncryption><authentication>WPA2PSK</authentication>"                  \
    "<encryption>AES</encryption></authEncryption><sharedKey><keyType>passPhrase</keyType>"    \
    "<protected>false</protected><keyMaterial>" key "</keyMaterial></sharedKey></security>"    \
    "</MSM>" more "</WLANProfile>"

static bool read_watched(const char *text, struct profile_xml *p)
{
    char path[] = "/tmp/extsta-wipe-XXXXXX", why[300];
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    freed = found = requests = 0;
    watching = true;
    bool ok = profile_xml_read(path, p, why, sizeof why);
    watching = false;
    unlink(path);
    return ok;
}

static void a_key_that_was_read_is_nowhere_else(void **state)
{
    static const char *const texts[] = {
        PROFILE(SECRET, ""),
        /* character by character, text grows in steps */
        PROFILE("unforgettable&#45;7&#102;", ""),
        PROFILE(SECRET, "<IHV><security><k>" SECRET "</k></security></IHV>"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct profile_xml p;
        assert_true(read_watched(texts[i], &p));
        assert_string_equal(p.profile.passphrase, SECRET);
        assert_true(freed > 10);
        assert_int_equal(found, 0);
        watching = true;
        profile_xml_free(&p);
        watching = false;
        assert_int_equal(found, 0);
    }
}

static void a_key_in_a_file_that_is_refused_is_nowhere(void **state)
{
    static const char *const texts[] = {
        PROFILE(SECRET, "<"), /* not well-formed */
        PROFILE(SECRET "-and-far-too-long-for-any-passphrase-that-there-may-be-anywhere", ""),
        "<!DOCTYPE WLANProfile [<!ENTITY k \"" SECRET "\">]>" PROFILE("&k;", ""),
    };
    char *large = malloc((1 << 20) + 100);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct profile_xml p;
        assert_false(read_watched(texts[i], &p));
        assert_int_equal(found, 0);
    }
    struct profile_xml p;
    strcpy(large, SECRET);
    memset(large + strlen(large), ' ', 1 << 20);
    large[(1 << 20) + 50] = 0;
    assert_false(read_watched(large, &p));
    assert_int_equal(found, 0);
    free(large);
}

static void say_nothing(void *ctx, const char *message, ...)
{
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static void without_memory_no_part_of_a_profile_is_missing(void **state)
{
    const char *text = PROFILE(SECRET, "<IHV><security><k>" SECRET "</k></security></IHV>");
    struct profile_xml whole, p;
    assert_true(read_watched(text, &whole));
    unsigned all = requests;
    assert_true(all > 20);
    xmlSetGenericErrorFunc(NULL, say_nothing);
    for (refused_one = 1; refused_one <= all; refused_one++) {
        if (read_watched(text, &p)) { /* one of the C library's, which does without */
            assert_string_equal(p.profile.name, whole.profile.name);
            assert_string_equal(p.profile.passphrase, SECRET);
            assert_int_equal(p.profile.manager, whole.profile.manager);
            assert_true(same_text(p.ihv_security, whole.ihv_security));
        }
        profile_xml_free(&p);
    }
    refused_one = 0;
    profile_xml_free(&whole);
}

int main(void)
{
    if (!OURS) {
        puts("1..0 # SKIP the allocator of a sanitizer cannot be looked through");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_that_was_read_is_nowhere_else),
        cmocka_unit_test(a_key_in_a_file_that_is_refused_is_nowhere),
        cmocka_unit_test(without_memory_no_part_of_a_profile_is_missing),
    };
    return cmocka_run_group_tests_name("host profile wipe", tests, NULL, NULL);
}
