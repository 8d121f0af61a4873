package picture_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/picture"
)

// sound asks of a picture what must hold for every trace, however broken.
func sound(t *testing.T, p picture.Picture) {
	t.Helper()
	assert.LessOrEqual(t, len(p.Lanes), 12)
	assert.LessOrEqual(t, len(p.Events), 200)
	assert.GreaterOrEqual(t, min(p.Undrawn.Lanes, p.Undrawn.Events, p.Others), 0)
	for i, lane := range p.Lanes {
		assert.NotEmpty(t, lane.Ending.How)
		assert.True(t, 0 <= lane.Start && lane.Start <= lane.End && lane.End <= p.Length, "%v", lane)
		assert.Less(t, lane.Parent, i, "a parent is drawn before its child")
		depth := 0
		if lane.Parent >= 0 {
			depth = p.Lanes[lane.Parent].Depth + 1
		}
		assert.Equal(t, depth, lane.Depth)
		tight(t, lane)
		for _, mark := range lane.Marks {
			assert.True(t, 0 <= mark.At && mark.At <= p.Length, "%v", mark)
		}
	}
	last := time.Duration(0)
	for _, arrow := range p.Arrows {
		assert.True(t, last <= arrow.At && arrow.At <= p.Length, "%v", arrow)
		assert.True(t, arrow.From != arrow.To && min(arrow.From, arrow.To) >= 0 && max(arrow.From, arrow.To) < len(p.Lanes), "%v", arrow)
		last = arrow.At
	}
	last = 0
	for _, event := range p.Events {
		assert.True(t, last <= event.At && event.At <= p.Length, "%v", event)
		assert.True(t, -1 <= event.Lane && event.Lane < len(p.Lanes), "%v", event)
		last = event.At
	}
	travels(t, p)
}

// tight asks that a lane's spans leave no gap.
func tight(t *testing.T, lane picture.Lane) {
	t.Helper()
	at := lane.Start
	for _, span := range lane.Spans {
		assert.Equal(t, at, span.From, lane.Name)
		assert.Less(t, span.From, span.To, lane.Name)
		at = span.To
	}
	assert.Equal(t, lane.End, at, lane.Name)
}

// travels asks that JSON loses nothing.
func travels(t *testing.T, p picture.Picture) {
	t.Helper()
	text, err := json.Marshal(p)
	require.NoError(t, err)
	var back picture.Picture
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, p, back)
}
