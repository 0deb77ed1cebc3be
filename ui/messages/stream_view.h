// SPDX-License-Identifier: GPL-3.0-or-later
// All messages of an exchange in sequence, each direction in its own colour, as text or in hex.
#pragma once

#include "ui/messages/exchange_text_view.h"

#include <vector>

namespace ui {

class StreamView : public ExchangeTextView
{
    Q_OBJECT
public:
    explicit StreamView(Theme &, QWidget *parent = nullptr);

    void setHex(bool);

protected:
    bool hasGrown() const override;
    void read() override;
    void forget() override { m_runs = {}; }
    void render() override;

private:
    struct Run { protocols::Half half; QString text; };
    struct Runs { std::vector<Run> runs; bool whole = true; };
    static Runs runsOf(const base::BodySource &, const std::vector<exchange::Item> &, bool hex, const Background::Superseded &);

    uint32_t m_shownItems = 0;
    bool m_hex = false;
    Runs m_runs;
};

} // namespace ui
