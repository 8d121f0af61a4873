// Package toolchain makes Go's own compiler and linker for a page, from the
// reader's GOROOT: compile.wasm, link.wasm and lint.wasm, the packs of archives
// that a program's imports are read from, and the sources that are compiled along
// with what a reader edits. Nothing of it is committed, and nothing is fetched.
//
//	tools.json              the version of Go, and the size of each tool
//	compile.wasm            cmd/compile for GOOS=js, trimmed to one target
//	link.wasm               cmd/link, likewise
//	lint.wasm               go/types and gofmt: lessons/internal/classroom/lint
//	packs/index.json        each package: its pack, its place there, its imports
//	packs/NAME.types.pack   what the compiler reads of a package: export data
//	packs/NAME.objects.pack what the linker reads of a package: its objects
//	lessons/SLUG.json       the files of a lesson, and its exercise's suite
//
// A program that the page makes has the same bytes as one that the installed
// compiler and linker make with the same flags. What go build has more is the build
// ID and the module's information (runtime/debug.ReadBuildInfo): some 600 bytes.
//
// The tools are trimmed by an overlay (go build -overlay) of files that are made by
// parsing GOROOT's. Where that build fails, for example because the next release
// of Go looks different, the stock tools serve: they are larger and do the same.
package toolchain
