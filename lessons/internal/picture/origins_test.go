package picture_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/exp/trace"

	"gosyncio/lessons/internal/picture"
)

// The folders may be copied into another module, whatever its name.
func TestThePackagesAreNoLanesInAnyModule(t *testing.T) {
	for _, module := range []string{"gosyncio", "example.com/kitchen", "kitchen"} {
		t.Run(module, func(t *testing.T) {
			m := fromMain(t)
			early := module + "/task.listen.func1"
			m.start(1, 2, early)
			m.taskIn(1, 0, "main", "runtime/trace.NewTask", module+"/internal/scope.NewTrace", module+"/internal/scope.Open", module+"/task.Main", "main.main")
			for i, function := range []string{
				"/gather.start[...].func1", "/gather.(*group).end", "/task.(*Task[...]).run", "/task.Start.func2",
				"/task.spawn.func1", "/internal/scope.(*Scope).Wait.func1", "/internal/scope.(*List).End.func1", "/wait.First[...].func1",
			} {
				m.start(101, trace.GoID(10+i), module+function)
			}
			m.start(101, 50, module+"/dinner.cook")
			m.start(101, 51, "example.org/shop/task.wash")
			m.end(1)
			assert.Equal(t, []string{"main", "main", "cook", "wash"}, names(m.picture()))
		})
	}
}

func TestAGatherIsSeenByItsStackInAnyModule(t *testing.T) {
	m := fromMain(t)
	const module = "example.com/kitchen"
	m.taskIn(1, 0, "main", "runtime/trace.NewTask", module+"/internal/scope.NewTrace", module+"/task.Run", "main.main")
	m.taskIn(2, 1, "burn", "runtime/trace.NewTask", module+"/internal/scope.NewTrace", module+"/gather.(*group).traceChildren", module+"/gather.All")
	m.taskIn(3, 1, "tea", "runtime/trace.NewTask", module+"/internal/scope.NewTrace", module+"/task.Named[...]", "main.cook")
	m.log(102, 2, "name", "toast")
	m.log(102, 2, "name", "again")
	m.log(103, 3, "name", "coffee")
	m.log(101, 1, "name", "breakfast")
	m.end(2)
	m.end(3)
	m.end(1)
	assert.Equal(t, []string{"main", "main", "toast", "tea"}, names(m.picture()), "only a child of gather is renamed, and once")
}

func TestTestsOfTheStandardLibraryAndOfX(t *testing.T) {
	x, err := picture.Read(bytes.NewReader(recorded(t, "x")))
	require.NoError(t, err)
	sound(t, x)
	assert.Equal(t, "TestZeroGroup/1", x.Lanes[0].Name, "a test of x is the program")

	lib := recorded(t, "std")
	p, err := picture.Read(bytes.NewReader(lib))
	require.NoError(t, err)
	assert.Empty(t, p.Lanes)
	p, err = picture.Options{Std: true}.Read(bytes.NewReader(lib))
	require.NoError(t, err)
	sound(t, p)
	assert.Equal(t, []string{"M.Run", "tRunner"}, names(p), "asked for, they are shown")
}

func TestAPanicHasAnEndOfItsOwn(t *testing.T) {
	m := fromMain(t)
	m.start(1, 2, "main.cook")
	m.move(2, 2, trace.GoRunning, trace.GoWaiting, "chan send", "runtime.chansend1", "main.cleanUp", "runtime.gopanic", "main.cook")
	m.start(1, 3, "main.wash")
	m.move(3, 3, trace.GoRunning, trace.GoWaiting, "chan send", "runtime.chansend1", "main.cleanUp", "runtime.gopanic", "main.wash")
	m.move(1, 3, trace.GoWaiting, trace.GoRunnable, "")
	m.move(3, 3, trace.GoRunnable, trace.GoRunning, "")
	m.move(3, 3, trace.GoRunning, trace.GoWaiting, "chan receive", "main.wash")
	m.rest(time.Second)
	m.move(1, 1, trace.GoRunning, trace.GoWaiting, "chan receive", "main.main")
	p := m.picture()
	assert.Equal(t, picture.Panicked, named(t, p, "cook").Ending.How)
	assert.Equal(t, picture.Unended, named(t, p, "wash").Ending.How, "it has recovered")
}
