// SPDX-License-Identifier: GPL-3.0-or-later
// A notice across the window: one sentence, at most one action, and a way to dismiss it.
#pragma once

#include "ui/theme/theme.h"

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;

namespace ui {

class Banner : public QFrame
{
    Q_OBJECT
public:
    explicit Banner(const Theme &, QWidget *parent = nullptr);

    // Replaces the previous notice. `detail` is technical, for the tooltip; without `action` there is no button.
    void tell(const QString &sentence, const QString &detail = {}, const QString &actionText = {}, std::function<void()> action = {});
    QString sentence() const;

private:
    QLabel *m_icon, *m_text;
    QPushButton *m_action;
    std::function<void()> m_run;
};

} // namespace ui
