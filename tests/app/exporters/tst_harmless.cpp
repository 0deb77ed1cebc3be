// SPDX-License-Identifier: GPL-3.0-or-later
// What holds no secret leaves a masked export as it is: pages, scripts, styles, data and pictures that programs on this
// machine came with, as their servers would send them. HARMLESS=N takes N of them instead of a few hundred.
#include "app/exporters/body_writer.h"
#include "app/exporters/memory_bodies.h"

#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <QTest>

namespace {

const QHash<QString, QByteArray> mediaTypes{
    {"js", "text/javascript"}, {"mjs", "text/javascript"}, {"css", "text/css"}, {"html", "text/html"}, {"json", "application/json"}, {"map", "application/json"}, {"xml", "text/xml"},
    {"svg", "image/svg+xml"}, {"png", "image/png"}};

// Those of one folder in the order of their names; of a big one only every nth.
QStringList files(qsizetype wanted)
{
    QStringList all;
    for (const char *folder : {PROJECT_ROOT "/resources", "/usr/share", "/usr/lib/python3", "/usr/lib/node_modules"}) {
        QDirIterator walk(folder, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            const QString path = walk.next();
            // Manuals explain passwords by examples, and tests have some.
            static const QRegularExpression excluded("/(doc|docs|man|test|tests|testing|examples?|vim|info)/");
            if (mediaTypes.contains(walk.fileInfo().suffix()) && walk.fileInfo().size() < 1'000'000 && walk.fileInfo().size() > 0 && !excluded.match(path).hasMatch())
                all << path;
        }
    }
    all.sort();
    QStringList some;
    const double step = std::max(1.0, double(all.size()) / double(wanted));
    for (double at = 0; at < double(all.size()); at += step)
        some << all[qsizetype(at)];
    return some;
}

} // namespace

class TestHarmless : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void leavesNearlyEverythingAsItIs()
    {
        const int wanted = std::max(400, qEnvironmentVariableIntValue("HARMLESS"));
        const QStringList all = files(wanted);
        QVERIFY2(all.size() >= 300, "this machine has too few files to judge by");
        const masking::Masker masker(masking::Key{1, 2});
        QStringList changed;
        for (const QString &path : all) {
            QFile file(path);
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
            const std::string sent = file.readAll().toStdString();
            exporters::MemoryBodies bodies;
            exporters::BodyInput input;
            const std::vector<base::Slice> slices = bodies.add(sent);
            const QByteArray media = mediaTypes[path.section('.', -1)];
            input.slices = slices;
            input.media = {media.constData(), size_t(media.size())};
            masking::Report report;
            exporters::BodyWriter body(input, bodies, &masker, report);
            const bool same = report.count == 0 && body.showable() && (!body.isText() || body.text() == sent);
            if (!same && report.count == 0 && body.showable())
                continue; // converted to UTF-8
            if (!same)
                changed << path + ": " + (report.names.empty() ? QString() : QString::fromStdString(*report.names.begin()));
        }
        QVERIFY2(double(changed.size()) <= 0.005 * double(all.size()), qUtf8Printable(QString("%1 of %2:\n").arg(changed.size()).arg(all.size()) + changed.join('\n')));
    }
};

QTEST_GUILESS_MAIN(TestHarmless)
#include "tst_harmless.moc"
