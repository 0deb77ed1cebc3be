// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptions of protobuf messages and gRPC services that the user has given, and messages read with them.
// Adding reads files; a set that is filled may be used from any thread.
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

    // A .proto file, a folder (every .proto file below it), or a set of descriptors (protoc --descriptor_set_out). Imports are
    // looked for from the file's folder upwards, below the folder given. Gives what is wrong, a sentence each, with file and
    // line; what is right stays usable.
    std::vector<std::string> add(const std::string &path);
    size_t fileCount() const { return m_fileCount; }   // that were given and are in order

    struct Method {
        std::string request, response;   // full names of the types
        bool clientStreams = false, serverStreams = false;
    };
    // By "package.Service/Method".
    std::optional<Method> method(std::string_view name) const;
    bool knows(std::string_view type) const;

    struct Json {
        bool fits = true;      // all of the bytes; else there is no text
        std::string text;      // an object, indented
        bool whole = true;     // false: there is more than is shown
    };
    // Nothing for a type that is not known. Fields that the type does not have are members named "#N".
    std::optional<Json> json(std::string_view type, std::span<const std::byte>, const ProtobufLimits & = {}) const;

private:
    ProtobufPool &poolOf(const std::string &root);
    std::unique_ptr<google::protobuf::Message> newMessage(const std::string &type) const;
    void addFile(const std::string &path, const std::vector<std::string> &roots, std::vector<std::string> &problems);
    void addSet(const std::string &path, std::vector<std::string> &problems);

    std::vector<std::unique_ptr<ProtobufPool>> m_pools;   // the first knows what is built in
    size_t m_fileCount = 0;
};

// One message: JSON where `types` (may be null) know the type and it fits, or its beginning does, else what can be read without.
struct ProtobufReading {
    std::string text;
    bool described = false;    // by its description: then it is JSON
    bool whole = true;
    std::string note;          // a sentence where something does not fit; may be empty
};
ProtobufReading readMessage(const ProtobufTypes *types, std::string_view type, std::span<const std::byte>,
                            const ProtobufLimits & = {});

} // namespace decode
