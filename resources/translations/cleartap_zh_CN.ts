<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ui::Banner</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>ui::BodyContent</name>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Only the first 5,000 fields are listed.</source>
        <translation>仅列出前 5,000 个字段。</translation>
    </message>
    <message>
        <source>Certificate %1</source>
        <translation>证书 %1</translation>
    </message>
    <message>
        <source>This image format cannot be displayed.</source>
        <translation>无法显示此图像格式。</translation>
    </message>
    <message>
        <source>The image is too large to display (%1 × %2).</source>
        <translation>图像过大，无法显示（%1 × %2）。</translation>
    </message>
    <message>
        <source>The image is damaged and cannot be displayed.</source>
        <translation>图像已损坏，无法显示。</translation>
    </message>
    <message>
        <source>Lines longer than 10,000 characters are wrapped.</source>
        <translation>超过 10,000 个字符的行已折行。</translation>
    </message>
    <message>
        <source>Unknown content encoding &quot;%1&quot;; the body is shown as sent.</source>
        <translation>未知的内容编码“%1”；正文按发送时的原样显示。</translation>
    </message>
    <message>
        <source>The body is not valid %1 from this point on.</source>
        <translation>从此处起，正文不是有效的 %1。</translation>
    </message>
    <message>
        <source>The %1 data is truncated; what could be decoded is shown.</source>
        <translation>%1 数据被截断；显示能够解码的部分。</translation>
    </message>
    <message>
        <source>The decoded %1 data exceeds the size limit; the rest is not shown.</source>
        <translation>解码后的 %1 数据超过大小限制；其余部分不显示。</translation>
    </message>
    <message>
        <source>The %1 data expands too much (a decompression bomb?), so decoding stopped here.</source>
        <translation>%1 数据膨胀过大（解压炸弹？），解码到此为止。</translation>
    </message>
    <message>
        <source>There is not enough memory to decode the body.</source>
        <translation>内存不足，无法解码正文。</translation>
    </message>
    <message>
        <source>Decompressed: the body is %1, though no header declares it.</source>
        <translation>已解压：正文是 %1，但没有标头声明这一点。</translation>
    </message>
    <message>
        <source>The compressed data is truncated or too long; what could be decoded is shown.</source>
        <translation>压缩数据被截断或过长；显示能够解码的部分。</translation>
    </message>
    <message>
        <source>The capture file could not be read at this point: %1.</source>
        <translation>捕获文件在此处无法读取：%1。</translation>
    </message>
    <message>
        <source>The body is %1 of binary data: see Hex.</source>
        <translation>正文是 %1 的二进制数据：请看“十六进制”。</translation>
    </message>
</context>
<context>
    <name>ui::BodyLayout</name>
    <message>
        <source>Nested too deeply: only the beginning is formatted.</source>
        <translation>嵌套过深：只格式化了开头部分。</translation>
    </message>
    <message>
        <source>The body is not valid %1 after byte %2.</source>
        <translation>正文在第 %2 字节之后不是有效的 %1。</translation>
    </message>
    <message>
        <source>The %1 ends inside a value.</source>
        <translation>%1 在一个值的中间结束。</translation>
    </message>
    <message>
        <source>Nested too deeply: only the beginning is shown.</source>
        <translation>嵌套过深：只显示开头部分。</translation>
    </message>
    <message>
        <source>Too long: only the beginning is shown.</source>
        <translation>过长：只显示开头部分。</translation>
    </message>
</context>
<context>
    <name>ui::BodySave</name>
    <message>
        <source>The file could not be written: %1.</source>
        <translation>无法写入文件：%1。</translation>
    </message>
    <message>
        <source>Saving was canceled.</source>
        <translation>已取消保存。</translation>
    </message>
    <message>
        <source>The capture file could not be read: %1.</source>
        <translation>无法读取捕获文件：%1。</translation>
    </message>
</context>
<context>
    <name>ui::BodyView</name>
    <message>
        <source>Operation</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Pretty</source>
        <translation>格式化</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>树</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>Save body …</source>
        <translation>保存正文…</translation>
    </message>
    <message>
        <source>Save raw body …</source>
        <translation>保存原始正文…</translation>
    </message>
    <message>
        <source>Save body</source>
        <translation>保存正文</translation>
    </message>
    <message>
        <source>Load all (%1)</source>
        <translation>全部加载（%1）</translation>
    </message>
    <message>
        <source>The body is empty.</source>
        <translation>正文为空。</translation>
    </message>
</context>
<context>
    <name>ui::CallRows</name>
    <message>
        <source>not seen yet</source>
        <translation>尚未看到</translation>
    </message>
    <message>
        <source>uncertain: bytes are missing</source>
        <translation>不确定：缺少字节</translation>
    </message>
    <message>
        <source>its other end has another exchange in this place</source>
        <translation>另一端在此位置是另一个事务</translation>
    </message>
    <message>
        <source>resolving the name</source>
        <translation>解析域名</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>建立连接</translation>
    </message>
    <message>
        <source>the TLS handshake</source>
        <translation>TLS 握手</translation>
    </message>
    <message>
        <source>the client, before it sent</source>
        <translation>客户端在发送之前</translation>
    </message>
    <message>
        <source>sending the request</source>
        <translation>发送请求</translation>
    </message>
    <message>
        <source>waiting until the server read it</source>
        <translation>等待服务器读取请求</translation>
    </message>
    <message>
        <source>the network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>the server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>the client, which read late</source>
        <translation>客户端读取过晚</translation>
    </message>
    <message>
        <source>sending the response</source>
        <translation>发送响应</translation>
    </message>
    <message>
        <source>the way to the server, or its queue</source>
        <translation>到服务器的路上，或其队列</translation>
    </message>
    <message>
        <source>the way back, or the client</source>
        <translation>返回的路上，或客户端</translation>
    </message>
    <message>
        <source>%1 (same trace)</source>
        <translation>%1（同一追踪）</translation>
    </message>
    <message>
        <source>%1 (same trace, likely)</source>
        <translation>%1（同一追踪，可能）</translation>
    </message>
    <message>
        <source>%1 (same thread, likely)</source>
        <translation>%1（同一线程，可能）</translation>
    </message>
    <message>
        <source>%1 (nothing else in progress, likely)</source>
        <translation>%1（当时没有其他进行中的事务，可能）</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Other end</source>
        <translation>另一端</translation>
    </message>
    <message>
        <source>Led to by</source>
        <translation>起因</translation>
    </message>
    <message>
        <source>Before it was sent</source>
        <translation>发送之前</translation>
    </message>
    <message>
        <source>Way to the server</source>
        <translation>到服务器的路上</translation>
    </message>
    <message>
        <source>Reading the request</source>
        <translation>读取请求</translation>
    </message>
    <message>
        <source>In the server</source>
        <translation>在服务器中</translation>
    </message>
    <message>
        <source>Way back</source>
        <translation>返回的路上</translation>
    </message>
    <message>
        <source>Reading the response</source>
        <translation>读取响应</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1：%3 中的 %2</translation>
    </message>
    <message>
        <source>Mostly</source>
        <translation>主要是</translation>
    </message>
    <message>
        <source>%1 (likely)</source>
        <translation>%1（可能）</translation>
    </message>
</context>
<context>
    <name>ui::CaptureActions</name>
    <message>
        <source>Start or stop</source>
        <translation>开始或停止</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Undo clear</source>
        <translation>撤销清空</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Capture a command</source>
        <translation>捕获一条命令</translation>
    </message>
    <message>
        <source>Command, with its arguments:</source>
        <translation>命令及其参数：</translation>
    </message>
    <message>
        <source>The command has an unclosed quote.</source>
        <translation>命令中有未闭合的引号。</translation>
    </message>
    <message>
        <source>Cleared 1 exchange.</source>
        <translation>已清除 1 个事务。</translation>
    </message>
    <message>
        <source>Cleared %1 exchanges.</source>
        <translation>已清除 %1 个事务。</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>撤销（Ctrl+Z）</translation>
    </message>
    <message>
        <source>Add a machine …</source>
        <translation>添加机器…</translation>
    </message>
    <message>
        <source>Captures another machine through ssh, beside what is captured already</source>
        <translation>通过 ssh 捕获另一台机器，与正在捕获的内容并行</translation>
    </message>
    <message>
        <source>A machine can be added once this is done.</source>
        <translation>完成后才能添加机器。</translation>
    </message>
    <message>
        <source>%1 is captured already.</source>
        <translation>%1 已在捕获中。</translation>
    </message>
    <message>
        <source>Your password on %1, with which sudo runs cleartap-helper there.
It is sent once through ssh, and kept nowhere.</source>
        <translation>您在 %1 上的密码，sudo 用它在那里运行 cleartap-helper。
密码只通过 ssh 发送一次，不会保存在任何地方。</translation>
    </message>
    <message>
        <source>Password for sudo</source>
        <translation>sudo 的密码</translation>
    </message>
    <message>
        <source>The last one did not work: %1.
%2</source>
        <translation>上一个密码无效：%1。
%2</translation>
    </message>
</context>
<context>
    <name>ui::CaptureLaunch</name>
    <message>
        <source>What other machines send cannot be masked before it is stored. Turn that off in the menu, and mask on the screen instead (Ctrl+M).</source>
        <translation>其他机器发送的内容无法在存储前脱敏。请在菜单中关闭该选项，改为在屏幕上脱敏（Ctrl+M）。</translation>
    </message>
</context>
<context>
    <name>ui::CauseTreeModel</name>
    <message>
        <source>same trace</source>
        <translation>同一追踪</translation>
    </message>
    <message>
        <source>same trace, likely</source>
        <translation>同一追踪，可能</translation>
    </message>
    <message>
        <source>same thread, likely</source>
        <translation>同一线程，可能</translation>
    </message>
    <message>
        <source>nothing else in progress, likely</source>
        <translation>当时没有其他进行中的事务，可能</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Known by</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Waterfall</source>
        <translation>瀑布图</translation>
    </message>
</context>
<context>
    <name>ui::CausesPanel</name>
    <message>
        <source>Causes</source>
        <translation>因果</translation>
    </message>
    <message>
        <source>Shows what led to the chosen exchange, and what followed from it</source>
        <translation>显示所选事务由什么引起、又引起了什么</translation>
    </message>
    <message>
        <source>Calls that led to one another</source>
        <translation>互相引起的调用</translation>
    </message>
    <message>
        <source>The first %1 calls that belong together</source>
        <translation>前 %1 个相关的调用</translation>
    </message>
    <message>
        <source>%1 calls that belong together</source>
        <translation>%1 个相关的调用</translation>
    </message>
    <message>
        <source>Its program was serving nothing when it sent this, or sends the same at such times too.</source>
        <translation>程序发送它时没有在处理任何请求，或者在那种时候也会发送同样的内容。</translation>
    </message>
    <message>
        <source>Its program was serving several requests when it sent this, and nothing tells which of them it belongs to. Passing on traceparent or X-Request-ID would.</source>
        <translation>程序发送它时正在处理多个请求，无法判断它属于哪一个。传递 traceparent 或 X-Request-ID 即可判断。</translation>
    </message>
    <message>
        <source>It belongs to another trace than the request that its program was serving.</source>
        <translation>它与程序当时处理的请求不属于同一追踪。</translation>
    </message>
    <message>
        <source>What led to it is certain only when the request that its program is serving has ended.</source>
        <translation>只有当程序正在处理的请求结束后，才能确定它的起因。</translation>
    </message>
    <message>
        <source>Nothing that was captured led to this exchange or followed from it.</source>
        <translation>捕获到的内容中，没有引起此事务的，也没有由它引起的。</translation>
    </message>
</context>
<context>
    <name>ui::ChipRow</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>所有行</translation>
    </message>
    <message>
        <source>HTTP</source>
        <translation>HTTP</translation>
    </message>
    <message>
        <source>Only HTTP requests and their responses</source>
        <translation>仅 HTTP 请求及其响应</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>Only connections that carry messages both ways: %1</source>
        <translation>仅双向传递消息的连接：%1</translation>
    </message>
    <message>
        <source>gRPC</source>
        <translation>gRPC</translation>
    </message>
    <message>
        <source>Only gRPC and gRPC-Web calls</source>
        <translation>仅 gRPC 和 gRPC-Web 调用</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>Only statements, commands and questions: %1</source>
        <translation>仅语句、命令和查询：%1</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>不可读</translation>
    </message>
    <message>
        <source>Only TLS connections that are not decrypted, with the reason</source>
        <translation>仅未解密的 TLS 连接，并说明原因</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Status 4xx and 5xx, refused and broken connections</source>
        <translation>状态 4xx 和 5xx、被拒绝和中断的连接</translation>
    </message>
    <message>
        <source>Slow &gt; %1 ms</source>
        <translation>慢于 %1 ms</translation>
    </message>
    <message>
        <source>Exchanges that took longer</source>
        <translation>耗时更长的事务</translation>
    </message>
    <message>
        <source>Errors %1</source>
        <translation>错误 %1</translation>
    </message>
    <message>
        <source>Only what was captured on %1</source>
        <translation>仅在 %1 上捕获的内容</translation>
    </message>
</context>
<context>
    <name>ui::CodeView</name>
    <message>
        <source>Body</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Find …	Ctrl+F</source>
        <translation>查找…	Ctrl+F</translation>
    </message>
    <message>
        <source>Fold all</source>
        <translation>全部折叠</translation>
    </message>
    <message>
        <source>Unfold all</source>
        <translation>全部展开</translation>
    </message>
</context>
<context>
    <name>ui::CommandRun</name>
    <message>
        <source>The command could not be started: %1.</source>
        <translation>无法启动命令：%1。</translation>
    </message>
    <message>
        <source>%1 was killed by a signal.</source>
        <translation>%1 被信号终止。</translation>
    </message>
    <message>
        <source>%1 was not found. Is it installed?</source>
        <translation>找不到 %1。是否已安装？</translation>
    </message>
    <message>
        <source>%1 exited with status %2: %3</source>
        <translation>%1 以状态 %2 退出：%3</translation>
    </message>
</context>
<context>
    <name>ui::CompareView</name>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Equal values too</source>
        <translation>也显示相同的值</translation>
    </message>
    <message>
        <source>Back to the details (Esc)</source>
        <translation>返回详情（Esc）</translation>
    </message>
    <message>
        <source>Close the comparison</source>
        <translation>关闭比较</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Comparing …</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>没有差异</translation>
    </message>
    <message>
        <source>1 difference</source>
        <translation>1 处差异</translation>
    </message>
    <message>
        <source>%1 differences</source>
        <translation>%1 处差异</translation>
    </message>
</context>
<context>
    <name>ui::ComparisonDelegate</name>
    <message>
        <source>equal</source>
        <translation>相同</translation>
    </message>
</context>
<context>
    <name>ui::ComparisonModel</name>
    <message>
        <source>%1, different</source>
        <translation>%1，不同</translation>
    </message>
    <message>
        <source>%1, only at the left</source>
        <translation>%1，仅在左侧</translation>
    </message>
    <message>
        <source>%1, only at the right</source>
        <translation>%1，仅在右侧</translation>
    </message>
</context>
<context>
    <name>ui::ComparisonRows</name>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Query parameters</source>
        <translation>查询参数</translation>
    </message>
    <message>
        <source>Request headers</source>
        <translation>请求标头</translation>
    </message>
    <message>
        <source>Request body</source>
        <translation>请求正文</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>响应</translation>
    </message>
    <message>
        <source>Response headers</source>
        <translation>响应标头</translation>
    </message>
    <message>
        <source>Response body</source>
        <translation>响应正文</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Scheme</source>
        <translation>协议方案</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>First difference at byte</source>
        <translation>首个差异所在字节</translation>
    </message>
    <message>
        <source>One of the two could not be read or decoded.</source>
        <translation>两者之一无法读取或解码。</translation>
    </message>
    <message>
        <source>There is more: only the first differences are shown.</source>
        <translation>还有更多：只显示前面的差异。</translation>
    </message>
    <message>
        <source>One of the two is incomplete or too large: only what is there is compared.</source>
        <translation>两者之一不完整或过大：只比较现有的部分。</translation>
    </message>
    <message>
        <source>%1 equal lines</source>
        <translation>%1 行相同</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>时序</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Name lookup</source>
        <translation>域名解析</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>已接收</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionTreeModel</name>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>unknown host</source>
        <translation>未知主机</translation>
    </message>
    <message>
        <source>unknown process</source>
        <translation>未知进程</translation>
    </message>
    <message>
        <source>%1 processes</source>
        <translation>%1 个进程</translation>
    </message>
    <message>
        <source>1 program</source>
        <translation>1 个程序</translation>
    </message>
    <message>
        <source>%1 programs</source>
        <translation>%1 个程序</translation>
    </message>
