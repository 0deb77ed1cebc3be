// SPDX-License-Identifier: GPL-3.0-or-later
// The messages inside an exchange: a list with a filter and the selected one below it; or all of them as one stream.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/store.h"
#include "ui/background/background.h"
#include "ui/body/body_content.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace ui {

class BodyView;
class ItemListModel;
class StreamView;
class Theme;

class MessagesView : public QWidget
{
    Q_OBJECT
public:
    explicit MessagesView(Theme &, QWidget *parent = nullptr);
    ~MessagesView() override;

    // `store` must live until the next call, or clear(). Shows the last message of a running exchange, else the
    // first.
    void showExchange(const exchange::Store &, std::shared_ptr<const base::BodySource>, exchange::ExchangeId);
    // After Store::apply.
    void refresh();
    void clear();
    // For decoding gRPC messages.
    void setProtobufTypes(std::shared_ptr<const decode::ProtobufTypes>);

    ItemListModel *model() const { return m_model; }
    QTableView *table() const { return m_table; }
    BodyView *body() const { return m_body; }
    StreamView *stream() const { return m_stream; }
    QLineEdit *filterBox() const { return m_filter; }
    void setStream(bool stream);
    void setFollows(bool follows);
    bool follows() const;
    // The selected message's contents are shown.
    bool settled() const { return !m_reading; }

public Q_SLOTS:
    void copy();
    void save();

protected:
    void contextMenuEvent(QContextMenuEvent *) override;

private:
    QWidget *makeBar();
    void setUpTable();
    void applyFilter();
    void showCurrent();
    void toEnd();
    std::optional<std::vector<std::byte>> chosenBytes() const;

    Theme &m_theme;
    ItemListModel *m_model;
    QTableView *m_table;
    BodyView *m_body;
    StreamView *m_stream;
    QStackedWidget *m_pages;
    QSplitter *m_splitter;
    QLineEdit *m_filter;
    QToolButton *m_sent, *m_received, *m_follow, *m_asStream, *m_hex;
    QTimer m_filterDelay;
    Background m_work;
    std::string m_contentType;        // of every message, if the exchange states it
    std::shared_ptr<const decode::ProtobufTypes> m_types;
    exchange::Exchange m_exchange;
    uint64_t m_limit = shownMax;
    BodyLook m_look = BodyLook::Readable;   // the last one chosen
    bool m_reading = false, m_moving = false;
};

} // namespace ui
