package mail

import (
	_ "embed"
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"

	"guildhall/money"
	"guildhall/say"
)

// House is the marketplace as its letters present it.
type House struct {
	Name     string
	URL      *url.URL
	Currency money.Currency
}

// Letter is a message in words, as it goes to the mail server and as the admin
// reads it.
type Letter struct {
	ID          string // stays the same when it is sent again, so that a reader's mail server can drop the double
	To          string
	Subject     string
	Text        string
	HTML        string
	Link        string
	Unsubscribe string // address of RFC 8058's one click; empty when there is none
}

//go:embed letter.html
var letterText string

var letterForm = template.Must(template.New("letter").Parse(letterText))

// sheet is what the HTML form shows.
type sheet struct {
	Language, Market, Subject string
	Paragraphs                []string
	Link, Open                string
	Home, Why                 string
	Unsubscribe, Stop         string
}

// Write puts a message into words, in its reader's language, time zone and the
// marketplace's currency.
func Write(m Message, house House) (Letter, error) {
	zone, err := time.LoadLocation(m.Zone)
	if err != nil {
		zone = time.UTC
	}
	speaker := say.For(m.Language, zone, house.Currency)
	args := append([]any{"market", house.Name}, m.Args...)
	letter := Letter{
		ID:      m.ID.String() + "@" + house.URL.Hostname(),
		To:      m.To,
		Subject: strings.Join(strings.Fields(speaker.T(m.Kind+".subject", args...)), " "),
		Link:    link(house, m.Path),
	}
	if m.Unsubscribe != "" {
		letter.Unsubscribe = link(house, "/unsubscribe/"+m.Unsubscribe)
	}
	s := sheet{
		Language: speaker.Language(), Market: house.Name, Subject: letter.Subject,
		Paragraphs: strings.Split(speaker.T(m.Kind+".text", args...), "\n\n"),
		Link:       letter.Link, Open: opener(speaker, m.Kind, args), Home: link(house, "/"),
		Why: speaker.T("mail.why", "market", house.Name), Unsubscribe: letter.Unsubscribe, Stop: speaker.T("mail.stop"),
	}
	letter.Text = plain(s)
	letter.HTML, err = dressed(s)
	return letter, err
}

func opener(speaker *say.Speaker, kind string, args []any) string {
	if speaker.Has(kind + ".open") {
		return speaker.T(kind+".open", args...)
	}
	return speaker.T("mail.open")
}

func link(house House, path string) string {
	if path == "" {
		return ""
	}
	return strings.TrimSuffix(house.URL.String(), "/") + path
}

func plain(s sheet) string {
	var text strings.Builder
	text.WriteString(strings.Join(s.Paragraphs, "\n\n") + "\n")
	if s.Link != "" {
		text.WriteString("\n" + s.Open + ":\n" + s.Link + "\n")
	}
	text.WriteString("\n-- \n" + s.Market + "\n" + s.Home + "\n" + s.Why + "\n")
	if s.Unsubscribe != "" {
		text.WriteString(s.Stop + ": " + s.Unsubscribe + "\n")
	}
	return text.String()
}

func dressed(s sheet) (string, error) {
	var html strings.Builder
	if err := letterForm.Execute(&html, s); err != nil {
		return "", fmt.Errorf("mail: letter: %w", err)
	}
	return html.String(), nil
}
