// SPDX-License-Identifier: GPL-3.0-or-later
// What credentials and challenges say (RFC 9110, section 11): Basic (RFC 7617), Digest (RFC 7616), AWS signatures of
// version 4, and any other scheme with parameters. Nothing is verified.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace decode {

struct AuthorizationMember {
    std::string name;      // as the scheme calls it: "user-id", "realm", "region"
    std::string value;
};

struct Authorization {
    std::string scheme;                          // as sent
    std::vector<AuthorizationMember> members;    // at most 64
};

// `value`: of Authorization, Proxy-Authorization, WWW-Authenticate or Proxy-Authenticate; of several challenges the
// first. nullopt if there is nothing in it but a token.
std::optional<Authorization> parseAuthorization(std::string_view value);

} // namespace decode
