// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/pcapng_file.h"

#include "app/cli/error_text.h"
#include "app/cli/key_log.h"
#include "app/cli/verbs.h"
#include "app/packets/pcapng_export.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>

namespace cli {

KeptSecrets::~KeptSecrets()
{
    explicit_bzero(m_text.data(), m_text.size());
}

void KeptSecrets::add(const wire::Secret &secret)
{
    std::string line;
    line.reserve(256);
    KeyLog::appendLine(secret, line);
    const std::scoped_lock lock(m_mutex);
    if (m_text.size() + line.size() > bytesMax)
        return;
    if (m_text.size() + line.size() > m_text.capacity()) {
        // By hand: the string would leave its old bytes behind.
        std::string grown;
        grown.reserve(std::max<size_t>(2 * m_text.capacity(), 64 * 1024));
        grown = m_text;
        explicit_bzero(m_text.data(), m_text.size());
        m_text.swap(grown);
    }
    m_text += line;
    explicit_bzero(line.data(), line.size());
}

int writePcapngFile(exporters::OutputFile &file, const std::string &path, int captureFile, std::string_view keyLog)
{
    const auto write = [&file](std::span<const std::byte> bytes) {
        file.write({reinterpret_cast<const char *>(bytes.data()), bytes.size()});
        return file.error() == 0;
    };
    const auto report = packets::writePcapng(captureFile, {"Cleartap " CLEARTAP_VERSION, keyLog}, write);
    if (!report)
        return fail(exitOf(report.error()), errorText(report.error()));
    if (const auto committed = file.commit(); !committed)
        return fail(BadFile, fileText("write", path, committed.error()));
    if (report->packets == 0)
        fmt::print(stderr, "cleartap-cli: there are no packets in {}: was the capture recorded with --packets?\n", path);
    fmt::print(stderr, "{} {} on {} {}, {} with a known process, {} lost\n", report->packets, report->packets == 1 ? "packet" : "packets", report->connections,
               report->connections == 1 ? "connection" : "connections", report->withProcess, report->lost);
    if (!keyLog.empty())
        fmt::print(stderr, "cleartap-cli: {} contains the secrets of its TLS connections: whoever has the file can decrypt them\n", path);
    return Success;
}

} // namespace cli
