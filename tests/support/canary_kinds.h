// SPDX-License-Identifier: GPL-3.0-or-later
// Kinds of secrets, made at random: nothing that looks like a real one is in the source.
#pragma once

#include "app/decode/base64.h"

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace canary {

using Random = std::mt19937_64;

inline constexpr std::string_view digits = "0123456789", hexDigits = "0123456789abcdef", lowerCase = "abcdefghijklmnopqrstuvwxyz",
                                  upperCase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
                                  alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
                                  urlSafe = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-", bech32 = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";

inline std::string any(Random &random, std::string_view alphabet, size_t count)
{
    std::string text;
    while (text.size() < count)
        text += alphabet[random() % alphabet.size()];
    return text;
}

// Upper and lower case and digits in every twelve characters, as a key's own alphabet gives it nearly always.
inline std::string mixed(Random &random, std::string_view alphabet, size_t count)
{
    std::string text = any(random, alphabet, count);
    for (size_t at = 0; at + 3 <= count; at += 12) {
        text[at] = any(random, "ABCDEFGH", 1)[0];
        text[at + 1] = any(random, digits, 1)[0];
        text[at + 2] = any(random, lowerCase, 1)[0];
    }
    return text;
}

inline std::string withLuhn(std::string number)
{
    int sum = 0;
    for (size_t i = 0; i < number.size(); ++i) {
        int digit = number[number.size() - 1 - i] - '0';
        if (i % 2 == 0)
            digit = digit > 4 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return number + char('0' + (10 - sum % 10) % 10);
}

// ISO 13616: the check digits make the number, moved and with letters as numbers, 1 modulo 97.
inline std::string iban(Random &random)
{
    const std::string account = any(random, digits, 18);
    int rest = 0;
    for (const char c : account + "131400")
        rest = (rest * 10 + (c - '0')) % 97;
    const int check = 98 - rest;
    return "DE" + std::string(1, char('0' + check / 10)) + char('0' + check % 10) + account;
}

inline std::string base64Url(std::string_view text)
{
    std::string coded = decode::toBase64(text);
    while (coded.ends_with('='))
        coded.pop_back();
    for (char &c : coded)
        c = c == '+' ? '-' : c == '/' ? '_' : c;
    return coded;
}

inline std::string pem(Random &random, const std::string &label)
{
    std::string lines;
    for (int i = 0; i < 6; ++i)
        lines += mixed(random, alphanumeric, 64) + "\n";
    return "-----BEGIN " + label + "-----\n" + lines + "-----END " + label + "-----\n";
}

struct Secret {
    std::string text;        // as it is sent
    std::string core;        // the part that must be nowhere
    explicit Secret(std::string whole) : text(whole), core(std::move(whole)) { }
    Secret(std::string whole, std::string part) : text(std::move(whole)), core(std::move(part)) { }
};

struct Kind {
    std::string_view name;
    bool formed;             // recognisable without a name
    Secret (*make)(Random &);
};

inline Secret prefixed(Random &random, std::string_view prefix, std::string_view alphabet, size_t count)
{
    const std::string rest = mixed(random, alphabet, count);
    return {std::string(prefix) + rest, rest};
}

inline Secret hexadecimal(Random &random, std::string_view prefix, size_t count)
{
    const std::string rest = any(random, hexDigits, count);
    return {std::string(prefix) + rest, rest};
}

inline const std::vector<Kind> kinds{
    {"password", false, [](Random &r) { return Secret("Zq7/" + mixed(r, alphanumeric, 9) + "+k!"); }},
    {"passphrase", false, [](Random &r) { return Secret(any(r, lowerCase, 7) + " " + any(r, lowerCase, 6) + " " + any(r, lowerCase, 8)); }},
    {"word", false, [](Random &r) { return Secret(any(r, lowerCase, 13)); }},
    {"umlauts", false, [](Random &r) { return Secret("p\xc3\xa4ss-" + mixed(r, alphanumeric, 9) + "\xe2\x82\xac"); }},
    {"ampersand", false, [](Random &r) { return Secret(mixed(r, alphanumeric, 6) + "&x=" + mixed(r, alphanumeric, 6)); }},
    {"number", false, [](Random &r) { return Secret("9" + any(r, digits, 9)); }},
    {"UUID", false, [](Random &r) { return Secret(any(r, hexDigits, 8) + "-" + any(r, hexDigits, 4) + "-4" + any(r, hexDigits, 3) + "-a" + any(r, hexDigits, 3) + "-" + any(r, hexDigits, 12)); }},
    {"hexadecimal", false, [](Random &r) { return Secret(any(r, hexDigits, 32)); }},
    {"Base64", false, [](Random &r) { return Secret(mixed(r, "ABCDEFGHabcdefgh0123456789+/", 42) + "8="); }},
    {"session", false, [](Random &r) { return prefixed(r, "s%3A", urlSafe, 24); }},
    {"GitHub", true, [](Random &r) { return prefixed(r, "ghp_", alphanumeric, 36); }},
    {"GitHub, fine-grained", true, [](Random &r) { return prefixed(r, "github_pat_", alphanumeric, 70); }},
    {"GitLab", true, [](Random &r) { return prefixed(r, "glpat-", alphanumeric, 20); }},
    {"AWS", true, [](Random &r) { return Secret("AKIA" + any(r, base32, 16)); }},
    {"Stripe", true, [](Random &r) { return prefixed(r, "sk_live_", alphanumeric, 24); }},
    {"Slack", true, [](Random &r) { return Secret("xoxb-" + any(r, digits, 12) + "-" + any(r, digits, 12) + "-" + mixed(r, alphanumeric, 24)); }},
    {"Slack webhook", true, [](Random &r) { const std::string path = "T" + any(r, base32, 9) + "/B" + any(r, base32, 9) + "/" + mixed(r, alphanumeric, 24); return Secret("https://hooks.slack.com/services/" + path, path); }},
    {"Google", true, [](Random &r) { return prefixed(r, "AIza", urlSafe, 35); }},
    {"Google access", true, [](Random &r) { return prefixed(r, "ya29.", urlSafe, 60); }},
    {"OpenAI", true, [](Random &r) { return prefixed(r, "sk-proj-", alphanumeric, 48); }},
    {"Anthropic", true, [](Random &r) { return Secret("sk-ant-api03-" + mixed(r, urlSafe, 93) + "AA"); }},
    {"npm", true, [](Random &r) { return prefixed(r, "npm_", alphanumeric, 36); }},
    {"PyPI", true, [](Random &r) { return prefixed(r, "pypi-AgEIcHlwaS5vcmc", urlSafe, 60); }},
    {"SendGrid", true, [](Random &r) { return Secret("SG." + mixed(r, urlSafe, 22) + "." + mixed(r, urlSafe, 43)); }},
    {"Hugging Face", true, [](Random &r) { return prefixed(r, "hf_", alphanumeric, 34); }},
    {"DigitalOcean", true, [](Random &r) { return hexadecimal(r, "dop_v1_", 64); }},
    {"Docker", true, [](Random &r) { return prefixed(r, "dckr_pat_", alphanumeric, 27); }},
    {"Vault", true, [](Random &r) { return prefixed(r, "hvs.", alphanumeric, 92); }},
    {"Shopify", true, [](Random &r) { return hexadecimal(r, "shpat_", 32); }},
    {"Telegram", true, [](Random &r) { return Secret(any(r, "123456789", 9) + ":AA" + mixed(r, urlSafe, 33)); }},
    {"JWT", true, [](Random &r) { const std::string rest = base64Url("{\"sub\":\"" + any(r, digits, 10) + "\",\"name\":\"ann\",\"iat\":1516239022}") + "." + mixed(r, urlSafe, 43); return Secret(base64Url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + rest, rest); }},
    {"RSA key", true, [](Random &r) { const std::string key = pem(r, "RSA PRIVATE KEY"); return Secret(key, key.substr(40, 50)); }},
    {"OpenSSH key", true, [](Random &r) { const std::string key = pem(r, "OPENSSH PRIVATE KEY"); return Secret(key, key.substr(45, 50)); }},
    {"age key", true, [](Random &r) { return Secret("AGE-SECRET-KEY-1" + any(r, bech32, 58)); }},
    {"card", true, [](Random &r) { return Secret(withLuhn("4" + any(r, digits, 14))); }},
    {"card in groups", true, [](Random &r) { const std::string n = withLuhn("51" + any(r, digits, 13)); return Secret(n.substr(0, 4) + " " + n.substr(4, 4) + " " + n.substr(8, 4) + " " + n.substr(12)); }},
    {"IBAN", true, [](Random &r) { return Secret(iban(r)); }},
    {"URL of a database", true, [](Random &r) { const std::string word = mixed(r, alphanumeric, 14); return Secret("postgres://ann:" + word + "@db.local:5432/shop", word); }},
    {"Azure storage", true, [](Random &r) { const std::string key = mixed(r, "ABCDEFGHabcdefgh0123456789", 86) + "=="; return Secret("DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=" + key + ";EndpointSuffix=core.windows.net", key.substr(0, 86)); }},
    {"Twilio", true, [](Random &r) { return hexadecimal(r, "SK", 32); }},
    {"Databricks", true, [](Random &r) { return hexadecimal(r, "dapi", 32); }},
    {"Discord", true, [](Random &r) { return Secret("MTE" + mixed(r, alphanumeric, 23) + ".G" + mixed(r, alphanumeric, 5) + "." + mixed(r, urlSafe, 38)); }},
};

} // namespace canary
