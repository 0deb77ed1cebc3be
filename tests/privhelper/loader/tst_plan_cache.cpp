// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/plan_cache.h"

#include "privhelper/analyzer/plan_writer.h"

#include <QtTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using loader::PlanCache;
using loader::UniqueFd;

class PlanCacheTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        write("library", QByteArray(1000, 'x'));
    }

    void keepsAPlanForTheSameContents()
    {
        PlanCache cache = open();
        const UniqueFd library = reading("library");
        QVERIFY(!cache.find(library.get()));
        cache.keep(cache.key(library.get()), answer("OpenSSL 3.0.19"));
        QVERIFY(cache.find(library.get()));
        QVERIFY(open().find(library.get()));
        QCOMPARE(open().find(library.get())->stacks.at(0).version, "OpenSSL 3.0.19");
        write("library", QByteArray(1000, 'y'));
        QVERIFY(!cache.find(library.get()));
        QVERIFY(!cache.find(reading("library").get()));
    }

    void removesADamagedOne()
    {
        PlanCache cache = open();
        const UniqueFd library = reading("library");
        const std::string key = cache.key(library.get());
        const QByteArray path = this->path("plans/" + QByteArray::fromStdString(key));
        for (const int damage : { 0, 9, 20, 60 }) {
            cache.keep(key, answer("OpenSSL 3.0.19"));
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadWrite));
            if (damage == 0) {
                QVERIFY(file.resize(file.size() - 1));
            } else {
                file.seek(damage);
                file.write("\xff\xff");
            }
            file.close();
            QVERIFY(!cache.find(library.get()));
            QVERIFY(!QFile::exists(path));
        }
    }

    void takesNoSiteBeyondTheFile()
    {
        PlanCache cache = open();
        const UniqueFd library = reading("library");
        cache.keep(cache.key(library.get()), answer("OpenSSL 3.0.19", 1000));
        QVERIFY(!cache.find(library.get()));
    }

    void isThatOfOneBuild()
    {
        const UniqueFd library = reading("library");
        PlanCache first = open("/bin/true");
        first.keep(first.key(library.get()), answer("OpenSSL 3.0.19"));
        QVERIFY(!open("/bin/false").find(library.get()));
    }

    void keepsNothingOfFileSystemsThatOthersMayWrite()
    {
        const UniqueFd library = reading("library");
        PlanCache cache(path("plans").toStdString(), "/proc/self/exe", { "/proc" });
        QVERIFY(cache.key(library.get()).empty());
        cache.keep(cache.key(library.get()), answer("OpenSSL 3.0.19"));
        QVERIFY(!cache.find(library.get()));
        QVERIFY(open().key(reading("/proc/self/maps").get()).empty());
    }

    void usesNoFolderThatOthersCanReach()
    {
        const UniqueFd library = reading("library");
        QVERIFY(!open().key(library.get()).empty());
        QCOMPARE(chmod(path("plans"), 0755), 0);
        QVERIFY(open().key(library.get()).empty());
        QCOMPARE(rmdir(path("plans")), 0);
        QCOMPARE(mkdir(path("elsewhere"), 0700), 0);
        QCOMPARE(symlink(path("elsewhere"), path("plans")), 0);
        QVERIFY(open().key(library.get()).empty());
    }

    void startsAnewWhenFull()
    {
        QVERIFY(open().key(reading("library").get()).size() > 1);
        for (size_t i = 0; i < PlanCache::plansMax; i++)
            write(("plans/" + QByteArray::number(qulonglong(i))).constData(), {});
        PlanCache cache = open();
        const UniqueFd library = reading("library");
        cache.keep(cache.key(library.get()), answer("OpenSSL 3.0.19"));
        QVERIFY(cache.find(library.get()));
        QCOMPARE(QDir(path("plans")).entryList(QDir::Files).size(), 1);
    }

private:
    QByteArray path(const QByteArray &name) const { return name.startsWith('/') ? name : m_place->filePath(QString::fromUtf8(name)).toUtf8(); }
    void write(const char *name, const QByteArray &contents) const
    {
        QFile file(QString::fromUtf8(path(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(contents);
    }
    UniqueFd reading(const char *name) const { return UniqueFd(::open(path(name), O_RDONLY | O_CLOEXEC)); }
    PlanCache open(const char *selfExe = "/proc/self/exe") const
    {
        return PlanCache(path("plans").toStdString(), selfExe, { m_place->path().toStdString() });
    }
    static std::vector<std::byte> answer(const std::string &version, uint64_t offset = 100)
    {
        analyzer::Plan plan;
        analyzer::Stack stack;
        stack.library = analyzer::Library::OpenSsl;
        stack.version = version;
        stack.foundBy = "dynamic symbols";
        stack.sites.push_back({ analyzer::Role::Read, analyzer::Result::ReturnValue, analyzer::Cost::Nop5, true, offset, "SSL_read", "exported" });
        plan.stacks.push_back(stack);
        return analyzer::writePlan(plan);
    }

    std::unique_ptr<QTemporaryDir> m_place;
};

QTEST_GUILESS_MAIN(PlanCacheTest)
#include "tst_plan_cache.moc"