</context>
<context>
    <name>ui::Conversation</name>
    <message>
        <source>Model not named (%1)</source>
        <translation>未指明模型（%1）</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1, answered by %2 (%3)</source>
        <translation>%1，由 %2 回答（%3）</translation>
    </message>
    <message>
        <source>%1 tokens in</source>
        <translation>输入 %1 个词元</translation>
    </message>
    <message>
        <source>%1 from the cache</source>
        <translation>%1 来自缓存</translation>
    </message>
    <message>
        <source>%1 tokens out</source>
        <translation>输出 %1 个词元</translation>
    </message>
    <message>
        <source>%1 for reasoning</source>
        <translation>%1 用于推理</translation>
    </message>
    <message>
        <source>Tokens not told</source>
        <translation>未说明词元数</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Calls %1</source>
        <translation>调用 %1</translation>
    </message>
    <message>
        <source>Calls %1 (%2)</source>
        <translation>调用 %1（%2）</translation>
    </message>
    <message>
        <source>Failure of %1</source>
        <translation>%1 失败</translation>
    </message>
    <message>
        <source>Result of %1</source>
        <translation>%1 的结果</translation>
    </message>
    <message>
        <source>Image, %1, %2</source>
        <translation>图像，%1，%2</translation>
    </message>
    <message>
        <source>type not told</source>
        <translation>未说明类型</translation>
    </message>
    <message>
        <source>Image, elsewhere</source>
        <translation>图像，在别处</translation>
    </message>
    <message>
        <source>File, %1, %2</source>
        <translation>文件，%1，%2</translation>
    </message>
    <message>
        <source>File, elsewhere</source>
        <translation>文件，在别处</translation>
    </message>
    <message>
        <source>%1
[The rest is in the body.]</source>
        <translation>%1
[其余部分在正文中。]</translation>
    </message>
    <message>
        <source>First token after %1</source>
        <translation>首个词元用时 %1</translation>
    </message>
    <message>
        <source>%1 tokens a second</source>
        <translation>每秒 %1 个词元</translation>
    </message>
    <message>
        <source>Ended by %1</source>
        <translation>结束原因：%1</translation>
    </message>
    <message>
        <source>Tools offered: %1</source>
        <translation>提供的工具：%1</translation>
    </message>
</context>
<context>
    <name>ui::ConversationView</name>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Tools: %1</source>
        <translation>工具：%1</translation>
    </message>
    <message numerus="yes">
        <source>The first %n messages are not shown: the conversation is too long. The body has them.</source>
        <translation>
            <numerusform>前 %n 条消息未显示：对话过长。正文中有这些消息。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::CopyActions</name>
    <message>
        <source>Copy as</source>
        <translation>复制为</translation>
    </message>
    <message>
        <source>Copy rows as</source>
        <translation>将行复制为</translation>
    </message>
    <message>
        <source>Copy URL</source>
        <translation>复制 URL</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>复制为 cURL</translation>
    </message>
    <message>
        <source>Python (requests)</source>
        <translation>Python (requests)</translation>
    </message>
    <message>
        <source>Python (httpx)</source>
        <translation>Python (httpx)</translation>
    </message>
    <message>
        <source>Raw HTTP</source>
        <translation>原始 HTTP</translation>
    </message>
    <message>
        <source>Markdown table</source>
        <translation>Markdown 表格</translation>
    </message>
    <message>
        <source>Save bodies …</source>
        <translation>保存正文…</translation>
    </message>
    <message>
        <source>Save as Hurl file …</source>
        <translation>另存为 Hurl 文件…</translation>
    </message>
    <message>
        <source>This row is not an HTTP request.</source>
        <translation>此行不是 HTTP 请求。</translation>
    </message>
    <message>
        <source>This row has no URL.</source>
        <translation>此行没有 URL。</translation>
    </message>
    <message>
        <source>URL copied</source>
        <translation>已复制 URL</translation>
    </message>
    <message>
        <source>%1 URLs copied</source>
        <translation>已复制 %1 个 URL</translation>
    </message>
    <message>
        <source>Copied as %1, secrets masked</source>
        <translation>已复制为 %1，敏感信息已脱敏</translation>
    </message>
    <message>
        <source>Copied as %1, secrets included</source>
        <translation>已复制为 %1，包含敏感信息</translation>
    </message>
    <message>
        <source>The body is not text: copy the request in another form.</source>
        <translation>正文不是文本：请以其他形式复制请求。</translation>
    </message>
    <message>
        <source>The first %1 rows copied</source>
        <translation>已复制前 %1 行</translation>
    </message>
    <message>
        <source>1 row copied</source>
        <translation>已复制 1 行</translation>
    </message>
    <message>
        <source>%1 rows copied</source>
        <translation>已复制 %1 行</translation>
    </message>
    <message>
        <source>Save bodies in a folder</source>
        <translation>将正文保存到文件夹</translation>
    </message>
    <message>
        <source>Save as Hurl file</source>
        <translation>另存为 Hurl 文件</translation>
    </message>
    <message>
        <source>Hurl files (*.hurl)</source>
        <translation>Hurl 文件 (*.hurl)</translation>
    </message>
    <message>
        <source>No HTTP request is selected.</source>
        <translation>未选择 HTTP 请求。</translation>
    </message>
    <message>
        <source>%1 requests saved in %2, secrets masked</source>
        <translation>%1 个请求已保存到 %2，敏感信息已脱敏</translation>
    </message>
    <message>
        <source>%1 requests saved in %2, secrets included</source>
        <translation>%1 个请求已保存到 %2，包含敏感信息</translation>
    </message>
</context>
<context>
    <name>ui::CoverageModel</name>
    <message>
        <source>Readable: the traffic of these programs is decrypted.</source>
        <translation>可读：这些程序的流量已解密。</translation>
    </message>
    <message>
        <source>Not known yet.</source>
        <translation>尚不清楚。</translation>
    </message>
    <message>
        <source>found by: %1</source>
        <translation>查找方式：%1</translation>
    </message>
</context>
<context>
    <name>ui::ErrorText</name>
    <message>
        <source>The running helper is a different version. Install the same version of Cleartap and cleartap-helper, then restart the helper.</source>
        <translation>正在运行的辅助进程版本不同。请安装相同版本的 Cleartap 和 cleartap-helper，然后重启辅助进程。</translation>
    </message>
    <message>
        <source>The helper did not understand the request. Check that Cleartap and cleartap-helper are the same version.</source>
        <translation>辅助进程无法理解请求。请检查 Cleartap 和 cleartap-helper 是否为同一版本。</translation>
    </message>
    <message>
        <source>You are not allowed to capture these processes. Choose your own processes, or start as an administrator.</source>
        <translation>您无权捕获这些进程。请选择自己的进程，或以管理员身份启动。</translation>
    </message>
    <message>
        <source>This system does not let programs inspect your other programs (kernel.yama.ptrace_scope). Allow it when asked for your password, or start as an administrator.</source>
        <translation>此系统不允许程序检查您的其他程序 (kernel.yama.ptrace_scope)。请在询问密码时允许，或以管理员身份启动。</translation>
    </message>
    <message>
        <source>The helper lacks the privilege to load eBPF programs. Start it as root, or give it CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE.</source>
        <translation>辅助进程没有加载 eBPF 程序的权限。请以 root 身份启动它，或授予 CAP_BPF、CAP_PERFMON 和 CAP_SYS_PTRACE。</translation>
    </message>
    <message>
        <source>This kernel has no type information (BTF). Use a kernel built with CONFIG_DEBUG_INFO_BTF, like those of Debian, Ubuntu and Fedora.</source>
        <translation>此内核没有类型信息 (BTF)。请使用启用 CONFIG_DEBUG_INFO_BTF 的内核，例如 Debian、Ubuntu 和 Fedora 的内核。</translation>
    </message>
    <message>
        <source>This kernel is too old to capture on. Boot a newer kernel; &quot;cleartap-cli doctor&quot; says what is missing.</source>
        <translation>此内核过旧，无法捕获。请启动较新的内核；“cleartap-cli doctor”会说明缺少什么。</translation>
    </message>
    <message>
        <source>The kernel did not accept the eBPF programs. Run &quot;cleartap-cli doctor&quot; and check the items in red.</source>
        <translation>内核不接受这些 eBPF 程序。请运行“cleartap-cli doctor”并检查标红的项目。</translation>
    </message>
    <message>
        <source>The probes could not be attached. Run &quot;cleartap-cli doctor&quot; and check the items in red.</source>
        <translation>无法附加探针。请运行“cleartap-cli doctor”并检查标红的项目。</translation>
    </message>
    <message>
        <source>The process, user, program or cgroup to capture does not exist. Choose another one.</source>
        <translation>要捕获的进程、用户、程序或 cgroup 不存在。请另选一个。</translation>
    </message>
    <message>
        <source>Too many captures are running. Stop another one and try again.</source>
        <translation>正在进行的捕获过多。请停止另一个后重试。</translation>
    </message>
    <message>
        <source>The helper failed. See its log for details (journalctl -t cleartap-helper).</source>
        <translation>辅助进程失败。详情见其日志 (journalctl -t cleartap-helper)。</translation>
    </message>
    <message>
        <source>The helper refused for an unknown reason (%1).</source>
        <translation>辅助进程因未知原因拒绝（%1）。</translation>
    </message>
    <message>
        <source>The file does not exist. Check its name.</source>
        <translation>文件不存在。请检查文件名。</translation>
    </message>
    <message>
        <source>You do not have permission to read or write this file. Choose another location, or change its permissions.</source>
        <translation>您没有读取或写入此文件的权限。请选择其他位置，或更改其权限。</translation>
    </message>
    <message>
        <source>This is a folder. Choose a file in it.</source>
        <translation>这是一个文件夹。请选择其中的文件。</translation>
    </message>
    <message>
        <source>The file system is read-only. Choose another location.</source>
        <translation>文件系统是只读的。请选择其他位置。</translation>
    </message>
    <message>
        <source>A file with this name already exists. Choose another name.</source>
        <translation>同名文件已存在。请另取一个名字。</translation>
    </message>
    <message>
        <source>The capture file could not be read or written.</source>
        <translation>无法读取或写入捕获文件。</translation>
    </message>
    <message>
        <source>The capture file could not be read or written: %1.</source>
        <translation>无法读取或写入捕获文件：%1。</translation>
    </message>
    <message>
        <source>No capture helper is running, and none could be started. Run from a build that has cleartap-helper beside it, or install its service.</source>
        <translation>没有正在运行的辅助进程，也无法启动。请从旁边带有 cleartap-helper 的构建运行，或安装其服务。</translation>
    </message>
    <message>
        <source>Capturing requires authorization, which was not given. Start again and confirm, or ask an administrator.</source>
        <translation>捕获需要授权，但未获授权。请重新开始并确认，或联系管理员。</translation>
    </message>
    <message>
        <source>The helper sent something this version does not understand, so the capture was stopped. Check that Cleartap and cleartap-helper are the same version, then start again.</source>
        <translation>辅助进程发送了此版本无法理解的内容，捕获已停止。请检查 Cleartap 和 cleartap-helper 是否为同一版本，然后重新开始。</translation>
    </message>
    <message>
        <source>The capture helper exited unexpectedly. Everything captured so far is kept; start again to continue.</source>
        <translation>捕获辅助进程意外退出。此前捕获的内容均已保留；重新开始即可继续。</translation>
    </message>
    <message>
        <source>The disk is full, so the capture was stopped. Everything captured so far is kept; free some space and start again.</source>
        <translation>磁盘已满，捕获已停止。此前捕获的内容均已保留；请释放空间后重新开始。</translation>
    </message>
    <message>
        <source>This version cannot read this capture. Open a .cleartap, .har, pcap or pcapng file, or use a newer version of Cleartap.</source>
        <translation>此版本无法读取该捕获。请打开 .cleartap、.har、pcap 或 pcapng 文件，或使用更新版本的 Cleartap。</translation>
    </message>
    <message>
        <source>The capture file is damaged after its first %1. Everything before the damage is shown.</source>
        <translation>捕获文件在开头 %1 之后已损坏。损坏之前的内容均已显示。</translation>
    </message>
    <message>
        <source>The machine could not be reached by ssh. Check that ssh to it works in a terminal without asking anything, then start again.</source>
        <translation>无法通过 ssh 连接到该机器。请检查在终端中用 ssh 连接时是否无需询问，然后重新开始。</translation>
    </message>
    <message>
        <source>The capture helper could not be run on the machine. Install the cleartap package there, then start again.</source>
        <translation>无法在该机器上运行捕获辅助进程。请在那里安装 cleartap 软件包，然后重新开始。</translation>
    </message>
    <message>
        <source>You may not capture on the machine. Log in as root, let sudo run cleartap-helper there without a password, or install the cleartap package there.</source>
        <translation>您无权在该机器上捕获。请以 root 登录，允许 sudo 在那里无密码运行 cleartap-helper，或在那里安装 cleartap 软件包。</translation>
    </message>
    <message>
        <source>An unknown error occurred.</source>
        <translation>发生未知错误。</translation>
    </message>
    <message>
        <source>protocol error %1</source>
        <translation>协议错误 %1</translation>
    </message>
    <message>
        <source>at byte %1</source>
        <translation>在第 %1 字节</translation>
    </message>
    <message>
        <source>the first line is not HTTP; the rest is shown as received</source>
        <translation>首行不是 HTTP；其余部分按接收时的原样显示</translation>
    </message>
    <message>
        <source>a header line is malformed; shown as far as it can be parsed</source>
        <translation>某个标头行格式错误；显示能够解析的部分</translation>
    </message>
    <message>
        <source>the chunked body is malformed; shown up to that point</source>
        <translation>分块正文格式错误；显示到该处为止</translation>
    </message>
    <message>
        <source>the headers exceed the size limit</source>
        <translation>标头超过大小限制</translation>
    </message>
    <message>
        <source>there are too many headers</source>
        <translation>标头过多</translation>
    </message>
    <message>
        <source>conflicting headers for the body&apos;s length: request smuggling, or a bug</source>
        <translation>正文长度的标头互相矛盾：请求走私，或程序错误</translation>
    </message>
    <message>
        <source>some of its bytes were not captured</source>
        <translation>部分字节未捕获</translation>
    </message>
    <message>
        <source>the connection was closed before it was complete</source>
        <translation>连接在其完整之前已关闭</translation>
    </message>
    <message>
        <source>its request was not captured: the capture started later, or it was lost</source>
        <translation>未捕获其请求：捕获开始得较晚，或请求已丢失</translation>
    </message>
    <message>
        <source>a frame is malformed; shown up to that point</source>
        <translation>某个帧格式错误；显示到该处为止</translation>
    </message>
    <message>
        <source>one side reset the stream</source>
        <translation>一方重置了流</translation>
    </message>
    <message>
        <source>some headers refer to data sent before the capture started</source>
        <translation>部分标头引用了捕获开始之前发送的数据</translation>
    </message>
    <message>
        <source>the connection ended with a protocol error</source>
        <translation>连接因协议错误而结束</translation>
    </message>
    <message>
        <source>it started before the capture</source>
        <translation>它在捕获之前就已开始</translation>
    </message>
    <message>
        <source>the capture ended before it was complete</source>
        <translation>捕获在其完整之前已结束</translation>
    </message>
    <message>
        <source>its body is longer than the limit of this capture; the rest was not kept</source>
        <translation>其正文超过本次捕获的限制；其余部分未保留</translation>
    </message>
    <message>
        <source>unknown problem</source>
        <translation>未知问题</translation>
    </message>
    <message>
        <source>unknown protocol</source>
        <translation>未知协议</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>不可读</translation>
    </message>
    <message>
        <source>not readable: %1</source>
        <translation>不可读：%1</translation>
    </message>
    <message>
        <source>the connection failed</source>
        <translation>连接失败</translation>
    </message>
    <message>
        <source>Request: %1</source>
        <translation>请求：%1</translation>
    </message>
    <message>
        <source>Response: %1</source>
        <translation>响应：%1</translation>
    </message>
    <message>
        <source>%1 not captured</source>
        <translation>%1 未捕获</translation>
    </message>
    <message>
        <source>sudo on the machine asks for a password, and did not accept the one it got.</source>
        <translation>该机器上的 sudo 要求密码，但不接受所提供的密码。</translation>
    </message>
