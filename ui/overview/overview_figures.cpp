// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_figures.h"

#include "ui/models/filter_terms.h"
#include "ui/models/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::OverviewFigures)
};

double share(uint64_t part, uint64_t whole) { return whole > 0 ? double(part) / double(whole) : 0; }

std::vector<Figure> named(const std::vector<OverviewCounts::Name> &names, const char *field)
{
    std::vector<Figure> figures;
    figures.reserve(names.size());
    for (const OverviewCounts::Name &name : names)
        figures.push_back({ clippedText(name.name, 256), countText(name.exchanges), clippedText(name.name), share(name.exchanges, names.front().exchanges),
                            { exactTerm(field, text(name.name)) } });
    return figures;
}

// A pattern matches the path without its query.
QString pathTerm(const std::string &pattern)
{
    const QString path = text(pattern);
    if (path.contains(QLatin1Char('*')))
        return filterTerm("path", path);
    const QString whole = exactTerm("path", path), queried = filterTerm("path", path + QStringLiteral("?*"));
    return whole.isEmpty() || queried.isEmpty() ? QString() : QStringLiteral("(%1 or %2)").arg(whole, queried);
}

} // namespace

std::vector<Figure> sumFigures(const OverviewCounts &counts)
{
    const OverviewCounts::Sum &sum = counts.sum();
    return { { Words::tr("Exchanges"), countText(sum.exchanges), Words::tr("That have ended"), sum.exchanges ? 1.0 : 0.0, {}, &Tokens::receive },
             { Words::tr("Errors"), countText(sum.errors), Words::tr("Status 4xx and 5xx, refused and broken connections"), share(sum.errors, sum.exchanges),
               { QStringLiteral("is:error") }, &Tokens::bad },
             { Words::tr("Sent"), sizeText(sum.sent), Words::tr("In the bodies of requests"), share(sum.sent, std::max(sum.sent, sum.received)), { QStringLiteral("sent>0") }, &Tokens::send },
             { Words::tr("Received"), sizeText(sum.received), Words::tr("In the bodies of responses"), share(sum.received, std::max(sum.sent, sum.received)),
               { QStringLiteral("size>0") }, &Tokens::receive } };
}

std::vector<Figure> statusFigures(const OverviewCounts &counts)
{
    static constexpr QColor Tokens::*colours[] = { &Tokens::dim, &Tokens::info, &Tokens::good, &Tokens::info, &Tokens::bad, &Tokens::bad };
    const auto &classes = counts.statusClasses();
    const uint64_t most = *std::ranges::max_element(classes);
    std::vector<Figure> figures;
    for (size_t number = 1; number < classes.size(); ++number)
        if (classes[number] > 0)
            figures.push_back({ QStringLiteral("%1xx").arg(number), countText(classes[number]), {}, share(classes[number], most),
                                { QStringLiteral("status:%1xx").arg(number) }, colours[number] });
    if (classes[0] > 0)
        figures.push_back({ Words::tr("none"), countText(classes[0]), Words::tr("Without a status: no answer, or a protocol that has none"), share(classes[0], most),
                            { QStringLiteral("-status>0") }, colours[0] });
    return figures;
}

std::vector<Figure> pathFigures(const OverviewCounts &counts, int most)
{
    const auto paths = counts.slowestPaths(size_t(most));
    std::vector<Figure> figures;
    figures.reserve(paths.size());
    for (const OverviewCounts::Path &path : paths) {
        const QString name = QStringLiteral("%1 %2%3").arg(text(path.method), text(path.host), clippedText(path.path, 256));
        QStringList terms;
        for (const QString &term : { path.host.empty() ? QString() : exactTerm("host", text(path.host)), pathTerm(path.path) })
            if (!term.isEmpty())
                terms << term;
        figures.push_back({ name, durationText(path.mean()),
                            Words::tr("%1%2\n%3 exchanges, %4 on average, %5 at most")
                                .arg(text(path.host), clippedText(path.path), countText(path.exchanges), durationText(path.mean()), durationText(path.longest)),
                            share(uint64_t(path.mean()), uint64_t(paths.front().mean())), terms, &Tokens::wait });
    }
    return figures;
}

std::vector<Figure> processFigures(const OverviewCounts &counts, int most) { return named(counts.busiestProcesses(size_t(most)), "proc"); }

std::vector<Figure> hostFigures(const OverviewCounts &counts, int most) { return named(counts.hosts(size_t(most)), "host"); }

std::vector<Figure> tlsFigures(const OverviewCounts &counts)
{
    std::vector<Figure> figures;
    const auto versions = counts.tlsVersions();
    figures.reserve(versions.size());
    for (const OverviewCounts::Name &version : versions) {
        const bool plain = version.name.empty();
        figures.push_back({ plain ? Words::tr("not encrypted") : version.name == "TLS" ? Words::tr("TLS, version unknown") : text(version.name), countText(version.exchanges), {},
                            share(version.exchanges, versions.front().exchanges),
                            { plain ? QStringLiteral("-is:tls") : version.name == "TLS" ? QStringLiteral("tls:unknown") : exactTerm("tls", text(version.name)) }, &Tokens::tls });
    }
    return figures;
}

} // namespace ui
