package main

import (
	"fmt"
	"time"

	"guildhall/verify"
)

// verifyCommand checks every invariant of the books and the orders.
type verifyCommand struct{ dataFlags }

// Run prints each finding, and fails where there is one.
func (c *verifyCommand) Run(s *session) error {
	began := time.Now()
	store, err := c.openReady(s.ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	findings, err := verify.Run(s.ctx, store)
	if err != nil {
		return err
	}
	for _, found := range findings {
		s.say("invariant %d: %s: %s", found.Invariant, found.Subject, found.Detail)
	}
	if len(findings) > 0 {
		return fmt.Errorf("%d findings: pay nothing out before they are understood", len(findings))
	}
	s.say("clean: every invariant holds (%d ms)", time.Since(began).Milliseconds())
	return nil
}
