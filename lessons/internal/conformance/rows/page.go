package rows

import (
	"fmt"
	"strings"
)

// Page is lessons/conformance.md.
func Page() string {
	var page strings.Builder
	fmt.Fprintf(&page, head, count(Sections), differing(Sections))
	for _, s := range Sections {
		fmt.Fprintf(&page, "\n## %s\n\n| row | asyncio | here | shown by |\n|---|---|---|---|\n", s.Title)
		for _, row := range s.Rows {
			fmt.Fprintf(&page, "| %s | %s | %s | %s |\n", row.ID, cell(row.Asyncio), cell(row.here()), cell(shown(row.Tests)))
		}
	}
	page.WriteString(nothing)
	for _, row := range None {
		fmt.Fprintf(&page, "- **%s** %s\n", row.ID, row.Ours)
	}
	page.WriteString(peers)
	for _, s := range Suites {
		s.write(&page)
	}
	return page.String()
}

const head = `# Compared with CPython, row by row

The table lists what asyncio does, what gosyncio does, and the test that shows
it: %d rows, of which %d differ on purpose. Rows of task groups, queues, locks,
threads and most of those of streams (TG, Q, SM, TH, ST) belong to lessons that
are not written yet. Where versions of Python disagree, 3.13 counts.

In addition, thousands of random programs run in both languages, on virtual
clocks ([internal/conformance](internal/conformance)). Their outcomes are the
same, except where one of these rows predicts a difference: AW6, G14, G16, K13,
K19, K9, L2, R8 and TO9.

To see a row, run its test: ` + "`go test -v ./lessons/06-gather -run 'TestClaims/.*G7'`" + `.
This page is made from the tables in
[internal/conformance/rows](internal/conformance/rows); a test compares the two.
`

const nothing = `
## Rows without a counterpart

`

const peers = `
## CPython's own tests

All cases of these files of 3.13 are listed. A case that can exist in Go is
covered by a test; where the test was written for it, its name ends with the
name of the case.
`

func count(sections []Section) (n int) {
	for _, s := range sections {
		n += len(s.Rows)
	}
	return n
}

func differing(sections []Section) (n int) {
	for _, s := range sections {
		for _, row := range s.Rows {
			if row.Differs {
				n++
			}
		}
	}
	return n
}

// here is what the page says about gosyncio.
func (r Row) here() string {
	switch {
	case r.Differs:
		return "**differs:** " + r.Ours
	case r.Ours == "":
		return "same"
	default:
		return "same: " + r.Ours
	}
}

// shown lists tests, each under its package.
func shown(tests []string) string {
	lines := make([]string, len(tests))
	for i, test := range tests {
		folder, name, _ := strings.Cut(test, " ")
		lines[i] = fmt.Sprintf("`%s` %s", folder, name)
	}
	return strings.Join(lines, "<br>")
}

// cell keeps the bars of a text apart from the table's.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

func (s Suite) write(page *strings.Builder) {
	covered := 0
	var reasons []string // in the order of the table
	names := map[string][]string{}
	for _, c := range s.Cases {
		if c.Why == "" {
			covered++
			continue
		}
		if names[c.Why] == nil {
			reasons = append(reasons, c.Why)
		}
		names[c.Why] = append(names[c.Why], "`"+c.Python+"`")
	}
	fmt.Fprintf(page, "\n**%s**: %d of %d cases are covered.", s.File, covered, len(s.Cases))
	if len(reasons) == 0 {
		page.WriteString("\n")
		return
	}
	page.WriteString(" The others have no counterpart:\n\n")
	for _, why := range reasons {
		fmt.Fprintf(page, "- %s: %s.\n", why, strings.Join(names[why], ", "))
	}
}
