// SPDX-License-Identifier: GPL-3.0-or-later
// A capture file whose secrets are masked: it opens as any other, but holds rows instead of what they were parsed from.
#pragma once

#include "app/exporters/har_writer.h"

#include <expected>
#include <string>

namespace masked {

struct CaptureReport {
    masking::Report masked;
    uint64_t exchanges = 0;
    exchange::Loss leftOut;             // bodies and messages that could not be searched for secrets
};

// Writes all rows of `store`; the caller commits the file. A secret that was masked once is masked wherever it occurs, so
// everything is gone through twice. Of the options, progress() counts both times. Error: errno.
std::expected<CaptureReport, int> writeCapture(const exchange::Store &, const base::BodySource &, exporters::OutputFile &, const exporters::ExportOptions &);

// Reads a saved capture as a whole, and writes it masked. Error: errno of reading or writing; EILSEQ: it is damaged, or no
// capture.
std::expected<CaptureReport, int> writeMaskedCopy(const std::string &from, const std::string &to, const exporters::ExportOptions &);

} // namespace masked
