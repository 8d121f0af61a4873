package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A thousand guests come and leave, in four ways. They leave no goroutine and no
// descriptor behind.
func TestChatLeavesNothingBehind(t *testing.T) {
	needSockets(t)
	c := open(t)
	c.connects().Close()
	settle(t, &held{})
	before := holding()
	for range 20 {
		var wave sync.WaitGroup
		for i := range 50 {
			g := c.connects()
			g.name = fmt.Sprintf("cook%d", i)
			wave.Go(func() {
				switch i % 4 {
				case 0:
					g.Close()
				case 1:
					fmt.Fprintln(g, g.name)
					g.vanishes()
				case 2:
					fmt.Fprintf(g, "%s\nready!\n", g.name)
					g.Close()
				case 3:
					fmt.Fprintf(g, "%s\nready!\nthe toast is bur", g.name)
					g.in.ReadString('\n')
					g.vanishes()
				}
			})
		}
		wave.Wait()
	}
	settle(t, &before)
	c.stop()
	require.NoError(t, c.ends())
}

// held is what the process holds.
type held struct{ goroutines, descriptors int }

func holding() held {
	files, _ := os.ReadDir("/proc/self/fd") // elsewhere they are not counted
	return held{runtime.NumGoroutine(), len(files)}
}

// settle waits until the process holds no more than that; given nothing, until
// it holds the same for a while.
func settle(t *testing.T, want *held) {
	t.Helper()
	if *want == (held{}) {
		*want = holding()
	}
	for end := time.Now().Add(*maxWait); ; runtime.Gosched() {
		now := holding()
		if now.goroutines <= want.goroutines && now.descriptors <= want.descriptors {
			return
		}
		require.True(t, time.Now().Before(end), "before: %+v, now: %+v", *want, now)
	}
}
