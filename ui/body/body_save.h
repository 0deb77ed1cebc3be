// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a body into a file, in steps: bodies may be larger than memory. Runs on a worker thread.
#pragma once

#include "ui/body/body_content.h"

namespace ui {

struct SavedBody {
    uint64_t bytes = 0;
    QString problem;        // a sentence; empty: all of it is in the file
};

// `decoded`: content codings off; else as it was sent. The file is new or replaced, mode 0600; on an error
// what was there before stays.
SavedBody saveBody(const BodyRequest &, const QString &path, bool decoded, const Stop &);
// The same of bytes that are at hand: a part of a body.
SavedBody saveBytes(const QByteArray &, const QString &path);
// "orders.json": of the target's last step, with an ending that fits the type where it has none. `otherwise`: where
// the target names nothing.
QString suggestedName(std::string_view target, std::string_view contentType, const QString &otherwise);

} // namespace ui
