// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messages/messages_view.h"

#include "app/protocols/item_coding.h"
#include "ui/body/body_save.h"
#include "ui/body/body_view.h"
#include "ui/body/protobuf_body.h"
#include "ui/messages/item_delegate.h"
#include "ui/messages/stream_view.h"
#include "ui/models/item_cells.h"
#include "ui/models/item_list_model.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

using protocols::Half;

namespace {

constexpr int filterDelayMs = 200;
constexpr size_t copyMax = 64 * 1024 * 1024;

QToolButton *chip(const QString &text, const QString &toolTip, bool checkable = true)
{
    auto *button = new QToolButton;
    button->setText(text);
    button->setToolTip(toolTip);
    button->setCheckable(checkable);
    button->setProperty("role", QStringLiteral("chip"));
    return button;
}

} // namespace

MessagesView::MessagesView(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_model(new ItemListModel(this))
    , m_table(new QTableView)
    , m_body(new BodyView(theme))
    , m_stream(new StreamView(theme))
    , m_pages(new QStackedWidget)
    , m_splitter(new QSplitter(Qt::Vertical))
    , m_filter(new QLineEdit)
    , m_sent(chip(QStringLiteral("↑ Sent"), tr("Only what the client sent")))
    , m_received(chip(QStringLiteral("↓ Received"), tr("Only what the server sent")))
    , m_follow(chip(tr("Follow"), tr("Follow new messages as they arrive")))
    , m_asStream(chip(tr("Stream"), tr("All messages in sequence")))
    , m_hex(chip(tr("Hex"), tr("The stream as hex")))
    , m_work(this)
{
    setUpTable();
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_body);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_pages->addWidget(m_splitter);
    m_pages->addWidget(m_stream);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_pages, 1);

    m_filterDelay.setSingleShot(true);
    m_filterDelay.setInterval(filterDelayMs);
    connect(&m_filterDelay, &QTimer::timeout, this, &MessagesView::applyFilter);
    connect(m_filter, &QLineEdit::textChanged, &m_filterDelay, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::returnPressed, this, &MessagesView::applyFilter);
    for (QToolButton *one : {m_sent, m_received}) {
        QToolButton *other = one == m_sent ? m_received : m_sent;
        connect(one, &QToolButton::clicked, this, [this, other] {
            other->setChecked(false);
            applyFilter();
        });
    }
    connect(m_follow, &QToolButton::clicked, this, [this](bool on) {
        if (on)
            toEnd();
    });
    connect(m_asStream, &QToolButton::toggled, this, &MessagesView::setStream);
    connect(m_hex, &QToolButton::toggled, m_stream, &StreamView::setHex);
    connect(m_body, &BodyView::loadAllRequested, this, [this] {
        m_limit = loadAllMax;
        showCurrent();
    });
    connect(m_body, &BodyView::lookRequested, this, [this](BodyLook look) {
        m_look = look;
        showCurrent();
    });
    m_hex->hide();
    clear();
}

MessagesView::~MessagesView() = default;

QWidget *MessagesView::makeBar()
{
    m_filter->setPlaceholderText(tr("Find in messages"));
    m_filter->setAccessibleName(tr("Find in messages"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(50);
    m_filter->setMaximumWidth(260);
    auto *bar = new QWidget;
    bar->setProperty("role", QStringLiteral("panel"));
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(measure::margin, measure::step, measure::margin, measure::step);
    layout->setSpacing(measure::step * 2);
    layout->addWidget(m_filter, 3);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_sent, m_received})
        layout->addWidget(widget);
    layout->addStretch(1);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_hex, m_asStream, m_follow})
        layout->addWidget(widget);
    return bar;
}

