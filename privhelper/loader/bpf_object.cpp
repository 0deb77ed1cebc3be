// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/bpf_object.h"

#include "bpf/probe_config.h"
#include "bpf/firewall_side.skel.h"
#include "bpf/firewall_side_nameless.skel.h"
#include "bpf/packet_side.skel.h"
#include "bpf/socket_side.skel.h"
#include "bpf/socket_side_old.skel.h"
#include "bpf/tls_side.skel.h"
#include "bpf/tls_side_old.skel.h"

namespace loader {
namespace {

BpfObject open(const char *name, const void *bytes, size_t size)
{
    LIBBPF_OPTS(bpf_object_open_opts, options);
    options.object_name = name;
    return BpfObject(bpf_object__open_mem(bytes, size, &options));
}

} // namespace

BpfObject openTlsSide(bool withLoop)
{
    size_t size = 0;
    const void *bytes = withLoop ? tls_side__elf_bytes(&size) : tls_side_old__elf_bytes(&size);
    return open("tls_side", bytes, size);
}

BpfObject openSocketSide(bool withLoop)
{
    size_t size = 0;
    const void *bytes = withLoop ? socket_side__elf_bytes(&size) : socket_side_old__elf_bytes(&size);
    return open("socket_side", bytes, size);
}

BpfObject openPacketSide()
{
    size_t size = 0;
    const void *bytes = packet_side__elf_bytes(&size);
    return open("packet_side", bytes, size);
}

BpfObject openFirewallSide(bool withNames)
{
    size_t size = 0;
    const void *bytes = withNames ? firewall_side__elf_bytes(&size) : firewall_side_nameless__elf_bytes(&size);
    return open("firewall_side", bytes, size);
}

} // namespace loader
