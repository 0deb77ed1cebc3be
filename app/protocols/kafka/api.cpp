// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/kafka/api.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace protocols::kafka {

namespace {

struct Row {
    std::string_view name;
    int16_t newest;         // version
    int16_t flexibleFrom;   // version; never: 0x7fff
};

constexpr int16_t never = 0x7fff;

// By key.
constexpr auto rows = std::to_array<Row>({
    {"Produce", 13, 9}, {"Fetch", 17, 12}, {"ListOffsets", 10, 6}, {"Metadata", 13, 9}, {"LeaderAndIsr", 7, 4},
    {"StopReplica", 4, 2}, {"UpdateMetadata", 8, 6}, {"ControlledShutdown", 3, 3}, {"OffsetCommit", 9, 8}, {"OffsetFetch", 9, 6},
    {"FindCoordinator", 6, 3}, {"JoinGroup", 9, 6}, {"Heartbeat", 4, 4}, {"LeaveGroup", 5, 4}, {"SyncGroup", 5, 4},
    {"DescribeGroups", 6, 5}, {"ListGroups", 5, 3}, {"SaslHandshake", 1, never}, {"ApiVersions", 4, 3}, {"CreateTopics", 7, 5},
    {"DeleteTopics", 6, 4}, {"DeleteRecords", 2, 2}, {"InitProducerId", 5, 2}, {"OffsetForLeaderEpoch", 4, 4}, {"AddPartitionsToTxn", 5, 3},
    {"AddOffsetsToTxn", 4, 3}, {"EndTxn", 5, 3}, {"WriteTxnMarkers", 1, 1}, {"TxnOffsetCommit", 5, 3}, {"DescribeAcls", 3, 2},
    {"CreateAcls", 3, 2}, {"DeleteAcls", 3, 2}, {"DescribeConfigs", 4, 4}, {"AlterConfigs", 2, 2}, {"AlterReplicaLogDirs", 2, 2},
    {"DescribeLogDirs", 4, 2}, {"SaslAuthenticate", 2, 2}, {"CreatePartitions", 3, 2}, {"CreateDelegationToken", 3, 2}, {"RenewDelegationToken", 2, 2},
    {"ExpireDelegationToken", 2, 2}, {"DescribeDelegationToken", 3, 2}, {"DeleteGroups", 2, 2}, {"ElectLeaders", 2, 2}, {"IncrementalAlterConfigs", 1, 1},
    {"AlterPartitionReassignments", 1, 0}, {"ListPartitionReassignments", 0, 0}, {"OffsetDelete", 0, never}, {"DescribeClientQuotas", 1, 1}, {"AlterClientQuotas", 1, 1},
    {"DescribeUserScramCredentials", 0, 0}, {"AlterUserScramCredentials", 0, 0}, {"Vote", 2, 0}, {"BeginQuorumEpoch", 1, 1}, {"EndQuorumEpoch", 1, 1},
    {"DescribeQuorum", 2, 0}, {"AlterPartition", 3, 0}, {"UpdateFeatures", 2, 0}, {"Envelope", 0, 0}, {"FetchSnapshot", 1, 0},
    {"DescribeCluster", 2, 0}, {"DescribeProducers", 0, 0}, {"BrokerRegistration", 4, 0}, {"BrokerHeartbeat", 1, 0}, {"UnregisterBroker", 0, 0},
    {"DescribeTransactions", 0, 0}, {"ListTransactions", 1, 0}, {"AllocateProducerIds", 0, 0}, {"ConsumerGroupHeartbeat", 1, 0}, {"ConsumerGroupDescribe", 1, 0},
});

// By code, from 0 on (org.apache.kafka.common.protocol.Errors).
constexpr auto errors = std::to_array<std::string_view>({
    "NONE", "OFFSET_OUT_OF_RANGE", "CORRUPT_MESSAGE", "UNKNOWN_TOPIC_OR_PARTITION", "INVALID_FETCH_SIZE", "LEADER_NOT_AVAILABLE",
    "NOT_LEADER_OR_FOLLOWER", "REQUEST_TIMED_OUT", "BROKER_NOT_AVAILABLE", "REPLICA_NOT_AVAILABLE", "MESSAGE_TOO_LARGE",
    "STALE_CONTROLLER_EPOCH", "OFFSET_METADATA_TOO_LARGE", "NETWORK_EXCEPTION", "COORDINATOR_LOAD_IN_PROGRESS", "COORDINATOR_NOT_AVAILABLE",
    "NOT_COORDINATOR", "INVALID_TOPIC_EXCEPTION", "RECORD_LIST_TOO_LARGE", "NOT_ENOUGH_REPLICAS", "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
    "INVALID_REQUIRED_ACKS", "ILLEGAL_GENERATION", "INCONSISTENT_GROUP_PROTOCOL", "INVALID_GROUP_ID", "UNKNOWN_MEMBER_ID",
    "INVALID_SESSION_TIMEOUT", "REBALANCE_IN_PROGRESS", "INVALID_COMMIT_OFFSET_SIZE", "TOPIC_AUTHORIZATION_FAILED", "GROUP_AUTHORIZATION_FAILED",
    "CLUSTER_AUTHORIZATION_FAILED", "INVALID_TIMESTAMP", "UNSUPPORTED_SASL_MECHANISM", "ILLEGAL_SASL_STATE", "UNSUPPORTED_VERSION",
    "TOPIC_ALREADY_EXISTS", "INVALID_PARTITIONS", "INVALID_REPLICATION_FACTOR", "INVALID_REPLICA_ASSIGNMENT", "INVALID_CONFIG",
    "NOT_CONTROLLER", "INVALID_REQUEST", "UNSUPPORTED_FOR_MESSAGE_FORMAT", "POLICY_VIOLATION", "OUT_OF_ORDER_SEQUENCE_NUMBER",
    "DUPLICATE_SEQUENCE_NUMBER", "INVALID_PRODUCER_EPOCH", "INVALID_TXN_STATE", "INVALID_PRODUCER_ID_MAPPING", "INVALID_TRANSACTION_TIMEOUT",
    "CONCURRENT_TRANSACTIONS", "TRANSACTION_COORDINATOR_FENCED", "TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "SECURITY_DISABLED", "OPERATION_NOT_ATTEMPTED",
    "KAFKA_STORAGE_ERROR", "LOG_DIR_NOT_FOUND", "SASL_AUTHENTICATION_FAILED", "UNKNOWN_PRODUCER_ID", "REASSIGNMENT_IN_PROGRESS",
});

} // namespace

bool isKnown(int16_t key) { return key >= 0 && size_t(key) < rows.size(); }

std::string apiName(int16_t key) { return isKnown(key) ? std::string(rows[size_t(key)].name) : "API " + std::to_string(key); }

int16_t versionMax(int16_t key) { return isKnown(key) ? int16_t(rows[size_t(key)].newest + 3) : int16_t(-1); }

bool isFlexible(int16_t key, int16_t version) { return isKnown(key) && version >= rows[size_t(key)].flexibleFrom; }

std::string errorName(int16_t code)
{
    if (code == -1)
        return "UNKNOWN_SERVER_ERROR";
    return code >= 0 && size_t(code) < errors.size() ? std::string(errors[size_t(code)]) : "error " + std::to_string(code);
}

} // namespace protocols::kafka
