// SPDX-License-Identifier: GPL-3.0-or-later
// All messages of an exchange in sequence, each direction in its own colour, as text or in hex.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/store.h"
#include "ui/background/background.h"

#include <QTextEdit>
#include <QTimer>

#include <memory>
#include <vector>

namespace ui {

class Theme;

class StreamView : public QTextEdit
{
    Q_OBJECT
public:
    explicit StreamView(Theme &, QWidget *parent = nullptr);

    // `store` must live until the next call, or clear(). Read when the view is visible, and again as it grows.
    void showExchange(const exchange::Store &, std::shared_ptr<const base::BodySource>, exchange::ExchangeId);
    void refresh();
    void clearExchange();
    void setHex(bool);
    bool settled() const { return !m_reading && !m_again.isActive(); }

protected:
    void showEvent(QShowEvent *) override;

private:
    struct Run { protocols::Half half; QString text; };
    struct Runs { std::vector<Run> runs; bool whole = true; };
    static Runs read(const base::BodySource &, const std::vector<exchange::Item> &, bool hex, const Background::Superseded &);
    void load();
    void render();

    Theme &m_theme;
    const exchange::Store *m_store = nullptr;
    std::shared_ptr<const base::BodySource> m_bodies;
    exchange::ExchangeId m_id = base::noId;
    uint32_t m_shownItems = 0;
    bool m_hex = false, m_reading = false, m_stale = false;
    Runs m_runs;
    QTimer m_again;
    Background m_work;
};

} // namespace ui
