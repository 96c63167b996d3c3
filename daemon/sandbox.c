/* The list of system calls (sandbox.h), made into a filter by libseccomp.
 *
 * What it rests on: when the list begins to hold, everything is open that must be opened with
 * privilege, no program is ever executed, no thread is made (extensions, which have threads,
 * are not loaded here), and no code comes into memory that was not there. What is on the list
 * is what the program's parts do after that:
 *  - the loop (libuv): epoll, eventfd, a pipe for signals; clocks;
 *  - descriptors that are there: read, write, send, receive, in all their forms;
 *  - control sockets that stations get as they come: AF_UNIX, with owner, mode and a lock;
 * their files are removed;
 *  - a reload: the configuration and what it names is read; what is kept over restarts is
 * written, flushed and given its name; interfaces are made (ioctl, by request), netlink sockets
 * opened;
 *  - the C library: memory (never with PROT_EXEC), locks, signal masks, randomness, its ways of
 *    ending a process.
 * What is left out on purpose: execve and its like, clone, ptrace, other processes' memory,
 * mount, namespaces, users and capabilities, modules, bpf, io_uring, keyrings, TCP. */
#include "sandbox.h"
#include <errno.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>

#define CALL(name) SCMP_SYS(name)

/* clang-format off */
/* Allowed whatever their arguments are. Calls that an architecture does not have are passed over. */
static const int calls[] = {
    /* descriptors */
    CALL(read), CALL(write), CALL(readv), CALL(writev), CALL(pread64), CALL(pwrite64), CALL(close),
    CALL(lseek), CALL(_llseek), CALL(fcntl), CALL(fcntl64), CALL(dup), CALL(dup2), CALL(dup3),
    CALL(pipe2), CALL(flock), CALL(ftruncate), CALL(ftruncate64), CALL(fsync), CALL(fdatasync),
    CALL(fallocate), CALL(fadvise64), CALL(close_range),
    /* sockets; socket() itself is below */
    CALL(bind), CALL(listen), CALL(connect), CALL(accept4), CALL(accept), CALL(shutdown),
    CALL(sendto), CALL(recvfrom), CALL(send), CALL(recv), CALL(sendmsg), CALL(recvmsg),
    CALL(sendmmsg), CALL(recvmmsg), CALL(getsockopt), CALL(setsockopt), CALL(getsockname),
    CALL(getpeername), CALL(socketpair),
    /* waiting */
    CALL(epoll_create1), CALL(epoll_ctl), CALL(epoll_wait), CALL(epoll_pwait), CALL(epoll_pwait2),
    CALL(poll), CALL(ppoll), CALL(ppoll_time64), CALL(select), CALL(_newselect), CALL(pselect6),
    CALL(eventfd2), CALL(timerfd_create), CALL(timerfd_settime), CALL(nanosleep),
    CALL(clock_nanosleep), CALL(clock_nanosleep_time64),
    /* clocks and randomness */
    CALL(clock_gettime), CALL(clock_gettime64), CALL(clock_getres), CALL(gettimeofday), CALL(time),
    CALL(times), CALL(getrandom),
    /* files: of the configuration, of the state, of sockets, and /etc/localtime, /etc/group */
    CALL(open), CALL(openat), CALL(stat), CALL(stat64), CALL(lstat), CALL(lstat64), CALL(fstat),
    CALL(fstat64), CALL(newfstatat), CALL(fstatat64), CALL(statx), CALL(access), CALL(faccessat),
    CALL(faccessat2), CALL(readlink), CALL(readlinkat), CALL(getdents64), CALL(mkdir),
    CALL(mkdirat), CALL(rmdir), CALL(unlink), CALL(unlinkat), CALL(rename), CALL(renameat),
    CALL(renameat2), CALL(link), CALL(linkat), CALL(chmod), CALL(fchmod), CALL(fchmodat),
    CALL(chown), CALL(fchown), CALL(lchown), CALL(fchownat), CALL(chown32), CALL(fchown32),
    CALL(lchown32), CALL(umask), CALL(getcwd), CALL(chdir), CALL(statfs), CALL(statfs64), CALL(fstatfs),
    CALL(fstatfs64),
    /* memory; with PROT_EXEC it is refused below */
    CALL(munmap), CALL(mremap), CALL(brk), CALL(madvise),
    /* the C library: locks, signals, who one is, the end */
    CALL(futex), CALL(futex_time64), CALL(set_robust_list), CALL(rseq), CALL(rt_sigaction),
    CALL(rt_sigprocmask), CALL(rt_sigreturn), CALL(sigreturn), CALL(sigaltstack), CALL(getpid),
    CALL(gettid), CALL(getppid), CALL(tgkill), CALL(getuid), CALL(geteuid), CALL(getgid),
    CALL(getegid), CALL(getuid32), CALL(geteuid32), CALL(getgid32), CALL(getegid32), CALL(capget),
    CALL(uname), CALL(sysinfo), CALL(sched_yield), CALL(sched_getaffinity), CALL(getrusage),
    CALL(getrlimit), CALL(ugetrlimit), CALL(restart_syscall), CALL(exit), CALL(exit_group),
};

/* Nothing of ours calls these, in no state and by no mistake: who does is no part of the program,
 * and shall not go on. */
