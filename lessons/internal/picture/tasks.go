package picture

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/exp/trace"

	"gosyncio/internal/text"
)

func (r *run) beginTask(at trace.Time, g *goroutine, e trace.Event) {
	t := e.Task()
	inGather := r.inGather(e.Stack())
	l := &life{name: text.Clean(t.Type), task: true, start: at, under: r.tasks[t.Parent]}
	if g != nil {
		l.by = g.actor()
		l.by.busy = true
		l.gathered = g.expects(l) || inGather
		if inGather && g.waiting() == nil {
			g.group = append(g.group, l)
		}
	}
	l.turn(turn{at: at, does: ready})
	r.tasks[t.ID] = l
	r.lives = append(r.lives, l)
	r.record(happening{kind: starts, at: at, subject: l})
}

// inGather reports whether gather makes a task on this stack. It looks once.
func (r *run) inGather(s trace.Stack) bool {
	in, known := r.makers[s]
	if !known {
		in = r.origins.findModule(s)
		r.makers[s] = in
	}
	return in
}

func (r *run) endTask(at trace.Time, id trace.TaskID) {
	if l := r.tasks[id]; l != nil {
		r.finish(at, l, Ending{How: Returned}) // had it said how, this would be no news
	}
}

func (r *run) finish(at trace.Time, l *life, e Ending) {
	if !l.begun || !l.finish(at, e) {
		return
	}
	r.record(happening{kind: ends, at: at, subject: l})
	g := l.g
	g.past = l
	g.tasks = slices.DeleteFunc(g.tasks, func(t *life) bool { return t == l })
	g.turn(at)
}

// handleLog takes a log of the packages.
func (r *run) handleLog(at trace.Time, g *goroutine, e trace.Event) {
	log := e.Log()
	if log.Category == "deadline" {
		r.deadline(at, g, log.Message, r.look(e.Stack()).deadlines)
	}
	l := r.tasks[log.Task]
	if l == nil {
		return
	}
	switch log.Category {
	case "start":
		g.begin(at, l)
	case "name":
		if l.gathered && !l.renamed {
			l.name, l.numbered, l.renamed = text.Clean(log.Message), "", true
		}
	case "end":
		r.finish(at, l, ending(log.Message))
	case "await":
		g.await(l)
	case "cancel":
		r.record(happening{kind: cancels, at: at, subject: g.actor(), target: l, text: text.Clean(log.Message)})
		g.actor().busy = true
	}
}

// begin gives g over to the task l.
func (g *goroutine) begin(at trace.Time, l *life) {
	if l.begun {
		return
	}
	l.begun, l.g = true, g
	if l.by == g.actor() {
		l.start, l.turns = at, nil // it was made here: nothing kept it waiting
		l.by = g.now()             // not a task that is over
	}
	if len(g.tasks) > 0 {
		outer := g.now()
		outer.turn(turn{at: at, does: awaits, wait: &wait{by: outer, at: at, targets: []*life{l}}})
	}
	g.tasks = append(g.tasks, l)
	g.turn(at)
}

// ending takes the text of an "end" apart.
func ending(message string) Ending {
	how, rest, _ := strings.Cut(message, " ")
	switch h := How(how); h {
	case Returned, Failed, Cancelled, Panicked:
		return Ending{How: h, Text: text.Clean(rest)}
	}
	return Ending{How: Returned, Text: text.Clean(message)}
}

// deadline notes one. Whether it was hit is seen later.
func (r *run) deadline(at trace.Time, g *goroutine, text string, depth int) {
	d, err := time.ParseDuration(text)
	when := r.moment(at) + trace.Time(d)
	if err != nil || d < 0 || when < 0 {
		return
	}
	l := g.now()
	l.busy = true
	w := &wait{by: l, at: at}
	g.deadlines = append(g.deadlines, deadline{depth, w})
	r.record(happening{kind: timesUp, at: when, subject: l, wait: w, text: d.String()})
}

func (g *goroutine) enter(at trace.Time, name string) {
	in := region{name: name}
	switch name {
	case "wait":
		in.wait = &wait{by: g.now(), at: at}
		for _, l := range g.group {
			in.wait.expect(l)
		}
		g.group = nil
	case "watch":
		in.watch = &watch{}
		g.now().busy = true
	case "sleep":
		g.now().busy = true
	}
	g.regions = append(g.regions, in)
}

// leave ends the innermost region of that name, and those within.
func (g *goroutine) leave(at trace.Time, name string) {
	for i, in := range slices.Backward(g.regions) {
		if in.name != name {
			continue
		}
		for _, in := range g.regions[i:] {
			if in.wait != nil {
				in.wait.end, in.wait.over = at, true
			}
		}
		g.regions = g.regions[:i]
		return
	}
}

// waiting is the wait that g is in, or nil.
func (g *goroutine) waiting() *wait {
	if n := len(g.regions); n > 0 {
		return g.regions[n-1].wait
	}
	return nil
}

// await notes that g looks at the task target, in a wait or in passing.
func (g *goroutine) await(target *life) {
	l := g.now()
	if len(l.awaits) < 2 && !slices.Contains(l.awaits, target) {
		l.awaits = append(l.awaits, target)
	}
	if n := len(g.regions); n > 0 && g.regions[n-1].watch != nil {
		watch := g.regions[n-1].watch
		watch.targets = append(watch.targets, target)
		target.watchedBy = append(target.watchedBy, watch)
	}
	if !g.expects(target) {
		g.asked = target // a wait for it may follow
	}
}

// expects adds to the wait that g is in, if any, and reports whether there is
// one.
func (g *goroutine) expects(target *life) bool {
	w := g.waiting()
	if w == nil {
		return false
	}
	w.expect(target)
	return true
}

func (w *wait) expect(target *life) {
	if n := len(w.targets); n == 0 || w.targets[n-1] != target {
		w.targets = append(w.targets, target)
		target.waitedBy, target.waited = append(target.waitedBy, w), true
	}
}

// block is called when g's wait, if it is in one, takes time. In a loop over
// completions it is for the tasks that haven't ended.
func (r *run) block(at trace.Time, g *goroutine) {
	w, n := g.waiting(), len(g.regions)
	if w == nil || w.told {
		return
	}
	switch {
	case w.awaited():
	case n > 1 && g.regions[n-2].watch != nil:
		w.of = g.regions[n-2].watch
		w.of.waits = append(w.of.waits, w)
	case g.asked != nil && g.asked.alive(at):
		w.expect(g.asked)
	}
	w.told = true
	r.record(happening{kind: waits, at: at, subject: w.by, wait: w})
}
