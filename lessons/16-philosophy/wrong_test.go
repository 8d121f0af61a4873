package main

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/16-philosophy/testdata/wrong/deaf"
	"gosyncio/lessons/16-philosophy/testdata/wrong/inorder"
	"gosyncio/lessons/16-philosophy/testdata/wrong/losing"
	"gosyncio/lessons/16-philosophy/testdata/wrong/sequential"
	"gosyncio/lessons/16-philosophy/testdata/wrong/twice"
)

// Solutions that are nearly right: the suite finds the fault of each in the row
// that names it. In other rows it finds what comes of that, and nothing else.
func TestWrongSolutionsFail(t *testing.T) {
	for _, tc := range []struct {
		name  string
		crawl crawler
		row   string
		says  string
		also  []string
	}{
		{
			name:  "sequential: a task is awaited before the next one starts",
			crawl: sequential.Crawl,
			row:   "chains are followed at the same time",
			says:  "three chains of three pages at most should take 3s, but took 8s",
			also:  []string{"a worker reads a page, and doesn't follow a chain"},
		},
		{
			name:  "twice: between looking for a page and having it, others look",
			crawl: twice.Crawl,
			row:   "each page is read once, however many chains need it",
			says:  "was read",
			also: []string{
				"a page that can't be read isn't asked for again",
				"a worker reads a page, and doesn't follow a chain",
			},
		},
		{
			name:  "deaf: its tasks live under another ctx",
			crawl: deaf.Crawl,
			row:   "cancel stops it within one request",
			says:  "should take 2s, but took",
			also:  []string{"no chain is told of that a cancel has cut off"},
		},
		{
			name:  "inorder: a chain that has ended waits for those before it",
			crawl: inorder.Crawl,
			row:   "each chain is told of when it ends, once",
			says:  "telling of egg, after its last page, should take 0s, but took 1s",
		},
		{
			name:  "losing: a page counts as visited before it is read",
			crawl: losing.Crawl,
			row:   "a page that somebody else reads just now is waited for",
			says:  `wanted the chains ["toast bread heat: goal" "scone bread heat: goal"]`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, row := range suite {
				err := inBubble(t, row.check, tc.crawl)
				switch {
				case row.name == tc.row:
					assert.ErrorContains(t, err, tc.says, row.name)
				case slices.Contains(tc.also, row.name):
					assert.Error(t, err, row.name)
				default:
					assert.NoError(t, err, row.name)
				}
			}
		})
	}
}
