// SPDX-License-Identifier: GPL-3.0-or-later
// Masks the columns of a table (RFC 4180, also with semicolons or tabs) whose names denote secrets, incrementally, and
// secrets within other cells.
#pragma once

#include "app/masking/masker.h"

#include <string>
#include <string_view>
#include <vector>

namespace masking {

class TableMasker
{
public:
    // The masker and the report must outlive it.
    TableMasker(const Masker &, Report &);

    void feed(std::string_view, std::string &out);
    void finish(std::string &out);

private:
    struct Column { std::string name; Weight weight; };

    void endCell(std::string &out);
    void put(std::string &out);

    const Masker &m_masker;
    Report &m_report;
    std::vector<Column> m_columns;      // from the first line
    size_t m_column = 0;
    bool m_named = false;               // the first line is complete
    bool m_quoted = false;
    char m_separator = 0;
    std::string m_cell;                 // as it is written, with its quotes
};

} // namespace masking
