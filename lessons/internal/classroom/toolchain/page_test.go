package toolchain

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/classroom/toolchain/programs"
)

// The tools are made and run in node, by the page's own modules: page/compile.test.js
// compiles every lesson, both suites, and the table of programs. That takes minutes,
// so it runs only when asked for:
//
//	CLASSROOM_TOOLCHAIN=1 go test -timeout 30m -run InNode ./lessons/internal/classroom/toolchain
//
// With a folder in place of 1 the tools stay there, and the next time is faster.
func TestTheCompilerInNode(t *testing.T) {
	folder := os.Getenv("CLASSROOM_TOOLCHAIN")
	if folder == "" {
		t.Skip("CLASSROOM_TOOLCHAIN=1 makes the compiler for the page, and runs it in node")
	}
	if folder == "1" {
		folder = t.TempDir()
	}
	const module, page = "../../../..", "../page"
	assets := filepath.Join(folder, "assets")
	require.NoError(t, Make(t.Context(), module, filepath.Join(assets, "tools"), func(line string) { t.Log(line) }))
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	scripts, err := filepath.Glob(filepath.Join(page, "*.js"))
	require.NoError(t, err)
	for _, script := range append(scripts, filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js")) {
		text, err := os.ReadFile(script)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(assets, filepath.Base(script)), text, 0o666))
	}
	rows, err := programs.Read(os.DirFS("programs/testdata"))
	require.NoError(t, err)
	require.NoError(t, writeJSON(filepath.Join(folder, "programs.json"), rows))

	node := exec.CommandContext(t.Context(), "node", "--test", "--test-reporter=spec", filepath.Join(page, "compile.test.js"))
	node.Env = append(os.Environ(), "CLASSROOM_SITE="+folder)
	node.Stdout, node.Stderr = os.Stdout, os.Stderr
	require.NoError(t, node.Run())
}
