// SPDX-License-Identifier: GPL-3.0-or-later
// Plots of a connection's TCP figures over one time axis, with the exchange marked. The wheel or a drag zooms, a double
// click shows all; the pointer, or the arrow keys, read off.
#pragma once

#include "ui/details/tcp_curves.h"

#include <QWidget>

#include <optional>
#include <utility>
#include <vector>

namespace ui {

class Theme;

class TcpPlot : public QWidget
{
    Q_OBJECT
public:
    explicit TcpPlot(const Theme &, QWidget *parent = nullptr);

    // The exchange's time: 0 if unknown. The zoom stays if `same` connection is shown.
    void setCurves(std::vector<TcpCurve>, base::Time exchangeBegin, base::Time exchangeEnd, bool same);
    bool isEmpty() const { return m_curves.empty(); }
    base::Time begin() const { return m_begin; }    // of what is visible
    base::Time end() const { return m_end; }
    base::Time timeAt(int x) const;
    int placeOf(base::Time) const;
    // What is read off, one line a plot; empty if nothing is.
    QString readOff() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *) override;
    void wheelEvent(QWheelEvent *) override;
    void mousePressEvent(QMouseEvent *) override;
    void mouseMoveEvent(QMouseEvent *) override;
    void mouseReleaseEvent(QMouseEvent *) override;
    void mouseDoubleClickEvent(QMouseEvent *) override;
    void keyPressEvent(QKeyEvent *) override;
    void leaveEvent(QEvent *) override;

private:
    int plots() const;
    QRect plot(int number) const;
    void showAll();
    void zoom(base::Time around, double factor);
    void showRange(base::Time begin, base::Time end);
    void read(std::optional<base::Time>);
    void paintPlot(QPainter &, int number, size_t first, size_t end) const;
    void paintCurve(QPainter &, const QRect &, const TcpCurve &, double top, const QColor &) const;
    QString legend(size_t first, size_t end) const;

    const Theme &m_theme;
    std::vector<TcpCurve> m_curves;
    base::Time m_first = 0, m_last = 0;               // of all points
    base::Time m_begin = 0, m_end = 0;
    base::Time m_exchangeBegin = 0, m_exchangeEnd = 0;
    std::optional<base::Time> m_read;
    std::optional<std::pair<int, int>> m_drag;        // from, to: pixels
};

} // namespace ui
