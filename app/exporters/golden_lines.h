// SPDX-License-Identifier: GPL-3.0-or-later
// Exchanges in a form that two runs of the same program have in common: JSON lines without times, numbers of processes, connections and ports,
// in the order of their text. For files that a test compares.
#pragma once

#include "app/exporters/har_writer.h"

#include <string>
#include <vector>

namespace exporters {

class GoldenLines
{
public:
    // Secrets become "masked", since tags differ from machine to machine.
    explicit GoldenLines(ExportOptions);

    void add(const EntrySource &, const base::BodySource &);
    // All lines so far, sorted; kept in memory until then.
    void write(OutputFile &);

private:
    SpoolFile m_spool;
    EntryWriter m_writer;
    std::vector<std::string> m_lines;
};

// What remains of an entry as EntryWriter writes it; null if it is not one.
std::string goldenLine(const std::string &entry);

} // namespace exporters
