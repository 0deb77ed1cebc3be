// SPDX-License-Identifier: GPL-3.0-or-later
// The head of a message as rows for the lists of headers, query parameters and cookies.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/exchange.h"
#include "app/exchange/head.h"
#include "ui/details/field_list.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ui {

struct MessageHead {
    exchange::Head head;
    std::vector<exchange::HeadField> trailers;
    QByteArray raw;                       // as it was sent
    QString problem;                      // why it could not be read; empty: it could
};

// Reads the file: runs on a worker thread.
MessageHead readHead(const base::BodySource &, const exchange::Message &);

// In wire order, start line first, trailers last.
std::vector<FieldRow> headerRows(const MessageHead &, const exchange::Exchange &, protocols::Half);
std::vector<FieldRow> queryRows(std::string_view target);
// Of Cookie (two columns) or Set-Cookie (with its attributes).
std::vector<FieldRow> cookieRows(const exchange::Head &, protocols::Half);
// What the JSON Web Tokens among the values say, each under a heading of its own; none: no rows.
std::vector<FieldRow> tokenRows(const exchange::Head &);
QStringList cookieHeads(protocols::Half);

// Value of Content-Length where it is one number.
std::optional<uint64_t> contentLength(const exchange::Head &);
// "scheme://host/path" as far as known.
QString urlText(const exchange::Exchange &);
// "host:api.local"; quoted where the filter language would end the value early.
QString filterTerm(const char *key, const QString &value);

} // namespace ui
