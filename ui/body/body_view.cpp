// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/body_view.h"

#include "ui/body/code_view.h"
#include "ui/body/image_view.h"
#include "ui/body/json_page.h"
#include "ui/body/json_tree_view.h"
#include "ui/body/parts_view.h"
#include "ui/details/field_list.h"
#include "ui/hex/hex_view.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QCoreApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::BodyView)
};

QString lookName(BodyLook look)
{
    switch (look) {
    case BodyLook::Operation:
        return Words::tr("Operation");
    case BodyLook::Readable:
        return Words::tr("Pretty");
    case BodyLook::Tree:
        return Words::tr("Tree");
    case BodyLook::AsSent:
        return Words::tr("Raw");
    }
    return {};
}

} // namespace

BodyView::BodyView(Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_strip(new QWidget), m_stripIcon(new QLabel), m_notices(new QLabel),
      m_all(new QPushButton), m_looks(new QHBoxLayout), m_save(new QToolButton), m_saveDecoded(new QAction(tr("Save body …"), this)),
      m_saveAsSent(new QAction(tr("Save raw body …"), this)), m_stack(new QStackedWidget), m_sentence(new QLabel), m_code(new CodeView(theme)),
      m_image(new ImageView(theme)), m_table(new FieldList(theme)), m_hex(new HexView(theme)), m_json(new JsonPage(theme))
{
    m_notices->setTextFormat(Qt::PlainText);
    m_notices->setWordWrap(true);
    m_notices->setProperty("role", "dim");
    m_notices->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_all->setProperty("role", "small");
    const auto drawIcon = [this] {
        m_stripIcon->setPixmap(m_theme.icon(QStringLiteral("notice"), &Tokens::notice).pixmap(QSize(16, 16), devicePixelRatioF()));
    };
    drawIcon();
    connect(&theme, &Theme::changed, this, drawIcon);
    connect(m_all, &QPushButton::clicked, this, &BodyView::loadAllRequested);

    m_looks->setSpacing(measure::step);
    m_save->setProperty("role", "flat");
    m_save->setIcon(theme.icon(QStringLiteral("save")));
    m_save->setToolTip(tr("Save body"));
    m_save->setAccessibleName(tr("Save body"));
    m_save->setPopupMode(QToolButton::InstantPopup);
    connect(m_saveDecoded, &QAction::triggered, this, [this] { Q_EMIT saveRequested(true); });
    connect(m_saveAsSent, &QAction::triggered, this, [this] { Q_EMIT saveRequested(false); });
    connect(m_save, &QToolButton::clicked, m_saveDecoded, &QAction::trigger);
    m_saveDecoded->setIcon(theme.icon(QStringLiteral("save")));
    m_save->addActions({m_saveDecoded, m_saveAsSent});

    auto *stripLayout = new QHBoxLayout;
    stripLayout->setContentsMargins(measure::margin, 3, measure::margin, 3);
    stripLayout->setSpacing(measure::step * 2);
    stripLayout->addWidget(m_stripIcon, 0, Qt::AlignTop);
    stripLayout->addWidget(m_notices, 1);
    stripLayout->addStretch();
    stripLayout->addWidget(m_all, 0, Qt::AlignTop);
    stripLayout->addLayout(m_looks);
    stripLayout->setAlignment(m_looks, Qt::AlignTop);
    stripLayout->addWidget(m_save, 0, Qt::AlignTop);
    auto *line = new QFrame;
    line->setProperty("role", "hairline");
    auto *strip = new QVBoxLayout(m_strip);
    strip->setContentsMargins(0, 0, 0, 0);
    strip->setSpacing(0);
    strip->addLayout(stripLayout);
    strip->addWidget(line);

    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setProperty("role", "dim");
    m_sentence->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_sentence->setWordWrap(true);
    m_sentence->setContentsMargins(measure::margin, measure::margin, measure::margin, measure::margin);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    for (QWidget *page : std::initializer_list<QWidget *>{m_sentence, m_code, m_image, m_table, m_hex, m_json})
        m_stack->addWidget(page);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_strip);
    layout->addWidget(m_stack, 1);
    for (QWidget *page : std::initializer_list<QWidget *>{m_code, m_image, m_table, m_hex, tree()})
        page->addActions({m_saveDecoded, m_saveAsSent});
    offerAll(0);
    offerSaving(false);
    setNotices({});
}

JsonTreeView *BodyView::tree() const { return m_json->tree(); }

QWidget *BodyView::currentPage() const { return m_stack->currentWidget(); }

QString BodyView::sentence() const { return m_stack->currentWidget() == m_sentence ? m_sentence->text() : QString(); }

void BodyView::setNotices(const QStringList &notices)
{
    m_noticeTexts = notices;
    m_notices->setText(notices.join(QLatin1Char('\n')));
    m_stripIcon->setVisible(!notices.isEmpty());
    m_notices->setVisible(!notices.isEmpty());
    arrangeStrip();
}

