// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/secret_names.h"

#include <QRegularExpression>
#include <QTest>

using namespace masking;

class TestSecretNames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void knowsASecretsNameInAnySpelling_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {
                 "password", "PASSWORD", "Password1", "password2", "passwordAgain", "password_confirmation", "passwordConfirmation", "passwordconfirmation",
                 "user[password]", "user[password_confirmation]", "new-password", "oldPassword", "PassWord", "mypassword", "userpassword", "passwords",
                 "DB_PASS", "dbpass", "db.pass", "SMTP_PASSWD", "passphrase", "keyPassphrase", "passcode", "pwd", "userPwd", "PGPASSWORD", "MYSQL_PWD", "ctl00$txtPassword",
                 "token", "access_token", "accessToken", "AccessToken", "accesstoken", "ACCESS-TOKEN", "id_token", "refreshToken2", "__RequestVerificationToken",
                 "secret", "client_secret", "clientSecret", "SecretString", "secretKey", "aws_secret_access_key", "secretAccessKey", "secret_id",
                 "apiKey", "api-key", "APIKEY", "API_KEY", "APIKeys", "x-api-key", "stripeApiKey", "AccountKey", "account_key", "SharedAccessKey", "storageKey", "privateKey", "private_key",
                 "signing_key", "encryptionKey", "masterKey", "sessionid", "session_id", "sessionId", "PHPSESSID", "JSESSIONID", "ASP.NET_SessionId", "connect.sid",
                 "csrf", "csrfToken", "csrfmiddlewaretoken", "XSRF-TOKEN", "authenticity_token", "otp", "otp_code", "otpCode", "totp", "one_time_password", "mfa_code", "2fa_code", "sms_code",
                 "verification_code", "security_code", "cvv", "cvv2", "CVC", "cardCvv", "ssn", "social_security_number", "pin", "pin_code", "userPin", "card_number", "cardNumber", "cardnumber",
                 "cc-number", "credit_card", "creditCardNumber", "credentials", "credential", "creds", "authorization", "jwt", "bearer", "client_assertion", "SAMLResponse", "code_verifier",
                 "device_code", "connectionString", "X-Amz-Signature", "X-Amz-Credential", "mnemonic", "seed_phrase", "recovery_codes", "backupCode", "DPoP", "passwort", "senha"})
            QTest::newRow(name) << name;
    }
    void knowsASecretsNameInAnySpelling()
    {
        QFETCH(QString, name);
        QVERIFY(nameWeight(name.toStdString(), Place::JsonKey) >= Weight::Value);
        QVERIFY(nameWeight(name.toStdString(), Place::Parameter) >= Weight::Value);
    }

    void leavesHarmlessNamesAlone_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {
                 "", "passenger", "passengers", "compass", "bypass", "passive", "passport", "author", "authors", "authority", "author_id", "tokenizer", "tokenize", "tokenization", "pinned", "pinterest",
                 "spinner", "keyboard", "monkey", "turkey", "hockey", "secretary", "secretariat", "code", "status_code", "country_code", "zipcode", "barcode", "encoder", "cookieConsent", "cookie_policy",
                 "token_type", "tokenType", "max_tokens", "total_tokens", "prompt_tokens", "tokens_used", "token_count", "token_url", "token_endpoint", "next_token", "nextPageToken", "pageToken", "page_token",
                 "nextToken", "password_policy", "passwordLength", "password_changed_at", "has_password", "requiresPassword", "passwordless", "secretName", "primary_key", "foreignKey", "public_key", "cacheKey",
                 "sort_key", "idempotency_key", "sessionDuration", "access", "address", "pages", "user", "email", "name", "id", "sign", "design", "side", "inside", "pineapple", "shipping", "mapping",
                 "authorization_endpoint", "client_assertion_type", "expires_in", "csrf_header_name", "card", "cards", "number", "boarding_pass_url", "assertions_count", "session_timeout"})
            QTest::newRow(*name ? name : "empty") << name;
    }
    void leavesHarmlessNamesAlone()
    {
        QFETCH(QString, name);
        QVERIFY(nameWeight(name.toStdString(), Place::JsonKey) < Weight::Value);
    }

    void looksAtTheValueUnderAnEverydayName_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("secret");
        const auto row = [](const char *name, const char *value, bool secret) { QTest::addRow("%s=%s", name, value) << name << value << secret; };
        row("code", "200", false);
        row("code", "404", false);
        row("code", "4711", false);
        row("code", "DE", false);
        row("code", "en-US", false);
        row("code", "E_NOT_FOUND", false);
        row("code", "493817", true);
        row("code", "4f9a1c22", true);
        row("code", "SplxlOBeZQQYbYS6WxSbIA", true);
        row("state", "open", false);
        row("state", "af0ifjsldkjaf0ifjsldkj", true);
        row("key", "abc", false);
        row("key", "name", false);
        row("key", "AB12cd34EF56", true);
        row("page", "SplxlOBeZQQYbYS6WxSbIA", false);
        row("pin", "1234", true);
        row("session", "x", true);
        row("password", "1", true);
        row("password", "", false);
    }
    void looksAtTheValueUnderAnEverydayName()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(bool, secret);
        QCOMPARE(isSecretValue(nameWeight(name.toStdString(), Place::Parameter), Place::Parameter, value.toStdString()), secret);
    }

    void knowsHeadersThatCarrySecrets_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("secret");
        const auto row = [](const char *name, bool secret) { QTest::newRow(name) << name << secret; };
        for (const char *name : {"Authorization", "authorization", "Proxy-Authorization", "X-Authorization", "X-Forwarded-Authorization", "X-Auth", "X-Auth-Token", "X-Authentication", "X-Api-Key", "api-key", "apikey",
                                 "X-Vault-Token", "X-Goog-IAP-JWT-Assertion", "Cf-Access-Jwt-Assertion", "X-Amzn-Oidc-Data", "X-Amzn-Oidc-Accesstoken", "X-Amzn-Oidc-Identity", "X-MS-TOKEN-AAD-ID-TOKEN",
                                 "X-MS-CLIENT-PRINCIPAL", "X-Forwarded-Access-Token", "DPoP", "X-Csrf-Token", "X-XSRF-TOKEN", "Ocp-Apim-Subscription-Key", "X-Functions-Key", "X-Amz-Security-Token", "X-Goog-Api-Key",
                                 "X-RapidAPI-Key", "X-Shopify-Access-Token", "PRIVATE-TOKEN", "JOB-TOKEN", "DD-API-KEY", "DD-APPLICATION-KEY", "X-Session-Id", "Mcp-Session-Id", "My-Client-Secret", "X-Otp", "X-Password",
                                 "Grpc-Metadata-Authorization", "X-Plex-Token", "X-Emby-Token", "X-Redmine-API-Key", "Cookie", "Set-Cookie", "X-Consul-Token", "Sec-Token"})
            row(name, true);
        for (const char *name : {"Accept", "Content-Type", "User-Agent", "Sec-WebSocket-Key", "Access-Control-Allow-Credentials", "Access-Control-Allow-Headers", "Idempotency-Key", "X-Request-Id", "X-RateLimit-Limit-Tokens",
                                 "anthropic-ratelimit-tokens-remaining", "Surrogate-Key", "Public-Key-Pins", "WWW-Authenticate", "Author", "X-Error-Code", "ETag", "X-Compass", "Token-Type", "X-Frame-Options"})
            row(name, false);
    }
    void knowsHeadersThatCarrySecrets()
    {
        QFETCH(QString, name);
        QFETCH(bool, secret);
        QCOMPARE(isSecretHeader(name.toStdString()), secret);
    }

    void readsLongNamesInTime()
    {
        for (const char c : {'a', 'A', '_', '1', '['})
            QVERIFY(nameWeight(std::string(1'000'000, c) + "password", Place::JsonKey) == Weight::None);
        QString camel;
        while (camel.size() < 500)
            camel += "aB";
        QVERIFY(nameWeight(camel.toStdString(), Place::JsonKey) == Weight::None);
    }
};

QTEST_GUILESS_MAIN(TestSecretNames)
#include "tst_secret_names.moc"
