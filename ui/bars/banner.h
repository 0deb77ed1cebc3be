// SPDX-License-Identifier: GPL-3.0-or-later
// A notice across the window: one sentence, at most one action, and a way to dismiss it.
#pragma once

#include "ui/theme/theme.h"
#include "ui/workspace/notices.h"

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

    // Replaces the previous one.
    void tell(const Notice &);
    QString sentence() const;

private:
    QLabel *m_icon, *m_text;
    QPushButton *m_action;
    std::function<void()> m_run;
};

} // namespace ui
