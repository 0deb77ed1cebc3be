// SPDX-License-Identifier: GPL-3.0-or-later
// Unsaved captures left in the cache by windows that ended unexpectedly. A window creates nameless files, so these come
// from an earlier version, or from a window killed before it opened one of these.
#pragma once

#include <QStringList>

namespace ui {

class LeftoverCaptures
{
public:
    // Scans once. Skips those of windows still running.
    LeftoverCaptures();
    LeftoverCaptures(const LeftoverCaptures &) = delete;
    ~LeftoverCaptures();        // deletes those not taken

    qsizetype size() const { return m_paths.size(); }
    // The newest one; ownership passes to the caller.
    QString take() { return m_paths.isEmpty() ? QString() : m_paths.takeFirst(); }

private:
    QStringList m_paths;        // newest first
};

} // namespace ui
