package picture

import "time"

// A Picture is a run, ready to be drawn. All times are counted from its
// start, and rounded to what the eye can use. In JSON a time is a number of
// nanoseconds, a lane is named by its place in lanes, and what is empty is
// left out.
type Picture struct {
	Length   time.Duration `json:"length"`             // from the start to the last event
	Lanes    []Lane        `json:"lanes"`              // parents before their children, in order of start
	Arrows   []Arrow       `json:"arrows,omitempty"`   // in order of time
	Events   []Event       `json:"events,omitempty"`   // in order of time
	Others   int           `json:"others,omitempty"`   // goroutines that aren't the program's own: Go's, and those of the packages
	Undrawn  Undrawn       `json:"undrawn,omitzero"`   // what was left out
	CutShort bool          `json:"cutShort,omitempty"` // the trace ends before the run did, or more of it can't be read
	Timeless bool          `json:"timeless,omitempty"` // the clock stood still: the times only say what came before what
}

// Undrawn counts what is beyond the caps: nothing is dropped in silence.
type Undrawn struct {
	Lanes  int `json:"lanes,omitempty"`
	Events int `json:"events,omitempty"`
}

// A Lane is one task or goroutine, from its start to its end.
type Lane struct {
	Name   string        `json:"name"`
	Parent int           `json:"parent"` // the lane that it stands under; -1: none in the picture
	Depth  int           `json:"depth"`  // 0 for main
	Task   bool          `json:"task,omitempty"`
	Start  time.Duration `json:"start"`
	End    time.Duration `json:"end"`
	Spans  []Span        `json:"spans"` // without gaps, from Start to End
	Ending Ending        `json:"ending"`
	Marks  []Mark        `json:"marks,omitempty"`
}

// A State is what a lane does at a moment.
type State string

// The states.
const (
	Running  State = "running"
	Ready    State = "ready" // could run, but no processor is free
	Sleeping State = "sleeping"
	Waiting  State = "waiting"
)

// A Span is a stretch of time that a lane spent in one state. Two sleeps in a
// row, or two waits, are two spans if both are long enough to be told apart.
type Span struct {
	State State         `json:"state"`
	From  time.Duration `json:"from"`
	To    time.Duration `json:"to"`
	For   string        `json:"for,omitempty"` // what a waiting lane waits for: "tea, toast", "a channel"
}

// An Ending is how a lane ended.
type Ending struct {
	How  How    `json:"how"`
	Text string `json:"text,omitempty"` // the value, the error, or the cause
}

// How a lane ended.
type How string

// The ways to end.
const (
	Returned  How = "returned"
	Failed    How = "failed"
	Cancelled How = "cancelled"
	Panicked  How = "panicked"
	Unended   How = "running" // still running when the program, or the trace, ended
)

// A Mark is a moment on a lane.
type Mark struct {
	Kind MarkKind      `json:"kind"`
	At   time.Duration `json:"at"`
	Text string        `json:"text,omitempty"` // the line, if it is known; how long the lane had, "1s"
}

// MarkKind says what a mark stands for.
type MarkKind string

// The kinds of marks.
const (
	Print    MarkKind = "print"
	Deadline MarkKind = "deadline"
)

// An Arrow goes from one lane to another at a moment.
type Arrow struct {
	Kind ArrowKind     `json:"kind"`
	At   time.Duration `json:"at"`
	From int           `json:"from"`
	To   int           `json:"to"`
	Text string        `json:"text,omitempty"` // a cancel's cause
}

// ArrowKind says what an arrow stands for.
type ArrowKind string

// The kinds of arrows.
const (
	Start  ArrowKind = "start"  // from the parent to the child
	Await  ArrowKind = "await"  // from the one that ended to the one that had waited for it
	Fail   ArrowKind = "fail"   // the same, if it failed: the arrow that tells the story
	Cancel ArrowKind = "cancel" // from the one that cancels to the one that is cancelled
)

// An Event is something that happened, as a sentence: "tea returned "green";
// gather still waits for toast".
type Event struct {
	At   time.Duration `json:"at"`
	Lane int           `json:"lane"` // -1: none that is drawn
	Text string        `json:"text"`
}
