// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/packet_source.h"

#include "app/capture/capture_file.h"
#include "app/capture/errors.h"
#include "app/capture/run_reader.h"
#include "app/packets/file_format.h"
#include "app/packets/flow_tracker.h"
#include "app/packets/key_log.h"
#include "app/packets/packed_file.h"
#include "privhelper/wire/reader.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

namespace packets {

namespace {

using capture::Error;
using capture::ErrorKind;

// Frames that are written at a time.
constexpr size_t batchSize = 512 << 10;
constexpr size_t keyLogMax = size_t(256) << 20;

class PacketSource final : public capture::Source, FileFormat::Sink
{
public:
    PacketSource(PackedFile in, capture::CaptureFile out, capture::LiveOptions::Rewrite rewrite)
        : m_in(std::move(in))
        , m_out(std::move(out))
        , m_rewrite(std::move(rewrite))
        , m_tracker(m_frames)
        , m_reader(m_out.fd())
    {
    }

    // Secrets may stand behind the packets that they open, so they are looked for first.
    std::expected<void, Error> start(const std::string &name, std::string_view keyLog)
    {
        give(keyLog);
        if (auto begun = begin(); !begun)
            return begun;
        m_seeksSecrets = true;
        while (!m_over && !m_stopped) {
            if (auto read = record(); !read)
                break;   // reported when it is met again
        }
        m_seeksSecrets = m_over = false;
        if (auto again = m_in.rewind(); !again)
            return std::unexpected(capture::fileError(again.error(), name));
        wire::Started started;
        started.hooks = "packets of " + name;
        wire::encode(started, m_frames);
        return begin();
    }

    std::expected<capture::Run, Error> next(int) override
    {
        for (;;) {
            auto run = m_reader.next(m_out.size());
            if (!run || !run->frames.empty())
                return run;
            if (m_ended) {
                if (m_error)
                    return std::unexpected(*m_error);
                run->end = true;
                return run;
            }
            if (auto written = fill(); !written)
                return std::unexpected(written.error());
        }
    }

    void stop() override { m_stopped = true; }
    std::shared_ptr<const base::BodySource> bodies() const override { return m_out.bodies(); }
    int captureFile() const override { return m_out.fd(); }
    void release(uint64_t limit, const std::vector<base::Extent> &kept) override { m_out.release(limit, kept); }

private:
    void packet(const Packet &packet) override { m_tracker.packet(packet); }
    void dropped(uint64_t packets) override { m_tracker.dropped(packets); }

    void secrets(std::string_view keyLog) override
    {
        if (m_seeksSecrets)
            give(keyLog);
    }

    void give(std::string_view keyLog)
    {
        if (!m_rewrite)
            return;
        wire::Bytes frame, none;
        for (wire::Secret &secret : secretsOf(keyLog)) {
            frame.clear();
            wire::encode(secret, frame);
            m_rewrite({wire::Type::Secret, std::span(frame).subspan(wire::frameHeadSize)}, none);
            explicit_bzero(secret.bytes.data(), secret.bytes.size());
            explicit_bzero(frame.data(), frame.size());
        }
    }

    std::expected<void, Error> begin()
    {
        const auto start = m_in.peek(FileFormat::startSize);
        if (!start)
            return std::unexpected(capture::fileError(start.error(), "read the packets"));
        Recognised recognised = recogniseFormat(*start);
        if (!recognised.format)
            return std::unexpected(capture::errorOf(ErrorKind::NotACapture, "the file does not begin like pcap or pcapng"));
        m_format = std::move(recognised.format);
        m_in.skip(recognised.skip);
        return {};
    }

