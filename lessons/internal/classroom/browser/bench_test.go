package browser

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The page's times, in the reader's milliseconds, each the median of b.N rounds:
//
//	go test . -run '^$' -bench . -benchtime 5x

// benchTab opens a page in a browser context of its own; its cache is empty.
func benchTab(b *testing.B, path string) context.Context {
	b.Helper()
	ctx, close := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext())
	b.Cleanup(close)
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	b.Cleanup(cancel)
	benchDo(b, ctx, chromedp.EmulateViewport(1280, 720), chromedp.Navigate(served+path))
	return ctx
}

func benchDo(b *testing.B, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.Fatal(err)
	}
}

func benchEval[T any](b *testing.B, ctx context.Context, expression string) T {
	b.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatal(err)
	}
	return v
}

func report(b *testing.B, name string, rounds []float64) {
	slices.Sort(rounds)
	b.ReportMetric(rounds[len(rounds)/2], name)
	b.ReportMetric(0, "ns/op")
}

// until resolves to the ms from now on until a condition holds, looked at in each frame.
func until(condition string) string {
	return `new Promise(done => { const t = performance.now(); const look = () => (` + condition + `) ? done(performance.now() - t) : setTimeout(look, 2); look(); })`
}

const ended = `["done", "failed"].includes(document.documentElement.dataset.state)`

func BenchmarkFirstPaintWarm(b *testing.B) {
	ctx := benchTab(b, "06-gather/")
	var rounds []float64
	for range b.N {
		benchDo(b, ctx, chromedp.Reload())
		rounds = append(rounds, benchEval[float64](b, ctx, `new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime)).observe({type: "paint", buffered: true}))`))
	}
	report(b, "ms", rounds)
}

func BenchmarkFirstOutput(b *testing.B) {
	var rounds []float64
	for range b.N {
		ctx := benchTab(b, "06-gather/")
		benchEval[float64](b, ctx, `new Promise(r => { // the reader reads, with the pointer on the page
			document.querySelector("main").dispatchEvent(new PointerEvent("pointerover"));
			setTimeout(() => r(0), 1500);
		})`)
		rounds = append(rounds, benchEval[float64](b, ctx, `(() => {
			const clock = document.querySelector("[aria-label=Clock]");
			clock.value = "instant"; clock.dispatchEvent(new Event("change"));
			document.querySelector("#run").click();
			return `+until(`document.querySelector("[aria-label=Output] [data-at]")`)+`; })()`))
	}
	report(b, "ms", rounds)
}

func BenchmarkRealClock(b *testing.B) {
	ctx := benchTab(b, "02-hello/")
	var late []float64
	for range b.N {
		benchEval[float64](b, ctx, `(() => {
			const clock = document.querySelector("[aria-label=Clock]");
			clock.value = "real"; clock.dispatchEvent(new Event("change"));
			document.documentElement.dataset.state = "idle";
			document.querySelector("#run").click();
			return `+until(ended)+`; })()`)
		at := benchEval[[]float64](b, ctx, `[...document.querySelectorAll("[aria-label=Output] [data-at]")].map(e => Number(e.dataset.at) % 1000)`)
		late = append(late, slices.Max(at))
	}
	report(b, "ms-late", late)
}
