package toolchain

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// An archive of a compiled package is a header and then members: __.PKGDEF, which
// the compiler reads when the package is imported, and objects, which the linker
// reads.
const (
	archiveHeader = "!<arch>\n"
	memberHeader  = 60 // bytes: name, time, user, group, mode, size
	pkgdef        = "__.PKGDEF"
)

// splitArchive returns two archives: what the compiler reads of one, and what the
// linker reads. The linker wants a member __.PKGDEF, too, and looks no further
// into it than its first lines.
func splitArchive(archive []byte) (types, objects []byte, err error) {
	rest, found := bytes.CutPrefix(archive, []byte(archiveHeader))
	if !found {
		return nil, nil, errors.New("this is no archive of a package")
	}
	if !bytes.HasPrefix(rest, []byte(pkgdef)) || len(rest) < memberHeader {
		return nil, nil, fmt.Errorf("the archive does not begin with %s", pkgdef)
	}
	size, err := strconv.Atoi(strings.TrimSpace(string(rest[48:58])))
	if err != nil || memberHeader+size > len(rest) {
		return nil, nil, errors.New("the archive is cut off")
	}
	definition := rest[memberHeader : memberHeader+size]
	others := rest[min(len(rest), memberHeader+size+size%2):]
	head, _, found := bytes.Cut(definition, []byte("\n\n"))
	if !found {
		return nil, nil, fmt.Errorf("%s has no header", pkgdef)
	}
	types = member([]byte(archiveHeader), definition)
	objects = append(member([]byte(archiveHeader), append(head[:len(head):len(head)], "\n\n"...)), others...)
	return types, objects, nil
}

// member appends a member __.PKGDEF to an archive.
func member(archive, content []byte) []byte {
	archive = fmt.Appendf(archive, "%-16s%-12d%-6d%-6d%-8o%-10d`\n", pkgdef, 0, 0, 0, 0o644, len(content))
	archive = append(archive, content...)
	if len(content)%2 == 1 {
		archive = append(archive, 0)
	}
	return archive
}