</context>
<context>
    <name>ui::ExchangeCells</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Size of the response</source>
        <translation>响应大小</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Waterfall</source>
        <translation>瀑布图</translation>
    </message>
    <message>
        <source>PID</source>
        <translation>PID</translation>
    </message>
    <message>
        <source>Process ID</source>
        <translation>进程 ID</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Remote</source>
        <translation>远端</translation>
    </message>
    <message>
        <source>Remote address</source>
        <translation>远端地址</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Size of the request</source>
        <translation>请求大小</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Wait for the first byte</source>
        <translation>等待首字节</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>Lost bytes</source>
        <translation>丢失的字节</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>TLS version</source>
        <translation>TLS 版本</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Connection number</source>
        <translation>连接编号</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>成功</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>不可读</translation>
    </message>
    <message>
        <source>not readable: %1</source>
        <translation>不可读：%1</translation>
    </message>
    <message>
        <source>data in both directions</source>
        <translation>双向数据</translation>
    </message>
    <message>
        <source>data in both directions, unknown protocol</source>
        <translation>双向数据，未知协议</translation>
    </message>
    <message>
        <source>request not seen</source>
        <translation>未看到请求</translation>
    </message>
    <message>
        <source>sent by the program (client)</source>
        <translation>由程序发送（客户端）</translation>
    </message>
    <message>
        <source>received by the program (server)</source>
        <translation>由程序接收（服务器）</translation>
    </message>
    <message>
        <source>%1, process %2</source>
        <translation>%1，进程 %2</translation>
    </message>
    <message>
        <source>from the first byte of the request to the last byte of the response, without connecting</source>
        <translation>从请求的首字节到响应的末字节，不含建立连接</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>%1 bytes of this exchange were not captured</source>
        <translation>此事务有 %1 字节未捕获</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>本机</translation>
    </message>
</context>
<context>
    <name>ui::ExchangeTableModel</name>
    <message>
        <source>both ends of this call were captured</source>
        <translation>此调用的两端均已捕获</translation>
    </message>
</context>
<context>
    <name>ui::ExchangeTone</name>
    <message>
        <source>complete</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>slow, or partly lost</source>
        <translation>缓慢，或部分丢失</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>不可读</translation>
    </message>
    <message>
        <source>cut: the beginning or the end was not captured</source>
        <translation>被截断：开头或结尾未捕获</translation>
    </message>
</context>
<context>
    <name>ui::ExchangeView</name>
    <message>
        <source>Exchanges</source>
        <translation>事务</translation>
    </message>
    <message>
        <source>Follow new exchanges (End)</source>
        <translation>跟随新事务（End）</translation>
    </message>
    <message>
        <source>↑ %1 new</source>
        <translation>↑ %1 条新增</translation>
    </message>
    <message>
        <source>↓ %1 new</source>
        <translation>↓ %1 条新增</translation>
    </message>
</context>
<context>
    <name>ui::ExportDialog</name>
    <message>
        <source>The %1 shown</source>
        <translation>显示的 %1 条</translation>
    </message>
    <message>
        <source>The %1 selected</source>
        <translation>选中的 %1 条</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>全部 %1 条</translation>
    </message>
    <message>
        <source>Mask passwords, tokens and cookies</source>
        <translation>对密码、令牌和 Cookie 脱敏</translation>
    </message>
    <message>
        <source>Export HAR</source>
        <translation>导出 HAR</translation>
    </message>
    <message>
        <source>No matching exchanges.</source>
        <translation>没有匹配的事务。</translation>
    </message>
    <message>
        <source>No exchange is selected.</source>
        <translation>未选择事务。</translation>
    </message>
    <message>
        <source>How secrets are replaced</source>
        <translation>如何替换敏感信息</translation>
    </message>
    <message>
        <source>By tags</source>
        <translation>用标签</translation>
    </message>
    <message>
        <source>By asterisks</source>
        <translation>用星号</translation>
    </message>
    <message>
        <source>By the word masked</source>
        <translation>用单词 masked</translation>
    </message>
    <message>
        <source>Secrets are not masked.</source>
        <translation>敏感信息未脱敏。</translation>
    </message>
    <message>
        <source>The file will contain all passwords, tokens and cookies in plain text, and says so.</source>
        <translation>文件将以明文包含所有密码、令牌和 Cookie，并会注明这一点。</translation>
    </message>
    <message>
        <source>Each secret is replaced by a short tag, the same one in all files that you export.</source>
        <translation>每个敏感信息替换为一个短标签，在您导出的所有文件中相同。</translation>
    </message>
    <message>
        <source>Each secret is replaced by as many asterisks.</source>
        <translation>每个敏感信息替换为同样多的星号。</translation>
    </message>
    <message>
        <source>Each secret is replaced by the same word.</source>
        <translation>每个敏感信息替换为同一个单词。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose file …</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>The file says what was left.</source>
        <translation>文件会注明保留了什么。</translation>
    </message>
    <message>
        <source>Your own masking rules cannot be used.</source>
        <translation>无法使用您的自定义脱敏规则。</translation>
    </message>
</context>
<context>
    <name>ui::FactRows</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Smoothed RTT</source>
        <translation>平滑 RTT</translation>
    </message>
    <message>
        <source>RTT variation</source>
        <translation>RTT 波动</translation>
    </message>
    <message>
        <source>Minimum RTT</source>
        <translation>最小 RTT</translation>
    </message>
    <message>
        <source>Congestion window</source>
        <translation>拥塞窗口</translation>
    </message>
    <message>
        <source>%1 segments</source>
        <translation>%1 个报文段</translation>
    </message>
    <message>
        <source>Slow-start threshold</source>
        <translation>慢启动阈值</translation>
    </message>
    <message>
        <source>Retransmits</source>
        <translation>重传</translation>
    </message>
    <message>
        <source>Lost segments</source>
        <translation>丢失的报文段</translation>
    </message>
    <message>
        <source>Received out of order</source>
        <translation>乱序接收</translation>
    </message>
    <message>
        <source>Blocked by the peer&apos;s window</source>
        <translation>被对端窗口阻塞</translation>
    </message>
    <message>
        <source>Segments sent</source>
        <translation>已发送报文段</translation>
    </message>
    <message>
        <source>Segments received</source>
        <translation>已接收报文段</translation>
    </message>
    <message>
        <source>Send window</source>
        <translation>发送窗口</translation>
    </message>
    <message>
        <source>Receive window</source>
        <translation>接收窗口</translation>
    </message>
    <message>
        <source>Delivery rate</source>
        <translation>交付速率</translation>
    </message>
    <message>
        <source>%1 to %2 in %3 samples</source>
        <translation>%3 个样本中为 %1 至 %2</translation>
    </message>
    <message>
        <source>closed in %1 of %2 samples</source>
        <translation>%2 个样本中有 %1 个为关闭</translation>
    </message>
    <message>
        <source>RTT over time</source>
        <translation>RTT 随时间变化</translation>
    </message>
    <message>
        <source>Congestion window over time</source>
        <translation>拥塞窗口随时间变化</translation>
    </message>
    <message>
        <source>Send window over time</source>
        <translation>发送窗口随时间变化</translation>
    </message>
    <message>
        <source>Receive window over time</source>
        <translation>接收窗口随时间变化</translation>
    </message>
    <message>
        <source>Unix socket</source>
        <translation>Unix 套接字</translation>
    </message>
    <message>
        <source>Standard input and output</source>
        <translation>标准输入和输出</translation>
    </message>
    <message>
        <source>IP protocol %1</source>
        <translation>IP 协议 %1</translation>
    </message>
    <message>
        <source>srtt %1</source>
        <translation>srtt %1</translation>
    </message>
    <message>
        <source>cwnd %1</source>
        <translation>cwnd %1</translation>
    </message>
    <message>
        <source>%1 retransmits</source>
        <translation>%1 次重传</translation>
    </message>
    <message>
        <source>%1 · %2 before</source>
        <translation>%1 · 之前 %2</translation>
    </message>
    <message>
        <source>%1 · %2 after</source>
        <translation>%1 · 之后 %2</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>well</source>
        <translation>成功</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>error: %1</source>
        <translation>错误：%1</translation>
    </message>
    <message>
        <source>TCP at the start</source>
        <translation>开始时的 TCP</translation>
    </message>
    <message>
        <source>TCP at the end</source>
        <translation>结束时的 TCP</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>still running</source>
        <translation>仍在进行</translation>
    </message>
    <message>
        <source>Request stalled</source>
        <translation>请求受阻</translation>
    </message>
    <message>
        <source>%1 by the server&apos;s flow-control window</source>
        <translation>因服务器的流控窗口受阻 %1</translation>
    </message>
    <message>
        <source>Response stalled</source>
        <translation>响应受阻</translation>
    </message>
    <message>
        <source>%1 by the client&apos;s flow-control window</source>
        <translation>因客户端的流控窗口受阻 %1</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Not captured</source>
        <translation>未捕获</translation>
    </message>
    <message>
        <source>%1 in %2 events</source>
        <translation>%2 个事件中的 %1</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>传输层</translation>
    </message>
    <message>
        <source>%1, TLS after STARTTLS</source>
        <translation>%1，STARTTLS 之后为 TLS</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Local address</source>
        <translation>本地地址</translation>
    </message>
    <message>
        <source>Remote address</source>
        <translation>远端地址</translation>
    </message>
    <message>
        <source>DNS name</source>
        <translation>DNS 名称</translation>
    </message>
    <message>
        <source>Begins with</source>
        <translation>开头为</translation>
    </message>
    <message>
        <source>Client behind the proxy</source>
        <translation>代理之后的客户端</translation>
    </message>
    <message>
        <source>Address the client connected to</source>
        <translation>客户端连接的地址</translation>
    </message>
    <message>
        <source>Requested from the proxy</source>
        <translation>向代理请求的目标</translation>
    </message>
    <message>
        <source>User at the proxy</source>
        <translation>代理上的用户</translation>
    </message>
    <message>
        <source>From the proxy</source>
        <translation>来自代理</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>打开时间</translation>
    </message>
    <message>
        <source>First seen</source>
        <translation>首次看到</translation>
    </message>
    <message>
        <source>Established</source>
        <translation>建立时间</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>关闭时间</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>已接收</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Network namespace</source>
        <translation>网络命名空间</translation>
    </message>
    <message>
        <source>Cipher</source>
        <translation>密码套件</translation>
    </message>
    <message>
        <source>Server name (SNI)</source>
        <translation>服务器名称 (SNI)</translation>
    </message>
    <message>
        <source>Application (ALPN)</source>
        <translation>应用协议 (ALPN)</translation>
    </message>
    <message>
        <source>Client&apos;s fingerprint (JA4)</source>
        <translation>客户端指纹 (JA4)</translation>
    </message>
    <message>
        <source>Handshake duration</source>
        <translation>握手耗时</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>库</translation>
    </message>
    <message>
        <source>Encrypted by</source>
        <translation>加密方</translation>
    </message>
    <message>
        <source>the kernel (kTLS)</source>
        <translation>内核 (kTLS)</translation>
    </message>
    <message>
        <source>Functions located by</source>
        <translation>函数查找方式</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>readable</source>
        <translation>可读</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>不可读</translation>
    </message>
    <message>
        <source>Read from</source>
        <translation>读取自</translation>
    </message>
    <message>
        <source>the secrets of its handshake</source>
        <translation>其握手的密钥</translation>
    </message>
    <message>
        <source>calls of the library</source>
        <translation>库的调用</translation>
    </message>
    <message>
        <source>Tied to the socket by</source>
        <translation>与套接字的关联依据</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Process ID</source>
        <translation>进程 ID</translation>
    </message>
    <message>
        <source>Thread ID</source>
        <translation>线程 ID</translation>
    </message>
    <message>
        <source>Parent</source>
        <translation>父进程</translation>
    </message>
    <message>
        <source>User ID</source>
        <translation>用户 ID</translation>
    </message>
    <message>
        <source>%1 (you)</source>
        <translation>%1（您）</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>结束时间</translation>
    </message>
    <message>
        <source>Exit status</source>
        <translation>退出状态</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>cgroup</source>
        <translation>cgroup</translation>
    </message>
    <message>
        <source>1 packet</source>
        <translation>1 个数据包</translation>
    </message>
    <message>
        <source>%1 packets</source>
        <translation>%1 个数据包</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>由 %1 丢弃</translation>
    </message>
    <message>
        <source>Sent as (NAT)</source>
        <translation>发送为 (NAT)</translation>
    </message>
    <message>
        <source>Answered as (NAT)</source>
        <translation>应答为 (NAT)</translation>
    </message>
    <message>
        <source>Dropped when sent</source>
        <translation>发送时丢弃</translation>
    </message>
    <message>
        <source>Dropped on arrival</source>
        <translation>到达时丢弃</translation>
    </message>
</context>
<context>
    <name>ui::FactsPane</name>
    <message>
        <source>Timing</source>
        <translation>时序</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>事务</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>No information about the connection.</source>
        <translation>没有关于连接的信息。</translation>
    </message>
    <message>
        <source>This connection is not encrypted.</source>
        <translation>此连接未加密。</translation>
    </message>
    <message>
        <source>No information about the process.</source>
        <translation>没有关于进程的信息。</translation>
    </message>
