// SPDX-License-Identifier: GPL-3.0-or-later
// A secret found once in an export is secret wherever it occurs: remembers the secrets that were masked, and finds
// them again in text, also percent-encoded, in Base64 and escaped for JSON or HTML.
#pragma once

#include <bitset>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace masking {

class SeenSecrets
{
public:
    static constexpr size_t secretsMax = 10'000;
    static constexpr size_t secretMax = 4096;       // longer ones are searched for by this much

    // Short values and everyday words are not remembered: they would match everywhere. `sure`: a name said that it is
    // a secret.
    void add(std::string_view secret, std::string_view tag, bool sure);
    bool empty() const { return m_spellings.empty(); }
    // The number of secrets beyond secretsMax.
    uint64_t beyond() const { return m_beyond; }
    // Whether bytes that cannot be rewritten contain one.
    bool anyIn(std::string_view bytes) const;

private:
    friend class SecretEraser;
    struct Match {
        size_t length = 0;                          // 0: none
        std::string_view replacement;
    };

    void spell(std::string spelling, std::string_view tag);
    void spellBase64(std::string_view secret, std::string_view tag);
    bool mayBegin(std::string_view text) const;
    Match longestAt(std::string_view text) const;

    static constexpr size_t startBytes = 6;         // no spelling is shorter
    static constexpr size_t startBits = 1 << 20;
    std::map<std::string, std::string, std::less<>> m_spellings;  // with the replacement of each
    std::unique_ptr<std::bitset<startBits>> m_starts;
    size_t m_longest = 0;
    size_t m_secrets = 0;
    uint64_t m_beyond = 0;
};

// Rewrites text incrementally. Replacements need no escaping.
class SecretEraser
{
public:
    enum class Text : uint8_t { InsideJson, Plain };   // of a JSON string, whose escapes are never split; or any bytes
    explicit SecretEraser(const SeenSecrets &, Text = Text::InsideJson);   // must outlive it

    void feed(std::string_view, std::string &out);
    void finish(std::string &out);
    uint64_t count() const { return m_count; }

private:
    void scan(bool last, std::string &out);

    const SeenSecrets &m_seen;
    Text m_text;
    std::string m_held;
    uint64_t m_count = 0;
};

} // namespace masking
