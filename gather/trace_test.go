package gather_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime/trace"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	exp "golang.org/x/exp/trace"

	"gosyncio/gather"
	"gosyncio/task"
)

func burn() task.Func[string] { // so short that the compiler inlines it
	return func(context.Context) (string, error) { return "", errBurnt }
}

//go:noinline
func brew() task.Func[string] {
	return func(context.Context) (string, error) { return "tea", nil }
}

func fry(context.Context) (string, error) { return "eggs", nil }

// A child is named by the function that made it, and by its place where two
// would be alike.
func TestNamesOfChildren(t *testing.T) {
	for _, tc := range []struct {
		name string
		fs   []task.Func[string]
		want []string
	}{
		{"a function gives its own name", []task.Func[string]{fry}, []string{"fry"}},
		{"a function that another one made has the name of that", []task.Func[string]{brew()}, []string{"brew"}},
		{"a function whose maker was inlined has the name of the maker", []task.Func[string]{burn()}, []string{"burn"}},
		{"two that would be alike have their places", []task.Func[string]{burn(), burn(), brew()}, []string{"burn[0]", "burn[1]", "brew"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			assert.Equal(t, tc.want, tasksOfTrace(t, func() { gather.Outcomes(t.Context(), tc.fs...) }))
		})
	}
}

// tasksOfTrace are the names of the tasks that a trace of f has, in order of
// their start.
func tasksOfTrace(t *testing.T, f func()) (names []string) {
	t.Helper()
	var written bytes.Buffer
	if err := trace.Start(&written); err != nil {
		t.Skip("another trace is being taken:", err)
	}
	f()
	trace.Stop()
	events, err := exp.NewReader(&written)
	require.NoError(t, err)
	for {
		event, err := events.ReadEvent()
		if errors.Is(err, io.EOF) {
			return names
		}
		require.NoError(t, err)
		if event.Kind() == exp.EventTaskBegin {
			names = append(names, event.Task().Type)
		}
	}
}
