package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"
)

// editedPrograms are versions of lesson 06's program that print other words.
func editedPrograms(b *testing.B, n int) (programs []editedProgram) {
	b.Helper()
	text, err := os.ReadFile(filepath.Join(home, "06-gather", "main.go"))
	if err != nil {
		b.Fatal(err)
	}
	for i := range n {
		word := fmt.Sprintf("is number %d", i)
		program := strings.NewReplacer("eggs ready", word, `"ready"`, toJSON(word)).Replace(string(text))
		programs = append(programs, editedProgram{program, word})
	}
	return programs
}

type editedProgram struct {
	Program string `json:"program"`
	Word    string `json:"word"` // of its output
}

var comments = regexp.MustCompile(`(?m)^//.*\n`)

// inPage calls the function that a file has, in the page.
func inPage(b *testing.B, file string, args ...string) string {
	b.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	for i, arg := range args {
		args[i] = toJSON(arg)
	}
	return "(" + comments.ReplaceAllString(string(source), "") + ")(" + strings.Join(args, ",") + ")"
}

// benchEditor opens lesson 06 and its editor.
func benchEditor(b *testing.B) context.Context {
	b.Helper()
	ctx := benchTab(b, "06-gather/")
	benchEval[float64](b, ctx, until(`document.documentElement.dataset.state`))
	benchEval[any](b, ctx, inPage(b, "openeditor.js")+".then(() => true)")
	return ctx
}

func benchEdit(b *testing.B, ctx context.Context, p editedProgram) float64 {
	b.Helper()
	benchDo(b, ctx, chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	return benchEval[float64](b, ctx, inPage(b, "edit.js", p.Program, p.Word))
}

// BenchmarkEdit measures how long the reader waits for an edit: from the click on Run until
// the edited program's own output can be read in the page. The clock is set to instant: a
// program that sleeps is not what is measured. In the time are the check, gofmt, compiling,
// linking, the start of the program and the writing of its output, but not the picture, which
// is drawn while the reader reads.
//
//   - first: right after the editor has opened. The browser has nothing in its cache, so the
//     compiler, the linker and the packs are fetched in that time, from this machine.
//   - first-after-6s: the same, if the editor has been open for 6 s.
//   - later: eight further edits, each 2 s after the program before has ended: a reader who
//     edits is not faster. Meanwhile the browser makes fast code of what has run often.
func BenchmarkEdit(b *testing.B) {
	programs := editedPrograms(b, 9)
	for _, tc := range []struct {
		name  string
		waits time.Duration // between the opening of the editor and the edit
		later []editedProgram
	}{{"first", 0, nil}, {"first-after-6s", 6 * time.Second, nil}, {"later", 0, programs[1:]}} {
		b.Run(tc.name, func(b *testing.B) {
			var rounds []float64
			for range b.N {
				ctx := benchEditor(b)
				benchDo(b, ctx, chromedp.Sleep(tc.waits))
				first := benchEdit(b, ctx, programs[0])
				for _, p := range tc.later {
					benchDo(b, ctx, chromedp.Sleep(2*time.Second))
					rounds = append(rounds, benchEdit(b, ctx, p))
				}
				if tc.later == nil {
					rounds = append(rounds, first)
				}
			}
			report(b, "ms", rounds)
		})
	}
}

// BenchmarkEditMemory measures what 40 edits in a row cost: the most memory that the page's
// process has had (on Linux), with and without what it shares, and the median time of an edit.
func BenchmarkEditMemory(b *testing.B) {
	var rounds []float64
	all, own := 0.0, 0.0
	for range b.N {
		ctx := benchEditor(b)
		for _, p := range editedPrograms(b, 40) {
			rounds = append(rounds, benchEdit(b, ctx, p))
			own = max(own, rendererMemory(b, ctx, ownMemory))
		}
		all = max(all, rendererMemory(b, ctx, peak))
	}
	report(b, "ms", rounds)
	b.ReportMetric(all, "MB-peak")
	b.ReportMetric(own, "MB-own")
}

var (
	// peak is the most memory that a process has had, with what it shares: the browser's
	// program alone is more than 100 MB, once for all processes.
	peak = regexp.MustCompile(`VmHWM:\s*(\d+) kB`)

	// ownMemory is what a process has now and does not share, the "memory footprint" of
	// Chromium's task manager.
	ownMemory = regexp.MustCompile(`RssAnon:\s*(\d+) kB`)
)

// rendererMemory returns the most memory of a kind, in MB, that one of the browser's renderers has.
func rendererMemory(b *testing.B, ctx context.Context, kind *regexp.Regexp) (mb float64) {
	b.Helper()
	info, err := chromedp.CallBrowser(ctx, systeminfo.GetProcessInfo, cdp.Empty{})
	if err != nil {
		b.Fatal(err)
	}
	for _, process := range info.ProcessInfo {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process.ID))
		if match := kind.FindSubmatch(status); err == nil && process.Type == "renderer" && match != nil {
			kb, _ := strconv.ParseFloat(string(match[1]), 64)
			mb = max(mb, kb/1024)
		}
	}
	if mb == 0 {
		b.Skip("this system has no /proc/PID/status, which says how much memory a process has had")
	}
	return mb
}

// BenchmarkEditInFirefox measures the same as BenchmarkEdit, in Firefox.
func BenchmarkEditInFirefox(b *testing.B) {
	var first, later []float64
	for range b.N {
		cmd := exec.CommandContext(b.Context(), "node", "firefoxedit.mjs", served)
		cmd.Stdin = strings.NewReader(toJSON(editedPrograms(b, 4)))
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			b.Fatal(err)
		}
		var times []float64
		if err := json.Unmarshal(out, &times); err != nil {
			b.Fatal(err)
		}
		first, later = append(first, times[0]), append(later, times[1:]...)
	}
	slices.Sort(first)
	b.ReportMetric(first[len(first)/2], "ms-first")
	report(b, "ms-later", later)
}
