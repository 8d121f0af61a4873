package toolchain

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSplitArchive(t *testing.T) {
	const definition = "go object js wasm go1.26\nbuild id \"x\"\n\n\n$$B\nexport data\n$$\n"
	object := fmt.Sprintf("%-16s%-12d%-6d%-6d%-8o%-10d`\n%s", "_go_.o", 0, 0, 0, 0o644, 4, "code")
	archive := append(member([]byte(archiveHeader), []byte(definition)), object...)

	types, objects, err := splitArchive(archive)
	require.NoError(t, err)
	assert.Equal(t, string(member([]byte(archiveHeader), []byte(definition))), string(types), "the compiler reads all of the export data")
	head := "go object js wasm go1.26\nbuild id \"x\"\n\n"
	assert.Equal(t, string(member([]byte(archiveHeader), []byte(head)))+object, string(objects), "the linker reads the first lines and the code")
}

func TestSplitArchiveRefuses(t *testing.T) {
	whole := member([]byte(archiveHeader), []byte("go object\n\nexport"))
	for _, tc := range []struct{ name, archive, want string }{
		{"an empty file", "", "this is no archive of a package"},
		{"another file", "\x7fELF", "this is no archive of a package"},
		{"an archive without export data", archiveHeader + "_go_.o", "the archive does not begin with __.PKGDEF"},
		{"half an archive", string(whole[:len(whole)-4]), "the archive is cut off"},
		{"export data without a header", string(member([]byte(archiveHeader), []byte("x"))), "__.PKGDEF has no header"},
	} {
		t.Run("refused: "+tc.name, func(t *testing.T) {
			_, _, err := splitArchive([]byte(tc.archive))
			assert.EqualError(t, err, tc.want)
		})
	}
}

func TestWriteFileReplacesWholeFiles(t *testing.T) {
	name := t.TempDir() + "/tea"
	for _, text := range []string{"tea", "tea", "more tea", ""} {
		require.NoError(t, writeFile(name, []byte(text)))
		require.FileExists(t, name)
		require.NoFileExists(t, name+".new")
	}
}
