// SPDX-License-Identifier: GPL-3.0-or-later
// Text that is written now and wanted later, in a file without a name: memory does not grow with it.
#pragma once

#include "app/base/nameless_file.h"
#include "app/exporters/output_file.h"

namespace exporters {

class SpoolFile
{
public:
    SpoolFile();

    OutputFile &out() { return m_out; }
    // Appends what was written. A failure of this file becomes one of `target`.
    void copyTo(OutputFile &target);

private:
    std::expected<base::FileDescriptor, int> m_file;
    OutputFile m_out;
};

} // namespace exporters
