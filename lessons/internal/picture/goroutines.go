package picture

import "golang.org/x/exp/trace"

// What a goroutine belongs to.
type owner uint8

const (
	undecided owner = iota // Go's, unless a function of the program is seen on its stack
	program
	helper // of the packages
	hidden // takes the trace, or calls from JavaScript: it isn't even counted
)

// A goroutine leads its own life, or those of tasks, one within the other.
type goroutine struct {
	kind    owner
	named   string // the function that it is named after
	nth     bool   // that is only where it comes from: it takes a number
	own     *life
	tasks   []*life // at work, the innermost last
	past    *life   // the task that it led last
	regions []region
	panics  bool    // when it was seen last
	asked   *life   // the task of its last "await" outside of a wait
	group   []*life // those that it made in gather, which will wait for them
	state   trace.GoState
	trace   int      // the last one that told of it
	why     activity // how it is blocked

	deadlines []deadline // the innermost last
}

// mainGoroutine is the one that calls main.main, in every program.
const mainGoroutine trace.GoID = 1

type region struct {
	name  string
	wait  *wait  // nil unless it is a wait
	watch *watch // nil unless it is a loop over completions
}

// A deadline counts as long as the function that set it is on the stack.
type deadline struct {
	depth int
	wait  *wait
}

// newGoroutine registers a goroutine.
func (r *run) newGoroutine(id trace.GoID, at trace.Time, by *goroutine) *goroutine {
	both := &struct {
		goroutine
		life
	}{}
	g := &both.goroutine
	g.own, g.trace = &both.life, r.traces
	g.own.start, g.own.g = at, g
	if by != nil {
		g.own.by = by.actor()
	}
	// In a page it may do nothing that a trace tells, such as println.
	if id == mainGoroutine && r.opts.PageClock {
		g.kind, g.named = program, "main.main"
	}
	r.goroutines[id] = g
	return g
}

// now is the life that g leads at the moment.
func (g *goroutine) now() *life {
	if n := len(g.tasks); n > 0 {
		return g.tasks[n-1]
	}
	return g.own
}

// actor is the life that acts: a task that has just ended still tells its
// waiters.
func (g *goroutine) actor() *life {
	if len(g.tasks) == 0 && g.past != nil {
		return g.past
	}
	return g.now()
}

// shows makes use of a stack of g's.
func (g *goroutine) shows(at trace.Time, s *seen) {
	g.learn(s)
	for n := len(g.deadlines) - 1; n >= 0 && s.start != "" && g.deadlines[n].depth > s.deadlines; n-- {
		g.deadlines[n].wait.end, g.deadlines[n].wait.over = at, true
		g.deadlines = g.deadlines[:n]
	}
}

// learn decides what g belongs to by what is on its stack, and finds a better name for
// one that is called after where it comes from.
func (g *goroutine) learn(s *seen) {
	switch {
	case g.kind == undecided && s.outermost != "":
		g.kind, g.named = program, s.outermost
	case g.nth && s.given != "":
		g.named, g.nth, g.own.numbered = s.given, false, ""
	}
}

// eager reports whether more is to be learnt about g.
func (g *goroutine) eager() bool { return g.kind == undecided || g.nth }

// move follows a goroutine into another state.
func (r *run) move(at trace.Time, e trace.Event, s trace.StateTransition) {
	from, to := s.Goroutine()
	g, news := r.lookup(at, e, s)
	if !news {
		return
	}
	r.past.moves++
	actor := r.goroutines[e.Goroutine()]
	look := r.look(s.Stack)
	if from != trace.GoNotExist {
		g.learn(look)
	}
	if from == trace.GoRunning {
		g.panics = look.panics
	}
	if from == trace.GoWaiting && actor != nil {
		g.wake(actor)
	}
	g.state, g.why = to, blocked(s.Reason, look)
	switch to {
	case trace.GoNotExist:
		r.endGoroutine(at, g)
		delete(r.goroutines, s.Resource.Goroutine())
		return
	case trace.GoWaiting:
		r.block(at, g)
		r.print(at, g, from == trace.GoRunning && look.print && look.script)
	case trace.GoSyscall:
		r.print(at, g, look.print)
	}
	g.turn(at)
}

// print notes that g prints, if it does.
func (r *run) print(at trace.Time, g *goroutine, does bool) {
	if does {
		r.record(happening{kind: prints, at: at, subject: g.actor()})
		g.actor().busy = true
	}
}

