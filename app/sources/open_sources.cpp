// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sources/open_sources.h"

#include "app/packets/packet_source.h"
#include "app/session/tls_decryption.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace sources {

namespace {

std::expected<std::unique_ptr<capture::Source>, capture::Error> openFile(const capture::SavedFile &file)
{
    if (!packets::looksLikePackets(file.path))
        return capture::openSaved(file.path);
    packets::PacketOptions options{file.keyLog, file.savePath, {}};
    options.rewrite = [decryption = std::make_shared<session::TlsDecryption>(wire::TlsSource::Secrets)](const wire::Frame &frame, wire::Bytes &out) {
        return decryption->take(frame, out);
    };
    return packets::openPackets(file.path, options);
}

} // namespace

std::expected<std::unique_ptr<capture::Source>, capture::Error> open(std::vector<capture::SourceSpec> wanted, capture::LiveOptions live)
{
    const auto isFile = [](const capture::SourceSpec &each) { return std::holds_alternative<capture::SavedFile>(each); };
    if (wanted.size() == 1 && isFile(wanted[0]))
        return openFile(std::get<capture::SavedFile>(wanted[0]));
    if (std::ranges::any_of(wanted, isFile))
        return std::unexpected(capture::Error{capture::ErrorKind::File, EINVAL, 0, 0, 0, "a file is read alone"});
    if (wanted.empty())
        wanted.emplace_back(capture::ThisMachine{});
    live.machines = std::move(wanted);
    return capture::openLive(live);
}

} // namespace sources
