// SPDX-License-Identifier: GPL-3.0-or-later
// One half of an exchange: headers, query, cookies, body, raw bytes. Head and body are read on worker threads; the
// body only once a page shows it.
#pragma once

#include "ui/body/body_content.h"
#include "ui/body/body_save.h"
#include "ui/details/message_head.h"
#include "ui/details/page_reading.h"
#include "ui/details/tabbed_pane.h"

#include <QTimer>

#include <memory>
#include <optional>

namespace ui {

class BodyView;
class FieldList;
class HexView;
class Theme;

class MessagePane : public TabbedPane
{
    Q_OBJECT
public:
    enum Page { Headers, Query, Cookies, Tokens, Body, Raw, Hex, Messages, Conversation };

    MessagePane(Theme &, protocols::Half, QWidget *parent = nullptr);
    ~MessagePane() override;

    // `same`: an update of the exchange already shown.
    void showMessage(std::shared_ptr<const base::BodySource>, exchange::Exchange, bool same);
    void clear();
    // For decoding protobuf bodies; what is shown is read again.
    void setProtobufTypes(std::shared_ptr<const decode::ProtobufTypes>);
    // Adds a page for the messages inside the exchange; hidden until there are some.
    void addMessages(QWidget *);
    void showMessages(const QString &name, uint32_t count, bool insteadOfBody);
    // Adds a page for a call of a language model, after that of the messages; hidden until asked for.
    void addConversation(QWidget *);

    FieldList *headers() const { return m_headers; }
    FieldList *query() const { return m_query; }
    FieldList *cookies() const { return m_cookies; }
    FieldList *tokens() const { return m_tokens; }
    BodyView *body() const { return m_body; }
    BodyView *raw() const { return m_raw; }
    HexView *hex() const { return m_hex; }
    // Writes the body to a file in the background; the result is reported above the body.
    void saveBodyTo(const QString &path, bool decoded);
    // Nothing is being read, and everything visible is shown.
    bool settled() const;

Q_SIGNALS:
    void filterRequested(const QString &term);

private:
    const exchange::Message &message() const;
    bool isRequest() const { return m_half == protocols::Half::Request; }
    void takeHead(MessageHead, bool same);
    void showPageContent(int page);
    bool headKnown() const { return m_exchange && !m_headReading.isReading(); }
    bool isQuery() const { return m_exchange->kind == exchange::Kind::Query; }
    void startBody();
    void showWords();
    void startRaw();
    void showHex();
    void askWhereToSave(bool decoded);
    BodyRequest bodyRequest() const;
    void updateSummary();

    protocols::Half m_half;
    std::shared_ptr<const base::BodySource> m_source;
    std::optional<exchange::Exchange> m_exchange;
    std::shared_ptr<const decode::ProtobufTypes> m_types;
    MessageHead m_head;
    uint64_t m_limit = shownMax, m_rawLimit = shownMax;
    BodyLook m_look = BodyLook::Readable;   // the last one chosen; kept for later messages
    std::optional<BodyContent> m_content;
    FieldList *m_headers, *m_query, *m_cookies, *m_tokens;
    BodyView *m_body, *m_raw;
    HexView *m_hex;
    QWidget *m_messages = nullptr;
    QTimer m_slow, m_again;
    PageReading m_headReading, m_bodyReading, m_rawReading, m_hexReading, m_saving;
};

} // namespace ui
