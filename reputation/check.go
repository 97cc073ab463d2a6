package reputation

import (
	"errors"
	"fmt"

	"guildhall/db"
	"guildhall/event"
	"guildhall/fault"
	"guildhall/id"
	"guildhall/order"
	"guildhall/rulebook"
	"guildhall/search"
)

// Reader is the name under which Take follows the diary.
const Reader = "reputation"

// CheckOrder compares an order's mark with the order and its feedback, and
// whether its feedback gives stars with what it stands as. It answers what is
// wrong, or nothing; what the reader has not come to yet is not wrong.
func CheckOrder(tx *db.Tx, o order.Order) (string, error) {
	wrong, err := checkMark(tx, o)
	if err != nil {
		return "", err
	}
	if wrong == "" {
		wrong, err = checkCounts(tx, o)
	}
	if err != nil || wrong == "" {
		return "", err
	}
	behind, err := unread(tx, o.ID)
	if err != nil || behind {
		return "", err
	}
	return wrong, nil
}

func checkMark(tx *db.Tx, o order.Order) (string, error) {
	want, err := markNow(tx, o)
	if err != nil {
		return "", err
	}
	got, err := standing(tx, o.ID)
	if err != nil || got == want || !got.Ended && !want.Ended {
		return "", err
	}
	return fmt.Sprintf("its mark says %+v, it ended as %+v", got.Outcome, want.Outcome), nil
}

func checkCounts(tx *db.Tx, o order.Order) (string, error) {
	said, err := OfOrder(tx, o.ID)
	for _, f := range said {
		if want := counts(o, f.Liked); f.Counts != want {
			return fmt.Sprintf("its feedback %s gives stars: %t, by the rules: %t", f.ID, f.Counts, want), nil
		}
	}
	return "", err
}

// unread reports whether anything about an order waits for the reader, or
// waits to be filled in.
func unread(tx *db.Tx, o id.Order) (bool, error) {
	position, err := event.Position(tx, Reader)
	if err != nil {
		return false, err
	}
	waits, err := db.Value[int64](tx, `SELECT count(*) FROM events
		WHERE subject_kind = 'order' AND subject_id = $1 AND (seq IS NULL OR seq > $2)`, o, position)
	if err != nil || waits > 0 {
		return waits > 0, err
	}
	return unfilled(tx, o)
}

func unfilled(tx *db.Tx, o id.Order) (bool, error) {
	passed, err := db.Value[int64](tx, `SELECT count(*) FROM figure_fills WHERE what = 'orders' AND (done OR last >= $1)`, o)
	return passed == 0, err
}

// Sellers lists everybody whose figures are to be checked: who has some, and
// who must have, since orders of theirs ended or a service of theirs is ranked.
func Sellers(tx *db.Tx) ([]id.Member, error) {
	return db.All(tx, func(row db.Row) (id.Member, error) {
		var seller id.Member
		return seller, row.Scan(&seller)
	}, `SELECT seller FROM seller_figures UNION SELECT seller FROM marks WHERE ended
		UNION SELECT seller FROM service_figures WHERE ranked_at IS NOT NULL ORDER BY 1`)
}

// CheckSeller computes a seller's figures again from all marks and compares
// them with what is stored. It answers each difference.
func CheckSeller(tx *db.Tx, seller id.Member) ([]string, error) {
	r, err := recordOf(tx, seller)
	if err != nil {
		return nil, err
	}
	if r.Version == 0 {
		return []string{"has no figures, and orders or services that make some"}, nil
	}
	rules, err := rulebook.At(tx, r.Policy)
	if err != nil {
		return nil, err
	}
	marks, err := db.All(tx, scanMark, selectMark+` WHERE seller = $1 AND ended ORDER BY ended_at DESC, order_id DESC`, seller)
	if err != nil {
		return nil, err
	}
	var totals Totals
	services := map[id.Service]Service{}
	for _, m := range marks {
		totals = totals.With(m)
		services[m.Service] = services[m.Service].with(m, 1)
	}
	var wrong []string
	want := FiguresOf(totals, newest(marks, WindowOf(&rules.Policy)), &rules.Policy)
	if r.Figures != want {
		wrong = append(wrong, fmt.Sprintf("its figures are %+v, its orders make %+v", r.Figures, want))
	}
	found, err := checkFoundSeller(tx, r)
	if err != nil {
		return nil, err
	}
	more, err := checkServices(tx, r, services)
	return append(append(wrong, found...), more...), err
}

