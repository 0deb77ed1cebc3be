// SPDX-License-Identifier: GPL-3.0-or-later
// Offset, sixteen bytes, and the same in ASCII; of any number of lines only the visible ones are read. Selectable by
// mouse and keyboard, copied as text or as hex.
#pragma once

#include "ui/hex/hex_data.h"

#include <QAbstractScrollArea>

#include <optional>

namespace ui {

class Theme;

class HexView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit HexView(Theme &, QWidget *parent = nullptr);

    // Null: empty. `sameBytes` keeps cursor and scroll position (the data grew).
    void setData(std::shared_ptr<const HexData>, bool sameBytes = false);
    uint64_t size() const { return m_data ? m_data->size() : 0; }
    // Selected bytes [first, first + second); empty if there is no selection.
    std::pair<uint64_t, uint64_t> selection() const;
    void select(uint64_t from, uint64_t count);
    // One line as painted: "00000010  48 54 …  HT…".
    QString lineText(uint64_t line) const;

public Q_SLOTS:
    void copyText() const; // printable ASCII, dots for the rest
    void copyHex() const;  // "48 54 54 50"
    void copyDump() const; // the selected lines as painted
    void selectAll();

protected:
    void paintEvent(QPaintEvent *) override;
    void resizeEvent(QResizeEvent *) override;
    void keyPressEvent(QKeyEvent *) override;
    void mousePressEvent(QMouseEvent *) override;
    void mouseMoveEvent(QMouseEvent *) override;
    void contextMenuEvent(QContextMenuEvent *) override;
    bool event(QEvent *) override;

private:
    uint64_t lines() const { return (size() + 15) / 16; }
    int visibleLines() const;
    uint64_t firstLine() const;
    void setFirstLine(uint64_t line);
    void updateScrollBars();
    void moveCursor(int64_t by, bool extend);
    void placeCursor(uint64_t position, bool extend);
    std::optional<uint64_t> positionAt(QPoint) const;
    int hexX(int column) const;
    int textX(int column) const;
    QByteArray selectedBytes() const;

    Theme &m_theme;
    std::shared_ptr<const HexData> m_data;
    uint64_t m_cursor = 0, m_anchor = 0;
    bool m_selected = false;
    int m_charWidth = 7, m_lineHeight = 18, m_offsetDigits = 8;
};

} // namespace ui
