package main

import (
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestStubFails compiles everything once more, so it runs only when asked for:
//
//	STUB=1 go test -run TestStubFails ./lessons/16-philosophy
func TestStubFails(t *testing.T) {
	if os.Getenv("STUB") == "" {
		t.Skip("STUB=1 tests that the stub does not pass")
	}
	test := exec.CommandContext(t.Context(), "go", "test", "-tags", "exercise", "-run", "TestExercise", "-v", ".")
	said, err := test.CombinedOutput()
	failed := new(exec.ExitError)
	require.ErrorAs(t, err, &failed, string(said))
	for _, tc := range []struct{ verdict, row string }{
		{"PASS", "each_chain_ends_as_it_should"},
		{"PASS", "chains_are_returned_in_the_order_of_plan.Starts"},
		{"FAIL", "chains_are_followed_at_the_same_time"},
		{"FAIL", "each_page_is_read_once,_however_many_chains_need_it"},
		{"FAIL", "a_cancel_ends_Crawl_when_the_running_reads_have_ended"},
	} {
		assert.Contains(t, string(said), "--- "+tc.verdict+": TestExercise/"+tc.row)
	}
}
