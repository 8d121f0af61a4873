// Package terminal draws a picture as lines of text.
//
//	err := terminal.Draw(os.Stdout, p, terminal.Options{Title: "gather"})
//
// gives, with a legend below:
//
//	gather   the toast burns, the tea goes on
//	         0 s            1 s             2 s            3 s
//	main     ▐waits for tea, toast, eggs····▐waits for tea·✓
//	├ tea    ▐zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz✓ "tea"
//	├ toast  ▐zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz✗ burnt
//	└ eggs   ▐zzzzzzzzzzzzzz✓ "eggs"
//
// No line is wider than the given width, in the cells of a terminal. Colour is
// only an addition: states are told apart by their letters and shades.
package terminal
