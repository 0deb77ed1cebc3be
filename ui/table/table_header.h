// SPDX-License-Identifier: GPL-3.0-or-later
// The head of the exchange table: titles with a small arrow at the one that sorts, a menu that
// chooses columns, and widths and places that are remembered by the columns' names.
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

    // Once the model is set.
    void setDefaults();
    // "path:250:shown", in their order on screen; unknown or malformed entries are passed over.
    QStringList layoutState() const;
    void restoreLayout(const QStringList &);
    QSize sizeHint() const override;

    // Bars begin at the left edge, so that lengths and phases compare; else they lie where they
    // happened within the visible time.
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
