/* The file of a recording: what is written is read, whatever stopped the writer is read up to
 * the last whole block, a damaged block costs itself, and what cannot be read is said. */
#define _GNU_SOURCE
#include "../testing.h"
#include "blocks.h"
#include "player.h"
#include "recorder.h"
#include "recording.h"
#include <extsta/radio.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECRET "twelve monkeys of gold"

struct run {
    char path[64];
    uint64_t seed;
    struct extsta_context *ctx;
    struct recorder *recorder;
    struct extsta_station *sta;
    extsta_time now;
};

static void run_open(struct run *r, bool without_secrets)
{
    char why[200];
    *r = (struct run){.seed = 3};
    strcpy(r->path, "/tmp/extsta-recording-XXXXXX");
    close(mkstemp(r->path));
    chmod(r->path, 0666);
    const struct recorder_options options = {.version = "1.2.3",
                                             .without_secrets = without_secrets};
    r->recorder = recorder_open(r->path, &options, why, sizeof why);
    assert_non_null(r->recorder);
    r->ctx = testing_context(&r->seed);
    recorder_attach(r->recorder, r->ctx);
    const struct extsta_station_config config = {.id = 7,
                                                 .address = {{2, 0, 0, 0, 0, 1}},
                                                 .radio = &extsta_radio_caps_2ghz,
                                                 .outputs = EXTSTA_OUT_ALL};
    recorder_name(r->recorder, config.address, "alice");
    r->sta = extsta_station_new(r->ctx, &config, 0);
    assert_non_null(r->sta);
}

static void drain(struct run *r)
{
    struct extsta_output out;
    while (extsta_next(r->sta, &out)) {
    }
}

/* A connect that finds nobody: scans, probe requests, back-offs. */
static void run_for(struct run *r, extsta_time duration)
{
    extsta_time end = r->now + duration;
    drain(r);
    while (extsta_deadline(r->sta) <= end) {
        r->now = extsta_deadline(r->sta) > r->now ? extsta_deadline(r->sta) : r->now;
        extsta_expire(r->sta, r->now);
        drain(r);
    }
    r->now = end;
}

static void want_network(struct run *r)
{
    struct extsta_profile profile;
    extsta_profile_make(&profile, (struct extsta_span){(const uint8_t *)"net", 3}, SECRET);
    assert_int_equal(extsta_connect(r->sta, r->now, &profile), EXTSTA_OK);
}

static void run_close(struct run *r)
{
    char why[200];
    extsta_station_free(r->sta);
    extsta_context_free(r->ctx);
    assert_true(recorder_close(r->recorder, why, sizeof why));
}

static struct extsta_span read_file(const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0 && fstat(fd, &st) == 0);
    uint8_t *octets = malloc((size_t)st.st_size + 1);
    assert_int_equal(read(fd, octets, (size_t)st.st_size), st.st_size);
    close(fd);
    return (struct extsta_span){octets, (size_t)st.st_size};
}

/* Three blocks. */
static struct extsta_span three_blocks(void)
{
    struct run r;
    run_open(&r, false);
    run_for(&r, EXTSTA_SECOND);
    recorder_flush(r.recorder);
    want_network(&r);
    run_for(&r, EXTSTA_SECOND);
    recorder_flush(r.recorder);
    run_for(&r, 3 * EXTSTA_SECOND);
    run_close(&r);
    struct extsta_span file = read_file(r.path);
    unlink(r.path);
    return file;
}

struct read {
    const char *wrong;
    size_t entries, bad;
    enum recording_result end;
    uint64_t lost;
};

static struct read read_all(struct extsta_span file)
{
    struct recording rec;
    struct entry e;
    struct read out = {.wrong = recording_of(&rec, file)};
    while (!out.wrong) {
        out.end = recording_next(&rec, &e);
        out.entries += out.end == RECORDING_ENTRY;
        out.bad += out.end == RECORDING_BAD;
        if (out.end != RECORDING_ENTRY && out.end != RECORDING_BAD) {
            break;
        }
    }
    out.lost = recording_lost(&rec);
    recording_close(&rec);
    return out;
}

