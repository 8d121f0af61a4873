package browser

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gosyncio/lessons/internal/lesson"
)

var (
	served   string          // where the classroom is: http://127.0.0.1:3999/
	exported string          // the same as a static site, below another server's /course/
	course   string          // its folder
	home     string          // the folder lessons
	lessons  []lesson.Lesson // all of them, in order
	chromium context.Context // of the one browser that all tests use
)

func TestMain(m *testing.M) {
	code, err := prepare(m.Run)
	if err != nil {
		fmt.Fprintln(os.Stderr, "browser:", err)
		code = 1
	}
	os.Exit(code)
}

// prepare serves and exports the classroom, starts the browser, and calls run.
func prepare(run func() int) (code int, err error) {
	ctx, end := context.WithTimeout(context.Background(), 40*time.Minute)
	defer end()
	if home, err = filepath.Abs("../../.."); err != nil {
		return 0, err
	}
	if lessons, err = lesson.All(home); err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp("", "browser")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "lessons.exe")
	if err := command(ctx, "go", "build", "-buildvcs=false", "-o", program, "."); err != nil {
		return 0, err
	}
	stop, err := serve(ctx, program)
	if err != nil {
		return 0, err
	}
	defer stop()
	course = filepath.Join(dir, "course")
	if err := command(ctx, program, "export", course); err != nil {
		return 0, err
	}
	static := httptest.NewServer(http.StripPrefix("/course/", http.FileServer(http.Dir(course))))
	defer static.Close()
	exported = static.URL + "/course/"
	return browse(ctx, run)
}

// command runs a command in the folder lessons; what it prints is for the log.
func command(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = home
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", filepath.Base(name), strings.Join(args, " "), err)
	}
	return nil
}

var address = regexp.MustCompile(`http://\S+/`)

// serve starts the classroom as a student does, and returns when everything in
// it is built.
func serve(ctx context.Context, program string) (stop func(), err error) {
	cmd := exec.CommandContext(ctx, program, "serve", "-open=false", "-addr", "127.0.0.1:0")
	cmd.Dir, cmd.Stderr = home, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	stop = func() {
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
	}
	lines := bufio.NewScanner(out)
	for served == "" && lines.Scan() {
		served = address.FindString(lines.Text())
	}
	if served == "" {
		stop()
		return nil, errors.New("serve printed no address")
	}
	go func() {
		for lines.Scan() {
			fmt.Println("serve:", lines.Text())
		}
	}()
	return stop, nil
}

// browse starts Chromium and calls run.
func browse(ctx context.Context, run func() int) (code int, err error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.WindowSize(1280, 720), chromedp.Flag("host-resolver-rules", "MAP "+elsewhere+" 127.0.0.1"))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox) // CI runs as root
	}
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	defer stop()
	ctx, close := chromedp.NewContext(ctx)
	defer close()
	if err := chromedp.Do(ctx); err != nil {
		return 0, fmt.Errorf("chromium does not start: %w", err)
	}
	chromium = ctx
	return run(), nil
}
