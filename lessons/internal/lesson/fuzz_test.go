package lesson

import "testing"

// Whatever a slide contains, it is read or refused.
func FuzzSlide(f *testing.F) {
	f.Add("# a → b\n\nGoal: x\nMinutes: 10\nIn the page: live\n\n## Predict first\n\nWell?\n\n- [x] yes\n- [ ] no\n  > It is.\n\n## What you see\n\n```\n0s  it\n```\n")
	f.Add("# a\n```\n## Predict first\n- [ ] \n  > \n  >\n")
	f.Fuzz(func(t *testing.T, text string) {
		var l Lesson
		if err := l.parseSlide(text); err != nil {
			return
		}
		if l.Goal == "" || l.Minutes < 1 || len(l.InShort) != 3 || len(l.Prediction.Answers) < 2 {
			t.Errorf("an incomplete slide was read: %+v", l)
		}
	})
}
