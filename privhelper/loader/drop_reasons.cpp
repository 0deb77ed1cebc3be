// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/drop_reasons.h"

#include <bpf/btf.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

namespace loader {
namespace {

constexpr std::string_view prefix = "SKB_DROP_REASON_";
constexpr uint32_t numbersEnd = 512; // of the map "drop_reasons"; those of subsystems are above 65,535

// Merging segments that came out of order drops the heads alone.
constexpr std::array<std::string_view, 4> ignored { "NOT_SPECIFIED", "QUEUE_PURGE", "TCP_OFOMERGE", "MAX" };

} // namespace

DropKind dropKindOf(const std::string &name)
{
    if (!name.starts_with(prefix)) // SKB_NOT_DROPPED_YET, SKB_CONSUMED
        return DropKind::Ignored;
    const std::string_view rest = std::string_view(name).substr(prefix.size());
    if (std::ranges::find(ignored, rest) != ignored.end() || rest.starts_with("SUBSYS_"))
        return DropKind::Ignored;
    return rest == "NETFILTER_DROP" ? DropKind::Firewall : DropKind::Told;
}

std::vector<DropReason> dropReasons()
{
    std::vector<DropReason> reasons;
    const std::unique_ptr<btf, void (*)(btf *)> types(btf__load_vmlinux_btf(), btf__free);
    const int id = types ? btf__find_by_name_kind(types.get(), "skb_drop_reason", BTF_KIND_ENUM) : -1;
    if (id < 0)
        return reasons;
    const btf_type *type = btf__type_by_id(types.get(), static_cast<uint32_t>(id));
    const struct btf_enum *values = btf_enum(type);
    for (uint16_t i = 0; i < btf_vlen(type); i++) {
        const std::string name = btf__name_by_offset(types.get(), values[i].name_off);
        const DropKind kind = dropKindOf(name);
        if (kind != DropKind::Ignored && values[i].val >= 0 && static_cast<uint32_t>(values[i].val) < numbersEnd)
            reasons.push_back({ static_cast<uint32_t>(values[i].val), kind, name.substr(prefix.size()) });
    }
    return reasons;
}

} // namespace loader
