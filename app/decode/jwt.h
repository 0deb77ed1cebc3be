// SPDX-License-Identifier: GPL-3.0-or-later
// The contents of JSON Web Tokens (RFC 7519) in compact form (RFC 7515, RFC 7516). Signatures are neither checked nor
// shown: reading a token is no reason to trust it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace decode {

struct JwtMember {
    std::string name;
    std::string value;      // strings without their quotes, everything else as JSON
    std::string meaning;    // for a time: "2018-01-18 01:30:22 UTC"; otherwise empty
};

struct Jwt {
    std::string header, claims;             // JSON as it was encoded; claims empty in an encrypted token
    std::vector<JwtMember> headerMembers, claimMembers;
    bool encrypted = false;                 // five parts: only the header can be read
    size_t signatureBytes = 0;
};

// `token` must be a token and nothing else, at most 64 KiB; otherwise nullopt.
std::optional<Jwt> parseJwt(std::string_view token);
// Tokens anywhere in `text`, in order, at most `most`: in "Bearer eyJ..." or a cookie.
std::vector<std::string_view> findJwts(std::string_view text, size_t most = 16);
// Header and claims as indented JSON, times as comments.
std::string jwtText(const Jwt &);

} // namespace decode
