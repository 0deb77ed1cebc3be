// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/analyse.h"

#include "tests/privhelper/analyzer/compiled.h"

#include <QtTest>

using namespace analyzer;

namespace {

const QString libraries = QStringLiteral("/usr/lib/x86_64-linux-gnu/");

} // namespace

class TestRecipes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsBoringSslByItsErrors_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("library") << QStringList { "-O2", "-shared", "-fPIC" };
        QTest::newRow("reading compiled into its callers") << QStringList { "-O2", "-shared", "-fPIC", "-DINLINE_READ" };
        QTest::newRow("nobody peeks") << QStringList { "-O2", "-shared", "-fPIC", "-DNO_PEEK" };
        QTest::newRow("at a fixed address") << QStringList { "-O2", "-no-pie", "-fno-pie", "-nostartfiles", "-Wl,--unresolved-symbols=ignore-all",
                                                             "-Wl,-z,lazy", "-Wl,-e,use" };
    }
    void findsBoringSslByItsErrors()
    {
        QFETCH(QStringList, options);
        const QString path = built("like_boringssl.c", options);
        const auto symbols = symbolsOf(path);
        const Stack stack = stackIn(stripped(path));
        QCOMPARE(stack.problem, std::string());
        QCOMPARE(stack.library, Library::BoringSsl);
        QCOMPARE(stack.sites.size(), size_t(5));
        const QList<std::tuple<Role, QString, Result>> expected { { Role::Read, "like_read", Result::ReturnValue },
                                                                  { Role::Write, "like_write", Result::ReturnValue },
                                                                  { Role::Handshake, "like_handshake", Result::None },
                                                                  { Role::Free, "like_free", Result::None },
                                                                  { Role::MemoryWrite, "like_memory_write", Result::None } };
        for (const auto &[role, name, result] : expected) {
            const Site *site = siteOf(stack, role);
            QVERIFY2(site != nullptr, qPrintable(name));
            const quint64 function = offsetOf(path, symbols.value(name));
            QVERIFY2(site->fileOffset >= function && site->fileOffset < function + 16, qPrintable(name));
            QCOMPARE(site->result, result);
            QCOMPARE(site->cost, Cost::Emulated);
        }
        QCOMPARE(siteOf(stack, Role::Read)->fileOffset, offsetOf(path, symbols.value("like_read")));
        QVERIFY(siteOf(stack, Role::Read)->wantsReturn && siteOf(stack, Role::Write)->wantsReturn);
    }

    void doesNotGuessWhichFunctionOfBoringSslItIs_data()
    {
        QTest::addColumn<QString>("option");
        QTest::newRow("only peeking is a function") << "-DNO_READ";
        QTest::newRow("two may be writing") << "-DTWICE";
        QTest::newRow("not the order of the source") << "-DWRONG_ORDER";
    }
    void doesNotGuessWhichFunctionOfBoringSslItIs()
    {
        QFETCH(QString, option);
        const Stack stack = stackIn(stripped(built("like_boringssl.c", { "-O2", "-shared", "-fPIC", option })));
        QCOMPARE(stack.sites.size(), size_t(0));
        QVERIFY(!stack.problem.empty());
    }

    void findsNssByItsTables()
    {
        const QString path = libraries + "libssl3.so";
        const testing::Listing listing(path);
        const Stack stack = stackIn(path);
        QCOMPARE(stack.problem, std::string());
        QCOMPARE(stack.library, Library::Nss);
        QVERIFY2(QRegularExpression("^NSS 3\\.\\d+").match(QString::fromStdString(stack.version)).hasMatch(), stack.version.c_str());
        QCOMPARE(stack.sites.size(), size_t(3));
        for (const Role role : { Role::Read, Role::Write }) {
            const Site *site = siteOf(stack, role);
            QVERIFY(site != nullptr);
            QVERIFY2(listing.at(site->fileOffset).startsWith("push"), qPrintable(listing.at(site->fileOffset)));
            QCOMPARE(site->result, Result::ReturnValue);
            QVERIFY(site->wantsReturn);
        }
        QVERIFY(siteOf(stack, Role::Free) != nullptr && !siteOf(stack, Role::Free)->wantsReturn);
        QCOMPARE(siteOf(stack, Role::Read)->peek.what.base, Base::Rcx);
        QCOMPARE(siteOf(stack, Role::Read)->peek.value, 2u);
        // An independent look: objdump shows two functions that clear the flags and jump there.
        const QString code = QString::fromLatin1(testing::output(QStringLiteral("objdump"), { "-dw", "--no-show-raw-insn", path }));
        for (const Role role : { Role::Read, Role::Write }) {
            const QString target = QString::number(listing.address(siteOf(stack, role)->fileOffset), 16);
            const QRegularExpression jump("xor +%ecx,%ecx\\n[^\\n]*jmp +" + target + " ");
            QVERIFY2(jump.match(code).hasMatch(), qPrintable(target));
        }
    }

    void takesNoOtherTableForThatOfNss_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<bool>("found");
        QTest::newRow("all signs") << "-DALL" << true;
        QTest::newRow("no export") << "-DNO_GATE" << false;
        QTest::newRow("no table of plain sockets") << "-DNO_PAIR" << false;
        QTest::newRow("reading does something else") << "-DOTHER_READ" << false;
    }
    void takesNoOtherTableForThatOfNss()
    {
        QFETCH(QString, option);
        QFETCH(bool, found);
        const QString path = built("like_nss.c", { "-O2", "-shared", "-fPIC", option });
        const auto symbols = symbolsOf(path);
        const Stack stack = stackIn(stripped(path));
        QCOMPARE(!stack.sites.empty(), found);
        QCOMPARE(stack.problem.empty(), found);
        if (found) {
            QCOMPARE(siteOf(stack, Role::Read)->fileOffset, offsetOf(path, symbols.value("like_receive")));
            QCOMPARE(siteOf(stack, Role::Write)->fileOffset, offsetOf(path, symbols.value("like_send")));
        }
    }

    void findsLibrariesByTheirExports_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("library");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QStringList>("functions");
        QTest::newRow("wolfSSL") << "libwolfssl.so.*" << int(Library::WolfSsl) << "^wolfSSL 5\\.\\d+\\.\\d+$"
                                 << QStringList { "wolfSSL_read", "wolfSSL_write", "wolfSSL_free", "wolfSSL_set_read_fd", "wolfSSL_connect" };
        QTest::newRow("Mbed TLS") << "libmbedtls.so.*" << int(Library::MbedTls) << "^$"
                                  << QStringList { "mbedtls_ssl_read", "mbedtls_ssl_write", "mbedtls_ssl_free", "mbedtls_ssl_handshake" };
    }
    void findsLibrariesByTheirExports()
    {
        QFETCH(QString, file);
        QFETCH(int, library);
        QFETCH(QString, version);
        QFETCH(QStringList, functions);
        const QStringList files = QDir(libraries).entryList({ file }, QDir::Files, QDir::Name);
        QVERIFY2(!files.isEmpty(), qPrintable(file + " is part of what the tests need"));
        const testing::Listing listing(libraries + files[0]);
        const auto exports = symbolsOf(libraries + files[0], { "-D" });
        const Stack stack = stackIn(libraries + files[0]);
        QCOMPARE(stack.problem, std::string());
        QCOMPARE(int(stack.library), library);
        QVERIFY2(QRegularExpression(version).match(QString::fromStdString(stack.version)).hasMatch(), stack.version.c_str());
        for (const QString &function : functions) {
            const auto site = std::ranges::find(stack.sites, function.toStdString(), &Site::function);
            QVERIFY2(site != stack.sites.end(), qPrintable(function));
            // At its entry, or at a cheaper instruction before anything was pushed or changed.
            const quint64 entry = offsetOf(libraries + files[0], exports.value(function));
            QVERIFY2(site->fileOffset >= entry && site->fileOffset < entry + 8, qPrintable(function));
            QCOMPARE(site->cost, Cost::Emulated);
            for (quint64 at = entry; at < site->fileOffset; ++at) {
                const QString before = listing.at(at);
                QVERIFY2(before.isEmpty() || before.startsWith("test"), qPrintable(before));
            }
        }
    }

    void findsOpenSslInsideAProgramWithoutSymbols()
    {
        const QString source = m_dir.filePath("inside.c");
        QFile file(source);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#include <openssl/ssl.h>\nint main(void) { SSL *s = SSL_new(SSL_CTX_new(TLS_method())); char b[9];"
                   "SSL_read(s, b, 1); SSL_write(s, b, 1); SSL_sendfile(s, 1, 0, 1, 0); return SSL_set_fd(s, *OpenSSL_version(OPENSSL_VERSION)); }\n");
        file.close();
        const QString path = m_dir.filePath("inside");
        testing::output("cc", { "-o", path, source, "-l:libssl.a", "-l:libcrypto.a", "-ldl", "-lpthread" });
        const auto symbols = symbolsOf(path);
        const Stack stack = stackIn(stripped(path));
        QCOMPARE(stack.problem, std::string());
        QCOMPARE(stack.library, Library::OpenSsl);
        QCOMPARE(stack.foundBy, std::string("error messages"));
        QVERIFY2(stack.version.starts_with("OpenSSL 3."), stack.version.c_str());
        const QList<std::pair<Role, QString>> expected { { Role::Read, "ssl_read_internal" }, { Role::Write, "ssl_write_internal" },
                                                         { Role::Handshake, "SSL_do_handshake" }, { Role::SetFd, "SSL_set_fd" },
                                                         { Role::MemoryWrite, "mem_write" } };
        for (const auto &[role, name] : expected) {
            const Site *site = siteOf(stack, role);
            QVERIFY2(site != nullptr, qPrintable(name));
            QCOMPARE(site->fileOffset, offsetOf(path, symbols.value(name)));
        }
        QCOMPARE(siteOf(stack, Role::Read)->result, Result::OutArg4);
        QCOMPARE(siteOf(stack, Role::Write)->result, stack.version < "OpenSSL 3.2" ? Result::OutArg4 : Result::OutArg5);
    }

