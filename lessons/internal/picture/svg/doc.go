// Package svg draws a picture as one self-contained SVG: for a handout, a
// projector, or a page.
//
//	err := svg.Draw(file, p, svg.Options{Title: "gather"})
//
// It's 1280 wide and as high as its lanes need, up to 720 where they fit:
// few lanes are drawn large. It follows the reader's choice of light or dark.
// Nothing is said by colour alone: states have patterns and words, endings
// have signs. The whole run stands in its description, sentence by sentence,
// and each part says what it is under the mouse.
//
// Fonts differ, and the drawing does not know which there are: widths are estimated,
// rather too wide than too narrow. What a lane prints stands whole above it, on
// several levels if need be; what doesn't fit is left out, and stands under the
// mouse. Other texts are shortened, nothing is cut off or drawn over.
package svg
