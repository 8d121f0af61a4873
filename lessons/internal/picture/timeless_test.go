package picture_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	exp "golang.org/x/exp/trace"

	"gosyncio/lessons/internal/picture"
)

// standing makes up events on a clock that stands still but for what rest lets
// go by.
func standing(t *testing.T) *made {
	m := fromMain(t)
	m.pace = 64
	m.at = 1 + 64
	return m
}

func TestAClockThatStandsStill(t *testing.T) {
	for _, tc := range []struct {
		name     string
		rest     time.Duration
		over     bool
		timeless bool
		length   time.Duration
		why      string
	}{
		{"a run takes as long as the clock says", time.Second, true, false, time.Second, "not 64 ns more for each event"},
		{"a run that took no time is an order", 0, true, true, 0, ""},
		{"as long as it goes on it is none", 0, false, false, 0, "its first sleep may come yet"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := standing(t)
			m.task(1, 0, "main")
			m.task(2, 1, "tea")
			m.log(101, 2, "cancel", "no bread")
			m.log(102, 2, "end", "cancelled no bread")
			if tc.rest > 0 {
				m.at = 1 + exp.Time(tc.rest)
			}
			m.end(1)
			p := picture.Still(m.events, tc.over)
			sound(t, p)
			assert.Equal(t, tc.timeless, p.Timeless, tc.why)
			if tc.timeless {
				assert.NotZero(t, p.Length)
				assert.Less(t, named(t, p, "tea").End, named(t, p, "main").End, "tea ends before main")
			} else {
				assert.Equal(t, tc.length, p.Length, tc.why)
			}
			assert.Contains(t, sentences(p), "main cancels tea: no bread", "what ends in the same instant was alive before")
		})
	}
}

func TestADeadlineThatIsDueOnTheInstant(t *testing.T) {
	m := standing(t)
	m.task(1, 0, "main")
	for range 100 {
		m.log(101, 1, "name", "") // many events before the deadline is set
	}
	m.log(101, 1, "deadline", "1s")
	m.at = 1 + exp.Time(time.Second)
	m.move(101, 101, exp.GoRunning, exp.GoWaiting, "sleep")
	m.move(101, 101, exp.GoWaiting, exp.GoRunnable, "")
	m.end(1)
	assert.Contains(t, sentences(picture.Still(m.events, true)), "main's time is up after 1s")
}
