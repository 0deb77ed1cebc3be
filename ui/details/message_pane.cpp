// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/message_pane.h"

#include "app/protocols/protocol_info.h"
#include "ui/body/body_view.h"
#include "ui/body/code_view.h"
#include "ui/body/protobuf_body.h"
#include "ui/details/message_state.h"
#include "ui/hex/hex_view.h"
#include "ui/models/format.h"
#include "ui/text/error_text.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFileDialog>

#include <algorithm>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::MessagePane)
};

using protocols::Half;

// The previous contents stay this long, so that quick loads do not flicker.
constexpr int slowMs = 150;
// A growing body is read again at most this often.
constexpr int againMs = 400;

template <typename Slices>
uint64_t lengthOf(const Slices &slices)
{
    uint64_t length = 0;
    for (const base::Slice &slice : slices)
        length += slice.length;
    return length;
}

QString bodyName(const exchange::Exchange &e, Half half)
{
    if (e.kind != exchange::Kind::Query)
        return Words::tr("Body");
    if (half == Half::Response)
        return Words::tr("Answer");
    return text(protocols::protocolInfo(e.protocol).request);
}

} // namespace

MessagePane::MessagePane(Theme &theme, Half half, QWidget *parent)
    : TabbedPane(theme, half == Half::Request ? tr("Request") : tr("Response"), parent),
      m_half(half), m_headers(new FieldList(theme)), m_query(new FieldList(theme)), m_cookies(new FieldList(theme)), m_tokens(new FieldList(theme)),
      m_body(new BodyView(theme)), m_raw(new BodyView(theme)), m_hex(new HexView(theme)), m_headReading(this), m_bodyReading(this), m_rawReading(this), m_hexReading(this),
      m_saving(this)
{
    m_headers->setAccessibleName(tr("Headers"));
    m_query->setAccessibleName(tr("Query"));
    m_cookies->setAccessibleName(tr("Cookies"));
    m_tokens->setAccessibleName(tr("Credentials"));
    addPage(tr("Headers"), m_headers);
    addPage(tr("Query"), m_query);
    addPage(tr("Cookies"), m_cookies);
    addPage(tr("Credentials"), m_tokens);
    addPage(tr("Body"), m_body);
    addPage(tr("Raw"), m_raw);
    addPage(tr("Hex"), m_hex);

    for (FieldList *list : {m_headers, m_query, m_cookies})
        connect(list, &FieldList::filterRequested, this, &MessagePane::filterRequested);
    connect(this, &TabbedPane::pageShown, this, &MessagePane::showPageContent);
    connect(m_body, &BodyView::loadAllRequested, this, [this] {
        m_limit = loadAllMax;
        m_bodyReading.change(true);
        startBody();
    });
    connect(m_raw, &BodyView::loadAllRequested, this, [this] {
        m_rawLimit = loadAllMax;
        m_rawReading.change(true);
        startRaw();
    });
    connect(m_body, &BodyView::lookRequested, this, [this](BodyLook look) {
        m_look = look;
        m_bodyReading.change(false);
        startBody();
    });
    connect(m_body, &BodyView::saveRequested, this, &MessagePane::askWhereToSave);
    m_slow.setSingleShot(true);
    m_slow.setInterval(slowMs);
    connect(&m_slow, &QTimer::timeout, this, [this] {
        if (m_bodyReading.isReading() && !m_bodyReading.keeps())
            m_body->showSentence(tr("Loading …"));
        if (m_rawReading.isReading() && !m_rawReading.keeps())
            m_raw->showSentence(tr("Loading …"));
        if (!headKnown())
            m_headers->setRows({}, {}, tr("Loading …"));
    });
    m_again.setSingleShot(true);
    m_again.setInterval(againMs);
    connect(&m_again, &QTimer::timeout, this, [this] { showPageContent(currentPage()); });
    clear();
}

MessagePane::~MessagePane() = default;

void MessagePane::addMessages(QWidget *page)
{
    addPage(tr("Messages"), page);
    m_messages = page;
    setSubstitute(Messages);
    setPageVisible(Messages, false);
}

void MessagePane::addConversation(QWidget *page)
{
    addPage(tr("Conversation"), page);
    setPageVisible(Conversation, false);
}

void MessagePane::showMessages(const QString &name, uint32_t count, bool insteadOfBody)
{
    setName(Messages, name);
    setCount(Messages, int(count));
    setPageVisible(Messages, true);
    if (insteadOfBody)
        setPageVisible(Body, false);
}

const exchange::Message &MessagePane::message() const { return isRequest() ? m_exchange->request : m_exchange->response; }

bool MessagePane::settled() const
{
    const bool reading = m_headReading.isReading() || m_bodyReading.isReading() || m_rawReading.isReading() || m_saving.isReading();
    return !m_exchange || (!reading && !m_again.isActive());
}

