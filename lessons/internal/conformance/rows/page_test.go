package rows

import (
	"flag"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write lessons/conformance.md")

func TestPage(t *testing.T) {
	const name = "lessons/conformance.md"
	if *update {
		require.NoError(t, os.WriteFile("../../../../"+name, []byte(Page()), 0o644))
	}
	page, err := fs.ReadFile(root, name)
	require.NoError(t, err)
	text := strings.ReplaceAll(string(page), "\r\n", "\n")
	assert.Equal(t, Page(), text, "go test ./lessons/internal/conformance/rows -update writes it")
}

// What was decided when asyncio was read: which rows are the same, which differ
// on purpose, and which have no counterpart.
const (
	kept = "L7 L8 C1 C4 S2 S3 S4 S6 S7 T2 T6 T7 T8 T10 T16 T21 K1 K3 K5 K6 K8 K11 K14 K17 K18 " +
		"G1 G3 G6 G7 G8 G9 G10 G11 G12 G13 G15 G16 G20 G21 G26 G28 G29 G30 " +
		"WF2 WF3 WF4 WF5 WF6 WF7 WF8 WF9 WF11 WF12 WF14 WF16 WF17 WF18 WF20 " +
		"W1 W2 W3 W5 W6 W7 W8 W10 W11 W14 W15 W16 A1 A2 A3 A5 A6 A7 A10 A13 SH1 SH2 SH3 SH4 SH7 SH8 SH9 " +
		"TO4 TO5 TO6 TO7 TO8 TO11 TO14 AW1 AW2 AW3 AW7 AW8 AW9 AF1 AF2 AF4 AF8 R1 R5 R6 R7 R11 ST1 ST4 ST10 ST11 ST16 GO1 GO2"
	meant = "K2 K15 A11 R10 ST3 ST6 GO3 GO5 " +
		"L1 L2 L4 L5 L6 C2 S1 S8 T1 T5 T9 T11 T12 T13 T14 T15 K4 K7 K9 K10 K13 K16 K19 " +
		"G2 G4 G5 G14 G19 G22 G25 G27 WF1 WF10 WF13 WF15 WF22 W4 W9 A4 A9 SH6 " +
		"TO1 TO2 TO3 TO9 TO10 TO12 TO15 AW5 AW6 AF3 AF6 AF7 AF9 R4 R8 R13"
	empty = "L3 C3 C5 S5 S9 T3 T4 T17 T18 T19 T20 K12 G17 G18 G23 G24 WF19 WF21 W12 W13 A8 A12 SH5 TO13 AW4 AF5 " +
		"R2 R3 R9 R12 R14"
)

// all are the rows of all sections.
func all() (rows []Row) {
	for _, s := range Sections {
		rows = append(rows, s.Rows...)
	}
	return rows
}

func ids(rows []Row) (ids []string) {
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	return ids
}

func TestRows(t *testing.T) {
	t.Run("each row is listed once", func(t *testing.T) {
		assert.ElementsMatch(t, strings.Fields(kept+" "+meant), ids(all()))
		assert.ElementsMatch(t, strings.Fields(empty), ids(None))
	})
	t.Run("a row that is kept is the same, or says how it differs", func(t *testing.T) {
		for _, row := range all() {
			if row.Differs {
				assert.NotEmpty(t, row.Ours, row.ID)
			} else {
				assert.Contains(t, strings.Fields(kept), row.ID, "it was meant to differ")
			}
		}
	})
	t.Run("each text ends with a full stop", func(t *testing.T) {
		for _, row := range all() {
			assert.Regexp(t, `\.$`, row.Asyncio, row.ID)
			assert.Regexp(t, `^$|\.$`, row.Ours, row.ID)
		}
		for _, row := range None {
			assert.Regexp(t, `\.$`, row.Ours, row.ID)
		}
	})
}

func TestEvidence(t *testing.T) {
	index := readTests(t)
	shows := map[string]bool{} // rows that some test names
	t.Run("each row that a test names is on the page", func(t *testing.T) {
		listed := slices.Concat(ids(all()), ids(None))
		for test, subs := range index {
			for _, text := range append(texts(subs), test) {
				assert.False(t, leading.MatchString(text), "%s/%s: a name ends with its rows, it does not begin with them", test, text)
				for _, row := range named(text) {
					shows[row] = true
					assert.Contains(t, listed, row, "%s/%s", test, text)
				}
			}
		}
	})
	t.Run("each row is shown by tests that exist, and by one that names it if there is one", func(t *testing.T) {
		for _, row := range all() {
			require.NotEmpty(t, row.Tests, row.ID)
			exist(t, index, row.Tests, row.ID)
			if shows[row.ID] {
				var rows []string
				for _, test := range row.Tests {
					rows = append(rows, named(test)...)
				}
				assert.Contains(t, rows, row.ID, "none of its tests names it, but others do")
			}
		}
	})
}

func texts(subs []subtest) (texts []string) {
	for _, s := range subs {
		texts = append(texts, s.text)
	}
	return texts
}

func exist(t *testing.T, index index, tests []string, why string) {
	t.Helper()
	for i, test := range tests {
		assert.True(t, index.has(test), "%s: there is no test %q", why, test)
		assert.NotContains(t, tests[:i], test, why)
	}
}

func TestCases(t *testing.T) {
	index := readTests(t)
	count := map[string]int{"test_tasks.py": 160, "test_waitfor.py": 19, "test_timeouts.py": 34}
	for _, suite := range Suites {
		t.Run("each case of "+suite.File+" is covered, or has no counterpart", func(t *testing.T) {
			seen := map[string]bool{}
			for _, c := range suite.Cases {
				assert.False(t, seen[c.Python], "%s is there twice", c.Python)
				seen[c.Python] = true
				assert.NotEqual(t, c.Why == "", c.Tests == nil, "%s has either tests or a reason", c.Python)
				exist(t, index, c.Tests, c.Python)
			}
			assert.Len(t, seen, count[suite.File], "as many as CPython 3.13 has")
		})
	}
	t.Run("a test that was written for a case is listed with it", func(t *testing.T) {
		for test, subs := range index {
			for _, text := range texts(subs) {
				for _, python := range caseName.FindAllString(inParentheses(text), -1) {
					assert.Contains(t, claims(evidence(python)), test+"/"+claim(text), python)
				}
			}
		}
	})
}

// claims are tests without what tells only which rows and cases they show.
func claims(tests []string) (claims []string) {
	for _, name := range tests {
		folder, name, _ := strings.Cut(name, " ")
		test, sub, _ := strings.Cut(name, "/")
		claims = append(claims, folder+" "+test+"/"+claim(sub))
	}
	return claims
}

// evidence is what covers a case of CPython's.
func evidence(python string) (tests []string) {
	for _, suite := range Suites {
		for _, c := range suite.Cases {
			if c.Python == python {
				tests = append(tests, c.Tests...)
			}
		}
	}
	return tests
}
