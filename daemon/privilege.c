/* Capabilities by their system calls, which need no library (privilege.h). */
#include "privilege.h"
#include <assert.h>
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

_Static_assert(PRIVILEGE_NET_ADMIN == 1ull << CAP_NET_ADMIN, "as the kernel numbers it");
_Static_assert(PRIVILEGE_NET_RAW == 1ull << CAP_NET_RAW, "as the kernel numbers it");
_Static_assert(PRIVILEGE_CHOWN == 1ull << CAP_CHOWN, "as the kernel numbers it");
_Static_assert(PRIVILEGE_DAC_OVERRIDE == 1ull << CAP_DAC_OVERRIDE, "as the kernel numbers it");

void privilege_names(uint64_t set, char *out, size_t size)
{
    static const struct {
        uint64_t one;
        const char *name;
    } names[] = {{PRIVILEGE_NET_ADMIN, "CAP_NET_ADMIN"},
                 {PRIVILEGE_NET_RAW, "CAP_NET_RAW"},
                 {PRIVILEGE_CHOWN, "CAP_CHOWN"},
                 {PRIVILEGE_DAC_OVERRIDE, "CAP_DAC_OVERRIDE"}};
    size_t used = 0;
    snprintf(out, size, "no capability");
    for (size_t i = 0; i < sizeof names / sizeof *names && used < size; i++) {
        if (set & names[i].one) {
            used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "",
                                     names[i].name);
        }
    }
}

static bool get_capabilities(struct __user_cap_data_struct data[2])
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    memset(data, 0, 2 * sizeof *data);
    return syscall(SYS_capget, &header, data) == 0;
}

uint64_t privilege_held(void)
{
    struct __user_cap_data_struct data[2];
    return get_capabilities(data) ? (uint64_t)data[1].effective << 32 | data[0].effective : 0;
}

/* Permitted and effective; nothing is handed on. */
static bool set_capabilities(uint64_t set)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {
        {.effective = (uint32_t)set, .permitted = (uint32_t)set},
        {.effective = (uint32_t)(set >> 32), .permitted = (uint32_t)(set >> 32)}};
    return syscall(SYS_capset, &header, data) == 0;
}

bool privilege_folder(const char *path, unsigned mode, const struct config_ids *ids, char *why,
                      size_t size)
{
    struct stat st;
    assert(path);
    if (mkdir(path, mode) == 0) {
        /* the mask of new files does not count */
        if (chmod(path, mode) == 0 && (!(ids->has_user || ids->has_group) ||
                                       chown(path, ids->has_user ? ids->uid : (uid_t)-1,
                                             ids->has_group ? ids->gid : (gid_t)-1) == 0)) {
            return true;
        }
        snprintf(why, size, "%s: its owner cannot be set: %s", path, strerror(errno));
        rmdir(path);
        return false;
    }
    if (errno != EEXIST) {
        snprintf(why, size, "%s: the folder cannot be made: %s", path, strerror(errno));
        return false;
    }
    if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
        snprintf(why, size, "%s is no folder", path);
        return false;
    }
    return true;
}

/* What a program that is executed could have (none is; the filter of system calls may be off).
 */
static void bound(uint64_t keep)
{
    for (int cap = 0; cap <= 63; cap++) {
        if (!(keep >> cap & 1)) {
            prctl(PR_CAPBSET_DROP, cap, 0, 0, 0); /* where it may not, no_new_privs does it */
        }
    }
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

static bool fail(char *why, size_t size, const char *what)
{
    snprintf(why, size, "%s: %s: start it as root, or without 'user'", what, strerror(errno));
    return false;
}

/* Groups first, while it may; the capabilities that stay survive the change by
 * SECBIT_KEEP_CAPS. */
static bool become(const struct config_ids *ids, char *why, size_t size)
{
    if (ids->has_user && (geteuid() != ids->uid || getuid() != ids->uid)) {
        if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0 || setgroups(1, &ids->gid) != 0) {
            return fail(why, size, "the groups cannot be given up");
        }
        if (setresgid(ids->gid, ids->gid, ids->gid) != 0) {
            return fail(why, size, "the group cannot be changed");
        }
        if (setresuid(ids->uid, ids->uid, ids->uid) != 0) {
            return fail(why, size, "the user cannot be changed");
        }
    } else if (ids->has_group && getegid() != ids->gid &&
               setresgid(ids->gid, ids->gid, ids->gid) != 0) {
        return fail(why, size, "the group cannot be changed");
    }
    return true;
}

bool privilege_drop(const struct config_ids *ids, uint64_t keep, char *said, size_t said_size,
                    char *why, size_t size)
{
    char names[PRIVILEGE_NAMES];
    keep &= privilege_held();
    bound(keep);
    if (!become(ids, why, size)) {
        return false;
    }
    if (!set_capabilities(keep)) {
        return fail(why, size, "the capabilities cannot be given up");
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return fail(why, size, "no_new_privs cannot be set");
    }
    if (ids->has_user && ids->uid != 0 && setresuid(0, 0, 0) == 0) {
        snprintf(why, size, "root could be had again: it was not given up");
        return false;
    }
    privilege_names(keep, names, sizeof names);
    snprintf(said, said_size, "runs as user %u, group %u, and keeps %s", (unsigned)geteuid(),
             (unsigned)getegid(), names);
    return true;
}
