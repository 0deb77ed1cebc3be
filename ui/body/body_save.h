// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a body to a file, in steps: bodies may be larger than memory. Runs on a worker thread.
#pragma once

#include "ui/body/body_content.h"

namespace ui {

struct SavedBody {
    uint64_t bytes = 0;
    QString problem;        // a sentence; empty: everything was written
};

// `decoded`: with content codings removed; otherwise as sent. The file is created or replaced, mode 0600; on an error
// the previous file stays.
SavedBody saveBody(const BodyRequest &, const QString &path, bool decoded, const Stop &);
// The same for bytes in memory: a part of a body.
SavedBody saveBytes(const QByteArray &, const QString &path);
// "orders.json": the target's last path segment, with an extension that fits the type if it has none. `otherwise`:
// used if the target yields no name.
QString suggestedName(std::string_view target, std::string_view contentType, const QString &otherwise);

} // namespace ui
