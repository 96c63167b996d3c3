/* Who the daemon is and what it may call, once it runs: given up in a child of the test, which
 * then tries what it should not be able to do. */
#include "../testing.h"
#include "needs.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* How the child ended: 0 when all it expected was so, the line of the first that was not, or
 * minus the signal. */
static int child(int (*body)(void))
{
    fflush(NULL);
    pid_t pid = fork();
    int status;
    if (pid == 0) {
        _exit(body());
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}
#define EXPECT(condition)                                                                      \
    if (!(condition)) {                                                                        \
        fprintf(stderr, "%d: %s: errno %d\n", __LINE__, #condition, errno);                    \
        return 1;                                                                              \
    }

static char why[300];
static char said[300];

/* --- system calls --- */

static bool enter(enum sandbox_mode mode, bool interfaces)
{
    const struct sandbox_needs needs = {.interfaces = interfaces};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           sandbox_enter(mode, &needs, why, sizeof why);
}

/* What the program does all day, and what is refused to it. */
static int lives_and_is_refused(void)
{
    char name[] = "/tmp/extsta-sandbox-XXXXXX";
    int pair[2];
    int file = mkstemp(name), tun = open("/dev/null", O_RDWR);
    EXPECT(enter(SANDBOX_REFUSE, false));
    EXPECT(write(file, "x", 1) == 1 && fsync(file) == 0 && unlink(name) == 0);
    EXPECT(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
    EXPECT(socket(AF_NETLINK, SOCK_RAW, 0) >= 0);
    void *memory = malloc(1u << 22);
    EXPECT(memory);
    free(memory);
    EXPECT(socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM);
    EXPECT(socket(AF_INET6, SOCK_DGRAM, 0) < 0 && errno == EPERM);
    EXPECT(socket(AF_INET, SOCK_RAW, 1) < 0 && errno == EPERM);
    EXPECT(socket(AF_PACKET, SOCK_RAW, 0) < 0 && errno == EPERM);
    EXPECT(ioctl(tun, TIOCSTI, "x") < 0 && errno == EPERM);
    EXPECT(ioctl(tun, TUNSETIFF, NULL) < 0 && errno == EPERM);
    EXPECT(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
               MAP_FAILED &&
           errno == EPERM);
    EXPECT(fork() < 0 && errno == EPERM);
    EXPECT(setuid(0) < 0 && errno == EPERM);
    EXPECT(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) < 0 && errno == EPERM);
    return 0;
}

/* With interfaces the requests that make one come through: to the kernel, which knows the
 * descriptor for none of a TAP. */
static int makes_interfaces(void)
{
    int other = open("/dev/null", O_RDWR);
    EXPECT(enter(SANDBOX_REFUSE, true));
    EXPECT(ioctl(other, TUNSETIFF, NULL) < 0 && errno == ENOTTY);
    EXPECT(socket(AF_INET, SOCK_DGRAM, 0) >= 0);
    EXPECT(socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM);
    return 0;
}

static int executes(void)
{
    EXPECT(enter(SANDBOX_REFUSE, true));
    execl("/bin/true", "true", (char *)NULL);
    return 1;
}

static int traces(void)
{
    EXPECT(enter(SANDBOX_REFUSE, true));
    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    return 1;
}

static int forks_and_is_killed(void)
{
    EXPECT(enter(SANDBOX_KILL, true));
    fork();
    return 1;
}

static void what_is_not_on_the_list_is_refused(void **state)
{
    /* qemu's user mode has none; cmocka's skip() is a failure for meson */
    if (!sandbox_is_built() || prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0) {
        print_message("# no filter of system calls here\n");
        return;
    }
    assert_int_equal(child(lives_and_is_refused), 0);
    assert_int_equal(child(makes_interfaces), 0);
    assert_int_equal(child(executes), -SIGSYS);
    assert_int_equal(child(traces), -SIGSYS);
    assert_int_equal(child(forks_and_is_killed), -SIGSYS);
}

/* --- what stations need --- */

/* As the kernel asks: packet(7), netlink of hwsim and of cards, TAP interfaces. */
static void radios_and_interfaces_say_what_they_need(void **state)
{
    static const struct {
        enum radio_kind kind;
        bool tap;
        uint64_t capabilities;
        struct sandbox_needs calls; /* interfaces, packets, network */
    } rows[] = {
        {RADIO_AIR, false, 0, {false, false, false}},
        {RADIO_AIR, true, PRIVILEGE_NET_ADMIN, {true, false, false}},
        {RADIO_HWSIM, false, PRIVILEGE_NET_ADMIN, {false, false, false}},
        {RADIO_NL80211, false, PRIVILEGE_NET_ADMIN, {true, false, false}},
        {RADIO_UDP, false, 0, {false, false, true}},
        {RADIO_MONITOR, false, PRIVILEGE_NET_ADMIN | PRIVILEGE_NET_RAW, {true, true, false}},
        /* a card that comes back is opened again, whether there is an interface or not */
        {RADIO_MONITOR, true, PRIVILEGE_NET_ADMIN | PRIVILEGE_NET_RAW, {true, true, false}},
    };
    struct needs any = {0}, all = {0};
    needs_add_any(&any);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct config_station one = {.radio.kind = rows[i].kind,
                                           .interface = rows[i].tap};
        struct needs needs = {0};
        needs_add_station(&needs, &one);
        needs_add_station(&all, &one);
        assert_int_equal(needs.capabilities, rows[i].capabilities);
        assert_int_equal(needs.calls.interfaces, rows[i].calls.interfaces);
        assert_int_equal(needs.calls.packets, rows[i].calls.packets);
        assert_int_equal(needs.calls.network, rows[i].calls.network);
    }
    assert_int_equal(all.capabilities, any.capabilities);
    assert_true(any.calls.interfaces && any.calls.packets && any.calls.network);
}

static void an_air_needs_what_is_on_it(void **state)
{
    const struct config_air wire = {.wire = "lan0"}, kernel = {.hwsim = true},
                            peers = {.udp = "127.0.0.1:4000"}, alone = {.given = true};
    struct needs needs = {0};
    needs_add_air(&needs, &alone);
    assert_true(!needs.capabilities && !needs.calls.network);
    needs_add_air(&needs, &peers);
    assert_true(!needs.capabilities && needs.calls.network);
    needs_add_air(&needs, &wire);
    assert_int_equal(needs.capabilities, PRIVILEGE_NET_ADMIN);
    needs = (struct needs){0};
    needs_add_air(&needs, &kernel);
    assert_int_equal(needs.capabilities, PRIVILEGE_NET_ADMIN);
}

static void sets_are_told_by_the_kernels_names(void **state)
{
    char names[PRIVILEGE_NAMES];
    privilege_names(0, names, sizeof names);
    assert_string_equal(names, "no capability");
    privilege_names(PRIVILEGE_NET_RAW | PRIVILEGE_NET_ADMIN, names, sizeof names);
    assert_string_equal(names, "CAP_NET_ADMIN, CAP_NET_RAW");
    privilege_names(PRIVILEGE_NET_RAW | PRIVILEGE_NET_ADMIN | PRIVILEGE_CHOWN |
                        PRIVILEGE_DAC_OVERRIDE,
                    names, sizeof names);
    assert_string_equal(names, "CAP_NET_ADMIN, CAP_NET_RAW, CAP_CHOWN, CAP_DAC_OVERRIDE");
}

/* --- privilege --- */

static const struct config_ids nobody = {false, true, true, 65534, 65534};

static int drops(void)
{
    gid_t groups[4];
    EXPECT(privilege_held() & PRIVILEGE_NET_RAW);
    EXPECT(privilege_drop(&nobody, PRIVILEGE_NET_ADMIN, said, sizeof said, why, sizeof why));
    EXPECT(strcmp(said, "runs as user 65534, group 65534, and keeps CAP_NET_ADMIN") == 0);
    EXPECT(getuid() == 65534 && geteuid() == 65534 && getgid() == 65534);
    EXPECT(getgroups(4, groups) == 1 && groups[0] == 65534);
    EXPECT(privilege_held() == PRIVILEGE_NET_ADMIN);
    EXPECT(setuid(0) < 0 && errno == EPERM);
    EXPECT(socket(AF_PACKET, SOCK_RAW, 0) < 0 && errno == EPERM);
    EXPECT(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
    return 0;
}

/* Nobody was named: it stays who it is, with less. */
static int stays(void)
{
    const struct config_ids none = {0};
    EXPECT(privilege_drop(&none, 0, said, sizeof said, why, sizeof why));
    EXPECT(strstr(said, "keeps no capability") && geteuid() == 0 && privilege_held() == 0);
    EXPECT(setuid(65534) < 0 && errno == EPERM);
    return 0;
}

/* Without the right to change, it says so and does not go on as it was. */
static int cannot(void)
{
    const struct config_ids other = {false, true, true, 1234, 1234};
    EXPECT(setresuid(65534, 65534, 65534) == 0);
    EXPECT(!privilege_drop(&other, 0, said, sizeof said, why, sizeof why));
    EXPECT(strstr(why, "start it as root"));
    return 0;
}

static void root_becomes_somebody_with_what_is_needed(void **state)
{
    if (geteuid() != 0 || !(privilege_held() & PRIVILEGE_NET_RAW)) {
        return; /* needs root; cmocka's skip() is a failure for meson */
    }
    assert_int_equal(child(drops), 0);
    assert_int_equal(child(stays), 0);
    assert_int_equal(child(cannot), 0);
}

static void folders_are_the_users(void **state)
{
    char name[] = "/tmp/extsta-folder-XXXXXX", path[60];
    struct stat st;
    const struct config_ids *ids = geteuid() == 0 ? &nobody : &(const struct config_ids){0};
    assert_non_null(mkdtemp(name));
    snprintf(path, sizeof path, "%s/run", name);
    mode_t mask = umask(077);
    assert_true(privilege_folder(path, 0750, ids, why, sizeof why));
    umask(mask);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0750);
    assert_int_equal(st.st_uid, ids->has_user ? 65534 : geteuid());
    assert_true(privilege_folder(path, 0700, ids, why, sizeof why)); /* it is there */
    rmdir(path);
    assert_false(privilege_folder("/proc/none/there", 0700, ids, why, sizeof why));
    assert_non_null(strstr(why, "/proc/none/there: the folder cannot be made: "));
    assert_false(privilege_folder("/dev/null", 0700, ids, why, sizeof why));
    assert_string_equal(why, "/dev/null is no folder");
    rmdir(name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_on_the_list_is_refused),
        cmocka_unit_test(radios_and_interfaces_say_what_they_need),
        cmocka_unit_test(an_air_needs_what_is_on_it),
        cmocka_unit_test(sets_are_told_by_the_kernels_names),
        cmocka_unit_test(root_becomes_somebody_with_what_is_needed),
        cmocka_unit_test(folders_are_the_users),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