void BodyView::arrangeStrip()
{
    m_strip->setVisible(!m_noticeTexts.isEmpty() || !m_all->isHidden() || !m_lookButtons.empty() || !m_save->isHidden());
}

void BodyView::say(const QString &sentence)
{
    QStringList notices = m_noticeTexts;
    notices.removeAll(sentence);
    setNotices(notices << sentence);
}

void BodyView::offerSaving(bool offered, bool coded)
{
    // With a single form there is nothing to choose from in a menu.
    m_save->setPopupMode(coded ? QToolButton::InstantPopup : QToolButton::DelayedPopup);
    m_save->setVisible(offered);
    m_saveDecoded->setVisible(offered);
    m_saveAsSent->setVisible(offered && coded);
    arrangeStrip();
}

void BodyView::setLooks(const std::vector<BodyLook> &looks, BodyLook chosen)
{
    if (looks != m_lookKinds) {
        for (QToolButton *button : m_lookButtons)
            button->deleteLater(); // one of them may be the one clicked
        m_lookButtons.clear();
        m_lookKinds = looks;
        for (const BodyLook look : looks) {
            auto *button = new QToolButton;
            button->setText(lookName(look));
            button->setCheckable(true);
            button->setProperty("role", "chip");
            connect(button, &QToolButton::clicked, this, [this, look] { Q_EMIT lookRequested(look); });
            m_looks->addWidget(button);
            m_lookButtons.push_back(button);
        }
    }
    for (size_t i = 0; i < m_lookButtons.size(); ++i)
        m_lookButtons[i]->setChecked(m_lookKinds[i] == chosen);
    arrangeStrip();
}

void BodyView::offerAll(uint64_t bytes)
{
    m_all->setVisible(bytes > 0);
    m_all->setText(tr("Load all (%1)").arg(sizeText(bytes)));
    arrangeStrip();
}

void BodyView::showSentence(const QString &sentence)
{
    offerAll(0);
    offerSaving(false);
    setLooks({}, BodyLook::Readable);
    setNotices({});
    m_sentence->setText(sentence);
    m_stack->setCurrentWidget(m_sentence);
    // The previous contents must not stay in memory, nor be found by a search.
    m_code->setText({}, Syntax::None);
    m_image->setImage({}, {});
    m_table->setRows({});
    m_hex->setData(nullptr);
    m_json->setJson({});
    if (m_parts)
        m_parts->setParts({});
}

void BodyView::showMultipart(const BodyContent &content)
{
    if (!m_parts) {
        m_parts = new PartsView(m_theme);
        m_stack->addWidget(m_parts);
    }
    m_parts->setParts(content.parts);
    m_stack->setCurrentWidget(m_parts);
}

void BodyView::showContent(const BodyContent &content, const QStringList &extraNotices, bool sameBody)
{
    setNotices(extraNotices + content.notices);
    setLooks(content.looks, content.look);
    switch (content.form) {
    case BodyForm::Empty:
        m_sentence->setText(tr("The body is empty."));
        m_stack->setCurrentWidget(m_sentence);
        break;
    case BodyForm::Failed:
        m_sentence->setText(QString());
        m_stack->setCurrentWidget(m_sentence);
        break;
    case BodyForm::Text:
        m_code->setText(content.text, content.syntax, sameBody);
        m_stack->setCurrentWidget(m_code);
        break;
    case BodyForm::Image: {
        const QSize size = content.image.size();
        m_image->setImage(content.image, QStringLiteral("%1 · %2 × %3 · %4")
                                             .arg(ui::text(decode::formatName(content.format)))
                                             .arg(size.width()).arg(size.height()).arg(sizeText(content.decodedBytes)));
        m_stack->setCurrentWidget(m_image);
        break;
    }
    case BodyForm::Table: {
        std::vector<FieldRow> rows;
        rows.reserve(content.rows.size());
        for (const QStringList &cells : content.rows)
            rows.push_back({.cells = cells, .filter = {}, .heading = cells.size() == 1});
        m_table->setRows(std::move(rows), content.heads);
        m_stack->setCurrentWidget(m_table);
        break;
    }
    case BodyForm::Tree:
        m_json->setJson(content.text);
        m_stack->setCurrentWidget(m_json);
        break;
    case BodyForm::Parts:
        showMultipart(content);
        break;
    case BodyForm::Binary:
        m_hex->setData(std::make_shared<MemoryHexData>(content.bytes), sameBody);
        m_stack->setCurrentWidget(m_hex);
        break;
    }
}

void BodyView::showRaw(const RawContent &raw, bool sameBody)
{
    setNotices(raw.notices);
    m_code->setText(raw.text, Syntax::None, sameBody);
    m_stack->setCurrentWidget(m_code);
}

} // namespace ui
