package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// A File is one of the files that are committed.
type File struct {
	Name string
	Text []byte
}

const banner = "// CodeMirror 6, bundled by lessons/internal/classroom/editor. Its licences are in\n" +
	"// editorbundle.licences.txt, what it was made of is in editorbundle.sources.txt."

// Build installs the packages that dir's package-lock.json lists, and bundles
// dir's entry.js with them.
func Build(ctx context.Context, dir string) ([]File, error) {
	work, err := os.MkdirTemp("", "gosyncio-editor-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	for _, name := range []string{"package.json", "package-lock.json", "entry.js"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(work, name), text, 0o644)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := install(ctx, work); err != nil {
		return nil, err
	}
	script, inputs, err := bundle(work)
	if err != nil {
		return nil, err
	}
	used, err := packages(work, inputs)
	if err != nil {
		return nil, err
	}
	return []File{
		{"editorbundle.js", script},
		{"editorbundle.licences.txt", licences(used)},
		{"editorbundle.sources.txt", sources(used)},
	}, nil
}

// install runs npm. No package's own script runs, and npm compares each package
// with its integrity in package-lock.json.
func install(ctx context.Context, dir string) error {
	npm := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = dir
	said, err := npm.CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf("npm was not found: install Node and npm, they are needed to bundle the editor: %w", err)
	}
	if err != nil {
		return fmt.Errorf("npm ci: %w\n%s", err, said)
	}
	return nil
}

// bundle returns the script, and each input file with its bytes in the script.
func bundle(dir string) (script []byte, inputs map[string]int, err error) {
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:     dir,
		EntryPoints:       []string{"entry.js"},
		Bundle:            true,
		Format:            api.FormatESModule,
		Platform:          api.PlatformBrowser,
		Target:            api.ES2022,
		Charset:           api.CharsetUTF8,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsNone, // they are in licences.txt
		Banner:            map[string]string{"js": banner},
		Metafile:          true,
		Outfile:           "editorbundle.js",
		LogLevel:          api.LogLevelSilent,
	})
	if len(result.Errors) > 0 {
		texts := api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage})
		return nil, nil, errors.New(strings.Join(texts, ""))
	}
	inputs, err = inputsOf(result.Metafile)
	return result.OutputFiles[0].Contents, inputs, err
}
