// SPDX-License-Identifier: GPL-3.0-or-later
// The pcapng file of a recording, or of a saved capture.
#pragma once

#include "app/exporters/output_file.h"
#include "privhelper/wire/messages.h"

#include <expected>
#include <mutex>
#include <string>
#include <string_view>

namespace cli {

// The secrets of handshakes that a capture gets, in memory, as a key log (RFC 9850).
class KeptSecrets
{
public:
    KeptSecrets() = default;
    KeptSecrets(const KeptSecrets &) = delete;
    ~KeptSecrets();
    static constexpr size_t bytesMax = size_t(64) << 20;

    // From any thread. Those beyond bytesMax are left out.
    void add(const wire::Secret &);
    // Once no more are added; valid as long as this.
    std::string_view keyLog() const { return m_text; }

private:
    std::mutex m_mutex;
    std::string m_text;
};

// Writes the packets of the capture file at this descriptor, and says on standard error how many there were. Returns the exit
// status, having told what went wrong. `path`: for messages.
int writePcapngFile(exporters::OutputFile &, const std::string &path, int captureFile, std::string_view keyLog);

} // namespace cli
