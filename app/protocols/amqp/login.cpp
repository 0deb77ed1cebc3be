// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/amqp/methods.h"

#include "app/protocols/text_rows.h"

namespace protocols::amqp {

namespace {

constexpr size_t propertiesMax = size_t(16) * 1024;   // of the client's properties

struct Credentials {
    std::string user, password;
};

// RFC 4616: an identity, usually empty, the user and the password, separated by NULs. RabbitMQ's AMQPLAIN is a table
// without its length.
Credentials readCredentials(std::string_view mechanism, std::string_view response)
{
    if (mechanism == "AMQPLAIN")
        return {fieldOf(response, "LOGIN"), fieldOf(response, "PASSWORD")};
    const size_t first = response.find('\0');
    const size_t second = first == std::string_view::npos ? first : response.find('\0', first + 1);
    if (mechanism != "PLAIN" || second == std::string_view::npos)
        return {{}, std::string(response)};   // whatever it is, it grants access
    return {std::string(response.substr(first + 1, second - first - 1)), std::string(response.substr(second + 1))};
}

} // namespace

Login readLogin(ByteReader &reader)
{
    const std::string_view properties = readLong(reader), mechanism = readShort(reader), response = readLong(reader);
    const Credentials credentials = readCredentials(mechanism, response);
    Login login;
    login.name = limitedText(fieldOf(properties, "connection_name"), 256);
    login.user = limitedText(credentials.user, 256);
    std::string &json = login.json;
    json = "{\"protocol\":\"AMQP 0-9-1\",\"mechanism\":";
    appendQuoted(json, mechanism);
    const auto add = [&](std::string_view name, std::string_view value) {
        json += ',';
        appendQuoted(json, name);
        json += ':';
        appendQuoted(json, value);
    };
    if (!credentials.user.empty())
        add("username", credentials.user);
    if (!credentials.password.empty())
        add("password", credentials.password);
    forEachField(properties, [&](const std::string &name, const std::string &value) {
        if (name != "protocol" && name != "mechanism" && name != "username" && name != "password")
            add(name, value);
        return json.size() < propertiesMax;
    });
    json += '}';
    return login;
}

std::string readServer(ByteReader &reader)
{
    reader.take(2);   // the protocol's version
    const std::string_view properties = readLong(reader);
    const std::string product = fieldOf(properties, "product"), version = fieldOf(properties, "version");
    return limitedText(product + (product.empty() || version.empty() ? "" : " ") + version, 200);
}

} // namespace protocols::amqp
