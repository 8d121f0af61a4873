// Package machine describes the machine on which something was measured.
package machine

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// Label describes this machine and the day, for a program that uses so many
// cores: figures from other machines differ.
func Label(cores int) string {
	info, _ := os.ReadFile("/proc/cpuinfo") // only Linux has this file
	system := runtime.GOOS + "/" + runtime.GOARCH
	return label(system, model(string(info)), cores, runtime.Version(), time.Now())
}

func label(system, cpu string, cores int, version string, at time.Time) string {
	if cpu != "" {
		system += ", " + cpu
	}
	s := "s"
	if cores == 1 {
		s = ""
	}
	return fmt.Sprintf("%s, %d core%s, %s, on %s", system, cores, s, version, at.Format(time.DateOnly))
}

// model returns the name of the first processor in info, if there is one.
func model(info string) string {
	for line := range strings.Lines(info) {
		key, name, _ := strings.Cut(line, ":")
		if strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(name)
		}
	}
	return ""
}
