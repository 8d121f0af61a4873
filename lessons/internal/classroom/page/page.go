// Package page holds the files of the classroom's page: templates, style sheets
// and ES modules. Package site makes pages of them.
package page

import "embed"

// Files are the templates (*.html) and what the page loads as it is.
//
//go:embed *.html *.css *.js *.svg *.txt
var Files embed.FS
