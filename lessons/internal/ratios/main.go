// Ratios measures what the packages cost beside what one writes without them,
// and prints the table that stands in the README.
//
//	go run ./lessons/internal/ratios [-rounds 9] [-time 200ms] [-only gather] [-write README.md]
//
// Seconds mean little on a shared machine; a ratio between two measurements
// taken one right after the other means more. So each round takes every
// benchmark once, in a process of its own, the baseline next to its contender,
// and the table tells the median of the rounds' ratios.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

func main() {
	rounds := flag.Int("rounds", 9, "how many times to measure; the median counts")
	span := flag.Duration("time", 200_000_000, "how long one benchmark runs in one round")
	only := flag.String("only", "", "measure only rows whose benchmark has this in its name: gather, Drain, …")
	write := flag.String("write", "", "a file in which the table between the two markers is replaced")
	flag.Parse()
	rows = slices.DeleteFunc(rows, func(r row) bool { return !strings.Contains(r.bench, *only) })
	if flag.NArg() > 0 || *rounds < 1 {
		fmt.Fprintln(os.Stderr, "ratios: takes flags only, and at least one round; see -h")
		os.Exit(2)
	}
	if err := run(*rounds, span.String(), *write); err != nil {
		fmt.Fprintln(os.Stderr, "ratios:", err)
		os.Exit(1)
	}
}

func run(rounds int, span, file string) error {
	dir, err := os.MkdirTemp("", "ratios")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	runs := make([]figures, rounds)
	for i := range runs {
		runs[i] = figures{}
		for _, row := range rows {
			for _, bench := range []string{row.base, row.bench} {
				if bench == "" || runs[i][bench] != nil {
					continue
				}
				if runs[i][bench], err = measure(dir, bench, span); err != nil {
					return err
				}
			}
		}
		fmt.Fprintf(os.Stderr, "round %d of %d\n", i+1, rounds)
	}
	table := render(runs)
	fmt.Print(table)
	if file != "" {
		if err := replace(file, table); err != nil {
			return err
		}
	}
	if over := tooDear(runs); over != "" {
		return errors.New("above what we hold ourselves to; on a busy machine measure again, with more -rounds: " + over)
	}
	return nil
}

// figures are the metrics of each benchmark, by unit, in one round.
type figures map[string]map[string]float64

// measure runs one benchmark, named package.Benchmark/sub, in its own process.
func measure(dir, bench, span string) (map[string]float64, error) {
	pkg, name, _ := strings.Cut(bench, ".")
	binary := filepath.Join(dir, pkg+".test")
	if _, err := os.Stat(binary); err != nil {
		if out, err := exec.Command("go", "test", "-c", "-o", binary, "./"+pkg).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("run it from the module's root; go test -c ./%s: %w\n%s", pkg, err, out)
		}
	}
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = "^" + regexp.QuoteMeta(part) + "$"
	}
	cmd := exec.Command(binary, "-test.run", "^$", "-test.bench", strings.Join(parts, "/"), "-test.benchtime", span)
	cmd.Dir = pkg
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", bench, err, out)
	}
	return parse(string(out)), nil
}

// parse reads the one result line of a benchmark: its name, its number of
// runs, then pairs of figure and unit. No line, as of a skipped one, is no
// metrics.
func parse(out string) map[string]float64 {
	metrics := map[string]float64{}
	for line := range strings.Lines(out) {
		if fields := strings.Fields(line); len(fields) > 3 && strings.HasPrefix(line, "Benchmark") {
			for i := 2; i+1 < len(fields); i += 2 {
				if v, err := strconv.ParseFloat(fields[i], 64); err == nil {
					metrics[fields[i+1]] = v
				}
			}
		}
	}
	return metrics
}

// median of the rounds in which there is a figure at all.
func median(runs []figures, figure func(figures) (float64, bool)) (float64, bool) {
	var vs []float64
	for _, run := range runs {
		if v, ok := figure(run); ok {
			vs = append(vs, v)
		}
	}
	if len(vs) == 0 {
		return 0, false
	}
	slices.Sort(vs)
	return (vs[(len(vs)-1)/2] + vs[len(vs)/2]) / 2, true
}

const begin, end = "<!-- ratios -->\n", "<!-- /ratios -->\n"

// replace puts table between the two markers in file.
func replace(file, table string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, rest, found := bytes.Cut(text, []byte(begin))
	_, tail, ended := bytes.Cut(rest, []byte(end))
	if !found || !ended {
		return errors.New(file + " lacks the lines <!-- ratios --> and <!-- /ratios --> for the table to go between")
	}
	return os.WriteFile(file, slices.Concat(head, []byte(begin+table+end), tail), 0o644)
}
