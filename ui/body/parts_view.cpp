// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/parts_view.h"

#include "ui/body/body_save.h"
#include "ui/body/body_view.h"
#include "ui/body/row_delegate.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr int typeColumn = 2, sizeColumn = 3;
constexpr int listHeight = 120;

} // namespace

PartsView::PartsView(Theme &theme, QWidget *parent) : QWidget(parent), m_list(new QTreeWidget), m_body(new BodyView(theme)), m_work(this)
{
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setRootIsDecorated(false);
    m_list->setAllColumnsShowFocus(true);
    m_list->setUniformRowHeights(true);
    m_list->setAccessibleName(tr("Parts"));
    m_list->setHeaderLabels({tr("Part"), tr("File"), tr("Type"), tr("Size")});
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(typeColumn, QHeaderView::Stretch);
    m_list->headerItem()->setTextAlignment(sizeColumn, Qt::AlignRight | Qt::AlignVCenter);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_list);
    splitter->addWidget(m_body);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({listHeight, 3 * listHeight});
    m_list->setMinimumHeight(4 * m_list->fontMetrics().height()); // the header and a row, even in a small window
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    setFocusProxy(m_list);
    connect(m_list, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *item) {
        if (item)
            show(m_list->indexOfTopLevelItem(item), BodyLook::Readable);
    });
    connect(m_body, &BodyView::lookRequested, this, [this](BodyLook look) { show(m_shown, look); });
    connect(m_body, &BodyView::saveRequested, this, &PartsView::askWhereToSave);
}

void PartsView::setParts(std::vector<BodyPart> parts)
{
    m_work.cancel();
    m_reading = false;
    m_shown = -1;
    m_list->clear();
    m_body->showSentence({});
    m_parts = std::move(parts);
    for (const BodyPart &part : m_parts) {
        const QString size = part.cut ? tr("%1, cut").arg(sizeText(uint64_t(part.bytes.size()))) : sizeText(uint64_t(part.bytes.size()));
        auto *row = new QTreeWidgetItem({part.name, part.fileName, QString::fromStdString(part.contentType), size});
        row->setTextAlignment(sizeColumn, Qt::AlignRight | Qt::AlignVCenter);
        m_list->addTopLevelItem(row);
    }
    if (!m_parts.empty())
        m_list->setCurrentItem(m_list->topLevelItem(0));
}

void PartsView::show(int part, BodyLook look)
{
    if (part < 0 || size_t(part) >= m_parts.size())
        return;
    const bool same = part == m_shown;
    m_shown = part;
    m_reading = true;
    const BodyPart &chosen = m_parts[size_t(part)];
    m_work.start(
        [bytes = chosen.bytes, type = chosen.contentType, cut = chosen.cut, look](const Background::Superseded &) {
            const auto *begin = reinterpret_cast<const std::byte *>(bytes.constData());
            return contentOf({.bytes = {begin, begin + bytes.size()}, .contentType = type, .cut = cut, .more = false, .look = look});
        },
        [this, same](const BodyContent &content) {
            m_reading = false;
            if (content.decodedBytes == 0)
                m_body->showSentence(tr("The part is empty."));
            else
                m_body->showContent(content, {}, same);
            // If the part is cut, the whole body has more of it.
            m_body->offerSaving(content.decodedBytes > 0 && !m_parts[size_t(m_shown)].cut);
        });
}

void PartsView::askWhereToSave()
{
    const BodyPart &part = m_parts[size_t(m_shown)];
    const QString name = suggestedName((part.fileName.isEmpty() ? part.name : part.fileName).toStdString(), part.contentType, QStringLiteral("part"));
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the part"), name);
    if (!path.isEmpty())
        savePartTo(path);
}

void PartsView::savePartTo(const QString &path)
{
    if (m_shown < 0)
        return;
    const SavedBody saved = saveBytes(m_parts[size_t(m_shown)].bytes, path);
    m_body->say(saved.problem.isEmpty() ? tr("Saved %1 to %2.").arg(sizeText(saved.bytes), path) : saved.problem);
}

} // namespace ui
