// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/server.h"

#include "privhelper/loader/admission.h"
#include "privhelper/loader/call_filter.h"
#include "privhelper/loader/capabilities.h"
#include "privhelper/loader/launch.h"
#include "privhelper/loader/peer.h"
#include "privhelper/loader/subordinate_ids.h"
#include "privhelper/wire/writer.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>
#include <vector>

namespace loader {

namespace {

int complain(const std::string &what, int error = errno)
{
    std::fprintf(stderr, "cleartap-helper: %s: %s\n", what.c_str(), std::strerror(error));
    return 1;
}

// Anybody may connect; who they are decides what they may see.
UniqueFd listenAt(const std::string &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return {};
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    const auto *generic = reinterpret_cast<const sockaddr *>(&address);
    struct stat status{};
    if (lstat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode)) {
        const UniqueFd probe(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (!probe.isValid())
            return {};
        if (connect(probe.get(), generic, sizeof address) == 0) {
            errno = EADDRINUSE;
            return {};
        }
        unlink(path.c_str());
    }
    const std::string directory = std::filesystem::path(path).parent_path();
    if (!directory.empty())
        mkdir(directory.c_str(), 0755);
    UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const mode_t before = umask(0111); // the socket is created with 0666: no chmod by name afterwards
    const bool bound = fd.isValid() && bind(fd.get(), generic, sizeof address) == 0;
    umask(before);
    if (!bound || listen(fd.get(), 16) != 0)
        return {};
    return fd;
}

struct Client {
    Guest guest;
    Role role;
    UniqueFd works;  // readable once the session has granted its request; invalid after that
    UniqueFd socket; // until then: to tell the client why it must go
};

class Listener
{
public:
    explicit Listener(UniqueFd socket)
        : m_socket(std::move(socket))
    {
    }

    int run(int signals)
    {
        for (;;) {
            std::vector<pollfd> waits{{signals, POLLIN, 0}, {m_socket.get(), POLLIN, 0}};
            for (const Client &client : m_clients) {
                waits.push_back({client.role.endFd(), POLLIN, 0});
                waits.push_back({client.works.get(), POLLIN, 0});
            }
            if (poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR)
                return complain("poll");
            if (waits[0].revents != 0)
                return 0;
            for (size_t i = m_clients.size(); i-- > 0;) {
                if (waits[2 + i * 2].revents != 0)
                    remove(i);
                else if (waits[3 + i * 2].revents != 0)
                    noteWork(m_clients[i]);
            }
            if (waits[1].revents != 0)
                accept();
        }
    }

private:
    void accept()
    {
        UniqueFd client(accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!client.isValid())
            return;
        const auto caller = peerOf(client.get());
        if (!caller)
            return;
        const uid_t owner = ownerOf(caller->uid);
        if (!makePlaceFor(owner))
            return refuse(client.get(), "too many captures are running");
        int report[2];
        if (pipe2(report, O_CLOEXEC) != 0)
            return refuse(client.get(), "no process could be started");
        UniqueFd works(report[0]);
        const UniqueFd theirs(report[1]);
        const std::array descriptors{client.get(), theirs.get()};
        auto role = launch({"session"}, descriptors, true, Surroundings::Service);
        if (!role) {
            complain("start a session", role.error());
            return refuse(client.get(), "no process could be started");
        }
        role->go();
        m_clients.push_back({{owner, false}, std::move(*role), std::move(works), std::move(client)});
    }

    bool makePlaceFor(uid_t owner)
    {
        std::vector<Guest> guests;
        for (Client &client : m_clients) {
            noteWork(client);
            guests.push_back(client.guest);
        }
        const auto place = placeFor(owner, guests);
        if (place && *place) {
            Client &leaving = m_clients[**place];
            leaving.role.kill();
            // Between two of its frames: it only waits.
            refuse(leaving.socket.get(), "it asked for nothing, and its place was needed for another client");
            remove(**place);
        }
        return place.has_value();
    }

    static void noteWork(Client &client)
    {
        pollfd said{client.works.get(), POLLIN, 0};
        if (!client.works.isValid() || ::poll(&said, 1, 0) != 1)
            return;
        char byte = 0;
        client.guest.works = read(client.works.get(), &byte, 1) == 1;
        client.works.reset();
        client.socket.reset();
    }

    void remove(size_t index)
    {
        m_clients[index].role.wait();
        m_clients.erase(m_clients.begin() + std::ptrdiff_t(index));
    }

    static void refuse(int client, const char *detail)
    {
        wire::Bytes frame;
        wire::encode(wire::Refused{wire::Refusal::Busy, detail}, frame);
        // Small enough for the empty buffer of a new socket; a client that does not read it learns less.
        (void)!send(client, frame.data(), frame.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    }

    UniqueFd m_socket;
    std::vector<Client> m_clients;
};

} // namespace

int serve(const std::string &path)
{
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigprocmask(SIG_BLOCK, &ends, nullptr);
    const UniqueFd signals(signalfd(-1, &ends, SFD_CLOEXEC));

    const bool activated = sd_listen_fds(1) == 1;
    UniqueFd socket = activated ? UniqueFd(SD_LISTEN_FDS_START) : listenAt(path);
    if (!socket.isValid())
        return complain("listen at " + path);
    if (!signals.isValid())
        return complain("signalfd");
    if (!enterListening() || !filterListenersCalls())
        return complain("give up privileges");
    sd_notify(0, "READY=1");
    const int status = Listener(std::move(socket)).run(signals.get());
    if (!activated)
        unlink(path.c_str());
    return status;
}

} // namespace loader
