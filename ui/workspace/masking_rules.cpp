// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/masking_rules.h"

#include "app/base/file_descriptor.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QSettings>

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ui {

namespace {

const QString hadKey = QStringLiteral("masking/hasRules");      // then a missing file is one that is gone
const QString oldKey = QStringLiteral("export/maskRules");      // of versions that had rules for exports only

} // namespace

MaskingRules::MaskingRules(QObject *parent)
    : QObject(parent)
    , m_path(QFile::decodeName(masking::ownRulesPath().c_str()))
{
}

std::expected<std::string, int> MaskingRules::read(const QString &path) const
{
    // Neither waits for a writer, nor reads a device.
    const base::FileDescriptor file(open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status {};
    if (!file.isValid() || fstat(file.get(), &status) != 0)
        return std::unexpected(errno);
    if (!S_ISREG(status.st_mode) || size_t(status.st_size) > masking::ruleFileMax)
        return std::unexpected(S_ISREG(status.st_mode) ? EFBIG : EINVAL);
    std::string text(size_t(status.st_size), '\0');
    for (size_t done = 0; done < text.size();) {
        const ssize_t count = ::read(file.get(), text.data() + done, text.size() - done);
        if (count < 0 && errno != EINTR)
            return std::unexpected(errno);
        if (count == 0)
            text.resize(done);
        done += count > 0 ? size_t(count) : 0;
    }
    return text;
}

void MaskingRules::keep(std::string text, std::expected<masking::Rules, Problem> rules)
{
    const bool same = m_known && text == m_text && rules.has_value() == m_rules.has_value() && (rules || rules.error() == m_rules.error());
    m_text = std::move(text);
    m_rules = std::move(rules);
    if (std::exchange(m_known, true) && !same)
        Q_EMIT changed();
}

std::expected<masking::Rules, MaskingRules::Problem> MaskingRules::load(std::string &text) const
{
    auto found = m_path.isEmpty() ? std::unexpected(ENOENT) : read(m_path);
    if (!found && found.error() == ENOENT && !QSettings().value(hadKey, false).toBool())
        return masking::Rules();
    if (!found)
        return std::unexpected(Problem { m_path, found.error() });
    text = std::move(*found);
    auto rules = masking::parseRules(text);
    if (!rules)
        return std::unexpected(Problem { m_path, 0, std::move(rules.error()) });
    return std::move(*rules);
}

void MaskingRules::refresh()
{
    struct stat status {};
    Version version;
    if (!m_path.isEmpty() && stat(QFile::encodeName(m_path).constData(), &status) == 0)
        version = { int64_t(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec, int64_t(status.st_size), status.st_ino };
    const QString old = oldFile();
    if (m_known && version == m_version && old.isEmpty())
        return;
    m_version = version;
    std::string text;
    auto rules = load(text);
    if (const bool any = !masking::RuleText(text).rules().empty(); rules && QSettings().value(hadKey, false).toBool() != any)
        QSettings().setValue(hadKey, any);
    if (!rules || old.isEmpty())
        return keep(std::move(text), std::move(rules));
    if (auto problem = takeOver(old, text))
        return keep(std::move(text), std::unexpected(std::move(*problem)));
    refresh();
    Q_EMIT takenOver(old);
}

// Only once all of it can be used: then the other file is no longer needed.
std::optional<MaskingRules::Problem> MaskingRules::takeOver(const QString &from, const std::string &text)
{
    const auto further = read(from);
    if (!further)
        return Problem { from, further.error() };
    if (auto rules = masking::parseRules(*further); !rules)
        return Problem { from, 0, std::move(rules.error()) };
    masking::RuleText both(text);
    const masking::RuleText added(*further);
    for (const masking::Rule &rule : added.rules())
        if (std::ranges::find(both.rules(), rule) == both.rules().end())
            both.add(rule);
    if (const auto saved = write(both); !saved)
        return Problem { m_path, saved.error() };
    QSettings().remove(oldKey);
    return std::nullopt;
}

std::expected<masking::Rules, MaskingRules::Problem> MaskingRules::current()
{
    refresh();
    return m_rules;
}

masking::RuleText MaskingRules::text()
{
    refresh();
    return masking::RuleText(m_text);
}

std::expected<void, int> MaskingRules::write(const masking::RuleText &rules)
{
    if (m_path.isEmpty())
        return std::unexpected(ENOENT);
    const std::string text = rules.text();
    if (text.size() > masking::ruleFileMax)
        return std::unexpected(EFBIG);
    const QString folder = QFileInfo(m_path).path();
    QDir().mkpath(QFileInfo(folder).path());
    mkdir(QFile::encodeName(folder).constData(), 0700);     // or it is there, or the file cannot be opened
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return std::unexpected(errno ? errno : EIO);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(text.data(), qint64(text.size()));
    if (!file.commit())
        return std::unexpected(errno ? errno : EIO);
    QSettings().setValue(hadKey, !rules.rules().empty());
    m_version = { 0, -2, 0 };
    return {};
}

std::expected<void, int> MaskingRules::save(const masking::RuleText &rules)
{
    const auto written = write(rules);
    refresh();
    return written;
}

QString MaskingRules::oldFile() const { return QSettings().value(oldKey).toString(); }

void MaskingRules::forgetOldFile()
{
    QSettings().remove(oldKey);
    m_version = { 0, -2, 0 };
    refresh();
}

} // namespace ui
