// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/window/parts.h"

namespace bench {

Opened::Opened()
    : theme(ui::ThemeChoice::Light)
    , window(theme)
{
    window.closeWithoutAsking();
    window.resize(1440, 900);
    window.show();
}

bool Opened::open(WatchedApplication &app, const QString &path)
{
    bool isRead = false;
    const auto connection = QObject::connect(&window.workspace().capture(), &ui::CaptureController::opened, &window, [&] { isRead = true; });
    window.openFile(path);
    const bool done = app.until([&] { return isRead; });
    QObject::disconnect(connection);
    return done;
}

} // namespace bench