/* Where blocks end. */
static size_t ends_of(struct extsta_span file, size_t ends[8])
{
    struct recording_header header;
    struct block_reader reader;
    struct block block;
    size_t at, count = 0;
    assert_null(recording_header_read(file, &header, &at));
    blocks_read_begin(&reader, file, at);
    ends[count++] = at;
    while (blocks_next(&reader, &block) == BLOCK_READ) {
        ends[count++] = reader.at;
    }
    blocks_read_end(&reader);
    return count;
}

static void a_recording_is_read_as_it_was_written(void **state)
{
    struct extsta_span file = three_blocks();
    size_t ends[8];
    assert_int_equal(ends_of(file, ends), 4);
    struct read all = read_all(file);
    assert_null(all.wrong);
    assert_int_equal(all.end, RECORDING_END);
    assert_int_equal(all.bad, 0);
    assert_int_equal(all.lost, 0);
    assert_true(all.entries > 50);
    free((void *)(uintptr_t)file.data);
}

static void count_difference(void *user, const struct played *p,
                             const struct extsta_call *cause, const struct difference *d)
{
    ++*(size_t *)user;
}

/* Runs it again. Returns the number of outputs that were the same; *differences of stations. */
static uint64_t replay(struct extsta_span file, size_t *differences)
{
    struct recording rec;
    struct entry e;
    const struct player_options options = {0};
    const struct player_listener listener = {.difference = count_difference,
                                             .user = differences};
    *differences = 0;
    assert_null(recording_of(&rec, file));
    struct player *p = player_new(&options, &listener);
    enum recording_result result;
    while ((result = recording_next(&rec, &e)) == RECORDING_ENTRY) {
        assert_true(player_entry(p, &rec, &e));
    }
    player_end(p, result == RECORDING_END);
    uint64_t outputs = player_outputs(p);
    player_free(p);
    recording_close(&rec);
    return outputs;
}

static void a_recording_runs_again_the_same(void **state)
{
    struct extsta_span file = three_blocks();
    size_t differences;
    assert_true(replay(file, &differences) > 20);
    assert_int_equal(differences, 0);
    free((void *)(uintptr_t)file.data);
}

/* Wherever the writer is stopped, all whole blocks before are read, run again, and nothing is
 * made up behind them. */
static void cut_anywhere_it_is_read_up_to_the_last_block(void **state)
{
    struct extsta_span file = three_blocks();
    size_t ends[8], count = ends_of(file, ends), entries[8], differences;
    for (size_t i = 0; i < count; i++) {
        entries[i] = read_all((struct extsta_span){file.data, ends[i]}).entries;
        assert_true(i == 0 || entries[i] > entries[i - 1]);
    }
    for (size_t len = ends[0]; len <= file.len; len++) {
        size_t whole = 0;
        while (whole + 1 < count && ends[whole + 1] <= len) {
            whole++;
        }
        struct extsta_span cut = {file.data, len};
        struct read got = read_all(cut);
        assert_int_equal(got.entries, entries[whole]);
        assert_int_equal(got.end, ends[whole] == len ? RECORDING_END : RECORDING_CUT);
        assert_int_equal(got.lost, len - ends[whole]);
        if (len % 61 == 0 || len == ends[whole]) {
            replay(cut, &differences);
            assert_int_equal(differences, 0);
        }
    }
    for (size_t len = 0; len < ends[0]; len++) {
        assert_non_null(read_all((struct extsta_span){file.data, len}).wrong);
    }
    free((void *)(uintptr_t)file.data);
}

/* An octet that has turned costs its block and no other. */
static void a_damaged_block_costs_itself(void **state)
{
    struct extsta_span file = three_blocks();
    size_t ends[8], count = ends_of(file, ends);
    size_t all = read_all(file).entries;
    uint8_t *octets = malloc(file.len);
    for (size_t block = 1; block < count; block++) {
        size_t before = read_all((struct extsta_span){file.data, ends[block - 1]}).entries;
        size_t own = read_all((struct extsta_span){file.data, ends[block]}).entries - before;
        for (size_t at = ends[block - 1]; at < ends[block]; at += 7) {
            memcpy(octets, file.data, file.len);
            octets[at] ^= 0x10;
            struct read got = read_all((struct extsta_span){octets, file.len});
            assert_int_equal(got.entries, all - own);
            assert_true(got.bad > 0 || got.end == RECORDING_CUT);
        }
    }
    free(octets);
    free((void *)(uintptr_t)file.data);
}

