package task_test

import (
	"context"
	"runtime"
	"runtime/trace"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/sleep"
	"gosyncio/task"
)

func TestRun(t *testing.T) {
	bubbles(t, []claim{
		{"it returns main's value (R1)", func(t *testing.T) {
			start := time.Now()
			tea, err := task.Run(t.Context(), cook(time.Minute, "tea"))
			assert.NoError(t, err)
			assert.Equal(t, "tea", tea)
			assert.Equal(t, time.Minute, time.Since(start))
		}},
		{"it returns main's error (R1)", func(t *testing.T) {
			_, err := task.Run(t.Context(), func(context.Context) (string, error) { return "half a tea", errBurnt })
			assert.Equal(t, errBurnt, err)
		}},
		{"differs: a Run may be nested, each waits for its own (R4)", func(t *testing.T) {
			start := time.Now()
			task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				outer := task.Go(ctx, cook(time.Minute, "tea"))
				var inner *task.Task[string]
				task.Run(ctx, task.NoResult(func(ctx context.Context) error {
					inner = task.Go(ctx, cook(time.Hour, "eggs"))
					return sleep.For(ctx, time.Second)
				}))
				assert.True(t, inner.Cancelled())
				_, err := outer.Await(ctx)
				return err
			}))
			assert.Equal(t, time.Minute, time.Since(start))
		}},
		{"leftover tasks are cancelled and waited for (R5)", func(t *testing.T) {
			start := time.Now()
			var tea *task.Task[string]
			_, err := task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				tea = task.Go(ctx, func(ctx context.Context) (string, error) {
					err := sleep.For(ctx, time.Hour)
					sleep.For(context.WithoutCancel(ctx), time.Minute) // to wash up
					return "", err
				})
				return sleep.For(ctx, time.Second)
			}))
			assert.NoError(t, err)
			assert.True(t, tea.Cancelled())
			assert.ErrorContains(t, tea.Err(), "main has returned")
			assert.Equal(t, time.Minute+time.Second, time.Since(start))
		}},
		{"leftover tasks are cancelled when main fails (R5)", func(t *testing.T) {
			var tea *task.Task[string]
			_, err := task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				tea = task.Go(ctx, cook(time.Hour, "tea"))
				return errBurnt
			}))
			assert.Equal(t, errBurnt, err)
			assert.True(t, tea.Cancelled())
		}},
		{"a detached task is cancelled and waited for as well (SH7)", func(t *testing.T) {
			for _, tc := range []struct {
				name     string
				detached func(context.Context) context.Context
			}{
				{"directly", context.WithoutCancel},
				{"with a deadline", func(ctx context.Context) context.Context {
					ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Hour)
					t.Cleanup(cancel)
					return ctx
				}},
			} {
				start := time.Now()
				var tea *task.Task[string]
				task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
					tea = task.Go(tc.detached(ctx), cook(time.Minute, "tea"))
					return sleep.For(ctx, time.Second)
				}))
				assert.True(t, tea.Cancelled(), tc.name)
				assert.Equal(t, time.Second, time.Since(start), tc.name)
			}
		}},
		{"a leftover that ignores its cancellation is waited for (R7)", func(t *testing.T) {
			start := time.Now()
			var tea *task.Task[string]
			task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				tea = task.Go(ctx, deaf(time.Hour, "tea"))
				return sleep.For(ctx, time.Second)
			}))
			value, err := tea.Result()
			assert.NoError(t, err)
			assert.Equal(t, "tea", value)
			assert.Equal(t, time.Hour, time.Since(start))
		}},
		{"differs: a task started while Run closes never calls its function (R8)", func(t *testing.T) {
			for _, tc := range []struct {
				name string
				ctx  func(context.Context) context.Context
			}{
				{"under the ctx", func(ctx context.Context) context.Context { return ctx }},
				{"detached", context.WithoutCancel},
			} {
				called := false
				var late *task.Task[string]
				task.Run(t.Context(), task.NoResult(func(main context.Context) error {
					task.Go(main, task.NoResult(func(context.Context) error {
						err := sleep.For(main, time.Hour)
						late = task.Go(tc.ctx(main), func(context.Context) (string, error) { called = true; return "", nil })
						return err
					}))
					synctest.Wait()
					return nil
				}))
				assert.True(t, late.Cancelled(), tc.name)
				assert.False(t, called, tc.name)
			}
		}},
		{"differs: a task started after Run has returned never calls its function (R8)", func(t *testing.T) {
			var after context.Context
			task.Run(t.Context(), task.NoResult(func(ctx context.Context) error { after = context.WithoutCancel(ctx); return nil }))
			_, err := task.Go(after, deaf(time.Minute, "tea")).Await(t.Context())
			assert.ErrorIs(t, err, context.Canceled)
		}},
		{"what a Run that panicked has left behind is waited for by the Run around it (R7)", func(t *testing.T) {
			start := time.Now()
			task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				defer func() { assert.Equal(t, "burnt", recover()); assert.Zero(t, time.Since(start)) }()
				_, err := task.Run(ctx, task.NoResult(func(ctx context.Context) error {
					task.Go(ctx, deaf(time.Hour, "tea"))
					synctest.Wait()
					panic("burnt")
				}))
				return err
			}))
			assert.Equal(t, time.Hour, time.Since(start))
		}},
		{"a main that swallows its cancellation returns its value (R11)", func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(time.Second, func() { cancel(errFire) })
			value, err := task.Run(ctx, func(ctx context.Context) (string, error) {
				assert.ErrorIs(t, sleep.For(ctx, time.Hour), errFire)
				return "half a tea", nil
			})
			assert.NoError(t, err)
			assert.Equal(t, "half a tea", value)
		}},
		{"a cancelled main ends with error and cause", func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(time.Second, func() { cancel(errFire) })
			_, err := task.Run(ctx, func(ctx context.Context) (string, error) {
				<-ctx.Done()
				return "", ctx.Err()
			})
			is(t, err, "", context.Canceled, errFire)
		}},
		{"under a dead ctx main is not called (K2)", func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			cancel(errFire)
			_, err := task.Run(ctx, deaf(time.Hour, "tea"))
			is(t, err, "", context.Canceled, errFire)
		}},
		{"a main that exits takes its caller along, after its tasks have ended", func(t *testing.T) {
			var tea *task.Task[string]
			caller := task.Go(t.Context(), func(ctx context.Context) (string, error) {
				return task.Run(ctx, func(ctx context.Context) (string, error) {
					tea = task.Go(ctx, cook(time.Hour, "tea"))
					runtime.Goexit()
					return "", nil
				})
			})
			_, err := caller.Await(t.Context())
			assert.ErrorIs(t, err, task.ErrExited)
			assert.True(t, tea.Cancelled())
		}},
		{"50 failing tasks leave no goroutine behind", func(t *testing.T) {
			readLog(t) // 50 reports are nothing to look at
			task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				for range 50 {
					task.Go(ctx, burn(time.Second))
				}
				return sleep.For(ctx, time.Minute)
			}))
		}}, // and the bubble would complain about a goroutine that is left
	})
}

