<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ui::Banner</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>ui::BodyContent</name>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Only the first 5,000 fields are listed.</source>
        <translation>Nur die ersten 5.000 Felder sind aufgeführt.</translation>
    </message>
    <message>
        <source>Certificate %1</source>
        <translation>Zertifikat %1</translation>
    </message>
    <message>
        <source>This image format cannot be displayed.</source>
        <translation>Dieses Bildformat kann nicht angezeigt werden.</translation>
    </message>
    <message>
        <source>The image is too large to display (%1 × %2).</source>
        <translation>Das Bild ist zu groß für die Anzeige (%1 × %2).</translation>
    </message>
    <message>
        <source>The image is damaged and cannot be displayed.</source>
        <translation>Das Bild ist beschädigt und kann nicht angezeigt werden.</translation>
    </message>
    <message>
        <source>Lines longer than 10,000 characters are wrapped.</source>
        <translation>Zeilen mit mehr als 10.000 Zeichen sind umbrochen.</translation>
    </message>
    <message>
        <source>Unknown content encoding &quot;%1&quot;; the body is shown as sent.</source>
        <translation>Unbekanntes Content-Encoding „%1“; der Body wird wie gesendet angezeigt.</translation>
    </message>
    <message>
        <source>The body is not valid %1 from this point on.</source>
        <translation>Ab hier ist der Body kein gültiges %1.</translation>
    </message>
    <message>
        <source>The %1 data is truncated; what could be decoded is shown.</source>
        <translation>Die %1-Daten sind abgeschnitten; angezeigt wird, was sich dekodieren ließ.</translation>
    </message>
    <message>
        <source>The decoded %1 data exceeds the size limit; the rest is not shown.</source>
        <translation>Die dekodierten %1-Daten überschreiten die Größengrenze; der Rest wird nicht angezeigt.</translation>
    </message>
    <message>
        <source>The %1 data expands too much (a decompression bomb?), so decoding stopped here.</source>
        <translation>Die %1-Daten wachsen zu stark (eine Dekompressionsbombe?), die Dekodierung endet hier.</translation>
    </message>
    <message>
        <source>There is not enough memory to decode the body.</source>
        <translation>Der Speicher reicht nicht, um den Body zu dekodieren.</translation>
    </message>
    <message>
        <source>Decompressed: the body is %1, though no header declares it.</source>
        <translation>Dekomprimiert: Der Body ist %1, obwohl kein Header es angibt.</translation>
    </message>
    <message>
        <source>The compressed data is truncated or too long; what could be decoded is shown.</source>
        <translation>Die komprimierten Daten sind abgeschnitten oder zu lang; angezeigt wird, was sich dekodieren ließ.</translation>
    </message>
    <message>
        <source>The capture file could not be read at this point: %1.</source>
        <translation>Die Aufzeichnungsdatei war an dieser Stelle nicht lesbar: %1.</translation>
    </message>
    <message>
        <source>The body is %1 of binary data: see Hex.</source>
        <translation>Der Body besteht aus %1 Binärdaten: siehe Hex.</translation>
    </message>
</context>
<context>
    <name>ui::BodyLayout</name>
    <message>
        <source>Nested too deeply: only the beginning is formatted.</source>
        <translation>Zu tief verschachtelt: Nur der Anfang ist formatiert.</translation>
    </message>
    <message>
        <source>The body is not valid %1 after byte %2.</source>
        <translation>Der Body ist nach Byte %2 kein gültiges %1.</translation>
    </message>
    <message>
        <source>The %1 ends inside a value.</source>
        <translation>%1 endet mitten in einem Wert.</translation>
    </message>
    <message>
        <source>Nested too deeply: only the beginning is shown.</source>
        <translation>Zu tief verschachtelt: Nur der Anfang wird angezeigt.</translation>
    </message>
    <message>
        <source>Too long: only the beginning is shown.</source>
        <translation>Zu lang: Nur der Anfang wird angezeigt.</translation>
    </message>
</context>
<context>
    <name>ui::BodySave</name>
    <message>
        <source>The file could not be written: %1.</source>
        <translation>Die Datei konnte nicht geschrieben werden: %1.</translation>
    </message>
    <message>
        <source>Saving was canceled.</source>
        <translation>Das Speichern wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The capture file could not be read: %1.</source>
        <translation>Die Aufzeichnungsdatei war nicht lesbar: %1.</translation>
    </message>
</context>
<context>
    <name>ui::BodyView</name>
    <message>
        <source>Operation</source>
        <translation>Operation</translation>
    </message>
    <message>
        <source>Pretty</source>
        <translation>Formatiert</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Roh</translation>
    </message>
    <message>
        <source>Save body …</source>
        <translation>Body speichern …</translation>
    </message>
    <message>
        <source>Save raw body …</source>
        <translation>Rohen Body speichern …</translation>
    </message>
    <message>
        <source>Save body</source>
        <translation>Body speichern</translation>
    </message>
    <message>
        <source>Load all (%1)</source>
        <translation>Alles laden (%1)</translation>
    </message>
    <message>
        <source>The body is empty.</source>
        <translation>Der Body ist leer.</translation>
    </message>
</context>
<context>
    <name>ui::CallRows</name>
    <message>
        <source>not seen yet</source>
        <translation>noch nicht gesehen</translation>
    </message>
    <message>
        <source>uncertain: bytes are missing</source>
        <translation>unsicher: Bytes fehlen</translation>
    </message>
    <message>
        <source>its other end has another exchange in this place</source>
        <translation>am anderen Ende steht an dieser Stelle ein anderer Vorgang</translation>
    </message>
    <message>
        <source>resolving the name</source>
        <translation>die Namensauflösung</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>der Verbindungsaufbau</translation>
    </message>
    <message>
        <source>the TLS handshake</source>
        <translation>der TLS-Handshake</translation>
    </message>
    <message>
        <source>the client, before it sent</source>
        <translation>der Client vor dem Senden</translation>
    </message>
    <message>
        <source>sending the request</source>
        <translation>das Senden des Requests</translation>
    </message>
    <message>
        <source>waiting until the server read it</source>
        <translation>das Warten, bis der Server ihn las</translation>
    </message>
    <message>
        <source>the network</source>
        <translation>das Netzwerk</translation>
    </message>
    <message>
        <source>the server</source>
        <translation>der Server</translation>
    </message>
    <message>
        <source>the client, which read late</source>
        <translation>der Client, der spät las</translation>
    </message>
    <message>
        <source>sending the response</source>
        <translation>das Senden der Response</translation>
    </message>
    <message>
        <source>the way to the server, or its queue</source>
        <translation>der Weg zum Server oder dessen Warteschlange</translation>
    </message>
    <message>
        <source>the way back, or the client</source>
        <translation>der Rückweg oder der Client</translation>
    </message>
    <message>
        <source>%1 (same trace)</source>
        <translation>%1 (gleicher Trace)</translation>
    </message>
    <message>
        <source>%1 (same trace, likely)</source>
        <translation>%1 (gleicher Trace, wahrscheinlich)</translation>
    </message>
    <message>
        <source>%1 (same thread, likely)</source>
        <translation>%1 (gleicher Thread, wahrscheinlich)</translation>
    </message>
    <message>
        <source>%1 (nothing else in progress, likely)</source>
        <translation>%1 (sonst lief nichts, wahrscheinlich)</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Other end</source>
        <translation>Anderes Ende</translation>
    </message>
    <message>
        <source>Led to by</source>
        <translation>Ausgelöst durch</translation>
    </message>
    <message>
        <source>Before it was sent</source>
        <translation>Vor dem Senden</translation>
    </message>
    <message>
        <source>Way to the server</source>
        <translation>Weg zum Server</translation>
    </message>
    <message>
        <source>Reading the request</source>
        <translation>Lesen des Requests</translation>
    </message>
    <message>
        <source>In the server</source>
        <translation>Im Server</translation>
    </message>
    <message>
        <source>Way back</source>
        <translation>Rückweg</translation>
    </message>
    <message>
        <source>Reading the response</source>
        <translation>Lesen der Response</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1: %2 von %3</translation>
    </message>
    <message>
        <source>Mostly</source>
        <translation>Hauptsächlich</translation>
    </message>
    <message>
        <source>%1 (likely)</source>
        <translation>%1 (wahrscheinlich)</translation>
    </message>
</context>
<context>
    <name>ui::CaptureActions</name>
    <message>
        <source>Start or stop</source>
        <translation>Starten oder stoppen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Undo clear</source>
        <translation>Leeren rückgängig machen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Capture a command</source>
        <translation>Befehl aufzeichnen</translation>
    </message>
    <message>
        <source>Command, with its arguments:</source>
        <translation>Befehl mit Argumenten:</translation>
    </message>
    <message>
        <source>The command has an unclosed quote.</source>
        <translation>Im Befehl ist ein Anführungszeichen nicht geschlossen.</translation>
    </message>
    <message>
        <source>Cleared 1 exchange.</source>
        <translation>1 Vorgang entfernt.</translation>
    </message>
    <message>
        <source>Cleared %1 exchanges.</source>
        <translation>%1 Vorgänge entfernt.</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>Rückgängig (Strg+Z)</translation>
    </message>
    <message>
        <source>Add a machine …</source>
        <translation>Rechner hinzufügen …</translation>
    </message>
    <message>
        <source>Captures another machine through ssh, beside what is captured already</source>
        <translation>Zeichnet über ssh einen weiteren Rechner auf, neben dem schon Aufgezeichneten</translation>
    </message>
    <message>
        <source>A machine can be added once this is done.</source>
        <translation>Ein Rechner lässt sich hinzufügen, sobald das erledigt ist.</translation>
    </message>
    <message>
        <source>%1 is captured already.</source>
        <translation>%1 wird bereits aufgezeichnet.</translation>
    </message>
    <message>
        <source>Your password on %1, with which sudo runs cleartap-helper there.
It is sent once through ssh, and kept nowhere.</source>
        <translation>Ihr Passwort auf %1, mit dem sudo dort cleartap-helper ausführt.
Es wird einmal über ssh gesendet und nirgends behalten.</translation>
    </message>
    <message>
        <source>Password for sudo</source>
        <translation>Passwort für sudo</translation>
    </message>
    <message>
        <source>The last one did not work: %1.
%2</source>
        <translation>Das letzte funktionierte nicht: %1.
%2</translation>
    </message>
</context>
<context>
    <name>ui::CaptureLaunch</name>
    <message>
        <source>What other machines send cannot be masked before it is stored. Turn that off in the menu, and mask on the screen instead (Ctrl+M).</source>
        <translation>Was andere Rechner senden, lässt sich nicht vor dem Speichern maskieren. Schalten Sie das im Menü ab und maskieren Sie stattdessen am Bildschirm (Strg+M).</translation>
    </message>
</context>
<context>
    <name>ui::CauseTreeModel</name>
    <message>
        <source>same trace</source>
        <translation>gleicher Trace</translation>
    </message>
    <message>
        <source>same trace, likely</source>
        <translation>gleicher Trace, wahrscheinlich</translation>
    </message>
    <message>
        <source>same thread, likely</source>
        <translation>gleicher Thread, wahrscheinlich</translation>
    </message>
    <message>
        <source>nothing else in progress, likely</source>
        <translation>sonst lief nichts, wahrscheinlich</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>Known by</source>
        <translation>Erkannt an</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Waterfall</source>
        <translation>Wasserfall</translation>
    </message>
</context>
<context>
    <name>ui::CausesPanel</name>
    <message>
        <source>Causes</source>
        <translation>Ursachen</translation>
    </message>
    <message>
        <source>Shows what led to the chosen exchange, and what followed from it</source>
        <translation>Zeigt, was zum gewählten Vorgang führte und was aus ihm folgte</translation>
    </message>
    <message>
        <source>Calls that led to one another</source>
        <translation>Aufrufe, die einander auslösten</translation>
    </message>
    <message>
        <source>The first %1 calls that belong together</source>
        <translation>Die ersten %1 zusammengehörigen Aufrufe</translation>
    </message>
    <message>
        <source>%1 calls that belong together</source>
        <translation>%1 zusammengehörige Aufrufe</translation>
    </message>
    <message>
        <source>Its program was serving nothing when it sent this, or sends the same at such times too.</source>
        <translation>Das Programm bediente gerade nichts, als es dies sendete, oder es sendet dasselbe auch in solchen Zeiten.</translation>
    </message>
    <message>
        <source>Its program was serving several requests when it sent this, and nothing tells which of them it belongs to. Passing on traceparent or X-Request-ID would.</source>
        <translation>Das Programm bediente mehrere Requests, als es dies sendete, und nichts verrät, zu welchem es gehört. Ein weitergereichter Header traceparent oder X-Request-ID würde es verraten.</translation>
    </message>
    <message>
        <source>It belongs to another trace than the request that its program was serving.</source>
        <translation>Es gehört zu einem anderen Trace als der Request, den das Programm bediente.</translation>
    </message>
    <message>
        <source>What led to it is certain only when the request that its program is serving has ended.</source>
        <translation>Was dazu führte, ist erst sicher, wenn der gerade bediente Request beendet ist.</translation>
    </message>
    <message>
        <source>Nothing that was captured led to this exchange or followed from it.</source>
        <translation>Nichts Aufgezeichnetes führte zu diesem Vorgang oder folgte aus ihm.</translation>
    </message>
</context>
<context>
    <name>ui::ChipRow</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>Alle Zeilen</translation>
    </message>
    <message>
        <source>HTTP</source>
        <translation>HTTP</translation>
    </message>
    <message>
        <source>Only HTTP requests and their responses</source>
        <translation>Nur HTTP-Requests und ihre Responses</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Only connections that carry messages both ways: %1</source>
        <translation>Nur Verbindungen mit Nachrichten in beide Richtungen: %1</translation>
    </message>
    <message>
        <source>gRPC</source>
        <translation>gRPC</translation>
    </message>
    <message>
        <source>Only gRPC and gRPC-Web calls</source>
        <translation>Nur Aufrufe über gRPC und gRPC-Web</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>Abfragen</translation>
    </message>
    <message>
        <source>Only statements, commands and questions: %1</source>
        <translation>Nur Anweisungen, Befehle und Abfragen: %1</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Only TLS connections that are not decrypted, with the reason</source>
        <translation>Nur TLS-Verbindungen, die nicht entschlüsselt werden, mit dem Grund</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Status 4xx and 5xx, refused and broken connections</source>
        <translation>Status 4xx und 5xx, abgelehnte und abgebrochene Verbindungen</translation>
    </message>
    <message>
        <source>Slow &gt; %1 ms</source>
        <translation>Langsam &gt; %1 ms</translation>
    </message>
    <message>
        <source>Exchanges that took longer</source>
        <translation>Vorgänge, die länger dauerten</translation>
    </message>
    <message>
        <source>Errors %1</source>
        <translation>Fehler %1</translation>
    </message>
    <message>
        <source>Only what was captured on %1</source>
        <translation>Nur Aufgezeichnetes von: %1</translation>
    </message>
</context>
<context>
    <name>ui::CodeView</name>
    <message>
        <source>Body</source>
        <translation>Body</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Alles kopieren</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Find …	Ctrl+F</source>
        <translation>Suchen …	Strg+F</translation>
    </message>
    <message>
        <source>Fold all</source>
        <translation>Alles einklappen</translation>
    </message>
    <message>
        <source>Unfold all</source>
        <translation>Alles ausklappen</translation>
    </message>
</context>
<context>
    <name>ui::CommandRun</name>
    <message>
        <source>The command could not be started: %1.</source>
        <translation>Der Befehl konnte nicht gestartet werden: %1.</translation>
    </message>
    <message>
        <source>%1 was killed by a signal.</source>
        <translation>%1 wurde durch ein Signal beendet.</translation>
    </message>
    <message>
        <source>%1 was not found. Is it installed?</source>
        <translation>%1 wurde nicht gefunden. Ist es installiert?</translation>
    </message>
    <message>
        <source>%1 exited with status %2: %3</source>
        <translation>%1 endete mit Status %2: %3</translation>
    </message>
</context>
<context>
    <name>ui::CompareView</name>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Equal values too</source>
        <translation>Auch gleiche Werte</translation>
    </message>
    <message>
        <source>Back to the details (Esc)</source>
        <translation>Zurück zu den Details (Esc)</translation>
    </message>
    <message>
        <source>Close the comparison</source>
        <translation>Vergleich schließen</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Unterschiede</translation>
    </message>
    <message>
        <source>Comparing …</source>
        <translation>Vergleiche …</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>Keine Unterschiede</translation>
    </message>
    <message>
        <source>1 difference</source>
        <translation>1 Unterschied</translation>
    </message>
    <message>
        <source>%1 differences</source>
        <translation>%1 Unterschiede</translation>
    </message>
</context>
<context>
    <name>ui::ComparisonDelegate</name>
    <message>
        <source>equal</source>
        <translation>gleich</translation>
    </message>
</context>
<context>
    <name>ui::ComparisonModel</name>
    <message>
        <source>%1, different</source>
        <translation>%1, verschieden</translation>
    </message>
    <message>
        <source>%1, only at the left</source>
        <translation>%1, nur links</translation>
    </message>
    <message>
        <source>%1, only at the right</source>
        <translation>%1, nur rechts</translation>
    </message>