void MessagePane::clear()
{
    for (PageReading *reading : {&m_headReading, &m_bodyReading, &m_rawReading, &m_hexReading})
        reading->change(false);
    m_slow.stop();
    m_again.stop();
    m_exchange.reset();
    m_source.reset();
    m_head = {};
    m_content.reset();
    for (FieldList *list : {m_headers, m_query, m_cookies, m_tokens})
        list->setRows({});
    for (BodyView *view : {m_body, m_raw})
        view->showSentence({});
    m_hex->setData(nullptr);
    setCount(Headers, -1);
    setPageVisible(Headers, true);
    setPageVisible(Body, true);
    if (m_messages)
        setPageVisible(Messages, false);
    for (const Page page : {Query, Cookies, Tokens, Hex})
        setPageVisible(page, false);
    setSummary({});
}

void MessagePane::setProtobufTypes(std::shared_ptr<const decode::ProtobufTypes> types)
{
    m_types = std::move(types);
    m_bodyReading.change(true);
    showPageContent(currentPage());
}

void MessagePane::showMessage(std::shared_ptr<const base::BodySource> source, exchange::Exchange e, bool same)
{
    const exchange::Message &now = isRequest() ? e.request : e.response;
    const bool sameHead = same && headKnown() && message().head.size() == now.head.size() && message().trailers.size() == now.trailers.size()
        && m_exchange->interim.size() == e.interim.size();
    m_source = std::move(source);
    m_exchange = std::move(e);
    for (PageReading *reading : {&m_bodyReading, &m_rawReading, &m_hexReading})
        reading->change(same);
    if (!same) {
        m_limit = m_rawLimit = shownMax;
        m_content.reset();
        m_again.stop();
        m_slow.start();
        // Hidden contents are dropped at once, visible ones when their successor is ready.
        if (currentPage() != Body)
            m_body->showSentence({});
        if (currentPage() != Raw)
            m_raw->showSentence({});
    }
    setPageVisible(Hex, !message().body.empty());
    const bool framed = m_exchange->kind == exchange::Kind::Channel;
    if (!same || framed)
        setPageVisible(Body, !framed);   // frames are not a body
    if (!same) {
        setName(Body, bodyName(*m_exchange, m_half));
        setCount(Body, -1);
    }
    if (m_messages && !same)
        setPageVisible(Messages, framed);
    if (sameHead) {
        updateSummary();
        // A body that arrives in many pieces is not read again for each.
        if (!m_again.isActive())
            m_again.start();
        return;
    }
    m_headReading.change(same);
    m_headReading.start([source = m_source, half = message(), interim = isRequest() ? std::vector<base::Slice>() : m_exchange->interim](
                         const Background::Superseded &) { return readHead(*source, half, interim); },
                     [this, same](MessageHead head) { takeHead(std::move(head), same); });
}

void MessagePane::takeHead(MessageHead head, bool same)
{
    m_head = std::move(head);
    std::vector<FieldRow> rows = headerRows(m_head, *m_exchange, m_half);
    const auto fields = int(m_head.head.fields.size() + m_head.trailers.size());
    const bool any = !rows.empty();
    m_headers->setRows(std::move(rows), {}, m_head.problem.isEmpty() ? absenceText(*m_exchange, m_half) : m_head.problem);
    setCount(Headers, any && !isRequest() ? fields : -1);

    std::vector<FieldRow> query = isRequest() ? queryRows(m_exchange->path) : std::vector<FieldRow>();
    const auto queries = int(query.size());
    m_query->setRows(std::move(query));
    setCount(Query, queries);
    std::vector<FieldRow> cookies = cookieRows(m_head.head, m_half);
    const auto cookieCount = int(cookies.size());
    m_cookies->setRows(std::move(cookies), cookieHeads(m_half));
    setCount(Cookies, cookieCount);
    // Bytes without a head, as in a conversation, have no headers to show.
    setPageVisible(Headers, !isQuery() && (any || message().body.empty()));
    setPageVisible(Query, queries > 0);
    setPageVisible(Cookies, cookieCount > 0);
    m_tokens->setRows(tokenRows(m_head.head));
    setPageVisible(Tokens, !m_tokens->rows().empty());
    updateSummary();
    if (!same || !m_again.isActive())
        showPageContent(currentPage());
    if (!m_bodyReading.isReading() && !m_rawReading.isReading())
        m_slow.stop();
}

void MessagePane::showPageContent(int page)
{
    if (!headKnown())
        return;
    if (page == Body && m_bodyReading.isDue())
        startBody();
    else if (page == Raw && m_rawReading.isDue())
        startRaw();
    else if (page == Hex && m_hexReading.isDue())
        showHex();
}

BodyRequest MessagePane::bodyRequest() const
{
    BodyRequest request;
    request.source = m_source;
    request.slices = message().body;
    if (const std::string *type = m_head.head.find("content-type"))
        request.contentType = *type;
    request.isUtf8 = message().contents == exchange::Contents::Text;
    if (message().contents != exchange::Contents::AsSent)
        request.contentEncoding.clear();
    else if (!isRequest())
        request.contentEncoding = m_exchange->contentEncoding;
    else
        request.contentEncoding = exchange::bodyCodings(m_head.head.fields);
    request.ended = !isRunning(*m_exchange, m_half);
    request.limit = m_limit;
    request.types = m_types;
    request.protobufType = protobufType(m_types.get(), *m_exchange, m_half, request.contentType);
    request.look = m_look;
    return request;
}