static const int intruders[] = {
    CALL(execve), CALL(execveat), CALL(ptrace), CALL(process_vm_readv), CALL(process_vm_writev),
    CALL(init_module), CALL(finit_module), CALL(bpf), CALL(kexec_load), CALL(mount),
    CALL(pivot_root), CALL(unshare), CALL(setns), CALL(keyctl), CALL(add_key), CALL(open_by_handle_at),
};

/* Questions about interfaces, and of the C library about terminals. */
static const unsigned long requests[] = {SIOCGIFADDR, SIOCGIFINDEX,  SIOCGIFHWADDR, SIOCGIFFLAGS, SIOCGIFMTU,
                                         SIOCGIFNAME,   SIOCETHTOOL,   FIONREAD,     FIONBIO,      TIOCOUTQ,
                                         TIOCGWINSZ,    TUNGETIFF,     TUNSETCARRIER, 0x5401 /* TCGETS */};
/* Making interfaces. */
static const unsigned long makers[] = {TUNSETIFF, SIOCSIFHWADDR, SIOCSIFMTU, SIOCSIFFLAGS,
                                       TUNSETPERSIST, TUNSETOWNER, TUNSETGROUP};

/* clang-format on */

static int allow_ioctls(scmp_filter_ctx f, const unsigned long *list, size_t count)
{
    int error = 0;
    for (size_t i = 0; i < count && !error; i++) {
        /* the kernel looks at 32 bits of it */
        error = seccomp_rule_add(f, SCMP_ACT_ALLOW, CALL(ioctl), 1,
                                 SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffffu, list[i]));
    }
    return error;
}

static int allow_family(scmp_filter_ctx f, int family)
{
    return seccomp_rule_add(f, SCMP_ACT_ALLOW, CALL(socket), 1,
                            SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)family));
}

/* No streams of the Internet: datagrams of UDP, and for questions about interfaces. */
static int allow_datagrams(scmp_filter_ctx f, int family)
{
    return seccomp_rule_add(f, SCMP_ACT_ALLOW, CALL(socket), 2,
                            SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)family),
                            SCMP_A1(SCMP_CMP_MASKED_EQ, 0xf, SOCK_DGRAM));
}

static int allow_sockets(scmp_filter_ctx f, const struct sandbox_needs *needs)
{
    int error = allow_family(f, AF_UNIX);
    error = error ? error : allow_family(f, AF_NETLINK);
    error = error ? error : allow_datagrams(f, AF_INET);
    if (!error && needs->network) {
        error = allow_datagrams(f, AF_INET6);
    }
    if (!error && needs->packets) {
        error = allow_family(f, AF_PACKET);
    }
    return error;
}

/* Memory that is executed was there before. */
static int allow_memory(scmp_filter_ctx f)
{
    const struct scmp_arg_cmp not_executed = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    int error = seccomp_rule_add(f, SCMP_ACT_ALLOW, CALL(mmap), 1, not_executed);
    error = error ? error : seccomp_rule_add(f, SCMP_ACT_ALLOW, CALL(mmap2), 1, not_executed);
    return error ? error : seccomp_rule_add(f, SCMP_ACT_ALLOW, CALL(mprotect), 1, not_executed);
}

/* prlimit without a new limit; prctl: the C library names its memory by it, nothing else. */
static int allow_questions(scmp_filter_ctx f)
{
    int error =
        seccomp_rule_add(f, SCMP_ACT_ALLOW, CALL(prlimit64), 1, SCMP_A2(SCMP_CMP_EQ, 0));
    return error ? error
                 : seccomp_rule_add(f, SCMP_ACT_ALLOW, CALL(prctl), 1,
                                    SCMP_A0(SCMP_CMP_EQ, 0x53564d41 /* PR_SET_VMA */));
}

static int fill(scmp_filter_ctx f, enum sandbox_mode mode, const struct sandbox_needs *needs)
{
    int error = 0;
    for (size_t i = 0; i < sizeof calls / sizeof *calls && !error; i++) {
        error = seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0);
    }
    for (size_t i = 0;
         i < sizeof intruders / sizeof *intruders && !error && mode != SANDBOX_KILL; i++) {
        error = seccomp_rule_add(f, SCMP_ACT_KILL_PROCESS, intruders[i], 0);
    }
    error = error ? error : allow_sockets(f, needs);
    error = error ? error : allow_memory(f);
    error = error ? error : allow_questions(f);
    error = error ? error : allow_ioctls(f, requests, sizeof requests / sizeof *requests);
    return error || !needs->interfaces
               ? error
               : allow_ioctls(f, makers, sizeof makers / sizeof *makers);
}

bool sandbox_is_built(void)
{
    return true;
}

bool sandbox_enter(enum sandbox_mode mode, const struct sandbox_needs *needs, char *why,
                   size_t size)
{
    if (mode == SANDBOX_OFF) {
        return true;
    }
    scmp_filter_ctx f =
        seccomp_init(mode == SANDBOX_KILL ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_ERRNO(EPERM));
    int error = f ? fill(f, mode, needs) : -ENOMEM;
    error = error ? error : seccomp_load(f);
    if (f) {
        seccomp_release(f);
    }
    if (error) {
        snprintf(why, size, "the filter of system calls: %s", strerror(-error));
    }
    return error == 0;
}
