// Package picturetest reads the runs that are kept for the tests of the picture.
package picturetest

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// Pieces returns the traces of a run in a page, which stand one after the other in
// a file, packed with gzip.
func Pieces(t testing.TB, file string) (pieces [][]byte) {
	t.Helper()
	packed, err := os.Open(file)
	require.NoError(t, err)
	defer packed.Close()
	unzipped, err := gzip.NewReader(packed)
	require.NoError(t, err)
	text, err := io.ReadAll(unzipped)
	require.NoError(t, err)
	head := []byte("go 1.26 trace\x00\x00\x00")
	for _, piece := range bytes.Split(text, head)[1:] {
		pieces = append(pieces, append(bytes.Clone(head), piece...))
	}
	return pieces
}
