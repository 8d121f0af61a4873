package browser

import (
	"context"
	"encoding/json"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFirefoxRunsThreeLessonsAndPrintsTheirTranscripts(t *testing.T) {
	slugs := []string{"02-hello", "06-gather", "15-chat"}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", append([]string{"firefox.mjs", served}, slugs...)...)
	out, err := cmd.Output()
	if failed, ok := err.(*exec.ExitError); ok {
		t.Fatalf("firefox.mjs: %v\n%s", err, failed.Stderr)
	}
	require.NoError(t, err)
	var runs []struct {
		Slug, State string
		Lines       []outputLine
		Problems    []string
	}
	require.NoError(t, json.Unmarshal(out, &runs))
	require.Len(t, runs, len(slugs))
	for _, run := range runs {
		t.Run(run.Slug, func(t *testing.T) {
			assert.Empty(t, run.Problems)
			assert.Equal(t, "done", run.State)
			assertTranscript(t, run.Slug, run.Lines)
		})
	}
}
