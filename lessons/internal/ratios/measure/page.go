package measure

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// A Page is a file with a place for a table, between the lines <!-- Name -->
// and <!-- /Name -->. Without a file there is nothing to check or to replace.
type Page struct {
	File, Name string
}

func (p Page) markers() (begin, end []byte) {
	return fmt.Appendf(nil, "<!-- %s -->\n", p.Name), fmt.Appendf(nil, "<!-- /%s -->\n", p.Name)
}

// Check returns an error if the table has no place in the file. Call it before
// measuring, which takes minutes.
func (p Page) Check() error {
	if p.File == "" {
		return nil
	}
	_, _, err := p.around()
	return err
}

// Replace puts table between the two lines. The file is replaced as a whole, so
// an interruption leaves the old one or the new one.
func (p Page) Replace(table string) error {
	if p.File == "" {
		return nil
	}
	head, tail, err := p.around()
	if err != nil {
		return err
	}
	info, err := os.Stat(p.File)
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(p.File), ".table-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(slices.Concat(head, []byte(table), tail))
	if e := temp.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(temp.Name(), info.Mode().Perm())
	}
	if err != nil {
		return err
	}
	return os.Rename(temp.Name(), p.File)
}

// around returns what stands before and after the table, the markers included.
func (p Page) around() (head, tail []byte, err error) {
	text, err := os.ReadFile(p.File)
	if err != nil {
		return nil, nil, err
	}
	begin, end := p.markers()
	from := bytes.Index(text, begin)
	to := bytes.Index(text, end)
	if from < 0 || to < from {
		return nil, nil, fmt.Errorf("%s has no place for the table: add the lines <!-- %s --> and <!-- /%[2]s -->", p.File, p.Name)
	}
	return text[:from+len(begin)], text[to:], nil
}