</context>
<context>
    <name>ui::FieldList</name>
    <message>
        <source>%1 … (%2 more characters)</source>
        <translation>%1…（还有 %2 个字符）</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>复制值</translation>
    </message>
    <message>
        <source>Copy name and value</source>
        <translation>复制名称和值</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>ui::FigureModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>ui::FileActions</name>
    <message>
        <source>Open …</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Save capture …</source>
        <translation>保存捕获…</translation>
    </message>
    <message>
        <source>Save masked capture …</source>
        <translation>保存脱敏的捕获…</translation>
    </message>
    <message>
        <source>Export HAR …</source>
        <translation>导出 HAR…</translation>
    </message>
    <message>
        <source>Opened %1</source>
        <translation>已打开 %1</translation>
    </message>
    <message>
        <source>Marks are kept beside saved captures, not beside HAR files.</source>
        <translation>标记保存在已存的捕获旁边，而不是 HAR 文件旁边。</translation>
    </message>
    <message>
        <source>Protobuf definitions loaded: %1</source>
        <translation>已加载 Protobuf 定义：%1</translation>
    </message>
    <message>
        <source>Stop the capture first.</source>
        <translation>请先停止捕获。</translation>
    </message>
    <message>
        <source>No capture to save.</source>
        <translation>没有可保存的捕获。</translation>
    </message>
    <message>
        <source>Without its secrets: what is listed, instead of the bytes that were captured</source>
        <translation>不含敏感信息：保存列表内容，而不是捕获的字节</translation>
    </message>
    <message>
        <source>Nothing to export.</source>
        <translation>没有可导出的内容。</translation>
    </message>
    <message>
        <source>Stop the capture before opening a file.</source>
        <translation>请先停止捕获，再打开文件。</translation>
    </message>
    <message>
        <source>Open a capture</source>
        <translation>打开捕获</translation>
    </message>
    <message>
        <source>Captures (*.cleartap *.har *.pcap *.pcapng *.cap *.pcap.gz *.pcapng.gz);;All files (*)</source>
        <translation>捕获 (*.cleartap *.har *.pcap *.pcapng *.cap *.pcap.gz *.pcapng.gz);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open another file? The capture has not been saved.</source>
        <translation>要打开另一个文件吗？当前捕获尚未保存。</translation>
    </message>
    <message>
        <source>Opening %1 …</source>
        <translation>正在打开 %1…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open the newest</source>
        <translation>打开最新的</translation>
    </message>
    <message>
        <source>Open the other capture? This one has not been saved.</source>
        <translation>要打开另一个捕获吗？当前捕获尚未保存。</translation>
    </message>
    <message>
        <source>Save the capture</source>
        <translation>保存捕获</translation>
    </message>
    <message>
        <source>Stop the capture before saving it masked.</source>
        <translation>请先停止捕获，再进行脱敏保存。</translation>
    </message>
    <message>
        <source>Save the capture without its secrets</source>
        <translation>保存不含敏感信息的捕获</translation>
    </message>
    <message>
        <source>Captures (*.cleartap)</source>
        <translation>捕获 (*.cleartap)</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>An export is still running.</source>
        <translation>仍有导出在进行。</translation>
    </message>
    <message>
        <source>Export HAR</source>
        <translation>导出 HAR</translation>
    </message>
    <message>
        <source>HTTP archives (*.har)</source>
        <translation>HTTP 存档 (*.har)</translation>
    </message>
    <message>
        <source>Protobuf definitions</source>
        <translation>Protobuf 定义</translation>
    </message>
    <message>
        <source>Add files …</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Add protobuf definitions</source>
        <translation>添加 Protobuf 定义</translation>
    </message>
    <message>
        <source>Definitions (*.proto *.pb *.protoset *.desc *.binpb);;All files (*)</source>
        <translation>定义 (*.proto *.pb *.protoset *.desc *.binpb);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Add folder …</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Add a folder of protobuf definitions</source>
        <translation>添加 Protobuf 定义文件夹</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>全部移除</translation>
    </message>
    <message>
        <source>Remove all (%1)</source>
        <translation>全部移除（%1）</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Save the capture before closing?</source>
        <translation>关闭前要保存捕获吗？</translation>
    </message>
    <message>
        <source>Masking rules …</source>
        <translation>脱敏规则…</translation>
    </message>
    <message>
        <source>The masking rules of %1 now apply to everything that is masked. They are kept in %2 from now on.</source>
        <translation>%1 中的脱敏规则现在适用于所有脱敏的内容。今后它们保存在 %2 中。</translation>
    </message>
    <message>
        <source>Saved; what is being captured is stored by the former rules.</source>
        <translation>已保存；正在进行的捕获仍按先前的规则存储。</translation>
    </message>
</context>
<context>
    <name>ui::FilterBox</name>
    <message>
        <source>Filter</source>
        <translation>过滤</translation>
    </message>
    <message>
        <source>Clear the filter (Esc)</source>
        <translation>清除过滤条件（Esc）</translation>
    </message>
    <message>
        <source>Filter: words, host:*.local, method:POST, status&gt;=400, proc:curl, -type:image   (Ctrl+F)</source>
        <translation>过滤：单词、host:*.local、method:POST、status&gt;=400、proc:curl、-type:image   （Ctrl+F）</translation>
    </message>
    <message>
        <source>Filter: words, host:*.local, status&gt;=400, proc:curl   (Ctrl+F)</source>
        <translation>过滤：单词、host:*.local、status&gt;=400、proc:curl   （Ctrl+F）</translation>
    </message>
    <message>
        <source>Filter: words, status&gt;=400   (Ctrl+F)</source>
        <translation>过滤：单词、status&gt;=400   （Ctrl+F）</translation>
    </message>
</context>
<context>
    <name>ui::FilterMenu</name>
    <message>
        <source>Filter by this</source>
        <translation>按此过滤</translation>
    </message>
    <message>
        <source>Filter by %1</source>
        <translation>按 %1 过滤</translation>
    </message>
    <message>
        <source>Exclude this</source>
        <translation>排除此项</translation>
    </message>
    <message>
        <source>Exclude %1</source>
        <translation>排除 %1</translation>
    </message>
    <message>
        <source>The filter has no term for this value.</source>
        <translation>过滤语言没有对应此值的条件。</translation>
    </message>
</context>
<context>
    <name>ui::FindBar</name>
    <message>
        <source>Find in body</source>
        <translation>在正文中查找</translation>
    </message>
    <message>
        <source>Previous (Shift+F3)</source>
        <translation>上一个（Shift+F3）</translation>
    </message>
    <message>
        <source>Next (F3)</source>
        <translation>下一个（F3）</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>searching …</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>%1 of %2%3</source>
        <translation>第 %1 个，共 %2%3 个</translation>
    </message>
</context>
<context>
    <name>ui::FirstRunPage</name>
    <message>
        <source>Start capturing</source>
        <translation>开始捕获</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Cleartap shows what the programs on this machine send and receive, decrypted, without changing them.</source>
        <translation>Cleartap 显示本机程序收发的内容，已解密，且不改变程序。</translation>
    </message>
    <message>
        <source>Captures while curl fetches this URL</source>
        <translation>在 curl 获取此 URL 时进行捕获</translation>
    </message>
    <message>
        <source>URL to try</source>
        <translation>用于试验的 URL</translation>
    </message>
    <message>
        <source>all programs of your user</source>
        <translation>您的用户的所有程序</translation>
    </message>
    <message>
        <source>Hide the checks</source>
        <translation>隐藏检查结果</translation>
    </message>
    <message>
        <source>Show all checks (%1)</source>
        <translation>显示所有检查（%1）</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>未检查</translation>
    </message>
    <message>
        <source>Checking what works on this machine.</source>
        <translation>正在检查本机上哪些功能可用。</translation>
    </message>
    <message>
        <source>This is known once the helper has run. Starting it requires an administrator&apos;s password.</source>
        <translation>辅助进程运行后才能知道。启动它需要管理员密码。</translation>
    </message>
    <message>
        <source>This is known once the helper has run.</source>
        <translation>辅助进程运行后才能知道。</translation>
    </message>
    <message>
        <source>Not everything works on this machine:</source>
        <translation>本机上并非所有功能都可用：</translation>
    </message>
    <message>
        <source>Capturing works on this machine, with limits:</source>
        <translation>本机可以捕获，但有限制：</translation>
    </message>
    <message>
        <source>Everything works on this machine.</source>
        <translation>本机上一切可用。</translation>
    </message>
    <message>
        <source>Enter a URL that starts with https:// or http:// and has a host.</source>
        <translation>请输入以 https:// 或 http:// 开头并带有主机名的 URL。</translation>
    </message>
    <message>
        <source>THIS MACHINE</source>
        <translation>本机</translation>
    </message>
</context>
<context>
    <name>ui::Guide</name>
    <message>
        <source>Guide</source>
        <translation>指南</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ui::GuideText</name>
    <message>
        <source>Capture</source>
        <translation>捕获</translation>
    </message>
    <message>
        <source>Press &lt;b&gt;Start&lt;/b&gt; (Ctrl+E). Cleartap attaches to the programs that run and to those that start later. They need no proxy, certificate or restart, and do not notice it.</source>
        <translation>按&lt;b&gt;开始&lt;/b&gt;（Ctrl+E）。Cleartap 会附加到正在运行的程序以及之后启动的程序。它们不需要代理、证书或重启，也察觉不到。</translation>
    </message>
    <message>
        <source>The menu beside it chooses what is captured: your processes, one of them with its children, a command that Cleartap starts, or all processes.</source>
        <translation>旁边的菜单决定捕获什么：您的进程、其中一个及其子进程、由 Cleartap 启动的命令，或所有进程。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Save capture&lt;/b&gt; (Ctrl+S) keeps all of it in one file, which opens again as it was. What was not saved is offered again after a crash.</source>
        <translation>&lt;b&gt;保存捕获&lt;/b&gt;（Ctrl+S）把全部内容保存到一个文件中，再次打开时与原来一样。未保存的内容在崩溃后会再次提供。</translation>
    </message>
    <message>
        <source>Read an exchange</source>
        <translation>阅读一个事务</translation>
    </message>
    <message>
        <source>A row is one call: a request with its response, a query with its result, or a channel with its messages. On one machine both programs are seen, and their halves are one row; Ctrl+J shows them as two.</source>
        <translation>一行是一次调用：请求及其响应、查询及其结果，或通道及其消息。在同一台机器上可以看到两个程序，它们的两半合为一行；Ctrl+J 将其显示为两行。</translation>
    </message>
    <message>
        <source>Select a row for its details: heads, bodies as text, tree or hex, timing, the connection and both processes. &lt;b&gt;o&lt;/b&gt; shows the other side, Ctrl+. the next exchange on the same connection.</source>
        <translation>选择一行查看详情：头部，以文本、树或十六进制显示的正文，时序，连接以及两个进程。&lt;b&gt;o&lt;/b&gt; 显示另一侧，Ctrl+. 转到同一连接上的下一个事务。</translation>
    </message>
    <message>
        <source>&lt;i&gt;Unknown&lt;/i&gt; means just that. What was lost or cut is marked in the row and counted in the status bar.</source>
        <translation>&lt;i&gt;未知&lt;/i&gt;就是未知。丢失或截断的内容会在行中标出，并计入状态栏。</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>过滤</translation>
    </message>
    <message>
        <source>Type into the box above the list (Ctrl+F). Words match host, path, process and statement. Terms side by side must all match; &lt;code&gt;or&lt;/code&gt;, &lt;code&gt;-&lt;/code&gt; and parentheses combine them. Click one to try it:</source>
        <translation>在列表上方的框中输入（Ctrl+F）。单词匹配主机、路径、进程和语句。并列的条件必须全部满足；&lt;code&gt;or&lt;/code&gt;、&lt;code&gt;-&lt;/code&gt; 和括号用于组合。点击一个试试：</translation>
    </message>
    <message>
        <source>failed requests</source>
        <translation>失败的请求</translation>
    </message>
    <message>
        <source>slow ones</source>
        <translation>慢的请求</translation>
    </message>
    <message>
        <source>whatever went wrong</source>
        <translation>所有出错的</translation>
    </message>
    <message>
        <source>by host and path, with wildcards</source>
        <translation>按主机和路径，带通配符</translation>
    </message>
    <message>
        <source>of a process, without images</source>
        <translation>某个进程的，不含图像</translation>
    </message>
    <message>
        <source>database queries</source>
        <translation>数据库查询</translation>
    </message>
    <message>
        <source>text in bodies and messages</source>
        <translation>正文和消息中的文本</translation>
    </message>
    <message>
        <source>a header field</source>
        <translation>某个标头字段</translation>
    </message>
    <message>
        <source>with retransmitted segments</source>
        <translation>有重传报文段的</translation>
    </message>
    <message>
        <source>what you marked</source>
        <translation>您标记过的</translation>
    </message>
    <message>
        <source>Right-click a value to filter by it, to exclude it, or to show it as a column.</source>
        <translation>右键点击一个值可按其过滤、排除它，或将其显示为列。</translation>
    </message>
    <message>
        <source>Why is it slow?</source>
        <translation>为什么慢？</translation>
    </message>
    <message>
        <source>Sort by &lt;b&gt;Duration&lt;/b&gt;, or filter:</source>
        <translation>按&lt;b&gt;耗时&lt;/b&gt;排序，或过滤：</translation>
    </message>
    <message>
        <source>took long</source>
        <translation>耗时长的</translation>
    </message>
    <message>
        <source>waited for the answer</source>
        <translation>等待回答的</translation>
    </message>
    <message>
        <source>&lt;b&gt;Timing&lt;/b&gt; in the details names what took the time: name lookup, connecting, TLS, a server that was busy, the network, the server&apos;s own work, or a client that read late; with the figures and how sure that is.</source>
        <translation>详情中的&lt;b&gt;时序&lt;/b&gt;说明时间花在哪里：域名解析、连接、TLS、繁忙的服务器、网络、服务器自身的工作，或读取过晚的客户端；并给出数值以及可信程度。</translation>
    </message>
    <message>
        <source>The connection page plots round-trip time, window, throughput and retransmits. &lt;b&gt;d&lt;/b&gt; compares the exchange with the previous one to the same path, or the two that you selected.</source>
        <translation>连接页面绘制往返时间、窗口、吞吐量和重传。&lt;b&gt;d&lt;/b&gt; 将此事务与同一路径的上一个比较，或比较您选中的两个。</translation>
    </message>
    <message>
        <source>Keep and share</source>
        <translation>保存与分享</translation>
    </message>
    <message>
        <source>&lt;b&gt;1&lt;/b&gt; to &lt;b&gt;6&lt;/b&gt; mark a row with a colour, &lt;b&gt;F2&lt;/b&gt; adds a comment.</source>
        <translation>&lt;b&gt;1&lt;/b&gt; 到 &lt;b&gt;6&lt;/b&gt; 用颜色标记一行，&lt;b&gt;F2&lt;/b&gt; 添加备注。</translation>
    </message>
    <message>
        <source>Right-click to copy as cURL, fetch, Python, HTTPie or raw text. &lt;b&gt;Export HAR&lt;/b&gt; (Ctrl+Shift+S) writes the selected, the shown or all exchanges. Passwords, tokens, cookies and keys are masked in every export; the dialog says how many of which kind.</source>
        <translation>右键可复制为 cURL、fetch、Python、HTTPie 或原始文本。&lt;b&gt;导出 HAR&lt;/b&gt;（Ctrl+Shift+S）写出选中的、显示的或全部事务。每次导出都会对密码、令牌、Cookie 和密钥脱敏；对话框会说明各类数量。</translation>
    </message>
    <message>
        <source>Nothing shows up?</source>
        <translation>什么都没有显示？</translation>
    </message>
    <message>
        <source>&lt;b&gt;Readable&lt;/b&gt;, below the processes, lists the programs that use TLS, with their library. Where one cannot be read, &lt;b&gt;why?&lt;/b&gt; gives the reason and what would help.</source>
        <translation>进程下方的&lt;b&gt;可读&lt;/b&gt;列出使用 TLS 的程序及其库。如果某个程序不可读，&lt;b&gt;为什么？&lt;/b&gt;会给出原因以及解决办法。</translation>
    </message>
    <message>
        <source>connections that are seen but not read</source>
        <translation>看得到但未读取的连接</translation>
    </message>
    <message>
        <source>exchanges with missing bytes</source>
        <translation>缺少字节的事务</translation>
    </message>
    <message>
        <source>&lt;code&gt;cleartap-cli doctor&lt;/code&gt; says what this kernel and your rights allow.</source>
        <translation>&lt;code&gt;cleartap-cli doctor&lt;/code&gt; 说明此内核和您的权限允许什么。</translation>
    </message>
