// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/details_pane.h"

#include "ui/conversation/conversation_view.h"
#include "ui/details/call_rows.h"
#include "ui/details/facts_pane.h"
#include "ui/details/message_pane.h"
#include "ui/messages/messages_view.h"
#include "ui/models/item_cells.h"
#include "ui/theme/theme.h"

#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>

#include <limits>

namespace ui {

namespace {

const QString columnsKey = QStringLiteral("details/columns");
const QString leftKey = QStringLiteral("details/left");
const QString tabsKey = QStringLiteral("details/tabs");

QSplitter *splitter(Qt::Orientation orientation)
{
    auto *splitter = new QSplitter(orientation);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

bool sameMessage(const exchange::Message &a, const exchange::Message &b)
{
    return a.head.size() == b.head.size() && a.trailers.size() == b.trailers.size() && a.bodyBytes == b.bodyBytes
        && a.bodyLost == b.bodyLost && a.begin == b.begin && a.end == b.end && a.complete == b.complete && a.fault == b.fault;
}

} // namespace

DetailsPane::DetailsPane(Theme &theme, QWidget *parent)
    : QWidget(parent), m_columns(splitter(Qt::Horizontal)), m_left(splitter(Qt::Vertical)),
      m_request(new MessagePane(theme, protocols::Half::Request)), m_response(new MessagePane(theme, protocols::Half::Response)),
      m_facts(new FactsPane(theme)),
      m_messages(new MessagesView(theme)),
      m_conversation(new ConversationView(theme))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_columns);
    m_response->addMessages(m_messages);
    m_response->addConversation(m_conversation);
    m_left->addWidget(m_request);
    m_left->addWidget(m_facts);
    m_left->setStretchFactor(0, 1);
    m_left->setSizes({270, 165});
    m_columns->addWidget(m_left);
    m_columns->addWidget(m_response);
    setFocusProxy(m_request);
    m_columns->setSizes({575, 575});
    m_columns->setStretchFactor(0, 1);
    m_columns->setStretchFactor(1, 1);

    const QSettings settings;
    m_columns->restoreState(settings.value(columnsKey).toByteArray());
    m_left->restoreState(settings.value(leftKey).toByteArray());
    for (QSplitter *s : {m_columns, m_left}) {
        s->setHandleWidth(1); // restoreState resets it
        connect(s, &QSplitter::splitterMoved, this, &DetailsPane::saveLayout);
    }
    // Most people want the response body.
    m_response->setCurrentPage(MessagePane::Body);
    const QList<QVariant> tabs = settings.value(tabsKey).toList();
    const std::initializer_list<TabbedPane *> panes{m_request, m_response, m_facts};
    for (qsizetype i = 0; TabbedPane *pane : panes) {
        if (i < tabs.size())
            pane->setCurrentPage(tabs[i].toInt());
        ++i;
        connect(pane, &TabbedPane::pageShown, this, &DetailsPane::saveLayout);
    }
    connect(m_request, &MessagePane::filterRequested, this, &DetailsPane::filterRequested);
    connect(m_response, &MessagePane::filterRequested, this, &DetailsPane::filterRequested);
    connect(m_facts, &FactsPane::filterRequested, this, &DetailsPane::filterRequested);
}

DetailsPane::~DetailsPane() = default;

void DetailsPane::saveLayout() const
{
    QSettings settings;
    settings.setValue(columnsKey, m_columns->saveState());
    settings.setValue(leftKey, m_left->saveState());
    settings.setValue(tabsKey, QList<QVariant>{m_request->wantedPage(), m_response->wantedPage(), m_facts->wantedPage()});
}

void DetailsPane::showExchange(const exchange::Store &store, std::shared_ptr<const base::BodySource> bodies, exchange::ExchangeId id)
{
    if (id >= store.size() || bodies == nullptr) {
        clear();
        return;
    }
    if (m_store == &store && m_id == id && m_bodies == bodies) {
        refresh();
        return;
    }
    m_store = &store;
    m_bodies = std::move(bodies);
    m_id = id;
    load(false);
}

void DetailsPane::refresh()
{
    if (m_store == nullptr)
        return;
    if (m_id >= m_store->size()) {
        clear();
        return;
    }
    load(true);
}

void DetailsPane::setProtobufTypes(const std::shared_ptr<const decode::ProtobufTypes> &types)
{
    m_request->setProtobufTypes(types);
    m_response->setProtobufTypes(types);
    m_messages->setProtobufTypes(types);
}

void DetailsPane::clear()
{
    m_store = nullptr;
    m_bodies.reset();
    m_id = base::noId;
    m_shown.reset();
    m_request->clear();
    m_response->clear();
    m_facts->clear();
    m_messages->clear();
    m_messagesShown = false;
    m_conversation->clearExchange();
    m_conversationShown = false;
    m_response->setPageVisible(MessagePane::Conversation, false);
}

void DetailsPane::showConversation(const exchange::Exchange &e, bool sameExchange)
{
    const bool shows = protocols::isModelCall(e.dialect);
    if (m_conversationShown && (!shows || !sameExchange))
        m_conversation->clearExchange();
    if (shows && m_conversationShown && sameExchange)
        m_conversation->refresh();
    else if (shows)
        m_conversation->showExchange(*m_store, m_bodies, m_id);
    m_conversationShown = shows;
    m_response->setPageVisible(MessagePane::Conversation, shows);
}

void DetailsPane::showMessages(const exchange::Exchange &e, bool sameExchange)
{
    const uint32_t count = m_store->itemCount(m_id);
    if (!sameExchange && m_messagesShown) {
        m_messages->clear();
        m_messagesShown = false;
    }
    if (count == 0 && e.kind != exchange::Kind::Channel)
        return;
    if (m_messagesShown)
        m_messages->refresh();
    else
        m_messages->showExchange(*m_store, m_bodies, m_id);
    m_messagesShown = true;
    // Half a conversation is not a body; the rows of an answer matter more than its status.
    const bool rows = e.kind == exchange::Kind::Query && m_store->item(m_id, count - 1).half == protocols::Half::Response;
    m_response->showMessages(itemsName(e, m_store->item(m_id, 0)), count, rows || e.kind == exchange::Kind::Conversation);
}

void DetailsPane::load(bool sameExchange)
{
    exchange::Exchange e = m_store->exchange(m_id);
    const auto &connections = m_store->connections();
    const auto &processes = m_store->processes();
    const exchange::Connection *connection = e.connection < connections.size() ? &connections[e.connection] : nullptr;
    const exchange::Process *process = e.process < processes.size() ? &processes[e.process] : nullptr;
    if (!sameExchange) {
        m_first = connection != nullptr;
        for (exchange::ExchangeId before = m_id; m_first && before-- > 0;)
            m_first = m_store->connection(before) != e.connection;
    }
    const auto series = m_store->tcp(e.connection, std::numeric_limits<base::Time>::min(), std::numeric_limits<base::Time>::max());
    m_facts->showFacts(e, connection, series, process, m_first,
                       m_calls ? callRows(*m_store, calls::account(*m_store, *m_calls, m_id)) : std::vector<FieldRow>());
    const bool stateChanged = !m_shown || m_shown->state != e.state || m_shown->reason != e.reason;
    if (!sameExchange || stateChanged || !sameMessage(m_shown->request, e.request))
        m_request->showMessage(m_bodies, e, sameExchange);
    if (!sameExchange || stateChanged || !sameMessage(m_shown->response, e.response))
        m_response->showMessage(m_bodies, e, sameExchange);
    showMessages(e, sameExchange);
    showConversation(e, sameExchange);
    m_shown = std::move(e);
}

} // namespace ui