func TestStart(t *testing.T) {
	bubbles(t, []claim{
		{"without a Run it is a go statement", func(t *testing.T) {
			if trace.IsEnabled() {
				t.Skip("in a trace it is more")
			}
			done := make(chan context.Context)
			task.Start(t.Context(), "tea", func(ctx context.Context) { done <- ctx })
			assert.Equal(t, t.Context(), <-done)
		}},
		{"Run waits for it", func(t *testing.T) {
			start := time.Now()
			task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				task.Start(ctx, "tea", func(ctx context.Context) {
					sleep.For(ctx, time.Hour)
					time.Sleep(time.Minute)
				})
				return sleep.For(ctx, time.Second)
			}))
			assert.Equal(t, time.Minute+time.Second, time.Since(start))
		}},
		{"Run waits for one that exits", func(t *testing.T) {
			start := time.Now()
			task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				task.Start(ctx, "order", func(context.Context) {
					time.Sleep(time.Minute)
					runtime.Goexit()
				})
				return nil
			}))
			assert.Equal(t, time.Minute, time.Since(start))
		}},
		{"a detached one ends when main has returned (SH7)", func(t *testing.T) {
			start := time.Now()
			var err error
			task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				task.Start(context.WithoutCancel(ctx), "tea", func(ctx context.Context) { err = sleep.For(ctx, time.Hour) })
				return sleep.For(ctx, time.Second)
			}))
			assert.ErrorIs(t, err, context.Canceled)
			assert.Equal(t, time.Second, time.Since(start))
		}},
		{"what a detached Start has left behind ends with Run (SH7)", func(t *testing.T) {
			start := time.Now()
			var err error
			task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				task.Start(context.WithoutCancel(ctx), "waiter", func(ctx context.Context) {
					task.Start(ctx, "tea", func(ctx context.Context) { err = sleep.For(ctx, time.Hour) })
				})
				return sleep.For(ctx, time.Second)
			}))
			assert.EqualError(t, err, "context canceled: main has returned")
			assert.Equal(t, time.Second, time.Since(start))
		}},
		{"a detached one doesn't end when main is only cancelled (SH7)", func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(time.Second, func() { cancel(errFire) })
			var err error
			task.Run(ctx, task.NoResult(func(ctx context.Context) error {
				done := make(chan struct{})
				task.Start(context.WithoutCancel(ctx), "tea", func(ctx context.Context) {
					err = sleep.For(ctx, time.Minute)
					close(done)
				})
				<-done
				return nil
			}))
			assert.NoError(t, err)
		}},
		{"what it leaves behind lives on", func(t *testing.T) {
			task.Run(t.Context(), task.NoResult(func(ctx context.Context) error {
				tea := make(chan *task.Task[string])
				task.Start(ctx, "waiter", func(ctx context.Context) { tea <- task.Go(ctx, cook(time.Minute, "tea")) })
				value, err := (<-tea).Await(ctx)
				assert.NoError(t, err)
				assert.Equal(t, "tea", value)
				return nil
			}))
		}},
		{"f is called also under a dead ctx", func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			for range 2 {
				done := make(chan error, 1)
				task.Start(ctx, "tea", func(ctx context.Context) { done <- ctx.Err() })
				assert.ErrorIs(t, <-done, context.Canceled)
			}
		}},
	})
}
