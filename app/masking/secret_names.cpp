// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/secret_names.h"

#include <algorithm>
#include <array>

namespace masking {

namespace {

constexpr size_t nameMax = 128;

// All of them in the form of plainName().
constexpr std::array<std::string_view, 34> strongNames{
    "pass", "pwd", "sid", "sessid", "phpsessid", "jsessionid", "aspsessionid", "sessionkey", "assertion", "clientassertion",
    "samlresponse", "samlrequest", "otp", "totp", "jwt", "bearer", "authorization", "proxyauthorization", "cookie", "setcookie",
    "codeverifier", "devicecode", "usercode", "credential", "credentials", "appkey", "authkey", "signingkey", "encryptionkey",
    "xamzsignature", "xgoogsignature", "connectionstring", "authenticitytoken", "csrfmiddlewaretoken"};

constexpr std::array<std::string_view, 13> strongEnds{
    "password", "passwd", "passphrase", "passcode", "secret", "token", "apikey", "secretkey", "privatekey", "accesskey",
    "sessionid", "secretaccesskey", "csrf"};

// End like secrets and are none: they turn pages.
constexpr std::array<std::string_view, 8> pagingTokens{
    "nexttoken", "pagetoken", "nextpagetoken", "prevpagetoken", "previouspagetoken", "continuationtoken", "synctoken", "nextsynctoken"};

constexpr std::array<std::string_view, 10> weakNames{"key", "state", "sig", "signature", "tokens", "secrets", "passwords", "apikeys", "nonce", "ticket"};
constexpr std::array<std::string_view, 4> everydayKeys{"code", "session", "auth", "authcode"};

constexpr std::array<std::string_view, 24> secretHeaders{
    "authorization", "proxyauthorization", "cookie", "cookie2", "setcookie", "setcookie2", "xapikey", "apikey", "xauthkey", "xauth",
    "xamzsecuritytoken", "xgoogapikey", "xgoogiamauthorizationtoken", "ocpapimsubscriptionkey", "xfunctionskey", "xsessionid",
    "sessionid", "xamzsignature", "authenticationinfo", "xclientsecret", "xcsrf", "xxsrf", "xclientdata", "cfaccessjwtassertion"};

constexpr std::array<std::string_view, 11> urlHeaders{"location", "referer", "referrer", "contentlocation", "refresh", "link",
                                                      "xforwardeduri", "xoriginaluri", "xoriginalurl", "hxcurrenturl", ":path"};

template <typename List>
bool isAmong(const List &list, std::string_view name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

bool endsLikeASecret(std::string_view name)
{
    return !isAmong(pagingTokens, name)
        && std::any_of(strongEnds.begin(), strongEnds.end(), [&](std::string_view end) { return name.ends_with(end); });
}

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
    const std::string plain = plainName(name);
    if (isAmong(strongNames, plain) || endsLikeASecret(plain))
        return Weight::Strong;
    if (isAmong(everydayKeys, plain))
        return place == Place::Parameter ? Weight::Strong : Weight::Weak;
    return isAmong(weakNames, plain) ? Weight::Weak : Weight::None;
}

bool isSecretHeader(std::string_view name)
{
    const std::string plain = plainName(name);
    return isAmong(secretHeaders, plain) || endsLikeASecret(plain);
}

bool isUrlHeader(std::string_view name)
{
    return isAmong(urlHeaders, plainName(name));
}

} // namespace masking
