// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/conntrack_message.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace loader {
namespace {

// Calls visit(type, attribute) for each attribute in a list.
template<typename Visit> void forEach(const nlattr *first, size_t length, Visit visit)
{
    for (const nlattr *each = first; mnl_attr_ok(each, static_cast<int>(length - static_cast<size_t>(reinterpret_cast<const char *>(each) - reinterpret_cast<const char *>(first))));
         each = mnl_attr_next(each))
        visit(mnl_attr_get_type(each), *each);
}

template<typename Visit> void forEachIn(const nlattr &nest, Visit visit)
{
    forEach(static_cast<const nlattr *>(mnl_attr_get_payload(&nest)), mnl_attr_get_payload_len(&nest), visit);
}

void takeAddress(const nlattr &attribute, std::array<uint8_t, 16> &to)
{
    std::memcpy(to.data(), mnl_attr_get_payload(&attribute), std::min<size_t>(mnl_attr_get_payload_len(&attribute), to.size()));
}

void takePort(const nlattr &attribute, uint16_t &to)
{
    if (mnl_attr_get_payload_len(&attribute) == sizeof to)
        to = ntohs(mnl_attr_get_u16(&attribute));
}

// False: not TCP.
bool takeTuple(const nlattr &nest, wire::Tuple &to)
{
    bool tcp = false;
    forEachIn(nest, [&](int part, const nlattr &inside) {
        if (part == CTA_TUPLE_IP)
            forEachIn(inside, [&](int type, const nlattr &attribute) {
                if (type == CTA_IP_V4_SRC || type == CTA_IP_V6_SRC)
                    takeAddress(attribute, to.source);
                else if (type == CTA_IP_V4_DST || type == CTA_IP_V6_DST)
                    takeAddress(attribute, to.destination);
            });
        else if (part == CTA_TUPLE_PROTO)
            forEachIn(inside, [&](int type, const nlattr &attribute) {
                if (type == CTA_PROTO_NUM)
                    tcp = mnl_attr_get_payload_len(&attribute) >= 1 && mnl_attr_get_u8(&attribute) == IPPROTO_TCP;
                else if (type == CTA_PROTO_SRC_PORT)
                    takePort(attribute, to.sourcePort);
                else if (type == CTA_PROTO_DST_PORT)
                    takePort(attribute, to.destinationPort);
            });
    });
    return tcp;
}

} // namespace

std::optional<Translated> translatedIn(const nlmsghdr &message)
{
    constexpr uint16_t wanted = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW;
    if (message.nlmsg_type != wanted || mnl_nlmsg_get_payload_len(&message) < sizeof(nfgenmsg))
        return std::nullopt;
    Translated found;
    found.family = static_cast<const nfgenmsg *>(mnl_nlmsg_get_payload(&message))->nfgen_family;
    bool tcp = false;
    uint32_t status = 0;
    const auto *first = static_cast<const nlattr *>(mnl_nlmsg_get_payload_offset(&message, sizeof(nfgenmsg)));
    forEach(first, mnl_nlmsg_get_payload_len(&message) - MNL_ALIGN(sizeof(nfgenmsg)), [&](int type, const nlattr &attribute) {
        if (type == CTA_TUPLE_ORIG)
            tcp = takeTuple(attribute, found.original);
        else if (type == CTA_TUPLE_REPLY)
            takeTuple(attribute, found.reply);
        else if (type == CTA_STATUS && mnl_attr_get_payload_len(&attribute) == sizeof status)
            status = ntohl(mnl_attr_get_u32(&attribute));
    });
    const bool ip = found.family == AF_INET || found.family == AF_INET6;
    return tcp && ip && (status & (IPS_SRC_NAT | IPS_DST_NAT)) ? std::optional(found) : std::nullopt;
}

std::span<const std::byte> conntrackDumpRequest()
{
    struct Request {
        nlmsghdr head {};
        nfgenmsg more {};
    };
    static const Request request = [] {
        Request made;
        made.head.nlmsg_len = sizeof made;
        made.head.nlmsg_type = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET;
        made.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
        made.more.nfgen_family = AF_UNSPEC;
        made.more.version = NFNETLINK_V0;
        return made;
    }();
    return std::as_bytes(std::span(&request, 1));
}

} // namespace loader
