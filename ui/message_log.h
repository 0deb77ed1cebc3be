// SPDX-License-Identifier: GPL-3.0-or-later
// For tests: logs when each message of the shown exchange was painted, one JSON line each: {"shown": seconds since
// 1970, "contents": its preview}.
#pragma once

#include <QFile>
#include <QObject>

namespace ui {

class MessagesView;

class MessageLog : public QObject
{
    Q_OBJECT
public:
    MessageLog(MessagesView &, const QString &path);

    bool eventFilter(QObject *, QEvent *) override;

private:
    MessagesView &m_view;
    QFile m_file;
    int m_told = 0;
};

} // namespace ui
