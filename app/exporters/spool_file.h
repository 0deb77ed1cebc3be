// SPDX-License-Identifier: GPL-3.0-or-later
// Text that is written now and wanted later, in a file without a name: memory does not grow with it.
#pragma once

#include "app/exporters/output_file.h"

#include <functional>
#include <string>
#include <string_view>

namespace exporters {

class SpoolFile
{
public:
    // In `folder`; where that is empty or has no nameless files, in the one for temporary files.
    explicit SpoolFile(const std::string &folder = {});
    ~SpoolFile();
    SpoolFile(const SpoolFile &) = delete;
    SpoolFile &operator=(const SpoolFile &) = delete;

    OutputFile &out() { return m_out; }
    // Forgets what was written, for something else.
    void clear();
    // Appends what was written. A failure of this file becomes one of `target`.
    void copyTo(OutputFile &target);
    // The same, but `take` gets the pieces and writes them.
    void copyTo(OutputFile &target, const std::function<void(std::string_view)> &take);

private:
    int m_descriptor;
    OutputFile m_out;
};

} // namespace exporters
