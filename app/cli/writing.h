// SPDX-License-Identifier: GPL-3.0-or-later
// The output of record and convert: HAR at the end, JSON lines as exchanges end.
#pragma once

#include "app/calls/calls.h"
#include "app/cli/options.h"
#include "app/exporters/golden_lines.h"
#include "app/exporters/har_writer.h"
#include "app/filter/filter.h"

#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace cli {

// The filter from --filter; if it is invalid, prints why and returns the exit status.
std::expected<filter::Filter, int> filterOf(const Options &);
// The same of a filter given elsewhere.
std::expected<filter::Filter, int> compiledFilter(const std::string &text);
// The export options; reads the --proto files and prints their problems. Exit status if none of it is usable.
std::expected<exporters::ExportOptions, int> exportOptions(const Options &);

// Writes matching rows in order of their start; commits the file. Error: errno.
std::expected<exporters::ExportReport, int> writeHarFile(exporters::OutputFile &, const exporters::ExportOptions &,
                                                         const filter::Filter &, const exchange::Store &,
                                                         const calls::Calls &, const base::BodySource &);

// Those of `ids` that match.
void addGolden(exporters::GoldenLines &, const filter::Filter &, const exchange::Store &, const calls::Calls &, std::span<const exchange::ExchangeId> ids,
               const base::BodySource &);
// Writes a golden file, created before the capture; commits it. Error: errno.
std::expected<void, int> writeGoldenFile(exporters::OutputFile &, exporters::GoldenLines &);

// JSON lines, one for each exchange.
class LineWriter
{
public:
    // Error: errno.
    static std::expected<std::unique_ptr<LineWriter>, int> create(const std::string &path, const exporters::ExportOptions &,
                                                                   filter::Filter);
    // Those of `ids` that match.
    void add(const exchange::Store &, const calls::Calls &, std::span<const exchange::ExchangeId> ids, const base::BodySource &);
    // Makes the file visible before it is complete. Error: errno.
    std::expected<void, int> putInPlace() { return m_file.putInPlace(); }
    // False once nothing more can be written: the disk is full, or the pipe's reader is gone.
    bool flush();
    // Error: errno of the first failed write.
    std::expected<exporters::ExportReport, int> finish();

private:
    LineWriter(exporters::OutputFile, const exporters::ExportOptions &, filter::Filter);
    exporters::OutputFile m_file;
    exporters::EntryWriter m_writer;
    filter::Filter m_filter;
};

} // namespace cli
