// Package measure runs benchmarks side by side: each in a process of its own,
// all of them once in each round, so that two figures that are compared were
// measured one right after the other. The commands ratios and peers make their
// tables with it.
package measure

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Figures are the metrics of each benchmark, by unit, in one round.
type Figures map[string]map[string]float64

// A Plan says what to measure, and how often.
type Plan struct {
	Root       string   // the folder in which the packages are
	Benchmarks []string // package.Benchmark/sub, in the order to run in
	Rounds     int
	Span       time.Duration // how long one benchmark runs in one round
	CPU        int           // GOMAXPROCS; 0 leaves it as it is
	Busy       bool          // NS is the time on all processors, without the time that others had them
	Progress   io.Writer
}

// Run returns the figures of each round; a benchmark that is skipped has none.
// It fails if a benchmark fails or ctx ends.
func (p Plan) Run(ctx context.Context) ([]Figures, error) {
	benchmarks := unique(p.Benchmarks)
	fmt.Fprintf(p.Progress, "%d benchmarks in %d rounds: this takes about %s\n",
		len(benchmarks), p.Rounds, roughly(p.estimate(len(benchmarks))))
	dir, err := os.MkdirTemp("", "ratios")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	startup, err := p.build(ctx, dir, benchmarks)
	if err != nil {
		return nil, err
	}
	rounds := make([]Figures, p.Rounds)
	began := time.Now()
	for i := range rounds {
		if rounds[i], err = p.round(ctx, dir, benchmarks, startup); err != nil {
			return nil, err
		}
		left := time.Since(began) / time.Duration(i+1) * time.Duration(p.Rounds-i-1)
		fmt.Fprintf(p.Progress, "round %d of %d is done, %s left\n", i+1, p.Rounds, roughly(left))
	}
	return rounds, nil
}

// estimate is only an estimate until a round was measured: a benchmark runs for
// a bit more than its span, and some take longer, however short it is.
func (p Plan) estimate(benchmarks int) time.Duration {
	const build, overhead = 20 * time.Second, 500 * time.Millisecond
	return build + time.Duration(p.Rounds*benchmarks)*(p.Span*3/2+overhead)
}

func unique(names []string) []string {
	var once []string
	for _, name := range names {
		if !slices.Contains(once, name) {
			once = append(once, name)
		}
	}
	return once
}

func roughly(d time.Duration) time.Duration {
	if d > time.Minute {
		return d.Round(10 * time.Second)
	}
	return d.Round(time.Second)
}

// build makes one test binary for each package, and returns how long each runs
// without a benchmark.
func (p Plan) build(ctx context.Context, dir string, benchmarks []string) (startup map[string]time.Duration, err error) {
	startup = map[string]time.Duration{}
	for _, bench := range benchmarks {
		pkg, _, _ := strings.Cut(bench, ".")
		if _, built := startup[pkg]; built {
			continue
		}
		// Without symbols it links faster.
		cmd := p.command(ctx, pkg, "go", "test", "-c", "-ldflags=-s -w", "-o", filepath.Join(dir, pkg+".test"), ".")
		if out, err := cmd.CombinedOutput(); err != nil {
			return nil, failed(ctx, "go test -c in the folder "+cmd.Dir, out, err)
		}
		cmd = p.command(ctx, pkg, filepath.Join(dir, pkg+".test"), "-test.run", "^$")
		if out, err := cmd.CombinedOutput(); err != nil {
			return nil, failed(ctx, pkg, out, err)
		}
		startup[pkg] = onProcessors(cmd)
	}
	return startup, nil
}

// onProcessors is how long cmd, which has ended, ran on all processors together.
func onProcessors(cmd *exec.Cmd) time.Duration {
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

func (p Plan) round(ctx context.Context, dir string, benchmarks []string, startup map[string]time.Duration) (Figures, error) {
	figures := Figures{}
	for _, bench := range benchmarks {
		pkg, name, _ := strings.Cut(bench, ".")
		cmd := p.command(ctx, pkg, filepath.Join(dir, pkg+".test"), p.args(name)...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			return nil, failed(ctx, bench, out, err)
		}
		figures[bench] = Parse(string(out))
		if took := figures[bench][NS]; p.Busy && took > 0 {
			figures[bench][NS] = float64(onProcessors(cmd)-startup[pkg]) / figures[bench][Runs]
		}
	}
	return figures, nil
}

// command runs in the folder of a package.
func (p Plan) command(ctx context.Context, pkg, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = filepath.Join(p.Root, pkg)
	cmd.WaitDelay = time.Second // a process that it has started may keep its pipe open
	return cmd
}

func (p Plan) args(name string) []string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = "^" + regexp.QuoteMeta(part) + "$"
	}
	args := []string{"-test.run", "^$", "-test.bench", strings.Join(parts, "/"), "-test.benchtime", p.Span.String()}
	if p.CPU > 0 {
		args = append(args, "-test.cpu", strconv.Itoa(p.CPU))
	}
	return args
}

func failed(ctx context.Context, what string, out []byte, err error) error {
	if ctx.Err() != nil {
		return errors.New("interrupted")
	}
	return fmt.Errorf("%s: %w\n%s", what, err, out)
}

// The units that a [Plan] knows; a benchmark may report others.
const (
	NS   = "ns/op"
	Runs = "runs"
)

// Parse reads the one result line of a benchmark: its name, its number of
// runs, then pairs of figure and unit. No line, as of a skipped one, is no
// metrics.
func Parse(out string) map[string]float64 {
	metrics := map[string]float64{}
	for line := range strings.Lines(out) {
		if fields := strings.Fields(line); len(fields) > 3 && strings.HasPrefix(line, "Benchmark") {
			pairs := append([]string{fields[1], Runs}, fields[2:]...)
			for i := 0; i+1 < len(pairs); i += 2 {
				if v, err := strconv.ParseFloat(pairs[i], 64); err == nil {
					metrics[pairs[i+1]] = v
				}
			}
		}
	}
	return metrics
}

// Median returns the median of the figures that the rounds have.
func Median(rounds []Figures, figure func(Figures) (float64, bool)) (float64, bool) {
	var vs []float64
	for _, round := range rounds {
		if v, ok := figure(round); ok {
			vs = append(vs, v)
		}
	}
	if len(vs) == 0 {
		return 0, false
	}
	slices.Sort(vs)
	return (vs[(len(vs)-1)/2] + vs[len(vs)/2]) / 2, true
}
