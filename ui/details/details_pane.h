// SPDX-License-Identifier: GPL-3.0-or-later
// Everything known about one exchange: request at the left, response at the right; timing, connection, TLS and
// process below the request.
#pragma once

#include "app/base/body_source.h"
#include "app/calls/calls.h"
#include "app/exchange/store.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <optional>

class QSplitter;

namespace decode {
class ProtobufTypes;
}

namespace ui {

class Theme;
class ConversationView;
class MessagePane;
class FactsPane;
class MessagesView;

class DetailsPane : public QWidget
{
    Q_OBJECT
public:
    explicit DetailsPane(Theme &, QWidget *parent = nullptr);
    ~DetailsPane() override;

    // Shows `id` of `store`. The store is read now and in refresh(), on the caller's thread, and must live until
    // clear() or the next showExchange(); bodies are read on a worker thread. The selected tabs stay. An id beyond
    // the store's size clears the pane.
    void showExchange(const exchange::Store &, std::shared_ptr<const base::BodySource>, exchange::ExchangeId);
    // The shown exchange may have changed (after Store::apply): updates what is new, keeping scroll positions and
    // selections. Cheap if nothing changed.
    void refresh();
    void clear();
    // Where the other halves of calls are, from now on; outlives this.
    void setCalls(const calls::Calls *calls) { m_calls = calls; }
    // For decoding protobuf messages, from now on and in what is already shown.
    void setProtobufTypes(const std::shared_ptr<const decode::ProtobufTypes> &);
    // base::noId if nothing is shown.
    exchange::ExchangeId shown() const { return m_id; }

    MessagePane *request() const { return m_request; }
    MessagePane *response() const { return m_response; }
    FactsPane *facts() const { return m_facts; }
    MessagesView *messages() const { return m_messages; }
    ConversationView *conversation() const { return m_conversation; }

Q_SIGNALS:
    // The user chose to filter by this term of the filter language ("host:api.local", "-type:image").
    void filterRequested(const QString &term);

private:
    void load(bool sameExchange);
    void showMessages(const exchange::Exchange &, bool sameExchange);
    void showConversation(const exchange::Exchange &, bool sameExchange);
    void saveLayout() const;

    const exchange::Store *m_store = nullptr;
    const calls::Calls *m_calls = nullptr;
    std::shared_ptr<const base::BodySource> m_bodies;
    exchange::ExchangeId m_id = base::noId;
    std::optional<exchange::Exchange> m_shown;
    bool m_first = false;              // of its connection
    QSplitter *m_columns, *m_left;
    MessagePane *m_request, *m_response;
    FactsPane *m_facts;
    MessagesView *m_messages;
    ConversationView *m_conversation;
    bool m_messagesShown = false, m_conversationShown = false;      // of this exchange
};

} // namespace ui