</context>
<context>
    <name>ui::ComparisonRows</name>
    <message>
        <source>Request</source>
        <translation>Request</translation>
    </message>
    <message>
        <source>Query parameters</source>
        <translation>Query-Parameter</translation>
    </message>
    <message>
        <source>Request headers</source>
        <translation>Request-Header</translation>
    </message>
    <message>
        <source>Request body</source>
        <translation>Request-Body</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Response</translation>
    </message>
    <message>
        <source>Response headers</source>
        <translation>Response-Header</translation>
    </message>
    <message>
        <source>Response body</source>
        <translation>Response-Body</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Scheme</source>
        <translation>Schema</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>First difference at byte</source>
        <translation>Erster Unterschied bei Byte</translation>
    </message>
    <message>
        <source>One of the two could not be read or decoded.</source>
        <translation>Einer der beiden ließ sich nicht lesen oder dekodieren.</translation>
    </message>
    <message>
        <source>There is more: only the first differences are shown.</source>
        <translation>Es gibt mehr: Nur die ersten Unterschiede werden angezeigt.</translation>
    </message>
    <message>
        <source>One of the two is incomplete or too large: only what is there is compared.</source>
        <translation>Einer der beiden ist unvollständig oder zu groß: Verglichen wird nur, was da ist.</translation>
    </message>
    <message>
        <source>%1 equal lines</source>
        <translation>%1 gleiche Zeilen</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>Timing</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Name lookup</source>
        <translation>Namensauflösung</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindungsaufbau</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionTreeModel</name>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>unknown host</source>
        <translation>unbekannter Host</translation>
    </message>
    <message>
        <source>unknown process</source>
        <translation>unbekannter Prozess</translation>
    </message>
    <message>
        <source>%1 processes</source>
        <translation>%1 Prozesse</translation>
    </message>
    <message>
        <source>1 program</source>
        <translation>1 Programm</translation>
    </message>
    <message>
        <source>%1 programs</source>
        <translation>%1 Programme</translation>
    </message>
</context>
<context>
    <name>ui::Conversation</name>
    <message>
        <source>Model not named (%1)</source>
        <translation>Modell nicht genannt (%1)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1, answered by %2 (%3)</source>
        <translation>%1, beantwortet von %2 (%3)</translation>
    </message>
    <message>
        <source>%1 tokens in</source>
        <translation>%1 Tokens Eingabe</translation>
    </message>
    <message>
        <source>%1 from the cache</source>
        <translation>%1 aus dem Cache</translation>
    </message>
    <message>
        <source>%1 tokens out</source>
        <translation>%1 Tokens Ausgabe</translation>
    </message>
    <message>
        <source>%1 for reasoning</source>
        <translation>%1 fürs Nachdenken</translation>
    </message>
    <message>
        <source>Tokens not told</source>
        <translation>Tokens nicht genannt</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Tool</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Nachdenken</translation>
    </message>
    <message>
        <source>Calls %1</source>
        <translation>Ruft %1 auf</translation>
    </message>
    <message>
        <source>Calls %1 (%2)</source>
        <translation>Ruft %1 auf (%2)</translation>
    </message>
    <message>
        <source>Failure of %1</source>
        <translation>Fehlschlag von %1</translation>
    </message>
    <message>
        <source>Result of %1</source>
        <translation>Ergebnis von %1</translation>
    </message>
    <message>
        <source>Image, %1, %2</source>
        <translation>Bild, %1, %2</translation>
    </message>
    <message>
        <source>type not told</source>
        <translation>Typ nicht genannt</translation>
    </message>
    <message>
        <source>Image, elsewhere</source>
        <translation>Bild, anderswo</translation>
    </message>
    <message>
        <source>File, %1, %2</source>
        <translation>Datei, %1, %2</translation>
    </message>
    <message>
        <source>File, elsewhere</source>
        <translation>Datei, anderswo</translation>
    </message>
    <message>
        <source>%1
[The rest is in the body.]</source>
        <translation>%1
[Der Rest steht im Body.]</translation>
    </message>
    <message>
        <source>First token after %1</source>
        <translation>Erstes Token nach %1</translation>
    </message>
    <message>
        <source>%1 tokens a second</source>
        <translation>%1 Tokens pro Sekunde</translation>
    </message>
    <message>
        <source>Ended by %1</source>
        <translation>Beendet durch %1</translation>
    </message>
    <message>
        <source>Tools offered: %1</source>
        <translation>Angebotene Tools: %1</translation>
    </message>
</context>
<context>
    <name>ui::ConversationView</name>
    <message>
        <source>Conversation</source>
        <translation>Konversation</translation>
    </message>
    <message>
        <source>Tools: %1</source>
        <translation>Tools: %1</translation>
    </message>
    <message numerus="yes">
        <source>The first %n messages are not shown: the conversation is too long. The body has them.</source>
        <translation>
            <numerusform>Die erste Nachricht wird nicht angezeigt: Die Konversation ist zu lang. Der Body enthält sie.</numerusform>
            <numerusform>Die ersten %n Nachrichten werden nicht angezeigt: Die Konversation ist zu lang. Der Body enthält sie.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::CopyActions</name>
    <message>
        <source>Copy as</source>
        <translation>Kopieren als</translation>
    </message>
    <message>
        <source>Copy rows as</source>
        <translation>Zeilen kopieren als</translation>
    </message>
    <message>
        <source>Copy URL</source>
        <translation>URL kopieren</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>Als cURL kopieren</translation>
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
        <translation>Rohes HTTP</translation>
    </message>
    <message>
        <source>Markdown table</source>
        <translation>Markdown-Tabelle</translation>
    </message>
    <message>
        <source>Save bodies …</source>
        <translation>Bodys speichern …</translation>
    </message>
    <message>
        <source>Save as Hurl file …</source>
        <translation>Als Hurl-Datei speichern …</translation>
    </message>
    <message>
        <source>This row is not an HTTP request.</source>
        <translation>Diese Zeile ist kein HTTP-Request.</translation>
    </message>
    <message>
        <source>This row has no URL.</source>
        <translation>Diese Zeile hat keine URL.</translation>
    </message>
    <message>
        <source>URL copied</source>
        <translation>URL kopiert</translation>
    </message>
    <message>
        <source>%1 URLs copied</source>
        <translation>%1 URLs kopiert</translation>
    </message>
    <message>
        <source>Copied as %1, secrets masked</source>
        <translation>Als %1 kopiert, Secrets maskiert</translation>
    </message>
    <message>
        <source>Copied as %1, secrets included</source>
        <translation>Als %1 kopiert, Secrets enthalten</translation>
    </message>
    <message>
        <source>The body is not text: copy the request in another form.</source>
        <translation>Der Body ist kein Text: Kopieren Sie den Request in einer anderen Form.</translation>
    </message>
    <message>
        <source>The first %1 rows copied</source>
        <translation>Die ersten %1 Zeilen kopiert</translation>
    </message>
    <message>
        <source>1 row copied</source>
        <translation>1 Zeile kopiert</translation>
    </message>
    <message>
        <source>%1 rows copied</source>
        <translation>%1 Zeilen kopiert</translation>
    </message>
    <message>
        <source>Save bodies in a folder</source>
        <translation>Bodys in einem Ordner speichern</translation>
    </message>
    <message>
        <source>Save as Hurl file</source>
        <translation>Als Hurl-Datei speichern</translation>
    </message>
    <message>
        <source>Hurl files (*.hurl)</source>
        <translation>Hurl-Dateien (*.hurl)</translation>
    </message>
    <message>
        <source>No HTTP request is selected.</source>
        <translation>Kein HTTP-Request ist ausgewählt.</translation>
    </message>
    <message>
        <source>%1 requests saved in %2, secrets masked</source>
        <translation>%1 Requests in %2 gespeichert, Secrets maskiert</translation>
    </message>
    <message>
        <source>%1 requests saved in %2, secrets included</source>
        <translation>%1 Requests in %2 gespeichert, Secrets enthalten</translation>
    </message>
</context>
<context>
    <name>ui::CoverageModel</name>
    <message>
        <source>Readable: the traffic of these programs is decrypted.</source>
        <translation>Lesbar: Der Verkehr dieser Programme wird entschlüsselt.</translation>
    </message>
    <message>
        <source>Not known yet.</source>
        <translation>Noch nicht bekannt.</translation>
    </message>
    <message>
        <source>found by: %1</source>
        <translation>gefunden durch: %1</translation>
    </message>
</context>
<context>
    <name>ui::ErrorText</name>
    <message>
        <source>The running helper is a different version. Install the same version of Cleartap and cleartap-helper, then restart the helper.</source>
        <translation>Der laufende Helfer hat eine andere Version. Installieren Sie Cleartap und cleartap-helper in derselben Version und starten Sie den Helfer neu.</translation>
    </message>
    <message>
        <source>The helper did not understand the request. Check that Cleartap and cleartap-helper are the same version.</source>
        <translation>Der Helfer hat die Anfrage nicht verstanden. Prüfen Sie, ob Cleartap und cleartap-helper dieselbe Version haben.</translation>
    </message>
    <message>
        <source>You are not allowed to capture these processes. Choose your own processes, or start as an administrator.</source>
        <translation>Sie dürfen diese Prozesse nicht aufzeichnen. Wählen Sie eigene Prozesse oder starten Sie als Administrator.</translation>
    </message>
    <message>
        <source>This system does not let programs inspect your other programs (kernel.yama.ptrace_scope). Allow it when asked for your password, or start as an administrator.</source>
        <translation>Dieses System erlaubt es Programmen nicht, Ihre anderen Programme zu untersuchen (kernel.yama.ptrace_scope). Erlauben Sie es, wenn nach Ihrem Passwort gefragt wird, oder starten Sie als Administrator.</translation>
    </message>
    <message>
        <source>The helper lacks the privilege to load eBPF programs. Start it as root, or give it CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE.</source>
        <translation>Dem Helfer fehlt das Recht, eBPF-Programme zu laden. Starten Sie ihn als root oder geben Sie ihm CAP_BPF, CAP_PERFMON und CAP_SYS_PTRACE.</translation>
    </message>
    <message>
        <source>This kernel has no type information (BTF). Use a kernel built with CONFIG_DEBUG_INFO_BTF, like those of Debian, Ubuntu and Fedora.</source>
        <translation>Dieser Kernel hat keine Typinformationen (BTF). Verwenden Sie einen Kernel mit CONFIG_DEBUG_INFO_BTF wie die von Debian, Ubuntu und Fedora.</translation>
    </message>
    <message>
        <source>This kernel is too old to capture on. Boot a newer kernel; &quot;cleartap-cli doctor&quot; says what is missing.</source>
        <translation>Dieser Kernel ist zu alt zum Aufzeichnen. Starten Sie einen neueren; „cleartap-cli doctor“ sagt, was fehlt.</translation>
    </message>
    <message>
        <source>The kernel did not accept the eBPF programs. Run &quot;cleartap-cli doctor&quot; and check the items in red.</source>
        <translation>Der Kernel hat die eBPF-Programme nicht angenommen. Rufen Sie „cleartap-cli doctor“ auf und prüfen Sie, was rot ist.</translation>
    </message>
    <message>
        <source>The probes could not be attached. Run &quot;cleartap-cli doctor&quot; and check the items in red.</source>
        <translation>Die Probes konnten nicht angebracht werden. Rufen Sie „cleartap-cli doctor“ auf und prüfen Sie, was rot ist.</translation>
    </message>
    <message>
        <source>The process, user, program or cgroup to capture does not exist. Choose another one.</source>
        <translation>Der Prozess, Benutzer, das Programm oder die cgroup existiert nicht. Wählen Sie etwas anderes.</translation>
    </message>
    <message>
        <source>Too many captures are running. Stop another one and try again.</source>
        <translation>Es laufen zu viele Aufzeichnungen. Stoppen Sie eine andere und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The helper failed. See its log for details (journalctl -t cleartap-helper).</source>
        <translation>Der Helfer ist gescheitert. Näheres steht in seinem Protokoll (journalctl -t cleartap-helper).</translation>
    </message>
    <message>
        <source>The helper refused for an unknown reason (%1).</source>
        <translation>Der Helfer hat aus unbekanntem Grund abgelehnt (%1).</translation>
    </message>
    <message>
        <source>The file does not exist. Check its name.</source>
        <translation>Die Datei existiert nicht. Prüfen Sie ihren Namen.</translation>
    </message>
    <message>
        <source>You do not have permission to read or write this file. Choose another location, or change its permissions.</source>
        <translation>Sie dürfen diese Datei nicht lesen oder schreiben. Wählen Sie einen anderen Ort oder ändern Sie ihre Rechte.</translation>
    </message>
    <message>
        <source>This is a folder. Choose a file in it.</source>
        <translation>Das ist ein Ordner. Wählen Sie eine Datei darin.</translation>
    </message>
    <message>
        <source>The file system is read-only. Choose another location.</source>
        <translation>Das Dateisystem ist schreibgeschützt. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>A file with this name already exists. Choose another name.</source>
        <translation>Eine Datei mit diesem Namen existiert bereits. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>The capture file could not be read or written.</source>
        <translation>Die Aufzeichnungsdatei konnte nicht gelesen oder geschrieben werden.</translation>
    </message>
    <message>
        <source>The capture file could not be read or written: %1.</source>
        <translation>Die Aufzeichnungsdatei konnte nicht gelesen oder geschrieben werden: %1.</translation>
    </message>
    <message>
        <source>No capture helper is running, and none could be started. Run from a build that has cleartap-helper beside it, or install its service.</source>
        <translation>Kein Helfer läuft, und keiner ließ sich starten. Verwenden Sie einen Build mit cleartap-helper daneben oder installieren Sie seinen Dienst.</translation>
    </message>
    <message>
        <source>Capturing requires authorization, which was not given. Start again and confirm, or ask an administrator.</source>
        <translation>Zum Aufzeichnen fehlt die Berechtigung. Starten Sie erneut und bestätigen Sie, oder fragen Sie einen Administrator.</translation>
    </message>
    <message>
        <source>The helper sent something this version does not understand, so the capture was stopped. Check that Cleartap and cleartap-helper are the same version, then start again.</source>
        <translation>Der Helfer sendete etwas, das diese Version nicht versteht; die Aufzeichnung wurde gestoppt. Prüfen Sie, ob Cleartap und cleartap-helper dieselbe Version haben, und starten Sie erneut.</translation>
    </message>
    <message>
        <source>The capture helper exited unexpectedly. Everything captured so far is kept; start again to continue.</source>
        <translation>Der Helfer endete unerwartet. Alles bisher Aufgezeichnete bleibt erhalten; starten Sie erneut, um fortzufahren.</translation>
    </message>
    <message>
        <source>The disk is full, so the capture was stopped. Everything captured so far is kept; free some space and start again.</source>
        <translation>Der Datenträger ist voll; die Aufzeichnung wurde gestoppt. Alles bisher Aufgezeichnete bleibt erhalten; schaffen Sie Platz und starten Sie erneut.</translation>
    </message>
    <message>
        <source>This version cannot read this capture. Open a .cleartap, .har, pcap or pcapng file, or use a newer version of Cleartap.</source>
        <translation>Diese Version kann diese Aufzeichnung nicht lesen. Öffnen Sie eine .cleartap-, .har-, pcap- oder pcapng-Datei oder verwenden Sie eine neuere Version von Cleartap.</translation>
    </message>
    <message>
        <source>The capture file is damaged after its first %1. Everything before the damage is shown.</source>
        <translation>Die Aufzeichnungsdatei ist nach ihren ersten %1 beschädigt. Alles davor wird angezeigt.</translation>
    </message>
    <message>
        <source>The machine could not be reached by ssh. Check that ssh to it works in a terminal without asking anything, then start again.</source>
        <translation>Der Rechner war über ssh nicht erreichbar. Prüfen Sie, ob ssh dorthin in einem Terminal ohne Rückfrage funktioniert, und starten Sie erneut.</translation>
    </message>
    <message>
        <source>The capture helper could not be run on the machine. Install the cleartap package there, then start again.</source>
        <translation>Der Helfer ließ sich auf dem Rechner nicht ausführen. Installieren Sie dort das Paket cleartap und starten Sie erneut.</translation>
    </message>
    <message>
        <source>You may not capture on the machine. Log in as root, let sudo run cleartap-helper there without a password, or install the cleartap package there.</source>
        <translation>Sie dürfen auf dem Rechner nicht aufzeichnen. Melden Sie sich als root an, lassen Sie sudo dort cleartap-helper ohne Passwort ausführen, oder installieren Sie dort das Paket cleartap.</translation>
    </message>
    <message>
        <source>An unknown error occurred.</source>
        <translation>Ein unbekannter Fehler ist aufgetreten.</translation>
    </message>
    <message>
        <source>protocol error %1</source>
        <translation>Protokollfehler %1</translation>
    </message>
    <message>
        <source>at byte %1</source>
        <translation>bei Byte %1</translation>
    </message>
    <message>
        <source>the first line is not HTTP; the rest is shown as received</source>
        <translation>die erste Zeile ist kein HTTP; der Rest wird wie empfangen angezeigt</translation>
    </message>
    <message>
        <source>a header line is malformed; shown as far as it can be parsed</source>
        <translation>eine Header-Zeile ist fehlerhaft; angezeigt, soweit sie sich lesen lässt</translation>
    </message>
    <message>
        <source>the chunked body is malformed; shown up to that point</source>
        <translation>der Chunked-Body ist fehlerhaft; bis dorthin angezeigt</translation>
    </message>
    <message>
        <source>the headers exceed the size limit</source>
        <translation>die Header überschreiten die Größengrenze</translation>
    </message>
    <message>
        <source>there are too many headers</source>
        <translation>es sind zu viele Header</translation>
    </message>
    <message>
        <source>conflicting headers for the body&apos;s length: request smuggling, or a bug</source>
        <translation>widersprüchliche Header für die Länge des Bodys: Request Smuggling oder ein Fehler</translation>
    </message>
    <message>
        <source>some of its bytes were not captured</source>
        <translation>einige seiner Bytes wurden nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>the connection was closed before it was complete</source>
        <translation>die Verbindung wurde geschlossen, bevor er vollständig war</translation>
    </message>
    <message>
        <source>its request was not captured: the capture started later, or it was lost</source>
        <translation>sein Request wurde nicht aufgezeichnet: die Aufzeichnung begann später, oder er ging verloren</translation>
    </message>
    <message>
        <source>a frame is malformed; shown up to that point</source>
        <translation>ein Frame ist fehlerhaft; bis dorthin angezeigt</translation>
    </message>
    <message>
        <source>one side reset the stream</source>
        <translation>eine Seite hat den Stream zurückgesetzt</translation>
    </message>
    <message>
        <source>some headers refer to data sent before the capture started</source>
        <translation>einige Header beziehen sich auf Daten von vor der Aufzeichnung</translation>
    </message>
    <message>
        <source>the connection ended with a protocol error</source>
        <translation>die Verbindung endete mit einem Protokollfehler</translation>
    </message>
    <message>
        <source>it started before the capture</source>
        <translation>er begann vor der Aufzeichnung</translation>
    </message>
    <message>
        <source>the capture ended before it was complete</source>
        <translation>die Aufzeichnung endete, bevor er vollständig war</translation>
    </message>
    <message>
        <source>its body is longer than the limit of this capture; the rest was not kept</source>
        <translation>sein Body ist länger als die Grenze dieser Aufzeichnung; der Rest wurde nicht behalten</translation>
    </message>
    <message>
        <source>unknown problem</source>
        <translation>unbekanntes Problem</translation>
    </message>
    <message>
        <source>unknown protocol</source>
        <translation>unbekanntes Protokoll</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>not readable: %1</source>
        <translation>nicht lesbar: %1</translation>
    </message>
    <message>
        <source>the connection failed</source>
        <translation>die Verbindung ist gescheitert</translation>
    </message>
    <message>
        <source>Request: %1</source>
        <translation>Request: %1</translation>
    </message>
    <message>
        <source>Response: %1</source>
        <translation>Response: %1</translation>
    </message>
    <message>
        <source>%1 not captured</source>
        <translation>%1 nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>sudo on the machine asks for a password, and did not accept the one it got.</source>
        <translation>sudo auf dem Rechner verlangt ein Passwort und nahm das erhaltene nicht an.</translation>
    </message>
