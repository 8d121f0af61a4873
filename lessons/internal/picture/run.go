package picture

import "golang.org/x/exp/trace"

// A run is what has been read so far.
type run struct {
	opts        Options
	origins     origins
	began, last trace.Time
	now         trace.Time // up to which what lives is drawn, if that is later than last
	resumed     trace.Time // when the trace that is being read began; 0: nothing of it is known
	traces      int        // that were added
	ended       bool       // no further trace comes
	pauses      []pause    // of the page's clock
	goroutines  map[trace.GoID]*goroutine
	tasks       map[trace.TaskID]*life
	lives       []*life // tasks and goroutines, in order of start
	happened    []happening
	prints      int // so far
	stacks      map[trace.Stack]*seen
	looked      struct { // the last one of stacks, which is often asked for again
		stack trace.Stack
		seen  *seen
	}
	makers   map[trace.Stack]bool // that make a task: is it gather?
	called   map[string]called
	past     past
	canvases int // so far
}

// A life is what a task or a goroutine does from its start to its end. Not
// every one becomes a lane.
type life struct {
	name     string
	numbered string // its name in the picture, once that can't change any more
	task     bool
	gathered bool       // of a task: gather made it
	renamed  bool       // of a task: by task.Each
	known    bool       // it begins with the trace, or rather before
	begun    bool       // of a task: it has said so
	dropped  bool       // only counted: see past
	lane     bool       // of the picture that is being drawn
	label    string     // there
	parent   *life      // there
	placed   int        // the picture that parent is of
	g        *goroutine // where it runs; of a task: since it has begun
	by       *life      // the life that started it
	under    *life      // of a task: the one whose ctx it has
	start    trace.Time
	end      trace.Time
	ending   Ending // its How is empty as long as it lives
	turns    []turn

	awaits    []*life // the tasks that it looked at, two at most
	waitedBy  []*wait
	watchedBy []*watch
	waited    bool // a wait began that had it among its targets
	busy      bool // it did more than to wait for one task
}

// A turn is when a life's state changes.
type turn struct {
	at   trace.Time
	wait *wait // nil, or what a waiting life waits for, instead of does
	does activity
}

// A wait is one wait of one life for tasks.
type wait struct {
	by      *life
	at, end trace.Time
	over    bool
	told    bool
	targets []*life      // unless it is one of a watch
	ends    []trace.Time // of the targets that were dropped
	round   int          // when it was tidied
	of      *watch
	woken   *life // the life that ended it
}

// A watch is a loop over completions: a wait for all of them, then one for the
// rest, and so on.
type watch struct {
	targets []*life
	ends    []trace.Time // of the targets that were dropped
	round   int          // when it was tidied
	waits   []*wait
}

type kind uint8

const (
	ends kind = iota
	cancels
	timesUp
	starts
	waits
	prints
)

// A happening is what becomes an event of the picture, or not.
type happening struct {
	kind    kind
	at      trace.Time
	subject *life
	target  *life // of cancels
	wait    *wait // of waits; of timesUp: as long as the deadline counts
	line    int   // of prints: its number
	text    string
}

func newRun(opts Options) *run {
	return &run{
		opts:       opts,
		origins:    newOrigins(opts),
		makers:     map[trace.Stack]bool{},
		called:     map[string]called{},
		past:       newPast(),
		goroutines: map[trace.GoID]*goroutine{},
		tasks:      map[trace.TaskID]*life{},
		stacks:     map[trace.Stack]*seen{},
	}
}

// endGeneration is called at the end of each generation: its stacks are its own.
func (r *run) endGeneration() {
	clear(r.stacks)
	r.looked.stack = trace.NoStack
	clear(r.makers)
}

func (r *run) add(e item) {
	at := r.stamp(e.Time())
	if r.crowded() {
		r.condense()
	}
	var g *goroutine
	if id := e.Goroutine(); id != trace.NoGoroutine {
		g = r.goroutines[id]
	}
	if g != nil && (g.eager() || len(g.deadlines) > 0) {
		g.shows(at, r.look(e.Stack()))
	}
	switch e.Kind() {
	case trace.EventStateTransition:
		if s := e.StateTransition(); s.Resource.Kind == trace.ResourceGoroutine {
			r.move(at, e.Event, s)
		}
	case trace.EventTaskBegin:
		r.beginTask(at, g, e.Event)
	case trace.EventTaskEnd:
		r.endTask(at, e.ended)
	case trace.EventRegionBegin:
		if g != nil {
			g.enter(at, e.Region().Type)
		}
	case trace.EventRegionEnd:
		if g != nil {
			g.leave(at, e.Region().Type)
		}
	case trace.EventLog:
		if g != nil {
			r.handleLog(at, g, e.Event)
		}
	}
}

// unfinished reports whether a task of task.Run's is at work. Run waits for all
// of them, so a trace that ends then ends before the run does, whether it
// was stopped or the program died. Goroutines, and tasks without a Run, may run
// forever.
func (r *run) unfinished() bool {
	for _, l := range r.tasks {
		if l.begun && l.ending.How == "" && l.root().name == "main" {
			return true
		}
	}
	return false
}

// root is the task under which l stands at last.
func (l *life) root() *life {
	for n := 0; l.under != nil && n < maxDepth; n++ {
		l = l.under
	}
	return l
}

const maxDepth = 10_000 // a broken trace may go round in circles

func (r *run) record(h happening) {
	if h.kind == prints {
		h.line = r.prints
		r.prints++
	}
	r.happened = append(r.happened, h)
}

// turn notes a new state, unless it is no news.
func (l *life) turn(t turn) {
	if n := len(l.turns); n > 0 {
		last := l.turns[n-1]
		if last.does == t.does && last.wait == t.wait {
			return
		}
	}
	l.turns = append(l.turns, t)
}

// finish ends l, once.
func (l *life) finish(at trace.Time, e Ending) bool {
	if l.ending.How != "" {
		return false
	}
	l.end, l.ending = at, e
	return true
}

// how is the way in which l ended so far.
func (l *life) how() How {
	switch {
	case l.ending.How != "":
		return l.ending.How
	case l.g != nil && l.g.panics:
		return Panicked
	}
	return Unended
}

// present is up to when the run is known.
func (r *run) present() trace.Time { return max(r.last, r.now) }

func (l *life) isLane() bool { return l != nil && l.lane }

func (l *life) alive(at trace.Time) bool { return l.ending.How == "" || l.end > at }

// until is when l ended, or now.
func (r *run) until(l *life) trace.Time {
	if l.ending.How == "" {
		return r.present()
	}
	return l.end
}
