// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/tool_bar.h"

#include "ui/filter/filter_box.h"
#include "ui/workspace/workspace.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include <utility>

namespace ui {

namespace {

using Phase = CaptureController::Phase;

constexpr int barHeight = 46;
constexpr QSize iconSize(16, 16);

void setRole(QWidget *widget, const QString &role)
{
    if (widget->property("role").toString() == role)
        return;
    widget->setProperty("role", role);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace

ToolBar::ToolBar(Theme &theme, Workspace &workspace, FilterBox *filter, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_workspace(workspace)
    , m_start(new QPushButton(this))
    , m_scope(new QPushButton(this))
    , m_export(new QPushButton(theme.icon(QStringLiteral("export")), tr("Export HAR"), this))
    , m_pause(iconButton(QStringLiteral("pause"), QStringLiteral("pause"), QString()))
    , m_clear(iconButton(QStringLiteral("clear"), QStringLiteral("clear"), QString()))
    , m_themeButton(iconButton(QStringLiteral("theme"), QStringLiteral("theme"), tr("Light or dark theme (Ctrl+T)")))
    , m_more(iconButton(QStringLiteral("more"), QString(), tr("Open, save, keys")))
{
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(barHeight);
    m_start->setObjectName(QStringLiteral("start"));
    m_start->setIconSize(iconSize);
    m_scope->setObjectName(QStringLiteral("scope"));
    m_export->setObjectName(QStringLiteral("export"));
    m_export->setIconSize(iconSize);
    m_pause->setCheckable(true);
    m_pause->setAccessibleName(tr("Pause the display"));
    m_clear->setAccessibleName(tr("Clear the list"));

    auto *menu = new QMenu(m_scope);
    const auto add = [&](const QString &text, const QString &tip, Scope::Kind kind) {
        menu->addAction(text, this, [this, kind] { Q_EMIT scopeWanted(kind); })->setToolTip(tip);
    };
    menu->setToolTipsVisible(true);
    add(tr("My processes"), tr("All processes of your user"), Scope::Kind::OwnProcesses);
    add(tr("All processes"), tr("All users, requires administrator rights"), Scope::Kind::AllProcesses);
    menu->addSeparator();
    add(tr("One process …"), tr("A running process and its children"), Scope::Kind::Process);
    add(tr("A command …"), tr("Starts a command and captures it from the first byte"), Scope::Kind::Command);
    menu->addSeparator();
    add(tr("Another machine …"), tr("Through ssh, beside this one or on its own (Ctrl+Shift+H)"), Scope::Kind::Machines);
    menu->addSeparator();
    QAction *masks = menu->addAction(tr("Mask secrets before they are stored"));
    masks->setCheckable(true);
    masks->setToolTip(tr("From the next start on: a masked secret is in no file and in no row, and cannot be shown later"));
    connect(menu, &QMenu::aboutToShow, this, [this, masks] { masks->setChecked(m_workspace.capture().masksAtCapture()); });
    connect(masks, &QAction::triggered, this, [this](bool on) { m_workspace.capture().setMasksAtCapture(on); });
    connect(m_scope, &QPushButton::clicked, this, [this, menu] { menu->popup(m_scope->mapToGlobal(QPoint(0, m_scope->height() + 2))); });

    connect(m_start, &QPushButton::clicked, this, [this] { m_workspace.capture().isBusy() ? Q_EMIT stopWanted() : Q_EMIT startWanted(); });
    connect(m_pause, &QToolButton::toggled, this, &ToolBar::pauseToggled);
    connect(m_clear, &QToolButton::clicked, this, &ToolBar::clearWanted);
    connect(m_export, &QPushButton::clicked, this, &ToolBar::exportWanted);
    connect(m_themeButton, &QToolButton::clicked, this, &ToolBar::themeToggled);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(measure::margin, 0, measure::margin, 0);
    layout->setSpacing(8);
    layout->addWidget(m_start);
    layout->addWidget(m_scope);
    layout->addWidget(m_pause);
    layout->addWidget(m_clear);
    layout->addWidget(filter, 1);
    layout->addWidget(m_export);
    layout->addWidget(m_themeButton);
    layout->addWidget(m_more);
    // In visual order; otherwise it would be the order of creation.
    QWidget *before = m_start;
    for (QWidget *next : std::initializer_list<QWidget *>{ m_scope, m_pause, m_clear, filter, m_export, m_themeButton, m_more })
        setTabOrder(std::exchange(before, next), next);
    m_more->setText(QStringLiteral("⋯"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    for (QWidget *button : { static_cast<QWidget *>(m_start), static_cast<QWidget *>(m_scope), static_cast<QWidget *>(m_export) })
        button->setCursor(Qt::PointingHandCursor);
    connect(&workspace.launch(), &CaptureLaunch::scopeChanged, this, &ToolBar::showScope);
    connect(&workspace, &Workspace::countsChanged, this, &ToolBar::refresh);
    connect(&workspace, &Workspace::pausedChanged, this, &ToolBar::showPaused);
    showScope(workspace.launch().scope());
    refresh();
}

QToolButton *ToolBar::iconButton(const QString &name, const QString &icon, const QString &tip)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(m_theme.icon(icon));
    button->setIconSize(iconSize);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

void ToolBar::showScope(const Scope &scope)
{
    m_scope->setText(m_scope->fontMetrics().elidedText(scope.label(), Qt::ElideMiddle, 180) + QStringLiteral(" ▾"));
    m_scope->setToolTip(scope.kind == Scope::Kind::Command ? scope.command.join(QLatin1Char(' ')) : scope.kind == Scope::Kind::Machines ? scope.machines.join(QStringLiteral(", ")) : tr("What to capture"));
}

void ToolBar::showPaused(bool paused)
{
    const QSignalBlocker quiet(m_pause);
    m_pause->setChecked(paused);
    refresh();
}

void ToolBar::setMenu(QMenu *menu)
{
    m_more->setMenu(menu);
}

void ToolBar::refresh()
{
    const Phase phase = m_workspace.capture().phase();
    const uint32_t shown = m_workspace.exchanges().shown(), total = m_workspace.exchanges().total();
    const bool idle = phase == Phase::Idle;
    const bool ending = phase == Phase::Stopping;
    m_start->setText(idle ? tr("Start") : phase == Phase::Starting ? tr("Starting …") : ending ? tr("Stopping …") : tr("Stop"));
    setRole(m_start, idle ? QStringLiteral("primary") : QStringLiteral("danger"));
    m_start->setIcon(idle ? m_theme.icon(QStringLiteral("start"), &Tokens::onAccent) : m_theme.icon(QStringLiteral("stop"), &Tokens::onBad));
    m_start->setEnabled(!ending);
    m_start->setToolTip(ending ? tr("Reading the remaining data …")
                               : idle ? tr("Start capturing (Ctrl+E)") : tr("Stop capturing (Ctrl+E)"));
    m_scope->setEnabled(idle);
    if (!idle)
        m_scope->setToolTip(tr("Stop the capture to change what is captured."));
    else if (m_scope->toolTip().isEmpty() || !m_scope->isEnabled())
        m_scope->setToolTip(tr("What to capture"));
    const bool capturing = phase == Phase::Capturing || ending;
    m_pause->setEnabled(capturing || m_pause->isChecked());
    m_pause->setToolTip(m_pause->isChecked() ? tr("Show what arrived since")
                            : capturing      ? tr("Pause the display; capturing continues")
                                             : tr("No capture is running."));
    m_clear->setEnabled(total > 0 && (idle || phase == Phase::Capturing));
    m_clear->setToolTip(total == 0 ? tr("The list is empty.") : tr("Clear the list (Ctrl+L)"));
    m_export->setEnabled(shown > 0);
    m_export->setToolTip(shown == 0 ? tr("Nothing to export: no exchanges are shown.") : tr("Export as HAR, secrets masked (Ctrl+Shift+S)"));
}

} // namespace ui
