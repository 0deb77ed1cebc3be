// SPDX-License-Identifier: GPL-3.0-or-later
// The header of the exchange table: titles with a small arrow at the sort column, a menu to choose columns, and
// widths and positions saved under the columns' names.
#pragma once

#include "ui/models/exchange_columns.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QStringList>

namespace ui {

class TableHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit TableHeader(const Theme &, QWidget *parent = nullptr);

    // Call once the model is set.
    void setDefaults();
    // "path:250:shown", in screen order; unknown or malformed entries are ignored.
    QStringList layoutState() const;
    void restoreLayout(const QStringList &);
    QSize sizeHint() const override;

    // In front of the process; only where rows come from several machines.
    void setMachineShown(bool);

    // Bars begin at the left edge, so that lengths and phases can be compared; otherwise they are placed within the
    // visible time.
    bool barsAligned() const { return m_barsAligned; }
    void setBarsAligned(bool);

Q_SIGNALS:
    void barsAlignedChanged(bool aligned);
    void layoutEdited();

protected:
    void paintSection(QPainter *, const QRect &, int section) const override;
    void contextMenuEvent(QContextMenuEvent *) override;

private:
    const Theme &m_theme;
    bool m_barsAligned = true;
};

} // namespace ui
