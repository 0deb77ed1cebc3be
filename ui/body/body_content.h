// SPDX-License-Identifier: GPL-3.0-or-later
// A body prepared for display: read, decoded, laid out. Runs on a worker thread; knows no widgets.
#pragma once

#include "app/base/body_source.h"
#include "app/decode/coding.h"
#include "app/decode/format.h"
#include "ui/body/syntax.h"

#include <QByteArray>
#include <QImage>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace decode {
class ProtobufTypes;
}

namespace ui {

inline constexpr uint64_t shownMax = 2 * 1024 * 1024;       // decoded bytes shown at first
inline constexpr uint64_t loadAllMax = 256 * 1024 * 1024;   // decoded bytes held at most
inline constexpr qsizetype lineMax = 10'000;                // longest line, in bytes, passed to the editor

// The ways to view a body. Each body offers some of them.
enum class BodyLook : uint8_t {
    Operation,   // a GraphQL document and its variables
    Readable,    // laid out, unpacked, as a table: the best available
    Tree,        // JSON, expandable level by level
    AsSent,      // only content codings removed
};

struct BodyRequest {
    std::shared_ptr<const base::BodySource> source;
    std::vector<base::Slice> slices;
    std::string contentType, contentEncoding; // field values as sent
    bool ended = true;                        // false: more may come
    uint64_t limit = shownMax;
    std::shared_ptr<const decode::ProtobufTypes> types {};   // for decoding protobuf; may be null
    std::string protobufType {};              // of the message, or of those in a gRPC body; empty: unknown
    BodyLook look = BodyLook::Readable;
    bool isUtf8 = false;                      // whatever charset contentType declares
};

enum class BodyForm : uint8_t {
    Empty,
    Text,      // text, syntax
    Image,     // image
    Table,     // heads, rows; a row of one cell is a heading
    Tree,      // text: JSON
    Parts,     // parts
    Binary,    // bytes
    Failed,    // notices say why
};

// One part of a multipart body.
struct BodyPart {
    QString name, fileName;
    std::string contentType;
    QByteArray bytes;
    bool cut = false;
};

struct BodyContent {
    BodyForm form = BodyForm::Empty;
    decode::Format format = decode::Format::Empty;
    QByteArray text;                          // UTF-8, no line longer than lineMax
    Syntax syntax = Syntax::None;
    QImage image;
    QStringList heads;
    std::vector<QStringList> rows;
    std::vector<BodyPart> parts;
    std::vector<BodyLook> looks;              // available looks; empty: only one
    BodyLook look = BodyLook::Readable;       // the current look
    QByteArray bytes;                         // the bytes shown: decoded, as many as are held
    uint64_t decodedBytes = 0;                // in total, as far as it could be decoded
    bool decoded = false;                     // had content codings, which were decoded
    bool whole = true;                        // everything is in text, rows or bytes
    QStringList notices;                      // sentences: what is wrong or not shown, and why
};

using Stop = std::function<bool()>;           // true: the result is no longer wanted

// Bytes without content codings.
struct BodyBytes {
    std::vector<std::byte> bytes;
    std::string contentType;
    bool cut = false;                         // more exist than are here
    bool more = false;                        // more will come
    BodyLook look = BodyLook::Readable;
    bool isUtf8 = false;                      // whatever charset contentType declares
};

BodyContent contentOf(BodyBytes);
// Never throws; a damaged body is shown as far as it could be read, with a notice.
BodyContent loadBody(const BodyRequest &, const Stop &);

// A message as it was sent: head, and the body if it is text. Possibly not UTF-8; lines wrapped.
struct RawContent {
    QByteArray text;
    QStringList notices;
    bool whole = true;
};
RawContent loadRaw(const BodyRequest &, const QByteArray &head, const Stop &);

// Breaks lines longer than `limit` bytes between characters; true if there were any.
bool wrapLongLines(QByteArray &text, qsizetype limit);
// Wraps lines longer than lineMax, and adds a notice if it did.
void wrapLongLines(QByteArray &text, QStringList &notices);
QString codingErrorText(decode::CodingError, const std::string &contentEncoding);

} // namespace ui