</context>
<context>
    <name>ui::HeaderText</name>
    <message>
        <source>The media types that the client can use, the preferred ones with a higher q.</source>
        <translation>客户端可以使用的媒体类型，q 越大越优先。</translation>
    </message>
    <message>
        <source>The content codings, such as gzip or br, that the client can decode.</source>
        <translation>客户端可以解码的内容编码，例如 gzip 或 br。</translation>
    </message>
    <message>
        <source>The languages that the user prefers.</source>
        <translation>用户偏好的语言。</translation>
    </message>
    <message>
        <source>Whether the server answers requests for a part of this resource.</source>
        <translation>服务器是否支持请求此资源的一部分。</translation>
    </message>
    <message>
        <source>Whether a page of another origin may send cookies with the request and read the answer.</source>
        <translation>其他来源的页面是否可以随请求发送 Cookie 并读取响应。</translation>
    </message>
    <message>
        <source>The fields that a page of another origin may send.</source>
        <translation>其他来源的页面可以发送的字段。</translation>
    </message>
    <message>
        <source>The methods that a page of another origin may use.</source>
        <translation>其他来源的页面可以使用的方法。</translation>
    </message>
    <message>
        <source>The origin whose pages may read the answer; * means any.</source>
        <translation>其页面可以读取响应的来源；* 表示任意来源。</translation>
    </message>
    <message>
        <source>The fields of the answer that a page of another origin may read.</source>
        <translation>其他来源的页面可以读取的响应字段。</translation>
    </message>
    <message>
        <source>For how many seconds the browser need not ask again before such a request.</source>
        <translation>浏览器在多少秒内再次发送此类请求时无需重新询问。</translation>
    </message>
    <message>
        <source>In a preflight request: the fields that the page wants to send.</source>
        <translation>在预检请求中：页面想要发送的字段。</translation>
    </message>
    <message>
        <source>In a preflight request: the method that the page wants to use.</source>
        <translation>在预检请求中：页面想要使用的方法。</translation>
    </message>
    <message>
        <source>For how many seconds the answer has been in a cache.</source>
        <translation>响应在缓存中已存放多少秒。</translation>
    </message>
    <message>
        <source>The methods that this resource supports.</source>
        <translation>此资源支持的方法。</translation>
    </message>
    <message>
        <source>Where else the same service can be reached, for example over HTTP/3.</source>
        <translation>同一服务还可以从哪里访问，例如通过 HTTP/3。</translation>
    </message>
    <message>
        <source>The client&apos;s credentials for the server.</source>
        <translation>客户端提交给服务器的凭据。</translation>
    </message>
    <message>
        <source>Who may keep the message, and for how long.</source>
        <translation>谁可以保存此消息，以及保存多久。</translation>
    </message>
    <message>
        <source>Options of this connection alone; close ends it after the message.</source>
        <translation>仅用于此连接的选项；close 表示在此消息之后关闭连接。</translation>
    </message>
    <message>
        <source>Whether to show the body or save it, and under which name.</source>
        <translation>正文应显示还是保存，以及使用什么名称。</translation>
    </message>
    <message>
        <source>The codings that were applied to the body, in this order.</source>
        <translation>依次应用于正文的编码。</translation>
    </message>
    <message>
        <source>The languages of those for whom the body is meant.</source>
        <translation>正文所面向的读者的语言。</translation>
    </message>
    <message>
        <source>The size of the body in bytes, as it is sent.</source>
        <translation>正文发送时的大小，以字节为单位。</translation>
    </message>
    <message>
        <source>The address of exactly what is in the body.</source>
        <translation>正文内容的确切地址。</translation>
    </message>
    <message>
        <source>Which part of the whole the body is.</source>
        <translation>正文是整体的哪一部分。</translation>
    </message>
    <message>
        <source>From where the page may load scripts, styles, pictures and more.</source>
        <translation>页面可以从哪里加载脚本、样式、图片等。</translation>
    </message>
    <message>
        <source>The media type of the body, and the charset of a text.</source>
        <translation>正文的媒体类型，以及文本的字符集。</translation>
    </message>
    <message>
        <source>The cookies that the server set earlier.</source>
        <translation>服务器先前设置的 Cookie。</translation>
    </message>
    <message>
        <source>When the message was made.</source>
        <translation>消息的生成时间。</translation>
    </message>
    <message>
        <source>That the user does not want to be tracked; no longer a standard.</source>
        <translation>用户不希望被跟踪；已不再是标准。</translation>
    </message>
    <message>
        <source>The version of what is in the body, for caches and for conditional requests.</source>
        <translation>正文内容的版本，用于缓存和条件请求。</translation>
    </message>
    <message>
        <source>What the server must agree to before the client sends the body.</source>
        <translation>客户端发送正文之前服务器必须同意的条件。</translation>
    </message>
    <message>
        <source>From when on the answer is stale; max-age in Cache-Control comes first.</source>
        <translation>响应从何时起过期；Cache-Control 中的 max-age 优先。</translation>
    </message>
    <message>
        <source>What proxies on the way have noted: the client, the host and the scheme.</source>
        <translation>沿途代理所记录的内容：客户端、主机和协议方案。</translation>
    </message>
    <message>
        <source>The mail address of the person behind the client.</source>
        <translation>客户端背后的人的邮件地址。</translation>
    </message>
    <message>
        <source>The host, and the port if it is not the usual one, that the client addresses.</source>
        <translation>客户端访问的主机，以及非默认时的端口。</translation>
    </message>
    <message>
        <source>Lets the server recognise a repeated request, so that it is carried out once.</source>
        <translation>让服务器识别重复的请求，使其只执行一次。</translation>
    </message>
    <message>
        <source>Carry the request out only if the resource is still this version.</source>
        <translation>仅当资源仍是此版本时才执行请求。</translation>
    </message>
    <message>
        <source>Send the body only if it has changed since then.</source>
        <translation>仅当正文此后有变化时才发送。</translation>
    </message>
    <message>
        <source>Send the body only if it is no longer this version.</source>
        <translation>仅当正文不再是此版本时才发送。</translation>
    </message>
    <message>
        <source>Send the part only if the resource is still this version, else the whole.</source>
        <translation>仅当资源仍是此版本时才发送该部分，否则发送全部。</translation>
    </message>
    <message>
        <source>Carry the request out only if the resource has not changed since then.</source>
        <translation>仅当资源此后没有变化时才执行请求。</translation>
    </message>
    <message>
        <source>How long, and for how many requests, the connection stays open.</source>
        <translation>连接保持打开多久，以及可用于多少个请求。</translation>
    </message>
    <message>
        <source>The last event that the client received before it connected again.</source>
        <translation>客户端重新连接之前收到的最后一个事件。</translation>
    </message>
    <message>
        <source>When the resource was last changed.</source>
        <translation>资源最后修改的时间。</translation>
    </message>
    <message>
        <source>Related resources, such as the next page or what to load early.</source>
        <translation>相关资源，例如下一页或应提前加载的内容。</translation>
    </message>
    <message>
        <source>Where to go instead, or where the new resource is.</source>
        <translation>应转到哪里，或新资源在哪里。</translation>
    </message>
    <message>
        <source>The version of the Model Context Protocol that both sides have agreed on.</source>
        <translation>双方商定的 Model Context Protocol 版本。</translation>
    </message>
    <message>
        <source>The session of the Model Context Protocol that the message belongs to.</source>
        <translation>消息所属的 Model Context Protocol 会话。</translation>
    </message>
    <message>
        <source>The origin of the page that caused the request.</source>
        <translation>引起请求的页面的来源。</translation>
    </message>
    <message>
        <source>The forerunner of Cache-Control; no-cache means the same there.</source>
        <translation>Cache-Control 的前身；其中 no-cache 含义相同。</translation>
    </message>
    <message>
        <source>How the client would like to be served.</source>
        <translation>客户端希望得到怎样的服务。</translation>
    </message>
    <message>
        <source>How urgent the answer is, and whether it is useful in parts.</source>
        <translation>响应的紧急程度，以及部分到达时是否可用。</translation>
    </message>
    <message>
        <source>How to sign in at the proxy.</source>
        <translation>如何在代理上登录。</translation>
    </message>
    <message>
        <source>The client&apos;s credentials for the proxy.</source>
        <translation>客户端提交给代理的凭据。</translation>
    </message>
    <message>
        <source>The part of the resource that the client wants.</source>
        <translation>客户端想要的资源部分。</translation>
    </message>
    <message>
        <source>What remains of the number of requests that the server allows.</source>
        <translation>服务器允许的请求数还剩多少。</translation>
    </message>
    <message>
        <source>The address of the page from which the request came.</source>
        <translation>请求来自哪个页面的地址。</translation>
    </message>
    <message>
        <source>How much of its address the page tells other servers.</source>
        <translation>页面向其他服务器透露多少自己的地址。</translation>
    </message>
    <message>
        <source>How long to wait before another attempt.</source>
        <translation>再次尝试之前应等待多久。</translation>
    </message>
    <message>
        <source>What the answer is for: a document, a script, a picture.</source>
        <translation>响应的用途：文档、脚本、图片。</translation>
    </message>
    <message>
        <source>How the browser makes the request: navigate, cors, no-cors.</source>
        <translation>浏览器发出请求的方式：navigate、cors、no-cors。</translation>
    </message>
    <message>
        <source>How the page and the server are related: same-origin, same-site, cross-site.</source>
        <translation>页面与服务器的关系：same-origin、same-site、cross-site。</translation>
    </message>
    <message>
        <source>That the user caused the request, for example by a click.</source>
        <translation>请求由用户引起，例如通过点击。</translation>
    </message>
    <message>
        <source>The server&apos;s proof that it has understood the opening of a WebSocket.</source>
        <translation>服务器证明它理解了 WebSocket 的开启请求。</translation>
    </message>
    <message>
        <source>The extensions of a WebSocket, such as compression.</source>
        <translation>WebSocket 的扩展，例如压缩。</translation>
    </message>
    <message>
        <source>A random value that opens a WebSocket; it is no secret.</source>
        <translation>用于开启 WebSocket 的随机值；它不是敏感信息。</translation>
    </message>
    <message>
        <source>The protocols that the client offers on a WebSocket, or the one that the server chose.</source>
        <translation>客户端为 WebSocket 提供的协议，或服务器所选的协议。</translation>
    </message>
    <message>
        <source>The version of the WebSocket protocol.</source>
        <translation>WebSocket 协议的版本。</translation>
    </message>
    <message>
        <source>The server&apos;s software.</source>
        <translation>服务器的软件。</translation>
    </message>
    <message>
        <source>How long the server took for what, in its own words.</source>
        <translation>服务器自述各项工作用了多长时间。</translation>
    </message>
    <message>
        <source>A cookie that the client is to keep and send back.</source>
        <translation>客户端应保存并发回的 Cookie。</translation>
    </message>
    <message>
        <source>That the host is only to be reached over TLS, for this many seconds.</source>
        <translation>在这么多秒内只能通过 TLS 访问该主机。</translation>
    </message>
    <message>
        <source>The transfer codings that the client accepts, and whether it reads trailers.</source>
        <translation>客户端接受的传输编码，以及是否读取尾部字段。</translation>
    </message>
    <message>
        <source>The trace and the step of it that the request belongs to.</source>
        <translation>请求所属的追踪及其中的步骤。</translation>
    </message>
    <message>
        <source>What tracing systems add to traceparent.</source>
        <translation>追踪系统对 traceparent 的补充。</translation>
    </message>
    <message>
        <source>The fields that follow the body.</source>
        <translation>正文之后的字段。</translation>
    </message>
    <message>
        <source>How the body is divided on the way; chunked means that its length is not known in advance.</source>
        <translation>正文在传输中如何划分；chunked 表示长度事先未知。</translation>
    </message>
    <message>
        <source>The protocols to which the connection may change.</source>
        <translation>连接可以切换到的协议。</translation>
    </message>
    <message>
        <source>That the client would rather be sent to an address with TLS.</source>
        <translation>客户端希望被转到使用 TLS 的地址。</translation>
    </message>
    <message>
        <source>The client&apos;s software.</source>
        <translation>客户端的软件。</translation>
    </message>
    <message>
        <source>The fields of the request on which the answer depends; caches compare them.</source>
        <translation>响应所依赖的请求字段；缓存会比较这些字段。</translation>
    </message>
    <message>
        <source>The proxies that the message has passed.</source>
        <translation>消息经过的代理。</translation>
    </message>
    <message>
        <source>How to sign in at the server.</source>
        <translation>如何在服务器上登录。</translation>
    </message>
    <message>
        <source>With nosniff, the browser believes the Content-Type.</source>
        <translation>设为 nosniff 时，浏览器相信 Content-Type。</translation>
    </message>
    <message>
        <source>The client&apos;s address, and those of the proxies before the last one.</source>
        <translation>客户端的地址，以及最后一个代理之前的各代理的地址。</translation>
    </message>
    <message>
        <source>The host that the client addressed, behind a proxy.</source>
        <translation>客户端在代理之前访问的主机。</translation>
    </message>
    <message>
        <source>The scheme that the client used, behind a proxy.</source>
        <translation>客户端在代理之前使用的协议方案。</translation>
    </message>
    <message>
        <source>Whether other pages may show this one in a frame.</source>
        <translation>其他页面是否可以在框架中显示此页面。</translation>
    </message>
    <message>
        <source>A name for the request, by which it is found in the logs of every service.</source>
        <translation>请求的名称，可据此在各服务的日志中找到它。</translation>
    </message>
    <message>
        <source>That a script made the request; some frameworks check it.</source>
        <translation>请求由脚本发出；有些框架会检查这一点。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>ui::HexView</name>
    <message>
        <source>Bytes in hexadecimal</source>
        <translation>十六进制字节</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message>
        <source>Copy as hex</source>
        <translation>复制为十六进制</translation>
    </message>
    <message>
        <source>Copy lines with offsets</source>
        <translation>复制带偏移的行</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>ui::ImageView</name>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Copy image</source>
        <translation>复制图像</translation>
    </message>
</context>
<context>
    <name>ui::ItemCells</name>
    <message>
        <source>close %1</source>
        <translation>关闭 %1</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>cannot be decompressed</source>
        <translation>无法解压</translation>
    </message>
    <message>
        <source>%1 not captured.</source>
        <translation>%1 未捕获。</translation>
    </message>
    <message>
        <source>It cannot be decompressed: earlier data was not captured, or it is damaged.</source>
        <translation>无法解压：先前的数据未捕获，或数据已损坏。</translation>
    </message>
</context>
<context>
    <name>ui::ItemListModel</name>
    <message>
        <source>(the capture file could not be read)</source>
        <translation>（无法读取捕获文件）</translation>
    </message>
    <message>
        <source>Id: %1</source>
        <translation>Id：%1</translation>
    </message>
    <message>
        <source>From the client</source>
        <translation>来自客户端</translation>
    </message>
    <message>
        <source>From the server</source>
        <translation>来自服务器</translation>
    </message>
    <message>
        <source>from the client</source>
        <translation>来自客户端</translation>
    </message>
    <message>
        <source>from the server</source>
        <translation>来自服务器</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>After</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>ui::JqQuery</name>
    <message>
        <source>The filter took longer than %1 seconds.</source>
        <translation>过滤器用时超过 %1 秒。</translation>
    </message>
    <message>
        <source>The filter could not be run: %1</source>
        <translation>无法运行过滤器：%1</translation>
    </message>
    <message>
        <source>The filter needed too much processor time or memory.</source>
        <translation>过滤器占用的处理器时间或内存过多。</translation>
    </message>
</context>
<context>
    <name>ui::JsonPage</name>
    <message>
        <source>jq filter, such as .items[] | .name</source>
        <translation>jq 过滤器，例如 .items[] | .name</translation>
    </message>
    <message>
        <source>jq filter</source>
        <translation>jq 过滤器</translation>
    </message>
    <message>
        <source>The first %1 of the results</source>
        <translation>结果的前 %1</translation>
    </message>
    <message>
        <source>No result</source>
        <translation>没有结果</translation>
    </message>
    <message>
        <source>%1 results</source>
        <translation>%1 个结果</translation>
    </message>
</context>
<context>
    <name>ui::JsonTreeModel</name>
    <message>
        <source>1 member</source>
        <translation>1 个成员</translation>
    </message>
    <message>
        <source>%1 members</source>
        <translation>%1 个成员</translation>
    </message>
    <message>
        <source>1 element</source>
        <translation>1 个元素</translation>
    </message>
    <message>
        <source>%1 elements</source>
        <translation>%1 个元素</translation>
    </message>
    <message>
        <source>Show more …</source>
        <translation>显示更多…</translation>
    </message>
    <message>
        <source>This is not valid JSON.</source>
        <translation>这不是有效的 JSON。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>ui::JsonTreeView</name>
    <message>
        <source>JSON tree</source>
        <translation>JSON 树</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>复制值</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>复制为 JSON</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Expand all below</source>
        <translation>展开以下全部</translation>
    </message>
    <message>
        <source>Collapse all</source>
        <translation>全部折叠</translation>
    </message>
</context>
<context>
    <name>ui::LibraryDelegate</name>
    <message>
        <source>why?</source>
        <translation>为什么？</translation>
    </message>
