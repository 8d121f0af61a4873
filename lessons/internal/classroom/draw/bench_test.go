package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func BenchmarkDraw(b *testing.B) {
	e := newEngine()
	e.reset(1, 0)
	for _, part := range tracesOf(b, "gather") {
		require.NoError(b, e.add(1, part))
	}
	require.NoError(b, e.end(1, false))
	lines := []string{"eggs ready", "toast ready", "breakfast: [toast eggs]", "eggs ready", "error: burnt", "tea ready", "in the cup: tea"}
	for b.Loop() {
		_, err := e.draw(order{run: 1, width: 940, height: 300, id: "picture", lines: lines})
		require.NoError(b, err)
	}
}

func BenchmarkAdd(b *testing.B) {
	parts := tracesOf(b, "gather")
	b.ReportAllocs()
	for b.Loop() {
		e := newEngine()
		e.reset(1, 0)
		for _, part := range parts {
			require.NoError(b, e.add(1, part))
		}
	}
}
