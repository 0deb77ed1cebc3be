// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptors that belong together: the files in one folder by their import names, or one descriptor set. Built-in
// types are always available.
#pragma once

#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor_database.h>
#include <google/protobuf/dynamic_message.h>

#include <memory>
#include <string>
#include <vector>

namespace decode {

class ProtobufPool
{
public:
    // Built-in types only.
    ProtobufPool();
    // Files below `root`; "" means no folder.
    explicit ProtobufPool(std::string root);
    explicit ProtobufPool(const google::protobuf::FileDescriptorSet &);

    const std::string &root() const { return m_root; }
    // True if the file, named relative to the root, and all its imports are valid. The first result is cached.
    bool load(const std::string &name);
    // "file:line: message" for the problems since the last call.
    std::vector<std::string> takeProblems();

    const google::protobuf::DescriptorPool &types() const { return *m_pool; }
    // Null if the type is unknown here.
    std::unique_ptr<google::protobuf::Message> newMessage(const std::string &type);

private:
    class FileErrors;
    class SetErrors;

    std::string m_root;
    std::vector<std::string> m_problems;
    std::unique_ptr<google::protobuf::compiler::DiskSourceTree> m_tree;
    std::shared_ptr<google::protobuf::compiler::MultiFileErrorCollector> m_fileErrors;
    std::shared_ptr<google::protobuf::DescriptorPool::ErrorCollector> m_setErrors;
    google::protobuf::SimpleDescriptorDatabase m_set;
    std::unique_ptr<google::protobuf::DescriptorDatabase> m_database;
    std::unique_ptr<google::protobuf::DescriptorPool> m_pool;
    std::unique_ptr<google::protobuf::DynamicMessageFactory> m_factory;
};

} // namespace decode