// lookup returns the goroutine that s is about, be it an old one, a new one, or one
// that is older than the trace. There may be no news of it.
func (r *run) lookup(at trace.Time, e trace.Event, s trace.StateTransition) (g *goroutine, news bool) {
	id := s.Resource.Goroutine()
	from, to := s.Goroutine()
	g = r.goroutines[id]
	switch {
	case from == trace.GoNotExist && to != trace.GoNotExist:
		by := r.goroutines[e.Goroutine()]
		g = r.newGoroutine(id, at, by)
		g.classify(r.look(s.Stack), r.look(e.Stack()))
		if r.enlist(g, r.look(s.Stack)) {
			r.record(happening{kind: starts, at: at, subject: g.own})
		}
		if by != nil {
			by.actor().busy = true
		}
	case g != nil:
		g.trace = r.traces
		if from == trace.GoUndetermined { // each trace says it once more, and each generation
			from = g.state
		}
		return g, from != to
	case to == trace.GoNotExist:
		return nil, false
	default:
		g = r.newGoroutine(id, r.resumed, nil)
		g.own.known = true
		r.enlist(g, r.look(s.Stack))
	}
	return g, true
}

// wake notes which life ended a wait.
func (g *goroutine) wake(by *goroutine) {
	if w := g.waiting(); w != nil {
		w.woken = by.actor()
	}
}

// endGoroutine ends what g leaves open.
func (r *run) endGoroutine(at trace.Time, g *goroutine) {
	for len(g.regions) > 0 {
		g.leave(at, g.regions[len(g.regions)-1].name)
	}
	for len(g.tasks) > 0 { // they didn't log how they ended
		r.finish(at, g.now(), Ending{How: Returned})
	}
	if g.own.finish(at, Ending{How: Returned}) && g.kind != hidden && !r.skip(g) {
		r.record(happening{kind: ends, at: at, subject: g.own})
	}
}

// turn tells the life that g leads what state it is in.
func (g *goroutine) turn(at trace.Time) {
	t := turn{at: at, does: runs}
	switch g.state {
	case trace.GoRunnable:
		t.does = ready
	case trace.GoWaiting:
		t.does = g.why
		if n := len(g.regions); n > 0 {
			switch in := g.regions[n-1]; {
			case in.name == "sleep":
				t.does = sleeps
			case in.wait != nil && in.wait.awaited():
				t.does, t.wait = awaits, in.wait
			}
		}
	case trace.GoSyscall:
		t.does = calls
	}
	l := g.now()
	if len(l.turns) == 0 {
		t.at = l.start
	}
	l.turn(t)
}

// An activity is a state, and what a waiting life waits for.
type activity uint8

const (
	runs activity = iota
	ready
	sleeps
	awaits // tasks
	blocks // the trace does not say what for
	onChannel
	onGroup
	onLock
	onSignal
	onNetwork
	forever
	onCollector
	calls // a system call that takes its time
)

var activities = [...]struct {
	state State
	what  string
}{
	runs:        {Running, ""},
	ready:       {Ready, ""},
	sleeps:      {Sleeping, ""},
	awaits:      {Waiting, ""},
	blocks:      {Waiting, ""},
	onChannel:   {Waiting, "a channel"},
	onGroup:     {Waiting, "a group"},
	onLock:      {Waiting, "a lock"},
	onSignal:    {Waiting, "a signal"},
	onNetwork:   {Waiting, "the network"},
	forever:     {Waiting, "nothing"}, // an empty select
	onCollector: {Waiting, "the garbage collector"},
	calls:       {Waiting, "the system"},
}

// blocked is the activity of a goroutine that is blocked for this reason.
func blocked(reason string, s *seen) activity {
	if s.script {
		return runs // as with a system call that is over at once
	}
	switch reason {
	case "sleep":
		return sleeps
	case "chan receive", "chan send", "select":
		return onChannel
	case "sync":
		if s.group {
			return onGroup
		}
		return onLock
	case "sync.(*Cond).Wait":
		return onSignal
	case "network":
		return onNetwork
	case "forever":
		return forever
	case "preempted":
		return ready
	case "GC mark assist wait for work", "wait until GC ends", "GC weak to strong wait":
		return onCollector
	}
	if s.sleeps {
		return sleeps
	}
	return s.waits
}
