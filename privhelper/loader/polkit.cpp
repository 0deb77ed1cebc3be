// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/polkit.h"

#include <cstring>
#include <memory>
#include <systemd/sd-bus.h>

namespace loader {

namespace {

struct Unref {
    void operator()(sd_bus *bus) const { sd_bus_flush_close_unref(bus); }
    void operator()(sd_bus_message *message) const { sd_bus_message_unref(message); }
};

constexpr uint64_t answerWithin = 5ull * 60 * 1'000'000; // µs; the user may have to find the password
constexpr uint32_t allowUserInteraction = 1;

AuthorizationAnswer unavailable(int error)
{
    return {Authorization::Unavailable, std::strerror(-error)};
}

} // namespace

AuthorizationAnswer checkAuthorization(const Peer &subject, const char *action)
{
    if (subject.startTicks == 0)
        return {Authorization::Denied, "the client has gone"};
    sd_bus *rawBus = nullptr;
    if (const int error = sd_bus_open_system(&rawBus); error < 0)
        return unavailable(error);
    const std::unique_ptr<sd_bus, Unref> bus(rawBus);

    sd_bus_message *rawCall = nullptr;
    int error = sd_bus_message_new_method_call(bus.get(), &rawCall, "org.freedesktop.PolicyKit1",
                                               "/org/freedesktop/PolicyKit1/Authority",
                                               "org.freedesktop.PolicyKit1.Authority", "CheckAuthorization");
    const std::unique_ptr<sd_bus_message, Unref> call(rawCall);
    if (error < 0)
        return unavailable(error);
    // The user is an int32: polkit ignores a uint32 and then trusts the pid alone, which may have been reused by now
    // (CVE-2026-78422 in another program).
    error = sd_bus_message_append(call.get(), "(sa{sv})sa{ss}us", "unix-process", 3, "pid", "u", uint32_t(subject.pid),
                                  "start-time", "t", subject.startTicks, "uid", "i", int32_t(subject.uid), action, 0,
                                  allowUserInteraction, "");
    if (error < 0)
        return unavailable(error);

    sd_bus_error failure = SD_BUS_ERROR_NULL;
    sd_bus_message *rawReply = nullptr;
    error = sd_bus_call(bus.get(), call.get(), answerWithin, &failure, &rawReply);
    const std::unique_ptr<sd_bus_message, Unref> reply(rawReply);
    if (error < 0) {
        AuthorizationAnswer answer{Authorization::Unavailable, failure.message ? failure.message : std::strerror(-error)};
        sd_bus_error_free(&failure);
        return answer;
    }
    int authorized = 0;
    int challenge = 0;
    error = sd_bus_message_enter_container(reply.get(), SD_BUS_TYPE_STRUCT, "bba{ss}");
    if (error >= 0)
        error = sd_bus_message_read(reply.get(), "bb", &authorized, &challenge);
    if (error < 0)
        return unavailable(error);
    return {authorized ? Authorization::Granted : Authorization::Denied, {}};
}

} // namespace loader
