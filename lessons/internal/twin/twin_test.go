package twin_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/gather"
	"gosyncio/lessons/internal/twin"
	"gosyncio/sleep"
	"gosyncio/task"
)

// breakfast has two lines at 1 s, and a pause of 0.1 and 0.2 s: Python's clock,
// a float, shows 0.30000000000000004 then.
func breakfast(ctx context.Context, out io.Writer) error {
	say := func(d time.Duration, what string) task.Func[string] {
		return func(ctx context.Context) (string, error) {
			defer fmt.Fprintln(out, what)
			return sleep.Then(ctx, d, what)
		}
	}
	sleep.For(ctx, 100*time.Millisecond)
	sleep.For(ctx, 200*time.Millisecond)
	fmt.Fprintln(out, "café opens")
	_, err := gather.All(ctx,
		say(700*time.Millisecond, "eggs"),
		say(700*time.Millisecond, "tea"),
		say(time.Hour, "bread"),
	)
	fmt.Fprint(out, "done")
	return err
}

const breakfastPy = `
import asyncio

async def say(seconds, what):
    await asyncio.sleep(seconds)
    print(what)

async def main():
    await asyncio.sleep(0.1)
    await asyncio.sleep(0.2)
    print("café", end=" ")
    print("opens")
    await asyncio.gather(say(0.7, "tea"), say(0.7, "eggs"), say(3600, "bread"))
    print("done", end="")

asyncio.run(main())
`

func TestTheTwins(t *testing.T) {
	twin.Writes(t, breakfast, `
		300ms  café opens
		1s  eggs
		1s  tea
		1h0m0.3s  bread
		1h0m0.3s  done
	`)
	twin.Agrees(t, breakfast, file(t, breakfastPy))
}

func TestWhatTheTwoCallDifferently(t *testing.T) {
	twin.Agrees(t, breakfast, file(t, strings.ReplaceAll(breakfastPy, "tea", "thé")), "tea", "thé")
}

func TestPlayReturnsTheError(t *testing.T) {
	errBurnt := errors.New("burnt")
	played, err := twin.Play(t, func(ctx context.Context, out io.Writer) error {
		fmt.Fprintln(out, "toast")
		return errBurnt
	})
	assert.Equal(t, errBurnt, err)
	assert.Equal(t, "0s  toast\n", played.String())
}

func TestPlayWaitsForWhatMainLeftBehind(t *testing.T) {
	twin.Writes(t, func(ctx context.Context, out io.Writer) error {
		task.Start(ctx, "guest", func(ctx context.Context) {
			<-ctx.Done()
			time.Sleep(time.Second) // looks for the coat
			fmt.Fprintln(out, "the guest leaves")
		})
		return nil
	}, `1s  the guest leaves`)
}
