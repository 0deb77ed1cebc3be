// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/syntax.h"

#include "ui/body/scintilla.h"

#include <initializer_list>

namespace ui {

namespace {

void paint(QsciLexer &lexer, const QColor &colour, std::initializer_list<int> styles)
{
    for (const int style : styles)
        lexer.setColor(colour, style);
}

void colourJson(QsciLexer &lexer, const Tokens &t)
{
    using L = QsciLexerJSON;
    paint(lexer, t.codeKey, {L::Property});
    paint(lexer, t.codeString, {L::String, L::UnclosedString, L::EscapeSequence, L::IRI, L::IRICompact});
    paint(lexer, t.codeNumber, {L::Number});
    paint(lexer, t.codeKeyword, {L::Keyword, L::KeywordLD});
    paint(lexer, t.codeComment, {L::CommentLine, L::CommentBlock});
    paint(lexer, t.bad, {L::Error});
}

void colourMarkup(QsciLexer &lexer, const Tokens &t)
{
    using L = QsciLexerHTML;
    paint(lexer, t.codeTag, {L::Tag, L::UnknownTag, L::XMLTagEnd, L::XMLStart, L::XMLEnd, L::Script, L::OtherInTag});
    paint(lexer, t.codeKey, {L::Attribute, L::UnknownAttribute});
    paint(lexer, t.codeString, {L::HTMLDoubleQuotedString, L::HTMLSingleQuotedString, L::HTMLValue, L::CDATA, L::JavaScriptDoubleQuotedString,
                                L::JavaScriptSingleQuotedString, L::JavaScriptRegex});
    paint(lexer, t.codeNumber, {L::HTMLNumber, L::Entity, L::JavaScriptNumber});
    paint(lexer, t.codeKeyword, {L::SGMLDefault, L::SGMLCommand, L::JavaScriptKeyword});
    paint(lexer, t.codeComment, {L::HTMLComment, L::SGMLComment, L::JavaScriptComment, L::JavaScriptCommentLine,
                                 L::JavaScriptCommentDoc});
}

void colourCss(QsciLexer &lexer, const Tokens &t)
{
    using L = QsciLexerCSS;
    paint(lexer, t.codeTag, {L::Tag, L::ClassSelector, L::IDSelector, L::PseudoClass, L::UnknownPseudoClass, L::PseudoElement, L::Attribute});
    paint(lexer, t.codeKey, {L::CSS1Property, L::CSS2Property, L::CSS3Property, L::UnknownProperty, L::ExtendedCSSProperty, L::Variable});
    paint(lexer, t.codeNumber, {L::Value});
    paint(lexer, t.codeString, {L::DoubleQuotedString, L::SingleQuotedString});
    paint(lexer, t.codeKeyword, {L::AtRule, L::Important, L::MediaRule});
    paint(lexer, t.codeComment, {L::Comment});
}

void colourScript(QsciLexer &lexer, const Tokens &t)
{
    using L = QsciLexerJavaScript;
    paint(lexer, t.codeKeyword, {L::Keyword, L::KeywordSet2});
    paint(lexer, t.codeNumber, {L::Number});
    paint(lexer, t.codeString, {L::DoubleQuotedString, L::SingleQuotedString, L::RawString, L::Regex, L::UnclosedString});
    paint(lexer, t.codeComment, {L::Comment, L::CommentLine, L::CommentDoc, L::CommentLineDoc});
}

void colourSql(QsciLexer &lexer, const Tokens &t)
{
    using L = QsciLexerSQL;
    paint(lexer, t.codeKeyword, {L::Keyword});
    paint(lexer, t.codeNumber, {L::Number});
    paint(lexer, t.codeString, {L::DoubleQuotedString, L::SingleQuotedString});
    paint(lexer, t.codeComment, {L::Comment, L::CommentLine, L::CommentDoc, L::CommentLineHash});
}

// Keywords for numbers that MessagePack and CBOR have in addition to JSON's.
class ValuesLexer final : public QsciLexerJSON
{
public:
    const char *keywords(int set) const override { return set == 1 ? "true false null undefined NaN Infinity" : QsciLexerJSON::keywords(set); }
};

} // namespace

std::unique_ptr<QsciLexer> makeLexer(Syntax syntax)
{
    switch (syntax) {
    case Syntax::Json: {
        auto lexer = std::make_unique<QsciLexerJSON>();
        lexer->setHighlightComments(true); // binary formats shown as JSON contain some
        return lexer;
    }
    case Syntax::Values: {
        auto lexer = std::make_unique<ValuesLexer>();
        lexer->setHighlightComments(true);
        return lexer;
    }
    case Syntax::Xml:
        return std::make_unique<QsciLexerXML>();
    case Syntax::Html:
        return std::make_unique<QsciLexerHTML>();
    case Syntax::Css:
        return std::make_unique<QsciLexerCSS>();
    case Syntax::JavaScript:
        return std::make_unique<QsciLexerJavaScript>();
    case Syntax::Sql:
        return std::make_unique<QsciLexerSQL>();
    case Syntax::None:
        break;
    }
    return nullptr;
}

void colourLexer(QsciLexer &lexer, Syntax syntax, const Tokens &t, const QFont &font)
{
    lexer.setDefaultColor(t.text);
    lexer.setDefaultPaper(t.panel);
    lexer.setDefaultFont(font);
    lexer.setColor(t.text, -1);
    lexer.setPaper(t.panel, -1);
    lexer.setFont(font, -1);
    lexer.setEolFill(false, -1);
    switch (syntax) {
    case Syntax::Json:
    case Syntax::Values:
        return colourJson(lexer, t);
    case Syntax::Xml:
    case Syntax::Html:
        return colourMarkup(lexer, t);
    case Syntax::Css:
        return colourCss(lexer, t);
    case Syntax::JavaScript:
        return colourScript(lexer, t);
    case Syntax::Sql:
        return colourSql(lexer, t);
    case Syntax::None:
        return;
    }
}

} // namespace ui
