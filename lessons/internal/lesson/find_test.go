package lesson_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/lesson"
)

func TestFind(t *testing.T) {
	lessons := []lesson.Lesson{
		{Dir: "lessons/00-water", Number: 0, Name: "water"},
		{Dir: "lessons/02-toast", Number: 2, Name: "toast"},
		{Dir: "lessons/07-green-tea", Number: 7, Name: "green-tea"},
		{Dir: "lessons/08-eggs", Number: 8, Name: "eggs"},
	}
	for _, tc := range []struct {
		name string
		want int
		err  string
	}{
		{name: "07-green-tea", want: 2},
		{name: "green-tea", want: 2},
		{name: "7", want: 2},
		{name: "07", want: 2},
		{name: "2", want: 1},
		{name: "Green-Tea", want: 2},
		{name: "0", want: 0},
		{name: "00", want: 0},
		{name: "00-water", want: 0},
		{name: "07-green-tea/", want: 2},
		{name: "./lessons/07-green-tea", want: 2},
		{name: "tost", err: `there is no lesson "tost"; the nearest is 02-toast`},
		{name: "08-egg", err: `there is no lesson "08-egg"; the nearest is 08-eggs`},
		{name: "tea", err: `there is no lesson "tea"; the nearest is 07-green-tea`},
		{name: "4", err: `there is no lesson "4"; the nearest is 02-toast`},
		{name: "99", err: `there is no lesson "99"; the nearest is 08-eggs`},
		{name: "-1", err: `there is no lesson "-1"; the nearest is 00-water`},
		{name: "", err: `there is no lesson ""; the nearest is 08-eggs`},
		{name: "чай", err: `there is no lesson "чай"; the nearest is 08-eggs`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := lesson.Find(lessons, tc.name)
			if tc.err != "" {
				assert.EqualError(t, err, tc.err)
				return
			}
			assert.NoError(t, err)
			assert.Equal(t, tc.want, got)
		})
	}
	_, err := lesson.Find(nil, "tea")
	assert.EqualError(t, err, `there is no lesson "tea"`)
}
