// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the writers of one entry.
#pragma once

#include "app/base/body_source.h"
#include "app/decode/json_writer.h"
#include "app/exporters/har_writer.h"

namespace exporters {

struct EntryContext {
    const EntrySource &entry;
    const exchange::Exchange &exchange;
    const base::BodySource &source;
    const masking::Masker *masker;       // null: nothing is masked
    const ExportOptions &options;
    decode::JsonWriter &out;
    masking::Report masked = {};
    uint64_t bodiesUnread = 0;

    const decode::ProtobufTypes *types() const { return options.types.get(); }
};

} // namespace exporters
