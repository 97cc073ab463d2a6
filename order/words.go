package order

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"guildhall/conversation"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
)

// mustSayWhy are the acts that the other side, or staff, can only judge with
// words.
var mustSayWhy = map[Verb]bool{
	SendBack: true, AskArbitration: true, StateCase: true, DecideCase: true, DecideBack: true,
	AppealDecision: true, Object: true, UpholdObjection: true, RejectObjection: true, StaffCancel: true,
	ProposeExtra: true, AskBrief: true, ContestPayment: true,
}

// speaks checks the words and counts the work that comes with a command. What
// counts as work is files, and links where the policy lets them (ORD-18, TLK-4).
func (l *life) speaks(c *Command) error {
	text := strings.TrimSpace(c.Text)
	if mustSayWhy[c.Verb] && text == "" {
		return fault.Invalid("order_say_why").At("text")
	}
	if c.Verb == Say && text == "" && len(c.Attachments) == 0 {
		return fault.Invalid("message_empty").At("text")
	}
	c.Files = len(c.Attachments)
	if p := l.rules.Policy; p.FileLinks && p.DeliveryByLink {
		c.Files += strings.Count(text, "https://") + strings.Count(text, "http://")
	}
	return nil
}

// speak keeps what is said with a step in the order's conversation, and answers
// what the diary keeps of it: which message, and checksums of its words and
// files, so that the evidence file shows any changed byte (ORD-33).
func (l *life) speak(tx *db.Tx, s *step) (map[string]any, error) {
	data := eventData(s)
	if strings.TrimSpace(s.c.Text) == "" && len(s.c.Attachments) == 0 {
		return data, nil
	}
	act := s.out.Row.ID
	if s.c.Verb == Say {
		act = ""
	}
	said, err := conversation.SayWith(tx, conversation.Saying{
		Holder: conversation.InOrder(l.o.ID), Author: s.c.Actor, Text: s.c.Text, Files: s.c.Attachments, Act: act,
	})
	if err != nil {
		return nil, err
	}
	data["message"], data["words"] = said.ID.String(), Checksum([]byte(said.Text))
	sums, err := fileSums(tx, said.Files)
	if sums != "" {
		data["files"] = sums
	}
	return data, err
}

// Checksum is the form in which the diary keeps words and files: SHA-256 in
// hexadecimal digits.
func Checksum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func fileSums(tx *db.Tx, files []id.File) (string, error) {
	sums := make([]string, len(files))
	for i, which := range files {
		f, err := file.Get(tx, which)
		if err != nil {
			return "", err
		}
		sums[i] = hex.EncodeToString(f.SHA256[:])
	}
	return strings.Join(sums, " "), nil
}
