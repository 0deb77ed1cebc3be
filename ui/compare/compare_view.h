// SPDX-License-Identifier: GPL-3.0-or-later
// Two exchanges side by side: what each is, and a table of what differs.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/store.h"
#include "ui/background/background.h"
#include "ui/compare/comparison_model.h"

#include <QWidget>

#include <memory>

class QLabel;
class QTableView;
class QToolButton;

namespace ui {

class ElidedLabel;
class Theme;

class CompareView : public QWidget
{
    Q_OBJECT
public:
    explicit CompareView(const Theme &, QWidget *parent = nullptr);

    // Reads the store now; heads and bodies on another thread.
    void showExchanges(const exchange::Store &, std::shared_ptr<const base::BodySource>, exchange::ExchangeId left, exchange::ExchangeId right);
    void clear();
    ComparisonModel &model() { return m_model; }
    QString summary() const;
    bool isReading() const { return m_isReading; }

Q_SIGNALS:
    void closed();

protected:
    void keyPressEvent(QKeyEvent *) override;

private:
    void take(std::vector<ComparisonRow>);
    void copySelected() const;
    void fitColumns();
    void resizeEvent(QResizeEvent *) override;

    ComparisonModel m_model;
    QTableView *m_table;
    ElidedLabel *m_left, *m_right;
    QLabel *m_title, *m_summary;
    QToolButton *m_equalToo;
    bool m_isReading = false;
    Background m_reading;
};

} // namespace ui
