// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/carrier/carrier_main.h"

#include "privhelper/carrier/carry.h"
#include "privhelper/carrier/confine.h"
#include "privhelper/wire/writer.h"

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace carrier {

namespace {

constexpr int pipeBytes = 1 << 20;   // best effort: sockets have none, and an unprivileged user may not have so much

wire::Machine thisMachine(unsigned uid)
{
    utsname system{};
    uname(&system);
    wire::Machine machine;
    machine.uid = uid;
    machine.name = system.nodename;
    return machine;
}

bool neverBlock(int descriptor)
{
    const int flags = fcntl(descriptor, F_GETFL);
    return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0;
}

} // namespace

int carrierMain(int session, unsigned uid)
{
    signal(SIGPIPE, SIG_IGN);
    const wire::Machine machine = thisMachine(uid);
    fcntl(STDOUT_FILENO, F_SETPIPE_SZ, pipeBytes);
    if (!neverBlock(STDIN_FILENO) || !neverBlock(STDOUT_FILENO) || !neverBlock(session)) {
        std::fputs("cleartap-helper: standard input and output cannot be used\n", stderr);
        return 1;
    }
    if (const auto confined = confine(); !confined) {
        std::fprintf(stderr, "cleartap-helper: the carrier could not be confined: %s\n", confined.error().c_str());
        return 1;
    }
    return int(carry(STDIN_FILENO, STDOUT_FILENO, session, machine));
}

int refuse(unsigned uid, const char *why)
{
    wire::Bytes frames;
    wire::encode(thisMachine(uid), frames);
    wire::encode(wire::Refused{wire::Refusal::NoPrivilege, why}, frames);
    (void)!write(STDOUT_FILENO, frames.data(), frames.size());
    return 1;
}

} // namespace carrier