</context>
<context>
    <name>ui::LinkText</name>
    <message>
        <source>The link to %1 is lost. What its programs do is not captured until it is back, which is tried all the time.</source>
        <translation>与 %1 的连接已断开。在恢复之前不会捕获其程序的活动；正在不断尝试恢复。</translation>
    </message>
    <message>
        <source>The link to %1 is back; %2 s are missing.</source>
        <translation>与 %1 的连接已恢复；缺少 %2 秒。</translation>
    </message>
    <message>
        <source>Linked to %1. Its clock is %2 s behind, give or take %3 ms; times are by this machine&apos;s.</source>
        <translation>已连接到 %1。其时钟慢 %2 秒，误差 %3 ms；时间以本机为准。</translation>
    </message>
    <message>
        <source>Linked to %1. Its clock is %2 s ahead, give or take %3 ms; times are by this machine&apos;s.</source>
        <translation>已连接到 %1。其时钟快 %2 秒，误差 %3 ms；时间以本机为准。</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Nothing is captured on %1: %2</source>
        <translation>%1 上没有捕获任何内容：%2</translation>
    </message>
</context>
<context>
    <name>ui::MachineDialog</name>
    <message>
        <source>Capture this machine too</source>
        <translation>也捕获本机</translation>
    </message>
    <message>
        <source>Add a machine</source>
        <translation>添加机器</translation>
    </message>
    <message>
        <source>user@host, or a name in your configuration of ssh</source>
        <translation>user@host，或您的 ssh 配置中的名称</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>What to capture there</source>
        <translation>在那里捕获什么</translation>
    </message>
    <message>
        <source>Everything that the login may see</source>
        <translation>该登录用户可见的一切</translation>
    </message>
    <message>
        <source>One program</source>
        <translation>一个程序</translation>
    </message>
    <message>
        <source>Its path there, e.g. /usr/sbin/nginx</source>
        <translation>它在那里的路径，例如 /usr/sbin/nginx</translation>
    </message>
    <message>
        <source>Path of the program</source>
        <translation>程序的路径</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>捕获</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>ssh connects as it does in a terminal, with your keys and configuration. There cleartap-helper runs as long as the link lasts: as root, through sudo (whose password you are asked for if it needs one), or as the service there allows. If none is installed, this machine&apos;s is copied into a private folder, checked, and removed as soon as it runs. Nothing is left behind, and nothing listens.</source>
        <translation>ssh 的连接方式与在终端中相同，使用您的密钥和配置。只要连接存在，cleartap-helper 就在那里运行：以 root 身份，通过 sudo（如果需要密码，会向您询问），或按那里的服务所允许的方式。如果那里没有安装，则将本机的复制到一个私有文件夹，经过校验，并在其运行后立即删除。不留下任何内容，也不监听任何端口。</translation>
    </message>
    <message>
        <source>“%1” is not the name of a machine; use user@host or ssh://user@host:port.</source>
        <translation>“%1”不是机器名；请使用 user@host 或 ssh://user@host:port。</translation>
    </message>
    <message>
        <source>Name a machine first.</source>
        <translation>请先指定一台机器。</translation>
    </message>
    <message>
        <source>Give the whole path of the program on that machine.</source>
        <translation>请给出程序在该机器上的完整路径。</translation>
    </message>
    <message>
        <source>ssh connects to %1, port %2, as %3</source>
        <translation>ssh 连接到 %1，端口 %2，用户 %3</translation>
    </message>
</context>
<context>
    <name>ui::MachineList</name>
    <message>
        <source>Machines</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>Stop capturing it</source>
        <translation>停止捕获此机器</translation>
    </message>
    <message>
        <source>Its rows stay (Delete)</source>
        <translation>其行会保留（Delete）</translation>
    </message>
    <message>
        <source>No capture is running.</source>
        <translation>没有正在进行的捕获。</translation>
    </message>
</context>
<context>
    <name>ui::MachineListModel</name>
    <message>
        <source>connecting …</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>wants a password</source>
        <translation>需要密码</translation>
    </message>
    <message>
        <source>link lost</source>
        <translation>连接已断开</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>%1 lost</source>
        <translation>丢失 %1</translation>
    </message>
    <message>
        <source>%1, whose name is %2</source>
        <translation>%1，名称为 %2</translation>
    </message>
    <message>
        <source>Its clock is %1 s behind, give or take %2 ms</source>
        <translation>其时钟慢 %1 秒，误差 %2 ms</translation>
    </message>
    <message>
        <source>Its clock is %1 s ahead, give or take %2 ms</source>
        <translation>其时钟快 %1 秒，误差 %2 ms</translation>
    </message>
    <message>
        <source>The newest data came %1 after it was moved there</source>
        <translation>最新的数据在那里传输后 %1 到达</translation>
    </message>
    <message>
        <source>%1 received</source>
        <translation>已接收 %1</translation>
    </message>
    <message>
        <source>The link was lost %1 times, and at least %2 s are missing</source>
        <translation>连接断开了 %1 次，至少缺少 %2 秒</translation>
    </message>
    <message>
        <source>%1 events lost</source>
        <translation>丢失 %1 个事件</translation>
    </message>
    <message>
        <source>No events lost</source>
        <translation>没有丢失事件</translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>Starting the capture …</source>
        <translation>正在开始捕获…</translation>
    </message>
    <message>
        <source>Part of the helper exited (%1). Data from now on may be incomplete.</source>
        <translation>辅助进程的一部分已退出（%1）。此后的数据可能不完整。</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>过滤</translation>
    </message>
    <message>
        <source>Search in bodies</source>
        <translation>在正文中搜索</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>One row for each call</source>
        <translation>每次调用一行</translation>
    </message>
    <message>
        <source>A call between two programs of this machine is seen at both ends: show its halves as one row, or as two</source>
        <translation>本机两个程序之间的调用在两端都能看到：将两半显示为一行或两行</translation>
    </message>
    <message>
        <source>Mask secrets on the screen</source>
        <translation>在屏幕上对敏感信息脱敏</translation>
    </message>
    <message>
        <source>For sharing your screen: secrets are masked in everything shown, and in what is copied. What is captured and saved stays as it is.</source>
        <translation>用于共享屏幕：所有显示和复制的内容中的敏感信息都会脱敏。捕获和保存的内容保持不变。</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>指南</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>About Cleartap</source>
        <translation>关于 Cleartap</translation>
    </message>
    <message>
        <source>&lt;b&gt;Cleartap %1&lt;/b&gt;&lt;p&gt;Shows the traffic of the programs on this machine, decrypted. It only observes and never changes anything.&lt;/p&gt;&lt;p&gt;GPL-3.0-or-later&lt;/p&gt;</source>
        <translation>&lt;b&gt;Cleartap %1&lt;/b&gt;&lt;p&gt;显示本机程序的流量，已解密。只观察，从不改变任何内容。&lt;/p&gt;&lt;p&gt;GPL-3.0-or-later&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The language changes when Cleartap starts again.</source>
        <translation>重新启动 Cleartap 后语言生效。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Masking rules …</source>
        <translation>脱敏规则…</translation>
    </message>
</context>
<context>
    <name>ui::MapGraph</name>
    <message>
        <source>unknown program</source>
        <translation>未知程序</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation>别处</translation>
    </message>
    <message>
        <source>1 error</source>
        <translation>1 个错误</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <translation>%1 个错误</translation>
    </message>
    <message>
        <source>%1 → %2: %3 exchanges, %4 errors, %5 each on average</source>
        <translation>%1 → %2：%3 个事务，%4 个错误，平均 %5</translation>
    </message>
</context>
<context>
    <name>ui::MapPanel</name>
    <message>
        <source>Map</source>
        <translation>关系图</translation>
    </message>
    <message>
        <source>Shows which program talks to which while no exchange is selected</source>
        <translation>未选择事务时，显示哪个程序与哪个通信</translation>
    </message>
    <message>
        <source>Programs and hosts that talk to each other</source>
        <translation>互相通信的程序和主机</translation>
    </message>
    <message>
        <source>Who asks whom: exchanges, errors, average time. Click to filter.</source>
        <translation>谁请求谁：事务、错误、平均时间。点击即可过滤。</translation>
    </message>
    <message>
        <source>Who asks whom, the %1 busiest pairs: exchanges, errors, average time. Click to filter.</source>
        <translation>谁请求谁，最繁忙的 %1 对：事务、错误、平均时间。点击即可过滤。</translation>
    </message>
    <message>
        <source>Graphviz could not lay out the map. Is its library installed completely?</source>
        <translation>Graphviz 无法排布关系图。它的库是否完整安装？</translation>
    </message>
</context>
<context>
    <name>ui::Marks</name>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>紫色</translation>
    </message>
</context>
<context>
    <name>ui::MaskedSaveDialog</name>
    <message>
        <source>The file does not say what was left.</source>
        <translation>文件不会注明保留了什么。</translation>
    </message>
    <message>
        <source>Save masked capture</source>
        <translation>保存脱敏的捕获</translation>
    </message>
    <message>
        <source>The file holds what is listed, instead of the bytes that were captured. Each secret is replaced by a short tag.</source>
        <translation>文件包含列表内容，而不是捕获的字节。每个敏感信息替换为一个短标签。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose file …</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Your own masking rules cannot be used.</source>
        <translation>无法使用您的自定义脱敏规则。</translation>
    </message>
</context>
<context>
    <name>ui::MaskingText</name>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Request headers</source>
        <translation>请求标头</translation>
    </message>
    <message>
        <source>Request body</source>
        <translation>请求正文</translation>
    </message>
    <message>
        <source>Response headers</source>
        <translation>响应标头</translation>
    </message>
    <message>
        <source>Response body</source>
        <translation>响应正文</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Nothing can be masked without your own rules: %1</source>
        <translation>没有您的自定义规则就无法脱敏：%1</translation>
    </message>
    <message>
        <source>Nothing can be masked without your own rules, and their file is gone: %1.</source>
        <translation>没有您的自定义规则就无法脱敏，而规则文件已不存在：%1。</translation>
    </message>
    <message>
        <source>Nothing can be masked without your own rules, and %1 could not be read: %2.</source>
        <translation>没有您的自定义规则就无法脱敏，而 %1 无法读取：%2。</translation>
    </message>
    <message>
        <source>%1, line %2: &quot;%3&quot; is no kind of rule; begin the line with header, name or form.</source>
        <translation>%1，第 %2 行：“%3”不是规则种类；行首应为 header、name 或 form。</translation>
    </message>
    <message>
        <source>%1, line %2: something is missing after %3.</source>
        <translation>%1，第 %2 行：%3 之后缺少内容。</translation>
    </message>
    <message>
        <source>%1, line %2: there are more than %3 rules.</source>
        <translation>%1，第 %2 行：规则超过 %3 条。</translation>
    </message>
    <message>
        <source>%1, line %2: the regular expression cannot be used: %3.</source>
        <translation>%1，第 %2 行：无法使用该正则表达式：%3。</translation>
    </message>
    <message>
        <source>The regular expression cannot be used: %1.</source>
        <translation>无法使用该正则表达式：%1。</translation>
    </message>
    <message>
        <source>Enter a name and a regular expression.</source>
        <translation>请输入名称和正则表达式。</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>请输入名称。</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>标头</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>%1 header</source>
        <translation>%1 标头</translation>
    </message>
    <message>
        <source>Cookie without a name</source>
        <translation>无名称的 Cookie</translation>
    </message>
    <message>
        <source>Cookie %1</source>
        <translation>Cookie %1</translation>
    </message>
    <message>
        <source>%1 field</source>
        <translation>%1 字段</translation>
    </message>
    <message>
        <source>1 exchange</source>
        <translation>1 个事务</translation>
    </message>
    <message>
        <source>%1 exchanges</source>
        <translation>%1 个事务</translation>
    </message>
    <message>
        <source>1 place in %1</source>
        <translation>%1中的 1 处</translation>
    </message>
    <message>
        <source>%1 places in %2</source>
        <translation>%2中的 %1 处</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1 of %2 exchanges looked through …</source>
        <translation>已检查 %1 / %2 个事务…</translation>
    </message>
</context>
<context>
    <name>ui::MessageHead</name>
    <message>
        <source>First line</source>
        <translation>首行</translation>
    </message>
    <message>
        <source>The capture file could not be read at this point: %1.</source>
        <translation>捕获文件在此处无法读取：%1。</translation>
    </message>
    <message>
        <source>After the body</source>
        <translation>正文之后</translation>
    </message>
    <message>
        <source>Before the response: %1</source>
        <translation>响应之前：%1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: JSON Web Token, header</source>
        <translation>%1：JSON Web Token，头部</translation>
    </message>
    <message>
        <source>Claims: encrypted</source>
        <translation>声明：已加密</translation>
    </message>
    <message>
        <source>Claims (not verified; signature of %1 bytes)</source>
        <translation>声明（未验证；签名 %1 字节）</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>域</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>过期时间</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>标志</translation>
    </message>
</context>
<context>
    <name>ui::MessagePane</name>
    <message>
        <source>Body</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>响应</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>标头</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>Cookies</source>
        <translation>Cookie</translation>
    </message>
    <message>
        <source>Credentials</source>
        <translation>凭据</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Save the body</source>
        <translation>保存正文</translation>
    </message>
    <message>
        <source>Saved %1 to %2.</source>
        <translation>已将 %1 保存到 %2。</translation>
    </message>
</context>
<context>
    <name>ui::MessageState</name>
    <message>
        <source>No connection to %1: %2.</source>
        <translation>无法连接到 %1：%2。</translation>
    </message>
    <message>
        <source>The response has no message.</source>
        <translation>响应没有消息。</translation>
    </message>
    <message>
        <source>The request was not captured: the capture started later, or it was lost.</source>
        <translation>未捕获请求：捕获开始得较晚，或请求已丢失。</translation>
    </message>
    <message>
        <source>No response yet.</source>
        <translation>尚无响应。</translation>
    </message>
    <message>
        <source>There was no response.</source>
        <translation>没有响应。</translation>
    </message>
    <message>
        <source>The end of the response was not captured.</source>
        <translation>未捕获响应的结尾。</translation>
    </message>
    <message>
        <source>The headers were not captured.</source>
        <translation>未捕获标头。</translation>
    </message>
    <message>
        <source>None of the body (%1) was captured.</source>
        <translation>正文（%1）完全未捕获。</translation>
    </message>
    <message>
        <source>No body yet.</source>
        <translation>尚无正文。</translation>
    </message>
    <message>
        <source>The request has no body.</source>
        <translation>请求没有正文。</translation>
    </message>
    <message>
        <source>The response has no body.</source>
        <translation>响应没有正文。</translation>
    </message>
    <message>
        <source>Kept %1 of %2; the rest is beyond the body limit.</source>
        <translation>保留了 %2 中的 %1；其余超出正文限制。</translation>
    </message>
    <message>
        <source>Captured %1 of %2; the rest was lost.</source>
        <translation>捕获了 %2 中的 %1；其余已丢失。</translation>
    </message>
    <message>
        <source>The connection was closed after %1 of %2.</source>
        <translation>连接在传输 %2 中的 %1 之后关闭。</translation>
    </message>
    <message>
        <source>Odd: %1.</source>
        <translation>异常：%1。</translation>
    </message>
    <message>
        <source>no body yet</source>
        <translation>尚无正文</translation>
    </message>
    <message>
        <source>no body</source>
        <translation>无正文</translation>
    </message>
    <message>
        <source>captured %1 of %2</source>
        <translation>捕获了 %2 中的 %1</translation>
    </message>
    <message>
        <source>cut: connection closed</source>
        <translation>被截断：连接已关闭</translation>
    </message>
