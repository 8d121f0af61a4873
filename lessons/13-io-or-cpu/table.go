package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"gosyncio/lessons/internal/machine"
)

// A teller is told the result, and why Python's is missing, if it is.
type teller = func(r result, missing error) error

// telling writes the table, and what follows from it.
func telling(out io.Writer) teller {
	return func(r result, missing error) error {
		var text strings.Builder
		r.table(&text, machine.Label(cores), missing)
		r.conclude(&text)
		_, err := io.WriteString(out, text.String())
		return err
	}
}

// A ratio is how many times faster than in sequence one way is.
type ratio struct {
	figure
	kettles, doughs float64
}

func (r result) ratios() (ratios []ratio) {
	var base figure
	for _, f := range r {
		if f.who != base.who {
			base = f
		}
		ratios = append(ratios, ratio{f,
			float64(base.boil) / float64(f.boil), float64(base.knead) / float64(f.knead)})
	}
	return ratios
}

// table writes how many times faster each way is on this machine, in figures
// and in bars, and why Python is missing.
func (r result) table(out io.Writer, machine string, missing error) {
	fmt.Fprintf(out, "%s\n\n%-24s  %-18s  %s\n", machine, "times faster", "kettles", "doughs")
	who := ""
	for _, row := range r.ratios() {
		if row.who != who {
			who = row.who
			fmt.Fprintln(out, who)
		}
		line := fmt.Sprintf("  %-22s  %-18s  %s", row.way, bar(row.kettles), bar(row.doughs))
		fmt.Fprintln(out, strings.TrimRight(line, " "))
	}
	if missing != nil {
		fmt.Fprintf(out, "Python: not measured (%v)\n", missing)
	}
	fmt.Fprintln(out)
}

// bar is one block for each time, and the figure beside it.
func bar(times float64) string {
	return fmt.Sprintf("%4.1f × %s", times, strings.Repeat("█", min(int(math.Round(times)), 11)))
}

// enough is what counts as won. Less may be the machine's mood.
const enough = 1.5

// conclude says what the ratios say. Seconds would say something else on each
// machine.
func (r result) conclude(out io.Writer) {
	for i, row := range r.ratios() {
		if i == 0 || r[i].who != r[i-1].who {
			continue // it's what the others are compared with
		}
		fmt.Fprintf(out, "kettles, %s: %s\n", row.way, won(row.kettles))
		fmt.Fprintf(out, "doughs, %s: %s\n", row.way, won(row.doughs))
	}
}

func won(times float64) string {
	if times < enough {
		return "nothing won"
	}
	return "faster"
}
