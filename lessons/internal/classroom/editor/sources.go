package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Package is an npm package that has a part in the bundle.
type Package struct {
	Name, Version, License, Integrity string

	Text  string         // of its licence
	Files map[string]int // each file, with its bytes in the bundle
}

// inputsOf reads esbuild's description of the bundle.
func inputsOf(metafile string) (map[string]int, error) {
	var meta struct {
		Outputs map[string]struct {
			Inputs map[string]struct{ BytesInOutput int }
		}
	}
	if err := json.Unmarshal([]byte(metafile), &meta); err != nil {
		return nil, err
	}
	inputs := map[string]int{}
	for _, out := range meta.Outputs {
		for name, input := range out.Inputs {
			inputs[name] = input.BytesInOutput
		}
	}
	return inputs, nil
}

// packages returns the packages of the inputs, in the order of their names. dir
// has package-lock.json and node_modules.
func packages(dir string, inputs map[string]int) ([]*Package, error) {
	locked, err := readLock(filepath.Join(dir, "package-lock.json"))
	if err != nil {
		return nil, err
	}
	byFolder := map[string]*Package{}
	for input, size := range inputs {
		folder := packageFolder(input)
		if folder == "" || size == 0 {
			continue // entry.js, or a file that tree shaking left out
		}
		p := byFolder[folder]
		if p == nil {
			p = locked[folder]
			if p == nil {
				return nil, fmt.Errorf("%s is in the bundle, but not in package-lock.json: run npm install --package-lock-only", folder)
			}
			text, err := os.ReadFile(filepath.Join(dir, folder, "LICENSE"))
			if err != nil {
				return nil, fmt.Errorf("%s has no licence text to pass on: %w", p.Name, err)
			}
			p.Text = string(text)
			byFolder[folder] = p
		}
		p.Files[strings.TrimPrefix(input, folder+"/")] = size
	}
	return slices.SortedFunc(maps.Values(byFolder), func(a, b *Package) int { return strings.Compare(a.Name, b.Name) }), nil
}

// readLock returns the packages of a package-lock.json, by their folders.
func readLock(file string) (map[string]*Package, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var lock struct{ Packages map[string]*Package }
	if err := json.Unmarshal(text, &lock); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	delete(lock.Packages, "") // that is package.json
	for folder, p := range lock.Packages {
		p.Name = folder[strings.LastIndex(folder, "node_modules/")+len("node_modules/"):]
		p.Files = map[string]int{}
	}
	return lock.Packages, nil
}

// packageFolder is "node_modules/@a/b" for "node_modules/@a/b/dist/c.js", and ""
// for a file of ours.
func packageFolder(input string) string {
	const modules = "node_modules/"
	i := strings.LastIndex(input, modules)
	if i < 0 {
		return ""
	}
	i += len(modules)
	parts := strings.SplitN(input[i:], "/", 3)
	if strings.HasPrefix(parts[0], "@") && len(parts) > 1 {
		return input[:i] + parts[0] + "/" + parts[1]
	}
	return input[:i] + parts[0]
}

// licences is the text of each package's licence.
func licences(used []*Package) []byte {
	var out bytes.Buffer
	fmt.Fprintln(&out, "editorbundle.js has parts of these npm packages, each under the licence below its name.")
	for _, p := range used {
		fmt.Fprintf(&out, "\n== %s %s (%s)\n\n%s\n", p.Name, p.Version, p.License, strings.TrimSpace(p.Text))
	}
	return out.Bytes()
}

// sources lists the files of each package, with their bytes in the bundle.
func sources(used []*Package) []byte {
	var out bytes.Buffer
	fmt.Fprintln(&out, "editorbundle.js is made of these npm packages. A number is a file's bytes in the bundle.")
	for _, p := range used {
		fmt.Fprintf(&out, "\n%s %s %s\n", p.Name, p.Version, p.Integrity)
		for _, name := range slices.Sorted(maps.Keys(p.Files)) {
			fmt.Fprintf(&out, "%8d  %s\n", p.Files[name], name)
		}
	}
	return out.Bytes()
}
