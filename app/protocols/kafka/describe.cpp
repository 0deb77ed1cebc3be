// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/kafka/api.h"
#include "app/protocols/kafka/kafka_parser.h"

namespace protocols::kafka {

namespace {

constexpr size_t lineMax = 4096;

// Topics and partitions, as many as fit on a line.
class Line
{
public:
    void add(std::string_view topic, std::string_view rest = {})
    {
        ++m_count;
        if (m_text.size() < lineMax) {
            m_text += m_text.empty() ? "" : ", ";
            m_text += limitedText(topic, 256);
            m_text += rest;
            ++m_written;
        }
    }
    std::string text() const
    {
        return m_count == m_written ? m_text : m_text + " and " + std::to_string(m_count - m_written) + " more";
    }

private:
    std::string m_text;
    size_t m_count = 0, m_written = 0;
};

std::string fetched(int16_t version, FieldReader &body)
{
    body.skip(version < 15 ? 4 : 0);
    body.skip(8);
    body.skip(version >= 3 ? 4 : 0);
    body.skip(version >= 4 ? 1 : 0);
    body.skip(version >= 7 ? 8 : 0);
    Line line;
    for (size_t topics = body.array(); topics > 0 && body.good(); --topics) {
        const std::string topic = topicOf(body, version >= 13);
        for (size_t partitions = body.array(); partitions > 0 && body.good(); --partitions) {
            const int32_t partition = body.int32();
            body.skip(version >= 9 ? 4 : 0);
            const int64_t offset = body.int64();
            body.skip((version >= 12 ? 4 : 0) + (version >= 5 ? 8 : 0) + 4);
            body.tags();
            line.add(topic, '/' + std::to_string(partition) + " from " + std::to_string(offset));
        }
        body.tags();
    }
    return line.text();
}

std::string produced(int16_t version, FieldReader &body)
{
    if (version >= 3)
        body.string();
    body.skip(6);
    Line line;
    for (size_t topics = body.array(); topics > 0 && body.good(); --topics) {
        const std::string topic = topicOf(body, version >= 13);
        for (size_t partitions = body.array(); partitions > 0 && body.good(); --partitions) {
            line.add(topic, '/' + std::to_string(body.int32()));
            body.bytes();
            body.tags();
        }
        body.tags();
    }
    return line.text();
}

std::string topicNames(int16_t version, FieldReader &body)
{
    Line line;
    for (size_t topics = body.array(); topics > 0 && body.good(); --topics) {
        if (version >= 10)
            body.uuid();
        line.add(body.string());
        body.tags();
    }
    return line.text().empty() ? "all topics" : line.text();
}

std::string listedOffsets(int16_t version, FieldReader &body)
{
    body.skip(4);
    body.skip(version >= 2 ? 1 : 0);
    Line line;
    for (size_t topics = body.array(); topics > 0 && body.good(); --topics) {
        const std::string_view topic = body.string();
        for (size_t partitions = body.array(); partitions > 0 && body.good(); --partitions) {
            const int32_t partition = body.int32();
            body.skip(version >= 4 ? 4 : 0);
            const int64_t time = body.int64();
            body.skip(version == 0 ? 4 : 0);
            body.tags();
            line.add(topic, '/' + std::to_string(partition) + (time == -1 ? " latest" : time == -2 ? " earliest" : " at " + std::to_string(time)));
        }
        body.tags();
    }
    return line.text();
}

std::string committed(int16_t version, FieldReader &body)
{
    const std::string group = limitedText(body.string(), 256);
    if (version >= 1) {
        body.skip(4);
        body.string();
    }
    if (version >= 7)
        body.string();
    body.skip(version >= 2 && version <= 4 ? 8 : 0);
    Line line;
    for (size_t topics = body.array(); topics > 0 && body.good(); --topics) {
        const std::string_view topic = body.string();
        for (size_t partitions = body.array(); partitions > 0 && body.good(); --partitions) {
            const int32_t partition = body.int32();
            const int64_t offset = body.int64();
            body.skip(version >= 6 ? 4 : 0);
            body.skip(version == 1 ? 8 : 0);
            body.string();
            body.tags();
            line.add(topic, '/' + std::to_string(partition) + " = " + std::to_string(offset));
        }
        body.tags();
    }
    return "group " + group + ": " + line.text();
}

// The topic names at the beginning of structures; the rest of these is not read.
std::string firstName(FieldReader &body)
{
    const size_t count = body.array();
    const std::string name = count > 0 ? limitedText(body.string(), 256) : std::string();
    return count > 1 ? name + " and " + std::to_string(count - 1) + " more" : name;
}

} // namespace

std::string topicOf(FieldReader &reader, bool byId)
{
    if (!byId)
        return limitedText(reader.string(), 256);
    constexpr const char *digits = "0123456789abcdef";
    std::string text = "topic ";
    for (const char c : reader.uuid()) {
        text += digits[uint8_t(c) >> 4];
        text += digits[uint8_t(c) & 15];
    }
    return text;
}

std::string describe(int16_t api, int16_t version, FieldReader body)
{
    switch (api) {
    case Produce:
        return produced(version, body);
    case Fetch:
        return fetched(version, body);
    case ListOffsets:
        return listedOffsets(version, body);
    case Metadata:
        return topicNames(version, body);
    case OffsetCommit:
        return committed(version, body);
    case OffsetFetch:
        if (version >= 8)
            body.array();
        return "group " + limitedText(body.string(), 256);
    case FindCoordinator: {
        if (version < 4)
            return limitedText(body.string(), 256);
        body.skip(1);
        return firstName(body);
    }
    case JoinGroup:
    case Heartbeat:
    case LeaveGroup:
    case SyncGroup:
        return "group " + limitedText(body.string(), 256);
    case CreateTopics:
        return firstName(body);
    case DeleteTopics:
        return version < 6 ? firstName(body) : std::string();
    case InitProducerId:
    case EndTxn:
    case SaslHandshake:
        return limitedText(body.string(), 256);
    case SaslAuthenticate:
        return "(credentials)";
    default:
        return {};
    }
}

} // namespace protocols::kafka
