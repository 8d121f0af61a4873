package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/16-philosophy/testdata/wrong/deaf"
	"gosyncio/lessons/16-philosophy/testdata/wrong/inorder"
	"gosyncio/lessons/16-philosophy/testdata/wrong/losing"
	"gosyncio/lessons/16-philosophy/testdata/wrong/sequential"
	"gosyncio/lessons/16-philosophy/testdata/wrong/twice"
)

// Solutions that are nearly right: the suite finds the fault of each, in the
// row that names it, and nothing else.
func TestWrongSolutionsFail(t *testing.T) {
	for name, tc := range map[string]struct {
		crawl crawler
		row   string
		says  string
	}{
		"sequential: a task is awaited before the next one starts": {
			crawl: sequential.Crawl,
			row:   "chains are followed at the same time",
			says:  "three chains of three pages at most should take 3s, but took 8s",
		},
		"twice: between looking for a page and having it, others look": {
			crawl: twice.Crawl,
			row:   "each page is read once, however many chains need it",
			says:  "was read",
		},
		"deaf: its tasks live under another ctx": {
			crawl: deaf.Crawl,
			row:   "cancel stops it within one request",
			says:  "should take 2s, but took",
		},
		"inorder: a chain that has ended waits for those before it": {
			crawl: inorder.Crawl,
			row:   "each chain is told of when it ends, once",
			says:  "telling of egg, after its last page, should take 0s, but took 1s",
		},
		"losing: a page counts as visited before it is read": {
			crawl: losing.Crawl,
			row:   "a page that somebody else reads just now is waited for",
			says:  `wanted the chains ["toast bread heat: goal" "scone bread heat: goal"]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			for row, check := range suite {
				err := inBubble(t, check, tc.crawl)
				if row == tc.row {
					assert.ErrorContains(t, err, tc.says, row)
				} else {
					assert.NoError(t, err, row)
				}
			}
		})
	}
}
