// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/network_interfaces.h"

#include "privhelper/loader/unique_fd.h"

#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

namespace loader {
namespace {

constexpr uint16_t ethernet = 1, rawIp = 101;   // LINKTYPE_ETHERNET, LINKTYPE_RAW

// A device without a link layer gives the IP packet itself. Loopback's packets have Ethernet's header.
std::optional<uint16_t> linkTypeOf(unsigned short hardware)
{
    switch (hardware) {
    case ARPHRD_ETHER:
    case ARPHRD_LOOPBACK: return ethernet;
    case ARPHRD_NONE:
    case ARPHRD_PPP:
    case ARPHRD_TUNNEL:
    case ARPHRD_TUNNEL6:
    case ARPHRD_SIT:
    case ARPHRD_IPGRE: return rawIp;
    default: return std::nullopt;
    }
}

std::unexpected<LoadError> failed(LoadFailure failure, int code, std::string detail)
{
    return std::unexpected(LoadError { failure, code, "find the interfaces", std::move(detail) });
}

ifreq requestFor(const std::string &name)
{
    ifreq request {};
    name.copy(request.ifr_name, IFNAMSIZ - 1);
    return request;
}

// Its flags are 0 if they cannot be asked for.
short flagsOf(int socket, const std::string &name)
{
    ifreq request = requestFor(name);
    return ioctl(socket, SIOCGIFFLAGS, &request) == 0 ? request.ifr_flags : short(0);
}

std::expected<NetworkInterface, LoadError> interfaceNamed(int socket, const std::string &name)
{
    NetworkInterface found;
    found.name = name;
    found.index = name.size() < IFNAMSIZ ? if_nametoindex(name.c_str()) : 0;
    if (!found.index)
        return failed(LoadFailure::NoSuchTarget, 0, "there is no interface " + name);
    ifreq request = requestFor(name);
    if (ioctl(socket, SIOCGIFHWADDR, &request) != 0)
        return failed(LoadFailure::NoSuchTarget, errno, name);
    const auto linkType = linkTypeOf(request.ifr_hwaddr.sa_family);
    if (!linkType)
        return failed(LoadFailure::NoSuchTarget, 0, "the packets of " + name + " have a link layer that is unknown (" + std::to_string(request.ifr_hwaddr.sa_family) + ")");
    found.linkType = *linkType;
    found.loopback = request.ifr_hwaddr.sa_family == ARPHRD_LOOPBACK;
    return found;
}

} // namespace

std::expected<std::vector<NetworkInterface>, LoadError> interfacesNamed(const std::vector<std::string> &names)
{
    const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (!socket.isValid()) // the filters of the service and its unit
        return errno == EPERM || errno == EAFNOSUPPORT ? failed(LoadFailure::NoPrivilege, errno, "a helper that listens for clients captures no packets")
                                                       : failed(LoadFailure::Internal, errno, {});
    std::vector<NetworkInterface> found;
    for (const std::string &name : names) {
        auto one = interfaceNamed(socket.get(), name);
        if (!one)
            return std::unexpected(std::move(one.error()));
        if (std::ranges::find(found, one->index, &NetworkInterface::index) == found.end())
            found.push_back(std::move(*one));
    }
    if (!names.empty())
        return found;
    const std::unique_ptr<struct if_nameindex, void (*)(struct if_nameindex *)> all(if_nameindex(), if_freenameindex);
    for (const struct if_nameindex *each = all.get(); each && each->if_index && found.size() < interfacesMax; ++each) {
        auto one = interfaceNamed(socket.get(), each->if_name);
        if (one && (one->loopback || (flagsOf(socket.get(), one->name) & IFF_UP)))
            found.push_back(std::move(*one));
    }
    if (found.empty())
        return failed(LoadFailure::NoSuchTarget, 0, "no interface is up");
    return found;
}

uint32_t networkNamespace()
{
    struct stat status {};
    return stat("/proc/self/ns/net", &status) == 0 ? static_cast<uint32_t>(status.st_ino) : 0;
}

} // namespace loader
