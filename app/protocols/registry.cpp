// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/parser.h"

#include "app/protocols/dialogue/recognise.h"
#include "app/protocols/dns/dns_parser.h"
#include "app/protocols/http1/http1_parser.h"
#include "app/protocols/http2/http2_parser.h"
#include "app/protocols/mysql/mysql_parser.h"
#include "app/protocols/opaque/opaque_parser.h"
#include "app/protocols/postgres/postgres_parser.h"
#include "app/protocols/redis/redis_parser.h"
#include "app/protocols/websocket/joined_parser.h"

#include <array>

namespace protocols {

std::span<const Entry> registry()
{
    static constexpr auto entries = std::to_array<Entry>({
        { Protocol::Dns, "DNS", dns::recogniseDatagram, dns::createDatagrams },
        { Protocol::WebSocket, "WebSocket", websocket::recogniseJoined, websocket::createJoined },
        { Protocol::Dns, "DNS over TCP", dns::recogniseStream, dns::createStream },
        { Protocol::Postgres, "PostgreSQL", postgres::recognise, postgres::create },
        { Protocol::MySql, "MySQL", mysql::recognise, mysql::create },
        { Protocol::Redis, "Redis", redis::recognise, redis::create },
        { Protocol::Smtp, "SMTP", dialogue::recogniseSmtp, opaque::create },
        { Protocol::Imap, "IMAP", dialogue::recogniseImap, opaque::create },
        { Protocol::Pop3, "POP3", dialogue::recognisePop3, opaque::create },
        { Protocol::Ldap, "LDAP", dialogue::recogniseLdap, opaque::create },
        { Protocol::Xmpp, "XMPP", dialogue::recogniseXmpp, opaque::create },
        { Protocol::Http2, "HTTP/2", http2::recognise, http2::create },
        { Protocol::Http11, "HTTP/1", http1::recognise, http1::create },
        { Protocol::Opaque, "conversation", opaque::recognise, opaque::create },
    });
    return entries;
}

} // namespace protocols
