// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/conversation_view.h"

#include "app/llm/spoken.h"
#include "ui/models/format.h"
#include "ui/text/conversation_text.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace ui {

namespace {

// Characters of all parts: an editor with more becomes slow. The newest are shown.
constexpr qsizetype shownMax = 2'000'000;

uint64_t bodyBytes(const exchange::Exchange &e) { return e.request.bodyBytes + e.response.bodyBytes; }

// From this turn on, everything fits.
size_t firstShown(const llm::Transcript &call)
{
    qsizetype room = shownMax;
    for (size_t i = call.turns.size(); i-- > 0;) {
        for (const llm::Part &part : call.turns[i].parts)
            room -= qsizetype(part.text.size());
        if (room < 0)
            return i + 1;
    }
    return 0;
}

} // namespace

ConversationView::ConversationView(Theme &theme, QWidget *parent)
    : ExchangeTextView(theme, parent)
{
    setAccessibleName(tr("Conversation"));
}

bool ConversationView::hasGrown() const
{
    const exchange::Exchange e = store().exchange(id());
    return store().itemCount(id()) != m_items || bodyBytes(e) != m_bytes || e.state != m_state;
}

void ConversationView::read()
{
    exchange::Exchange e = store().exchange(id());
    m_items = store().itemCount(id());
    m_bytes = bodyBytes(e);
    m_state = e.state;
    startReading([bodies = bodies(), e = std::move(e), items = store().items(id())](const Background::Superseded &) {
        return llm::readTranscript(llm::readSpoken(e, items, *bodies));
    }, [this](llm::Transcript transcript) { m_transcript = std::move(transcript); });
}

void ConversationView::render()
{
    rewrite(true, [this](QTextCursor &cursor) {
        if (m_transcript.dialect != llm::Dialect::None)
            write(cursor);
    });
}

void ConversationView::write(QTextCursor &cursor) const
{
    const Tokens &tokens = theme().current();
    const auto line = [&](const QString &words, const QFont &font, const QColor &colour, int above, int indent = 0) {
        if (words.isEmpty())
            return;
        QTextBlockFormat block;
        block.setTopMargin(above);
        block.setLeftMargin(indent);
        QTextCharFormat characters;
        characters.setFont(font);
        characters.setForeground(colour);
        addBlock(cursor, block, characters, words);
    };
    const auto turn = [&](const llm::Turn &said) {
        const bool model = said.role == llm::Role::Assistant;
        line(roleText(said.role), theme().uiStrong(), model ? tokens.violet : said.role == llm::Role::User ? tokens.accent : tokens.dim, 4 * measure::step);
        for (const llm::Part &part : said.parts) {
            const bool prose = part.kind == llm::PartKind::Text || part.kind == llm::PartKind::Reasoning;
            const QColor colour = part.failed ? tokens.bad : part.kind == llm::PartKind::Reasoning ? tokens.dim : tokens.text;
            line(partText(part), theme().ui(), part.failed ? tokens.bad : tokens.dim, measure::step);
            line(partContents(part), prose ? theme().ui() : theme().mono(), colour, measure::step, prose ? 0 : 4 * measure::step);
        }
    };
    line(callFigures(m_transcript).join(QStringLiteral(" · ")), theme().ui(), tokens.dim, 0);
    QStringList tools;
    for (const std::string &tool : m_transcript.tools)
        tools << text(tool);
    if (!tools.isEmpty())
        line(tr("Tools: %1").arg(tools.join(QStringLiteral(", "))), theme().ui(), tokens.dim, measure::step);
    const size_t first = firstShown(m_transcript);
    if (first > 0)
        line(tr("The first %n messages are not shown: the conversation is too long. The body has them.", nullptr, int(first)), theme().ui(), tokens.notice,
             measure::step);
    std::for_each(m_transcript.turns.begin() + std::ptrdiff_t(first), m_transcript.turns.end(), turn);
    std::ranges::for_each(m_transcript.answers, turn);
    line(text(m_transcript.error), theme().ui(), tokens.bad, 4 * measure::step);
}

} // namespace ui
