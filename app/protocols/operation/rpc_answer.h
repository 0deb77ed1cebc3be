// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the answer among the messages of a JSON-RPC event stream (Model Context Protocol, streamable HTTP), which may
// have notifications and requests of the server before it.
#pragma once

#include "app/decode/json_leaves.h"
#include "app/protocols/operation/naming.h"

#include <string>

namespace protocols::operation {

class RpcAnswer
{
public:
    void take(const decode::JsonLeaf &);
    // Of the last complete message that is an answer; `whole`: the stream has ended in order.
    Ending ending(bool whole);

private:
    struct Message {
        bool method = false, result = false, failed = false;
        std::string code, words;
    };
    void close();

    Message m_now;
    bool m_any = false;
    Ending m_ending;
};

} // namespace protocols::operation
