package site

import (
	"bytes"
	"fmt"
	"html/template"
	"path"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"gosyncio/lessons/internal/lesson"
)

// formatter writes classes and no styles; code.css says what they look like.
var formatter = html.New(html.WithClasses(true), html.PreventSurroundingPre(true), html.TabWidth(4))

// highlight returns a program as HTML, to stand in <pre><code>.
func highlight(language, program string) (template.HTML, error) {
	lexer := lexers.Get(language)
	if lexer == nil {
		return template.HTML(template.HTMLEscapeString(program)), nil
	}
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, program)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = formatter.Format(&out, styles.Fallback, tokens)
	return template.HTML(out.String()), err
}

// markdown makes HTML of a text of ours.
func markdown(source string, lessons []lesson.Lesson) (template.HTML, error) {
	md := goldmark.New(
		// The other ways to align a cell are styles, which the CSP forbids.
		goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(links{lessons}, 100))),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(codeBlocks{}, 100))),
	)
	var out bytes.Buffer
	if err := md.Convert([]byte(source), &out); err != nil {
		return "", err
	}
	return template.HTML(out.String()), nil
}

// inline makes HTML of one line: without the paragraph around it.
func inline(source string, lessons []lesson.Lesson) (template.HTML, error) {
	out, err := markdown(source, lessons)
	s := strings.TrimSpace(string(out))
	if inner, ok := strings.CutPrefix(s, "<p>"); ok && strings.Count(s, "<p>") == 1 {
		s = strings.TrimSuffix(inner, "</p>")
	}
	return template.HTML(s), err
}

// links turns links between files into links between pages. A file that is no
// page is only named.
type links struct{ lessons []lesson.Lesson }

func (t links) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	var dead []*ast.Link
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, ok := n.(*ast.Link); ok && entering {
			if to, ok := t.target(string(link.Destination)); ok {
				link.Destination = []byte(to)
			} else {
				dead = append(dead, link)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, link := range dead {
		parent := link.Parent()
		for child := link.FirstChild(); child != nil; child = link.FirstChild() {
			parent.InsertBefore(parent, link, child)
		}
		parent.RemoveChild(parent, link)
	}
}

// target returns where a link of a slide leads on a page.
func (t links) target(to string) (href string, ok bool) {
	switch {
	case strings.HasPrefix(to, "https://"), strings.HasPrefix(to, "#"):
		return to, true
	case to == "TASK.md":
		return "#exercise", true
	case path.Ext(to) == ".svg":
		return to, true
	}
	folder := path.Base(strings.TrimSuffix(to, "/slide.md"))
	for _, l := range t.lessons {
		if l.String() == folder {
			return "../" + folder + "/", true
		}
	}
	return "", false
}

// codeBlocks renders code, fenced or indented, with the classes of chroma.
type codeBlocks struct{}

func (codeBlocks) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		return ast.WalkContinue, writeCode(w, source, n, string(n.(*ast.FencedCodeBlock).Language(source)), entering)
	})
	r.Register(ast.KindCodeBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		return ast.WalkContinue, writeCode(w, source, n, "", entering)
	})
}

// writeCode writes a block that can be scrolled by keys.
func writeCode(w util.BufWriter, source []byte, n ast.Node, language string, entering bool) error {
	if !entering {
		return nil
	}
	code, err := highlight(language, strings.TrimSuffix(string(n.Lines().Value(source)), "\n"))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "<pre tabindex=\"0\" class=\"code\"><code>%s</code></pre>\n", code)
	return err
}
