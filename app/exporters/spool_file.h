// SPDX-License-Identifier: GPL-3.0-or-later
// Text that is written now and wanted later, in a file without a name: memory does not grow with it.
#pragma once

#include "app/exporters/output_file.h"

namespace exporters {

class SpoolFile
{
public:
    SpoolFile();
    ~SpoolFile();
    SpoolFile(const SpoolFile &) = delete;
    SpoolFile &operator=(const SpoolFile &) = delete;

    OutputFile &out() { return m_out; }
    // Appends what was written. A failure of this file becomes one of `target`.
    void copyTo(OutputFile &target);

private:
    int m_descriptor;
    OutputFile m_out;
};

} // namespace exporters
