// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/term_completer.h"

#include "app/filter/filter.h"

namespace ui {

TermCompleter::TermCompleter(QStringListModel *history, QObject *parent)
    : QCompleter(parent)
    , m_history(history)
{
    setModel(&m_all);
    setCaseSensitivity(Qt::CaseInsensitive);
    setFilterMode(Qt::MatchContains);
    connect(m_history, &QAbstractItemModel::modelReset, this, &TermCompleter::join);
    connect(m_history, &QAbstractItemModel::dataChanged, this, &TermCompleter::join);
    join();
}

void TermCompleter::join()
{
    QStringList all;
    for (const std::string &word : filter::words())
        all << QString::fromStdString(word);
    m_words = all.size();
    for (const QString &used : m_history->stringList())
        if (!all.contains(used))
            all << used;
    m_all.setStringList(all);
}

QStringList TermCompleter::splitPath(const QString &path) const
{
    const qsizetype word = path.lastIndexOf(QLatin1Char(' ')) + 1;
    const bool negated = path.size() > word && path[word] == QLatin1Char('-');
    m_before = path.left(word + negated);
    return {path.mid(m_before.size())};
}

QString TermCompleter::pathFromIndex(const QModelIndex &index) const
{
    const QString chosen = QCompleter::pathFromIndex(index);
    const bool isWord = m_all.stringList().mid(0, m_words).contains(chosen);
    return isWord ? m_before + chosen : chosen;
}

bool TermCompleter::isWhole(const QString &text) const
{
    const QString word = splitPath(text).constFirst();
    if (word.isEmpty() || word.endsWith(QLatin1Char(':')))
        return false;
    return m_all.stringList().contains(word, Qt::CaseInsensitive) || m_all.stringList().contains(text, Qt::CaseInsensitive);
}

} // namespace ui
