// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/secret_names.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cctype>

namespace masking {

namespace {

constexpr size_t nameMax = 128;
constexpr size_t wordsMax = 24;

template <typename List>
bool isAmong(const List &list, std::string_view name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

// The word lists are in the singular; a plural loses its "s" before it is compared.

constexpr auto strongWords = std::to_array<std::string_view>({
    "password", "passwd", "passwrd", "passphrase", "passcode", "passkey", "passwort", "kennwort", "contrasena", "contraseña", "senha",
    "motdepasse", "wachtwoord", "pwd", "pswd", "secret", "token", "credential", "cred", "jwt", "bearer", "authorization",
    "csrf", "xsrf", "cookie", "dpop", "mnemonic", "otp", "totp", "hotp", "cvv", "cvc", "ssn", "sessid"});

constexpr auto valueWords = std::to_array<std::string_view>({"pass", "pin", "pw", "sid"});

// More often counts or lists than secrets: "total_tokens", "assertions".
constexpr auto weakInPlural = std::to_array<std::string_view>({"token", "assertion", "cookie", "authorization", "pin", "pass"});

// Consecutive words, or one word that contains them.
constexpr auto strongPhrases = std::to_array<std::string_view>({
    "apikey", "accesskey", "secretkey", "privatekey", "accountkey", "authkey", "appkey", "applicationkey", "signingkey", "encryptionkey",
    "sharedkey", "sharedaccesskey", "storagekey", "subscriptionkey", "masterkey", "sessionkey", "consumerkey", "servicekey", "serverkey",
    "hmackey", "aeskey", "sshkey", "deploykey", "webhookkey", "recoverykey", "sessionid", "codeverifier", "devicecode", "usercode",
    "dpop", "otpcode", "smscode", "emailcode", "logincode", "confirmationcode", "activationcode", "facode", "mfacode", "tfacode", "pincode", "verificationcode", "securitycode", "authorizationcode", "recoverycode", "backupcode", "accesscode",
    "connectionstring", "samlresponse", "samlrequest", "socialsecurity", "amzsignature", "googsignature", "accesssignature",
    "clientassertion", "samlassertion", "jwtassertion", "seedphrase", "recoveryphrase", "secretphrase", "oauthverifier", "securityanswer", "masterauth", "requirepass"});

constexpr auto valuePhrases = std::to_array<std::string_view>({
    "cardnumber", "cardno", "cardnum", "ccnumber", "ccnum", "creditcard", "debitcard", "cardcode", "cardsecuritycode"});

// Inside a word without separators: "userpassword", "mypasswordagain".
constexpr auto strongParts = std::to_array<std::string_view>({
    "password", "passwd", "passphrase", "passcode", "passwort", "kennwort", "credential", "csrf", "xsrf", "sessid"});
constexpr auto harmlessRests = std::to_array<std::string_view>({"less", "policy", "length", "strength", "manager", "expiry", "type"});

// At its end: "dbpass", "accesstoken", "clientsecret".
constexpr auto strongEnds = std::to_array<std::string_view>({"token", "secret", "pwd", "jwt", "cvv", "pass"});
constexpr auto harmlessEnds = std::to_array<std::string_view>({
    "compass", "encompass", "bypass", "trespass", "surpass", "overpass", "underpass", "impasse", "minipass"});
// At its beginning, followed by one of these.
constexpr auto strongFronts = std::to_array<std::string_view>({"token", "secret"});
constexpr auto frontRests = std::to_array<std::string_view>({"key", "id", "value", "string", "str", "word", "phrase", "code", "hash", "data", "answer"});

// As the last word, these describe a secret rather than contain it: "token_type", "password_policy", "secretName".
constexpr auto describingEnds = std::to_array<std::string_view>({
    "type", "count", "limit", "length", "len", "size", "policy", "rule", "strength", "expiry", "expire", "expiration", "ttl", "age",
    "lifetime", "time", "timestamp", "date", "at", "in", "url", "uri", "endpoint", "path", "file", "filename", "dir", "name", "error",
    "status", "enabled", "disabled", "required", "supported", "changed", "updated", "created", "usage", "used", "budget", "remaining",
    "format", "algorithm", "alg", "method", "mode", "provider", "version", "reset", "detail", "consent", "banner", "rate", "through",
    "manager", "visible", "valid", "exception", "fault", "scope", "prompt", "available", "stmt", "statement", "listing", "invalid", "expired", "missing"});
constexpr auto describingFronts = std::to_array<std::string_view>({
    "has", "is", "can", "should", "show", "hide", "require", "required", "max", "min", "total", "num", "prompt", "completion", "ratelimit",
    "boarding", "render"});
// Pagination tokens.
constexpr auto pagingWords = std::to_array<std::string_view>({
    "token", "page", "next", "input", "output", "prev", "previous", "continuation", "continue", "sync", "cursor", "paging", "pagination"});

// Before "key", these make it a data key: "primary_key", "cacheKey".
constexpr auto harmlessKeys = std::to_array<std::string_view>({
    "primary", "foreign", "public", "publishable", "sort", "partition", "cache", "object", "row", "unique", "index", "group", "lookup", "routing",
    "idempotency", "shortcut", "hot", "arrow", "map", "json", "dict", "item", "config", "feature", "issue", "project", "message", "label",
    "websocket", "surrogate", "translation", "locale", "react", "column", "data", "type", "name"});
constexpr auto verbs = std::to_array<std::string_view>({
    "get", "create", "delete", "list", "update", "put", "describe", "generate", "revoke", "enable", "disable", "validate", "assume", "rotate", "set", "issue", "exchange", "introspect", "verify",
    "batch", "cancel", "decode", "encode", "import", "export", "restore", "stop", "start", "tag", "untag", "replicate", "remove", "add", "attach", "detach", "associate", "disassociate", "register", "on"});
// Their weight depends on the place.
constexpr auto everydayWords = std::to_array<std::string_view>({"auth", "session", "sess", "authcode", "authentication", "code", "state", "key", "assertion"});
constexpr auto weakLasts = std::to_array<std::string_view>({"sig", "signature", "nonce", "ticket"});

constexpr auto secretHeaders = std::to_array<std::string_view>({
    "cookie2", "setcookie2", "xauth", "xapikey", "xfunctionskey", "authenticationinfo", "xauthentication", "xclientdata", "xmsclientprincipal",
    "xamznoidcidentity", "xamznoidcdata", "xamznoidcaccesstoken", "xgoogiamauthorizationtoken", "cfaccessjwtassertion"});

constexpr auto urlHeaders = std::to_array<std::string_view>({"location", "referer", "referrer", "contentlocation", "xforwardeduri",
                                                            "xoriginaluri", "xoriginalurl", "hxcurrenturl", ":path"});

bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool isLower(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

// The words of a name in lower case, without digits and plural "s". `joined` is all of them concatenated.
class Words
{
public:
    explicit Words(std::string_view name)
    {
        name = name.substr(0, nameMax);
        for (size_t i = 0; i < name.size(); ++i) {
            const char c = name[i];
            if (!isUpper(c) && !isLower(c)) {
                end();
                continue;
            }
            // passwordAgain, APIKey
            if (isUpper(c) && i > 0 && (isLower(name[i - 1]) || (isUpper(name[i - 1]) && i + 1 < name.size() && isLower(name[i + 1]) && name[i + 1] != 's')))
                end();
            m_letters[m_size++] = isUpper(c) ? char(c + 32) : c;
        }
        end();
    }

    size_t size() const { return m_count; }
    std::string_view operator[](size_t i) const { return {m_letters.data() + m_begin[i], m_end[i] - m_begin[i]}; }
    std::string_view last() const { return m_count ? (*this)[m_count - 1] : std::string_view(); }
    bool plural(size_t i) const { return m_plural[i]; }
    // Whether the words from `i` on spell `phrase`.
    bool spells(size_t i, std::string_view phrase) const
    {
        for (; i < m_count && phrase.starts_with((*this)[i]); ++i) {
            phrase.remove_prefix((*this)[i].size());
            if (phrase.empty())
                return true;
        }
        return false;
    }

private:
    void end()
    {
        if (m_size == m_start)
            return;
        size_t end = m_size;
        const std::string_view word(m_letters.data() + m_start, end - m_start);
        const bool plural = word.size() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is");
        if (m_count < wordsMax) {
            m_begin[m_count] = m_start;
            m_end[m_count] = end - plural;
            m_plural[m_count++] = plural;
        }
        m_start = m_size;
    }

    std::array<char, nameMax> m_letters;
    std::array<size_t, wordsMax> m_begin, m_end;
    std::array<bool, wordsMax> m_plural;
    size_t m_size = 0, m_start = 0, m_count = 0;
};

bool describes(const Words &words)
{
    if (words.size() < 2)
        return false;
    if (isAmong(describingEnds, words.last()) || isAmong(describingFronts, words[0]))
        return true;
    bool paging = false;
    for (size_t i = 0; i < words.size(); ++i) {
        if (!isAmong(pagingWords, words[i]))
            return false;
        paging = paging || words[i] == "token";
    }
    return paging;
}

// A name without separators.
Weight pieceWeight(std::string_view word)
{
    for (const std::string_view part : strongParts) {
        if (const size_t at = word.find(part); at != std::string_view::npos && !isAmong(harmlessRests, word.substr(at + part.size())))
            return Weight::Strong;
    }
    if (std::any_of(strongPhrases.begin(), strongPhrases.end(), [&](std::string_view phrase) { return word.find(phrase) != std::string_view::npos; }))
        return Weight::Strong;
    if (std::any_of(valuePhrases.begin(), valuePhrases.end(), [&](std::string_view phrase) { return word.find(phrase) != std::string_view::npos; }))
        return Weight::Value;
    if (word == "nexttoken" || word.ends_with("pagetoken") || word.ends_with("continuationtoken") || word.ends_with("synctoken") || isAmong(harmlessEnds, word))
        return Weight::None;
    if (std::any_of(strongEnds.begin(), strongEnds.end(), [&](std::string_view end) { return word.ends_with(end); }))
        return Weight::Strong;
    for (const std::string_view front : strongFronts) {
        if (word.starts_with(front) && isAmong(frontRests, word.substr(front.size())))
            return Weight::Strong;
    }
    return Weight::None;
}

Weight everydayWeight(const Words &words, Place place)
{
    const std::string_view last = words.last();
    if (last == "auth" || last == "session" || last == "sess" || last == "authcode" || last == "authentication")
        return place == Place::Parameter ? Weight::Value : Weight::Weak;
    if (words.size() == 1 && last == "assertion")
        return place == Place::Parameter ? Weight::Value : Weight::Weak;
    if (words.size() == 1 && (last == "code" || last == "state"))
        return Weight::Weak;
    if (last == "key")
        return words.size() > 1 && isAmong(harmlessKeys, words[words.size() - 2]) ? Weight::None : Weight::Weak;
    return isAmong(weakLasts, last) ? Weight::Weak : Weight::None;
}

// Any of the words above begins with one of these letters: most names contain none of them, and need no closer look.
class Beginnings
{
public:
    Beginnings()
    {
        const auto addAll = [this](const auto &...lists) { (std::for_each(lists.begin(), lists.end(), [this](std::string_view word) { add(word); }), ...); };
        addAll(strongWords, valueWords, strongPhrases, valuePhrases, strongParts, strongEnds, strongFronts, weakLasts, everydayWords);
    }
    // Of the letters of a name, whatever is between them.
    bool anyIn(std::string_view name) const
    {
        uint32_t letters = 0;
        for (const char c : name) {
            if (!isUpper(c) && !isLower(c))
                continue;
            letters = letters << 5 | (static_cast<unsigned char>(c) & 31);
            if (m_four[hash(letters)] || m_three[letters & 0x7fff] || m_two[letters & 0x3ff])
                return true;
        }
        return false;
    }

private:
    static uint32_t hash(uint32_t letters) { return (letters & 0xfffff) * 0x9e3779b1u >> 16; }
    void add(std::string_view word)
    {
        uint32_t letters = 0;
        for (const char c : word.substr(0, 4))
            letters = letters << 5 | (static_cast<unsigned char>(c) & 31);
        if (word.size() > 3)
            m_four.set(hash(letters));
        else if (word.size() == 3)
            m_three.set(letters);
        else
            m_two.set(letters);
    }

    std::bitset<1 << 16> m_four;
    std::bitset<1 << 15> m_three;
    std::bitset<1 << 10> m_two;
};

} // namespace

std::string plainName(std::string_view name)
{
    std::string plain;
    for (const char c : name.substr(0, nameMax)) {
        if (c >= 'A' && c <= 'Z')
            plain += char(c + 32);
        else if (c != '-' && c != '_' && c != '.' && c != '[' && c != ']' && c != ' ')
            plain += c;
    }
    return plain;
}

Weight nameWeight(std::string_view name, Place place)
{
    static const Beginnings beginnings;
    if (!beginnings.anyIn(name.substr(0, nameMax)))
        return Weight::None;
    const Words words(name);
    if (words.size() == 0 || describes(words))
        return Weight::None;
    Weight weight = Weight::None;
    for (size_t i = 0; i < words.size() && weight != Weight::Strong; ++i) {
        const std::string_view word = words[i];
        const bool many = words.plural(i) && isAmong(weakInPlural, word);
        if (isAmong(strongWords, word))
            weight = std::max(weight, many ? Weight::Weak : Weight::Strong);
        else if (isAmong(valueWords, word))
            weight = std::max(weight, many ? Weight::Weak : Weight::Value);
        else if (std::any_of(strongPhrases.begin(), strongPhrases.end(), [&](std::string_view phrase) { return words.spells(i, phrase); }))
            weight = Weight::Strong;
        else if (std::any_of(valuePhrases.begin(), valuePhrases.end(), [&](std::string_view phrase) { return words.spells(i, phrase); }))
            weight = std::max(weight, Weight::Value);
        else
            weight = std::max(weight, pieceWeight(word));
    }
    // "PassWord" is one word split in two.
    for (size_t i = 0; i + 1 < words.size() && weight == Weight::None; ++i) {
        if (std::any_of(strongParts.begin(), strongParts.end(), [&](std::string_view part) { return words.spells(i, part); }))
            weight = Weight::Strong;
    }
    return std::max(weight, everydayWeight(words, place));
}

namespace {

// {{ token }}, ${TOKEN}, <token>: a template, or documentation.
bool isPlaceholder(std::string_view value)
{
    const bool braces = (value.starts_with("{{") && value.ends_with("}}")) || (value.starts_with("${") && value.find('}') == value.size() - 1);
    const bool brackets = value.starts_with('<') && value.find('>') == value.size() - 1;
    // Modes of fetch().
    if (value == "include" || value == "same-origin" || value == "omit")
        return true;
    return value.size() > 2 && (braces || brackets)
        && std::all_of(value.begin(), value.end(), [](unsigned char c) { return std::isalpha(c) || std::string_view("{}$<> _.-").find(char(c)) != std::string_view::npos; });
}

} // namespace

bool isSecretValue(Weight weight, Place place, std::string_view value)
{
    if (value.empty() || weight == Weight::None || isPlaceholder(value))
        return false;
    if (weight != Weight::Weak)
        return true;
    // A sentence is not, nor is a word without digits, however long.
    if (value.size() >= weakValueMin)
        return value.find_first_of(" \t\r\n") == std::string_view::npos && std::any_of(value.begin(), value.end(), isDigit);
    if (place != Place::Parameter)
        return false;
    const auto digits = size_t(std::count_if(value.begin(), value.end(), isDigit));
    const bool letters = std::any_of(value.begin(), value.end(), [](unsigned char c) { return std::isalpha(c); });
    // A number of six or more digits is a one-time code; mixed letters and digits are not a status or country.
    return letters ? digits > 0 && value.size() >= 8 : digits == value.size() && digits >= 6;
}

bool namesOperation(std::string_view name)
{
    const Words words(name);
    return words.size() > 1 && isAmong(verbs, words[0]);
}

bool isSecretHeader(std::string_view name)
{
    const std::string plain = plainName(name);
    if (isAmong(secretHeaders, plain))
        return true;
    // CORS (Fetch standard) mentions credentials without containing any; HPKP pins are public.
    if (plain.starts_with("accesscontrol") || plain.starts_with("publickeypins"))
        return false;
    return nameWeight(name, Place::Parameter) >= Weight::Value;
}

bool isUrlHeader(std::string_view name)
{
    return isAmong(urlHeaders, plainName(name));
}

} // namespace masking
