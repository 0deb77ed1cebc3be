// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/process_dialog.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include <unistd.h>

namespace ui {

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(4096) : QByteArray();
}

// Arguments end with NUL.
QByteArray maskedCommand(const masking::Masker &masker, const QByteArray &command)
{
    std::vector<std::string> arguments;
    for (const QByteArray &argument : command.split('\0'))
        arguments.push_back(argument.toStdString());
    masking::Report report;
    QByteArrayList shown;
    for (const std::string &argument : masker.commandLine(arguments, report))
        shown << QByteArray::fromStdString(argument);
    return shown.join(' ');
}

} // namespace

ProcessDialog::ProcessDialog(std::optional<masking::Rules> mask, QWidget *parent)
    : QDialog(parent)
    , m_mask(std::move(mask))
    , m_search(new QLineEdit(this))
    , m_list(new QTreeWidget(this))
{
    setWindowTitle(tr("Capture one process"));
    resize(680, 460);
    m_search->setPlaceholderText(tr("Name, command line or process id"));
    m_search->setAccessibleName(tr("Search"));
    m_list->setAccessibleName(tr("Processes"));
    m_list->setColumnCount(3);
    m_list->setHeaderLabels({ tr("PID"), tr("Name"), tr("Command line") });
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setSortingEnabled(false);
    m_list->header()->resizeSection(0, 80);
    m_list->header()->resizeSection(1, 150);

    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);   // a standard button would have the style's icon
    m_choose = buttons->addButton(tr("Capture"), QDialogButtonBox::AcceptRole);
    m_choose->setProperty("role", QStringLiteral("primary"));
    m_choose->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_search, &QLineEdit::textChanged, this, &ProcessDialog::narrow);
    connect(m_list, &QTreeWidget::itemActivated, this, &QDialog::accept);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, [this] {
        m_choose->setEnabled(pid() != 0);
        m_choose->setToolTip(pid() != 0 ? QString() : tr("Choose a process first."));
    });
    auto *reach = new QLabel(tr("Its children are captured too, and JSON-RPC on their standard input and output."));
    reach->setProperty("role", QStringLiteral("dim"));
    reach->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    layout->addWidget(reach);
    layout->addWidget(buttons);
    fill();
    Q_EMIT m_list->itemSelectionChanged();
}

// The newest first: probably started just to be inspected.
void ProcessDialog::fill()
{
    const bool root = ::geteuid() == 0;
    QList<QTreeWidgetItem *> items;
    std::optional<masking::Masker> masker;
    if (m_mask) {
        m_mask->mode = masking::Mode::Full;
        masker.emplace(masking::randomKey(), *m_mask);
    }
    const QFileInfoList entries = QDir(QStringLiteral("/proc")).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : entries) {
        const uint32_t id = entry.fileName().toUInt();
        if (id == 0 || id == uint32_t(QCoreApplication::applicationPid()) || (!root && entry.ownerId() != ::getuid()))
            continue;
        const QString folder = entry.filePath();
        QByteArray command = contents(folder + QStringLiteral("/cmdline"));
        if (command.isEmpty())
            continue; // a kernel thread, or gone
        command = masker ? maskedCommand(*masker, command) : command.replace('\0', ' ');
        const QString name = QString::fromUtf8(contents(folder + QStringLiteral("/comm"))).trimmed();
        auto *item = new QTreeWidgetItem({ QString::number(id), name, QString::fromUtf8(command).trimmed() });
        item->setData(0, Qt::UserRole, id);
        items.prepend(item);
    }
    std::sort(items.begin(), items.end(), [](auto *a, auto *b) { return a->data(0, Qt::UserRole).toUInt() > b->data(0, Qt::UserRole).toUInt(); });
    m_list->addTopLevelItems(items);
}

void ProcessDialog::narrow(const QString &words)
{
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        QTreeWidgetItem *item = m_list->topLevelItem(row);
        bool found = words.isEmpty();
        for (int column = 0; column < 3 && !found; ++column)
            found = item->text(column).contains(words, Qt::CaseInsensitive);
        item->setHidden(!found);
    }
}

uint32_t ProcessDialog::pid() const
{
    const auto chosen = m_list->selectedItems();
    return chosen.isEmpty() || chosen[0]->isHidden() ? 0 : chosen[0]->data(0, Qt::UserRole).toUInt();
}

QString ProcessDialog::name() const
{
    const auto chosen = m_list->selectedItems();
    return chosen.isEmpty() ? QString() : chosen[0]->text(1);
}

} // namespace ui