void MessagePane::startBody()
{
    if (isQuery())
        return showWords();
    if (message().body.empty()) {
        m_bodyReading.skip(false);
        m_content.reset();
        m_body->showSentence(absenceText(*m_exchange, m_half));
        m_slow.stop();
        return;
    }
    if (!m_slow.isActive())
        m_slow.start();
    m_bodyReading.start([request = bodyRequest()](const Background::Superseded &superseded) { return loadBody(request, superseded); },
                     [this](BodyContent content) {
                         m_slow.stop();
                         m_body->showContent(content, stateNotices(*m_exchange, m_half, m_head.head), m_bodyReading.keeps());
                         const bool more = !content.whole && m_limit < loadAllMax && content.decodedBytes > m_limit;
                         m_body->offerAll(more ? std::min(content.decodedBytes, loadAllMax) : 0);
                         m_body->offerSaving(content.decodedBytes > 0, content.decoded);
                         content.parts = {};
                         content.text = {}; // the view has it
                         content.bytes = {};
                         content.image = {};
                         content.rows = {};
                         m_content = std::move(content);
                         updateSummary();
                     });
}

// For a query: the statement, and the closing words of its answer.
void MessagePane::showWords()
{
    m_slow.stop();
    m_content.reset();
    const std::string &words = isRequest() ? m_exchange->path : m_exchange->result;
    const bool keeps = m_bodyReading.keeps() && !words.empty();
    m_bodyReading.skip(!words.empty());
    if (words.empty())
        return m_body->showSentence(absenceText(*m_exchange, m_half));
    BodyContent content;
    content.form = BodyForm::Text;
    content.format = decode::Format::Text;
    content.text = QString::fromUtf8(words.data(), qsizetype(words.size())).toUtf8();
    wrapLongLines(content.text, content.notices);
    const bool sql = protocols::protocolInfo(m_exchange->protocol).language == protocols::Language::Sql;
    content.syntax = sql && isRequest() ? Syntax::Sql : Syntax::None;
    m_body->showContent(content, stateNotices(*m_exchange, m_half, m_head.head), keeps);
    m_body->offerAll(0);
    m_body->offerSaving(false);
}

void MessagePane::startRaw()
{
    if (message().body.empty() && m_head.raw.isEmpty()) {
        m_rawReading.skip(false);
        m_raw->showSentence(absenceText(*m_exchange, m_half));
        m_slow.stop();
        return;
    }
    if (!m_slow.isActive())
        m_slow.start();
    BodyRequest request = bodyRequest();
    request.limit = m_rawLimit;
    m_rawReading.start([request, head = m_head.raw](const Background::Superseded &superseded) { return loadRaw(request, head, superseded); },
                    [this](const RawContent &raw) {
                        m_slow.stop();
                        m_raw->showRaw(raw, m_rawReading.keeps());
                        const bool more = !raw.whole && m_rawLimit < loadAllMax;
                        m_raw->offerAll(more ? std::min(lengthOf(message().body), loadAllMax) : 0);
                    });
}

void MessagePane::askWhereToSave(bool decoded)
{
    if (!m_exchange)
        return;
    const std::string *type = m_head.head.find("content-type");
    QString name = suggestedName(m_exchange->path, type ? std::string_view(*type) : std::string_view(),
                                 isRequest() ? QStringLiteral("request") : QStringLiteral("response"));
    if (!decoded)
        name += QLatin1Char('.') + clippedText(bodyRequest().contentEncoding, 10).replace(QLatin1Char('/'), QLatin1Char('-'));
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the body"), name);
    if (!path.isEmpty())
        saveBodyTo(path, decoded);
}

void MessagePane::saveBodyTo(const QString &path, bool decoded)
{
    m_saving.change(true);
    m_saving.start([request = bodyRequest(), path, decoded](const Background::Superseded &superseded) { return saveBody(request, path, decoded, superseded); },
                     [this, path](const SavedBody &saved) {
                         const QString done = tr("Saved %1 to %2.").arg(sizeText(saved.bytes), path);
                         m_body->say(saved.problem.isEmpty() ? done : saved.problem);
                     });
}

void MessagePane::showHex()
{
    m_hex->setData(message().body.empty() ? nullptr : std::make_shared<SliceHexData>(m_source, message().body), m_hexReading.keeps());
    m_hexReading.skip(true);
}

void MessagePane::updateSummary()
{
    const QString summary = summaryText(*m_exchange, m_half, m_head.head, m_content ? &*m_content : nullptr);
    setSummary(summary, summary.isEmpty() ? QString() : faultText(message().fault));
}

} // namespace ui
