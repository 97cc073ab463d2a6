package smtp_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strings"
	"testing"

	"guildhall/mail"
	"guildhall/outside/smtp"
)

// postOffice is a small mail server in the test: it answers as told and keeps
// what it took.
type postOffice struct {
	address string
	refuse  string // answer to RCPT in place of 250
	taken   chan string
}

func openPostOffice(t *testing.T, refuse string) *postOffice {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	office := &postOffice{address: listener.Addr().String(), refuse: refuse, taken: make(chan string, 10)}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go office.talk(conn)
		}
	}()
	return office
}

func (o *postOffice) talk(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	fmt.Fprint(conn, "220 office ready\r\n")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch verb := strings.ToUpper(strings.SplitN(strings.TrimSpace(line), " ", 2)[0]); verb {
		case "EHLO", "HELO":
			fmt.Fprint(conn, "250-office\r\n250 8BITMIME\r\n")
		case "RCPT":
			fmt.Fprint(conn, or(o.refuse, "250 fine")+"\r\n")
		case "DATA":
			fmt.Fprint(conn, "354 go on\r\n")
			o.taken <- readData(in)
			fmt.Fprint(conn, "250 taken\r\n")
		case "QUIT":
			fmt.Fprint(conn, "221 bye\r\n")
			return
		default:
			fmt.Fprint(conn, "250 fine\r\n")
		}
	}
}

func readData(in *bufio.Reader) string {
	var text strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			return text.String()
		}
		text.WriteString(line)
	}
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func letter(t *testing.T) mail.Letter {
	t.Helper()
	home, _ := url.Parse("https://hall.example")
	l, err := mail.Write(mail.Message{
		ID: [16]byte{7}, To: "anna@example.org", Language: "en", Zone: "UTC", Kind: "mail.test",
		Path: "/staff/mail", Unsubscribe: "token/kind",
	}, mail.House{Name: "Künste & Co", URL: home, Currency: "EUR"})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func send(t *testing.T, address string) error {
	t.Helper()
	server, err := smtp.New("smtp://"+address, "Our hall <post@hall.example>")
	if err != nil {
		t.Fatal(err)
	}
	return server.Send(context.Background(), letter(t))
}

func TestLetterArrivesAsTextAndPageWithOneClickToStop(t *testing.T) {
	office := openPostOffice(t, "")
	if err := send(t, office.address); err != nil {
		t.Fatal(err)
	}
	parsed, err := netmail.ReadMessage(strings.NewReader(<-office.taken))
	if err != nil {
		t.Fatal(err)
	}
	for header, want := range map[string]string{
		"From": `"Our hall" <post@hall.example>`, "To": "<anna@example.org>",
		"Message-Id": "<07000000-0000-0000-0000-000000000000@hall.example>", "Auto-Submitted": "auto-generated",
		"List-Unsubscribe":      "<https://hall.example/unsubscribe/token/kind>",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
	} {
		if got := parsed.Header.Get(header); got != want {
			t.Errorf("%s: %q, want %q (TLK-11)", header, got, want)
		}
	}
	if kind := parsed.Header.Get("Content-Type"); !strings.HasPrefix(kind, "multipart/alternative") {
		t.Errorf("the letter is %q, want text and page side by side", kind)
	}
}

func TestRefusalForGoodIsToldFromOneThatMayChange(t *testing.T) {
	for answer, forGood := range map[string]bool{
		"550 no such person": true, "451 try later": false, "535 sign in first": false,
	} {
		err := send(t, openPostOffice(t, answer).address)
		if err == nil || errors.Is(err, mail.ErrRefused) != forGood {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

func TestServerThatIsAwayIsNoRefusal(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	if err := send(t, listener.Addr().String()); err == nil || errors.Is(err, mail.ErrRefused) {
		t.Errorf("got %v", err)
	}
}

func TestWrongSettingsAreRefusedWithTheReasonAndWithoutThePassword(t *testing.T) {
	for server, from := range map[string]string{
		"http://mail.example": "post@hall.example", "smtp://": "post@hall.example", "smtp://u:secret@mail.example": "nobody",
	} {
		_, err := smtp.New(server, from)
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", server, err)
		}
	}
}

func TestPasswordNeverTravelsInTheClear(t *testing.T) {
	office := openPostOffice(t, "")
	server, err := smtp.New("smtp://user:secret@"+office.address, "post@hall.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Send(context.Background(), letter(t)); err == nil {
		t.Error("a server without TLS was given the password")
	}
}
