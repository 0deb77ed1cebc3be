// SPDX-License-Identifier: GPL-3.0-or-later
// A process that changes who it is, step by step, and talks in between: identity_peer PORT STEP…
//
//   uid R E S, gid R E S    setresuid, setresgid, of this thread alone
//   permit C                permitted capabilities: only C; none: -
//   ambient C               C is permitted, inheritable and ambient
//   keep                    capabilities survive the next change of the user id
//   hide, show              not dumpable, dumpable
//   unshare                 a user namespace of its own
//   thread                  the rest happens in a second thread
//   run FILE                executes FILE, which does the rest
//   say TEXT                sends TEXT to the port
//   wait                    writes its thread id, and waits for a line
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/capability.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static char **next;
static const char *self, *port;

static void check(int failed, const char *what)
{
    if (!failed)
        return;
    perror(what);
    _exit(1);
}

static char *word(void)
{
    check(!*next, "a word is missing");
    return *next++;
}

static void ids(long call, const char *what)
{
    const int real = atoi(word()), effective = atoi(word()), saved = atoi(word());

    check(syscall(call, real, effective, saved) != 0, what);
}

// capability: its number; -1: none
static void capabilities(int capability, int inheritable)
{
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{0}, {0}};

    if (capability >= 0) {
        data[capability / 32].permitted = 1u << capability % 32;
        data[capability / 32].inheritable = inheritable ? 1u << capability % 32 : 0;
    }
    check(syscall(SYS_capset, &head, data) != 0, "capset");
}

static void say(const char *text)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(port)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int fd = socket(AF_INET, SOCK_STREAM, 0);

    check(connect(fd, (struct sockaddr *)&to, sizeof to) != 0, "connect");
    check(write(fd, text, strlen(text)) != (ssize_t)strlen(text), "write");
    close(fd);
}

static void *steps(void *unused)
{
    while (*next) {
        const char *step = word();

        if (!strcmp(step, "uid")) {
            ids(SYS_setresuid, "setresuid");
        } else if (!strcmp(step, "gid")) {
            ids(SYS_setresgid, "setresgid");
        } else if (!strcmp(step, "permit")) {
            const char *capability = word();
            capabilities(*capability == '-' ? -1 : atoi(capability), 0);
        } else if (!strcmp(step, "ambient")) {
            const int capability = atoi(word());
            capabilities(capability, 1);
            check(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) != 0, "ambient");
        } else if (!strcmp(step, "keep")) {
            check(prctl(PR_SET_KEEPCAPS, 1) != 0, "keep");
        } else if (!strcmp(step, "hide") || !strcmp(step, "show")) {
            check(prctl(PR_SET_DUMPABLE, *step == 's') != 0, step);
        } else if (!strcmp(step, "unshare")) {
            check(unshare(CLONE_NEWUSER) != 0, step);
        } else if (!strcmp(step, "thread")) {
            pthread_t thread;
            check(pthread_create(&thread, 0, steps, 0) != 0, step);
            pthread_join(thread, 0);
        } else if (!strcmp(step, "run")) {
            char *arguments[64] = {(char *)self, (char *)port};
            const char *file = word();
            for (int i = 0; next[i] && i < 61; i++)
                arguments[i + 2] = next[i];
            execv(file, arguments);
            check(1, file);
        } else if (!strcmp(step, "say")) {
            say(word());
        } else if (!strcmp(step, "wait")) {
            char line[16];
            printf("%ld\n", syscall(SYS_gettid));
            fflush(stdout);
            // Byte by byte: what is buffered would be lost by "run".
            do
                check(read(0, line, 1) != 1, step);
            while (*line != '\n');
        } else {
            fprintf(stderr, "no step: %s\n", step);
            _exit(2);
        }
    }
    return unused;
}

int main(int argc, char *argv[])
{
    if (argc < 3)
        return 2;
    self = argv[0];
    port = argv[1];
    next = argv + 2;
    steps(0);
    return 0;
}
