package ledger

import (
	"fmt"
	"strings"
	"time"

	"guildhall/db"
	"guildhall/id"
	"guildhall/money"
)

// statementRowsMax bounds one page of a statement, and a download.
const statementRowsMax = 50_000

// StatementFilter chooses movements of one member.
type StatementFilter struct {
	From, Until time.Time   // From <= at < Until; zero: no bound
	Kinds       []Kind      // empty: all
	Before      id.Transfer // the cursor: only older than this one
	Limit       int         // at most 50,000; 0: that many
}

// Movement is one line of a statement (MON-14). Main and Bonus are what it did
// to each balance, MainAfter and BonusAfter what they were after it.
type Movement struct {
	Transfer              id.Transfer
	Kind                  Kind
	Subject               string
	Reference             Holder
	At                    time.Time
	Main, Bonus           money.Amount
	MainAfter, BonusAfter money.Amount
}

const statementSQL = `WITH moves AS (
		SELECT e.transfer,
			CAST(SUM(CASE WHEN e.account = 'main' THEN e.amount ELSE 0 END) AS BIGINT) AS main,
			CAST(SUM(CASE WHEN e.account = 'bonus' THEN e.amount ELSE 0 END) AS BIGINT) AS bonus
		FROM entries e WHERE e.holder = $1 AND e.account IN ('main', 'bonus') GROUP BY e.transfer
	), running AS (
		SELECT transfer, main, bonus,
			CAST(SUM(main) OVER (ORDER BY transfer) AS BIGINT) AS main_after,
			CAST(SUM(bonus) OVER (ORDER BY transfer) AS BIGINT) AS bonus_after
		FROM moves
	)
	SELECT r.transfer, t.kind, t.subject, t.reference, t.at, r.main, r.bonus, r.main_after, r.bonus_after
	FROM running r JOIN transfers t ON t.id = r.transfer`

// Statement reads the member's movements, newest first. Running balances count
// every movement, also those the filter leaves out.
func Statement(tx *db.Tx, member id.Member, f StatementFilter) ([]Movement, error) {
	where, args := f.where([]any{member})
	if f.Limit <= 0 || f.Limit > statementRowsMax {
		f.Limit = statementRowsMax
	}
	sql := fmt.Sprintf("%s%s ORDER BY r.transfer DESC LIMIT %d", statementSQL, where, f.Limit)
	return db.All(tx, scanMovement, sql, args...)
}

func scanMovement(row db.Row) (Movement, error) {
	var m Movement
	err := row.Scan(&m.Transfer, &m.Kind, &m.Subject, &m.Reference, &m.At,
		&m.Main, &m.Bonus, &m.MainAfter, &m.BonusAfter)
	return m, err
}

// where turns the filter into conditions; args are those before it.
func (f StatementFilter) where(args []any) (string, []any) {
	var conditions []string
	add := func(condition string, arg any) {
		args = append(args, arg)
		conditions = append(conditions, fmt.Sprintf(condition, len(args)))
	}
	if !f.From.IsZero() {
		add("t.at >= $%d", f.From)
	}
	if !f.Until.IsZero() {
		add("t.at < $%d", f.Until)
	}
	if !f.Before.IsZero() {
		add("r.transfer < $%d", f.Before)
	}
	if len(f.Kinds) > 0 {
		var marks []string
		for _, kind := range f.Kinds {
			args = append(args, kind)
			marks = append(marks, fmt.Sprintf("$%d", len(args)))
		}
		conditions = append(conditions, "t.kind IN ("+strings.Join(marks, ", ")+")")
	}
	if len(conditions) == 0 {
		return "", args
	}
	return " WHERE " + strings.Join(conditions, " AND "), args
}
