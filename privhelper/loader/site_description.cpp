// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/site_description.h"

#include <algorithm>
#include <utility>

namespace loader {
namespace {

using analyzer::Base;
using analyzer::Result;
using analyzer::Role;

static_assert(int(Base::Rax) == 0 && int(Base::R15) == 15 && int(Base::Flags) == SITE_FLAGS && int(Base::Object) == SITE_OBJECT
              && int(Base::Nowhere) == SITE_NOWHERE && analyzer::Operand::loadsMax == SITE_LOADS_MAX);

std::optional<tls_action> actionOf(Role role)
{
    switch (role) {
    case Role::Read:
        return TLS_READ;
    case Role::Write:
        return TLS_WRITE;
    case Role::Peek:
        return TLS_PEEK;
    case Role::Free:
        return TLS_FREE;
    case Role::SetFd:
        return TLS_SET_FD;
    case Role::Handshake:
        return TLS_HANDSHAKE;
    case Role::MemoryWrite:
        return TLS_MEMORY_WRITE;
    case Role::SendFile:
        return TLS_SEND_FILE;
    case Role::ReadPacket:
        return TLS_READ_PACKET;
    case Role::Early:
        return TLS_EARLY;
    case Role::Uncork:
        return TLS_UNCORK;
    case Role::Alpn:
        return TLS_ALPN;
    case Role::Secret:
        return TLS_SECRET;
    }
    return std::nullopt;
}

std::optional<site_count> countOf(const analyzer::Site &site)
{
    if (site.role == Role::Early)
        return SITE_COUNT_ALL;
    const bool moves = site.role == Role::Read || site.role == Role::Write || site.role == Role::Peek;
    switch (site.result) {
    case Result::None:
        return moves ? std::nullopt : std::optional(SITE_COUNT_RESULT);
    case Result::ReturnValue:
        return SITE_COUNT_RESULT;
    case Result::OutArg4:
        return SITE_COUNT_ARGUMENT4;
    case Result::OutArg5:
        return SITE_COUNT_ARGUMENT5;
    case Result::AtOnce:
        return SITE_COUNT_AT_ONCE;
    }
    return std::nullopt;
}

unsigned char originOf(analyzer::Library library)
{
    switch (library) {
    case analyzer::Library::OpenSsl:
        return FLOW_ORIGIN_OPENSSL;
    case analyzer::Library::GnuTls:
        return FLOW_ORIGIN_GNUTLS;
    case analyzer::Library::Nss:
        return FLOW_ORIGIN_NSS;
    case analyzer::Library::Go:
        return FLOW_ORIGIN_GO;
    case analyzer::Library::BoringSsl:
        return FLOW_ORIGIN_BORINGSSL;
    case analyzer::Library::WolfSsl:
        return FLOW_ORIGIN_WOLFSSL;
    case analyzer::Library::MbedTls:
        return FLOW_ORIGIN_MBEDTLS;
    case analyzer::Library::Rustls:
        return FLOW_ORIGIN_RUSTLS;
    case analyzer::Library::Other:
    case analyzer::Library::None:
        break;
    }
    return 0;
}

site_place placeOf(const analyzer::Operand &place)
{
    site_place result {};
    result.base = std::to_underlying(place.base);
    result.bytes = place.bytes;
    result.loads = std::min<uint8_t>(place.loads, SITE_LOADS_MAX);
    std::ranges::copy(place.offsets, result.at);
    return result;
}

site_test testOf(const analyzer::Condition &test)
{
    return { placeOf(test.what), test.mask, test.value };
}

bool isOrdinary(const analyzer::Site &site)
{
    const analyzer::Site ordinary {};
    return site.object == ordinary.object && site.buffer == ordinary.buffer && site.length == ordinary.length && site.bound == ordinary.bound
        && site.descriptor == ordinary.descriptor && site.source == ordinary.source
        && site.role != Role::Secret && site.only == ordinary.only && site.peek == ordinary.peek;
}

} // namespace

bool needsReturn(const analyzer::Site &site)
{
    return site.result != Result::AtOnce && site.role != Role::Free && site.role != Role::SetFd && site.role != Role::MemoryWrite;
}

std::optional<site> describe(const analyzer::Site &planned, const analyzer::Stack &stack, uint16_t library)
{
    const auto action = actionOf(planned.role);
    const auto count = countOf(planned);
    if (!action || !count || (needsReturn(planned) && !planned.wantsReturn))
        return std::nullopt;
    site result {};
    result.action = *action;
    result.origin = originOf(stack.library);
    result.count = *count;
    result.ordinary = isOrdinary(planned);
    result.library = library;
    result.alpn = stack.alpn.offset;
    result.alpn_holder = stack.alpn.holder;
    result.object = placeOf(planned.object);
    result.buffer = placeOf(planned.buffer);
    result.length = placeOf(planned.length);
    result.bound = placeOf(planned.bound);
    result.descriptor = placeOf(planned.descriptor);
    result.source = placeOf(planned.source);
    result.label = placeOf(planned.label);
    result.label_length = placeOf(planned.labelLength);
    result.random = placeOf(planned.random);
    result.only[0] = testOf(planned.only[0]);
    result.only[1] = testOf(planned.only[1]);
    result.peek = testOf(planned.peek);
    return result;
}

} // namespace loader
