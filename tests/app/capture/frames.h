// SPDX-License-Identifier: GPL-3.0-or-later
// Frames and capture files for the tests of the sources.
#pragma once

#include "app/capture/source.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <QByteArray>
#include <QFile>
#include <QStringList>

namespace frames {

inline wire::Bytes data(uint64_t offset, size_t size)
{
    wire::Bytes out;
    wire::Data head;
    head.offset = offset;
    head.moved = uint32_t(size);
    encode(head, wire::Bytes(size, std::byte('a' + offset % 26)), out);
    return out;
}

template<class Message> wire::Bytes of(const Message &message)
{
    wire::Bytes out;
    encode(message, out);
    return out;
}

// A message of a type that this version does not know.
inline wire::Bytes ofANewerHelper(uint16_t type, size_t size)
{
    wire::Bytes out(wire::frameHeadSize + size, std::byte('?'));
    const uint32_t length = uint32_t(size), number = type;
    memcpy(out.data(), &length, 4);
    memcpy(out.data() + 4, &number, 4);
    return out;
}

inline wire::Bytes fileHead(uint32_t version = 1)
{
    wire::Bytes head(64);
    const uint32_t size = 64;
    memcpy(head.data(), "CLEARTAP", 8);
    memcpy(head.data() + 8, &version, 4);
    memcpy(head.data() + 12, &size, 4);
    return head;
}

inline wire::Bytes joined(std::initializer_list<wire::Bytes> pieces)
{
    wire::Bytes all;
    for (const wire::Bytes &piece : pieces)
        all.insert(all.end(), piece.begin(), piece.end());
    return all;
}

inline void save(const QString &path, const wire::Bytes &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(reinterpret_cast<const char *>(bytes.data()), qint64(bytes.size())) < 0)
        qFatal("cannot write");
}

// Everything a source delivers until its end: "d<offset>+<size>@<file position>", "t<type>", and how it ended.
inline QStringList transcript(capture::Source &source, int timeoutMs = 100)
{
    QStringList words;
    for (;;) {
        const auto run = source.next(timeoutMs);
        if (!run)
            return words << QStringLiteral("error %1 at %2").arg(int(run.error().kind)).arg(run.error().position);
        wire::FrameReader reader(run->frames);
        for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
            const uint64_t body = run->filePosition + reader.position() - (*frame)->body.size();
            if ((*frame)->type == wire::Type::Data) {
                const auto view = wire::decodeData((*frame)->body);
                words << QStringLiteral("d%1+%2@%3").arg(view->head.offset).arg(view->payload.size()).arg(body + wire::dataHeadSize);
            } else {
                words << QStringLiteral("t%1").arg(int((*frame)->type));
            }
        }
        if (reader.position() != run->frames.size())
            words << QStringLiteral("torn run");
        if (run->end)
            return words << QStringLiteral("end");
    }
}

} // namespace frames
