// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/machine_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr int restMs = 300;
constexpr int everything = 0, oneProgram = 1;   // of what is captured there

QLabel *dimLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setProperty("role", QStringLiteral("dim"));
    label->setWordWrap(true);
    return label;
}

} // namespace

MachineDialog::MachineDialog(bool alone, const QStringList &known, QWidget *parent)
    : QDialog(parent)
    , m_alone(alone)
    , m_machine(new QLineEdit(this))
    , m_program(new QLineEdit(this))
    , m_resolved(dimLabel(QString(), this))
    , m_what(new QComboBox(this))
    , m_here(new QCheckBox(tr("Capture this machine too"), this))
{
    setWindowTitle(tr("Add a machine"));
    setMinimumWidth(520);
    m_machine->setObjectName(QStringLiteral("machine"));
    m_machine->setPlaceholderText(tr("user@host, or a name in your configuration of ssh"));
    m_machine->setAccessibleName(tr("Machine"));
    auto *completer = new QCompleter(known, m_machine);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_machine->setCompleter(completer);
    m_resolved->setObjectName(QStringLiteral("resolved"));
    m_what->setObjectName(QStringLiteral("what"));
    m_what->setAccessibleName(tr("What to capture there"));
    m_what->insertItem(everything, tr("Everything that the login may see"));
    m_what->insertItem(oneProgram, tr("One program"));
    m_program->setObjectName(QStringLiteral("program"));
    m_program->setPlaceholderText(tr("Its path there, e.g. /usr/sbin/nginx"));
    m_program->setAccessibleName(tr("Path of the program"));
    m_program->hide();
    m_here->setObjectName(QStringLiteral("here"));
    m_here->setChecked(true);
    m_here->setVisible(alone);

    auto *form = new QFormLayout;
    form->setSpacing(10);
    form->addRow(tr("Machine"), m_machine);
    form->addRow(QString(), m_resolved);
    form->addRow(tr("Capture"), m_what);
    form->addRow(QString(), m_program);
    form->addRow(QString(), m_here);
    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);   // a standard button would have the style's icon
    m_add = buttons->addButton(alone ? tr("Start") : tr("Add"), QDialogButtonBox::AcceptRole);
    m_add->setProperty("role", QStringLiteral("primary"));
    m_add->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(14);
    layout->addLayout(form);
    layout->addWidget(dimLabel(tr("ssh connects as it does in a terminal, with your keys and configuration. There cleartap-helper runs as long as the link lasts: as root, through sudo "
                                  "(whose password you are asked for if it needs one), or as the service there allows. If none is installed, this machine's is copied into a private folder, "
                                  "checked, and removed as soon as it runs. Nothing is left behind, and nothing listens."), this));
    layout->addWidget(buttons);

    // As they are read; otherwise it would be the order of creation.
    setTabOrder(m_machine, m_what);
    setTabOrder(m_what, m_program);
    setTabOrder(m_program, m_here);
    m_resting.setSingleShot(true);
    m_resting.setInterval(restMs);
    connect(&m_resting, &QTimer::timeout, this, &MachineDialog::resolve);
    connect(&m_ssh, &QProcess::finished, this, &MachineDialog::showResolved);
    connect(m_machine, &QLineEdit::textChanged, this, [this] {
        m_resolved->clear();
        m_resting.start();
        check();
    });
    connect(m_program, &QLineEdit::textChanged, this, &MachineDialog::check);
    connect(m_what, &QComboBox::currentIndexChanged, this, [this](int what) {
        m_program->setVisible(what == oneProgram);
        check();
    });
    check();
}

// Not waited for longer than it takes to end.
MachineDialog::~MachineDialog()
{
    disconnect(&m_ssh, nullptr, this, nullptr);
    m_ssh.kill();
    m_ssh.waitForFinished(1000);
}

Scope MachineDialog::scope() const
{
    Scope scope;
    QString wrong;
    scope.kind = Scope::Kind::Machines;
    scope.machines = splitMachines(m_machine->text(), wrong);
    scope.farProgram = m_what->currentIndex() == oneProgram ? m_program->text().trimmed() : QString();
    scope.withThisMachine = m_alone && m_here->isChecked();
    return scope;
}

void MachineDialog::check()
{
    QString wrong;
    const bool named = !splitMachines(m_machine->text(), wrong).isEmpty();
    const bool whole = m_what->currentIndex() != oneProgram || m_program->text().trimmed().startsWith(QLatin1Char('/'));
    m_add->setEnabled(named && whole);
    m_add->setToolTip(!wrong.isEmpty() ? tr("“%1” is not the name of a machine; use user@host or ssh://user@host:port.").arg(wrong)
                          : !named     ? tr("Name a machine first.")
                          : !whole     ? tr("Give the whole path of the program on that machine.")
                                       : QString());
    if (!wrong.isEmpty())
        m_resolved->setText(m_add->toolTip());
}

// ssh itself says what its configuration makes of the name.
void MachineDialog::resolve()
{
    QString wrong;
    const QStringList machines = splitMachines(m_machine->text(), wrong);
    if (machines.size() != 1)
        return;
    m_ssh.kill();
    m_ssh.waitForFinished(1000);
    const QString other = qEnvironmentVariable("CLEARTAP_SSH");
    m_ssh.start(other.isEmpty() ? QStringLiteral("ssh") : other, { QStringLiteral("-G"), QStringLiteral("--"), machines[0] }, QIODevice::ReadOnly);
}

void MachineDialog::showResolved()
{
    QString host, user, port;
    for (const QByteArray &line : m_ssh.readAllStandardOutput().split('\n')) {
        const QString word = QString::fromLocal8Bit(line);
        const QString value = word.section(QLatin1Char(' '), 1);
        if (word.startsWith(QLatin1String("hostname ")))
            host = value;
        else if (word.startsWith(QLatin1String("user ")))
            user = value;
        else if (word.startsWith(QLatin1String("port ")))
            port = value;
    }
    QString wrong;
    if (!host.isEmpty() && splitMachines(m_machine->text(), wrong).size() == 1)
        m_resolved->setText(tr("ssh connects to %1, port %2, as %3").arg(host, port, user));
}

QStringList MachineDialog::configured(const QString &configuration)
{
    static const QRegularExpression host(QStringLiteral("^\\s*host(?:\\s+|\\s*=\\s*)(.+)$"),
                                         QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
    static const QRegularExpression pattern(QStringLiteral("[*?!]"));
    QStringList names;
    for (auto matches = host.globalMatch(configuration); matches.hasNext();) {
        QString wrong;
        for (const QString &name : matches.next().captured(1).split(QLatin1Char(' '), Qt::SkipEmptyParts))
            if (!name.contains(pattern))
                names << splitMachines(name.trimmed(), wrong);
    }
    names.removeDuplicates();
    return names;
}

} // namespace ui
