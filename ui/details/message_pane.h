// SPDX-License-Identifier: GPL-3.0-or-later
// One half of an exchange: headers, query, cookies, body, raw bytes. Head and body are read on
// worker threads; the body only when a page shows it.
#pragma once

#include "ui/body/background.h"
#include "ui/body/body_content.h"
#include "ui/body/body_save.h"
#include "ui/details/message_head.h"
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
    enum Page { Headers, Query, Cookies, Tokens, Body, Raw, Hex, Messages };

    MessagePane(Theme &, protocols::Half, QWidget *parent = nullptr);
    ~MessagePane() override;

    // `same`: another state of the exchange that is shown already.
    void showMessage(std::shared_ptr<const base::BodySource>, exchange::Exchange, bool same);
    void clear();
    // What protobuf bodies are read by; what is shown is read anew.
    void setProtobufTypes(std::shared_ptr<const decode::ProtobufTypes>);
    // A page for the messages inside the exchange, in the pane that has it; hidden until there are some.
    void addMessages(QWidget *);
    void showMessages(const QString &name, uint32_t count, bool insteadOfBody);

    FieldList *headers() const { return m_headers; }
    FieldList *query() const { return m_query; }
    FieldList *cookies() const { return m_cookies; }
    FieldList *tokens() const { return m_tokens; }
    BodyView *body() const { return m_body; }
    BodyView *raw() const { return m_raw; }
    HexView *hex() const { return m_hex; }
    // Writes the body into a file, in the background; how it went is said above the body.
    void saveBodyTo(const QString &path, bool decoded);
    // Nothing is being read and everything that is visible is shown.
    bool settled() const;

Q_SIGNALS:
    void filterRequested(const QString &term);

private:
    const exchange::Message &message() const;
    bool isRequest() const { return m_half == protocols::Half::Request; }
    bool running() const;
    void takeHead(MessageHead, bool same);
    void showPageContent(int page);
    bool isQuery() const { return m_exchange->kind == exchange::Kind::Query; }
    void startBody();
    void showWords();
    void startRaw();
    void showHex();
    void askWhereToSave(bool decoded);
    BodyRequest bodyRequest() const;
    QString absence() const;           // why there is no head, or no body
    QStringList stateNotices() const;
    void updateSummary();

    protocols::Half m_half;
    std::shared_ptr<const base::BodySource> m_source;
    std::optional<exchange::Exchange> m_exchange;
    std::shared_ptr<const decode::ProtobufTypes> m_types;
    MessageHead m_head;
    bool m_headKnown = false;
    bool m_hasMessages = false;        // the page
    // What each page shows is of the message as it is now; whether it is of the same message.
    bool m_bodyFresh = false, m_rawFresh = false, m_hexFresh = false;
    bool m_bodySame = false, m_rawSame = false, m_hexSame = false;
    bool m_bodyReading = false, m_rawReading = false;
    uint64_t m_limit = shownMax, m_rawLimit = shownMax;
    BodyLook m_look = BodyLook::Readable;   // that was chosen last; stays for the messages after this one
    bool m_saving = false;
    std::optional<BodyContent> m_content;
    FieldList *m_headers, *m_query, *m_cookies, *m_tokens;
    BodyView *m_body, *m_raw;
    HexView *m_hex;
    QTimer m_slow, m_again;
    Background m_headWork, m_bodyWork, m_rawWork, m_saveWork;
};

} // namespace ui
