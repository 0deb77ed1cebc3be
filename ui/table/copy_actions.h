// SPDX-License-Identifier: GPL-3.0-or-later
// What can be taken out of the list: requests to send again, rows as tables, bodies and Hurl files.
#pragma once

#include "app/exporters/har_writer.h"

#include <QList>
#include <QObject>

#include <string>
#include <vector>

class QAction;
class QKeySequence;
class QMenu;

namespace exporters {
struct SentRequest;
}

namespace ui {

class ExchangeView;
class Workspace;

class CopyActions : public QObject
{
    Q_OBJECT
public:
    // Those with keys become the view's.
    CopyActions(Workspace &, ExchangeView &);

    void addTo(QMenu &);
    bool has(QAction *action) const { return m_keyed.contains(action); }
    // While a menu shows them: what needs an HTTP request says so if the row is none.
    void setRequest(bool isRequest);
    void enableAll();
    // To files and folders that the user has chosen.
    void saveBodies(const QString &folder);
    void saveHurl(const QString &path);

private:
    using Write = std::string (*)(const exporters::SentRequest &);

    void addForm(const QString &text, Write);
    void copyUrls();
    void copyCurl();
    void copyRequest(Write, const QString &done);
    QString copiedText(const QString &form) const;
    void copyRows(bool markdown);
    void chooseBodyFolder();
    void chooseHurlFile();
    std::vector<exporters::EntrySource> selectedEntries() const;

    Workspace &m_workspace;
    ExchangeView &m_view;
    QMenu *m_forms, *m_tables;
    QList<QAction *> m_keyed;
};

} // namespace ui
