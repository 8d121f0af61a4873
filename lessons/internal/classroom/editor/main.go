// Command editor bundles CodeMirror 6 for the classroom's page.
//
//	go run .          # writes page/editorbundle.js, its licences and its sources
//	go run . -check   # builds it again and compares the bytes
//
// It is a module of its own, so that nobody who runs a lesson compiles esbuild.
// npm installs exactly what package-lock.json lists, into a folder outside of
// the repository. The result is committed: a reader needs no npm.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

// page is where the bundle is committed, seen from this folder.
const page = "../page"

func main() {
	check := flag.Bool("check", false, "build the bundle again and compare it with what is committed")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *check); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, check bool) error {
	files, err := Build(ctx, ".")
	if err != nil {
		return err
	}
	if check {
		return compare(files, page)
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(page, f.Name), f.Text, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s: %d bytes\n", f.Name, len(f.Text))
	}
	return nil
}

// compare returns an error for each file that differs from the one in dir.
func compare(files []File, dir string) error {
	var errs []error
	for _, f := range files {
		committed, err := os.ReadFile(filepath.Join(dir, f.Name))
		switch {
		case err != nil:
			errs = append(errs, err)
		case !bytes.Equal(committed, f.Text):
			errs = append(errs, fmt.Errorf("%s differs from what is committed (%d and %d bytes): run `go run .` in lessons/internal/classroom/editor and commit the result",
				f.Name, len(f.Text), len(committed)))
		}
	}
	return errors.Join(errs...)
}
