// SPDX-License-Identifier: GPL-3.0-or-later
// A call of a language model as a conversation: its figures, what was said before, what the model answered.
#pragma once

#include "app/llm/transcript.h"
#include "ui/messages/exchange_text_view.h"

namespace ui {

class ConversationView : public ExchangeTextView
{
    Q_OBJECT
public:
    explicit ConversationView(Theme &, QWidget *parent = nullptr);

    const llm::Transcript &transcript() const { return m_transcript; }

protected:
    bool hasGrown() const override;
    void read() override;
    void forget() override { m_transcript = {}; }
    void render() override;

private:
    void write(QTextCursor &) const;

    uint32_t m_items = 0;
    uint64_t m_bytes = 0;                // of both bodies, as they were read
    exchange::State m_state = exchange::State::InProgress;
    llm::Transcript m_transcript;
};

} // namespace ui
