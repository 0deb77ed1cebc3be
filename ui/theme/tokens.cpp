// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/tokens.h"

namespace ui {

Tokens lightTokens()
{
    return {
        .dark = false,
        .ground = QColor(0xF6F7F9), .panel = QColor(0xFFFFFF), .line = QColor(0xE3E6EB), .hover = QColor(0xF0F3F6),
        .text = QColor(0x1B1F24), .dim = QColor(0x5F6873),
        .accent = QColor(0x0E7490), .accentGround = QColor(0xE0F2F7), .selection = QColor(0xDDEFF5), .onAccent = QColor(0xFFFFFF),
        .textSelection = QColor(0xB4DEEA), .found = QColor(0xFBE3A6),
        .good = QColor(0x157F3D), .notice = QColor(0xA15C07), .bad = QColor(0xB42318), .info = QColor(0x0B66A8), .violet = QColor(0x6D3BD1), .onBad = QColor(0xFFFFFF),
        .dns = QColor(0x8FA3B8), .connect = QColor(0xE0A33A), .tls = QColor(0x9B6BD6), .send = QColor(0x4FB0B8), .wait = QColor(0x3FA66B), .receive = QColor(0x3B82C4),
        .codeKey = QColor(0x0B5C77), .codeNumber = QColor(0x9A4A06), .codeString = QColor(0x1B6E3A), .codeComment = QColor(0x5F6873),
        .codeTag = QColor(0x0B66A8), .codeKeyword = QColor(0x6D3BD1),
        .marks = { QColor(0xD92D20), QColor(0xE8680C), QColor(0xD9A404), QColor(0x2E9E5B), QColor(0x1F7FD1), QColor(0x8B52D9) },
    };
}

Tokens darkTokens()
{
    return {
        .dark = true,
        .ground = QColor(0x121417), .panel = QColor(0x181B1F), .line = QColor(0x2A2F36), .hover = QColor(0x1E2227),
        .text = QColor(0xE5E8EC), .dim = QColor(0x98A1AC),
        .accent = QColor(0x35BFD6), .accentGround = QColor(0x12323A), .selection = QColor(0x163640), .onAccent = QColor(0x06222A),
        .textSelection = QColor(0x1F5564), .found = QColor(0x5C4712),
        .good = QColor(0x4CC38A), .notice = QColor(0xE2A73D), .bad = QColor(0xF2776B), .info = QColor(0x5CB1F2), .violet = QColor(0xB79BF7), .onBad = QColor(0x2B0C08),
        .dns = QColor(0x6C7F93), .connect = QColor(0xC78F2E), .tls = QColor(0x8A62C2), .send = QColor(0x3D98A2), .wait = QColor(0x3C9463), .receive = QColor(0x3A78B5),
        .codeKey = QColor(0x6CC9DE), .codeNumber = QColor(0xE8A85C), .codeString = QColor(0x7FD19B), .codeComment = QColor(0x98A1AC),
        .codeTag = QColor(0x5CB1F2), .codeKeyword = QColor(0xB79BF7),
        .marks = { QColor(0xF2776B), QColor(0xF29A4A), QColor(0xE6C84B), QColor(0x4CC38A), QColor(0x5CB1F2), QColor(0xB79BF7) },
    };
}

} // namespace ui