    // Takes the next record; sets m_over at the end.
    std::expected<void, Error> record()
    {
        const auto head = m_in.peek(m_format->headSize());
        if (!head)
            return std::unexpected(damaged(head.error()));
        m_over = head->empty();
        if (m_over)
            return {};
        const auto size = head->size() == m_format->headSize() ? m_format->sizeOf(*head) : std::nullopt;
        if (!size)
            return std::unexpected(damaged(0));
        const bool wanted = !m_seeksSecrets || m_format->mayHoldSecrets(*head);
        const auto whole = m_in.peek(*size);
        if (!whole)
            return std::unexpected(damaged(whole.error()));
        if (whole->size() < *size || (wanted && !m_format->take(*whole, *this)))
            return std::unexpected(damaged(0));
        m_in.skip(*size);
        return {};
    }

    Error damaged(int errnoValue) const
    {
        Error error = errnoValue && errnoValue != EBADMSG ? capture::fileError(errnoValue, "read the packets")
                                                          : capture::errorOf(ErrorKind::Damaged, "what follows is no packet");
        error.position = m_in.position();
        return error;
    }

    // Writes the frames of the next packets.
    std::expected<void, Error> fill()
    {
        while (!m_over && !m_error && !m_stopped && m_frames.size() < batchSize) {
            if (auto read = record(); !read)
                m_error = read.error();
        }
        m_ended = m_over || m_error || m_stopped;
        if (m_ended) {
            m_tracker.finish();
            wire::encode(wire::Stopped{}, m_frames);
        }
        if (auto written = m_out.append(rewritten()); !written)
            return written;
        m_frames.clear();
        return m_ended ? m_out.putInPlace() : std::expected<void, Error>();
    }

    std::span<const std::byte> rewritten()
    {
        if (!m_rewrite)
            return m_frames;
        m_rewritten.clear();
        wire::FrameReader frames(m_frames);
        for (size_t before = 0;;) {
            const auto frame = frames.next();
            if (!frame || !*frame)
                return m_rewritten;
            if (!m_rewrite(**frame, m_rewritten))
                m_rewritten.insert(m_rewritten.end(), m_frames.begin() + ptrdiff_t(before), m_frames.begin() + ptrdiff_t(frames.position()));
            before = frames.position();
        }
    }

    PackedFile m_in;
    capture::CaptureFile m_out;
    capture::LiveOptions::Rewrite m_rewrite;
    wire::Bytes m_frames, m_rewritten;
    FlowTracker m_tracker;
    capture::RunReader m_reader;
    std::unique_ptr<FileFormat> m_format;
    bool m_seeksSecrets = false;    // packets are passed over
    bool m_over = false;            // all records were read
    bool m_ended = false;           // all frames were written
    std::optional<Error> m_error;
    std::atomic<bool> m_stopped = false;
};

std::expected<std::string, int> readKeyLog(const std::string &path)
{
    auto file = PackedFile::open(path);
    if (!file)
        return std::unexpected(file.error());
    const auto all = file->peek(keyLogMax + 1);
    if (!all)
        return std::unexpected(all.error());
    if (all->size() > keyLogMax)
        return std::unexpected(EFBIG);
    return std::string(reinterpret_cast<const char *>(all->data()), all->size());
}

} // namespace

bool looksLikePackets(const std::string &path)
{
    auto file = PackedFile::open(path);
    const auto start = file ? file->peek(FileFormat::startSize) : std::unexpected(file.error());
    return start && recogniseFormat(*start).format;
}

std::expected<std::unique_ptr<capture::Source>, Error> openPackets(const std::string &path, const PacketOptions &options)
{
    auto in = PackedFile::open(path);
    if (!in)
        return std::unexpected(capture::fileError(in.error(), path));
    auto keyLog = options.keyLog.empty() ? std::string() : readKeyLog(options.keyLog);
    if (!keyLog)
        return std::unexpected(capture::errorOf(ErrorKind::File, options.keyLog, keyLog.error()));
    auto out = capture::CaptureFile::create(options.savePath);
    if (!out)
        return std::unexpected(out.error());
    auto source = std::make_unique<PacketSource>(std::move(*in), std::move(*out), options.rewrite);
    const auto started = source->start(path, *keyLog);
    explicit_bzero(keyLog->data(), keyLog->size());
    if (!started)
        return std::unexpected(started.error());
    return source;
}

} // namespace packets