// checkFoundSeller compares a seller's figures with those services are
// filtered by.
func checkFoundSeller(tx *db.Tx, r record) ([]string, error) {
	found, err := db.One(tx, func(row db.Row) (f search.SellerFigures, err error) {
		err = row.Scan(&f.Rating, &f.Feedback, &f.Level)
		return f, err
	}, `SELECT rating, feedback, level FROM search_sellers WHERE seller = $1`, r.Seller)
	if errors.Is(err, db.ErrNoRow) {
		return []string{"has figures, and services cannot be filtered by them"}, nil
	}
	if want := sellerFigures(r.Figures); err == nil && found != want {
		return []string{fmt.Sprintf("services are filtered by %+v, and the seller is %+v", found, want)}, nil
	}
	return nil, err
}

// checkServices compares each service's totals with its marks, and its rank
// with what the rank was made of.
func checkServices(tx *db.Tx, seller record, want map[id.Service]Service) ([]string, error) {
	stored, err := db.All(tx, scanRanked, selectRanked+` WHERE seller = $1`, seller.Seller)
	if err != nil {
		return nil, err
	}
	var wrong []string
	for _, r := range stored {
		is := want[r.Service.Service]
		is.Service, is.Seller = r.Service.Service, r.Seller
		delete(want, is.Service)
		if r.Service != is {
			wrong = append(wrong, fmt.Sprintf("service %s has the totals %+v, its orders make %+v", is.Service, r.Service, is))
		}
		rank, err := checkRank(tx, r, seller.Figures)
		if err != nil {
			return nil, err
		}
		if rank != "" {
			wrong = append(wrong, rank)
		}
	}
	for service := range want {
		wrong = append(wrong, fmt.Sprintf("service %s has no figures", service))
	}
	return wrong, nil
}

// checkRank compares a rank with what it was made of, and that with the
// record, unless something has changed since and it waits to be looked at.
func checkRank(tx *db.Tx, stored Ranked, seller Figures) (string, error) {
	r, parts, p, err := PartsOf(tx, stored.Service.Service)
	if errors.Is(err, fault.Missing()) {
		return "", nil // it waits for its first time
	}
	if err != nil {
		return "", err
	}
	if r.Rank != parts.Rank() || r.Newcomer != Newcomer(r.Standing, &p) {
		return fmt.Sprintf("service %s stands at %d, its figures make %d", r.Service.Service, r.Rank, parts.Rank()), nil
	}
	if r.DueAt.Equal(r.At.Add(rankEvery)) {
		if r.Overall != seller.Overall || r.TopRated != topRated(r.Service, seller, &p) || r.Rating != r.Tenths(&p) || r.Standing.Orders != r.Service.Orders {
			return fmt.Sprintf("service %s was ranked by %+v, its record is %+v of a seller at %d", r.Service.Service, r.Standing, r.Service, seller.Overall), nil
		}
		wrong, err := checkLooks(tx, r, &p)
		if err != nil || wrong != "" {
			return wrong, err
		}
	}
	return checkFound(tx, r)
}

// checkFound compares a service's figures with those it is found by.
func checkFound(tx *db.Tx, r Ranked) (string, error) {
	type copied struct {
		rank               int64
		topRated, newcomer bool
	}
	found, err := db.One(tx, func(row db.Row) (c copied, err error) {
		err = row.Scan(&c.rank, &c.topRated, &c.newcomer)
		return c, err
	}, `SELECT rank, top_rated, newcomer FROM search_documents WHERE service = $1`, r.Service.Service)
	if errors.Is(err, db.ErrNoRow) {
		return "", nil
	}
	told := copied{int64(r.Rank), r.TopRated, r.Newcomer}
	if err == nil && found != told {
		return fmt.Sprintf("service %s is found as %+v and is %+v", r.Service.Service, found, told), nil
	}
	return "", err
}
