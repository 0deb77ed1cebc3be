// SPDX-License-Identifier: GPL-3.0-or-later
// What record and convert write: HAR at the end, JSON lines as exchanges end.
#pragma once

#include "app/cli/options.h"
#include "app/exporters/har_writer.h"
#include "app/filter/filter.h"

#include <expected>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace cli {

// The filter of --filter; prints and gives the exit status when it is not understood.
std::expected<filter::Filter, int> filterOf(const Options &);
// How to export; reads what --proto names and prints what is wrong there. Exit status where none of it can be used.
std::expected<exporters::ExportOptions, int> exportOptions(const Options &);

// Rows that match, in the order of their start; commits the file. Error: errno.
std::expected<exporters::ExportReport, int> writeHarFile(exporters::OutputFile &, const exporters::ExportOptions &,
                                                         const filter::Filter &, const exchange::Store &, const base::BodySource &);

// JSON lines, one for each exchange that has ended.
class LineWriter
{
public:
    // Error: errno.
    static std::expected<std::unique_ptr<LineWriter>, int> create(const std::string &path, const exporters::ExportOptions &,
                                                                   filter::Filter);
    void add(const exchange::Store &, exchange::ExchangeId, const base::BodySource &);
    // Shows the file before all of it is written. Error: errno.
    std::expected<void, int> putInPlace() { return m_file.putInPlace(); }
    // False once nothing more can be written: the disk is full, the reader of the pipe is gone.
    bool flush();
    // Writes what has not ended too. Error: errno of the first failed write.
    std::expected<exporters::ExportReport, int> finish(const exchange::Store &, const base::BodySource &);

private:
    LineWriter(exporters::OutputFile, const exporters::ExportOptions &, filter::Filter);
    exporters::OutputFile m_file;
    exporters::EntryWriter m_writer;
    filter::Filter m_filter;
    // Rows below m_settled have been written or were left out; above it, those in m_written.
    exchange::ExchangeId m_settled = 0;
    std::set<exchange::ExchangeId> m_written;
};

} // namespace cli
