// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/junit.h"

#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace exporters;

class TestJunit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void isXmlWhateverTheTextsHold()
    {
        const std::string report = junitReport("a<b", {{"fine", "", {}}, {"\"x\" & \x01\n", "p95 is 3 s, expected p95 < 1s", {"GET http://a/?b=1&c=<d> → 500", "broken \xff\x1b"}}});
        QXmlStreamReader xml(QByteArray::fromStdString(report));
        QStringList failures, names;
        while (!xml.atEnd()) {
            xml.readNext();
            if (xml.isStartElement() && xml.name() == QLatin1String("testcase"))
                names << xml.attributes().value("name").toString();
            if (xml.isStartElement() && xml.name() == QLatin1String("failure")) {
                const QString message = xml.attributes().value("message").toString();
                failures << message + "|" + xml.readElementText();
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(names, (QStringList{"fine", "\"x\" & ?\n"}));
        QCOMPARE(failures, QStringList{QString::fromUtf8("p95 is 3 s, expected p95 < 1s|GET http://a/?b=1&c=<d> → 500\nbroken \xef\xbf\xbd?\n")});
        QVERIFY(report.find("tests=\"2\" failures=\"1\"") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestJunit)
#include "tst_junit.moc"
