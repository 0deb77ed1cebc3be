// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/body_files.h"

#include "app/base/file_descriptor.h"
#include "app/decode/body_pieces.h"
#include "app/decode/format.h"
#include "app/exchange/head.h"
#include "app/exporters/output_file.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <utility>
#include <vector>

namespace exporters {

namespace {

constexpr size_t headMax = 4 << 20, sniffBytes = 1024;
constexpr size_t nameMax = 100;      // bytes, without number and ending
constexpr int triesMax = 10'000;

std::string_view endingOf(decode::Format format)
{
    using decode::Format;
    switch (format) {
    case Format::Json: return ".json";
    case Format::JsonLines: return ".jsonl";
    case Format::Xml: return ".xml";
    case Format::Html: return ".html";
    case Format::Css: return ".css";
    case Format::JavaScript: return ".js";
    case Format::Png: return ".png";
    case Format::Jpeg: return ".jpg";
    case Format::Gif: return ".gif";
    case Format::Webp: return ".webp";
    case Format::Svg: return ".svg";
    case Format::Bmp: return ".bmp";
    case Format::Icon: return ".ico";
    case Format::Avif: return ".avif";
    case Format::Pdf: return ".pdf";
    case Format::Wasm: return ".wasm";
    case Format::Zip: return ".zip";
    case Format::Gzip: return ".gz";
    case Format::Zstd: return ".zst";
    case Format::Pem: return ".pem";
    default: return decode::isText(format) ? ".txt" : ".bin";
    }
}

// The new file, or errno.
std::expected<base::FileDescriptor, int> createNew(int folder, const std::string &name)
{
    const size_t dot = name.rfind('.');
    for (int attempt = 1; attempt <= triesMax; ++attempt) {
        const std::string tried = attempt == 1 ? name : name.substr(0, dot) + "-" + std::to_string(attempt) + name.substr(dot);
        const int file = openat(folder, tried.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (file >= 0)
            return base::FileDescriptor(file);
        if (errno != EEXIST)
            return std::unexpected(errno);
    }
    return std::unexpected(EEXIST);
}

class Writer
{
public:
    Writer(const base::BodySource &source, int folder, const std::function<bool()> &stop) : m_source(source), m_folder(folder), m_stop(stop) {}

    // errno; 0: written, or there was nothing.
    int write(const exchange::Exchange &exchange, protocols::Half half, size_t number)
    {
        const exchange::Message &message = half == protocols::Half::Request ? exchange.request : exchange.response;
        if (message.body.empty())
            return 0;
        const auto headBytes = m_source.read(message.head, headMax);
        const exchange::Head head = headBytes ? exchange::parseHead(*headBytes) : exchange::Head();
        const std::string *type = head.find("content-type");
        const std::string media = exchange::parseContentType(type ? *type : std::string()).media;
        decode::BodyPieces pieces(m_source, message.body, message.contents == exchange::Contents::AsSent ? exchange::bodyCodings(head.fields) : std::string());
        std::vector<std::byte> piece;
        std::optional<base::FileDescriptor> file;
        std::optional<OutputFile> out;
        while (pieces.next(piece)) {
            if (m_stop())
                return ECANCELED;
            if (piece.empty())
                continue;
            if (!out) {
                const decode::Format format = decode::bodyFormat(media, std::span(piece).first(std::min(piece.size(), sniffBytes)));
                auto created = createNew(m_folder, bodyFileName(exchange, half, number, endingOf(format)));
                if (!created)
                    return created.error();
                file.emplace(std::move(*created));
                out.emplace(OutputFile::onto(file->get()));
            }
            out->write({reinterpret_cast<const char *>(piece.data()), piece.size()});
            if (out->error())
                return out->error();
        }
        m_report.unread += pieces.readError() != 0 || pieces.codingError().has_value();
        if (!out)
            return 0;
        out->flush();
        ++m_report.written;
        return out->error();
    }
    const BodyFilesReport &report() const { return m_report; }

private:
    const base::BodySource &m_source;
    int m_folder;
    const std::function<bool()> &m_stop;
    BodyFilesReport m_report;
};

} // namespace

std::string bodyFileName(const exchange::Exchange &exchange, protocols::Half half, size_t number, std::string_view ending)
{
    const std::string path = exchange.path.substr(0, exchange.path.find('?'));
    std::string safe;
    for (const char c : exchange.method + "-" + exchange.host + "-" + path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
        if (plain)
            safe += c;
        else if (!safe.empty() && safe.back() != '-')
            safe += '-';
        if (safe.size() >= nameMax)
            break;
    }
    // "orders.json" has its ending already.
    if (safe.ends_with(ending))
        safe.resize(safe.size() - ending.size());
    while (!safe.empty() && (safe.back() == '-' || safe.back() == '.'))
        safe.pop_back();
    std::string digits = std::to_string(number);
    digits.insert(0, digits.size() < 3 ? 3 - digits.size() : 0, '0');
    return digits + (safe.empty() ? "" : "-") + safe + (half == protocols::Half::Request ? "-request" : "") + std::string(ending);
}

std::expected<BodyFilesReport, int> writeBodies(std::span<const EntrySource> entries, const base::BodySource &source, const std::string &folder, const std::function<bool()> &stop)
{
    const base::FileDescriptor directory(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0)
        return std::unexpected(errno);
    Writer writer(source, directory.get(), stop);
    for (size_t i = 0; i < entries.size(); ++i)
        for (const protocols::Half half : {protocols::Half::Request, protocols::Half::Response})
            if (const int error = writer.write(entries[i].exchange, half, i + 1))
                return std::unexpected(error);
    return writer.report();
}

} // namespace exporters
