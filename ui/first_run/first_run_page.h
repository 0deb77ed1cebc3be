// SPDX-License-Identifier: GPL-3.0-or-later
// Shown while the list is empty: what Cleartap does, whether everything works on this machine and how to fix what does
// not, and two ways to begin. Checks that nobody needs to act on are folded away.
#pragma once

#include "app/capture/live_source.h"
#include "ui/theme/tokens.h"

#include <QString>
#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace ui {

class Theme;

class FirstRunPage : public QWidget
{
    Q_OBJECT
public:
    explicit FirstRunPage(Theme &, QWidget *parent = nullptr);

    // The checks, in the helper's order; empty: "Checking this machine …".
    void setFindings(const std::vector<wire::Finding> &);
    // No checks before the first start, because they need an administrator's consent.
    void setUnchecked();
    // Why the checks or a start failed, in a sentence (errorText); empty removes it.
    void setError(const QString &);
    // Disables both buttons, with the reason as tooltip, until it is empty again.
    void setBusy(const QString &reason);
    QString url() const;

Q_SIGNALS:
    void startRequested();
    // `url` is http or https and has a host; otherwise the page reports the error itself.
    void tryRequested(const QString &url);

private:
    void rebuild();
    void addRow(QColor Tokens::*, bool hollow, const QString &name, const QString &value, const QString &advice);
    void tryUrl();
    void showUrlProblem(const QString &);

    Theme &m_theme;
    std::vector<wire::Finding> m_findings;
    bool m_unchecked = false, m_unfolded = false;
    QLabel *m_icon, *m_error, *m_urlProblem;
    QVBoxLayout *m_checks;
    QPushButton *m_all, *m_start, *m_try;
    QLineEdit *m_url;
};

} // namespace ui
