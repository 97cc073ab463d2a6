package mail_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"guildhall/mail"
	"guildhall/money"
	"guildhall/say"
)

func TestFactsKeepTheirTypes(t *testing.T) {
	args := []any{
		"name", "Anna", "count", 3, "big", int64(1) << 40, "price", money.Amount(-1250),
		"at", time.Date(2026, 3, 2, 9, 0, 0, 1000, time.UTC), "left", 90 * time.Minute,
		"reason", say.Key("order.reason.seller_busy"),
	}
	stored, err := mail.EncodeFacts(args)
	if err != nil {
		t.Fatal(err)
	}
	got, err := mail.DecodeFacts(stored)
	if err != nil {
		t.Fatal(err)
	}
	args[3] = int64(3) // whole numbers come back as int64
	if !reflect.DeepEqual(got, args) {
		t.Errorf("got %v, want %v", got, args)
	}
}

func TestFactsThatCannotBeKeptAreAnError(t *testing.T) {
	for _, args := range [][]any{{"odd"}, {1, "x"}, {"x", 1.5}, {"x", []string{"a"}}} {
		if stored, err := mail.EncodeFacts(args); err == nil {
			t.Errorf("%v was kept as %s", args, stored)
		}
	}
}

func TestLetterEscapesWhatPeopleWrote(t *testing.T) {
	home, _ := url.Parse("https://hall.example/")
	letter, err := mail.Write(mail.Message{
		To: "a@example.org", Language: "en", Zone: "Europe/Berlin", Kind: "account.mail.confirm", Path: "/confirm/x",
		Args: []any{"name", "<b>Eve</b>\r\nBcc: all@example.org", "code", "000001", "until", time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)},
	}, mail.House{Name: "A\nB", URL: home, Currency: "USD"})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(letter.HTML, "<b>Eve") {
		t.Error("a name became a tag")
	}
	if strings.ContainsAny(letter.Subject, "\r\n") {
		t.Errorf("the subject %q has two lines", letter.Subject)
	}
	if !strings.Contains(letter.Text, "https://hall.example/confirm/x") || !strings.Contains(letter.Text, "000001") {
		t.Errorf("the text leads nowhere:\n%s", letter.Text)
	}
}
