// SPDX-License-Identifier: GPL-3.0-or-later
// Writes exchanges as HAR 1.2 with our extensions (documented in README), or as JSON lines with one such entry per
// line. Memory does not grow with body size or number of entries.
#pragma once

#include "app/base/body_source.h"
#include "app/calls/account.h"
#include "app/exchange/item_list.h"
#include "app/exchange/store.h"
#include "app/exporters/output_file.h"
#include "app/exporters/spool_file.h"
#include "app/masking/masker.h"
#include "app/masking/seen_secrets.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace decode {
class JsonWriter;
class ProtobufTypes;
}

namespace exporters {

struct EntryContext;

struct ExportOptions {
    bool masked = true;                   // turning it off is a separate, explicit choice, noted in the file
    masking::Key key;                     // for masking: masking::randomKey()
    masking::Rules rules;
    std::string creatorVersion = "0.1.0";
    uint64_t bodyMax = UINT64_MAX;        // decoded bytes of each body
    std::shared_ptr<const decode::ProtobufTypes> types = {};   // for decoding gRPC messages; may be null
    std::shared_ptr<masking::SeenSecrets> seen = {};   // secrets that other exports have found, and this one adds its own; null: only its own
    std::string log = {};                 // the log's members in the file it came from, as a JSON object
    // Called after each entry with the number done; false stops (ECANCELED).
    std::function<bool(size_t done)> progress;
};

struct ExportReport {
    uint64_t entries = 0;
    uint64_t queries = 0;                 // not HTTP: beside the entries, in log._queries
    uint64_t channels = 0;                // those that did not begin as HTTP exchanges: in log._channels
    uint64_t conversations = 0;           // of protocols without a parser: in log._conversations
    uint64_t failed = 0, unreadable = 0;  // connections with nothing to show: in log._connections
    uint64_t bodiesUnread = 0;            // not readable from the capture file
    masking::Report masked;
};

// The data for one entry, independent of the store: may be passed to another thread.
struct EntrySource {
    exchange::Exchange exchange;
    std::optional<exchange::Connection> connection;
    std::optional<exchange::Process> process;
    bool first = false;                   // of its connection
    std::vector<exchange::Item> rows;     // of a query: the first of the parameters, rows and notices kept
    static constexpr uint32_t rowsMax = 2000;
    exchange::ItemList items;             // the messages inside any other exchange
    std::vector<exchange::TcpFigures> tcp = {};   // of its connection during the exchange
    std::optional<calls::Account> call = {};      // absent: not asked for
    std::optional<exchange::Process> otherProcess = {};   // of the call's other half
    base::ConnectionId otherConnection = base::noId;
};

// `calls`, if not null, are those of the store.
EntrySource entrySource(const exchange::Store &, base::ExchangeId, const calls::Calls *calls = nullptr);

// Writes entry by entry. begin() writes what precedes the first, end() what follows the last; JSON lines have neither.
// In a HAR file, a secret masked once is masked wherever it occurs; in JSON lines, which are written immediately, from
// the line on in which it was first masked.
class EntryWriter
{
public:
    enum class Form : uint8_t { Har, JsonLines };

    EntryWriter(Form, OutputFile &, const ExportOptions &);

    void begin();
    // HAR's entries are HTTP only; everything else goes into lists beside them.
    void add(const EntrySource &, const base::BodySource &);
    void end();
    const ExportReport &report() const { return m_report; }

private:
    std::string comment() const;
    void writeLog(decode::JsonWriter &);
    // Where entries go first: a masked export is rewritten when all its secrets are known, or entry by entry.
    OutputFile &first() { return m_spool ? m_spool->out() : m_out; }
    void eraseSeen();
    using Write = void (*)(EntryContext &);
    struct Beside {
        const char *name;
        std::optional<SpoolFile> spool;   // until the entries have been written
        uint64_t count = 0;
    };
    void write(OutputFile &, Write, const EntrySource &, const base::BodySource &);
    void addBeside(Beside &, Write, const EntrySource &, const base::BodySource &);
    void endBeside(Beside &);

    Form m_form;
    OutputFile &m_out;
    ExportOptions m_options;
    std::shared_ptr<masking::SeenSecrets> m_seen;
    masking::Masker m_masker;
    std::optional<SpoolFile> m_spool;     // of a masked export
    Beside m_queries{"_queries", {}}, m_channels{"_channels", {}}, m_conversations{"_conversations", {}}, m_connections{"_connections", {}};
    ExportReport m_report;
};

// Writes all of `ids`, in order of their start. Error: errno. The caller commits the file.
std::expected<ExportReport, int> writeHar(const exchange::Store &, std::span<const base::ExchangeId> ids,
                                          const base::BodySource &, OutputFile &, const ExportOptions &, const calls::Calls *calls = nullptr);
std::expected<ExportReport, int> writeJsonLines(const exchange::Store &, std::span<const base::ExchangeId> ids,
                                                const base::BodySource &, OutputFile &, const ExportOptions &);

} // namespace exporters
