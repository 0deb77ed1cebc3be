// SPDX-License-Identifier: GPL-3.0-or-later
// The requests of Apache Kafka's protocol by API key, as in the message definitions of Kafka 4.0.
#pragma once

#include <cstdint>
#include <string>

namespace protocols::kafka {

enum Api : int16_t {
    Produce = 0, Fetch = 1, ListOffsets = 2, Metadata = 3, OffsetCommit = 8, OffsetFetch = 9, FindCoordinator = 10,
    JoinGroup = 11, Heartbeat = 12, LeaveGroup = 13, SyncGroup = 14, SaslHandshake = 17, ApiVersions = 18,
    CreateTopics = 19, DeleteTopics = 20, InitProducerId = 22, EndTxn = 26, SaslAuthenticate = 36,
};

// "Produce"; "API 99" for an unknown key.
std::string apiName(int16_t key);
bool isKnown(int16_t key);
// The highest plausible version of this API, for recognising requests: the newest known, plus some future ones.
int16_t versionMax(int16_t key);
// Compact lengths and tagged fields (KIP-482).
bool isFlexible(int16_t key, int16_t version);
// "UNKNOWN_TOPIC_OR_PARTITION"; "error 999" for an unknown code.
std::string errorName(int16_t code);

} // namespace protocols::kafka