</context>
<context>
    <name>ui::ExchangeCells</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Size of the response</source>
        <translation>Größe der Response</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Waterfall</source>
        <translation>Wasserfall</translation>
    </message>
    <message>
        <source>PID</source>
        <translation>PID</translation>
    </message>
    <message>
        <source>Process ID</source>
        <translation>Prozess-ID</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Remote</source>
        <translation>Gegenstelle</translation>
    </message>
    <message>
        <source>Remote address</source>
        <translation>Adresse der Gegenstelle</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Size of the request</source>
        <translation>Größe des Requests</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Wartezeit</translation>
    </message>
    <message>
        <source>Wait for the first byte</source>
        <translation>Wartezeit bis zum ersten Byte</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Lost bytes</source>
        <translation>Verlorene Bytes</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>TLS version</source>
        <translation>TLS-Version</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Connection number</source>
        <translation>Nummer der Verbindung</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Markierung</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>ok</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>not readable: %1</source>
        <translation>nicht lesbar: %1</translation>
    </message>
    <message>
        <source>data in both directions</source>
        <translation>Daten in beide Richtungen</translation>
    </message>
    <message>
        <source>data in both directions, unknown protocol</source>
        <translation>Daten in beide Richtungen, unbekanntes Protokoll</translation>
    </message>
    <message>
        <source>request not seen</source>
        <translation>Request nicht gesehen</translation>
    </message>
    <message>
        <source>sent by the program (client)</source>
        <translation>vom Programm gesendet (Client)</translation>
    </message>
    <message>
        <source>received by the program (server)</source>
        <translation>vom Programm empfangen (Server)</translation>
    </message>
    <message>
        <source>%1, process %2</source>
        <translation>%1, Prozess %2</translation>
    </message>
    <message>
        <source>from the first byte of the request to the last byte of the response, without connecting</source>
        <translation>vom ersten Byte des Requests bis zum letzten Byte der Response, ohne Verbindungsaufbau</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>%1 bytes of this exchange were not captured</source>
        <translation>%1 Bytes dieses Vorgangs wurden nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>dieser Rechner</translation>
    </message>
</context>
<context>
    <name>ui::ExchangeTableModel</name>
    <message>
        <source>both ends of this call were captured</source>
        <translation>beide Enden dieses Aufrufs wurden aufgezeichnet</translation>
    </message>
</context>
<context>
    <name>ui::ExchangeTone</name>
    <message>
        <source>complete</source>
        <translation>vollständig</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>slow, or partly lost</source>
        <translation>langsam oder teilweise verloren</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>cut: the beginning or the end was not captured</source>
        <translation>abgeschnitten: Anfang oder Ende wurde nicht aufgezeichnet</translation>
    </message>
</context>
<context>
    <name>ui::ExchangeView</name>
    <message>
        <source>Exchanges</source>
        <translation>Vorgänge</translation>
    </message>
    <message>
        <source>Follow new exchanges (End)</source>
        <translation>Neuen Vorgängen folgen (Ende)</translation>
    </message>
    <message>
        <source>↑ %1 new</source>
        <translation>↑ %1 neu</translation>
    </message>
    <message>
        <source>↓ %1 new</source>
        <translation>↓ %1 neu</translation>
    </message>
</context>
<context>
    <name>ui::ExportDialog</name>
    <message>
        <source>The %1 shown</source>
        <translation>Die %1 angezeigten</translation>
    </message>
    <message>
        <source>The %1 selected</source>
        <translation>Die %1 ausgewählten</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>Alle %1</translation>
    </message>
    <message>
        <source>Mask passwords, tokens and cookies</source>
        <translation>Passwörter, Tokens und Cookies maskieren</translation>
    </message>
    <message>
        <source>Export HAR</source>
        <translation>HAR exportieren</translation>
    </message>
    <message>
        <source>No matching exchanges.</source>
        <translation>Keine passenden Vorgänge.</translation>
    </message>
    <message>
        <source>No exchange is selected.</source>
        <translation>Kein Vorgang ist ausgewählt.</translation>
    </message>
    <message>
        <source>How secrets are replaced</source>
        <translation>Wie Secrets ersetzt werden</translation>
    </message>
    <message>
        <source>By tags</source>
        <translation>Durch Tags</translation>
    </message>
    <message>
        <source>By asterisks</source>
        <translation>Durch Sternchen</translation>
    </message>
    <message>
        <source>By the word masked</source>
        <translation>Durch das Wort masked</translation>
    </message>
    <message>
        <source>Secrets are not masked.</source>
        <translation>Secrets werden nicht maskiert.</translation>
    </message>
    <message>
        <source>The file will contain all passwords, tokens and cookies in plain text, and says so.</source>
        <translation>Die Datei wird alle Passwörter, Tokens und Cookies im Klartext enthalten und sagt das auch.</translation>
    </message>
    <message>
        <source>Each secret is replaced by a short tag, the same one in all files that you export.</source>
        <translation>Jedes Secret wird durch ein kurzes Tag ersetzt, dasselbe in allen Dateien, die Sie exportieren.</translation>
    </message>
    <message>
        <source>Each secret is replaced by as many asterisks.</source>
        <translation>Jedes Secret wird durch ebenso viele Sternchen ersetzt.</translation>
    </message>
    <message>
        <source>Each secret is replaced by the same word.</source>
        <translation>Jedes Secret wird durch dasselbe Wort ersetzt.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose file …</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>The file says what was left.</source>
        <translation>Die Datei sagt, was belassen wurde.</translation>
    </message>
    <message>
        <source>Your own masking rules cannot be used.</source>
        <translation>Ihre eigenen Maskierungsregeln sind nicht verwendbar.</translation>
    </message>
</context>
<context>
    <name>ui::FactRows</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Smoothed RTT</source>
        <translation>Geglättete RTT</translation>
    </message>
    <message>
        <source>RTT variation</source>
        <translation>RTT-Schwankung</translation>
    </message>
    <message>
        <source>Minimum RTT</source>
        <translation>Kleinste RTT</translation>
    </message>
    <message>
        <source>Congestion window</source>
        <translation>Congestion Window</translation>
    </message>
    <message>
        <source>%1 segments</source>
        <translation>%1 Segmente</translation>
    </message>
    <message>
        <source>Slow-start threshold</source>
        <translation>Slow-Start-Schwelle</translation>
    </message>
    <message>
        <source>Retransmits</source>
        <translation>Retransmits</translation>
    </message>
    <message>
        <source>Lost segments</source>
        <translation>Verlorene Segmente</translation>
    </message>
    <message>
        <source>Received out of order</source>
        <translation>Außer der Reihe empfangen</translation>
    </message>
    <message>
        <source>Blocked by the peer&apos;s window</source>
        <translation>Vom Fenster der Gegenstelle blockiert</translation>
    </message>
    <message>
        <source>Segments sent</source>
        <translation>Gesendete Segmente</translation>
    </message>
    <message>
        <source>Segments received</source>
        <translation>Empfangene Segmente</translation>
    </message>
    <message>
        <source>Send window</source>
        <translation>Sendefenster</translation>
    </message>
    <message>
        <source>Receive window</source>
        <translation>Empfangsfenster</translation>
    </message>
    <message>
        <source>Delivery rate</source>
        <translation>Lieferrate</translation>
    </message>
    <message>
        <source>%1 to %2 in %3 samples</source>
        <translation>%1 bis %2 in %3 Messungen</translation>
    </message>
    <message>
        <source>closed in %1 of %2 samples</source>
        <translation>geschlossen in %1 von %2 Messungen</translation>
    </message>
    <message>
        <source>RTT over time</source>
        <translation>RTT im Verlauf</translation>
    </message>
    <message>
        <source>Congestion window over time</source>
        <translation>Congestion Window im Verlauf</translation>
    </message>
    <message>
        <source>Send window over time</source>
        <translation>Sendefenster im Verlauf</translation>
    </message>
    <message>
        <source>Receive window over time</source>
        <translation>Empfangsfenster im Verlauf</translation>
    </message>
    <message>
        <source>Unix socket</source>
        <translation>Unix-Socket</translation>
    </message>
    <message>
        <source>Standard input and output</source>
        <translation>Standardein- und -ausgabe</translation>
    </message>
    <message>
        <source>IP protocol %1</source>
        <translation>IP-Protokoll %1</translation>
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
        <translation>%1 Retransmits</translation>
    </message>
    <message>
        <source>%1 · %2 before</source>
        <translation>%1 · %2 vorher</translation>
    </message>
    <message>
        <source>%1 · %2 after</source>
        <translation>%1 · %2 nachher</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>Operation</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>well</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>error: %1</source>
        <translation>Fehler: %1</translation>
    </message>
    <message>
        <source>TCP at the start</source>
        <translation>TCP am Anfang</translation>
    </message>
    <message>
        <source>TCP at the end</source>
        <translation>TCP am Ende</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>still running</source>
        <translation>läuft noch</translation>
    </message>
    <message>
        <source>Request stalled</source>
        <translation>Request gebremst</translation>
    </message>
    <message>
        <source>%1 by the server&apos;s flow-control window</source>
        <translation>%1 durch das Flow-Control-Fenster des Servers</translation>
    </message>
    <message>
        <source>Response stalled</source>
        <translation>Response gebremst</translation>
    </message>
    <message>
        <source>%1 by the client&apos;s flow-control window</source>
        <translation>%1 durch das Flow-Control-Fenster des Clients</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Not captured</source>
        <translation>Nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>%1 in %2 events</source>
        <translation>%1 in %2 Ereignissen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>Transport</translation>
    </message>
    <message>
        <source>%1, TLS after STARTTLS</source>
        <translation>%1, TLS nach STARTTLS</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Local address</source>
        <translation>Lokale Adresse</translation>
    </message>
    <message>
        <source>Remote address</source>
        <translation>Adresse der Gegenstelle</translation>
    </message>
    <message>
        <source>DNS name</source>
        <translation>DNS-Name</translation>
    </message>
    <message>
        <source>Begins with</source>
        <translation>Beginnt mit</translation>
    </message>
    <message>
        <source>Client behind the proxy</source>
        <translation>Client hinter dem Proxy</translation>
    </message>
    <message>
        <source>Address the client connected to</source>
        <translation>Vom Client angewählte Adresse</translation>
    </message>
    <message>
        <source>Requested from the proxy</source>
        <translation>Vom Proxy verlangt</translation>
    </message>
    <message>
        <source>User at the proxy</source>
        <translation>Benutzer am Proxy</translation>
    </message>
    <message>
        <source>From the proxy</source>
        <translation>Vom Proxy</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Geöffnet</translation>
    </message>
    <message>
        <source>First seen</source>
        <translation>Zuerst gesehen</translation>
    </message>
    <message>
        <source>Established</source>
        <translation>Aufgebaut</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Network namespace</source>
        <translation>Netzwerk-Namespace</translation>
    </message>
    <message>
        <source>Cipher</source>
        <translation>Cipher</translation>
    </message>
    <message>
        <source>Server name (SNI)</source>
        <translation>Servername (SNI)</translation>
    </message>
    <message>
        <source>Application (ALPN)</source>
        <translation>Anwendung (ALPN)</translation>
    </message>
    <message>
        <source>Client&apos;s fingerprint (JA4)</source>
        <translation>Fingerabdruck des Clients (JA4)</translation>
    </message>
    <message>
        <source>Handshake duration</source>
        <translation>Dauer des Handshakes</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Encrypted by</source>
        <translation>Verschlüsselt von</translation>
    </message>
    <message>
        <source>the kernel (kTLS)</source>
        <translation>dem Kernel (kTLS)</translation>
    </message>
    <message>
        <source>Functions located by</source>
        <translation>Funktionen gefunden durch</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>readable</source>
        <translation>lesbar</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>Read from</source>
        <translation>Gelesen aus</translation>
    </message>
    <message>
        <source>the secrets of its handshake</source>
        <translation>den Secrets des Handshakes</translation>
    </message>
    <message>
        <source>calls of the library</source>
        <translation>Aufrufen der Bibliothek</translation>
    </message>
    <message>
        <source>Tied to the socket by</source>
        <translation>Dem Socket zugeordnet durch</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Process ID</source>
        <translation>Prozess-ID</translation>
    </message>
    <message>
        <source>Thread ID</source>
        <translation>Thread-ID</translation>
    </message>
    <message>
        <source>Parent</source>
        <translation>Elternprozess</translation>
    </message>
    <message>
        <source>User ID</source>
        <translation>Benutzer-ID</translation>
    </message>
    <message>
        <source>%1 (you)</source>
        <translation>%1 (Sie)</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>Befehlszeile</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Exit status</source>
        <translation>Exit-Status</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>cgroup</source>
        <translation>cgroup</translation>
    </message>
    <message>
        <source>1 packet</source>
        <translation>1 Paket</translation>
    </message>
    <message>
        <source>%1 packets</source>
        <translation>%1 Pakete</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>durch %1</translation>
    </message>
    <message>
        <source>Sent as (NAT)</source>
        <translation>Gesendet als (NAT)</translation>
    </message>
    <message>
        <source>Answered as (NAT)</source>
        <translation>Beantwortet als (NAT)</translation>
    </message>
    <message>
        <source>Dropped when sent</source>
        <translation>Beim Senden verworfen</translation>
    </message>
    <message>
        <source>Dropped on arrival</source>
        <translation>Beim Eintreffen verworfen</translation>
    </message>
</context>
<context>
    <name>ui::FactsPane</name>
    <message>
        <source>Timing</source>
        <translation>Timing</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>Vorgang</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>No information about the connection.</source>
        <translation>Keine Angaben zur Verbindung.</translation>
    </message>
    <message>
        <source>This connection is not encrypted.</source>
        <translation>Diese Verbindung ist nicht verschlüsselt.</translation>
    </message>
    <message>
        <source>No information about the process.</source>
        <translation>Keine Angaben zum Prozess.</translation>
    </message>
