package main

import (
	"fmt"
	"os"

	"guildhall/evidence"
)

// evidenceCommands check evidence files, without any marketplace.
type evidenceCommands struct {
	Verify evidenceVerifyCommand `cmd:"" help:"Check an evidence file offline: one unbroken chain, and nothing changed since."`
}

type evidenceVerifyCommand struct {
	File string `arg:"" help:"The file that an order's page gave."`
}

// Run prints what the file holds, and fails where anything in it was changed.
func (c *evidenceVerifyCommand) Run(s *session) error {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	report, err := evidence.Verify(file, info.Size())
	if err != nil {
		return err
	}
	for _, found := range report.Findings {
		s.say("%s", found)
	}
	if len(report.Findings) > 0 {
		return fmt.Errorf("%s was changed: %d findings", c.File, len(report.Findings))
	}
	if !report.Redrawn {
		s.say("page.pdf was drawn by %s: its checksum fits, and only that program can draw it again", report.DrawnBy)
	}
	s.say("order %s is whole: %d events, %d messages, %d files, the last at %s",
		report.Number, report.Entries, report.Messages, report.Files, report.Last.UTC().Format("2006-01-02 15:04:05"))
	return nil
}
