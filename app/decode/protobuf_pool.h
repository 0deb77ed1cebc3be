// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptions that belong together: the files below one folder by the names that they import each other with, or one set of
// descriptors. What is built in is there besides.
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
    // What is built in alone.
    ProtobufPool();
    // Files below `root`; "" names no folder.
    explicit ProtobufPool(std::string root);
    explicit ProtobufPool(const google::protobuf::FileDescriptorSet &);

    const std::string &root() const { return m_root; }
    // True where the file, by its name below the root, and all that it imports are in order. Once tried, the answer stays.
    bool load(const std::string &name);
    // "file:line: words" of what was wrong since the last call.
    std::vector<std::string> takeProblems();

    const google::protobuf::DescriptorPool &types() const { return *m_pool; }
    // Null where the type is not known here.
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
