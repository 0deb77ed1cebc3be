// SPDX-License-Identifier: GPL-3.0-or-later
// Marks beside a saved capture, in NAME.cleartap.marks: JSON that names the capture it belongs to by a hash of its
// beginning, so a renamed or copied pair stays a pair.
//
//   {"format": "cleartap marks", "version": 1, "capture": "sha256 of the capture's first 64 KiB",
//    "marks": [{"exchange": 12, "begin": "1795000000000000000", "colour": "red", "comment": "the slow one"}]}
#pragma once

#include "app/base/ids.h"
#include "app/base/time.h"
#include "ui/models/marks.h"

#include <QString>

#include <cstdint>
#include <expected>
#include <vector>

namespace ui {

struct SavedMark {
    base::ExchangeId exchange = base::noId;  // in its capture
    base::Time begin = 0;                    // of the exchange, 0: unknown; later versions may number exchanges differently
    Mark mark;
    bool operator==(const SavedMark &) const = default;
};

struct MarksError {
    enum class Kind : uint8_t {
        File,           // could not be read or written: see errnoValue
        NotMarks,       // not such a file, or of a later version
        OtherCapture,   // it belongs to another capture
        TooLarge,
    };
    Kind kind = Kind::File;
    int errnoValue = 0;
    QString path;       // of the marks
};

QString marksPath(const QString &capture);
// Both block. No file: no marks. Entries that are not understood are skipped.
std::expected<std::vector<SavedMark>, MarksError> readMarks(const QString &capture);
// As a whole or not at all. No marks: removes the file.
std::expected<void, MarksError> writeMarks(const QString &capture, const std::vector<SavedMark> &);

} // namespace ui
