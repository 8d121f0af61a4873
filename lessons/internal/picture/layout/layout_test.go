package layout_test

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/picture"
	"gosyncio/lessons/internal/picture/layout"
	"gosyncio/lessons/internal/picture/layout/sample"
)

func TestRuler(t *testing.T) {
	for _, test := range []struct {
		length time.Duration
		most   int
		want   string
	}{
		{3 * time.Second, 9, "0 s, 1 s, 2 s, 3 s"},
		{3 * time.Second, 3, "0 s, 2 s"},
		{2 * time.Second, 9, "0 s, 0.5 s, 1 s, 1.5 s, 2 s"},
		{60 * time.Millisecond, 9, "0 ms, 10 ms, 20 ms, 30 ms, 40 ms, 50 ms, 60 ms"},
		{time.Hour, 9, "0 min, 10 min, 20 min, 30 min, 40 min, 50 min, 60 min"},
		{90 * time.Second, 5, "0 s, 30 s, 60 s, 90 s"},
		{30 * time.Hour, 5, "0 h, 10 h, 20 h, 30 h"},
		{7 * time.Microsecond, 5, "0 µs, 2 µs, 4 µs, 6 µs"},
		{0, 9, "0 s"},
	} {
		t.Run(test.length.String()+" is divided into "+test.want, func(t *testing.T) {
			var labels []string
			for _, tick := range layout.Ruler(test.length, test.most) {
				labels = append(labels, tick.Label)
			}
			assert.Equal(t, test.want, strings.Join(labels, ", "))
		})
	}
}

func TestRulerKeepsToItsLimits(t *testing.T) {
	lengths := []time.Duration{math.MaxInt64}
	for length := time.Duration(1); length < math.MaxInt64/3; length += length/3 + 1 {
		lengths = append(lengths, length)
	}
	for _, length := range lengths {
		for most := range 15 {
			ticks := layout.Ruler(length, most)
			require.NotEmpty(t, ticks)
			assert.LessOrEqual(t, len(ticks), max(most, 2), length)
			for i, tick := range ticks[1:] {
				assert.Greater(t, tick.At, ticks[i].At)
				assert.NotEqual(t, tick.Label, ticks[i].Label)
			}
			assert.LessOrEqual(t, ticks[len(ticks)-1].At, length)
		}
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 s", -time.Second: "0 s", 3 * time.Second: "3 s", 1250 * time.Millisecond: "1.25 s",
		3002 * time.Millisecond: "3 s", 999_600 * time.Microsecond: "1 s", 60 * time.Millisecond: "60 ms",
		90 * time.Second: "90 s", 150 * time.Second: "2 min 30 s", time.Hour: "1 h", 65 * time.Minute: "1 h 5 min",
		17: "17 ns", 2500: "2.5 µs", 48 * time.Hour: "48 h",
	} {
		assert.Equal(t, want, layout.Duration(d), "%d ns", d)
	}
	assert.NotPanics(t, func() { layout.Duration(math.MaxInt64) })
}

func TestVerdict(t *testing.T) {
	for _, test := range []struct {
		before, after time.Duration
		want, why     string
	}{
		{before: 3 * time.Second, after: 2 * time.Second, want: "1 s saved: 3 s → 2 s"},
		{before: 2 * time.Second, after: 3 * time.Second, want: "1 s longer: 2 s → 3 s"},
		{before: 3 * time.Second, after: 3002 * time.Millisecond, want: "both take 3 s", why: "no reader could tell them apart"},
		{before: 3010 * time.Millisecond, after: 2020 * time.Millisecond, want: "1 s saved: 3 s → 2 s", why: "3.01 s → 2.02 s would be noise"},
		{before: 61 * time.Millisecond, after: 40 * time.Millisecond, want: "21 ms saved: 61 ms → 40 ms"},
		{want: "both take 0 s"},
	} {
		t.Run(test.want, func(t *testing.T) {
			assert.Equal(t, test.want, layout.Verdict(test.before, test.after), test.why)
		})
	}
}

func TestRowsFollowTheFamily(t *testing.T) {
	family := func(parents ...int) (names string) {
		var p picture.Picture
		for i, parent := range parents {
			p.Lanes = append(p.Lanes, picture.Lane{Name: string(rune('a' + i)), Parent: parent})
		}
		for i, row := range layout.New(layout.Run{Picture: p}).Rows {
			assert.Less(t, row.Parent, i, "a parent comes first")
			names += strings.Repeat(">", row.Depth()) + row.Name
		}
		return names
	}
	assert.Equal(t, "a>b>>d>c>>e", family(-1, 0, 0, 1, 2), "grandchildren go below their parents, whenever they started")
	assert.Equal(t, "ab", family(-1, -1), "two without a parent")
	assert.Equal(t, "abc", family(7, -9, 99), "unknown parents")
	assert.Equal(t, "a>b>>c", family(2, 0, 1), "a circle begins somewhere")
	assert.Equal(t, "a", family(0), "its own parent")
}

