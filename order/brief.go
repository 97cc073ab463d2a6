package order

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/id"
)

// answerMost bounds an answer of the brief, in characters.
const answerMost = 10_000

// HandOver hands the brief over, or adds to it (ORD-16): the answers are kept,
// and the work clock starts once every required question has one (ORD-12).
//
// Faults: brief_question_unknown, brief_answer_long{max}, brief_choice_unknown
// beside the question's code, and those of Act.
func HandOver(tx *db.Tx, c Command, answers []Answer) (Outcome, error) {
	o, _, err := Party(tx, c.Order, c.Actor)
	if err != nil {
		return Outcome{}, err
	}
	version, err := catalogue.GetVersion(tx, o.ServiceVersion)
	if err != nil {
		return Outcome{}, err
	}
	if err := checkAnswers(version.Offer.Questions, answers); err != nil {
		return Outcome{}, err
	}
	given, err := Brief(tx, o.ID)
	if err != nil {
		return Outcome{}, err
	}
	c.Verb, c.Complete = HandBrief, complete(version.Offer.Questions, given, answers)
	if c.Proof, err = proven(tx, merged(given, answers)); err != nil {
		return Outcome{}, err
	}
	out, err := Act(tx, c)
	if err != nil {
		return Outcome{}, err
	}
	return out, upsertAnswers(tx, o.ID, answers, c.At)
}

// merged are the answers that stand after new ones: a later answer to a
// question replaces the first.
func merged(given, now []Answer) []Answer {
	var standing []Answer
	for _, a := range given {
		if !slices.ContainsFunc(now, func(b Answer) bool { return b.Question == a.Question }) {
			standing = append(standing, a)
		}
	}
	return append(standing, now...)
}

// proven is the proof of answers with their files as they are kept.
func proven(tx *db.Tx, answers []Answer) (string, error) {
	for i := range answers {
		if answers[i].File.IsZero() {
			continue
		}
		sum, err := fileSums(tx, []id.File{answers[i].File})
		if err != nil {
			return "", err
		}
		answers[i].FileSum = sum
	}
	return AnswersProof(answers), nil
}

// AnswersProof is the checksum that the diary keeps of a brief: over its
// answers, with the sums of their files, in the order of their questions' codes.
func AnswersProof(answers []Answer) string {
	sorted := slices.SortedFunc(slices.Values(answers), func(a, b Answer) int { return strings.Compare(a.Question, b.Question) })
	var text strings.Builder
	for _, a := range sorted {
		fmt.Fprintf(&text, "%q %q %q\n", a.Question, a.Text, a.FileSum)
	}
	return Checksum([]byte(text.String()))
}

// complete reports whether every required question has an answer.
func complete(questions []catalogue.Question, given, now []Answer) bool {
	for _, q := range questions {
		answered := func(a Answer) bool {
			return a.Question == q.Code && (strings.TrimSpace(a.Text) != "" || !a.File.IsZero())
		}
		if q.Required && !slices.ContainsFunc(now, answered) && !slices.ContainsFunc(given, answered) {
			return false
		}
	}
	return true
}

func checkAnswers(questions []catalogue.Question, answers []Answer) error {
	var faults []*fault.Fault
	for _, a := range answers {
		faults = append(faults, checkAnswer(questions, a))
	}
	return fault.Join(faults...)
}

func checkAnswer(questions []catalogue.Question, a Answer) *fault.Fault {
	i := slices.IndexFunc(questions, func(q catalogue.Question) bool { return q.Code == a.Question })
	switch {
	case i < 0:
		return fault.Invalid("brief_question_unknown").At(a.Question)
	case utf8.RuneCountInString(a.Text) > answerMost:
		return fault.Invalid("brief_answer_long", "max", answerMost).At(a.Question)
	case questions[i].Kind == catalogue.AskChoice && a.Text != "" && !slices.Contains(questions[i].Choices, a.Text):
		return fault.Invalid("brief_choice_unknown").At(a.Question)
	}
	return nil
}
