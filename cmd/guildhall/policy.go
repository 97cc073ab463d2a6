package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"guildhall/order"
	"guildhall/policy"
)

// policyCommands show and check the rules.
type policyCommands struct {
	Show  policyShowCommand  `cmd:"" help:"Print every value of a preset or file, or with --table the lifecycle of an order under it."`
	Check policyCheckCommand `cmd:"" help:"Search every state an order can get into and prove what must hold (ORD-37)."`
}

// policySource is a preset by name or a file.
type policySource struct {
	From string `arg:"" optional:"" default:"services" help:"A preset (services, direct, tasks) or a file as 'policy show --json' prints it."`
}

func (p policySource) read() (policy.Policy, error) {
	if slices.Contains(policy.Presets(), p.From) {
		return policy.Preset(p.From)
	}
	content, err := os.ReadFile(p.From)
	if err != nil {
		return policy.Policy{}, fmt.Errorf("%s is neither a preset (%s) nor a file that can be read: %w",
			p.From, strings.Join(policy.Presets(), ", "), err)
	}
	return policy.Parse(content)
}

type policyShowCommand struct {
	policySource
	Table bool `help:"Print the rows of the lifecycle instead: who may do what, from where to where."`
	JSON  bool `name:"json" help:"Print the values in the form that policy check reads."`
}

// Run prints what was asked for.
func (c *policyShowCommand) Run(s *session) error {
	p, err := c.read()
	if err != nil {
		return err
	}
	switch {
	case c.JSON:
		s.say("%s", p.Canonical())
	case c.Table:
		for _, row := range order.Table.Rows {
			if row.Custody == "" || row.Custody == p.Custody {
				s.say("%-26s %-10s %-22s %-34s -> %s", row.ID, row.Rule, names(row.Who), names(row.From), names(row.To))
			}
		}
	default:
		for _, value := range policy.Values {
			s.say("%-28s = %s", value.Name, value.Text(p))
		}
	}
	return nil
}

func names[T ~string](list []T) string {
	texts := make([]string, len(list))
	for i, name := range list {
		texts[i] = string(name)
	}
	return strings.Join(texts, " ")
}

type policyCheckCommand struct{ policySource }

// Run searches, and tells how far it looked or which state fails and how one
// gets there.
func (c *policyCheckCommand) Run(s *session) error {
	p, err := c.read()
	if err != nil {
		return err
	}
	search := order.Check(p)
	if len(search.Flaws) == 0 {
		s.say("%s holds: %d states, %d steps, %d rows taken", c.From, search.States, search.Steps, len(search.Taken))
		return nil
	}
	for _, flaw := range search.Flaws {
		s.say("%s", flaw)
	}
	return errors.New(c.From + " does not hold")
}
