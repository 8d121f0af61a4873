package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/picture/picturetest"
)

// tracesOf are those of a run in a page.
func tracesOf(t testing.TB, name string) [][]byte {
	t.Helper()
	return picturetest.Pieces(t, "../../picture/testdata/"+name+".traces.gz")
}

func TestARunIsDrawnAsItGrows(t *testing.T) {
	e := newEngine()
	e.reset(1, 0)
	o := order{run: 1, width: 940, height: 300, id: "picture"}
	d, err := e.draw(o)
	require.NoError(t, err)
	assert.Empty(t, d.picture.Lanes, "nothing is known yet")

	parts := tracesOf(t, "gather")
	require.Len(t, parts, 8)
	require.NoError(t, e.add(1, parts[0]))
	o.now = 300 * time.Millisecond
	d, err = e.draw(o)
	require.NoError(t, err)
	assert.Equal(t, 300*time.Millisecond, d.picture.Length)
	assert.Equal(t, 300*time.Millisecond, d.Length, "the axis grows by steps")
	o.now = 310 * time.Millisecond
	d, err = e.draw(o)
	require.NoError(t, err)
	assert.Equal(t, 500*time.Millisecond, d.Length)
	o.axis = 5 * time.Second
	d, err = e.draw(o)
	require.NoError(t, err)
	assert.Equal(t, 5*time.Second, d.Length, "unless its length is known from the run before")

	for _, part := range parts[1:] {
		require.NoError(t, e.add(1, part))
	}
	require.NoError(t, e.end(1, false))
	o.axis = 0
	d, err = e.draw(o)
	require.NoError(t, err)
	assert.Equal(t, 5*time.Second, d.picture.Length)
	assert.Equal(t, d.picture.Length, d.Length)
	assert.False(t, d.picture.CutShort)
	s := time.Second
	assert.Equal(t, []time.Duration{0, s, 2 * s, 3 * s, 4 * s, 5 * s}, instants(d.picture))
}

func TestARunWhoseLastTraceIsMissing(t *testing.T) {
	e := newEngine()
	e.reset(1, 0)
	for _, part := range tracesOf(t, "gather")[:3] {
		require.NoError(t, e.add(1, part))
	}
	require.NoError(t, e.end(1, true))
	d, err := e.draw(order{run: 1, width: 940, height: 300})
	require.NoError(t, err)
	assert.True(t, d.picture.CutShort)
	assert.Contains(t, string(d.SVG), "the trace breaks off here, before the run was over")
}

func TestARunIsKeptForAComparison(t *testing.T) {
	e := newEngine()
	e.reset(1, 0)
	parts := tracesOf(t, "gather")
	for _, part := range parts[:3] {
		require.NoError(t, e.add(1, part))
	}
	require.NoError(t, e.end(1, true))
	require.NoError(t, e.tell(order{run: 1, title: "before"}))
	require.NoError(t, e.keep(1, 2))
	e.reset(1, 0)
	for _, part := range parts {
		require.NoError(t, e.add(1, part))
	}
	require.NoError(t, e.end(1, false))
	d, err := e.draw(order{run: 1, before: 2, width: 940, height: 300, title: "after"})
	require.NoError(t, err)
	assert.Equal(t, "3 s longer: 2 s → 5 s", d.Verdict)
	assert.Contains(t, string(d.SVG), "before</text>")
	assert.Contains(t, string(d.SVG), "after</text>")
	e.forget(2)
	d, err = e.draw(order{run: 1, before: 2, width: 940, height: 300})
	require.NoError(t, err)
	assert.Empty(t, d.Verdict, "a run that is gone is not drawn")
}

func TestWhatThereIsNot(t *testing.T) {
	e := newEngine()
	_, err := e.draw(order{run: 3, width: 940, height: 300})
	const want = "there is no run 3: reset it first"
	assert.EqualError(t, err, want)
	assert.EqualError(t, e.add(3, nil), want)
	assert.EqualError(t, e.end(3, false), want)
	assert.EqualError(t, e.keep(3, 4), want)
	e.forget(3)
}

func TestWarmingDraws(t *testing.T) { assert.NotPanics(t, warm) }

func TestLinesThatAreKnownAreNotToldAgain(t *testing.T) {
	e := newEngine()
	e.reset(1, 0)
	for _, o := range []order{
		{lines: []string{"tea", "toa"}},
		{known: 1, lines: []string{"toast", "eggs"}},
		{known: 3},
		{known: 9, lines: []string{"jam"}},
	} {
		o.run = 1
		require.NoError(t, e.tell(o))
	}
	assert.Equal(t, []string{"tea", "toast", "eggs", "jam"}, e.runs[1].lines)
}
