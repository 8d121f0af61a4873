package gather_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/gather"
	"gosyncio/task"
)

func TestOutcomes(t *testing.T) {
	type outcome = gather.Outcome[string]
	scrape := func(context.Context) (string, error) { return "black toast", errBurnt }
	for _, tc := range []struct {
		name string
		fs   []task.Func[string]
		took time.Duration
		want []outcome
		why  string
	}{
		{
			name: "no functions give an empty slice at once (G1)",
			want: []outcome{},
		},
		{
			name: "errors stand at their place, and everybody is heard (G12)",
			fs: []task.Func[string]{
				cook(time.Hour, "tea"), spoil(time.Minute, errBurnt), cook(time.Second, "eggs"), spoil(time.Second, errSpilt),
			},
			took: time.Hour, want: []outcome{{Value: "tea"}, {Err: errBurnt}, {Value: "eggs"}, {Err: errSpilt}},
		},
		{
			name: "a cancellation under a live ctx is such an error (G12)",
			fs:   []task.Func[string]{spoil(time.Second, context.Canceled), cook(time.Minute, "tea")},
			took: time.Minute, want: []outcome{{Err: context.Canceled}, {Value: "tea"}},
		},
		{
			name: "a value that comes with an error is kept",
			fs:   []task.Func[string]{scrape}, want: []outcome{{"black toast", errBurnt}},
			why: "Go has both, Python either",
		},
		{
			name: "Goexit is an error at its place, and nobody hangs",
			fs:   []task.Func[string]{exit, cook(time.Minute, "tea")},
			took: time.Minute, want: []outcome{{Err: task.ErrExited}, {Value: "tea"}},
		},
	} {
		bubble(t, tc.name, func(t *testing.T) {
			start := time.Now()
			got, err := gather.Outcomes(t.Context(), tc.fs...)
			assert.NoError(t, err)
			assert.Equal(t, tc.took, time.Since(start), tc.why)
			assert.Equal(t, tc.want, got, tc.why)
			for i, o := range got {
				assertSame(t, tc.want[i].Err, o.Err)
			}
		})
	}
}
