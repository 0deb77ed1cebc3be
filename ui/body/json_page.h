// SPDX-License-Identifier: GPL-3.0-or-later
// A JSON body as a tree, with a jq filter above it.
#pragma once

#include "ui/jq/jq_query.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace ui {

class JsonTreeView;
class Theme;

class JsonPage : public QWidget
{
    Q_OBJECT
public:
    explicit JsonPage(Theme &, QWidget *parent = nullptr);

    // Keeps the filter, and applies it: the next body may be of the same kind.
    void setJson(const QByteArray &utf8);
    JsonTreeView *tree() const { return m_tree; }
    QLineEdit *filter() const { return m_filter; }
    QString message() const;
    JqQuery &query() { return m_query; }

private:
    void apply();
    void say(const QString &, bool wrong);

    QByteArray m_json;
    QLineEdit *m_filter;
    QLabel *m_message;
    JsonTreeView *m_tree;
    JqQuery m_query;
    QTimer m_typing;
};

} // namespace ui
