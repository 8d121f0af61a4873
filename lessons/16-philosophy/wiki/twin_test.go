package wiki_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gosyncio/lessons/internal/python"
)

// asking has firstlink.py find the first link of each page in a file.
const asking = `
import json, sys
sys.path.insert(0, "..")
from firstlink import Article
pages = json.load(open(sys.argv[1], encoding="utf-8"))
print(json.dumps({name: Article(page, "https://en.wikipedia.org/wiki/Toast").first or ""
                  for name, page in pages.items()}))
`

// The twin knows every rule that we know.
func TestTwinOnEveryRow(t *testing.T) {
	pages, want := map[string]string{}, map[string]string{}
	for _, tc := range rows() {
		page, err := io.ReadAll(article(tc.text))
		require.NoError(t, err)
		pages[tc.name], want[tc.name] = string(page), tc.want
	}
	file := filepath.Join(t.TempDir(), "pages.json")
	text, err := json.Marshal(pages)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, text, 0o600))
	answer, err := python.Output(t.Context(), "-c", asking, file)
	if errors.Is(err, python.ErrNone) {
		t.Skip(err)
	}
	require.NoError(t, err)
	got := map[string]string{}
	require.NoError(t, json.Unmarshal([]byte(answer), &got))
	assert.Equal(t, want, got)
}
