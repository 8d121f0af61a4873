package conformance

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/python"
)

const corpusFile = "testdata/corpus.jsonl"

var (
	programs   = flag.Int("programs", 0, "Live: how many random programs to run in both languages")
	seed       = flag.Uint64("seed", 0, "Live: what the programs are made of; 0 takes a fresh one")
	makeCorpus = flag.Bool("corpus", false, "Live: make the corpus anew, of 400 programs")
)

// TestMain discards the log of failures that were never retrieved: random
// programs leave many.
func TestMain(m *testing.M) {
	flag.Parse()
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	os.Exit(m.Run())
}

// here runs p in a bubble of its own.
func here(t *testing.T, p *Program) (run Run) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { run = play(t.Context(), p) })
	return run
}

func readCorpus(t *testing.T) (corpus []Case) {
	t.Helper()
	file, err := os.Open(corpusFile)
	require.NoError(t, err)
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c Case
		require.NoError(t, json.Unmarshal(lines.Bytes(), &c))
		corpus = append(corpus, c)
	}
	require.NoError(t, lines.Err())
	return corpus
}

func TestCorpus(t *testing.T) {
	tally := newTally()
	for _, c := range readCorpus(t) {
		recorded, err := c.run()
		require.NoError(t, err)
		tally.count(t, c.Program, recorded, nil)
	}
	tally.check(t)
	fmt.Println("corpus:", tally)
}

func TestTheCorpusCoversAllPairs(t *testing.T) {
	seen := map[string]bool{}
	corpus := readCorpus(t)
	for _, c := range corpus {
		for f := range features(c.Program) {
			seen[f] = true
		}
	}
	for _, pair := range pairs() {
		assert.True(t, seen[pair], "no program of the corpus has %s", pair)
	}
	assert.GreaterOrEqual(t, len(corpus), 300)
	info, err := os.Stat(corpusFile)
	require.NoError(t, err)
	assert.LessOrEqual(t, info.Size(), int64(300_000))
}

// Live makes programs and runs them in both languages:
//
//	go test ./lessons/internal/conformance -run Live -programs 20000 -seed 7
func TestLive(t *testing.T) {
	switch {
	case *programs == 0 && !*makeCorpus:
		t.Skip("no -programs asked for; the corpus is replayed by another test")
	case runtime.GOOS == "js":
		t.Skip("WebAssembly can't start a Python")
	}
	asked, err := startOracle(t.Context())
	if errors.Is(err, python.ErrNone) {
		t.Skipf("%v, so no program ran in CPython", err)
	}
	require.NoError(t, err)
	defer func() { assert.NoError(t, asked.close()) }()
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	fmt.Printf("live: -seed %d, CPython %s\n", *seed, asked.Version)
	r := rand.New(rand.NewPCG(*seed, 0))
	if *makeCorpus {
		saveCorpus(t, r, asked)
		return
	}
	tally := newTally()
	for range *programs {
		p := generate(r)
		asyncio, err := asked.play(p)
		require.NoError(t, err)
		tally.count(t, p, asyncio, asked)
		if t.Failed() {
			return
		}
	}
	tally.check(t)
	fmt.Println("live:", tally)
}

func saveCorpus(t *testing.T, r *rand.Rand, asked *oracle) {
	t.Helper()
	corpus, err := gatherCorpus(r, 400, asked.play)
	require.NoError(t, err)
	var b strings.Builder
	for _, c := range corpus {
		fmt.Fprintln(&b, c)
	}
	require.NoError(t, os.MkdirAll("testdata", 0o755))
	require.NoError(t, os.WriteFile(corpusFile, []byte(b.String()), 0o644))
	fmt.Printf("corpus: %d programs, %d bytes\n", len(corpus), b.Len())
}
