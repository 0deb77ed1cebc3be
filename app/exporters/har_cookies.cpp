// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_cookies.h"

#include <ctime>

namespace exporters {

namespace {

// HAR wants ISO 8601 where Set-Cookie has a date of RFC 6265 section 5.1.1; nothing for other forms.
std::string cookieDate(const std::string &text)
{
    for (const char *format : {"%a, %d %b %Y %H:%M:%S", "%a, %d-%b-%Y %H:%M:%S"}) {
        tm parts{};
        if (strptime(text.c_str(), format, &parts))
            return isoTime(base::Time(timegm(&parts)) * 1'000'000'000);
    }
    return {};
}

void writeCookie(EntryContext &c, const exchange::Cookie &cookie)
{
    // The same secrets as in the headers, counted there.
    masking::Report counted;
    c.out.beginObject();
    c.out.pair("name", cookie.name);
    c.out.pair("value", c.masker ? c.masker->cookie(cookie.name, cookie.value, counted) : cookie.value);
    if (cookie.path)
        c.out.pair("path", *cookie.path);
    if (cookie.domain)
        c.out.pair("domain", *cookie.domain);
    if (cookie.expires)
        c.out.pairIf("expires", cookieDate(*cookie.expires));
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
