// SPDX-License-Identifier: GPL-3.0-or-later
// Compiles the text of the filter box into a program over the store's columns. In short:
//   words          in host, path, method, process name, content type or operation
//   host: path: method: proc: type: protocol: reason: operation: result:   with * as a wildcard over the whole value
//   why:server|network|queue|...   what took most of its time (why_names.h)
//   mark:red|orange|yellow|green|blue|violet|any   comment:   as the user has marked it
//   tls:1.3 (the version of the connection's TLS; tls:unknown)
//   header: body:  in a field as "name: value", in a body or a message; a star is literal
//   model:gpt-*  tokens>1000 (in and out together)   of calls of language models
//   status:404  status:4xx  status>=400  pid:123  port:8080  connection:7  rows>100  size>10k  sent>1M  dur>500ms
//   wait>100ms (for the answer)  rtt>50ms (the connection's round trip)  retrans>0 (segments sent again meanwhile)
//   side:client|server   outcome:ok|error|unknown   is:error|running|complete|cut|lost|http|channel|query|conversation|unreadable|failed|tls|llm|rpc
//   is:NAME and protocol:NAME also take a protocol name: websocket, postgres, redis (see protocol_info.h)
//   -term or not term negates; terms side by side must all match; `or` and parentheses; "quoted text"
// Matching ignores case.
#pragma once

#include "app/base/ids.h"
#include "app/exchange/store.h"

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace filter {

class ContentLookup;
struct Node;
struct Term;

// A compiled filter; copies share their program. Default: matches everything.
class Filter
{
public:
    Filter() = default;
    explicit Filter(std::shared_ptr<const Node> root);

    bool empty() const { return !m_root; }
    // The rows of [from, to) that match, ascending. `to` beyond the store's size means its size. Without `contents`,
    // header:, body:, mark:, comment: and why: match nothing.
    std::vector<base::ExchangeId> run(const exchange::Store &, base::ExchangeId from, base::ExchangeId to,
                                      ContentLookup *contents = nullptr) const;
    bool matches(const exchange::Store &, base::ExchangeId id, ContentLookup *contents = nullptr) const;
    // Terms of header: and body:.
    std::vector<Term> contentTerms() const;
    // It has terms of mark: or comment:, which only who keeps marks can answer.
    bool asksForMarks() const;
    // It has terms of why:, which only who joins the halves of calls can answer.
    bool asksWhy() const;
    const Node *root() const { return m_root.get(); }

private:
    std::shared_ptr<const Node> m_root;
};

struct CompileError {
    size_t position = 0;     // byte offset in the text
    size_t length = 0;       // of the erroneous part; 0: something is missing there
    std::string message;     // a sentence without its full stop
};

std::expected<Filter, CompileError> compile(std::string_view text);

// Describes the filter in words: "from processes named orders, without responses of type image". Empty for the empty
// filter.
std::string describe(const Filter &);

// Valid terms or beginnings of terms: "host:", "status:", "is:error"; for completion.
std::vector<std::string> words();

} // namespace filter
