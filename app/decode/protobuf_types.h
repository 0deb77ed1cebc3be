// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptors of protobuf messages and gRPC services supplied by the user, and messages parsed with them. Adding
// reads files; a filled set may be used from any thread.
#pragma once

#include "app/decode/protobuf_raw.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace google::protobuf {
class Message;
}

namespace decode {

class ProtobufPool;

class ProtobufTypes
{
public:
    // Knows google.protobuf.* and google.rpc.Status with its usual details.
    ProtobufTypes();
    ~ProtobufTypes();
    ProtobufTypes(ProtobufTypes &&) noexcept;
    ProtobufTypes &operator=(ProtobufTypes &&) noexcept;

    // A .proto file, a folder (every .proto file below it), or a descriptor set (protoc --descriptor_set_out). Imports
    // are searched from the file's folder upwards, within the given folder. Returns the problems, one sentence each,
    // with file and line; valid files stay usable.
    std::vector<std::string> add(const std::string &path);
    size_t fileCount() const { return m_fileCount; }   // given and valid

    struct Method {
        std::string request, response;   // full names of the types
        bool clientStreams = false, serverStreams = false;
    };
    // By "package.Service/Method".
    std::optional<Method> method(std::string_view name) const;
    bool knows(std::string_view type) const;

    struct Json {
        bool fits = true;      // all of the bytes parse as this type; otherwise there is no text
        std::string text;      // an object, indented
        bool whole = true;     // false: the message has more than is shown
    };
    // nullopt for an unknown type. Fields not in the type become members named "#N".
    std::optional<Json> json(std::string_view type, std::span<const std::byte>, const ProtobufLimits & = {}) const;

private:
    ProtobufPool &poolOf(const std::string &root);
    std::unique_ptr<google::protobuf::Message> newMessage(const std::string &type) const;
    void addFile(const std::string &path, const std::vector<std::string> &roots, std::vector<std::string> &problems);
    void addSet(const std::string &path, std::vector<std::string> &problems);

    std::vector<std::unique_ptr<ProtobufPool>> m_pools;   // the first has the built-in types
    size_t m_fileCount = 0;
};

// One message: JSON if `types` (may be null) know the type and it fits at least in part, otherwise the raw reading.
struct ProtobufReading {
    std::string text;
    bool described = false;    // with its descriptor, so `text` is JSON
    bool whole = true;
    std::string note;          // a sentence if something does not fit; may be empty
};
ProtobufReading readMessage(const ProtobufTypes *types, std::string_view type, std::span<const std::byte>,
                            const ProtobufLimits & = {});

} // namespace decode
