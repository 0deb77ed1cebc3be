// SPDX-License-Identifier: GPL-3.0-or-later
// One compiled object of bpf/: programs and maps by name. All builds of a side use the same names.
#pragma once

#include <bpf/libbpf.h>

#include <memory>

namespace loader {

struct BpfObjectDeleter {
    void operator()(bpf_object *object) const { bpf_object__close(object); }
};
using BpfObject = std::unique_ptr<bpf_object, BpfObjectDeleter>;

// withLoop: the build that uses bpf_loop (5.17). Null with errno set if libbpf cannot read the object.
BpfObject openTlsSide(bool withLoop);
BpfObject openSocketSide(bool withLoop);
BpfObject openPacketSide();
// withNames: the build that reads the types of kernel modules, for the names of chains.
BpfObject openFirewallSide(bool withNames);

} // namespace loader
