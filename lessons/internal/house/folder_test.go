package house

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A program in another module, which took the folders along.
const breakfast = `package main

import (
	"context"
	"fmt"
	"time"

	"example.com/breakfast/internal/gosyncio/gather"
	"example.com/breakfast/internal/gosyncio/sleep"
	"example.com/breakfast/internal/gosyncio/task"
	"example.com/breakfast/internal/gosyncio/wait"
	"example.com/breakfast/internal/gosyncio/waitfor"
	"example.com/breakfast/internal/gosyncio/with"
)

type stove struct{}

func (stove) Enter(context.Context) (string, error)    { return "flame", nil }
func (stove) Exit(_ context.Context, err error) error { return err }

func main() {
	task.Main(func(ctx context.Context) error {
		tea := task.Go(ctx, func(ctx context.Context) (string, error) { return sleep.Then(ctx, 1, "tea") })
		wait.All(ctx, tea)
		fmt.Println(gather.All(ctx, tea.Await))
		fmt.Println(waitfor.AtMost(ctx, time.Hour, tea.Shield))
		return with.Do(ctx, stove{}, func(context.Context, string) error { return nil })
	})
}
`

// The README says how to copy the packages into a module of one's own. Its
// commands, as they stand there, make a module that builds and runs.
func TestTheReadmesFolderToTakeAlong(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh here to run the README's commands")
	}
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	require.NoError(t, err)
	_, section, found := strings.Cut(string(readme), "## Take a folder along\n")
	require.True(t, found, "README.md has no section of that name")
	commands := regexp.MustCompile(`(?m)(?:^    .*\n)*^    mkdir .*\n(?:^    .*\n)+`).FindString(section)
	require.NotEmpty(t, commands, "README.md has no commands there that begin with mkdir")

	dir := t.TempDir()
	require.NoError(t, os.Symlink(root, filepath.Join(dir, "gosyncio")))
	mine := filepath.Join(dir, "breakfast")
	require.NoError(t, os.Mkdir(mine, 0o777))
	for name, text := range map[string]string{"go.mod": "module example.com/breakfast\n\ngo 1.26\n", "main.go": breakfast} {
		require.NoError(t, os.WriteFile(filepath.Join(mine, name), []byte(text), 0o666))
	}
	run := func(name string, args ...string) string {
		cmd := exec.Command(name, args...)
		cmd.Dir = mine
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
		return string(out)
	}
	run(sh, "-e", "-c", commands)
	run("go", "test", "./...") // it compiles all of them, and vets as this run does, with what it has compiled
	assert.Equal(t, "[tea] <nil>\ntea <nil>\n", run("go", "run", "."))
	for _, left := range []string{"*/*_test.go", "*/testdata", "*/*.bak"} {
		files, err := filepath.Glob(filepath.Join(mine, "internal/gosyncio", left))
		assert.NoError(t, err)
		assert.Empty(t, files, "tests and leftovers stay behind")
	}
}
