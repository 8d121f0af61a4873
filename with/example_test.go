package with_test

import (
	"context"
	"errors"
	"fmt"

	"gosyncio/with"
)

// A burner is lit and turned off.
type burner struct{ name string }

func (b burner) Enter(context.Context) (string, error) {
	fmt.Println("light the", b.name)
	return "a flame under the " + b.name, nil
}

func (b burner) Exit(_ context.Context, err error) error {
	fmt.Println("turn off the", b.name, "after:", err)
	return nil
}

func ExampleDo() {
	err := with.Do(context.Background(), burner{"stove"}, func(_ context.Context, flame string) error {
		fmt.Println("fry eggs on", flame)
		return errors.New("burnt")
	})
	fmt.Println("breakfast:", err)
	// Output:
	// light the stove
	// fry eggs on a flame under the stove
	// turn off the stove after: burnt
	// breakfast: burnt
}

// One Do inside the other, and two plain defers: the last in is the first out.
func ExampleDo_nested() {
	ctx := context.Background()
	stove, oven := burner{"stove"}, burner{"oven"}

	with.Do(ctx, stove, func(ctx context.Context, _ string) error {
		return with.Do(ctx, oven, func(context.Context, string) error {
			fmt.Println("cook")
			return nil
		})
	})

	fmt.Println("and by hand:")
	byHand := func() (err error) {
		stove.Enter(ctx)
		defer func() { err = errors.Join(err, stove.Exit(context.WithoutCancel(ctx), err)) }()
		oven.Enter(ctx)
		defer func() { err = errors.Join(err, oven.Exit(context.WithoutCancel(ctx), err)) }()
		fmt.Println("cook")
		return nil
	}
	byHand()
	// Output:
	// light the stove
	// light the oven
	// cook
	// turn off the oven after: <nil>
	// turn off the stove after: <nil>
	// and by hand:
	// light the stove
	// light the oven
	// cook
	// turn off the oven after: <nil>
	// turn off the stove after: <nil>
}

// tasting is a Manager: Enter gives a spoon out, Exit takes it back.
type tasting struct{ spoons *int }

func (t tasting) Enter(ctx context.Context) (string, error) {
	if *t.spoons == 0 {
		return "", errors.New("no spoon left") // so there's no Exit
	}
	*t.spoons--
	return "spoon", nil
}

func (t tasting) Exit(ctx context.Context, err error) error {
	*t.spoons++ // however the tasting ended
	return nil  // let err pass
}

func ExampleManager() {
	spoons := 1
	err := with.Do(context.Background(), tasting{&spoons}, func(_ context.Context, spoon string) error {
		fmt.Println("taste with a", spoon, "and leave", spoons)
		return nil
	})
	fmt.Println("spoons:", spoons, "error:", err)
	// Output:
	// taste with a spoon and leave 0
	// spoons: 1 error: <nil>
}

var errSalt = errors.New("too much salt")

// forgiving doesn't mind salt.
type forgiving struct{}

func (forgiving) Enter(context.Context) (string, error) { return "soup", nil }
func (forgiving) Exit(_ context.Context, err error) error {
	if errors.Is(err, errSalt) {
		return with.Suppress
	}
	return nil
}

func ExampleSuppress() {
	for _, complaint := range []error{errSalt, errors.New("a fly")} {
		err := with.Do(context.Background(), forgiving{}, func(context.Context, string) error {
			return complaint
		})
		fmt.Println(complaint, "->", err)
	}
	// Output:
	// too much salt -> <nil>
	// a fly -> a fly
}

// larder is an io.Closer.
type larder struct{}

func (larder) Close() error {
	fmt.Println("close the larder")
	return errors.New("a mouse got in")
}

func ExampleOpen() {
	unlock := func(context.Context) (larder, error) {
		fmt.Println("open the larder")
		return larder{}, nil
	}
	err := with.Open(context.Background(), unlock, func(context.Context, larder) error {
		return errors.New("no eggs")
	})
	fmt.Println(err)
	// Output:
	// open the larder
	// close the larder
	// no eggs
	// a mouse got in
}