func TestALaneThatGoesFromRestToRestHasRun(t *testing.T) {
	main := layout.New(sample.Gather()).Rows[0]
	var states []picture.State
	for _, span := range main.Spans {
		states = append(states, span.State)
	}
	assert.Equal(t, []picture.State{picture.Running, picture.Waiting, picture.Running, picture.Waiting}, states)
}

func TestNotesCountWhatIsNotDrawn(t *testing.T) {
	assert.Equal(t, []string{
		"and 4,988 more lanes not drawn", "and 19,211 more events not told", "14 goroutines of Go's own not shown",
	}, layout.New(sample.Breakfast()).Notes)
	assert.Equal(t, []string{"1 goroutine of Go's own not shown"}, layout.New(sample.Goroutines()).Notes)
	pipeline := sample.Pipeline()
	assert.Equal(t, []string{"the rest of the file can't be read"}, layout.New(pipeline).Notes, "all have ended")
	for _, how := range []picture.How{picture.Unended, picture.Panicked} {
		pipeline.Picture.Lanes[0].Ending = picture.Ending{How: how}
		assert.Equal(t, []string{"the trace breaks off here, before the run was over"}, layout.New(pipeline).Notes)
	}
}

func TestFit(t *testing.T) {
	length := func(s string) float64 { return float64(utf8.RuneCountInString(s)) }
	texts := []string{"waits for tea, toast, eggs", "waits", "w"}
	for room, want := range map[float64]string{
		30: "waits for tea, toast, eggs", 26: "waits for tea, toast, eggs", 22: "waits for tea, toast…", 16: "waits for tea…",
		8: "waits", 3: "w", 0: "",
	} {
		assert.Equal(t, want, layout.Fit(room, length, texts...), "room for %v", room)
	}
	assert.Equal(t, "bur…", layout.Cut(4, length, "burnt"))
	assert.Empty(t, layout.Cut(1, length, "burnt"), "an … alone says nothing")
}

func FuzzClean(f *testing.F) {
	for _, text := range []string{"tea", "a\nb", "\x00\xff\x1b[31m", "\u202etea", "\ufffe", "緑茶 ☕\ufe0f", strings.Repeat("very ", 1000)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		clean := layout.Clean(text)
		assert.True(t, utf8.ValidString(clean))
		assert.LessOrEqual(t, utf8.RuneCountInString(clean), 1001)
		assert.Equal(t, clean, layout.Clean(clean), "clean is clean")
		assert.Equal(t, strings.TrimSpace(clean), clean)
		assert.NotContains(t, clean, "\n")
	})
}

func TestASpanIsSaidInRoundNumbers(t *testing.T) {
	for took, want := range map[time.Duration]string{
		2010 * time.Millisecond: "sleeps 2 s",
		1990 * time.Millisecond: "sleeps 2 s",
		510 * time.Millisecond:  "sleeps 500 ms",
		1250 * time.Millisecond: "sleeps 1.25 s",
		250 * time.Millisecond:  "sleeps 250 ms",
		61 * time.Minute:        "sleeps 1 h",
		90 * time.Second:        "sleeps 90 s",
		1234 * time.Microsecond: "sleeps 1.25 ms",
		time.Nanosecond:         "sleeps 1 ns",
	} {
		assert.Equal(t, want, layout.Words(picture.Span{State: picture.Sleeping, To: took})[0], took.String())
	}
}

func TestAMomentIsToldInRoundNumbers(t *testing.T) {
	for at, want := range map[time.Duration]string{
		0:                         "0 s",
		1010 * time.Millisecond:   "1 s",
		9020 * time.Millisecond:   "9 s",
		1250 * time.Millisecond:   "1.25 s",
		59 * time.Second:          "59 s",
		101 * time.Second:         "101 s",
		time.Hour + 7*time.Minute: "1 h 7 min",
		43_400 * time.Microsecond: "44 ms",
	} {
		assert.Equal(t, want, layout.Moment(at), at.String())
	}
}

func TestANameIsCutInItsMiddle(t *testing.T) {
	length := func(s string) float64 { return float64(utf8.RuneCountInString(s)) }
	assert.Equal(t, "outb…nd/2", layout.CutMiddle(9, length, "outbox.send/2"))
	assert.Equal(t, "outbox.send/2", layout.CutMiddle(13, length, "outbox.send/2"))
	assert.Empty(t, layout.CutMiddle(1, length, "outbox.send/2"))
}

func TestWrap(t *testing.T) {
	length := func(s string) float64 { return float64(utf8.RuneCountInString(s)) }
	assert.Equal(t, []string{"dough hears", "it"}, layout.Wrap(11, length, "dough hears it"))
	assert.Equal(t, []string{"a", "marma", "lade", "jar"}, layout.Wrap(5, length, "a marmalade jar"))
	assert.Empty(t, layout.Wrap(5, length, ""))
}
