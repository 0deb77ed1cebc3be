// SPDX-License-Identifier: GPL-3.0-or-later
// Text that is written now and wanted later, in a file without a name: memory does not grow with it.
#pragma once

#include "app/base/nameless_file.h"
#include "app/exporters/output_file.h"

#include <functional>
#include <string_view>

namespace exporters {

class SpoolFile
{
public:
    SpoolFile();

    OutputFile &out() { return m_out; }
    // Forgets what was written, for something else.
    void clear();
    // Appends what was written. A failure of this file becomes one of `target`.
    void copyTo(OutputFile &target);
    // The same, but `take` gets the pieces and writes them.
    void copyTo(OutputFile &target, const std::function<void(std::string_view)> &take);

private:
    std::expected<base::FileDescriptor, int> m_file;
    OutputFile m_out;
};

} // namespace exporters
