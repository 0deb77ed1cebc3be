// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/writing.h"

#include "app/cli/verbs.h"
#include "app/decode/protobuf_types.h"
#include "app/session/content_search.h"

#include <fmt/core.h>
#include <fmt/format.h>

#include <utility>

namespace cli {

std::expected<filter::Filter, int> filterOf(const Options &options)
{
    auto filter = filter::compile(options.filter);
    if (filter)
        return *filter;
    return std::unexpected(fail(Usage, fmt::format("Invalid filter at character {}: {}.",
                                                   filter.error().position + 1, filter.error().message)));
}

std::expected<exporters::ExportOptions, int> exportOptions(const Options &options)
{
    exporters::ExportOptions result;
    if (!options.protos.empty()) {
        auto types = std::make_shared<decode::ProtobufTypes>();
        for (const std::string &path : options.protos)
            for (const std::string &problem : types->add(path))
                fmt::print(stderr, "cleartap-cli: {}\n", problem);
        if (types->fileCount() == 0)
            return std::unexpected(fail(BadFile, "No protobuf definition could be read: correct --proto, or omit it."));
        result.types = std::move(types);
    }
    result.masked = !options.unmasked;
    result.key = masking::randomKey();
    result.creatorVersion = CLEARTAP_VERSION;
    return result;
}

std::expected<exporters::ExportReport, int> writeHarFile(exporters::OutputFile &file, const exporters::ExportOptions &options,
                                                         const filter::Filter &filter, const exchange::Store &store,
                                                         const base::BodySource &bodies)
{
    session::DirectLookup contents(store, bodies);
    const auto ids = filter.run(store, 0, store.size(), &contents);
    auto report = exporters::writeHar(store, ids, bodies, file, options);
    if (!report)
        return report;
    if (const auto committed = file.commit(); !committed)
        return std::unexpected(committed.error());
    return report;
}

LineWriter::LineWriter(exporters::OutputFile file, const exporters::ExportOptions &options, filter::Filter filter)
    : m_file(std::move(file))
    , m_writer(exporters::EntryWriter::Form::JsonLines, m_file, options)
    , m_filter(std::move(filter))
{
    m_writer.begin();
}

std::expected<std::unique_ptr<LineWriter>, int> LineWriter::create(const std::string &path,
                                                                   const exporters::ExportOptions &options,
                                                                   filter::Filter filter)
{
    auto file = exporters::OutputFile::create(path);
    if (!file)
        return std::unexpected(file.error());
    return std::unique_ptr<LineWriter>(new LineWriter(std::move(*file), options, std::move(filter)));
}

bool LineWriter::flush()
{
    m_file.flush();
    return m_file.error() == 0;
}

void LineWriter::add(const exchange::Store &store, exchange::ExchangeId id, const base::BodySource &bodies)
{
    if (id < m_settled || store.state(id) == exchange::State::InProgress || !m_written.insert(id).second)
        return;
    session::DirectLookup contents(store, bodies);
    if (m_filter.matches(store, id, &contents))
        m_writer.add(exporters::entrySource(store, id), bodies);
    while (m_written.erase(m_settled))
        ++m_settled;
}

std::expected<exporters::ExportReport, int> LineWriter::finish(const exchange::Store &store,
                                                               const base::BodySource &bodies)
{
    session::DirectLookup contents(store, bodies);
    for (exchange::ExchangeId id = m_settled; id < store.size(); ++id)
        if (!m_written.contains(id) && m_filter.matches(store, id, &contents))
            m_writer.add(exporters::entrySource(store, id), bodies);
    m_writer.end();
    if (const auto committed = m_file.commit(); !committed)
        return std::unexpected(committed.error());
    return m_writer.report();
}

} // namespace cli
