// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/uring.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include <array>
#include <memory>
#include <string>

namespace loader {
namespace {

constexpr std::array programs { "uring_completion", "uring_result" };

// Number of arguments of the tracepoint's function, including its own context; 0 if there is no such tracepoint.
int argumentsOf(const btf *types, const char *tracepoint)
{
    int id = btf__find_by_name_kind(types, tracepoint, BTF_KIND_TYPEDEF);
    for (int hops = 0; id > 0 && hops < 4; hops++) {
        const btf_type *type = btf__type_by_id(types, static_cast<uint32_t>(id));
        if (!type)
            return 0;
        if (btf_is_func_proto(type))
            return btf_vlen(type);
        id = static_cast<int>(type->type);
    }
    return 0;
}

const char *fittingProgram()
{
    const std::unique_ptr<btf, void (*)(btf *)> types(btf__load_vmlinux_btf(), btf__free);
    switch (types ? argumentsOf(types.get(), "btf_trace_io_uring_complete") : 0) {
    case 4: return programs[0];
    case 8: return programs[1];
    default: return nullptr;
    }
}

} // namespace

const char *prepareUring(const BpfObject &socketSide)
{
    const char *fitting = fittingProgram();
    for (const char *name : programs) {
        if (name == fitting)
            continue;
        for (const char *ending : { "", "_raw" })
            bpf_program__set_autoload(bpf_object__find_program_by_name(socketSide.get(), (name + std::string(ending)).c_str()), false);
    }
    return fitting;
}

} // namespace loader
