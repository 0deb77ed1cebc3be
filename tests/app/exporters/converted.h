// SPDX-License-Identifier: GPL-3.0-or-later
// A HAR file through reader and writer.
#pragma once

#include "app/exchange/store.h"
#include "app/exporters/har_reader.h"
#include "app/exporters/har_writer.h"

#include <QByteArray>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <numeric>

namespace converted {

inline QByteArray written(const exchange::Store &store, const base::BodySource &bodies, const exporters::ExportOptions &options)
{
    QTemporaryDir folder;
    const std::string path = folder.filePath("a.har").toStdString();
    auto out = exporters::OutputFile::create(path);
    std::vector<base::ExchangeId> ids(store.size());
    std::iota(ids.begin(), ids.end(), 0);
    if (!out || !exporters::writeHar(store, ids, bodies, *out, options) || !out->commit())
        return "not written";
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not there");
}

inline QByteArray again(const QByteArray &har, bool masked = false)
{
    auto file = exporters::parseHar(std::string_view(har.constData(), size_t(har.size())));
    if (!file)
        return "refused";
    exporters::ExportOptions options;
    options.masked = masked;
    options.log = file->log;
    exchange::Store store;
    store.apply(std::move(file->batch));
    return written(store, *file->bodies, options);
}

inline QJsonObject log(const QByteArray &har) { return QJsonDocument::fromJson(har).object()["log"].toObject(); }
inline QJsonArray entries(const QByteArray &har) { return log(har)["entries"].toArray(); }

// One plain entry; `change` may modify it freely.
template <typename Change>
QJsonObject entry(Change change)
{
    const char *const text = R"({"startedDateTime":"2026-01-02T03:04:05.678Z","time":11.5,"request":{"method":"GET","url":"https://a.test/x","httpVersion":"HTTP/1.1","cookies":[],"headers":[],"queryString":[],"headersSize":-1,"bodySize":0},"response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"Content-Type","value":"text/plain"}],"content":{"size":5,"mimeType":"text/plain","text":"hello"},"redirectURL":"","headersSize":-1,"bodySize":5},"cache":{},"timings":{"send":0.5,"wait":10,"receive":1}})";
    QJsonObject entry = QJsonDocument::fromJson(text).object();
    change(entry);
    return entry;
}

inline QByteArray har(const QJsonArray &entries)
{
    const QJsonObject log{{"version", "1.2"}, {"creator", QJsonObject{{"name", "x"}, {"version", "1"}}}, {"entries", entries}};
    return QJsonDocument(QJsonObject{{"log", log}}).toJson(QJsonDocument::Compact);
}

// Sets a member deep inside: {"response", "content", "text"}.
inline void set(QJsonObject &object, QStringList path, const QJsonValue &value)
{
    const QString name = path.takeFirst();
    if (path.isEmpty()) {
        object[name] = value;
        return;
    }
    QJsonObject inner = object[name].toObject();
    set(inner, path, value);
    object[name] = inner;
}

} // namespace converted
