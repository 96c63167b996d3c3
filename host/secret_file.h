/* Files that may hold secrets (keys, passphrases, a configuration with some), read whole. Who
 * else may read them is looked at on the file that was read, not on its name. */
#ifndef HOST_SECRET_FILE_H
#define HOST_SECRET_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

struct secret_file {
    char *bytes; /* ended by a zero that does not count */
    size_t len, room;
    struct stat about;
};

/* Reads a regular file of at most `most` octets. False: `why` says why not, with the path;
 * secret_file_free is due in any case. */
bool secret_file_read(struct secret_file *f, const char *path, size_t most, char *why,
                      size_t size);
/* Whether only its owner, who is root, this process' user or `user`, may read and change it;
 * and who is in `group`, which may read it (a group of root's or of this process may, anyway).
 * False: `why` says who may, and the chmod that helps. */
bool secret_file_is_private(const struct secret_file *f, const char *path, uid_t user,
                            gid_t group, char *why, size_t size);
/* The same of a file that somebody else reads; true also when there is none. */
bool secret_path_is_private(const char *path, uid_t user, gid_t group, char *why, size_t size);
#define SECRET_FILE_NO_USER  ((uid_t)-1)
#define SECRET_FILE_NO_GROUP ((gid_t)-1)
/* Wipes. Also of a zeroed one. */
void secret_file_free(struct secret_file *f);

#endif
