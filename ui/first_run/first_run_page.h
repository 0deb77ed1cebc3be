// SPDX-License-Identifier: GPL-3.0-or-later
// What the window shows while there is nothing to list: what Cleartap does, what works on this
// machine and what to do where it does not, and two ways to begin.
#pragma once

#include "app/capture/live_source.h"

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
    // There will be no checks before the first start, which needs an administrator's consent.
    void setUnchecked();
    // Why the checks or a start did not work, in a sentence (errorText); empty takes it away.
    void setError(const QString &);
    // Both buttons are disabled, with the reason as tooltip, until it is empty again.
    void setBusy(const QString &reason);
    QString url() const;

Q_SIGNALS:
    void startRequested();
    // `url` is http or https and has a host; the page says so itself when it is not.
    void tryRequested(const QString &url);

private:
    void rebuild();
    void tryUrl();
    void showUrlProblem(const QString &);

    Theme &m_theme;
    std::vector<wire::Finding> m_findings;
    bool m_unchecked = false;
    QLabel *m_icon, *m_error, *m_urlProblem;
    QVBoxLayout *m_checks;
    QPushButton *m_start, *m_try;
    QLineEdit *m_url;
};

} // namespace ui
