// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/tone_colour.h"

namespace ui {

QColor toneColour(const Tokens &tokens, Tone tone)
{
    switch (tone) {
    case Tone::Dim:
    case Tone::Explanation:
        return tokens.dim;
    case Tone::Good:
        return tokens.good;
    case Tone::Notice:
        return tokens.notice;
    case Tone::Bad:
        return tokens.bad;
    case Tone::Info:
        return tokens.info;
    case Tone::Violet:
        return tokens.violet;
    case Tone::Accent:
        return tokens.accent;
    case Tone::Normal:
    case Tone::Strong:
        break;
    }
    return tokens.text;
}

} // namespace ui
