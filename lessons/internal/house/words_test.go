package house

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A noun is the subject: "a client that waits", not "who waits". The rule holds
// for all prose: Markdown, doc comments, and texts in strings.
func TestNoClauseBeginsWithABareWho(t *testing.T) {
	const want = "name the noun: \"a client that waits\", not \"who waits\""
	eachFolder(t, isProse, bareWhosOf, want)
}

func isProse(name string) bool {
	base := path.Base(name)
	if name == "lessons/internal/house/words_test.go" {
		return false // it has examples
	}
	return isGo(name) || base == "README.md" || base == "slide.md" || base == "TASK.md" || name == "lessons/conformance.md"
}

// allowed are clauses that may begin with a bare who: proverbs, and quotations.
var allowed = []string{}

// who begins a clause: at the beginning of a paragraph, or after a mark. Text
// follows it: in code it would be a name.
var who = regexp.MustCompile("(?:^|[.,;:!?()|–—\\[“\"]) ?[*_]{0,2}([Ww]ho(?:se|ever)? [a-zA-Z`’'][^.;!?]*[.;!?]?)")

// bareWhos returns the clauses of a paragraph that begin with a bare who. A
// question may.
func bareWhos(paragraph string) (found []string) {
	text := strings.Join(strings.Fields(paragraph), " ")
	for from := 0; from < len(text); {
		at := who.FindStringSubmatchIndex(text[from:])
		if at == nil {
			break
		}
		clause := text[from+at[2] : from+at[3]]
		if !strings.HasSuffix(clause, "?") && !slices.Contains(allowed, clause) {
			found = append(found, clause)
		}
		from += at[2] + len("who")
	}
	return found
}

func bareWhosOf(s source) (found []string, err error) {
	paragraphs := markdownParagraphs
	if isGo(s.name) {
		paragraphs = goParagraphs
	}
	texts, err := paragraphs(s)
	for _, text := range texts {
		found = append(found, bareWhos(text)...)
	}
	return found, err
}

var (
	fence    = regexp.MustCompile("(?ms)^```.*?^```")
	codeSpan = regexp.MustCompile("`[^`]*`")
	listItem = regexp.MustCompile(`^ *(?:- \[[ x]\]|[-*>]|\d+\.) +`)
)

// markdownParagraphs returns the paragraphs, list items and rows of tables,
// without code.
func markdownParagraphs(s source) (paragraphs []string, err error) {
	text := fence.ReplaceAllString(s.text, "\n")
	now := ""
	end := func() { paragraphs, now = append(paragraphs, codeSpan.ReplaceAllString(now, "`x`")), "" }
	for line := range strings.Lines(text) {
		item := listItem.FindString(line)
		switch {
		case strings.TrimSpace(line) == "":
			end()
			continue
		case strings.ContainsAny(line[:1], "#|!"), item != "":
			end()
		case strings.HasPrefix(line, "    ") && now == "":
			continue // code
		}
		now += strings.TrimLeft(strings.TrimPrefix(line, item), "# ")
	}
	end()
	return paragraphs, nil
}

// goParagraphs returns the paragraphs of all doc comments and of all strings.
func goParagraphs(s source) (paragraphs []string, err error) {
	_, file, err := parseGo(s)
	if err != nil {
		return nil, err
	}
	add := func(text string) {
		for paragraph := range strings.SplitSeq(text, "\n\n") {
			if !strings.HasPrefix(paragraph, "\t") && !strings.HasPrefix(paragraph, "    ") {
				paragraphs = append(paragraphs, paragraph)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); n.Kind == token.STRING && err == nil {
				add(text)
			}
		case *ast.File:
			add(n.Doc.Text())
		case *ast.FuncDecl:
			add(n.Doc.Text())
		case *ast.GenDecl:
			add(n.Doc.Text())
		case *ast.TypeSpec:
			add(n.Doc.Text() + "\n\n" + n.Comment.Text())
		case *ast.ValueSpec:
			add(n.Doc.Text() + "\n\n" + n.Comment.Text())
		case *ast.Field:
			add(n.Doc.Text() + "\n\n" + n.Comment.Text())
		}
		return true
	})
	return paragraphs, nil
}

func TestBareWhos(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       []string
	}{
		{"who at the beginning", "Who waits leaves nothing behind.", []string{"Who waits leaves nothing behind."}},
		{"whoever after a comma", "In the end, whoever waits goes on.", []string{"whoever waits goes on."}},
		{"whose after a full stop", "It ends. Whose box is full is cut.", []string{"Whose box is full is cut."}},
		{"who after a colon", "One sees: who comes late waits.", []string{"who comes late waits."}},
		{"who after a bracket", "(who comes late waits)", []string{"who comes late waits)"}},
		{"who in a cell of a table", "| a | who waits | b |", []string{"who waits | b |"}},
		{"strong words", "**Who waits** leaves.", []string{"Who waits** leaves."}},
		{"two of them", "Who waits goes, who talks stays.", []string{"Who waits goes, who talks stays.", "who talks stays."}},
		{"over the end of a line", "In the end,\nwho waits goes.", []string{"who waits goes."}},
		{"a relative clause", "A client who waits goes on.", nil},
		{"a relative clause over the end of a line", "A client\nwho waits goes on.", nil},
		{"a question", "Who is first?", nil},
		{"a question after a sentence", "They race. Who wins?", nil},
		{"a word that begins alike", "Whole lines, wholly kept.", nil},
		{"a name in code", "who := 3", nil},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.want, bareWhos(tc.text)) })
	}
}

func TestWhereProseIs(t *testing.T) {
	const golang = `// Who is in the package comment.
package tea

// Who is in a doc comment.
//
//	who in code
type Tea struct {
	A int // Who is behind a field.
}

// Who is in a const's comment.
const usage = "Usage: tea\n\nWho is in a usage text."

func f() {
	// Who is in a comment inside a function: no prose.
	t.Run("who is in a test name", nil)
}
`
	const markdown = "# Who is a title\n\nA\nwho goes on.\n\n- Who is an item,\n  who goes on\n\n```\nWho is code\n```\n\n" +
		"    Who is code\n\n`Who is code`\n\n| Who is a cell |\n  > Who is a sentence\n- [ ] Who is an answer\n![Who is a picture](a.svg)\n"
	for _, tc := range []struct {
		name, text string
		want       []string
	}{
		{"tea.go", golang, []string{
			"Who is in the package comment.", "Who is in a doc comment.", "Who is behind a field.", "Who is in a const's comment.",
			"Who is in a usage text.", "who is in a test name",
		}},
		{"slide.md", markdown, []string{
			"Who is a title", "Who is an item, who goes on", "who goes on", "Who is a cell |", "Who is a sentence", "Who is an answer", "Who is a picture](a.",
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			found, err := bareWhosOf(source{tc.name, tc.text})
			require.NoError(t, err)
			assert.Equal(t, tc.want, found)
		})
	}
}
