package sleep_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
)

func TestCPythonSleep(t *testing.T) {
	for _, tc := range []struct {
		name string
		test func(t *testing.T)
	}{
		{"two sleeps add up, and the second one gives its value (test_sleep)", func(t *testing.T) {
			start := time.Now()
			assert.NoError(t, sleep.For(t.Context(), time.Second))
			tea, err := sleep.Then(t.Context(), time.Second, "tea")
			assert.NoError(t, err)
			assert.Equal(t, "tea", tea)
			assert.Equal(t, 2*time.Second, time.Since(start))
		}},
		{"sleepers wake in the order of their time, whichever began first (L7)", func(t *testing.T) {
			woken := make(chan time.Duration)
			for _, d := range []time.Duration{30, 10, 20} {
				go func() {
					assert.NoError(t, sleep.For(t.Context(), d))
					woken <- d
				}()
			}
			for _, want := range []time.Duration{10, 20, 30} {
				assert.Equal(t, want, <-woken)
			}
		}},
	} {
		t.Run(tc.name, func(t *testing.T) { synctest.Test(t, tc.test) })
	}
}

// On the real clock: nobody promises how late it is, only that it's not early (L8).
func TestNeverTooEarly(t *testing.T) {
	for range 5 {
		start := time.Now()
		assert.NoError(t, sleep.For(t.Context(), time.Millisecond))
		assert.GreaterOrEqual(t, time.Since(start), time.Millisecond)
	}
}
