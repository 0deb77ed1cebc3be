// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a multipart body: a list, and the selected part as a separate body.
#pragma once

#include "ui/background/background.h"
#include "ui/body/body_content.h"

#include <QWidget>

class QTreeWidget;

namespace ui {

class BodyView;
class Theme;

class PartsView : public QWidget
{
    Q_OBJECT
public:
    explicit PartsView(Theme &, QWidget *parent = nullptr);

    void setParts(std::vector<BodyPart>);
    QTreeWidget *list() const { return m_list; }
    BodyView *body() const { return m_body; }
    bool settled() const { return !m_reading; }
    // Saves the part shown.
    void savePartTo(const QString &path);

private:
    void show(int part, BodyLook);
    void askWhereToSave();

    QTreeWidget *m_list;
    BodyView *m_body;
    std::vector<BodyPart> m_parts;
    int m_shown = -1;
    bool m_reading = false;
    Background m_work;
};

} // namespace ui
