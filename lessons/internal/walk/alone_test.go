package walk_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/walk"
)

func TestAloneItGoesToTheEnd(t *testing.T) {
	out, err := alone(t, func(w *walk.Walk) { w.Python = true })
	require.NoError(t, err)
	want, err := os.ReadFile(filepath.Join("testdata", "alone.txt"))
	require.NoError(t, err)
	assert.Equal(t, strings.ReplaceAll(string(want), "\r\n", "\n"), out)
}

func TestAloneTheFirstFailureEndsIt(t *testing.T) {
	out, err := alone(t, func(w *walk.Walk) {
		w.Play = burn
	})
	assert.EqualError(t, err, "02-toast did not end well: burnt")
	assert.NotContains(t, out, "03  tea")
}

func TestAloneCtrlCEndsIt(t *testing.T) {
	out, err := alone(t, func(w *walk.Walk) {
		interrupts := make(chan os.Signal, 1)
		w.Interrupts = interrupts
		time.AfterFunc(time.Second, func() { interrupts <- pressed })
	})
	assert.Equal(t, walk.ErrStopped, err)
	assert.Contains(t, out, "toast ready", "it may end by itself")
	assert.NotContains(t, out, "03  tea")
}

func TestAloneItEndsWithItsContext(t *testing.T) {
	errClosed := errors.New("the output is closed")
	var shown wall
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { end(errClosed) })
		assert.Equal(t, errClosed, kitchen(&shown).From(ctx, 0))
	})
	assert.NotContains(t, shown.String(), "toast ready")
}

func TestAPromptEndsWithItsContext(t *testing.T) {
	errClosed := errors.New("the output is closed")
	var shown wall
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { end(errClosed) })
		w := kitchen(&shown)
		w.Keys = make(chan string)
		assert.Equal(t, errClosed, w.From(ctx, 0))
	})
	assert.True(t, strings.HasSuffix(shown.String(), "> "))
}