private:
    static Stack stackIn(const QString &path) { return testing::stackOf(analyse(testing::bytesOf(testing::contents(path)))); }

    static const Site *siteOf(const Stack &stack, Role role)
    {
        const auto found = std::ranges::find(stack.sites, role, &Site::role);
        return found == stack.sites.end() ? nullptr : &*found;
    }

    QString built(const QString &source, const QStringList &options)
    {
        static int count = 0;
        const QString path = m_dir.filePath(QStringLiteral("built%1").arg(++count));
        testing::output(QStringLiteral("cc"), options + QStringList { "-o", path, QStringLiteral(TEST_DATA "/elf/") + source });
        return path;
    }
    static QString stripped(const QString &path)
    {
        testing::output(QStringLiteral("strip"), { "-o", path + ".stripped", path });
        return path + ".stripped";
    }
    static QHash<QString, quint64> symbolsOf(const QString &path, const QStringList &options = {})
    {
        QHash<QString, quint64> symbols;
        for (const QByteArray &line : testing::output(QStringLiteral("nm"), options + QStringList { "--without-symbol-versions", path }).split('\n')) {
            const auto words = line.simplified().split(' ');
            if (words.size() == 3)
                symbols.insert(QString::fromLatin1(words[2]), words[0].toULongLong(nullptr, 16));
        }
        return symbols;
    }
    // Of an address in the code, by the program headers: "LOAD 0x001000 0x0000000000401000 … 0x0002a5 0x0002a5 R E 0x1000".
    static quint64 offsetOf(const QString &path, quint64 address)
    {
        for (const QByteArray &line : testing::output(QStringLiteral("readelf"), { "-lW", path }).split('\n')) {
            const auto words = line.simplified().split(' ');
            if (words.size() < 6 || words[0] != "LOAD")
                continue;
            const quint64 offset = words[1].toULongLong(nullptr, 16), start = words[2].toULongLong(nullptr, 16);
            if (address >= start && address - start < words[4].toULongLong(nullptr, 16))
                return offset + (address - start);
        }
        return 0;
    }

    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(TestRecipes)
#include "tst_recipes.moc"
