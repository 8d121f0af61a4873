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

// Solutions that are almost right: for each, the row that names its fault fails.
// Other rows fail only if they depend on that.
func TestWrongSolutionsFail(t *testing.T) {
	for _, tc := range []struct {
		name  string
		crawl crawler
		row   string
		says  string
		also  []string
	}{
		{
			name:  "sequential: Crawl awaits a task before it starts the next one",
			crawl: sequential.Crawl,
			row:   "chains are followed at the same time",
			says:  "three chains of three pages at most should take 3s, but took 8s",
			also:  []string{"Workers limits the reads, not the chains"},
		},
		{
			name:  "twice: a second chain asks for a page before the first one has it",
			crawl: twice.Crawl,
			row:   "each page is read once, however many chains need it",
			says:  "was read",
			also: []string{
				"a page that cannot be read is not read again",
				"Workers limits the reads, not the chains",
			},
		},
		{
			name:  "deaf: the tasks have another ctx",
			crawl: deaf.Crawl,
			row:   "a cancel ends Crawl when the running reads have ended",
			says:  "should take 2s, but took",
			also:  []string{"Ended is not called for a chain that a cancel stops"},
		},
		{
			name:  "inorder: a chain that has ended waits for the chains before it",
			crawl: inorder.Crawl,
			row:   "Ended is called for each chain when it ends, once",
			says:  "the call of Ended for egg, after its last page, should take 0s, but took 1s",
		},
		{
			name:  "losing: a page counts as visited before it is read",
			crawl: losing.Crawl,
			row:   "a chain waits for a page that another chain is reading",
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