</context>
<context>
    <name>ui::FieldList</name>
    <message>
        <source>%1 … (%2 more characters)</source>
        <translation>%1 … (%2 weitere Zeichen)</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>Wert kopieren</translation>
    </message>
    <message>
        <source>Copy name and value</source>
        <translation>Name und Wert kopieren</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Alles kopieren</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>ui::FigureModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ui::FileActions</name>
    <message>
        <source>Open …</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>Save capture …</source>
        <translation>Aufzeichnung speichern …</translation>
    </message>
    <message>
        <source>Save masked capture …</source>
        <translation>Maskiert speichern …</translation>
    </message>
    <message>
        <source>Export HAR …</source>
        <translation>HAR exportieren …</translation>
    </message>
    <message>
        <source>Opened %1</source>
        <translation>%1 geöffnet</translation>
    </message>
    <message>
        <source>Marks are kept beside saved captures, not beside HAR files.</source>
        <translation>Markierungen werden neben gespeicherten Aufzeichnungen behalten, nicht neben HAR-Dateien.</translation>
    </message>
    <message>
        <source>Protobuf definitions loaded: %1</source>
        <translation>Protobuf-Definitionen geladen: %1</translation>
    </message>
    <message>
        <source>Stop the capture first.</source>
        <translation>Stoppen Sie zuerst die Aufzeichnung.</translation>
    </message>
    <message>
        <source>No capture to save.</source>
        <translation>Keine Aufzeichnung zum Speichern.</translation>
    </message>
    <message>
        <source>Without its secrets: what is listed, instead of the bytes that were captured</source>
        <translation>Ohne ihre Secrets: was aufgelistet ist, statt der aufgezeichneten Bytes</translation>
    </message>
    <message>
        <source>Nothing to export.</source>
        <translation>Nichts zu exportieren.</translation>
    </message>
    <message>
        <source>Stop the capture before opening a file.</source>
        <translation>Stoppen Sie die Aufzeichnung, bevor Sie eine Datei öffnen.</translation>
    </message>
    <message>
        <source>Open a capture</source>
        <translation>Aufzeichnung öffnen</translation>
    </message>
    <message>
        <source>Captures (*.cleartap *.har *.pcap *.pcapng *.cap *.pcap.gz *.pcapng.gz);;All files (*)</source>
        <translation>Aufzeichnungen (*.cleartap *.har *.pcap *.pcapng *.cap *.pcap.gz *.pcapng.gz);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open another file? The capture has not been saved.</source>
        <translation>Andere Datei öffnen? Die Aufzeichnung ist nicht gespeichert.</translation>
    </message>
    <message>
        <source>Opening %1 …</source>
        <translation>Öffne %1 …</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the newest</source>
        <translation>Die neueste öffnen</translation>
    </message>
    <message>
        <source>Open the other capture? This one has not been saved.</source>
        <translation>Die andere Aufzeichnung öffnen? Diese ist nicht gespeichert.</translation>
    </message>
    <message>
        <source>Save the capture</source>
        <translation>Aufzeichnung speichern</translation>
    </message>
    <message>
        <source>Stop the capture before saving it masked.</source>
        <translation>Stoppen Sie die Aufzeichnung, bevor Sie sie maskiert speichern.</translation>
    </message>
    <message>
        <source>Save the capture without its secrets</source>
        <translation>Aufzeichnung ohne ihre Secrets speichern</translation>
    </message>
    <message>
        <source>Captures (*.cleartap)</source>
        <translation>Aufzeichnungen (*.cleartap)</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>Speichere …</translation>
    </message>
    <message>
        <source>An export is still running.</source>
        <translation>Ein Export läuft noch.</translation>
    </message>
    <message>
        <source>Export HAR</source>
        <translation>HAR exportieren</translation>
    </message>
    <message>
        <source>HTTP archives (*.har)</source>
        <translation>HTTP-Archive (*.har)</translation>
    </message>
    <message>
        <source>Protobuf definitions</source>
        <translation>Protobuf-Definitionen</translation>
    </message>
    <message>
        <source>Add files …</source>
        <translation>Dateien hinzufügen …</translation>
    </message>
    <message>
        <source>Add protobuf definitions</source>
        <translation>Protobuf-Definitionen hinzufügen</translation>
    </message>
    <message>
        <source>Definitions (*.proto *.pb *.protoset *.desc *.binpb);;All files (*)</source>
        <translation>Definitionen (*.proto *.pb *.protoset *.desc *.binpb);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Add folder …</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Add a folder of protobuf definitions</source>
        <translation>Einen Ordner mit Protobuf-Definitionen hinzufügen</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>Alle entfernen</translation>
    </message>
    <message>
        <source>Remove all (%1)</source>
        <translation>Alle entfernen (%1)</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save the capture before closing?</source>
        <translation>Die Aufzeichnung vor dem Schließen speichern?</translation>
    </message>
    <message>
        <source>Masking rules …</source>
        <translation>Maskierungsregeln …</translation>
    </message>
    <message>
        <source>The masking rules of %1 now apply to everything that is masked. They are kept in %2 from now on.</source>
        <translation>Die Maskierungsregeln aus %1 gelten jetzt für alles, was maskiert wird. Sie liegen von nun an in %2.</translation>
    </message>
    <message>
        <source>Saved; what is being captured is stored by the former rules.</source>
        <translation>Gespeichert; die laufende Aufzeichnung folgt noch den bisherigen Regeln.</translation>
    </message>
</context>
<context>
    <name>ui::FilterBox</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Clear the filter (Esc)</source>
        <translation>Filter leeren (Esc)</translation>
    </message>
    <message>
        <source>Filter: words, host:*.local, method:POST, status&gt;=400, proc:curl, -type:image   (Ctrl+F)</source>
        <translation>Filter: Wörter, host:*.local, method:POST, status&gt;=400, proc:curl, -type:image   (Strg+F)</translation>
    </message>
    <message>
        <source>Filter: words, host:*.local, status&gt;=400, proc:curl   (Ctrl+F)</source>
        <translation>Filter: Wörter, host:*.local, status&gt;=400, proc:curl   (Strg+F)</translation>
    </message>
    <message>
        <source>Filter: words, status&gt;=400   (Ctrl+F)</source>
        <translation>Filter: Wörter, status&gt;=400   (Strg+F)</translation>
    </message>
</context>
<context>
    <name>ui::FilterMenu</name>
    <message>
        <source>Filter by this</source>
        <translation>Danach filtern</translation>
    </message>
    <message>
        <source>Filter by %1</source>
        <translation>Nach %1 filtern</translation>
    </message>
    <message>
        <source>Exclude this</source>
        <translation>Dies ausschließen</translation>
    </message>
    <message>
        <source>Exclude %1</source>
        <translation>%1 ausschließen</translation>
    </message>
    <message>
        <source>The filter has no term for this value.</source>
        <translation>Der Filter hat keinen Ausdruck für diesen Wert.</translation>
    </message>
