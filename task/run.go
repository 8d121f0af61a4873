package task

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"sync"
)

var (
	errMainReturned = errors.New("main has returned")
	errInterrupted  = errors.New("interrupted by Ctrl-C")
)

// Run calls main, and when main returns it cancels every task that was started
// under main's context, detached ones too, and waits until all have ended. So
// no goroutine outlives Run. A task that ignores its cancellation keeps Run
// waiting (R7), and one that is started meanwhile never calls its function (R8).
//
// Run returns what main returned. Tasks that failed and that nobody looked at
// are reported through [log/slog]. If ctx is done already, main isn't called.
// A panic in main goes on at once; it cancels nobody and waits for nobody.
//
// Run never listens to signals and never reads the environment: see [Main].
//
// Python: asyncio.run(main()). Unlike there, Run may be nested (R4): each
// waits for its own.
func Run[T any](ctx context.Context, main Func[T]) (T, error) {
	if main == nil {
		panic("task: Run: main is nil")
	}
	ctx, r := newRun(ctx)
	return play(ctx, r, main)
}

// newRun makes a run under ctx, and the context of its main.
func newRun(ctx context.Context) (context.Context, *run) {
	r := &run{unseen: map[*failure]struct{}{}}
	r.end, r.returned = context.WithCancelCause(context.Background())
	r.ring.prev, r.ring.next = &r.ring, &r.ring
	r.idle.L = &r.mu
	root, cancel := context.WithCancelCause(ctx)
	r.cancel = cancel
	return announce(context.WithValue(root, runKey{}, r), &member{name: "main"}), r
}

// Main is [Run] for a program: main's context is the root of everything.
//
// The first Ctrl-C prints what is still pending and cancels main's context, the
// second one ends the program. If the environment has TASKTRACE=file, Main
// writes a trace of everything to that file, until the last task has ended: see
// the package doc.
//
// Python: asyncio.run(main()).
func Main(main func(ctx context.Context) error) error {
	if main == nil {
		panic("task: Main: main is nil")
	}
	defer record()()
	ctx, r := newRun(context.Background())
	if runtime.GOARCH != "wasm" && !signal.Ignored(os.Interrupt) { // wasm has no signals: Ignored panics
		defer r.listen(ctx)()
	}
	_, err := play(ctx, r, NoResult(main))
	return err
}

// play calls main under r, and closes r.
func play[T any](ctx context.Context, r *run, main Func[T]) (v T, err error) {
	err, cancelled := ErrExited, false // unless main returns
	defer unlessPanicking(func() {
		tellEnd(ctx, v, err, cancelled)
		r.close()
	})
	if end := ended(ctx); end != nil {
		err, cancelled = end, true
		return v, err
	}
	tellStart(ctx)
	v, err = main(ctx)
	err, cancelled = judge(ctx, err)
	return v, err
}

// Start calls f in a new goroutine that has no handle: [Run] waits for it, and
// name tells it from others. Without a Run around it, Start is a go statement.
//
// f is always called, also when ctx is done: it has nobody to tell but you. It
// gets ctx as it is; only where ctx can't end at all, it gets one that ends
// when Run's main has returned, and in a trace one that the trace knows it by.
//
// Python: asyncio.create_task, its return value thrown away.
func Start(ctx context.Context, name string, f func(ctx context.Context)) {
	if f == nil {
		panic("task: Start: f is nil")
	}
	start(telling(ctx, name, f))
}

// start is Start without a word to the trace.
func start(ctx context.Context, name string, f func(ctx context.Context)) {
	r := runOf(ctx)
	if r == nil {
		go f(ctx)
		return
	}
	m := &member{name: name}
	m.join(ctx)
	if ctx.Done() == nil {
		ctx = detached{ctx, r.end}
	}
	go func() {
		defer unlessPanicking(m.leave)
		f(ctx)
	}()
}

// unlessPanicking, deferred, calls end after a return and after
// [runtime.Goexit]. A panic goes on instead, with the stack it came with:
// whoever waits for end must not go on beside a dying program.
func unlessPanicking(end func()) {
	if p := recover(); p != nil {
		panic(p)
	}
	end()
}

// run is what one call of Run knows: who is at work, and who failed unseen.
type run struct {
	cancel   context.CancelCauseFunc // of main's context
	end      context.Context         // ends when main has returned
	returned context.CancelCauseFunc
	mu       sync.Mutex
	ring     member    // of the members, in order of joining
	idle     sync.Cond // there are no members
	closing  bool
	unseen   map[*failure]struct{}
}

type runKey struct{}

func runOf(ctx context.Context) *run {
	r, _ := ctx.Value(runKey{}).(*run)
	return r
}

// close cancels all members, waits for them and reports what nobody has seen.
func (r *run) close() {
	r.mu.Lock()
	r.closing = true // whoever joins from here on is cancelled at once (R8)
	r.mu.Unlock()
	r.tellClosing()
	r.cancel(errMainReturned)
	r.returned(errMainReturned)
	for _, m := range r.pending() {
		if m.ctx.Err() == nil { // it is detached; the others know
			m.ctx.cancel(errMainReturned)
		}
	}
	r.mu.Lock()
	for r.ring.next != &r.ring {
		r.idle.Wait()
	}
	unseen := slices.SortedFunc(maps.Keys(r.unseen), (*failure).older)
	r.mu.Unlock()
	for _, f := range unseen {
		f.report()
	}
}

// pending returns the members, the oldest first.
func (r *run) pending() (ms []*member) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for m := r.ring.next; m != &r.ring; m = m.next {
		ms = append(ms, m)
	}
	return ms
}

// listen waits for the first Ctrl-C. After it nobody catches the second.
func (r *run) listen(main context.Context) (stop func()) {
	interrupt, quit := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(interrupt, os.Interrupt)
	go func() {
		select {
		case <-interrupt:
			signal.Stop(interrupt)
			fmt.Fprintln(os.Stderr, r)
			tell(main, "cancel", errInterrupted.Error())
			r.cancel(errInterrupted)
		case <-quit:
		}
	}()
	return func() {
		signal.Stop(interrupt)
		close(quit)
	}
}

// String says who is still at work: with a handler for Ctrl-C in place, Go no
// longer notices that all goroutines are asleep.
func (r *run) String() string {
	var names []string
	for _, m := range r.pending() {
		names = append(names, m.title())
	}
	const few = 10
	switch more := len(names) - few; {
	case len(names) == 0:
		return "interrupted; no task is pending"
	case more > 0:
		return fmt.Sprintf("interrupted; still pending: %s, and %d more", strings.Join(names[:few], ", "), more)
	default:
		return "interrupted; still pending: " + strings.Join(names, ", ")
	}
}
