// Package smtp hands letters to a mail server. It is the only place of the
// program that speaks its protocol.
package smtp

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"guildhall/mail"
)

// talkMax bounds one conversation with the server.
const talkMax = 30 * time.Second

// Server is a mail server and the sender our letters name.
type Server struct {
	host    string
	from    *netmail.Address
	options []gomail.Option
}

// New reads smtp://user:password@host:587 (STARTTLS where the server offers
// it, always when there is a password) or smtps://…:465 (TLS from the start),
// and the sender, "Our hall <post@example.org>". It does not connect.
func New(server, from string) (*Server, error) {
	parsed, err := url.Parse(server)
	if err != nil || parsed.Hostname() == "" {
		return nil, fmt.Errorf("smtp: the server must be of the form smtp://user:password@host:587")
	}
	sender, err := netmail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("smtp: the sender %q is no mail address", from)
	}
	options := []gomail.Option{gomail.WithTimeout(talkMax)}
	switch parsed.Scheme {
	case "smtps":
		options = append(options, gomail.WithSSL(), gomail.WithPort(465))
	case "smtp":
		options = append(options, gomail.WithTLSPolicy(tlsPolicy(parsed)), gomail.WithPort(587))
	default:
		return nil, fmt.Errorf("smtp: %q is neither smtp nor smtps", parsed.Scheme)
	}
	if text := parsed.Port(); text != "" {
		port, err := strconv.Atoi(text)
		if err != nil {
			return nil, fmt.Errorf("smtp: %q is no port", text)
		}
		options = append(options, gomail.WithPort(port))
	}
	return &Server{host: parsed.Hostname(), from: sender, options: append(options, signIn(parsed)...)}, nil
}

// tlsPolicy never sends a password in the clear.
func tlsPolicy(server *url.URL) gomail.TLSPolicy {
	if _, secret := server.User.Password(); secret {
		return gomail.TLSMandatory
	}
	return gomail.TLSOpportunistic
}

func signIn(server *url.URL) []gomail.Option {
	password, secret := server.User.Password()
	if !secret {
		return nil
	}
	return []gomail.Option{
		gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
		gomail.WithUsername(server.User.Username()), gomail.WithPassword(password),
	}
}

// Send hands one letter over. An answer that trying again will not change is
// mail.ErrRefused.
func (s *Server) Send(ctx context.Context, letter mail.Letter) error {
	message, err := s.message(letter)
	if err != nil {
		return fmt.Errorf("%w: %w", mail.ErrRefused, err)
	}
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return fmt.Errorf("smtp: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, talkMax)
	defer cancel()
	if err := client.DialAndSendWithContext(ctx, message); err != nil {
		return judged(err)
	}
	return nil
}

// judged tells answers for good (5xx about this letter) from those that may
// change. Codes about signing in are the operator's to mend, so they may.
func judged(err error) error {
	var answer *gomail.SendError
	if !errors.As(err, &answer) || answer.IsTemp() || answer.ErrorCode() < 500 {
		return fmt.Errorf("smtp: %w", err)
	}
	switch answer.ErrorCode() {
	case 530, 534, 535, 538:
		return fmt.Errorf("smtp: %w", err)
	}
	return fmt.Errorf("%w: %w", mail.ErrRefused, err)
}

func (s *Server) message(letter mail.Letter) (*gomail.Msg, error) {
	m := gomail.NewMsg()
	m.FromMailAddress(s.from)
	if err := m.To(letter.To); err != nil {
		return nil, err
	}
	m.Subject(letter.Subject)
	m.SetMessageIDWithValue(letter.ID)
	m.SetDate()
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	if letter.Unsubscribe != "" {
		m.SetGenHeaderPreformatted("List-Unsubscribe", "<"+letter.Unsubscribe+">")
		m.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	m.SetBodyString(gomail.TypeTextPlain, letter.Text)
	m.AddAlternativeString(gomail.TypeTextHTML, letter.HTML)
	return m, nil
}
