// SPDX-License-Identifier: GPL-3.0-or-later
// The main window, open, with rows to drive it by, for its tests.
#pragma once

#include "tests/ui/support.h"
#include "ui/details/details_pane.h"
#include "ui/table/exchange_view.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QLabel>
#include <QMenu>
#include <QString>
#include <QTimer>

#include <memory>
#include <string>

namespace support {

struct OpenWindow {
    explicit OpenWindow(ui::Theme &theme)
        : window(theme)
    {
        window.closeWithoutAsking();
        window.resize(1440, 900);
        window.show();
        bodies = std::make_shared<support::MemoryBodies>();
    }
    // `count` exchanges of curl; every tenth answers 503.
    void show(int count)
    {
        exchange::Batch batch;
        exchange::Process process;
        process.id = 0;
        process.pid = 4711;
        process.comm = "curl";
        batch.processes.push_back(process);
        for (int id = 0; id < count; ++id) {
            exchange::Exchange one;
            one.id = uint32_t(id);
            one.process = 0;
            one.side = base::Side::Client;
            one.state = exchange::State::Complete;
            one.method = "GET";
            one.scheme = "https";
            one.host = "api.local";
            one.path = "/item/" + std::to_string(id);
            one.status = id % 10 == 9 ? 503 : 200;
            one.contentType = "application/json";
            one.request.begin = 1'795'000'000'000'000'000 + int64_t(id) * 1'000'000;
            one.request.end = one.request.begin + 10'000;
            one.response.begin = one.request.end + 100'000;
            one.response.end = one.response.begin + 100'000;
            one.response.complete = one.request.complete = true;
            if (id < 20) {
                const std::string json = "{\"item\":" + std::to_string(id) + "}";
                one.request.head.push_back(bodies->add("GET " + one.path + " HTTP/1.1\r\nHost: api.local\r\n\r\n"));
                one.response.head.push_back(bodies->add("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"));
                one.response.body.push_back(bodies->add(json));
                one.response.bodyBytes = json.size();
            }
            batch.exchanges.push_back(one);
        }
        window.workspace().capture().show(std::move(batch), bodies, QStringLiteral("/tmp/test.har"));
    }
    QString cell(int row, ui::Column column) { return window.workspace().exchanges().index(row, int(column)).data().toString(); }
    ui::ExchangeView &table() { return *window.findChild<ui::ExchangeView *>(); }
    ui::DetailsPane &details() { return *window.findChild<ui::DetailsPane *>(); }
    // Triggers an entry of the menu of a cell, or of its submenus; false if there is none.
    bool pick(int row, ui::Column column, const QString &entry)
    {
        const QPoint at = table().visualRect(table().model()->index(row, int(column))).center();
        QAction *found = nullptr;
        QTimer::singleShot(0, &table(), [&] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            QList<QAction *> actions = menu ? menu->actions() : QList<QAction *>();
            for (qsizetype i = 0; i < actions.size(); ++i) {
                if (actions[i]->menu())
                    actions += actions[i]->menu()->actions();
                else if (actions[i]->text() == entry)
                    found = actions[i];
            }
            if (found)
                found->trigger();
            if (menu)
                menu->close();
        });
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, table().viewport()->mapToGlobal(at));
        QApplication::sendEvent(table().viewport(), &event);
        return found;
    }
    QString label(const char *name) { return window.findChild<QLabel *>(QLatin1String(name))->text(); }

    ui::MainWindow window;
    std::shared_ptr<support::MemoryBodies> bodies;
};

} // namespace support
