/* The conformance suite's folder, read (conform.h): lib/ with functions for all cases, and a
 * file for each family of cases. Cases are found by running each file without playing any. */
#include "conform.h"
#include "providers.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_LIMIT (1 << 20) /* octets */

const char *conform_suite_folder(void)
{
    static char path[1024];
    const char *folder = getenv("EXTSTA_CONFORM");
    char self[512] = "";
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (folder) {
        return folder;
    }
    char *slash = n > 0 ? strrchr(self, '/') : NULL;
    if (slash) {
        *slash = 0;
        snprintf(path, sizeof path, "%s/../../conform", self);
        if (access(path, R_OK) == 0) {
            return realpath(path, self) ? strcpy(path, self) : path;
        }
    }
    return EXTSTA_CONFORM_DIR;
}

static int is_script(const struct dirent *e)
{
    size_t len = strlen(e->d_name);
    return len > 4 && strcmp(e->d_name + len - 4, ".lua") == 0 && e->d_name[0] != '.';
}

/* The text of the first line of comment. */
static void take_title(struct conform_file *f)
{
    const char *at = f->text;
    at += strspn(at, "- \t\n");
    snprintf(f->title, sizeof f->title, "%.*s", (int)strcspn(at, "\n"), at);
    size_t len = strlen(f->title);
    while (len && strchr(". ", f->title[len - 1])) {
        f->title[--len] = 0;
    }
}

static int read_file(struct conform_file *f, const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 3;
    char *at = host_malloc(size);
    f->text = host_malloc(FILE_LIMIT + 1);
    if (!at || !f->text) {
        free(at);
        return command_fail(&command_conform, EXIT_SYSTEM, "no memory");
    }
    snprintf(at, size, "@%s/%s", folder, name);
    f->name = at;
    f->path = at + 1;
    FILE *in = fopen(f->path, "rb");
    if (!in) {
        return command_fail(&command_conform, EXIT_INPUT, "%s: %s", f->path, strerror(errno));
    }
    f->len = fread(f->text, 1, FILE_LIMIT, in);
    fclose(in);
    f->text[f->len] = 0;
    char *less = host_realloc(f->text, f->len + 1);
    f->text = less ? less : f->text;
    take_title(f);
    return EXIT_OK;
}

/* Into `files`, sorted by name. */
static int read_folder(const char *folder, struct conform_file *files, size_t *count)
{
    struct dirent **names;
    int n = scandir(folder, &names, is_script, alphasort), status = EXIT_OK;
    if (n < 0) {
        return command_fail(&command_conform, EXIT_INPUT, "%s: %s", folder, strerror(errno));
    }
    for (int i = 0; i < n; i++) {
        if (status == EXIT_OK && *count < CONFORM_FILES) {
            status = read_file(&files[(*count)++], folder, names[i]->d_name);
        }
        free(names[i]);
    }
    free(names);
    return status;
}

static char *copy_text(const char *text)
{
    char *copy = host_malloc(strlen(text) + 1);
    return copy ? strcpy(copy, text) : NULL;
}

/* Names are words of a shell, and files on any system. */
static bool is_name(const char *name)
{
    return *name && strlen(name) < 80 &&
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._") ==
               strlen(name);
}

static void on_case(void *user, const struct script_case *found)
{
    struct conform_suite *suite = user;
    for (size_t i = 0; i < suite->case_count; i++) {
        if (strcmp(suite->cases[i].name, found->name) == 0) {
            suite->trouble = "two cases have one name";
        }
    }
    if (!is_name(found->name) || suite->case_count == CONFORM_CASES) {
        suite->trouble = "the name of a case has letters, digits, '-', '.', '_'";
    }
    if (suite->trouble) {
        return;
    }
    size_t size = found->rule_count * sizeof *found->rules;
    struct conform_case *c = &suite->cases[suite->case_count++];
    *c = (struct conform_case){.file = suite->loading,
                               .name = copy_text(found->name),
                               .origin = copy_text(found->origin),
                               .what = copy_text(found->what),
                               .rules = host_malloc(size + 1),
                               .rule_count = found->rule_count};
    if (!c->name || !c->origin || !c->what || !c->rules) {
        suite->trouble = "no memory";
        return;
    }
    memcpy(c->rules, found->rules, size);
}

static int find_cases(struct conform_suite *suite, size_t file)
{
    struct conform_file *f = &suite->files[file];
    struct script_suite cases = {.before = suite->before,
                                 .before_count = suite->before_count,
                                 .found = on_case,
                                 .user = suite};
    struct script_options o = {.quiet = true, .unjudged = true, .suite = &cases};
    char error[600];
    suite->loading = file;
    enum script_end end = script_run(&o, f->name, f->text, f->len, error, sizeof error);
    if (end != SCRIPT_HELD || suite->trouble) {
        return command_fail(&command_conform, end == SCRIPT_MACHINE ? EXIT_SYSTEM : EXIT_INPUT,
                            "%s: %s", f->path, suite->trouble ? suite->trouble : error);
    }
    return EXIT_OK;
}

int conform_suite_load(struct conform_suite *suite, const char *folder)
{
    char library[1100];
    snprintf(library, sizeof library, "%s/lib", folder);
    int status = read_folder(folder, suite->files, &suite->file_count);
    if (status == EXIT_OK && access(library, R_OK) == 0) {
        status = read_folder(library, suite->libraries, &suite->before_count);
    }
    for (size_t i = 0; i < suite->before_count; i++) {
        const struct conform_file *f = &suite->libraries[i];
        suite->before[i] = (struct script_text){f->name, f->text, f->len};
    }
    for (size_t i = 0; i < suite->file_count && status == EXIT_OK; i++) {
        status = find_cases(suite, i);
    }
    if (status == EXIT_OK && suite->case_count == 0) {
        status = command_fail(&command_conform, EXIT_INPUT, "%s: no case is there", folder);
    }
    return status;
}

static void free_files(struct conform_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(files[i].name);
        free(files[i].text);
    }
}

void conform_suite_free(struct conform_suite *suite)
{
    for (size_t i = 0; i < suite->case_count; i++) {
        struct conform_case *c = &suite->cases[i];
        free(c->name);
        free(c->origin);
        free(c->what);
        free(c->rules);
    }
    free_files(suite->files, suite->file_count);
    free_files(suite->libraries, suite->before_count);
}