</context>
<context>
    <name>ui::MessagesView</name>
    <message>
        <source>Only what the client sent</source>
        <translation>仅客户端发送的内容</translation>
    </message>
    <message>
        <source>Only what the server sent</source>
        <translation>仅服务器发送的内容</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Follow new messages as they arrive</source>
        <translation>新消息到达时跟随</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>流</translation>
    </message>
    <message>
        <source>All messages in sequence</source>
        <translation>按顺序显示所有消息</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>The stream as hex</source>
        <translation>以十六进制显示流</translation>
    </message>
    <message>
        <source>Find in messages</source>
        <translation>在消息中查找</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>No messages yet.</source>
        <translation>尚无消息。</translation>
    </message>
    <message>
        <source>Select a message to see its contents.</source>
        <translation>选择一条消息以查看其内容。</translation>
    </message>
    <message>
        <source>No matching messages.</source>
        <translation>没有匹配的消息。</translation>
    </message>
    <message>
        <source>Save message</source>
        <translation>保存消息</translation>
    </message>
    <message>
        <source>message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>复制消息</translation>
    </message>
    <message>
        <source>Save message as…</source>
        <translation>消息另存为…</translation>
    </message>
</context>
<context>
    <name>ui::OverviewFigures</name>
    <message>
        <source>Exchanges</source>
        <translation>事务</translation>
    </message>
    <message>
        <source>That have ended</source>
        <translation>已结束的</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Status 4xx and 5xx, refused and broken connections</source>
        <translation>状态 4xx 和 5xx、被拒绝和中断的连接</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>In the bodies of requests</source>
        <translation>在请求正文中</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>已接收</translation>
    </message>
    <message>
        <source>In the bodies of responses</source>
        <translation>在响应正文中</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Without a status: no answer, or a protocol that has none</source>
        <translation>没有状态：没有回答，或协议没有状态</translation>
    </message>
    <message>
        <source>%1%2
%3 exchanges, %4 on average, %5 at most</source>
        <translation>%1%2
%3 个事务，平均 %4，最多 %5</translation>
    </message>
    <message>
        <source>not encrypted</source>
        <translation>未加密</translation>
    </message>
    <message>
        <source>TLS, version unknown</source>
        <translation>TLS，版本未知</translation>
    </message>
</context>
<context>
    <name>ui::OverviewPanel</name>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Shows all exchanges in sum while none is selected</source>
        <translation>未选择事务时，显示所有事务的汇总</translation>
    </message>
</context>
<context>
    <name>ui::OverviewView</name>
    <message>
        <source>TOTAL</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>STATUS</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>SLOWEST PATHS</source>
        <translation>最慢的路径</translation>
    </message>
    <message>
        <source>BUSIEST PROCESSES</source>
        <translation>最繁忙的进程</translation>
    </message>
    <message>
        <source>HOSTS</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>EXCHANGES A SECOND</source>
        <translation>每秒事务数</translation>
    </message>
</context>
<context>
    <name>ui::PartsView</name>
    <message>
        <source>Parts</source>
        <translation>各部分</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>%1, cut</source>
        <translation>%1，被截断</translation>
    </message>
    <message>
        <source>The part is empty.</source>
        <translation>该部分为空。</translation>
    </message>
    <message>
        <source>Save the part</source>
        <translation>保存该部分</translation>
    </message>
    <message>
        <source>Saved %1 to %2.</source>
        <translation>已将 %1 保存到 %2。</translation>
    </message>
</context>
<context>
    <name>ui::ProcessDialog</name>
    <message>
        <source>Capture one process</source>
        <translation>捕获一个进程</translation>
    </message>
    <message>
        <source>Name, command line or process id</source>
        <translation>名称、命令行或进程 ID</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>PID</source>
        <translation>PID</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>捕获</translation>
    </message>
    <message>
        <source>Choose a process first.</source>
        <translation>请先选择一个进程。</translation>
    </message>
    <message>
        <source>Its children are captured too, and JSON-RPC on their standard input and output.</source>
        <translation>其子进程也会被捕获，还有它们标准输入和输出上的 JSON-RPC。</translation>
    </message>
</context>
<context>
    <name>ui::RateChart</name>
    <message>
        <source>Exchanges a second</source>
        <translation>每秒事务数</translation>
    </message>
    <message>
        <source>%1 · %2/s · %3 errors · %4/s</source>
        <translation>%1 · %2/秒 · %3 个错误 · %4/秒</translation>
    </message>
    <message>
        <source>%1 · %2/s · %3/s</source>
        <translation>%1 · %2/秒 · %3/秒</translation>
    </message>
    <message>
        <source>%1/s at most</source>
        <translation>最多 %1/秒</translation>
    </message>
</context>
<context>
    <name>ui::ResultText</name>
    <message>
        <source>The capture could not be saved: %1. Choose another location or free some space.</source>
        <translation>无法保存捕获：%1。请选择其他位置或释放空间。</translation>
    </message>
    <message>
        <source>Saved %1: %2 values masked; %3 bodies left out, which could not be searched or rewritten</source>
        <translation>已保存 %1：%2 个值已脱敏；%3 个正文无法搜索或改写，已略去</translation>
    </message>
    <message>
        <source>Saved %1: %2 values masked</source>
        <translation>已保存 %1：%2 个值已脱敏</translation>
    </message>
    <message>
        <source>Saved %1 and %2 more</source>
        <translation>已保存 %1 及另外 %2 个</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>The file could not be read: %1.</source>
        <translation>无法读取文件：%1。</translation>
    </message>
    <message>
        <source>Not a HAR file: invalid JSON at byte %1.</source>
        <translation>不是 HAR 文件：第 %1 字节处 JSON 无效。</translation>
    </message>
    <message>
        <source>Not a HAR file: it has no log.entries.</source>
        <translation>不是 HAR 文件：没有 log.entries。</translation>
    </message>
    <message>
        <source>The file is too large or too deeply nested.</source>
        <translation>文件过大或嵌套过深。</translation>
    </message>
    <message>
        <source>%1 invalid entries were skipped.</source>
        <translation>跳过了 %1 个无效条目。</translation>
    </message>
    <message>
        <source>Exporting %1 of %2 …</source>
        <translation>正在导出 %1 / %2…</translation>
    </message>
    <message>
        <source>Exported %1 exchanges, %2 secrets masked, plus %3 conversations and connections</source>
        <translation>已导出 %1 个事务，%2 处敏感信息已脱敏，另有 %3 个会话和连接</translation>
    </message>
    <message>
        <source>Exported %1 exchanges, %2 secrets masked</source>
        <translation>已导出 %1 个事务，%2 处敏感信息已脱敏</translation>
    </message>
    <message>
        <source>Exported %1 exchanges, plus %2 conversations and connections</source>
        <translation>已导出 %1 个事务，另有 %2 个会话和连接</translation>
    </message>
    <message>
        <source>Exported %1 exchanges</source>
        <translation>已导出 %1 个事务</translation>
    </message>
    <message>
        <source>The bodies of %1 exchanges could not be read from the capture file and are missing from the export.</source>
        <translation>%1 个事务的正文无法从捕获文件读取，导出中缺少这些正文。</translation>
    </message>
    <message>
        <source>The HAR file could not be written: %1. Choose another location or free some space.</source>
        <translation>无法写入 HAR 文件：%1。请选择其他位置或释放空间。</translation>
    </message>
    <message>
        <source>%1 bodies saved in %2, secrets masked; %3 are incomplete</source>
        <translation>%1 个正文已保存到 %2，敏感信息已脱敏；%3 个不完整</translation>
    </message>
    <message>
        <source>%1 bodies saved in %2, secrets included; %3 are incomplete</source>
        <translation>%1 个正文已保存到 %2，包含敏感信息；%3 个不完整</translation>
    </message>
    <message>
        <source>%1 bodies saved in %2, secrets masked</source>
        <translation>%1 个正文已保存到 %2，敏感信息已脱敏</translation>
    </message>
    <message>
        <source>%1 bodies saved in %2, secrets included</source>
        <translation>%1 个正文已保存到 %2，包含敏感信息</translation>
    </message>
    <message>
        <source>The bodies could not be saved: %1. Choose another folder or free some space.</source>
        <translation>无法保存正文：%1。请选择其他文件夹或释放空间。</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another location or free some space.</source>
        <translation>无法写入 %1：%2。请选择其他位置或释放空间。</translation>
    </message>
    <message>
        <source>The key for tags could not be used: %1. The tags in this file cannot be compared with those in others.</source>
        <translation>无法使用标签的密钥：%1。此文件中的标签无法与其他文件中的比较。</translation>
    </message>
    <message>
        <source>The marks beside the capture (%1) could not be read or written: %2.</source>
        <translation>无法读取或写入捕获旁边的标记文件（%1）：%2。</translation>
    </message>
    <message>
        <source>%1 does not hold marks that this version can read. It stays as it is; new marks are kept once the capture is saved under another name.</source>
        <translation>%1 中没有此版本可读的标记。该文件保持原样；以其他名称保存捕获后会保存新标记。</translation>
    </message>
    <message>
        <source>The marks in %1 belong to another capture and are not shown. They stay as they are; new marks are kept once the capture is saved under another name.</source>
        <translation>%1 中的标记属于另一个捕获，不予显示。它们保持原样；以其他名称保存捕获后会保存新标记。</translation>
    </message>
    <message>
        <source>%1 is too large to be a file of marks. It stays as it is.</source>
        <translation>%1 过大，不可能是标记文件。它保持原样。</translation>
    </message>
    <message>
        <source>An unsaved capture was left by a window that ended unexpectedly. It is deleted when this window closes.</source>
        <translation>意外结束的窗口留下了一个未保存的捕获。此窗口关闭时将删除它。</translation>
    </message>
    <message>
        <source>%1 unsaved captures were left by windows that ended unexpectedly. They are deleted when this window closes.</source>
        <translation>意外结束的窗口留下了 %1 个未保存的捕获。此窗口关闭时将删除它们。</translation>
    </message>
    <message>
        <source>Protobuf: %1 (and %2 more)</source>
        <translation>Protobuf：%1（还有 %2 个）</translation>
    </message>
    <message>
        <source>Protobuf: %1</source>
        <translation>Protobuf：%1</translation>
    </message>
    <message>
        <source>Saved %1: %2 values masked; left in plain text by choice: %3 kinds; %4 bodies left out, which could not be searched or rewritten</source>
        <translation>已保存 %1：%2 个值已脱敏；按选择保留明文：%3 种；%4 个正文无法搜索或改写，已略去</translation>
    </message>
    <message>
        <source>Saved %1: %2 values masked; left in plain text by choice: %3 kinds</source>
        <translation>已保存 %1：%2 个值已脱敏；按选择保留明文：%3 种</translation>
    </message>
</context>
<context>
    <name>ui::RowActions</name>
    <message>
        <source>Mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Show the other side</source>
        <translation>显示另一侧</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Next on this connection</source>
        <translation>此连接上的下一个</translation>
    </message>
    <message>
        <source>Previous on this connection</source>
        <translation>此连接上的上一个</translation>
    </message>
    <message>
        <source>Comment …</source>
        <translation>备注…</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Comment on %1 exchanges</source>
        <translation>为 %1 个事务添加备注</translation>
    </message>
    <message>
        <source>Comment:</source>
        <translation>备注：</translation>
    </message>
    <message>
        <source>Show the other side, %1</source>
        <translation>显示另一侧，%1</translation>
    </message>
    <message>
        <source>The other end of this connection was not captured.</source>
        <translation>未捕获此连接的另一端。</translation>
    </message>
    <message>
        <source>Compare the two</source>
        <translation>比较这两个</translation>
    </message>
    <message>
        <source>Compare with the previous one to this path</source>
        <translation>与此路径的上一个比较</translation>
    </message>
    <message>
        <source>Select two rows to compare them.</source>
        <translation>选择两行进行比较。</translation>
    </message>
    <message>
        <source>Other values of this row</source>
        <translation>此行的其他值</translation>
    </message>
    <message>
        <source>The filter hides the other side.</source>
        <translation>过滤条件隐藏了另一侧。</translation>
    </message>
    <message>
        <source>There is no earlier request to this path.</source>
        <translation>此路径没有更早的请求。</translation>
    </message>
    <message>
        <source>This is the last row of this connection.</source>
        <translation>这是此连接的最后一行。</translation>
    </message>
    <message>
        <source>This is the first row of this connection.</source>
        <translation>这是此连接的第一行。</translation>
    </message>
</context>
<context>
    <name>ui::RuleTableModel</name>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>表达式</translation>
    </message>
    <message>
        <source>Hides in this capture</source>
        <translation>在此捕获中隐藏</translation>
    </message>
    <message>
        <source>In no place, or all of them are hidden by other rules.</source>
        <translation>没有任何位置，或者都已被其他规则隐藏。</translation>
    </message>
    <message>
        <source>It probably hides more than you mean: make it more specific.</source>
        <translation>它隐藏的可能比您想要的多：请使其更具体。</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Nearly everything: %1 % of all text</source>
        <translation>几乎全部：所有文本的 %1 %</translation>
    </message>
    <message>
        <source>Much: %1 % of all text</source>
        <translation>很多：所有文本的 %1 %</translation>
    </message>
</context>
<context>
    <name>ui::RulesDialog</name>
    <message>
        <source>Do without that file</source>
        <translation>不使用该文件</translation>
    </message>
    <message>
        <source>Add rule</source>
        <translation>添加规则</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Masking rules</source>
        <translation>脱敏规则</translation>
    </message>
    <message>
        <source>What else is secret, besides what is recognised anyway. These rules apply to everything that is masked: on the screen, while capturing, in exports and in what is copied.</source>
        <translation>除了本来就会识别的之外，还有哪些是敏感信息。这些规则适用于所有脱敏的内容：屏幕上、捕获时、导出中以及复制的内容中。</translation>
    </message>
    <message>
        <source>EXAMPLES IN THIS CAPTURE</source>
        <translation>此捕获中的示例</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Kept in %1</source>
        <translation>保存在 %1 中</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>All values of a header</source>
        <translation>一个标头的所有值</translation>
    </message>
    <message>
        <source>All values of a cookie, parameter, field or key</source>
        <translation>一个 Cookie、参数、字段或键的所有值</translation>
    </message>
    <message>
        <source>Whatever a regular expression finds, or its first group</source>
        <translation>正则表达式找到的内容，或其第一个分组</translation>
    </message>
    <message>
        <source>Kind of rule</source>
        <translation>规则种类</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>表达式</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>事务</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>隐藏的内容</translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source>There is no exchange to try them on.</source>
        <translation>没有可用来试验它们的事务。</translation>
    </message>
    <message>
        <source>%1 looked through</source>
        <translation>已检查 %1</translation>
    </message>
    <message>
        <source>1 exchange</source>
        <translation>1 个事务</translation>
    </message>
    <message>
        <source>%1 exchanges</source>
        <translation>%1 个事务</translation>
    </message>
    <message>
        <source>Add a rule first.</source>
        <translation>请先添加规则。</translation>
    </message>
    <message>
        <source>Only a form has an expression.</source>
        <translation>只有格式才有表达式。</translation>
    </message>
    <message>
        <source>A rule cannot be used yet: correct or remove it.</source>
        <translation>有一条规则尚无法使用：请更正或移除它。</translation>
    </message>
    <message>
        <source>Rules from it do not apply then</source>
        <translation>此后其中的规则不再适用</translation>
    </message>
</context>
<context>
    <name>ui::Scope</name>
    <message>
        <source>My processes</source>
        <translation>我的进程</translation>
    </message>
    <message>
        <source>All processes</source>
        <translation>所有进程</translation>
    </message>
    <message>
        <source>Process %1</source>
        <translation>进程 %1</translation>
    </message>
    <message>
        <source>%1 machines</source>
        <translation>%1 台机器</translation>
    </message>
    <message>
        <source>my processes</source>
        <translation>我的进程</translation>
    </message>
    <message>
        <source>all processes</source>
        <translation>所有进程</translation>
    </message>
</context>
<context>
    <name>ui::SecretKindModel</name>
    <message>
        <source>Own rule: %1</source>
        <translation>自定义规则：%1</translation>
    </message>
    <message>
        <source>%1   %2, in plain text</source>
        <translation>%1   %2，明文</translation>
    </message>
    <message>
        <source>%1   %2</source>
        <translation>%1   %2</translation>
    </message>
    <message>
        <source>Masked on the screen, and therefore here too.</source>
        <translation>屏幕上已脱敏，因此这里也脱敏。</translation>
    </message>
