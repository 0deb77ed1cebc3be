// SPDX-License-Identifier: GPL-3.0-or-later
// Writes exchanges as HAR 1.2 with our extensions (documented in README), or as JSON lines: one such
// entry a line. Memory does not grow with bodies or with the number of entries.
#pragma once

#include "app/base/body_source.h"
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
    bool masked = true;                   // false is a second, explicit choice; the file says so
    masking::Key key;                     // for masking: masking::randomKey()
    masking::Rules rules;
    std::string creatorVersion = "0.1.0";
    uint64_t bodyMax = UINT64_MAX;        // decoded bytes of each body
    std::shared_ptr<const decode::ProtobufTypes> types = {};   // that gRPC messages are read by; may be null
    std::string log = {};                 // members that the log had in the file it is from, as a JSON object
    // Called after each entry with how many are done; false stops (ECANCELED).
    std::function<bool(size_t done)> progress;
};

struct ExportReport {
    uint64_t entries = 0;
    uint64_t queries = 0;                 // not HTTP: beside the entries, in log._queries
    uint64_t channels = 0;                // that began as no exchange of HTTP: in log._channels
    uint64_t conversations = 0;           // of protocols that are not read: in log._conversations
    uint64_t failed = 0, unreadable = 0;  // connections with nothing to show: in log._connections
    uint64_t bodiesUnread = 0;            // the capture file could not give them
    masking::Report masked;
};

// What an entry is made of, free of the store: may be handed to another thread.
struct EntrySource {
    exchange::Exchange exchange;
    std::optional<exchange::Connection> connection;
    std::optional<exchange::Process> process;
    bool first = false;                   // of its connection
    std::vector<exchange::Item> rows;     // of a query: the first of what is kept of its parameters, rows and notices
    static constexpr uint32_t rowsMax = 2000;
    exchange::ItemList items;             // the messages inside any other
    std::vector<exchange::TcpFigures> tcp = {};   // of its connection, while it lasted
};

EntrySource entrySource(const exchange::Store &, base::ExchangeId);

// Entry by entry. begin() writes what stands before the first, end() what stands after the last;
// JSON lines have neither. What was masked anywhere in a HAR file is masked wherever it stands in it; of JSON lines, which
// are written at once, from the line on in which it was masked first.
class EntryWriter
{
public:
    enum class Form : uint8_t { Har, JsonLines };

    EntryWriter(Form, OutputFile &, const ExportOptions &);

    void begin();
    // HAR has entries of HTTP alone; what is none stands in lists beside them.
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
        std::optional<SpoolFile> spool;   // until the entries are written
        uint64_t count = 0;
    };
    void write(OutputFile &, Write, const EntrySource &, const base::BodySource &);
    void addBeside(Beside &, Write, const EntrySource &, const base::BodySource &);
    void endBeside(Beside &);

    Form m_form;
    OutputFile &m_out;
    ExportOptions m_options;
    masking::SeenSecrets m_seen;
    masking::Masker m_masker;
    std::optional<SpoolFile> m_spool;     // of a masked export
    Beside m_queries{"_queries", {}}, m_channels{"_channels", {}}, m_conversations{"_conversations", {}}, m_connections{"_connections", {}};
    ExportReport m_report;
};

// All of `ids`, in the order of their start. Error: errno. The caller commits the file.
std::expected<ExportReport, int> writeHar(const exchange::Store &, std::span<const base::ExchangeId> ids,
                                          const base::BodySource &, OutputFile &, const ExportOptions &);
std::expected<ExportReport, int> writeJsonLines(const exchange::Store &, std::span<const base::ExchangeId> ids,
                                                const base::BodySource &, OutputFile &, const ExportOptions &);

} // namespace exporters
