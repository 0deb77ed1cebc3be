// SPDX-License-Identifier: GPL-3.0-or-later
// Text that is written now and read later, in a nameless file, so that memory does not grow.
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
    // Discards what was written, for reuse.
    void clear();
    // Appends the contents to `target`. A failure of this file becomes one of `target`.
    void copyTo(OutputFile &target);
    // The same, but `take` receives the pieces and writes them.
    void copyTo(OutputFile &target, const std::function<void(std::string_view)> &take);

private:
    std::expected<base::FileDescriptor, int> m_file;
    OutputFile m_out;
};

} // namespace exporters