static void another_format_and_what_is_none_say_so(void **state)
{
    struct extsta_span file = three_blocks();
    uint8_t *octets = malloc(file.len);
    memcpy(octets, file.data, file.len);
    octets[8]++;
    assert_non_null(strstr(read_all((struct extsta_span){octets, file.len}).wrong, "later"));
    octets[8] -= 2;
    assert_non_null(strstr(read_all((struct extsta_span){octets, file.len}).wrong, "earlier"));
    octets[0]++;
    assert_non_null(
        strstr(read_all((struct extsta_span){octets, file.len}).wrong, "no recording"));
    struct recording_header header;
    size_t len;
    assert_null(recording_header_read(file, &header, &len));
    assert_string_equal(header.version, "1.2.3");
    free(octets);
    free((void *)(uintptr_t)file.data);
}

static bool holds(struct extsta_span file, const char *text)
{
    struct recording_header header;
    struct block_reader reader;
    struct block block;
    size_t at;
    bool found = false;
    assert_null(recording_header_read(file, &header, &at));
    blocks_read_begin(&reader, file, at);
    while (blocks_next(&reader, &block) == BLOCK_READ) {
        for (size_t i = 0; i + strlen(text) <= block.octets.len; i++) {
            found |= memcmp(block.octets.data + i, text, strlen(text)) == 0;
        }
    }
    blocks_read_end(&reader);
    return found;
}

static void record_and_hold(bool without, bool *held, mode_t *mode, char *replaced, size_t size)
{
    struct run r;
    struct stat st;
    run_open(&r, without);
    run_for(&r, EXTSTA_SECOND);
    want_network(&r);
    run_for(&r, EXTSTA_SECOND);
    recorder_replaced(r.recorder, replaced, size);
    run_close(&r);
    assert_int_equal(stat(r.path, &st), 0);
    *mode = st.st_mode & 0777;
    struct extsta_span file = read_file(r.path);
    *held = holds(file, SECRET);
    free((void *)(uintptr_t)file.data);
    unlink(r.path);
}

/* Also where a file was there that others could read. */
static void only_its_owner_reads_it(void **state)
{
    char text[200];
    bool held;
    mode_t mode;
    record_and_hold(false, &held, &mode, text, sizeof text);
    assert_true(held);
    assert_int_equal(mode, 0600);
    assert_string_equal(text, "");
}

static void without_secrets_the_passphrase_is_not_in_it(void **state)
{
    char text[200];
    bool held;
    mode_t mode;
    record_and_hold(true, &held, &mode, text, sizeof text);
    assert_false(held);
    assert_non_null(strstr(text, "passphrase"));
}

/* The program ends by a signal: what had not been written is. */
static void a_crash_writes_the_last_block(void **state)
{
    char path[64] = "/tmp/extsta-recording-XXXXXX";
    int pipes[2];
    close(mkstemp(path));
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        struct run r;
        const struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        for (int s = 1; s < 32; s++) {
            signal(s, SIG_DFL); /* cmocka's own */
        }
        run_open(&r, false);
        rename(r.path, path);
        recorder_catch_crashes(r.recorder);
        run_for(&r, EXTSTA_SECOND);
        want_network(&r);
        raise(SIGSEGV);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    struct extsta_span file = read_file(path);
    assert_true(holds(file, SECRET)); /* the connect was the last call */
    assert_int_equal(read_all(file).end, RECORDING_END);
    free((void *)(uintptr_t)file.data);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recording_is_read_as_it_was_written),
        cmocka_unit_test(a_recording_runs_again_the_same),
        cmocka_unit_test(cut_anywhere_it_is_read_up_to_the_last_block),
        cmocka_unit_test(a_damaged_block_costs_itself),
        cmocka_unit_test(another_format_and_what_is_none_say_so),
        cmocka_unit_test(only_its_owner_reads_it),
        cmocka_unit_test(without_secrets_the_passphrase_is_not_in_it),
        cmocka_unit_test(a_crash_writes_the_last_block),
    };
    return cmocka_run_group_tests_name("replay-format", tests, NULL, NULL);
}
