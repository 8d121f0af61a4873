package main

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/python"
)

// The lecture's slide ends with asyncio.run(main), without the parentheses.
func TestAFunctionAndItsCall(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("WebAssembly starts no other programs")
	}
	t.Run("Python finds the missing parentheses when the program runs (R3)", func(t *testing.T) {
		interpreter, err := python.Find(t.Context(), os.Getenv("PATH"))
		if errors.Is(err, python.ErrNone) {
			t.Skip(err)
		}
		require.NoError(t, err)
		const program = "import asyncio\nasync def main(): pass\nasyncio.run(main)"
		output, err := exec.CommandContext(t.Context(), interpreter, "-c", program).CombinedOutput()
		assert.Error(t, err)
		assert.Regexp(t, "(?m)^(ValueError|TypeError): ", string(output), "from Python 3.14 on it is a TypeError")
	})
	t.Run("Go does not compile if a function and its call are mixed up (R3, T4)", func(t *testing.T) {
		output, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "./testdata/slip").CombinedOutput()
		assert.Error(t, err)
		assert.Contains(t, string(output), "type func(d time.Duration) task.Func[string] of cook does not match task.Func[T]")
		assert.Contains(t, string(output), "cannot use kitchen(context.Background()) (value of interface type error)")
	})
}
