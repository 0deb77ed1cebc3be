// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/guide_text.h"

#include <QCoreApplication>
#include <QUrl>

namespace ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Guide", text);
}

QString paragraph(const QString &text)
{
    return QStringLiteral("<p>%1</p>").arg(text);
}

QString list(const QStringList &items)
{
    return QStringLiteral("<ul><li>%1</li></ul>").arg(items.join(QStringLiteral("</li><li>")));
}

// A filter to click, and what it finds.
QString filter(const char *text, const QString &finds)
{
    const QString term = QString::fromLatin1(text);
    QString shown = term.toHtmlEscaped();
    shown.replace(QStringLiteral("&gt;="), QStringLiteral("&gt;&zwnj;="));   // not the ligature of the two, which nobody can type
    return QStringLiteral("<a href=\"filter:%1\"><code>%2</code></a> &nbsp; %3").arg(QString::fromLatin1(QUrl::toPercentEncoding(term)), shown, finds);
}

} // namespace

QList<GuidePage> guidePages()
{
    return {
        {tr("Capture"),
         paragraph(tr("Press <b>Start</b> (Ctrl+E). Cleartap attaches to the programs that run and to those that start later. They need no proxy, "
                      "certificate or restart, and do not notice it.")) +
             paragraph(tr("The menu beside it chooses what is captured: your processes, one of them with its children, a command that Cleartap starts, or all processes."))
             + paragraph(tr("<b>Save capture</b> (Ctrl+S) keeps all of it in one file, which opens again as it was. What was not saved is offered again after a crash."))},
        {tr("Read an exchange"),
         paragraph(tr("A row is one call: a request with its response, a query with its result, or a channel with its messages. On one machine both programs "
                      "are seen, and their halves are one row; Ctrl+J shows them as two."))
             + paragraph(tr("Select a row for its details: heads, bodies as text, tree or hex, timing, the connection and both processes. "
                            "<b>o</b> shows the other side, Ctrl+. the next exchange on the same connection."))
             + paragraph(tr("<i>Unknown</i> means just that. What was lost or cut is marked in the row and counted in the status bar."))},
        {tr("Filter"),
         paragraph(tr("Type into the box above the list (Ctrl+F). Words match host, path, process and statement. Terms side by side must all match; "
                      "<code>or</code>, <code>-</code> and parentheses combine them. Click one to try it:"))
             + list({filter("status>=400", tr("failed requests")), filter("dur>500ms", tr("slow ones")), filter("is:error or is:failed", tr("whatever went wrong")),
                     filter("host:*.local path:/api", tr("by host and path, with wildcards")), filter("proc:curl -type:image", tr("of a process, without images")),
                     filter("is:query", tr("database queries")), filter("body:\"invoice\"", tr("text in bodies and messages")),
                     filter("header:\"x-request-id: 42\"", tr("a header field")), filter("retrans>0", tr("with retransmitted segments")),
                     filter("mark:any", tr("what you marked"))})
             + paragraph(tr("Right-click a value to filter by it, to exclude it, or to show it as a column."))},
        {tr("Why is it slow?"),
         paragraph(tr("Sort by <b>Duration</b>, or filter:")) + list({filter("dur>500ms", tr("took long")), filter("wait>200ms", tr("waited for the answer"))})
             + paragraph(tr("<b>Timing</b> in the details names what took the time: name lookup, connecting, TLS, a server that was busy, the network, the "
                            "server's own work, or a client that read late; with the figures and how sure that is."))
             + paragraph(tr("The connection page plots round-trip time, window, throughput and retransmits. "
                            "<b>d</b> compares the exchange with the previous one to the same path, or the two that you selected."))},
        {tr("Keep and share"),
         paragraph(tr("<b>1</b> to <b>6</b> mark a row with a colour, <b>F2</b> adds a comment.")) +
             paragraph(tr("Right-click to copy as cURL, fetch, Python, HTTPie or raw text. <b>Export HAR</b> (Ctrl+Shift+S) writes the selected, the shown or all exchanges. "
                          "Passwords, tokens, cookies and keys are masked in every export; the dialog says how many of which kind."))},
        {tr("Nothing shows up?"),
         paragraph(tr("<b>Readable</b>, below the processes, lists the programs that use TLS, with their library. Where one cannot be read, <b>why?</b> gives the reason and what would help.")) +
             list({filter("is:unreadable", tr("connections that are seen but not read")), filter("is:lost", tr("exchanges with missing bytes"))})
             + paragraph(tr("<code>cleartap-cli doctor</code> says what this kernel and your rights allow."))},
    };
}

} // namespace ui
