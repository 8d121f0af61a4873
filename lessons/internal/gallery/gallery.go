// Package gallery keeps a picture of each lesson, made from a trace of its run.
//
// The trace is committed beside the lesson, in testdata/main.trace.gz, together
// with the hash of the main.go that it's a trace of. So the picture can be
// tested, and shown on the slide, without running anything:
//
//	go test ./lessons/internal/gallery
//
// When a lesson's main.go has changed its picture is out of date, and the test
// says so. This records anew those that have:
//
//	go test ./lessons/internal/gallery -record
//
// When it's the drawing that has changed, this draws the recorded runs anew:
//
//	go test ./lessons/internal/gallery -redraw
//
// And this runs every lesson once more and asks for the same shape: the
// lanes, their parents, what they did and how they ended, to the half second.
//
//	go test ./lessons/internal/gallery -anew
package gallery

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gosyncio/lessons/internal/lesson"
	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
)

// A Recording is a trace of a lesson's run and what the run wrote.
type Recording struct {
	Trace []byte
	Lines []string
}

// Record runs a program that [lesson.Lesson.Build] made, and leaves the trace
// beside it.
func Record(ctx context.Context, program string) (Recording, error) {
	var r Recording
	file := program + ".trace"
	err := lesson.Play(ctx, program, file, func(_ time.Duration, text string) { r.Lines = append(r.Lines, text) })
	if err != nil {
		return Recording{}, err
	}
	r.Trace, err = os.ReadFile(file)
	return r, err
}

// Picture is the run as a picture.
func (r Recording) Picture() (picture.Picture, error) {
	return picture.Read(bytes.NewReader(r.Trace), r.Lines...)
}

// Save puts the recording beside the lesson: the hash and the number of lines,
// the lines, the trace.
func (r Recording) Save(l lesson.Lesson) error {
	hash, err := hash(l)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	packed := gzip.NewWriter(&file)
	fmt.Fprintln(packed, "main.go", hash, len(r.Lines))
	for _, line := range r.Lines {
		fmt.Fprintln(packed, line)
	}
	packed.Write(r.Trace)
	if err := errors.Join(packed.Close(), os.MkdirAll(filepath.Dir(name(l)), 0o755)); err != nil {
		return err
	}
	return os.WriteFile(name(l), file.Bytes(), 0o644)
}

// ErrStale says that a lesson's main.go is not the one that was recorded.
var ErrStale = errors.New("its picture is out of date; record it anew: go test ./lessons/internal/gallery -record")

// Load reads the recording beside the lesson. It fails with [ErrStale] if there
// is none, or if it is one of another main.go.
func Load(l lesson.Lesson) (Recording, error) {
	want, err := hash(l)
	if err != nil {
		return Recording{}, err
	}
	file, err := unpack(name(l))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Recording{}, fmt.Errorf("%s: %w", name(l), err)
	}
	var (
		got string
		n   int
		r   Recording
	)
	fmt.Fscanf(file, "main.go %s %d\n", &got, &n)
	if got != want {
		return r, fmt.Errorf("%s: %w", l, ErrStale)
	}
	for range n {
		line, err := file.ReadString('\n')
		if err != nil {
			return r, fmt.Errorf("%s: %w", name(l), err)
		}
		r.Lines = append(r.Lines, strings.TrimSuffix(line, "\n"))
	}
	r.Trace = file.Bytes()
	return r, nil
}

func unpack(name string) (*bytes.Buffer, error) {
	var text bytes.Buffer
	file, err := os.Open(name)
	if err != nil {
		return &text, err
	}
	defer file.Close()
	packed, err := gzip.NewReader(file)
	if err != nil {
		return &text, err
	}
	_, err = text.ReadFrom(packed)
	return &text, err
}

func name(l lesson.Lesson) string { return filepath.Join(l.Dir, "testdata", "main.trace.gz") }

// hash is that of the lesson's main.go, whatever the ends of its lines.
func hash(l lesson.Lesson) (string, error) {
	text, err := os.ReadFile(filepath.Join(l.Dir, "main.go"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return fmt.Sprintf("%x", sha256.Sum256(text))[:16], err
}

// Shape is what two runs of one program have in common: a line for each lane.
// Times are those of another machine, so they are told to the half second, and
// what took less isn't told.
func Shape(p picture.Picture) []string {
	sheet := layout.New(layout.Run{Picture: p})
	var lines []string
	for _, row := range sheet.Rows {
		var b strings.Builder
		fmt.Fprintf(&b, "%s%s from %v:", strings.Repeat("  ", row.Depth()), row.Name, half(row.Start))
		for _, s := range row.Spans {
			does := strings.TrimSuffix(fmt.Sprintf(" %s %s", s.State, s.For), " ")
			if half(s.To) > half(s.From) && s.State != picture.Running && s.State != picture.Ready {
				fmt.Fprintf(&b, "%s until %v,", does, half(s.To))
			}
		}
		fmt.Fprintf(&b, " %s %s", row.Ending.How, row.Ending.Text)
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return lines
}

// Calm reports whether the run's times are those of the lesson: every span ends
// at a half second, or so soon after it that it is not seen.
func Calm(p picture.Picture) bool {
	for _, lane := range p.Lanes {
		for _, s := range lane.Spans {
			if late := s.To - half(s.To); s.To > time.Second/4 && (late < 0 || late > 20*time.Millisecond) {
				return false
			}
		}
	}
	return true
}

func half(t time.Duration) time.Duration { return t.Round(time.Second / 2) }
