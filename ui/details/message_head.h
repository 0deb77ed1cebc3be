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
    std::vector<exchange::Head> interim;  // informational responses that came before this one
    QByteArray raw;                       // as sent
    QString problem;                      // why it could not be read; otherwise empty
};

// Reads the file: runs on a worker thread.
// `interim`: the heads of informational responses; empty for a request.
MessageHead readHead(const base::BodySource &, const exchange::Message &, const std::vector<base::Slice> &interim = {});

// Start line, fields, trailers; then the informational responses, each under its own heading.
std::vector<FieldRow> headerRows(const MessageHead &, const exchange::Exchange &, protocols::Half);
std::vector<FieldRow> queryRows(std::string_view target);
// From Cookie (two columns) or Set-Cookie (with its attributes).
std::vector<FieldRow> cookieRows(const exchange::Head &, protocols::Half);
// What the credentials and challenges of its schemes say, and the contents of the JSON Web Tokens among the values, each
// under its own heading; no rows if there are none.
std::vector<FieldRow> tokenRows(const exchange::Head &);
QStringList cookieHeads(protocols::Half);

// The value of Content-Length, if it is a single number.
std::optional<uint64_t> contentLength(const exchange::Head &);
// "scheme://host/path" as far as known.
QString urlText(const exchange::Exchange &);

} // namespace ui
