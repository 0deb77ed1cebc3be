// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/operation/rpc_answer.h"

#include <utility>

namespace protocols::operation {

void RpcAnswer::take(const decode::JsonLeaf &leaf)
{
    if (leaf.path.empty())
        close();   // the next message begins
    if (leaf.path == "method")
        m_now.method = true;
    else if (leaf.path == "result")
        m_now.result = true;
    else if (leaf.path == "error" && leaf.text != "null")
        m_now.failed = true;
    else if (leaf.path == "error.code")
        m_now.code = leaf.text;
    else if (leaf.path == "error.message" || (leaf.path == "result.content[].text" && m_now.words.empty()))
        m_now.words = leaf.text;
    else if (leaf.path == "result.isError" && leaf.text == "true")
        m_now.failed = true;
}

void RpcAnswer::close()
{
    const Message message = std::exchange(m_now, {});
    if (message.method || (!message.result && !message.failed))
        return;
    m_any = true;
    m_ending = {message.failed ? Outcome::Error : Outcome::Ok, {}};
    if (message.failed)
        m_ending.words = clipped(message.code + (message.code.empty() || message.words.empty() ? "" : ": ") + message.words, wordsMax);
}

Ending RpcAnswer::ending(bool whole)
{
    if (whole)
        close();
    return m_any ? m_ending : Ending();
}

} // namespace protocols::operation
