package site

import (
	"html"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/lesson"
)

func TestAPageNamesTheModulesThatItsScriptImports(t *testing.T) {
	found, err := modules("lesson.js")
	require.NoError(t, err)
	for _, row := range []struct {
		name, module string
		want         bool
	}{
		{"an import of the script", "stage.js", true},
		{"an import of an import", "output.js", true},
		{"what the run imports", "gate.js", true},
		{"the script itself is no import of its own", "lesson.js", false},
		{"what is loaded when the reader opens the editor is no import", "editpanel.js", false},
		{"a worker is no import", "runworker.js", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			assert.Equal(t, row.want, slices.Contains(found, row.module), "%s in %q", row.module, found)
		})
	}
	slices.Sort(found)
	assert.Equal(t, slices.Compact(slices.Clone(found)), found, "each module is named once")
}

var tag = regexp.MustCompile(`<[^>]*>`)

func TestCodeInATextIsHighlightedAndCanBeScrolledByKeys(t *testing.T) {
	for _, row := range []struct{ name, markdown, want string }{
		{"a fenced block", "```go\nreturn 1\n```\n", `<pre tabindex="0" class="code"><code><span class="k">return</span><span class="w"> </span><span class="mi">1</span></code></pre>`},
		{"an indented block", "    go test -run <name>\n", `<pre tabindex="0" class="code"><code>go test -run &lt;name&gt;</code></pre>`},
		{"a language that is not known", "```toast\nhot\n```\n", `<pre tabindex="0" class="code"><code>hot</code></pre>`},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := markdown(row.markdown, nil)
			require.NoError(t, err)
			assert.Equal(t, row.want+"\n", string(got))
		})
	}
}

// The editor takes its text from the page.
func TestTheHighlightedProgramIsTheProgram(t *testing.T) {
	for _, row := range []struct{ name, program string }{
		{"tabs and an end of the last line", "package main\n\nfunc main() {\n\tprintln(\"tea\")\n}\n"},
		{"signs that HTML uses", "package main\n\nvar hot = 1 < 2 && 3 > 2 // <b>&amp;\n"},
		{"blanks in a string", "package main\n\nvar s = `a\n\n  b\t`\n"},
		{"text that is no Go", "tea & toast }}}\n"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := highlight("go", row.program)
			require.NoError(t, err)
			assert.Equal(t, row.program, html.UnescapeString(tag.ReplaceAllString(string(got), "")))
			assert.NotContains(t, string(got), "style=")
		})
	}
}

func TestLinksOfASlideLeadToPages(t *testing.T) {
	lessons := []lesson.Lesson{{Dir: "lessons/06-gather"}, {Dir: "lessons/15-chat"}}
	for _, row := range []struct{ name, markdown, want string }{
		{"a folder of a lesson", "[gather](../06-gather/)", `<a href="../06-gather/">gather</a>`},
		{"a slide of a lesson", "[gather](../06-gather/slide.md)", `<a href="../06-gather/">gather</a>`},
		{"the web", "[errgroup](https://pkg.go.dev/golang.org/x/sync/errgroup)", `<a href="https://pkg.go.dev/golang.org/x/sync/errgroup">errgroup</a>`},
		{"the exercise", "[the task](TASK.md)", `<a href="#exercise">the task</a>`},
		{"a file that is no page is only named", "see [conn.go](conn.go) and `x`", `see conn.go and <code>x</code>`},
		{"a name with code in it keeps the code", "see [the file `conn.go`](conn.go)", `see the file <code>conn.go</code>`},
		{"a script is no link", "[tea](javascript:alert)", `tea`},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := inline(row.markdown, lessons)
			require.NoError(t, err)
			assert.Equal(t, row.want, string(got))
		})
	}
}

func TestATranscriptHasTimes(t *testing.T) {
	lines, err := outputOf(lesson.Lesson{Transcript: "0s  hello\n1.5s  world  again\n20ms  tea\n"})
	require.NoError(t, err)
	assert.Equal(t, []outputLine{
		{"0\u00a0s", 0, "hello"}, {"1.5\u00a0s", 1500, "world  again"}, {"20\u00a0ms", 20, "tea"},
	}, lines)
	assert.Equal(t, len("1.5 s  world  again"), widest(lines))

	_, err = outputOf(lesson.Lesson{Transcript: "1s  tea\ntoast\n"})
	assert.EqualError(t, err, `the transcript has the line "toast\n": want one such as 1s  tea`)
}
