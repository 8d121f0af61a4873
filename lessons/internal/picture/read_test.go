package picture_test

import (
	"bytes"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	exp "golang.org/x/exp/trace"

	"gosyncio/lessons/internal/picture"
)

var (
	anew     = flag.Bool("record", false, "record the traces in testdata anew, with the programs in testdata/programs")
	programs = []string{"breakfast", "kitchen", "nap", "leave"}
	once     sync.Once
)

// recorded is a trace from testdata. To record it anew:
//
//	go test ./lessons/internal/picture -record
func recorded(tb testing.TB, name string) []byte {
	tb.Helper()
	if *anew {
		once.Do(func() { recordAll(tb) })
	}
	record, err := os.ReadFile(filepath.Join("testdata", name+".trace"))
	require.NoError(tb, err)
	return record
}

func recordAll(tb testing.TB) {
	for _, name := range programs {
		program := exec.CommandContext(tb.Context(), "go", "run", "-trimpath", "./testdata/programs/"+name)
		program.Env = append(os.Environ(), "TASKTRACE="+filepath.Join("testdata", name+".trace"))
		said, err := program.CombinedOutput()
		require.NoError(tb, err, "%s", said)
	}
}

func TestWhatIsNoTrace(t *testing.T) {
	breakfast := string(recorded(t, "breakfast"))
	for _, tc := range []struct {
		name  string
		trace string
		want  error
		says  string
		why   string
	}{
		{name: "an empty file", trace: "", want: picture.ErrEmpty, says: "the trace is empty"},
		{name: "a text", trace: "toast, tea and eggs", want: picture.ErrNoTrace, says: "no execution trace"},
		{name: "a short text", trace: "tea", want: picture.ErrNoTrace},
		{name: "half a header", trace: breakfast[:7], want: picture.ErrIncomplete},
		{name: "a header", trace: breakfast[:16], want: picture.ErrIncomplete, says: "nothing in the trace is complete"},
		{name: "a trace that breaks off too soon", trace: breakfast[:len(breakfast)/2], want: picture.ErrIncomplete},
		{
			name:  "one byte too few",
			trace: breakfast[:len(breakfast)-1], want: picture.ErrIncomplete,
			why: "the last byte says that the generation is whole",
		},
		{
			name:  "a trace that is damaged",
			trace: breakfast[:4000] + "toast" + breakfast[4005:], want: picture.ErrBroken, says: "broken",
		},
		{
			name:  "a trace of Go 1.99",
			trace: "go 1.99 trace\x00\x00\x00" + breakfast[16:], want: picture.ErrTooNew, says: "newer Go than this reader knows: Go 1.99",
		},
		{name: "a trace of Go 1.19", trace: "go 1.19 trace\x00\x00\x00" + breakfast[16:], want: picture.ErrTooOld, says: "Go 1.19"},
		{
			name:  "noise after a header",
			trace: breakfast[:16] + strings.Repeat("toast", 100), want: picture.ErrBroken,
		},
	} {
		t.Run(tc.name+" gives one clear sentence", func(t *testing.T) {
			_, err := picture.Read(strings.NewReader(tc.trace))
			require.ErrorIs(t, err, tc.want, tc.why)
			assert.Contains(t, err.Error(), tc.says)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
	t.Run("an error of the file is no fault of the trace", func(t *testing.T) {
		_, err := picture.Read(iotest.ErrReader(errBurnt))
		assert.ErrorIs(t, err, errBurnt)
		_, err = picture.Read(io.MultiReader(strings.NewReader(breakfast[:len(breakfast)/2]), iotest.ErrReader(errBurnt)))
		assert.ErrorIs(t, err, errBurnt)
	})
}

func TestATraceThatIsTooLarge(t *testing.T) {
	nap := recorded(t, "nap")
	_, err := picture.ReadUpTo(bytes.NewReader(nap), int64(len(nap)))
	assert.ErrorIs(t, err, picture.ErrTooLarge)
	assert.ErrorContains(t, err, "take a shorter one")
	_, err = picture.ReadUpTo(bytes.NewReader(nap), int64(len(nap))+1)
	assert.NoError(t, err)
}

func TestCutShort(t *testing.T) {
	nap := recorded(t, "nap") // of several generations
	for _, tc := range []struct {
		name   string
		record []byte
		cut    bool
		how    picture.How
	}{
		{name: "a whole trace isn't cut short", record: nap, how: picture.Returned},
		{
			name:   "a trace that another follows is complete, but not the other",
			record: append(nap[:len(nap):len(nap)], nap...), cut: true, how: picture.Returned,
		},
		{
			name:   "one that breaks off is drawn as far as its generations are whole",
			record: nap[:len(nap)-1], cut: true, how: picture.Unended,
		},
		{
			name:   "one that turns into noise, too",
			record: append(nap[:len(nap)-200:len(nap)-200], strings.Repeat("toast", 100)...), cut: true, how: picture.Unended,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := picture.Read(bytes.NewReader(tc.record))
			require.NoError(t, err)
			sound(t, p)
			assert.Equal(t, tc.cut, p.CutShort)
			require.Len(t, p.Lanes, 1)
			assert.Equal(t, tc.how, p.Lanes[0].Ending.How)
			assert.Equal(t, picture.Sleeping, p.Lanes[0].Spans[0].State)
			assert.Greater(t, p.Length, time.Second)
		})
	}
}

// A trace may lack its end although nothing in it is broken: os.Exit leaves
// whole generations. Only Run's tasks tell, because they end before Run does.
func TestCutBetweenGenerations(t *testing.T) {
	leave := recorded(t, "leave")
	p, err := picture.Read(bytes.NewReader(leave))
	require.NoError(t, err)
	sound(t, p)
	assert.Equal(t, []string{
		"main: sleeping, running", "  tea: sleeping, running", "  guard: waiting nothing, running",
	}, lanes(p, moment))
	assert.True(t, p.CutShort)

	t.Run("as long as more may come it isn't cut", func(t *testing.T) {
		out, in := io.Pipe()
		reader := picture.NewReader(out)
		var reading sync.WaitGroup
		reading.Go(func() { assert.NoError(t, reader.ReadAll()) })
		in.Write(leave)
		assert.False(t, reader.Picture().CutShort)
		in.Close()
		reading.Wait()
		assert.True(t, reader.Picture().CutShort)
	})
}

func TestTasksThatRunAtTheEnd(t *testing.T) {
	for _, tc := range []struct {
		name string
		play func(m *made)
		cut  bool
		why  string
	}{
		{
			name: "the trace of a program without tasks says nothing of its end",
			play: func(m *made) { m.start(1, 2, "main.stir") },
			why:  "the trace is stopped while the program runs, as go test -trace does",
		},
		{
			name: "one that is stopped while main is at work",
			play: func(m *made) { m.task(1, 0, "main"); m.task(2, 1, "tea"); m.end(2) }, cut: true,
			why: "by hand or not: the run went on",
		},
		{
			name: "a Run that is left when main has returned",
			play: func(m *made) { m.task(1, 0, "main"); m.task(2, 1, "tea"); m.end(1) }, cut: true,
			why: "Run was waiting for the tea",
		},
		{
			name: "a task without a Run may run forever",
			play: func(m *made) { m.task(1, 0, "tea") },
		},
		{
			name: "of several Runs the last one counts as well",
			play: func(m *made) { m.task(1, 0, "main"); m.end(1); m.task(2, 0, "main") }, cut: true,
		},
		{
			name: "a task that never began is not at work",
			play: func(m *made) {
				m.task(1, 0, "main")
				m.add(event(t, exp.EventTaskBegin, m.at, 1, exp.Task{ID: 2, Parent: 1, Type: "tea"}))
				m.end(1)
			},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := fromMain(t)
			tc.play(m)
			assert.Equal(t, tc.cut, picture.Unfinished(m.events), tc.why)
		})
	}
}

func TestReader(t *testing.T) {
	t.Run("before anything has been read there is an empty picture", func(t *testing.T) {
		p := picture.NewReader(strings.NewReader("")).Picture()
		sound(t, p)
		assert.Empty(t, p.Lanes)
	})
	t.Run("the picture so far may be had while the run goes on", func(t *testing.T) {
		out, in := io.Pipe()
		reader := picture.NewReader(out)
		var reading sync.WaitGroup
		reading.Go(func() { assert.NoError(t, reader.ReadAll()) })
		for part := range bytes.SplitAfterSeq(recorded(t, "breakfast"), []byte{0}) {
			in.Write(part)
			sound(t, reader.Picture())
		}
		in.Close()
		reading.Wait()
		assert.Equal(t, "main", reader.Picture().Lanes[0].Name)
	})
}
