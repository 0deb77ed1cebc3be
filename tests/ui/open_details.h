// SPDX-License-Identifier: GPL-3.0-or-later
// An open details pane, and what it shows, for the tests of its parts.
#pragma once

#include "tests/support/own_settings.h"
#include "tests/ui/support.h"
#include "ui/details/details_pane.h"
#include "ui/theme/theme.h"

#include <memory>

namespace support {

// The base of such a test: each function has a pane of its own, between open() and close().
class DetailsTest : public QObject
{
protected:
    void open(int width, int height)
    {
        failOnWarnings();
        QSettings().clear();
        m_theme = std::make_unique<ui::Theme>(ui::ThemeChoice::Light);
        m_pane = std::make_unique<ui::DetailsPane>(*m_theme);
        m_pane->resize(width, height);
        m_pane->show();
        m_bodies = std::make_shared<MemoryBodies>();
        m_store.clear();
    }
    void close()
    {
        m_pane.reset();
        m_theme.reset();
    }

    std::unique_ptr<ui::Theme> m_theme;
    std::unique_ptr<ui::DetailsPane> m_pane;
    std::shared_ptr<MemoryBodies> m_bodies;
    exchange::Store m_store;

private:
    OwnSettings m_settings;
};

} // namespace support
