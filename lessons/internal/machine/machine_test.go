package machine

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestLabel(t *testing.T) {
	day := time.Date(2026, 11, 22, 23, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		cpu   string
		cores int
		want  string
	}{
		"a processor with a name": {cpu: "AMD EPYC", cores: 2, want: "linux/amd64, AMD EPYC, 2 cores, go1.26.8, on 2026-11-22"},
		"one without, one core":   {cores: 1, want: "linux/amd64, 1 core, go1.26.8, on 2026-11-22"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tc.want, label("linux/amd64", tc.cpu, tc.cores, "go1.26.8", day))
		})
	}
}

func TestModel(t *testing.T) {
	for name, tc := range map[string]struct{ info, want string }{
		"the first of two":      {info: "processor\t: 0\nmodel\t\t: 1\nmodel name\t: AMD EPYC\n\nmodel name\t: other\n", want: "AMD EPYC"},
		"a name with a colon":   {info: "model name\t: tea: strong\n", want: "tea: strong"},
		"there is no name":      {info: "processor\t: 0\nBogoMIPS\t: 50.00\n"},
		"there is no such file": {},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, model(tc.info)) })
	}
}

func TestThisOne(t *testing.T) {
	assert.Regexp(t, "^"+runtime.GOOS+"/"+runtime.GOARCH+`, (.*, )?3 cores, \S+.*, on \d{4}-\d\d-\d\d$`, Label(3))
}