</context>
<context>
    <name>ui::SecretList</name>
    <message>
        <source>Own rules …</source>
        <translation>自定义规则…</translation>
    </message>
    <message>
        <source>Kinds of secrets to mask</source>
        <translation>要脱敏的敏感信息种类</translation>
    </message>
    <message>
        <source>What else is secret: headers, names and forms</source>
        <translation>还有哪些是敏感信息：标头、名称和格式</translation>
    </message>
    <message>
        <source>1 place</source>
        <translation>1 处</translation>
    </message>
    <message>
        <source>%1 places</source>
        <translation>%1 处</translation>
    </message>
    <message>
        <source>Will be masked so far: %1. %2</source>
        <translation>目前将脱敏：%1。%2</translation>
    </message>
    <message>
        <source>No secret was found.</source>
        <translation>没有找到敏感信息。</translation>
    </message>
    <message>
        <source>Will be masked: %1. Wherever one of these secrets stands again, it is masked too.</source>
        <translation>将脱敏：%1。这些敏感信息在别处再次出现时，也会脱敏。</translation>
    </message>
    <message>
        <source>Leave this in plain text: %1?</source>
        <translation>要以明文保留吗：%1？</translation>
    </message>
    <message>
        <source>Whoever gets the file can read the value.</source>
        <translation>拿到文件的人可以读取该值。</translation>
    </message>
    <message>
        <source>Whoever gets the file can read the %1 values.</source>
        <translation>拿到文件的人可以读取这 %1 个值。</translation>
    </message>
    <message>
        <source>Leave in plain text</source>
        <translation>保留明文</translation>
    </message>
    <message>
        <source>Mask it</source>
        <translation>脱敏</translation>
    </message>
</context>
<context>
    <name>ui::ShortcutSheet</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>Start or stop capturing</source>
        <translation>开始或停止捕获</translation>
    </message>
    <message>
        <source>Ctrl+F  or  /</source>
        <translation>Ctrl+F  或  /</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>过滤</translation>
    </message>
    <message>
        <source>Ctrl+Shift+F</source>
        <translation>Ctrl+Shift+F</translation>
    </message>
    <message>
        <source>Search in bodies and messages</source>
        <translation>在正文和消息中搜索</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Ctrl+L</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Ctrl+Z</translation>
    </message>
    <message>
        <source>Undo clearing the list</source>
        <translation>撤销清空列表</translation>
    </message>
    <message>
        <source>Ctrl+P</source>
        <translation>Ctrl+P</translation>
    </message>
    <message>
        <source>Pause or resume the display</source>
        <translation>暂停或继续显示</translation>
    </message>
    <message>
        <source>Ctrl+M</source>
        <translation>Ctrl+M</translation>
    </message>
    <message>
        <source>Mask secrets on the screen</source>
        <translation>在屏幕上对敏感信息脱敏</translation>
    </message>
    <message>
        <source>Ctrl+J</source>
        <translation>Ctrl+J</translation>
    </message>
    <message>
        <source>One row for each call, or one for each of its halves</source>
        <translation>每次调用一行，或其每一半一行</translation>
    </message>
    <message>
        <source>j  k  ↓  ↑</source>
        <translation>j  k  ↓  ↑</translation>
    </message>
    <message>
        <source>Next and previous exchange; ↓ in the filter: go to the list</source>
        <translation>下一个和上一个事务；在过滤框中按 ↓：转到列表</translation>
    </message>
    <message>
        <source>Ctrl+.  Ctrl+,</source>
        <translation>Ctrl+.  Ctrl+,</translation>
    </message>
    <message>
        <source>Next and previous on the same connection</source>
        <translation>同一连接上的下一个和上一个</translation>
    </message>
    <message>
        <source>o</source>
        <translation>o</translation>
    </message>
    <message>
        <source>Show the same exchange from the other side</source>
        <translation>从另一侧显示同一事务</translation>
    </message>
    <message>
        <source>d</source>
        <translation>d</translation>
    </message>
    <message>
        <source>Compare the two selected, or with the previous one to this path</source>
        <translation>比较选中的两个，或与此路径的上一个比较</translation>
    </message>
    <message>
        <source>Ctrl+G</source>
        <translation>Ctrl+G</translation>
    </message>
    <message>
        <source>Show what led to an exchange, and what followed from it</source>
        <translation>显示事务由什么引起、又引起了什么</translation>
    </message>
    <message>
        <source>Ctrl+Shift+M</source>
        <translation>Ctrl+Shift+M</translation>
    </message>
    <message>
        <source>Show the map of programs</source>
        <translation>显示程序关系图</translation>
    </message>
    <message>
        <source>1 … 6  0</source>
        <translation>1 … 6  0</translation>
    </message>
    <message>
        <source>Mark with a colour, or with none</source>
        <translation>用颜色标记，或取消标记</translation>
    </message>
    <message>
        <source>F2</source>
        <translation>F2</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Open the details</source>
        <translation>打开详情</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Back to the list, then close the details; in the filter: clear it</source>
        <translation>返回列表，再关闭详情；在过滤框中：清除</translation>
    </message>
    <message>
        <source>End</source>
        <translation>End</translation>
    </message>
    <message>
        <source>Jump to the newest and follow new exchanges</source>
        <translation>跳到最新并跟随新事务</translation>
    </message>
    <message>
        <source>Ctrl+O</source>
        <translation>Ctrl+O</translation>
    </message>
    <message>
        <source>Open a capture or a HAR file</source>
        <translation>打开捕获或 HAR 文件</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Ctrl+S</translation>
    </message>
    <message>
        <source>Save the capture</source>
        <translation>保存捕获</translation>
    </message>
    <message>
        <source>Ctrl+Shift+S</source>
        <translation>Ctrl+Shift+S</translation>
    </message>
    <message>
        <source>Export HAR</source>
        <translation>导出 HAR</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Ctrl+C</translation>
    </message>
    <message>
        <source>Copy the URL</source>
        <translation>复制 URL</translation>
    </message>
    <message>
        <source>Ctrl+Shift+C</source>
        <translation>Ctrl+Shift+C</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>复制为 cURL</translation>
    </message>
    <message>
        <source>Ctrl+A</source>
        <translation>Ctrl+A</translation>
    </message>
    <message>
        <source>Select all shown exchanges</source>
        <translation>选择所有显示的事务</translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation>Ctrl+T</translation>
    </message>
    <message>
        <source>Light or dark theme</source>
        <translation>浅色或深色主题</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>指南</translation>
    </message>
    <message>
        <source>Ctrl+/</source>
        <translation>Ctrl+/</translation>
    </message>
    <message>
        <source>Show keyboard shortcuts</source>
        <translation>显示快捷键</translation>
    </message>
    <message>
        <source>Ctrl+Q</source>
        <translation>Ctrl+Q</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Ctrl+Shift+H</source>
        <translation>Ctrl+Shift+H</translation>
    </message>
    <message>
        <source>Add a machine</source>
        <translation>添加机器</translation>
    </message>
</context>
<context>
    <name>ui::SidePanel</name>
    <message>
        <source>Programs and hosts</source>
        <translation>程序和主机</translation>
    </message>
    <message>
        <source>Readable TLS libraries</source>
        <translation>可读的 TLS 库</translation>
    </message>
    <message>
        <source>PROCESSES</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>READABLE</source>
        <translation>可读</translation>
    </message>
    <message>
        <source>1 exchange</source>
        <translation>1 个事务</translation>
    </message>
    <message>
        <source>%1 exchanges</source>
        <translation>%1 个事务</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Processes that use TLS, and how many of them are decrypted</source>
        <translation>使用 TLS 的进程，以及其中多少已解密</translation>
    </message>
    <message>
        <source>MACHINES</source>
        <translation>机器</translation>
    </message>
</context>
<context>
    <name>ui::StatusLine</name>
    <message>
        <source>Secrets are masked in everything shown, and in what is copied (Ctrl+M)</source>
        <translation>所有显示和复制的内容中的敏感信息均已脱敏（Ctrl+M）</translation>
    </message>
    <message>
        <source>of %1 shown</source>
        <translation>显示，共 %1</translation>
    </message>
    <message>
        <source>exchange</source>
        <translation>个事务</translation>
    </message>
    <message>
        <source>exchanges</source>
        <translation>个事务</translation>
    </message>
    <message>
        <source>%1, %2 to search</source>
        <translation>%1，还有 %2 待搜索</translation>
    </message>
    <message>
        <source>Payload captured</source>
        <translation>已捕获的载荷</translation>
    </message>
    <message>
        <source>Masking …</source>
        <translation>正在脱敏…</translation>
    </message>
    <message>
        <source>Masked</source>
        <translation>已脱敏</translation>
    </message>
    <message>
        <source>Kernel hooks in use: %1</source>
        <translation>使用中的内核钩子：%1</translation>
    </message>
    <message>
        <source>Probes in place</source>
        <translation>探针已就位</translation>
    </message>
    <message>
        <source>%1: %2 events, %3</source>
        <translation>%1：%2 个事件，%3</translation>
    </message>
    <message>
        <source>%1 lost</source>
        <translation>丢失 %1</translation>
    </message>
    <message>
        <source>Events not captured, by cause:%1</source>
        <translation>未捕获的事件，按原因：%1</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>Nothing was lost.</source>
        <translation>没有丢失任何内容。</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>用时 %1</translation>
    </message>
    <message>
        <source>Not capturing</source>
        <translation>未在捕获</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>the helper</source>
        <translation>辅助进程</translation>
    </message>
    <message>
        <source>Capturing</source>
        <translation>正在捕获</translation>
    </message>
    <message>
        <source>%1, display paused</source>
        <translation>%1，显示已暂停</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>正在打开</translation>
    </message>
    <message>
        <source>%1 exchanges/s</source>
        <translation>%1 个事务/秒</translation>
    </message>
    <message>
        <source>Nothing shown: no masking rules</source>
        <translation>未显示任何内容：没有脱敏规则</translation>
    </message>
</context>
<context>
    <name>ui::StreamView</name>
    <message>
        <source>Stream</source>
        <translation>流</translation>
    </message>
    <message>
        <source>[the capture file could not be read at this point]
</source>
        <translation>[捕获文件在此处无法读取]
</translation>
    </message>
    <message>
        <source>[%1 not captured]
</source>
        <translation>[%1 未捕获]
</translation>
    </message>
    <message>
        <source>Only the beginning is shown here; the list has all messages.</source>
        <translation>这里只显示开头；列表中有全部消息。</translation>
    </message>
</context>
<context>
    <name>ui::TableHeader</name>
    <message>
        <source>At least one column must stay visible.</source>
        <translation>至少要保留一列可见。</translation>
    </message>
    <message>
        <source>Waterfall on a common time axis</source>
        <translation>瀑布图使用共同的时间轴</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>重置列</translation>
    </message>
</context>
<context>
    <name>ui::TablePanel</name>
    <message>
        <source>Searching headers and bodies …</source>
        <translation>正在搜索标头和正文…</translation>
    </message>
    <message>
        <source>No matching exchanges.</source>
        <translation>没有匹配的事务。</translation>
    </message>
    <message>
        <source>Waiting for traffic from %1 …</source>
        <translation>正在等待%1的流量…</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>No traffic was captured.</source>
        <translation>没有捕获到流量。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除过滤条件</translation>
    </message>
</context>
<context>
    <name>ui::TcpCurves</name>
    <message>
        <source>shortest</source>
        <translation>最短</translation>
    </message>
    <message>
        <source>received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>往返时间</translation>
    </message>
    <message>
        <source>Congestion window</source>
        <translation>拥塞窗口</translation>
    </message>
    <message>
        <source>Throughput: sent</source>
        <translation>吞吐量：发送</translation>
    </message>
    <message>
        <source>Retransmitted</source>
        <translation>重传</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>%1 segments</source>
        <translation>%1 个报文段</translation>
    </message>
</context>
<context>
    <name>ui::TcpPlot</name>
    <message>
        <source>TCP over time</source>
        <translation>TCP 随时间变化</translation>
    </message>
    <message>
        <source>Wheel or drag: zoom. Double click: everything.</source>
        <translation>滚轮或拖动：缩放。双击：全部。</translation>
    </message>
    <message>
        <source>%1 after the first figure</source>
        <translation>首个数据之后 %1</translation>
    </message>
    <message>
        <source>%1 long</source>
        <translation>长 %1</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>最多 %1</translation>
    </message>
</context>
<context>
    <name>ui::TimingBars</name>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Preparing the response</source>
        <translation>准备响应</translation>
    </message>
    <message>
        <source>Waiting for server</source>
        <translation>等待服务器</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>时序</translation>
    </message>
    <message>
        <source>Copy times</source>
        <translation>复制时间</translation>
    </message>
</context>
<context>
    <name>ui::ToolBar</name>
    <message>
        <source>Export HAR</source>
        <translation>导出 HAR</translation>
    </message>
    <message>
        <source>Light or dark theme (Ctrl+T)</source>
        <translation>浅色或深色主题（Ctrl+T）</translation>
    </message>
    <message>
        <source>Open, save, keys</source>
        <translation>打开、保存、按键</translation>
    </message>
    <message>
        <source>Pause the display</source>
        <translation>暂停显示</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>My processes</source>
        <translation>我的进程</translation>
    </message>
    <message>
        <source>All processes of your user</source>
        <translation>您的用户的所有进程</translation>
    </message>
    <message>
        <source>All processes</source>
        <translation>所有进程</translation>
    </message>
    <message>
        <source>All users, requires administrator rights</source>
        <translation>所有用户，需要管理员权限</translation>
    </message>
    <message>
        <source>One process …</source>
        <translation>一个进程…</translation>
    </message>
    <message>
        <source>A running process and its children</source>
        <translation>一个正在运行的进程及其子进程</translation>
    </message>
    <message>
        <source>A command …</source>
        <translation>一条命令…</translation>
    </message>
    <message>
        <source>Starts a command and captures it from the first byte</source>
        <translation>启动一条命令，并从首字节开始捕获</translation>
    </message>
    <message>
        <source>Mask secrets before they are stored</source>
        <translation>在存储之前对敏感信息脱敏</translation>
    </message>
    <message>
        <source>From the next start on: a masked secret is in no file and in no row, and cannot be shown later</source>
        <translation>从下次开始起：脱敏的敏感信息不会出现在任何文件和行中，以后也无法显示</translation>
    </message>
    <message>
        <source>What to capture</source>
        <translation>捕获什么</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Reading the remaining data …</source>
        <translation>正在读取剩余数据…</translation>
    </message>
    <message>
        <source>Start capturing (Ctrl+E)</source>
        <translation>开始捕获（Ctrl+E）</translation>
    </message>
    <message>
        <source>Stop capturing (Ctrl+E)</source>
        <translation>停止捕获（Ctrl+E）</translation>
    </message>
    <message>
        <source>Stop the capture to change what is captured.</source>
        <translation>停止捕获后才能更改捕获内容。</translation>
    </message>
    <message>
        <source>Show what arrived since</source>
        <translation>显示此后到达的内容</translation>
    </message>
    <message>
        <source>Pause the display; capturing continues</source>
        <translation>暂停显示；捕获继续进行</translation>
    </message>
    <message>
        <source>No capture is running.</source>
        <translation>没有正在进行的捕获。</translation>
    </message>
    <message>
        <source>The list is empty.</source>
        <translation>列表为空。</translation>
    </message>
    <message>
        <source>Clear the list (Ctrl+L)</source>
        <translation>清空列表（Ctrl+L）</translation>
    </message>
    <message>
        <source>Nothing to export: no exchanges are shown.</source>
        <translation>没有可导出的内容：未显示任何事务。</translation>
    </message>
    <message>
        <source>Export as HAR, secrets masked (Ctrl+Shift+S)</source>
        <translation>导出为 HAR，敏感信息已脱敏（Ctrl+Shift+S）</translation>
    </message>
    <message>
        <source>Another machine …</source>
        <translation>另一台机器…</translation>
    </message>
    <message>
        <source>Through ssh, beside this one or on its own (Ctrl+Shift+H)</source>
        <translation>通过 ssh，与本机一起或单独捕获（Ctrl+Shift+H）</translation>
    </message>
</context>
</TS>
