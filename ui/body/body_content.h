// SPDX-License-Identifier: GPL-3.0-or-later
// A body made ready to be shown: read, decoded, laid out. Runs on a worker thread; knows no widget.
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
inline constexpr qsizetype lineMax = 10'000;                // bytes of a line that the editor sees

// The ways to look at one body. A body offers some of them.
enum class BodyLook : uint8_t {
    Operation,   // a GraphQL document and its variables
    Readable,    // laid out, unpacked, as a table: the best there is
    Tree,        // JSON to open level by level
    AsSent,      // content codings off, and nothing else
};

struct BodyRequest {
    std::shared_ptr<const base::BodySource> source;
    std::vector<base::Slice> slices;
    std::string contentType, contentEncoding; // field values as sent
    bool ended = true;                        // false: more may come
    uint64_t limit = shownMax;
    std::shared_ptr<const decode::ProtobufTypes> types {};   // what protobuf is read by; may be null
    std::string protobufType {};              // of the message, or of those of a gRPC body; empty: not known
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
    std::vector<BodyLook> looks;              // to choose from; empty: there is one
    BodyLook look = BodyLook::Readable;       // this one
    QByteArray bytes;                         // of what is shown as bytes: decoded, as far as held
    uint64_t decodedBytes = 0;                // in all, as far as it could be decoded
    bool decoded = false;                     // content codings were there and came off
    bool whole = true;                        // everything is in text, rows or bytes
    QStringList notices;                      // sentences: what is wrong, or not shown, and why
};

using Stop = std::function<bool()>;           // true: the result is not wanted any more

// Bytes without content codings.
struct BodyBytes {
    std::vector<std::byte> bytes;
    std::string contentType;
    bool cut = false;                         // there are more than these
    bool more = false;                        // there will be more
    BodyLook look = BodyLook::Readable;
    bool isUtf8 = false;                      // whatever charset contentType declares
};

BodyContent contentOf(BodyBytes);
// Never throws; damage is shown as far as it goes with a notice.
BodyContent loadBody(const BodyRequest &, const Stop &);

// A message as it was sent: head, and the body where it is text. UTF-8 or not, lines wrapped.
struct RawContent {
    QByteArray text;
    QStringList notices;
    bool whole = true;
};
RawContent loadRaw(const BodyRequest &, const QByteArray &head, const Stop &);

// Breaks lines longer than `limit` bytes between characters; true when there were any.
bool wrapLongLines(QByteArray &text, qsizetype limit);
// Those longer than lineMax, with a notice that it did.
void wrapLongLines(QByteArray &text, QStringList &notices);
QString codingErrorText(decode::CodingError, const std::string &contentEncoding);

} // namespace ui
