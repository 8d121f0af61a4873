package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// patience is how long a test waits for the page. The machine is busy.
const patience = 90 * time.Second

// A tab is a page in a browser context of its own: nothing is stored in it yet.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex // protects the following fields
	problems []string   // what the console complained about
	requests []string   // all addresses that were asked for
}

// newTab opens an empty tab. When the test ends, the console must have been
// silent.
func newTab(t *testing.T) *tab {
	t.Helper()
	ctx, close := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext())
	t.Cleanup(close)
	b := &tab{t: t, ctx: ctx}
	require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(1280, 720)))
	require.NoError(t, chromedp.Listen(ctx, b.listen))
	_, err := chromedp.Call(ctx, log.Enable, cdp.Empty{})
	require.NoError(t, err)
	_, err = chromedp.Call(ctx, network.Enable, network.EnableParams{})
	require.NoError(t, err)
	t.Cleanup(func() { assert.Empty(t, b.complaints(), "the console of %s", t.Name()) })
	return b
}

// open opens a page of the classroom, such as "06-gather/".
func open(t *testing.T, path string) *tab {
	t.Helper()
	b := newTab(t)
	b.visit(served + path)
	return b
}

func (b *tab) visit(url string) {
	b.t.Helper()
	b.do(chromedp.Navigate(url))
}

func (b *tab) listen(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, "exception: "+fmt.Sprint(ev.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if ev.Type == "error" || ev.Type == "warning" {
			b.problems = append(b.problems, fmt.Sprintf("console.%s: %s", ev.Type, toJSON(ev.Args)))
		}
	case *log.EventEntryAdded:
		if ev.Entry.Level == "error" {
			b.problems = append(b.problems, ev.Entry.Text+" "+ev.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, ev.Request.URL)
	}
}

func (b *tab) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.problems...)
}

// forgive forgets what the console complained about, where that is what the test wants.
func (b *tab) forgive(words string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.problems = slices.DeleteFunc(b.problems, func(problem string) bool { return strings.Contains(problem, words) })
}

func (b *tab) asked() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.requests...)
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	require.NoError(b.t, chromedp.Do(ctx, actions...))
}

// eval returns the value of a JavaScript expression, which may be a promise.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	require.NoError(b.t, err, expression)
	return v
}

// wait waits until a JavaScript expression is true. If it never is, the test
// fails with what the page says then.
func (b *tab) wait(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	_, err := chromedp.Run(ctx, chromedp.Poll[bool]("Boolean("+expression+")", chromedp.WithPollingTimeout(patience)))
	for err != nil && strings.Contains(err.Error(), "Cannot find context") && ctx.Err() == nil {
		_, err = chromedp.Run(ctx, chromedp.Poll[bool]("Boolean("+expression+")", chromedp.WithPollingTimeout(patience))) // the page was left meanwhile
	}
	require.NoError(b.t, err, "waiting for %s; the page is %q, and says: %s; console: %q",
		expression, b.state(), b.describe(), b.complaints())
}

// state is what the page says that it is doing.
func (b *tab) state() string { return eval[string](b, `document.documentElement.dataset.state || ""`) }

// waitState waits until the page is in one of these states.
func (b *tab) waitState(states ...string) {
	b.t.Helper()
	b.wait(toJSON(states) + `.includes(document.documentElement.dataset.state)`)
}

// describe is the text of the page's regions that say what goes wrong.
func (b *tab) describe() string {
	return eval[string](b, `[...document.querySelectorAll("[role=status],[role=alert],[aria-label=Problems]")].map(e => e.innerText).join(" | ")`)
}

// find returns the elements with this role and accessible name.
func (b *tab) find(role, name string) (nodes []*accessibility.Node) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	root, err := chromedp.Call(ctx, dom.GetDocument, dom.GetDocumentParams{})
	require.NoError(b.t, err)
	found, err := chromedp.Call(ctx, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{
		NodeID: root.Root.NodeID, AccessibleName: name, Role: role,
	})
	require.NoError(b.t, err)
	for _, n := range found.Nodes {
		if !n.Ignored {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// element is a handle to the one element with this role and accessible name.
func (b *tab) element(role, name string) runtime.RemoteObjectID {
	b.t.Helper()
	nodes := b.find(role, name)
	require.Len(b.t, nodes, 1, "%s %q on the page", role, name)
	object, err := chromedp.Call(b.ctx, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: nodes[0].BackendDOMNodeID})
	require.NoError(b.t, err)
	return object.Object.ObjectID
}

// call calls a JavaScript function with an element as this.
func call[T any](b *tab, role, name, function string) T {
	b.t.Helper()
	var v T
	yes := true
	answer, err := chromedp.Call(b.ctx, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		FunctionDeclaration: function, ObjectID: b.element(role, name), ReturnByValue: &yes, AwaitPromise: &yes,
	})
	require.NoError(b.t, err)
	require.Nil(b.t, answer.ExceptionDetails)
	if len(answer.Result.Value) > 0 {
		require.NoError(b.t, json.Unmarshal(answer.Result.Value, &v))
	}
	return v
}

// A point is a place on the page, in CSS pixels.
type point struct{ X, Y float64 }

// click presses the mouse on an element.
func (b *tab) click(role, name string) {
	b.t.Helper()
	at := call[point](b, role, name, `function() {
		this.scrollIntoView({block: "nearest"});
		const r = this.getBoundingClientRect();
		return {X: r.x + r.width / 2, Y: r.y + r.height / 2};
	}`)
	b.do(chromedp.MouseClickXY(at.X, at.Y))
}

// text is the visible text of an element.
func (b *tab) text(role, name string) string {
	b.t.Helper()
	return call[string](b, role, name, `function() { return this.innerText }`)
}

// choose selects an option of a combobox by its text.
func (b *tab) choose(name, option string) {
	b.t.Helper()
	call[bool](b, "combobox", name, fmt.Sprintf(`function() {
		const option = [...this.options].find(o => o.text.trim() === %s);
		if (!option) throw new Error("no option; there are " + [...this.options].map(o => o.text));
		this.value = option.value;
		this.dispatchEvent(new Event("change", {bubbles: true}));
		return true;
	}`, toJSON(option)))
}

// press presses a key, wherever the focus is.
func (b *tab) press(key string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(key))
}

func toJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(text))
}
