// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_cookies.h"

#include "app/exchange/cookie_date.h"

#include <array>
#include <ctime>

namespace exporters {

namespace {

// HAR uses ISO 8601 here; empty if it is not a date.
std::string isoDate(const std::string &text)
{
    const auto seconds = exchange::cookieDate(text);
    if (!seconds)
        return {};
    const auto time = time_t(*seconds);
    tm parts{};
    std::array<char, 32> iso{};
    if (!gmtime_r(&time, &parts) || !std::strftime(iso.data(), iso.size(), "%Y-%m-%dT%H:%M:%S.000Z", &parts))
        return {};
    return iso.data();
}

void writeCookie(EntryContext &c, const exchange::Cookie &cookie)
{
    // The same secrets as in the headers, where they are counted.
    masking::Report counted;
    c.out.beginObject();
    c.out.pair("name", cookie.name);
    c.out.pair("value", c.masker ? c.masker->cookie(cookie.name, cookie.value, counted) : cookie.value);
    if (cookie.path)
        c.out.pair("path", *cookie.path);
    if (cookie.domain)
        c.out.pair("domain", *cookie.domain);
    if (cookie.expires)
        c.out.pairIf("expires", isoDate(*cookie.expires));
    if (cookie.sameSite)
        c.out.pair("sameSite", *cookie.sameSite);
    if (cookie.httpOnly)
        c.out.pair("httpOnly", true);
    if (cookie.secure)
        c.out.pair("secure", true);
    c.out.endObject();
}

} // namespace

void writeCookies(EntryContext &c, const exchange::Head &head, bool request)
{
    c.out.key("cookies");
    c.out.beginArray();
    for (const exchange::HeadField &field : head.fields) {
        if (request && exchange::equalsIgnoringCase(field.name, "cookie")) {
            for (const exchange::Cookie &one : exchange::parseCookies(field.value))
                writeCookie(c, one);
        } else if (!request && exchange::equalsIgnoringCase(field.name, "set-cookie")) {
            writeCookie(c, exchange::parseSetCookie(field.value));
        }
    }
    c.out.endArray();
}

} // namespace exporters
