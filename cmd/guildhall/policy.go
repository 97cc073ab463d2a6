package main

import (
	"os"

	"guildhall/policy"
)

// policyCommands show and check the rules.
type policyCommands struct {
	Show policyShowCommand `cmd:"" help:"Print every value of a preset or file, and with --table the lifecycle table of orders."`
}

// policySource is a preset by name or a file of our own JSON.
type policySource struct {
	From string `arg:"" optional:"" default:"services" help:"A preset (services, direct, tasks) or a file."`
}

func (p policySource) read() (policy.Policy, error) {
	content, err := os.ReadFile(p.From)
	if err != nil {
		return policy.Preset(p.From)
	}
	return policy.Parse(content)
}

type policyShowCommand struct {
	policySource
}

// Run prints the values.
func (c *policyShowCommand) Run(s *session) error {
	p, err := c.read()
	if err != nil {
		return err
	}
	for _, value := range policy.Values {
		s.say("%-24s = %s", value.Name, value.Text(p))
	}
	return nil
}
