// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/secret_forms.h"

#include "app/decode/base64.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <string>

namespace masking {

namespace {

enum Chars : uint8_t {
    Digit = 1, UpperHexLetter = 2, LowerHexLetter = 4, UpperRest = 8, LowerRest = 16, Underscore = 32, Hyphen = 64, Dot = 128,
};
constexpr uint8_t Hex = Digit | LowerHexLetter | UpperHexLetter;
constexpr uint8_t Upper = Digit | UpperHexLetter | UpperRest;
constexpr uint8_t Alnum = Upper | LowerHexLetter | LowerRest;
constexpr uint8_t Word = Alnum | Underscore;
constexpr uint8_t Url = Word | Hyphen;
constexpr uint8_t UrlDot = Url | Dot;

constexpr std::array<uint8_t, 256> classes = [] {
    std::array<uint8_t, 256> table{};
    for (int c = '0'; c <= '9'; ++c)
        table[size_t(c)] = Digit;
    for (int c = 'A'; c <= 'Z'; ++c)
        table[size_t(c)] = c <= 'F' ? UpperHexLetter : UpperRest;
    for (int c = 'a'; c <= 'z'; ++c)
        table[size_t(c)] = c <= 'f' ? LowerHexLetter : LowerRest;
    table['_'] = Underscore;
    table['-'] = Hyphen;
    table['.'] = Dot;
    return table;
}();

bool in(char c, uint8_t chars) { return (classes[static_cast<unsigned char>(c)] & chars) != 0; }

struct Form {
    std::string_view prefix;
    uint8_t chars;
    uint16_t least;          // characters after the prefix
    bool mixed;              // they must mix digits, lower and upper case: the prefix alone is not distinctive
    std::string_view name;
};

constexpr auto forms = std::to_array<Form>({
    {"AKIA", Upper, 16, false, "AWS access key"}, {"ASIA", Upper, 16, false, "AWS access key"}, {"ABIA", Upper, 16, false, "AWS access key"},
    {"bedrock-api-key-", Url, 20, false, "AWS Bedrock key"}, {"amzn.mws.", UrlDot, 20, false, "Amazon MWS token"},
    {"ghp_", Alnum, 30, false, "GitHub token"}, {"gho_", Alnum, 30, false, "GitHub token"}, {"ghu_", Alnum, 30, false, "GitHub token"},
    {"ghs_", Alnum, 30, false, "GitHub token"}, {"ghr_", Alnum, 30, false, "GitHub token"}, {"github_pat_", Word, 22, false, "GitHub token"},
    {"glpat-", Url, 20, false, "GitLab token"}, {"gldt-", Url, 20, false, "GitLab token"}, {"glrt-", Url, 20, false, "GitLab token"},
    {"glptt-", Url, 20, false, "GitLab token"}, {"glcbt-", Url, 20, false, "GitLab token"}, {"glft-", Url, 20, false, "GitLab token"},
    {"glsoat-", Url, 20, false, "GitLab token"}, {"glagent-", Url, 20, false, "GitLab token"}, {"gloas-", Url, 20, false, "GitLab token"},
    {"xoxb-", Url, 10, false, "Slack token"}, {"xoxp-", Url, 10, false, "Slack token"}, {"xoxa-", Url, 10, false, "Slack token"},
    {"xoxr-", Url, 10, false, "Slack token"}, {"xoxs-", Url, 10, false, "Slack token"}, {"xoxc-", Url, 10, false, "Slack token"},
    {"xoxd-", Url, 10, false, "Slack token"}, {"xoxe.", UrlDot, 10, false, "Slack token"}, {"xoxe-", Url, 10, false, "Slack token"}, {"xapp-", Url, 10, false, "Slack token"},
    {"sk_live_", Alnum, 10, false, "Stripe key"}, {"sk_test_", Alnum, 10, false, "Stripe key"}, {"rk_live_", Alnum, 10, false, "Stripe key"},
    {"rk_test_", Alnum, 10, false, "Stripe key"}, {"whsec_", Alnum, 16, false, "webhook secret"},
    {"AIza", Url, 35, false, "Google API key"}, {"ya29.", UrlDot, 20, false, "Google access token"}, {"GOCSPX-", Url, 20, false, "Google client secret"},
    {"1//0", Url, 30, false, "Google refresh token"},
    {"sk-ant-", Url, 20, false, "Anthropic key"}, {"sk-proj-", Url, 20, false, "OpenAI key"}, {"sk-svcacct-", Url, 20, false, "OpenAI key"},
    {"sk-admin-", Url, 20, false, "OpenAI key"}, {"sk-or-v1-", Alnum, 20, false, "OpenRouter key"}, {"sk-", Url, 20, true, "API key"},
    {"npm_", Alnum, 30, false, "npm token"}, {"pypi-", Url, 40, false, "PyPI token"}, {"rubygems_", Alnum, 30, false, "RubyGems key"},
    {"hf_", Alnum, 30, false, "Hugging Face token"}, {"api_org_", Alnum, 30, false, "Hugging Face token"}, {"gsk_", Alnum, 30, true, "Groq key"},
    {"xai-", Alnum, 40, false, "xAI key"}, {"pplx-", Alnum, 30, false, "Perplexity key"}, {"r8_", Alnum, 30, false, "Replicate token"},
    {"dop_v1_", Hex, 40, false, "DigitalOcean token"}, {"doo_v1_", Hex, 40, false, "DigitalOcean token"}, {"dor_v1_", Hex, 40, false, "DigitalOcean token"},
    {"SG.", UrlDot, 40, false, "SendGrid key"}, {"xkeysib-", Url, 40, false, "Brevo key"}, {"shpat_", Hex, 30, false, "Shopify token"}, {"shpca_", Hex, 30, false, "Shopify token"},
    {"shppa_", Hex, 30, false, "Shopify token"}, {"shpss_", Hex, 30, false, "Shopify secret"}, {"glsa_", Word, 30, false, "Grafana token"}, {"glc_", Alnum, 30, false, "Grafana token"},
    {"lin_api_", Alnum, 30, false, "Linear key"}, {"dckr_pat_", Url, 20, false, "Docker token"}, {"dckr_oat_", Url, 20, false, "Docker token"},
    {"hvs.", Url, 20, false, "Vault token"}, {"hvb.", Url, 20, false, "Vault token"}, {"hvr.", Url, 20, false, "Vault token"},
    {"sq0csp-", Url, 20, false, "Square secret"}, {"sq0atp-", Url, 20, false, "Square token"}, {"EAAA", Url, 50, true, "access token"}, {"EAAC", Alnum, 50, true, "Facebook token"},
    {"AGE-SECRET-KEY-1", Upper, 40, false, "age key"}, {"PMAK-", Url, 40, false, "Postman key"}, {"figd_", Url, 30, false, "Figma token"},
    {"ATATT3", Url, 40, false, "Atlassian token"}, {"ATCTT3", Url, 40, false, "Atlassian token"}, {"ATBB", Alnum, 24, true, "Bitbucket password"},
    {"NRAK-", Upper, 20, false, "New Relic key"}, {"NRJS-", Hex, 15, false, "New Relic key"}, {"dapi", Hex, 32, false, "Databricks token"}, {"tskey-", Url, 20, false, "Tailscale key"},
    {"sbp_", Hex, 30, false, "Supabase token"}, {"sb_secret_", Url, 20, false, "Supabase key"}, {"pscale_pw_", UrlDot, 30, false, "PlanetScale password"},
    {"pscale_tkn_", UrlDot, 30, false, "PlanetScale token"}, {"pul-", Hex, 40, false, "Pulumi token"}, {"CFPAT-", Url, 30, false, "Contentful token"},
    {"ntn_", Alnum, 40, false, "Notion token"}, {"secret_", Alnum, 40, true, "Notion token"}, {"rdme_", Alnum, 60, false, "ReadMe key"}, {"sntrys_", Url, 40, false, "Sentry token"},
    {"sntryu_", Hex, 60, false, "Sentry token"}, {"phx_", Alnum, 30, false, "PostHog key"}, {"EZAK", Alnum, 50, false, "EasyPost key"}, {"EZTK", Alnum, 50, false, "EasyPost key"},
    {"FLWSECK", Url, 20, false, "Flutterwave key"}, {"cio", Alnum, 60, true, "crates.io token"}, {"oy2", Alnum, 43, false, "NuGet key"}, {"fio-u-", Url, 40, false, "Frame.io token"},
    {"patch_", Alnum, 40, true, "API key"}, {"key-", Hex, 32, false, "Mailgun key"}, {"p8e-", Alnum, 30, false, "Adobe secret"}, {"jfrogtk", Alnum, 30, false, "JFrog token"},
    {"AKCp", Alnum, 60, false, "Artifactory key"}, {"cmVmd", Alnum, 50, false, "Artifactory token"}, {"fm1_", Alnum, 40, false, "Fly token"}, {"fm2_", Alnum, 40, false, "Fly token"},
    {"FlyV1 ", UrlDot, 40, false, "Fly token"}, {"ops_eyJ", Alnum, 40, false, "1Password token"}, {"dp.pt.", Alnum, 40, false, "Doppler token"}, {"dp.st.", UrlDot, 40, false, "Doppler token"},
    {"pat-na1-", Url, 30, false, "HubSpot token"}, {"pat-eu1-", Url, 30, false, "HubSpot token"}, {"duffel_live_", Url, 40, false, "Duffel token"}, {"duffel_test_", Url, 40, false, "Duffel token"},
    {"live_sk_", Alnum, 20, false, "payment key"}, {"test_sk_", Alnum, 20, false, "payment key"}, {"access-sandbox-", Url, 30, false, "Plaid token"}, {"access-production-", Url, 30, false, "Plaid token"},
    {"tfp_", Url, 50, false, "Typeform token"}, {"vercel_blob_rw_", Word, 30, false, "Vercel token"}, {"LTAI", Alnum, 16, true, "Alibaba key"}, {"AccountKey=", Alnum, 40, false, "Azure storage key"},
});

// Forms indexed by the first byte of their prefix.
struct Index {
    std::array<std::array<uint8_t, forms.size()>, 256> rows{};
    std::array<uint8_t, 256> counts{};
    std::bitset<65536> pairs;

