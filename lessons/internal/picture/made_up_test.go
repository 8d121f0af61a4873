package picture_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"golang.org/x/exp/trace"

	"gosyncio/lessons/internal/picture"
)

func TestAGoroutineThatTheLibraryStartedIsNotChargedToTheProgram(t *testing.T) {
	m := fromMain(t)
	m.start(1, 2, "net/http.(*Server).Serve") // Go's own, so no lane
	m.start(2, 3, "net/http.(*conn).serve", "main.pour", "net/http.HandlerFunc.ServeHTTP")
	m.start(3, 4, "main.stir")
	p := m.picture()

	assert.Equal(t, []string{"main: running", "  pour: running", "    stir: running"}, lanes(p, time.Hour), "they keep their places")
	assert.Equal(t, []string{"start pour → stir"}, arrows(p))
	assert.Equal(t, []string{"pour starts", "pour starts stir"}, sentences(p))
	assert.Equal(t, 1, p.Events[0].Lane, "it is told of pour")
}

func TestOfManyAliveAsLongTheChoiceIsMixed(t *testing.T) {
	m := fromMain(t)
	const crowd = 40
	for i := range trace.TaskID(crowd) {
		m.task(1+i, 0, fmt.Sprintf("Task-%d", i))
	}
	m.add(event(t, trace.EventRegionBegin, m.at, 1, trace.Region{Type: "wait"}))
	for i := range trace.TaskID(crowd) {
		m.task(1+crowd+i, 0, fmt.Sprintf("dish[%d]", i)) // made in a wait: a child of gather
	}
	m.rest(20 * time.Millisecond)
	for i := range trace.TaskID(2 * crowd) {
		m.end(1 + i)
	}
	count := map[string]int{}
	for _, lane := range m.picture().Lanes {
		count[strings.TrimRight(lane.Name, "-[]0123456789")]++
	}
	assert.GreaterOrEqual(t, min(count["Task"], count["dish"]), 3, "%v", count)
}

func TestOfManyAliveAsLongTheChoiceHasManyStarts(t *testing.T) {
	m := fromMain(t)
	const rounds, crowd = 10, 20
	for i := range trace.TaskID(rounds * crowd) {
		m.task(1+i, 0, fmt.Sprintf("Task-%d", i))
		if i%crowd == crowd-1 {
			m.rest(time.Second)
			for j := range trace.TaskID(crowd) {
				m.end(1 + i - j)
			}
		}
	}
	starts := map[time.Duration]bool{}
	for _, lane := range m.picture().Lanes {
		starts[lane.Start.Round(time.Second)] = true
	}
	assert.Len(t, starts, rounds)
}

func TestThePictureIsAsLongAsTheRun(t *testing.T) {
	m := fromMain(t)
	m.task(1, 0, "tea")
	m.rest(time.Second)
	m.end(1)
	p := m.picture()
	assert.Equal(t, p.Lanes[0].End, p.Length)
	assert.Equal(t, p.Length.Round(picture.Quantum(p.Length)), p.Length, "it is rounded as all times are")
}

func TestNumbersAreThoseOfAll(t *testing.T) {
	m := fromMain(t)
	for i, name := range []string{"tea", "tea", "tea/2", "tea"} {
		m.task(trace.TaskID(1+i), 0, name)
	}
	m.end(1)
	early := names(m.picture())
	m.task(5, 0, "tea")
	m.rest(time.Second)
	m.end(5)

	assert.Equal(t, []string{"main", "tea", "tea/2", "tea/2/2", "tea/3"}, early)
	assert.Equal(t, append(early, "tea/4"), names(m.picture()), "a later lane renames no other")
	assert.Contains(t, sentences(m.picture()), "tea/4 returned")
}

func names(p picture.Picture) (all []string) {
	for _, lane := range p.Lanes {
		all = append(all, lane.Name)
	}
	return all
}
