// SPDX-License-Identifier: GPL-3.0-or-later
// Text that is read from an exchange in the background: once the view is visible, and again as the exchange grows.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/store.h"
#include "ui/background/background.h"

#include <QTextEdit>
#include <QTimer>

#include <functional>
#include <memory>

namespace ui {

class Theme;

class ExchangeTextView : public QTextEdit
{
    Q_OBJECT
public:
    // `store` must live until the next call, or clearExchange().
    void showExchange(const exchange::Store &, std::shared_ptr<const base::BodySource>, exchange::ExchangeId);
    void refresh();
    void clearExchange();
    bool settled() const { return !m_reading && !m_again.isActive(); }

protected:
    ExchangeTextView(Theme &, QWidget *parent);

    // Whether the exchange has more than what was read.
    virtual bool hasGrown() const = 0;
    // Starts to read the exchange, by startReading().
    virtual void read() = 0;
    // What was read is no longer shown.
    virtual void forget() = 0;
    virtual void render() = 0;

    // `work` runs on another thread, and gives what `done` receives on this one.
    template <typename Work, typename Done> void startReading(Work work, Done done)
    {
        m_reading = true;
        m_work.start(std::move(work), [this, done = std::move(done)](auto result) {
            m_reading = false;
            done(std::move(result));
            render();
        });
    }
    void load();
    // Replaces the text, and stays where it was scrolled to: at the end, if it was there and `follows`.
    void rewrite(bool follows, const std::function<void(QTextCursor &)> &write);
    // A block with the words, behind those before it.
    static void addBlock(QTextCursor &, const QTextBlockFormat &, const QTextCharFormat &, const QString &words);

    void showEvent(QShowEvent *) override;

    const Theme &theme() const { return m_theme; }
    const exchange::Store &store() const { return *m_store; }
    const std::shared_ptr<const base::BodySource> &bodies() const { return m_bodies; }
    exchange::ExchangeId id() const { return m_id; }

private:
    const Theme &m_theme;
    const exchange::Store *m_store = nullptr;
    std::shared_ptr<const base::BodySource> m_bodies;
    exchange::ExchangeId m_id = base::noId;
    bool m_reading = false, m_stale = false;
    QTimer m_again;
    Background m_work;
};

} // namespace ui
