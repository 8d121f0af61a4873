package main

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"gosyncio/lessons/internal/classroom/starters/startertest"
	"gosyncio/task"
)

func TestBreakfastPrints(t *testing.T) {
	startertest.Prints(t, func() {
		_, err := task.Run(context.Background(), task.NoResult(breakfast))
		assert.NoError(t, err)
	}, 3*time.Second, "eggs ready", "toast ready", "tea ready", "on the table: [tea toast eggs]")
}
