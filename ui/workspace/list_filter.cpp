// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/list_filter.h"

#include "app/filter/node.h"

#include <QStringList>

#include <utility>

namespace ui {

namespace {

// The terms side by side in `text`; a parenthesis with its contents is one.
QStringList termsOf(const QString &text)
{
    QStringList terms;
    QString term;
    int depth = 0;
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isSpace() && !quoted && depth == 0) {
            if (!term.isEmpty())
                terms << std::exchange(term, QString());
            continue;
        }
        term += c;
        if (quoted && c == QLatin1Char('\\') && i + 1 < text.size())
            term += text[++i];
        else if (c == QLatin1Char('"'))
            quoted = !quoted;
        else if (!quoted)
            depth += c == QLatin1Char('(') ? 1 : c == QLatin1Char(')') ? -1 : 0;
    }
    if (!term.isEmpty())
        terms << term;
    return terms;
}

QString opposite(const QString &term)
{
    return term.startsWith(QLatin1Char('-')) ? term.mid(1) : QLatin1Char('-') + term;
}

} // namespace

ListFilter::ListFilter(QObject *parent)
    : QObject(parent)
{
}

void ListFilter::setText(const QString &text)
{
    auto compiled = filter::compile(text.toStdString());
    if (!compiled || text == m_text)
        return;
    m_text = text;
    m_typed = std::move(*compiled);
    Q_EMIT textChanged(m_text);
    Q_EMIT changed();
}

void ListFilter::addTerm(const QString &term)
{
    QStringList terms = termsOf(m_text);
    // "or" binds less than terms side by side.
    if (m_typed.root() && m_typed.root()->kind == filter::Node::Kind::Any && terms.size() > 1)
        terms = { QStringLiteral("(%1)").arg(m_text.trimmed()) };
    if (terms.contains(term))
        return;
    terms.removeAll(opposite(term));
    setText((terms << term).join(QLatin1Char(' ')));
}

void ListFilter::setPreset(const filter::Filter &preset)
{
    m_preset = preset;
    Q_EMIT changed();
}

void ListFilter::setMachine(const filter::Filter &machine)
{
    m_machine = machine;
    Q_EMIT changed();
}

void ListFilter::setScope(const std::optional<TreeScope> &scope)
{
    if (scope == m_scope)
        return;
    m_scope = scope;
    Q_EMIT changed();
}

void ListFilter::clear()
{
    setText(QString());
    m_preset = m_machine = {};
    m_scope.reset();
    Q_EMIT cleared();
    Q_EMIT changed();
}

std::vector<filter::Filter> ListFilter::terms() const
{
    std::vector<filter::Filter> terms;
    for (const filter::Filter &term : { m_typed, m_preset, m_machine })
        if (!term.empty())
            terms.push_back(term);
    return terms;
}

} // namespace ui
