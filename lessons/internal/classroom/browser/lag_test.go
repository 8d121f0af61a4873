package browser

import (
	"slices"
	"testing"
)

// observe puts itself between the modules of the page and whoever listens to them. Its
// result has, for each frame of a run, how far the picture ends behind the program's
// time, and for each event how long after it happened the picture showed it.
const observe = `(async () => {
	const { Run } = await import(new URL("assets/run.js", page));
	const { Picture } = await import(new URL("assets/picture.js", page));
	const frames = [], events = [], seen = new Set();
	let anchors = [], drawn = 0, state = "idle", over;
	const done = new Promise(resolve => (over = resolve));
	// A message says what time it was when it was sent: the quickest of the last second is right.
	const now = () => performance.now() - Math.min(...anchors.map(a => a.anchor));
	const hear = (prototype, take) => (prototype.dispatchEvent = function (event) {
		take(event.type, event.detail);
		return EventTarget.prototype.dispatchEvent.call(this, event);
	});
	hear(Run.prototype, (type, detail) => {
		if (type === "state") state = detail.state;
		if (state === "running" && detail.at !== undefined) {
			const t = performance.now();
			anchors = [...anchors.filter(a => t - a.t < 1000), { t, anchor: t - detail.at }];
		}
		if (state === "done" || state === "failed") over();
	});
	hear(Picture.prototype, (type, detail) => {
		if (type !== "drawn" || state !== "running" || anchors.length === 0) return;
		drawn = detail.length;
		for (const { at, lane } of detail.events) {
			if (seen.has(at + lane)) continue;
			seen.add(at + lane);
			events.push(now() - at);
		}
	});
	const frame = () => {
		if (state === "running" && anchors.length > 0) frames.push(now() - drawn);
		requestAnimationFrame(frame);
	};
	requestAnimationFrame(frame);
	const clock = document.querySelector("[aria-label=Clock]");
	clock.value = "real";
	clock.dispatchEvent(new Event("change"));
	document.querySelector("#run").click();
	await done;
	return { frames, events };
})()`

// BenchmarkPictureLag runs a lesson on the real clock, and measures how far its
// picture is behind it.
func BenchmarkPictureLag(b *testing.B) {
	for _, slug := range []string{"06-gather", "16-philosophy"} {
		b.Run(slug, func(b *testing.B) {
			var frames, events []float64
			for range b.N {
				ctx := benchTab(b, slug+"/")
				benchEval[float64](b, ctx, `new Promise(r => setTimeout(() => r(0), 1500))`) // the reader reads
				lag := benchEval[struct{ Frames, Events []float64 }](b, ctx, `(page => `+observe+`)(new URL("../", location.href))`)
				frames, events = append(frames, lag.Frames...), append(events, lag.Events...)
			}
			if len(frames) == 0 || len(events) == 0 {
				b.Fatalf("%d frames and %d events: there was no picture", len(frames), len(events))
			}
			slices.Sort(frames)
			slices.Sort(events)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(part(frames, .5), "ms-median")
			b.ReportMetric(part(frames, .95), "ms-95%")
			b.ReportMetric(part(frames, 1), "ms-max")
			b.ReportMetric(part(events, .5), "ms-event-median")
			b.ReportMetric(part(events, 1), "ms-event-max")
		})
	}
}

// part returns the value below which this part of the sorted values is.
func part(sorted []float64, share float64) float64 {
	return sorted[int(share*float64(len(sorted)-1))]
}