void MessagesView::setUpTable()
{
    m_table->setAccessibleName(tr("Messages"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new ItemDelegate(m_theme, m_table));
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setTabKeyNavigation(false);
    m_table->setContextMenuPolicy(Qt::NoContextMenu);   // this widget's
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setMinimumSectionSize(measure::row);
    m_table->verticalHeader()->setDefaultSectionSize(measure::row);
    QHeaderView *head = m_table->horizontalHeader();
    head->setHighlightSections(false);
    head->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    head->setMinimumSectionSize(24);
    const std::initializer_list<std::pair<ItemColumn, int>> widths{{ItemColumn::Direction, 28}, {ItemColumn::Time, 104},
                                                                   {ItemColumn::Offset, 84}, {ItemColumn::Kind, 84}, {ItemColumn::Size, 70}};
    for (const auto &[column, width] : widths)
        head->resizeSection(int(column), width);
    head->setStretchLastSection(true);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &current) {
        if (!m_moving && current.isValid())
            m_follow->setChecked(current.row() == m_model->rowCount() - 1 && m_follow->isChecked());
        m_limit = shownMax;
        showCurrent();
    });
    // Scrolling away from the end stops following; scrolling back does not resume it. A list that is laid out again
    // stays at its end.
    connect(m_table->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        const QScrollBar &bar = *m_table->verticalScrollBar();
        if (bar.sliderPosition() < bar.maximum())
            m_follow->setChecked(false);
    });
    connect(m_table->verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int maximum) {
        if (m_follow->isChecked())
            m_table->verticalScrollBar()->setValue(maximum);
    });
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_follow->isChecked())
            toEnd();
        else if (!m_table->currentIndex().isValid())
            m_table->setCurrentIndex(m_model->index(0, 0));
    });
    auto *copyKey = new QShortcut(QKeySequence::Copy, m_table);
    copyKey->setContext(Qt::WidgetShortcut);
    connect(copyKey, &QShortcut::activated, this, &MessagesView::copy);
    auto *saveKey = new QShortcut(QKeySequence::Save, m_table);
    saveKey->setContext(Qt::WidgetShortcut);
    connect(saveKey, &QShortcut::activated, this, &MessagesView::save);
}

void MessagesView::showExchange(const exchange::Store &store, std::shared_ptr<const base::BodySource> bodies, exchange::ExchangeId id)
{
    const exchange::Exchange e = store.exchange(id);
    const bool running = e.state == exchange::State::InProgress;
    const bool json = e.contentType.ends_with("+json");
    const bool grpc = store.item(id, 0).kind == protocols::ItemKind::Grpc;
    m_contentType = !grpc ? std::string() : json ? "application/json" : "application/x-protobuf";
    m_exchange = e;
    m_limit = shownMax;
    m_follow->setChecked(running);
    m_follow->setVisible(running);
    m_model->show(store, bodies, id);
    m_stream->showExchange(store, std::move(bodies), id);
    // Bytes without messages are most readable as a stream.
    setStream(e.kind == exchange::Kind::Conversation);
    if (running)
        toEnd();
    else
        m_table->setCurrentIndex(m_model->index(0, 0));
    showCurrent();
}

void MessagesView::refresh()
{
    m_model->refresh();
    m_stream->refresh();
}

void MessagesView::clear()
{
    m_work.cancel();
    m_reading = false;
    m_model->clear();
    m_stream->clearExchange();
    m_body->showSentence({});
}

void MessagesView::setProtobufTypes(std::shared_ptr<const decode::ProtobufTypes> types)
{
    m_types = std::move(types);
    if (m_model->total() > 0)
        showCurrent();
}

void MessagesView::setStream(bool stream)
{
    m_asStream->setChecked(stream);
    m_hex->setVisible(stream);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_filter, m_sent, m_received})
        widget->setEnabled(!stream);
    m_pages->setCurrentIndex(stream ? 1 : 0);
}

bool MessagesView::follows() const { return m_follow->isChecked(); }

void MessagesView::setFollows(bool follows)
{
    m_follow->setChecked(follows);
    if (follows)
        toEnd();
}

void MessagesView::toEnd()
{
    m_moving = true;
    const int last = m_model->rowCount() - 1;
    if (last >= 0) {
        m_table->setCurrentIndex(m_model->index(last, 0));
        m_table->scrollToBottom();
    }
    m_moving = false;
}

