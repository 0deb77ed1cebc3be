// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/dns/message.h"

#include "app/protocols/byte_reader.h"
#include "app/protocols/dns/record_data.h"

#include <algorithm>
#include <array>
#include <utility>

namespace protocols::dns {

namespace {

constexpr size_t recordsMax = 4096;
constexpr uint16_t typeOpt = 41;

struct Named { uint16_t number; const char *name; };

template <size_t Size>
std::string nameOf(const std::array<Named, Size> &names, uint16_t number, const char *otherwise)
{
    const auto found = std::find_if(names.begin(), names.end(), [number](const Named &one) { return one.number == number; });
    return found == names.end() ? otherwise + std::to_string(number) : found->name;
}

} // namespace

std::string typeName(uint16_t type)
{
    // https://www.iana.org/assignments/dns-parameters
    static constexpr auto names = std::to_array<Named>(
        {{1, "A"}, {2, "NS"}, {5, "CNAME"}, {6, "SOA"}, {12, "PTR"}, {13, "HINFO"}, {15, "MX"}, {16, "TXT"}, {28, "AAAA"}, {29, "LOC"}, {33, "SRV"},
         {35, "NAPTR"}, {39, "DNAME"}, {41, "OPT"}, {43, "DS"}, {44, "SSHFP"}, {46, "RRSIG"}, {47, "NSEC"}, {48, "DNSKEY"}, {50, "NSEC3"},
         {51, "NSEC3PARAM"}, {52, "TLSA"}, {64, "SVCB"}, {65, "HTTPS"}, {99, "SPF"}, {249, "TKEY"}, {250, "TSIG"}, {251, "IXFR"}, {252, "AXFR"},
         {255, "ANY"}, {256, "URI"}, {257, "CAA"}});
    return nameOf(names, type, "TYPE");
}

std::string codeName(uint16_t code)
{
    static constexpr auto names = std::to_array<Named>(
        {{0, "NOERROR"}, {1, "FORMERR"}, {2, "SERVFAIL"}, {3, "NXDOMAIN"}, {4, "NOTIMP"}, {5, "REFUSED"}, {6, "YXDOMAIN"}, {7, "YXRRSET"},
         {8, "NXRRSET"}, {9, "NOTAUTH"}, {10, "NOTZONE"}, {16, "BADVERS"}, {17, "BADKEY"}, {18, "BADTIME"}, {23, "BADCOOKIE"}});
    return nameOf(names, code, "RCODE");
}

std::string operationName(uint8_t operation)
{
    static constexpr auto names = std::to_array<Named>({{0, "QUERY"}, {1, "IQUERY"}, {2, "STATUS"}, {4, "NOTIFY"}, {5, "UPDATE"}, {6, "DSO"}});
    return nameOf(names, operation, "OPCODE");
}

std::optional<Message> readMessage(std::span<const std::byte> bytes)
{
    ByteReader reader(bytes);
    Message message;
    message.id = uint16_t(reader.big(2));
    const auto flags = uint16_t(reader.big(2));
    message.response = flags & 0x8000;
    message.operation = uint8_t(flags >> 11 & 15);
    message.truncated = flags & 0x0200;
    message.code = flags & 15;
    const uint64_t questions = reader.big(2);
    std::array<uint64_t, 3> counts{};
    for (uint64_t &count : counts)
        count = reader.big(2);
    if (!reader.good())
        return std::nullopt;
    for (uint64_t i = 0; i < questions && message.questions.size() < recordsMax; ++i) {
        Question question;
        if (!readName(bytes, reader, question.name))
            return message;
        question.type = uint16_t(reader.big(2));
        question.kind = uint16_t(reader.big(2));
        if (!reader.good())
            return message;
        message.questions.push_back(std::move(question));
    }
    for (size_t section = 0; section < counts.size(); ++section) {
        for (uint64_t i = 0; i < counts[section] && message.records.size() < recordsMax; ++i) {
            Record record;
            const size_t begin = reader.at();
            record.section = Section(section);
            if (!readName(bytes, reader, record.name))
                return message;
            record.type = uint16_t(reader.big(2));
            reader.take(2);   // class
            record.ttl = uint32_t(reader.big(4));
            const size_t length = size_t(reader.big(2));
            const size_t dataAt = reader.at();
            reader.take(length);
            if (!reader.good())
                return message;
            record.size = reader.at() - begin;
            if (record.type == typeOpt) {
                message.code = uint16_t(message.code | record.ttl >> 24 << 4);
                continue;
            }
            readData(bytes, dataAt, length, record);
            message.records.push_back(std::move(record));
        }
    }
    message.whole = reader.atEnd();
    return message;
}

} // namespace protocols::dns
