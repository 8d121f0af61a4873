package picture_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"golang.org/x/exp/trace"

	"gosyncio/lessons/internal/picture"
)

// crowded is a run of many tasks and goroutines; the toast fails at once.
func crowded(t *testing.T, tasks, goroutines int) *made {
	m := fromMain(t)
	m.task(1, 0, "main")
	m.task(2, 1, "toast")
	m.log(102, 2, "end", "failed burnt")
	for i := range tasks {
		id := trace.TaskID(10 + i)
		m.task(id, 1, fmt.Sprintf("Task-%d", i))
		m.end(id)
	}
	for i := range goroutines {
		g := trace.GoID(1_000_000 + i)
		m.move(101, g, trace.GoNotExist, trace.GoRunnable, "", "main.stir")
		m.move(g, g, trace.GoRunnable, trace.GoRunning, "")
		m.move(g, g, trace.GoRunning, trace.GoNotExist, "")
	}
	m.rest(time.Second)
	m.end(1)
	return m
}

func TestALongRunKeepsFewAndCountsAll(t *testing.T) {
	m := crowded(t, 10_000, 20_000)
	p, kept := picture.Condensed(m.events, 500)
	sound(t, p)
	assert.Less(t, kept, 10_000, "what has ended is dropped")
	assert.Equal(t, 30_003, len(p.Lanes)+p.Undrawn.Lanes, "and counted")
	assert.Equal(t, picture.Failed, named(t, p, "toast").Ending.How, "what matters is kept")
	assert.Equal(t, time.Duration(0), p.Lanes[0].Start)

	whole := picture.Model(m.events)
	assert.Equal(t, whole.Length, p.Length)
	assert.Equal(t, whole.Others, p.Others)
	assert.Equal(t, len(whole.Lanes)+whole.Undrawn.Lanes, len(p.Lanes)+p.Undrawn.Lanes)
	assert.Equal(t, len(whole.Events)+whole.Undrawn.Events, len(p.Events)+p.Undrawn.Events)
}

func TestNamesOfALongRunAreUnique(t *testing.T) {
	p, _ := picture.Condensed(crowded(t, 3000, 3000).events, 300)
	seen := map[string]bool{}
	for _, lane := range p.Lanes {
		name := fmt.Sprint(lane.Parent, lane.Name)
		assert.False(t, seen[name], name)
		seen[name] = true
	}
}

func TestAWaitForMoreThanAreKeptCountsThem(t *testing.T) {
	m := fromMain(t)
	m.task(1, 0, "main")
	m.add(event(t, trace.EventRegionBegin, m.at, 101, trace.Region{Type: "wait"}))
	const crowd = 9000
	for i := range trace.TaskID(crowd) {
		id := 10 + i
		m.add(event(t, trace.EventTaskBegin, m.at, 101, trace.Task{ID: id, Parent: 1, Type: "stir"}))
		m.move(101, trace.GoID(100+id), trace.GoNotExist, trace.GoRunnable, "", "gosyncio/gather.start")
	}
	m.move(101, 101, trace.GoRunning, trace.GoWaiting, "chan receive")
	for i := range trace.TaskID(crowd) {
		id, g := 10+i, trace.GoID(110+i)
		m.move(g, g, trace.GoRunnable, trace.GoRunning, "")
		m.log(g, id, "start", "")
		m.log(g, id, "end", "returned")
		m.move(g, g, trace.GoRunning, trace.GoNotExist, "")
	}
	m.move(1, 101, trace.GoWaiting, trace.GoRunnable, "")
	m.move(101, 101, trace.GoRunnable, trace.GoRunning, "")
	m.add(event(t, trace.EventRegionEnd, m.at, 101, trace.Region{Type: "wait"}))
	m.end(1)
	p, kept := picture.Condensed(m.events, 2000)
	assert.Less(t, kept, crowd)
	assert.Contains(t, lanes(p, 0)[1], "and 8996 more")
}

func TestAllLanesAreDrawnWhenAskedFor(t *testing.T) {
	m := crowded(t, 100, 50)
	for _, tc := range []struct {
		name        string
		lanes, want int
	}{
		{"a screenful by default", 0, 12},
		{"a number", 40, 40},
		{"all", picture.AllLanes, 153},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := picture.Lanes(m.events, picture.Options{Lanes: tc.lanes})
			assert.Len(t, p.Lanes, tc.want)
			assert.Equal(t, 153-tc.want, p.Undrawn.Lanes)
		})
	}
}

func TestLanesThatMatterAreDrawnFirst(t *testing.T) {
	m := fromMain(t)
	m.task(1, 0, "main")
	for i := range trace.TaskID(100) {
		m.task(100+i, 1, fmt.Sprintf("Task-%d", i))
	}
	m.task(2, 1, "toast")
	m.task(3, 1, "eggs")
	m.task(4, 1, "tea")
	m.task(5, 1, "Task-200")
	m.log(102, 2, "end", "failed burnt")
	m.log(103, 3, "end", "cancelled")
	m.log(105, 5, "end", "panicked boom")
	m.end(4)
	m.rest(time.Second)
	for i := range trace.TaskID(100) {
		m.end(100 + i)
	}
	m.end(1)
	p := m.picture()
	for _, name := range []string{"main", "toast", "eggs", "tea", "Task-200"} {
		named(t, p, name)
	}
	assert.Equal(t, picture.Ending{How: picture.Panicked, Text: "boom"}, named(t, p, "Task-200").Ending)
}
