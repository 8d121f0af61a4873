package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"gosyncio/lessons/internal/machine"
)

// A reporter gets the result, and the reason why Python's rows are missing, if
// they are.
type reporter = func(r result, missing error) error

// reportTo writes the table, and what follows from it.
func reportTo(out io.Writer) reporter {
	return func(r result, missing error) error {
		var text strings.Builder
		r.report(&text, machine.Label(cores), cores, missing)
		_, err := io.WriteString(out, text.String())
		return err
	}
}

// report never contradicts the slide: where this machine's ratios do, it says
// why, and shows the recorded figures.
func (r result) report(out io.Writer, label string, cores int, missing error) {
	r.table(out, label, missing)
	if differ := r.differences(); len(differ) > 0 {
		fmt.Fprintln(out, "This machine had nothing to give just now:")
		if cores == 1 {
			fmt.Fprintln(out, "this program may use one core only.")
		} else {
			fmt.Fprintln(out, "other programs probably use its cores.")
		}
		for _, line := range differ {
			fmt.Fprintln(out, " ", line)
		}
		fmt.Fprint(out, "These figures were recorded on a machine that was idle:\n\n")
		r = recorded
		r.table(out, recordedOn, nil)
	}
	r.conclude(out)
}

// A ratio is how many times faster than the base a way is.
type ratio struct {
	figure
	kettles, doughs float64
}

func (r result) ratios() (ratios []ratio) {
	var base figure
	for _, f := range r {
		if f.language != base.language {
			base = f
		}
		ratios = append(ratios, ratio{f,
			float64(base.kettles) / float64(f.kettles), float64(base.doughs) / float64(f.doughs)})
	}
	return ratios
}

// table writes how many times faster each way is, in figures and in bars, and
// the reason why Python is missing.
func (r result) table(out io.Writer, label string, missing error) {
	fmt.Fprintf(out, "%s\n\n%-24s  %-18s  %s\n", label, "times faster", "kettles", "doughs")
	language := ""
	for _, row := range r.ratios() {
		if row.language != language {
			language = row.language
			fmt.Fprintln(out, language)
		}
		line := fmt.Sprintf("  %-22s  %-18s  %s", row.way, bar(row.kettles), bar(row.doughs))
		fmt.Fprintln(out, strings.TrimRight(line, " "))
	}
	if missing != nil {
		fmt.Fprintf(out, "Python: not measured (%v)\n", missing)
	}
	fmt.Fprintln(out)
}

// bar is the figure, and one block for each time.
func bar(times float64) string {
	return fmt.Sprintf("%4.1f × %s", times, strings.Repeat("█", min(int(math.Round(times)), 11)))
}

// minFaster is the least ratio that counts as faster. A smaller one may be
// chance.
const minFaster = 1.5

// conclude writes a line for each ratio, without its figure: the lines are the
// same on every machine, the figures are not.
func (r result) conclude(out io.Writer) {
	for i, row := range r.ratios() {
		if i == 0 || r[i].language != r[i-1].language {
			continue // the base
		}
		fmt.Fprintf(out, "kettles, %s: %s\n", row.way, verdict(row.kettles))
		fmt.Fprintf(out, "doughs, %s: %s\n", row.way, verdict(row.doughs))
	}
}

func verdict(times float64) string {
	if times < minFaster {
		return "not faster"
	}
	return "faster"
}
