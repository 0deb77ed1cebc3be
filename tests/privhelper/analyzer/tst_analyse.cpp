// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/analyse.h"

#include "tests/privhelper/analyzer/compiled.h"

#include <QtTest>

#include <algorithm>

#include <dlfcn.h>
#include <link.h>
#include <memory>

using namespace analyzer;

namespace {

QString libraryPath(const char *name)
{
    void *handle = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
    link_map *map = nullptr;
    if (handle == nullptr || dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0)
        return {};
    return QString::fromLocal8Bit(map->l_name);
}

const Site *siteOf(const Stack &plan, const QString &function)
{
    const Site *found = nullptr;
    for (const Site &site : plan.sites) {
        if (QString::fromStdString(site.function).split(", ").contains(function)) {
            if (found != nullptr)
                qWarning("%s is covered twice", qPrintable(function));
            found = &site;
        }
    }
    return found;
}

QString resultName(Result result)
{
    return QStringList { "none", "return value", "*arg4", "*arg5" }.value(static_cast<int>(result));
}

} // namespace

class TestAnalyse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void plansTheMachinesOwnLibssl()
    {
        const QString path = libraryPath("libssl.so.3");
        QVERIFY2(!path.isEmpty(), "libssl.so.3 is part of what the tests need");
        const testing::Listing listing(path);
        const Stack plan = testing::stackOf(analyse(testing::bytesOf(testing::contents(path))));
        QCOMPARE(plan.problem, std::string());
        QCOMPARE(plan.library, Library::OpenSsl);
        QCOMPARE(plan.foundBy, std::string("dynamic symbols"));
        QVERIFY2(plan.version.starts_with("OpenSSL 3."), plan.version.c_str());

        for (const char *function : { "SSL_read", "SSL_read_ex", "SSL_write", "SSL_write_ex", "SSL_peek", "SSL_peek_ex",
                                      "SSL_free", "SSL_set_fd", "SSL_set_rfd", "SSL_set_wfd", "SSL_do_handshake",
                                      "SSL_sendfile" })
            QVERIFY2(siteOf(plan, function) != nullptr, function);
        for (const Site &site : plan.sites) {
            const QString text = listing.at(site.fileOffset);
            QVERIFY2(!text.isEmpty(), "a site is not where an instruction begins");
            const bool emulated = QRegularExpression("^(push +%r|call +[0-9a-f]|j[a-z]+ +[0-9a-f]|nop$)").match(text).hasMatch();
            QVERIFY2(emulated == (site.cost == Cost::Emulated), qPrintable(text));
            QVERIFY(!site.reason.empty());
        }
        // ssl_read_internal and its like have no symbols; objdump shows that the public functions call them.
        for (const char *function : { "SSL_read", "SSL_read_ex", "SSL_write", "SSL_peek", "SSL_peek_ex" }) {
            const Site *site = siteOf(plan, function);
            const QString target = QString::number(listing.address(site->fileOffset), 16);
            const QString behindEndbr = QString::number(listing.address(site->fileOffset) - 4, 16);
            const QString body = listing.body(function);
            QVERIFY2(body.contains("call   " + target) || body.contains("call   " + behindEndbr), function);
        }
        QCOMPARE(siteOf(plan, "SSL_read"), siteOf(plan, "SSL_read_ex"));
        QCOMPARE(siteOf(plan, "SSL_write"), siteOf(plan, "SSL_write_ex"));
        QVERIFY(siteOf(plan, "SSL_read") != siteOf(plan, "SSL_peek"));
    }

    void namesTheFileAndWhatItDoesNotContain()
    {
        const Plan plan = analyse(testing::bytesOf(testing::contents(libraryPath("libssl.so.3"))));
        QCOMPARE(plan.buildId.size(), size_t(40));
        QCOMPARE(plan.stacks.size(), size_t(1));
        const bool said = std::ranges::any_of(plan.absent, [](const Absent &absent) {
            return absent.library == Library::GnuTls && absent.reason.starts_with("None of its functions has a name here");
        });
        QVERIFY(said);
    }

    void plansEachLibraryInAFile()
    {
        const QByteArray file = testing::compiled(m_dir, "like_openssl.c", { "-O2", "-DSHAPE=1", "-DBOTH" });
        const Plan plan = analyse(testing::bytesOf(file));
        QCOMPARE(plan.stacks.size(), size_t(2));
        QCOMPARE(plan.stacks[0].library, Library::OpenSsl);
        QCOMPARE(plan.stacks[1].library, Library::GnuTls);
        QVERIFY(siteOf(plan.stacks[0], "SSL_read") != nullptr && siteOf(plan.stacks[1], "gnutls_record_recv") != nullptr);
        QVERIFY(siteOf(plan.stacks[1], "SSL_read") == nullptr);
    }

    void findsWhereLibsslKeepsTheSelectedProtocol()
    {
        const Stack plan = testing::stackOf(analyse(testing::bytesOf(testing::contents(libraryPath("libssl.so.3")))));
        QVERIFY(plan.alpn.offset != 0);
        QCOMPARE(plan.alpn.holder, uint16_t(0));

        // The library's own accessor returns what is put there.
        void *handle = dlopen("libssl.so.3", RTLD_LAZY | RTLD_LOCAL);
        const auto function = [handle]<typename F>(const char *name, F) { return reinterpret_cast<F>(dlsym(handle, name)); };
        using Make = void *(*)(const void *);
        using Free = void (*)(void *);
        const auto method = function("TLS_method", static_cast<const void *(*)()>(nullptr));
        const auto newContext = function("SSL_CTX_new", Make(nullptr));
        const auto newObject = function("SSL_new", Make(nullptr));
        const auto accessor = function("SSL_get0_alpn_selected",
                                       static_cast<void (*)(const void *, const unsigned char **, unsigned *)>(nullptr));
        const std::unique_ptr<void, void (*)(void *)> context(newContext(method()), function("SSL_CTX_free", Free(nullptr)));
        const std::unique_ptr<void, void (*)(void *)> owner(newObject(context.get()), function("SSL_free", Free(nullptr)));
        auto *object = static_cast<std::byte *>(owner.get());
        QVERIFY(object != nullptr);
        static const unsigned char text[] = "h2";
        const unsigned char *kept = text, *found = nullptr;
        const size_t length = 2;
        unsigned foundLength = 0;
        std::memcpy(object + plan.alpn.offset, &kept, sizeof kept);
        std::memcpy(object + plan.alpn.offset + 8, &length, sizeof length);
        accessor(object, &found, &foundLength);
        QCOMPARE(static_cast<const void *>(found), static_cast<const void *>(text));
        QCOMPARE(foundLength, 2u);
        const unsigned char *nothing = nullptr; // the library must not free the text
        std::memcpy(object + plan.alpn.offset, &nothing, sizeof nothing);
    }

    void plansTheMachinesOwnGnuTls()
    {
        const QString path = libraryPath("libgnutls.so.30");
        QVERIFY2(!path.isEmpty(), "libgnutls.so.30 is part of what the tests need");
        const testing::Listing listing(path);
        const Stack plan = testing::stackOf(analyse(testing::bytesOf(testing::contents(path))));
        QCOMPARE(plan.problem, std::string());
        QCOMPARE(plan.library, Library::GnuTls);
        QVERIFY2(QRegularExpression("^GnuTLS 3\\.\\d+\\.\\d+$").match(QString::fromStdString(plan.version)).hasMatch(),
                 plan.version.c_str());
        for (const Site &site : plan.sites) {
            QVERIFY2(!listing.at(site.fileOffset).isEmpty(), "a site is not where an instruction begins");
            QVERIFY(site.result == Result::ReturnValue || site.result == (site.role == Role::Secret ? Result::AtOnce : Result::None));
        }
        // gnutls_record_send is a jump to gnutls_record_send2, which begins with push.
        QCOMPARE(siteOf(plan, "gnutls_record_send"), siteOf(plan, "gnutls_record_send2"));
        QCOMPARE(siteOf(plan, "gnutls_record_send")->cost, Cost::Emulated);
        for (const char *function : { "gnutls_record_recv", "gnutls_record_recv_seq", "gnutls_record_recv_packet", "gnutls_record_recv_early_data",
                                      "gnutls_record_send_range", "gnutls_record_send_early_data", "gnutls_record_send_file",
                                      "gnutls_record_uncork", "gnutls_alpn_get_selected_protocol", "gnutls_deinit", "gnutls_handshake" })
            QVERIFY2(siteOf(plan, function) != nullptr, function);
    }

    void findsWhereSecretsPass_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("client");
        QTest::addColumn<QString>("function");
        QTest::newRow("OpenSSL") << "libssl.so.3" << 0 << "ssl_log_secret";
        QTest::newRow("GnuTLS") << "libgnutls.so.30" << 80 << "_gnutls_call_keylog_func";
    }

    void findsWhereSecretsPass()
    {
        QFETCH(const QString, file);
        QFETCH(const int, client);
        QFETCH(const QString, function);
        const QString path = libraryPath(file.toLatin1());
        const Stack plan = testing::stackOf(analyse(testing::bytesOf(testing::contents(path))));
        QCOMPARE(plan.noSecrets, std::string());
        const Site *site = siteOf(plan, function);
        QVERIFY(site != nullptr);
        QVERIFY(site->role == Role::Secret && !site->wantsReturn && site->cost == Cost::Emulated);
        const QString text = testing::Listing(path).at(site->fileOffset);
        QVERIFY2(text.startsWith('j') || text.startsWith("push"), qPrintable(text));
        QVERIFY(site->random.base == Base::Object && site->random.loads == 1);
        if (client != 0)
            QCOMPARE(int(site->random.offsets[0]), client);
    }

    void saysWhySecretsAreNotFound()
    {
        const QByteArray whole = testing::contents(libraryPath("libssl.so.3"));
        // Without either kind of label there are not enough that agree.
        for (const QByteArray &label : { QByteArray("CLIENT_RANDOM"), QByteArray("_TRAFFIC_SECRET") }) {
            QByteArray without = whole;
            without.replace(label, QByteArray(label.size(), 'x'));
            const Stack plan = testing::stackOf(analyse(testing::bytesOf(without)));
            QVERIFY(!plan.noSecrets.empty());
            QVERIFY(std::ranges::find(plan.sites, Role::Secret, &Site::role) == plan.sites.end());
            QVERIFY(plan.problem.empty());
        }
    }

    void findsWhereTheMemoryBiosOfLibcryptoAreWritten()
    {
        const QString path = libraryPath("libcrypto.so.3");
        const Stack plan = testing::stackOf(analyse(testing::bytesOf(testing::contents(path))));
        QVERIFY2(QRegularExpression("^OpenSSL 3\\.\\d+\\.\\d+$").match(QString::fromStdString(plan.version)).hasMatch(),
                 plan.version.c_str());
        QCOMPARE(plan.problem, std::string());
        QCOMPARE(plan.sites.size(), size_t(1));
        QCOMPARE(plan.sites[0].role, Role::MemoryWrite);
        QCOMPARE(plan.sites[0].cost, Cost::Emulated);

        // The library itself tells which function that is.
        void *handle = dlopen("libcrypto.so.3", RTLD_LAZY | RTLD_LOCAL);
        link_map *map = nullptr;
        QCOMPARE(dlinfo(handle, RTLD_DI_LINKMAP, &map), 0);
        const auto method = reinterpret_cast<const void *(*)()>(dlsym(handle, "BIO_s_mem"));
        const auto writer = reinterpret_cast<uintptr_t (*)(const void *)>(dlsym(handle, "BIO_meth_get_write"));
        QVERIFY(method != nullptr && writer != nullptr);
        const uint64_t expected = writer(method()) - map->l_addr;
        const uint64_t found = testing::Listing(path).address(plan.sites[0].fileOffset);
        QVERIFY2(found >= expected && found < expected + 16, qPrintable(QString::number(found, 16)));
    }

    void plansAProgramWithOpenSslInside()
    {
        const QString source = m_dir.filePath("inside.c");
        QFile file(source);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#include <openssl/ssl.h>\nint main(void) { SSL *s = SSL_new(SSL_CTX_new(TLS_method())); char b[9]; size_t n;"
                   "SSL_read(s, b, 1); SSL_read_ex(s, b, 1, &n); SSL_write(s, b, 1); SSL_free(s); return SSL_set_fd(s, *OpenSSL_version(OPENSSL_VERSION)); }\n");
        file.close();
        const QString program = m_dir.filePath("inside");
        testing::output("cc", { "-o", program, source, "-l:libssl.a", "-l:libcrypto.a", "-ldl", "-lpthread" });
        const Stack plan = testing::stackOf(analyse(testing::bytesOf(testing::contents(program))));
        QCOMPARE(plan.problem, std::string());
        QCOMPARE(plan.library, Library::OpenSsl);
        QVERIFY2(plan.foundBy.find("symbol table") != std::string::npos, plan.foundBy.c_str());
        QVERIFY2(QRegularExpression("^OpenSSL 3\\.\\d+\\.\\d+$").match(QString::fromStdString(plan.version)).hasMatch(),
                 plan.version.c_str());
        QVERIFY(siteOf(plan, "SSL_read") != nullptr);
        QVERIFY(siteOf(plan, "SSL_write") != nullptr);
    }

    void findsFunctionsInPackedDebugData()
    {
        const QString plain = m_dir.filePath("packed.so");
        QFile::remove(plain);
        QFile out(plain);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(testing::compiled(m_dir, "like_openssl.c",
                                    { "-O2", "-DSHAPE=1", "-fvisibility=hidden" }));
        out.close();
        const QString symbols = m_dir.filePath("symbols");
        testing::output("objcopy", { "--only-keep-debug", plain, symbols });
        testing::output("xz", { symbols });
        testing::output("strip", { plain });
        QCOMPARE(testing::stackOf(analyse(testing::bytesOf(testing::contents(plain)))).sites.size(), size_t(0));
        testing::output("objcopy", { "--add-section", ".gnu_debugdata=" + symbols + ".xz", plain });
        const Stack plan = testing::stackOf(analyse(testing::bytesOf(testing::contents(plain))));
        QCOMPARE(plan.problem, std::string());
        QCOMPARE(plan.foundBy, std::string(".gnu_debugdata"));
        QVERIFY(siteOf(plan, "SSL_read") != nullptr);
    }

    void coversEachFunctionOnceHoweverItWasCompiled_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("shape");
        const QList<QStringList> variants {
            { "-O0" }, { "-O1" }, { "-O2" }, { "-O3" }, { "-Os" },
            { "-O2", "-fcf-protection=full" }, { "-O2", "-fcf-protection=none", "-fno-omit-frame-pointer" },
            { "-O2", "-fstack-protector-all" }, { "-O2", "-fno-plt" }, { "-O2", "-Wl,-Bsymbolic-functions" },
            { "-O2", "-mindirect-branch=thunk" }, { "-O2", "-fno-optimize-sibling-calls" }, { "-O0", "-pg" },
            { "-O2", "-fzero-call-used-regs=used-gpr" }, { "-O2", "-g" }, { "-O2", "-Wl,-z,ibtplt" },
        };
        for (int shape = 1; shape <= 8; ++shape) {
            // What the compiler does with the shape matters most where calls are looked through.
            for (const QStringList &options : shape == 1 || shape == 4 || shape == 6 ? variants : variants.first(6))
                QTest::addRow("shape %d %s", shape, qPrintable(options.join(' '))) << options << shape;
        }
    }

    void coversEachFunctionOnceHoweverItWasCompiled()
    {
        QFETCH(QStringList, options);
        QFETCH(int, shape);
        const QByteArray file
            = testing::compiled(m_dir, "like_openssl.c", options + QStringList { QStringLiteral("-DSHAPE=%1").arg(shape) });
        const QString path = m_dir.filePath("listed.so");
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(file);
        out.close();
        const testing::Listing listing(path);
        const Stack plan = testing::stackOf(analyse(testing::bytesOf(file)));
        QCOMPARE(plan.problem, std::string());
        for (const Site &site : plan.sites)
            QVERIFY2(!listing.at(site.fileOffset).isEmpty(), "a site is not where an instruction begins");
        const Site *read = siteOf(plan, "SSL_read");
        const Site *readEx = siteOf(plan, "SSL_read_ex");
        const Site *write = siteOf(plan, "SSL_write");
        const Site *writeEx = siteOf(plan, "SSL_write_ex");
        QVERIFY(read != nullptr && readEx != nullptr && write != nullptr && writeEx != nullptr);
        QVERIFY(siteOf(plan, "SSL_free") != nullptr);

        const auto ownEntry = [&listing](const Site *site, const char *function) {
            return site->fileOffset - listing.entry(function) <= 4;
        };
        if (ownEntry(read, "SSL_read"))
            QCOMPARE(resultName(read->result), "return value");
        else
            QCOMPARE(resultName(read->result), "*arg4");
        QCOMPARE(resultName(readEx->result), "*arg4");
        if (!ownEntry(writeEx, "SSL_write_ex"))
            QCOMPARE(resultName(writeEx->result), "*arg5");
        // The inner function is not called for every object or every time, or not with the caller's buffer: only the entry is certain.
        if (shape != 1 && shape != 6)
            QVERIFY2(ownEntry(read, "SSL_read"), read->reason.c_str());
        if (shape == 2 || shape == 4)
            QVERIFY2(ownEntry(readEx, "SSL_read_ex"), readEx->reason.c_str());
    }

    void looksThroughToTheCheaperInternalFunction()
    {
        const QByteArray file = testing::compiled(m_dir, "like_openssl.c", { "-O0", "-DSHAPE=6" });
        const Stack plan = testing::stackOf(analyse(testing::bytesOf(file)));
        QCOMPARE(siteOf(plan, "SSL_read"), siteOf(plan, "SSL_read_ex"));
        QCOMPARE(siteOf(plan, "SSL_write")->cost, Cost::Emulated);
        QCOMPARE(siteOf(plan, "SSL_write"), siteOf(plan, "SSL_write_ex"));
        QCOMPARE(siteOf(plan, "SSL_write"), siteOf(plan, "SSL_write_ex2"));
        QCOMPARE(resultName(siteOf(plan, "SSL_write")->result), "*arg5");
        QVERIFY(siteOf(plan, "SSL_write")->wantsReturn);
        QCOMPARE(siteOf(plan, "SSL_free")->wantsReturn, false);
    }

    void saysWhyThereIsNothingToProbe_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("problem");
        QTest::newRow("text") << "/etc/passwd" << "not an ELF";
        QTest::newRow("no TLS") << "/bin/true" << "No TLS functions";
    }
    void saysWhyThereIsNothingToProbe()
    {
        QFETCH(QString, path);
        QFETCH(QString, problem);
        const Stack plan = testing::stackOf(analyse(testing::bytesOf(testing::contents(path))));
        QCOMPARE(plan.sites.size(), size_t(0));
        QVERIFY2(QString::fromStdString(plan.problem).contains(problem), plan.problem.c_str());
    }

    void survivesEveryTruncation()
    {
        const QByteArray file = testing::compiled(m_dir, "like_openssl.c", { "-O2", "-DSHAPE=1", "-nostdlib" });
        QVERIFY(file.size() > 4096);
        for (qsizetype length = 0; length < file.size(); length += length < 1024 || file.size() - length < 4096 ? 1 : 13) {
            // A copy of the exact size, so that sanitizers detect reads beyond it.
            const std::vector<std::byte> cut(testing::bytesOf(file).begin(), testing::bytesOf(file).begin() + length);
            verifySane(analyse(cut), cut.size());
        }
    }

    void survivesEveryFlippedBitOfTheTables()
    {
        const QByteArray file = testing::compiled(m_dir, "like_openssl.c", { "-O2", "-DSHAPE=1", "-nostdlib" });
        std::vector<std::byte> bytes(testing::bytesOf(file).begin(), testing::bytesOf(file).end());
        // The header and the segments are at the start, the sections at the end, symbols and code between.
        for (size_t i = 0; i < bytes.size(); ++i) {
            const bool inTables = i < 512 || bytes.size() - i < 2560;
            if (bytes[i] == std::byte(0) && !inTables)
                continue;
            for (size_t bit = inTables ? 0 : i % 8; bit < 8; bit += inTables ? 1 : 8) {
                bytes[i] ^= std::byte(1 << bit);
                verifySane(analyse(bytes), bytes.size());
                bytes[i] ^= std::byte(1 << bit);
            }
        }
    }

    void survivesHugeCounts()
    {
        const QByteArray file = testing::compiled(m_dir, "like_openssl.c", { "-O2", "-DSHAPE=1", "-nostdlib" });
        std::vector<std::byte> bytes(testing::bytesOf(file).begin(), testing::bytesOf(file).end());
        for (size_t i = 0; i + 8 <= bytes.size(); i += 4) {
            if (i > 1024 && bytes.size() - i > 3072)
                continue;
            for (const uint64_t value : { ~uint64_t(0), ~uint64_t(0) >> 1, uint64_t(bytes.size()), uint64_t(0) }) {
                uint64_t saved;
                std::memcpy(&saved, bytes.data() + i, 8);
                std::memcpy(bytes.data() + i, &value, 8);
                verifySane(analyse(bytes), bytes.size());
                std::memcpy(bytes.data() + i, &saved, 8);
            }
        }
    }

private:
    static void verifySane(const Plan &plan, size_t fileSize)
    {
        if (plan.stacks.empty() == plan.problem.empty())
            QFAIL("a plan has stacks or a problem");
        for (const Stack &stack : plan.stacks) {
            if (stack.sites.empty() == stack.problem.empty())
                QFAIL("a stack has sites or a problem");
            for (const Site &site : stack.sites) {
                if (site.fileOffset >= fileSize)
                    QFAIL("a site lies outside the file");
            }
        }
    }

    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(TestAnalyse)
#include "tst_analyse.moc"
