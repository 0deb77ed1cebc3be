// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/message_log.h"

#include "ui/messages/messages_view.h"
#include "ui/models/item_list_model.h"

#include <QDateTime>
#include <QEvent>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTableView>
#include <QTimer>

namespace ui {

MessageLog::MessageLog(MessagesView &view, const QString &path)
    : QObject(&view)
    , m_view(view)
    , m_file(path)
{
    if (m_file.open(QIODevice::WriteOnly))
        view.table()->viewport()->installEventFilter(this);
}

bool MessageLog::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Paint) {
        // After this paint. Rows above the visible ones were seen earlier.
        QTimer::singleShot(0, this, [this] {
            const QTableView &table = *m_view.table();
            const double now = double(QDateTime::currentMSecsSinceEpoch()) / 1000;
            const int bottom = table.rowAt(table.viewport()->height() - 1);
            const int painted = bottom < 0 ? m_view.model()->rowCount() : bottom + 1;
            for (; m_told < painted; ++m_told) {
                const QString contents = m_view.model()->index(m_told, int(ItemColumn::Preview)).data().toString();
                const QJsonObject line{{QStringLiteral("shown"), now}, {QStringLiteral("contents"), contents}};
                m_file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
            }
            m_file.flush();
        });
    }
    return QObject::eventFilter(object, event);
}

} // namespace ui