void MessagesView::applyFilter()
{
    m_filterDelay.stop();
    ItemListModel::Filter filter;
    filter.text = m_filter->text();
    if (m_sent->isChecked())
        filter.half = Half::Request;
    else if (m_received->isChecked())
        filter.half = Half::Response;
    m_model->setFilter(std::move(filter));
    if (m_follow->isChecked())
        toEnd();
    else
        m_table->setCurrentIndex(m_model->index(0, 0));
    if (m_model->rowCount() == 0)
        showCurrent();
}

void MessagesView::showCurrent()
{
    const auto index = m_model->indexAt(m_table->currentIndex().row());
    if (!index) {
        m_work.cancel();
        m_reading = false;
        m_body->showSentence(m_model->total() == 0        ? tr("No messages yet.")
                             : m_model->filter().empty() ? tr("Select a message to see its contents.")
                                                         : tr("No matching messages."));
        return;
    }
    const exchange::Item item = m_model->itemAt(m_table->currentIndex().row());
    const QStringList notices = itemNotices(item);
    BodyRequest request;
    request.source = m_model->bodies();
    request.slices = item.slices;
    request.contentType = m_contentType;
    request.contentEncoding = protocols::codingName(item.coding);
    request.limit = m_limit;
    request.types = m_types;
    if (item.kind == protocols::ItemKind::Grpc)
        request.protobufType = protobufType(m_types.get(), m_exchange, item.half, {});
    else if (m_contentType == "application/x-protobuf")
        request.contentType.clear();   // a piece that is not a message
    request.look = m_look;
    if (request.slices.empty()) {
        m_work.cancel();
        m_reading = false;
        m_body->showContent({}, notices, false);
        return;
    }
    m_reading = true;
    m_work.start([request](const Background::Superseded &superseded) { return loadBody(request, superseded); },
                 [this, notices](const BodyContent &content) {
                     m_reading = false;
                     m_body->showContent(content, notices, false);
                     const bool more = !content.whole && m_limit < loadAllMax && content.decodedBytes > m_limit;
                     m_body->offerAll(more ? std::min(content.decodedBytes, loadAllMax) : 0);
                 });
}

std::optional<std::vector<std::byte>> MessagesView::chosenBytes() const
{
    if (!m_table->currentIndex().isValid())
        return {};
    const auto bytes = m_model->bodies()->read(m_model->itemAt(m_table->currentIndex().row()).slices, copyMax);
    if (!bytes)
        return {};
    return *bytes;
}

void MessagesView::copy()
{
    if (const auto bytes = chosenBytes())
        QGuiApplication::clipboard()->setText(QString::fromUtf8(reinterpret_cast<const char *>(bytes->data()), qsizetype(bytes->size())));
}

void MessagesView::save()
{
    const auto bytes = chosenBytes();
    if (!bytes)
        return;
    const QString path = QFileDialog::getSaveFileName(this, tr("Save message"), tr("message"));
    if (path.isEmpty())
        return;
    const QByteArray whole(reinterpret_cast<const char *>(bytes->data()), qsizetype(bytes->size()));
    if (const SavedBody saved = saveBytes(whole, path); !saved.problem.isEmpty())
        QMessageBox::warning(this, tr("Save message"), saved.problem);
}

void MessagesView::contextMenuEvent(QContextMenuEvent *event)
{
    if (!m_table->isVisible() || !m_table->geometry().contains(m_splitter->mapFrom(this, event->pos())))
        return;
    QMenu menu(this);
    const bool chosen = m_table->currentIndex().isValid();
    menu.addAction(tr("Copy message"), QKeySequence::Copy, this, &MessagesView::copy)->setEnabled(chosen);
    menu.addAction(tr("Save message as…"), QKeySequence::Save, this, &MessagesView::save)->setEnabled(chosen);
    menu.exec(event->globalPos());
}

} // namespace ui
