package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"time"

	"github.com/alecthomas/kong"

	"guildhall/demo"
	"guildhall/file"
	"guildhall/hall"
	"guildhall/outside/smtp"
	"guildhall/search"
)

// serveCommand runs the marketplace.
type serveCommand struct {
	dataFlags
	serveFlags
}

// serveFlags are the settings of a running marketplace.
type serveFlags struct {
	Listen      string   `default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Where to listen: host:port, or :port for every address of the machine."`
	URL         string   `name:"url" placeholder:"URL" help:"The address people type, where it is not what --listen or --domain says (behind a proxy)."`
	Domain      []string `placeholder:"NAME" help:"Serve https for this name on ports 443 and 80, with certificates by ACME. May be given again."`
	Preset      string   `default:"services" enum:"services,direct,tasks" help:"The rules an empty marketplace starts with: services, direct or tasks."`
	Live        bool     `help:"Real money: the sandbox provider is refused, and payments come by bank transfer. A marketplace that began without it stays a sandbox."`
	Demo        bool     `help:"Fill an empty marketplace with people and orders to try it out. Nothing leaves the machine."`
	DemoPublic  bool     `name:"demo-public" help:"Let a demo be reached from other machines; anyone can act as anyone in it."`
	Smtp        string   `placeholder:"URL" help:"The mail server, as in smtp://user:password@host:587. Without one, mail is kept and shown to the admin."`
	MailFrom    string   `placeholder:"ADDRESS" help:"The sender of mail, as in 'Our hall <post@example.org>'."`
	Search      string   `default:"index" enum:"index,database" help:"What finds services: index (in memory, about 0.5 kB a service, the quickest) or database (its own full text, with half the memory)."`
	AddressRate float64  `default:"50" placeholder:"N" help:"Requests a second that one address may make; 0 is no limit."`
	LogLevel    string   `default:"info" enum:"debug,info,warn,error" help:"What is logged: debug (every request), info, warn or error."`
	LogFormat   string   `default:"text" enum:"text,json" help:"How it is logged: text or json."`
}

// Validate refuses settings that contradict each other, before anything is
// opened.
func (f *serveFlags) Validate() error {
	if f.URL != "" {
		parsed, err := url.Parse(f.URL)
		if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
			return fmt.Errorf("--url: %q is no address of the form https://example.org", f.URL)
		}
	}
	if f.Smtp != "" {
		parsed, err := url.Parse(f.Smtp)
		if err != nil || parsed.Host == "" || parsed.Scheme != "smtp" && parsed.Scheme != "smtps" {
			return fmt.Errorf("--smtp: %q is no address of the form smtp://user:password@host:587", masked(f.Smtp))
		}
	}
	if _, _, err := net.SplitHostPort(f.Listen); err != nil {
		return fmt.Errorf("--listen: %q is not of the form host:port", f.Listen)
	}
	if f.Demo && !f.DemoPublic && (len(f.Domain) > 0 || !loopback(f.Listen)) {
		return fmt.Errorf("--demo: anyone can act as anyone in a demo, so it listens on this machine only; add --demo-public to show it to others")
	}
	if f.Demo && f.Live {
		return errors.New("--demo: a demo has no real money; leave --live out")
	}
	if f.AddressRate < 0 {
		return fmt.Errorf("--address-rate: %v is below zero", f.AddressRate)
	}
	return nil
}

func loopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Run serves until the process is told to stop.
func (c *serveCommand) Run(s *session) (err error) {
	began := time.Now()
	options, err := c.options(s.errs, c.dataFlags)
	if err != nil {
		return err
	}
	store, err := c.openReady(s.ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	files, err := file.OpenStore(c.filesFolder())
	if err != nil {
		return err
	}
	marketplace, err := hall.Start(s.ctx, store, files, options)
	if err != nil {
		return err
	}
	s.say("Guildhall is open at %s (%d ms)", marketplace.URL, time.Since(began).Milliseconds())
	if marketplace.FirstLink != "" {
		s.say("Nobody looks after it yet. Become its first admin here, once:\n  %s", marketplace.FirstLink)
	}
	<-s.ctx.Done()
	s.say("closing")
	return marketplace.Close()
}

// options are the flags as the hall takes them.
func (f *serveFlags) options(logTo io.Writer, data dataFlags) (hall.Options, error) {
	o := hall.Options{
		Listen: f.Listen, Domains: f.Domain, Certificates: filepath.Join(data.Data, "certificates"), Preset: f.Preset, Live: f.Live,
		Demo: f.Demo, DemoPublic: f.DemoPublic, Fill: demo.Fill, Snapshot: filepath.Join(data.Data, "search.index"), AddressRate: f.AddressRate, Log: newLog(logTo, f), Version: version(),
	}
	if f.URL != "" {
		o.URL, _ = url.Parse(f.URL) // Validate read it
	}
	if f.Search == "database" {
		o.Finder = search.InDatabase()
	}
	if f.Smtp == "" {
		return o, nil
	}
	server, err := smtp.New(f.Smtp, f.MailFrom)
	if err != nil {
		return o, err
	}
	parsed, err := url.Parse(f.Smtp)
	if err != nil {
		return o, err
	}
	o.Mail, o.MailHost = server, parsed.Hostname()
	return o, nil
}

// configCommand prints what a start with these settings would use.
type configCommand struct {
	dataFlags
	serveFlags
}

// Run prints name, value and source of each setting, secrets masked.
func (c *configCommand) Run(s *session) error {
	if s.settings.file != "" {
		s.say("# file: %s", s.settings.file)
	}
	for _, flag := range s.flags {
		if flag.Name == "help" || flag.Name == "config" {
			continue
		}
		s.say("%-14s = %-34s # %s", flag.Name, shown(flag), s.settings.source(flag))
	}
	return nil
}

func shown(flag *kong.Flag) string { return masked(fmt.Sprint(flag.Target.Interface())) }

// migrateCommand brings the data to this program's form.
type migrateCommand struct{ dataFlags }

// Run migrates.
func (c *migrateCommand) Run(s *session) error {
	store, err := c.openReady(s.ctx)
	if err != nil {
		return err
	}
	s.say("%s is in this program's form", masked(c.url()))
	return store.Close()
}
