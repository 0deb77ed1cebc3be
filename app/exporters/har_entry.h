// SPDX-License-Identifier: GPL-3.0-or-later
// One exchange as a HAR 1.2 entry with our extensions.
#pragma once

#include "app/exchange/head.h"
#include "app/exchange/timing.h"
#include "app/exporters/body_writer.h"
#include "app/exporters/har_writer.h"
#include "app/exporters/json_writer.h"

namespace exporters {

class HarEntry
{
public:
    // `masker` null: nothing is masked. All must outlive it.
    HarEntry(const EntrySource &, const base::BodySource &, const masking::Masker *masker, const ExportOptions &, JsonWriter &);

    void write();
    // An exchange that is a query: an object of our own, which is no entry.
    void writeQuery();
    // The same of bytes that no parser took, and of a connection that has nothing to show.
    void writeConversation();
    void writeConnection();
    const masking::Report &masked() const { return m_masked; }
    uint64_t bodiesUnread() const { return m_bodiesUnread; }

private:
    exchange::Head readHead(const exchange::Message &);
    std::string maskedHeader(const exchange::HeadField &);
    void headers(const std::vector<exchange::HeadField> &);
    void cookies(const exchange::Head &, bool request);
    void cookie(const exchange::Cookie &);
    void trailers(const exchange::Message &);
    void request();
    void requestBody(const exchange::Head &);
    void params(const exchange::ContentType &, BodyWriter &);
    void response();
    void content(const exchange::Head &);
    void emptyContent();
    void timings();
    // An object of our own: when, what `write` says of it, by whom and over what.
    template <typename Write> void beside(Write);
    void query();
    void conversation();
    void piece(const exchange::Item &);
    void queryItems(std::string_view name, protocols::Half, protocols::ItemKind, std::string_view label = {});
    std::string maskedText(std::string_view);
    std::string maskedParameters(const std::string &list);
    void circumstances();
    void process();
    void connection();
    void tls();
    void tcp();
    void losses();
    void operation();
    void masking();
    void items();
    void webSocketMessages();
    void streamedItems(std::string_view name, protocols::ItemKind);
    void itemData(const exchange::Item &, bool binary, std::string_view media = {});
    void itemsBeyond();
    bool hasGrpcMessages() const;
    bool bodiesAreMessages() const;
    void grpcMessages();
    void statusDetails();
    std::string maskedStatusDetails(const std::string &value) const;
    void grpcMessage(const exchange::Item &, const std::string &type);
    BodyInput bodyInput(const exchange::Message &, const exchange::ContentType &, std::string_view encoding) const;

    const EntrySource &m_entry;
    const exchange::Exchange &m_exchange;
    const base::BodySource &m_source;
    const masking::Masker *m_masker;
    const uint64_t m_bodyMax;
    const decode::ProtobufTypes *m_types;
    JsonWriter &m_out;
    masking::Report m_masked;
    uint64_t m_bodiesUnread = 0;
};

template <typename Write> void HarEntry::beside(Write write)
{
    m_out.beginObject();
    timings();
    write();
    circumstances();
    masking();
    m_out.endObject();
}

} // namespace exporters