    Index()
    {
        for (size_t i = 0; i < forms.size(); ++i) {
            const auto first = static_cast<unsigned char>(forms[i].prefix[0]);
            rows[first][counts[first]++] = uint8_t(i);
            add(forms[i].prefix);
        }
        for (const std::string_view start : {"eyJ", "--", "Bearer", "bearer", "Basic", "basic", "BEARER"})
            add(start);
        // Card numbers, and Telegram bot tokens.
        for (char first = '0'; first <= '9'; ++first)
            for (char second = '0'; second <= '9'; ++second)
                pairs.set(size_t(first) << 8 | size_t(second));
    }
    void add(std::string_view start)
    {
        pairs.set(size_t(static_cast<unsigned char>(start[0])) << 8 | static_cast<unsigned char>(start[1]));
    }
};

const Index &index()
{
    static const Index built;
    return built;
}

size_t runEnd(std::string_view text, size_t at, uint8_t chars)
{
    while (at < text.size() && in(text[at], chars))
        ++at;
    return at;
}

bool isMixed(std::string_view text)
{
    const auto any = [&](uint8_t chars) { return std::any_of(text.begin(), text.end(), [chars](char c) { return in(c, chars); }); };
    return any(Digit) && any(UpperHexLetter | UpperRest) && any(LowerHexLetter | LowerRest);
}

// Compact serialization (RFC 7515 section 7.1, RFC 7516 section 7.1): two dots or four; a signature may be empty.
std::optional<FoundForm> jwtAt(std::string_view text, size_t at)
{
    if (!text.substr(at).starts_with("eyJ"))
        return std::nullopt;
    size_t end = runEnd(text, at, Url);
    int dots = 0;
    size_t second = 0;
    const size_t header = end - at;
    while (dots < 4 && end < text.size() && text[end] == '.') {
        const size_t from = ++end;
        end = runEnd(text, end, Url);
        if (++dots == 1)
            second = end - from;
        else if (end == from)
            break;
    }
    if (header < 10 || dots < 2 || (second < 5 && dots < 4))
        return std::nullopt;
    return FoundForm{at, end, "JSON Web Token"};
}

// RFC 7468, and the similar formats of OpenSSH and PGP. If the end is missing, the rest is all key.
std::optional<FoundForm> privateKeyAt(std::string_view text, size_t at)
{
    constexpr std::string_view begin = "-----BEGIN ", mark = "PRIVATE KEY", last = "-----END ";
    if (!text.substr(at).starts_with(begin))
        return std::nullopt;
    const std::string_view label = text.substr(at + begin.size(), 40);
    const size_t found = label.find(mark);
    if (found == std::string_view::npos || label.find("-----") < found)
        return std::nullopt;
    size_t end = text.find(last, at + begin.size());
    end = end == std::string_view::npos ? text.size() : text.find("-----", end + last.size());
    return FoundForm{at, end == std::string_view::npos ? text.size() : std::min(end + 5, text.size()), "private key"};
}

// "Bearer …" and "Basic …" in running text (RFC 6750, RFC 7617).
std::optional<FoundForm> schemeAt(std::string_view text, size_t at)
{
    const std::string_view rest = text.substr(at);
    const bool bearer = rest.starts_with("Bearer ") || rest.starts_with("bearer ") || rest.starts_with("BEARER ");
    if (!bearer && !rest.starts_with("Basic ") && !rest.starts_with("basic "))
        return std::nullopt;
    const size_t begin = at + (bearer ? 7 : 6);
    size_t end = runEnd(text, begin, UrlDot);
    while (end < text.size() && (in(text[end], UrlDot) || std::string_view("+/=~").find(text[end]) != std::string_view::npos))
        ++end;
    const std::string_view value = text.substr(begin, end - begin);
    if (bearer) {
        const bool digit = std::any_of(value.begin(), value.end(), [](char c) { return in(c, Digit); });
        return value.size() >= 16 && digit ? std::optional(FoundForm{begin, end, "bearer token"}) : std::nullopt;
    }
    const auto pair = value.size() >= 8 ? decode::fromBase64(value) : std::nullopt;
    return pair && pair->find(':') != std::string::npos ? std::optional(FoundForm{begin, end, "basic credentials"}) : std::nullopt;
}

// 123456789:AA…, 35 characters
std::optional<FoundForm> telegramAt(std::string_view text, size_t at)
{
    const size_t colon = runEnd(text, at, Digit);
    if (colon - at < 8 || colon - at > 10 || colon >= text.size() || text[colon] != ':')
        return std::nullopt;
    const size_t end = runEnd(text, colon + 1, Url);
    return end - colon - 1 == 35 ? std::optional(FoundForm{at, end, "Telegram token"}) : std::nullopt;
}

bool isIssued(std::string_view digits)
{
    const auto number = [&](size_t count) {
        int value = 0;
        for (const char c : digits.substr(0, count))
            value = value * 10 + (c - '0');
        return value;
    };
    const size_t size = digits.size();
    const int two = number(2), four = number(4), six = number(6);
    if (digits[0] == '4')
        return size == 16 || size == 19;                                  // Visa
    if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720))
        return size == 16;                                                // Mastercard
    if (two == 34 || two == 37)
        return size == 15;                                                // American Express
    if (two == 36 || two == 38 || (number(3) >= 300 && number(3) <= 305))
        return size == 14;                                                // Diners Club
    if (four == 6011 || two == 65 || (number(3) >= 644 && number(3) <= 649) || two == 62 || (six >= 352800 && six <= 358999))
        return size == 16;                                                // Discover, UnionPay, JCB
    return (two == 50 || two == 67) && size == 16;                        // Maestro
}

} // namespace

