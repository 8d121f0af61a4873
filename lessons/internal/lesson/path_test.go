package lesson_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/lesson"
)

func TestPath(t *testing.T) {
	hello := lesson.Lesson{Dir: "02-hello", Number: 2, Name: "hello", Minutes: 10}
	create := lesson.Lesson{Dir: "05-create-task", Number: 5, Name: "create-task", Minutes: 10}
	gather := lesson.Lesson{Dir: "06-gather", Number: 6, Name: "gather", Minutes: 15}
	chat := lesson.Lesson{Dir: "15-chat", Number: 15, Name: "chat", Minutes: 5}
	recap := lesson.Lesson{Dir: "01-selectors", Number: 1, Name: "selectors", Minutes: 5}
	all := []lesson.Lesson{recap, hello, create, gather, chat}
	for _, tc := range []struct {
		name    string
		minutes int
		want    []lesson.Lesson
	}{
		{"with much time all essential lessons fit", 90, []lesson.Lesson{hello, create, gather, chat}},
		{"with less time the least essential one is left out", 35, []lesson.Lesson{hello, create, gather}},
		{"a short lesson fills what is left", 25, []lesson.Lesson{hello, create, chat}},
		{"without time there is none", 0, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := lesson.Path(all, tc.minutes)
			assert.Equal(t, tc.want, path)
			assert.LessOrEqual(t, lesson.Minutes(path), tc.minutes)
		})
	}
	assert.Equal(t, 45, lesson.Minutes(all))
}
