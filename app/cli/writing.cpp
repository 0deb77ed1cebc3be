// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/writing.h"

#include "app/cli/call_lookup.h"
#include "app/cli/error_text.h"
#include "app/cli/verbs.h"
#include "app/decode/protobuf_types.h"
#include "app/masking/installation_key.h"
#include "app/masking/rule_file.h"

#include <fmt/core.h>
#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <utility>

#include <sys/stat.h>

namespace cli {

std::expected<filter::Filter, int> filterOf(const Options &options)
{
    return compiledFilter(options.filter);
}

std::expected<filter::Filter, int> compiledFilter(const std::string &text)
{
    auto filter = filter::compile(text);
    if (filter && filter->asksForMarks())
        return std::unexpected(fail(Usage, "Marks and comments are known to the window only: leave mark: and comment: out of the filter."));
    if (filter)
        return *filter;
    return std::unexpected(fail(Usage, fmt::format("Invalid filter at character {}: {}.",
                                                   filter.error().position + 1, filter.error().message)));
}

namespace {

std::string ruleErrorText(const std::string &path, const masking::RuleFileError &error)
{
    using Kind = masking::RuleFileError::Kind;
    const std::string where = error.line ? fmt::format("{}, line {}: ", path, error.line) : path + ": ";
    if (error.kind == Kind::UnknownKind)
        return where + fmt::format("\"{}\" is no kind of rule; begin the line with header, name or form.", error.words);
    if (error.kind == Kind::Missing)
        return where + (error.words == "form" ? "write form NAME = REGEX." : fmt::format("write {} and the name.", error.words));
    if (error.kind == Kind::TooMany)
        return where + fmt::format("there are more than {} rules.", error.words);
    return where + fmt::format("the regular expression cannot be used: {}.", error.words);
}

int tellRuleErrors(const std::string &path, const std::vector<masking::RuleFileError> &errors)
{
    for (size_t i = 0; i + 1 < errors.size(); ++i)
        fmt::print(stderr, "cleartap-cli: {}\n", ruleErrorText(path, errors[i]));
    return fail(Usage, ruleErrorText(path, errors.back()));
}

// The text of a file of good rules.
std::expected<std::string, int> readRules(const std::string &path)
{
    errno = 0;
    std::ifstream file(path);
    std::string text(masking::ruleFileMax + 1, '\0');
    file.read(text.data(), std::streamsize(text.size()));
    if (file.bad() || !file.eof())
        return std::unexpected(fail(BadFile, fileText("read", path, file.gcount() == std::streamsize(text.size()) ? EFBIG : errno ? errno : EINVAL)));
    text.resize(size_t(file.gcount()));
    if (const auto rules = masking::parseRules(text); !rules)
        return std::unexpected(tellRuleErrors(path, rules.error()));
    return text;
}

// The user's own, which the window keeps, and those of a file named besides.
std::expected<masking::Rules, int> maskRules(const std::string &named)
{
    std::string own, further;
    struct stat status{};
    const std::string path = masking::ownRulesPath();
    if (!path.empty() && (lstat(path.c_str(), &status) == 0 || errno != ENOENT)) {
        auto text = readRules(path);
        if (!text)
            return std::unexpected(text.error());
        own = std::move(*text);
    }
    if (!named.empty()) {
        auto text = readRules(named);
        if (!text)
            return std::unexpected(text.error());
        further = std::move(*text);
    }
    auto rules = masking::parseRules(own, further);
    if (!rules)
        return std::unexpected(tellRuleErrors(named, rules.error()));
    return std::move(*rules);
}

// Of this installation, so that tags can be compared between files; if it cannot be kept, of this export alone.
masking::Key maskKey(bool needed)
{
    const std::string path = needed ? masking::installationKeyPath() : std::string();
    if (path.empty())
        return masking::randomKey();
    const auto key = masking::installationKey(path);
    if (key)
        return *key;
    fmt::print(stderr, "cleartap-cli: {} Tags in this file cannot be compared with those in others.\n", fileText("use", path, key.error()));
    return masking::randomKey();
}

} // namespace

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
    if (result.masked) {
        auto rules = maskRules(options.maskRules);
        if (!rules)
            return std::unexpected(rules.error());
        result.rules = std::move(*rules);
    }
    result.rules.mode = options.maskMode;
    result.key = maskKey(result.masked);
    result.creatorVersion = CLEARTAP_VERSION;
    return result;
}

std::expected<exporters::ExportReport, int> writeHarFile(exporters::OutputFile &file, const exporters::ExportOptions &options,
                                                         const filter::Filter &filter, const exchange::Store &store,
                                                         const calls::Calls &calls, const base::BodySource &bodies)
{
    CallLookup contents(store, calls, bodies);
    const auto ids = filter.run(store, 0, store.size(), &contents);
    auto report = exporters::writeHar(store, ids, bodies, file, options, &calls);
    if (!report)
        return report;
    if (const auto committed = file.commit(); !committed)
        return std::unexpected(committed.error());
    return report;
}

void addGolden(exporters::GoldenLines &lines, const filter::Filter &filter, const exchange::Store &store, const calls::Calls &calls,
               std::span<const exchange::ExchangeId> ids, const base::BodySource &bodies)
{
    CallLookup contents(store, calls, bodies);
    for (const exchange::ExchangeId id : ids)
        if (filter.matches(store, id, &contents))
            lines.add(exporters::entrySource(store, id, &calls), bodies);
}

std::expected<void, int> writeGoldenFile(exporters::OutputFile &file, exporters::GoldenLines &lines)
{
    lines.write(file);
    return file.commit();
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

void LineWriter::add(const exchange::Store &store, const calls::Calls &calls, std::span<const exchange::ExchangeId> ids, const base::BodySource &bodies)
{
    CallLookup contents(store, calls, bodies);
    for (const exchange::ExchangeId id : ids)
        if (m_filter.matches(store, id, &contents))
            m_writer.add(exporters::entrySource(store, id, &calls), bodies);
}

std::expected<exporters::ExportReport, int> LineWriter::finish()
{
    m_writer.end();
    if (const auto committed = m_file.commit(); !committed)
        return std::unexpected(committed.error());
    return m_writer.report();
}

} // namespace cli
