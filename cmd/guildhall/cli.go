package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"

	"guildhall/fault"
	"guildhall/say"
)

// cli is every command and flag.
type cli struct {
	ConfigFile string `name:"config" placeholder:"FILE" help:"Settings, one 'name = value' a line. Without the flag: $$GUILDHALL_CONFIG, else guildhall.conf of this folder where there is one."`

	Serve    serveCommand     `cmd:"" help:"Run the marketplace."`
	Migrate  migrateCommand   `cmd:"" help:"Bring the data to this program's form; serve does it by itself."`
	Import   importCommands   `cmd:"" help:"Bring services from elsewhere."`
	Bench    benchCommands    `cmd:"" help:"Measure this program on this machine."`
	Verify   verifyCommand    `cmd:"" help:"Check every invariant of the books and the orders."`
	Rank     rankCommand      `cmd:"" help:"Explain where a service stands for a query."`
	Evidence evidenceCommands `cmd:"" help:"Check an order's evidence file."`
	Policy   policyCommands   `cmd:"" help:"Show and check the rules."`
	Admin    adminCommands    `cmd:"" help:"Let staff in, on the machine itself."`
	Config   configCommand    `cmd:"" help:"Print every setting in force and where it came from."`
	Version  versionCommand   `cmd:"" help:"Print the program's version."`
}

// session is what a command has at hand.
type session struct {
	ctx       context.Context
	out, errs io.Writer
	settings  *settings
	flags     []*kong.Flag
}

func (s *session) say(format string, args ...any) { fmt.Fprintf(s.out, format+"\n", args...) }

const description = `A marketplace for freelance work, in one program.

Every flag can also be given by the environment (--listen is GUILDHALL_LISTEN) or in a file (listen = …). A flag goes before the environment, the environment before the file.

Examples:
  guildhall serve                      an empty marketplace on http://127.0.0.1:8080
  guildhall serve --demo               the same, with people and orders to try it out
  guildhall serve --domain example.org --smtp smtp://user:secret@mail.example.org
  guildhall import services --gigs gigs.csv --packages packages.csv --dry-run
  guildhall verify --data guildhall-data`

// errHelped ends parsing after help was written.
var errHelped = errors.New("help was asked for")

// parse reads the command line, the environment and the file. The context is
// nil when help was asked for and written.
func parse(args []string, out, errs io.Writer) (command *kong.Context, found *settings, err error) {
	defer func() {
		if cause := recover(); cause == errHelped {
			command, err = nil, nil
		} else if cause != nil {
			panic(cause)
		}
	}()
	found, err = readSettings(args)
	if err != nil {
		return nil, nil, err
	}
	parser, err := kong.New(&cli{}, kong.Name("guildhall"), kong.Description(description),
		kong.Writers(out, errs), kong.Resolvers(found), kong.Exit(func(int) { panic(errHelped) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}))
	if err != nil {
		return nil, nil, err
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err = parser.Parse(args)
	if err == nil {
		found.typed(command)
	}
	return command, found, err
}

// complain writes why something was refused: a fault as the sentence a person
// would read, anything else as it is, for the operator.
func complain(errs io.Writer, err error) {
	if f, ok := fault.As(err); ok {
		speaker := say.For("en", nil, "USD")
		for _, one := range f.All() {
			fmt.Fprintf(errs, "guildhall: %s\n", speaker.Fault(one))
		}
		return
	}
	fmt.Fprintf(errs, "guildhall: %v\n", err)
}
