// Package browser tests the classroom in real browsers: Chromium, by chromedp,
// and Firefox, by puppeteer-core over WebDriver BiDi. It is a module of its own,
// so that the student's tests do not compile a browser's driver.
//
//	cd lessons/internal/classroom/browser
//	npm ci && go test .
//
// The tests build the classroom with the command that everybody uses, serve it
// on 127.0.0.1, and look at it as a reader does: they find buttons and regions
// by the roles and names that a screen reader announces.
package browser