size_t cardNumberAt(std::string_view text, size_t at)
{
    std::array<char, 19> digits;
    size_t count = 0, end = at;
    char separator = 0;
    for (size_t i = at; i < text.size(); ++i) {
        const char c = text[i];
        if (in(c, Digit)) {
            if (count == digits.size())
                return 0;
            digits[count++] = c;
            end = i + 1;
            continue;
        }
        // Groups of four, one separator throughout.
        if ((c != ' ' && c != '-') || (separator && c != separator) || i + 1 >= text.size() || !in(text[i + 1], Digit) || count < 4)
            break;
        separator = c;
    }
    if (count < 13 || (end < text.size() && (in(text[end], Word) || (text[end] == '.' && end + 1 < text.size() && in(text[end + 1], Digit)))))
        return 0;
    // Luhn (ISO/IEC 7812-1, annex B)
    int sum = 0;
    for (size_t i = 0; i < count; ++i) {
        int digit = digits[count - 1 - i] - '0';
        if (i % 2 == 1)
            digit = digit > 4 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0 && isIssued({digits.data(), count}) ? end : 0;
}

bool mayBeginForm(char first, char second)
{
    static const std::bitset<65536> &pairs = index().pairs;
    return pairs[size_t(static_cast<unsigned char>(first)) << 8 | static_cast<unsigned char>(second)];
}

std::optional<FoundForm> formAt(std::string_view text, size_t at)
{
    // Not in the middle of a word or number.
    if (at > 0 && in(text[at - 1], Word))
        return std::nullopt;
    const char first = text[at];
    if (in(first, Digit)) {
        if (at > 0 && text[at - 1] == '.')
            return std::nullopt;
        if (const size_t end = cardNumberAt(text, at))
            return FoundForm{at, end, "card number"};
        if (auto found = telegramAt(text, at))
            return found;
    }
    if (first == '-')
        return privateKeyAt(text, at);
    if (auto found = first == 'e' ? jwtAt(text, at) : schemeAt(text, at))
        return found;
    const auto row = static_cast<unsigned char>(first);
    for (size_t i = 0; i < index().counts[row]; ++i) {
        const Form &form = forms[index().rows[row][i]];
        if (!text.substr(at).starts_with(form.prefix))
            continue;
        const size_t begin = at + form.prefix.size();
        const size_t end = runEnd(text, begin, form.chars);
        const bool whole = end - begin >= form.least && (form.chars != Upper || end == text.size() || !in(text[end], Word));
        if (whole && (!form.mixed || isMixed(text.substr(begin, end - begin))))
            return FoundForm{at, end, form.name};
    }
    return std::nullopt;
}

std::optional<FoundForm> findForm(std::string_view text, size_t from)
{
    for (size_t at = from; at + formMin <= text.size(); ++at) {
        if (!mayBeginForm(text[at], text[at + 1]))
            continue;
        if (auto found = formAt(text, at))
            return found;
    }
    return std::nullopt;
}

} // namespace masking
