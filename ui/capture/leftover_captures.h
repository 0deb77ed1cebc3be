// SPDX-License-Identifier: GPL-3.0-or-later
// Unsaved captures in the cache of windows that ended unexpectedly. A window makes files without a name, so these are of
// an earlier version, or of a window that was killed before it opened one of these.
#pragma once

#include <QStringList>

namespace ui {

class LeftoverCaptures
{
public:
    // Looks once. A window that still runs keeps its own.
    LeftoverCaptures();
    LeftoverCaptures(const LeftoverCaptures &) = delete;
    ~LeftoverCaptures();        // those that nobody wanted are deleted

    qsizetype size() const { return m_paths.size(); }
    // The newest; it is the caller's from here on.
    QString take() { return m_paths.isEmpty() ? QString() : m_paths.takeFirst(); }

private:
    QStringList m_paths;        // newest first
};

} // namespace ui
