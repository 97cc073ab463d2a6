package order

import (
	"errors"

	"guildhall/catalogue"
	"guildhall/db"
	"guildhall/fault"
	"guildhall/file"
	"guildhall/id"
)

// CheckoutFiles holds the files of a checkout's briefs until their orders are
// placed.
func CheckoutFiles(checkout id.Checkout) file.Holder { return file.HolderOf("checkout", checkout) }

// BriefKept is what the buyer typed for a service when they placed it with a
// checkout that came to nothing; its files are those that the checkout still
// holds. Faults: not_found for a checkout that is not the buyer's.
func BriefKept(tx *db.Tx, checkout id.Checkout, buyer id.Member, service id.Service) ([]Answer, error) {
	c, err := CheckoutOf(tx, checkout, buyer)
	if err != nil || c.State == CheckoutWaiting || c.State == CheckoutPlaced {
		return nil, err
	}
	for _, l := range c.Lines {
		version, err := catalogue.GetVersion(tx, l.Version)
		if err != nil {
			return nil, err
		}
		if version.Service == service {
			return l.Answers, nil
		}
	}
	return nil, nil
}

func filesOf(answers []Answer) []id.File {
	var files []id.File
	for _, a := range answers {
		if !a.File.IsZero() {
			files = append(files, a.File)
		}
	}
	return files
}

// handFiles passes the files of a brief on to the order they were typed for.
func handFiles(tx *db.Tx, checkout id.Checkout, order id.Order, answers []Answer) error {
	for _, f := range filesOf(answers) {
		if err := file.Hand(tx, f, CheckoutFiles(checkout), file.HolderOf("order", order)); err != nil {
			return err
		}
	}
	return nil
}

func insertCheckoutAnswers(tx *db.Tx, checkout id.Checkout, n int, answers []Answer) error {
	for _, a := range answers {
		err := tx.Exec(`INSERT INTO checkout_answers (checkout, n, question, text, file) VALUES ($1, $2, $3, $4, $5)`,
			checkout, n, a.Question, a.Text, a.File)
		if err != nil {
			return err
		}
	}
	return nil
}

// readAnswers gives the lines their answers. A file that the checkout no
// longer holds went with another order of the same service, and is left out.
func (c *Checkout) readAnswers(tx *db.Tx) error {
	type kept struct {
		n int
		Answer
	}
	rows, err := db.All(tx, func(row db.Row) (k kept, err error) {
		return k, row.Scan(&k.n, &k.Question, &k.Text, &k.File)
	}, `SELECT n, question, text, file FROM checkout_answers WHERE checkout = $1 ORDER BY n, question`, c.ID)
	if err != nil {
		return err
	}
	for _, k := range rows {
		if !k.File.IsZero() {
			f, err := file.Get(tx, k.File)
			if errors.Is(err, fault.Missing()) || err == nil && f.Holder != CheckoutFiles(c.ID) {
				continue
			}
			if err != nil {
				return err
			}
		}
		c.Lines[k.n].Answers = append(c.Lines[k.n].Answers, k.Answer)
	}
	return nil
}
