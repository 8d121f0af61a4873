package talk

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestLossyLog(t *testing.T) {
	t.Run("a log that is read loses nothing", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			var out bytes.Buffer
			l := newLossyLog(&out)
			fmt.Fprintln(l, "tea")
			fmt.Fprintln(l, "eggs")
			l.close()
			assert.Equal(t, "tea\neggs\n", out.String())
		})
	})
	t.Run("a log that is not read blocks nobody, and says how much is missing", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			r, w := io.Pipe()
			l := newLossyLog(w)
			fmt.Fprintln(l, "tea")
			synctest.Wait() // it is being written
			begin := time.Now()
			for range logBound + 7 {
				fmt.Fprintln(l, "eggs")
			}
			assert.Zero(t, time.Since(begin))
			var out bytes.Buffer
			go io.Copy(&out, r)
			synctest.Wait()
			fmt.Fprintln(l, "toast")
			l.close()
			w.Close()
			synctest.Wait()
			assert.Equal(t, logBound, bytes.Count(out.Bytes(), []byte("eggs\n")))
			assert.True(t, bytes.HasSuffix(out.Bytes(), []byte("eggs\n7 lines are missing here: the output was not read\ntoast\n")))
		})
	})
	t.Run("a log that is not read delays the end by a moment only", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			r, w := io.Pipe()
			l := newLossyLog(w)
			fmt.Fprintln(l, "tea")
			begin := time.Now()
			l.close()
			assert.Equal(t, logGrace, time.Since(begin))
			r.Close() // so that nothing is left of it
		})
	})
}