</context>
<context>
    <name>ui::FindBar</name>
    <message>
        <source>Find in body</source>
        <translation>Im Body suchen</translation>
    </message>
    <message>
        <source>Previous (Shift+F3)</source>
        <translation>Zurück (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next (F3)</source>
        <translation>Weiter (F3)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>searching …</source>
        <translation>suche …</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>%1 of %2%3</source>
        <translation>%1 von %2%3</translation>
    </message>
</context>
<context>
    <name>ui::FirstRunPage</name>
    <message>
        <source>Start capturing</source>
        <translation>Aufzeichnung starten</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>Cleartap shows what the programs on this machine send and receive, decrypted, without changing them.</source>
        <translation>Cleartap zeigt, was die Programme auf diesem Rechner senden und empfangen, entschlüsselt und ohne sie zu verändern.</translation>
    </message>
    <message>
        <source>Captures while curl fetches this URL</source>
        <translation>Zeichnet auf, während curl diese URL abruft</translation>
    </message>
    <message>
        <source>URL to try</source>
        <translation>URL zum Ausprobieren</translation>
    </message>
    <message>
        <source>all programs of your user</source>
        <translation>alle Programme Ihres Benutzers</translation>
    </message>
    <message>
        <source>Hide the checks</source>
        <translation>Prüfungen ausblenden</translation>
    </message>
    <message>
        <source>Show all checks (%1)</source>
        <translation>Alle Prüfungen zeigen (%1)</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>Prüfe …</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>Checking what works on this machine.</source>
        <translation>Es wird geprüft, was auf diesem Rechner funktioniert.</translation>
    </message>
    <message>
        <source>This is known once the helper has run. Starting it requires an administrator&apos;s password.</source>
        <translation>Das ist bekannt, sobald der Helfer gelaufen ist. Sein Start erfordert das Passwort eines Administrators.</translation>
    </message>
    <message>
        <source>This is known once the helper has run.</source>
        <translation>Das ist bekannt, sobald der Helfer gelaufen ist.</translation>
    </message>
    <message>
        <source>Not everything works on this machine:</source>
        <translation>Auf diesem Rechner funktioniert nicht alles:</translation>
    </message>
    <message>
        <source>Capturing works on this machine, with limits:</source>
        <translation>Aufzeichnen funktioniert auf diesem Rechner, mit Einschränkungen:</translation>
    </message>
    <message>
        <source>Everything works on this machine.</source>
        <translation>Auf diesem Rechner funktioniert alles.</translation>
    </message>
    <message>
        <source>Enter a URL that starts with https:// or http:// and has a host.</source>
        <translation>Geben Sie eine URL ein, die mit https:// oder http:// beginnt und einen Host hat.</translation>
    </message>
    <message>
        <source>THIS MACHINE</source>
        <translation>DIESER RECHNER</translation>
    </message>
</context>
<context>
    <name>ui::Guide</name>
    <message>
        <source>Guide</source>
        <translation>Anleitung</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>ui::GuideText</name>
    <message>
        <source>Capture</source>
        <translation>Aufzeichnen</translation>
    </message>
    <message>
        <source>Press &lt;b&gt;Start&lt;/b&gt; (Ctrl+E). Cleartap attaches to the programs that run and to those that start later. They need no proxy, certificate or restart, and do not notice it.</source>
        <translation>Drücken Sie &lt;b&gt;Start&lt;/b&gt; (Strg+E). Cleartap verbindet sich mit laufenden Programmen und mit solchen, die später starten. Sie brauchen weder Proxy noch Zertifikat noch Neustart und merken nichts davon.</translation>
    </message>
    <message>
        <source>The menu beside it chooses what is captured: your processes, one of them with its children, a command that Cleartap starts, or all processes.</source>
        <translation>Das Menü daneben bestimmt, was aufgezeichnet wird: Ihre Prozesse, einer davon mit seinen Kindern, ein Befehl, den Cleartap startet, oder alle Prozesse.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Save capture&lt;/b&gt; (Ctrl+S) keeps all of it in one file, which opens again as it was. What was not saved is offered again after a crash.</source>
        <translation>&lt;b&gt;Aufzeichnung speichern&lt;/b&gt; (Strg+S) bewahrt alles in einer Datei auf, die sich wieder so öffnet, wie sie war. Was nicht gespeichert wurde, wird nach einem Absturz wieder angeboten.</translation>
    </message>
    <message>
        <source>Read an exchange</source>
        <translation>Einen Vorgang lesen</translation>
    </message>
    <message>
        <source>A row is one call: a request with its response, a query with its result, or a channel with its messages. On one machine both programs are seen, and their halves are one row; Ctrl+J shows them as two.</source>
        <translation>Eine Zeile ist ein Aufruf: ein Request mit seiner Response, eine Abfrage mit ihrem Ergebnis oder ein Kanal mit seinen Nachrichten. Auf einem Rechner werden beide Programme gesehen, und ihre Hälften sind eine Zeile; Strg+J zeigt sie als zwei.</translation>
    </message>
    <message>
        <source>Select a row for its details: heads, bodies as text, tree or hex, timing, the connection and both processes. &lt;b&gt;o&lt;/b&gt; shows the other side, Ctrl+. the next exchange on the same connection.</source>
        <translation>Wählen Sie eine Zeile für ihre Details: Köpfe, Bodys als Text, Baum oder Hex, Timing, die Verbindung und beide Prozesse. &lt;b&gt;o&lt;/b&gt; zeigt die andere Seite, Strg+. den nächsten Vorgang auf derselben Verbindung.</translation>
    </message>
    <message>
        <source>&lt;i&gt;Unknown&lt;/i&gt; means just that. What was lost or cut is marked in the row and counted in the status bar.</source>
        <translation>&lt;i&gt;Unbekannt&lt;/i&gt; heißt genau das. Was verloren ging oder abgeschnitten wurde, ist in der Zeile markiert und in der Statusleiste gezählt.</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Type into the box above the list (Ctrl+F). Words match host, path, process and statement. Terms side by side must all match; &lt;code&gt;or&lt;/code&gt;, &lt;code&gt;-&lt;/code&gt; and parentheses combine them. Click one to try it:</source>
        <translation>Schreiben Sie in das Feld über der Liste (Strg+F). Wörter passen auf Host, Pfad, Prozess und Anweisung. Ausdrücke nebeneinander müssen alle passen; &lt;code&gt;or&lt;/code&gt;, &lt;code&gt;-&lt;/code&gt; und Klammern verknüpfen sie. Klicken Sie auf einen, um ihn auszuprobieren:</translation>
    </message>
    <message>
        <source>failed requests</source>
        <translation>fehlgeschlagene Requests</translation>
    </message>
    <message>
        <source>slow ones</source>
        <translation>langsame</translation>
    </message>
    <message>
        <source>whatever went wrong</source>
        <translation>alles, was schiefging</translation>
    </message>
    <message>
        <source>by host and path, with wildcards</source>
        <translation>nach Host und Pfad, mit Platzhaltern</translation>
    </message>
    <message>
        <source>of a process, without images</source>
        <translation>eines Prozesses, ohne Bilder</translation>
    </message>
    <message>
        <source>database queries</source>
        <translation>Datenbankabfragen</translation>
    </message>
    <message>
        <source>text in bodies and messages</source>
        <translation>Text in Bodys und Nachrichten</translation>
    </message>
    <message>
        <source>a header field</source>
        <translation>ein Header-Feld</translation>
    </message>
    <message>
        <source>with retransmitted segments</source>
        <translation>mit wiederholt gesendeten Segmenten</translation>
    </message>
    <message>
        <source>what you marked</source>
        <translation>was Sie markiert haben</translation>
    </message>
    <message>
        <source>Right-click a value to filter by it, to exclude it, or to show it as a column.</source>
        <translation>Rechtsklick auf einen Wert, um danach zu filtern, ihn auszuschließen oder als Spalte zu zeigen.</translation>
    </message>
    <message>
        <source>Why is it slow?</source>
        <translation>Warum ist es langsam?</translation>
    </message>
    <message>
        <source>Sort by &lt;b&gt;Duration&lt;/b&gt;, or filter:</source>
        <translation>Sortieren Sie nach &lt;b&gt;Dauer&lt;/b&gt; oder filtern Sie:</translation>
    </message>
    <message>
        <source>took long</source>
        <translation>dauerte lange</translation>
    </message>
    <message>
        <source>waited for the answer</source>
        <translation>wartete auf die Antwort</translation>
    </message>
    <message>
        <source>&lt;b&gt;Timing&lt;/b&gt; in the details names what took the time: name lookup, connecting, TLS, a server that was busy, the network, the server&apos;s own work, or a client that read late; with the figures and how sure that is.</source>
        <translation>&lt;b&gt;Timing&lt;/b&gt; in den Details nennt, was die Zeit kostete: Namensauflösung, Verbindungsaufbau, TLS, ein ausgelasteter Server, das Netzwerk, die Arbeit des Servers selbst oder ein Client, der spät las; mit den Zahlen und wie sicher das ist.</translation>
    </message>
    <message>
        <source>The connection page plots round-trip time, window, throughput and retransmits. &lt;b&gt;d&lt;/b&gt; compares the exchange with the previous one to the same path, or the two that you selected.</source>
        <translation>Die Seite der Verbindung zeichnet Umlaufzeit, Fenster, Durchsatz und Retransmits. &lt;b&gt;d&lt;/b&gt; vergleicht den Vorgang mit dem vorigen zum selben Pfad oder die beiden, die Sie ausgewählt haben.</translation>
    </message>
    <message>
        <source>Keep and share</source>
        <translation>Behalten und weitergeben</translation>
    </message>
    <message>
        <source>&lt;b&gt;1&lt;/b&gt; to &lt;b&gt;6&lt;/b&gt; mark a row with a colour, &lt;b&gt;F2&lt;/b&gt; adds a comment.</source>
        <translation>&lt;b&gt;1&lt;/b&gt; bis &lt;b&gt;6&lt;/b&gt; markieren eine Zeile farbig, &lt;b&gt;F2&lt;/b&gt; fügt einen Kommentar hinzu.</translation>
    </message>
    <message>
        <source>Right-click to copy as cURL, fetch, Python, HTTPie or raw text. &lt;b&gt;Export HAR&lt;/b&gt; (Ctrl+Shift+S) writes the selected, the shown or all exchanges. Passwords, tokens, cookies and keys are masked in every export; the dialog says how many of which kind.</source>
        <translation>Rechtsklick kopiert als cURL, fetch, Python, HTTPie oder Rohtext. &lt;b&gt;HAR exportieren&lt;/b&gt; (Strg+Umschalt+S) schreibt die ausgewählten, die angezeigten oder alle Vorgänge. Passwörter, Tokens, Cookies und Schlüssel sind in jedem Export maskiert; der Dialog sagt, wie viele welcher Art.</translation>
    </message>
    <message>
        <source>Nothing shows up?</source>
        <translation>Nichts zu sehen?</translation>
    </message>
    <message>
        <source>&lt;b&gt;Readable&lt;/b&gt;, below the processes, lists the programs that use TLS, with their library. Where one cannot be read, &lt;b&gt;why?&lt;/b&gt; gives the reason and what would help.</source>
        <translation>&lt;b&gt;Lesbar&lt;/b&gt;, unter den Prozessen, listet die Programme, die TLS verwenden, mit ihrer Bibliothek. Ist eines nicht lesbar, nennt &lt;b&gt;warum?&lt;/b&gt; den Grund und was helfen würde.</translation>
    </message>
    <message>
        <source>connections that are seen but not read</source>
        <translation>Verbindungen, die gesehen, aber nicht gelesen werden</translation>
    </message>
    <message>
        <source>exchanges with missing bytes</source>
        <translation>Vorgänge mit fehlenden Bytes</translation>
    </message>
    <message>
        <source>&lt;code&gt;cleartap-cli doctor&lt;/code&gt; says what this kernel and your rights allow.</source>
        <translation>&lt;code&gt;cleartap-cli doctor&lt;/code&gt; sagt, was dieser Kernel und Ihre Rechte erlauben.</translation>
    </message>
</context>
<context>
    <name>ui::HeaderText</name>
    <message>
        <source>The media types that the client can use, the preferred ones with a higher q.</source>
        <translation>Die Medientypen, die der Client verwenden kann, bevorzugte mit höherem q.</translation>
    </message>
    <message>
        <source>The content codings, such as gzip or br, that the client can decode.</source>
        <translation>Die Inhaltskodierungen wie gzip oder br, die der Client dekodieren kann.</translation>
    </message>
    <message>
        <source>The languages that the user prefers.</source>
        <translation>Die Sprachen, die der Benutzer bevorzugt.</translation>
    </message>
    <message>
        <source>Whether the server answers requests for a part of this resource.</source>
        <translation>Ob der Server Requests nach einem Teil dieser Ressource beantwortet.</translation>
    </message>
    <message>
        <source>Whether a page of another origin may send cookies with the request and read the answer.</source>
        <translation>Ob eine Seite anderer Herkunft Cookies mitsenden und die Antwort lesen darf.</translation>
    </message>
    <message>
        <source>The fields that a page of another origin may send.</source>
        <translation>Die Felder, die eine Seite anderer Herkunft senden darf.</translation>
    </message>
    <message>
        <source>The methods that a page of another origin may use.</source>
        <translation>Die Methoden, die eine Seite anderer Herkunft verwenden darf.</translation>
    </message>
    <message>
        <source>The origin whose pages may read the answer; * means any.</source>
        <translation>Die Herkunft, deren Seiten die Antwort lesen dürfen; * steht für jede.</translation>
    </message>
    <message>
        <source>The fields of the answer that a page of another origin may read.</source>
        <translation>Die Felder der Antwort, die eine Seite anderer Herkunft lesen darf.</translation>
    </message>
    <message>
        <source>For how many seconds the browser need not ask again before such a request.</source>
        <translation>Wie viele Sekunden der Browser vor so einem Request nicht erneut fragen muss.</translation>
    </message>
    <message>
        <source>In a preflight request: the fields that the page wants to send.</source>
        <translation>In einem Preflight-Request: die Felder, die die Seite senden will.</translation>
    </message>
    <message>
        <source>In a preflight request: the method that the page wants to use.</source>
        <translation>In einem Preflight-Request: die Methode, die die Seite verwenden will.</translation>
    </message>
    <message>
        <source>For how many seconds the answer has been in a cache.</source>
        <translation>Wie viele Sekunden die Antwort schon in einem Cache liegt.</translation>
    </message>
    <message>
        <source>The methods that this resource supports.</source>
        <translation>Die Methoden, die diese Ressource unterstützt.</translation>
    </message>
    <message>
        <source>Where else the same service can be reached, for example over HTTP/3.</source>
        <translation>Wo derselbe Dienst noch erreichbar ist, zum Beispiel über HTTP/3.</translation>
    </message>
    <message>
        <source>The client&apos;s credentials for the server.</source>
        <translation>Die Zugangsdaten des Clients für den Server.</translation>
    </message>
    <message>
        <source>Who may keep the message, and for how long.</source>
        <translation>Wer die Nachricht behalten darf und wie lange.</translation>
    </message>
    <message>
        <source>Options of this connection alone; close ends it after the message.</source>
        <translation>Optionen allein dieser Verbindung; close beendet sie nach der Nachricht.</translation>
    </message>
    <message>
        <source>Whether to show the body or save it, and under which name.</source>
        <translation>Ob der Body gezeigt oder gespeichert werden soll und unter welchem Namen.</translation>
    </message>
    <message>
        <source>The codings that were applied to the body, in this order.</source>
        <translation>Die auf den Body angewandten Kodierungen, in dieser Reihenfolge.</translation>
    </message>
    <message>
        <source>The languages of those for whom the body is meant.</source>
        <translation>Die Sprachen derer, für die der Body gedacht ist.</translation>
    </message>
    <message>
        <source>The size of the body in bytes, as it is sent.</source>
        <translation>Die Größe des Bodys in Bytes, wie er gesendet wird.</translation>
    </message>
    <message>
        <source>The address of exactly what is in the body.</source>
        <translation>Die Adresse genau dessen, was im Body ist.</translation>
    </message>
    <message>
        <source>Which part of the whole the body is.</source>
        <translation>Welcher Teil des Ganzen der Body ist.</translation>
    </message>
    <message>
        <source>From where the page may load scripts, styles, pictures and more.</source>
        <translation>Woher die Seite Skripte, Stile, Bilder und anderes laden darf.</translation>
    </message>
    <message>
        <source>The media type of the body, and the charset of a text.</source>
        <translation>Der Medientyp des Bodys und der Zeichensatz eines Textes.</translation>
    </message>
    <message>
        <source>The cookies that the server set earlier.</source>
        <translation>Die Cookies, die der Server früher gesetzt hat.</translation>
    </message>
    <message>
        <source>When the message was made.</source>
        <translation>Wann die Nachricht entstand.</translation>
    </message>
    <message>
        <source>That the user does not want to be tracked; no longer a standard.</source>
        <translation>Dass der Benutzer nicht verfolgt werden will; kein Standard mehr.</translation>
    </message>
    <message>
        <source>The version of what is in the body, for caches and for conditional requests.</source>
        <translation>Die Version des Bodys, für Caches und bedingte Requests.</translation>
    </message>
    <message>
        <source>What the server must agree to before the client sends the body.</source>
        <translation>Womit der Server einverstanden sein muss, bevor der Client den Body sendet.</translation>
    </message>
    <message>
        <source>From when on the answer is stale; max-age in Cache-Control comes first.</source>
        <translation>Ab wann die Antwort veraltet ist; max-age in Cache-Control geht vor.</translation>
    </message>
    <message>
        <source>What proxies on the way have noted: the client, the host and the scheme.</source>
        <translation>Was Proxys unterwegs notiert haben: Client, Host und Schema.</translation>
    </message>
    <message>
        <source>The mail address of the person behind the client.</source>
        <translation>Die Mailadresse der Person hinter dem Client.</translation>
    </message>
    <message>
        <source>The host, and the port if it is not the usual one, that the client addresses.</source>
        <translation>Der Host, und der Port, falls er nicht der übliche ist, den der Client anspricht.</translation>
    </message>
    <message>
        <source>Lets the server recognise a repeated request, so that it is carried out once.</source>
        <translation>Lässt den Server einen wiederholten Request erkennen, damit er nur einmal ausgeführt wird.</translation>
    </message>
    <message>
        <source>Carry the request out only if the resource is still this version.</source>
        <translation>Den Request nur ausführen, wenn die Ressource noch diese Version hat.</translation>
    </message>
    <message>
        <source>Send the body only if it has changed since then.</source>
        <translation>Den Body nur senden, wenn er sich seitdem geändert hat.</translation>
    </message>
    <message>
        <source>Send the body only if it is no longer this version.</source>
        <translation>Den Body nur senden, wenn er nicht mehr diese Version hat.</translation>
    </message>
    <message>
        <source>Send the part only if the resource is still this version, else the whole.</source>
        <translation>Den Teil nur senden, wenn die Ressource noch diese Version hat, sonst das Ganze.</translation>
    </message>
    <message>
        <source>Carry the request out only if the resource has not changed since then.</source>
        <translation>Den Request nur ausführen, wenn sich die Ressource seitdem nicht geändert hat.</translation>
    </message>
    <message>
        <source>How long, and for how many requests, the connection stays open.</source>
        <translation>Wie lange und für wie viele Requests die Verbindung offen bleibt.</translation>
    </message>
    <message>
        <source>The last event that the client received before it connected again.</source>
        <translation>Das letzte Ereignis, das der Client erhielt, bevor er sich neu verband.</translation>
    </message>
    <message>
        <source>When the resource was last changed.</source>
        <translation>Wann die Ressource zuletzt geändert wurde.</translation>
    </message>
    <message>
        <source>Related resources, such as the next page or what to load early.</source>
        <translation>Verwandte Ressourcen, etwa die nächste Seite oder was früh zu laden ist.</translation>
    </message>
    <message>
        <source>Where to go instead, or where the new resource is.</source>
        <translation>Wohin stattdessen zu gehen ist, oder wo die neue Ressource liegt.</translation>
    </message>
    <message>
        <source>The version of the Model Context Protocol that both sides have agreed on.</source>
        <translation>Die Version des Model Context Protocol, auf die sich beide Seiten geeinigt haben.</translation>
    </message>
    <message>
        <source>The session of the Model Context Protocol that the message belongs to.</source>
        <translation>Die Sitzung des Model Context Protocol, zu der die Nachricht gehört.</translation>
    </message>
    <message>
        <source>The origin of the page that caused the request.</source>
        <translation>Die Herkunft der Seite, die den Request auslöste.</translation>
    </message>
    <message>
        <source>The forerunner of Cache-Control; no-cache means the same there.</source>
        <translation>Der Vorläufer von Cache-Control; no-cache bedeutet dort dasselbe.</translation>
    </message>
    <message>
        <source>How the client would like to be served.</source>
        <translation>Wie der Client bedient werden möchte.</translation>
    </message>
    <message>
        <source>How urgent the answer is, and whether it is useful in parts.</source>
        <translation>Wie dringend die Antwort ist und ob sie in Teilen nützlich ist.</translation>
    </message>
    <message>
        <source>How to sign in at the proxy.</source>
        <translation>Wie man sich am Proxy anmeldet.</translation>
    </message>
    <message>
        <source>The client&apos;s credentials for the proxy.</source>
        <translation>Die Zugangsdaten des Clients für den Proxy.</translation>
    </message>
    <message>
        <source>The part of the resource that the client wants.</source>
        <translation>Der Teil der Ressource, den der Client will.</translation>
    </message>
    <message>
        <source>What remains of the number of requests that the server allows.</source>
        <translation>Was von der Zahl der Requests übrig ist, die der Server erlaubt.</translation>
    </message>
    <message>
        <source>The address of the page from which the request came.</source>
        <translation>Die Adresse der Seite, von der der Request kam.</translation>
    </message>
    <message>
        <source>How much of its address the page tells other servers.</source>
        <translation>Wie viel von ihrer Adresse die Seite anderen Servern verrät.</translation>
    </message>
    <message>
        <source>How long to wait before another attempt.</source>
        <translation>Wie lange bis zu einem weiteren Versuch zu warten ist.</translation>
    </message>
    <message>
        <source>What the answer is for: a document, a script, a picture.</source>
        <translation>Wofür die Antwort ist: ein Dokument, ein Skript, ein Bild.</translation>
    </message>
    <message>
        <source>How the browser makes the request: navigate, cors, no-cors.</source>
        <translation>Wie der Browser den Request stellt: navigate, cors, no-cors.</translation>
    </message>
    <message>
        <source>How the page and the server are related: same-origin, same-site, cross-site.</source>
        <translation>Wie Seite und Server zueinander stehen: same-origin, same-site, cross-site.</translation>
    </message>
    <message>
        <source>That the user caused the request, for example by a click.</source>
        <translation>Dass der Benutzer den Request auslöste, etwa durch einen Klick.</translation>
    </message>
    <message>
        <source>The server&apos;s proof that it has understood the opening of a WebSocket.</source>
        <translation>Der Nachweis des Servers, dass er die Eröffnung eines WebSockets verstanden hat.</translation>
    </message>
    <message>
        <source>The extensions of a WebSocket, such as compression.</source>
        <translation>Die Erweiterungen eines WebSockets, etwa Kompression.</translation>
    </message>
    <message>
        <source>A random value that opens a WebSocket; it is no secret.</source>
        <translation>Ein Zufallswert, der einen WebSocket eröffnet; er ist kein Secret.</translation>
    </message>
    <message>
        <source>The protocols that the client offers on a WebSocket, or the one that the server chose.</source>
        <translation>Die Protokolle, die der Client für einen WebSocket anbietet, oder das vom Server gewählte.</translation>
    </message>
    <message>
        <source>The version of the WebSocket protocol.</source>
        <translation>Die Version des WebSocket-Protokolls.</translation>
    </message>
    <message>
        <source>The server&apos;s software.</source>
        <translation>Die Software des Servers.</translation>
    </message>
    <message>
        <source>How long the server took for what, in its own words.</source>
        <translation>Wie lange der Server wofür brauchte, in seinen eigenen Worten.</translation>
    </message>
    <message>
        <source>A cookie that the client is to keep and send back.</source>
        <translation>Ein Cookie, das der Client behalten und zurücksenden soll.</translation>
    </message>
    <message>
        <source>That the host is only to be reached over TLS, for this many seconds.</source>
        <translation>Dass der Host für so viele Sekunden nur über TLS anzusprechen ist.</translation>
    </message>
    <message>
        <source>The transfer codings that the client accepts, and whether it reads trailers.</source>
        <translation>Die Transferkodierungen, die der Client annimmt, und ob er Trailer liest.</translation>
    </message>
    <message>
        <source>The trace and the step of it that the request belongs to.</source>
        <translation>Der Trace und der Schritt darin, zu dem der Request gehört.</translation>
    </message>
    <message>
        <source>What tracing systems add to traceparent.</source>
        <translation>Was Tracing-Systeme zu traceparent hinzufügen.</translation>
    </message>
    <message>
        <source>The fields that follow the body.</source>
        <translation>Die Felder, die auf den Body folgen.</translation>
    </message>
    <message>
        <source>How the body is divided on the way; chunked means that its length is not known in advance.</source>
        <translation>Wie der Body unterwegs aufgeteilt ist; chunked heißt, dass seine Länge vorab nicht bekannt ist.</translation>
    </message>
    <message>
        <source>The protocols to which the connection may change.</source>
        <translation>Die Protokolle, zu denen die Verbindung wechseln darf.</translation>
    </message>
    <message>
        <source>That the client would rather be sent to an address with TLS.</source>
        <translation>Dass der Client lieber zu einer Adresse mit TLS geschickt würde.</translation>
    </message>
    <message>
        <source>The client&apos;s software.</source>
        <translation>Die Software des Clients.</translation>
    </message>
    <message>
        <source>The fields of the request on which the answer depends; caches compare them.</source>
        <translation>Die Felder des Requests, von denen die Antwort abhängt; Caches vergleichen sie.</translation>
    </message>
    <message>
        <source>The proxies that the message has passed.</source>
        <translation>Die Proxys, die die Nachricht passiert hat.</translation>
    </message>
    <message>
        <source>How to sign in at the server.</source>
        <translation>Wie man sich am Server anmeldet.</translation>
    </message>
    <message>
        <source>With nosniff, the browser believes the Content-Type.</source>
        <translation>Mit nosniff glaubt der Browser dem Content-Type.</translation>
    </message>
    <message>
        <source>The client&apos;s address, and those of the proxies before the last one.</source>
        <translation>Die Adresse des Clients und die der Proxys vor dem letzten.</translation>
    </message>
    <message>
        <source>The host that the client addressed, behind a proxy.</source>
        <translation>Der Host, den der Client ansprach, hinter einem Proxy.</translation>
    </message>
    <message>
        <source>The scheme that the client used, behind a proxy.</source>
        <translation>Das Schema, das der Client verwendete, hinter einem Proxy.</translation>
    </message>
    <message>
        <source>Whether other pages may show this one in a frame.</source>
        <translation>Ob andere Seiten diese in einem Frame zeigen dürfen.</translation>
    </message>
    <message>
        <source>A name for the request, by which it is found in the logs of every service.</source>
        <translation>Ein Name für den Request, unter dem er in den Logs aller Dienste zu finden ist.</translation>
    </message>
    <message>
        <source>That a script made the request; some frameworks check it.</source>
        <translation>Dass ein Skript den Request stellte; manche Frameworks prüfen das.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>ui::HexView</name>
    <message>
        <source>Bytes in hexadecimal</source>
        <translation>Bytes in Hexadezimal</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message>
        <source>Copy as hex</source>
        <translation>Als Hex kopieren</translation>
    </message>
    <message>
        <source>Copy lines with offsets</source>
        <translation>Zeilen mit Offsets kopieren</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>ui::ImageView</name>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Copy image</source>
        <translation>Bild kopieren</translation>
    </message>
</context>
<context>
    <name>ui::ItemCells</name>
    <message>
        <source>close %1</source>
        <translation>Schließen %1</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>cannot be decompressed</source>
        <translation>lässt sich nicht dekomprimieren</translation>
    </message>
    <message>
        <source>%1 not captured.</source>
        <translation>%1 nicht aufgezeichnet.</translation>
    </message>
    <message>
        <source>It cannot be decompressed: earlier data was not captured, or it is damaged.</source>
        <translation>Lässt sich nicht dekomprimieren: Frühere Daten wurden nicht aufgezeichnet, oder es ist beschädigt.</translation>
    </message>
</context>
<context>
    <name>ui::ItemListModel</name>
    <message>
        <source>(the capture file could not be read)</source>
        <translation>(die Aufzeichnungsdatei war nicht lesbar)</translation>
    </message>
    <message>
        <source>Id: %1</source>
        <translation>Id: %1</translation>
    </message>
    <message>
        <source>From the client</source>
        <translation>Vom Client</translation>
    </message>
    <message>
        <source>From the server</source>
        <translation>Vom Server</translation>
    </message>
    <message>
        <source>from the client</source>
        <translation>vom Client</translation>
    </message>
    <message>
        <source>from the server</source>
        <translation>vom Server</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
</context>
<context>
    <name>ui::JqQuery</name>
    <message>
        <source>The filter took longer than %1 seconds.</source>
        <translation>Der Filter brauchte länger als %1 Sekunden.</translation>
    </message>
    <message>
        <source>The filter could not be run: %1</source>
        <translation>Der Filter ließ sich nicht ausführen: %1</translation>
    </message>
    <message>
        <source>The filter needed too much processor time or memory.</source>
        <translation>Der Filter brauchte zu viel Rechenzeit oder Speicher.</translation>
    </message>
</context>
<context>
    <name>ui::JsonPage</name>
    <message>
        <source>jq filter, such as .items[] | .name</source>
        <translation>jq-Filter, etwa .items[] | .name</translation>
    </message>
    <message>
        <source>jq filter</source>
        <translation>jq-Filter</translation>
    </message>
    <message>
        <source>The first %1 of the results</source>
        <translation>Die ersten %1 der Ergebnisse</translation>
    </message>
    <message>
        <source>No result</source>
        <translation>Kein Ergebnis</translation>
    </message>
    <message>
        <source>%1 results</source>
        <translation>%1 Ergebnisse</translation>
    </message>
</context>
<context>
    <name>ui::JsonTreeModel</name>
    <message>
        <source>1 member</source>
        <translation>1 Mitglied</translation>
    </message>
    <message>
        <source>%1 members</source>
        <translation>%1 Mitglieder</translation>
    </message>
    <message>
        <source>1 element</source>
        <translation>1 Element</translation>
    </message>
    <message>
        <source>%1 elements</source>
        <translation>%1 Elemente</translation>
    </message>
    <message>
        <source>Show more …</source>
        <translation>Mehr zeigen …</translation>
    </message>
    <message>
        <source>This is not valid JSON.</source>
        <translation>Das ist kein gültiges JSON.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>ui::JsonTreeView</name>
    <message>
        <source>JSON tree</source>
        <translation>JSON-Baum</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>Wert kopieren</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>Als JSON kopieren</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Expand all below</source>
        <translation>Alles darunter ausklappen</translation>
    </message>
    <message>
        <source>Collapse all</source>
        <translation>Alles einklappen</translation>
    </message>
</context>
<context>
    <name>ui::LibraryDelegate</name>
    <message>
        <source>why?</source>
        <translation>warum?</translation>
    </message>
</context>
<context>
    <name>ui::LinkText</name>
    <message>
        <source>The link to %1 is lost. What its programs do is not captured until it is back, which is tried all the time.</source>
        <translation>Die Verbindung zu %1 ist abgerissen. Was dort geschieht, wird nicht aufgezeichnet, bis sie wieder besteht; das wird ständig versucht.</translation>
    </message>
    <message>
        <source>The link to %1 is back; %2 s are missing.</source>
        <translation>Die Verbindung zu %1 besteht wieder; %2 s fehlen.</translation>
    </message>
    <message>
        <source>Linked to %1. Its clock is %2 s behind, give or take %3 ms; times are by this machine&apos;s.</source>
        <translation>Verbunden mit %1. Die Uhr dort geht %2 s nach, auf %3 ms genau; Zeiten sind nach der Uhr dieses Rechners.</translation>
    </message>
    <message>
        <source>Linked to %1. Its clock is %2 s ahead, give or take %3 ms; times are by this machine&apos;s.</source>
        <translation>Verbunden mit %1. Die Uhr dort geht %2 s vor, auf %3 ms genau; Zeiten sind nach der Uhr dieses Rechners.</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>diesem Rechner</translation>
    </message>
    <message>
        <source>Nothing is captured on %1: %2</source>
        <translation>Auf %1 wird nichts aufgezeichnet: %2</translation>
    </message>
</context>
<context>
    <name>ui::MachineDialog</name>
    <message>
        <source>Capture this machine too</source>
        <translation>Auch diesen Rechner aufzeichnen</translation>
    </message>
    <message>
        <source>Add a machine</source>
        <translation>Rechner hinzufügen</translation>
    </message>
    <message>
        <source>user@host, or a name in your configuration of ssh</source>
        <translation>user@host oder ein Name aus Ihrer ssh-Konfiguration</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>What to capture there</source>
        <translation>Was dort aufgezeichnet wird</translation>
    </message>
    <message>
        <source>Everything that the login may see</source>
        <translation>Alles, was der Login sehen darf</translation>
    </message>
    <message>
        <source>One program</source>
        <translation>Ein Programm</translation>
    </message>
    <message>
        <source>Its path there, e.g. /usr/sbin/nginx</source>
        <translation>Sein Pfad dort, z. B. /usr/sbin/nginx</translation>
    </message>
    <message>
        <source>Path of the program</source>
        <translation>Pfad des Programms</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>Aufzeichnen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>ssh connects as it does in a terminal, with your keys and configuration. There cleartap-helper runs as long as the link lasts: as root, through sudo (whose password you are asked for if it needs one), or as the service there allows. If none is installed, this machine&apos;s is copied into a private folder, checked, and removed as soon as it runs. Nothing is left behind, and nothing listens.</source>
        <translation>ssh verbindet sich wie in einem Terminal, mit Ihren Schlüsseln und Ihrer Konfiguration. cleartap-helper läuft dort, solange die Verbindung besteht: als root, über sudo (braucht es ein Passwort, werden Sie danach gefragt) oder wie der Dienst dort es erlaubt. Ist keiner installiert, wird der dieses Rechners in einen privaten Ordner kopiert, geprüft und entfernt, sobald er läuft. Nichts bleibt zurück, und nichts lauscht.</translation>
    </message>
    <message>
        <source>“%1” is not the name of a machine; use user@host or ssh://user@host:port.</source>
        <translation>„%1“ ist kein Rechnername; schreiben Sie user@host oder ssh://user@host:port.</translation>
    </message>
    <message>
        <source>Name a machine first.</source>
        <translation>Nennen Sie zuerst einen Rechner.</translation>
    </message>
    <message>
        <source>Give the whole path of the program on that machine.</source>
        <translation>Geben Sie den ganzen Pfad des Programms auf dem Rechner an.</translation>
    </message>
    <message>
        <source>ssh connects to %1, port %2, as %3</source>
        <translation>ssh verbindet sich mit %1, Port %2, als %3</translation>
    </message>
</context>
<context>
    <name>ui::MachineList</name>
    <message>
        <source>Machines</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Stop capturing it</source>
        <translation>Nicht mehr aufzeichnen</translation>
    </message>
    <message>
        <source>Its rows stay (Delete)</source>
        <translation>Seine Zeilen bleiben (Entf)</translation>
    </message>
    <message>
        <source>No capture is running.</source>
        <translation>Es läuft keine Aufzeichnung.</translation>
    </message>
</context>
<context>
    <name>ui::MachineListModel</name>
    <message>
        <source>connecting …</source>
        <translation>verbindet …</translation>
    </message>
    <message>
        <source>wants a password</source>
        <translation>will ein Passwort</translation>
    </message>
    <message>
        <source>link lost</source>
        <translation>getrennt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>%1 lost</source>
        <translation>%1 verloren</translation>
    </message>
    <message>
        <source>%1, whose name is %2</source>
        <translation>%1, mit Namen %2</translation>
    </message>
    <message>
        <source>Its clock is %1 s behind, give or take %2 ms</source>
        <translation>Die Uhr dort geht %1 s nach, auf %2 ms genau</translation>
    </message>
    <message>
        <source>Its clock is %1 s ahead, give or take %2 ms</source>
        <translation>Die Uhr dort geht %1 s vor, auf %2 ms genau</translation>
    </message>
    <message>
        <source>The newest data came %1 after it was moved there</source>
        <translation>Die neuesten Daten kamen %1 nach ihrer Übertragung dort an</translation>
    </message>
    <message>
        <source>%1 received</source>
        <translation>%1 empfangen</translation>
    </message>
    <message>
        <source>The link was lost %1 times, and at least %2 s are missing</source>
        <translation>Die Verbindung riss %1-mal ab, und mindestens %2 s fehlen</translation>
    </message>
    <message>
        <source>%1 events lost</source>
        <translation>%1 Ereignisse verloren</translation>
    </message>
    <message>
        <source>No events lost</source>
        <translation>Keine Ereignisse verloren</translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>Starting the capture …</source>
        <translation>Starte die Aufzeichnung …</translation>
    </message>
    <message>
        <source>Part of the helper exited (%1). Data from now on may be incomplete.</source>
        <translation>Ein Teil des Helfers hat sich beendet (%1). Daten von jetzt an können unvollständig sein.</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Search in bodies</source>
        <translation>In Bodys suchen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>One row for each call</source>
        <translation>Eine Zeile je Aufruf</translation>
    </message>
    <message>
        <source>A call between two programs of this machine is seen at both ends: show its halves as one row, or as two</source>
        <translation>Ein Aufruf zwischen zwei Programmen dieses Rechners wird an beiden Enden gesehen: seine Hälften als eine Zeile zeigen oder als zwei</translation>
    </message>
    <message>
        <source>Mask secrets on the screen</source>
        <translation>Secrets am Bildschirm maskieren</translation>
    </message>
    <message>
        <source>For sharing your screen: secrets are masked in everything shown, and in what is copied. What is captured and saved stays as it is.</source>
        <translation>Für geteilte Bildschirme: Secrets werden in allem maskiert, was gezeigt und kopiert wird. Was aufgezeichnet und gespeichert wird, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Anleitung</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>About Cleartap</source>
        <translation>Über Cleartap</translation>
    </message>
    <message>
        <source>&lt;b&gt;Cleartap %1&lt;/b&gt;&lt;p&gt;Shows the traffic of the programs on this machine, decrypted. It only observes and never changes anything.&lt;/p&gt;&lt;p&gt;GPL-3.0-or-later&lt;/p&gt;</source>
        <translation>&lt;b&gt;Cleartap %1&lt;/b&gt;&lt;p&gt;Zeigt den Verkehr der Programme auf diesem Rechner, entschlüsselt. Es beobachtet nur und verändert nichts.&lt;/p&gt;&lt;p&gt;GPL-3.0-or-later&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>The language changes when Cleartap starts again.</source>
        <translation>Die Sprache wechselt, wenn Cleartap neu startet.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Erneut starten</translation>
    </message>
    <message>
        <source>Masking rules …</source>
        <translation>Maskierungsregeln …</translation>
    </message>
</context>
<context>
    <name>ui::MapGraph</name>
    <message>
        <source>unknown program</source>
        <translation>unbekanntes Programm</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation>anderswo</translation>
    </message>
    <message>
        <source>1 error</source>
        <translation>1 Fehler</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <translation>%1 Fehler</translation>
    </message>
    <message>
        <source>%1 → %2: %3 exchanges, %4 errors, %5 each on average</source>
        <translation>%1 → %2: %3 Vorgänge, %4 Fehler, im Mittel %5</translation>
    </message>
</context>
<context>
    <name>ui::MapPanel</name>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Shows which program talks to which while no exchange is selected</source>
        <translation>Zeigt, welches Programm mit welchem spricht, solange kein Vorgang gewählt ist</translation>
    </message>
    <message>
        <source>Programs and hosts that talk to each other</source>
        <translation>Programme und Hosts, die miteinander sprechen</translation>
    </message>
    <message>
        <source>Who asks whom: exchanges, errors, average time. Click to filter.</source>
        <translation>Wer wen fragt: Vorgänge, Fehler, mittlere Zeit. Klick filtert.</translation>
    </message>
    <message>
        <source>Who asks whom, the %1 busiest pairs: exchanges, errors, average time. Click to filter.</source>
        <translation>Wer wen fragt, die %1 aktivsten Paare: Vorgänge, Fehler, mittlere Zeit. Klick filtert.</translation>
    </message>
    <message>
        <source>Graphviz could not lay out the map. Is its library installed completely?</source>
        <translation>Graphviz konnte die Karte nicht anordnen. Ist seine Bibliothek vollständig installiert?</translation>
    </message>
</context>
<context>
    <name>ui::Marks</name>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>Gelb</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violett</translation>
    </message>
</context>
<context>
    <name>ui::MaskedSaveDialog</name>
    <message>
        <source>The file does not say what was left.</source>
        <translation>Die Datei sagt nicht, was belassen wurde.</translation>
    </message>
    <message>
        <source>Save masked capture</source>
        <translation>Maskiert speichern</translation>
    </message>
    <message>
        <source>The file holds what is listed, instead of the bytes that were captured. Each secret is replaced by a short tag.</source>
        <translation>Die Datei enthält, was aufgelistet ist, statt der aufgezeichneten Bytes. Jedes Secret wird durch ein kurzes Tag ersetzt.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose file …</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Your own masking rules cannot be used.</source>
        <translation>Ihre eigenen Maskierungsregeln sind nicht verwendbar.</translation>
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
        <translation>Request-Header</translation>
    </message>
    <message>
        <source>Request body</source>
        <translation>Request-Body</translation>
    </message>
    <message>
        <source>Response headers</source>
        <translation>Response-Header</translation>
    </message>
    <message>
        <source>Response body</source>
        <translation>Response-Body</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>Befehlszeile</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Nothing can be masked without your own rules: %1</source>
        <translation>Ohne Ihre eigenen Regeln lässt sich nichts maskieren: %1</translation>
    </message>
    <message>
        <source>Nothing can be masked without your own rules, and their file is gone: %1.</source>
        <translation>Ohne Ihre eigenen Regeln lässt sich nichts maskieren, und ihre Datei ist weg: %1.</translation>
    </message>
    <message>
        <source>Nothing can be masked without your own rules, and %1 could not be read: %2.</source>
        <translation>Ohne Ihre eigenen Regeln lässt sich nichts maskieren, und %1 war nicht lesbar: %2.</translation>
    </message>
    <message>
        <source>%1, line %2: &quot;%3&quot; is no kind of rule; begin the line with header, name or form.</source>
        <translation>%1, Zeile %2: „%3“ ist keine Art von Regel; beginnen Sie die Zeile mit header, name oder form.</translation>
    </message>
    <message>
        <source>%1, line %2: something is missing after %3.</source>
        <translation>%1, Zeile %2: nach %3 fehlt etwas.</translation>
    </message>
    <message>
        <source>%1, line %2: there are more than %3 rules.</source>
        <translation>%1, Zeile %2: Es gibt mehr als %3 Regeln.</translation>
    </message>
    <message>
        <source>%1, line %2: the regular expression cannot be used: %3.</source>
        <translation>%1, Zeile %2: Der reguläre Ausdruck ist nicht verwendbar: %3.</translation>
    </message>
    <message>
        <source>The regular expression cannot be used: %1.</source>
        <translation>Der reguläre Ausdruck ist nicht verwendbar: %1.</translation>
    </message>
    <message>
        <source>Enter a name and a regular expression.</source>
        <translation>Geben Sie einen Namen und einen regulären Ausdruck ein.</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>Geben Sie einen Namen ein.</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>%1 header</source>
        <translation>Header %1</translation>
    </message>
    <message>
        <source>Cookie without a name</source>
        <translation>Cookie ohne Namen</translation>
    </message>
    <message>
        <source>Cookie %1</source>
        <translation>Cookie %1</translation>
    </message>
    <message>
        <source>%1 field</source>
        <translation>Feld %1</translation>
    </message>
    <message>
        <source>1 exchange</source>
        <translation>1 Vorgang</translation>
    </message>
    <message>
        <source>%1 exchanges</source>
        <translation>%1 Vorgängen</translation>
    </message>
    <message>
        <source>1 place in %1</source>
        <translation>1 Stelle in %1</translation>
    </message>
    <message>
        <source>%1 places in %2</source>
        <translation>%1 Stellen in %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 of %2 exchanges looked through …</source>
        <translation>%1 von %2 Vorgängen durchsucht …</translation>
    </message>
</context>
<context>
    <name>ui::MessageHead</name>
    <message>
        <source>First line</source>
        <translation>Erste Zeile</translation>
    </message>
    <message>
        <source>The capture file could not be read at this point: %1.</source>
        <translation>Die Aufzeichnungsdatei war an dieser Stelle nicht lesbar: %1.</translation>
    </message>
    <message>
        <source>After the body</source>
        <translation>Nach dem Body</translation>
    </message>
    <message>
        <source>Before the response: %1</source>
        <translation>Vor der Response: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: JSON Web Token, header</source>
        <translation>%1: JSON Web Token, Kopf</translation>
    </message>
    <message>
        <source>Claims: encrypted</source>
        <translation>Claims: verschlüsselt</translation>
    </message>
    <message>
        <source>Claims (not verified; signature of %1 bytes)</source>
        <translation>Claims (nicht geprüft; Signatur von %1 Bytes)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>Domain</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Flags</translation>
    </message>
</context>
<context>
    <name>ui::MessagePane</name>
    <message>
        <source>Body</source>
        <translation>Body</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Request</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Response</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Query</translation>
    </message>
    <message>
        <source>Cookies</source>
        <translation>Cookies</translation>
    </message>
    <message>
        <source>Credentials</source>
        <translation>Zugangsdaten</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Roh</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>Hex</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>Lade …</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Konversation</translation>
    </message>
    <message>
        <source>Save the body</source>
        <translation>Body speichern</translation>
    </message>
    <message>
        <source>Saved %1 to %2.</source>
        <translation>%1 nach %2 gespeichert.</translation>
    </message>
</context>
<context>
    <name>ui::MessageState</name>
    <message>
        <source>No connection to %1: %2.</source>
        <translation>Keine Verbindung zu %1: %2.</translation>
    </message>
    <message>
        <source>The response has no message.</source>
        <translation>Die Response hat keine Nachricht.</translation>
    </message>
    <message>
        <source>The request was not captured: the capture started later, or it was lost.</source>
        <translation>Der Request wurde nicht aufgezeichnet: Die Aufzeichnung begann später, oder er ging verloren.</translation>
    </message>
    <message>
        <source>No response yet.</source>
        <translation>Noch keine Response.</translation>
    </message>
    <message>
        <source>There was no response.</source>
        <translation>Es gab keine Response.</translation>
    </message>
    <message>
        <source>The end of the response was not captured.</source>
        <translation>Das Ende der Response wurde nicht aufgezeichnet.</translation>
    </message>
    <message>
        <source>The headers were not captured.</source>
        <translation>Die Header wurden nicht aufgezeichnet.</translation>
    </message>
    <message>
        <source>None of the body (%1) was captured.</source>
        <translation>Vom Body (%1) wurde nichts aufgezeichnet.</translation>
    </message>
    <message>
        <source>No body yet.</source>
        <translation>Noch kein Body.</translation>
    </message>
    <message>
        <source>The request has no body.</source>
        <translation>Der Request hat keinen Body.</translation>
    </message>
    <message>
        <source>The response has no body.</source>
        <translation>Die Response hat keinen Body.</translation>
    </message>
    <message>
        <source>Kept %1 of %2; the rest is beyond the body limit.</source>
        <translation>%1 von %2 behalten; der Rest liegt jenseits der Grenze für Bodys.</translation>
    </message>
    <message>
        <source>Captured %1 of %2; the rest was lost.</source>
        <translation>%1 von %2 aufgezeichnet; der Rest ging verloren.</translation>
    </message>
    <message>
        <source>The connection was closed after %1 of %2.</source>
        <translation>Die Verbindung wurde nach %1 von %2 geschlossen.</translation>
    </message>
    <message>
        <source>Odd: %1.</source>
        <translation>Auffällig: %1.</translation>
    </message>
    <message>
        <source>no body yet</source>
        <translation>noch kein Body</translation>
    </message>
    <message>
        <source>no body</source>
        <translation>kein Body</translation>
    </message>
    <message>
        <source>captured %1 of %2</source>
        <translation>%1 von %2 aufgezeichnet</translation>
    </message>
    <message>
        <source>cut: connection closed</source>
        <translation>abgeschnitten: Verbindung geschlossen</translation>
    </message>
</context>
<context>
    <name>ui::MessagesView</name>
    <message>
        <source>Only what the client sent</source>
        <translation>Nur was der Client sendete</translation>
    </message>
    <message>
        <source>Only what the server sent</source>
        <translation>Nur was der Server sendete</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Follow new messages as they arrive</source>
        <translation>Neuen Nachrichten folgen, sobald sie eintreffen</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Stream</translation>
    </message>
    <message>
        <source>All messages in sequence</source>
        <translation>Alle Nachrichten hintereinander</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>Hex</translation>
    </message>
    <message>
        <source>The stream as hex</source>
        <translation>Der Stream als Hex</translation>
    </message>
    <message>
        <source>Find in messages</source>
        <translation>In Nachrichten suchen</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>No messages yet.</source>
        <translation>Noch keine Nachrichten.</translation>
    </message>
    <message>
        <source>Select a message to see its contents.</source>
        <translation>Wählen Sie eine Nachricht, um ihren Inhalt zu sehen.</translation>
    </message>
    <message>
        <source>No matching messages.</source>
        <translation>Keine passenden Nachrichten.</translation>
    </message>
    <message>
        <source>Save message</source>
        <translation>Nachricht speichern</translation>
    </message>
    <message>
        <source>message</source>
        <translation>nachricht</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>Nachricht kopieren</translation>
    </message>
    <message>
        <source>Save message as…</source>
        <translation>Nachricht speichern unter …</translation>
    </message>
</context>
<context>
    <name>ui::OverviewFigures</name>
    <message>
        <source>Exchanges</source>
        <translation>Vorgänge</translation>
    </message>
    <message>
        <source>That have ended</source>
        <translation>Die beendet sind</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Status 4xx and 5xx, refused and broken connections</source>
        <translation>Status 4xx und 5xx, abgelehnte und abgebrochene Verbindungen</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>In the bodies of requests</source>
        <translation>In den Bodys der Requests</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>In the bodies of responses</source>
        <translation>In den Bodys der Responses</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>Without a status: no answer, or a protocol that has none</source>
        <translation>Ohne Status: keine Antwort oder ein Protokoll ohne Status</translation>
    </message>
    <message>
        <source>%1%2
%3 exchanges, %4 on average, %5 at most</source>
        <translation>%1%2
%3 Vorgänge, im Mittel %4, höchstens %5</translation>
    </message>
    <message>
        <source>not encrypted</source>
        <translation>unverschlüsselt</translation>
    </message>
    <message>
        <source>TLS, version unknown</source>
        <translation>TLS, Version unbekannt</translation>
    </message>
</context>
<context>
    <name>ui::OverviewPanel</name>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Shows all exchanges in sum while none is selected</source>
        <translation>Zeigt alle Vorgänge zusammen, solange keiner gewählt ist</translation>
    </message>
</context>
<context>
    <name>ui::OverviewView</name>
    <message>
        <source>TOTAL</source>
        <translation>GESAMT</translation>
    </message>
    <message>
        <source>STATUS</source>
        <translation>STATUS</translation>
    </message>
    <message>
        <source>SLOWEST PATHS</source>
        <translation>LANGSAMSTE PFADE</translation>
    </message>
    <message>
        <source>BUSIEST PROCESSES</source>
        <translation>AKTIVSTE PROZESSE</translation>
    </message>
    <message>
        <source>HOSTS</source>
        <translation>HOSTS</translation>
    </message>
    <message>
        <source>EXCHANGES A SECOND</source>
        <translation>VORGÄNGE PRO SEKUNDE</translation>
    </message>
</context>
<context>
    <name>ui::PartsView</name>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>%1, cut</source>
        <translation>%1, abgeschnitten</translation>
    </message>
    <message>
        <source>The part is empty.</source>
        <translation>Der Teil ist leer.</translation>
    </message>
    <message>
        <source>Save the part</source>
        <translation>Teil speichern</translation>
    </message>
    <message>
        <source>Saved %1 to %2.</source>
        <translation>%1 nach %2 gespeichert.</translation>
    </message>
</context>
<context>
    <name>ui::ProcessDialog</name>
    <message>
        <source>Capture one process</source>
        <translation>Einen Prozess aufzeichnen</translation>
    </message>
    <message>
        <source>Name, command line or process id</source>
        <translation>Name, Befehlszeile oder Prozess-ID</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>PID</source>
        <translation>PID</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>Befehlszeile</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>Aufzeichnen</translation>
    </message>
    <message>
        <source>Choose a process first.</source>
        <translation>Wählen Sie zuerst einen Prozess.</translation>
    </message>
    <message>
        <source>Its children are captured too, and JSON-RPC on their standard input and output.</source>
        <translation>Auch seine Kinder werden aufgezeichnet, und JSON-RPC auf ihrer Standardein- und -ausgabe.</translation>
    </message>
</context>
<context>
    <name>ui::RateChart</name>
    <message>
        <source>Exchanges a second</source>
        <translation>Vorgänge pro Sekunde</translation>
    </message>
    <message>
        <source>%1 · %2/s · %3 errors · %4/s</source>
        <translation>%1 · %2/s · %3 Fehler · %4/s</translation>
    </message>
    <message>
        <source>%1 · %2/s · %3/s</source>
        <translation>%1 · %2/s · %3/s</translation>
    </message>
    <message>
        <source>%1/s at most</source>
        <translation>höchstens %1/s</translation>
    </message>
</context>
<context>
    <name>ui::ResultText</name>
    <message>
        <source>The capture could not be saved: %1. Choose another location or free some space.</source>
        <translation>Die Aufzeichnung konnte nicht gespeichert werden: %1. Wählen Sie einen anderen Ort oder schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>Saved %1: %2 values masked; %3 bodies left out, which could not be searched or rewritten</source>
        <translation>%1 gespeichert: %2 Werte maskiert; %3 Bodys ausgelassen, die sich nicht durchsuchen oder neu schreiben ließen</translation>
    </message>
    <message>
        <source>Saved %1: %2 values masked</source>
        <translation>%1 gespeichert: %2 Werte maskiert</translation>
    </message>
    <message>
        <source>Saved %1 and %2 more</source>
        <translation>%1 und %2 weitere gespeichert</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 gespeichert</translation>
    </message>
    <message>
        <source>The file could not be read: %1.</source>
        <translation>Die Datei war nicht lesbar: %1.</translation>
    </message>
    <message>
        <source>Not a HAR file: invalid JSON at byte %1.</source>
        <translation>Keine HAR-Datei: ungültiges JSON bei Byte %1.</translation>
    </message>
    <message>
        <source>Not a HAR file: it has no log.entries.</source>
        <translation>Keine HAR-Datei: log.entries fehlt.</translation>
    </message>
    <message>
        <source>The file is too large or too deeply nested.</source>
        <translation>Die Datei ist zu groß oder zu tief verschachtelt.</translation>
    </message>
    <message>
        <source>%1 invalid entries were skipped.</source>
        <translation>%1 ungültige Einträge wurden übersprungen.</translation>
    </message>
    <message>
        <source>Exporting %1 of %2 …</source>
        <translation>Exportiere %1 von %2 …</translation>
    </message>
    <message>
        <source>Exported %1 exchanges, %2 secrets masked, plus %3 conversations and connections</source>
        <translation>%1 Vorgänge exportiert, %2 Secrets maskiert, dazu %3 Konversationen und Verbindungen</translation>
    </message>
    <message>
        <source>Exported %1 exchanges, %2 secrets masked</source>
        <translation>%1 Vorgänge exportiert, %2 Secrets maskiert</translation>
    </message>
    <message>
        <source>Exported %1 exchanges, plus %2 conversations and connections</source>
        <translation>%1 Vorgänge exportiert, dazu %2 Konversationen und Verbindungen</translation>
    </message>
    <message>
        <source>Exported %1 exchanges</source>
        <translation>%1 Vorgänge exportiert</translation>
    </message>
    <message>
        <source>The bodies of %1 exchanges could not be read from the capture file and are missing from the export.</source>
        <translation>Die Bodys von %1 Vorgängen waren in der Aufzeichnungsdatei nicht lesbar und fehlen im Export.</translation>
    </message>
    <message>
        <source>The HAR file could not be written: %1. Choose another location or free some space.</source>
        <translation>Die HAR-Datei konnte nicht geschrieben werden: %1. Wählen Sie einen anderen Ort oder schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>%1 bodies saved in %2, secrets masked; %3 are incomplete</source>
        <translation>%1 Bodys in %2 gespeichert, Secrets maskiert; %3 sind unvollständig</translation>
    </message>
    <message>
        <source>%1 bodies saved in %2, secrets included; %3 are incomplete</source>
        <translation>%1 Bodys in %2 gespeichert, Secrets enthalten; %3 sind unvollständig</translation>
    </message>
    <message>
        <source>%1 bodies saved in %2, secrets masked</source>
        <translation>%1 Bodys in %2 gespeichert, Secrets maskiert</translation>
    </message>
    <message>
        <source>%1 bodies saved in %2, secrets included</source>
        <translation>%1 Bodys in %2 gespeichert, Secrets enthalten</translation>
    </message>
    <message>
        <source>The bodies could not be saved: %1. Choose another folder or free some space.</source>
        <translation>Die Bodys konnten nicht gespeichert werden: %1. Wählen Sie einen anderen Ordner oder schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another location or free some space.</source>
        <translation>%1 konnte nicht geschrieben werden: %2. Wählen Sie einen anderen Ort oder schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>The key for tags could not be used: %1. The tags in this file cannot be compared with those in others.</source>
        <translation>Der Schlüssel für Tags war nicht verwendbar: %1. Die Tags in dieser Datei lassen sich nicht mit denen in anderen vergleichen.</translation>
    </message>
    <message>
        <source>The marks beside the capture (%1) could not be read or written: %2.</source>
        <translation>Die Markierungen neben der Aufzeichnung (%1) konnten nicht gelesen oder geschrieben werden: %2.</translation>
    </message>
    <message>
        <source>%1 does not hold marks that this version can read. It stays as it is; new marks are kept once the capture is saved under another name.</source>
        <translation>%1 enthält keine Markierungen, die diese Version lesen kann. Die Datei bleibt, wie sie ist; neue Markierungen werden behalten, sobald die Aufzeichnung unter anderem Namen gespeichert ist.</translation>
    </message>
    <message>
        <source>The marks in %1 belong to another capture and are not shown. They stay as they are; new marks are kept once the capture is saved under another name.</source>
        <translation>Die Markierungen in %1 gehören zu einer anderen Aufzeichnung und werden nicht gezeigt. Sie bleiben, wie sie sind; neue werden behalten, sobald die Aufzeichnung unter anderem Namen gespeichert ist.</translation>
    </message>
    <message>
        <source>%1 is too large to be a file of marks. It stays as it is.</source>
        <translation>%1 ist zu groß für eine Datei mit Markierungen. Sie bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>An unsaved capture was left by a window that ended unexpectedly. It is deleted when this window closes.</source>
        <translation>Ein unerwartet beendetes Fenster hat eine ungespeicherte Aufzeichnung hinterlassen. Sie wird gelöscht, wenn dieses Fenster schließt.</translation>
    </message>
    <message>
        <source>%1 unsaved captures were left by windows that ended unexpectedly. They are deleted when this window closes.</source>
        <translation>Unerwartet beendete Fenster haben %1 ungespeicherte Aufzeichnungen hinterlassen. Sie werden gelöscht, wenn dieses Fenster schließt.</translation>
    </message>
    <message>
        <source>Protobuf: %1 (and %2 more)</source>
        <translation>Protobuf: %1 (und %2 weitere)</translation>
    </message>
    <message>
        <source>Protobuf: %1</source>
        <translation>Protobuf: %1</translation>
    </message>
    <message>
        <source>Saved %1: %2 values masked; left in plain text by choice: %3 kinds; %4 bodies left out, which could not be searched or rewritten</source>
        <translation>%1 gespeichert: %2 Werte maskiert; auf Wunsch im Klartext belassen: %3 Arten; %4 Bodys ausgelassen, die sich nicht durchsuchen oder neu schreiben ließen</translation>
    </message>
    <message>
        <source>Saved %1: %2 values masked; left in plain text by choice: %3 kinds</source>
        <translation>%1 gespeichert: %2 Werte maskiert; auf Wunsch im Klartext belassen: %3 Arten</translation>
    </message>
</context>
<context>
    <name>ui::RowActions</name>
    <message>
        <source>Mark</source>
        <translation>Markierung</translation>
    </message>
    <message>
        <source>Show the other side</source>
        <translation>Andere Seite zeigen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Next on this connection</source>
        <translation>Nächster auf dieser Verbindung</translation>
    </message>
    <message>
        <source>Previous on this connection</source>
        <translation>Voriger auf dieser Verbindung</translation>
    </message>
    <message>
        <source>Comment …</source>
        <translation>Kommentar …</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Comment on %1 exchanges</source>
        <translation>Kommentar zu %1 Vorgängen</translation>
    </message>
    <message>
        <source>Comment:</source>
        <translation>Kommentar:</translation>
    </message>
    <message>
        <source>Show the other side, %1</source>
        <translation>Andere Seite zeigen, %1</translation>
    </message>
    <message>
        <source>The other end of this connection was not captured.</source>
        <translation>Das andere Ende dieser Verbindung wurde nicht aufgezeichnet.</translation>
    </message>
    <message>
        <source>Compare the two</source>
        <translation>Die beiden vergleichen</translation>
    </message>
    <message>
        <source>Compare with the previous one to this path</source>
        <translation>Mit dem vorigen zu diesem Pfad vergleichen</translation>
    </message>
    <message>
        <source>Select two rows to compare them.</source>
        <translation>Wählen Sie zwei Zeilen aus, um sie zu vergleichen.</translation>
    </message>
    <message>
        <source>Other values of this row</source>
        <translation>Andere Werte dieser Zeile</translation>
    </message>
    <message>
        <source>The filter hides the other side.</source>
        <translation>Der Filter verbirgt die andere Seite.</translation>
    </message>
    <message>
        <source>There is no earlier request to this path.</source>
        <translation>Es gibt keinen früheren Request zu diesem Pfad.</translation>
    </message>
    <message>
        <source>This is the last row of this connection.</source>
        <translation>Das ist die letzte Zeile dieser Verbindung.</translation>
    </message>
    <message>
        <source>This is the first row of this connection.</source>
        <translation>Das ist die erste Zeile dieser Verbindung.</translation>
    </message>
</context>
<context>
    <name>ui::RuleTableModel</name>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>Ausdruck</translation>
    </message>
    <message>
        <source>Hides in this capture</source>
        <translation>Verbirgt in dieser Aufzeichnung</translation>
    </message>
    <message>
        <source>In no place, or all of them are hidden by other rules.</source>
        <translation>An keiner Stelle, oder andere Regeln verbergen schon alle.</translation>
    </message>
    <message>
        <source>It probably hides more than you mean: make it more specific.</source>
        <translation>Sie verbirgt wohl mehr, als Sie meinen: Fassen Sie sie enger.</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>Nicht verwendbar</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Nearly everything: %1 % of all text</source>
        <translation>Fast alles: %1 % des ganzen Textes</translation>
    </message>
    <message>
        <source>Much: %1 % of all text</source>
        <translation>Viel: %1 % des ganzen Textes</translation>
    </message>
</context>
<context>
    <name>ui::RulesDialog</name>
    <message>
        <source>Do without that file</source>
        <translation>Ohne diese Datei</translation>
    </message>
    <message>
        <source>Add rule</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Masking rules</source>
        <translation>Maskierungsregeln</translation>
    </message>
    <message>
        <source>What else is secret, besides what is recognised anyway. These rules apply to everything that is masked: on the screen, while capturing, in exports and in what is copied.</source>
        <translation>Was noch geheim ist, außer dem, was ohnehin erkannt wird. Diese Regeln gelten für alles, was maskiert wird: am Bildschirm, beim Aufzeichnen, in Exporten und beim Kopieren.</translation>
    </message>
    <message>
        <source>EXAMPLES IN THIS CAPTURE</source>
        <translation>BEISPIELE IN DIESER AUFZEICHNUNG</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Kept in %1</source>
        <translation>Gespeichert in %1</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>All values of a header</source>
        <translation>Alle Werte eines Headers</translation>
    </message>
    <message>
        <source>All values of a cookie, parameter, field or key</source>
        <translation>Alle Werte eines Cookies, Parameters, Felds oder Schlüssels</translation>
    </message>
    <message>
        <source>Whatever a regular expression finds, or its first group</source>
        <translation>Was ein regulärer Ausdruck findet, oder seine erste Gruppe</translation>
    </message>
    <message>
        <source>Kind of rule</source>
        <translation>Art der Regel</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>Ausdruck</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>Vorgang</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Verborgen</translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source>There is no exchange to try them on.</source>
        <translation>Es gibt keinen Vorgang, um sie zu testen.</translation>
    </message>
    <message>
        <source>%1 looked through</source>
        <translation>%1 durchsucht</translation>
    </message>
    <message>
        <source>1 exchange</source>
        <translation>1 Vorgang</translation>
    </message>
    <message>
        <source>%1 exchanges</source>
        <translation>%1 Vorgänge</translation>
    </message>
    <message>
        <source>Add a rule first.</source>
        <translation>Fügen Sie zuerst eine Regel hinzu.</translation>
    </message>
    <message>
        <source>Only a form has an expression.</source>
        <translation>Nur eine Form hat einen Ausdruck.</translation>
    </message>
    <message>
        <source>A rule cannot be used yet: correct or remove it.</source>
        <translation>Eine Regel ist noch nicht verwendbar: Korrigieren oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>Rules from it do not apply then</source>
        <translation>Regeln daraus gelten dann nicht</translation>
    </message>
</context>
<context>
    <name>ui::Scope</name>
    <message>
        <source>My processes</source>
        <translation>Meine Prozesse</translation>
    </message>
    <message>
        <source>All processes</source>
        <translation>Alle Prozesse</translation>
    </message>
    <message>
        <source>Process %1</source>
        <translation>Prozess %1</translation>
    </message>
    <message>
        <source>%1 machines</source>
        <translation>%1 Rechner</translation>
    </message>
    <message>
        <source>my processes</source>
        <translation>meinen Prozessen</translation>
    </message>
    <message>
        <source>all processes</source>
        <translation>allen Prozessen</translation>
    </message>
</context>
<context>
    <name>ui::SecretKindModel</name>
    <message>
        <source>Own rule: %1</source>
        <translation>Eigene Regel: %1</translation>
    </message>
    <message>
        <source>%1   %2, in plain text</source>
        <translation>%1   %2, im Klartext</translation>
    </message>
    <message>
        <source>%1   %2</source>
        <translation>%1   %2</translation>
    </message>
    <message>
        <source>Masked on the screen, and therefore here too.</source>
        <translation>Am Bildschirm maskiert und daher auch hier.</translation>
    </message>
</context>
<context>
    <name>ui::SecretList</name>
    <message>
        <source>Own rules …</source>
        <translation>Eigene Regeln …</translation>
    </message>
    <message>
        <source>Kinds of secrets to mask</source>
        <translation>Arten zu maskierender Secrets</translation>
    </message>
    <message>
        <source>What else is secret: headers, names and forms</source>
        <translation>Was noch geheim ist: Header, Namen und Formen</translation>
    </message>
    <message>
        <source>1 place</source>
        <translation>1 Stelle</translation>
    </message>
    <message>
        <source>%1 places</source>
        <translation>%1 Stellen</translation>
    </message>
    <message>
        <source>Will be masked so far: %1. %2</source>
        <translation>Bisher zu maskieren: %1. %2</translation>
    </message>
    <message>
        <source>No secret was found.</source>
        <translation>Kein Secret wurde gefunden.</translation>
    </message>
    <message>
        <source>Will be masked: %1. Wherever one of these secrets stands again, it is masked too.</source>
        <translation>Zu maskieren: %1. Wo eines dieser Secrets nochmals steht, wird es auch maskiert.</translation>
    </message>
    <message>
        <source>Leave this in plain text: %1?</source>
        <translation>Im Klartext belassen: %1?</translation>
    </message>
    <message>
        <source>Whoever gets the file can read the value.</source>
        <translation>Wer die Datei bekommt, kann den Wert lesen.</translation>
    </message>
    <message>
        <source>Whoever gets the file can read the %1 values.</source>
        <translation>Wer die Datei bekommt, kann die %1 Werte lesen.</translation>
    </message>
    <message>
        <source>Leave in plain text</source>
        <translation>Im Klartext belassen</translation>
    </message>
    <message>
        <source>Mask it</source>
        <translation>Maskieren</translation>
    </message>
</context>
<context>
    <name>ui::ShortcutSheet</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Strg+E</translation>
    </message>
    <message>
        <source>Start or stop capturing</source>
        <translation>Aufzeichnung starten oder stoppen</translation>
    </message>
    <message>
        <source>Ctrl+F  or  /</source>
        <translation>Strg+F  oder  /</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Ctrl+Shift+F</source>
        <translation>Strg+Umschalt+F</translation>
    </message>
    <message>
        <source>Search in bodies and messages</source>
        <translation>In Bodys und Nachrichten suchen</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Strg+L</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>Liste leeren</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Strg+Z</translation>
    </message>
    <message>
        <source>Undo clearing the list</source>
        <translation>Leeren der Liste rückgängig machen</translation>
    </message>
    <message>
        <source>Ctrl+P</source>
        <translation>Strg+P</translation>
    </message>
    <message>
        <source>Pause or resume the display</source>
        <translation>Anzeige anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Ctrl+M</source>
        <translation>Strg+M</translation>
    </message>
    <message>
        <source>Mask secrets on the screen</source>
        <translation>Secrets am Bildschirm maskieren</translation>
    </message>
    <message>
        <source>Ctrl+J</source>
        <translation>Strg+J</translation>
    </message>
    <message>
        <source>One row for each call, or one for each of its halves</source>
        <translation>Eine Zeile je Aufruf oder eine je Hälfte</translation>
    </message>
    <message>
        <source>j  k  ↓  ↑</source>
        <translation>j  k  ↓  ↑</translation>
    </message>
    <message>
        <source>Next and previous exchange; ↓ in the filter: go to the list</source>
        <translation>Nächster und voriger Vorgang; ↓ im Filter: zur Liste</translation>
    </message>
    <message>
        <source>Ctrl+.  Ctrl+,</source>
        <translation>Strg+.  Strg+,</translation>
    </message>
    <message>
        <source>Next and previous on the same connection</source>
        <translation>Nächster und voriger auf derselben Verbindung</translation>
    </message>
    <message>
        <source>o</source>
        <translation>o</translation>
    </message>
    <message>
        <source>Show the same exchange from the other side</source>
        <translation>Denselben Vorgang von der anderen Seite zeigen</translation>
    </message>
    <message>
        <source>d</source>
        <translation>d</translation>
    </message>
    <message>
        <source>Compare the two selected, or with the previous one to this path</source>
        <translation>Die beiden ausgewählten vergleichen, oder mit dem vorigen zu diesem Pfad</translation>
    </message>
    <message>
        <source>Ctrl+G</source>
        <translation>Strg+G</translation>
    </message>
    <message>
        <source>Show what led to an exchange, and what followed from it</source>
        <translation>Zeigen, was zu einem Vorgang führte und was aus ihm folgte</translation>
    </message>
    <message>
        <source>Ctrl+Shift+M</source>
        <translation>Strg+Umschalt+M</translation>
    </message>
    <message>
        <source>Show the map of programs</source>
        <translation>Karte der Programme zeigen</translation>
    </message>
    <message>
        <source>1 … 6  0</source>
        <translation>1 … 6  0</translation>
    </message>
    <message>
        <source>Mark with a colour, or with none</source>
        <translation>Farbig markieren, oder Markierung entfernen</translation>
    </message>
    <message>
        <source>F2</source>
        <translation>F2</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Open the details</source>
        <translation>Details öffnen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Back to the list, then close the details; in the filter: clear it</source>
        <translation>Zurück zur Liste, dann Details schließen; im Filter: ihn leeren</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Jump to the newest and follow new exchanges</source>
        <translation>Zum neuesten springen und neuen Vorgängen folgen</translation>
    </message>
    <message>
        <source>Ctrl+O</source>
        <translation>Strg+O</translation>
    </message>
    <message>
        <source>Open a capture or a HAR file</source>
        <translation>Aufzeichnung oder HAR-Datei öffnen</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Strg+S</translation>
    </message>
    <message>
        <source>Save the capture</source>
        <translation>Aufzeichnung speichern</translation>
    </message>
    <message>
        <source>Ctrl+Shift+S</source>
        <translation>Strg+Umschalt+S</translation>
    </message>
    <message>
        <source>Export HAR</source>
        <translation>HAR exportieren</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Strg+C</translation>
    </message>
    <message>
        <source>Copy the URL</source>
        <translation>URL kopieren</translation>
    </message>
    <message>
        <source>Ctrl+Shift+C</source>
        <translation>Strg+Umschalt+C</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>Als cURL kopieren</translation>
    </message>
    <message>
        <source>Ctrl+A</source>
        <translation>Strg+A</translation>
    </message>
    <message>
        <source>Select all shown exchanges</source>
        <translation>Alle angezeigten Vorgänge auswählen</translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation>Strg+T</translation>
    </message>
    <message>
        <source>Light or dark theme</source>
        <translation>Helles oder dunkles Design</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Anleitung</translation>
    </message>
    <message>
        <source>Ctrl+/</source>
        <translation>Strg+/</translation>
    </message>
    <message>
        <source>Show keyboard shortcuts</source>
        <translation>Tastenkürzel zeigen</translation>
    </message>
    <message>
        <source>Ctrl+Q</source>
        <translation>Strg+Q</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Ctrl+Shift+H</source>
        <translation>Strg+Umschalt+H</translation>
    </message>
    <message>
        <source>Add a machine</source>
        <translation>Rechner hinzufügen</translation>
    </message>
</context>
<context>
    <name>ui::SidePanel</name>
    <message>
        <source>Programs and hosts</source>
        <translation>Programme und Hosts</translation>
    </message>
    <message>
        <source>Readable TLS libraries</source>
        <translation>Lesbare TLS-Bibliotheken</translation>
    </message>
    <message>
        <source>PROCESSES</source>
        <translation>PROZESSE</translation>
    </message>
    <message>
        <source>READABLE</source>
        <translation>LESBAR</translation>
    </message>
    <message>
        <source>1 exchange</source>
        <translation>1 Vorgang</translation>
    </message>
    <message>
        <source>%1 exchanges</source>
        <translation>%1 Vorgänge</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Processes that use TLS, and how many of them are decrypted</source>
        <translation>Prozesse, die TLS verwenden, und wie viele davon entschlüsselt werden</translation>
    </message>
    <message>
        <source>MACHINES</source>
        <translation>RECHNER</translation>
    </message>
</context>
<context>
    <name>ui::StatusLine</name>
    <message>
        <source>Secrets are masked in everything shown, and in what is copied (Ctrl+M)</source>
        <translation>Secrets sind in allem maskiert, was gezeigt und kopiert wird (Strg+M)</translation>
    </message>
    <message>
        <source>of %1 shown</source>
        <translation>von %1 angezeigt</translation>
    </message>
    <message>
        <source>exchange</source>
        <translation>Vorgang</translation>
    </message>
    <message>
        <source>exchanges</source>
        <translation>Vorgänge</translation>
    </message>
    <message>
        <source>%1, %2 to search</source>
        <translation>%1, noch %2 zu durchsuchen</translation>
    </message>
    <message>
        <source>Payload captured</source>
        <translation>Aufgezeichnete Nutzdaten</translation>
    </message>
    <message>
        <source>Masking …</source>
        <translation>Maskiere …</translation>
    </message>
    <message>
        <source>Masked</source>
        <translation>Maskiert</translation>
    </message>
    <message>
        <source>Kernel hooks in use: %1</source>
        <translation>Verwendete Kernel-Hooks: %1</translation>
    </message>
    <message>
        <source>Probes in place</source>
        <translation>Probes angebracht</translation>
    </message>
    <message>
        <source>%1: %2 events, %3</source>
        <translation>%1: %2 Ereignisse, %3</translation>
    </message>
    <message>
        <source>%1 lost</source>
        <translation>%1 verloren</translation>
    </message>
    <message>
        <source>Events not captured, by cause:%1</source>
        <translation>Nicht aufgezeichnete Ereignisse, nach Ursache:%1</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>Nothing was lost.</source>
        <translation>Nichts ging verloren.</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>nach %1</translation>
    </message>
    <message>
        <source>Not capturing</source>
        <translation>Keine Aufzeichnung</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Starte</translation>
    </message>
    <message>
        <source>the helper</source>
        <translation>den Helfer</translation>
    </message>
    <message>
        <source>Capturing</source>
        <translation>Zeichne auf</translation>
    </message>
    <message>
        <source>%1, display paused</source>
        <translation>%1, Anzeige angehalten</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Stoppe</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Öffne</translation>
    </message>
    <message>
        <source>%1 exchanges/s</source>
        <translation>%1 Vorgänge/s</translation>
    </message>
    <message>
        <source>Nothing shown: no masking rules</source>
        <translation>Nichts gezeigt: keine Maskierungsregeln</translation>
    </message>
</context>
<context>
    <name>ui::StreamView</name>
    <message>
        <source>Stream</source>
        <translation>Stream</translation>
    </message>
    <message>
        <source>[the capture file could not be read at this point]
</source>
        <translation>[die Aufzeichnungsdatei war an dieser Stelle nicht lesbar]
</translation>
    </message>
    <message>
        <source>[%1 not captured]
</source>
        <translation>[%1 nicht aufgezeichnet]
</translation>
    </message>
    <message>
        <source>Only the beginning is shown here; the list has all messages.</source>
        <translation>Hier steht nur der Anfang; die Liste hat alle Nachrichten.</translation>
    </message>
</context>
<context>
    <name>ui::TableHeader</name>
    <message>
        <source>At least one column must stay visible.</source>
        <translation>Mindestens eine Spalte muss sichtbar bleiben.</translation>
    </message>
    <message>
        <source>Waterfall on a common time axis</source>
        <translation>Wasserfall auf gemeinsamer Zeitachse</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
</context>
<context>
    <name>ui::TablePanel</name>
    <message>
        <source>Searching headers and bodies …</source>
        <translation>Durchsuche Header und Bodys …</translation>
    </message>
    <message>
        <source>No matching exchanges.</source>
        <translation>Keine passenden Vorgänge.</translation>
    </message>
    <message>
        <source>Waiting for traffic from %1 …</source>
        <translation>Warte auf Verkehr von %1 …</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>Lade …</translation>
    </message>
    <message>
        <source>No traffic was captured.</source>
        <translation>Es wurde kein Verkehr aufgezeichnet.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
</context>
<context>
    <name>ui::TcpCurves</name>
    <message>
        <source>shortest</source>
        <translation>kürzeste</translation>
    </message>
    <message>
        <source>received</source>
        <translation>empfangen</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Umlaufzeit</translation>
    </message>
    <message>
        <source>Congestion window</source>
        <translation>Congestion Window</translation>
    </message>
    <message>
        <source>Throughput: sent</source>
        <translation>Durchsatz: gesendet</translation>
    </message>
    <message>
        <source>Retransmitted</source>
        <translation>Erneut gesendet</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 segments</source>
        <translation>%1 Segmente</translation>
    </message>
</context>
<context>
    <name>ui::TcpPlot</name>
    <message>
        <source>TCP over time</source>
        <translation>TCP im Verlauf</translation>
    </message>
    <message>
        <source>Wheel or drag: zoom. Double click: everything.</source>
        <translation>Mausrad oder Ziehen: Zoom. Doppelklick: alles.</translation>
    </message>
    <message>
        <source>%1 after the first figure</source>
        <translation>%1 nach der ersten Messung</translation>
    </message>
    <message>
        <source>%1 long</source>
        <translation>%1 lang</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>höchstens %1</translation>
    </message>
</context>
<context>
    <name>ui::TimingBars</name>
    <message>
        <source>Connect</source>
        <translation>Verbindungsaufbau</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Preparing the response</source>
        <translation>Vorbereiten der Response</translation>
    </message>
    <message>
        <source>Waiting for server</source>
        <translation>Warten auf den Server</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>Timing</translation>
    </message>
    <message>
        <source>Copy times</source>
        <translation>Zeiten kopieren</translation>
    </message>
</context>
<context>
    <name>ui::ToolBar</name>
    <message>
        <source>Export HAR</source>
        <translation>HAR exportieren</translation>
    </message>
    <message>
        <source>Light or dark theme (Ctrl+T)</source>
        <translation>Helles oder dunkles Design (Strg+T)</translation>
    </message>
    <message>
        <source>Open, save, keys</source>
        <translation>Öffnen, speichern, Tasten</translation>
    </message>
    <message>
        <source>Pause the display</source>
        <translation>Anzeige anhalten</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>Liste leeren</translation>
    </message>
    <message>
        <source>My processes</source>
        <translation>Meine Prozesse</translation>
    </message>
    <message>
        <source>All processes of your user</source>
        <translation>Alle Prozesse Ihres Benutzers</translation>
    </message>
    <message>
        <source>All processes</source>
        <translation>Alle Prozesse</translation>
    </message>
    <message>
        <source>All users, requires administrator rights</source>
        <translation>Alle Benutzer, erfordert Administratorrechte</translation>
    </message>
    <message>
        <source>One process …</source>
        <translation>Ein Prozess …</translation>
    </message>
    <message>
        <source>A running process and its children</source>
        <translation>Ein laufender Prozess und seine Kinder</translation>
    </message>
    <message>
        <source>A command …</source>
        <translation>Ein Befehl …</translation>
    </message>
    <message>
        <source>Starts a command and captures it from the first byte</source>
        <translation>Startet einen Befehl und zeichnet ihn vom ersten Byte an auf</translation>
    </message>
    <message>
        <source>Mask secrets before they are stored</source>
        <translation>Secrets vor dem Speichern maskieren</translation>
    </message>
    <message>
        <source>From the next start on: a masked secret is in no file and in no row, and cannot be shown later</source>
        <translation>Ab dem nächsten Start: Ein maskiertes Secret steht in keiner Datei und keiner Zeile und lässt sich später nicht zeigen</translation>
    </message>
    <message>
        <source>What to capture</source>
        <translation>Was aufgezeichnet wird</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>Starte …</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Stoppe …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Reading the remaining data …</source>
        <translation>Lese die restlichen Daten …</translation>
    </message>
    <message>
        <source>Start capturing (Ctrl+E)</source>
        <translation>Aufzeichnung starten (Strg+E)</translation>
    </message>
    <message>
        <source>Stop capturing (Ctrl+E)</source>
        <translation>Aufzeichnung stoppen (Strg+E)</translation>
    </message>
    <message>
        <source>Stop the capture to change what is captured.</source>
        <translation>Stoppen Sie die Aufzeichnung, um zu ändern, was aufgezeichnet wird.</translation>
    </message>
    <message>
        <source>Show what arrived since</source>
        <translation>Zeigen, was seitdem eingetroffen ist</translation>
    </message>
    <message>
        <source>Pause the display; capturing continues</source>
        <translation>Anzeige anhalten; die Aufzeichnung läuft weiter</translation>
    </message>
    <message>
        <source>No capture is running.</source>
        <translation>Es läuft keine Aufzeichnung.</translation>
    </message>
    <message>
        <source>The list is empty.</source>
        <translation>Die Liste ist leer.</translation>
    </message>
    <message>
        <source>Clear the list (Ctrl+L)</source>
        <translation>Liste leeren (Strg+L)</translation>
    </message>
    <message>
        <source>Nothing to export: no exchanges are shown.</source>
        <translation>Nichts zu exportieren: Es werden keine Vorgänge angezeigt.</translation>
    </message>
    <message>
        <source>Export as HAR, secrets masked (Ctrl+Shift+S)</source>
        <translation>Als HAR exportieren, Secrets maskiert (Strg+Umschalt+S)</translation>
    </message>
    <message>
        <source>Another machine …</source>
        <translation>Ein anderer Rechner …</translation>
    </message>
    <message>
        <source>Through ssh, beside this one or on its own (Ctrl+Shift+H)</source>
        <translation>Über ssh, neben diesem oder allein (Strg+Umschalt+H)</translation>
    </message>
</context>
</TS>
