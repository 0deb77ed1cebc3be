// SPDX-License-Identifier: GPL-3.0-or-later
// Every colour and measure of the window, once per theme. Nothing else in ui/ names a colour.
#pragma once

#include <QColor>

#include <array>

namespace ui {

// Text tokens keep a contrast of at least 4.5 : 1 to `panel` and `ground` (tst_theme measures it).
struct Tokens {
    bool dark = false;
    // window, lists and panes, 1 px hairlines, the hovered row
    QColor ground, panel, line, hover;
    // values; labels, units and types
    QColor text, dim;
    // focus and active tab; background of tokens and masked values; selected row; text on `accent`
    QColor accent, accentGround, selection, onAccent;
    // selected characters, search hits
    QColor textSelection, found;
    // 2xx; slow, 304; 4xx, 5xx, refused; 3xx, GET; POST; text on `bad`
    QColor good, notice, bad, info, violet, onBad;
    // phases in the table's waterfall and in the timing pane
    QColor dns, connect, tls, send, wait, receive;
    // body view
    QColor codeKey, codeNumber, codeString, codeComment, codeTag, codeKeyword;
    // marks: red, orange, yellow, green, blue, violet; a marked row is tinted with its colour
    std::array<QColor, 6> marks;
};

Tokens lightTokens();
Tokens darkTokens();

// Device-independent pixels.
namespace measure {
inline constexpr int step = 4;
inline constexpr int row = 26;        // table rows
inline constexpr int treeRow = 25;
inline constexpr int control = 30;    // toolbar buttons and the filter box
inline constexpr int radius = 6;      // of controls
inline constexpr int tab = 34;
inline constexpr int tabLine = 2;     // under the active tab
inline constexpr int status = 24;     // status bar
inline constexpr int statusDot = 8;
inline constexpr int margin = 12;     // from a pane's edge to its text
inline constexpr int textPx = 13;
inline constexpr int monoPx = 12;
} // namespace measure

} // namespace ui
